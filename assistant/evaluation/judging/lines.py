"""Files of a run to which lines of JSON are only ever added: what a judge said, and what people said."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def add_line(path: Path, value: Mapping[str, Any]) -> None:
    """Add a line in one write that is flushed. One that was cut off before is ended first, and then reads as none."""
    line = json.dumps(value, ensure_ascii=False).encode() + b"\n"
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        size = os.fstat(file).st_size
        whole = not size or os.pread(file, 1, size - 1) == b"\n"
        os.write(file, line if whole else b"\n" + line)
        os.fsync(file)
    finally:
        os.close(file)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Every line that holds an object; others, such as one that was cut off, are left out."""
    if not path.exists():
        return
    with path.open("rb") as lines:
        for line in lines:
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(found, dict):
                yield found
