"""What expressions of time mean that are made of others: "the week ending 8 June 2025", "the first week of May"."""

from datetime import date, timedelta

from knowledge.periods import calendar
from knowledge.periods.calendar import Span
from knowledge.periods.grammar import Reading
from knowledge.periods.readings import LAST, Match, Vocabulary

_DAY = timedelta(days=1)


class Compounds(Vocabulary):
    """The readings of what is made of others; what does not come out to the day says nothing."""

    def nth(self, match: Match, today: date) -> Reading | None:
        """The second week of May 2025 (its days 8 to 14); the last three days of May 2025."""
        which, unit = self.ordinals[match["nth"]], self.units[match["unit"]]
        count = self._number(match["count"]) if match["count"] else 1
        whole, relative = self._whole(match, today)
        if which == LAST:
            span = Span(calendar.back(whole.last + _DAY, count, unit), whole.last)
        else:
            first = calendar.back(whole.first, 1 - which, unit)
            span = Span(first, calendar.back(first, -count, unit) - _DAY)
        inside = whole.first <= span.first <= span.last <= whole.last
        return self._inside(span, match, relative) if inside and (count == 1 or which in (1, LAST)) else None

    def half_month(self, match: Match, today: date) -> Reading:
        """The first half of May 2025, up to its 15th."""
        whole, relative = self._whole(match, today)
        middle = whole.first.replace(day=15)
        first = self.ordinals[match["nth"]] == 1
        span = Span(whole.first, middle) if first else Span(middle + _DAY, whole.last)
        return self._inside(span, match, relative)

    def _inside(self, span: Span, match: Match, relative: bool) -> Reading:
        after = self.inside | self.on | (self.open if match["year"] else self.undated)
        return Reading(span, after, alone=bool(match["year"]), relative=relative)

    def week_of(self, match: Match, today: date) -> Reading:
        """The week of 2 June 2025, from Monday to Sunday; the weekend of 7 June 2025."""
        day, relative = self._one_day(match, today)
        span = calendar.around(day, self.units[match["unit"]])
        return Reading(span, self.inside | self.on | self.open, alone=True, relative=relative)

    def week_from(self, match: Match, today: date) -> Reading:
        """The week beginning 2 June 2025."""
        day, relative = self._one_day(match, today)
        span = Span(day, calendar.back(day, -1, self.units[match["unit"]]) - _DAY)
        return Reading(span, self.inside | self.on | self.open, alone=True, relative=relative)

    def many_to(self, match: Match, today: date) -> Reading:
        """The three months to May 2025; the week ending 8 June 2025; the year ended 31 March 2025."""
        count = self._number(match["count"]) if match["count"] else 1
        if match["day"]:
            last, relative = self._one_day(match, today)
        else:
            whole, relative = self._whole(match, today)
            last = whole.last
        span = Span(calendar.back(last + _DAY, count, self.units[match["unit"]]), last)
        return Reading(span, self.inside | self.on | self.open, alone=True, relative=relative)

    def before_last(self, match: Match, today: date) -> Reading:
        """The week before last."""
        unit = self.units[match["unit"]]
        span = calendar.around(calendar.back(today, 2, unit), unit)
        return Reading(span, self.inside | self.open, alone=True, relative=True)

    def start(self, match: Match, today: date) -> Reading:
        """Since the start of the year."""
        day = calendar.around(today, self.units[match["unit"]]).first
        return Reading(Span(day, day), self.since, relative=True)

    def to_date(self, match: Match, today: date) -> Reading:
        """The year to date."""
        span = Span(calendar.around(today, self.units[match["unit"]]).first, today)
        return Reading(span, self.inside, alone=True, relative=True)

    def side(self, match: Match, today: date) -> Reading:
        """Pre-2021; post-2023."""
        span = calendar.months(int(match["year"]), 1, 12)
        return Reading(span, frozenset(), alone=True, relation="before" if match["side"] == "pre" else "after")

    def christmas(self, match: Match, today: date) -> Reading | None:
        """Before Christmas: the last one, or that of a year."""
        if match["year"]:
            year, relative = self._year(match["year"], today)
            day = date(year, 12, 25)
        elif self._future(match):
            return None
        else:
            day, relative = calendar.latest_day(12, 25, today), True
        return Reading(Span(day, day), self.undated, relative=relative)

    def _one_day(self, match: Match, today: date) -> tuple[date, bool]:
        """A day, with its year or without."""
        month, day = self.months[match["month"]], self._number(match["day"])
        if not match["year"]:
            return calendar.latest_day(month, day, today), True
        year, relative = self._year(match["year"], today)
        return date(year, month, day), relative

    def _whole(self, match: Match, today: date) -> tuple[Span, bool]:
        """A month or a year, with its year or without."""
        month = self.months[match["month"]] if match["month"] else None
        if not match["year"]:
            return calendar.latest_month(month or 1, today), True
        year, relative = self._year(match["year"], today)
        return calendar.months(year, month) if month else calendar.months(year, 1, 12), relative
