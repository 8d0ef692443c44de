"""Arrays beside Chroma, a folder for each collection: what filters ask about as columns, and the vectors as a matrix.

A filter compares whole columns, .3 ms for 100,000 passages where Chroma's `where` takes 30 to 100. When few pass, their
cosines are computed exactly; when many do, Chroma looks at more neighbours and the columns say which of them pass.
The vectors are mapped into memory, so that opening reads 4 MB of 150, and searching only the rows that pass.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Filters, Passage, fold
from knowledge.days import to_day, to_number, to_range
from knowledge.errors import KnowledgeError

FORMAT = "exact-1"
"""Names the files below; a change of them is a change of this name, and the index is made again."""

Mask = NDArray[np.bool_]
"""For each row whether it passes."""

_AT_ONCE = 512
"""Rows gathered and multiplied together: they stay in the processor's cache (2,048 take half as long again)."""
_VECTORS, _ROWS, _CODES = "vectors.f32", "rows.npy", "codes.json"
_FLOAT = np.dtype("<f4")


@dataclass(frozen=True, slots=True)
class _Codes:
    """What the numbers in the columns stand for; "" is the outlet of an article without one."""

    dimension: int = 0
    outlets: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    categories: dict[tuple[str, ...], int] = field(default_factory=dict)

    def row(self, passage: Passage) -> tuple[bytes, int, int, int, int, int]:
        """A passage as a row of the columns; names that are new get the next number."""
        categories = tuple(sorted(set(map(fold, passage.categories))))
        return (
            passage.id.encode(),
            0,
            # Undated is 0, below every day that a filter can name.
            to_number(passage.published) if passage.published else 0,
            self.outlets.setdefault(fold(passage.outlet or ""), len(self.outlets)),
            self.languages.setdefault(passage.language, len(self.languages)),
            self.categories.setdefault(categories, len(self.categories)),
        )


