"""What stands right beside a name: another code, another airline, the rest of a longer name."""

import re
from collections.abc import Iterable

from knowledge.identifiers.cues import ACTS, BUSINESS, of_kind
from knowledge.identifiers.lexicon import Lexicon
from knowledge.stopwords import ENGLISH

_OTHER_CODE = re.compile(r"(?:\s?[-\u2010-\u2015/→]\s?| to | and | or | vs\.? )([A-Z]{3,4})\b")
_CODE_BEFORE = re.compile(r"\b([A-Z]{3,4})(?:\s?[-\u2010-\u2015/→]\s?| to | and | or | vs\.? )$")
_TOGETHER = re.compile(r"\s?[,/&]\s?|,? (?:and|or|versus|vs\.?) |\s?[–—]\s?")
_NO_NOUNS = ENGLISH | ACTS
_WORD_AFTER = re.compile(r" (\w+)")
_WORD_BEFORE = re.compile(r"\w\W+(\w+) $")


def is_beside(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the code of a known airport stands beside: LHR–JFK."""
    after, before = _OTHER_CODE.match(text, end), _CODE_BEFORE.search(text[max(0, start - 10) : start])
    return any(
        reading.kind == "airport" and not reading.rare
        for other in (after, before)
        if other
        for reading in lexicon.codes.get(other[1], ())
    )


def allied(text: str, start: int, end: int, airlines: Iterable[tuple[int, int]]) -> str:
    """Which of these airlines is named together with a name, unless a noun follows that.

    >>> allied("Emirates and Etihad", 0, 8, [(13, 19)]), allied("Etihad and Swiss banks", 11, 16, [(0, 6)])
    ('Etihad', '')
    """
    after = _WORD_AFTER.match(text, end)
    if after and after[1].lower() not in _NO_NOUNS:
        return ""
    for first, last in airlines:
        gap = text[last:start] if last <= start else text[end:first]
        if len(gap) < 10 and _TOGETHER.fullmatch(gap):
            return text[first:last]
    return ""


def is_inside(text: str, start: int, end: int) -> bool:
    """Whether a word with a capital that says nothing stands right before or after, save for the first of all.

    >>> is_inside("the Spirit Lake", 4, 10), is_inside("Is Spirit late?", 3, 9), is_inside("by Team Delta", 8, 13)
    (True, False, True)
    """
    beside = _WORD_AFTER.match(text, end), _WORD_BEFORE.search(text[max(0, start - 30) : start])
    known = of_kind("airline") | BUSINESS | ENGLISH
    return any(
        word and word[1][0].isupper() and not word[1].isupper() and word[1].lower() not in known for word in beside
    )
