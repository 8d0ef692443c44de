"""Whether the cited passages support the sentences that cite them, by the measures of ALCE and of TREC RAG.

Both need to be told whether a text supports a claim. Here the lexical checker `assistant.support` tells it, which is
another ruler than the model of ALCE or the people of TREC: compare runs by these figures, not papers.
"""

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from assistant.answer import Sentence, Support
from assistant.evaluation.metrics.citing import claims, share, shown
from assistant.evaluation.scores import Aggregate, Case, Metric
from assistant.support import check

MOST = 3
"""Citations of a sentence that are read, as in ALCE."""
_WORTH = {"supported": 1.0, "weak": 0.5}


class Premise(NamedTuple):
    """What a citation points at: the words with the passage around them, and the article's title."""

    title: str
    text: str


class Cited(NamedTuple):
    """A sentence with what it cites; `astray` if one of its citations points at nothing."""

    words: str
    premises: tuple[Premise, ...]
    astray: bool

    def holds(self, premises: Sequence[Premise]) -> bool:
        """Whether these support it together."""
        return support(self.words, tuple(premises)) == "supported"

    @property
    def supported(self) -> bool:
        """Whether all it cites supports it."""
        return not self.astray and bool(self.premises) and self.holds(self.premises)

    @property
    def needless(self) -> int:
        """How many citations do not support it, while the others do without them."""
        kept = [[*self.premises[:place], *self.premises[place + 1 :]] for place in range(len(self.premises))]
        return sum(
            not self.holds([one]) and self.holds(rest) for one, rest in zip(self.premises, kept, strict=True) if rest
        )


@lru_cache(maxsize=16384)
def support(claim: str, premises: tuple[Premise, ...]) -> Support:
    """How far texts support a claim together.

    >>> support("The A350 seats 300.", (Premise("The A350", "It seats 300 people."),))
    'supported'
    """
    titles = [premise.title for premise in premises]
    return check(claim, [premise.text for premise in premises], context=titles).support


def premise(case: Case, place: int) -> Premise | None:
    """What the citation at a place of the answer points at, as the library holds it where it can be read."""
    answer, held = case.answer, case.record.held
    assert answer is not None
    citation = answer.citations[place]
    around = shown(answer, citation)
    title, quote, passage = citation.title, citation.quote, around.text if around else ""
    if held:
        found = held[place] if place < len(held) else None
        if found is None:
            return None
        title, quote, passage = found.title, found.quote, found.passage or passage
    text = passage if quote in passage else f"{quote}\n\n{passage}".strip()
    return Premise(title, text) if text.strip() else None


def sentences(case: Case) -> list[Cited]:
    """The sentences that assert something with what they cite."""
    numbers = {one.number: place for place, one in enumerate(case.answer.citations)} if case.answer else {}
    return [_cited(case, numbers, sentence) for sentence in claims(case.answer)]


def _cited(case: Case, numbers: dict[int, int], sentence: Sentence) -> Cited:
    found = [premise(case, numbers[number]) if number in numbers else None for number in sentence.citations]
    there = tuple(one for one in found[:MOST] if one is not None)
    return Cited(sentence.text, there, astray=None in found)


def _alce_recall(case: Case) -> float | None:
    return share(one.supported for one in sentences(case))


def _alce_precision(case: Case) -> float | None:
    """As in ALCE's program: what a sentence with a citation astray cites is not counted."""
    found = sentences(case)
    if not found:
        return None
    count = sum(len(one.premises) for one in found if not one.astray)
    return sum(len(one.premises) - one.needless for one in found if one.supported) / count if count else 0.0


def _overcited(case: Case) -> float | None:
    several = [one for one in sentences(case) if len(one.premises) > 1 and one.supported]
    return share(one.needless > 0 for one in several)


def _weights(case: Case) -> list[float | None]:
    """What the first citation of each sentence is worth to it; None where there is no citation."""
    numbers = {one.number: place for place, one in enumerate(case.answer.citations)} if case.answer else {}
    worths: list[float | None] = []
    for sentence in claims(case.answer):
        first = sentence.citations[0] if sentence.citations else None
        found = premise(case, numbers[first]) if first in numbers else None
        level = support(sentence.text, (found,)) if found else "unsupported"
        worths.append(None if first is None else _WORTH.get(level, 0.0))
    return worths


def _weighted(of_all: bool, case: Case) -> float | None:
    worths = _weights(case)
    counted = [worth or 0.0 for worth in worths if of_all or worth is not None]
    if not worths:
        return None
    return sum(counted) / len(counted) if counted else 0.0


_ALCE = "ALCE, Gao et al. 2023 (arXiv 2305.14627), its eval.py, with assistant.support as the checker"
_TREC = "TREC 2024 RAG, support (arXiv 2504.15205), and open-rag-eval, with assistant.support as the checker"
METRICS: tuple[Metric, ...] = (
    Metric(
        name="alce_recall",
        about="Sentences that their citations (at most 3) support together, by the lexical checker.",
        source=_ALCE,
        of=_alce_recall,
    ),
    Metric(
        name="alce_precision",
        about="Citations that their supported sentence needs, of all citations, by the lexical checker.",
        source=_ALCE,
        of=_alce_precision,
    ),
    Metric(
        name="overcite_rate",
        about="Supported sentences that cite more than they need, of those with several citations.",
        source=f"{_ALCE}; it counts the needless citations, here it is the sentences that have one",
        of=_overcited,
        higher=False,
    ),
    Metric(
        name="trec_precision",
        about="How far first citations support their sentences (1, 0.5, 0), over the sentences that cite something.",
        source=_TREC,
        of=partial(_weighted, False),
    ),
    Metric(
        name="trec_recall",
        about="How far first citations support their sentences (1, 0.5, 0), over all sentences; without one it is 0.",
        source=_TREC,
        of=partial(_weighted, True),
    ),
)
AGGREGATES: tuple[Aggregate, ...] = ()
