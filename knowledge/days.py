"""Days as integers, because Chroma cannot compare strings."""

from datetime import date


def to_number(day: date) -> int:
    """A day as both indexes filter by it.

    >>> to_number(date(2024, 5, 1))
    20240501
    """
    return day.year * 10000 + day.month * 100 + day.day
