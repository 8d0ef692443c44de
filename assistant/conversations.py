"""Answers that were given and what people thought of them, in SQLite. Every answer has an address through this."""

import json
import sqlite3
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Literal, get_args

from assistant.answer import Answer, Turn, answer_from_json, to_json
from assistant.errors import AssistantError
from knowledge.rows import Connections, explained

Verdict = Literal["up", "down"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, saved_at TEXT NOT NULL, answer TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS feedback (
    number INTEGER PRIMARY KEY, answer_id TEXT NOT NULL, given_at TEXT NOT NULL, verdict TEXT NOT NULL,
    reason TEXT NOT NULL, comment TEXT NOT NULL, answer TEXT NOT NULL, person TEXT
);
CREATE INDEX IF NOT EXISTS feedback_of_answer ON feedback (answer_id);
"""
_KEPT_IN_MEMORY = 500
"""Answers on people's screens stay open to a click even where the disk is full or read-only."""
_PATIENCE = 5.0
"""Seconds to wait for another process that is writing."""
MOST_TURNS = 8
"""How much of a conversation a question is asked with."""
LONGEST_COMMENT = 4000
"""Characters of a comment that are kept."""


class AnswersUnusable(AssistantError):
    """The database of answers cannot be read or written."""


class UnknownAnswer(AssistantError):
    """No answer is stored by that id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What a person thought of an answer; `answer` is the whole answer as it was judged."""

    answer_id: str
    verdict: Verdict
    given_at: str
    answer: Answer
    reason: str = ""
    comment: str = ""


class Answers:
    """One SQLite file. Safe to use from any thread and by several processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connections = Connections(self._connect)
        self._recent: OrderedDict[str, Answer] = OrderedDict()
        self._lock = Lock()

    def save(self, answer: Answer) -> None:
        """Store an answer under its id; one that is stored already stays as it is."""
        self._remember(answer)
        with self._explained():
            self._connection.execute(
                "INSERT OR IGNORE INTO answers (id, saved_at, answer) VALUES (?, ?, ?)",
                (answer.id, _now(), json.dumps(to_json(answer), ensure_ascii=False)),
            )

    def get(self, answer_id: str) -> Answer | None:
        """The answer by this id, or None."""
        with self._lock:
            if answer_id in self._recent:
                return self._recent[answer_id]
        if not self._path.exists():
            return None
        with self._explained():
            row = self._connection.execute("SELECT answer FROM answers WHERE id = ?", (answer_id,)).fetchone()
        return answer_from_json(json.loads(row[0])) if row else None

    def latest(self, limit: int = 50) -> list[Answer]:
        """The answers stored last, newest first."""
        with self._explained():
            rows = self._connection.execute(
                "SELECT answer FROM answers ORDER BY number DESC LIMIT ?", (limit,)
            ).fetchall()
        return [answer_from_json(json.loads(row[0])) for row in rows]

    def feedback(
        self, answer_id: str, verdict: Verdict, comment: str = "", reason: str = "", *, by: str | None = None
    ) -> int:
        """Store what a person thought of an answer, with the whole answer; gives a number to `explain` it by.

        Where it is known who gave it (`by`), it takes the place of what the same person had said of this answer.
        """
        if verdict not in get_args(Verdict):
            raise AssistantError(f"The verdict '{verdict}' is not known.", hint="Use up or down.")
        answer = self.get(answer_id)
        if answer is None:
            raise UnknownAnswer(f"There is no answer {answer_id}.", hint="Give the id of an answer from here.")
        with self._explained():
            number = self._connection.execute(
                "INSERT INTO feedback (answer_id, given_at, verdict, reason, comment, answer, person) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (answer_id, person) DO UPDATE SET "
                "given_at = excluded.given_at, verdict = excluded.verdict, reason = excluded.reason, "
                "comment = excluded.comment RETURNING number",
                (
                    answer_id,
                    _now(),
                    verdict,
                    reason[:LONGEST_COMMENT],
                    comment[:LONGEST_COMMENT],
                    json.dumps(to_json(answer), ensure_ascii=False),
                    by,
                ),
            ).fetchone()[0]
        return int(number)

    def explain(self, number: int, reason: str, comment: str) -> None:
        """Add the reason that a person gives after a verdict."""
        with self._explained():
            self._connection.execute(
                "UPDATE feedback SET reason = ?, comment = ? WHERE number = ?",
                (reason[:LONGEST_COMMENT], comment[:LONGEST_COMMENT], number),
            )

    def all_feedback(self, answer_id: str | None = None) -> list[Feedback]:
        """All feedback in the order it was given, or that on one answer."""
        with self._explained():
            rows = self._connection.execute(
                "SELECT answer_id, verdict, given_at, reason, comment, answer FROM feedback "
                "WHERE ?1 IS NULL OR answer_id = ?1 ORDER BY number",
                (answer_id,),
            ).fetchall()
        return [
            Feedback(
                answer_id=row[0],
                verdict=row[1],
                given_at=row[2],
                reason=row[3],
                comment=row[4],
                answer=answer_from_json(json.loads(row[5])),
            )
            for row in rows
        ]

    def close(self) -> None:
        """Close every thread's connection."""
        self._connections.close()

    def _remember(self, answer: Answer) -> None:
        with self._lock:
            self._recent[answer.id] = answer
            self._recent.move_to_end(answer.id)
            while len(self._recent) > _KEPT_IN_MEMORY:
                self._recent.popitem(last=False)

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._connections.mine()

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=_PATIENCE, check_same_thread=False, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.executescript(_SCHEMA)
            _know_persons(connection)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _explained(self) -> AbstractContextManager[None]:
        return explained(self._path, what="database of answers", raised=AnswersUnusable)


def _know_persons(connection: sqlite3.Connection) -> None:
    """Bring a database up to date that was made before opinions knew whose they are."""
    if not _knows_persons(connection):
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            # Another process may have been first.
            if not _knows_persons(connection):
                connection.execute("ALTER TABLE feedback ADD COLUMN person TEXT")
    connection.execute("CREATE UNIQUE INDEX IF NOT EXISTS one_of_person ON feedback (answer_id, person)")


def _knows_persons(connection: sqlite3.Connection) -> bool:
    return any(row[1] == "person" for row in connection.execute("PRAGMA table_info(feedback)"))


def turns(answers: Sequence[Answer]) -> list[Turn]:
    """The end of a conversation as the assistant is given it."""
    return [Turn(question=answer.question, answer=answer.text) for answer in answers[-MOST_TURNS:]]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
