"""Questions, answers and errors as the chat shows them. Pure.

The chat renders Markdown. A message is therefore one HTML block without an empty line, in which Markdown has no
meaning, and all words in it are escaped: nothing that an article or a model says can become a link or a picture.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation, NoteType, RefusalType, Sentence
from assistant.render import other_language
from assistant.web.markup import LANGUAGES, day, esc, shortened
from assistant.web.panel import key
from assistant.web.understood_view import remark, understood_lines
from knowledge.article import Filters
from knowledge.language import detect
from knowledge.query import Inference

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_MARKER = re.compile(r"\s?\[(\d{1,3})\]")
_REFUSALS: dict[RefusalType, str] = {
    "not_in_library": "Not in the library",
    "outdated": "Newer than the library",
    "needs_live_data": "Needs live data",
    "operational_decision": "Not for a library to decide",
    "out_of_scope": "Cannot be looked up",
}
_NOTES: dict[NoteType, str] = {
    "conflicting": "Sources disagree",
    "stale": "May be out of date",
    "single_source": "Single source",
    "superseded": "Superseded",
    "closest_only": "Closest match",
    "filter_relaxed": "Filter relaxed",
    "written_without_model": "Quotes instead of the model",
}


def question_message(text: str, without: Iterable[str] = ()) -> str:
    """A person's question, and the words of it that were taken back as filters."""
    return _message(f'<div class="ac-question" dir="auto">{esc(" ".join(text.split()))}{remark(without)}</div>')


def waiting_message(found: int | None = None) -> str:
    """What is shown until the first words of an answer."""
    doing = "Searching the library" if found is None else f"Reading {found} passage{'' if found == 1 else 's'}"
    return _message(f'<div class="ac-answer ac-waiting"><span class="ac-dots">{doing}</span></div>')


def partial_message(text: str, *, plain: bool) -> str:
    """An answer while it is being written; its markers are numbers already, and become links at the end."""
    written = _plain_paragraphs(text) if plain else _markdown(text)
    shown = _MARKER.sub(lambda marker: f'<span class="ac-marker">{marker[1]}</span>', written)
    return _message(f'<div class="ac-answer ac-writing">{shown}</div>')


def error_message(message: str, hint: str = "") -> str:
    """A failure, with what to do next."""
    return _message(
        '<div class="ac-answer ac-error" role="alert"><p><span class="ac-badge">Could not answer</span> '
        f'<span dir="auto">{esc(message)}</span></p><p class="ac-hint" dir="auto">{esc(hint)}</p></div>'
    )


def answer_message(answer: Answer, ignored: frozenset[Inference] = frozenset(), *, kept: bool = True) -> str:
    """A finished answer; `kept` says whether it was stored and so has an address.

    `ignored` is what was not to be inferred from its question.
    """
    read = understood_lines(answer, ignored, kept)
    notes = "".join(
        f'<p class="ac-note"><span class="ac-badge">{_NOTES[note.type]}</span> '
        f'<span dir="auto">{esc(note.message)}</span></p>'
        for note in answer.notes
        # Its message is the first sentence of the answer already.
        if note.type != "closest_only"
    )
    return _message(f'<div class="ac-answer">{answer_body(answer)}{notes}{read}{_below(answer, kept)}</div>')


def answer_body(answer: Answer) -> str:
    """The text of an answer, its markers as links to its sources."""
    if answer.refusal:
        # With a direction of its own a badge does not decide that of the words behind it.
        badge = _REFUSALS[answer.refusal.type]
        return (
            f'<p class="ac-refusal" dir="auto"><span class="ac-badge" dir="ltr">{badge}</span> {esc(answer.text)}</p>'
        )
    if answer.writer == "quotes":
        blocks = "".join(_quoted(answer, sentence) for sentence in answer.sentences)
    else:
        blocks = _markdown(answer.text)
    cited, asked = {citation.number: citation for citation in answer.citations}, detect(answer.question)

    def link(marker: re.Match[str]) -> str:
        citation = cited.get(int(marker[1]))
        return _marker_link(answer, citation, asked) if citation else ""

    return _MARKER.sub(link, blocks)


