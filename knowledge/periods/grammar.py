"""How words of time are joined into periods, in any language: "since" X, "between" X "and" Y, X "ago".

A language gives its rules (what "last week" is) and its prepositions; here they are found and put together.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from typing import Literal

from knowledge.periods.calendar import Span

Relation = Literal["in", "since", "after", "before", "until", "from", "between"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression says by itself, and after which prepositions it counts.

    `alone`: it counts without any. `relative`: another day of asking gives another meaning. `relation`: what it says
    where no preposition counts ("pre-2021").
    """

    span: Span
    after: frozenset[str]
    alone: bool = False
    relative: bool = False
    relation: Relation = "in"


Read = Callable[["re.Match[str]", date], Reading | None]


@dataclass(frozen=True)
class Rule:
    """A kind of expression: its pattern, and what a match says on a day."""

    name: str
    pattern: str
    read: Read

    @cached_property
    def compiled(self) -> "re.Pattern[str]":
        """The pattern with its groups."""
        return re.compile(self.pattern)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A period as folded text says it: `plain[start:end]`."""

    start: int
    end: int
    since: date | None
    until: date | None
    relative: bool


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    rule: Rule
    match: "re.Match[str]"
    reading: Reading


@dataclass(frozen=True, slots=True)
class _Lead:
    """The preposition before an expression, and where it starts."""

    word: str
    relation: Relation
    start: int


_WINDOW = 40
"""Code points before an expression in which its preposition stands, and what denies it."""
_MOST = 64
"""Expressions that are looked at: no question holds more, and a hostile one ends here."""
_GAP = 16
"""Code points between the two ends of a range."""


@dataclass(frozen=True)
class Grammar:
    """The rules and the joining words of a language.

    `lead` matches a preposition (group 1) that ends where an expression starts, `to` what stands between the ends
    of a range, `both` after "between", `also` after "in" or "from" (an enumeration is taken for the range that holds
    it), `onward` what turns "from 2024" into "since 2024". An expression starts only after `edge`. What ends with
    `denied` before a preposition ("not in 2024"), or with `within` before an expression ("the weekends of May 2025"),
    makes it say something else than its days, and so nothing.
    """

    rules: tuple[Rule, ...]
    relations: Mapping[str, Relation]
    lead: "re.Pattern[str]"
    to: "re.Pattern[str]"
    both: "re.Pattern[str]"
    also: "re.Pattern[str]"
    onward: "re.Pattern[str]"
    denied: "re.Pattern[str]"
    within: "re.Pattern[str]"
    edge: str

    @cached_property
    def _any(self) -> "re.Pattern[str]":
        named = "|".join(f"(?P<{rule.name}>{re.sub('[?]P<[a-z0-9_]+>', '?:', rule.pattern)})" for rule in self.rules)
        return re.compile(f"{self.edge}(?:{named})")

    @cached_property
    def _named(self) -> dict[str, Rule]:
        return {rule.name: rule for rule in self.rules}

    def phrases(self, plain: str, today: date) -> list[Phrase]:
        """The periods that a folded text speaks of, in order; those that begin after today are left out."""
        joined = self._joined(plain, list(islice(self._found(plain, today), _MOST)))
        return [phrase for phrase in map(lambda one: _past(one, today), joined) if phrase]

    def _found(self, plain: str, today: date) -> Iterator[_Found]:
        for hit in self._any.finditer(plain):
            rule = self._named[hit.lastgroup or ""]
            match = rule.compiled.match(plain, hit.start())
            reading = _read(rule, match, today) if match else None
            if match and reading:
                yield _Found(match.start(), match.end(), rule, match, reading)

    def _joined(self, plain: str, found: list[_Found]) -> Iterator[Phrase]:
        position = 0
        while position < len(found):
            one = found[position]
            lead = self._lead(plain, one)
            ends = self._ends(plain, lead, found, position)
            phrase = _cover(lead, one, found[ends]) if ends > position else None
            position = ends + 1 if phrase else position + 1
            phrase = phrase or self._single(plain, lead, one)
            if phrase and not (
                _ends_with(self.denied, plain, phrase.start) or _ends_with(self.within, plain, one.start)
            ):
                yield phrase

    def _lead(self, plain: str, one: _Found) -> _Lead | None:
        window = max(0, one.start - _WINDOW)
        match = self.lead.search(plain[window : one.start])
        relation = self.relations[match[1]] if match else None
        if not match or not relation or (relation != "between" and match[1] not in one.reading.after):
            return None
        return _Lead(match[1], relation, window + match.start(1))

    def _ends(self, plain: str, lead: _Lead | None, found: list[_Found], position: int) -> int:
        """Where the expressions end that together with the one at a position say one range."""
        one = found[position].reading
        relation = lead.relation if lead else None
        if relation not in (None, "in", "from", "between"):
            return position
        joint = self.to if relation is None else self.both if relation == "between" else self.also
        while position + 1 < len(found) and (lead or one.alone or one.relative):
            gap = plain[found[position].end : found[position + 1].start]
            if len(gap) > _GAP or not joint.fullmatch(gap) or not (lead or found[position + 1].reading.alone):
                break
            position += 1
        return position

    def _single(self, plain: str, lead: _Lead | None, one: _Found) -> Phrase | None:
        if lead is None or lead.word not in one.reading.after:
            return _phrase(one.reading.relation, one.start, one) if one.reading.alone else None
        onward = self.onward.match(plain, one.end) if lead.relation == "from" else None
        phrase = _phrase("since" if onward else lead.relation, lead.start, one)
        return replace(phrase, end=onward.end()) if onward else phrase


def _ends_with(pattern: "re.Pattern[str]", plain: str, end: int) -> bool:
    return bool(pattern.search(plain[max(0, end - _WINDOW) : end]))


def _cover(lead: _Lead | None, one: _Found, other: _Found) -> Phrase | None:
    """From the first day of one to the last of the other. "March to May 2025": the last March before that May."""
    last = other.reading.span.last
    reading = _read(one.rule, one.match, last) if one.reading.relative else one.reading
    if reading is None or reading.span.first > last:
        return None
    start = lead.start if lead else one.start
    return Phrase(start, other.end, reading.span.first, last, one.reading.relative and other.reading.relative)


def _read(rule: Rule, match: "re.Match[str]", clock: date) -> Reading | None:
    try:
        return rule.read(match, clock)
    except (ValueError, OverflowError):  # there is no such day: "31 February 2025"
        return None


def _phrase(relation: Relation, start: int, one: _Found) -> Phrase:
    span, day = one.reading.span, timedelta(days=1)
    since, until = {
        "since": (span.first, None),
        "after": (span.last + day, None),
        "before": (None, span.first - day),
        "until": (None, span.last),
    }.get(relation, (span.first, span.last))
    return Phrase(start, one.end, since, until, one.reading.relative)


def _past(phrase: Phrase, today: date) -> Phrase | None:
    """The phrase up to today; None where it begins later, or where an open beginning leads to a day to come."""
    if phrase.since is None:
        return phrase if phrase.until and phrase.until <= today else None
    if phrase.since > today:
        return None
    return replace(phrase, until=min(phrase.until, today)) if phrase.until else phrase
