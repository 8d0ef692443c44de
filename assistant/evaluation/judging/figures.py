"""The figures of a run that come of its judge and of labels by people. Nobody is asked: both stand in its folder."""

from collections.abc import Mapping, Sequence

from assistant.evaluation.judging.calibration import calibration
from assistant.evaluation.judging.metrics import metrics
from assistant.evaluation.judging.preference import PREFERENCE, preference
from assistant.evaluation.judging.verdicts import Verdicts, load_verdicts
from assistant.evaluation.runs import Run
from assistant.evaluation.scores import Figure, Metric, Score
from assistant.evaluation.summary import figure, points
from assistant.render import harmless

JUDGED: tuple[Metric, ...] = metrics(Verdicts())
"""What a judge's metrics are: without a verdict none of them has a value."""
KNOWN: frozenset[str] = frozenset(
    (
        *(one.name for one in JUDGED),
        *(PREFERENCE, "judged_support_corrected", "judge_kappa", "checker_kappa", "labellers_kappa"),
        *("labelled_support", "labelled_right", "labelled_issues"),
    )
)
"""The names that a gate may have."""


def figures(run: Run, scores: Sequence[Score], before: Run | None = None) -> dict[str, Figure]:
    """The figures with their intervals, empty where no judge was asked and nobody has labelled.

    `scores` are those that `with_verdicts` gave; `before` is the run that pairwise preference is against.
    """
    found = points(scores).values()
    made = [figure(found, one.name, higher=one.higher) for one in JUDGED]
    calibrated = calibration(run)
    made += calibrated.figures.values() if calibrated else ()
    if before is not None and (preferred := preference(before, run, scores)):
        made.append(preferred)
    return {one.name: one for one in made if one.n}


def told(run: Run, found: Mapping[str, Figure]) -> str:
    """What the judge and the people who labelled say of a run, for a person; nothing where nobody was asked."""
    from assistant.evaluation.reports.words import figure_text, label

    names = [*(one.name for one in JUDGED), PREFERENCE]
    lines = [f"  {label(name)}: {figure_text(found[name])}" for name in names if name in found]
    judges = load_verdicts(run.folder).judges
    parts = [f"By the judge, {harmless(', '.join(judges))}:", *lines] if lines else []
    calibrated = calibration(run)
    return "\n".join((*parts, *([calibrated.told()] if calibrated else [])))
