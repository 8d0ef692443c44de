"""A suite → a file by its suffix, such that loading it gives the same suite."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.evaluation.loading.csv_file import HEAD, PARTED, is_list, nested
from assistant.evaluation.loading.node import BadSuite, Problem
from assistant.evaluation.loading.reading import SUFFIXES, suffix
from assistant.evaluation.suite import Suite

Cell = tuple[list[str | int], str]


def dump_suite(suite: Suite, path: Path) -> None:
    """Write a suite as YAML, JSON, JSONL or CSV, by the name of the file, in place of what stood there."""
    form = suffix(path.name)
    if not form:
        raise BadSuite([Problem(path.name, 1, f"a suite's name ends with one of {', '.join(SUFFIXES)}")])
    head = {"version": suite.version, **suite.model_dump(mode="json", exclude_defaults=True)}
    questions = head.pop("questions", [])
    match form:
        case ".jsonl":
            text = "".join(_line(one) for one in (head, *questions))
        case ".csv":
            text = _csv(head, questions, path)
        case ".json":
            text = json.dumps({**head, "questions": questions}, ensure_ascii=False, indent=1) + "\n"
        case _:
            text = _yaml({**head, "questions": questions})
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(path.suffix + ".new")
    beside.write_text(text, encoding="utf-8", newline="")
    beside.replace(path)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _yaml(value: Any) -> str:
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(value, Dumper=dumper, sort_keys=False, allow_unicode=True, width=110)
    return text


def _csv(head: dict[str, Any], questions: list[dict[str, Any]], path: Path) -> str:
    rows = [list(_cells(one, [])) for one in questions]
    for question, cells in zip(questions, rows, strict=True):
        if nested(cells) != _texts(question):
            message = f"'{question['id']}' does not fit into CSV, which has no empty texts; use YAML or JSONL"
            raise BadSuite([Problem(path.name, 1, message)])
    names = list(dict.fromkeys(_header(place) for cells in rows for place, _ in cells)) or ["id", "question"]
    file = io.StringIO()
    if set(head) > {"version"}:
        file.write(HEAD + json.dumps(head, ensure_ascii=False) + "\n")
    table = csv.DictWriter(file, names)
    table.writeheader()
    table.writerows({_header(place): cell for place, cell in cells} for cells in rows)
    return file.getvalue()


def _cells(value: Any, place: list[str | int]) -> Iterator[Cell]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _cells(one, [*place, key])
    elif isinstance(value, list) and is_list(place) and all(isinstance(one, str) and _is_plain(one) for one in value):
        yield place, PARTED.join(value)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _cells(one, [*place, number])
    elif (cell := _text(value)).strip():
        yield place, cell


def _is_plain(item: str) -> bool:
    return bool(item.strip()) and PARTED not in item


def _texts(value: Any) -> Any:
    """A value as its cells give it back."""
    if isinstance(value, dict):
        return {key: _texts(one) for key, one in value.items()}
    return [_texts(one) for one in value] if isinstance(value, list) else _text(value)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _header(place: list[str | int]) -> str:
    """The header of a place.

    >>> _header(["expect", "sources", 0, "id"])
    'expect.sources[0].id'
    """
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).removeprefix(".")
