"""What the bot does with each thing that Slack tells it: messages, the chat's opening, Stop, removal."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from assistant.slack.answering import Answering
from assistant.slack.asked import Asked, Thread
from assistant.slack.client import FAULTS, error_name
from assistant.slack.routing import is_called, may_go_on, to_asked
from assistant.slack.words import said
from knowledge.language import detect

logger = logging.getLogger(__name__)
Next = Callable[[], Awaitable[None]]


class Messages:
    """Takes the questions out of what is said where the bot is.

    They are written down in the middleware of the listener, which Bolt runs before it acknowledges: what could not
    be written down is not acknowledged, and Slack delivers it again.
    """

    def __init__(self, answering: Answering, *, shared_channels: bool) -> None:
        self._answering = answering
        self._shared_channels = shared_channels

    def listen(self, app: AsyncApp) -> None:
        """Hear mentions and messages; a mention in a channel comes as both, and is the same question."""
        for event in ("app_mention", "message"):
            app.event(event, middleware=[self._take])(_nothing)
        app.event("agent_session_stopped")(self._stopped)

    async def _take(self, body: dict[str, Any], event: dict[str, Any], context: AsyncBoltContext, next: Next) -> None:
        bot_user = str(context.bot_user_id or "")
        asked = to_asked(event, str(context.team_id or ""), bot_user)
        if asked is not None and await self._is_question(asked, event, bot_user):
            if body.get("is_ext_shared_channel") and not self._shared_channels:
                await self._decline(asked, context.client)
            else:
                await self._answering.take(asked)
        await next()

    async def _is_question(self, asked: Asked, event: dict[str, Any], bot_user: str) -> bool:
        """A message to the bot alone, one that calls it, or one that goes on in a thread that it has answered in."""
        if asked.direct or is_called(event, bot_user):
            return True
        if not may_go_on(event, bot_user) or not asked.text.strip():
            return False
        if not await self._answering.engaged(asked.thread):
            return False
        chosen = await self._answering.choices(asked.thread.team, asked.thread.channel)
        return not chosen.only_mentioned

    async def _decline(self, asked: Asked, client: AsyncWebClient) -> None:
        """Others than the workspace's own people can read there."""
        try:
            await client.chat_postEphemeral(
                channel=asked.thread.channel, user=asked.user, text=said("shared_channel", detect(asked.text))
            )
        except FAULTS as error:
            logger.info("A question in a shared channel could not be declined: %s", error_name(error))

    async def _stopped(self, event: dict[str, Any], context: AsyncBoltContext) -> None:
        """Stop was pressed: end the answer; where there is none left, Slack still waits to hear that it is over."""
        channel, root = str(event["channel"]), str(event["thread_ts"])
        if self._answering.stop(Thread(team=str(context.team_id or ""), channel=channel, root=root)):
            return
        try:
            await context.client.agents_sessions_setStatus(channel_id=channel, thread_ts=root, status="active")
        except FAULTS as error:
            logger.info("A stopped session could not be ended: %s", error_name(error))


async def _nothing() -> None:
    """All is done before."""
