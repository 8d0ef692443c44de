"""Two runs of the same questions side by side: what changed, how surely, and which cases flipped."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from assistant.evaluation import statistics
from assistant.evaluation.judging.verdicts import load_verdicts
from assistant.evaluation.metrics import AGGREGATES, METRICS
from assistant.evaluation.runs import Run
from assistant.evaluation.scores import Aggregate, Case, Change, Comparison, Flip, Metric, Score, Unit
from assistant.evaluation.summary import HEADLINE, INVALID, Point, points, scale, turn_of, value_of, with_cases

Counted = tuple[Case, Score]


def compare(
    before: Run,
    after: Run,
    scores_before: Sequence[Score],
    scores_after: Sequence[Score],
    gated: Collection[str] = (),
    *,
    metrics: Sequence[Metric] = METRICS,
    aggregates: Sequence[Aggregate] = AGGREGATES,
) -> Comparison:
    """Compare two runs over the cases that both have, paired by name, repeats averaged first.

    Holm's correction is over the `gated` metrics only: those with a gate on how far they may drop. `metrics` tell the
    units and which direction is better. Of `aggregates`, which take seconds each, only gated ones are compared.
    """
    old, new = points(scores_before), points(scores_after)
    shared = [name for name in old if name in new]
    known = {metric.name: metric for metric in metrics}
    names = dict.fromkeys((HEADLINE, *(metric for name in shared for metric in old[name].values)))
    changes = [_change(name, known.get(name), [(old[one], new[one]) for one in shared]) for name in names]
    counted = with_cases(before, scores_before), with_cases(after, scores_after)
    changes += [_aggregate_change(one, counted, shared) for one in aggregates if one.name in gated]
    asked_before = dict.fromkeys(turn_of(score) for score in scores_before)
    asked_after = dict.fromkeys(turn_of(score) for score in scores_after)
    return Comparison(
        before=before.manifest.name or before.folder.name,
        after=after.manifest.name or after.folder.name,
        changes=_corrected([change for change in changes if change], gated),
        flips=tuple(flip for name in shared if (flip := _flip(old[name], new[name]))),
        only_before=tuple(name for name in asked_before if name not in asked_after),
        only_after=tuple(name for name in asked_after if name not in asked_before),
        remarks=_remarks(before, after, scores_before, scores_after, len(shared)),
    )


def _change(name: str, metric: Metric | None, pairs: Sequence[tuple[Point, Point]]) -> Change | None:
    values = [(one, value_of(one, name), value_of(two, name)) for one, two in pairs]
    both = [(point, old, new) for point, old, new in values if old is not None and new is not None]
    if not both:
        return None
    unit = metric.unit if metric else "share" if name == HEADLINE else "score"
    found = statistics.paired(
        [old for _, old, _ in both],
        [new for _, _, new in both],
        [point.cluster for point, _, _ in both],
        [point.weight for point, _, _ in both] if name == HEADLINE else None,
        scale=scale(unit),
    )
    return _made(found, name, unit, metric.higher if metric else True)


def _aggregate_change(
    aggregate: Aggregate, runs: tuple[Sequence[Counted], Sequence[Counted]], shared: Collection[str]
) -> Change | None:
    """The change of a figure that needs all cases; both runs fall into clusters as the first one does."""
    both = set(shared)
    clusters = {turn_of(score): score.cluster for _, score in runs[0] if turn_of(score) in both}
    grouped: list[list[list[Counted]]] = []
    for run in runs:
        inside: dict[str, list[Counted]] = {name: [] for name in clusters.values()}
        for case, score in run:
            if turn_of(score) in clusters:
                inside[clusters[turn_of(score)]].append((case, score))
        grouped.append(list(inside.values()))
    found = statistics.paired_figures(
        lambda drawn: aggregate.of([case for case, _ in drawn], [score for _, score in drawn]),
        *grouped,
        n=len(clusters),
        scale=scale(aggregate.unit),
    )
    return _made(found, aggregate.name, aggregate.unit, aggregate.higher) if found else None


def _made(found: statistics.Paired, name: str, unit: Unit, higher: bool) -> Change:
    return Change(
        name=name,
        n=found.n,
        before=found.before,
        after=found.after,
        delta=found.delta,
        low=found.low,
        high=found.high,
        p=found.p,
        detectable=found.detectable,
        higher=higher,
        unit=unit,
    )


def _corrected(changes: Sequence[Change], gated: Collection[str]) -> tuple[Change, ...]:
    tested = [change for change in changes if change.name in gated]
    adjusted = dict(zip((change.name for change in tested), statistics.holm([one.p for one in tested]), strict=True))
    return tuple(replace(change, p_holm=adjusted.get(change.name)) for change in changes)


def _flip(old: Point, new: Point) -> Flip | None:
    """A case passes if all its repeats do."""
    if old.passed is None or new.passed is None or old.passed == new.passed == 1:
        return None
    if old.passed < 1 and new.passed < 1:
        return Flip(case=old.name, kind="still_failing", before=old.why, after=new.why)
    return Flip(case=old.name, kind="fixed" if old.passed < 1 else "broken", before=old.why, after=new.why)


def _remarks(
    before: Run, after: Run, scores_before: Sequence[Score], scores_after: Sequence[Score], shared: int
) -> tuple[str, ...]:
    return (
        *_about_questions(before, after, scores_before, scores_after, shared),
        *_about_library(before, after),
        *_about_system(before, after),
        *_about_judges(before, after),
    )


def _about_questions(
    before: Run, after: Run, scores_before: Sequence[Score], scores_after: Sequence[Score], shared: int
) -> list[str]:
    remarks = []
    first, second = {turn_of(score) for score in scores_before}, {turn_of(score) for score in scores_after}
    invalid = [{turn_of(score) for score in scores if score.why in INVALID} for scores in (scores_before, scores_after)]
    if before.manifest.questions != after.manifest.questions:
        remarks.append(
            f"THE QUESTIONS DIFFER: only the {shared} cases that both runs have are compared; "
            f"{len(first - second)} are only in the first, {len(second - first)} only in the second."
        )
        if changed := _changed(before, after):
            some = ", ".join(changed[:3]) + (" …" if len(changed) > 3 else "")
            remarks.append(f"{len(changed)} of them ask or expect something else in the second run: {some}.")
    elif first != second:
        remarks.append(
            f"NOT EVERY CASE WAS ASKED TWICE: only the {shared} cases that both runs have are compared; "
            f"{len(first - second)} are only in the first, {len(second - first)} only in the second."
        )
    if either := (invalid[0] | invalid[1]) & first & second:
        remarks.append(f"{len(either)} cases are left out, as they are invalid in one of the runs.")
    return remarks


def _changed(before: Run, after: Run) -> list[str]:
    asked = {sample.id: sample for sample in after.suite.questions}
    return [one.id for one in before.suite.questions if one.id in asked and asked[one.id] != one]


def _about_library(before: Run, after: Run) -> list[str]:
    one, two = before.manifest, after.manifest
    if (one.library, one.articles) == (two.library, two.articles):
        return []
    return [f"The library differs: {_edition(one.library, one.articles)}, then {_edition(two.library, two.articles)}."]


def _edition(library: str, articles: int | None) -> str:
    edition = f"edition {library}" if library else "an unknown edition"
    return edition if articles is None else f"{edition} with {articles} articles"


def _about_system(before: Run, after: Run) -> list[str]:
    told: dict[str, Callable[[Run], str]] = {
        "The system": lambda run: run.manifest.system,
        "The chat model": lambda run: run.manifest.model or "none",
        "The fingerprint of models and settings": lambda run: run.manifest.fingerprint or "unknown",
    }
    return [f"{what} differs: {of(before)}, then {of(after)}." for what, of in told.items() if of(before) != of(after)]


def _about_judges(before: Run, after: Run) -> list[str]:
    """What only one run was judged for is not compared, so that only two judges matter."""
    one, two = (", ".join(sorted(load_verdicts(run.folder).judges)) for run in (before, after))
    if not one or not two or one == two:
        return []
    return [f"THE JUDGE DIFFERS: {one}, then {two}. What they judged is not to be compared."]
