"""A writer that lets a chat model write: any that LangChain knows, OpenAI and servers that speak its API first."""

import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.answer import Refusal, Turn, Usage
from assistant.errors import ChatModelFailed
from assistant.phrases import phrase
from assistant.planning import Plan, read_plan
from assistant.writers import NEAREST, Material, Piece
from assistant.writers.messages import Messages, to_answer, to_plan, to_rewrite
from assistant.writers.models import chosen, line_to
from assistant.writers.reply import Reply
from assistant.writers.stream import ChatStream

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_LABEL = re.compile(r"[\W_]*(?:the )?(?:rewritten |standalone )?question(?:, rewritten)?\W*:", re.IGNORECASE)


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
            line_to(model, name),
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
        reply, usage = Reply(passages), None
        async with aclosing(self._heard(to_answer(question, passages, history, material.language), reply)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Usage):
                    usage = piece
                elif piece:
                    yield piece
        if reply.refuses:
            yield Refusal(
                type="not_in_library",
                message=phrase("model_refused", material.language),
                nearest=passages[:NEAREST],
            )
        elif not reply.text.strip():
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

    async def _heard(self, messages: Messages, reply: Reply) -> AsyncGenerator[str | Usage, None]:
        """What may be shown of a reply, and what it took where that is counted; a reply in circles is broken off."""
        async with aclosing(self._stream.ask(messages)) as pieces:
            async for piece in pieces:
                yield reply.feed(piece) if isinstance(piece, str) else piece
                if reply.ended:
                    break
        yield reply.close()

    async def _said(self, messages: Messages) -> str:
        async with aclosing(self._stream.ask(messages)) as pieces:
            return "".join([piece async for piece in pieces if isinstance(piece, str)])


def chat_writer(
    spec: str, *, api_key: str | None, base_url: str | None, timeout: float, retries: int = 2
) -> ChatWriter:
    """The writer for `provider:model`. Key and address are OpenAI's; other providers read their own settings."""
    found = chosen(spec, api_key=api_key, base_url=base_url, timeout=timeout, retries=retries)
    return ChatWriter(found.model, name=found.name, timeout=timeout, options=found.options)
