"""Days as integers, because Chroma cannot compare strings."""

from datetime import UTC, date, datetime


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


def today() -> date:
    """The day it is, in UTC."""
    return datetime.now(UTC).date()
