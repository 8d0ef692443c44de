"""Intervals and tests of any figure that needs all cases at once, such as an F1 or a percentile.

The figure is counted anew for each resample, so there are fewer of them than for a mean, and none where it is slow.
"""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from assistant.evaluation.statistics.intervals import SEED, SHARE, Ends, unseen
from assistant.evaluation.statistics.paired import Paired, detectable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Item = TypeVar("Item")
Of = Callable[[Sequence[Item]], float | None]
RESAMPLES = 500
SECONDS = 10.0


def aggregate_interval(
    of: Of[Item],
    items: Sequence[Item],
    clusters: Sequence[str],
    *,
    scale: Ends | None = SHARE,
    seconds: float = SECONDS,
) -> Ends | None:
    """The percentile bootstrap interval of a figure over items, resampled by cluster.

    None where that would take longer than `seconds`, and where most resamples give no figure.

    >>> aggregate_interval(max, [0.1, 0.2, 0.4], ["a", "a", "b"])
    (0.2, 0.4)
    """
    grouped = list(by_name(items, clusters).values())
    value = of(items) if items else None
    if value is None or len(grouped) < 2 or _takes(of, items) * RESAMPLES > seconds:
        return None
    found = [of(_flat(grouped, places)) for places in _drawn(len(grouped), len(grouped))]
    return _percentiles(found, value, len(grouped), scale)


def paired_figures(
    of: Of[Item],
    before: Sequence[Sequence[Item]],
    after: Sequence[Sequence[Item]],
    *,
    n: int,
    scale: Ends | None = SHARE,
    seconds: float = SECONDS,
) -> Paired | None:
    """Compare a figure of two runs, whose items are given cluster by cluster; `n` is how many cases they hold.

    The interval is of a bootstrap over clusters. The p-value is of a randomisation test that exchanges the runs in each
    cluster by chance. None where the figure has no value in a run, or would take longer than `seconds`.

    >>> runs = [[[0.0], [0.0], [0.1]], [[1.0], [1.0], [0.9]]]
    >>> found = paired_figures(lambda items: sum(items) / len(items), *runs, n=3)
    >>> found and round(found.delta, 4)
    0.9333
    """
    import numpy as np

    clusters = len(before)
    first, second = _flat(before, range(clusters)), _flat(after, range(clusters))
    old, new = (of(first), of(second)) if clusters else (None, None)
    if old is None or new is None or _takes(of, first) * RESAMPLES * 4 > seconds:
        return None
    wide = (scale[0] - scale[1], scale[1] - scale[0]) if scale else None
    moved = [_moved(of, _flat(before, places), _flat(after, places)) for places in _drawn(clusters, clusters)]
    ends = _percentiles(moved, new - old, clusters, wide)
    spread = float(np.std([one for one in moved if one is not None])) if ends else 0.0
    return Paired(
        n=n,
        before=old,
        after=new,
        delta=new - old,
        low=ends[0] if ends else None,
        high=ends[1] if ends else None,
        p=_exchanged(of, before, after, abs(new - old)),
        detectable=detectable(spread**2, 1) if spread else None,
    )


def by_name(items: Sequence[Item], names: Sequence[str]) -> dict[str, list[Item]]:
    """The items of each cluster, in the order in which the clusters come.

    >>> by_name([1, 2, 3], ["a", "b", "a"])
    {'a': [1, 3], 'b': [2]}
    """
    found: dict[str, list[Item]] = {}
    for item, name in zip(items, names, strict=True):
        found.setdefault(name, []).append(item)
    return found


def _exchanged(of: Of[Item], before: Sequence[Sequence[Item]], after: Sequence[Sequence[Item]], least: float) -> float:
    """How often so large a difference comes of exchanging the runs in each cluster by chance."""
    found = []
    for swaps in _drawn(2, len(before)):
        first = [item for place, swap in enumerate(swaps) for item in (after if swap else before)[place]]
        second = [item for place, swap in enumerate(swaps) for item in (before if swap else after)[place]]
        if (moved := _moved(of, first, second)) is not None:
            found.append(abs(moved) >= least - 1e-9 * max(1.0, least))
    return (sum(found) + 1) / (len(found) + 1)


def _moved(of: Of[Item], before: Sequence[Item], after: Sequence[Item]) -> float | None:
    old, new = of(before), of(after)
    return None if old is None or new is None else new - old


def _drawn(below: int, count: int) -> "NDArray[np.int64]":
    """For each resample `count` whole numbers from 0, drawn with replacement."""
    import numpy as np

    return np.random.default_rng(SEED).integers(0, below, (RESAMPLES, count))


def _flat(grouped: Sequence[Sequence[Item]], places: Sequence[int]) -> list[Item]:
    return [item for place in places for item in grouped[place]]


def _percentiles(found: Sequence[float | None], value: float, n: int, scale: Ends | None) -> Ends | None:
    import numpy as np

    figures = [figure for figure in found if figure is not None]
    if len(figures) < RESAMPLES / 2:
        return None
    low, high = (float(end) for end in np.percentile(figures, [2.5, 97.5]))
    return (low, high) if high > low else unseen(value, n, scale)


def _takes(of: Of[Item], items: Sequence[Item]) -> float:
    """How long the figure takes; it has been counted before, so that what it imports is there."""
    started = perf_counter()
    of(items)
    return perf_counter() - started
