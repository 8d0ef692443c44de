"""CSV: a question a row, with dotted headers (`expect.sources[0].id`) and lists parted by `|`. Empty is absent.

What belongs to the suite itself may stand in a first line `#suite {…}` as JSON.
"""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from assistant.evaluation.loading.json_file import read_json
from assistant.evaluation.loading.node import Node, Problem

HEAD = "#suite "
"""How a line begins that holds what is not of a question."""
PARTED = "|"
_LISTS = frozenset("tags answers forbidden sources not_sources refusal skip match category_filter".split())
_STEP = re.compile(r"([^.\[\]]+)((?:\[\d{1,3}\])*)")


def read_csv(text: str, file: str, problems: list[Problem]) -> tuple[Node | None, list[Node]]:
    """The head, where there is one, and the rows as questions."""
    head = None
    skipped = 0
    if text.startswith(HEAD):
        first, _, text = text.partition("\n")
        head, skipped = read_json(first.removeprefix(HEAD), file, problems), 1
    return head, list(_rows(text, file, problems, skipped))


def _rows(text: str, file: str, problems: list[Problem], skipped: int) -> Iterator[Node]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    paths: list[list[str | int] | None] = []
    line = skipped + 1
    try:
        for row in rows:
            if not paths:
                paths = [_path(name, file, line, problems) for name in row]
            elif any(cell.strip() for cell in row):
                if len(row) > len(paths):
                    problems.append(Problem(file, line, f"{len(row)} cells under {len(paths)} headers"))
                cells = [(path, cell) for path, cell in zip(paths, row, strict=False) if path and cell.strip()]
                yield _node(nested(cells, file, line, problems), line, file)
            line = skipped + rows.line_num + 1
    except csv.Error as error:
        problems.append(Problem(file, skipped + rows.line_num, f"this is no CSV: {error}"))


def _path(name: str, file: str, line: int, problems: list[Problem]) -> list[str | int] | None:
    """The steps of a header.

    >>> _path("expect.sources[0].id", "", 1, [])
    ['expect', 'sources', 0, 'id']
    """
    steps: list[str | int] = []
    for part in name.strip().split("."):
        found = _STEP.fullmatch(part)
        if found is None:
            if name.strip():
                problems.append(Problem(file, line, f"'{name}' is no header such as 'expect.sources[0].id'"))
            return None
        steps += [found[1], *map(int, re.findall(r"\d+", found[2]))]
    return steps


def nested(
    cells: list[tuple[list[str | int], str]], file: str = "", line: int = 0, problems: list[Problem] | None = None
) -> Any:
    """Cells put where their headers say.

    >>> nested([(["id"], "a"), (["expect", "answers"], "9|nine"), (["expect", "sources", 0, "id"], "x")])
    {'id': 'a', 'expect': {'answers': ['9', 'nine'], 'sources': [{'id': 'x'}]}}
    """
    tree: dict[str | int, Any] = {}
    for path, cell in cells:
        at: Any = tree
        for step in path[:-1]:
            at = at.setdefault(step, {}) if isinstance(at, dict) else None
        if not isinstance(at, dict) or path[-1] in at:
            if problems is not None:
                problems.append(Problem(file, line, f"the columns of '{path[0]}' contradict each other"))
        else:
            at[path[-1]] = cell.split(PARTED) if is_list(path) else cell
    return _lists(tree)


def is_list(path: list[str | int]) -> bool:
    """Whether what stands under a header is a list: by its name, and each name of `params` without a number."""
    if path[0] == "params":
        return len(path) == 2 and isinstance(path[1], str)
    return path[-1] in _LISTS or path[-2:] == ["expect", "notes"]


def _lists(tree: Any) -> Any:
    if not isinstance(tree, dict):
        return tree
    if tree and all(isinstance(key, int) for key in tree):
        return [_lists(tree[key]) for key in sorted(tree)]
    return {str(key): _lists(value) for key, value in tree.items()}


def _node(value: Any, line: int, file: str) -> Node:
    if isinstance(value, dict):
        return Node({key: _node(one, line, file) for key, one in value.items()}, line, file)
    return Node([_node(one, line, file) for one in value] if isinstance(value, list) else value, line, file)
