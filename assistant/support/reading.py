"""A text read once for comparing: its words as stems, its figures and names, and how far apart they stand."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from assistant.figures import Figure, find_figures, mentions
from assistant.figures.tokens import MARKER
from assistant.support.weights import UNKNOWN, stem, weight
from knowledge.arabic import normalise
from knowledge.identifiers import Mention
from knowledge.language import detect
from knowledge.sentences import sentence_spans

READ = ("en", "ar")
"""The languages whose words are compared; of others only figures and names are."""
BEGINNING = 5
"""Letters in which two stems begin alike if they are one word in two forms."""
FIGURE_WEIGHT = 7.0
NAME_WEIGHT = 7.0

_ARABIC = "\u0620-\u065f\u066e-\u06ef\u06fa-\u06ff"
_WORD = re.compile(rf"[{_ARABIC}]+|[^\W_{_ARABIC}]+(?:['’][^\W\d_{_ARABIC}]+)?")
"""An Arabic "and" is written against a number, so scripts do not share a word."""
_MARKER = re.compile(rf"\s{{0,9}}{MARKER.pattern}")
_CLAUSE = re.compile(
    r"[,;:()،؛–—]|\s(?:and|while|whereas|but|compared|versus|although|which|who|بينما|لكن|مقابل|اما|أما|حين)\s"
    r"|\sو(?=\w)"
)
_CLAUSE_STEPS = 3.0
_SENTENCE_STEPS = 14.0
"""How many words a clause's end and a sentence's end count for, in how far apart things stand."""

Kind = Literal["word", "figure", "name"]


class Item(NamedTuple):
    """A word, a figure or a name of a text. `key` is what must be met again, `at` where it stands in steps."""

    kind: Kind
    key: str
    weight: float
    start: int
    end: int
    at: float
    sentence: int
    figure: Figure | None = None
    mention: Mention | None = None


class Token(NamedTuple):
    """A word as it is written, with the place where it stands in steps."""

    low: str
    text: str
    start: int
    at: float
    sentence: int


@dataclass(frozen=True)
class Reading:
    """A text and what was read in it; `context` (title, headings) tells what it is about and supports no words."""

    text: str
    language: str
    context: str = ""

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Its sentences."""
        return list(sentence_spans(self.text))

    @cached_property
    def tokens(self) -> list[Token]:
        """Its words, every one."""
        return list(self._tokens())

    @cached_property
    def figures(self) -> list[Figure]:
        """Its figures."""
        return find_figures(self.text, self.language)

    @cached_property
    def context_figures(self) -> list[Figure]:
        """The figures of its title and headings."""
        return find_figures(self.context) if self.context else []

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The aviation names in it."""
        return mentions(self.text)

    @cached_property
    def ids(self) -> frozenset[str]:
        """What it and its context name, ambiguous readings too."""
        found = [*self.mentions, *(mentions(self.context) if self.context else ())]
        return frozenset(one for mention in found for one in (mention.id, *mention.others))

    @cached_property
    def lows(self) -> frozenset[str]:
        """Its words and those of its context as they are written, in lower case."""
        around = normalise(self.context.lower())
        return frozenset([*(token.low for token in self.tokens), *_WORD.findall(around)])

    @cached_property
    def initials(self) -> str:
        """The first letters of its words in a row, to find what an abbreviation stands for."""
        return "".join(token.low[0] for token in self.tokens)

    @cached_property
    def items(self) -> list[Item]:
        """Its telling words, figures and names, in order."""
        return sorted(self._items(), key=lambda item: (item.start, -item.end))

    @cached_property
    def places(self) -> dict[str, list[Item]]:
        """The items by their keys."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.key, []).append(item)
        return found

    @cached_property
    def figure_items(self) -> list[Item]:
        """Its figures, as items."""
        return [item for item in self.items if item.figure]

    @cached_property
    def name_items(self) -> list[Item]:
        """Its names, as items."""
        return [item for item in self.items if item.mention]

    @cached_property
    def beginnings(self) -> dict[str, list[Item]]:
        """Its words by how they begin, to meet "certified" for "certification"."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            if item.kind == "word" and len(item.key) >= BEGINNING:
                found.setdefault(item.key[:BEGINNING], []).append(item)
        return found

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Which items follow each other."""
        keys = [item.key for item in self.items]
        return frozenset(zip(keys, keys[1:], strict=False))

    def step(self, start: int) -> tuple[float, int]:
        """Where a place of the text stands in steps, and in which sentence."""
        starts = self._starts
        near = max(0, bisect_right(starts, start) - 1)
        return (self.tokens[near].at, self.tokens[near].sentence) if self.tokens else (0.0, 0)

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    def _tokens(self) -> Iterator[Token]:
        breaks = [found.start() for found in _CLAUSE.finditer(self.text)]
        at, turn = 0.0, 0
        for sentence, (start, end) in enumerate(self.spans):
            for word in _WORD.finditer(self.text, start, end):
                while turn < len(breaks) and breaks[turn] <= word.start():
                    at, turn = at + _CLAUSE_STEPS, turn + 1
                at += 1
                yield Token(normalise(word[0].lower()), word[0], word.start(), at, sentence)
            at += _SENTENCE_STEPS

    def _items(self) -> Iterator[Item]:
        taken = sorted([*spans_of(self.figures), *spans_of(self._own_mentions())])
        yield from self._marked()
        turn = 0
        for token in self.tokens:
            while turn < len(taken) and taken[turn][1] <= token.start:
                turn += 1
            if turn < len(taken) and taken[turn][0] <= token.start:
                continue
            language = self.language if self.language in READ else "en"
            if key := stem(token.low, language):
                heavy = weight(key, language) if key.isalpha() else UNKNOWN
                yield Item("word", key, heavy, token.start, token.start + len(token.text), token.at, token.sentence)

    def _own_mentions(self) -> Sequence[Mention]:
        """The names that are names and not terms: of a term its words count."""
        return [one for one in self.mentions if one.kind not in ("term", "word")]

    def _marked(self) -> Iterator[Item]:
        for figure in self.figures:
            key = f"#{figure.kind}{figure.unit if figure.is_day else ''}{figure.value:.5g}"
            yield Item("figure", key, FIGURE_WEIGHT, figure.start, figure.end, *self.step(figure.start), figure=figure)
        for one in self._own_mentions():
            yield Item("name", one.id, NAME_WEIGHT, one.start, one.end, *self.step(one.start), mention=one)


def spans_of(found: Iterable[Figure] | Iterable[Mention]) -> list[tuple[int, int]]:
    """Where figures or names stand."""
    return [(one.start, one.end) for one in found]


@lru_cache(maxsize=512)
def read(text: str, language: str | None = None, context: str = "") -> Reading:
    """A text ready to be compared, less its reference markers; kept, because passages are asked for often."""
    plain = without_markers(text)
    return Reading(plain, language or language_of(plain), context)


def without_markers(text: str) -> str:
    """A text with spaces for its markers like [1], so that places stay.

    >>> without_markers("It flew [1].")
    'It flew    .'
    """
    return _MARKER.sub(lambda marker: " " * len(marker[0]), text) if "[" in text or "【" in text else text


@lru_cache(maxsize=1024)
def language_of(text: str) -> str:
    """The language of a text."""
    return detect(text)
