"""Conversations without a model: follow-ups that stand alone, and next questions that the library answers."""

import json
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest

from assistant.answer import Turn
from assistant.factory import Parts, reading_library
from assistant.follow_ups import follow_up, leans_back
from assistant.settings import Settings
from knowledge.identifiers import Names
from knowledge.query import Query

CONVERSATIONS = Path(__file__).parent / "suites/conversations/conversations.jsonl"


def last_of(*questions: str, answer: str = "") -> str:
    """How the last of these questions is understood; `answer` was the answer to the one before."""
    turns = [Turn(question=question, answer="") for question in questions[:-2]]
    turns += [Turn(question=question, answer=answer) for question in questions[-2:-1]]
    return follow_up(questions[-1], turns).text


@pytest.mark.parametrize(
    ("questions", "understood"),
    [
        (("What is the A321XLR?", "How far does it fly?"), "How far does the A321XLR fly?"),
        (("What is the A350?", "and its range?"), "What about the A350’s range?"),
        (("What happened to Air France 447?", "how many people died?"), "About Air France 447: how many people died?"),
        (("What is the range of the A350-900?", "what about the 787-9?"), "What is the range of the 787-9?"),
        (("Which alliance is Lufthansa in?", "and British Airways?"), "Which alliance is British Airways in?"),
        (("How many people used Heathrow in 2023?", "and in 2024?"), "How many people used Heathrow in 2024?"),
        (("How many people used Heathrow?", "and Gatwick?"), "How many people used Gatwick?"),
        (("What is a D check?", "how often?"), "What is a D check? How often?"),
        (("Why was the 737 MAX grounded?", "tell me more"), "Why was the 737 MAX grounded? Tell me more."),
        (("How do slots work at airports?", "can they be sold?"), "How do slots work at airports? Can they be sold?"),
        (("What are the rules for ice?", "so are they strict?"), "About the rules for ice: are they strict?"),
        (("What is the A350?", "who makes it?", "and the 787?"), "Who makes the 787?"),
        (("What does EU261 say?", "thanks!", "does it apply to cargo?"), "Does EU261 apply to cargo?"),
        (("What is the A350?", "and the 787?", "which one is longer?"), "Which one is longer, the A350 or the 787?"),
        (("Compare the A380 and the 747", "who built the first one?"), "Who built the A380?"),
        (("What is a METAR?", "what about a TAF?", "how do the two differ?"), "How do a METAR and a TAF differ?"),
        (("How long is the A350-900?", "what about the 1000?"), "How long is the A350-1000?"),
        (("What engine does the 737 MAX 9 use?", "and the 10?"), "What engine does the 737 MAX 10 use?"),
        (
            ("What caused the Tenerife crash?", "Did anyone survive on the Pan Am plane?", "how many died?"),
            "About Tenerife and Pan Am: how many died?",
        ),
        (
            ("What is the 737 MAX?", "What did the Chinese regulator say?"),
            "About the 737 MAX: What did the Chinese regulator say?",
        ),
        (("ما هي طائرة A350؟", "وكم مداها؟"), "كم مداها (طائرة A350)؟"),
        (("What is the A350?", "وكم مداها؟"), "كم مداها (A350)؟"),
        (("كم عدد ركاب مطار دبي في 2024؟", "والدوحة؟"), "كم عدد ركاب الدوحة في 2024؟"),
        (("كم عدد الحجاج في 2024؟", "وفي 2025؟"), "كم عدد الحجاج في 2025؟"),
        (("متى تسلمت قطر أول طائرة A350؟", "وكم مقعدا فيها؟"), "كم مقعدا فيها (أول طائرة A350)؟"),
        (
            ("When was the first A380 delivered?", "how many seats did it have?"),
            "How many seats did the first A380 have?",
        ),
        (
            ("What does ETOPS 180 mean?", "And what did EASA give the A350-900?"),
            "About ETOPS 180: what did EASA give the A350-900?",
        ),
        (("What is the A380?", "And how long is the 787?"), "And how long is the 787?"),
        (("متى تأسست مصر للطيران؟", "and Gulf Air?", "أيهما أقدم؟"), "أيهما أقدم، مصر للطيران أم Gulf Air؟"),
        (("ما هو ETOPS؟", "لماذا؟"), "ما هو ETOPS؟ لماذا؟"),
    ],
)
def test_follow_ups_carry_their_subject(questions: tuple[str, ...], understood: str) -> None:
    assert last_of(*questions) == understood


def test_who_an_answer_names_by_the_way_is_not_spoken_of() -> None:
    answer = "The 787-9 first flew in 2013; Air New Zealand was its first operator."
    asked = "When did the 787-9 first fly?"
    assert last_of(asked, "and its range?", answer=answer) == "What about the 787-9’s range?"


