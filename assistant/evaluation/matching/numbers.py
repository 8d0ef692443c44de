"""Whether a text gives a figure: `|x − y| ≤ max(abs_tol, rel_tol · |y|)`, x turned into the unit of y."""

from collections.abc import Iterator

from assistant.evaluation.matching.normalising import Match, unmarked
from assistant.evaluation.suite import Number
from assistant.figures import Figure, find_figures
from assistant.figures.tokens import folded
from assistant.figures.units import CAPITALS, Unit, units
from knowledge.arabic import normalise
from knowledge.stopwords import ARABIC, ENGLISH

_COUNTED = Unit("count", "")
"""Of what has no unit in the tables: aircraft, passengers."""
_NO_QUANTITY = frozenset("date month time ordinal version decade".split())
_PLAIN = frozenset("count year years percent mach".split())
_OWN = {"mach": Unit("mach", "Mach"), "fl": Unit("length", "ft", 30.48)}
_POUNDS = ({"mass", "thrust"}, {"lb", "lbf"})


def numbers(accepted: Number, text: str) -> Iterator[Match]:
    """Where a text gives a figure.

    Without a unit any unit will do. A unit that no table holds, such as aircraft, is met by any count, because what
    is counted has many names. A number that stands alone meets one with a unit.

    >>> [found.found for found in numbers(Number(number=3, unit="h"), "It took 180 minutes, not 3 days [3].")]
    ['180 minutes']
    """
    unit = None if accepted.unit is None else unit_of(accepted.unit)
    yield from near(accepted.number, unit, text, accepted.abs_tol, accepted.rel_tol)


def near(number: float, unit: Unit | None, text: str, abs_tol: float = 0.0, rel_tol: float = 0.0) -> Iterator[Match]:
    """Where a text gives a figure near a number of that unit, or near the number in whatever unit."""
    allowed = max(abs_tol, rel_tol * abs(number))
    plain = unmarked(text)
    for figure in find_figures(plain):
        values, rounding = _compared(figure, unit, plain)
        room = max(allowed, rounding) + 1e-9 * abs(number)
        if any(abs(value - number) <= room for value in values):
            yield Match(figure.start, figure.end, text[figure.start : figure.end])


def unit_of(name: str) -> Unit:
    """The unit that a suite names; what the tables do not know is counted.

    >>> unit_of("feet").name, unit_of("kN").name, unit_of("aircraft").kind
    ('ft', 'kN', 'count')
    """
    low = " ".join(folded(name).split())
    return CAPITALS.get(name) or _OWN.get(low) or units().get(low) or _COUNTED


def written(figure: Figure) -> tuple[float, ...]:
    """The numbers of a figure as they are written, before its unit turned them: both ends of a range.

    >>> [written(one) for one in find_figures("from 35,000 ft to 50-70 %")]
    [(35000.0,), (50.0, 70.0)]
    """
    if figure.kind in _NO_QUANTITY:
        return ()
    unit = Unit(figure.kind, figure.unit) if figure.kind in _PLAIN else measure(figure)
    ends = (figure.value, figure.high) if figure.is_range else (figure.value,)
    return tuple(round((end - unit.shift) / unit.factor, 9) for end in ends)


def measure(figure: Figure) -> Unit:
    """The unit that a figure is written in."""
    named = [unit for unit in {*units().values(), *CAPITALS.values()} if unit[:2] == (figure.kind, figure.unit)]
    if figure.kind.startswith("money") and len(named) > 1:
        small = any(word in folded(figure.text) for word in ("cent", "سنت"))
        named.sort(key=lambda unit: unit.factor, reverse=not small)
    return named[0] if named else Unit(figure.kind, figure.unit)


def _compared(figure: Figure, unit: Unit | None, text: str) -> tuple[tuple[float, ...], float]:
    """The values of a figure in a unit, and how far a conversion may be off: half of its last written digit."""
    if unit is None:
        return written(figure), 0.0
    if unit == _COUNTED:
        return (written(figure) if figure.kind in ("count", "year") else ()), 0.0
    if figure.kind == unit.kind:
        ends = {figure.value, figure.high}
        values = tuple((end - unit.shift) / unit.factor for end in ends)
        return values, (figure.spread / unit.factor if figure.unit != unit.name else 0.0)
    if {figure.kind, unit.kind} == _POUNDS[0] and {figure.unit, unit.name} == _POUNDS[1]:
        # Engines are rated in pounds of thrust, of which most people write only "pounds".
        return written(figure), 0.0
    return (written(figure) if figure.kind == "count" and _stands_alone(figure, text) else ()), 0.0


def _stands_alone(figure: Figure, text: str) -> bool:
    """Whether nothing behind a number says what it counts: the end, a sign, or a word like "or"."""
    after = text[figure.end : figure.end + 40].split(maxsplit=1)
    if not after or not text[figure.end : figure.end + 1].isspace():
        return not text[figure.end : figure.end + 1].isalnum() and text[figure.end : figure.end + 1] != "-"
    word = after[0].strip(".,;:!?()،؛؟").casefold()
    return not any(map(str.isalpha, word)) or word in ENGLISH or normalise(word) in ARABIC
