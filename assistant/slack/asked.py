"""A question as Slack delivered it, and where its answer belongs. Frozen values between the parts of the bot."""

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]
"""A block of Slack's Block Kit, as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A conversation: `root` is the timestamp of the message that began it. Two threads never share anything."""

    team: str
    channel: str
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that was taken in. Whatever Slack delivers again has the same team, channel and `ts`.

    `text` is plain words, without the bot's mention. `direct` is true in a conversation with the bot alone.
    `message` is the timestamp of the bot's message that holds, or will hold, the answer.
    """

    thread: Thread
    ts: str
    user: str
    text: str
    direct: bool = False
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: blocks, and the same in plain text for notifications, search and screen readers."""

    text: str
    blocks: tuple[Block, ...] = ()


def is_direct(channel: str) -> bool:
    """Whether a conversation is one with the bot alone, by its id.

    >>> is_direct("D024BE7LR"), is_direct("C024BE91L")
    (True, False)
    """
    return channel.startswith("D")
