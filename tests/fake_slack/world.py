"""What a Slack holds: workspaces, conversations, messages and how they look to a reader."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

LINK = re.compile(r"<(https?://[^|<>]+)(?:\|([^<>]*))?>")
MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\((https?://[^()\s]*)\)")
PING = re.compile(r"<(?:!(?:channel|here|everyone|subteam\^\w+)|@[UW]\w+|#C\w+)(?:\|[^<>]*)?>")


@dataclass
class Team:
    """A workspace in which the app is installed."""

    id: str
    token: str
    bot_user: str = "UBOT"
    bot_id: str = "BBOT"
    scopes: str = (
        "app_mentions:read,assistant:write,channels:history,chat:write,commands,groups:history,im:history,mpim:history"
    )
    revoked: bool = False


@dataclass
class Conversation:
    """A channel, or a conversation with somebody (`kind` "im")."""

    id: str
    team: str
    kind: str = "channel"
    user: str = ""
    member: bool = True
    shared: bool = False


@dataclass
class Message:
    """A message as it stands."""

    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread_ts: str | None = None
    bot_id: str | None = None
    subtype: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    streaming: bool = False
    streamed: str = ""
    response_url: str = ""
    changes: int = 0

    @property
    def shown(self) -> str:
        """What a reader sees, as plain text."""
        texts = [html.unescape(_plain(self.streamed))] if self.streamed else []
        texts += [said for block in self.blocks for said in seen(block)]
        return "\n".join(texts) if texts else html.unescape(self.text)

    @property
    def links(self) -> list[tuple[str, str]]:
        """Address and words of everything that can be clicked."""
        found = [(url, words or url) for url, words in LINK.findall("\n".join(self._parsed()))]
        found += [(url, words) for words, url in MARKDOWN_LINK.findall("\n".join(self._markdown()))]
        for block in self.blocks:
            found += [(one["url"], one.get("text", "")) for one in parts(block) if one.get("type") == "link"]
            found += [(one["url"], "") for one in parts(block) if one.get("type") == "button" and "url" in one]
        return found

    @property
    def pings(self) -> list[str]:
        """What would notify people."""
        texts = [self.text, *self._parsed(), *self._markdown()]
        users = [one for block in self.blocks for one in parts(block) if one.get("type") in ("user", "broadcast")]
        return [found for text in texts for found in PING.findall(text)] + [json.dumps(one) for one in users]

    def _parsed(self) -> Iterator[str]:
        for block in self.blocks:
            yield from (one["text"] for one in parts(block) if one.get("type") == "mrkdwn")

    def _markdown(self) -> Iterator[str]:
        yield self.streamed
        yield from (block["text"] for block in self.blocks if block["type"] == "markdown")


def parts(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a block."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)


def seen(block: dict[str, Any]) -> Iterator[str]:
    """The words of a block that a reader sees."""
    if block["type"] == "markdown":
        yield html.unescape(_plain(block["text"]))
        return
    words = []
    for one in parts(block):
        text = one.get("text")
        if isinstance(text, str) and one.get("type") in ("plain_text", "text", "link"):
            words.append(text)
        elif isinstance(text, str) and one.get("type") == "mrkdwn":
            words.append(html.unescape(LINK.sub(lambda m: m[2] or m[1], text).replace("\u2060", "")))
    yield "".join(words) if block["type"] == "rich_text" else " ".join(words)


def _plain(markdown: str) -> str:
    words = MARKDOWN_LINK.sub(r"\1", markdown)
    return re.sub(r"\\([\\`*_~#|\[\]])", r"\1", words).replace("\u2060", "")
