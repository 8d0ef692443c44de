"""The JSON Schema of a suite's file, for editors. `suite.schema.json` is its committed copy."""

from typing import Any

from assistant.evaluation.suite import Suite

_TEXTS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
_VALUE: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_PLACE: dict[str, Any] = {"type": "string", "pattern": r"\{[A-Za-z_]\w*\}"}
"""A text with a template's name in it, where a figure or a switch is expected otherwise."""
_SINGLE = ("answers", "facts", "forbidden", "sources", "not_sources", "refusal", "notes")


def schema() -> dict[str, Any]:
    """What a YAML or JSON file of questions may hold."""
    written: dict[str, Any] = Suite.model_json_schema()
    parts = written["$defs"]
    written = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "AeroCite suite",
        **{key: value for key, value in written.items() if key != "title"},
    }
    written["properties"]["include"] = _include()
    sample = parts["Sample"]["properties"]
    sample["params"] = _params()
    sample["category_filter"] = _one_or_more({"type": "string"})
    sample["date_range"] = {
        "type": "object",
        "description": "Short for the filters since and until.",
        "properties": {name: {"type": "string", "format": "date"} for name in ("from", "to")},
        "additionalProperties": False,
    }
    sample["tags"] = {"anyOf": [sample["tags"], {"type": "string"}]}
    for name in _SINGLE:
        listed = parts["Expect"]["properties"][name]
        parts["Expect"]["properties"][name] = {"anyOf": [listed, listed["items"], *_bare(name)]}
        if _bare(name):
            listed["items"] = {"anyOf": [listed["items"], *_bare(name)]}
    number = parts["Number"]["properties"]
    number["number"] = {"anyOf": [number["number"], _PLACE]}
    return written


def _bare(name: str) -> list[dict[str, Any]]:
    return [{"type": "string"}] if name in ("sources", "not_sources") else []


def _one_or_more(one: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [one, {"type": "array", "items": one}]}


def _include() -> dict[str, Any]:
    chosen = {
        "type": "object",
        "properties": {"file": {"type": "string"}, "tags": _one_or_more({"type": "string"}), "ids": _TEXTS},
        "required": ["file"],
        "additionalProperties": False,
    }
    one = {"anyOf": [{"type": "string"}, chosen]}
    return {**_one_or_more(one), "description": "Other files beside this one whose questions come first."}


def _params() -> dict[str, Any]:
    return {
        "description": "Values for {name} in the texts: lists (all combinations), or a list of mappings (as they are).",
        "anyOf": [
            {"type": "object", "additionalProperties": {"type": "array", "items": _VALUE, "minItems": 1}},
            {"type": "array", "items": {"type": "object", "additionalProperties": _VALUE}, "minItems": 1},
        ],
    }
