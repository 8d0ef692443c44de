"""Files of a run to which lines of JSON are only ever added: answers, what a judge said, and what people said.

Each line is added in one write that is flushed, so that a run which is killed loses what was in flight and nothing
else: at most the last line is cut off.
"""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from knowledge.article import clean_text


def add_line(path: Path, value: Mapping[str, Any]) -> None:
    """Add a line. One that was cut off before is ended first, so that it takes no other with it."""
    line = clean_text(json.dumps(value, ensure_ascii=False)).encode() + b"\n"
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        size = os.fstat(file).st_size
        whole = not size or os.pread(file, 1, size - 1) == b"\n"
        os.write(file, line if whole else b"\n" + line)
        os.fsync(file)
    finally:
        os.close(file)


def mend(path: Path) -> None:
    """Take away a last line that was cut off."""
    if not path.exists():
        return
    with path.open("rb+") as file:
        file.truncate(file.read().rfind(b"\n") + 1)


def written(path: Path) -> Iterator[bytes]:
    """Every line as it stands, with its end; none where there is no file."""
    if path.exists():
        with path.open("rb") as lines:
            yield from lines


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Every line that holds an object; others, such as one that was cut off, are left out."""
    for line in written(path):
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            yield found
