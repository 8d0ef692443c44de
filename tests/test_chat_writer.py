"""A chat model through ChatWriter, over real HTTP: text as it streams, what is sent, rewriting, settings."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from assistant.answer import Question, Turn, Usage
from assistant.errors import BadSetting, ChatModelFailed
from assistant.writers import Material, Piece, Writer
from assistant.writers.chat import ChatWriter, chat_writer
from knowledge.article import Passage
from tests.openai_server import OpenAIServer

PASSAGES = [
    Passage(id=f"p{n}", article_id="a", version=1, title=f"T{n}", text=f"Gate {n} opened in 200{n}.", start=0, end=9)
    for n in range(1, 6)
]
HISTORY = [Turn(question="What is the A220?", answer="A jet [1].")]


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


def writer_at(server: OpenAIServer, *, key: str | None = None) -> ChatWriter:
    return chat_writer("openai:test-model", api_key=key, base_url=server.url, timeout=5)


async def pieces(writer: Writer) -> list[Piece]:
    return [
        piece
        async for piece in writer.write(
            Material(question=Question(text="When did gate 1 open?"), passages=tuple(PASSAGES))
        )
    ]


async def text(writer: Writer) -> str:
    return "".join(piece for piece in await pieces(writer) if isinstance(piece, str))


async def test_an_answer_arrives_in_pieces_and_then_its_usage(server: OpenAIServer) -> None:
    writer = writer_at(server)
    await text(writer)  # from the first reply the writer learns how the model marks its thinking
    *said, usage = await pieces(writer)
    assert "".join(map(str, said)) == "Gate 1 opened in 2001 [1]."
    assert isinstance(usage, Usage)
    assert usage.input_tokens > 100
    assert usage.output_tokens == 6
    assert (writer.name, writer.model) == ("chat", "openai:test-model")


async def test_the_first_text_comes_before_the_reply_is_complete(server: OpenAIServer) -> None:
    server.replies, server.fault, server.delay = ["It opened [1]. And then it closed again [2]."], "stall", 0.5
    stream = writer_at(server).write(Material(question=Question(text="When?"), passages=tuple(PASSAGES)))
    assert (await asyncio.wait_for(anext(stream), 0.4)).startswith("It opened [1].")
    await stream.aclose()


async def test_the_request_holds_question_passages_and_earlier_turns(server: OpenAIServer) -> None:
    writer = writer_at(server, key="sk-test-1234567890")
    async for _ in writer.write(
        Material(question=Question(text="And its gate?"), passages=tuple(PASSAGES), history=tuple(HISTORY))
    ):
        pass
    (request,) = server.chats
    assert request.headers["authorization"] == "Bearer sk-test-1234567890"
    assert request.body["stream_options"] == {"include_usage": True}
    assert "Question: And its gate?" in request.prompt
    assert "[5] undated: T5\nGate 5 opened in 2005. [5]" in request.prompt
    assert "Person: What is the A220?" in request.prompt


@pytest.mark.parametrize("fault", ["whole", "no_temperature", "no_stream_options", "no_system", "no_finish_reason"])
async def test_servers_that_lack_something_still_answer(server: OpenAIServer, fault: str) -> None:
    server.fault = fault
    writer = writer_at(server)
    assert await asyncio.gather(text(writer), text(writer)) == ["Gate 1 opened in 2001 [1]."] * 2
    asked = len(server.chats)
    assert await text(writer) == "Gate 1 opened in 2001 [1]."
    assert len(server.chats) == asked + 1


async def test_any_langchain_model_writes() -> None:
    model = GenericFakeChatModel(messages=iter([AIMessage("It opened [1].")]))
    assert await text(ChatWriter(model, name="fake:test", timeout=5)) == "It opened [1]."


async def test_an_answer_comes_without_what_was_put_around_it(server: OpenAIServer) -> None:
    server.replies = ["## Answer\n\nGate 1 opened in 2001 (source 1).\n\n**Sources:**\n- [1] T1"]
    assert (await text(writer_at(server))).strip() == "Gate 1 opened in 2001 [1]."


async def test_a_reply_in_circles_is_broken_off(server: OpenAIServer) -> None:
    server.replies, server.pause = ["Gate 1 opened in 2001 [1]. " * 500], 0.01
    assert (await asyncio.wait_for(text(writer_at(server)), 4)).strip() == "Gate 1 opened in 2001 [1]."


async def test_a_copy_of_the_example_is_a_failure(server: OpenAIServer) -> None:
    server.answer = lambda body: body["messages"][2]["content"]
    with pytest.raises(ChatModelFailed, match="example"):
        await text(writer_at(server))


def test_one_writer_serves_several_event_loops(server: OpenAIServer) -> None:
    server.keep_alive = True
    writer = writer_at(server)
    assert [asyncio.run(text(writer)) for _ in range(3)] == ["Gate 1 opened in 2001 [1]."] * 3


REWRITES = [
    ("What is the range of the A220?", "What is the range of the A220?"),
    ('Here is the question:\n\n"What is the A220\'s range?"\n', "What is the A220's range?"),
    ("**The question, rewritten:** What is the range?", "What is the range?"),
    ("Okay.</think>\nما مدى طائرة A220؟", "ما مدى طائرة A220؟"),
    ("", "And its range?"),
    ("word " * 200, "And its range?"),
]


@pytest.mark.parametrize(("reply", "question"), REWRITES)
async def test_a_follow_up_is_rewritten(server: OpenAIServer, reply: str, question: str) -> None:
    server.replies = [reply]
    assert await writer_at(server).rewrite("And its range?", HISTORY) == question


async def test_without_history_nothing_is_rewritten(server: OpenAIServer) -> None:
    assert await writer_at(server).rewrite("And its range?", []) == "And its range?"
    assert not server.requests


def test_importing_the_writer_imports_no_model_library() -> None:
    code = "import sys, assistant.writers.chat; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"langchain", "langchain_core", "langchain_openai", "langsmith", "openai", "httpx"} & set(loaded)


async def test_nothing_is_traced(server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    from langchain_core.tracers.langchain import wait_for_all_tracers
    from langsmith.utils import get_env_var, tracing_is_enabled

    with OpenAIServer() as spy:
        for name, value in {"TRACING": "true", "ENDPOINT": spy.url, "API_KEY": "key", "GATEWAY": spy.url}.items():
            monkeypatch.setenv(f"LANGSMITH_{name}", value)
        get_env_var.cache_clear()
        assert tracing_is_enabled()
        assert await text(writer_at(server)) == "Gate 1 opened in 2001 [1]."
        wait_for_all_tracers()
        assert not spy.requests
        monkeypatch.setenv("HTTPS_PROXY", spy.url.removesuffix("/v1"))  # which does not let it through
        with pytest.raises(ChatModelFailed, match="https://api.openai.com/v1"):
            await text(chat_writer("openai:gpt-5-mini", api_key="sk-1", base_url=None, timeout=5, retries=0))
        assert not spy.requests
    monkeypatch.undo()
    get_env_var.cache_clear()


@pytest.mark.parametrize(
    ("spec", "key", "url", "said"),
    [
        ("gpt-5-mini", "sk-1", None, "provider and model"),
        (":gpt-5-mini", "sk-1", None, "provider and model"),
        ("openai:", "sk-1", None, "provider and model"),
        ("nobody:model", "sk-1", None, "no chat model provider 'nobody'"),
        ("anthropic:claude-x", "sk-1", None, "'anthropic' is not installed"),
        ("openai:gpt-5-mini", None, None, "needs a key"),
        ("openai:gpt-5-mini", None, "localhost:11434", "not an address"),
    ],
)
def test_a_bad_setting_says_what_to_do(spec: str, key: str | None, url: str | None, said: str) -> None:
    with pytest.raises(BadSetting, match=said) as caught:
        chat_writer(spec, api_key=key, base_url=url, timeout=5)
    assert caught.value.hint
