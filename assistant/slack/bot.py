"""The bot put together: Bolt's application, what it hears, and how it starts and stops."""

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.web.async_client import AsyncWebClient

from assistant.chat import Assistant
from assistant.conversations import Answers
from assistant.factory import Parts
from assistant.settings import Settings
from assistant.slack.answering import Answering
from assistant.slack.client import error_name, make_client
from assistant.slack.installs import Installs
from assistant.slack.listeners import Messages
from assistant.slack.places import Places
from assistant.slack.private import Private
from assistant.slack.socket import Socket
from assistant.slack.store import Store

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bot:
    """One bot for all workspaces that have it. `flow` has the pages by which further ones install it."""

    app: AsyncApp
    answering: Answering
    installs: Installs
    store: Store
    flow: AsyncOAuthFlow | None = None
    socket: Socket | None = None

    @property
    def health(self) -> dict[str, str]:
        """How it is connected, and what is wrong if it is not."""
        if self.socket is None:
            return {"mode": "http", "state": "listening"}
        return {"mode": "socket", "state": self.socket.state, **({"why": self.socket.why} if self.socket.why else {})}


@dataclass(frozen=True, slots=True)
class _Tokens:
    """Clients with the tokens of the workspaces, on one pool of connections."""

    installs: Installs
    address: str
    session: ClientSession

    async def client(self, team: str) -> AsyncWebClient:
        """A client with a workspace's token."""
        return make_client(self.address, await self.installs.token(team), self.session)

    async def bot_user(self, team: str) -> str:
        """The bot's user id in a workspace."""
        return await self.installs.bot_user(team)


@asynccontextmanager
async def running_bot(
    settings: Settings, parts: Parts, assistant: Assistant, answers: Answers, *, by_socket: bool
) -> AsyncIterator[Bot]:
    """A bot that answers until the block ends; then running answers end with a note, and are given after a restart."""
    store = Store(settings.slack_path)
    async with ClientSession() as session:
        client = make_client(settings.slack_api_url, session=session)
        installs = Installs(settings, store, client)
        site = settings.public_url.rstrip("/") if settings.public_url else None
        answering = Answering(
            assistant,
            answers,
            store,
            _Tokens(installs, settings.slack_api_url, session),
            site=site,
            stream=settings.slack_stream,
            limits=(settings.slack_user_limit, settings.slack_team_limit),
        )
        app = _make_app(settings, client, installs)
        messages = Messages(answering, shared_channels=settings.slack_shared_channels)
        places = Places(settings, parts.library, answering, store, installs)
        private = Private(answering, answers, places, site=site)
        for part in (messages, places, private):
            part.listen(app)
        _hear_of_removal(app, answering, installs, store)
        socket = _make_socket(settings, app, client) if by_socket else None
        bot = Bot(app, answering, installs, store, installs.flow(), socket)
        try:
            await answering.resume()
            if socket:
                socket.start()
            yield bot
        finally:
            if socket:
                await socket.close()
            await private.close()
            await answering.close()
            store.close()


def _make_app(settings: Settings, client: AsyncWebClient, installs: Installs) -> AsyncApp:
    async def authorize(team_id: str | None) -> AuthorizeResult | None:
        return await installs.authorize(team_id or "")

    secret = settings.slack_signing_secret
    app = AsyncApp(
        client=client,
        # Without one nothing that comes over HTTP is believed.
        signing_secret=secret.get_secret_value() if secret else "",
        authorize=authorize,  # type: ignore[arg-type]
        logger=logger,
    )
    app.error(_log)
    return app


def _make_socket(settings: Settings, app: AsyncApp, client: AsyncWebClient) -> Socket:
    token = settings.slack_app_token
    return Socket(app, client, token.get_secret_value() if token else "")


def _hear_of_removal(app: AsyncApp, answering: Answering, installs: Installs, store: Store) -> None:
    async def removed(context: AsyncBoltContext) -> None:
        team = str(context.team_id or "")
        answering.drop(team)
        await installs.forget(team)
        store.forget(team)

    app.event("app_uninstalled")(removed)
    app.event("tokens_revoked")(removed)


async def _log(error: Exception, body: Mapping[str, Any]) -> None:
    """What went wrong, without what people wrote."""
    event = body.get("event") or {}
    logger.error("%s failed: %s", event.get("type") or body.get("type") or "a request", error_name(error))
