"""Which plots a run has, and what each is drawn from."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.evaluation.records import LANES
from assistant.evaluation.reports.plots import Bar, Line, Plot, bars, curves, differences, spread
from assistant.evaluation.reports.reported import Reported
from assistant.evaluation.reports.words import WHY, change_text, label, lane_of, shown, span, telling
from assistant.evaluation.scores import Case, Comparison, Figure, Score
from assistant.evaluation.summary import HEADLINE, INVALID

TAGS = 24
SHARES = ((0.0, "0"), (0.25, "25 %"), (0.5, "50 %"), (0.75, "75 %"), (1.0, "100 %"))


def run_plots(reported: Reported) -> list[Plot]:
    """The plots of a run, those that it has something for."""
    summary = reported.summary
    drawn = [
        *_shares("Pass rate by tag", "The share of cases that passed, with 95 % intervals.", summary.by_tag),
        *_why(summary.why),
        *_recall(summary.figures),
        *_latency(reported.cases),
        *_confidence(reported),
    ]
    return drawn


def comparison_plots(reported: Reported) -> list[Plot]:
    """What changed from one run to the other: each metric with its interval, and each case."""
    if reported.comparison is None:
        return []
    return [*_forest(reported.comparison), *_by_case(reported)]


def _shares(title: str, about: str, figures: Mapping[str, Figure], *, order: bool = True) -> Iterator[Plot]:
    found = [(name, one) for name, one in figures.items() if one.value is not None]
    if order:
        found.sort(key=lambda pair: -pair[1].n)
    if not found:
        return
    rows = [
        Bar(label=name, value=one.value or 0.0, low=one.low, high=one.high, note=f"{shown(one.value)}")
        for name, one in found[:TAGS]
    ]
    yield Plot(
        title=title,
        about=about,
        svg=bars(title, rows, top=1.0, ticks=SHARES),
        columns=("", "share", "95 % interval", "n"),
        rows=tuple((name, shown(one.value), span(one.low, one.high), str(one.n)) for name, one in found),
    )


def _why(counts: Mapping[str, int]) -> Iterator[Plot]:
    if not counts:
        return
    meanings = {str(why): text for why, text in WHY.items()}
    top = max(counts.values())
    rows = [
        Bar(label=label(why), value=count, note=str(count), kind="c" if why in INVALID else "b")
        for why, count in counts.items()
    ]
    yield Plot(
        title="Why cases failed",
        about="For each failed case the first reason that applies.",
        svg=bars("Why cases failed", rows, top=float(top), ticks=((0.0, "0"), (float(top), str(top)))),
        columns=("why", "what it means", "cases"),
        rows=tuple((label(why), meanings.get(why, ""), str(count)) for why, count in counts.items()),
    )


def _recall(figures: Mapping[str, Figure]) -> Iterator[Plot]:
    """Recall by stage: of the searches at a depth, of the prompt as deep as it is."""
    found = {parts: one for name, one in figures.items() if (parts := lane_of(name)) and parts[0].startswith("recall")}
    by_stage = {
        f"{lane} {name.removeprefix('recall')}".strip(): one
        for stage in LANES
        for (name, lane), one in found.items()
        if lane == stage
    }
    about = "How much of the expected sources each search finds, what all together keep, and what the writer saw."
    yield from _shares("Recall by stage", about, by_stage, order=False)


def _latency(cases: Sequence[Case]) -> Iterator[Plot]:
    """Median and 95th percentile of each stage, of answers that came from no cache."""
    spent: dict[str, list[float]] = {}
    for case in cases:
        if case.answer and not case.record.cached:
            for stage, time in case.answer.timings_ms.items():
                spent.setdefault(stage, []).append(time)
    if not spent:
        return
    rows = [
        Bar(label=label(stage), value=at(times, 0.5), mark=at(times, 0.95), note=shown(at(times, 0.5), "ms"))
        for stage, times in spent.items()
    ]
    top = max(row.mark or row.value for row in rows)
    yield Plot(
        title="Latency by stage",
        about="Bars end at the median, ticks stand at the 95th percentile. Cached answers are left out.",
        svg=bars("Latency by stage", rows, top=top, ticks=((0.0, "0"), (top, shown(top, "ms")))),
        columns=("stage", "median", "95th percentile", "n"),
        rows=tuple(
            (label(stage), shown(at(times, 0.5), "ms"), shown(at(times, 0.95), "ms"), str(len(times)))
            for stage, times in spent.items()
        ),
    )


def at(values: Sequence[float], share: float) -> float:
    """A percentile, between neighbours in proportion (Hyndman and Fan 1996, type 7).

    >>> at([4.0, 1.0, 2.0, 3.0], 0.5), at([7.0], 0.95)
    (2.5, 7.0)
    """
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _confidence(reported: Reported) -> Iterator[Plot]:
    """Risk against coverage, and whether confidence means what it says."""
    from assistant.evaluation.metrics.confidence import reliability, risk_coverage

    if len(curve := risk_coverage(reported.cases, reported.scores)) > 1:
        worst = max(risk for _, risk in curve)
        top = next(limit for limit in (0.1, 0.2, 0.5, 1.0) if worst <= limit)
        tenths = [curve[round((len(curve) - 1) * part / 10)] for part in range(11)]
        yield Plot(
            title="Risk and coverage",
            about="If only the surest answers were given: how many that is, and how many of them are not right.",
            svg=curves("Risk and coverage", [Line(points=curve)], across="answers given", up="not right", top=top),
            columns=("answers given", "not right"),
            rows=tuple((shown(share), shown(risk)) for share, risk in dict.fromkeys(tenths)),
        )
    if bins := reliability(reported.cases, reported.scores):
        points = [(one.confidence, one.right) for one in bins]
        drawn = [Line(points=points, kind="a", dots=True)]
        yield Plot(
            title="Reliability",
            about="How often answers of each confidence are right. On the dashed line, confidence means what it says.",
            svg=curves("Reliability", drawn, across="confidence", up="right", diagonal=True),
            columns=("confidence", "right", "n"),
            rows=tuple((shown(one.confidence), shown(one.right), str(one.n)) for one in bins),
        )


def _forest(comparison: Comparison) -> Iterator[Plot]:
    shares = [one for one in telling(comparison.changes) if one.unit in ("share", "score")]
    if not shares:
        return
    rows = [
        Bar(
            label=label(one.name),
            value=one.delta,
            low=one.low,
            high=one.high,
            note=f"{100 * one.delta:+.1f}",
            kind="even" if not one.delta else "good" if (one.delta > 0) == one.higher else "bad",
        )
        for one in shares[:TAGS]
    ]
    yield Plot(
        title="Difference of each metric",
        about="The second run minus the first over the cases that both have, in points, with 95 % intervals.",
        svg=differences("Difference of each metric", rows, show=_points),
        columns=("", "difference", "95 % interval", "n"),
        rows=tuple(
            (label(c.name), change_text(c.delta, c.unit), span(c.low, c.high, c.unit), str(c.n)) for c in shares
        ),
    )


def _by_case(reported: Reported) -> Iterator[Plot]:
    """The difference of each case in the metrics that changed most."""
    before = {score.case: score for score in reported.baseline}
    both = [(score, before[score.case]) for score in reported.scores if score.case in before]
    changes = reported.comparison.changes if reported.comparison else ()
    for change in sorted(
        (one for one in changes if one.unit == "share" and one.delta), key=lambda one: -abs(one.delta)
    )[:3]:
        values = _differences(both, change.name)
        if not any(value for _, value in values):
            continue
        title = f"{label(change.name).capitalize()}, case by case"
        yield Plot(
            title=title,
            about="A dot for each case, from what lost most to what gained most.",
            svg=spread(title, values, show=_points),
            columns=("case", "difference"),
            rows=tuple((name, _points(value)) for name, value in sorted(values, key=lambda pair: pair[1]) if value),
        )


def _differences(both: Sequence[tuple[Score, Score]], name: str) -> list[tuple[str, float]]:
    pairs = [(after.case, _value(before, name), _value(after, name)) for after, before in both]
    return [(case, after - before) for case, before, after in pairs if before is not None and after is not None]


def _value(score: Score, name: str) -> float | None:
    if name == HEADLINE:
        return None if score.passed is None else float(score.passed)
    return score.values.get(name)


def _points(value: float) -> str:
    return f"{100 * value:+.0f}" if value else "0"
