"""Whether the same question gets the same answer. Only questions that were asked several times count."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import combinations
from math import comb
from statistics import fmean

from assistant.citations.markers import without_markers
from assistant.evaluation.scores import Aggregate, Case, Metric, Score
from knowledge.arabic import normalise

_WORD = re.compile(r"[^\W_]+")


def repeated(cases: Sequence[Case]) -> list[list[Case]]:
    """The repeats of each turn that was asked more than once.

    A case that is given twice, as a bootstrap draws it, belongs to two turns and makes none longer.
    """
    turns: dict[tuple[str, int, int], list[Case]] = defaultdict(list)
    given: Counter[str] = Counter()
    for case in cases:
        turns[case.record.sample, case.record.turn, given[case.record.case]].append(case)
        given[case.record.case] += 1
    return [repeats for repeats in turns.values() if len(repeats) > 1]


def pass_at(k: int, n: int, passed: int) -> float:
    """How probably at least one of `k` of the `n` repeats passed: 1 - C(n - passed, k) / C(n, k).

    >>> round(pass_at(2, 4, 1), 4)
    0.5
    """
    return 1 - comb(n - passed, k) / comb(n, k)


def pass_hat(k: int, n: int, passed: int) -> float:
    """How probably all of `k` of the `n` repeats passed: C(passed, k) / C(n, k).

    >>> round(pass_hat(2, 4, 3), 4)
    0.5
    """
    return comb(passed, k) / comb(n, k)


def token_f1(one: str, other: str) -> float:
    """How far two texts have the same words, however often, markers left out.

    >>> round(token_f1("It seats nine. [1]", "It seats six people."), 4)
    0.5714
    """
    words, others = (Counter(_WORD.findall(normalise(without_markers(text).casefold()))) for text in (one, other))
    if not words and not others:
        return 1.0
    return 2 * (words & others).total() / (words.total() + others.total())


def _of_turns(cases: Sequence[Case], scores: Sequence[Score]) -> Iterator[list[Score]]:
    scored = {score.case: score for score in scores}
    for repeats in repeated(cases):
        found = [scored[case.record.case] for case in repeats if case.record.case in scored]
        if len(found) > 1:
            yield found


def _counted(cases: Sequence[Case], scores: Sequence[Score]) -> Sequence[Case]:
    return [case for repeats in repeated(cases) for case in repeats]


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return fmean(found) if found else None


def _flips(cases: Sequence[Case], scores: Sequence[Score]) -> float | None:
    return _mean(len({(one.outcome, one.passed) for one in found}) > 1 for found in _of_turns(cases, scores))


def _passes(every: bool, cases: Sequence[Case], scores: Sequence[Score]) -> float | None:
    turns = [found for found in _of_turns(cases, scores) if all(one.passed is not None for one in found)]
    k = min(map(len, turns), default=0)
    of = pass_hat if every else pass_at
    return _mean(of(k, len(found), sum(bool(one.passed) for one in found)) for found in turns)


def _agreement(cases: Sequence[Case], scores: Sequence[Score]) -> float | None:
    texts = ([case.answer.text for case in repeats if case.answer] for repeats in repeated(cases))
    return _mean(fmean(token_f1(*pair) for pair in combinations(found, 2)) for found in texts if len(found) > 1)


AGGREGATES: tuple[Aggregate, ...] = (
    Aggregate(
        name="flip_rate",
        about="Questions asked several times whose answers do not all come to the same.",
        source="AeroCite: another outcome, or passed and failed, among the repeats of a question",
        of=_flips,
        counted=_counted,
        higher=False,
    ),
    Aggregate(
        name="pass_at_k",
        about="How probably one of k repeats passes, k being the fewest repeats that a question has.",
        source="pass@k, Chen et al. 2021 (arXiv 2107.03374)",
        of=partial(_passes, False),
        counted=_counted,
    ),
    Aggregate(
        name="pass_hat_k",
        about="How probably all of k repeats pass, k being the fewest repeats that a question has.",
        source="pass^k, tau-bench, Yao et al. 2024 (arXiv 2406.12045)",
        of=partial(_passes, True),
        counted=_counted,
    ),
    Aggregate(
        name="text_agreement",
        about="How far two answers to the same question have the same words, over all pairs of repeats.",
        source="Token F1 as in SQuAD, Rajpurkar et al. 2016, articles kept, between repeats",
        of=_agreement,
        counted=_counted,
        unit="score",
    ),
)
METRICS: tuple[Metric, ...] = ()
