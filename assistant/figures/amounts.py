"""Numbers with their units as a text's tokens hold them: "1.9 million euros", "-57 °C", "$5.2bn"."""

from collections.abc import Sequence
from typing import NamedTuple

from assistant.figures.numerals import SCALES, SHORT_SCALES, Numeral
from assistant.figures.tokens import Token
from assistant.figures.units import CAPITALS, Unit, currencies, units

_LONGEST_UNIT = 5
"""Tokens: "kilometres per hour" has three, "رطلا من قوة الدفع" four."""
_KINDS_OF_DAYS = frozenset("consecutive calendar working business full whole straight further additional".split())


class Reading(NamedTuple):
    """A figure in terms of tokens: from which to which, and what it says."""

    start: int
    stop: int
    kind: str
    unit: str
    value: float
    spread: float
    rounding: float
    high: float | None = None
    written: Numeral | None = None
    measure: Unit | None = None
    """The number alone and the unit alone, because the ends of a range may share them."""


def with_unit(tokens: Sequence[Token], at: int, number: Numeral) -> Reading | None:
    """A number with the unit behind it and the minus before it; none where letters make it a code."""
    if not number.in_words and (letters := glued(tokens, number.stop)) and not unit_at(tokens, number.stop):
        # "7B", "09R", "3D": the letters make it a code.
        return None if letters.isascii() else measured(at, number.stop, number, None)
    counted = unit_at(tokens, number.stop) or _behind_kinds_of_days(tokens, number.stop)
    start = at - 1 if _is_negative(tokens, at) else at
    if start < at:
        number = number._replace(value=-number.value)
    return measured(start, counted[1] if counted else number.stop, number, counted[0] if counted else None)


def _behind_kinds_of_days(tokens: Sequence[Token], at: int) -> tuple[Unit, int] | None:
    """The unit behind the words that say what days or hours are meant: "10 consecutive calendar days"."""
    stop = at
    while stop < min(at + 2, len(tokens)) and tokens[stop].low in _KINDS_OF_DAYS:
        stop += 1
    counted = unit_at(tokens, stop) if stop > at else None
    return counted if counted and counted[0].kind == "duration" else None


def _is_negative(tokens: Sequence[Token], at: int) -> bool:
    if not at or tokens[at - 1].low not in ("-", "minus", "ناقص", "سالب"):
        return False
    sign = tokens[at - 1]
    free = at < 2 or tokens[at - 2].end < sign.start
    return sign.text != "-" or (free and sign.end == tokens[at].start)


def measured(start: int, stop: int, number: Numeral, unit: Unit | None) -> Reading:
    """A number in a unit, turned into the base unit of its kind."""
    unit = unit or Unit("count", "")
    return Reading(
        start,
        stop,
        unit.kind,
        unit.name,
        number.value * unit.factor + unit.shift,
        number.step * unit.factor / 2,
        number.rounded_step * unit.factor / 2,
        written=number,
        measure=unit,
    )


def times(number: Numeral, factor: float) -> Numeral:
    """A number that is so much larger, what its digits count too."""
    return number._replace(
        value=number.value * factor,
        step=number.step * factor,
        rounded_step=number.rounded_step * factor,
        scale=number.scale * factor,
    )


def scaled(tokens: Sequence[Token], number: Numeral, is_money: bool) -> Numeral:
    """A number with the scale words behind it: "1.9 million", "100K", "3-million"."""
    stop = number.stop
    glued = stop < len(tokens) and tokens[stop].start == tokens[stop - 1].end
    if glued and tokens[stop].text in SHORT_SCALES and (is_money or tokens[stop].text != "m"):
        return times(number, SHORT_SCALES[tokens[stop].text])._replace(stop=stop + 1)
    if stop + 1 < len(tokens) and tokens[stop].text == "-" and tokens[stop + 1].low in SCALES:
        stop += 1
    while stop < len(tokens) and tokens[stop].low in SCALES and tokens[stop].start - tokens[stop - 1].end <= 1:
        number, stop = times(number, SCALES[tokens[stop].low]), stop + 1
        number = number._replace(stop=stop)
    if is_money and stop < len(tokens) and tokens[stop].low in ("m", "b", "k") and number.stop < stop + 1:
        number = times(number, SHORT_SCALES[tokens[stop].low])._replace(stop=stop + 1)
    return number


def currency(tokens: Sequence[Token], at: int) -> Unit | None:
    """The currency that stands before a number."""
    if not at or tokens[at].start - tokens[at - 1].end > 1:
        return None
    before = tokens[at - 1].low
    if before == "$" and at > 1 and tokens[at - 2].end == tokens[at - 1].start:
        return currencies().get(tokens[at - 2].low + "$", currencies()["$"])
    return currencies().get(before)


def unit_at(tokens: Sequence[Token], at: int) -> tuple[Unit, int] | None:
    """The unit that stands at a token, perhaps behind a hyphen, and the token after it."""
    if at < len(tokens) and tokens[at].text == "-" and tokens[at].end - tokens[at].start == 1:
        at += 1
    if at >= len(tokens) or (at and tokens[at].start - tokens[at - 1].end > 1):
        return None
    if tokens[at].text in CAPITALS:
        return CAPITALS[tokens[at].text], at + 1
    words, best = "", None
    for stop in range(at, min(at + _LONGEST_UNIT, len(tokens))):
        gap = " " if stop > at and tokens[stop].start > tokens[stop - 1].end else ""
        words += gap + tokens[stop].low
        if found := units().get(words):
            best = found, stop + 1
    return best


def glued(tokens: Sequence[Token], at: int) -> str:
    """The word that stands right behind a number, without a space."""
    if at < len(tokens) and tokens[at].kind == "word" and tokens[at].start == tokens[at - 1].end:
        return tokens[at].low
    return ""


def said(tokens: Sequence[Token], at: int, count: int) -> str:
    """Some tokens as they are written, in lower case, with the spaces between them."""
    words = ""
    for stop in range(at, min(at + count, len(tokens))):
        gap = " " if stop > at and tokens[stop].start > tokens[stop - 1].end else ""
        words += gap + tokens[stop].low
    return words
