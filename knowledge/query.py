"""What is asked of the library and what comes back: a query, how it was understood, passages with their reasons."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from knowledge.article import Filters, Passage
from knowledge.freshness import Kind
from knowledge.identifiers import Mention
from knowledge.periods import Order, Period

Inference = Literal["dates", "outlet", "category"]
"""What may be read from a question's words, and what a reader may take back."""
INFERENCES: tuple[Inference, ...] = ("dates", "outlet", "category")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to look for. `language` is the query's own, found from its words where it is not given.

    `filters.as_of` is the day of the question, today where it is not given. Nothing is inferred of what stands
    in `ignore`. `steps` are the questions that it is made of and `period` the days that it speaks of, where a model
    read them; rules do otherwise.
    """

    text: str
    k: int = 10
    filters: Filters = Filters()
    language: str | None = None
    ignore: frozenset[Inference] = frozenset()
    steps: tuple[str, ...] | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """How a question was read.

    `filters` were given, `inferred` come from its words: `because` holds these words by filter. `relaxed` names
    inferences that were not kept, because too little passes them. `identifiers` are the names and codes in it,
    `mentions` the same with what decided. `steps` are the parts it was taken apart into, `step_filters` for each what
    was inferred from its own words alone. `as_of` is the day that counts as today.
    """

    filters: Filters = Filters()
    inferred: Filters = Filters()
    because: tuple[tuple[Inference, str], ...] = ()
    relaxed: tuple[Inference, ...] = ()
    identifiers: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    kind: Kind = "event"
    order: Order | None = None
    steps: tuple[str, ...] = ()
    step_filters: tuple[Filters, ...] = ()
    as_of: date | None = None

    @property
    def held(self) -> Filters:
        """The inferred filters that are not relaxed, which everything that was found passes."""
        gone = {field for name in self.relaxed for field in (("since", "until") if name == "dates" else (name,))}
        nothing: dict[str, Any] = dict.fromkeys(gone)
        return replace(self.inferred, **nothing)

    @property
    def kept(self) -> tuple[tuple[Inference, str], ...]:
        """What was inferred and is not relaxed, with the words that it comes from."""
        return tuple((name, words) for name, words in self.because if name not in self.relaxed)


@dataclass(frozen=True, slots=True)
class Results:
    """The passages of a search, best first, and how its query was understood."""

    passages: tuple[Passage, ...] = ()
    understood: Understood = Understood()

    def __iter__(self) -> Iterator[Passage]:
        return iter(self.passages)

    def __getitem__(self, place: int) -> Passage:
        return self.passages[place]

    def __len__(self) -> int:
        return len(self.passages)


@dataclass(frozen=True, slots=True)
class Edition:
    """A library as it is at one time: a name that changes with its articles, and the day of the newest of them."""

    name: str = ""
    newest: date | None = None


def both(given: Filters, inferred: Filters) -> Filters:
    """The filters that hold together: what was given comes first, days are the narrower of the two.

    >>> held = both(Filters(outlet="AIN"), Filters(outlet="BBC", since=date(2025, 1, 1)))
    >>> held == Filters(outlet="AIN", since=date(2025, 1, 1))
    True
    """
    return replace(
        given,
        since=max(_given(given.since, inferred.since), default=None),
        until=min(_given(given.until, inferred.until), default=None),
        outlet=given.outlet or inferred.outlet,
        category=given.category or inferred.category,
    )


def _given(*days: date | None) -> Iterable[date]:
    return [day for day in days if day]
