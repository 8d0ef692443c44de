"""Whether an answer's confidence tells the right answers from the others.

Looked at is every case that must be answered or must be refused, whose answer gives a confidence from 0 to 1. It is
right if a question that must be answered was answered correctly. One that must be refused is never right, whatever was
done with it: confidence says how surely the library states what was asked, and should be low there.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from statistics import fmean
from typing import NamedTuple

from assistant.evaluation.scores import Aggregate, Case, Metric, Score

_LEAST, _BINS = 10, 10
_RISK = 0.05


class Sure(NamedTuple):
    """How sure an answer was, and whether it was right."""

    confidence: float
    right: bool


class Bin(NamedTuple):
    """Answers of about the same confidence: its mean, the share that was right, and how many there are."""

    confidence: float
    right: float
    n: int


def right(case: Case, score: Score) -> bool:
    """Whether a question that must be answered was answered correctly."""
    return not case.expect.must_refuse and score.outcome == "correct"


def judged(cases: Sequence[Case], scores: Sequence[Score]) -> list[Sure]:
    """The answers that count, surest first."""
    found = [Sure(sure, right(case, score)) for case, score, sure in _sure(cases, scores)]
    return sorted(found, key=lambda one: -one.confidence)


def _sure(cases: Sequence[Case], scores: Sequence[Score]) -> Iterator[tuple[Case, Score, float]]:
    scored = {score.case: score for score in scores}
    for case in cases:
        score, answer = scored.get(case.record.case), case.record.answer
        if score is None or score.outcome is None or answer is None or (sure := answer.confidence) is None:
            continue
        if 0 <= sure <= 1 and (case.expect.must_answer or case.expect.must_refuse):
            yield case, score, sure


def _counted(cases: Sequence[Case], scores: Sequence[Score]) -> Sequence[Case]:
    return [case for case, _, _ in _sure(cases, scores)]


def risk_coverage(cases: Sequence[Case], scores: Sequence[Score]) -> list[tuple[float, float]]:
    """Of the 1, 2, … n surest answers: which share of all they are, and how many of them are not right."""
    return _curve(judged(cases, scores))


def reliability(cases: Sequence[Case], scores: Sequence[Score]) -> list[Bin]:
    """Answers by confidence, least sure first, in at most 10 bins of about as many each, and of 10 or more.

    Equal confidences stay together; there are no bins of fewer than 10 answers.
    """
    found = judged(cases, scores)[::-1]
    size = max(_LEAST, -(-len(found) // _BINS))
    bins: list[list[Sure]] = [[]]
    for _, tied in groupby(found, key=lambda one: one.confidence):
        if len(bins[-1]) >= size:
            bins.append([])
        bins[-1] += tied
    if len(bins) > 1 and len(bins[-1]) < _LEAST:
        bins[-2:] = [bins[-2] + bins[-1]]
    return [
        Bin(fmean(one.confidence for one in ones), fmean(one.right for one in ones), len(ones))
        for ones in bins
        if len(ones) >= _LEAST
    ]


def _curve(found: Sequence[Sure]) -> list[tuple[float, float]]:
    """Answers that are equally sure stand in no order: each takes its share of what is wrong among them."""
    curve, taken, wrong = [], 0, 0.0
    for _, group in groupby(found, key=lambda one: one.confidence):
        rights = [one.right for one in group]
        each = rights.count(False) / len(rights)
        for _ in rights:
            taken, wrong = taken + 1, wrong + each
            curve.append((taken / len(found), wrong / taken))
    return curve


def _aurc(found: Sequence[Sure]) -> float:
    return fmean(risk for _, risk in _curve(found))


def _auarc(found: Sequence[Sure]) -> float:
    return 1 - _aurc(found)


def _excess(found: Sequence[Sure]) -> float:
    """Above what an order would give in which all that is wrong comes last."""
    best = sorted(found, key=lambda one: not one.right)
    return _aurc(found) - _aurc([Sure(-place, one.right) for place, one in enumerate(best)])


def _coverage(found: Sequence[Sure]) -> float:
    # A sum of shares may be off in its last digits.
    return max((coverage for coverage, risk in _curve(found) if risk <= _RISK + 1e-9), default=0.0)


def _brier(found: Sequence[Sure]) -> float:
    return fmean((one.confidence - one.right) ** 2 for one in found)


def _of(figure: Callable[[Sequence[Sure]], float], cases: Sequence[Case], scores: Sequence[Score]) -> float | None:
    found = judged(cases, scores)
    return figure(found) if found else None


def _ece(cases: Sequence[Case], scores: Sequence[Score]) -> float | None:
    bins = reliability(cases, scores)
    if not bins:
        return None
    return sum(one.n * abs(one.right - one.confidence) for one in bins) / sum(one.n for one in bins)


_RISKS = "Geifman et al. 2019 (arXiv 1805.08206), with ties shared"
METRICS: tuple[Metric, ...] = ()
AGGREGATES: tuple[Aggregate, ...] = (
    Aggregate(
        name="aurc",
        about="Mean share of answers that are not right among the 1, 2, … n surest.",
        source=_RISKS,
        of=partial(_of, _aurc),
        counted=_counted,
        unit="score",
        higher=False,
    ),
    Aggregate(
        name="e_aurc",
        about="What aurc is above that of a confidence that puts all right answers first.",
        source=f"{_RISKS}; the best order is computed, not approximated",
        of=partial(_of, _excess),
        counted=_counted,
        unit="score",
        higher=False,
    ),
    Aggregate(
        name="auarc",
        about="Mean share of right answers among the 1, 2, … n surest.",
        source="Accuracy-rejection curves, Nadeem et al. 2009, with ties shared",
        of=partial(_of, _auarc),
        counted=_counted,
        unit="score",
    ),
    Aggregate(
        name="coverage_at_risk_5",
        about="The largest share of answers, taken from the surest down, of which at most 5 % are not right.",
        source="Selective classification, Geifman & El-Yaniv 2017 (arXiv 1705.08500)",
        of=partial(_of, _coverage),
        counted=_counted,
    ),
    Aggregate(
        name="brier",
        about="Mean square of confidence minus 1 for a right answer, or minus 0 for any other.",
        source="Brier 1950",
        of=partial(_of, _brier),
        counted=_counted,
        unit="score",
        higher=False,
    ),
    Aggregate(
        name="ece",
        about="How far confidence is from the share of right answers, over bins of equal mass with 10 answers or more.",
        source="ECE of Guo et al. 2017 (arXiv 1706.04599) with the bins of Nguyen & O'Connor 2015 (arXiv 1508.05154)",
        of=_ece,
        counted=_counted,
        unit="score",
        higher=False,
    ),
)
