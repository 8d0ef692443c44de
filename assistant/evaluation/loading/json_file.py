"""JSON with the line of every value: a file is one value, or one a line."""

import json
import re
from json.decoder import JSONDecodeError
from typing import Any

from assistant.evaluation.loading.node import DEEPEST, Node, Problem

_SPACE = re.compile(r"[ \t\r\n]*")
_SCALAR = json.JSONDecoder(parse_constant=lambda name: _no_constant(name))


def read_json(text: str, file: str, problems: list[Problem], *, line: int = 1) -> Node | None:
    """The value of a JSON text that begins on a line; None where it is no JSON, with the reason among the problems."""
    reading = _Reading(text, file, problems, line)
    try:
        node, at = reading.value(0)
        if at < len(text):
            raise JSONDecodeError("more stands behind the value", text, at)
    except JSONDecodeError as error:
        problems.append(Problem(file, line + error.lineno - 1, f"this is no JSON: {error.msg} (column {error.colno})"))
        return None
    return node


def read_jsonl(text: str, file: str, problems: list[Problem]) -> list[Node]:
    """The values of the lines that hold one."""
    lines = enumerate(text.split("\n"), start=1)
    nodes = (read_json(words, file, problems, line=number) for number, words in lines if words.strip())
    return [node for node in nodes if node is not None]


class _Reading:
    """A recursive descent that counts lines; what is no list or object is left to the standard library."""

    def __init__(self, text: str, file: str, problems: list[Problem], line: int) -> None:
        self._text = text
        self._file = file
        self._problems = problems
        self._line = line
        self._counted = 0
        self._depth = 0

    def value(self, at: int) -> tuple[Node, int]:
        """The value behind `at` and where the next thing stands."""
        at = self._skip(at)
        line, first = self._line_at(at), self._text[at : at + 1]
        held: Any
        if first in ("{", "["):
            self._depth += 1
            if self._depth > DEEPEST:
                raise JSONDecodeError(f"nested more than {DEEPEST} deep", self._text, at)
            held, at = self._object(at + 1) if first == "{" else self._list(at + 1)
            self._depth -= 1
        else:
            try:
                held, at = _SCALAR.raw_decode(self._text, at)
            except JSONDecodeError:
                raise
            except ValueError as error:
                raise JSONDecodeError(str(error), self._text, at) from None
        return Node(held, line, self._file), self._skip(at)

    def _list(self, at: int) -> tuple[list[Node], int]:
        found: list[Node] = []
        at = self._skip(at)
        while not self._text.startswith("]", at):
            node, at = self.value(at)
            found.append(node)
            at = self._next(at, "]")
        return found, at + 1

    def _object(self, at: int) -> tuple[dict[str, Node], int]:
        found: dict[str, Node] = {}
        at = self._skip(at)
        while not self._text.startswith("}", at):
            if not self._text.startswith('"', at):
                raise JSONDecodeError("a key in double quotes is expected", self._text, at)
            key, at = self.value(at)
            if not self._text.startswith(":", at):
                raise JSONDecodeError("':' is expected", self._text, at)
            node, at = self.value(at + 1)
            if key.value in found:
                self._problems.append(key.problem(f"'{key.value}' stands here and on line {found[key.value].line}"))
            found.setdefault(key.value, node.at(key.line))
            at = self._next(at, "}")
        return found, at + 1

    def _next(self, at: int, closing: str) -> int:
        """Over a comma to the next item, or to what closes."""
        if self._text.startswith(closing, at):
            return at
        if not self._text.startswith(",", at):
            raise JSONDecodeError(f"',' or '{closing}' is expected", self._text, at)
        at = self._skip(at + 1)
        if self._text.startswith(closing, at):
            raise JSONDecodeError("nothing stands behind the comma", self._text, at)
        return at

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def _line_at(self, at: int) -> int:
        self._line += self._text.count("\n", self._counted, at)
        self._counted = max(self._counted, at)
        return self._line


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")
