"""Answers' sources and articles as HTML. Pure; every word that comes from an article or a model is escaped."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from urllib.parse import quote, urlsplit

from assistant.answer import Answer, Citation
from knowledge.article import Article, Passage

LANGUAGES = {"en": "English", "ar": "Arabic", "fr": "French", "de": "German", "es": "Spanish", "zh": "Chinese"}
"""Names of the languages that aviation news is mostly written in; others are shown by their code."""

Source = Citation | Passage
_TEMPLATE_SIGNS = {"$": "&#36;", "{": "&#123;", "}": "&#125;", "`": "&#96;"}
_KEY = re.compile(r"ac-(list|cite|found|near)-([0-9a-f]{1,64})-(\d{1,3})")
_LIST_ITEM = re.compile(r"[-*•]\s+")


def esc(text: str) -> str:
    """Text as inert HTML, for elements and attributes.

    The page's panel passes through a template engine, whose signs are made inert as well.

    >>> esc('<b a="1">${x} {{y}}')
    '&lt;b a=&quot;1&quot;&gt;&#36;&#123;x&#125; &#123;&#123;y&#125;&#125;'
    """
    return re.sub(r"[${}`]", lambda sign: _TEMPLATE_SIGNS[sign.group()], escape(text, quote=True))


def day(value: date | None) -> str:
    """A day as people read it.

    >>> day(date(2024, 5, 1))
    '1 May 2024'
    """
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    return f"{value.day} {months[value.month - 1]} {value.year}" if value else "undated"


def web_address(url: str | None) -> str | None:
    """An article's address where a browser may follow it: http or https and nothing else.

    >>> web_address("javascript:alert(1)"), web_address("https://example.org/a")
    (None, 'https://example.org/a')
    """
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return (url or "").strip() if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def article_address(article_id: str, version: int, start: int | None = None, end: int | None = None) -> str:
    """Where an article opens, at a quote if one is given. Every character of an id is allowed.

    >>> article_address("a/b c", 1, 0, 5)
    '/articles/a%2Fb%20c?version=1&start=0&end=5#quote'
    """
    address = f"/articles/{quote(article_id, safe='')}?version={version}"
    return address if start is None or end is None else f"{address}&start={start}&end={end}#quote"


def key(kind: str, answer_id: str, number: int) -> str:
    """The name of a source of an answer, for links; it holds the answer, so old answers keep their own sources."""
    return f"ac-{kind}-{answer_id}-{number}"


def read_key(value: str) -> tuple[str, str, int] | None:
    """Kind, answer and number of a name made by `key`, or None for anything else."""
    match = _KEY.fullmatch(value)
    return (match[1], match[2], int(match[3])) if match else None


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
        if passage.id not in nearest
        and not any(
            citation.article_id == passage.article_id
            and citation.start < passage.end
            and passage.start < citation.end
            for citation in answer.citations
        )
    ]


def meta_line(source: Source | Article) -> str:
    """Outlet, date and language of a source."""
    language = LANGUAGES.get(source.language, source.language if source.language != "und" else "")
    parts = [source.outlet or "", day(source.published), language]
    return " · ".join(f"<span>{esc(part)}</span>" for part in parts if part)


def sources_list(answer: Answer) -> str:
    """The sources of an answer: what was cited, then, folded and apart, what was only found."""
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
    return _panel("Sources", "".join(blocks))


def no_sources() -> str:
    """The panel before the first answer."""
    return _panel(
        "Sources",
        '<p class="ac-empty">The passages behind an answer appear here. '
        "Select a number in an answer to read the quote where it stands in the article.</p>",
    )


def _panel(heading: str, body: str) -> str:
    return f'<section class="ac-panel" aria-label="Sources"><h2 class="ac-h">{heading}</h2>{body}</section>'


def _cards(answer: Answer, kind: str, sources: Sequence[Source]) -> str:
    cards = []
    for place, source in enumerate(sources, start=1):
        number = source.number if isinstance(source, Citation) else place
        words = source.quote if isinstance(source, Citation) else _shortened(source.text)
        badge = f'<span class="ac-n">{number}</span>' if kind == "cite" else ""
        cards.append(
            f'<li><a class="ac-card" href="#{key(kind, answer.id, number)}">'
            f'{badge}<span class="ac-title" dir="auto">{esc(source.title or "Untitled")}</span>'
            f'<span class="ac-meta">{meta_line(source)}</span>'
            f'<q class="ac-quote" dir="auto">{esc(words)}</q></a></li>'
        )
    return f'<ol class="ac-cards ac-cards-{kind}">{"".join(cards)}</ol>'


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 180 else flat[:180].rsplit(" ", 1)[0] + " …"


def article_view(answer: Answer, kind: str, number: int, source: Source, article: Article | None) -> str:
    """An article in the panel, open at the quote."""
    back = f'<a class="ac-back" href="#{key("list", answer.id, number)}">← Sources</a>'
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
        f'<section class="ac-panel ac-reading" aria-label="Article"><div class="ac-bar">{back}'
        f'<span class="ac-of">{title}</span>{_steps(answer, kind, number)}</div>'
        f'<article lang="{esc(source.language)}"><h3 class="ac-article-title" dir="auto">{esc(source.title)}</h3>'
        f'<p class="ac-meta">{meta_line(source)}</p><p class="ac-links">{" ".join(filter(None, links))}</p>'
        f'<div class="ac-text">{body}</div></article></section>'
    )


def _marked_words(words: str) -> str:
    return f'<blockquote dir="auto"><mark id="quote" tabindex="-1">{esc(words)}</mark></blockquote>'


def _steps(answer: Answer, kind: str, number: int) -> str:
    if kind != "cite" or len(answer.citations) < 2:
        return ""
    steps = [("‹", "Previous source", number - 1), ("›", "Next source", number + 1)]
    return '<span class="ac-steps">' + "".join(
        f'<a href="#{key("cite", answer.id, to)}" aria-label="{name}" title="{name}">{sign}</a>'
        for sign, name, to in steps
        if find_source(answer, "cite", to)
    ) + "</span>"


def original(url: str | None) -> str:
    """The link to where an article was published, or nothing where its address is not a web address."""
    address = web_address(url)
    if address is None:
        return ""
    return f'<a href="{esc(address)}" target="_blank" rel="noopener noreferrer nofollow">Original ↗</a>'


def article_body(article: Article, start: int | None, end: int | None, *, level: int = 2) -> str:
    """An article's text as headings, lists and paragraphs; `start` to `end` is marked and has the id `quote`."""
    mark = _Mark(start, end, len(article.text))
    html = []
    for tag, first, last in _blocks(article, level):
        if tag == "ul":
            items = _lines(article.text, first, last)
            shown = (f"<li>{mark.text(article.text, at, to)}</li>" for at, to in items)
            html.append(f'<ul dir="auto">{"".join(shown)}</ul>')
        else:
            html.append(f'<{tag} dir="auto">{mark.text(article.text, first, last)}</{tag}>')
    return "\n".join(html)


