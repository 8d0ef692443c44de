"""One answer into Slack, whatever Slack does: streamed or posted, once, whole, and never left open.

A call to Slack may fail after it took effect. So what cannot be repeated safely is looked for in the thread before
it is done again, and once a message is known it is only changed.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_chat_stream import AsyncChatStream
from slack_sdk.web.async_client import AsyncWebClient

from assistant.slack.asked import Asked, Block, Message
from assistant.slack.blocks import MOST_TEXT, note_block
from assistant.slack.client import FAULTS, error_name
from assistant.slack.escaping import markdown_words

logger = logging.getLogger(__name__)
Remember = Callable[[str], Awaitable[None]]
"""Told of the message that holds the answer, as soon as there is one."""

_METADATA = "aerocite_answer"
_MOST_LOOKED_AT = 200
WAITS = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)
"""Seconds before each further try where Slack is not to be reached."""
_PASSING = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "rate_limited"}
UNWRITABLE = {
    "not_in_channel",
    "channel_not_found",
    "is_archived",
    "restricted_action",
    "no_permission",
    "thread_not_found",
    "restricted_action_thread_locked",
}
"""What Slack says where the bot cannot write at all."""


class Delivery:
    """Brings the answer to one question into its thread.

    With `streams` the text appears while it is written. `waits` are the seconds between tries, `remember` is told of
    the message; `taken` gives the messages of this thread that hold answers. `resumed` says that an earlier try may
    have left a message behind.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        asked: Asked,
        *,
        bot_user: str,
        streams: bool,
        remember: Remember,
        taken: Callable[[], Awaitable[set[str]]],
        resumed: bool = False,
        waits: Sequence[float] = WAITS,
    ) -> None:
        self._client = client
        self._asked = asked
        self._bot_user = bot_user
        self._streams = streams and not resumed
        self._remember = remember
        self._taken = taken
        self._waits = waits
        self._message = asked.message
        self._stream: AsyncChatStream | None = None
        self._streamed = ""
        self._unsure = resumed
        self._status: asyncio.Task[None] | None = None
        self._metadata = {"event_type": _METADATA, "event_payload": {"question": asked.ts}}

    def busy(self, words: str) -> None:
        """Say what the bot is doing. Nothing hangs on it, so nobody waits for it."""
        self._status = asyncio.create_task(self._show_status(words))

    async def tell(self, text: str) -> None:
        """Show a piece of the text where answers stream."""
        self._streamed += text
        # A longer text is cut in the end, with a word on where the whole is.
        if not self._streams or len(self._streamed) > MOST_TEXT:
            return
        try:
            stream = self._stream or await self._begin()
            # The first words are shown at once, the others a few sentences at a time.
            await stream.append(markdown_text=markdown_words(text), chunks=None if stream.ts else [])
            if stream.ts and self._message is None:
                await self._hold(stream.ts)
        except FAULTS as error:
            # The whole text is put into the message in the end.
            logger.info("A stream broke off: %s", error_name(error))
            self._streams, self._unsure = False, True

    async def finish(self, whole: Message, *, text: str, ending: Sequence[Block]) -> None:
        """Bring the finished answer: `ending` goes below what was streamed if that is `text`, else `whole` replaces it.

        Raises what Slack says where the bot cannot write there.
        """
        self._say_no_more()
        if self._stream is not None and self._streams and text == self._streamed and len(text) <= MOST_TEXT:
            try:
                await self._stream.stop(blocks=list(ending), session_status="active", metadata=self._metadata)
            except FAULTS as error:
                logger.info("A stream could not be closed: %s", error_name(error))
                self._unsure = True
            else:
                if self._stream.ts and self._message is None:
                    await self._hold(self._stream.ts)
                return
        await self._replace(whole)

    async def cut_off(self, words: str) -> None:
        """End the message where it is, with a word on why; where there is none yet, say it all the same."""
        self._say_no_more()
        blocks = (note_block(words),)
        if self._stream is not None and self._streams:
            with suppress(*FAULTS):
                await self._stream.stop(blocks=list(blocks), session_status="active")
                return
        if self._message is None and not self._unsure and not self._streamed:
            await self._post(Message(words, blocks))
        else:
            text = markdown_words(self._streamed)
            shown = ({"type": "markdown", "text": text[:MOST_TEXT]},) if text.strip() else ()
            await self._put(Message(words, (*shown, *blocks)))
        await self._close_stream()

    def _say_no_more(self) -> None:
        """A status that arrives after the answer would stand there for minutes."""
        if self._status is not None:
            self._status.cancel()

    async def _show_status(self, words: str) -> None:
        thread = self._asked.thread
        with suppress(*FAULTS):
            await self._client.assistant_threads_setStatus(
                channel_id=thread.channel, thread_ts=thread.root, status=words
            )

    async def _begin(self) -> AsyncChatStream:
        thread = self._asked.thread
        self._stream = await self._client.chat_stream(
            channel=thread.channel,
            thread_ts=thread.root,
            recipient_team_id=thread.team,
            recipient_user_id=self._asked.user,
        )
        return self._stream

    async def _hold(self, message: str) -> None:
        self._message = message
        await self._remember(message)

    async def _replace(self, whole: Message) -> None:
        """Post the message, or change the one that is there, again and again until Slack has it."""
        if self._stream is not None and self._streams and self._stream.ts:
            with suppress(*FAULTS):
                await self._stream.stop(session_status="active", metadata=self._metadata)
        for wait in (*self._waits, None):
            try:
                await self._put(whole)
            except FAULTS as error:
                if wait is None or not passing(error):
                    raise
                self._unsure = True
                await asyncio.sleep(wait)
            else:
                break
        if self._stream is not None:
            await self._close_stream()

    async def _put(self, whole: Message) -> None:
        message = self._message or (self._stream.ts if self._stream else None)
        if message is None and self._unsure:
            message = await self._posted()
        if message is not None:
            try:
                await self._change(message, whole)
            except SlackApiError as error:
                if error_name(error) != "message_not_found":
                    raise
            else:
                return
        await self._post(whole)

    async def _change(self, message: str, whole: Message) -> None:
        channel = self._asked.thread.channel
        await self._client.chat_update(channel=channel, ts=message, text=whole.text, blocks=list(whole.blocks))
        if message != self._message:
            await self._hold(message)

    async def _post(self, whole: Message) -> None:
        thread = self._asked.thread
        # A failure from here on may come after the message was posted.
        self._unsure = True
        posted = await self._client.chat_postMessage(
            channel=thread.channel,
            thread_ts=thread.root,
            text=whole.text,
            blocks=list(whole.blocks),
            unfurl_links=False,
            unfurl_media=False,
            metadata=self._metadata,
        )
        await self._hold(str(posted["ts"]))

    async def _posted(self) -> str | None:
        """The message that a call left behind which seemed to fail, looked for in the thread."""
        thread = self._asked.thread
        try:
            found = await self._client.conversations_replies(
                channel=thread.channel,
                ts=thread.root,
                oldest=self._asked.ts,
                limit=_MOST_LOOKED_AT,
                include_all_metadata=True,
            )
        except SlackApiError as error:
            if passing(error):
                raise
            # Where the bot may not read it has to guess; an answer twice is better than none.
            return None
        taken = await self._taken()
        own = [m for m in found["messages"] if self._is_own(m) and m["ts"] not in taken]
        return next((str(m["ts"]) for m in own if _question(m) in (None, self._asked.ts)), None)

    def _is_own(self, message: dict[str, Any]) -> bool:
        return message.get("user") == self._bot_user and float(message["ts"]) > float(self._asked.ts)

    async def _close_stream(self) -> None:
        """A stream whose message was replaced must not stay open, nor the session busy."""
        thread = self._asked.thread
        with suppress(*FAULTS):
            await self._client.agents_sessions_setStatus(
                channel_id=thread.channel, thread_ts=thread.root, status="active"
            )


def passing(error: Exception) -> bool:
    """Whether a failure may go by: no network, a server's fault, too many calls."""
    if not isinstance(error, SlackApiError):
        return not isinstance(error, SlackClientError)
    status = getattr(error.response, "status_code", 200)
    return status >= 500 or status == 429 or error_name(error) in _PASSING


def _question(message: dict[str, Any]) -> str | None:
    """The question that a message of the bot answers: "" for none, None where it does not tell."""
    metadata = message.get("metadata") or {}
    return str((metadata.get("event_payload") or {}).get("question", "")) if metadata else None
