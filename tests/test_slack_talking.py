"""Talking with the bot: mentions, messages, threads, the command, the shortcut, buttons; what is nobody's question."""

import json
import logging
from contextlib import closing
from pathlib import Path

import pytest
from fake_slack import FakeSlack
from slack_bot import APP_TOKEN, BOT_TOKEN, SECRET, running_bot

from assistant.conversations import Answers
from assistant.factory import Parts

ETOPS = "What does ETOPS stand for?"


async def test_a_mention_is_answered_in_its_thread(slack: FakeSlack, parts: Parts, tmp_path: Path) -> None:
    async with running_bot(slack, parts, tmp_path):
        root = await slack.says("U1", f"<@UBOT> {ETOPS}", "C1")
        await slack.until(lambda: bool(slack.answers("C1", root)), timeout=20)
        await slack.settled()
    (message,) = slack.answers("C1", root)
    assert message.thread_ts == root
    assert "extended operations" in message.shown
    assert "Hangar Weekly" in message.shown
    assert "2024-03-01" in message.shown
    assert "extended operations" in message.text
    posted = next(call for call in slack.calls if call.method == "chat.postMessage")
    assert posted.args["unfurl_links"] in (False, "false", "0")
    assert posted.args["unfurl_media"] in (False, "false", "0")


async def test_a_direct_message_is_answered_in_its_thread_as_a_stream(
    slack: FakeSlack, parts: Parts, tmp_path: Path
) -> None:
    async with running_bot(slack, parts, tmp_path):
        root = await slack.says("U1", ETOPS, "D1")
        await slack.until(lambda: bool(slack.answers("D1", root)))
        await slack.settled()
    (message,) = slack.answers("D1", root)
    assert "extended operations" in message.shown
    methods = [call.method for call in slack.calls]
    assert "chat.startStream" in methods
    assert "chat.postMessage" not in methods
    assert not message.streaming


async def test_a_thread_goes_on_without_a_mention_and_with_what_was_said(
    slack: FakeSlack, parts: Parts, tmp_path: Path
) -> None:
    async with running_bot(slack, parts, tmp_path):
        root = await slack.says("U1", "<@UBOT> What is an auxiliary power unit?", "C1")
        await slack.until(lambda: len(slack.answers("C1", root)) == 1, timeout=20)
        await slack.says("U2", "What does it supply on the ground?", "C1", thread=root)
        await slack.until(lambda: len(slack.answers("C1", root)) == 2, timeout=20)
        other = await slack.says("U2", "Shall we have lunch?", "C1")
        await slack.says("U1", "What does it supply on the ground?", "C1", thread=other)
        await slack.says("U1", "<@U2> what do you think of it?", "C1", thread=root)
        await slack.settled()
    assert "electricity" in slack.answers("C1", root)[1].shown
    assert len(slack.answers("C1", root)) == 2
    assert not slack.answers("C1", other)


async def test_two_threads_share_no_history(slack: FakeSlack, parts: Parts, tmp_path: Path) -> None:
    async with running_bot(slack, parts, tmp_path):
        for text in ("What is an auxiliary power unit?", ETOPS):
            root = await slack.says("U1", text, "D1")
            await slack.until(lambda root=root: bool(slack.answers("D1", root)), timeout=20)  # type: ignore[misc]
        await slack.says("U1", "When was it written?", "D1", thread=root)
        await slack.until(lambda: len(slack.answers("D1", root)) == 2, timeout=20)
        with closing(Answers(tmp_path / "assistant.db")) as answers:
            newest = answers.latest(1)[0]
    assert "power unit" not in newest.query
    assert "ETOPS" in newest.query


@pytest.mark.parametrize("doing", ["bot", "own", "edit", "delete", "join", "topic", "slackbot"])
async def test_what_is_no_question_is_ignored(doing: str, slack: FakeSlack, parts: Parts, tmp_path: Path) -> None:
    async with running_bot(slack, parts, tmp_path):
        match doing:
            case "bot":
                await slack.says("U9", f"<@UBOT> {ETOPS}", "C1", bot_id="B9")
            case "own":
                await slack.says("UBOT", f"<@UBOT> {ETOPS}", "C1", bot_id="BBOT")
            case "slackbot":
                await slack.says("USLACKBOT", ETOPS, "D1")
            case "join":
                await slack.says("U1", "<@U1> has joined the channel", "C1", subtype="channel_join")
            case "topic":
                await slack.says("U1", f"<@U1> set the topic: <@UBOT> {ETOPS}", "C1", subtype="channel_topic")
            case _:
                ts = await slack.says("U1", "Lunch?", "C1")
                await (slack.edits(ts, "C1", f"<@UBOT> {ETOPS}") if doing == "edit" else slack.deletes(ts, "C1"))
        await slack.settled()
    assert not [call for call in slack.calls if call.method in ("chat.postMessage", "chat.startStream")]
    assert all(one.status == 200 for one in slack.deliveries)


