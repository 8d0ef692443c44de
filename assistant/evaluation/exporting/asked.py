"""What every export goes through: each turn that was asked, once, with its name."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from assistant.evaluation.runs import Run, place
from assistant.evaluation.scores import Case
from knowledge.article import clean_text


class Turn(NamedTuple):
    """A case by the name that its question has in the files."""

    name: str
    question: str
    case: Case


def turns(run: Run) -> Iterator[Turn]:
    """The cases of a run, of repeats only the first."""
    seen = set()
    for case in run.cases():
        record = case.record
        name = place(record.sample, record.turn)
        if name not in seen:
            seen.add(name)
            yield Turn(name, record.question or case.sample.script[record.turn].user, case)


def write_lines(path: Path, objects: Iterable[Mapping[str, Any]]) -> Path:
    """One object a line."""
    return write_text(path, (json.dumps(one, ensure_ascii=False) for one in objects))


def write_text(path: Path, lines: Iterable[str]) -> Path:
    """The lines as a file in UTF-8 whose lines end the same on each system."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(clean_text(line) + "\n" for line in lines)
    return path
