"""A question of several parts is weighed as a whole and part by part, and the writer is given both."""

import asyncio
from collections.abc import Sequence

from assistant.answer import Question, Turn
from assistant.draft import Draft
from assistant.evidence import Weighed
from assistant.lookup import Lookup
from knowledge.article import Passage
from knowledge.query import Edition, Query, Results, Understood
from tests.test_chat_writer import PASSAGES

ETOPS = "What is ETOPS and when did it begin?"


class Found:
    """Finds the same passages for everything, and takes a question apart as it is told."""

    def __init__(self, *steps: str) -> None:
        self.steps = steps

    def search(self, query: Query) -> Results:
        return Results(tuple(PASSAGES), Understood(steps=self.steps))

    def edition(self) -> Edition:
        return Edition()


def weigh(question: str, passages: Sequence[Passage]) -> Weighed:
    return (
        Weighed(confidence=0.1, standing="none") if "begin" in question else Weighed(confidence=0.5, standing="stated")
    )


def parts(draft: Draft, *steps: str) -> list[tuple[str, str]]:
    asyncio.run(Lookup(Found(*steps), weigh).look_up(draft))
    return [(part.question, part.weighed.standing) for part in draft.material().parts]


def test_each_part_is_weighed_for_itself() -> None:
    draft = Draft(Question(text=ETOPS), ETOPS, "en")
    found = parts(draft, "What is ETOPS", "when did ETOPS begin")
    assert found == [("What is ETOPS", "stated"), ("when did ETOPS begin", "none")]
    assert draft.weighed.standing == "stated"


def test_a_single_question_has_no_parts() -> None:
    assert parts(Draft(Question(text="What is ETOPS?"), "What is ETOPS?", "en")) == []


def test_what_was_asked_before_is_no_part() -> None:
    draft = Draft(Question(text="Can it begin?"), "", "en", history=(Turn(question="What is ETOPS?", answer=""),))
    assert parts(draft, "What is ETOPS", "Can it begin") == [("Can it begin", "none")]
