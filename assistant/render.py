"""Answer → text for people: plain for a terminal, Markdown for everything that shows it. Pure."""

import re
from collections.abc import Iterable

from assistant.answer import Answer, Citation

_SYNTAX = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(answer: Answer) -> str:
    """The whole answer as plain text: sentences, notes, numbered sources with their quotes."""
    parts = [
        harmless(answer.text),
        *(f"Note: {harmless(n.message)}" for n in answer.notes if n.type != "closest_only"),
    ]
    if answer.citations:
        parts.append("Sources\n" + "\n".join(source_lines(answer.citations)))
    elif answer.refusal and answer.refusal.nearest:
        nearest = dict.fromkeys(_place(p.title, p.outlet, p.published) for p in answer.refusal.nearest)
        parts.append("Nearest in the library\n" + "\n".join(f"  {line}" for line in nearest))
    if answer.as_of:
        parts.append(f"As of {answer.as_of.isoformat()}, the newest source above.")
    return "\n\n".join(parts)


def source_lines(citations: Iterable[Citation]) -> list[str]:
    """A line for each citation and one for its quote."""
    lines = []
    for citation in citations:
        lines.append(f"  [{citation.number}] {_place(citation.title, citation.outlet, citation.published)}")
        lines.append(f"      “{harmless(' '.join(citation.quote.split()))}”")
    return lines


def markdown(answer: Answer, *, article_url: str = "") -> str:
    """The whole answer as Markdown in which nothing of an article or a model is syntax.

    With `article_url` (such as `https://host/articles/`) each source links to its quote in the article.
    """
    parts = [
        escape(answer.text),
        *(f"> {escape(note.message)}" for note in answer.notes if note.type != "closest_only"),
    ]
    sources = []
    for citation in answer.citations:
        title = escape(citation.title)
        if article_url:
            title = f"[{title}](<{_address(article_url, citation)}>)"
        about = ", ".join(filter(None, (escape(citation.outlet or ""), str(citation.published or ""))))
        quote = escape(" ".join(citation.quote.split()))
        sources.append(f"{citation.number}. {title}{f' ({about})' if about else ''}: “{quote}”")
    if sources:
        parts.append("\n".join(sources))
    return "\n\n".join(parts)


def escape(text: str) -> str:
    r"""Text with every character of Markdown's syntax taken literally.

    >>> escape("![x](http://h) <b> [1]")
    '\\!\\[x\\](http://h) \\<b\\> \\[1\\]'
    """
    return _SYNTAX.sub(r"\\\1", harmless(text))


def harmless(text: str) -> str:
    """Text without control characters and direction overrides, which would act on a terminal or a page."""
    return _CONTROL.sub("", text)


def _place(title: str, outlet: str | None, published: object) -> str:
    return harmless(" · ".join(str(part) for part in (title, outlet, published) if part))


def _address(article_url: str, citation: Citation) -> str:
    from urllib.parse import quote

    span = f"version={citation.version}&start={citation.start}&end={citation.end}"
    return f"{article_url}{quote(citation.article_id, safe='')}?{span}#quote"
