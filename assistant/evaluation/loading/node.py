"""A file's values with the lines that they stand on, and what is wrong with a file as one error."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from assistant.errors import BadSetting

MOST_SHOWN = 20
"""Problems of a file that are told at once; who has more of them has made the same mistake often."""
DEEPEST = 40
"""Lists and mappings within each other: a suite needs ten."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong on a line of a file."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """As editors and terminals link it: `starter.yaml:14: …`."""
        return f"{self.file}:{self.line}: {self.message}"


class BadSuite(BadSetting):
    """A suite that cannot be used, with every problem and its line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        shown = [str(problem) for problem in self.problems[:MOST_SHOWN]]
        if more := len(self.problems) - len(shown):
            shown.append(f"… and {more} more.")
        super().__init__("\n".join(shown), hint="Mend these lines and run 'aerocite evaluate validate' again.")


@dataclass(frozen=True, slots=True)
class Node:
    """A value and the line that it begins on: a scalar, a list of nodes, or nodes by their keys.

    `line` of a value in a mapping is that of its key.
    """

    value: Any
    line: int
    file: str = ""

    def plain(self) -> Any:
        """The value alone."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        return [node.plain() for node in self.value] if isinstance(self.value, list) else self.value

    def line_at(self, place: Iterable[str | int]) -> int:
        """The line of what stands at a place, or of the nearest thing around it.

        >>> Node({"expect": Node({"answers": Node("yes", 5)}, 4)}, 3).line_at(("expect", "answers", 0))
        5
        """
        return self.within(place).line

    def within(self, place: Iterable[str | int]) -> "Node":
        """What stands at a place, or the nearest thing around it; steps that the file does not have are passed over."""
        node = self
        for step in place:
            held = node.value
            listed = isinstance(held, list) and isinstance(step, int) and 0 <= step < len(held)
            if listed or (isinstance(held, dict) and step in held):
                node = held[step]
        return node

    def at(self, line: int) -> "Node":
        """The same value, said to begin on another line."""
        return replace(self, line=line)

    def problem(self, message: str) -> Problem:
        """What is wrong with this value."""
        return Problem(self.file, self.line, message)

    def bad(self, message: str) -> BadSuite:
        """The error of a file that has this one problem."""
        return BadSuite([self.problem(message)])


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """A question to end a message with, empty where nothing known is near.

    >>> did_you_mean("expct", ["expect", "tags"])
    "; did you mean 'expect'?"
    """
    near = get_close_matches(given, list(known), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""
