"""What a judge's verdicts come to, for each case. What was not judged, or where it could not tell, is left out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from statistics import fmean

from assistant.evaluation.judging.matters import correctness, fact_groups, facts, matters, pairs
from assistant.evaluation.judging.verdicts import Verdicts, load_verdicts
from assistant.evaluation.metrics.citing import claims, share
from assistant.evaluation.runs import Run
from assistant.evaluation.scores import Case, Metric, Score

WORTH = {"full": 1.0, "partial": 0.5, "none": 0.0}
_HELD = {"support": 1.0, "partial": 0.5, "not": 0.0}
_TREC = "TREC 2024 RAG, support (arXiv 2504.15205), with a chat model as the assessor"
_NUGGETS = "AutoNuggetizer, TREC 2024 RAG (arXiv 2411.09607; castorini/nuggetizer, metrics.py)"
_SIMPLE = "SimpleQA, Wei et al. 2024 (arXiv 2411.04368)"

Of = Callable[[Verdicts, Case], float | None]


def with_verdicts(run: Run, scores: Sequence[Score]) -> list[Score]:
    """The scores with what the judge of the run says of each case, if one was asked."""
    verdicts = load_verdicts(run.folder)
    if not verdicts.found:
        return list(scores)
    cases = {case.record.case: case for case in run.cases()}
    return [replace(score, values={**score.values, **_values(verdicts, cases[score.case])}) for score in scores]


def _values(verdicts: Verdicts, case: Case) -> dict[str, float]:
    asked = [one for one in metrics(verdicts) if one.name not in case.sample.metrics.skip]
    return {one.name: round(value, 6) for one in asked if (value := one.of(case)) is not None}


def _worths(verdicts: Verdicts, case: Case) -> list[list[tuple[bool, float | None]]]:
    """For each sentence that asserts something whether it cites and what each citation is worth, None if not known."""
    found: list[list[tuple[bool, float | None]]] = [[] for _ in claims(case.answer)]
    for pair in pairs(case):
        verdict = verdicts.of(pair.matter)
        found[pair.place].append((pair.number > 0, WORTH[verdict] if verdict else None))
    return found


def _support(strict: bool, verdicts: Verdicts, case: Case) -> float | None:
    """Each sentence counts by its best citation; where that may be one without a verdict, it does not count."""
    values: list[float] = []
    for worths in _worths(verdicts, case):
        given = [worth for _, worth in worths if worth is not None]
        if 1.0 in given or len(given) == len(worths):
            values.append(float(max(given) == 1.0) if strict else max(given))
    return fmean(values) if values else None


def _precision(verdicts: Verdicts, case: Case) -> float | None:
    """Over citations; as in `trec_precision` it is 0 where nothing is cited."""
    worths = [one for sentence in _worths(verdicts, case) for one in sentence]
    cited = [one for one in worths if one[0]] or worths
    values = [worth for _, worth in cited if worth is not None]
    return fmean(values) if values else None


def _facts(vital: bool, strict: bool, verdicts: Verdicts, case: Case) -> float | None:
    values: list[float] = []
    for matter, listed in zip(facts(case), fact_groups(case.expect), strict=False):
        for name, fact in zip(matter.names, listed, strict=True):
            verdict = verdicts.of(matter, name)
            if verdict and (fact.importance == "vital" or not vital):
                values.append(float(verdict == "support") if strict else _HELD[verdict])
    return fmean(values) if values else None


def _correct(verdicts: Verdicts, case: Case) -> float | None:
    grade = verdicts.of(correctness(case))
    return None if grade is None else float(grade == "correct")


def _correct_attempted(verdicts: Verdicts, case: Case) -> float | None:
    grade = verdicts.of(correctness(case))
    return None if grade in (None, "not_attempted") else float(grade == "correct")


def _unjudged(verdicts: Verdicts, case: Case) -> float | None:
    return share(verdicts.of(matter, name) is None for matter in matters(case) for name in matter.names)


def metrics(verdicts: Verdicts) -> tuple[Metric, ...]:
    """The metrics that read these verdicts."""
    return tuple(
        Metric(name=name, about=about, source=source, of=partial(of, verdicts), higher=higher)
        for name, about, source, of, higher in _METRICS
    )


_METRICS: tuple[tuple[str, str, str, Of, bool], ...] = (
    (
        "judged_support",
        "How far the best citation of each sentence supports it (1, 0.5, 0), by the judge; uncited it is 0.",
        f"{_TREC}; its weighted recall",
        partial(_support, False),
        True,
    ),
    (
        "judged_support_strict",
        "Sentences that one of their citations supports fully, by the judge.",
        f"{_TREC}; its recall",
        partial(_support, True),
        True,
    ),
    (
        "judged_citation_precision",
        "How far each citation supports its sentence (1, 0.5, 0), by the judge.",
        f"{_TREC}; its weighted precision",
        _precision,
        True,
    ),
    (
        "judged_vital_facts",
        "Vital facts that the answer states (1, in part 0.5), by the judge.",
        f"{_NUGGETS}, vital",
        partial(_facts, True, False),
        True,
    ),
    (
        "judged_vital_facts_strict",
        "Vital facts that the answer states wholly, by the judge.",
        f"{_NUGGETS}, strict vital",
        partial(_facts, True, True),
        True,
    ),
    (
        "judged_facts",
        "All facts that the answer states (1, in part 0.5), by the judge.",
        f"{_NUGGETS}, all",
        partial(_facts, False, False),
        True,
    ),
    ("judged_correct", "Right answers by the judge, of all questions with an answer.", _SIMPLE, _correct, True),
    (
        "judged_correct_attempted",
        "Right answers by the judge, of those that attempt one.",
        f"{_SIMPLE}, correct given attempted",
        _correct_attempted,
        True,
    ),
    (
        "unjudged_share",
        "What the judge was not asked, could not tell, or gave no readable verdict on, of all that it is asked.",
        "AeroCite",
        _unjudged,
        False,
    ),
)
NAMES: tuple[str, ...] = tuple(name for name, *_ in _METRICS)
