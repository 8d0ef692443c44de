"""Other people's files row by row, each with the place where it stands.

Files are untrusted: they are parsed and never run, they have a largest size, and an encoding that is not Unicode is
guessed.
"""

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any

from assistant.evaluation.importing.rows import BadImport, Row
from knowledge.errors import UnreadableSource
from knowledge.reading.text import decode

LARGEST_READ_BY_LINES = 2_000_000_000
LARGEST_READ_WHOLE = 200_000_000
LONGEST_LINE = 20_000_000
MOST_ROWS = 2_000_000

_CHUNK = 1 << 20
_SPACE = " \t\r\n"
_LISTS = ("data", "rows", "samples", "questions", "examples", "dataset", "tests")


def rows(path: Path) -> Iterator[Row]:
    """The objects of a JSONL, JSON or CSV file; the name's ending tells which, or else its beginning."""
    ending = path.suffix.lower()
    if ending in (".csv", ".tsv"):
        return table(path)
    if ending in (".jsonl", ".ndjson"):
        return json_lines(path)
    return json_items(path)


def json_lines(path: Path) -> Iterator[Row]:
    """One object a line, read one at a time."""
    for number, line in text_lines(path):
        if line.strip():
            yield _row(_parsed(path, line, number), path, f"line {number}")


def text_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file with their numbers. Only a line feed ends one: a text may hold other separators."""
    with opened(path) as file:
        number = 0
        while line := file.readline(LONGEST_LINE):
            number += 1
            if number > MOST_ROWS or len(line) == LONGEST_LINE:
                what = f"more than {MOST_ROWS:,} lines" if number > MOST_ROWS else f"line {number} is too long"
                raise BadImport(f"{path}: {what}.", hint="Import a part of the file.")
            yield number, line


def json_items(path: Path) -> Iterator[Row]:
    """The objects of a list, of an object that holds one, or one under another; columns become rows."""
    found = _sequence(path, whole(path))
    first = next(found, None)
    if first is None:
        return
    second = next(found, None)
    if second is None and isinstance(first[1], dict):
        yield from _unwrapped(path, first[1], first[0])
        return
    for line, value in chain((one for one in (first, second) if one), found):
        yield _row(value, path, f"line {line}")


def table(path: Path) -> Iterator[Row]:
    """The rows of a CSV file by its header; the separator is whichever the header has most of."""
    with opened(path, newline="") as file:
        header = file.readline(LONGEST_LINE)
        separator = max(",;\t", key=header.count)
        file.seek(0)
        reader = csv.DictReader(file, delimiter=separator)
        try:
            for cells in reader:
                yield Row({k.strip(): v for k, v in cells.items() if k is not None}, path, f"line {reader.line_num}")
        except csv.Error as error:
            raise BadImport(f"{path}, line {reader.line_num}: {error}.", hint="Save the table as CSV again.") from None


def one_object(path: Path) -> Row:
    """The single object of a JSON file."""
    text = whole(path)
    return _row(_parsed(path, text, 1), path, "top")


def whole(path: Path) -> str:
    """The text of a file that cannot be read piece by piece."""
    with opened(path, largest=LARGEST_READ_WHOLE) as file:
        return file.read()


def opened(path: Path, *, largest: int = LARGEST_READ_BY_LINES, newline: str = "\n") -> IO[str]:
    """The file open for reading as text; what is not UTF-8 is read whole, to find out what it is."""
    try:
        plain = _is_utf8(path)
        _check_size(path, largest if plain else LARGEST_READ_WHOLE)
        if plain:
            return path.open(encoding="utf-8-sig", newline=newline)
        return io.StringIO(decode(path.name, path.read_bytes()), newline=newline)
    except OSError as error:
        raise BadImport(f"{path} cannot be read: {error.strerror}.", hint="Check the path.") from None
    except UnreadableSource as error:
        raise BadImport(f"{path} is not text: {error.reason}.", hint="Save it as UTF-8.") from None


def _check_size(path: Path, largest: int) -> None:
    if (size := path.stat().st_size) > largest:
        raise BadImport(f"{path} has {size:,} bytes; {largest:,} is the most.", hint="Import a part of the file.")


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    return False
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _sequence(path: Path, text: str) -> Iterator[tuple[int, Any]]:
    """The values of a JSON list, or those that stand one under another, with the lines on which they begin."""
    decoder, at, line, counted = json.JSONDecoder(), 0, 1, 0
    listed = text.lstrip(_SPACE).startswith("[")
    separators = _SPACE + ("," if listed else "")
    at = len(text) - len(text.lstrip(_SPACE)) + listed
    while True:
        while at < len(text) and text[at] in separators:
            at += 1
        if at >= len(text) or (listed and text[at] == "]"):
            return
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise _broken(path, error, line, text) from None
        yield line, value


def _unwrapped(path: Path, value: dict[str, Any], line: int) -> Iterator[Row]:
    held = next((name for name in _LISTS if isinstance(value.get(name), list)), None)
    if held and all(isinstance(item, dict) for item in value[held]):
        yield from Row(value, path, f"line {line}").within(held)
        return
    columns = {name: list(column.values()) if isinstance(column, dict) else column for name, column in value.items()}
    if len(columns) > 1 and all(isinstance(column, list) for column in columns.values()):
        longest = max(map(len, columns.values()))
        for number in range(longest):
            cells = {name: column[number] for name, column in columns.items() if number < len(column)}
            yield Row(cells, path, f"row {number}")
        return
    yield Row(value, path, f"line {line}")


def _parsed(path: Path, text: str, line: int) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _broken(path, error, line, text) from None


def _broken(path: Path, error: Exception, line: int, text: str) -> BadImport:
    what = "nested too deeply or with too long a number"
    if isinstance(error, json.JSONDecodeError):
        line, what = line if error.lineno == 1 else error.lineno, f"{error.msg}, column {error.colno}"
    return BadImport(f"{path}, line {line}: not valid JSON ({what}).", hint="Check that the file is whole.")


def _row(value: Any, path: Path, place: str) -> Row:
    if not isinstance(value, dict):
        raise Row({}, path, place).bad("it is not an object")
    return Row(value, path, place)


def existing(paths: Iterable[Path], *endings: str) -> tuple[Path, ...]:
    """The files that were given; of a folder those with one of the endings, in the order of their names."""
    found: list[Path] = []
    for path in paths:
        held = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [one for one in held if one == path or (one.is_file() and _meant(one, endings))]
    return tuple(found)


def _meant(path: Path, endings: tuple[str, ...]) -> bool:
    return not path.name.startswith(".") and (not endings or path.suffix.lower() in endings)
