"""What figure starts at a token, if any: dates, times, fractions, ordinals, numbers; codes and labels are none."""

from collections.abc import Iterator, Sequence

from assistant.figures.amounts import Reading, currency, glued, measured, said, scaled, times, unit_at, with_unit
from assistant.figures.calendar import day
from assistant.figures.numerals import FRACTIONS, SCALES, Numeral, numeral
from assistant.figures.tokens import Token
from assistant.figures.units import DUALS, currencies, units

_ORDINALS = "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_NTH = {word: value for value, word in enumerate(_ORDINALS, start=2)}
_QUANTITY_LABELS = frozenset(("flight", "level", "number"))
_ROUGH = frozenset("by than about nearly almost over roughly".split())
_OF_A_LIST = frozenset("first last next other these those latter former".split())
"""Before a small number these point at things that were named: "the first two"."""
_FEW = 5
_LABELS = frozenset(
    """runway runways rwy taxiway gate flight part annex chapter section paragraph article figure table far jar
    cs rule regulation directive number no nos category cat class stage level tier phase terminal version
    v squawk route airway model serial msn boeing airbus embraer atr cessna mach
    المدرج مدرج الرحله رحله الماده الملحق الفصل البوابه المبني الفيه""".split()
)


def readings(tokens: Sequence[Token], language: str | None) -> Iterator[Reading]:
    """The figures of a text in order, the two ends of a range still apart."""
    at = 0
    while at < len(tokens):
        found = _reading(tokens, at, language)
        if found:
            yield found
        at = found.stop if found else at + 1


def _reading(tokens: Sequence[Token], at: int, language: str | None) -> Reading | None:
    token = tokens[at]
    if token.kind == "sign" or _is_glued(tokens, at):
        return None
    if token.kind == "number":
        return _dated(tokens, at) or _clock(tokens, at) or _numbered(tokens, at, language)
    if token.low in DUALS:
        unit = units()[DUALS[token.low]]
        return measured(at, at + 1, Numeral(2.0, at + 1, 1.0, 1.0), unit)
    found = _fraction(tokens, at) or _dated(tokens, at) or _worded(tokens, at, language) or _nth(tokens, at)
    return found or _one_of_a_unit(tokens, at)


def _one_of_a_unit(tokens: Sequence[Token], at: int) -> Reading | None:
    """Arabic says "a litre one"."""
    if tokens[at].low.isascii() or said(tokens, at + 1, 1) not in ("واحد", "واحده"):
        return None
    unit = units().get(tokens[at].low)
    return measured(at, at + 2, Numeral(1.0, at + 2, 1.0, 1.0), unit) if unit else None


