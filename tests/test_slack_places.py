"""The bot's own places: its home tab, suggested prompts, settings of workspaces and channels, adding to the library."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

from fake_slack import FakeSlack
from slack_bot import running_bot

from assistant.catalogue import Catalogues
from assistant.factory import Parts, reading_library
from assistant.settings import Settings
from assistant.slack.home import prompts

ETOPS = "What does ETOPS stand for?"


@asynccontextmanager
async def own_library(library_home: Path, tmp_path: Path) -> AsyncIterator[tuple[Path, Parts]]:
    """A library that a test may change, and its home."""
    home = Path(copytree(library_home, tmp_path / "own"))
    with reading_library(Settings(home=home)) as parts:
        yield home, parts


async def choose(slack: FakeSlack, user: str, channel: str, **chosen: Any) -> None:
    """What `/aerocite settings` opens, filled in and sent."""
    before = len(slack.views(user))
    await slack.commands(user, channel, "/aerocite", "settings")
    await slack.until(lambda: len(slack.views(user)) > before)
    await slack.submits(user, slack.views(user)[-1], {name: {name: value} for name, value in chosen.items()})
    await slack.settled()


async def test_the_home_tab_tells_what_the_library_holds_and_asks(
    slack: FakeSlack, parts: Parts, tmp_path: Path
) -> None:
    async with running_bot(slack, parts, tmp_path, slack_admins="U1"):
        await slack.opens_home("U1")
        await slack.until(lambda: "U1" in slack.homes)
        shown = slack.shown(slack.homes["U1"])
        assert "Hangar Weekly" in shown
        assert "articles" in shown
        assert "settings" in json.dumps(slack.homes["U1"])
        await slack.clicks("U1", slack.homes["U1"], "try_0")
        await slack.until(lambda: any("Sources" in one.shown for one in slack.direct("U1")))
        await slack.settled()
    asked, *answered = slack.direct("U1")
    assert asked.thread_ts is None
    assert [one.thread_ts for one in answered] == [asked.ts]


async def test_the_chat_opens_with_at_most_four_prompts(slack: FakeSlack, parts: Parts, tmp_path: Path) -> None:
    async with running_bot(slack, parts, tmp_path):
        await slack.opens_home("U1", "messages")
        await slack.until(lambda: "D1" in slack.prompts)
    assert 1 <= len(slack.prompts["D1"]) <= 4
    assert all(one["title"] and one["message"] for one in slack.prompts["D1"])
    many = replace(Catalogues(parts.library).current(), starters=tuple(f"What is number {n}?" for n in range(9)))
    assert len(prompts(many)) == 4


async def test_an_answer_in_a_direct_message_suggests_what_to_ask_next(
    slack: FakeSlack, parts: Parts, tmp_path: Path
) -> None:
    async with running_bot(slack, parts, tmp_path):
        root = await slack.says("U1", ETOPS, "D1")
        await slack.until(lambda: bool(slack.answers("D1", root)))
        await slack.settled()
        (message,) = slack.answers("D1", root)
        await slack.clicks("U1", message, "ask_1")
        await slack.until(lambda: len(slack.answers("D1", root)) == 3)
        await slack.settled()
    # The question is said aloud, for the thread to be readable; the answer follows it.
    _, asked, answered = slack.answers("D1", root)
    assert asked.shown.strip()
    assert "helpful" in json.dumps(answered.blocks).lower()


async def test_a_channel_has_its_own_outlets_and_may_want_mentions(
    slack: FakeSlack, parts: Parts, tmp_path: Path
) -> None:
    async with running_bot(slack, parts, tmp_path, slack_admins="U1"):
        await choose(slack, "U1", "C1", outlets=["The Apron"], only_mentioned="yes")
        roots = {c: await slack.says("U1", f"<@UBOT> {ETOPS}", c) for c in ("C1", "C2")}
        await slack.until(lambda: all(slack.answers(c, root) for c, root in roots.items()))
        for channel, root in roots.items():
            await slack.says("U1", "What does it allow?", channel, thread=root)
        await slack.until(lambda: len(slack.answers("C2", roots["C2"])) == 2)
        await slack.settled()
    assert "Hangar Weekly" in slack.answers("C2", roots["C2"])[0].shown
    (only,) = slack.answers("C1", roots["C1"])
    assert "Hangar Weekly" not in only.shown


async def test_settings_are_for_those_who_may_change_them(slack: FakeSlack, parts: Parts, tmp_path: Path) -> None:
    async with running_bot(slack, parts, tmp_path, slack_admins="U1"):
        await slack.commands("U2", "C1", "/aerocite", "settings")
        await slack.until(lambda: bool(slack.ephemeral("U2")))
        assert not slack.views("U2")
        await slack.commands("U1", "C1", "/aerocite", "settings")
        await slack.until(lambda: bool(slack.views("U1")))
        # A modal is only words of a client: sent by somebody else it changes nothing.
        await slack.submits("U2", slack.views("U1")[-1], {"outlets": {"outlets": ["The Apron"]}})
        await slack.settled()
        root = await slack.says("U1", f"<@UBOT> {ETOPS}", "C1")
        await slack.until(lambda: bool(slack.answers("C1", root)))
        await slack.settled()
    assert "Hangar Weekly" in slack.answers("C1", root)[0].shown


async def test_a_message_becomes_an_article_where_this_was_allowed(
    slack: FakeSlack, library_home: Path, tmp_path: Path
) -> None:
    async with own_library(library_home, tmp_path) as (home, parts), running_bot(slack, parts, home, slack_admins="U1"):
        said = "Quillfeather Air will lease three Saab 340 freighters from Northfield in May."
        ts = await slack.says("U2", said, "C1")
        await slack.shortcut("U2", "add_to_library", "C1", ts)
        await slack.until(lambda: bool(slack.ephemeral("U2")))
        assert not slack.views("U2")
        await choose(slack, "U1", "C1", adders="everyone")
        await slack.shortcut("U2", "add_to_library", "C1", ts)
        await slack.until(lambda: bool(slack.views("U2")))
        await slack.submits("U2", slack.views("U2")[-1], {})
        await slack.until(lambda: len(slack.ephemeral("U2")) == 2, timeout=30)
        root = await slack.says("U1", "<@UBOT> How many Saab 340 freighters will Quillfeather Air lease?", "C1")
        await slack.until(lambda: bool(slack.answers("C1", root)))
        await slack.settled()
    shown = slack.answers("C1", root)[0].shown
    assert "three Saab 340 freighters" in shown
    assert "Slack #" in shown


async def test_an_empty_message_is_not_an_article(slack: FakeSlack, library_home: Path, tmp_path: Path) -> None:
    async with own_library(library_home, tmp_path) as (home, parts), running_bot(slack, parts, home, slack_admins="U1"):
        ts = await slack.says("U2", "Hello there", "C1")
        await choose(slack, "U1", "C1", adders="admins")
        await slack.shortcut("U1", "add_to_library", "C1", ts)
        await slack.until(lambda: len(slack.views("U1")) == 2)
        done = await slack.submits("U1", slack.views("U1")[-1], {})
        await slack.settled()
    assert done.body is not None
    assert json.loads(done.body)["response_action"] == "errors"