class Exact:
    """The passages of a collection as arrays, to read. Safe to use from any thread."""

    def __init__(self, folder: Path) -> None:
        try:
            self._codes, rows = _read(folder)
            shape = (len(rows), self._codes.dimension)
            if (folder / _VECTORS).stat().st_size != len(rows) * self._codes.dimension * _FLOAT.itemsize:
                raise ValueError(f"{_VECTORS} does not hold {len(rows)} rows")
            # An empty file cannot be mapped.
            mapped = np.memmap(folder / _VECTORS, _FLOAT, "r", shape=shape) if len(rows) else np.empty(shape, _FLOAT)
        except (OSError, EOFError, ValueError, LookupError, TypeError) as error:
            raise KnowledgeError(f"The index in {folder} is damaged: {error}.", hint="Run: aerocite reindex") from error
        self._vectors: NDArray[np.float32] = np.asarray(mapped)
        # A column in one piece is compared in 7 µs for 100,000 rows, one spread over the rows in 158.
        self._ids, self._order, self._published, self._outlets, self._languages, self._categories = (
            np.ascontiguousarray(rows[name]) for name in _columns()
        )
        self._holding: dict[str, list[int]] = {}
        for categories, code in self._codes.categories.items():
            for category in categories:
                self._holding.setdefault(category, []).append(code)

    def __len__(self) -> int:
        return len(self._ids)

    def passing(self, filters: Filters) -> Mask | None:
        """Which rows the filters admit, or None where they admit all."""
        mask = np.ones(len(self), dtype=np.bool_)
        if days := to_range(filters):
            mask &= (self._published >= days[0]) & (self._published <= days[1])
        for outlets in _sets(filters.outlet, filters.outlets):
            mask &= np.isin(self._outlets, [self._codes.outlets.get(fold(outlet), -1) for outlet in outlets])
        for categories in _sets(filters.category, filters.categories):
            having = np.zeros(len(self._codes.categories), dtype=np.bool_)
            for category in categories:
                having[self._holding.get(fold(category), [])] = True
            mask &= having[self._categories]
        if filters.language is not None:
            mask &= self._languages == self._codes.languages.get(filters.language.lower(), -1)
        return None if mask.all() else mask

    def nearest(self, vector: NDArray[np.float32], k: int, mask: Mask | None = None) -> list[tuple[str, float]]:
        """The ids of the `k` nearest of the rows that pass with their cosine similarity, best first."""
        rows = np.arange(len(self)) if mask is None else np.flatnonzero(mask)
        k = min(k, len(rows))
        if k < 1:
            return []
        cosines = self._cosines(rows, vector)
        best = np.flatnonzero(cosines >= np.partition(cosines, -k)[-k])
        found = [(self._ids[rows[i]].decode(), float(cosines[i])) for i in best]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]

    def kept(self, hits: Sequence[tuple[str, float]], mask: Mask) -> list[tuple[str, float]]:
        """Those of the hits whose rows pass."""
        rows = _places(self._ids, self._order, [name for name, _ in hits])
        passes = (rows >= 0) & mask[rows]
        return [hit for hit, passed in zip(hits, passes.tolist(), strict=True) if passed]

    def cosines(self, ids: Sequence[str], vector: NDArray[np.float32]) -> dict[str, float]:
        """The cosine similarity of each of these passages that is here."""
        rows = _places(self._ids, self._order, ids)
        here = rows >= 0
        names = [name for name, known in zip(ids, here.tolist(), strict=True) if known]
        return dict(zip(names, self._cosines(rows[here], vector).tolist(), strict=True))

    def published(self, ids: Sequence[str]) -> dict[str, date]:
        """The day of each of these passages that is here and dated."""
        rows = _places(self._ids, self._order, ids)
        days = np.where(rows >= 0, self._published[rows], 0).tolist() if len(self) else [0] * len(ids)
        return {name: to_day(day) for name, day in zip(ids, days, strict=True) if day}

    def _cosines(self, rows: NDArray[np.intp], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        found = np.empty(len(rows), dtype=np.float32)
        gathered = np.empty((min(_AT_ONCE, len(rows)), self._codes.dimension), dtype=np.float32)
        for at in range(0, len(rows), _AT_ONCE):
            some = rows[at : at + _AT_ONCE]
            # Without mode NumPy checks every place and gathers into a copy first.
            block = np.take(self._vectors, some, axis=0, out=gathered[: len(some)], mode="clip")
            np.dot(block, vector, out=found[at : at + len(some)])
        return found


class Draft:
    """The arrays of a collection while they are made or changed, in a folder that nobody reads yet."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._codes, self._old = _read(folder) if (folder / _ROWS).exists() else (_Codes(), _to_rows([]))
        self._new: list[tuple[bytes, int, int, int, int, int]] = []
        self._gone: set[str] = set()

    def remove(self, ids: Iterable[str]) -> None:
        """Forget these passages; one that is not there is no error."""
        self._gone.update(ids)

    def add(self, passages: Sequence[Passage], vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Take in these passages, each once, or take them in again."""
        if not passages:
            return
        rows = np.stack([vectors[passage.id] for passage in passages]).astype(_FLOAT, copy=False)
        if not len(self._old) and not self._new:
            self._codes = _Codes(rows.shape[1], self._codes.outlets, self._codes.languages, self._codes.categories)
        with (self._folder / _VECTORS).open("ab") as file:
            file.write(rows.tobytes())
        self._new += [self._codes.row(passage) for passage in passages]
        if len(self._old):
            self._gone.update(passage.id for passage in passages)

    def save(self) -> None:
        """Write the columns; rows from the end take the places of those that are gone."""
        rows = np.concatenate([self._old, _to_rows(self._new)])
        keep = np.ones(len(rows), dtype=np.bool_)
        places = _places(self._old["id"], self._old["order"], list(self._gone))
        keep[places[places >= 0]] = False
        count = int(keep.sum())
        free, moved = np.flatnonzero(~keep[:count]), np.flatnonzero(keep[count:]) + count
        rows[free] = rows[moved]
        self._move(free, moved, len(rows))
        (self._folder / _VECTORS).touch()
        os.truncate(self._folder / _VECTORS, count * self._codes.dimension * _FLOAT.itemsize)
        rows = rows[:count]
        rows["order"] = np.argsort(rows["id"], kind="stable")
        np.save(self._folder / _ROWS, rows)
        codes = {
            "dimension": self._codes.dimension,
            "outlets": list(self._codes.outlets),
            "languages": list(self._codes.languages),
            "categories": list(self._codes.categories),
        }
        (self._folder / _CODES).write_text(json.dumps(codes))

    def _move(self, free: NDArray[np.intp], moved: NDArray[np.intp], count: int) -> None:
        if not len(free):
            return
        vectors = np.memmap(self._folder / _VECTORS, _FLOAT, "r+", shape=(count, self._codes.dimension))
        for at in range(0, len(free), _AT_ONCE):
            vectors[free[at : at + _AT_ONCE]] = vectors[moved[at : at + _AT_ONCE]]
        vectors.flush()


def _sets(one: str | None, several: Sequence[str]) -> Iterator[Sequence[str]]:
    """The sets of names of which each must hold one."""
    if one is not None:
        yield [one]
    if several:
        yield several


def _columns() -> tuple[str, ...]:
    return ("id", "order", "published", "outlet", "language", "categories")


def _to_rows(found: Sequence[tuple[bytes, int, int, int, int, int]]) -> NDArray[Any]:
    width = max((len(row[0]) for row in found), default=1)
    return np.array(found, dtype=[(name, "<i4" if name != "id" else f"S{width}") for name in _columns()])


def _read(folder: Path) -> tuple[_Codes, NDArray[Any]]:
    known = json.loads((folder / _CODES).read_text())
    categories = {tuple(names): code for code, names in enumerate(known["categories"])}
    outlets, languages = ({name: i for i, name in enumerate(known[of])} for of in ("outlets", "languages"))
    return _Codes(known["dimension"], outlets, languages, categories), np.load(folder / _ROWS)


def _places(ids: NDArray[np.bytes_], order: NDArray[np.int32], wanted: Sequence[str]) -> NDArray[np.intp]:
    """For each id its row, or -1. `order` sorts the ids."""
    if not len(ids) or not len(wanted):
        return np.full(len(wanted), -1, dtype=np.intp)
    names = np.array([name.encode() for name in wanted])
    places = np.searchsorted(ids, names, sorter=order)
    rows: NDArray[np.intp] = order[np.minimum(places, len(ids) - 1)].astype(np.intp)
    rows[ids[rows] != names] = -1
    return rows
