"""What is said of differences outside of this package."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What one article says of a fact: the value as it is written, and the sentence that says it.

    `passage` is the passage's place from 1, `start` and `end` the sentence's span in the article's text.
    """

    text: str
    passage: int
    start: int
    end: int
    outlet: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One fact with different values. Each side holds the values that agree.

    `superseded`: sides from the newest to the oldest; the first one holds. `conflicting`: nothing tells which holds.
    """

    kind: Literal["superseded", "conflicting"]
    sides: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """What the articles agree and disagree on, as far as it concerns a question.

    `sources` is the number of independent sources of the leading candidate's statement: copies and light rewrites of
    one story count once.
    """

    differences: tuple[Difference, ...] = ()
    sources: int = 0
