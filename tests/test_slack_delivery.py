"""What the bot does with what Slack delivers: once, in order, in time, across restarts and faults."""

import asyncio
import time
from pathlib import Path

import pytest
from fake_slack import FakeSlack
from slack_bot import SENTENCES, Transport, running_bot

from assistant.factory import Parts
from assistant.slack.answering import Answering
from tests.openai_server import OpenAIServer

ASKED = "<@UBOT> What does ETOPS stand for?"
BOTH = pytest.mark.parametrize("transport", ["http", "socket"])


@BOTH
async def test_a_question_is_acknowledged_at_once_while_its_answer_takes_long(
    transport: Transport, slack: FakeSlack, parts: Parts, tmp_path: Path, slow_model: OpenAIServer
) -> None:
    model = {"chat_model": "openai:slow", "openai_base_url": slow_model.url, "openai_api_key": "k"}
    slow_model.pause = 0.3
    async with running_bot(slack, parts, tmp_path, transport=transport, **model):
        roots = [await slack.says("U1", ASKED, "C1") for _ in range(20)]
        await slack.until(lambda: all(slack.answers("C1", root) for root in roots), timeout=120)
        assert len(slack.deliveries) >= 40
        assert max(one.seconds for one in slack.deliveries) < 1
    assert all(len(slack.answers("C1", root)) == 1 for root in roots)


@BOTH
async def test_what_is_delivered_again_is_answered_once(
    transport: Transport, slack: FakeSlack, parts: Parts, tmp_path: Path
) -> None:
    slack.out.times = 4
    async with running_bot(slack, parts, tmp_path, transport=transport):
        root = await slack.says("U1", ASKED, "C1")
        await slack.until(lambda: bool(slack.answers("C1", root)))
        await slack.settled()
    assert len(slack.answers("C1", root)) == 1


@BOTH
async def test_a_question_whose_first_delivery_is_lost_is_answered(
    transport: Transport, slack: FakeSlack, parts: Parts, tmp_path: Path
) -> None:
    slack.out.drop_first = True
    async with running_bot(slack, parts, tmp_path, transport=transport):
        root = await slack.says("U1", ASKED, "C1")
        await slack.until(lambda: bool(slack.answers("C1", root)))
        await slack.settled()
    assert len(slack.answers("C1", root)) == 1
    assert all(one.tries > 1 for one in slack.deliveries)


@pytest.mark.parametrize("mention_first", [True, False])
async def test_a_mention_and_its_twin_are_one_question(
    mention_first: bool, slack: FakeSlack, parts: Parts, tmp_path: Path
) -> None:
    slack.mention_first = mention_first
    async with running_bot(slack, parts, tmp_path):
        root = await slack.says("U1", ASKED, "C1")
        await slack.until(lambda: bool(slack.answers("C1", root)))
        await slack.settled()
    assert len(slack.answers("C1", root)) == 1
    assert len({one.event_id for one in slack.deliveries if one.payload["event"]["ts"] == root}) == 2


async def test_a_restart_between_a_delivery_and_its_repetition_answers_once(
    slack: FakeSlack, parts: Parts, tmp_path: Path
) -> None:
    async with running_bot(slack, parts, tmp_path):
        root = await slack.says("U1", ASKED, "C1")
        await slack.until(lambda: bool(slack.answers("C1", root)))
        await slack.settled()
    async with running_bot(slack, parts, tmp_path):
        for delivery in list(slack.deliveries):
            await slack.again(delivery)
        await slack.settled()
    assert len(slack.answers("C1", root)) == 1


async def test_a_question_that_cannot_be_written_down_is_not_acknowledged(
    slack: FakeSlack, parts: Parts, tmp_path: Path
) -> None:
    async with running_bot(slack, parts, tmp_path) as bot:
        taken, failures = bot.store.take, 1

        def take(asked: object) -> bool:
            nonlocal failures
            if failures:
                failures -= 1
                raise OSError("disk full")
            return taken(asked)  # type: ignore[arg-type]

        bot.store.take = take  # type: ignore[method-assign]
        root = await slack.says("U1", ASKED, "C1")
        await slack.until(lambda: bool(slack.answers("C1", root)))
        await slack.settled()
    assert len(slack.answers("C1", root)) == 1
    assert any(one.tries > 1 for one in slack.deliveries)


