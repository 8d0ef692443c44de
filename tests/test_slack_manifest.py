"""The manifest: valid by Slack's own schema, and true: whatever it subscribes to is heard."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import Aerocite
from fake_slack import FakeSlack
from slack_bot import running_bot

from assistant.factory import Parts
from assistant.slack.manifest import ADD, ASK_ABOUT, COMMAND, EVENTS, manifest

SCHEMA = json.loads((Path(__file__).parent / "fake_slack" / "manifest.schema.json").read_text())


@pytest.mark.parametrize(
    "made",
    [
        manifest(),
        manifest("http", public_url="https://aerocite.example.org/"),
        manifest("http", public_url="https://aerocite.example.org", several=True),
    ],
)
def test_the_manifest_is_valid(made: dict[str, Any]) -> None:
    jsonschema.validate(made, SCHEMA)


def test_the_command_prints_the_manifest_alone(aerocite: Aerocite) -> None:
    done = aerocite("slack", "manifest")
    assert json.loads(done.stdout) == manifest()
    over_http = aerocite("slack", "manifest", "--mode", "http", AEROCITE_PUBLIC_URL="https://a.example.org")
    assert json.loads(over_http.stdout)["settings"]["event_subscriptions"]["request_url"].endswith("/slack/events")
    assert aerocite("slack", "manifest", "--mode", "http").returncode == 2


@pytest.mark.parametrize("event", EVENTS)
async def test_each_event_of_the_manifest_has_a_listener(
    event: str, slack: FakeSlack, parts: Parts, tmp_path: Path
) -> None:
    kind, _, place = event.partition(".")
    said = {"type": kind, "user": "U1", "channel": "D1", "ts": "1.2", "thread_ts": "1.1", "tab": "home", "text": "Hi"}
    said |= {"channel_type": {"channels": "channel", "groups": "group"}.get(place, place or "im"), "bot_id": "B9"}
    async with running_bot(slack, parts, tmp_path):
        delivery = await slack.event("T1", said)
    assert delivery.status == 200, delivery.body


async def test_commands_and_shortcuts_have_a_listener(slack: FakeSlack, parts: Parts, tmp_path: Path) -> None:
    features = manifest()["features"]
    assert [one["command"] for one in features["slash_commands"]] == [COMMAND]
    async with running_bot(slack, parts, tmp_path):
        assert (await slack.commands("U1", "C1", COMMAND, "help")).status == 200
        ts = await slack.says("U1", "Lunch?", "C1")
        for shortcut in features["shortcuts"]:
            assert (await slack.shortcut("U1", shortcut["callback_id"], "C1", ts)).status == 200
    assert {one["callback_id"] for one in features["shortcuts"]} == {ASK_ABOUT, ADD}
