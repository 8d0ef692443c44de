"""The tables of a library, and how rows become articles and passages. Only `knowledge.library` uses this."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path
from threading import Lock, Thread, current_thread
from typing import Any

from knowledge.article import Article, Passage, Section
from knowledge.errors import LibraryUnusable

SCHEMA = """
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, version INTEGER NOT NULL, hash TEXT NOT NULL, fingerprint TEXT NOT NULL,
    root TEXT NOT NULL, name TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS versions (
    article_id TEXT NOT NULL, version INTEGER NOT NULL, title TEXT NOT NULL, url TEXT, outlet TEXT,
    published TEXT, language TEXT NOT NULL, authors TEXT NOT NULL, categories TEXT NOT NULL,
    sources TEXT NOT NULL, sections TEXT NOT NULL, stored_at TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (article_id, version)
);
CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article_id TEXT NOT NULL, version INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, headings TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS passages_of_article ON passages (article_id);
CREATE TABLE IF NOT EXISTS vectors (
    passage INTEGER NOT NULL, space TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (passage, space)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS changes (
    generation INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL, obsolete TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS changes_of_article ON changes (article_id);
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
PRAGMA user_version = 1;
"""
VERSION_COLUMNS = (
    "v.article_id, v.version, v.title, v.url, v.outlet, v.published, v.language, v.authors, v.categories, "
    "v.sources, v.sections, v.text"
)
PASSAGE_QUERY = """
SELECT p.id, p.article_id, p.version, v.title, substr(v.text, p.start + 1, p."end" - p.start), p.start,
       p."end", p.headings, v.url, v.outlet, v.categories, v.language, v.published
FROM passages p JOIN versions v ON v.article_id = p.article_id AND v.version = p.version
"""


def connect(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode: transactions are begun by those who need one."""
    # A write-ahead log needs a writable folder even for reading; on a read-only mount nothing changes.
    fixed = path.exists() and not os.access(path.parent, os.W_OK)
    address = f"{path.absolute().as_uri()}?immutable=1" if fixed else str(path)
    connection = sqlite3.connect(address, uri=fixed, timeout=10.0, check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


class Connections:
    """A connection for each thread that asks; those of threads that have ended are closed."""

    def __init__(self, make: Callable[[], sqlite3.Connection]) -> None:
        self._make = make
        self._lock = Lock()
        self._opened: dict[Thread, sqlite3.Connection] = {}

    def mine(self) -> sqlite3.Connection:
        """The calling thread's connection."""
        found = self._opened.get(current_thread())
        if found is not None:
            return found
        with self._lock:
            for thread in [thread for thread in self._opened if not thread.is_alive()]:
                self._opened.pop(thread).close()
            return self._opened.setdefault(current_thread(), self._make())

    def close(self) -> None:
        """Close every thread's connection."""
        with self._lock:
            for connection in self._opened.values():
                connection.close()
            self._opened.clear()


def insert_version(db: sqlite3.Connection, article: Article, version: int) -> None:
    """Store what makes a version; storing the same version again changes nothing but its time."""
    db.execute(
        "INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            article.id,
            version,
            article.title,
            article.url,
            article.outlet,
            article.published.isoformat() if article.published else None,
            article.language,
            dump(article.authors),
            dump(article.categories),
            dump(article.sources),
            dump([asdict(section) for section in article.sections]),
            datetime.now(UTC).isoformat(timespec="seconds"),
            article.text,
        ),
    )


def to_article(row: Sequence[Any]) -> Article:
    """A row of `VERSION_COLUMNS` as an article."""
    return Article(
        id=row[0],
        version=row[1],
        title=row[2],
        url=row[3],
        outlet=row[4],
        published=day(row[5]),
        language=row[6],
        authors=tuple(json.loads(row[7])),
        categories=tuple(json.loads(row[8])),
        sources=tuple(json.loads(row[9])),
        sections=tuple(Section(**fields) for fields in json.loads(row[10])),
        text=row[11],
    )


def to_passage(row: Sequence[Any]) -> Passage:
    """A row of `PASSAGE_QUERY` as a passage."""
    return Passage(
        id=row[0],
        article_id=row[1],
        version=row[2],
        title=row[3],
        text=row[4],
        start=row[5],
        end=row[6],
        headings=tuple(json.loads(row[7])),
        url=row[8],
        outlet=row[9],
        categories=tuple(json.loads(row[10])),
        language=row[11],
        published=day(row[12]),
    )


def dump(value: Any) -> str:
    """A list as it is stored."""
    return json.dumps(value, ensure_ascii=False)


def day(stored: str | None) -> date | None:
    """A day as it is stored."""
    return date.fromisoformat(stored) if stored else None


def content_hash(article: Article) -> str:
    """A digest of all that makes a version: text and what is known about it."""
    fields = asdict(article)
    del fields["version"]
    fields["published"] = article.published.isoformat() if article.published else None
    return blake2b(json.dumps(fields, sort_keys=True).encode(), digest_size=16).hexdigest()


@contextmanager
def explained(
    path: Path,
    *,
    what: str = "library",
    raised: Callable[..., Exception] = LibraryUnusable,
) -> Iterator[None]:
    """Turns what SQLite and the file system say of a file into one sentence and what to do next."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        said = str(error).lower()
        message, hint = next(
            ((message, hint) for sign, message, hint in _REASONS if sign in said),
            (f"cannot be used: {error}", "Run 'aerocite doctor' for details."),
        )
        raise raised(f"The {what} {path} {message.format(what=what)}.", hint=hint) from error


_REASONS = (
    ("locked", "is in use by another process", "Wait until it is done, then try again."),
    ("full", "cannot grow: the disk is full", "Free some space; what was stored before is safe."),
    ("no space", "cannot grow: the disk is full", "Free some space; what was stored before is safe."),
    ("readonly", "cannot be written to", "Choose a folder that you may write to with AEROCITE_HOME."),
    ("read-only", "cannot be written to", "Choose a folder that you may write to with AEROCITE_HOME."),
    ("permission", "may not be opened by you", "Choose another folder with AEROCITE_HOME."),
    ("unable to open", "cannot be opened", "Check the folder, or choose another one with AEROCITE_HOME."),
    ("not a database", "is not a {what}", "Move the file away, or choose another AEROCITE_HOME."),
    ("no such table", "is not a {what}", "Move the file away, or choose another AEROCITE_HOME."),
    ("could not decode", "is damaged", "Restore it from a copy, or choose another AEROCITE_HOME."),
    ("malformed", "is damaged", "Restore it from a copy, or choose another AEROCITE_HOME."),
)
