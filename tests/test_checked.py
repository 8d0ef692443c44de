"""A model's sentences are checked before they are shown: cited to what supports them, or to nothing, and marked."""

import asyncio
from collections.abc import AsyncGenerator, Sequence

import pytest

from assistant.answer import Answer, Delta, Question
from assistant.chat import Assistant
from assistant.citations import Cited, Citing
from assistant.evidence import Weighed
from assistant.factory import supports
from assistant.lookup import Lookup
from assistant.writers import Material, Piece
from knowledge.article import Passage
from knowledge.query import Edition, Query, Results

A350 = (
    "The A350-900 is 66.8 m long and seats 315 passengers in two classes. Its engines are the Rolls-Royce Trent XWB. "
    "The aircraft entered service with Qatar Airways in January 2015."
)
A220 = (
    "The A220-300 seats 130 to 160 passengers. Pratt & Whitney PW1500G engines power it. It was first called CSeries."
)


def passage(name: str, text: str, title: str) -> Passage:
    return Passage(
        id=name, article_id=name, version=1, title=title, text=text, start=0, end=len(text), language="en", score=1.0
    )


PASSAGES = [passage("a350", A350, "Airbus A350"), passage("a220", A220, "Airbus A220")]


def cite(text: str, *, drop: bool = False, size: int = 7) -> Cited:
    citing = Citing(PASSAGES, supports, drop=drop)
    shown = "".join(citing.write(text[at : at + size]) for at in range(0, len(text), size)) + citing.finish()
    cited = citing.cited()
    assert shown.rstrip() == cited.text
    return cited


def test_a_supported_sentence_keeps_its_source() -> None:
    (sentence,) = (cited := cite("The A350-900 seats 315 passengers in two classes [1].")).sentences
    assert (sentence.support, sentence.citations, sentence.flags) == ("supported", (1,), ())
    assert "315 passengers" in cited.citations[0].quote


def test_a_sentence_is_cited_to_the_passage_that_supports_it() -> None:
    cited = cite("The A220-300 is powered by Pratt & Whitney PW1500G engines [1].")
    assert cited.citations[0].article_id == "a220"
    assert cited.sentences[0].support == "supported"


def test_a_sentence_without_a_marker_gets_that_of_its_source() -> None:
    cited = cite("The A350-900 entered service with Qatar Airways in January 2015. It was first called CSeries.")
    assert cited.text == (
        "The A350-900 entered service with Qatar Airways in January 2015 [1]. It was first called CSeries [2]."
    )
    assert [citation.article_id for citation in cited.citations] == ["a350", "a220"]


@pytest.mark.parametrize(
    "invented",
    [
        "The A350-900 seats 410 passengers in two classes [1].",
        "Emirates ordered ninety of them last spring [1][2].",
        "The moon is made of cheese.",
    ],
)
def test_what_no_passage_supports_is_marked_and_cites_nothing(invented: str) -> None:
    cited = cite(invented)
    assert [(s.support, s.citations) for s in cited.sentences] == [("unsupported", ())]
    assert not cited.citations
    assert "[" not in cited.text


def test_what_no_passage_supports_is_left_out_where_that_is_wished() -> None:
    cited = cite(
        "Emirates ordered ninety of them [1]. The A350-900 seats 315 passengers in two classes [1].", drop=True
    )
    assert cited.text == "The A350-900 seats 315 passengers in two classes [1]."


def test_a_source_that_adds_nothing_is_taken_out() -> None:
    cited = cite("The A350-900 seats 315 passengers in two classes [2][1].")
    assert [citation.article_id for citation in cited.citations] == ["a350"]


def test_lists_and_headings_keep_their_form() -> None:
    text = "The A350 in short:\n\n- The A350-900 is 66.8 m long [1].\n- It seats 315 passengers in two classes [1].\n"
    cited = cite(text)
    assert cited.text == text.rstrip().replace("classes [1]", "classes [1]")
    assert [s.kind for s in cited.sentences] == ["note", "claim", "claim"]
    assert cited.sentences[1].text == "The A350-900 is 66.8 m long [1]."


class _Model:
    """A writer that says what it is told to."""

    name, model = "chat", "openai:test"

    def __init__(self, *pieces: str) -> None:
        self._pieces = pieces

    async def write(self, material: Material) -> AsyncGenerator[Piece, None]:
        for piece in self._pieces:
            yield piece


class _Search:
    def search(self, query: Query) -> Results:
        return Results(tuple(PASSAGES))

    def edition(self) -> Edition:
        return Edition("test:1", None)


def weigh(question: str, passages: Sequence[Passage]) -> Weighed:
    return Weighed(confidence=1.0, standing="stated")


def test_a_sentence_is_judged_as_soon_as_it_is_complete() -> None:
    pieces = "The A350-900 seats 315 passengers in two classes [1]. Emirates bought ninety [1]. And that is that".split(
        " "
    )
    assistant = Assistant(Lookup(_Search(), weigh), _Model(*(f"{piece} " for piece in pieces)), check=supports)

    async def events() -> list[object]:
        return [event async for event in assistant.stream(Question(text="How many passengers does the A350 seat?"))]

    found = asyncio.run(events())
    deltas = [event for event in found if isinstance(event, Delta)]
    assert [[s.support for s in delta.sentences] for delta in deltas] == [["supported"], ["unsupported"], ["unchecked"]]
    answer = found[-1]
    assert isinstance(answer, Answer)
    assert "".join(delta.text for delta in deltas).rstrip() == answer.text
    assert answer.sentences == tuple(sentence for delta in deltas for sentence in delta.sentences)