async def test_an_answer_that_a_stop_cuts_off_says_so_and_is_given_after_the_next_start(
    slack: FakeSlack, parts: Parts, tmp_path: Path, slow_model: OpenAIServer
) -> None:
    model = {"chat_model": "openai:slow", "openai_base_url": slow_model.url, "openai_api_key": "k"}
    slow_model.answer = lambda body: list(SENTENCES)
    slow_model.pause = 0.5
    async with running_bot(slack, parts, tmp_path, **model):
        root = await slack.says("U1", "What does ETOPS stand for?", "D1")
        await slack.until(lambda: bool(slack.answers("D1", root)), timeout=20)
    (message,) = slack.answers("D1", root)
    assert not message.streaming
    assert "interrupted" in message.shown.lower()
    slow_model.pause = 0
    async with running_bot(slack, parts, tmp_path, **model):
        await slack.until(lambda: "interrupted" not in slack.answers("D1", root)[0].shown.lower(), timeout=20)
        await slack.settled()
    (message,) = slack.answers("D1", root)
    assert "extended operations" in message.shown


async def test_questions_of_one_thread_are_answered_in_order(
    slack: FakeSlack, parts: Parts, tmp_path: Path, slow_model: OpenAIServer
) -> None:
    model = {"chat_model": "openai:slow", "openai_base_url": slow_model.url, "openai_api_key": "k"}
    slow_model.pause = 0.1
    async with running_bot(slack, parts, tmp_path, **model):
        root = await slack.says("U1", ASKED, "C1")
        others = [
            await slack.says("U2", f"<@UBOT> {text}", "C1", thread=root)
            for text in ("How many engines had cracks?", "When does Northfield close runway 09R?")
        ]
        await slack.until(lambda: len(slack.answers("C1", root)) == 3, timeout=60)
    asked = [request.prompt for request in slow_model.requests if "Northfield" in request.prompt.rsplit("ETOPS", 1)[-1]]
    assert [root, *others] == [message.metadata["event_payload"]["question"] for message in slack.answers("C1", root)]
    assert asked


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("method", ["chat.postMessage", "chat.startStream", "chat.stopStream", "chat.appendStream"])
async def test_a_fault_of_slack_neither_loses_nor_doubles_an_answer(
    method: str, after: bool, slack: FakeSlack, parts: Parts, tmp_path: Path
) -> None:
    slack.fails(method, status=503, after=after, times=1)
    channel = "C1" if method == "chat.postMessage" else "D1"
    async with running_bot(slack, parts, tmp_path):
        root = await slack.says("U1", ASKED, channel)
        await slack.until(lambda: bool(slack.answers(channel, root)), timeout=20)
        await slack.settled(quiet=2)
    (message,) = slack.answers(channel, root)
    assert "extended operations" in message.shown
    assert not message.streaming


async def test_a_broken_connection_after_a_post_does_not_post_again(
    slack: FakeSlack, parts: Parts, tmp_path: Path
) -> None:
    slack.fails("chat.postMessage", closed=True, after=True, times=1)
    async with running_bot(slack, parts, tmp_path):
        root = await slack.says("U1", ASKED, "C1")
        await slack.until(lambda: bool(slack.answers("C1", root)))
        await slack.settled(quiet=2)
    assert len(slack.answers("C1", root)) == 1


async def test_too_many_calls_are_waited_out(slack: FakeSlack, parts: Parts, tmp_path: Path) -> None:
    slack.fails("chat.postMessage", status=429, retry_after=2, times=1)
    async with running_bot(slack, parts, tmp_path):
        root = await slack.says("U1", ASKED, "C1")
        await slack.until(lambda: bool(slack.answers("C1", root)), timeout=20)
    # As long as Slack says, and not one call more.
    refused, done = [call for call in slack.calls if call.method == "chat.postMessage"]
    assert done.at - refused.at >= 2
    assert len(slack.answers("C1", root)) == 1


