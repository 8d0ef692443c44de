"""RGB (Chen et al. 2023, 2309.01431): questions with passages that answer them and passages that do not.

An answer is a list of parts that are all needed; a part is one text or a list of texts any of which will do.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluation.importing.collected import Collected, Imported
from assistant.evaluation.importing.reading import existing, json_lines
from assistant.evaluation.importing.rows import Row, plain


def import_rgb(paths: Sequence[Path]) -> Imported:
    """Positive and negative passages become articles; those that were made false (`positive_wrong`) stay out."""
    found = Collected("rgb")
    for path in existing(paths, ".json", ".jsonl"):
        for row in json_lines(path):
            _add(found, row)
    return found.imported()


def _add(found: Collected, row: Row) -> None:
    positive = [found.shelf.put(text, prefix="rgb")[0] for text in _flat(row, row.items("positive"))]
    for text in _flat(row, row.items("negative")):
        found.shelf.put(text, prefix="rgb")
    if row.get("positive_wrong") is not None:
        found.remark("passages that were made false ('positive_wrong') are not articles", row.place)
    notes = f"The false answer of the set is: {row.text('fakeanswer')}" if row.get("fakeanswer") else ""
    expect = _expected(row) if positive else {"answerable": False}
    if positive:
        expect |= {"sources": [{"id": id} for id in dict.fromkeys(positive)], "sources_mode": "any"}
    found.add(row, id=row.text("id"), question=row.needed("query"), expect=expect, tags=["rgb"], notes=notes)


def _expected(row: Row) -> dict[str, Any]:
    parts = [list(dict.fromkeys(_flat(row, [part]))) for part in row.items("answer")]
    parts = [part for part in parts if part]
    if not parts:
        raise row.bad("it has no 'answer'")
    if len(parts) == 1:
        return {"answerable": True, "answers": parts[0]}
    return {"answerable": True, "facts": [{"text": part[0], "match": part} for part in parts]}


def _flat(row: Row, given: Sequence[Any]) -> Iterator[str]:
    for item in given:
        if isinstance(item, list):
            yield from _flat(row, item)
        elif (text := plain(item)) is None:
            raise row.bad("a passage or an answer is not a text")
        elif text.strip():
            yield text
