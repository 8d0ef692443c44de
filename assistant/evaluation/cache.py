"""Answers of models that cost money, so that the same question is paid for once. SQLite, beside the library."""

import json
import sqlite3
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from assistant.evaluation.records import Record, record_from_json, record_to_json


class Cache:
    """Records by their key. An answer keeps the latency of the call that it repeats.

    `salt` is mixed into each key: the code that shapes answers, whose change no fingerprint tells.
    """

    def __init__(self, path: Path, salt: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._salt = salt
        self._connection = sqlite3.connect(path, timeout=5, isolation_level=None)
        self._connection.execute("CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, record TEXT NOT NULL)")

    def get(self, key: str) -> Record | None:
        """The record of an earlier call, or None; one that this version cannot read is none."""
        row = self._connection.execute("SELECT record FROM answers WHERE key = ?", (self._salt + key,)).fetchone()
        try:
            return record_from_json(json.loads(row[0])) if row else None
        except ValueError:
            return None

    def put(self, record: Record) -> None:
        """Keep a record for the next time."""
        written = json.dumps(record_to_json(record), ensure_ascii=False)
        self._connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (self._salt + record.key, written))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def code_digest() -> str:
    """A digest of the installed packages' own code, prompts and tables."""
    digest = blake2b(digest_size=8)
    for package in ("assistant", "knowledge", "prompts"):
        _add(digest, files(package))
    return digest.hexdigest()


def _add(digest: "blake2b", folder: Traversable) -> None:
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if one.is_dir():
            if one.name not in ("__pycache__", "starter", "suites"):
                _add(digest, one)
        elif one.name.endswith((".py", ".md", ".txt")):
            digest.update(one.name.encode())
            digest.update(one.read_bytes())