@pytest.mark.parametrize(
    "question",
    [
        "What is a NOTAM?",
        "What does it take to become a dispatcher?",
        "How long does it take to de-ice a plane?",
        "Is it true that pilots need rest?",
        "Is it possible to fly with one engine?",
        "Is there a speed limit below 10,000 feet?",
        "Does Emirates own its aircraft?",
        "How do airlines know when they need more fuel?",
        "What happened this year at Boeing?",
        "By the way, who certifies the lights of a runway?",
        "What are tides?",
        "What does the dispatcher do?",
        "how about the safety record of the 737 MAX?",
        "Thank you so much!",
        "ما هو NOTAM؟",
        "ما هي قاعدة السوائل في المطار؟",
    ],
)
def test_a_change_of_topic_stays_itself(question: str) -> None:
    read = follow_up(question, [Turn(question="What is the A321XLR?", answer="A long-range A321neo.")])
    assert (read.text, read.changed) == (question, False)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("in Arabic please", "ar"),
        ("and in English?", "en"),
        ("Can you say that in Arabic?", "ar"),
        ("بالعربية", "ar"),
        ("باللغة الإنجليزية من فضلك", "en"),
        ("أجبني بالعربية لو سمحت", "ar"),
    ],
)
def test_a_wish_for_a_language_repeats_the_question(question: str, language: str) -> None:
    read = follow_up(
        question, [Turn(question="What is the A350?", answer=""), Turn(question="and its range?", answer="")]
    )
    assert (read.text, read.changed, read.language) == ("What about the A350’s range?", True, language)


def test_a_wish_for_a_language_may_stand_behind_a_question() -> None:
    read = follow_up("What is the A350? In Arabic, please", [])
    assert (read.text, read.language) == ("What is the A350?", "ar")
    assert follow_up("How is NOTAM said in Arabic?", []).language is None


def test_what_was_sought_is_spoken_of_next() -> None:
    answer = "The largest passenger airliner is the Airbus A380."
    asked = ("Which aircraft is the largest?", "who makes it?")
    assert last_of(*asked, answer=answer) == "Who makes the Airbus A380?"
    # An answer does not take the place of what the person named.
    assert last_of("Who makes the A220?", "how far does it fly?", answer="Airbus does.") == "How far does the A220 fly?"


def test_a_chain_of_follow_ups_keeps_its_subject() -> None:
    chain = ["What is the A350?", "who makes it?", "when was that?", "why?", "and its wings?", "tell me more"]
    for length in range(2, len(chain) + 1):
        assert "A350" in last_of(*chain[:length])
    many = ["What is a NOTAM?"] * 30 + ["What is the A350?", "who makes it?"]
    assert last_of(*many) == "Who makes the A350?"


def test_a_follow_up_without_history_or_too_long_stays_itself() -> None:
    turns = [Turn(question="What is the A350?", answer="")]
    for question in ("and its range?", "وكم مداها؟"):
        assert follow_up(question, []).text == question
    long = "how far does it fly? " * 100
    assert not follow_up(long, turns).changed
    assert follow_up("why?", [Turn(question="x" * 5000, answer=""), *turns]).text == "What is the A350? Why?"
    assert leans_back("How far does it fly?")
    assert not leans_back("How do airlines hedge fuel?")


def test_nothing_in_a_conversation_is_slow() -> None:
    names = Names.load()
    follow_up("and its range?", [Turn(question="What is the A350?", answer="")], names)
    for piece in (
        "it ",
        "the ",
        "and ",
        "ه",
        "و",
        "in Arabic ",
        "which one ",
        "A1",
        "? ",
        "(",
        "It is a ",
        "thank you ",
        "ok, ",
    ):
        text = piece * (100_000 // len(piece))
        begun = perf_counter()
        follow_up(text, [Turn(question=text, answer=text)] * 8, names)
        follow_up(f"{text[:390]}x", [Turn(question=text[:390], answer=text)] * 8, names)
        assert perf_counter() - begun < 1.0, piece


@pytest.fixture(scope="module")
def starter(starter_home: Path) -> Iterator[Parts]:
    with reading_library(Settings(home=starter_home)) as parts:
        yield parts


def test_the_right_article_is_found_in_conversations(starter: Parts) -> None:
    conversations = [json.loads(line) for line in CONVERSATIONS.read_text(encoding="utf-8").splitlines()]
    assert len(conversations) == 60
    assert sum(one["language"] != "en" for one in conversations) >= 20
    asked, missed = 0, []
    for conversation in conversations:
        history: list[Turn] = []
        for turn in conversation["turns"]:
            if history:
                asked += 1
                text = follow_up(turn["question"], history, starter.names).text
                passages = starter.retriever.search(Query(text=text, k=8)).passages[:4]
                found = {Path(starter.library.origin(one.article_id).name).stem for one in passages}  # type: ignore[union-attr]
                if not found & {*([turn["article"]] if isinstance(turn["article"], str) else turn["article"])}:
                    missed.append((conversation["id"], turn["question"], text))
            history.append(Turn(question=turn["question"], answer=turn["answer"]))
    assert len(missed) <= 0.15 * asked, missed
