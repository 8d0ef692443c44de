"""A run in figures, each with how many cases it counts and its 95 % interval."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import fmean
from typing import Any

from assistant.evaluation import statistics
from assistant.evaluation.runs import Run
from assistant.evaluation.scores import Aggregate, Case, Figure, Metric, Score, Summary, Unit, Why
from assistant.evaluation.suite import Sample

HEADLINE = "pass_rate"
INVALID: frozenset[Why | None] = frozenset({"invalid_gold", "not_in_library"})
"""Why a case says nothing of the system: the library does not hold what was expected of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A turn of a sample with its repeats averaged, so that a question asked five times counts once.

    `passed` is the share of its repeats that passed, `why` is that of the first that did not.
    """

    name: str
    cluster: str
    tags: tuple[str, ...]
    weight: float
    passed: float | None
    why: Why | None
    values: Mapping[str, float]


def summarise(
    run: Run, scores: Sequence[Score], *, metrics: Sequence[Metric], aggregates: Sequence[Aggregate]
) -> Summary:
    """The figures of a run. Invalid cases are counted and left out of every figure; errors count as failed.

    `cases`, `passed`, `failed`, `invalid`, `errors` and `why` count each repeat, while a figure's `n` counts points.
    Only the pass rate is weighted; other metrics are plain means, as where they were published.
    """
    found = list(points(scores).values())
    valid = [score for score in scores if score.why not in INVALID]
    figures = {HEADLINE: figure(found, HEADLINE)}
    for metric in metrics:
        figures[metric.name] = figure(found, metric.name, unit=metric.unit, higher=metric.higher)
    paired = with_cases(run, scores)
    for aggregate in aggregates:
        figures[aggregate.name] = _aggregated(aggregate, paired)
    tags = sorted({tag for score in scores for tag in score.tags})
    by_tag = {tag: figure([point for point in found if tag in point.tags], HEADLINE) for tag in tags}
    return Summary(
        run=run.manifest.name or run.folder.name,
        cases=len(scores),
        passed=sum(_passed(score) is True for score in valid),
        failed=sum(_passed(score) is False for score in valid),
        invalid=len(scores) - len(valid),
        errors=sum(record.status != "ok" for record in run.records),
        unasked=_unasked(run),
        figures={name: one for name, one in figures.items() if one.n},
        by_tag={tag: one for tag, one in by_tag.items() if one.n},
        why=dict(Counter(score.why for score in scores if score.why).most_common()),
    )


def _unasked(run: Run) -> int:
    """How many samples lack a turn or a repeat. After an error the later turns of a script are not asked."""
    records = {(record.sample, record.turn, record.repeat): record for record in run.records}

    def whole(sample: Sample, repeat: int) -> bool:
        for number, turn in enumerate(sample.script):
            if turn.answer is None:
                if (record := records.get((sample.id, number, repeat))) is None:
                    return False
                if record.answer is None:
                    break
        return True

    repeats = run.manifest.options.get("repeats")
    return sum(
        not all(whole(sample, one) for one in range(repeats or sample.repeats)) for sample in run.suite.questions
    )


def with_cases(run: Run, scores: Sequence[Score]) -> list[tuple[Case, Score]]:
    """Every valid score with what was scored, which aggregates look at."""
    cases = {case.record.case: case for case in run.cases()}
    return [(cases[one.case], one) for one in scores if one.why not in INVALID and one.case in cases]


def points(scores: Sequence[Score]) -> dict[str, Point]:
    """What figures count: every valid case by the name of its turn (see `runs.place`), its repeats averaged."""
    repeats: dict[str, list[Score]] = {}
    for score in scores:
        if score.why not in INVALID:
            repeats.setdefault(turn_of(score), []).append(score)
    return {name: _point(name, same) for name, same in repeats.items()}


def turn_of(score: Score) -> str:
    """The case without its repeat.

    >>> turn_of(Score(case="no#1.2#3", sample="no#1", cluster=""))
    'no#1.2'
    """
    return score.sample + score.case.removeprefix(score.sample).partition("#")[0]


def value_of(point: Point, name: str) -> float | None:
    """A point's value of a metric, or what it passed."""
    return point.passed if name == HEADLINE else point.values.get(name)


def figure(found: Collection[Point], name: str, *, unit: Unit = "share", higher: bool = True) -> Figure:
    """The mean of a metric over points, with its interval; of the pass rate the weighted mean."""
    counted = [(point, value) for point in found if (value := value_of(point, name)) is not None]
    if not counted:
        return Figure(name=name, value=None, n=0, unit=unit, higher=higher)
    values = [value for _, value in counted]
    weights = [point.weight for point, _ in counted] if name == HEADLINE else None
    clusters = [point.cluster for point, _ in counted]
    ends = statistics.interval(values, clusters, weights, scale=scale(unit)) or (None, None)
    mean = statistics.mean(values, weights)
    return Figure(name=name, value=mean, n=len(values), low=ends[0], high=ends[1], unit=unit, higher=higher)


def scale(unit: Unit) -> tuple[float, float] | None:
    """Where values of a unit can lie, None where there is no end."""
    return statistics.SHARE if unit == "share" else None


def summary_to_json(summary: Summary) -> dict[str, Any]:
    """The summary as plain JSON types."""
    written: dict[str, Any] = _summaries().dump_python(summary, mode="json")
    return written


def summary_from_json(value: Mapping[str, Any]) -> Summary:
    """The summary that `summary_to_json` wrote.

    >>> one = Figure(name="pass_rate", value=0.5, n=2, low=0.0945, high=0.9055)
    >>> summary = Summary(run="r", cases=2, passed=1, failed=1, invalid=0, errors=0, figures={"pass_rate": one})
    >>> summary_from_json(summary_to_json(summary)) == summary
    True
    """
    summary: Summary = _summaries().validate_python(value)
    return summary


def _point(name: str, repeats: Sequence[Score]) -> Point:
    first = repeats[0]
    passes = [passed for score in repeats if (passed := _passed(score)) is not None]
    values: dict[str, list[float]] = {}
    for score in repeats:
        for metric, value in score.values.items():
            values.setdefault(metric, []).append(value)
    return Point(
        name=name,
        cluster=first.cluster,
        tags=first.tags,
        weight=first.weight,
        passed=fmean(passes) if passes else None,
        why=next((score.why for score in repeats if score.why), None),
        values={metric: fmean(found) for metric, found in values.items()},
    )


def _passed(score: Score) -> bool | None:
    return False if score.why == "error" else score.passed


def _aggregated(aggregate: Aggregate, paired: Sequence[tuple[Case, Score]]) -> Figure:
    """An aggregate sees every repeat; its `n` counts points as that of other figures does."""
    cases, scores = [case for case, _ in paired], [score for _, score in paired]
    value = aggregate.of(cases, scores)
    counted = aggregate.counted(cases, scores) if aggregate.counted else cases
    n = len({(case.record.sample, case.record.turn) for case in counted})
    if value is None or not n:
        return Figure(name=aggregate.name, value=None, n=0, unit=aggregate.unit, higher=aggregate.higher)
    ends = n > 1 and statistics.aggregate_interval(
        lambda drawn: aggregate.of([case for case, _ in drawn], [score for _, score in drawn]),
        paired,
        [score.cluster for score in scores],
        scale=scale(aggregate.unit),
    )
    low, high = ends or (None, None)
    return Figure(
        name=aggregate.name,
        value=value,
        n=n,
        low=low,
        high=high,
        unit=aggregate.unit,
        higher=aggregate.higher,
    )


@cache
def _summaries() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Summary)