async def test_an_empty_mention_gets_help(slack: FakeSlack, parts: Parts, tmp_path: Path) -> None:
    async with running_bot(slack, parts, tmp_path):
        root = await slack.says("U1", "<@UBOT>", "C1")
        await slack.settled()
    assert "/aerocite" in slack.answers("C1", root)[0].shown


async def test_called_into_a_thread_the_bot_knows_what_people_had_said(
    slack: FakeSlack, parts: Parts, tmp_path: Path
) -> None:
    async with running_bot(slack, parts, tmp_path):
        root = await slack.says("U1", "Does anybody know about the auxiliary power unit?", "C1")
        await slack.says("U2", "Ask the bot.", "C1", thread=root)
        await slack.says("U1", "<@UBOT> what does it supply on the ground?", "C1", thread=root)
        await slack.until(lambda: bool(slack.answers("C1", root)), timeout=20)
    assert "electricity" in slack.answers("C1", root)[0].shown


async def test_the_command_is_private_until_it_is_shared(slack: FakeSlack, parts: Parts, tmp_path: Path) -> None:
    async with running_bot(slack, parts, tmp_path):
        await slack.commands("U1", "C1", "/aerocite", ETOPS)
        await slack.until(lambda: bool(slack.ephemeral("U1")), timeout=20)
        (private,) = slack.ephemeral("U1")
        assert "extended operations" in private.shown
        assert not slack.messages("C1")
        await slack.clicks("U1", private, "share")
        await slack.until(lambda: bool(slack.messages("C1")), timeout=20)
    assert "extended operations" in slack.messages("C1")[0].shown


async def test_the_shortcut_asks_about_a_message(slack: FakeSlack, parts: Parts, tmp_path: Path) -> None:
    async with running_bot(slack, parts, tmp_path):
        ts = await slack.says("U2", "The auxiliary power unit failed again.", "C1")
        await slack.shortcut("U1", "ask_about_message", "C1", ts)
        await slack.until(lambda: bool(slack.views("U1")), timeout=5)
        view = slack.views("U1")[-1]
        question = {"question": "What is it?"}
        await slack.submits("U1", view, {"question": question, "place": {"place": "only_me"}})
        await slack.until(lambda: bool(slack.ephemeral("U1")), timeout=20)
        assert "gas turbine" in slack.ephemeral("U1")[0].shown
        assert not slack.answers("C1", ts)
        await slack.shortcut("U1", "ask_about_message", "C1", ts)
        await slack.until(lambda: len(slack.views("U1")) == 2, timeout=5)
        await slack.submits("U1", slack.views("U1")[-1], {"question": question, "place": {"place": "in_thread"}})
        await slack.until(lambda: bool(slack.answers("C1", ts)), timeout=20)
    assert "gas turbine" in slack.answers("C1", ts)[0].shown


async def test_quotes_are_shown_on_demand_and_opinions_are_kept(slack: FakeSlack, parts: Parts, tmp_path: Path) -> None:
    async with running_bot(slack, parts, tmp_path):
        root = await slack.says("U1", f"<@UBOT> {ETOPS}", "C1")
        await slack.until(lambda: bool(slack.answers("C1", root)), timeout=20)
        (message,) = slack.answers("C1", root)
        await slack.clicks("U2", message, "quotes")
        await slack.until(lambda: bool(slack.views("U2")), timeout=5)
        assert "ETOPS stands for extended operations." in slack.shown(slack.views("U2")[-1])
        for user, value in (("U1", "up"), ("U1", "down"), ("U2", "up")):
            await slack.clicks(user, message, "feedback", value=value)
        await slack.settled()
        with closing(Answers(tmp_path / "assistant.db")) as answers:
            assert [one.verdict for one in answers.all_feedback()] == ["down", "up"]
            assert answers.all_feedback()[0].answer.question == ETOPS


