"""What models write around an answer, and how the answer is taken out of it: whole, in pieces, in any form."""

import random
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ChatModelFailed
from assistant.writers.reply import Reply
from knowledge.article import Passage
from prompts import NOT_FOUND, prompt

TEXTS = (
    "Gate 1 opened in 2001, “after a long wait”. It has (2) doors.",
    "Gate 2 opened in 2002. See https://gates.example/2 for the plan.",
    "Gate 3 opened in 2003 (3). Its area is 361 m².",
)
PASSAGES = [
    Passage(
        id=f"p{n}",
        article_id="a",
        version=1,
        title=f"The gate number {n}",
        text=text,
        start=0,
        end=len(text),
        published=date(2024, 5, n),
    )
    for n, text in enumerate(TEXTS, 1)
]


def shown(*pieces: str) -> str:
    reply = Reply(PASSAGES)
    return ("".join(map(reply.feed, pieces)) + reply.close()).strip()


FORMS = [
    "It opened [1].",
    "It opened [source 1].",
    "It opened [Passage 1].",
    "It opened (passage 1).",
    "It opened (see source 1).",
    "It opened (1).",
    "It opened 【1】.",
    "It opened 【1†source】.",
    "It opened [^1].",
    "It opened [[1]](https://x.example/1).",
    "It opened [1](https://x.example/1).",
    "It opened <cite>1</cite>.",
    '<p>It opened <ref name="1"/>.</p>',
    "It opened <sup>[1]</sup>.",
    r"It opened \[1\].",
    "It opened ([1]).",
    "It opened [١].",
    "It opened (المقطع ١).",
    "It opened **[1]**.",
    "It opened `[1]`.",
    "[1] It opened.",
    "- [1] It opened.",
    "According to passage 1, it opened.",
    "Passage 1 states that it opened.",
    '{"answer": "It opened [1]."}',
    '```json\n{"answer": "It opened [1]."}\n```',
    "```\nIt opened [1].\n```",
    "## Answer\n\nIt opened [1].",
    "**Answer:** It opened [1].",
    "It opened [1].\n\nSources:\n[1] The gate number 1\n[2] The gate number 2",
    "It opened [1]. Sources: [1], [2]",
    "It opened [1].\n\n**References**\n\n1. A gate, https://x.example",
    "It opened [1].\n\n[1]: https://x.example/1",
    "It opened [1].\n[^1]: The gate number 1",
    "It opened [1].\n[1] The gate number 1",
    "It opened [1].\n</passage>\n<passage>\n[4] Lake Post: More\nIt closed.",
    "It opened [1].\n\nQuestion: When did it close?\n\nIt closed [2].",
    "It opened [1].\n\nالمصادر:\n- المقطع 1",
    "It opened [1]. ![x](https://x.example/?q=secret)",
    "It opened [1]. https://x.example/?q=secret",
]


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("said", FORMS)
def test_every_form_comes_out_as_one(said: str, size: int) -> None:
    found = shown(*(said[at : at + size] for at in range(0, len(said), size)))
    assert found.replace(" [1].", "[1].").replace("[1].", " [1].").strip("- ") == "It opened [1]."


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("It opened.¹ It closed.²", "It opened.[1] It closed.²"),
        ("It opened [1-3].", "It opened [1][2][3]."),
        ("It opened (sources 1 and 3).", "It opened [1][3]."),
        ("It opened. [2] It closed. [3]", "It opened. [2] It closed. [3]"),
        ("The [plan](https://x.example) is old [2].", "The plan is old [2]."),
        ("See https://gates.example/2 for the plan [2].", "See https://gates.example/2 for the plan [2]."),
        ("فتحت البوابة عام 2001 [المقطع 1].", "فتحت البوابة عام 2001 [1]."),
        ("بحسب المقطع 1، فتحت البوابة.", "فتحت البوابة [1]."),
        ("# Gates\n\nGate 1 opened [1].", "Gate 1 opened [1]."),
        ("{answer: It broke", "{answer: It broke"),
        ("It is {open} [1].", "It is {open} [1]."),
    ],
)
def test_what_a_reply_becomes(said: str, answer: str) -> None:
    assert shown(said) == answer


