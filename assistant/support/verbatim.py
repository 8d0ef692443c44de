"""Words that stand in a text exactly so, whatever the punctuation, the case and the spacing."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from assistant.support.denials import is_turning
from assistant.support.reading import without_markers
from knowledge.arabic import normalise

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|(?<![\w)])[-\u2212](?=\d)|[%٪$€£°<>≤≥±]")
_QUOTED = re.compile(r"[“\"«„]([^“”\"«»„]{8,400})[”\"»“]")
_STOP = re.compile(r"[.!?؟۔…:\n]")
_SHORTEST_QUOTE = 2
"""Words; fewer are a term in quotation marks."""
_BEFORE = 5
"""Words before a part of a sentence that may turn it round."""


class Spelled(NamedTuple):
    """A text as one line of its words, and where each word stands in the line and in the text."""

    line: str
    at: list[int]
    starts: list[int]
    ends: list[int]


@lru_cache(maxsize=1024)
def spelled(text: str) -> Spelled:
    """The words of a text, markers left out.

    >>> spelled("The  A320, [1] it flies.").line
    ' the a 320 it flies '
    """
    words = list(_WORD.finditer(without_markers(text)))
    at, place = [], 1
    plain = [normalise(word[0].lower()) for word in words]
    for word in plain:
        at.append(place)
        place += len(word) + 1
    return Spelled(f" {' '.join(plain)} ", at, [word.start() for word in words], [word.end() for word in words])


def holds_verbatim(claim: str, text: str) -> bool:
    """Whether a text says a claim word for word, and not in a part of a sentence that begins with a denial.

    >>> holds_verbatim("it flies", "Today it flies."), holds_verbatim("It flies", "Nobody says it flies.")
    (True, False)
    """
    wanted = spelled(claim).line
    if not wanted.strip():
        return False
    return any(_stands_alone(text, spelled(text), place) for place in _finds(wanted, spelled(text).line))


def _finds(wanted: str, line: str) -> Iterator[int]:
    place = line.find(wanted)
    while place >= 0:
        yield place
        # The next one begins at the space that ends this one, so that the search stays linear.
        place = line.find(wanted, place + len(wanted) - 1)


def _stands_alone(text: str, words: Spelled, place: int) -> bool:
    word = bisect_left(words.at, place + 1)
    for before in range(word - 1, max(-1, word - 1 - _BEFORE), -1):
        if _STOP.search(text, words.ends[before], words.starts[before + 1]):
            return True
        start = words.at[before]
        if is_turning(words.line[start : words.line.find(" ", start)]):
            return False
    return True


def absent_quotes(claim: str, text: str) -> list[str]:
    """What a claim gives in quotation marks and the text does not say."""
    quotes = [spelled(found[1]).line for found in _QUOTED.finditer(claim)]
    line = spelled(text).line
    return [quote for quote in quotes if quote.count(" ") > _SHORTEST_QUOTE and quote not in line]
