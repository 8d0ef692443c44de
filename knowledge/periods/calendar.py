"""Spans of days: weeks, months, quarters, seasons, years, and steps back from a day. Weeks start on Monday."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "week", "weekend", "fortnight", "month", "quarter", "year", "decade"]
Part = Literal["early", "mid", "late"]

_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date


def months(year: int, first: int, count: int = 1) -> Span:
    """So many whole months from a month of a year on; the months may run into the next year.

    >>> months(2024, 12, 3)
    Span(first=datetime.date(2024, 12, 1), last=datetime.date(2025, 2, 28))
    """
    further, last = divmod(first + count - 2, 12)
    return Span(date(year, first, 1), _day(year + further, last + 1, 31))


def back(day: date, count: int, unit: Unit) -> date:
    """The day so many units before, or the last of its month where that month is shorter.

    >>> back(date(2024, 3, 31), 1, "month")
    datetime.date(2024, 2, 29)
    """
    if unit in _DAYS:
        return day - timedelta(days=count * _DAYS[unit])
    year, month = divmod(day.year * 12 + day.month - 1 - count * _MONTHS[unit], 12)
    return _day(year, month + 1, day.day)


def around(day: date, unit: Unit) -> Span:
    """The week, weekend, month … of the calendar that a day is in. A fortnight counts as its last week."""
    monday = day - timedelta(days=day.weekday())
    if unit == "day":
        return Span(day, day)
    if unit in _DAYS:
        return Span(monday + timedelta(days=5 if unit == "weekend" else 0), monday + timedelta(days=6))
    count = _MONTHS[unit]
    if unit == "decade":
        return months(day.year // 10 * 10, 1, 120)
    return months(day.year, (day.month - 1) // count * count + 1, count)


def part(span: Span, which: Part) -> Span:
    """The early, middle or late days of a month, months of a year, years of a decade.

    A month is cut after the 10th and the 20th, a year after April and August, a decade after its years 3 and 6.
    """
    index = ("early", "mid", "late").index(which)
    year, month = span.first.year, span.first.month
    if (span.last - span.first).days < 31:
        return Span(date(year, month, 1 + 10 * index), span.last if index == 2 else date(year, month, 10 + 10 * index))
    if year == span.last.year:
        return months(year, 1 + 4 * index, 4)
    return months(year + (0, 4, 7)[index], 1, (48, 36, 36)[index])


def latest_month(month: int, clock: date) -> Span:
    """The last such month that has begun."""
    return months(clock.year - (month > clock.month), month)


def latest_day(month: int, day: int, clock: date) -> date:
    """The last such day of the year that is not in the future."""
    return date(clock.year - ((month, day) > (clock.month, clock.day)), month, day)


def latest_weekday(weekday: int, clock: date) -> date:
    """The last such day of the week (Monday is 0) that is not in the future."""
    return clock - timedelta(days=(clock.weekday() - weekday) % 7)


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
