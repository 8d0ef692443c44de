"""From a text and what its file says about it to an article."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from knowledge.article import Article, Section, clean_text
from knowledge.errors import UnreadableSource
from knowledge.language import detect
from knowledge.reading.addresses import article_id, host, web_address
from knowledge.reading.fields import authors, day, language_code, names, one_line
from knowledge.reading.invisible import visible_with

_OPENING = 80
"""Code points of a text that stand in for a missing title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text and what its file says about it, nothing checked yet.

    `said` uses the names of the contract: `id`, `url`, `title`, `published`, `outlet`, `authors`,
    `categories`, `language`, `sources`. `line` is where in a file of several articles this one stands.
    """

    text: str
    said: Mapping[str, object] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    line: int | None = None


def to_article(draft: Draft, name: str) -> Article:
    """The article that a draft from the file of this name makes; an unreadable source if it has no text."""
    text, sections = visible_with(draft.text, draft.sections)
    draft = replace(draft, text=text, sections=sections)
    if not any(map(str.isalnum, draft.text)):
        raise UnreadableSource(f"{name}:{draft.line}" if draft.line else name, "no text")
    said = draft.said
    url = web_address(said.get("url"))
    place = f"{name}#{draft.line}" if draft.line else name
    return Article(
        id=_given_id(said.get("id")) or article_id(url=url, place=place),
        title=_title(draft) or one_line(place),
        text=clean_text(draft.text),
        url=url,
        outlet=one_line(said.get("outlet")) or (host(url) if url else None),
        authors=authors(said.get("authors")),
        categories=names(said.get("categories"), separators=",;"),
        language=language_code(said.get("language")) or detect(draft.text),
        published=day(said.get("published")),
        sections=draft.sections,
        sources=names(said.get("sources"), separators=""),
    )


def _given_id(given: object) -> str | None:
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return None
    return clean_text(str(given)) if str(given).strip() else None


def _title(draft: Draft) -> str:
    headings = (section.heading for section in draft.sections)
    return one_line(draft.said.get("title")) or next(headings, "") or _opening(draft.text)


def _opening(text: str) -> str:
    words = one_line(text.strip()[:_OPENING])
    if len(text.strip()) <= _OPENING or " " not in words:
        return words
    return f"{words.rpartition(' ')[0]} …"
