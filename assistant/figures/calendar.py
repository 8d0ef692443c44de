"""Days in a text: "3 March 2024", "March 3, 2024", "2024-03-03", "3 آذار/مارس 2024", "March 2024", "2024"."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.figures.tokens import Token
from knowledge.arabic import MONTHS

_ENGLISH = "january february march april may june july august september october november december".split()
_MONTHS = {
    **{name: number for number, name in enumerate(_ENGLISH, start=1)},
    **{name[:3]: number for number, name in enumerate(_ENGLISH, start=1)},
    "sept": 9,
    **{name: number for number, names in enumerate(MONTHS, start=1) for name in names.split("|")},
}
_ALSO_WORDS = frozenset("may march mar jan dec sep اب ماي مارس".split())
"""Months only where a day, a year or a word of time stands beside them."""
_OF_TIME = frozenset(
    "in since until till from by during early late mid last next this of through between شهر في منذ حتي خلال".split()
)
_YEAR = re.compile(r"(?:1[89]|20|21)\d\d")
_BEFORE_YEAR = frozenset("year عام سنه العام السنه لعام بعام وعام".split())
_ENDINGS = frozenset(("st", "nd", "rd", "th"))
_ISO = re.compile(r"(\d{4})[-./](\d\d)[-./](\d\d)")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


class Day(NamedTuple):
    """A date or a part of one: its kind, up to which token, and its parts as `Figure.unit` writes them."""

    kind: str
    stop: int
    unit: str


def day(tokens: Sequence[Token], at: int) -> Day | None:
    """The date that starts at a token, or the part of one that is given.

    >>> from assistant.figures.tokens import page
    >>> [day(page(text).tokens, 0).unit for text in ("3 March 2024", "Mar. 3, 2024", "2024-03-03", "٣ آذار/مارس")]
    ['2024-03-03', '2024-03-03', '2024-03-03', '--03-03']
    """
    token = tokens[at]
    if token.kind == "number":
        return _written(token.text, at) or _day_first(tokens, at) or _year_alone(tokens, at)
    if token.kind == "word" and (month := _month(tokens, at)):
        return _month_first(tokens, at, *month)
    return None


def _written(text: str, at: int) -> Day | None:
    if found := _ISO.fullmatch(text):
        year, month, number = map(int, found.groups())
    elif found := _SLASHED.fullmatch(text):
        number, month, year = map(int, found.groups())
        if month > 12:
            number, month = month, number
    else:
        return None
    return _day(at + 1, year, month, number) if 1 <= month <= 12 and 1 <= number <= 31 else None


def _day_first(tokens: Sequence[Token], at: int) -> Day | None:
    if not (tokens[at].text.isdigit() and 1 <= int(tokens[at].text[:4]) <= 31):
        return None
    stop = at + 1
    while stop < len(tokens) and stop < at + 3 and (tokens[stop].low in _ENDINGS or tokens[stop].low in ("of", "من")):
        stop += 1
    month = _month(tokens, stop)
    if not month:
        return None
    number, stop = month
    year, stop = _year(tokens, stop)
    return _day(stop, year, number, int(tokens[at].text))


def _month_first(tokens: Sequence[Token], at: int, month: int, stop: int) -> Day | None:
    number = 0
    after = _skip(tokens, stop, ".")
    if after < len(tokens) and tokens[at].low.isascii() and re.fullmatch(r"[0-3]?\d", tokens[after].text):
        number, stop = int(tokens[after].text), after + 1
        if stop < len(tokens) and tokens[stop].low in _ENDINGS:
            stop += 1
    year, stop = _year(tokens, _skip(tokens, stop, ".") if not number else stop)
    if not (number or year) and not _is_month_alone(tokens, at):
        return None
    return _day(stop, year, month, number)


def _is_month_alone(tokens: Sequence[Token], at: int) -> bool:
    word, before = tokens[at], tokens[at - 1].low if at else ""
    if word.low in _ALSO_WORDS or len(word.low) < 4:
        return before in _OF_TIME and not word.text.islower() or (before == "شهر")
    return word.text[0].isupper() or not word.text.isascii()


def _year_alone(tokens: Sequence[Token], at: int) -> Day | None:
    return Day("year", at + 1, tokens[at].text) if _YEAR.fullmatch(tokens[at].text) else None


def _month(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The month that a token names, and the token after it; "آذار/مارس" is one month."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return None
    low = tokens[at].low
    if low in _ALSO_WORDS and tokens[at].text.islower() and low.isascii():
        return None
    if at + 1 < len(tokens) and (number := _MONTHS.get(f"{low} {tokens[at + 1].low}")):
        stop = at + 2
    elif number := _MONTHS.get(low) or _MONTHS.get(low[1:] if low[0] in "وبل" else ""):
        stop = at + 1
    else:
        return None
    if stop + 1 < len(tokens) and tokens[stop].text in "/(" and (again := _month(tokens, stop + 1)):
        return number, again[1] if again[0] == number else stop
    return number, stop


def _year(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The year behind a day or month, and the token after it."""
    stop = at
    while stop < len(tokens) and stop < at + 3 and tokens[stop].low in (",", "،", "of", "من", *_BEFORE_YEAR):
        stop += 1
    if stop < len(tokens) and _YEAR.fullmatch(tokens[stop].text):
        return int(tokens[stop].text), stop + 1
    return 0, at


def _skip(tokens: Sequence[Token], at: int, sign: str) -> int:
    return at + 1 if at < len(tokens) and tokens[at].text == sign and tokens[at].start == tokens[at - 1].end else at


def _day(stop: int, year: int, month: int, number: int) -> Day:
    head = f"{year:04}" if year else "-"
    unit = f"{head}-{month:02}" + (f"-{number:02}" if number else "")
    return Day("date" if number else "month", stop, unit)
