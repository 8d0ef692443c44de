"""Numbers from digits and from the number words of English and Arabic."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.figures.tokens import Token

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_SMALL = {
    **{word: value for value, word in enumerate(f"{_ONES} seventeen eighteen nineteen".split())},
    **{
        word: value
        for value, words in {
            1: "واحد واحده احد احدي حادي",
            2: "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي",
            3: "ثلاثه ثلاث",
            4: "اربعه اربع",
            5: "خمسه خمس",
            6: "سته ست",
            7: "سبعه سبع",
            8: "ثمانيه ثماني ثمان",
            9: "تسعه تسع",
            10: "عشره",
        }.items()
        for word in words.split()
    },
}
_TEN_MORE = frozenset(("عشر", "عشره"))
"""Behind a unit these make 11 to 19; "عشر" alone is ten as well."""
_TENS = {
    **dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)),
    **{
        stem + ending: value
        for stem, value in zip("عشر ثلاث اربع خمس ست سبع ثمان تسع".split(), range(20, 100, 10), strict=True)
        for ending in ("ون", "ين")
    },
}
_HUNDREDS = {
    **dict.fromkeys(("مئه", "مائه", "ميه"), 100),
    **dict.fromkeys(("مئتان", "مئتين", "مائتان", "مائتين", "مئتا", "مئتي", "مائتا", "مائتي"), 200),
    **{
        stem + hundred: value
        for stem, value in zip("ثلاث اربع خمس ست سبع ثمان ثماني تسع".split(), (3, 4, 5, 6, 7, 8, 8, 9), strict=True)
        for hundred in ("مئه", "مائه", "ميه")
        for value in (value * 100,)
    },
}
SCALES = {
    "hundred": 1e2,
    **dict.fromkeys(("thousand", "الف", "الفا", "الاف"), 1e3),
    **dict.fromkeys(("million", "millions", "mn", "مليون", "مليونا", "ملايين"), 1e6),
    **dict.fromkeys(("billion", "billions", "bn", "مليار", "مليارا", "مليارات", "بليون"), 1e9),
    **dict.fromkeys(("trillion", "trillions", "tn", "تريليون", "تريليونا", "ترليون"), 1e12),
    "dozen": 12.0,
}
_PAIRS = {
    **dict.fromkeys(("الفان", "الفين", "الفا"), 2e3),
    **dict.fromkeys(("مليونان", "مليونين"), 2e6),
    **dict.fromkeys(("ملياران", "مليارين"), 2e9),
}
FRACTIONS = {
    **{"half": 1 / 2, "halves": 1 / 2, "third": 1 / 3, "thirds": 1 / 3, "quarter": 1 / 4, "quarters": 1 / 4},
    **{"fifth": 1 / 5, "fifths": 1 / 5, "tenth": 1 / 10, "tenths": 1 / 10},
    **{"نصف": 1 / 2, "ثلث": 1 / 3, "ثلثي": 2 / 3, "ثلثا": 2 / 3, "ثلثين": 2 / 3, "ربع": 1 / 4, "خمس": 1 / 5},
}
SHORT_SCALES = {"k": 1e3, "K": 1e3, "M": 1e6, "m": 1e6, "B": 1e9, "b": 1e9}
"""Written against the number: "100K". A small m is metres unless the number is money."""

STARTS = frozenset([*_SMALL, *_TENS, *_HUNDREDS, *_PAIRS, "عشر", "a", "an", "الف", "مليون", "مليار"])
_KNOWN = frozenset([*STARTS, *SCALES, "عشر", "عشره"]) - {"a", "an"}
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}\.\d{3},\d+")
_SPACED = re.compile("(?<=\\d)[ \u00a0\u202f\u2009'](?=\\d)")
_DOTS_IN_THOUSANDS = frozenset("de es fr it nl pt tr id da el".split())


class Numeral(NamedTuple):
    """A number that was read: up to which token, how much the last written digit counts, and the last but zeros."""

    value: float
    stop: int
    step: float
    rounded_step: float
    in_words: bool = False
    scale: float = 1.0


def numeral(tokens: Sequence[Token], at: int, language: str | None = None) -> Numeral | None:
    """The number that starts at a token, scale words not counted where digits come before them.

    >>> from assistant.figures.tokens import page
    >>> [numeral(page(text).tokens, 0).value for text in ("1,250.5", "twenty-one", "مئة وخمسة وعشرون", "10 000")]
    [1250.5, 21.0, 125.0, 10000.0]
    """
    if tokens[at].kind == "number":
        return _digits(tokens[at].text, at, language)
    if tokens[at].kind == "word" and _root(tokens[at].low) in STARTS:
        return _words(tokens, at)
    return None


def _digits(text: str, at: int, language: str | None) -> Numeral | None:
    text = _SPACED.sub("", text)
    if "/" in text or ":" in text or "-" in text:
        return None
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    elif _GROUPED.fullmatch(text) or (language in _DOTS_IN_THOUSANDS and re.fullmatch(r"\d{1,3}\.\d{3}", text)):
        text = text.replace(".", "").replace(",", ".")
    elif text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if text.count(".") > 1 or "," in text or len(text) > 25:
        return None
    whole, _, part = text.partition(".")
    step = 10.0 ** -len(part)
    zeros = 0 if part else len(whole) - len(whole.rstrip("0"))
    return Numeral(float(text), at + 1, step, step * 10.0**zeros)


def _root(word: str) -> str:
    """An Arabic word less the "and", "with" or "to" written before it."""
    return word[1:] if word[:1] in "وبلفك" and word[1:] in _KNOWN else word


class _Sum:
    """Number words added up: what is below the next scale word, and what is done."""

    def __init__(self) -> None:
        self.done, self.small, self.step, self.last = 0.0, 0.0, 1.0, ""

    def take(self, word: str) -> bool:
        """Add a word, if it can follow what was read."""
        kind, value = _kind(word, self.last)
        if not kind or not self._fits(kind):
            return False
        if kind == "scale":
            self.step = value
            if value == 100:
                self.small = (self.small or 1) * 100
            else:
                self.done, self.small = self.done + (self.small or 1) * value, 0.0
        else:
            self.small += value
            self.step = {"tens": 10.0, "hundreds": 100.0, "pair": value}.get(kind, 1.0)
        self.last = kind
        return True

    def _fits(self, kind: str) -> bool:
        allowed = {
            "small": ("", "tens", "hundreds", "scale", "pair", "and"),
            "teen": ("small",),
            "tens": ("", "small", "hundreds", "scale", "pair"),
            "hundreds": ("", "scale", "pair"),
            "pair": ("", "scale"),
            "scale": ("", "small", "teen", "tens", "hundreds", "scale", "article"),
            "article": ("",),
        }
        return self.last in allowed[kind]


def _kind(word: str, last: str) -> tuple[str, float]:
    if word in _TEN_MORE and last == "small":
        return "teen", 10.0
    for kind, table in (("small", _SMALL), ("tens", _TENS), ("hundreds", _HUNDREDS), ("pair", _PAIRS)):
        if word in table and not (kind == "pair" and word in SCALES and last):
            return kind, float(table[word])
    if word in SCALES:
        return "scale", SCALES[word]
    if word in ("a", "an") and not last:
        return "article", 0.0
    return ("small", 10.0) if word == "عشر" else ("", 0.0)


def _words(tokens: Sequence[Token], at: int) -> Numeral | None:
    total, stop = _Sum(), at
    english = tokens[at].low.isascii()
    while stop < len(tokens):
        word = tokens[stop]
        if stop > at and not _follows(tokens[stop - 1], word, english, total.last):
            break
        low = word.low if english else _root(word.low)
        joins = english and total.last and (word.text == "-" or (low == "and" and total.last == "scale"))
        if joins and stop + 1 < len(tokens) and _joined(tokens[stop + 1].low, word.text, total.last):
            stop += 1
            continue
        if not total.take(low):
            break
        stop += 1
    if total.last in ("", "article"):
        return None
    value = total.done + total.small
    return Numeral(value, stop, total.step if value >= 10 else 1.0, total.step if value >= 10 else 1.0, True)


def _joined(following: str, sign: str, last: str) -> bool:
    """Whether a hyphen or "and" goes on to the rest of one number: "twenty-one", "two hundred and five"."""
    if sign == "-":
        return (last == "tens" and 0 < _SMALL.get(following, 0) < 10) or (last != "tens" and following in SCALES)
    return following in _SMALL or following in _TENS


def _follows(before: Token, word: Token, english: bool, last: str) -> bool:
    if word.start - before.end > 1:
        return False
    if english or word.text == "-":
        # "twenty five" is 25, but "five twenty" and "two three" are two numbers.
        return not (last == "small" and (word.low in _SMALL or word.low in _TENS))
    return word.low.startswith("و") or word.low in SCALES or word.low in _TEN_MORE or word.low in _HUNDREDS
