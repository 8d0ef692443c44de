"""Whether a text names a day, a month or a year: "16 January 2013", "Jan. 16", "2013-01-16", "١٦ يناير ٢٠١٣"."""

from collections.abc import Iterator

from assistant.evaluation.matching.normalising import Match, unmarked
from assistant.evaluation.suite import Day
from assistant.figures import Figure, find_figures
from assistant.figures.agreement import parts_of_day


def days(accepted: Day, text: str) -> Iterator[Match]:
    """Where a text names a date as exactly as is asked for; a year that it leaves out is taken to be the right one.

    >>> from datetime import date
    >>> day = Day(date=date(2013, 1, 16))
    >>> [found.found for found in days(day, "On Jan. 16, or 16/1/2013, not on 16 January 2014 or in January 2013.")]
    ['Jan. 16', '16/1/2013']
    """
    year, month, day = accepted.date.isoformat().split("-")
    parts = {"day": (year, month, day), "month": (year, month, ""), "year": (year, "", "")}[accepted.granularity]
    return dated(parts, text, without_year=True)


def dated(wanted: tuple[str, str, str], text: str, *, without_year: bool) -> Iterator[Match]:
    """Where a text names a date of which these parts (year, month, day) are known."""
    for figure in find_figures(unmarked(text)):
        if any(_agrees(wanted, held, without_year) for held in _dates(figure)):
            yield Match(figure.start, figure.end, text[figure.start : figure.end])


def _dates(figure: Figure) -> list[tuple[str, str, str]]:
    if figure.is_day:
        return [parts_of_day(figure.unit)]
    if figure.kind == "years":
        return [(str(int(end)), "", "") for end in (figure.value, figure.high)]
    return []


def _agrees(wanted: tuple[str, str, str], held: tuple[str, str, str], without_year: bool) -> bool:
    if without_year and wanted[1] and not held[0]:
        held = (wanted[0], *held[1:])
    return all(part == other for part, other in zip(wanted, held, strict=True) if part)
