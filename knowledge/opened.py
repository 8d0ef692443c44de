"""An index folder that is open for reading: what it says of itself, and the passages nearest to a vector."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from math import ceil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Filters
from knowledge.exact import Exact
from knowledge.vectors import Vectors
from knowledge.words import Words

WIDER = 2
"""Under a filter that most pass, Chroma looks at so many times the neighbours among which enough should pass.

Of the nearest 100 of those that pass it then finds .997 to .999, as without a filter; with 1.2 times .992.
"""
ROWS_A_NEIGHBOUR = 40
"""Looking at one more neighbour takes Chroma 5.5 µs, in which so many passages are compared exactly.

So of 100,000 passages up to 28,000 are compared exactly, in less than 3.5 ms, and of 10,000 nearly all.
"""


@dataclass(frozen=True, slots=True)
class State:
    """What an index folder says of itself."""

    generation: int
    fingerprint: Mapping[str, str]
    counts: Mapping[str, int]
    prefix: str
    sizes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Opened:
    """An index that is open for reading."""

    folder: Path
    state: State
    words: Words
    vectors: Vectors
    exact: Mapping[str, Exact]

    def nearest(
        self, collection: str, vector: NDArray[np.float32], k: int, filters: Filters
    ) -> list[tuple[str, float]]:
        """The `k` nearest passages of a collection that the filters admit, with their cosine similarity, best first."""
        exact = self.exact[collection]
        mask = exact.passing(filters)
        if mask is None:
            return self.vectors.search(collection, vector, k)
        passing = int(np.count_nonzero(mask))
        neighbours = ceil(WIDER * k * len(mask) / max(1, passing))
        if passing > ROWS_A_NEIGHBOUR * neighbours:
            near = self.vectors.search(collection, vector, neighbours)
            found = exact.kept(near, mask)
            # Those that pass may all be far from the question; then only looking at each of them finds the nearest.
            if len(found) >= k:
                return found[:k]
        return exact.nearest(vector, k, mask)

    def published(self, ids: Iterable[str]) -> dict[str, date]:
        """The day of each of these passages that is dated."""
        wanted, found = list(ids), dict[str, date]()
        for exact in self.exact.values():
            found |= exact.published(wanted)
        return found


def collection_name(space: str, group: str) -> str:
    """The name of a collection: `minilm-en`."""
    return f"{space}-{group}"


def read_state(folder: Path) -> State | None:
    """What a folder says of itself, or None where it says nothing that can be read."""
    with suppress(OSError, ValueError, TypeError):
        return State(**json.loads((folder / "state.json").read_text()))
    return None


def write_state(folder: Path, state: State) -> None:
    """Put down what a folder says of itself, at once."""
    beside = folder / "state.json.new"
    beside.write_text(json.dumps(asdict(state)))
    beside.replace(folder / "state.json")


def sizes_of(folder: Path) -> dict[str, int]:
    """The files that only a build writes, by which damage from outside is noticed without opening anything."""
    patterns = ("vectors/*/*.bin", "words/*.store", "words/meta.json", "exact/*/*")
    files = [file for pattern in patterns for file in folder.glob(pattern)]
    return {file.relative_to(folder).as_posix(): file.stat().st_size for file in sorted(files)}
