"""A text as words in one spelling, each with the place where it stands.

What the normalisation of SQuAD does (case, articles, punctuation) and what Arabic and figures need besides.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from assistant.figures.tokens import MARKER
from knowledge.arabic import normalise

ARTICLES = frozenset(("a", "an", "the"))
_ARABIC = "\u0610-\u065f\u066e-\u06ef\u06fa-\u06ff"
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬٪", "0123456789" * 2 + ".,%")
_WORD = re.compile(
    rf"""
    (?<![^\W{_ARABIC}])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![^\W{_ARABIC}])   # 14,000.5
  | (?<![^\W{_ARABIC}])\d+(?:[.:/]\d+)+(?![^\W{_ARABIC}])                   # 1.5, 14:30
  | [{_ARABIC}]+
  | (?<!\w)(?:[A-Za-z]\.){{2,}}                                             # U.S.
  | [^\W_{_ARABIC}]+(?:['’][^\W\d_{_ARABIC}]+)*
  | [%$€£¥₹°]
    """,
    re.VERBOSE,
)
_SMALL = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split(),
    )
}
_PREFIX = re.compile("(?:[وف]?[بكل]?ال|[وف]?لل|[وفبكل])(?=[\u0621-\u064a]{3})")
"""What Arabic writes onto a word: and, so, in, like, to, the."""
_THE = re.compile("ال(?=[\u0621-\u064a]{2})")


class Match(NamedTuple):
    """Where a text says what was expected, and in which words."""

    start: int
    end: int
    found: str


class Word(NamedTuple):
    """A word of a text: where it stands, and how it reads."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=256)
def unmarked(text: str) -> str:
    """A text with spaces for its reference markers and one kind of digits; places stay.

    >>> unmarked("It flew ٣٢٠ km [1].")
    'It flew 320 km    .'
    """
    return MARKER.sub(lambda marker: " " * len(marker[0]), text.translate(_DIGITS))


@lru_cache(maxsize=256)
def split(text: str) -> tuple[Word, ...]:
    """The words of a text in one spelling, in order, articles too.

    >>> [word.text for word in split("The lithium-ion Battery weighed 1,250.5 kg [3].")]
    ['the', 'lithium', 'ion', 'battery', 'weighed', '1250.5', 'kg']
    """
    found = _WORD.finditer(unmarked(text))
    return tuple(Word(_spelled(word[0]), word.start(), word.end()) for word in found)


def telling(text: str) -> list[str]:
    """The words of a text without articles, as exact match and token F1 compare them.

    >>> telling("A fire in the U.S."), telling("category A")
    (['fire', 'in', 'us'], ['category', 'a'])
    """
    return [word.text for word in without_articles(text, split(text))]


def without_articles(text: str, words: Sequence[Word]) -> list[Word]:
    """Words less the articles; the letter A is one only before another word, and in capitals only at the front."""
    kept = [word for place, word in enumerate(words) if not _is_article(text, words, place)]
    return kept or list(words)


def forms(word: str) -> frozenset[str]:
    """A word of the text as it may have been expected: Arabic with and without what is written onto it.

    >>> sorted(forms("والمحرك")) == sorted(["والمحرك", "المحرك", "محرك"]), sorted(forms("north"))
    (True, ['north'])
    """
    if word.isascii():
        return frozenset([word])
    found, front = {word}, _PREFIX.match(word)
    if front:
        found.add(word[front.end() :])
    found.update(word[at:] for at in (1, 2) if front and word[at:].startswith("ال"))
    return frozenset(found)


def wanted(word: str) -> frozenset[str]:
    """A word that is expected, with and without the Arabic article.

    >>> wanted("المحرك") == {"المحرك", "محرك"}
    True
    """
    return frozenset([word, _THE.sub("", word, count=1) if _THE.match(word) else word])


def _is_article(text: str, words: Sequence[Word], place: int) -> bool:
    word = words[place]
    if word.text not in ARTICLES or place + 1 == len(words):
        return False
    return text[word.start : word.end] != "A" or (place == 0 and text[word.end : word.end + 1].isspace())


def _spelled(word: str) -> str:
    plain = normalise(normalize("NFKC", word).casefold())
    if plain[:1].isdigit():
        return plain.replace(",", "")
    if len(plain) > 1 and plain.endswith("."):
        return plain.replace(".", "")
    plain = plain.replace("’", "'").removesuffix("'s")
    return _SMALL.get(plain, plain)
