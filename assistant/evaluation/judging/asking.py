"""A chat model that is asked for verdicts, with a budget of requests."""

from contextlib import aclosing
from typing import Any

from assistant.errors import ChatModelFailed
from assistant.evaluation.judging.matters import Matter
from assistant.evaluation.judging.replies import Said, read, response_format
from assistant.settings import Settings
from assistant.writers.failures import status_of
from assistant.writers.messages import Messages
from assistant.writers.models import chosen, line_to
from assistant.writers.stream import ChatStream

_SETTING = "AEROCITE_JUDGE_MODEL"
_AGAIN = "That is not the JSON object that was asked for. Answer with that object and nothing else."
_REPEATED = 2000
_RETRIES = 5
"""How often the client asks again a server that is busy, after the pause that the server names."""
_NO_SCHEMA = (400, 422, 500, 501)
"""What servers say that do not know JSON Schemas."""
_CUT_SHORT = ("LengthFinishReasonError", "ContentFilterFinishReasonError")
_SAID_SHORT = ("ran out of room", "withheld the answer")


class Spent(Exception):
    """The budget of requests is used up."""


class Judge:
    """Asks a chat model at temperature 0, for JSON by a schema where its server takes one.

    One judge may serve several requests at once, on one event loop. `calls` counts them, `budget` is how many it may
    make.
    """

    def __init__(self, settings: Settings, *, budget: int | None = None) -> None:
        key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
        self._chosen = chosen(
            settings.judge_model or "",
            api_key=key,
            base_url=settings.openai_base_url,
            timeout=settings.chat_timeout,
            retries=_RETRIES,
            setting=_SETTING,
        )
        self.name = self._chosen.name
        self.calls = 0
        self._budget = budget
        self._timeout = settings.chat_timeout
        self._line = line_to(self._chosen.model, self._chosen.name, _SETTING)
        self._takes_schema = self.name.startswith("openai:")
        self._streams: dict[str, ChatStream] = {}

    async def judge(self, matter: Matter) -> Said | None:
        """Its verdicts; None where it gave none that can be read, twice. A model that fails raises."""
        messages: Messages = [("human", matter.told)]
        reply = await self._reply(messages, matter)
        said = read(reply, matter)
        if said is None:
            again: Messages = [*messages, ("ai", reply[:_REPEATED] or "…"), ("human", _AGAIN)]
            said = read(await self._reply(again, matter), matter)
        return said

    async def _reply(self, messages: Messages, matter: Matter) -> str:
        if self._takes_schema:
            try:
                return await self._heard(messages, matter, schema=True)
            except ChatModelFailed as error:
                if not _may_be_schema(error):
                    raise
            reply = await self._heard(messages, matter, schema=False)
            # It was the schema: without one the server answers.
            self._takes_schema = False
            return reply
        return await self._heard(messages, matter, schema=False)

    async def _heard(self, messages: Messages, matter: Matter, *, schema: bool) -> str:
        if self._budget is not None and self.calls >= self._budget:
            raise Spent
        self.calls += 1
        said = ""
        try:
            async with aclosing(self._stream(matter if schema else None).ask(messages)) as pieces:
                async for piece in pieces:
                    said += piece if isinstance(piece, str) else ""
        except ChatModelFailed as error:
            if not _lies_in_reply(error):
                raise
        return said

    def _stream(self, matter: Matter | None) -> ChatStream:
        """The stream for a form of reply; each learns once what its server does not take."""
        name = f"{matter.kind} {len(matter.names)}" if matter else ""
        if name not in self._streams:
            options: dict[str, Any] = dict(self._chosen.options)
            options |= {"response_format": response_format(matter)} if matter else {}
            self._streams[name] = ChatStream(
                self._chosen.model, self._line, timeout=self._timeout, stall=self._timeout, options=options
            )
        return self._streams[name]


def _may_be_schema(error: ChatModelFailed) -> bool:
    cause = error.__cause__
    return cause is not None and status_of(cause) in _NO_SCHEMA


def _lies_in_reply(error: ChatModelFailed) -> bool:
    """Whether the model stopped short of its end. It would again: that is a reply without a verdict, not a failure."""
    return type(error.__cause__).__name__ in _CUT_SHORT or any(told in str(error) for told in _SAID_SHORT)
