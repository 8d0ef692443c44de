"""What goes wrong between us and a chat model ends in a plain sentence and a hint, and never in an answer."""

import asyncio
import socket
import time
import traceback
from collections.abc import Iterator

import pytest

from assistant.answer import Question
from assistant.errors import ChatModelFailed
from assistant.writers import Material
from assistant.writers.chat import ChatWriter, chat_writer
from knowledge.article import Passage
from tests.openai_server import OpenAIServer

KEY = "sk-proj-a-key-that-nobody-may-see"
PASSAGES = [Passage(id="p", article_id="a", version=1, title="T", text="Gate 1 opened in 2001.", start=0, end=9)]


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


def writer_at(url: str, *, timeout: float = 5, retries: int = 0) -> ChatWriter:
    return chat_writer("openai:test-model", api_key=KEY, base_url=url, timeout=timeout, retries=retries)


async def said(writer: ChatWriter) -> str:
    stream = writer.write(Material(question=Question(text="When?"), passages=tuple(PASSAGES)))
    return "".join([piece async for piece in stream if isinstance(piece, str)])


async def failure(writer: ChatWriter) -> ChatModelFailed:
    with pytest.raises(ChatModelFailed) as caught:
        await said(writer)
    assert caught.value.hint
    assert KEY not in "".join(traceback.format_exception(caught.value))
    assert KEY not in str(caught.value) + caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("fault", "message", "hint"),
    [
        ("unauthorized", "refused (401)", "OPENAI_API_KEY"),
        ("forbidden", "refused (403)", "may use this model"),
        ("no_model", "knows no model", "AEROCITE_CHAT_MODEL"),
        ("busy", "(429): Rate limit reached", "Wait a minute"),
        ("error", "failed (500): The server had an error, key …", "log"),
        ("too_long", "too long", "AEROCITE_PASSAGES"),
        ("bad_request", "(400): Something is wrong", "AEROCITE_CHAT_MODEL"),
        ("cut", "cut off", "proxy"),
        ("dropped", "cut off", "proxy"),
        ("ends_early", "cut off", "proxy"),
        ("malformed", "not a reply of its protocol", "server is at fault"),
        ("wrong_shape", "not a reply of its protocol", "server is at fault"),
        ("whole_malformed", "not a reply of its protocol", "/v1"),
        ("html", "not a reply of its protocol", "/v1"),
        ("error_event", "error: The engine died", "again"),
    ],
)
async def test_a_fault_has_a_message_and_a_hint(server: OpenAIServer, fault: str, message: str, hint: str) -> None:
    server.fault = fault
    failed = await failure(writer_at(server.url))
    assert message in str(failed)
    assert hint in failed.hint


async def test_a_cut_answer_is_never_complete_however_much_had_come(server: OpenAIServer) -> None:
    server.fault, server.replies = "cut", ["It opened in 2001 [1]. It closed in 2002 [1]. It burnt in 2003 [1]."]
    stream = writer_at(server.url).write(Material(question=Question(text="When?"), passages=tuple(PASSAGES)))
    assert str(await anext(stream)).startswith("It opened in 2001 [1].")
    with pytest.raises(ChatModelFailed, match="cut off"):
        _ = [piece async for piece in stream]


@pytest.mark.parametrize(("finish", "message"), [("length", "ran out of room"), ("content_filter", "withheld")])
async def test_an_unfinished_answer_is_no_answer(server: OpenAIServer, finish: str, message: str) -> None:
    server.finish = finish
    assert message in str(await failure(writer_at(server.url)))


@pytest.mark.parametrize("reply", ["", " \n", "<think>Hm.</think>", "<think>Hm."])
@pytest.mark.parametrize("fault", [None, "whole"])
async def test_an_empty_answer_is_an_error(server: OpenAIServer, reply: str, fault: str | None) -> None:
    server.replies, server.fault = [reply, reply], fault
    assert "empty" in str(await failure(writer_at(server.url)))


@pytest.mark.parametrize(("fault", "message"), [("slow", "did not answer"), ("stall", "stopped in the middle")])
async def test_waiting_has_an_end(server: OpenAIServer, fault: str, message: str) -> None:
    server.fault = fault
    begun = time.monotonic()
    failed = await failure(writer_at(server.url, timeout=0.5))
    assert message in str(failed)
    assert "AEROCITE_CHAT_TIMEOUT" in failed.hint
    assert time.monotonic() - begun < 2


async def test_a_reply_that_trickles_for_ever_has_an_end(server: OpenAIServer) -> None:
    server.replies, server.pause = [["It opened [1]. ", *["on "] * 500]], 0.01
    assert "stopped in the middle" in str(await failure(writer_at(server.url, timeout=0.4)))


async def test_a_busy_server_is_asked_again(server: OpenAIServer) -> None:
    server.fault, server.times = "busy", 1
    assert await said(writer_at(server.url, retries=1)) == "Gate 1 opened in 2001 [1]."
    assert len(server.chats) == 2


async def test_the_key_and_the_model_are_checked_by_the_server(server: OpenAIServer) -> None:
    server.key, server.models = KEY, ("other-model",)
    assert "knows no model" in str(await failure(writer_at(server.url)))
    server.key = "another"
    assert "401" in str(await failure(writer_at(server.url)))


async def test_a_server_that_does_not_run_is_named() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        failed = await failure(writer_at(f"http://me:secret@127.0.0.1:{port}/v1"))
    assert str(failed) == f"openai:test-model cannot be reached at http://127.0.0.1:{port}/v1: nothing listens there."
    assert "OPENAI_BASE_URL" in failed.hint


async def test_a_name_without_a_server_is_named() -> None:
    failed = await failure(writer_at("http://no-such-host.invalid/v1"))
    assert "http://no-such-host.invalid/v1: there is no server of that name" in str(failed)


async def test_stopping_is_cancellation_and_prompt(server: OpenAIServer) -> None:
    server.fault = "stall"
    asked = asyncio.create_task(said(writer_at(server.url)))
    while not server.chats:
        await asyncio.sleep(0.01)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(asked, 1)


async def test_a_rewrite_fails_like_an_answer(server: OpenAIServer) -> None:
    from assistant.answer import Turn

    server.fault = "error"
    with pytest.raises(ChatModelFailed, match="500"):
        await writer_at(server.url).rewrite("And its range?", [Turn(question="What is it?", answer="A jet.")])
