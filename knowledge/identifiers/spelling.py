"""How names are compared: without case, accents, hyphens and spaces, in Arabic also without what is glued to a word."""

import re
import unicodedata
from collections.abc import Container, Iterator
from functools import lru_cache
from itertools import pairwise

from knowledge.arabic import normalise

# Letters and marks of any script, but no punctuation: a digit never joins a letter.
_PLAIN = re.compile("[0-9]+|[a-z]+")
_ANY = re.compile(
    "[0-9\u0660-\u0669\u06f0-\u06f9]+|"
    "[a-z\u00aa\u00ba\u00c0-\u060b\u060d-\u061a\u061c-\u061e\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u1fff"
    "\u2c00-\u2dff\u3040-\ud7ff\uf900-\uffdc]+"
)
_SPACE = "[ \t\u00a0\u2009\u202f\u200e\u200f]?"
_GAP = re.compile(rf"{_SPACE}[-\u2010-\u2015\u2212]?{_SPACE}\n?|['’/]|,? |\. ?| ?& ?")
_ARABIC = re.compile("[\u0620-\u06ff]")
_A = "اية"
"""How `normalise` has “إيه”, the Latin letter A spelt out."""
_GLUED = re.compile("[وف]?(?:[بلك]?ال|لل|[بلك])?")


def lower(text: str) -> str:
    """A text in lower case, letter for letter, so that offsets stay."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def tokens(text: str) -> list[re.Match[str]]:
    """The words and numbers of a text in lower case; "A320neo" is three.

    >>> [found[0] for found in tokens("the a320neo’s 737-8")]
    ['the', 'a', '320', 'neo', 's', '737', '8']
    """
    return list((_PLAIN if text.isascii() else _ANY).finditer(text))


@lru_cache(maxsize=20000)
def fold(word: str) -> str:
    """A word as it is compared: without accents, Arabic as `normalise` has it, with plain digits.

    >>> fold("zürich"), fold("٣٢٠"), fold("أيرباص") == fold("ايرباص")
    ('zurich', '320', True)
    """
    if word.isascii():
        return word
    if _ARABIC.search(word):
        return normalise(word)
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))


def key(name: str) -> list[str]:
    """The words that a name of a table is found by.

    >>> key("A320-neo") == key("A320neo"), key("737–8") == key("737-800"), key("الخطوط القطرية") == key("خطوط قطرية")
    (True, False, True)
    """
    if name.isascii():
        return _PLAIN.findall(name.lower())
    return latin_letter([_bare(fold(found[0])) for found in tokens(lower(name))])


def latin_letter(words: list[str]) -> list[str]:
    """The words with the letter of an Airbus as it is written in Latin, where Arabic spells it out: إيه 320.

    >>> latin_letter(["اية", "320", "نيو"]), latin_letter(["اية", "3"])
    (['a', '320', 'نيو'], ['اية', '3'])
    """
    if _A not in words:
        return words
    return [
        "a" if word == _A and len(after) == 3 and after.isdigit() else word for word, after in pairwise([*words, ""])
    ]


def plurals(words: list[str]) -> Iterator[list[str]]:
    """The same name of several things: A320s, 737 MAXes, wet leases."""
    *first, last = words
    if last.isdigit():
        yield [*words, "s"]
    elif last.isascii() and last[-1] in "sxz":
        yield [*first, f"{last}es"]
    elif last.isascii():
        yield [*first, f"{last}s"]


def unglue(word: str, known: Container[str]) -> str:
    """An Arabic word without the conjunction, preposition or article glued to it, if the rest is known.

    >>> unglue("وبالمطار", {"مطار"}), unglue("بوينغ", {"بوينغ"})
    ('مطار', 'بوينغ')
    """
    if word in known:
        return word
    for cut in range(1, min(5, len(word) - 2)):
        if word[cut:] in known and _GLUED.fullmatch(word, 0, cut):
            return word[cut:]
    return word


def is_joined(text: str, start: int, end: int) -> bool:
    """Whether what stands between two words of a name may stand there."""
    gap = text[start:end]
    return gap in ("", " ", "-") or (
        _GAP.fullmatch(gap) is not None and not (gap[0] in ".," and text[start - 1].isdigit())
    )


def is_arabic(char: str) -> bool:
    """Whether a character belongs to the Arabic script."""
    return "\u0600" <= char <= "\u06ff"


def _bare(word: str) -> str:
    rest = word.removeprefix("ال")
    return rest if len(rest) > 2 else word
