"""YAML read by its events: no tag is followed, nothing is constructed, and every value keeps its line.

Plain words are read as YAML 1.2 reads them, so that `no` is a word, `12:30` a text and `2024-06-01` one that a date
field takes. Anchors, aliases and merges work, up to as many values as the file has characters.
"""

import re
from typing import Any

from assistant.evaluation.loading.node import DEEPEST, Node, Problem

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]*(?:[eE][-+][0-9]+)?")
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_MERGE = "<<"


def read_yaml(text: str, file: str, problems: list[Problem]) -> Node | None:
    """The document of a YAML file; None where there is none, with the reason among the problems."""
    import yaml

    builder = _Builder(file, problems, room=len(text) + 1000)
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.append(Problem(file, mark.line + 1 if mark else 1, f"this is no YAML: {error.problem}"))
        return None
    except yaml.YAMLError as error:
        problems.append(Problem(file, 1, f"this is no YAML: {str(error).splitlines()[0]}"))
        return None
    except _Stop as stop:
        problems.append(stop.problem)
        return None
    return builder.document


class _Stop(Exception):
    """A file that is not read any further."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _Open:
    """A list or mapping that has begun. A mapping waits for a key, then for its value."""

    def __init__(self, node: Node, anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.key: Node | None = None
        self.size = 1
        self.merged: set[str] = set()


class _Builder:
    """Makes nodes of events, without recursion."""

    def __init__(self, file: str, problems: list[Problem], *, room: int) -> None:
        self.document: Node | None = None
        self._file = file
        self._problems = problems
        self._room = room
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._documents = 0

    def take(self, event: Any) -> None:
        """Take in the next event."""
        name = type(event).__name__
        line = event.start_mark.line + 1 if event.start_mark else 1
        self._refuse(event, name, line)
        match name:
            case "MappingStartEvent" | "SequenceStartEvent":
                if len(self._open) >= DEEPEST:
                    raise _Stop(Problem(self._file, line, f"nested more than {DEEPEST} deep"))
                empty: Any = {} if name.startswith("Mapping") else []
                self._open.append(_Open(Node(empty, line, self._file), event.anchor))
            case "MappingEndEvent" | "SequenceEndEvent":
                done = self._open.pop()
                self._put(done.node, done.size, done.anchor)
            case "ScalarEvent":
                value = plain(event.value) if event.implicit[0] and not event.style else event.value
                self._put(Node(value, line, self._file), 1, event.anchor)
            case "AliasEvent":
                self._alias(event.anchor, line)

    def _refuse(self, event: Any, name: str, line: int) -> None:
        if getattr(event, "tag", None) is not None and event.tag != "!":
            raise _Stop(Problem(self._file, line, f"the tag '{event.tag}' is not taken: nothing in a suite is run"))
        if name == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                raise _Stop(Problem(self._file, line, "a suite is one document; this is a second one"))

    def _alias(self, anchor: str, line: int) -> None:
        if anchor not in self._anchors:
            raise _Stop(Problem(self._file, line, f"the alias '*{anchor}' stands for nothing above it"))
        node, size = self._anchors[anchor]
        self._put(node, size, None, line=line)

    def _put(self, node: Node, size: int, anchor: str | None, *, line: int | None = None) -> None:
        if anchor:
            self._anchors[anchor] = node, size
        if not self._open:
            self.document = node
            return
        around = self._open[-1]
        around.size += size
        if around.size > self._room:
            raise _Stop(Problem(self._file, line or node.line, "aliases make this file larger than it is"))
        if isinstance(around.node.value, list):
            around.node.value.append(node.at(line) if line else node)
        elif around.key is None:
            around.key = node
        else:
            self._put_pair(around, around.key, node)
            around.key = None

    def _put_pair(self, around: _Open, key: Node, node: Node) -> None:
        if isinstance(key.value, dict | list):
            raise _Stop(key.problem("a key is a word, not a list or a mapping"))
        name, mapping = str(key.value), around.node.value
        if name == _MERGE:
            self._merge(around, key, node)
        elif name in mapping and name not in around.merged:
            self._problems.append(key.problem(f"'{name}' stands here and on line {mapping[name].line}"))
        else:
            around.merged.discard(name)
            mapping[name] = node.at(key.line)

    def _merge(self, around: _Open, key: Node, node: Node) -> None:
        for one in node.value if isinstance(node.value, list) else [node]:
            if not isinstance(one.value, dict):
                raise _Stop(key.problem("'<<' takes a mapping or a list of them"))
            for name, value in one.value.items():
                if name not in around.node.value:
                    around.node.value[name] = value
                    around.merged.add(name)


def plain(word: str) -> Any:
    """What a word without quotes is, by the core schema of YAML 1.2.

    >>> [plain(word) for word in ("12", "1.5", "true", "no", "12:30", "2024-06-01", "007", "")]
    [12, 1.5, True, 'no', '12:30', '2024-06-01', '007', None]
    """
    if word in _WORDS:
        return _WORDS[word]
    if _INTEGER.fullmatch(word):
        return int(word)
    return float(word) if _FLOAT.fullmatch(word) else word
