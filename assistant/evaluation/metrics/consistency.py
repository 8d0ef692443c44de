"""Being written."""

from assistant.evaluation.scores import Aggregate, Metric

METRICS: tuple[Metric, ...] = ()
AGGREGATES: tuple[Aggregate, ...] = ()
