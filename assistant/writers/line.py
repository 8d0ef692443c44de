"""Which model a writer speaks to, where it is, and what must never be repeated from the conversation with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

CHAT_MODEL = "AEROCITE_CHAT_MODEL"
_SECRET = re.compile(r"\b(?:sk|pk)-[\w*.\-]{6,}|\bBearer \S+")
_SHORTEST_SECRET = 6
"""A shorter one is a placeholder, and could stand in any sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The line to a model: its name as `provider:model`, the server's address, and the secrets it is sent.

    `setting` is what a person names the model in.
    """

    name: str
    setting: str = CHAT_MODEL
    address: str | None = None
    secrets: Sequence[str] = ()

    @property
    def key(self) -> str:
        """Where the key comes from, for a person."""
        return "OPENAI_API_KEY" if self.name.startswith("openai:") else "the provider's API key"

    @property
    def place(self) -> str:
        """The server's address for a person, without a name and password that may stand in it."""
        if not self.address:
            return "its provider"
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"

    def told_by(self, text: str) -> bool:
        """Whether a text gives one of the secrets away."""
        return any(secret in text for secret in self._secrets())

    def redacted(self, text: str) -> str:
        """The text with every secret, and whatever else looks like a key, left out."""
        for secret in self._secrets():
            text = text.replace(secret, "…")
        return _SECRET.sub("…", text)

    def _secrets(self) -> list[str]:
        return [secret for secret in self.secrets if len(secret) >= _SHORTEST_SECRET]
