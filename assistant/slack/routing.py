"""Which of the messages that Slack tells of are questions to the bot. Pure."""

from collections.abc import Mapping
from typing import Any

from assistant.slack.asked import Asked, Thread
from assistant.slack.reading import heading_mention, mentions, plain_words

_SUBTYPES = (None, "file_share", "thread_broadcast")
"""Messages that a person wrote; edits, deletions, joins and the like are others."""
_SLACKBOT = "USLACKBOT"


def to_asked(event: Mapping[str, Any], team: str, bot_user: str) -> Asked | None:
    """A person's message as a question, or None for whatever else Slack calls a message."""
    user = str(event.get("user") or "")
    if event.get("subtype") not in _SUBTYPES or event.get("bot_id") or user in ("", _SLACKBOT, bot_user):
        return None
    ts = str(event["ts"])
    return Asked(
        thread=Thread(team=team, channel=str(event["channel"]), root=str(event.get("thread_ts") or ts)),
        ts=ts,
        user=user,
        text=plain_words(str(event.get("text") or ""), bot_user),
        direct=event.get("channel_type") == "im",
    )


def is_called(event: Mapping[str, Any], bot_user: str) -> bool:
    """Whether a message calls the bot by its mention; Slack tells of such a message twice, under either name."""
    return event.get("type") == "app_mention" or bot_user in mentions(str(event.get("text") or ""))


def may_go_on(event: Mapping[str, Any], bot_user: str) -> bool:
    """Whether a message without a mention may go on with a thread: it is in one, and speaks to nobody else."""
    return bool(event.get("thread_ts")) and heading_mention(str(event.get("text") or "")) in (None, bot_user)
