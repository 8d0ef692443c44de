"""Answer → text for people: plain for a terminal, Markdown for everything that shows it. Pure."""

import re
from collections.abc import Iterable
from urllib.parse import quote as quoted

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


def markdown(answer: Answer, *, site: str | None = None) -> str:
    """The whole answer as Markdown in which nothing of an article or a model is syntax.

    With `site` (such as `https://host`) each source links to its quote in the article.
    """
    parts = [
        escape(answer.text),
        *(f"> {escape(note.message)}" for note in answer.notes if note.type != "closest_only"),
    ]
    sources = []
    for citation in answer.citations:
        title = escape(citation.title)
        if site is not None:
            address = article_address(citation.article_id, citation.version, citation.start, citation.end)
            title = f"[{title}](<{site}{address}>)"
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


def article_address(article_id: str, version: int, start: int | None = None, end: int | None = None) -> str:
    """Where an article opens, at a quote if one is given. Every character of an id is allowed.

    >>> article_address("a/b c", 1, 0, 5)
    '/articles/a%2Fb%20c?version=1&start=0&end=5#quote'
    """
    address = f"/articles/{quoted(article_id, safe='')}?version={version}"
    return address if start is None or end is None else f"{address}&start={start}&end={end}#quote"