def _is_glued(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number is the end of a code ("A320", "CFM56-7", "M5") and no figure."""
    if tokens[at].kind != "number" or not at:
        return False
    before = tokens[at - 1]
    if before.end != tokens[at].start:
        return False
    if before.kind == "word":
        return before.low not in ("fl", "m", *currencies()) and not (len(before.low) == 1 and not before.low.isascii())
    if before.text != "-" or at < 2 or tokens[at - 2].end != before.start:
        return False
    return tokens[at - 2].kind == "word" and tokens[at - 2].low not in ("mid", "pre", "post", "early", "late")


def _dated(tokens: Sequence[Token], at: int) -> Reading | None:
    found = day(tokens, at)
    if not found:
        return None
    year = float(tokens[at].text) if found.kind == "year" else 0.0
    if found.kind != "year":
        return Reading(at, found.stop, found.kind, found.unit, 0.0, 0.0, 0.0)
    if glued(tokens, found.stop) in ("s", "'s"):
        return Reading(at, found.stop + 1, "decade", "s", year, 0.0, 0.0)
    counted = unit_at(tokens, found.stop)
    if counted or _label(tokens, at) or glued(tokens, found.stop):
        return None
    return Reading(at, found.stop, "year", found.unit, year, 0.0, 0.0)


def _clock(tokens: Sequence[Token], at: int) -> Reading | None:
    """A time of day: "14:30", "2 p.m.", "0430 UTC"."""
    text, after = tokens[at].text, said(tokens, at + 1, 4)
    half = next((mark for mark in ("am", "pm", "a.m", "p.m", "صباحا", "مساء") if after.startswith(mark)), "")
    if ":" in text:
        hour, minute = map(int, text.split(":")[:2])
    elif half and text.isdigit() and len(text) <= 2:
        hour, minute = int(text), 0
    elif len(text) == 4 and text.isdigit() and after.split(" ")[0] in ("utc", "gmt", "z", "hours", "local"):
        hour, minute = int(text[:2]), int(text[2:])
        if after.startswith("hours"):
            return None
    else:
        return None
    if half in ("pm", "p.m", "مساء") and hour < 12:
        hour += 12
    stop = at + 1 + (0 if not half else 3 if "." in half else 1)
    return Reading(at, min(stop, len(tokens)), "time", "", hour * 60.0 + minute, 0.0, 0.0) if hour < 25 else None


def _numbered(tokens: Sequence[Token], at: int, language: str | None) -> Reading | None:
    number = numeral(tokens, at, language)
    if number is None:
        return _version(tokens, at)
    before = tokens[at - 1] if at else None
    if before and before.low == "fl":
        return measured(at - 1, number.stop, times(number, 100), units()["ft"])
    if before and before.low in ("mach", "m") and number.value < 30 and (before.low == "mach" or before.text == "M"):
        return Reading(at - 1, number.stop, "mach", "Mach", number.value, number.step / 2, number.step / 2)
    if _is_level(tokens, at):
        return measured(at, number.stop, times(number, 100), units()["ft"])
    if _label(tokens, at):
        return None
    if glued(tokens, number.stop) in ("st", "nd", "rd", "th"):
        return Reading(at, number.stop + 1, "ordinal", "", number.value, 0.0, 0.0)
    money = currency(tokens, at)
    number = scaled(tokens, number, money is not None)
    if money:
        start = (
            at - 2 if at > 1 and tokens[at - 1].text == "$" and tokens[at - 2].low in ("us", "c", "a", "s") else at - 1
        )
        return measured(start, number.stop, number, money)
    return with_unit(tokens, at, number)


def _version(tokens: Sequence[Token], at: int) -> Reading | None:
    text = tokens[at].text
    if text.count(".") < 2 or "," in text or "/" in text:
        return None
    return Reading(at, at + 1, "version", text, 0.0, 0.0, 0.0)


def _worded(tokens: Sequence[Token], at: int, language: str | None) -> Reading | None:
    number = numeral(tokens, at, language)
    if number is None:
        return None
    if at and tokens[at - 1].low in _OF_A_LIST and number.value <= _FEW:
        return None
    found = with_unit(tokens, at, number)
    # "One of them" counts nothing; "one hour" does.
    return None if found and found.kind == "count" and number.value <= 1 else found


def _nth(tokens: Sequence[Token], at: int) -> Reading | None:
    value = _NTH.get(tokens[at].low)
    if value and at and tokens[at].low == "second" and tokens[at - 1].low in ("a", "per", "each", "every"):
        return None
    return Reading(at, at + 1, "ordinal", "", float(value), 0.0, 0.0) if value else None


def _fraction(tokens: Sequence[Token], at: int) -> Reading | None:
    """Parts as per cent: "half of", "two thirds", "a quarter of"; "half an hour" and "نصف مليون" as what they are."""
    low, stop = tokens[at].low, at + 1
    several = {"one": 1, "a": 1, "two": 2, "three": 3, "four": 4}.get(low, 0)
    if several and stop < len(tokens) and tokens[stop].text == "-":
        stop += 1
    if several and stop < len(tokens) and tokens[stop].low in FRACTIONS:
        value, stop = several * FRACTIONS[tokens[stop].low], stop + 1
        if low == "a" and tokens[stop - 1].low != "half" and said(tokens, stop, 1) not in ("of", ",", ".", ""):
            return None
    elif low in ("half", "halves") or (low in FRACTIONS and not low.isascii() and low != "خمس"):
        value = FRACTIONS[low]
    else:
        return None
    after = stop + (said(tokens, stop, 1) == "of")
    after += said(tokens, after, 1) in ("a", "an")
    number = Numeral(value, after, 0.0, 0.0, True)
    if after < len(tokens) and (scale := SCALES.get(tokens[after].low)):
        return with_unit(tokens, at, Numeral(value * scale, after + 1, 0.0, 0.0, True))
    if (counted := unit_at(tokens, after)) and counted[0].kind != "percent":
        return measured(at, counted[1], number, counted[0])
    if said(tokens, stop, 1) not in ("of", "the") and low == "half" and (not at or tokens[at - 1].low not in _ROUGH):
        return None
    return Reading(at, stop, "percent", "%", value * 100, 1.0, 3.0)


def _label(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word before makes the number a name: "runway 27", "Part 145"."""
    if not at or tokens[at].start - tokens[at - 1].end > 1:
        return False
    before = tokens[at - 1]
    if before.text == "." and at > 1:
        before = tokens[at - 2]
    if before.low not in _LABELS or unit_at(tokens, at + 1):
        return False
    return before.low not in _QUANTITY_LABELS or tokens[at].text.isdigit()


def _is_level(tokens: Sequence[Token], at: int) -> bool:
    return said(tokens, at - 2, 2) == "flight level" and len(tokens[at].text) == 3 if at > 1 else False
