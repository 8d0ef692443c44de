"""One reply of a chat model as it arrives: text without thinking, then the tokens it took, or a plain failure."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from assistant.answer import Usage
from assistant.errors import ChatModelFailed
from assistant.writers.failures import Line, cut_off, failure, library_errors, status_of, timed_out
from assistant.writers.messages import Messages
from assistant.writers.reasoning import MixedReasoning, WithoutReasoning

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

_NO_ROOM = frozenset({"length", "max_tokens", "max_output_tokens", "incomplete"})
_WITHHELD = frozenset({"content_filter", "safety", "recitation", "prohibited_content", "blocklist", "spii"})


class ChatLine:
    """Asks a LangChain chat model and listens. What a server refuses once, it is not asked again.

    `timeout` is for the whole reply, `stall` for the time between two pieces of it, in seconds.
    """

    def __init__(
        self, model: "BaseChatModel", line: Line, *, timeout: float, stall: float, options: dict[str, Any]
    ) -> None:
        self._model = model
        self._line = line
        self._timeout = timeout
        self._stall = stall
        self._options = dict(options)
        self._unopened: bool | None = None
        # OpenAI's protocol says how a reply ended; the other libraries raise where theirs breaks off.
        self._says_end = any(kind.__name__ == "BaseChatOpenAI" for kind in type(model).__mro__)

    async def ask(self, messages: Messages) -> AsyncIterator[str | Usage]:
        """The text of the reply in pieces, and last its `Usage` where the server counts."""
        visible = WithoutReasoning(unopened=self._unopened)
        end = _End(self._line, required=self._says_end)
        try:
            async with aclosing(self._listen(messages)) as heard:
                async for message in heard:
                    end.hear(message)
                    if text := visible.feed(str(message.text)):
                        yield text
            if text := visible.close():
                yield text
        except MixedReasoning as error:
            raise ChatModelFailed(
                f"{self._line.name} mixed its thinking with its answer.",
                hint="Ask again: from now on its thinking is left out.",
            ) from error
        finally:
            self._unopened = visible.unopened
        end.check()
        if end.usage:
            yield end.usage

    async def _listen(self, messages: Messages) -> AsyncIterator["BaseMessage"]:
        """The messages of one reply, all of them before one deadline."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + self._timeout
        stream, heard = self._open(messages), False
        try:
            while True:
                left = deadline - clock()
                try:
                    message = await _untraced(stream, min(left, self._stall) if heard else left)
                except library_errors() as error:
                    if heard or isinstance(error, TimeoutError):
                        raise self._failed(error, heard=heard) from error
                    # Nothing was said yet, so there may be another way to ask.
                    stream = self._open_otherwise(messages, error)
                    continue
                if message is None:
                    return
                heard = True
                yield message
        finally:
            await stream.aclose()

    def _open(self, messages: Messages) -> Any:
        return self._model.astream(messages, **self._options)

    def _open_otherwise(self, messages: Messages, error: BaseException) -> Any:
        """Another try without what the server does not know; none left is a failure."""
        if status_of(error) in (400, 422):
            if "temperature" in str(error) and "temperature" in self._options:
                del self._options["temperature"]
                return self._open(messages)
            if "stream_options" in str(error) and self._options.get("stream_usage", True):
                self._options["stream_usage"] = False
                return self._open(messages)
        if type(error) is ValueError and not self._options.pop("whole", False):
            # Not one event: a server that does not stream sends its reply as one JSON object.
            return self._whole(messages)
        raise self._failed(error, heard=False) from error
