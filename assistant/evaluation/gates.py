"""Gates: what a run must reach. Absolute, against a baseline, pinned samples, and that the run is complete."""

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from assistant.errors import BadSetting
from assistant.evaluation.scores import Change, Comparison, Figure, Score, Summary, Verdict
from assistant.evaluation.suite import Gate
from assistant.evaluation.summary import HEADLINE, figure, points

_NAME = r"(?P<name>[^\s<>=:\[\]]+)(?:\[(?P<tag>[^\[\]]+)\])?"
_KEY = re.compile(_NAME)
_BOUND = re.compile(_NAME + r"\s*(?P<sign>>=|<=)\s*(?P<number>\S+)")
_KEYS = re.compile(_NAME + r":(?P<keys>\w+=[^=]*)")
_ASKS = ("min", "max", "min_lower95", "max_drop")
_HOW = "Write a gate as 'name>=0.95', 'name<=0.1' or 'name:max_drop=0.03', or name a YAML file with gates."
_NEARLY = 1e-9
"""What 0.3 - 0.2 - 0.1 is off by does not decide."""


class BadGate(BadSetting):
    """A gate that nothing can be made of."""


def read_gates(*given: str | Path) -> dict[str, Gate]:
    """Gates from YAML files and from the command line, the later over the earlier.

    A name may carry a tag, so that one metric has gates for several: `pass_rate[arabic]>=0.8`.

    >>> read_gates("pass_rate>=0.85", "pass_rate:max_drop=0.03,alpha=0.01")["pass_rate"].min
    0.85
    """
    found: dict[str, dict[str, Any]] = {}
    for one in given:
        for name, asked in _read(one).items():
            found[name] = found.get(name, {}) | asked
    return {name: _gate(name, asked) for name, asked in found.items()}


def check(
    gates: Mapping[str, Gate],
    summary: Summary,
    scores: Sequence[Score],
    comparison: Comparison | None = None,
    *,
    max_errors: int = 0,
    known: Collection[str] = (),
) -> list[Verdict]:
    """What each gate says. `known` are the names of all metrics, so that a misspelt gate is told from an empty one."""
    asked = [(*_named(key, gate, known), gate) for key, gate in gates.items()]
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
    return [*verdicts, _check_complete(summary, max_errors)]


def require_known(gates: Mapping[str, Gate], known: Collection[str]) -> None:
    """An error where a gate is on a metric that there is not, before anything is asked for it."""
    for key, gate in gates.items():
        _named(key, gate, known)


def exit_code(verdicts: Sequence[Verdict]) -> int:
    """0 where all gates hold, 1 where one failed, 3 where the run is incomplete: its figures are not final."""
    failed = {verdict.kind for verdict in verdicts if not verdict.passed}
    return 3 if "complete" in failed else 1 if failed else 0


def _named(key: str, gate: Gate, known: Collection[str]) -> tuple[str, str | None]:
    """The metric and the tag of a gate, which both must make sense."""
    if (match := _KEY.fullmatch(key)) is None:
        raise BadGate(f"'{key}' is no name of a gate.", hint=_HOW)
    name, tag = match["name"], gate.tag or match["tag"]
    if known and name != HEADLINE and name not in known:
        near = get_close_matches(name, [HEADLINE, *known], n=1, cutoff=0)
        raise BadGate(f"There is no metric '{name}' for a gate.", hint=f"Did you mean '{near[0]}'?")
    if all(getattr(gate, ask) is None for ask in _ASKS):
        raise BadGate(f"The gate '{key}' asks for nothing.", hint=f"Give it one of {', '.join(_ASKS)}.")
    if tag and gate.max_drop is not None:
        raise BadGate(
            f"The gate '{key}' has a tag and max_drop, but runs are compared over all cases.",
            hint="Leave out one of the two.",
        )
    return name, tag


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
        return Verdict(gate=key, kind="baseline", passed=True, message=message)
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
    more = f" and {len(failed) - 10} more" if len(failed) > 10 else ""
    message = f"{len(failed)} of {len(pinned)} cases that must pass do not: {', '.join(failed[:10])}{more}."
    return Verdict(gate="must_pass", kind="pinned", passed=False, message=message)


def _fails(score: Score) -> bool:
    return score.passed is False or score.why is not None


def _check_complete(summary: Summary, max_errors: int) -> Verdict:
    missing = f" and {summary.unasked} samples were not asked to their end" if summary.unasked else ""
    message = f"{summary.errors} errors and time-outs{missing}; at most {max_errors} may be."
    empty = summary.invalid > 0 and summary.invalid == summary.cases
    if empty:
        message += " No case is valid: the library does not hold what they expect, so nothing was measured."
    passed = summary.errors <= max_errors and not summary.unasked and not empty
    return Verdict(gate="complete", kind="complete", passed=passed, message=message)


def _read(given: str | Path) -> dict[str, dict[str, Any]]:
    if isinstance(given, str) and (match := _BOUND.fullmatch(given.strip())):
        return {_key(match): {"min" if match["sign"] == ">=" else "max": match["number"]}}
    if isinstance(given, str) and (match := _KEYS.fullmatch(given.strip().partition(",")[0])):
        pairs = [pair.partition("=") for pair in given.strip().partition(":")[2].split(",")]
        return {_key(match): {key.strip(): value.strip() for key, _, value in pairs}}
    return _read_file(Path(given))


def _key(match: re.Match[str]) -> str:
    return match["name"] + (f"[{match['tag']}]" if match["tag"] else "")


def _read_file(path: Path) -> dict[str, dict[str, Any]]:
    import yaml

    try:
        read = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise BadGate(f"'{path}' is neither a gate nor a file that can be read.", hint=_HOW) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadGate(f"The gates in {path} cannot be read: {error}.", hint=_HOW) from error
    gates = read.get("gates", read) if isinstance(read, dict) else read
    if not isinstance(gates, dict) or not all(isinstance(gate, dict) for gate in gates.values()):
        raise BadGate(f"{path} holds no gates.", hint="Write 'pass_rate: {min: 0.85}', one gate a line.")
    return {str(name): gate for name, gate in gates.items()}


def _gate(name: str, asked: Mapping[str, Any]) -> Gate:
    from pydantic import ValidationError

    keys = list(Gate.model_fields)
    for key in asked:
        if key not in keys:
            near = get_close_matches(str(key), keys, n=1, cutoff=0)
            raise BadGate(f"The gate '{name}' has no key '{key}'.", hint=f"Did you mean '{near[0]}'?")
    try:
        return Gate.model_validate(asked)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadGate(f"The gate '{name}': {where} is {first['input']!r}. {first['msg']}.", hint=_HOW) from error
