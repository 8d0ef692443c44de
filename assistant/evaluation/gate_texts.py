"""Gates as people write them, on the command line and in files, and whether each of them makes sense."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from assistant.errors import BadSetting
from assistant.evaluation.suite import Gate
from assistant.evaluation.summary import HEADLINE

_NAME = r"(?P<name>[^\s<>=:\[\]]+)(?:\[(?P<tag>[^\[\]]+)\])?"
_KEY = re.compile(_NAME)
_BOUND = re.compile(_NAME + r"\s*(?P<sign>>=|<=)\s*(?P<number>\S+)")
_KEYS = re.compile(_NAME + r":(?P<keys>\w+=[^=]*)")
_ASKS = ("min", "max", "min_lower95", "max_drop")
_HOW = "Write a gate as 'name>=0.95', 'name<=0.1' or 'name:max_drop=0.03', or name a YAML file with gates."


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


def require_known(gates: Mapping[str, Gate], known: Mapping[str, bool]) -> None:
    """An error where a gate is on a metric that there is not, before anything is asked for it."""
    for key, gate in gates.items():
        named(key, gate, known)


def named(key: str, gate: Gate, known: Mapping[str, bool]) -> tuple[str, str | None]:
    """The metric and the tag of a gate, which both must make sense.

    `known` are the names of all metrics, each with whether single cases have a value of it, as a tag needs.
    """
    if (match := _KEY.fullmatch(key)) is None:
        raise BadGate(f"'{key}' is no name of a gate.", hint=_HOW)
    name, tag = match["name"], gate.tag or match["tag"]
    if known and name != HEADLINE and name not in known:
        near = get_close_matches(name, [HEADLINE, *known], n=1, cutoff=0)
        raise BadGate(f"There is no metric '{name}' for a gate.", hint=f"Did you mean '{near[0]}'?")
    if all(getattr(gate, ask) is None for ask in _ASKS):
        raise BadGate(f"The gate '{key}' asks for nothing.", hint=f"Give it one of {', '.join(_ASKS)}.")
    if tag and not known.get(name, True):
        raise BadGate(
            f"The gate '{key}' has a tag, but {name} is a figure of the whole run.",
            hint=f"Leave out the tag. Metrics that single cases have take one, such as {_tagged(known)}.",
        )
    if tag and gate.max_drop is not None:
        raise BadGate(
            f"The gate '{key}' has a tag and max_drop, but runs are compared over all cases.",
            hint="Leave out one of the two.",
        )
    return name, tag


def _tagged(known: Mapping[str, bool]) -> str:
    """The first few metrics that take a tag."""
    return ", ".join([HEADLINE, *(name for name, by_case in known.items() if by_case and name != HEADLINE)][:5])


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
