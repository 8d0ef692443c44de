"""A name or code in a text: what it may stand for, and what stands around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import NamedTuple

from knowledge.identifiers.cues import COUNTED, IDLE, MONEY

WINDOW = 8
"""How many words on each side are looked at."""


class Reading(NamedTuple):
    """One thing that a name or code may stand for."""

    id: str
    kind: str
    sure: bool
    cues: tuple[str, ...] = ()
    rare: bool = False
    """Whether it is seldom meant: the codes of small airports, and the three letters of an airline."""
    capital: bool = False
    """Whether it must be written with a capital, because the same word in small letters is a plain one."""
    is_word: bool = False
    """Whether it is a code that is a plain word in capitals: HOT."""
    own: bool = False
    """Whether a person's own table says that it is meant."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands: the words before and after it, nearest first, and what is glued to it."""

    before: Sequence[str]
    after: Sequence[str]
    context: frozenset[str]
    left: str
    is_code: bool = False
    is_number: bool = False
    is_small: bool = False
    length: int = 0
    beside: bool = False
    """Whether another airport's code stands beside it: LHR–JFK."""
    asked: bool = False
    """Whether it stands in a question, which says little else."""
    company: bool = False
    """Whether an aircraft, engine, maker or airline that is certain stands near."""
    allied: str = ""
    """A certain airline that it is named together with: Emirates and Etihad."""
    inside: bool = False
    """Whether it is a part of a longer name: Spirit Lake."""

    @property
    def both(self) -> list[str]:
        """The words on both sides, nearest first."""
        return [word for word in chain.from_iterable(zip_longest(self.before, self.after)) if word]

    @property
    def alone(self) -> bool:
        """Whether the text says nothing but the name, save for the words of a question."""
        return IDLE.issuperset(self.before) and IDLE.issuperset(self.after)

    @property
    def is_quantity(self) -> bool:
        """Whether a number only counts something: 777 passengers, $777."""
        return self.is_number and (self.left in MONEY or not COUNTED.isdisjoint(self.after[:1]))
