"""`aerocite slack` as a process: what it says, how it ends, and what `aerocite slack check` finds."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import copytree

import pytest
from conftest import Aerocite
from fake_slack import FakeSlack
from slack_bot import APP_TOKEN, BOT_TOKEN, SENTENCES

from tests.openai_server import OpenAIServer


def variables(slack: FakeSlack, **more: str) -> dict[str, str]:
    given = {"AEROCITE_SLACK_BOT_TOKEN": BOT_TOKEN, "AEROCITE_SLACK_APP_TOKEN": APP_TOKEN}
    return {**given, "AEROCITE_SLACK_API_URL": slack.api_url, **more}


@pytest.fixture
def home(library_home: Path, tmp_path: Path) -> Path:
    return Path(copytree(library_home, tmp_path / "own"))


@asynccontextmanager
async def process(home: Path, **given: str) -> AsyncIterator[asyncio.subprocess.Process]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AEROCITE_", "OPENAI_"))}
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "assistant", "slack"),
        env={**kept, "AEROCITE_HOME": str(home), **given},
        cwd=home,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.communicate()


async def test_ended_by_a_signal_in_the_middle_of_an_answer_it_says_so(
    slack: FakeSlack, home: Path, slow_model: OpenAIServer
) -> None:
    slow_model.answer = lambda body: list(SENTENCES)
    slow_model.pause = 0.7
    model = {"AEROCITE_CHAT_MODEL": "openai:slow", "OPENAI_BASE_URL": slow_model.url, "OPENAI_API_KEY": "k"}
    async with process(home, **variables(slack, **model)) as running:
        await slack.until(lambda: bool(slack.sockets), timeout=60)
        root = await slack.says("U1", "What does ETOPS stand for?", "D1")
        await slack.until(lambda: bool(slack.answers("D1", root)), timeout=30)
        running.send_signal(signal.SIGTERM)
        _, told = await asyncio.wait_for(running.communicate(), 30)
    assert running.returncode in (0, 143)
    (message,) = slack.answers("D1", root)
    assert not message.streaming
    assert "interrupted" in message.shown.lower()
    assert "Connected to Slack" in told.decode()
    for secret in (BOT_TOKEN, APP_TOKEN, "Traceback", "ETOPS"):
        assert secret not in told.decode()


async def test_a_library_has_one_bot(slack: FakeSlack, home: Path) -> None:
    async with process(home, **variables(slack)):
        await slack.until(lambda: bool(slack.sockets), timeout=60)
        async with process(home, **variables(slack)) as second:
            _, told = await asyncio.wait_for(second.communicate(), 60)
    assert second.returncode not in (0, None)
    assert "Traceback" not in told.decode()
    assert "bot" in told.decode().lower()


async def test_a_bad_app_token_ends_it_with_what_to_do(slack: FakeSlack, home: Path) -> None:
    given = variables(slack, AEROCITE_SLACK_APP_TOKEN="xapp-wrong-token")
    async with process(home, **given) as running:
        _, told = await asyncio.wait_for(running.communicate(), 60)
    assert running.returncode not in (0, None)
    assert "AEROCITE_SLACK_APP_TOKEN" in told.decode()
    assert "xapp-wrong-token" not in told.decode()
    assert "Traceback" not in told.decode()


async def test_check_asks_slack(slack: FakeSlack, aerocite: Aerocite) -> None:
    fine = await asyncio.to_thread(aerocite, "slack", "check", "--json", **variables(slack))
    assert fine.returncode == 0, fine.stdout + fine.stderr
    assert "T1" in fine.stdout
    assert BOT_TOKEN not in fine.stdout
    json.loads(fine.stdout)
    bad = variables(slack, AEROCITE_SLACK_BOT_TOKEN="xoxb-of-nobody")
    done = await asyncio.to_thread(aerocite, "slack", "check", **bad)
    assert done.returncode == 1
    assert "The token is not accepted" in done.stdout
    away = variables(slack, AEROCITE_SLACK_API_URL="http://127.0.0.1:9/api/")
    done = await asyncio.to_thread(aerocite, "slack", "check", **away)
    assert done.returncode == 1
    assert "cannot be reached" in done.stdout