def _quoted(answer: Answer, sentence: Sentence) -> str:
    if sentence.kind != "claim":
        badge = f'<span class="ac-badge" dir="ltr">{_NOTES["closest_only"]}</span> ' if sentence.kind == "note" else ""
        return f'<p class="ac-note" dir="auto">{badge}{esc(sentence.text)}</p>'
    # A number in brackets inside a quotation is the article's own: only those behind the sentence are markers.
    words = esc(sentence.text).replace("[", "&#91;")
    markers = "".join(f"[{number}]" for number in sentence.citations)
    return f'<p class="ac-said" dir="auto">{words}{markers}</p>'


def _marker_link(answer: Answer, citation: Citation, asked: str) -> str:
    language = other_language(citation.language, asked)
    where = ", ".join(filter(None, [citation.title, citation.outlet, day(citation.published), language]))
    title = esc(" ".join(f"{where}: “{shortened(citation.quote, 200)}”".split())).replace("[", "&#91;")
    return (
        f'<a class="ac-marker" dir="ltr" href="#{key("cite", answer.id, citation.number)}" title="{title}">'
        f'<span class="ac-sr">source </span>{citation.number}{f" {esc(language)}" if language else ""}</a>'
    )


def _below(answer: Answer, kept: bool) -> str:
    parts = []
    if answer.as_of:
        parts.append(f'<span class="ac-asof">Newest source: {day(answer.as_of)}</span>')
    parts += [f'<span class="ac-chip">{esc(chip)}</span>' for chip in filter_chips(answer.understood.filters)]
    count = len(answer.citations)
    shown = f"{count} source{'' if count == 1 else 's'}" if count else "Passages"
    parts.append(f'<a href="#{key("list", answer.id, 0)}" class="ac-act">{shown}</a>')
    if kept:
        parts.append(f'<a href="#ac-copy-{answer.id}" role="button" class="ac-act">Copy</a>')
        parts.append(f'<a href="/answers/{answer.id}" target="_blank" class="ac-act">Link</a>')
    return f'<p class="ac-below">{"".join(parts)}</p>'


def filter_chips(filters: Filters) -> list[str]:
    """The filters that are set, in words.

    >>> filter_chips(Filters(language="ar"))
    ['in Arabic']
    """
    chips = [
        f"from {day(filters.since)}" if filters.since else "",
        f"to {day(filters.until)}" if filters.until else "",
        f"as of {day(filters.as_of)}" if filters.as_of else "",
        filters.outlet or "",
        filters.category or "",
        f"in {LANGUAGES.get(filters.language, filters.language)}" if filters.language else "",
    ]
    return [chip for chip in chips if chip]


def _message(html: str) -> str:
    # An empty line would end the HTML block and let Markdown in.
    return re.sub(r"\s*\n\s*", " ", html)


def _plain_paragraphs(text: str) -> str:
    """Quotations as they stream in: each ends with its marker."""
    pieces = re.findall(r"\S.*?(?:(?:\s*\[\d{1,3}\])+|$)", " ".join(text.split()))
    return "".join(f'<p class="ac-said" dir="auto">{esc(piece)}</p>' for piece in pieces)


def _markdown(text: str) -> str:
    return f'<div dir="auto">{_renderer().render(text)}</div>'.replace("<p>", '<p dir="auto">')


@cache
def _renderer() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    # Emphasis, lists and code are all that an answer needs; links, pictures and HTML stay plain text.
    renderer = MarkdownIt("zero").enable(["list", "emphasis", "backticks", "newline", "escape", "heading"])

    def text(self: object, tokens: list, at: int, *rest: object) -> str:  # type: ignore[type-arg]
        return esc(tokens[at].content)

    def code(self: object, tokens: list, at: int, *rest: object) -> str:  # type: ignore[type-arg]
        return "<code>" + esc(tokens[at].content) + "</code>"

    def heading(self: object, tokens: list, at: int, *rest: object) -> str:  # type: ignore[type-arg]
        return '<p class="ac-lead">' if tokens[at].nesting == 1 else "</p>"

    for name, rule in (
        ("text", text),
        ("code_inline", code),
        ("heading_open", heading),
        ("heading_close", heading),
    ):
        renderer.add_render_rule(name, rule)
    return renderer
