"""The library in SQLite: articles with their versions, passages, vectors. The truth that every index is made from.

An article changes in one transaction. Each change gets the next generation number and names the passages that
it made obsolete, so that an index can catch up from any generation that it has seen.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article, Filters, Passage
from knowledge.errors import LibraryUnusable
from knowledge.rows import (
    PASSAGE_QUERY,
    SCHEMA,
    VERSION_COLUMNS,
    Connections,
    connect,
    content_hash,
    day,
    dump,
    explained,
    insert_version,
    to_article,
    to_passage,
)


@dataclass(frozen=True, slots=True)
class Stored:
    """What the library remembers of an article beside its text: enough to see whether it must change."""

    version: int
    hash: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article was read from: the path that was given, and its name under it."""

    root: str
    name: str


@dataclass(frozen=True, slots=True)
class Change:
    """An article that an index must take in again, and the passages that it must forget."""

    article_id: str
    obsolete: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a library holds."""

    articles: int
    passages: int


@dataclass(frozen=True, slots=True)
class Listed:
    """What an article can be called: its id, title and address, and the name of the file that it was read from."""

    id: str
    title: str
    url: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Held:
    """What the articles of a library come from and are about, and the days of the oldest and the newest."""

    outlets: tuple[str, ...]
    categories: tuple[str, ...]
    oldest: date | None
    newest: date | None


class Library:
    """One SQLite file. Safe to read from any thread and process; whoever writes holds the library's lock."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connections = Connections(lambda: connect(path))

    @classmethod
    def create(cls, path: Path) -> "Library":
        """Open the library at `path`, made empty where there is none."""
        library = cls(path)
        with explained(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = library._connection
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(SCHEMA)
            connection.execute("INSERT OR IGNORE INTO meta VALUES ('identity', ?)", (token_hex(4),))
        return library

    @classmethod
    def open(cls, path: Path) -> "Library":
        """Open the library at `path` to read from it."""
        if not path.exists():
            raise LibraryUnusable(
                f"There is no library in {path.parent} yet.",
                hint="Load articles with 'aerocite ingest FOLDER', or start with 'aerocite web --starter'.",
            )
        library = cls(path)
        with explained(path):
            library._connection.execute("SELECT max(generation) FROM changes").fetchone()
        return library

    def close(self) -> None:
        """Close every thread's connection."""
        self._connections.close()

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._connections.mine()

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        with explained(self._path):
            return self._connection.execute(query, values).fetchall()

    # -- writing ---------------------------------------------------------------------------------------------

    def put(
        self,
        article: Article,
        passages: Sequence[Passage],
        vectors: Sequence[Mapping[str, NDArray[np.float32]]],
        *,
        origin: Origin,
        fingerprint: str,
    ) -> None:
        """Store an article with its passages and their vectors, in place of what it had, in one transaction.

        A changed article becomes a new version and the earlier one stays readable; an unchanged article
        (new vectors, say) keeps its version.
        """
        with explained(self._path), self._connection as db:
            db.execute("BEGIN IMMEDIATE")
            known = self.stored(article.id)
            digest = content_hash(article)
            version = known.version + (known.hash != digest) if known else 1
            obsolete = self._forget_passages(article.id)
            insert_version(db, article, version)
            db.execute(
                "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?)",
                (article.id, version, digest, fingerprint, origin.root, origin.name),
            )
            for passage, by_space in zip(passages, vectors, strict=True):
                number = db.execute(
                    'INSERT INTO passages (id, article_id, version, start, "end", headings) VALUES (?, ?, ?, ?, ?, ?)',
                    (passage.id, article.id, version, passage.start, passage.end, dump(passage.headings)),
                ).lastrowid
                db.executemany(
                    "INSERT INTO vectors VALUES (?, ?, ?)",
                    ((number, space, vector.tobytes()) for space, vector in by_space.items()),
                )
            # Those that stay too: an index takes all out and the present ones in again, with what is now known of them.
            _log(db, article.id, obsolete)

    def remove(self, article_id: str) -> bool:
        """Remove an article with all its versions; False where there is none by that id."""
        with explained(self._path), self._connection as db:
            db.execute("BEGIN IMMEDIATE")
            if self.stored(article_id) is None:
                return False
            obsolete = self._forget_passages(article_id)
            db.execute("DELETE FROM versions WHERE article_id = ?", (article_id,))
            db.execute("DELETE FROM articles WHERE id = ?", (article_id,))
            _log(db, article_id, obsolete)
            return True

    def move(self, article_id: str, origin: Origin) -> None:
        """Remember that an unchanged article is now read from another place."""
        with explained(self._path), self._connection as db:
            db.execute("UPDATE articles SET root = ?, name = ? WHERE id = ?", (origin.root, origin.name, article_id))

    def _forget_passages(self, article_id: str) -> list[str]:
        db = self._connection
        rows = db.execute("SELECT number, id FROM passages WHERE article_id = ?", (article_id,)).fetchall()
        db.executemany("DELETE FROM vectors WHERE passage = ?", ((number,) for number, _ in rows))
        db.execute("DELETE FROM passages WHERE article_id = ?", (article_id,))
        return [name for _, name in rows]

    # -- reading ---------------------------------------------------------------------------------------------

    @property
    def generation(self) -> int:
        """Grows with every change."""
        (row,) = self._rows("SELECT max(generation) FROM changes")
        return row[0] or 0

    @property
    def identity(self) -> str:
        """A name that tells this library from others that share a server; made once, when it is created."""
        (row,) = self._rows("SELECT value FROM meta WHERE key = 'identity'")
        return str(row[0])

    @property
    def content(self) -> str:
        """A digest of what the articles say, the same wherever the same articles are held."""
        digest = blake2b(digest_size=10)
        for row in self._rows("SELECT id, hash FROM articles ORDER BY id"):
            digest.update("\0".join(row).encode())
        return digest.hexdigest()

    @property
    def counts(self) -> Counts:
        """How many articles and passages there are."""
        one = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)"
        return Counts(*self._rows(one)[0])

    @property
    def held(self) -> Held:
        """Outlets, categories and days of all articles, as they are now."""
        now = "FROM articles a JOIN versions v ON v.article_id = a.id AND v.version = a.version"
        outlets = self._rows(f"SELECT DISTINCT outlet {now} WHERE outlet IS NOT NULL ORDER BY outlet")
        categories = self._rows(f"SELECT DISTINCT value {now}, json_each(v.categories) ORDER BY value")
        ((oldest, newest),) = self._rows(f"SELECT min(published), max(published) {now}")
        return Held(tuple(o for (o,) in outlets), tuple(c for (c,) in categories), day(oldest), day(newest))

    @property
    def fingerprints(self) -> set[str]:
        """The fingerprints that articles were chunked and embedded under; more than one while being renewed."""
        return {row[0] for row in self._rows("SELECT DISTINCT fingerprint FROM articles")}

    def stored(self, article_id: str) -> Stored | None:
        """What is known of an article, or None."""
        rows = self._rows("SELECT version, hash, fingerprint FROM articles WHERE id = ?", (article_id,))
        return Stored(*rows[0]) if rows else None

    def origin(self, article_id: str) -> Origin | None:
        """Where an article was read from, or None where it is unknown."""
        rows = self._rows("SELECT root, name FROM articles WHERE id = ?", (article_id,))
        return Origin(*rows[0]) if rows else None

    def article(self, article_id: str, version: int | None = None) -> Article | None:
        """An article with its text, as it is now or as it was in an earlier version."""
        rows = self._rows(
            f"SELECT {VERSION_COLUMNS} FROM versions v JOIN articles a ON a.id = v.article_id "
            "WHERE v.article_id = ? AND v.version = coalesce(?, a.version)",
            (article_id, version),
        )
        return to_article(rows[0]) if rows else None

    def articles(self, filters: Filters | None = None) -> Iterator[Article]:
        """Every article that passes the filters, newest first and undated last, without its text."""
        columns = VERSION_COLUMNS.replace("v.text", "''")
        rows = self._rows(
            f"SELECT {columns} FROM articles a JOIN versions v ON v.article_id = a.id AND v.version = a.version "
            "ORDER BY v.published IS NULL, v.published DESC, a.id"
        )
        found = (to_article(row) for row in rows)
        return (article for article in found if filters is None or filters.admits(article))

    def listed(self) -> Iterator[Listed]:
        """Every article as it is called now, without its text."""
        rows = self._rows(
            "SELECT a.id, v.title, v.url, a.name FROM articles a "
            "JOIN versions v ON v.article_id = a.id AND v.version = a.version ORDER BY a.id"
        )
        return (Listed(*row) for row in rows)

    def article_ids(self, *, root: str | None = None) -> list[str]:
        """The ids of all articles, or of those that were read from one root."""
        rows = self._rows("SELECT id FROM articles WHERE ?1 IS NULL OR root = ?1 ORDER BY id", (root,))
        return [row[0] for row in rows]

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """The passages by these ids; one that is gone is left out."""
        found: dict[str, Passage] = {}
        for some in _in_groups(list(ids), 500):
            marks = ",".join("?" * len(some))
            for row in self._rows(f"{PASSAGE_QUERY} WHERE p.id IN ({marks})", some):
                found[row[0]] = to_passage(row)
        return found

    def passages_of(self, article_ids: Sequence[str]) -> Iterator[Passage]:
        """The passages of these articles."""
        for some in _in_groups(list(article_ids), 500):
            marks = ",".join("?" * len(some))
            where = f"{PASSAGE_QUERY} WHERE p.article_id IN ({marks}) ORDER BY p.number"
            yield from map(to_passage, self._rows(where, some))

    def vectors(self, ids: Sequence[str], space: str) -> dict[str, NDArray[np.float32]]:
        """The vectors of these passages in a space."""
        found: dict[str, NDArray[np.float32]] = {}
        for some in _in_groups(list(ids), 500):
            marks = ",".join("?" * len(some))
            rows = self._rows(
                "SELECT p.id, vector FROM vectors JOIN passages p ON p.number = passage "
                f"WHERE space = ? AND p.id IN ({marks})",
                (space, *some),
            )
            found.update((name, np.frombuffer(blob, dtype=np.float32)) for name, blob in rows)
        return found

    def changes_since(self, generation: int) -> list[Change]:
        """What an index that saw `generation` has to take in, an article once."""
        rows = self._rows(
            "SELECT article_id, obsolete FROM changes WHERE generation > ? ORDER BY generation", (generation,)
        )
        merged: dict[str, list[str]] = {}
        for article_id, obsolete in rows:
            merged.setdefault(article_id, []).extend(json.loads(obsolete))
        return [Change(article_id, tuple(dict.fromkeys(names))) for article_id, names in merged.items()]


def _log(db: sqlite3.Connection, article_id: str, obsolete: Sequence[str]) -> None:
    db.execute("INSERT INTO changes (article_id, obsolete) VALUES (?, ?)", (article_id, dump(list(obsolete))))


def _in_groups(names: list[str], size: int) -> Iterator[list[str]]:
    # SQLite bounds the number of parameters of a statement.
    for at in range(0, len(names), size):
        yield names[at : at + size]
