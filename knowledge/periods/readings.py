"""What the parts of an expression of time mean once they are told apart, in whatever language they were said.

The groups of a pattern have the same names in every language: day, month, year, part, count, unit, which …
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from knowledge.periods import calendar
from knowledge.periods.calendar import Part, Span, Unit
from knowledge.periods.grammar import Reading

Match = re.Match[str]
LAST = 9
"""The ordinal of "last" and "final"."""
NEAR = 100
"""Code points around an expression whose words decide what it means; bounded, so that time stays linear."""


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The words of a language, and its prepositions by what may follow them.

    `inside` leads to months and years ("in"), `on` to days, `since` to what is counted back, `undated` to what has no
    year, `open` to what has one, `between` to two years in one word. `vague` are numbers like "a few", `hours` the
    words for them, `counted` words that hold their number (the Arabic dual). `future`: words with which "on Monday" is
    likely the next one. `duty`: words with which "in the last 90 days" is likely a rule's deadline. `directive`: what
    a number like a day may name.
    """

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, int]
    parts: Mapping[str, Part]
    ordinals: Mapping[str, int]
    numbers: Mapping[str, int]
    units: Mapping[str, Unit]
    days_back: Mapping[str, int]
    which: Mapping[str, Literal["this", "last"]]
    inside: frozenset[str]
    on: frozenset[str]
    since: frozenset[str]
    undated: frozenset[str]
    open: frozenset[str]
    between: frozenset[str]
    future: "re.Pattern[str]"
    duty: "re.Pattern[str]"
    directive: "re.Pattern[str]"
    vague: frozenset[str]
    hours: frozenset[str]
    counted: Mapping[str, tuple[int, Unit]]

    def iso(self, match: Match, today: date) -> Reading:
        """2025-05-05, which may also be the number of an airworthiness directive."""
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        return Reading(Span(day, day), self.on | self.open, alone=not self._directive(match))

    def numeric(self, match: Match, today: date) -> Reading | None:
        """25/12/2024 or 12/25/2024; where day and month could change places, it is no day."""
        one, two = int(match["one"]), int(match["two"])
        if one <= 12 and two <= 12 and one != two:
            return None
        day = date(int(match["year"]), min(one, two), max(one, two))
        return Reading(Span(day, day), self.on | self.open, alone=True)

    def month_number(self, match: Match, today: date) -> Reading:
        """05/2025, which may also be the number of a regulation."""
        span = calendar.months(int(match["year"]), int(match["month"]))
        return Reading(span, self.inside | self.open, alone=not self._directive(match))

    def day(self, match: Match, today: date) -> Reading | None:
        """5 May 2025; on 5 May; 5 to 10 May 2025."""
        month, day = self.months[match["month"]], self._number(match["day"])
        last = self._number(match["until"] or match["day"])
        after = self.on | self.between
        if match["year"]:
            year, relative = self._year(match["year"], today)
            return Reading(Span(date(year, month, day), date(year, month, last)), after | self.open, True, relative)
        if self._future(match):
            return None
        first = calendar.latest_day(month, day, today)
        return Reading(Span(first, first.replace(day=last)), after | self.undated, relative=True)

    def month(self, match: Match, today: date) -> Reading | None:
        """March 2025; in March; late March 2025; last March."""
        month, which = self.months[match["month"]], self._which(match["which"])
        relative = True
        if match["year"]:
            year, relative = self._year(match["year"], today)
            span = calendar.months(year, month)
        elif not which and self._future(match):
            return None
        else:
            span = calendar.latest_month(month, today)
        if which == "last" and span.last >= today:
            span = calendar.months(span.first.year - 1, month)
        if which == "this" and span.first.year != today.year:
            return None
        said = bool(match["year"] or which)
        after = self.inside | (self.open if said else self.undated)
        return Reading(self._part(span, match), after, alone=said, relative=relative)

    def quarter(self, match: Match, today: date) -> Reading:
        """Q3 2025; Q3; in the second quarter (the last that has begun); last quarter."""
        number = self.ordinals[match["nth"]]
        first = 3 * min(number, 4) - 2
        if match["year"]:
            return self._of_year(match, today, first, 3)
        if number == LAST:
            before = calendar.around(calendar.back(today, 1, "quarter"), "quarter")
            return Reading(before, self.inside | self.open, alone=True, relative=True)
        span = calendar.months(today.year - (first > today.month), first, 3)
        named = any(letter.isdigit() for letter in match["nth"]) and "q" in match["nth"]
        return Reading(span, self.inside | self.undated, alone=named, relative=True)

    def half(self, match: Match, today: date) -> Reading:
        """The first half of 2025."""
        return self._of_year(match, today, 6 * min(self.ordinals[match["nth"]], 2) - 5, 6)

    def season(self, match: Match, today: date) -> Reading:
        """The summer of 2025."""
        return self._of_year(match, today, self.seasons[match["season"]], 3)

    def this_season(self, match: Match, today: date) -> Reading:
        """Last summer; this winter."""
        span = calendar.months(today.year, self.seasons[match["season"]], 3)
        while self._which(match["which"]) == "last" and span.last >= today:
            span = calendar.months(span.first.year - 1, span.first.month, 3)
        return Reading(span, self.inside | self.open, alone=True, relative=True)

    def year(self, match: Match, today: date) -> Reading:
        """In 2024; not "2024" without a preposition. In Arabic "the year 2024" needs none."""
        span = calendar.months(int(match["year"]), 1, 12)
        return Reading(span, self.inside | self.open, alone=bool(match.groupdict().get("named")))

    def years(self, match: Match, today: date) -> Reading | None:
        """2019-2021; in 2019-21; in 2024/25. A range with years to come is a plan's name, "2025/05" is a month."""
        first, until = int(match["year"]), match["until"]
        last = int(until) if len(until) == 4 else first // 100 * 100 + int(until)
        if last <= first or ("/" in match[0] and last > first + 1):
            return None
        alone = len(until) == 4 and first >= 1950 and last <= today.year and not self._directive(match)
        return Reading(
            calendar.months(first, 1, 12 * (last - first + 1)), self.inside | self.between | self.open, alone
        )

    def part_of_year(self, match: Match, today: date) -> Reading:
        """Late 2025; early last year."""
        return self._of_year(match, today, 1, 12)

    def decade(self, match: Match, today: date) -> Reading:
        """In the 1990s; in the late 1990s."""
        said = match["decade"]
        first = int(said) if said.isdigit() else 1900 + self.numbers[said]
        return Reading(self._part(calendar.months(first, 1, 120), match), self.inside | self.open)

    def relative_day(self, match: Match, today: date) -> Reading:
        """Today; yesterday."""
        day = today - timedelta(days=self.days_back[match["days"]])
        return Reading(Span(day, day), self.on | self.open, alone=True, relative=True)

    def ago(self, match: Match, today: date) -> Reading:
        """The day itself, or the week, month or year of the calendar; for "a few" the whole time since.

        "A year ago today" is a day.
        """
        count, unit = self._count(match)
        day = calendar.back(today, count, unit)
        span = Span(day, today) if match["count"] in self.vague else calendar.around(day, unit)
        if match.groupdict().get("today"):
            span = Span(day, day)
        return Reading(span, self.inside | self.open, alone=True, relative=True)

    def last_many(self, match: Match, today: date) -> Reading | None:
        """The last 30 days, up to today; a rule's deadline ("three landings in the last 90 days") says nothing."""
        if self.duty.search(match.string, max(0, match.start() - NEAR), match.end() + NEAR):
            return None
        count, unit = self._count(match)
        return Reading(Span(calendar.back(today, count, unit), today), self.inside | self.since, True, True)

    def unit(self, match: Match, today: date) -> Reading:
        """Last week, from Monday to Sunday; this week, which is cut at today."""
        unit = self.units[match["unit"]]
        day = today if self._which(match["which"]) == "this" else calendar.back(today, 1, unit)
        return Reading(calendar.around(day, unit), self.inside | self.open, alone=True, relative=True)

    def the_weekend(self, match: Match, today: date) -> Reading:
        """The last weekend that has begun."""
        day = today if today.weekday() > 4 else calendar.back(today, 1, "week")
        return Reading(calendar.around(day, "weekend"), self.inside | self.on, bool(match["past"]), relative=True)

    def weekday(self, match: Match, today: date) -> Reading | None:
        """On Monday (the last one, or today); last Friday (before today)."""
        which = self._which(match["which"])
        if not which and self._future(match):
            return None
        day = calendar.latest_weekday(self.weekdays[match["weekday"]], today)
        if which == "last" and day == today:
            day = calendar.back(day, 1, "week")
        if which == "this" and day < calendar.around(today, "week").first:
            return None
        return Reading(Span(day, day), self.on | self.undated, alone=bool(which or match["named"]), relative=True)

    def now(self, match: Match, today: date) -> Reading:
        """The end of a range: "from 2024 to now"."""
        return Reading(Span(today, today), frozenset(), relative=True)

    def _of_year(self, match: Match, today: date, first: int, count: int) -> Reading:
        year, relative = self._year(match["year"], today)
        span = self._part(calendar.months(year, first, count), match)
        return Reading(span, self.inside | self.open, alone=True, relative=relative)

    def _year(self, said: str, today: date) -> tuple[int, bool]:
        """The year that is said in full, as two digits ("May '25"), or from today ("last year")."""
        digits = said.removeprefix("'")
        if digits.isdigit():
            year = int(digits) + (2000 if said != digits else 0)
            return year - (100 if said != digits and year > today.year + 10 else 0), False
        return today.year - (self._which(said) == "last"), True

    def _which(self, said: str | None) -> Literal["this", "last"] | None:
        return next((self.which[word] for word in (said or "").split() if word in self.which), None)

    def _part(self, span: Span, match: Match) -> Span:
        part = match.groupdict().get("part")
        return calendar.part(span, self.parts[part]) if part else span

    def _number(self, said: str) -> int:
        return int(said) if said.isdigit() else self.numbers[said]

    def _count(self, match: Match) -> tuple[int, Unit]:
        """How many days, weeks …; hours count as the days that they touch."""
        count, said = self._number(match["count"]) if match["count"] else 1, match["unit"]
        if said in self.counted:
            return self.counted[said]
        if said in self.hours:
            return -(-count // 24), "day"
        return count, self.units[said]

    def _directive(self, match: Match) -> bool:
        return bool(self.directive.search(match.string, max(0, match.start() - NEAR), match.start()))

    def _future(self, match: Match) -> bool:
        return bool(self.future.search(match.string, max(0, match.start() - NEAR), match.end() + NEAR))
