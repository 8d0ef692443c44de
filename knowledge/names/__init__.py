"""The tables of aviation names: one CSV file for each field, all in the format that README.md describes."""

import csv
import re
from collections.abc import Iterator
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from knowledge.errors import KnowledgeError

COLUMNS = ("id", "name", "aliases", "codes", "part_of", "cues")

_ID = re.compile("[a-z]+:[a-z0-9][a-z0-9.-]*")


class Row(NamedTuple):
    """A line of a table: what something is called, what it is part of, and which words betray it."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()


def shipped() -> Iterator[tuple[str, str]]:
    """The name and the text of every table that comes with the package."""
    tables = [one for one in files(__package__).iterdir() if one.name.endswith(".csv")]
    for table in sorted(tables, key=lambda one: one.name):
        yield table.name, table.read_text(encoding="utf-8")


def own(path: Path) -> tuple[str, str]:
    """The name and the text of a person's own table."""
    try:
        return str(path), path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(
            f"{path}: the table of names cannot be read ({error})", hint="Give a CSV file in UTF-8."
        ) from error


def rows(table: str, text: str, known: set[str]) -> Iterator[Row]:
    r"""The rows of a table. `known` holds the ids of the tables before it and takes in the new ones.

    >>> table = ",".join(COLUMNS) + "\nairline:abc,ABC Air,Abc|ABC Jet,AB?,,"
    >>> next(rows("mine.csv", table, set())).aliases
    ('Abc', 'ABC Jet')
    """
    lines = csv.reader(StringIO(text, newline=""))
    try:
        if tuple(next(lines, ())) != COLUMNS:
            first = ",".join(COLUMNS)
            raise _bad(table, 1, f"the first line must be {first}", "Write this line at the top of the file.")
        for cells in lines:
            if any(map(str.strip, cells)):
                yield _row(table, lines.line_num, cells, known)
    except csv.Error as error:
        raise _bad(table, lines.line_num, f"{error}", "Close the quotes of every name that holds a comma.") from error


def _row(table: str, line: int, cells: list[str], known: set[str]) -> Row:
    if len(cells) != len(COLUMNS):
        raise _bad(
            table,
            line,
            f"{len(cells)} columns where {len(COLUMNS)} are meant",
            "Separate the columns by commas, the names within one by |, and quote a name that holds a comma.",
        )
    id, name = cells[0].strip(), cells[1].strip()
    if not _ID.fullmatch(id):
        raise _bad(table, line, f"{id!r} is no id", "Write kind:key in lower-case letters, digits and hyphens.")
    if not name and id not in known:
        raise _bad(table, line, f"{id} has no name", "Name it in the second column; only a known id may do without.")
    known.add(id)
    return Row(id, name, *(_split(cell) for cell in cells[2:]))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip()) if cell else ()


def _bad(table: str, line: int, what: str, hint: str) -> KnowledgeError:
    return KnowledgeError(f"{table}, line {line}: {what}", hint=hint)
