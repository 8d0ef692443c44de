"""Socket Mode: the connection over which Slack delivers without a public address."""

import asyncio
import logging
from contextlib import suppress
from typing import Literal

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from assistant.slack.client import FAULTS, error_name

logger = logging.getLogger(__name__)
State = Literal["starting", "connected", "failed"]

_PATIENCE = 10.0
_LOST_AFTER = 30.0
"""Seconds without a connection after which it counts as lost."""
_LOOK_EVERY = 1.0
_WAITS = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)
_FOR_GOOD = {
    "invalid_auth": "The app token is not valid: set AEROCITE_SLACK_APP_TOKEN to the app-level token (xapp-…).",
    "not_authed": "There is no app token: set AEROCITE_SLACK_APP_TOKEN to the app-level token (xapp-…).",
    "not_allowed_token_type": "AEROCITE_SLACK_APP_TOKEN is another kind of token: an app's begins with xapp-.",
    "missing_scope": "The app token lacks connections:write: make one with it under Basic Information.",
    "token_revoked": "The app token was revoked: make a new one under Basic Information.",
    "account_inactive": "The app was removed from the workspace: install it again.",
    "forbidden_team": "The workspace does not allow Socket Mode.",
}


class Socket:
    """A connection that is made in the background and never fails in the face of whoever starts it.

    `state` and `why` say how it stands; what will not pass by is not tried again.
    """

    def __init__(self, app: AsyncApp, client: AsyncWebClient, app_token: str) -> None:
        self._app = app
        self._client = client
        self._token = app_token
        self._task: asyncio.Task[None] | None = None
        self.state: State = "starting"
        self.why = ""

    def start(self) -> None:
        """Begin to connect."""
        self._task = asyncio.create_task(self._keep())

    async def close(self) -> None:
        """End the connection."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _keep(self) -> None:
        for tried in range(1_000_000):
            if await self._may_connect():
                break
            if self.state == "failed":
                return
            await asyncio.sleep(_WAITS[min(tried, len(_WAITS) - 1)])
        connection = AsyncSocketModeHandler(self._app, self._token, web_client=self._client, logger=_quiet())
        try:
            connecting = asyncio.create_task(connection.connect_async())  # type: ignore[no-untyped-call]
            await self._watch(connection)
        finally:
            connecting.cancel()
            with suppress(*FAULTS, asyncio.CancelledError):
                await connection.close_async()  # type: ignore[no-untyped-call]

    async def _may_connect(self) -> bool:
        """Ask for a connection once: the library would go on asking for ever, with a wrong token as well."""
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._client.apps_connections_open(app_token=self._token)
        except FAULTS as error:
            name = error_name(error)
            self.state = "failed" if name in _FOR_GOOD else "starting"
            self.why = _FOR_GOOD.get(name, f"Slack cannot be reached ({name}); it is tried again and again.")
            logger.warning("Slack: %s", self.why)
            return False
        return True

    async def _watch(self, connection: AsyncSocketModeHandler) -> None:
        loop, lost = asyncio.get_running_loop(), None
        while True:
            if await connection.client.is_connected():
                if self.state != "connected":
                    logger.info("Slack: connected")
                self.state, self.why, lost = "connected", "", None
            elif lost is None:
                lost = loop.time()
            elif loop.time() - lost > _LOST_AFTER:
                self.state, self.why = "starting", "The connection to Slack is lost; it is tried again and again."
            await asyncio.sleep(_LOOK_EVERY if self.state == "connected" else 0.05)


def _quiet() -> logging.Logger:
    """The library tells of each reconnection at length, with its exceptions."""
    quiet = logging.getLogger(f"{__name__}.connection")
    quiet.setLevel(logging.CRITICAL)
    return quiet
