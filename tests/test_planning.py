"""A chat model helps to read a question: its parts and its days. What it says is checked, shown, and may fail."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer, Question
from assistant.factory import make_assistant, reading_library
from assistant.settings import Settings
from knowledge.article import Filters
from tests.openai_server import OpenAIServer

ASKED = "What was reported on the engines during the grounding season, and which airport closed a runway then?"
DAY = date(2025, 3, 20)


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


async def ask(server: OpenAIServer, home: Path, text: str = ASKED) -> Answer:
    settings = Settings(home=home, chat_model="openai:test", openai_base_url=server.url)
    with reading_library(settings) as parts:
        return await make_assistant(settings, parts).ask(Question(text=text, filters=Filters(as_of=DAY)))


def plan(**fields: object) -> str:
    return "Here you are:\n```json\n" + json.dumps(fields) + "\n```"


async def test_parts_that_a_model_sees_are_looked_up_one_by_one(server: OpenAIServer, library_home: Path) -> None:
    parts = ["What did inspectors find in fan blades?", "Which airport closes a runway?"]
    server.replies = [plan(parts=parts, since=None, until=None, words=None)]
    answer = await ask(server, library_home, "Blades inspected while an airport worked on its tarmac: tell me of each")
    assert answer.understood.steps == tuple(parts)
    assert {"fan-blades", "runway-works"} <= {passage.article_id for passage in answer.passages[:4]}
    assert "2025-03-20" in server.requests[0].prompt


async def test_days_that_a_model_reads_are_an_inferred_filter(server: OpenAIServer, library_home: Path) -> None:
    server.replies = [plan(parts=[], since="2024-05-01", until="2024-06-30", words="during the early summer season")]
    answer = await ask(server, library_home, "What was found in fan blades during the early summer season?")
    assert answer.understood.because == (("dates", "during the early summer season"),)
    assert answer.understood.inferred.since == date(2024, 5, 1)
    assert {passage.article_id for passage in answer.passages} == {"fan-blades"}


@pytest.mark.parametrize(
    "said",
    [
        "no idea",
        "{broken",
        "[]",
        plan(parts="all of them"),
        plan(parts=["one"]),
        plan(parts=["x" * 400, "y"]),
        plan(parts=[1, 2]),
        plan(since="2024-05-01", until="soon", words=7),
        plan(since="2024-05-01", words="words that nobody asked"),
        plan(since="2025-05-01", until="2025-06-01", words="during the grounding season"),
    ],
)
async def test_what_makes_no_sense_is_left_out(server: OpenAIServer, library_home: Path, said: str) -> None:
    server.replies = [said]
    answer = await ask(server, library_home, "What was found in fan blades during the grounding season?")
    assert answer.understood.steps == ()
    assert answer.understood.inferred == Filters()
    assert answer.citations


@pytest.mark.parametrize(
    "text",
    [
        "What does ETOPS mean?",
        "When did the A350 enter service?",
        "What engines does Pratt and Whitney make?",
        "ما وزن طائرة A320 بكل وقودها؟",
        "Which fan blades had cracks last week?",
    ],
)
async def test_a_plain_question_is_not_planned(server: OpenAIServer, library_home: Path, text: str) -> None:
    await ask(server, library_home, text)
    # Nothing but the answer is asked for, and not even that where the library has no evidence.
    assert len(server.requests) <= 1


async def test_a_failing_model_leaves_the_rules(server: OpenAIServer, library_home: Path) -> None:
    server.fault, server.times = "error", 3
    answer = await ask(server, library_home, "What was found in fan blades during the grounding season?")
    assert answer.writer == "chat"
    assert "fan-blades" in {passage.article_id for passage in answer.passages}
