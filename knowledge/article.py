"""The values that leave this package: an article, its sections, a passage of it, and filters.

All of them are frozen, so that a value which crossed a border cannot change behind the reader's back.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

UNKNOWN_LANGUAGE = "und"
"""The ISO 639 code for "undetermined"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading of an article: where its line starts and ends in the text (code points), and its level from 1."""

    start: int
    end: int
    level: int
    heading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A published text with what is known about it.

    `text` is what every offset counts in, in Unicode code points; it never holds lone surrogates or NUL
    (see `clean_text`). `language` is a two-letter ISO 639-1 code or `und`. `version` counts from 1 each
    time a library sees the article change.
    """

    id: str
    title: str
    text: str
    url: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    language: str = UNKNOWN_LANGUAGE
    published: date | None = None
    sections: tuple[Section, ...] = ()
    sources: tuple[str, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a passage stands where it does.

    Its relevance is the sum of what each search gave: `words`, `vectors` and `names` (of aircraft, airports and
    the like). That is multiplied by `freshness`, at least 1, and by `mistaken`, below 1 for a passage on another
    thing of the kind that was asked for. `matched` are the identifiers of the question that it names, `step` the
    part of the question that found it, from 1.
    """

    words: float = 0.0
    vectors: float = 0.0
    names: float = 0.0
    freshness: float = 1.0
    mistaken: float = 1.0
    matched: tuple[str, ...] = ()
    step: int | None = None

    @property
    def relevance(self) -> float:
        """How well the passage fits, apart from its date."""
        return (self.words + self.vectors + self.names) * self.mistaken

    @property
    def worth(self) -> float:
        """What passages are ordered by."""
        return self.relevance * self.freshness


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of an article, and how close it is to the query (0 to 1, best of the search is 1).

    `article.text[start:end] == text` holds for the article version that it names.
    """

    id: str
    article_id: str
    version: int
    title: str
    text: str
    start: int
    end: int
    headings: tuple[str, ...] = ()
    url: str | None = None
    outlet: str | None = None
    categories: tuple[str, ...] = ()
    language: str = UNKNOWN_LANGUAGE
    published: date | None = None
    score: float = 0.0
    why: Why | None = None

    def scored(self, score: float) -> Self:
        """The same passage with another score."""
        return replace(self, score=score)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a passage must satisfy to be returned. Days are UTC and both ends are included.

    `as_of` means "what was published by then". An undated article passes no date filter. Outlets and
    categories are compared without case; of `outlets` and of `categories`, one that is named is enough.

    >>> Filters(since=date(2024, 1, 1)).admits(Passage(
    ...     id="p", article_id="a", version=1, title="", text="", start=0, end=0))
    False
    """

    as_of: date | None = None
    since: date | None = None
    until: date | None = None
    outlet: str | None = None
    category: str | None = None
    language: str | None = None
    outlets: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether a date was asked for, which no undated article passes."""
        return self.since is not None or self.latest is not None

    @property
    def latest(self) -> date | None:
        """The last day that passes, or None where any day does."""
        return min((day for day in (self.as_of, self.until) if day), default=None)

    @property
    def last(self) -> date | None:
        """The last day that passes, of the days that were asked for and of any other reason."""
        return self.latest

    def admits(self, found: "Passage | Article") -> bool:
        """Whether a passage or an article satisfies every filter that is set."""
        return (
            self._admits_day(found.published)
            and (self.outlet is None or fold(found.outlet or "") == fold(self.outlet))
            and (self.category is None or fold(self.category) in map(fold, found.categories))
            and (self.language is None or found.language == self.language.lower())
            and (not self.outlets or fold(found.outlet or "") in map(fold, self.outlets))
            and (not self.categories or not set(map(fold, self.categories)).isdisjoint(map(fold, found.categories)))
        )

    def _admits_day(self, day: date | None) -> bool:
        if day is None:
            return not self.dated
        last = self.last
        return (self.since is None or day >= self.since) and (last is None or day <= last)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFilters(Filters):
    """Filters of a search on a day: what is dated later does not pass; what is undated does, as nobody asked for it."""

    today: date

    @property
    def last(self) -> date | None:
        """The last day that passes."""
        return min(self.latest or self.today, self.today)


def fold(name: str) -> str:
    """A name as outlets and categories are compared: without case and surplus spaces.

    >>> fold("  The  Week ")
    'the week'
    """
    return " ".join(name.casefold().split())


def clean_text(text: str) -> str:
    r"""Text that every part can store: lone surrogates and NUL become U+FFFD, one for one, so offsets stay.

    >>> clean_text("A\x00B\ud800")
    'A\ufffdB\ufffd'
    """
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text
