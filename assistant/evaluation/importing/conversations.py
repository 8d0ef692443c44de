"""Conversations as other programs write them: messages with a role (or type, or speaker) and a content."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from assistant.evaluation.importing.rows import Row, plain

_ROLES = {"human": "user", "user": "user", "ai": "assistant", "assistant": "assistant", "agent": "assistant"}


class Conversation(NamedTuple):
    """The turns of a script, the last of which is asked; what was answered to it, and the roles that were left out."""

    turns: tuple[dict[str, Any], ...]
    response: str | None
    left_out: tuple[str, ...]


def conversation(row: Row, messages: Sequence[Any]) -> Conversation:
    """The script that a list of messages makes.

    >>> from pathlib import Path
    >>> said = [{"role": "user", "content": "What is ETOPS?"}, {"role": "assistant", "content": "A rule."},
    ...         {"role": "user", "content": "Since when?"}]
    >>> conversation(Row({}, Path("f"), "line 1"), said).turns
    ({'user': 'What is ETOPS?', 'answer': 'A rule.'}, {'user': 'Since when?'})
    """
    turns: list[dict[str, Any]] = []
    left_out: dict[str, None] = {}
    for message in messages:
        role, text = _said(row, message)
        if not text.strip():
            continue
        if _ROLES.get(role) == "user":
            turns.append({"user": text})
        elif _ROLES.get(role) == "assistant" and turns:
            turns[-1]["answer"] = "\n".join(filter(None, (turns[-1].get("answer"), text)))
        else:
            left_out[role] = None
    if not turns:
        raise row.bad("no message of a user is in it")
    response = turns[-1].pop("answer", None)
    return Conversation(tuple(turns), response, tuple(left_out))


def asked(found: Conversation, expect: dict[str, Any]) -> dict[str, Any]:
    """The fields of a sample: a question where there is one turn, else a script with what its last turn expects."""
    if len(found.turns) == 1:
        return {"question": found.turns[0]["user"], "expect": expect}
    last = found.turns[-1] | ({"expect": expect} if expect else {})
    return {"turns": [*found.turns[:-1], last]}


def _said(row: Row, message: Any) -> tuple[str, str]:
    if not isinstance(message, dict):
        raise row.bad("a message is not an object")
    role = next((str(message[name]) for name in ("role", "type", "speaker") if message.get(name)), "user")
    content = message.get("content", message.get("text"))
    parts = content if isinstance(content, list) else [content]
    texts = (plain(part.get("text") if isinstance(part, dict) else part) for part in parts)
    return role.lower(), "\n".join(text for text in texts if text)
