"""Days as integers, because Chroma cannot compare strings."""

from datetime import UTC, date, datetime

from knowledge.article import Filters

_LAST = 99999999
"""Above every day."""


def to_number(day: date) -> int:
    """A day as both indexes filter by it.

    >>> to_number(date(2024, 5, 1))
    20240501
    """
    return day.year * 10000 + day.month * 100 + day.day


def to_day(number: int) -> date:
    """The day that `to_number` wrote.

    >>> to_day(20240501)
    datetime.date(2024, 5, 1)
    """
    return date(number // 10000, number // 100 % 100, number % 100)


def to_range(filters: Filters) -> tuple[int, int] | None:
    """The first and the last number that pass, where an undated article is 0; None where every one does.

    >>> to_range(Filters(until=date(2024, 5, 1))), to_range(Filters())
    ((1, 20240501), None)
    """
    if not filters.dated and filters.last is None:
        return None
    first = to_number(filters.since) if filters.since else int(filters.dated)
    return first, to_number(filters.last) if filters.last else _LAST


def today() -> date:
    """The day it is, in UTC."""
    return datetime.now(UTC).date()
