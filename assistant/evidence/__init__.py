"""What the passages hold that may answer a question: their sentences, weighed, and whether one states the answer.

A sentence is weighed by its meaning (cosine of sentence vectors), by the telling words it shares with the
question, and by whether it has the kind of thing that was asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from assistant.evidence.confidence import Grounds, confidence, grounds
from assistant.evidence.focus import LONGEST, Rarity, focus_of
from assistant.evidence.focus import Focus as Focus
from assistant.evidence.limits import most
from assistant.evidence.repeated import repeated
from assistant.evidence.sentences import Candidate as Candidate
from assistant.evidence.sentences import Encode, Scoring, Signs
from assistant.refusals.scope import is_off_subject
from assistant.refusals.wording import Asked, folded
from knowledge.article import Passage
from knowledge.jargon import spelt_out
from knowledge.language import detect

Standing = Literal["stated", "close", "none"]
"""Whether the passages state the answer, only come close to it, or do not touch the subject."""
Weigh = Callable[[str, Sequence[Passage]], "Weighed"]
"""A question that stands alone and the passages found for it → what they hold."""

STATED = 0.25
"""Below this confidence the passages do not state the answer. Half of the questions without one are above it where
one in twenty with one is below: an answer that is held back is worse than a passage that is shown beside the point."""
RELATED = 0.13
"""Below this confidence they do not touch what was asked. At .18, .15, .13 and .10, of 165 questions with an answer
18, 14, 9 and 7 are refused outright, and of 90 near misses 56, 49, 49 and 45. Of the nine more that are shown at .13
than at .18, six show the answer."""
RELATED_ELSEWHERE = 0.18
"""The same where a question does not speak of aviation: words that are shared by chance are no passage to show."""
_REPEATED = 0.98
"""Confidence in a sentence that the question quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The sentences of the passages, best first; `confidence` (0 to 1) that the best of them state the answer.

    `focus` is what the question asks for. It `repeats` a passage where it quotes one word for word.
    """

    candidates: tuple[Candidate, ...] = ()
    confidence: float = 0.0
    standing: Standing = "none"
    focus: Focus = Focus()
    repeats: bool = False


class Evidence:
    """Weighs passages against questions."""

    def __init__(self, *, encode: Encode, rarity: Rarity) -> None:
        self._scoring = Scoring(encode=encode, rarity=rarity)

    def weigh(self, question: str, passages: Sequence[Passage]) -> Weighed:
        """What the passages hold that may answer the question."""
        same = repeated(question, passages)
        # What a sentence is compared with is the question in the words of articles.
        question = spelt_out(question)
        focus = focus_of(question)
        if same:
            return Weighed(candidates=same, confidence=_REPEATED, standing="stated", focus=focus, repeats=True)
        signs = self._scoring.scored(question, focus, passages)
        if not signs:
            return Weighed(focus=focus)
        found = self.grounds(question, focus, signs, passages)
        sure = min(confidence(found, detect(question), crossing=signs[0].crossing), most(focus, signs, passages))
        least = RELATED_ELSEWHERE if _is_elsewhere(question, focus) else RELATED
        standing: Standing = "stated" if sure >= STATED else "close" if sure >= least else "none"
        return Weighed(
            candidates=tuple(sign.candidate for sign in signs), confidence=sure, standing=standing, focus=focus
        )

    def grounds(self, question: str, focus: Focus, signs: Sequence[Signs], passages: Sequence[Passage]) -> Grounds:
        """What confidence in these sentences, best first, is made of."""
        return grounds(focus, signs, passages, self._scoring.nearer_without(question, signs[0]))


def _is_elsewhere(question: str, focus: Focus) -> bool:
    kinds = tuple(name.partition(":")[0] for name in focus.names)
    return is_off_subject(Asked(folded(question[:LONGEST]), kinds))


def surest(weighed: Sequence[Weighed]) -> Weighed:
    """A question that was weighed as a whole, then part by part, as one: as sure as of its surest part.

    The sentences of the parts that are stated come in turn.
    """
    best = max(weighed, key=lambda one: one.confidence)
    stated = [one.candidates for one in weighed[1:] if one.standing == best.standing]
    dealt = [candidate for row in zip_longest(*stated) for candidate in row if candidate]
    first = {(one.passage, one.start): one for one in reversed(dealt)}
    turn = dict.fromkeys((one.passage, one.start) for one in dealt)
    return replace(best, candidates=tuple(first[place] for place in turn) or best.candidates, focus=weighed[0].focus)
