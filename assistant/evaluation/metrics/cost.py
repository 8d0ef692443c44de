"""What answers cost, in tokens and money. An answer from the cache counts as what it cost when it was made."""

from collections.abc import Sequence

from assistant.evaluation.metrics.confidence import right
from assistant.evaluation.scores import Aggregate, Case, Metric, Score


def _tokens_in(case: Case) -> float | None:
    return case.answer.usage.input_tokens if case.answer and case.answer.usage else None


def _tokens_out(case: Case) -> float | None:
    return case.answer.usage.output_tokens if case.answer and case.answer.usage else None


def _cost(case: Case) -> float | None:
    return case.record.cost


def _total(cases: Sequence[Case], scores: Sequence[Score]) -> float | None:
    """None, which is unknown, where an answer's cost is unknown; an error without a cost counts as nothing."""
    costs = [case.record.cost for case in cases if case.answer is not None or case.record.cost is not None]
    known = [cost for cost in costs if cost is not None]
    return sum(known) if costs and len(known) == len(costs) else None


def _per_right(cases: Sequence[Case], scores: Sequence[Score]) -> float | None:
    total, scored = _total(cases, scores), {score.case: score for score in scores}
    count = sum(right(case, scored[case.record.case]) for case in cases if case.record.case in scored)
    return total / count if total is not None and count else None


_USAGE = "Tokens as the model's interface counts them"
_PRICES = "Tokens times the prices that are set"
METRICS: tuple[Metric, ...] = (
    Metric(
        name="tokens_in",
        about="Tokens that the chat model read for an answer.",
        source=_USAGE,
        of=_tokens_in,
        unit="count",
        higher=False,
    ),
    Metric(
        name="tokens_out",
        about="Tokens that the chat model wrote for an answer.",
        source=_USAGE,
        of=_tokens_out,
        unit="count",
        higher=False,
    ),
    Metric(
        name="cost",
        about="What an answer cost, in dollars; nothing is said where no price is known.",
        source=_PRICES,
        of=_cost,
        unit="money",
        higher=False,
    ),
)
AGGREGATES: tuple[Aggregate, ...] = (
    Aggregate(
        name="cost_total",
        about="What all answers cost, in dollars; unknown if the cost of one is.",
        source=_PRICES,
        of=_total,
        unit="money",
        higher=False,
    ),
    Aggregate(
        name="cost_per_right",
        about="What all answers cost for each right one, in dollars; unknown if the cost of one is.",
        source=_PRICES,
        of=_per_right,
        unit="money",
        higher=False,
    ),
)