async def test_what_articles_say_can_neither_ping_nor_hide_a_link(
    slack: FakeSlack, parts: Parts, tmp_path: Path
) -> None:
    async with running_bot(slack, parts, tmp_path):
        for channel in ("C1", "D1"):
            root = await slack.says("U1", "<@UBOT> What do Zeppelin mooring masts need?", channel)
            await slack.until(lambda c=channel, r=root: bool(slack.answers(c, r)), timeout=20)  # type: ignore[misc]
            await slack.settled()
            (message,) = slack.answers(channel, root)
            assert "swivel" in message.shown
            assert not message.pings
            assert not [link for link in message.links if "evil" in link[0] or not link[0].startswith("http")]


async def test_a_refusal_says_why_and_shows_what_is_nearest(slack: FakeSlack, parts: Parts, tmp_path: Path) -> None:
    async with running_bot(slack, parts, tmp_path):
        root = await slack.says("U1", "<@UBOT> Is flight BA117 delayed right now?", "C1")
        await slack.until(lambda: bool(slack.answers("C1", root)), timeout=20)
    assert "Ask the airline or the airport." in slack.answers("C1", root)[0].shown


async def test_somebody_who_asks_too_much_is_told_to_wait(slack: FakeSlack, parts: Parts, tmp_path: Path) -> None:
    async with running_bot(slack, parts, tmp_path, slack_user_limit=2):
        roots = [await slack.says("U1", f"<@UBOT> {ETOPS}", "C1") for _ in range(3)]
        roots.append(await slack.says("U2", f"<@UBOT> {ETOPS}", "C1"))
        await slack.until(lambda: all(slack.answers("C1", root) for root in roots))
    said = [slack.answers("C1", root)[0].shown for root in roots]
    assert ["extended operations" in text for text in said] == [True, True, False, True]
    assert "seconds" in said[2]


async def test_an_outside_organisation_is_not_answered(slack: FakeSlack, parts: Parts, tmp_path: Path) -> None:
    slack.conversations["C1"].shared = True
    async with running_bot(slack, parts, tmp_path):
        root = await slack.says("U1", f"<@UBOT> {ETOPS}", "C1")
        await slack.settled()
    assert not slack.answers("C1", root)
    assert slack.ephemeral("U1")


async def test_a_failing_model_is_excused_without_internals(slack: FakeSlack, parts: Parts, tmp_path: Path) -> None:
    model = {"chat_model": "openai:gone", "openai_base_url": "http://127.0.0.1:9/v1", "openai_api_key": "k"}
    async with running_bot(slack, parts, tmp_path, fallback="off", **model):
        root = await slack.says("U1", ETOPS, "D1")
        await slack.until(lambda: bool(slack.answers("D1", root)), timeout=60)
        await slack.settled()
    (message,) = slack.answers("D1", root)
    assert "Traceback" not in message.shown
    assert message.shown.strip()
    assert not message.streaming
    assert slack.session("D1", root) != "processing"


async def test_no_token_and_no_message_reaches_the_log(
    slack: FakeSlack, parts: Parts, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    slack.fails("chat.postMessage", error="not_in_channel", times=1)
    async with running_bot(slack, parts, tmp_path, transport="socket"):
        await slack.says("U1", f"<@UBOT> {ETOPS} Zanzibar", "C1")
        await slack.says("U1", "Zanzibar?", "D1")
        await slack.commands("U1", "C1", "/aerocite", "Zanzibar?")
        await slack.settled()
    for secret in (BOT_TOKEN, APP_TOKEN, SECRET, "Zanzibar"):
        assert secret not in caplog.text


async def test_the_limits_of_blocks_hold_for_a_long_answer(slack: FakeSlack, parts: Parts, tmp_path: Path) -> None:
    from tests.openai_server import OpenAIServer

    with OpenAIServer(answer=lambda body: "ETOPS stands for extended operations [1]. " * 500) as server:
        model = {"chat_model": "openai:long", "openai_base_url": server.url, "openai_api_key": "k"}
        async with running_bot(slack, parts, tmp_path, public_url="https://aerocite.example.org", **model):
            for channel in ("C1", "D1"):
                root = await slack.says("U1", f"<@UBOT> {ETOPS}", channel)
                await slack.until(lambda c=channel, r=root: bool(slack.answers(c, r)), timeout=60)  # type: ignore[misc]
                await slack.settled()
                (message,) = slack.answers(channel, root)
                assert any("aerocite.example.org/answers/" in address for address, _ in message.links)
                assert "feedback_buttons" in json.dumps(message.blocks)
    assert not [call for call in slack.calls if call.error in ("invalid_blocks", "msg_too_long", "msg_blocks_too_long")]
