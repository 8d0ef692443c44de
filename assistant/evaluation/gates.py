"""Gates: what a run must reach. Absolute, against a baseline, pinned samples, valid cases, and that it is complete."""

from collections.abc import Mapping, Sequence

from assistant.evaluation.gate_texts import named
from assistant.evaluation.gate_texts import read_gates as read_gates
from assistant.evaluation.gate_texts import require_known as require_known
from assistant.evaluation.scores import Change, Comparison, Figure, Score, Summary, Verdict
from assistant.evaluation.suite import Gate
from assistant.evaluation.summary import INVALID, figure, points, turn_of

_MOST_NAMED = 10
_NEARLY = 1e-9
"""What 0.3 - 0.2 - 0.1 is off by does not decide."""


def check(
    gates: Mapping[str, Gate],
    summary: Summary,
    scores: Sequence[Score],
    comparison: Comparison | None = None,
    *,
    max_errors: int = 0,
    max_invalid: int | None = None,
    known: Mapping[str, bool] | None = None,
) -> list[Verdict]:
    """What each gate says; see `named` for `known`, by which a misspelt gate is told from an empty one."""
    asked = [(*named(key, gate, known or {}), gate) for key, gate in gates.items()]
    changes = {change.name: change for change in comparison.changes} if comparison else None
    verdicts = []
    for name, tag, gate in asked:
        key = f"{name}[{tag}]" if tag else name
        if _absolute(gate):
            verdicts.append(_check_absolute(key, gate, _figure(name, tag, summary, scores)))
        if gate.max_drop is not None:
            verdicts.append(_check_drop(key, gate, changes, name))
    if any(score.must_pass for score in scores):
        verdicts.append(_check_pinned(scores))
    if summary.invalid or max_invalid is not None:
        verdicts.append(_check_valid(summary, scores, max_invalid))
    return [*verdicts, _check_complete(summary, max_errors)]


def exit_code(verdicts: Sequence[Verdict]) -> int:
    """0 where all gates hold, 1 where one failed, 3 where the run is incomplete: its figures are not final."""
    failed = {verdict.kind for verdict in verdicts if verdict.passed is False}
    return 3 if "complete" in failed else 1 if failed else 0


def _absolute(gate: Gate) -> bool:
    return any(bound is not None for bound in (gate.min, gate.max, gate.min_lower95))


def _figure(name: str, tag: str | None, summary: Summary, scores: Sequence[Score]) -> Figure | None:
    whole = summary.figures.get(name)
    if tag is None:
        return whole
    tagged = [point for point in points(scores).values() if tag in point.tags]
    return figure(tagged, name, unit=whole.unit if whole else "share", higher=whole.higher if whole else True)


def _check_absolute(key: str, gate: Gate, found: Figure | None) -> Verdict:
    if found is None or found.value is None:
        message = f"{key} has no value: there is no valid case that it says something of."
        return Verdict(gate=key, kind="absolute", passed=False, message=message)
    failures = []
    if gate.min is not None and found.value < gate.min - _NEARLY:
        failures.append(f"it must be at least {gate.min:g}")
    if gate.max is not None and found.value > gate.max + _NEARLY:
        failures.append(f"it must be at most {gate.max:g}")
    if gate.min_lower95 is not None and (found.low is None or found.low < gate.min_lower95 - _NEARLY):
        failures.append(f"the low end of its 95 % interval must be at least {gate.min_lower95:g}")
    ends = "" if found.low is None or found.high is None else f", 95 % interval {found.low:.4g} to {found.high:.4g}"
    message = "; ".join([f"{key} is {found.value:.4g} (n = {found.n}{ends})", *failures]) + "."
    return Verdict(gate=key, kind="absolute", passed=not failures, message=message)


def _check_drop(key: str, gate: Gate, changes: Mapping[str, Change] | None, name: str) -> Verdict:
    if changes is None:
        message = f"{key} was not checked for a drop: there is no baseline."
        return Verdict(gate=key, kind="baseline", passed=None, message=message)
    if (change := changes.get(name)) is None:
        message = f"{key} cannot be compared: no case has a value of it in both runs. Perhaps rescore the baseline."
        return Verdict(gate=key, kind="baseline", passed=False, message=message)
    assert gate.max_drop is not None
    drop = -change.delta if change.higher else change.delta
    p = change.p if change.p_holm is None else change.p_holm
    over, sure = drop > gate.max_drop + _NEARLY, p < gate.alpha
    message = (
        f"{key} went from {change.before:.4g} to {change.after:.4g} over {change.n} cases (p = {p:.3g}); "
        f"it may get worse by at most {gate.max_drop:g}"
    )
    if over and not sure and not gate.strict:
        message += f", and that it got worse by more is not significant at {gate.alpha:g}"
    passed = not over or not (sure or gate.strict)
    return Verdict(gate=key, kind="baseline", passed=passed, message=message + ".")


def _check_pinned(scores: Sequence[Score]) -> Verdict:
    pinned = [score for score in scores if score.must_pass]
    failed = [f"{score.case} ({score.why or 'failed'})" for score in pinned if _fails(score)]
    if not failed:
        message = f"All {len(pinned)} cases that must pass do."
        return Verdict(gate="must_pass", kind="pinned", passed=True, message=message)
    message = f"{len(failed)} of {len(pinned)} cases that must pass do not: {_listed(failed)}."
    return Verdict(gate="must_pass", kind="pinned", passed=False, message=message)


def _fails(score: Score) -> bool:
    return score.passed is False or score.why is not None


def _check_valid(summary: Summary, scores: Sequence[Score], most: int | None) -> Verdict:
    """Invalid cases leave every figure, so a run that loses many of them measures less than it seems to."""
    names = list(dict.fromkeys(turn_of(score) for score in scores if score.why in INVALID))
    lost = f" and count in no figure, as what they expect is not found: {_listed(names)}" if names else ""
    limit = "no gate says how many may be" if most is None else f"at most {most} may be"
    message = f"{summary.invalid} of {summary.cases} cases are invalid{lost}; {limit}."
    passed = None if most is None else summary.invalid <= most
    return Verdict(gate="max_invalid", kind="invalid", passed=passed, message=message)


def _check_complete(summary: Summary, max_errors: int) -> Verdict:
    missing = f" and {summary.unasked} samples were not asked to their end" if summary.unasked else ""
    message = f"{summary.errors} errors and time-outs{missing}; at most {max_errors} may be."
    empty = summary.invalid > 0 and summary.invalid == summary.cases
    if empty:
        message += " No case is valid: the library does not hold what they expect, so nothing was measured."
    passed = summary.errors <= max_errors and not summary.unasked and not empty
    return Verdict(gate="complete", kind="complete", passed=passed, message=message)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
