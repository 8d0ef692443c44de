"""Checks a folder of vectors in a child process: a broken one can kill the process that opens it.

Measured on chromadb 1.5.9: a damaged file of links ends in a segmentation fault, or in a file of terabytes.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from knowledge.vectors import Vectors

Sample = tuple[str, str, list[float]]
"""A collection, a passage in it and the passage's vector, which must find itself."""

_CHILD = """
import json, sys
asked = json.load(sys.stdin)
sys.path[:] = asked["path"]
from knowledge.verify import look
print(json.dumps(look(asked["folder"], asked["counts"], asked["samples"])))
"""
_LARGEST_FILE = 64 * 1024**3
_SECONDS = 300


def verify(folder: Path, counts: Mapping[str, int], samples: Sequence[Sample]) -> str:
    """What is wrong with a folder of vectors, or "" when every collection holds and finds what it should."""
    asked = {"path": sys.path, "folder": str(folder), "counts": dict(counts), "samples": list(samples)}
    try:
        child = subprocess.run(
            [sys.executable, "-c", _CHILD],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"it did not open within {_SECONDS} seconds"
    if child.returncode < 0:
        return f"opening it ended in signal {-child.returncode}"
    try:
        return str(json.loads(child.stdout.splitlines()[-1]))
    except (IndexError, ValueError):
        last = child.stderr.strip().splitlines()[-1:] or ["it cannot be opened"]
        return last[0]


def look(folder: str, counts: Mapping[str, int], samples: Sequence[Sample]) -> str:
    """The check itself, in the child."""
    _limit_files()
    vectors = Vectors.in_folder(Path(folder))
    try:
        for name, count in counts.items():
            if vectors.count(name) != count:
                return f"{name} holds {vectors.count(name)} passages instead of {count}"
        for name, passage, vector in samples:
            nearest = vectors.search(name, np.asarray(vector, dtype=np.float32), 3)
            # A passage with the same words may come first: what counts is that the very vector is found.
            if passage not in [i for i, _ in nearest] and (not nearest or nearest[0][1] < 0.999):
                return f"{name} does not find passage {passage}"
    finally:
        vectors.close()
    return ""


def _limit_files() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    _, allowed = resource.getrlimit(resource.RLIMIT_FSIZE)
    most = _LARGEST_FILE if allowed == resource.RLIM_INFINITY else min(_LARGEST_FILE, allowed)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
