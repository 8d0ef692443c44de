"""One reply of a chat model as it arrives: text without thinking, then the tokens it took, or a plain failure."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from assistant.answer import Usage
from assistant.errors import ChatModelFailed
from assistant.writers.failures import cut_off, failure, library_errors, status_of
from assistant.writers.line import Line
from assistant.writers.messages import Messages
from assistant.writers.reasoning import MixedReasoning, WithoutReasoning

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

_OPTIONAL = ("temperature", "stream_options", "system role")
_NO_ROOM = frozenset({"length", "max_tokens", "max_output_tokens", "incomplete"})
_WITHHELD = frozenset({"content_filter", "safety", "recitation", "prohibited_content", "blocklist", "spii"})
_OPEN_END = frozenset({"", "in_progress", "queued"})


class ChatStream:
    """Asks a LangChain chat model and listens. What its server refuses once is not sent again.

    `timeout` is for the whole reply, `stall` for the time between two pieces of it, in seconds.
    """

    def __init__(
        self, model: "BaseChatModel", line: Line, *, timeout: float, stall: float, options: dict[str, Any]
    ) -> None:
        self._model = model
        self._line = line
        self._timeout = timeout
        self._stall = stall
        self._options = options
        self._without: frozenset[str] = frozenset()
        self._streams = True
        self._unopened: bool | None = None

    async def ask(self, messages: Messages) -> AsyncGenerator[str | Usage, None]:
        """The text of the reply in pieces, and last its `Usage` where the server counts."""
        visible = WithoutReasoning(unopened=self._unopened)
        ending = _Ending(self._model, self._line)
        try:
            async with aclosing(self._listen(messages)) as heard:
                async for message in heard:
                    ending.hear(message)
                    if text := visible.feed(str(message.text)):
                        yield text
        except MixedReasoning as error:
            raise ChatModelFailed(
                f"{self._line.name} mixed its thinking with its answer.",
                hint="Ask again: from now on its thinking is left out.",
            ) from error
        finally:
            self._unopened = visible.unopened
        ending.check()
        if text := visible.close():
            yield text
        self._unopened = visible.unopened
        if ending.usage:
            yield ending.usage

    async def _listen(self, messages: Messages) -> AsyncGenerator["BaseMessage", None]:
        """The messages of one reply, all of them before one deadline."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + self._timeout
        without, heard, whole = self._without, False, not self._streams
        stream = (self._whole if whole else self._streamed)(messages, without)
        try:
            while True:
                left = deadline - clock()
                try:
                    message = await _next(stream, min(left, self._stall) if heard else left)
                except library_errors() as error:
                    if (unwanted := _unwanted(error) - without) and not heard:
                        without = without | unwanted
                        self._without = self._without | without
                        stream = (self._whole if whole else self._streamed)(messages, without)
                    elif _says_nothing(error) and not (heard or whole):
                        stream, whole = self._whole(messages, without), True
                    else:
                        told = failure(error, self._line, heard=heard)
                        raise told from (None if self._line.told_by(str(error)) else error)
                    continue
                if message is None:
                    return
                heard, self._streams = True, not whole
                yield message
        finally:
            await stream.aclose()

    def _streamed(self, messages: Messages, without: frozenset[str]) -> AsyncGenerator["BaseMessage", None]:
        options = self._options | ({"stream_usage": False} if "stream_options" in without else {})
        stream: Any = self._model.astream(_asked(messages, without), **_kept(options, without))
        return stream  # type: ignore[no-any-return]  # LangChain promises less than the generator it gives

    async def _whole(self, messages: Messages, without: frozenset[str]) -> AsyncGenerator["BaseMessage", None]:
        """The reply of a server that does not stream."""
        yield await self._model.ainvoke(_asked(messages, without), **_kept(self._options, without))


class _Ending:
    """How a reply ended, and what it took."""

    def __init__(self, model: "BaseChatModel", line: Line) -> None:
        from langchain_core.messages import BaseMessageChunk

        self.usage: Usage | None = None
        self._line = line
        self._chunk = BaseMessageChunk
        # OpenAI's protocol states the end; other libraries raise by themselves where theirs breaks off.
        self._openai = any(kind.__name__ == "BaseChatOpenAI" for kind in type(model).__mro__)
        self._reason = ""
        self._counted = self._whole = False

    def hear(self, message: "BaseMessage") -> None:
        stated = message.response_metadata
        names = ("finish_reason", "stop_reason", "done_reason", "status")
        reason = next((str(stated[name]).lower() for name in names if stated.get(name)), "")
        self._reason = self._reason if reason in _OPEN_END else reason
        count = getattr(message, "usage_metadata", None)
        # The chunk that counts comes behind the last text. A whole message needs no end.
        self._counted = (bool(count) or self._counted) and not message.text
        self._whole = not isinstance(message, self._chunk)
        if count:
            earlier = self.usage if self.usage and not self._openai else Usage()
            self.usage = Usage(
                input_tokens=earlier.input_tokens + count["input_tokens"],
                output_tokens=earlier.output_tokens + count["output_tokens"],
            )

    def check(self) -> None:
        """A reply that is not complete is a failure."""
        if self._reason in _NO_ROOM:
            raise ChatModelFailed(
                f"{self._line.name} ran out of room before its answer was finished.",
                hint="Give the model a larger context window or output limit, or lower AEROCITE_PASSAGES.",
            )
        if self._reason in _WITHHELD:
            raise ChatModelFailed(
                f"The provider of {self._line.name} withheld the answer ({self._reason}).",
                hint="Put the question in other words.",
            )
        if self._openai and not (self._reason or self._counted or self._whole):
            raise cut_off(self._line)


def _unwanted(error: BaseException) -> frozenset[str]:
    """What the server complains about and can be left out."""
    complained = status_of(error) in (400, 422)
    return frozenset(word for word in _OPTIONAL if complained and word in str(error).lower())


def _kept(options: dict[str, Any], without: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name not in without}


def _asked(messages: Messages, without: frozenset[str]) -> Messages:
    """The messages; for models that know no system role the rules as the start of what the person says."""
    if "system role" not in without or messages[0][0] != "system":
        return messages
    (_, rules), (_, said), *rest = messages
    return [("human", f"{rules}\n\n{said}"), *rest]


def _says_nothing(error: BaseException) -> bool:
    """Whether a stream held not one event, as when a server sends its reply as one JSON object instead."""
    return type(error) is ValueError


async def _next(stream: AsyncGenerator["BaseMessage", None], seconds: float) -> "BaseMessage | None":
    """The next message, None behind the last one. Nothing is ever traced to LangSmith, whatever is set."""
    from langsmith import tracing_context

    with tracing_context(enabled=False):
        async with asyncio.timeout(seconds):
            return await anext(stream, None)
