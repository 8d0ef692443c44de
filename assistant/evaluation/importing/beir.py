"""BEIR (Thakur et al. 2021, 2104.08663): `corpus.jsonl`, `queries.jsonl` and `qrels/*.tsv` with a header."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluation.importing.collected import Collected, Imported
from assistant.evaluation.importing.reading import existing, json_lines, table
from assistant.evaluation.importing.rows import BadImport, Row

_SPLITS = ("test", "dev")
BEST = 10
"""The highest grade that a suite knows."""


def import_beir(paths: Sequence[Path]) -> Imported:
    """A folder or its files. Of several judged splits the test questions are read."""
    found = Collected("beir")
    files = existing(paths)
    judged = _judged(found, _chosen(found, [file for file in files if file.suffix == ".tsv"], folder=paths))
    for path in (file for file in files if "corpus" in file.stem and file.suffix == ".jsonl"):
        for row in json_lines(path):
            title = row.text("title") or ""
            found.shelf.put(row.text("text") or title, id=row.needed("_id", "id"), title=title)
    queries = [file for file in files if "quer" in file.stem and file.suffix == ".jsonl"]
    if not queries or not judged:
        missing = "queries.jsonl" if not queries else "qrels/*.tsv"
        raise BadImport(f"There is no {missing} among the files.", hint="Give the folder of the set, or its files.")
    left = sum(not _query(found, row, judged) for path in queries for row in json_lines(path))
    if left:
        found.remark(f"{left} questions without judgements are left out")
    return found.imported()


def graded(grades: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    """Judgements as expected sources: what was judged to be of no use is none.

    >>> graded([("a", 2), ("b", 0)])
    [{'id': 'a', 'grade': 2}]
    """
    return [{"id": id, "grade": min(grade, BEST)} for id, grade in grades if grade > 0]


def whole_number(row: Row, name: str, text: str | None) -> int:
    """A grade, also where it is written as a decimal."""
    try:
        return int(float(text or ""))
    except (ValueError, OverflowError):
        raise row.bad(f"'{name}' is not a number") from None


def _query(found: Collected, row: Row, judged: dict[str, dict[str, int]]) -> bool:
    id = row.needed("_id", "id")
    sources = graded(judged.get(id, {}).items())
    if sources:
        expect = {"sources": sources, "sources_mode": "any"}
        found.add(row, id=id, question=row.needed("text"), expect=expect, tags=["beir"])
    return bool(sources)


def _chosen(found: Collected, files: list[Path], folder: Sequence[Path]) -> list[Path]:
    if len(files) < 2 or not any(path.is_dir() for path in folder):
        return files
    chosen = next((file for split in _SPLITS for file in files if file.stem == split), None)
    if chosen is None:
        return files
    found.remark(f"only the judgements of '{chosen.stem}' are read, not those of", _names(files, chosen))
    return [chosen]


def _names(files: list[Path], chosen: Path) -> str:
    return ", ".join(file.stem for file in files if file != chosen)


def _judged(found: Collected, files: Sequence[Path]) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    for path in files:
        for row in table(path):
            query, document = row.needed("query-id"), row.needed("corpus-id")
            judged[query][document] = whole_number(row, "score", row.text("score"))
    return judged
