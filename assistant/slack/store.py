"""What the bot must not forget: questions taken in, threads it is engaged in, what was chosen. SQLite, `slack.db`.

A question is written down before Slack is told that it arrived. So one that is delivered again is known, also by a
bot that was started anew, and one that a stop cut off is answered later.
"""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from time import time
from typing import Literal

from assistant.answer import Turn
from assistant.errors import AssistantError
from assistant.slack.asked import Asked, Thread
from assistant.slack.choices import Choices, choices_from_json, to_json
from knowledge.rows import Connections, explained

Outcome = Literal["answered", "stopped", "failed"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS questions (
    team TEXT NOT NULL, channel TEXT NOT NULL, ts TEXT NOT NULL, root TEXT NOT NULL, user TEXT NOT NULL,
    text TEXT NOT NULL, direct INTEGER NOT NULL, message TEXT, taken_at REAL NOT NULL, outcome TEXT, answer_id TEXT,
    PRIMARY KEY (team, channel, ts)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS questions_of_thread ON questions (team, channel, root);
CREATE INDEX IF NOT EXISTS questions_open ON questions (taken_at) WHERE outcome IS NULL;
CREATE TABLE IF NOT EXISTS threads (
    team TEXT NOT NULL, channel TEXT NOT NULL, root TEXT NOT NULL, said TEXT NOT NULL,
    PRIMARY KEY (team, channel, root)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS choices (
    team TEXT NOT NULL, channel TEXT NOT NULL, chosen TEXT NOT NULL, PRIMARY KEY (team, channel)
) WITHOUT ROWID;
"""
_PATIENCE = 5.0
"""Seconds to wait for another process that is writing."""
_KEPT_SECONDS = 90 * 24 * 3600
"""Questions are forgotten after this, and with them the threads."""
_QUESTION = "team, channel, root, ts, user, text, direct, message"


class SlackUnusable(AssistantError):
    """The bot's database cannot be read or written."""


class Store:
    """One SQLite file. Safe to use from any thread and by several processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connections = Connections(self._connect)

    def take(self, asked: Asked) -> bool:
        """Write a question down; False where that was done before."""
        thread = asked.thread
        with self._explained():
            done = self._connection.execute(
                f"INSERT OR IGNORE INTO questions ({_QUESTION}, taken_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(thread.team, thread.channel, thread.root, asked.ts, asked.user, asked.text),
                    *(asked.direct, asked.message, time()),
                ),
            )
        return done.rowcount == 1

    def unfinished(self) -> list[tuple[Asked, float]]:
        """Questions without an answer, each with its age in seconds; oldest first."""
        with self._explained():
            rows = self._connection.execute(
                f"SELECT {_QUESTION}, taken_at FROM questions WHERE outcome IS NULL ORDER BY taken_at, ts"
            ).fetchall()
        return [(_asked(row), time() - row[-1]) for row in rows]

    def begun(self, asked: Asked, message: str) -> None:
        """Remember the message that will hold the answer."""
        self._change(asked, "message = ?", message)

    def finished(self, asked: Asked, outcome: Outcome, answer_id: str | None = None) -> None:
        """Nothing more will be done for this question. Its words are kept in the stored answer alone."""
        self._change(asked, "outcome = ?, answer_id = ?, text = ''", outcome, answer_id)

    def engaged(self, thread: Thread) -> bool:
        """Whether a question of this thread was ever taken in."""
        with self._explained():
            row = self._connection.execute(
                "SELECT 1 FROM questions WHERE team = ? AND channel = ? AND root = ? LIMIT 1",
                (thread.team, thread.channel, thread.root),
            ).fetchone()
        return row is not None

    def answered(self, thread: Thread) -> list[str]:
        """The ids of the answers given in a thread, in the order of their questions."""
        with self._explained():
            rows = self._connection.execute(
                "SELECT answer_id FROM questions WHERE team = ? AND channel = ? AND root = ? "
                "AND answer_id IS NOT NULL ORDER BY ts",
                (thread.team, thread.channel, thread.root),
            ).fetchall()
        return [row[0] for row in rows]

    def held(self, thread: Thread) -> set[str]:
        """The timestamps of messages in a thread that hold an answer, or will."""
        with self._explained():
            rows = self._connection.execute(
                "SELECT message FROM questions WHERE team = ? AND channel = ? AND root = ? AND message IS NOT NULL",
                (thread.team, thread.channel, thread.root),
            ).fetchall()
        return {row[0] for row in rows}

    def said_before(self, thread: Thread) -> list[Turn] | None:
        """What people had said in a thread before the bot was called into it; None where nobody has looked."""
        with self._explained():
            row = self._connection.execute(
                "SELECT said FROM threads WHERE team = ? AND channel = ? AND root = ?",
                (thread.team, thread.channel, thread.root),
            ).fetchone()
        return [Turn(question=text, answer="") for text in json.loads(row[0])] if row else None

    def keep_said(self, thread: Thread, said: Sequence[str]) -> None:
        """Remember what people had said in a thread before."""
        with self._explained():
            self._connection.execute(
                "INSERT OR REPLACE INTO threads (team, channel, root, said) VALUES (?, ?, ?, ?)",
                (thread.team, thread.channel, thread.root, json.dumps(list(said), ensure_ascii=False)),
            )

    def choices(self, team: str, channel: str = "") -> Choices:
        """What a channel has chosen, or with no channel its workspace."""
        with self._explained():
            row = self._connection.execute(
                "SELECT chosen FROM choices WHERE team = ? AND channel = ?", (team, channel)
            ).fetchone()
        return choices_from_json(json.loads(row[0])) if row else Choices()

    def choose(self, team: str, channel: str, chosen: Choices) -> None:
        """Store what a channel or, with no channel, a workspace chooses."""
        with self._explained():
            self._connection.execute(
                "INSERT OR REPLACE INTO choices (team, channel, chosen) VALUES (?, ?, ?)",
                (team, channel, json.dumps(to_json(chosen), ensure_ascii=False)),
            )

    def forget(self, team: str) -> None:
        """Remove all that is known of a workspace."""
        with self._explained():
            for table in ("questions", "threads", "choices"):
                self._connection.execute(f"DELETE FROM {table} WHERE team = ?", (team,))

    def forget_old(self) -> None:
        """Remove questions that nobody will deliver again or go on with."""
        before = time() - _KEPT_SECONDS
        with self._explained():
            self._connection.execute("DELETE FROM questions WHERE taken_at < ? AND outcome IS NOT NULL", (before,))
            self._connection.execute(
                "DELETE FROM threads WHERE NOT EXISTS (SELECT 1 FROM questions q WHERE q.team = threads.team "
                "AND q.channel = threads.channel AND q.root = threads.root)"
            )

    def prepare(self) -> None:
        """Make the file, for others that keep tables in it."""
        with self._explained():
            self._connection.execute("SELECT 1")

    def close(self) -> None:
        """Close every thread's connection."""
        self._connections.close()

    def _change(self, asked: Asked, changes: str, *values: object) -> None:
        with self._explained():
            self._connection.execute(
                f"UPDATE questions SET {changes} WHERE team = ? AND channel = ? AND ts = ?",
                (*values, asked.thread.team, asked.thread.channel, asked.ts),
            )

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._connections.mine()

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # Workspaces' tokens live in this file as well.
        self._path.touch(mode=0o600)
        connection = sqlite3.connect(self._path, timeout=_PATIENCE, check_same_thread=False, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.executescript(_SCHEMA)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _explained(self) -> AbstractContextManager[None]:
        return explained(self._path, what="database of the Slack bot", raised=SlackUnusable)


def _asked(row: Sequence[object]) -> Asked:
    team, channel, root, ts, user, text, direct, message = row[:8]
    return Asked(
        thread=Thread(team=str(team), channel=str(channel), root=str(root)),
        ts=str(ts),
        user=str(user),
        text=str(text),
        direct=bool(direct),
        message=str(message) if message else None,
    )