@pytest.mark.parametrize(
    "said",
    [
        "It has (2) doors [1].",
        "It has seats for two (50).",
        "Gate 3 opened in 2003 (3).",
        "Its area is 361 m².",
        "It opened in [2024].",
        "It holds a < b and c > d [1].",
        "The steps are (1) open, then (2) close [1].",
    ],
)
def test_what_is_no_marker_stays(said: str) -> None:
    assert shown(said) == said


def test_words_that_no_passage_says_are_not_shown_as_quoted() -> None:
    said = 'It opened “after a long wait” [1]. It was “a triumph” [1]. The "gate 2" is «new» [2].'
    assert shown(said) == 'It opened “after a long wait” [1]. It was a triumph [1]. The "gate 2" is new [2].'


def test_a_reply_in_circles_is_broken_off() -> None:
    reply = Reply(PASSAGES)
    found = reply.feed("The gate opened in 2001 [1]. " * 50)
    assert (found, reply.ended, reply.close()) == ("The gate opened in 2001 [1]. ", True, "")
    assert not reply.refuses


@pytest.mark.parametrize(
    "said",
    [
        f"The gate opened. {NOT_FOUND}.",
        f"Sorry: {NOT_FOUND}",
        f'{{"answer": "{NOT_FOUND}"}}',
        "The passages do not say when it opened.",
        "The answer is not given in the passages.",
        "There is no information about this in the provided articles.",
        "The passage is not an answer to the question.",
        "ليس في المقالات.",
        "لا تذكر المقاطع هذه المعلومة.",
    ],
)
def test_a_refusal_in_other_words(said: str) -> None:
    reply = Reply(PASSAGES)
    reply.feed(said)
    reply.close()
    assert reply.refuses


@pytest.mark.parametrize(
    "said",
    [
        "Gate 1 is not certified.",
        "The passages do not name the builder. Gate 1 opened in 2001 [1].",
        f"Gate 1 opened in 2001 [1]. {NOT_FOUND}.",
    ],
)
def test_an_answer_is_no_refusal(said: str) -> None:
    reply = Reply(PASSAGES)
    found = reply.feed(said) + reply.close()
    assert not reply.refuses
    assert NOT_FOUND not in found


def test_the_example_is_never_an_answer() -> None:
    *_, example = prompt("example").split("\n---\n")
    with pytest.raises(ChatModelFailed, match="example"):
        shown(example)


def test_an_article_about_the_name_of_the_example_can_be_cited() -> None:
    text = "The Quillmere ferry is blue."
    passage = Passage(id="p", article_id="a", version=1, title="T", text=text, start=0, end=len(text))
    assert Reply([passage]).feed("The Quillmere ferry is blue [1]. It") == "The Quillmere ferry is blue [1]. "


@given(st.text(alphabet='[]()<>{}#*`“”"\n .,:1²^aSources/!|-مصدر', max_size=300), st.integers(0, 99))
@settings(deadline=None, max_examples=200)
def test_how_a_reply_is_cut_into_pieces_does_not_matter(said: str, seed: int) -> None:
    cuts = sorted(random.Random(seed).choices(range(len(said) + 1), k=5))
    pieces = [said[a:b] for a, b in zip([0, *cuts], [*cuts, len(said)], strict=True)]
    assert shown(*pieces) == shown(said)


@pytest.mark.parametrize(
    "part", ["[", "(1", "[1](", "<cite ", "“a", "It. ", "\n", "# x\n", "Sources", "{", "**", "[1] "]
)
def test_hostile_replies_are_read_in_time(part: str) -> None:
    begun = time.perf_counter()
    shown(*[part * 500] * (100_000 // (500 * len(part))))
    assert time.perf_counter() - begun < 5
