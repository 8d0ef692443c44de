"""The writer without a model: the sentences that answer, word for word, so that nothing can be made up.

Where even the best one is far from the question, the answer says so instead of passing it off as an answer.
"""

from collections.abc import AsyncIterator, Sequence

from assistant.answer import Note, Refusal
from assistant.evidence import Candidate
from assistant.phrases import phrase
from assistant.writers import Material, Piece, Quotation
from knowledge.language import detect

MOST = 4
"""Sentences that an answer quotes at most."""
NEAR = 0.80
"""A further passage is quoted when its best sentence scores at least this share of the best of all."""
SECOND = 0.55
"""Two further sentences of the best passage are quoted when they score at least this share of the first."""


class QuoteWriter:
    """Answers with sentences of the passages."""

    name = "quotes"
    model = None

    async def write(self, material: Material) -> AsyncIterator[Piece]:
        """Quotations in reading order, or a note and the closest one, or a refusal."""
        language, weighed = detect(material.question.text), material.weighed
        chosen = _in_reading_order(_select(weighed.candidates)) if weighed.candidates else []
        if weighed.standing == "none" or not chosen:
            nearest = material.passages[:3]
            yield Refusal(type="not_in_library", message=phrase("nothing_found", language), nearest=nearest)
            return
        if weighed.standing == "close":
            yield Note(type="closest_only", message=phrase("closest_only", language))
            chosen = chosen[:1]
        for candidate in chosen:
            yield Quotation(candidate.passage, candidate.start, candidate.end)


def _select(scored: Sequence[Candidate]) -> list[Candidate]:
    best = scored[0]
    chosen = [best]
    for candidate in scored[1:]:
        same = [c for c in chosen if c.passage == candidate.passage]
        main = candidate.passage == best.passage
        least, room = (SECOND, 3) if main else (NEAR, 2)
        fits = len(chosen) < MOST and len(same) < room and candidate.score >= least * best.score
        if fits and not any(_alike(candidate.text, other.text) for other in chosen):
            chosen.append(candidate)
    return chosen


def _in_reading_order(chosen: list[Candidate]) -> list[Candidate]:
    """Passages by their best sentence, the sentences of a passage as they stand in it."""
    order = list(dict.fromkeys(candidate.passage for candidate in chosen))
    return sorted(chosen, key=lambda c: (order.index(c.passage), c.start))


def _alike(one: str, other: str) -> bool:
    first, second = set(one.lower().split()), set(other.lower().split())
    return len(first & second) > 0.7 * min(len(first), len(second))
