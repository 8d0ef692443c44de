"""Articles as HTML. Pure; every word that comes from an article is escaped."""

import re
from collections.abc import Iterator
from datetime import date
from html import escape

from assistant.answer import Citation
from assistant.render import LANGUAGES as LANGUAGES
from assistant.render import harmless, other_language
from knowledge.article import Article, Passage
from knowledge.reading.addresses import web_address

Source = Citation | Passage
"""What a person can open: words that were cited, or only found."""

_TEMPLATE_SIGNS = {"$": "&#36;", "{": "&#123;", "}": "&#125;", "`": "&#96;"}
_LIST_ITEM = re.compile(r"[-*•]\s+")


def esc(text: str) -> str:
    """Text as inert HTML, for elements and attributes.

    The page's panel passes through a template engine, whose signs are made inert as well.

    >>> esc('<b a="1">${x} {{y}}')
    '&lt;b a=&quot;1&quot;&gt;&#36;&#123;x&#125; &#123;&#123;y&#125;&#125;'
    """
    return re.sub(r"[${}`]", lambda sign: _TEMPLATE_SIGNS[sign.group()], escape(harmless(text), quote=True))


def direction(language: str) -> str:
    """Which way a language is written."""
    return "rtl" if language in ("ar", "fa", "he", "ur", "ps") else "ltr"


def day(value: date | None) -> str:
    """A day as people read it.

    >>> day(date(2024, 5, 1))
    '1 May 2024'
    """
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    return f"{value.day} {months[value.month - 1]} {value.year}" if value else "undated"


def days(since: date | None, until: date | None) -> str:
    """A range of days as people read it.

    >>> days(date(2025, 3, 17), date(2025, 3, 20)), days(date(2024, 12, 30), date(2025, 1, 5)), days(None, None)
    ('17–20 Mar 2025', '30 Dec 2024 – 5 Jan 2025', '')
    """
    if since is None or until is None:
        return f"from {day(since)}" if since else f"to {day(until)}" if until else ""
    if since == until:
        return day(since)
    if (since.year, since.month) == (until.year, until.month):
        return f"{since.day}–{day(until)}"
    first = day(since).removesuffix(f" {until.year}")
    return f"{first} – {day(until)}"


def meta_line(source: Source | Article, asked: str | None = None) -> str:
    """Outlet, date and language of a source; where the question's language is given, the source's only if another."""
    language = LANGUAGES.get(source.language, source.language if source.language != "und" else "")
    parts = [f"<bdi>{esc(part)}</bdi>" for part in (source.outlet or "", day(source.published)) if part]
    if asked is not None:
        language = other_language(source.language, asked)
    if language:
        parts.append(f'<bdi class="ac-in">{esc(language)}</bdi>')
    return " · ".join(parts)


def shortened(text: str, most: int) -> str:
    """The beginning of a text, in one line.

    >>> shortened("Five  words in a line", 12)
    'Five words …'
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[:most].rsplit(" ", 1)[0] + " …"


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