async def test_an_expired_stream_leaves_one_message_with_the_whole_text(
    slack: FakeSlack, parts: Parts, tmp_path: Path, slow_model: OpenAIServer
) -> None:
    model = {"chat_model": "openai:slow", "openai_base_url": slow_model.url, "openai_api_key": "k"}
    slow_model.answer = lambda body: list(SENTENCES)
    slow_model.pause = 0.2
    async with running_bot(slack, parts, tmp_path, **model):
        root = await slack.says("U1", "What does ETOPS stand for?", "D1")
        await slack.until(lambda: bool(slack.answers("D1", root)), timeout=20)
        slack.expire_streams()
        await slack.until(lambda: "Sources" in slack.answers("D1", root)[0].shown, timeout=30)
        await slack.settled()
    (message,) = slack.answers("D1", root)
    assert "extended operations" in message.shown
    assert not message.streaming


async def test_stop_ends_the_answer_and_the_next_question_works(
    slack: FakeSlack, parts: Parts, tmp_path: Path, slow_model: OpenAIServer
) -> None:
    model = {"chat_model": "openai:slow", "openai_base_url": slow_model.url, "openai_api_key": "k"}
    slow_model.answer = lambda body: list(SENTENCES)
    slow_model.pause = 1.0
    async with running_bot(slack, parts, tmp_path, **model):
        root = await slack.says("U1", "What does ETOPS stand for?", "D1")
        await slack.until(lambda: slack.session("D1", root) == "processing", timeout=20)
        begun = time.monotonic()
        await slack.stops("U1", "D1", root)
        await slack.until(lambda: "Stopped" in slack.answers("D1", root)[0].shown, timeout=5)
        assert time.monotonic() - begun < 1
        await slack.until(lambda: slack.session("D1", root) != "processing", timeout=5)
        slow_model.pause = 0
        await slack.says("U1", "What does ETOPS stand for?", "D1", thread=root)
        await slack.until(lambda: len(slack.answers("D1", root)) == 2, timeout=20)
        await slack.settled()
    assert "extended operations" in slack.answers("D1", root)[1].shown
    assert not any(message.streaming for message in slack.answers("D1", root))


async def test_an_answer_that_takes_too_long_is_excused_and_its_stream_is_closed(
    slack: FakeSlack, parts: Parts, tmp_path: Path, slow_model: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(Answering.__init__.__kwdefaults__, "longest", 1.5)
    model = {"chat_model": "openai:slow", "openai_base_url": slow_model.url, "openai_api_key": "k"}
    slow_model.answer = lambda body: list(SENTENCES)
    slow_model.pause = 1
    async with running_bot(slack, parts, tmp_path, **model):
        root = await slack.says("U1", "What does ETOPS stand for?", "D1")
        await slack.until(lambda: any("too long" in one.shown for one in slack.answers("D1", root)), timeout=20)
        await slack.settled()
    (message,) = slack.answers("D1", root)
    assert not message.streaming
    assert slack.session("D1", root) != "processing"


@pytest.mark.parametrize("error", ["not_in_channel", "channel_not_found"])
async def test_where_the_bot_cannot_write_who_asked_is_told(
    error: str, slack: FakeSlack, parts: Parts, tmp_path: Path
) -> None:
    slack.fails("chat.postMessage", error=error, times=1)
    async with running_bot(slack, parts, tmp_path):
        await slack.says("U1", ASKED, "C1")
        await slack.until(lambda: bool(slack.direct("U1")), timeout=20)
    assert "/invite" in slack.direct("U1")[-1].shown


async def test_a_lost_socket_loses_and_doubles_nothing(slack: FakeSlack, parts: Parts, tmp_path: Path) -> None:
    async with running_bot(slack, parts, tmp_path, transport="socket"):
        roots = [await slack.says("U1", ASKED, "C1")]
        await slack.disconnect()
        roots.append(await slack.says("U1", ASKED, "C1"))
        await slack.until(lambda: bool(slack.sockets), timeout=20)
        await slack.disconnect(hard=True)
        roots.append(await slack.says("U1", ASKED, "C1"))
        await slack.until(lambda: all(slack.answers("C1", root) for root in roots), timeout=60)
        await asyncio.sleep(1)
    assert all(len(slack.answers("C1", root)) == 1 for root in roots)
