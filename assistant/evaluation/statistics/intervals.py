"""95 % intervals of shares and means, with cases resampled by cluster."""

from collections.abc import Sequence
from functools import lru_cache
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

Ends = tuple[float, float]
SHARE: Ends = (0.0, 1.0)
Z = NormalDist().inv_cdf(0.975)
RESAMPLES = 5_000
SEED = 0
"""What chance is drawn from, so that a run has the same figures whenever they are counted."""
_ROWS = 500
"""So many resamples are drawn at once, which bounds the memory that a large suite takes."""


def wilson(successes: float, n: float) -> Ends:
    """The interval of a share (Wilson 1927), which keeps a width at 0 and 1: about 3/n, the rule of three, at 0.

    >>> [round(end, 4) for end in wilson(8, 10)], [round(end, 4) for end in wilson(0, 100)]
    ([0.4902, 0.9433], [0.0, 0.037])
    """
    if n <= 0:
        raise ValueError("a share of nothing has no interval")
    share = successes / n
    centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    # Rounding must not leave the ends a hair inside: the interval holds the share itself.
    return max(0.0, min(centre - half, share)), min(1.0, max(centre + half, share))


def mean(values: Sequence[float], weights: Sequence[float] | None = None) -> float:
    """The mean, weighted where weights are given.

    >>> mean([1, 0], [3, 1])
    0.75
    """
    weights = weights or [1.0] * len(values)
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / sum(weights)


def interval(
    values: Sequence[float],
    clusters: Sequence[str],
    weights: Sequence[float] | None = None,
    *,
    scale: Ends | None = SHARE,
) -> Ends | None:
    """The interval of a mean: Wilson's for independent yes and no, else `mean_interval`.

    >>> interval([1, 1, 0, 1], ["a", "b", "c", "d"]) == wilson(3, 4)
    True
    >>> interval([0, 0, 0], ["a", "b", "c"], scale=None)  # three costs, not three times no
    (0.0, 0.0)
    """
    plain = weights is None or len(set(weights)) == 1
    if scale == SHARE and values and plain and set(values) <= {0, 1} and len(set(clusters)) == len(values):
        return wilson(sum(values), len(values))
    return mean_interval(values, clusters, weights, scale=scale)


def mean_interval(
    values: Sequence[float],
    clusters: Sequence[str],
    weights: Sequence[float] | None = None,
    *,
    scale: Ends | None = SHARE,
) -> Ends | None:
    """The interval of a mean by the BCa bootstrap (Efron 1987) over clusters, 5,000 resamples.

    `scale` is where values can lie, None where there is no end. It matters where all clusters have the same mean and
    resampling shows no width: see `unseen`. None where nothing can be said, such as for a single value without a scale.
    """
    if not values:
        return None
    sums, sizes = by_cluster(values, clusters, weights)
    if (sums / sizes).max() - (sums / sizes).min() < 1e-12:
        return unseen(float(sums[0] / sizes[0]), effective(sizes), scale)
    low, high = _bca(sums, sizes)
    return (low, high) if high > low else unseen(float(sums.sum() / sizes.sum()), effective(sizes), scale)


def unseen(value: float, n: float, scale: Ends | None) -> Ends | None:
    """The interval where every one of `n` showed the same value: never of no width for a share.

    That none of them differs leaves room for a share of others that do, up to Wilson's bound for 0 of `n`; at worst
    they lie at the ends of the scale. At 0 and at 1 this is Wilson's interval itself.

    >>> unseen(1.0, 20, (0, 1)) == wilson(20, 20)
    True
    """
    if scale is None or not scale[0] <= value <= scale[1]:
        return (value, value) if n > 1 else None
    others = wilson(0, n)[1]
    return value - others * (value - scale[0]), value + others * (scale[1] - value)


def by_cluster(
    values: Sequence[float], clusters: Sequence[str], weights: Sequence[float] | None = None
) -> tuple["Floats", "Floats"]:
    """The weighted sum of each cluster's values, and the sum of its weights."""
    import numpy as np

    numbers = {name: number for number, name in enumerate(dict.fromkeys(clusters))}
    members = np.array([numbers[name] for name in clusters])
    heavy = np.ones(len(values)) if weights is None else np.asarray(weights, dtype=float)
    sums = np.bincount(members, np.asarray(values, dtype=float) * heavy)
    return sums.astype(float), np.bincount(members, heavy).astype(float)


def effective(sizes: "Floats") -> float:
    """How many clusters of one size say as much as these (Kish 1965)."""
    return float(sizes.sum() ** 2 / (sizes**2).sum())


def _bca(sums: "Floats", sizes: "Floats") -> Ends:
    """The percentiles of the resampled means, moved for their bias and for how the mean's spread depends on it."""
    import numpy as np

    normal = NormalDist()
    value = sums.sum() / sizes.sum()
    means = _resampled(sums, sizes)
    # A resample with the mean itself counts half; which it is must not hang on the order of a sum.
    hair = 1e-12 * np.abs(means).max()
    below = ((means < value - hair).mean() + (means <= value + hair).mean()) / 2
    left_out = (sums.sum() - sums) / (sizes.sum() - sizes)
    skew = left_out.mean() - left_out
    acceleration = (skew**3).sum() / (6 * (skew**2).sum() ** 1.5)
    bias = normal.inv_cdf(float(np.clip(below, 0.5 / RESAMPLES, 1 - 0.5 / RESAMPLES)))
    moved = [bias + (bias + z) / (1 - acceleration * (bias + z)) for z in (-Z, Z)]
    low, high = np.percentile(means, [100 * normal.cdf(float(z)) for z in moved])
    return float(low), float(high)


def _resampled(sums: "Floats", sizes: "Floats") -> "Floats":
    """The mean of each resample, as one product of how often each cluster is drawn with the clusters' sums."""
    import numpy as np

    often = _counts(len(sums))
    both = np.column_stack([sums, sizes])
    drawn = np.concatenate([often[at : at + _ROWS].astype(float) @ both for at in range(0, RESAMPLES, _ROWS)])
    return np.asarray(drawn[:, 0] / drawn[:, 1], dtype=float)


@lru_cache(maxsize=8)
def _counts(clusters: int) -> "NDArray[np.uint8]":
    """How often each cluster is drawn in each resample; metrics with as many clusters share it."""
    import numpy as np

    source = np.random.default_rng(SEED)
    found = np.empty((RESAMPLES, clusters), dtype=np.uint8)
    rows = np.arange(_ROWS)[:, None] * clusters
    for at in range(0, RESAMPLES, _ROWS):
        drawn = source.integers(0, clusters, (_ROWS, clusters)) + rows
        found[at : at + _ROWS] = np.bincount(drawn.ravel(), minlength=_ROWS * clusters).reshape(_ROWS, clusters)
    return found
