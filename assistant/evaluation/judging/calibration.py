"""How far the judge, and the lexical checker, agree with people; and the judge's mean, corrected by their labels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

from assistant.evaluation.judging.labels import RUBRIC, Labels, answer_name, load_labels
from assistant.evaluation.judging.matters import UNCLEAR, Pair, pairs
from assistant.evaluation.judging.metrics import WORTH
from assistant.evaluation.judging.verdicts import Verdicts, load_verdicts
from assistant.evaluation.metrics.supporting import support
from assistant.evaluation.runs import Run
from assistant.evaluation.scores import Figure
from assistant.evaluation.statistics import SHARE, aggregate_interval, cohen_kappa, interval, ppi
from assistant.evaluation.statistics.intervals import Z, unseen

_CHECKED = {"supported": "full", "weak": "partial", "unsupported": "none"}
_KAPPAS = (-1.0, 1.0)
ENOUGH = 50
"""Labels below which an agreement says little."""

Twice = tuple[str, str, str]
"""Two labels of one thing, and its cluster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Figures from labels: `judge_kappa`, `checker_kappa`, `judged_support_corrected` and what people found."""

    labels: int
    judges: tuple[str, ...]
    figures: dict[str, Figure]

    def told(self) -> str:
        """What a person should know of it."""
        lines = [
            f"{self.labels} labels by people{f'; fewer than {ENOUGH} say little' if self.labels < ENOUGH else ''}:"
        ]
        names = {
            "judge_kappa": f"agreement with {', '.join(self.judges)} beyond chance (Cohen's kappa)",
            "checker_kappa": "agreement with the lexical checker beyond chance (Cohen's kappa)",
            "labellers_kappa": "agreement of the people with each other (Cohen's kappa)",
            "judged_support_corrected": "support of citations, the judge's corrected by the labels",
            "labelled_support": "support of citations, by the labels alone",
            "labelled_right": "right answers, by the labels",
            "labelled_issues": "answers with a fault in accuracy, sourcing, opinion or context, by the labels",
        }
        for name, about in names.items():
            if (one := self.figures.get(name)) and one.value is not None:
                span = f" ({one.low:.2f} to {one.high:.2f})" if one.low is not None and one.high is not None else ""
                lines.append(f"  {one.value:.2f}{span}, n = {one.n}: {about}")
        return "\n".join(lines)


def calibration(run: Run) -> Calibration | None:
    """What the labels of a run say of its judge and of the checker; None where nobody has labelled."""
    labels, verdicts = load_labels(run.folder), load_verdicts(run.folder)
    labelled = sum(map(len, labels.support.values())) + sum(map(len, labels.answers.values()))
    if not labelled:
        return None
    seen = _different(run)
    made = (
        _kappa("judge_kappa", _against(labels, seen, lambda pair: verdicts.of(pair.matter))),
        _kappa("checker_kappa", _against(labels, seen, _checked)),
        _kappa("labellers_kappa", _among(labels, seen)),
        _corrected(labels, verdicts, seen),
        *_found(labels, run, seen),
    )
    return Calibration(labels=labelled, judges=verdicts.judges, figures={one.name: one for one in made if one})


def _different(run: Run) -> dict[str, Pair]:
    """Every pair of sentence and passage of the run once."""
    return {pair.matter.what: pair for case in run.cases() for pair in pairs(case) if pair.premise}


def _cluster(pair: Pair) -> str:
    return pair.case.sample.group


def _checked(pair: Pair) -> str | None:
    """What the lexical checker says of the sentence and this one citation."""
    return _CHECKED.get(support(pair.sentence.text, (pair.premise,))) if pair.premise else None


def _against(labels: Labels, seen: dict[str, Pair], other: Callable[[Pair], str | None]) -> list[Twice]:
    found: list[Twice] = []
    for what, given in labels.support.items():
        if what in seen and (verdict := other(seen[what])):
            found += [(label, verdict, _cluster(seen[what])) for label in given.values() if label != UNCLEAR]
    return found


def _among(labels: Labels, seen: dict[str, Pair]) -> list[Twice]:
    found: list[Twice] = []
    for what, given in labels.support.items():
        if what in seen:
            clear = [verdict for _, verdict in sorted(given.items()) if verdict != UNCLEAR]
            found += [(one, two, _cluster(seen[what])) for one, two in combinations(clear, 2)]
    return found


def _kappa(name: str, twice: Sequence[Twice]) -> Figure | None:
    def of(some: Sequence[Twice]) -> float | None:
        return cohen_kappa([one for one, _, _ in some], [two for _, two, _ in some])

    value = of(twice) if twice else None
    if value is None:
        return None
    ends = aggregate_interval(of, twice, [cluster for _, _, cluster in twice], scale=_KAPPAS) or (None, None)
    return Figure(name=name, value=value, n=len(twice), low=ends[0], high=ends[1], unit="score")


def _human(labels: Labels, what: str) -> float | None:
    """What people say a citation is worth, their mean where they are several."""
    worths = [WORTH[verdict] for verdict in labels.support.get(what, {}).values() if verdict != UNCLEAR]
    return fmean(worths) if worths else None


def _corrected(labels: Labels, verdicts: Verdicts, seen: dict[str, Pair]) -> Figure | None:
    """The mean worth of citations by the judge, corrected by prediction-powered inference.

    As in ARES (Saad-Falcon et al. 2024, arXiv 2311.09476). It holds for labels of pairs that chance drew.
    """
    judged = {what: WORTH[verdict] for what, pair in seen.items() if (verdict := verdicts.of(pair.matter))}
    human = {what: worth for what in judged if (worth := _human(labels, what)) is not None}
    if len(judged) < 2 or len(human) < 2:
        return None
    theta, error = ppi(list(judged.values()), list(human.values()), [judged[what] for what in human])
    value = min(1.0, max(0.0, theta))
    low, high = max(0.0, theta - Z * error), min(1.0, theta + Z * error)
    if error == 0.0:
        low, high = unseen(value, len(human), SHARE) or (low, high)
    return Figure(
        name="judged_support_corrected", value=value, n=len(judged), low=min(low, value), high=max(high, value)
    )


def _found(labels: Labels, run: Run, seen: dict[str, Pair]) -> list[Figure]:
    """What people found, without a judge."""
    worths = [(worth, _cluster(pair)) for what, pair in seen.items() if (worth := _human(labels, what)) is not None]
    right, issues = [], []
    for case in run.cases():
        for good in labels.answers.get(answer_name(case), {}).values():
            group = case.sample.group
            right += [(float(good["right"]), group)] if "right" in good else []
            issues += [(float(not all(good.get(name, True) for name in RUBRIC)), group)] if {*good} & {*RUBRIC} else []
    made = (("labelled_support", worths, True), ("labelled_right", right, True), ("labelled_issues", issues, False))
    return [_mean(name, values, higher=higher) for name, values, higher in made if values]


def _mean(name: str, found: Sequence[tuple[float, str]], *, higher: bool) -> Figure:
    values, clusters = [value for value, _ in found], [cluster for _, cluster in found]
    low, high = interval(values, clusters) or (None, None)
    return Figure(name=name, value=fmean(values), n=len(values), low=low, high=high, higher=higher)
