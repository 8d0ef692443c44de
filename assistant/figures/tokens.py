"""A text cut into numbers, words and signs, in one spelling, with the places where they stand."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_LETTERS = str.maketrans(
    "أإآٱىیةکئ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬٪\u2212\u2010\u2011\u2012\u2013\u2014",
    "اااايي" + "هكئ" + "0123456789" * 2 + ".,%" + "------",
)
"""One for one, so that places stay; dashes of any length join numbers alike."""
_SURPLUS = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
MARKER = re.compile(r"[\[【]\s*\d{1,3}(?:\s*[,;،–-]\s*\d{1,3})*\s*(?:†[^\]】]{0,40})?[\]】]")
_SPACE = "[ \u00a0\u202f\u2009']"
_TOKEN = re.compile(
    rf"""
    (?P<number>
        \d{{4}}-\d\d-\d\d(?![\d-])                                     # a day as computers write it
      | \d{{1,2}}:\d\d(?::\d\d)?(?!\d)                                 # a time of day
      | \d{{1,3}}(?:{_SPACE}\d{{3}})+(?![\d/:])(?:[.,]\d+(?!\d))?      # 10 000
      | \d+(?:[.,/]\d+)*
    )
  | (?P<word>(?:[^\W\d_]|[²³])+(?:['’][^\W\d_]+)*)
  | (?P<sign>[-%$€£¥₹°/+~≈<>(,،.&])
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A piece of a text: its kind ("number", "word", "sign"), where it stands, and how it reads."""

    kind: str
    start: int
    end: int
    text: str
    low: str


class Page(NamedTuple):
    """A text to read figures in, cut up. `places` tells where each of its characters stood before."""

    text: str
    places: Sequence[int]
    tokens: list[Token]


def page(text: str, names: Sequence[tuple[int, int]] = ()) -> Page:
    """A text with Arabic letters and digits in one spelling, less its reference markers and what names hold.

    >>> [token.low for token in page("نحو ٣٥٬٠٠٠ قدم [1]").tokens]
    ['نحو', '35,000', 'قدم']
    """
    plain = _blanked(text.translate(_LETTERS), names)
    plain = MARKER.sub(lambda marker: "\x00" * len(marker[0]), plain)
    places: Sequence[int] = range(len(plain) + 1)
    if _SURPLUS.search(plain):
        places = [place for place, letter in enumerate(plain) if not _SURPLUS.match(letter)] + [len(plain)]
        plain = _SURPLUS.sub("", plain)
    tokens = [
        Token(found.lastgroup or "", found.start(), found.end(), found[0], found[0].lower())
        for found in _TOKEN.finditer(plain)
    ]
    return Page(plain, places, tokens)


def folded(word: str) -> str:
    """A word in the spelling of the tables: lower case, Arabic letters in one form."""
    return word.translate(_LETTERS).lower()


def _blanked(text: str, names: Sequence[tuple[int, int]]) -> str:
    pieces, at = list[str](), 0
    for start, end in names:
        pieces += [text[at:start], "\x01" * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])
