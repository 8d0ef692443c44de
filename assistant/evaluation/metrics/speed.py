"""How long answers take. Errors and the cache do not count; the first answer of a run, a cold one, is apart."""

from collections.abc import Callable, Sequence
from functools import partial

from assistant.evaluation.scores import Aggregate, Case, Metric, Score

STAGES = {
    "rewrite": "making a follow-up stand alone",
    "plan": "planning the search",
    "retrieve": "searching",
    "weigh": "weighing what was found",
    "write": "writing and checking",
    "suggest": "suggesting next questions",
    "total": "the whole road inside the assistant",
}
"""What an answer's `timings_ms` tells, beside `first_text`: when the first words came."""
Latency = Callable[[Case], float | None]


def fresh(cases: Sequence[Case]) -> list[Case]:
    """The cases that were answered in this run, in the order they were asked."""
    return sorted(_answered(cases), key=lambda case: case.record.asked_at)


def _answered(cases: Sequence[Case]) -> list[Case]:
    records = ((case, case.record) for case in cases)
    return [case for case, one in records if one.answer is not None and one.status == "ok" and not one.cached]


def _warm(cases: Sequence[Case]) -> list[Case]:
    """All of them but the first, in no order: a percentile needs none, and is counted for each resample."""
    found = _answered(cases)
    if found:
        del found[min(range(len(found)), key=lambda place: found[place].record.asked_at)]
    return found


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The value that so many per cent do not exceed, between two values in proportion (numpy's default).

    >>> percentile([10, 20, 30, 40], 50), percentile([], 95)
    (25.0, None)
    """
    import numpy

    return float(numpy.percentile(values, percent)) if len(values) else None


def _whole(case: Case) -> float | None:
    return case.record.latency_ms


def _stage(name: str, case: Case) -> float | None:
    answer = case.record.answer
    return answer.timings_ms.get(name) if answer else None


def _percentile(latency: Latency, percent: float, cases: Sequence[Case], scores: Sequence[Score]) -> float | None:
    return percentile([value for case in _warm(cases) if (value := latency(case)) is not None], percent)


def _counted(latency: Latency, cases: Sequence[Case], scores: Sequence[Score]) -> Sequence[Case]:
    return [case for case in _warm(cases) if latency(case) is not None]


def _first(cases: Sequence[Case], scores: Sequence[Score]) -> Sequence[Case]:
    return fresh(cases)[:1]


def _cold(cases: Sequence[Case], scores: Sequence[Score]) -> float | None:
    found = fresh(cases)
    return found[0].record.latency_ms if found else None


def _both(name: str, what: str, latency: Latency, source: str) -> tuple[Aggregate, ...]:
    return tuple(
        Aggregate(
            name=f"{name}_p{percent}_ms",
            about=f"{words} of {what}, in milliseconds, without the first answer, errors and the cache.",
            source=f"{source}; percentile by linear interpolation (Hyndman & Fan 1996, type 7)",
            of=partial(_percentile, latency, percent),
            unit="ms",
            higher=False,
            counted=partial(_counted, latency),
        )
        for percent, words in ((50, "The median time"), (95, "The time that 95 % do not exceed"))
    )


METRICS: tuple[Metric, ...] = ()
AGGREGATES: tuple[Aggregate, ...] = (
    *_both("latency", "an answer", _whole, "Wall time of the call"),
    Aggregate(
        name="latency_cold_ms",
        about="The time of the first answer of the run, which loads models and indexes, in milliseconds.",
        source="Wall time of the call",
        of=_cold,
        unit="ms",
        higher=False,
        counted=_first,
    ),
    *_both("first_text", "waiting for the first words", partial(_stage, "first_text"), "timings_ms of the answer"),
    *(
        one
        for name, what in STAGES.items()
        for one in _both(name, what, partial(_stage, name), "timings_ms of the answer")
    ),
)
