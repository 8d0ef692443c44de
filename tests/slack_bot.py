"""The real bot before the fake Slack, over HTTP or over Socket Mode, with a real library."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any, Literal

import uvicorn
from fake_slack import FakeSlack
from fastapi import FastAPI, Request, Response
from slack_bolt.adapter.fastapi.async_handler import AsyncSlackRequestHandler

from assistant.conversations import Answers
from assistant.factory import Parts, make_assistant
from assistant.settings import Settings
from assistant.slack.bot import Bot
from assistant.slack.bot import running_bot as running

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
BOT_TOKEN, APP_TOKEN = "xoxb-1-aaaa-secret", "xapp-1-A1-bbbb-secret"
SENTENCES = [
    "ETOPS stands for extended operations [1]. ",
    "The rules let an airliner with two engines fly a route that is more than 60 minutes from an airport [1]. ",
    "An operator needs an approval for it [1]. ",
    "The approval states a diversion time [1]. ",
]
"""What a chat model says, piece by piece."""
Transport = Literal["http", "socket"]


def slack_settings(slack: FakeSlack, home: Path, **more: Any) -> Settings:
    """The settings of a bot with this Slack; its own files are in `home`."""
    given = {
        "home": home,
        "slack_bot_token": BOT_TOKEN,
        "slack_app_token": APP_TOKEN,
        "slack_signing_secret": SECRET,
        "slack_api_url": slack.api_url,
        "slack_user_limit": 1000,
        "slack_team_limit": 1000,
        **more,
    }
    return Settings(**given)


@asynccontextmanager
async def running_bot(
    slack: FakeSlack, parts: Parts, home: Path, *, transport: Transport = "http", **more: Any
) -> AsyncIterator[Bot]:
    """A bot that hears this Slack until the block ends; then it is stopped as a signal stops it."""
    settings = slack_settings(slack, home, **more)
    with closing(Answers(settings.answers_path)) as answers:
        assistant = make_assistant(settings, parts)
        async with running(settings, parts, assistant, answers, by_socket=transport == "socket") as bot:
            if transport == "socket":
                await slack.until(lambda: bool(slack.sockets))
                yield bot
            else:
                async with _served(slack, bot):
                    yield bot


@asynccontextmanager
async def _served(slack: FakeSlack, bot: Bot) -> AsyncIterator[None]:
    app, requests = FastAPI(), AsyncSlackRequestHandler(bot.app)

    @app.post("/slack/events")
    async def events(request: Request) -> Response:
        return await requests.handle(request)

    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        slack.deliver_to(f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events", SECRET)
        try:
            yield
        finally:
            server.should_exit = True
            await serving
