"""Answer → text for people: plain for a terminal, Markdown for everything that shows it. Pure."""

import re
from collections.abc import Iterable
from urllib.parse import quote as quoted

from assistant.answer import Answer, Citation, NoteType
from assistant.explain import doubt_text, filter_lines
from knowledge.article import UNKNOWN_LANGUAGE, Passage
from knowledge.language import detect

LANGUAGES = {"en": "English", "ar": "Arabic", "fr": "French", "de": "German", "es": "Spanish", "zh": "Chinese"}
"""Names of the languages that aviation news is mostly written in; others are shown by their code."""

TOLD: frozenset[NoteType] = frozenset({"closest_only", "conflicting", "superseded"})
"""Notes that the text of the answer tells already."""

_SYNTAX = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_LINKED = re.compile(r"(?i)\b(https?|ftp|mailto|www)([:.])")
"""What many viewers make a link of by themselves."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(answer: Answer) -> str:
    """The whole answer as plain text: sentences, notes, what was read from the question, sources with their quotes."""
    asked = detect(answer.question)
    parts = [
        harmless(answer.text),
        *(f"Note: {harmless(n.message)}" for n in answer.notes if n.type not in TOLD),
        *_doubts(answer),
    ]
    filters = [f"  {harmless(line)}" for line in filter_lines(answer.understood)]
    if filters:
        parts.append("\n".join(["Filters read from the question", *filters]))
    if answer.citations:
        parts.append("Sources\n" + "\n".join(source_lines(answer.citations, asked)))
    elif answer.refusal and answer.refusal.nearest:
        nearest = dict.fromkeys(_place(passage, asked) for passage in answer.refusal.nearest)
        parts.append("Nearest in the library\n" + "\n".join(f"  {line}" for line in nearest))
    if answer.as_of:
        parts.append(f"As of {answer.as_of.isoformat()}, the newest source above.")
    return "\n\n".join(parts)


def _doubts(answer: Answer) -> list[str]:
    """A line for each sentence that its passages do not support, or not well."""
    doubted = [s for s in answer.sentences if s.kind == "claim" and s.support in ("weak", "unsupported")]
    return [f"{': '.join(filter(None, doubt_text(s)))}: “{harmless(' '.join(s.text.split()))}”" for s in doubted]


def source_lines(citations: Iterable[Citation], asked: str = UNKNOWN_LANGUAGE) -> list[str]:
    """A line for each citation and one for its quote; `asked` is the language of the question."""
    lines = []
    for citation in citations:
        lines.append(f"  [{citation.number}] {_place(citation, asked)}")
        lines.append(f"      “{harmless(' '.join(citation.quote.split()))}”")
    return lines


def markdown(answer: Answer, *, site: str | None = None) -> str:
    """The whole answer as Markdown in which nothing of an article or a model is syntax.

    With `site` (such as `https://host`) each source links to its quote in the article.
    """
    parts = [
        escape(answer.text),
        *(f"> {escape(note.message)}" for note in answer.notes if note.type not in TOLD),
        *(f"> {escape(line)}" for line in _doubts(answer)),
    ]
    asked, sources = detect(answer.question), []
    for citation in answer.citations:
        title = escape(citation.title)
        if site is not None:
            address = article_address(citation.article_id, citation.version, citation.start, citation.end)
            title = f"[{title}](<{site}{address}>)"
        facts = (citation.outlet, citation.published, other_language(citation.language, asked))
        about = ", ".join(escape(str(fact)) for fact in facts if fact)
        quote = escape(" ".join(citation.quote.split()))
        sources.append(f"{citation.number}. {title}{f' ({about})' if about else ''}: “{quote}”")
    if sources:
        parts.append("\n".join(sources))
    return "\n\n".join(parts)


def escape(text: str) -> str:
    r"""Text with every character of Markdown's syntax taken literally.

    >>> escape("![x](http://h) <b> [1]")
    '\\!\\[x\\](http\\://h) \\<b\\> \\[1\\]'
    """
    return _LINKED.sub(r"\1\\\2", _SYNTAX.sub(r"\\\1", harmless(text)))


def harmless(text: str) -> str:
    """Text without control characters and direction overrides, which would act on a terminal or a page."""
    return _CONTROL.sub("", text)


def other_language(language: str, asked: str) -> str:
    """The language of a source, where it is known and not that of the question.

    >>> other_language("ar", "en"), other_language("en", "en"), other_language("und", "en")
    ('in Arabic', '', '')
    """
    if UNKNOWN_LANGUAGE in (language, asked) or language == asked:
        return ""
    return f"in {LANGUAGES.get(language, language)}"


def _place(source: Citation | Passage, asked: str) -> str:
    facts = (source.title, source.outlet, source.published, other_language(source.language, asked))
    return harmless(" · ".join(str(fact) for fact in facts if fact))


def article_address(article_id: str, version: int, start: int | None = None, end: int | None = None) -> str:
    """Where an article opens, at a quote if one is given. Every character of an id is allowed.

    >>> article_address("a/b c", 1, 0, 5)
    '/articles/a%2Fb%20c?version=1&start=0&end=5#quote'
    """
    address = f"/articles/{quoted(article_id, safe='')}?version={version}"
    return address if start is None or end is None else f"{address}&start={start}&end={end}#quote"
