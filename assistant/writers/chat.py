"""A writer that lets a chat model write: any that LangChain knows, OpenAI and servers that speak its API first."""

import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.answer import Refusal, Turn, Usage
from assistant.errors import BadSetting, ChatModelFailed
from assistant.phrases import phrase
from assistant.planning import Plan, read_plan
from assistant.writers import Material, Piece
from assistant.writers.line import Line
from assistant.writers.messages import Messages, to_answer, to_plan, to_rewrite
from assistant.writers.opening import Opening
from assistant.writers.stream import ChatStream
from knowledge.language import detect
from prompts import NOT_FOUND

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_LABEL = re.compile(r"[\W_]*(?:the )?(?:rewritten |standalone )?question(?:, rewritten)?\W*:", re.IGNORECASE)
_MARKER = re.compile(r"\[\d")
OPENAI = "https://api.openai.com/v1"
NEAREST = 3
"""How many passages a refusal carries."""


class ChatWriter:
    """Answers by a chat model. `name` is `provider:model`, `timeout` the seconds for a whole reply.

    A reply may pause for `stall` seconds (half of `timeout` if not given) once it has begun. `options` go
    along with every request until the server refuses one.
    """

    def __init__(
        self,
        model: "BaseChatModel",
        *,
        name: str,
        timeout: float,
        stall: float | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self._name = name
        self._stream = ChatStream(
            model,
            Line(name=name, address=_address(model), secrets=_secrets(model)),
            timeout=timeout,
            stall=stall or timeout / 2,
            options=dict(options or {}),
        )

    @property
    def name(self) -> str:
        """Always `chat`."""
        return "chat"

    @property
    def model(self) -> str | None:
        """The chat model as `provider:model`."""
        return self._name

    async def write(self, material: Material) -> AsyncGenerator[Piece, None]:
        """The answer's text in pieces, or a refusal in its place, then the tokens used.

        A refusal that comes behind text replaces that text: it takes the whole reply to know that a model
        wrapped the refusal into words of its own.
        """
        question, passages, history = material.question, material.passages, material.history
        opening, text, usage = Opening(), "", None
        async with aclosing(self._stream.ask(to_answer(question, passages, history))) as pieces:
            async for piece in pieces:
                if isinstance(piece, Usage):
                    usage = piece
                elif shown := opening.feed(piece):
                    text += shown
                    yield shown
        if shown := opening.close():
            text += shown
            yield shown
        if opening.refused or (NOT_FOUND in text and not _MARKER.search(text)):
            yield Refusal(
                type="not_in_library",
                message=phrase("model_refused", detect(question.text)),
                nearest=passages[:NEAREST],
            )
        elif not text.strip():
            raise ChatModelFailed(f"{self._name} gave an empty answer.", hint="Ask again, or try another model.")
        if usage:
            yield usage

    async def rewrite(self, question: str, history: Sequence[Turn]) -> str:
        """A follow-up as a question that stands alone; the question itself where the model makes nothing of it."""
        if not history:
            return question
        said = await self._said(to_rewrite(question, history))
        lines = [line for line in map(str.strip, said.splitlines()) if line and not line.endswith(":")]
        rewritten = _LABEL.sub("", lines[0]).strip("\"'“”„‘’«»*` ") if lines else ""
        longest = 3 * len(question) + 200
        return rewritten if 0 < len(rewritten) <= longest else question

    async def plan(self, question: str, today: date) -> Plan:
        """The parts and the days that the model reads in a question."""
        return read_plan(await self._said(to_plan(question, today)), question, today)

    async def _said(self, messages: Messages) -> str:
        async with aclosing(self._stream.ask(messages)) as pieces:
            return "".join([piece async for piece in pieces if isinstance(piece, str)])


def chat_writer(
    spec: str, *, api_key: str | None, base_url: str | None, timeout: float, retries: int = 2
) -> ChatWriter:
    """The writer for `provider:model`. Key and address are OpenAI's; other providers read their own settings."""
    provider, colon, name = (part.strip() for part in spec.partition(":"))
    provider = provider.lower().replace("-", "_")
    if not (provider and colon and name):
        raise BadSetting(
            f"AEROCITE_CHAT_MODEL must name provider and model, but is '{spec}'.",
            hint="Write it as provider:model, such as openai:gpt-5-mini.",
        )
    if provider == "openai":
        model = _model(provider, name, _openai(api_key, base_url, timeout, retries))
        # The same question shall get the same answer; models that insist on their own value say so.
        return ChatWriter(model, name=f"openai:{name}", timeout=timeout, options={"temperature": 0})
    return ChatWriter(_model(provider, name, {}), name=f"{provider}:{name}", timeout=timeout)


def _openai(api_key: str | None, base_url: str | None, timeout: float, retries: int) -> dict[str, Any]:
    from pydantic import SecretStr

    if not api_key and not base_url:
        raise BadSetting(
            "AEROCITE_CHAT_MODEL names a model of OpenAI, which needs a key.",
            hint="Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own that needs none.",
        )
    address = urlsplit(base_url or OPENAI)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise BadSetting(
            "OPENAI_BASE_URL is not an address.",
            hint="Write it like http://localhost:11434/v1, with http:// and /v1.",
        )
    return {
        # Servers of one's own mostly ask for no key, the client insists on one.
        "api_key": SecretStr(api_key or "none"),
        # Always given, because LangChain would otherwise look for an address of its own in the environment.
        "base_url": base_url or OPENAI,
        "timeout": timeout,
        "max_retries": retries,
        "stream_usage": True,
        "stream_chunk_timeout": None,
        # Some models of OpenAI are only behind its newer API, which other servers seldom have.
        "use_responses_api": False if base_url else None,
        # A connection kept open belongs to one event loop, and breaks a question asked from another.
        "default_headers": {"Connection": "close"},
    }


def _model(provider: str, name: str, options: Mapping[str, Any]) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model

    try:
        model: BaseChatModel = init_chat_model(name, model_provider=provider, **options)
        return model
    except ImportError as error:
        package = str(error).partition("pip install ")[2].strip(" `.") or f"langchain-{provider}"
        raise BadSetting(
            f"The chat model provider '{provider}' is not installed.",
            hint=f"Install it with 'pip install {package}', or reach its OpenAI-compatible API: "
            "openai:model with OPENAI_BASE_URL.",
        ) from error
    except (ValueError, TypeError, OSError) as error:
        known = "Unsupported provider" not in str(error)
        raise BadSetting(
            f"The chat model '{provider}:{name}' cannot be set up."
            if known
            else f"There is no chat model provider '{provider}'.",
            hint=f"Check the settings that {provider} needs, such as its key."
            if known
            else "Use one that LangChain knows: openai, anthropic, google_genai, mistralai, ollama and others.",
        ) from error


def _address(model: "BaseChatModel") -> str | None:
    found = getattr(model, "openai_api_base", None) or getattr(model, "base_url", None)
    return found if isinstance(found, str) else None


def _secrets(model: "BaseChatModel") -> tuple[str, ...]:
    from pydantic import SecretStr

    return tuple(value.get_secret_value() for value in vars(model).values() if isinstance(value, SecretStr))
