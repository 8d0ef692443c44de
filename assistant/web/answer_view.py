"""Questions, answers and errors as the chat shows them. Pure.

The chat renders Markdown. A message is therefore one HTML block without an empty line, in which Markdown has no
meaning, and all words in it are escaped: nothing that an article or a model says can become a link or a picture.
"""

from collections.abc import Iterable, Sequence

from assistant.answer import Answer, Citation, NoteType, RefusalType, Sentence
from assistant.render import TOLD, other_language
from assistant.web.markup import LANGUAGES, day, esc, shortened
from assistant.web.panel import ask_key, key
from assistant.web.said_view import prose, quotations
from assistant.web.understood_view import remark, understood_lines
from knowledge.article import Filters
from knowledge.language import detect
from knowledge.query import Inference
from knowledge.words import terms

_REFUSALS: dict[RefusalType, str] = {
    "not_in_library": "Not in the library",
    "outdated": "Newer than the library",
    "needs_live_data": "Needs live data",
    "operational_decision": "Not for a library to decide",
    "out_of_scope": "Out of scope",
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


def partial_message(text: str, sentences: Sequence[Sentence], *, quotes: bool) -> str:
    """An answer while it is being written; its markers are numbers already, and become links at the end."""
    words = (quotations if quotes else prose)(text, sentences, lambda n: f'<span class="ac-marker">{n}</span>')
    return _message(f'<div class="ac-answer ac-writing">{words}</div>')


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
        f'<p class="ac-note" dir="auto"><span class="ac-badge" dir="ltr">{_NOTES[note.type]}</span> '
        f"{esc(note.message)}</p>"
        for note in answer.notes
        if note.type not in TOLD
    )
    below = _nearest(answer) + read + _below(answer, kept) + (_next(answer) if kept else "")
    return _message(f'<div class="ac-answer">{answer_body(answer)}{notes}{below}</div>')


def answer_body(answer: Answer) -> str:
    """The text of an answer, its markers as links to its sources."""
    if answer.refusal:
        # With a direction of its own a badge does not decide that of the words behind it.
        badge = _REFUSALS[answer.refusal.type]
        return (
            f'<p class="ac-refusal" dir="auto"><span class="ac-badge" dir="ltr">{badge}</span> {esc(answer.text)}</p>'
        )
    cited, asked = {citation.number: citation for citation in answer.citations}, detect(answer.question)

    def link(number: int) -> str:
        return _marker_link(answer, cited[number], asked) if number in cited else ""

    if answer.writer == "quotes":
        hits = frozenset(terms(answer.query, detect(answer.query)))
        return quotations(answer.text, answer.sentences, link, hits)
    return prose(answer.text, answer.sentences, link)


def _marker_link(answer: Answer, citation: Citation, asked: str) -> str:
    language = other_language(citation.language, asked)
    where = ", ".join(filter(None, [citation.title, citation.outlet, day(citation.published), language]))
    title = esc(" ".join(f"{where}: “{shortened(citation.quote, 200)}”".split())).replace("[", "&#91;")
    return (
        f'<a class="ac-marker" dir="ltr" href="#{key("cite", answer.id, citation.number)}" title="{title}">'
        f'<span class="ac-sr">source </span>{citation.number}{f" {esc(language)}" if language else ""}</a>'
    )


def _nearest(answer: Answer) -> str:
    """What a refusal is nearest to, with its days."""
    if not (answer.refusal and answer.refusal.nearest):
        return ""
    items: dict[str, str] = {}
    for place, passage in enumerate(answer.refusal.nearest, start=1):
        link = f'<a class="ac-act" href="#{key("near", answer.id, place)}">{esc(passage.title or "Untitled")}</a>'
        items.setdefault(passage.article_id, f'<li dir="auto">{link} <bdi>{day(passage.published)}</bdi></li>')
    listed = "".join(items.values())
    return f'<p class="ac-nearest">Nearest in the library, not an answer:</p><ul class="ac-items">{listed}</ul>'


def _next(answer: Answer) -> str:
    """The questions that could be asked next."""
    links = [
        f'<li><a class="ac-chip ac-ask" role="button" dir="auto" href="#{ask_key(answer.id, n)}">{esc(text)}</a></li>'
        for n, text in enumerate(answer.suggestions, start=1)
    ]
    said = '<li class="ac-sr">Questions that you could ask next:</li>'
    return f'<ul class="ac-next">{said}{"".join(links)}</ul>' if links else ""


def _checked(answer: Answer) -> str:
    """How many of a model's sentences the check finds supported."""
    claims = [sentence for sentence in answer.sentences if sentence.kind == "claim"]
    if answer.writer == "quotes" or not claims:
        return ""
    good = sum(sentence.support == "supported" for sentence in claims)
    return f"{good} of {len(claims)} sentence{'' if len(claims) == 1 else 's'} supported by the sources"


def _below(answer: Answer, kept: bool) -> str:
    parts = []
    if answer.as_of:
        parts.append(f'<span class="ac-asof">Newest source: {day(answer.as_of)}</span>')
    if checked := _checked(answer):
        parts.append(f"<span>{checked}</span>")
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
        ", ".join(filters.outlets),
        ", ".join(filters.categories),
        f"in {LANGUAGES.get(filters.language, filters.language)}" if filters.language else "",
    ]
    return [chip for chip in chips if chip]


def _message(html: str) -> str:
    # An empty line would end the HTML block and let Markdown in.
    return " ".join(line.strip() for line in html.splitlines() if line.strip())
