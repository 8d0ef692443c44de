"""Intervals and tests over the cases of a run: pure functions over numbers and names of clusters.

Cases of one cluster, such as questions on one article, are not independent: they are resampled and flipped together.
"""

from assistant.evaluation.statistics.aggregates import aggregate_interval as aggregate_interval
from assistant.evaluation.statistics.aggregates import by_name as by_name
from assistant.evaluation.statistics.aggregates import paired_figures as paired_figures
from assistant.evaluation.statistics.agreement import cohen_kappa as cohen_kappa
from assistant.evaluation.statistics.agreement import ppi as ppi
from assistant.evaluation.statistics.intervals import SHARE as SHARE
from assistant.evaluation.statistics.intervals import interval as interval
from assistant.evaluation.statistics.intervals import mean as mean
from assistant.evaluation.statistics.intervals import mean_interval as mean_interval
from assistant.evaluation.statistics.intervals import wilson as wilson
from assistant.evaluation.statistics.paired import Paired as Paired
from assistant.evaluation.statistics.paired import detectable as detectable
from assistant.evaluation.statistics.paired import holm as holm
from assistant.evaluation.statistics.paired import mcnemar as mcnemar
from assistant.evaluation.statistics.paired import paired as paired
