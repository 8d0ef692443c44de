"""The panel beside the chat: an answer's sources, and an article open at a quote. Pure; all words are escaped."""

import re
from collections.abc import Sequence

from assistant.answer import Answer, Citation
from assistant.render import article_address
from assistant.web.markup import Source, article_body, direction, esc, meta_line, original, shortened
from assistant.web.understood_view import reading, reason
from knowledge.article import Article, Passage, Why
from knowledge.language import detect

_ASK = re.compile(r"ac-ask-([0-9a-f]{1,64})-(\d)")
_KEY = re.compile(r"ac-(list|cite|found|near)-([0-9a-f]{1,64})-(\d{1,3})")


def key(kind: str, answer_id: str, number: int) -> str:
    """The name of a source of an answer, for links; it holds the answer, so old answers keep their own sources."""
    return f"ac-{kind}-{answer_id}-{number}"


def read_key(value: str) -> tuple[str, str, int] | None:
    """Kind, answer and number of a name made by `key`, or None for anything else."""
    match = _KEY.fullmatch(value)
    return (match[1], match[2], int(match[3])) if match else None


def ask_key(answer_id: str, number: int) -> str:
    """The name of one of the questions that an answer suggests.

    >>> read_ask_key(ask_key("4f", 2))
    ('4f', 2)
    """
    return f"ac-ask-{answer_id}-{number}"


def read_ask_key(value: str) -> tuple[str, int] | None:
    """Answer and place of a suggested question, or None for any other name."""
    match = _ASK.fullmatch(value)
    return (match[1], int(match[2])) if match else None


def find_source(answer: Answer, kind: str, number: int) -> Source | None:
    """The source of an answer that a key names."""
    if kind == "cite":
        return next((citation for citation in answer.citations if citation.number == number), None)
    passages: Sequence[Passage] = also_found(answer)
    if kind == "near":
        passages = answer.refusal.nearest if answer.refusal else ()
    return passages[number - 1] if 0 < number <= len(passages) else None


def also_found(answer: Answer) -> list[Passage]:
    """The passages that were retrieved and from which nothing was cited."""
    nearest = {passage.id for passage in answer.refusal.nearest} if answer.refusal else set()
    return [
        passage
        for passage in answer.passages
        if passage.id not in nearest and not any(_quotes(citation, passage) for citation in answer.citations)
    ]


def _why(answer: Answer, source: Source) -> Why | None:
    """Why a passage was found, or the best passage that a citation quotes."""
    if isinstance(source, Passage):
        return source.why
    return next((passage.why for passage in answer.passages if _quotes(source, passage)), None)


def _quotes(citation: Citation, passage: Passage) -> bool:
    return citation.article_id == passage.article_id and citation.start < passage.end and passage.start < citation.end


def sources_list(answer: Answer) -> str:
    """The sources of an answer: what was cited, then, folded and apart, what was only found, and how it was read."""
    blocks = [f'<p class="ac-for" dir="auto">{esc(answer.question)}</p>']
    if answer.citations:
        blocks.append(_cards(answer, "cite", answer.citations))
    elif not answer.refusal:
        blocks.append('<p class="ac-empty">This answer cites no source.</p>')
    if answer.refusal and answer.refusal.nearest:
        blocks.append('<h3 class="ac-sub">Nearest passages, not an answer</h3>')
        blocks.append(_cards(answer, "near", answer.refusal.nearest))
    rest = also_found(answer)
    if rest:
        blocks.append(
            f'<details class="ac-also"><summary>Also found, not cited ({len(rest)})</summary>'
            f"{_cards(answer, 'found', rest)}</details>"
        )
    if not answer.citations and not rest and not (answer.refusal and answer.refusal.nearest):
        blocks.append('<p class="ac-empty">Nothing near this question was found.</p>')
    blocks.append(reading(answer))
    return _panel(key("list", answer.id, 0), "".join(blocks))


def no_sources() -> str:
    """The panel before the first answer."""
    return _panel(
        "",
        '<p class="ac-empty">The passages behind an answer appear here. '
        "Select a number in an answer to read the quote where it stands in the article.</p>",
    )


def _panel(name: str, body: str) -> str:
    heading = '<h2 class="ac-h">Sources</h2>'
    return f'<section class="ac-panel" data-name="{name}" aria-label="Sources">{heading}{body}</section>'


def _cards(answer: Answer, kind: str, sources: Sequence[Source]) -> str:
    cards, asked = [], detect(answer.question)
    for place, source in enumerate(sources, start=1):
        number = source.number if isinstance(source, Citation) else place
        words = source.quote if isinstance(source, Citation) else shortened(source.text, 180)
        badge = f'<span class="ac-n">{number}</span>' if kind == "cite" else ""
        cards.append(
            f'<li><a class="ac-card" dir="{direction(source.language)}" href="#{key(kind, answer.id, number)}">'
            f'{badge}<span class="ac-title" dir="auto">{esc(source.title or "Untitled")}</span>'
            f'<span class="ac-meta">{meta_line(source, asked)}</span>'
            f'<q class="ac-quote" dir="auto">{esc(words)}</q></a>{reason(answer, _why(answer, source))}</li>'
        )
    return f'<ol class="ac-cards ac-cards-{kind}">{"".join(cards)}</ol>'


def article_view(answer: Answer, kind: str, number: int, source: Source, article: Article | None) -> str:
    """An article in the panel, open at the quote."""
    back = f'<a class="ac-back" href="#{key("list", answer.id, number)}" title="Back to the sources (Esc)">← Back</a>'
    name = key(kind, answer.id, number)
    title = f"Source {number}" if kind == "cite" else "Also found" if kind == "found" else "Nearest passage"
    page = article_address(source.article_id, source.version, source.start, source.end)
    links = [f'<a href="{esc(page)}" target="_blank" rel="noopener">Open as a page</a>', original(source.url)]
    if article is None:
        words = source.quote if isinstance(source, Citation) else source.text
        body = f'<p class="ac-empty">The article is no longer in the library. It said:</p>{_marked_words(words)}'
        links = links[1:]
    else:
        body = article_body(article, source.start, source.end, level=4)
    return (
        f'<section class="ac-panel ac-reading" data-name="{name}" aria-label="Article"><div class="ac-bar">{back}'
        f'<span class="ac-of">{title}</span>{_steps(answer, kind, number)}</div>'
        f'<article lang="{esc(source.language)}" dir="{direction(source.language)}">'
        f'<h3 class="ac-article-title" dir="auto">{esc(source.title)}</h3>'
        f'<p class="ac-meta">{meta_line(source)}</p><p class="ac-links">{" ".join(filter(None, links))}</p>'
        f'<div class="ac-text">{body}</div></article></section>'
    )


def _marked_words(words: str) -> str:
    return f'<blockquote dir="auto"><mark id="quote" tabindex="-1">{esc(words)}</mark></blockquote>'


def _steps(answer: Answer, kind: str, number: int) -> str:
    if kind != "cite" or len(answer.citations) < 2:
        return ""
    steps = [("‹", "Previous source", number - 1), ("›", "Next source", number + 1)]
    return (
        '<span class="ac-steps">'
        + "".join(
            f'<a href="#{key("cite", answer.id, to)}" aria-label="{name}" title="{name}">{sign}</a>'
            for sign, name, to in steps
            if find_source(answer, "cite", to)
        )
        + "</span>"
    )
