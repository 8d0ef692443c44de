"""The words of a sentence with their stems, and when two stems are of one word."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.words import terms

_WORD = re.compile(r"[\w\u064b-\u065f\u0670]+")
_IRREGULAR = {
    "lost": "lose", "paid": "pay", "built": "build", "led": "lead", "sold": "sell", "bought": "buy", "chose": "choos",
    "chosen": "choos", "flew": "fli", "flown": "fli", "held": "hold", "took": "take", "taken": "take", "made": "make",
    "grew": "grow", "grown": "grow", "won": "win", "left": "leav", "gave": "give", "given": "give", "spent": "spend",
    "met": "meet", "kept": "keep", "fell": "fall", "fallen": "fall", "rose": "rise", "risen": "rise", "ran": "run",
    "owns": "own", "owned": "own", "sent": "send", "brought": "bring", "began": "begin", "begun": "begin",
}  # fmt: skip
"""Past forms that the stemmer leaves apart from their verbs."""
GENERIC = frozenset("air airport airlin airway aviat group compani intern region مطار خطوط طيران شرك".split())
"""Stems of words that many names end or begin with: they tell none of them apart."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text with its stem, which is empty for a word that tells nothing."""

    text: str
    start: int
    end: int
    stem: str


def tokens(text: str, language: str) -> list[Token]:
    """The words of a text in order."""
    return [Token(w.group(), w.start(), w.end(), stem(w.group(), language)) for w in _WORD.finditer(text)]


@lru_cache(maxsize=8192)
def stem(word: str, language: str) -> str:
    """The stem of a word, or nothing where it is not telling.

    >>> stem("ordered", "en"), stem("the", "en")
    ('order', '')
    """
    found = terms(word[:60], language)
    return _IRREGULAR.get(found[0], found[0]) if found else ""


def alike(one: str, other: str) -> bool:
    """Whether two stems are of one word: equal, or one is the longer form of the other.

    >>> alike("employ", "employe"), alike("خطوط", "لخطوط"), alike("base", "baselin")
    (True, True, False)
    """
    if one == other or not (one and other):
        return one == other
    if one[0] in "يتن" and other[0] in "يتن" and len(one) > 3 and one[1:] == other[1:]:
        # "يدير" and "تدير": he and she.
        return True
    short, long = sorted((one, other), key=len)
    least = 3 if long > "\u0600" else 5
    return len(short) >= least and len(long) - len(short) <= 2 and short in long


def has(stems: Iterable[str], wanted: str) -> bool:
    """Whether a stem is among others in any of its forms."""
    return any(alike(one, wanted) for one in stems)


def pairs(found: list[Token]) -> Iterator[tuple[str, str]]:
    """The stems of telling words that follow each other directly."""
    for one, other in zip(found, found[1:], strict=False):
        if one.stem and other.stem:
            yield one.stem, other.stem


def is_name(token: Token) -> bool:
    """Whether a word of a question names something: by its capital, or because there are digits in it."""
    return token.text[0].isupper() or any(map(str.isdigit, token.text))
