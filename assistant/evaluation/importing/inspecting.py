"""Samples of inspect_ai (`input`, `target`, `choices`, `id`, `metadata`) and of OpenAI evals (`input`, `ideal`)."""

from collections.abc import Sequence
from pathlib import Path

from assistant.evaluation.importing.collected import Collected, Imported, expected
from assistant.evaluation.importing.conversations import Conversation, asked, conversation
from assistant.evaluation.importing.reading import existing, rows
from assistant.evaluation.importing.rows import Row, plain

_NEVER_RUN = ("setup", "sandbox", "files")


def import_inspect(paths: Sequence[Path]) -> Imported:
    """The samples of JSONL, JSON or CSV files. Set-up scripts, sandboxes and files are listed and left alone."""
    found = Collected("inspect")
    for path in existing(paths, ".jsonl", ".ndjson", ".json", ".csv", ".tsv"):
        for row in rows(path):
            _add(found, row)
    return found.imported()


def tags_of(metadata: object) -> list[str]:
    """Metadata as tags: what it calls tags, and each other single value with its name.

    >>> tags_of({"topic": "etops", "tags": ["a", "b"], "nested": {}})
    ['topic=etops', 'a', 'b']
    """
    found: list[str] = []
    for name, value in metadata.items() if isinstance(metadata, dict) else ():
        if name in ("tags", "tag"):
            found += [text for one in (value if isinstance(value, list) else [value]) if (text := plain(one))]
        elif text := plain(value):
            found.append(f"{name}={text}"[:100])
    return found


def _add(found: Collected, row: Row) -> None:
    talk = _talk(row)
    targets = [_chosen(row, target) for target in row.texts("target", "ideal")]
    found.add(row, id=row.text("id"), **asked(talk, expected(targets)), tags=tags_of(row.get("metadata")))
    for name in _NEVER_RUN:
        if row.get(name) is not None:
            found.remark(f"'{name}' is not run or read", row.place)
    for role in talk.left_out:
        found.remark(f"messages of {role} are not read", row.place)


def _talk(row: Row) -> Conversation:
    if isinstance(row.get("input"), list):
        return conversation(row, row.items("input"))
    return Conversation(({"user": row.needed("input")},), None, ())


def _chosen(row: Row, target: str) -> str:
    """The choice that a letter stands for."""
    choices = row.texts("choices")
    number = ord(target) - ord("A") if len(target) == 1 else -1
    return choices[number] if 0 <= number < len(choices) else target
