"""The whole road over the starter library: the right type of refusal, and hardly any where there is an answer."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.chat import Assistant
from assistant.factory import make_assistant, reading_library
from assistant.requests import to_question
from assistant.settings import Settings

SUITE = Path(__file__).parent / "suites/refusals"
TYPES = ("not_in_library", "outdated", "needs_live_data", "operational_decision", "out_of_scope")


@pytest.fixture(scope="module")
def assistant(starter_home: Path) -> Iterator[Assistant]:
    with reading_library(Settings(home=starter_home)) as parts:
        yield make_assistant(Settings(home=starter_home), parts)


def asked(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (SUITE / name).read_text(encoding="utf-8").splitlines()]


def answers(assistant: Assistant, questions: list[dict[str, str]]) -> list[Answer]:
    async def every() -> list[Answer]:
        wanted = [to_question({name: q.get(name) for name in ("question", "as_of")})[0] for q in questions]
        return [await assistant.ask(question) for question in wanted]

    return asyncio.run(every())


def test_what_cannot_be_answered_is_refused_with_its_type(assistant: Assistant) -> None:
    questions = asked("unanswerable.jsonl")
    assert Counter(question["type"] for question in questions) == dict.fromkeys(TYPES, 25)
    found = answers(assistant, questions)
    right = [a.refusal is not None and a.refusal.type == q["type"] for q, a in zip(questions, found, strict=True)]
    assert sum(right) >= 0.85 * len(questions), [q["id"] for q, ok in zip(questions, right, strict=True) if not ok]
    refused = [answer for answer in found if answer.refusal]
    assert all(answer.refusal and answer.refusal.nearest and not answer.citations for answer in refused)


@pytest.mark.timeout(900)
def test_what_the_library_answers_is_seldom_refused(assistant: Assistant) -> None:
    questions = asked("answerable.jsonl")
    found = answers(assistant, questions)
    refused = [q["id"] for q, answer in zip(questions, found, strict=True) if answer.refusal]
    assert len(questions) >= 300
    assert len(refused) <= 0.05 * len(questions), refused
    for answer in found:
        known = {passage.article_id: passage for passage in answer.passages}
        assert all(citation.quote and citation.article_id in known for citation in answer.citations)
        assert bool(answer.citations) != bool(answer.refusal)
