"""From text to figures: what stands at each token, ranges made one, and whether a figure is rough."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.figures.amounts import Reading, measured, said, times
from assistant.figures.figure import Figure
from assistant.figures.numerals import SCALES
from assistant.figures.readings import readings
from assistant.figures.tokens import Page, Token, folded, page
from assistant.figures.units import units
from knowledge.identifiers import Mention, Names

LEVEL = "term:flight-level"
"""A flight level is a name and a figure too."""
_NEXT_WORD = re.compile(r"\s?([^\W\d_]+|%)")
_ABOUT = frozenset(
    """about around approximately roughly nearly almost over under some circa approx estimated least most than up
    exceeding ~ ≈ > < نحو حوالي حوالى قرابه زهاء تقريبا اكثر اقل يقارب يناهز من الي عن""".split()
)
_CLEARLY_ABOUT = _ABOUT - {"than", "من", "الي", "عن", "least", "most", "up"}
_PAIRS = (("more", "than"), ("less", "than"), ("fewer", "than"), ("at", "least"), ("at", "most"), ("up", "to"))


@lru_cache(maxsize=1024)
def mentions(text: str) -> tuple[Mention, ...]:
    """The aviation names and codes in a text (kept, because figures and names are asked for the same texts)."""
    return tuple(Names.load().find(text))


def find_figures(text: str, language: str | None = None) -> list[Figure]:
    """The figures in a text, in order. `language` decides only what "1.234" is.

    >>> [(one.text, one.value, one.unit) for one in find_figures("The A320neo climbs to FL350 in about 20 minutes.")]
    [('FL350', 10668.0, 'ft'), ('20 minutes', 1200.0, 'min')]
    """
    return list(_found(text, language))


@lru_cache(maxsize=1024)
def _found(text: str, language: str | None) -> tuple[Figure, ...]:
    names = [(one.start, one.end) for one in mentions(text) if _is_name(one, text)] if _has_digit(text) else []
    cut = page(text, names)
    return tuple(_figure(text, cut, one) for one in _merged(cut.tokens, list(readings(cut.tokens, language))))


def _is_name(mention: Mention, text: str) -> bool:
    """Whether a mention takes its digits out of the figures: not a flight level, nor a number that is counted."""
    if mention.id == LEVEL or not _has_digit(mention.text):
        return False
    after = _NEXT_WORD.match(text, mention.end)
    return not (mention.text.isdigit() and after and (folded(after[1]) in units() or folded(after[1]) in SCALES))


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _merged(tokens: Sequence[Token], found: list[Reading]) -> Iterator[Reading]:
    """Ranges made one: "50-70 %", "between 50 and 70", "1.5 to 2 tonnes"."""
    at = 0
    while at < len(found):
        one = found[at]
        if at + 1 < len(found) and (whole := _range(tokens, one, found[at + 1])):
            one, at = whole, at + 1
        yield one
        at += 1


def _range(tokens: Sequence[Token], one: Reading, other: Reading) -> Reading | None:
    between = said(tokens, one.stop, other.start - one.stop)
    before = tokens[one.start - 1].low if one.start else ""
    is_range = between in ("-", "to", "الي", "and up to") or (before in ("between", "بين") and between in ("and", "و"))
    if other.start == one.stop and before == "بين":
        is_range = tokens[other.start].low.startswith("و")
    if between == "-" and not _is_tight(tokens, one.stop):
        is_range = False
    if before in ("from", "من") and between in ("to", "الي"):
        # "Rose from 50 to 70": two values, not what lies between.
        is_range = False
    if not is_range:
        return None
    if one.kind == "year" and other.kind == "year":
        return other._replace(start=one.start, value=one.value, high=other.value, kind="years", unit="")
    return _joined(one, other)


def _is_tight(tokens: Sequence[Token], at: int) -> bool:
    """Whether the spaces around a dash are alike, as in a range."""
    before, after = tokens[at].start - tokens[at - 1].end, tokens[at + 1].start - tokens[at].end
    return before == after


def _joined(one: Reading, other: Reading) -> Reading | None:
    """A range of two readings, of which the first may lack the unit of the second: "50-70 %", "1-2 million"."""
    if not (one.written and other.written):
        return None
    number = one.written
    if number.scale == 1 and 0 < number.value < other.written.value / other.written.scale:
        number = times(number, other.written.scale)
    if one.kind == "count":
        one = measured(one.start, one.stop, number, other.measure)
    if one.kind != other.kind or one.value >= other.value:
        return None
    return other._replace(start=one.start, value=one.value, high=other.value)


def _figure(text: str, cut: Page, one: Reading) -> Figure:
    start, end = cut.places[cut.tokens[one.start].start], cut.places[cut.tokens[one.stop - 1].end]
    return Figure(
        text=text[start:end],
        start=start,
        end=end,
        value=one.value,
        high=one.value if one.high is None else one.high,
        kind=one.kind,
        unit=one.unit,
        spread=one.spread,
        rounding=one.rounding,
        approximate=_is_about(cut.tokens, one.start),
    )


def _is_about(tokens: Sequence[Token], at: int) -> bool:
    before = [tokens[place].low for place in range(max(0, at - 2), at)]
    return bool(before) and (before[-1] in _CLEARLY_ABOUT or tuple(before[-2:]) in _PAIRS or before[-1:] == ["~"])
