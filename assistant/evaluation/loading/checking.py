"""What a file holds against the schema: each mistake once, in plain words, on its line."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from assistant.evaluation.loading.node import Node, Problem, did_you_mean
from assistant.evaluation.suite import (
    Choice,
    Day,
    Defaults,
    Expect,
    Fact,
    Gate,
    Number,
    Pattern,
    Sample,
    Skips,
    Source,
    Suite,
    Turn,
)

_ACCEPTED: dict[str, type[BaseModel]] = {"regex": Pattern, "number": Number, "date": Day}
"""The kinds of accepted answer by the key that each of them has."""
_TEXT = "constrained-str"
_KINDS = frozenset({_TEXT, "str", *(kind.__name__ for kind in _ACCEPTED.values())})
_WITHIN: dict[str, type[BaseModel]] = {
    "filters": Choice,
    "defaults": Defaults,
    "expect": Expect,
    "turns": Turn,
    "metrics": Skips,
    "sources": Source,
    "not_sources": Source,
    "facts": Fact,
    "Pattern": Pattern,
    "Number": Number,
    "Day": Day,
}
ALSO: dict[type[BaseModel], tuple[str, ...]] = {
    Sample: ("category_filter", "date_range", "params"),
    Suite: ("include",),
}
"""Keys of the files that no value has."""
Place = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


def checked(model: type[Model], value: Any, node: Node, problems: list[Problem]) -> Model | None:
    """The value that a plain one makes, or None with what is wrong with it among the problems."""
    if not isinstance(value, dict):
        problems.append(node.problem(f"{in_words(value)} stands where a mapping with its keys is expected"))
        return None
    try:
        if wrong := _misshapen(model, value):
            problems.append(wrong_at(node, *wrong))
            return None
        return model.model_validate(value)
    except ValidationError as error:
        problems += _problems(model, value, node, error)
        return None


def wrong_at(node: Node, place: Place, message: str) -> Problem:
    """A problem of what stands at a place."""
    return Problem(node.file, node.line_at(place), message)


def _misshapen(model: type[BaseModel], value: Mapping[str, Any]) -> tuple[Place, str] | None:
    """What the other spellings of filters cannot be made of."""
    if model is not Sample:
        return None
    if not isinstance(value.get("filters") or {}, dict):
        return ("filters",), "'filters' is a mapping such as {outlet: The Apron}"
    if not isinstance(value.get("category_filter", ""), str | list | tuple | None):
        return ("category_filter",), "'category_filter' is a category"
    return None


def _problems(model: type[BaseModel], value: Any, node: Node, error: ValidationError) -> Iterator[Problem]:
    told: set[Place] = set()
    for one in error.errors(include_url=False):
        place: Place = one["loc"]
        union = next((at for at, step in enumerate(place) if step in _KINDS and at), None)
        if union is not None:
            kind, message = _accepted(_at(value, place[:union]))
            if kind != place[union]:
                if message and place[:union] not in told:
                    told.add(place[:union])
                    yield wrong_at(node, place[:union], message)
                continue
        yield wrong_at(node, place, _message(model, place, one))


def _at(value: Any, place: Place) -> Any:
    for step in place:
        listed = isinstance(value, list | tuple) and isinstance(step, int)
        if listed or (isinstance(value, dict) and step in value):
            value = value[step]
    return value


def _accepted(value: Any) -> tuple[str, str]:
    """Which kind of accepted answer a value is meant to be; where that is unclear, what to say of it."""
    if isinstance(value, str):
        return _TEXT, ""
    if isinstance(value, dict):
        kind = next((model.__name__ for key, model in _ACCEPTED.items() if key in value), "")
        given = next(iter(value), "")
        return (
            kind,
            ""
            if kind
            else f"'{given}' is no kind of answer{did_you_mean(given, _ACCEPTED) or '; use regex, number or date'}",
        )
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "", f'{value} is taken for a figure: write {{number: {value}}}, or "{value}" for the words'
    return (
        "",
        f'{in_words(value)} is no answer: write a text (such as "yes"), {{regex: …}}, {{number: …}} or {{date: …}}',
    )


def _message(model: type[BaseModel], place: Place, error: Any) -> str:
    name = place_name(place)
    match error["type"]:
        case "extra_forbidden":
            key = str(place[-1])
            return f"'{key}' is not known{did_you_mean(key, _known(model, place)) or _listed(_known(model, place))}"
        case "missing":
            return f"'{name}' is missing"
        case "value_error":
            said = str(error["ctx"]["error"]) if "ctx" in error else error["msg"]
            return f"'{name}': {said}" if name else said
        case "string_type":
            return f"'{name}' is a text, not {in_words(error['input'])}: put it in quotes"
        case "literal_error":
            return f"'{name}' is {in_words(error['input'])}, but may be {error['ctx']['expected']}"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"'{name}' is a mapping with its keys, not {in_words(error['input'])}"
    said = str(error["msg"])
    return f"'{name}' is {in_words(error['input'])}: {said[0].lower()}{said[1:]}"


def _known(model: type[BaseModel], place: Place) -> list[str]:
    around = [step for step in place[:-1] if isinstance(step, str)]
    if around and around[0] == "gates":
        model = Gate
    elif around:
        model = _WITHIN.get(around[-1], model)
    return [*model.model_fields, *ALSO.get(model, ())]


def _listed(known: Iterable[str]) -> str:
    return f"; known are {', '.join(known)}"


def place_name(place: Place) -> str:
    """A place as people write it.

    >>> place_name(("expect", "sources", 0, "Pattern", "id"))
    'expect.sources[0].id'
    """
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in place if step not in _KINDS)
    return "".join(steps).removeprefix(".")


def in_words(value: Any) -> str:
    """A value as it is named to whoever wrote it.

    >>> in_words(None), in_words([1]), in_words("ten")
    ('nothing', 'a list', "'ten'")
    """
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    words = "nothing" if value is None else str(value).lower() if isinstance(value, bool) else repr(value)
    return words if len(words) <= 60 else words[:57] + "…"
