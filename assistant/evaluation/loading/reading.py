"""A suite's file by its suffix: its head and its questions, with their lines."""

from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from assistant.evaluation.loading.csv_file import read_csv
from assistant.evaluation.loading.json_file import read_json, read_jsonl
from assistant.evaluation.loading.node import BadSuite, Node, Problem
from assistant.evaluation.loading.yaml_file import read_yaml

SUFFIXES = (".yaml", ".yml", ".json", ".jsonl", ".csv")
LARGEST = 64_000_000
"""Bytes of a file."""
Place = Path | Traversable


@dataclass(frozen=True, slots=True)
class Written:
    """A file's head, which holds what is not of one question, and its questions."""

    head: Node
    questions: list[Node]


def suffix(name: str) -> str:
    """The end of a file's name that tells its format, empty where it tells none."""
    return next((one for one in SUFFIXES if name.lower().endswith(one)), "")


def read_file(path: Place, problems: list[Problem]) -> Written:
    """What a file holds. One that cannot be read at all is an error at once."""
    name = path.name
    form = suffix(name)
    if not form:
        raise BadSuite([Problem(name, 1, f"a suite's name ends with one of {', '.join(SUFFIXES)}")])
    text = _text(path)
    empty = Node({}, 1, name)
    if form == ".csv":
        head, rows = read_csv(text, name, problems)
        return Written(head or empty, rows)
    if form == ".jsonl":
        lines = read_jsonl(text, name, problems)
        if lines and _is_head(lines[0].value):
            return Written(lines[0], lines[1:])
        return Written(empty, lines)
    document = (read_json if form == ".json" else read_yaml)(text, name, problems)
    return _whole(document or empty, problems)


def _is_head(value: Any) -> bool:
    return isinstance(value, dict) and not {"id", "question", "turns"} & set(value)


def _whole(document: Node, problems: list[Problem]) -> Written:
    """A suite in one value: a mapping with `questions`, or the list of them alone."""
    if isinstance(document.value, list):
        return Written(Node({}, document.line, document.file), document.value)
    if not isinstance(document.value, dict):
        problems.append(document.problem("a suite is a mapping with 'questions', or a list of them"))
        return Written(Node({}, 1, document.file), [])
    head = {key: node for key, node in document.value.items() if key != "questions"}
    questions = document.value.get("questions", Node([], document.line, document.file))
    if not isinstance(questions.value, list):
        problems.append(questions.problem("'questions' is a list"))
        return Written(Node(head, document.line, document.file), [])
    return Written(Node(head, document.line, document.file), questions.value)


def _text(path: Place) -> str:
    try:
        if not path.is_file():
            raise BadSuite([Problem(path.name, 1, f"there is no file {path}")])
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise BadSuite([Problem(path.name, 1, f"it cannot be read: {error.strerror or error}")]) from error
    if len(content) > LARGEST:
        raise BadSuite([Problem(path.name, 1, f"it is larger than {LARGEST // 1_000_000} MB")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadSuite([Problem(path.name, line, "this is not UTF-8")]) from error
