"""Whether two runs of the same cases differ: by how much, how surely, and what difference would have shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from assistant.evaluation.statistics.intervals import (
    SEED,
    SHARE,
    Ends,
    by_cluster,
    effective,
    mean,
    mean_interval,
    wilson,
)

if TYPE_CHECKING:
    from assistant.evaluation.statistics.intervals import Floats

FLIPS = 10_000
EXACT = 20
"""Up to so many differences every way to flip them is looked at: 2 to the 20th is a million."""
_ROWS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """The difference of two figures over the same `n` cases: `delta` is `after` minus `before`, with its 95 % interval.

    `p` is that of a randomisation test (McNemar's exact test for yes and no). `detectable` is the smallest difference
    that so many cases could show with 80 % power.
    """

    n: int
    before: float
    after: float
    delta: float
    low: float | None
    high: float | None
    p: float
    detectable: float | None = None


def paired(
    before: Sequence[float],
    after: Sequence[float],
    clusters: Sequence[str],
    weights: Sequence[float] | None = None,
    *,
    scale: Ends | None = SHARE,
) -> Paired:
    """Compare two runs case by case: a bootstrap interval, and a randomisation test that flips signs by cluster.

    Randomisation, bootstrap and t-test agree in practice, unlike Wilcoxon's and the sign test (Smucker, Allan &
    Carterette 2007). For yes and no of independent cases the p-value is McNemar's exact one.

    >>> found = paired([0, 0, 0, 1, 1, 0], [1, 1, 1, 1, 1, 1], list("abcdef"))
    >>> round(found.delta, 4), found.p == mcnemar(0, 4) == 0.125
    (0.6667, True)
    """
    if not before:
        raise ValueError("there is nothing to compare")
    differences = [second - first for first, second in zip(before, after, strict=True)]
    wide = None if scale is None or not _within(scale, before, after) else (scale[0] - scale[1], scale[1] - scale[0])
    ends = mean_interval(differences, clusters, weights, scale=wide)
    sums, sizes = by_cluster(differences, clusters, weights)
    return Paired(
        n=len(before),
        before=mean(before, weights),
        after=mean(after, weights),
        delta=mean(differences, weights),
        low=ends[0] if ends else None,
        high=ends[1] if ends else None,
        p=sign_flip(sums),
        detectable=_detectable(sums, sizes, wide),
    )


def sign_flip(differences: "Floats") -> float:
    """How often a sum as far from 0 comes of flipping the signs of the differences by chance, two-sided.

    Exact for up to 20 differences that are not 0 and, as McNemar's test, where all are of one size; else of 10,000
    flips, the given one counted too (Davison & Hinkley 1997).
    """
    import numpy as np

    moved = differences[np.abs(differences) > 1e-12]
    if not len(moved):
        return 1.0
    if np.ptp(np.abs(moved)) < 1e-12:
        return mcnemar(int((moved < 0).sum()), int((moved > 0).sum()))
    least = abs(moved.sum()) - 1e-9 * np.abs(moved).sum()
    if len(moved) <= EXACT:
        # All sums with the first sign kept; the others mirror them.
        sums = np.array([moved[0]])
        for one in moved[1:]:
            sums = np.concatenate([sums + one, sums - one])
        return float((np.abs(sums) >= least).mean())
    source = np.random.default_rng(SEED)
    reached = 0
    for _ in range(0, FLIPS, _ROWS):
        signs = source.integers(0, 2, (_ROWS, len(moved)), dtype=np.int8)
        reached += int((np.abs((2.0 * signs - 1.0) @ moved) >= least).sum())
    return (reached + 1) / (FLIPS + 1)


def mcnemar(broken: int, fixed: int) -> float:
    """McNemar's exact test, two-sided, of the cases that only one of two runs passes (McNemar 1947).

    Six that flip one way, none the other, is the least that shows a difference:

    >>> mcnemar(0, 6), mcnemar(0, 5)
    (0.03125, 0.0625)
    """
    flips = broken + fixed
    tail = sum(comb(flips, k) for k in range(min(broken, fixed) + 1))
    return float(min(1.0, 2 * tail / 2**flips))


def holm(ps: Sequence[float]) -> tuple[float, ...]:
    """The p-values after Holm's correction for having tested several (Holm 1979), in the order given.

    >>> holm([0.01, 0.04, 0.03])
    (0.03, 0.06, 0.06)
    """
    adjusted = [0.0] * len(ps)
    largest = 0.0
    for rank, place in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        largest = max(largest, min(1.0, (len(ps) - rank) * ps[place]))
        adjusted[place] = largest
    return tuple(adjusted)


def detectable(discordance: float, n: float, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """The smallest difference that a paired comparison of `n` cases shows with that power (normal approximation).

    `discordance` is the share of cases that the runs judge differently; of a metric it is the mean squared difference.

    >>> round(detectable(0.1, 100), 3)
    0.089
    """
    normal = NormalDist()
    return float((normal.inv_cdf(1 - alpha / 2) + normal.inv_cdf(power)) * sqrt(discordance / n))


def _detectable(sums: "Floats", sizes: "Floats", wide: Ends | None) -> float | None:
    """`detectable` with the spread that the clusters show; where none differs, with as much as may have been unseen."""
    total = float(sizes.sum())
    spread = float((sums**2).sum()) / total**2
    if spread > 0:
        return detectable(spread, 1)
    if wide is None:
        return None
    n = effective(sizes)
    return detectable(wilson(0, n)[1] * wide[1] ** 2, n)


def _within(scale: Ends, *runs: Sequence[float]) -> bool:
    return all(scale[0] <= value <= scale[1] for values in runs for value in values)