class _Mark:
    """Marks a span of a text that is shown piece by piece; the first piece of it carries the id."""

    def __init__(self, start: int | None, end: int | None, length: int) -> None:
        given = start is not None and end is not None and 0 <= start < end <= length
        self._start, self._end = (start or 0, end or 0) if given else (-1, -1)
        self._named = False

    def text(self, text: str, first: int, last: int) -> str:
        start, end = max(first, self._start), min(last, self._end)
        if start >= end:
            return esc(text[first:last])
        name = "" if self._named else ' id="quote" tabindex="-1"'
        self._named = True
        return f"{esc(text[first:start])}<mark{name}>{esc(text[start:end])}</mark>{esc(text[end:last])}"


def _blocks(article: Article, level: int) -> Iterator[tuple[str, int, int]]:
    """The text as (tag, start, end), headings by the article's sections and paragraphs by empty lines."""
    at = 0
    for section in sorted(article.sections, key=lambda section: section.start):
        yield from _paragraphs(article.text, at, section.start)
        yield f"h{min(6, max(level, level - 2 + section.level))}", section.start, section.end
        at = max(at, section.end)
    yield from _paragraphs(article.text, at, len(article.text))


def _paragraphs(text: str, first: int, last: int) -> Iterator[tuple[str, int, int]]:
    for match in re.compile(r"\S(?:.|\n(?!\s*\n))*").finditer(text, first, last):
        lines = match.group().split("\n")
        listed = all(_LIST_ITEM.match(line.strip()) for line in lines if line.strip())
        yield ("ul" if listed else "p"), match.start(), match.end()


def _lines(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    for match in re.compile(r"[-*•]\s+(.+)").finditer(text, first, last):
        yield match.start(1), match.end(1)
