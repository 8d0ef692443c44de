"""From what is recorded of a case to its score. No model and no library are asked."""

from collections.abc import Sequence
from functools import cache

from assistant.evaluation.attribution import INVALID, asks, why
from assistant.evaluation.outcomes import outcome
from assistant.evaluation.runs import Run
from assistant.evaluation.scores import Case, Metric, Score

_OF_GOLD = frozenset(("source_precision", "source_recall", "freshness"))


def score_all(run: Run) -> list[Score]:
    """The score of every case of a run, in the order of `run.cases()`."""
    from assistant.evaluation.metrics import METRICS

    return [score(case, METRICS) for case in run.cases()]


def score(case: Case, metrics: Sequence[Metric]) -> Score:
    """What a case came to, with the value of each metric that says something of it.

    A question that is invalid says nothing of how right answers are or of what was found.
    """
    came, expected = outcome(case)
    because, found = why(case, came)
    invalid = because in INVALID
    skipped = {*case.sample.metrics.skip, *(_needing_gold() if invalid else ())}
    values = {one.name: one.of(case) for one in metrics if one.name not in skipped}
    return Score(
        case=case.record.case,
        sample=case.sample.id,
        cluster=case.sample.group,
        tags=case.sample.tags,
        weight=case.sample.weight,
        must_pass=case.sample.must_pass,
        passed=None if invalid or not asks(case) else because is None and came != "wrong",
        outcome=None if invalid else came,
        why=because,
        reasons=(*found, *(expected if because is not None and not invalid else ())),
        values={name: round(value, 6) for name, value in values.items() if value is not None},
    )


@cache
def _needing_gold() -> frozenset[str]:
    """The metrics of whether an answer is right and of whether its sources were found."""
    from assistant.evaluation.metrics import excerpts, outcome, refusing, retrieval

    return _OF_GOLD | {one.name for module in (excerpts, outcome, refusing, retrieval) for one in module.METRICS}
