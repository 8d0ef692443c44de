"""Templates: one written question for many, by the values of its `params`."""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from math import prod
from typing import Any

from assistant.evaluation.loading.checking import wrong_at
from assistant.evaluation.loading.node import Node, Problem, did_you_mean

MOST = 10_000
"""Questions that one template may become."""
_PLACE = re.compile(r"\{([A-Za-z_]\w*)\}")


def expanded(node: Node, problems: list[Problem]) -> list[dict[str, Any]]:
    """The questions that a question stands for: itself, or one for each combination of its `params`.

    `params` is a mapping of lists, all of whose combinations are asked (the last changes fastest), or a list of
    mappings, each asked as it is. `{name}` in any text becomes the value; a text that is nothing else takes the
    value's type. Where the ids that come out are not all different, `-1`, `-2` and so on is put behind them.
    """
    written = node.plain()
    if not isinstance(written, dict) or "params" not in written:
        return [written]
    params = written.pop("params")
    if wrong := _misshapen(params) or _unused(params, written):
        problems.append(wrong_at(node, ("params",), wrong))
        return []
    found = [_filled(written, values) for values in _rows(params)]
    ids = [str(one.get("id", "")) for one in found]
    if len(set(ids)) < len(ids):
        for number, one in enumerate(found, start=1):
            one["id"] = f"{one.get('id', '')}-{number}"
    return found


def _misshapen(params: Any) -> str:
    if isinstance(params, dict):
        if not params or not all(isinstance(values, list) and values for values in params.values()):
            return "'params' names lists of values, such as {airline: [Emirates, Saudia]}"
        if prod(map(len, params.values())) > MOST:
            return f"'params' has more than {MOST:,} combinations"
        values = [value for some in params.values() for value in some]
    elif isinstance(params, list) and params and all(isinstance(row, dict) and row for row in params):
        if len({frozenset(row) for row in params}) > 1:
            return "each mapping of 'params' gives the same names"
        values = [value for row in params for value in row.values()]
    else:
        return "'params' is a mapping of lists, or a list of mappings"
    if any(isinstance(value, dict | list) or value is None for value in values):
        return "the values of 'params' are texts and numbers"
    return ""


def _unused(params: Any, written: Any) -> str:
    names = list(params if isinstance(params, dict) else params[0])
    used = set(_places(written))
    for place in sorted(used - set(names)):
        if near := did_you_mean(place, names):
            return f"'params' does not give '{{{place}}}'{near}"
    missing = [name for name in names if name not in used]
    return f"'{{{missing[0]}}}' stands nowhere in the question" if missing else ""


def _places(written: Any) -> Iterator[str]:
    if isinstance(written, str):
        yield from _PLACE.findall(written)
    for one in written.values() if isinstance(written, dict) else written if isinstance(written, list) else ():
        yield from _places(one)


def _rows(params: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(params, list):
        yield from params
    else:
        for values in product(*params.values()):
            yield dict(zip(params, values, strict=True))


def _filled(written: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(written, dict):
        return {key: _filled(one, values) for key, one in written.items()}
    if isinstance(written, list):
        return [_filled(one, values) for one in written]
    if not isinstance(written, str):
        return written
    whole = _PLACE.fullmatch(written)
    if whole and whole[1] in values:
        return values[whole[1]]
    return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), written)
