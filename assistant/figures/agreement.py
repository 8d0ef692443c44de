"""Whether two figures are the same quantity."""

from assistant.figures.figure import Figure

_POUND_FORCE = 9.80665
_LEAST_ROUNDING = 0.006
"""How far a conversion may be off, in parts of the value: "10,668 m" is written for 35,000 ft, and "10,700 m" too."""
_MOST_ROUNDING = 0.03
_ABOUT = 0.1
_MANY_DIGITS = 0.06
"""A spread of at most this part of the value means that two digits or more were written."""


def agree(one: Figure, other: Figure) -> bool:
    """Whether two figures say the same quantity, in whatever units, words or digits.

    A rounded figure agrees with the exact one if it has two digits or says that it is rough: "1.9 million" and
    "1,912,000". A part of a date agrees with the fuller date. A figure agrees with either end of a range, and a
    range with the same range only.

    >>> from assistant.figures import find_figures
    >>> def same(a, b): return agree(find_figures(a)[0], find_figures(b)[0])
    >>> same("35,000 ft", "FL350"), same("35,000 ft", "10,668 m"), same("35,000 ft", "35,000 m")
    (True, True, False)
    """
    if one.is_day and other.is_day:
        return _same_day(one.unit, other.unit)
    if one.kind != other.kind:
        return _across(one, other)
    if one.is_range and other.is_range:
        return _near(one, one.value, other, other.value) and _near(one, one.high, other, other.high)
    return any(_near(one, a, other, b) for a in {one.value, one.high} for b in {other.value, other.high})


def parts_of_day(unit: str) -> tuple[str, str, str]:
    """Year, month and day of a date's unit, empty where it does not tell.

    >>> parts_of_day("2024-03"), parts_of_day("--03-05")
    (('2024', '03', ''), ('', '03', '05'))
    """
    if unit.startswith("--"):
        month, _, day = unit[2:].partition("-")
        return "", month, day
    year, _, rest = unit.partition("-")
    month, _, day = rest.partition("-")
    return year, month, day


def _same_day(one: str, other: str) -> bool:
    pairs = list(zip(parts_of_day(one), parts_of_day(other), strict=True))
    shared = [(a, b) for a, b in pairs if a and b]
    return bool(shared) and all(a == b for a, b in shared)


def _across(one: Figure, other: Figure) -> bool:
    """Figures of different kinds that are yet the same: "2000" as a year or a count, pounds of thrust or of mass."""
    kinds = {one.kind: one, other.kind: other}
    if kinds.keys() == {"year", "count"} or kinds.keys() == {"angle", "temperature"}:
        return one.value == other.value
    if kinds.keys() == {"mass", "thrust"} and kinds["mass"].unit == "lb" and kinds["thrust"].unit == "lbf":
        pull = kinds["mass"].value * _POUND_FORCE
        return abs(pull - kinds["thrust"].value) <= 0.001 * pull
    if kinds.keys() == {"year", "decade"}:
        return kinds["year"].value // 10 == kinds["decade"].value // 10
    return False


def _near(one: Figure, a: float, other: Figure, b: float) -> bool:
    size = max(abs(a), abs(b))
    if one.unit != other.unit:
        allowed = max(one.rounding, other.rounding, _LEAST_ROUNDING * size)
        return abs(a - b) <= min(allowed, _MOST_ROUNDING * size) * 1.000001 or (size == 0)
    loose = one.approximate != other.approximate
    return abs(a - b) <= max(_allowed(one, a, loose), _allowed(other, b, loose), 1e-9 * size)


def _allowed(figure: Figure, value: float, loose: bool) -> float:
    """How far the exact figure may be from this one; two rough figures must be as close as two exact ones."""
    if figure.approximate and loose:
        return min(figure.rounding * 1.000001, _ABOUT * abs(value))
    return figure.spread * 1.000001 if figure.spread <= _MANY_DIGITS * abs(value) and _is_rounded(figure) else 0.0


def _is_rounded(figure: Figure) -> bool:
    # A whole number that is written out is meant as it stands: 1,912 passengers are not 1,912.4.
    return figure.kind != "count" or figure.spread > 0.5 or figure.spread < 0.4
