"""Which items of a claim occur in an evidence, and where: words by stem, figures by quantity, names by identity."""

from collections.abc import Sequence
from functools import lru_cache

from assistant.figures import Figure, agree
from assistant.figures.agreement import parts_of_day
from assistant.support.reading import BEGINNING, Item, Reading
from knowledge.arabic import normalise
from knowledge.identifiers import Mention, Names

_PAIR_WORDS = frozenset("both twin twins pair couple dual double doubled twice two-thirds either".split())
_SMALL = 3
_YEAR = 31556952


def places(item: Item, evidence: Reading) -> list[Item]:
    """Where an item of a claim stands in the text of the evidence."""
    if item.figure:
        return [one for one in evidence.figure_items if one.figure and agree(item.figure, one.figure)]
    if item.mention:
        same = [one for one in evidence.name_items if is_same(item.mention, one.mention)]
        return same or [one for one in evidence.name_items if one.key in family(item.key)]
    return evidence.places.get(item.key) or _alike(item, evidence)


def _alike(item: Item, evidence: Reading) -> list[Item]:
    return evidence.beginnings.get(item.key[:BEGINNING], []) if len(item.key) >= BEGINNING else []


@lru_cache(maxsize=4096)
def family(id: str) -> frozenset[str]:
    """A thing and all that it is part of.

    >>> sorted(family("aircraft:a350-900"))[:2]
    ['aircraft:a350', 'aircraft:a350-900']
    """
    return frozenset([id, *Names.load().broader(id)])


def is_same(claimed: Mention, found: Mention | None) -> bool:
    """Whether a name in the evidence is what the claim names, or a part of it."""
    if found is None:
        return False
    ids = {claimed.id, *claimed.others}
    return any(ids & family(id) for id in (found.id, *found.others))


def is_rival(claimed: str, found: str) -> bool:
    """Whether two names are two things of one sort, neither part of the other."""
    return _sort(claimed) == _sort(found) and claimed not in family(found) and found not in family(claimed)


def _sort(id: str) -> str:
    kind = id.partition(":")[0]
    return "place" if kind in ("city", "airport") else "firm" if kind in ("maker", "airline") else kind


def is_named(claimed: Mention, evidence: Reading) -> bool:
    """Whether the evidence or its context names this, by any name, as a part of it, or by its family alone."""
    ids = {claimed.id, *claimed.others}
    if any(ids & family(id) for id in evidence.ids) or says(claimed.text, evidence):
        return True
    above = frozenset().union(*(family(id) for id in ids)) - ids
    kind = claimed.id.partition(":")[0]
    related = [id for id in evidence.ids if id in above and id.startswith(kind)]
    siblings = [id for id in evidence.ids if id not in above and family(id) & above and id.startswith(kind)]
    return bool(related) and not siblings


def says(words: str, evidence: Reading) -> bool:
    """Whether the evidence holds all of these words as they are written."""
    return all(part in evidence.lows for part in normalise(words.lower()).replace("-", " ").split())


def is_given(figure: Figure, evidence: Reading) -> bool:
    """Whether the evidence gives a figure, a range also by its two ends and a date by its parts."""
    held = [*evidence.figures, *evidence.context_figures]
    if any(agree(figure, one) for one in held if not _is_less(one, figure)):
        return True
    if figure.is_day:
        return _has_parts(figure, held)
    if figure.is_range and figure.kind != "years":
        return all(_has_end(figure, end, held) for end in (figure.value, figure.high))
    if figure.kind == "years":
        given = {year for one in held for year in _years(one)}
        return {int(figure.value), int(figure.high)} <= given
    if figure.kind == "year":
        return int(figure.value) in {year for one in held for year in _years(one)}
    if figure.unit == "yr":
        years = sorted({year for one in held for year in _years(one)})
        return any(b - a == round(figure.value / _YEAR) for a in years for b in years)
    return _is_few(figure) and (figure.value == 2 and bool(_PAIR_WORDS & evidence.lows) or not any(map(_is_few, held)))


def _is_few(figure: Figure) -> bool:
    """Whether it is a small number, which often counts what a text lists: "the first two"."""
    return figure.kind == "count" and 2 <= figure.value <= _SMALL and (figure.text.isalpha() or len(figure.text) == 1)


def _is_less(given: Figure, claimed: Figure) -> bool:
    """Whether the evidence gives only a part of the claimed date."""
    if not (given.is_day and claimed.is_day):
        return False
    pairs = zip(parts_of_day(claimed.unit), parts_of_day(given.unit), strict=True)
    return any(wanted and not held for wanted, held in pairs)


def _has_parts(figure: Figure, held: Sequence[Figure]) -> bool:
    year, month, day = parts_of_day(figure.unit)
    days = [parts_of_day(one.unit) for one in held if one.is_day]
    years = {str(number) for one in held for number in _years(one)}
    return (not year or year in years) and (
        not month or any(m == month and (not day or d == day) and (not y or not year or y == year) for y, m, d in days)
    )


def _years(figure: Figure) -> list[int]:
    if figure.is_day:
        year = parts_of_day(figure.unit)[0]
        return [int(year)] if year else []
    return [int(figure.value), int(figure.high)] if figure.kind == "years" else []


def _has_end(figure: Figure, end: float, held: Sequence[Figure]) -> bool:
    return any(one.kind == figure.kind and abs(end - one.value) <= 1e-6 * abs(end) for one in held)
