"""The bot beside the page: its addresses over HTTP or its socket, for as long as the server runs."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from slack_bolt.adapter.starlette.async_handler import (
    AsyncSlackRequestHandler,
    to_async_bolt_request,
    to_starlette_response,
)

from assistant.api import HEALTH
from assistant.chat import Assistant
from assistant.conversations import Answers
from assistant.factory import Parts
from assistant.settings import Settings
from assistant.slack.bot import Bot, running_bot
from assistant.slack.installs import INSTALL, REDIRECT
from assistant.slack.lock import only_bot
from assistant.slack.manifest import EVENTS_PATH

logger = logging.getLogger(__name__)


def mount_slack(app: FastAPI, settings: Settings, parts: Parts, assistant: Assistant, answers: Answers) -> None:
    """Run the bot with the application. Whatever is wrong with it, page and API run, and `/health` says why."""
    slack = _Slack(settings, parts, assistant, answers)
    setattr(app.state, HEALTH, slack.health)
    app.router.lifespan_context = slack.lifespan
    if settings.slack_mode == "http":
        app.add_api_route(EVENTS_PATH, slack.events, methods=["POST"])
        if settings.slack_client_id:
            app.add_api_route(INSTALL, slack.install, methods=["GET"])
            app.add_api_route(REDIRECT, slack.redirect, methods=["GET"])


class _Slack:
    def __init__(self, settings: Settings, parts: Parts, assistant: Assistant, answers: Answers) -> None:
        self._settings = settings
        self._made_of = (parts, assistant, answers)
        self._bot: Bot | None = None
        self._why = "It is not started yet."

    @asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        """The bot runs while the server does."""
        by_socket = self._settings.slack_mode == "socket"
        try:
            with only_bot(self._settings):
                async with running_bot(self._settings, *self._made_of, by_socket=by_socket) as bot:
                    self._bot = bot
                    yield
                    self._bot = None
                    return
        except Exception as error:
            if self._bot is not None:
                raise
            self._why = str(error)
            logger.warning("Slack: %s", error)
        yield

    def health(self) -> dict[str, object]:
        """How the bot is doing."""
        stopped = {"mode": self._settings.slack_mode, "state": "failed", "why": self._why}
        return {"slack": self._bot.health if self._bot else stopped}

    async def events(self, request: Request) -> Response:
        """Whatever Slack delivers: events, commands, interactions."""
        if self._bot is None:
            # Slack delivers it again.
            return Response(status_code=503)
        return await AsyncSlackRequestHandler(self._bot.app).handle(request)

    async def install(self, request: Request) -> Response:
        """Where a workspace begins to install the bot."""
        if self._bot is None or self._bot.flow is None:
            return Response(status_code=503)
        return to_starlette_response(await self._bot.flow.handle_installation(to_async_bolt_request(request, b"")))

    async def redirect(self, request: Request) -> Response:
        """Where Slack sends the person back to, with a code for a token."""
        if self._bot is None or self._bot.flow is None:
            return Response(status_code=503)
        return to_starlette_response(await self._bot.flow.handle_callback(to_async_bolt_request(request, b"")))
