"""The sentences of passages as candidates for an answer, each with a score and what the score is made of."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from assistant.evidence.addressed import addressed
from assistant.evidence.focus import LONGEST, Focus, Rarity
from assistant.evidence.kinds import bound, has_kind
from assistant.evidence.telling import Telling, telling
from knowledge.article import Passage
from knowledge.language import detect
from knowledge.sentences import sentence_spans
from knowledge.words import terms

if TYPE_CHECKING:
    from knowledge.models import Vectors

COMPARED = 10
"""Sentences whose meaning is compared with the question's. 14 answer two more of 165 questions that are put in other
words than the article's, and take 40 % longer, which the time to the first word does not allow."""

_OWN, _ABOVE, _FOUND, _KIND, _BOUND = 0.25, 0.45, 0.4, 0.12, 0.1
"""What counts beside meaning, in parts of a cosine. By logistic choice among the sentences of a question, fitted on
measuring sets; anything near is as good."""
_BULLET = re.compile(r"(?:[-*•–]\s+|\d{1,2}[.)]\s+)?")
_SHORTEST = 20
_READ = 260
"""Characters of a title and a sentence whose meaning is compared: all of nearly every one, and time is bounded."""
_BEFORE = 200
"""Characters of a neighbouring sentence that are read with one."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What speaks for a sentence as the answer.

    `window` is the share of the question's telling words in it and both its neighbours, names also where the
    passage has them; `missing` the most telling word that is nowhere near. `kind`: whether it has what is asked for.
    `bound` is the share of the question's figures that it states, `around` the text that binds others to it: title,
    headings, the sentence before. `near` is the cosine of its meaning, `vector` the meaning itself.
    """

    candidate: Candidate
    crossing: bool
    window: float
    missing: str
    around: str
    kind: bool | None = None
    bound: float = 1.0
    near: float = 0.0
    vector: "Vectors | None" = None


class Scoring:
    """Scores sentences of passages against a question."""

    def __init__(self, *, encode: Encode, rarity: Rarity) -> None:
        self._encode = encode
        self._rarity = rarity

    def scored(self, question: str, focus: Focus, passages: Sequence[Passage]) -> list[Signs]:
        """The sentences nearest to the question, best first."""
        asked = detect(question)
        words = {
            language: telling(question, language, self._rarity)
            for language in {passage.language for passage in passages}
        }
        stems = {stem for one in words.values() for stem in one.words}
        found = [
            _with_kind(
                replace(one, kind=has_kind(focus, one.candidate.text, stems), bound=bound(focus, one.candidate.text))
            )
            for one in _all(passages, words, asked)
        ]
        return _best(list(self._compared(question, asked, _best(found, COMPARED), passages)), COMPARED)

    def nearer_without(self, question: str, sign: Signs) -> float:
        """How much nearer the question's meaning is to a sentence when its most telling missing word is left out.

        Where the sentence says the same in another word, it is not nearer but farther.
        """
        if not sign.missing or sign.vector is None or sign.crossing:
            return 0.0
        rest = " ".join(question[:LONGEST].replace(sign.missing, " ", 1).split())
        if not rest:
            return 0.0
        (vector,) = self._encode([rest], detect(question))
        return float(vector @ sign.vector) - sign.near

    def _compared(
        self, question: str, asked: str, found: Sequence[Signs], passages: Sequence[Passage]
    ) -> Iterator[Signs]:
        """With the cosine of each sentence, its title before it, in the space that the two languages share."""
        for crossing in (False, True):
            some = [one for one in found if one.crossing == crossing]
            if some:
                titles = (passages[one.candidate.passage - 1].title for one in some)
                said = [f"{title}: {one.candidate.text}" for title, one in zip(titles, some, strict=True)]
                texts = [question[:LONGEST], *(text.removeprefix(": ")[:_READ] for text in said)]
                vectors = self._encode(texts, "und" if crossing else asked)
                near = np.maximum(vectors[1:] @ vectors[0], 0.0)
                for one, cosine, vector in zip(some, near.tolist(), vectors[1:], strict=True):
                    nearer = replace(one.candidate, score=one.candidate.score + cosine)
                    yield replace(one, candidate=nearer, near=cosine, vector=vector)


def _all(passages: Sequence[Passage], words: dict[str, Telling], asked: str) -> Iterator[Signs]:
    """Every sentence that could be quoted, with what its words say."""
    best = max((passage.score for passage in passages), default=0.0)
    seen: set[tuple[str, str]] = set()
    for place, passage in enumerate(passages, start=1):
        tells, language = words[passage.language], passage.language
        named = passage.why.matched if passage.why else ()
        spans = list(sentence_spans(passage.text))
        silent = addressed(passage.text, spans)
        texts = [passage.text[start:end] for start, end in spans]
        stems = [set(terms(text, language)) for text in texts]
        title = " ".join([passage.title, *passage.headings])
        over = set(terms(title, language))
        for at, (start, end) in enumerate(spans):
            start = _BULLET.match(passage.text, start, end).end()  # type: ignore[union-attr]
            text = passage.text[start:end]
            # A sentence that two articles share is quoted from the better one.
            key = language, " ".join(text.split())
            if at in silent or len(text) < _SHORTEST or text.endswith((":", "?", "؟")) or key in seen:
                continue
            seen.add(key)
            before = stems[at - 1] if at else set()
            window = stems[at].union(before, stems[at + 1] if at + 1 < len(stems) else ())
            # The title and the sentence before say what "the shares" are shares of.
            above = tells.held(stems[at] | before | over, named)
            score = _OWN * tells.held(stems[at]) + _ABOVE * above + _FOUND * (passage.score - best)
            yield Signs(
                candidate=Candidate(place, passage.start + start, passage.start + end, text, score),
                crossing=language != asked,
                window=tells.held(window, named),
                missing=tells.missing(window | over, named),
                around=" . ".join([title, texts[at - 1][-_BEFORE:] if at else "", text]),
            )


def _with_kind(one: Signs) -> Signs:
    kind = _KIND if one.kind else -_KIND if one.kind is False else 0.0
    score = one.candidate.score + kind + _BOUND * one.bound
    return replace(one, candidate=replace(one.candidate, score=score))


def _best(found: list[Signs], count: int) -> list[Signs]:
    return sorted(found, key=lambda one: (-one.candidate.score, one.candidate.passage, one.candidate.start))[:count]
