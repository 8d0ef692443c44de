"""The sentences of passages as candidates for an answer, each with a score."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knowledge.article import Passage
from knowledge.language import detect
from knowledge.sentences import sentence_spans
from knowledge.words import terms

if TYPE_CHECKING:
    from knowledge.models import Vectors

CANDIDATES = 20
"""Sentences whose meaning is compared; the others share too few words with the question."""

_NUMBER_ASKED = re.compile(
    r"\b(how (many|much|long|far|high|fast|big|large|old|often|heavy|wide|tall)|when|what (year|date|age|percentage|"
    r"share|number|range|length|price|cost)|which year|in what year)\b|\b(كم|متى|متي)\b",
    re.IGNORECASE,
)
_DEFINITION_ASKED = re.compile(
    r"^\W*(what (is|are|does|do)|what's|define|meaning of|ما (هو|هي|معنى|المقصود))\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"\b(stands for|means|is an?|is the|are|refers to|is called|is defined)\b|(يعني|تعني|هو|هي|اختصار)",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"(?<![\w.,])\d[\d.,]*\d(?!\w)")
_BULLET = re.compile(r"(?:[-*•–]\s+|\d{1,2}[.)]\s+)?")
_BEFORE = 200
"""Characters before a sentence that are read with it."""
_DIGIT = re.compile(r"\d|\b(two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million)\b", re.I)

Rarity = Callable[[Sequence[str], str], list[float]]
"""How telling each stem is, 0 to 1, among texts of a language."""
Encode = Callable[[list[str], str], "Vectors"]
"""Texts → unit vectors of the space that is best for a language; "und" is the space that all languages share."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that could be quoted: its passage's place from 1, its span in the article, and its score."""

    passage: int
    start: int
    end: int
    text: str
    score: float = 0.0


class Scoring:
    """Scores sentences of passages against a question."""

    def __init__(self, *, encode: Encode, rarity: Rarity) -> None:
        self._encode = encode
        self._rarity = rarity

    def scored(self, question: str, passages: Sequence[Passage]) -> list[Candidate]:
        """The sentences nearest to the question, in no order."""
        found = [
            (self._overlap(question, candidate, passages[candidate.passage - 1]), candidate)
            for candidate in _candidates(passages)
        ]
        found.sort(key=lambda pair: (-pair[0], pair[1].passage, pair[1].start))
        found = found[:CANDIDATES]
        if not found:
            return []
        meaning = self._meaning(question, [candidate for _, candidate in found], passages)
        return [
            Candidate(
                candidate.passage,
                candidate.start,
                candidate.end,
                candidate.text,
                near + 0.5 * overlap + _fits(question, candidate) - 0.01 * candidate.passage,
            )
            for near, (overlap, candidate) in zip(meaning, found, strict=True)
        ]

    def _meaning(self, question: str, candidates: Sequence[Candidate], passages: Sequence[Passage]) -> Sequence[float]:
        """How near each sentence is to the question: cosine, 0 to 1, in the space that the two languages share."""
        asked = detect(question)
        near = np.zeros(len(candidates))
        languages = [passages[candidate.passage - 1].language for candidate in candidates]
        for same in (True, False):
            rows = [i for i, language in enumerate(languages) if (language == asked) == same]
            if rows:
                texts = [question, *(candidates[i].text for i in rows)]
                vectors = self._encode(texts, asked if same else "und")
                near[rows] = np.maximum(vectors[1:] @ vectors[0], 0.0)
        return near.tolist()

    def _overlap(self, question: str, candidate: Candidate, passage: Passage) -> float:
        """The share of the question's telling words that the sentence has; half for those above it.

        Above are the title, the headings and the sentence before: they say what "the shares" are shares of.
        """
        asked = list(dict.fromkeys(terms(question, passage.language)))
        weights = self._rarity(asked, passage.language)
        here = set(terms(candidate.text, passage.language))
        before = passage.text[: candidate.start - passage.start][-_BEFORE:]
        above = set(terms(" ".join([passage.title, *passage.headings, before]), passage.language))
        held = sum(
            weight * (1.0 if term in here else 0.5 if term in above else 0.0)
            for term, weight in zip(asked, weights, strict=True)
        )
        return held / (sum(weights) or 1.0)


def _candidates(passages: Sequence[Passage]) -> list[Candidate]:
    found: dict[tuple[str, str], Candidate] = {}
    for place, passage in enumerate(passages, start=1):
        for start, end in sentence_spans(passage.text):
            start = _BULLET.match(passage.text, start, end).end()  # type: ignore[union-attr]
            text = passage.text[start:end]
            if len(text) >= 20 and not text.endswith((":", "?", "؟")):
                # A sentence that two articles share is quoted from the better one.
                found.setdefault(
                    (passage.language, " ".join(text.split())),
                    Candidate(place, passage.start + start, passage.start + end, text),
                )
    return list(found.values())


def _fits(question: str, candidate: Candidate) -> float:
    """A bonus for having the kind of thing that the question asks for."""
    bonus = 0.0
    if _NUMBER_ASKED.search(question) and _DIGIT.search(candidate.text):
        bonus += 0.12
    if set(_FIGURE.findall(question)) & set(_FIGURE.findall(candidate.text)):
        # "… in 2050": the sentence about that year, even where the one before it names the subject.
        bonus += 0.20
    if _DEFINITION_ASKED.search(question) and _DEFINES.search(candidate.text):
        bonus += 0.10
    return bonus
