"""Every figure that a run is measured by. Each says what it is and where its definition is from."""

from difflib import get_close_matches

from assistant.errors import BadSetting
from assistant.evaluation.metrics import (
    altered,
    citing,
    confidence,
    consistency,
    cost,
    excerpts,
    freshness,
    outcome,
    refusing,
    retrieval,
    speed,
    stability,
    supporting,
)
from assistant.evaluation.scores import Aggregate, Metric

_GROUPS = (
    outcome,
    refusing,
    citing,
    supporting,
    excerpts,
    consistency,
    freshness,
    retrieval,
    confidence,
    stability,
    altered,
    speed,
    cost,
)
METRICS: tuple[Metric, ...] = tuple(one for group in _GROUPS for one in group.METRICS)
"""Figures of a case, whose mean is reported."""
AGGREGATES: tuple[Aggregate, ...] = tuple(one for group in _GROUPS for one in group.AGGREGATES)
"""Figures of a whole run."""


def metric(name: str) -> Metric | Aggregate:
    """The metric of a name.

    >>> metric("fused.recall@10").source
    'R@10, ir-measures'
    """
    known: dict[str, Metric | Aggregate] = {one.name: one for one in METRICS}
    known |= {one.name: one for one in AGGREGATES}
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"Do you mean '{near[0]}'?" if near else f"There are: {', '.join(sorted(known))}."
    raise BadSetting(f"There is no metric '{name}'.", hint=hint)
