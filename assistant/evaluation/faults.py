"""What is wrong with a file that a run wrote, in plain words: the file, the line and the field."""

from collections.abc import Mapping
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.evaluation.loading.checking import in_words, place_name
from assistant.evaluation.loading.json_file import read_json


def fault(path: Path, error: Exception, line: int | None = None) -> str:
    """What an error in reading a file says of it; `line` where the file is read line by line."""
    match error:
        case OSError():
            return f"{path}: {(error.strerror or 'it cannot be read').lower()}"
        case JSONDecodeError():
            return f"{path}:{line or error.lineno}: this is no JSON"
        case UnicodeDecodeError():
            return f"{path}: this is not UTF-8"
        case ValidationError():
            first: Mapping[str, Any] = error.errors(include_url=False)[0]
            return f"{path}:{line or _line(path, first['loc'])}: {_message(first)}"
    return f"{path}:{line or 1}: this is not what a run writes there"


def _line(path: Path, place: tuple[str | int, ...]) -> int:
    node = read_json(path.read_text("utf-8"), path.name, [])
    return node.line_at(place) if node else 1


def _message(found: Mapping[str, Any]) -> str:
    name = place_name(found["loc"])
    match found["type"]:
        case "missing":
            return f"'{name}' is missing"
        case "extra_forbidden":
            return f"'{name}' is not known"
        case "value_error":
            return f"{name}: {found['ctx']['error']}"
    what = f"'{name}'" if name else "this"
    return f"{what} is {in_words(found['input'])}, which it cannot be"
