"""What a model mixes into its text: thinking, which is left out, and the agreed refusal, which becomes a value."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from assistant.answer import Question, Refusal, Usage
from assistant.errors import ChatModelFailed
from assistant.writers import Material, Piece, Writer
from assistant.writers.chat import ChatWriter, chat_writer
from knowledge.article import Passage
from prompts import NOT_FOUND
from tests.openai_server import OpenAIServer

PASSAGES = [
    Passage(id=f"p{n}", article_id="a", version=1, title=f"T{n}", text=f"Gate {n} opened in 200{n}.", start=0, end=9)
    for n in range(1, 6)
]


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


def writer_at(server: OpenAIServer) -> ChatWriter:
    return chat_writer("openai:test-model", api_key=None, base_url=server.url, timeout=5)


async def pieces(writer: Writer) -> list[Piece]:
    return [
        piece
        async for piece in writer.write(
            Material(question=Question(text="When did gate 1 open?"), passages=tuple(PASSAGES))
        )
    ]


async def text(writer: Writer) -> str:
    return "".join(piece for piece in await pieces(writer) if isinstance(piece, str))


THINKING = [
    ("<think>Hm. Gate 1 [1].</think>\n\nIt opened [1].", "It opened [1]."),
    ("<THINKING>Hm.</THINKING>It opened [1].", "It opened [1]."),
    ("[THINK]Hm [2].[/THINK]It opened [1].", "It opened [1]."),
    ("Okay, the user asks. Passage [1] says 2001.\n</think>\nIt opened [1].", "It opened [1]."),
    ("It opened [1]. <think>More?</think>It closed [2].", "It opened [1]. It closed [2]."),
    ("<think></think>\n</think>It opened [1].", "It opened [1]."),
    ("It needs a < b [1]. A [THING] is < c [2].", "It needs a < b [1]. A [THING] is < c [2]."),
    ("It is <thi", "It is <thi"),
]


@pytest.mark.parametrize(("reply", "answer"), THINKING)
@pytest.mark.parametrize("size", [1, 4, 1000])
async def test_thinking_is_left_out(server: OpenAIServer, reply: str, answer: str, size: int) -> None:
    server.replies = [[reply[at : at + size] for at in range(0, len(reply), size)]]
    assert (await text(writer_at(server))).strip() == answer


@pytest.mark.parametrize("fault", [None, "whole"])
async def test_thinking_that_is_sent_apart_is_left_out(server: OpenAIServer, fault: str | None) -> None:
    server.reasoning, server.fault = "Hm, gate 2 [2].", fault
    assert await text(writer_at(server)) == "Gate 1 opened in 2001 [1]."


async def test_thinking_taken_for_an_answer_is_an_error_once_and_then_known(server: OpenAIServer) -> None:
    thinking = "Gate 1 is in passage [1]. So that is it.</think>It opened [1]."
    server.replies = [thinking, thinking]
    writer = writer_at(server)
    with pytest.raises(ChatModelFailed, match="mixed its thinking"):
        await pieces(writer)
    assert await text(writer) == "It opened [1]."


async def test_content_blocks_of_thinking_are_left_out() -> None:
    class Blocks(BaseChatModel):
        """A model whose content is a list of blocks, as some providers send it."""

        @property
        def _llm_type(self) -> str:
            return "blocks"

        def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
            raise NotImplementedError

        async def _astream(self, messages: Any, *_: Any, **__: Any) -> AsyncIterator[ChatGenerationChunk]:
            for kind, said in [
                ("thinking", "Hm."),
                ("reasoning", "Hm?"),
                ("text", "It "),
                ("text", "opened [1]."),
            ]:
                block = {"type": kind, kind: said, "index": 0}
                yield ChatGenerationChunk(message=AIMessageChunk(content=[block]))

    assert await text(ChatWriter(Blocks(), name="blocks:test", timeout=5)) == "It opened [1]."


REFUSALS = [
    NOT_FOUND,
    f"{NOT_FOUND}.",
    f'"{NOT_FOUND}"',
    f"**{NOT_FOUND}**",
    f"> *{NOT_FOUND}*\n",
    f"\n {NOT_FOUND}\n\nThe passages are about gates, not about fuel [1].",
    f"[1] {NOT_FOUND}",
    "Not in the articles.",
    "Not in the articles",
    f"<think>Nothing there.</think>{NOT_FOUND}",
    f"I am sorry. {NOT_FOUND}",
]


@pytest.mark.parametrize("reply", REFUSALS)
@pytest.mark.parametrize("size", [1, 1000])
async def test_a_refusal_is_a_value(server: OpenAIServer, reply: str, size: int) -> None:
    server.replies = [[reply[at : at + size] for at in range(0, len(reply), size)]]
    *said, refusal, usage = await pieces(writer_at(server))
    assert isinstance(refusal, Refusal)
    assert (refusal.type, refusal.nearest) == ("not_in_library", tuple(PASSAGES[:3]))
    assert isinstance(usage, Usage)
    assert not said or reply.startswith("I am sorry")


@pytest.mark.parametrize("reply", ["Not in the articles of 2020 but later [1].", "NOTAMs are notices [1].", "NOT [1]."])
async def test_what_only_begins_like_a_refusal_is_an_answer(server: OpenAIServer, reply: str) -> None:
    server.replies = [list(reply)]
    *said, usage = await pieces(writer_at(server))
    assert "".join(map(str, said)) == reply
    assert isinstance(usage, Usage)
