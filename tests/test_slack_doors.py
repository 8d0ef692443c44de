"""Slack beside the page in one process, as a person starts it: what is open to the outside and what is not."""

import json
import time
from pathlib import Path
from shutil import copytree

import httpx
import pytest
from conftest import Aerocite
from fake_slack import FakeSlack
from slack_bot import APP_TOKEN, BOT_TOKEN, SECRET
from slack_sdk.signature import SignatureVerifier
from web_server import running

KEY = "a-long-random-key"


def settings(slack: FakeSlack, mode: str, **more: str) -> dict[str, str]:
    return {
        "AEROCITE_SLACK_MODE": mode,
        "AEROCITE_SLACK_BOT_TOKEN": BOT_TOKEN,
        "AEROCITE_SLACK_APP_TOKEN": APP_TOKEN,
        "AEROCITE_SLACK_SIGNING_SECRET": SECRET,
        "AEROCITE_SLACK_API_URL": slack.api_url,
        "AEROCITE_ACCESS_KEY": KEY,
        "AEROCITE_PUBLIC_URL": "https://aerocite.example.org",
        **more,
    }


def signed(body: str, *, secret: str = SECRET, age: int = 0) -> dict[str, str]:
    stamp = str(int(time.time()) - age)
    return {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body) or "",
    }


async def test_over_http_slack_is_let_in_and_nobody_else(slack: FakeSlack, library_home: Path, tmp_path: Path) -> None:
    home = Path(copytree(library_home, tmp_path / "own"))
    body = json.dumps({"type": "url_verification", "challenge": "c", "token": "t"})
    with running(home, **settings(slack, "http")) as address:
        async with httpx.AsyncClient(base_url=address, timeout=30) as client:
            assert (await client.post("/slack/events", content=body, headers=signed(body))).text.find("c") >= 0
            for headers in ({}, signed(body, secret="another"), signed(body, age=400)):
                assert (await client.post("/slack/events", content=body, headers=headers)).status_code == 401
            assert (await client.post("/api/ask", json={"question": "ETOPS?"})).status_code == 401
            assert (await client.get("/")).status_code in (303, 401)
            assert (await client.get("/answers/x")).status_code in (303, 401)
            assert (await client.get("/slack/install")).status_code == 404
            health = (await client.get("/health")).json()
            assert health["slack"] == {"mode": "http", "state": "listening"}
            slack.deliver_to(f"{address}/slack/events", SECRET)
            root = await slack.says("U1", "<@UBOT> What does ETOPS stand for?", "C1")
            await slack.until(lambda: bool(slack.answers("C1", root)), timeout=60)
    assert "extended operations" in slack.answers("C1", root)[0].shown


async def test_a_bad_token_leaves_the_page_running_and_health_says_why(
    slack: FakeSlack, library_home: Path, tmp_path: Path
) -> None:
    home = Path(copytree(library_home, tmp_path / "own"))
    variables = settings(slack, "socket", AEROCITE_SLACK_APP_TOKEN="xapp-wrong")
    del variables["AEROCITE_ACCESS_KEY"]
    with running(home, **variables) as address:
        async with httpx.AsyncClient(base_url=address, timeout=30) as client:
            assert (await client.get("/")).status_code == 200
            for _ in range(100):
                health = (await client.get("/health")).json()
                if health["slack"]["state"] == "failed":
                    break
                time.sleep(0.05)
    assert health["status"] == "ok"
    assert "AEROCITE_SLACK_APP_TOKEN" in health["slack"]["why"]
    assert "xapp-wrong" not in json.dumps(health)


@pytest.mark.parametrize("missing", ["AEROCITE_ACCESS_KEY", "AEROCITE_PUBLIC_URL", "AEROCITE_SLACK_SIGNING_SECRET"])
def test_over_http_nothing_starts_without_its_safeguards(missing: str, aerocite: Aerocite) -> None:
    given = {"AEROCITE_SLACK_MODE": "http", "AEROCITE_SLACK_BOT_TOKEN": BOT_TOKEN}
    given |= {"AEROCITE_ACCESS_KEY": KEY, "AEROCITE_PUBLIC_URL": "https://a.example.org"}
    given["AEROCITE_SLACK_SIGNING_SECRET"] = SECRET
    del given[missing]
    done = aerocite("web", **given)
    assert done.returncode == 2
    assert missing in done.stderr


def test_check_says_which_token_is_missing(aerocite: Aerocite) -> None:
    done = aerocite("slack", "check")
    assert done.returncode == 1
    assert "AEROCITE_SLACK_BOT_TOKEN" in done.stdout
    assert aerocite("slack").returncode == 2
    secrets = aerocite("settings", AEROCITE_SLACK_BOT_TOKEN=BOT_TOKEN, AEROCITE_SLACK_SIGNING_SECRET=SECRET).stdout
    assert BOT_TOKEN not in secrets
    assert SECRET not in secrets


@pytest.mark.parametrize("command", ["slack", "slack check", "web"])
def test_without_slacks_libraries_it_says_what_to_install(command: str, aerocite: Aerocite, tmp_path: Path) -> None:
    names = ("aiohttp", "slack_bolt", "slack_sdk")
    (tmp_path / "sitecustomize.py").write_text(f"import sys\nsys.modules |= dict.fromkeys({names})\n", "utf-8")
    given = {"AEROCITE_SLACK_BOT_TOKEN": BOT_TOKEN, "AEROCITE_SLACK_MODE": "socket", "PYTHONPATH": str(tmp_path)}
    done = aerocite(*command.split(), **given)
    assert done.returncode == 2, done.stderr
    assert "pip install 'aerocite[slack]'" in done.stderr
    assert aerocite("slack", "manifest", **given).returncode == 0
