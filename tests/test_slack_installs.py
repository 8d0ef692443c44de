"""Several workspaces: each installs the bot, is answered with its own token, and is forgotten when it removes it."""

import socket
import stat
from asyncio import create_task, sleep
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import uvicorn
from fake_slack import FakeSlack
from fake_slack.world import Conversation, Team
from fastapi import FastAPI
from slack_bot import SECRET, slack_settings

from assistant.api import make_app
from assistant.conversations import Answers
from assistant.factory import Parts, make_assistant
from assistant.slack.mounting import mount_slack

PUBLIC = "https://aerocite.example.org"


def make_web(slack: FakeSlack, parts: Parts, home: Path) -> tuple[FastAPI, Answers]:
    settings = slack_settings(
        slack,
        home,
        slack_mode="http",
        slack_bot_token=None,
        slack_client_id="1.2",
        slack_client_secret="client-secret",
        public_url=PUBLIC,
        access_key="a-long-random-key",
    )
    answers = Answers(settings.answers_path)
    assistant = make_assistant(settings, parts)
    app = make_app(assistant, parts, answers)
    mount_slack(app, settings, parts, assistant, answers)
    return app, answers


async def install(client: httpx.AsyncClient, slack: FakeSlack, team: Team) -> int:
    """As a person of a workspace does it: to Slack with a state, and back with a code."""
    sent = await client.get("/slack/install")
    assert sent.status_code == 302
    asked = parse_qs(urlsplit(sent.headers["location"]).query)
    assert asked["redirect_uri"] == [f"{PUBLIC}/slack/oauth_redirect"]
    slack.web.codes["code-" + team.id] = team
    back = {"code": "code-" + team.id, "state": asked["state"][0]}
    # The cookie is one for https alone, which a browser in front of the proxy keeps.
    cookie = {"Cookie": sent.headers["set-cookie"].partition(";")[0]}
    return (await client.get("/slack/oauth_redirect", params=back, headers=cookie)).status_code


async def test_two_workspaces_install_are_answered_and_one_leaves(
    slack: FakeSlack, parts: Parts, tmp_path: Path
) -> None:
    slack.web.teams.clear()
    slack.conversations.clear()
    app, answers = make_web(slack, parts, tmp_path)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    serving = create_task(server.serve(sockets=[listening]))
    while not server.started:
        await sleep(0.01)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    slack.deliver_to(f"{address}/slack/events", SECRET)
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        for number in ("1", "2"):
            team = Team(f"T{number}", f"xoxb-{number}-own")
            assert await install(client, slack, team) == 200
            slack.conversations[f"C{number}"] = Conversation(f"C{number}", team.id)
        forged = {"code": "code-T3", "state": "forged"}
        assert (await client.get("/slack/oauth_redirect", params=forged)).status_code == 400
        roots = {c: await slack.says("U1", "<@UBOT> What does ETOPS stand for?", c) for c in ("C1", "C2")}
        await slack.until(lambda: all(slack.answers(*where) for where in roots.items()), timeout=60)
        posts = [call for call in slack.calls if call.method == "chat.postMessage"]
        assert {(call.args["channel"], call.team) for call in posts} == {("C1", "T1"), ("C2", "T2")}
        assert stat.S_IMODE((tmp_path / "slack.db").stat().st_mode) == 0o600
        await slack.uninstalls("T1")
        await slack.settled()
        slack.web.teams["T1"].revoked = False
        gone = await slack.says("U1", "<@UBOT> What does ETOPS stand for?", "C1")
        stays = await slack.says("U1", "<@UBOT> What does ETOPS stand for?", "C2")
        await slack.until(lambda: bool(slack.answers("C2", stays)), timeout=30)
        await slack.settled()
        assert not slack.answers("C1", gone)
        stranger = await slack.event(
            "T9", {"type": "app_mention", "user": "U1", "text": "Hi", "channel": "C9", "ts": "1.1"}
        )
        assert stranger.status == 200
    server.should_exit = True
    await serving
    listening.close()
    answers.close()
