"""How far a judge can be trusted: its agreement with people, and a mean that their labels correct."""

from collections import Counter
from collections.abc import Hashable, Sequence
from math import sqrt
from statistics import fmean, variance


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """Agreement beyond chance of two who labelled the same things (Cohen 1960); None where chance explains it all.

    >>> cohen_kappa(["yes", "yes", "no", "no"], ["yes", "no", "no", "no"])
    0.5
    """
    n = len(first)
    agreed = sum(a == b for a, b in zip(first, second, strict=True))
    mine, theirs = Counter(first), Counter(second)
    by_chance = sum(mine[label] * theirs[label] for label in mine)
    return None if by_chance == n * n else (agreed * n - by_chance) / (n * n - by_chance)


def ppi(judge_all: Sequence[float], human: Sequence[float], judge_labelled: Sequence[float]) -> tuple[float, float]:
    """The judge's mean, corrected by those cases that people labelled too, and its standard error.

    Prediction-powered inference (Angelopoulos and others 2023): `mean(judge, all N) + mean(human - judge, n labelled)`
    with `SE² = var(judge) / N + var(human - judge) / n`.

    >>> theta, error = ppi([1, 1, 0, 1], [0, 1], [1, 1])
    >>> theta, round(error, 4)
    (0.25, 0.559)
    """
    if len(judge_all) < 2 or len(human) < 2:
        raise ValueError("it takes at least two cases and two labels")
    errors = [person - judge for person, judge in zip(human, judge_labelled, strict=True)]
    squared = variance(judge_all) / len(judge_all) + variance(errors) / len(errors)
    return fmean(judge_all) + fmean(errors), sqrt(squared)
