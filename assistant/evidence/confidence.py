"""How sure it is that the best sentences state what was asked.

A passage on the right subject without the asked fact looks much like one that has it. What tells them apart: the
telling words of the question stand in one place; the question comes nearer in meaning when the word that is missing
is left out of it; a number was asked for and there is none; the question names a year that stands nowhere near.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import exp

from assistant.evidence.focus import Focus
from assistant.evidence.kinds import bound
from assistant.evidence.sentences import Signs
from knowledge.article import Passage

LOOKED_AT = 3
"""The best sentences, any of which may hold what the best one lacks."""
_OF_NEARNESS = 0.4
"""What search gives a passage, in parts of its best sentence's nearness: for passages that no search found."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What confidence is made of.

    `near` is the cosine of question and best sentence, `found` what the search by meaning gave its passage, `held`
    the share of the question's telling words in one place, `nearer_without` see `Scoring`. `lacking` is 1 where a
    number or a day was asked for and the sentence has none of the kind, `unbound` 1 where a figure of the question
    stands nowhere near.
    """

    near: float
    found: float
    held: float
    nearer_without: float
    lacking: float
    unbound: float


_WEIGHTS: dict[str, tuple[float, ...]] = {
    "en": (4.3, 5.3, 4.6, -7.0, -1.3, -0.6, -6.4),
    "same": (3.6, 0.0, 7.6, -6.0, -1.8, -1.1, -4.8),
    "crossing": (6.9, 1.5, 0.0, 0.0, -1.3, -0.3, -3.0),
}
"""Of each ground and, last, of none: English, other languages (whose vectors are of another space), two languages.
Logistic regression over measuring sets, each balanced between questions with and without an answer; the last weights
of the two lower rows are a little smaller than fitted, so that one threshold holds back about as many answers in all.
"""


def grounds(focus: Focus, signs: Sequence[Signs], passages: Sequence[Passage], nearer_without: float) -> Grounds:
    """The grounds for believing that the sentences, best first, state what was asked."""
    best, first = signs[0], signs[:LOOKED_AT]
    why = passages[best.candidate.passage - 1].why
    return Grounds(
        near=best.near,
        found=why.vectors if why else _OF_NEARNESS * best.near,
        held=max(sign.window for sign in first if sign.crossing == best.crossing),
        nearer_without=nearer_without,
        lacking=float(focus.kind in ("number", "date") and best.kind is False),
        unbound=float(max(bound(focus, sign.around) for sign in first) < 1.0),
    )


def confidence(found: Grounds, language: str, *, crossing: bool) -> float:
    """The probability, 0 to 1, that what was asked is stated.

    >>> near_miss = Grounds(near=0.6, found=0.25, held=0.4, nearer_without=0.05, lacking=1.0, unbound=0.0)
    >>> confidence(near_miss, "en", crossing=False) < 0.3
    True
    """
    weights = _WEIGHTS["crossing" if crossing else "en" if language == "en" else "same"]
    *of_each, of_none = weights
    total = of_none + sum(weight * value for weight, value in zip(of_each, astuple(found), strict=True))
    return 1.0 / (1.0 + exp(-total))
