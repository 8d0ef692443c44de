"""What the passages hold that may answer a question: their sentences, weighed, and whether one states the answer.

A sentence is weighed by its meaning (cosine of sentence vectors), by the telling words it shares with the
question, and by whether it has the kind of thing that was asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.evidence.sentences import Candidate as Candidate
from assistant.evidence.sentences import Encode, Rarity, Scoring
from knowledge.article import Passage

Standing = Literal["stated", "close", "none"]
"""Whether the passages state the answer, only come close to it, or do not touch the subject."""
Weigh = Callable[[str, Sequence[Passage]], "Weighed"]
"""A question that stands alone and the passages found for it → what they hold."""

STATED = 0.72
"""Below this confidence the passages do not state the answer; chosen on questions with and without an answer."""
RELATED = 0.34
"""Below this confidence they do not even touch the subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The sentences of the passages, best first; `confidence` (0 to 1) that the best of them state the answer."""

    candidates: tuple[Candidate, ...] = ()
    confidence: float = 0.0
    standing: Standing = "none"


class Evidence:
    """Weighs passages against questions."""

    def __init__(self, *, encode: Encode, rarity: Rarity) -> None:
        self._scoring = Scoring(encode=encode, rarity=rarity)

    def weigh(self, question: str, passages: Sequence[Passage]) -> Weighed:
        """What the passages hold that may answer the question."""
        scored = sorted(self._scoring.scored(question, passages), key=lambda c: (-c.score, c.passage, c.start))
        best = scored[0].score if scored else 0.0
        standing: Standing = "stated" if best >= STATED else "close" if best >= RELATED else "none"
        return Weighed(candidates=tuple(scored), confidence=min(1.0, best), standing=standing)
