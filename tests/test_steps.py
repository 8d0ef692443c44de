"""Questions are taken apart where they ask two things, and only there."""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import detect
from knowledge.steps import LONGEST, MOST, steps

SUITE = Path(__file__).parent / "suites" / "two_parts.jsonl"

COMPARISONS = {
    "Compare the A320neo and the 737 MAX on range": ("A320neo range", "737 MAX range"),
    "What is the difference between TCAS and GPWS?": ("TCAS", "GPWS"),
    "Is the A350 longer than the 777X?": ("A350 length", "777X length"),
    "A330neo vs 787-9 fuel burn": ("A330neo fuel burn", "787-9 fuel burn"),
    "which is bigger, the A380 or the 747-8": ("A380 size", "747-8 size"),
    "Which one flies further, the A321XLR or the 737 MAX 10?": ("A321XLR range", "737 MAX 10 range"),
    "How does EASA's rule on drones differ from the FAA's?": ("EASA's rule on drones", "FAA's rule on drones"),
    "Compare Airbus and Boeing deliveries in 2024": ("Airbus deliveries 2024", "Boeing deliveries 2024"),
    "Compare A320, A220 and E195-E2 range": ("A320 range", "A220 range", "E195-E2 range"),
    "compare a320neo with 737 max fuel burn": ("a320neo fuel burn", "737 max fuel burn"),
    "Does a C919 carry more passengers than a 737 MAX 8?": ("C919 carry passengers", "737 MAX 8 carry passengers"),
    "Compare the evacuation at Haneda with the one on the Hudson": ("evacuation at Haneda", "evacuation on the Hudson"),
    "Hydrogen or battery planes, which will fly further?": ("Hydrogen planes range", "battery planes range"),
    "What is the fuel burn of the A330neo compared to the 787-9?": (
        "what is the fuel burn of the A330neo",
        "what is the fuel burn of the 787-9",
    ),
    "Is it true or false that the A380 is bigger than the 747?": ("A380 size", "747 size"),
    "Is it true that the A380 is heavier than the 747?": ("A380 weight", "747 weight"),
    "Is it true that the A350 flies further than the 787?": ("A350 range", "787 range"),
    "Do you know whether the A380 is bigger than the 747?": ("A380 size", "747 size"),
    "Can you tell me if the A350 is longer than the 777X?": ("A350 length", "777X length"),
    "I'd like to know the difference between TCAS and GPWS": ("TCAS", "GPWS"),
    "What is the difference between Pratt and Whitney and Rolls-Royce?": ("Pratt and Whitney", "Rolls-Royce"),
}

TWO_IN_ONE = {
    "What is ETOPS and when did it begin?": ("What is ETOPS", "when did ETOPS begin"),
    "Who makes the A220, and what engines power it?": ("Who makes the A220", "what engines power A220"),
    "Who makes the A220, and why are its engines inspected?": (
        "Who makes the A220",
        "why are A220's engines inspected",
    ),
    "What does MEL mean? And who approves it?": ("What does MEL mean", "who approves MEL"),
    "I would like to know what ETOPS is and when it began": ("what ETOPS is", "when ETOPS began"),
    "Do you know who makes the A220, and what engines power it?": ("who makes the A220", "what engines power A220"),
    "Tell me what ETOPS is and when it began": ("Tell me what ETOPS is", "when ETOPS began"),
    "How does a turbofan work and what makes it loud?": ("How does a turbofan work", "what makes a turbofan loud"),
    "What caused the Tenerife collision and what caused the one at Überlingen?": (
        "What caused the Tenerife collision",
        "what caused the collision at Überlingen",
    ),
    # Neither pronoun stands for what was asked about first.
    "What is an RA and who tells the crew when they may ignore it?": (
        "What is an RA",
        "who tells the crew when they may ignore an RA",
    ),
    "What is a B38M and what are chocks?": ("What is a B38M", "what are chocks"),
    "What are PMA parts and is it legal to fit them?": ("What are PMA parts", "is it legal to fit PMA parts"),
}

OTHERS = {
    "What do MEL, CDL and MMEL mean?": ("What do MEL mean", "What do CDL mean", "What do MMEL mean"),
    "What are IATA and ICAO codes?": ("What are IATA codes", "What are ICAO codes"),
    "Explain both SMS and CRM to me": ("Explain SMS to me", "Explain CRM to me"),
    "Which airlines fly both the A380 and the 777?": ("Which airlines fly the A380", "Which airlines fly the 777"),
    "Which engines are on the 777X and on the A330neo?": (
        "Which engines are on the 777X",
        "Which engines are on the A330neo",
    ),
    "What is the range of the A350 and the wingspan of the 787?": (
        "What is the range of the A350",
        "the wingspan of the 787",
    ),
    "What did the rules say before the MCAS accidents?": (
        "What did the rules say before the MCAS accidents",
        "the MCAS accidents",
    ),
    "Which of the two airlines that ordered A320neos flies to Doha?": (
        "airlines ordered A320neos",
        "airlines flies to Doha",
    ),
    "Which of the accidents that the BEA investigated led to new probes?": (
        "accidents the BEA investigated",
        "accidents led to new probes",
    ),
    "Reuters says Boeing delivered 40 jets and AeroTime says it delivered 45, who is right?": (
        "Reuters says Boeing delivered 40 jets",
        "AeroTime says Boeing delivered 45",
    ),
}

FRAMES = {
    "What are the minimum ages for an ATPL and a CPL holder?": (
        "What are the minimum ages for an ATPL",
        "What are the minimum ages for a CPL holder",
    ),
    "What are the hubs of Emirates and Etihad?": ("What are the hubs of Emirates", "What are the hubs of Etihad"),
    "Name the first airline of Iceland and the aircraft that it flew.": (
        "Name the first airline of Iceland",
        "Name the aircraft that it flew",
    ),
    "Seats: A220-300 against E195-E2": ("A220-300 Seats", "E195-E2 Seats"),
    "How many engines does a 747 have, and how many an A220?": (
        "How many engines does a 747 have",
        "How many engines does an A220 have",
    ),
    "How many passengers did Heathrow handle in 2023, and how many in 2024?": (
        "How many passengers did Heathrow handle in 2023",
        "How many passengers did Heathrow handle in 2024",
    ),
    "Which engine powers the C919 and which powers the ARJ21?": (
        "Which engine powers the C919",
        "Which engine powers the ARJ21",
    ),
    "Which airport is the busiest and which one is the highest?": (
        "Which airport is the busiest",
        "Which airport is the highest",
    ),
    "At what altitude does a cabin depressurise, and in which year was the rule made?": (
        "At what altitude does a cabin depressurise",
        "in which year was the rule made",
    ),
    "How many bolts hold the door plug, and who removed them?": (
        "How many bolts hold the door plug",
        "who removed the bolts",
    ),
    "What is the range of the A350 and its wingspan?": ("What is the range of the A350", "A350's wingspan"),
    "What do ATA and MEL stand for in maintenance?": (
        "What do ATA stand for in maintenance",
        "What do MEL stand for in maintenance",
    ),
}

ARABIC = {
    "ما طول A380 و787-10؟": ("ما طول A380", "ما طول 787-10"),
    "في أي عام تأسست مصر للطيران وفي أي مدينة مقرها؟": (
        "في أي عام تأسست مصر للطيران",
        "في أي مدينة مقرها تأسست مصر للطيران",
    ),
    "ما تكلفة الصالة الجديدة بمطار الدوحة وما سعتها؟": (
        "ما تكلفة الصالة الجديدة بمطار الدوحة",
        "ما سعتها الصالة الجديدة بمطار الدوحة",
    ),
    "ما الفرق بين TCAS وGPWS؟": ("TCAS", "GPWS"),
    "ما الفرق بين وقود الرحلة ووقود الاحتياط؟": ("وقود الرحلة", "وقود الاحتياط"),
    "قارن بين A320neo و737 MAX من حيث المدى": ("المدى A320neo", "المدى 737 MAX"),
    "أيهما أكبر A380 أم 747؟": ("حجم A380", "حجم 747"),
    "أيهما أبعد مدى، A321XLR أم 737 MAX 10؟": ("مدى A321XLR", "مدى 737 MAX 10"),
    "هل A350 أطول من 777X؟": ("طول A350", "طول 777X"),
    "كيف تختلف قواعد EASA عن قواعد FAA؟": ("قواعد EASA", "قواعد FAA"),
    "ما هو ETOPS ومتى بدأ؟": ("ما هو ETOPS", "متى بدأ ETOPS"),
    "من صمم صالة الحجاج في جدة ومتى تأسست مصر للطيران؟": ("من صمم صالة الحجاج في جدة", "متى تأسست مصر للطيران"),
    "ما هو TCAS؟ ومن يعتمده؟": ("ما هو TCAS", "من يعتمده TCAS"),
    "ما معنى MEL وCDL وMMEL؟": ("ما معنى MEL", "ما معنى CDL", "ما معنى MMEL"),
    "اشرح كلا من SMS وCRM": ("اشرح SMS", "اشرح CRM"),
    "ماذا كانت القواعد تقول قبل حوادث MCAS؟": ("ماذا كانت القواعد تقول قبل حوادث MCAS", "حوادث MCAS"),
}

WHOLE = """
Who leads research and development at Pratt and Whitney?
What is Rolls-Royce and Partners Finance?
What is search and rescue?
What does the crash and fire rescue team do?
How long is the take-off and landing distance of the A320?
Which airline flies to Trinidad and Tobago?
What do terms and conditions say about refunds?
What is maintenance, repair and overhaul?
What is a black box?
How is weight and balance computed?
How are hot and high airports different?
How many passengers and crew died at Tenerife?
How do pilots and controllers talk?
How did Boeing and Airbus agree on subsidies?
How are slots at London and Paris allocated?
What is the separation between an A380 and a 737?
When a flight is late, what compensation do I get?
Who decides when to fly and how much fuel to carry?
Which airlines fly the A380 and are based in Europe?
What happened at Tenerife and why?
When and where did TWA 800 crash?
What happened after Tenerife?
What did the FAA order after 2019?
airport traffic since Monday
deliveries before Christmas
Boeing deliveries before Christmas Day
airport traffic until New Year's Eve
Airbus orders since March
Airbus orders after 5 May
crashes before Black Friday
Is it true or false that planes crash?
The EU's case against Boeing
What protects an engine against icing?
What is the role of the captain and the first officer?
Name the pilots of the first flight
How do Airbus and Boeing number their aircraft?
How many people live in Iceland and Norway?
Who built the Concorde and in what year?
How many hours of experience for both A and P?
A pilot dies weeks after the Tenerife crash. Is that a fatal injury?
Compare results at Embry-Riddle with those at other schools
How do results and experiments differ?
Results vs experiments
What is the difference between an experiment and other facilities?
What should a pilot do after a TCAS RA?
How long before departure must I check in?
Can a crew be on duty longer than 12 hours?
Is there anything bigger than the A380?
Which aircraft is larger than the A380?
I fly to Doha tomorrow. What can I bring?
ما هو البحث والإنقاذ؟
ما شروط وأحكام التذاكر؟
ما وزن الطائرة وقت الإقلاع؟
كم عدد الرحلات من دبي ومن الدوحة إلى لندن؟
ماذا حدث بعد حادث تينيريفي؟
كيف يتعاون الطيارون والمراقبون؟
""".strip().split("\n")


def language(question: str) -> str:
    return "ar" if re.search("[\u0620-\u064a]", question) else "en"


@pytest.mark.parametrize(("question", "parts"), (COMPARISONS | TWO_IN_ONE | OTHERS | FRAMES | ARABIC).items())
def test_a_question_of_two_is_taken_apart(question: str, parts: tuple[str, ...]) -> None:
    assert steps(question, language(question)) == parts


@pytest.mark.parametrize("question", WHOLE)
def test_one_question_stays_whole(question: str) -> None:
    assert steps(question, language(question)) == ()


def test_questions_in_a_question_are_taken_apart_too() -> None:
    question = "When was SkyTeam founded, and what is the difference between SkyTeam and oneworld?"
    assert steps(question, "en") == ("When was SkyTeam founded", "SkyTeam", "oneworld")


def test_white_space_and_marks_at_the_end_do_not_matter() -> None:
    assert steps("  What is\n ETOPS  and when did it begin ?!", "en") == ("What is ETOPS", "when did ETOPS begin")


@pytest.mark.parametrize("question", ["", "?", "and", "؟", "compare", "A vs", "vs vs vs", "both and and", "or"])
def test_what_asks_nothing_has_no_steps(question: str) -> None:
    assert steps(question, "en") == steps(question, "ar") == ()


def test_other_languages_and_long_texts_are_left_alone() -> None:
    assert steps("Quelle est la différence entre TCAS et GPWS ?", "fr") == ()
    assert steps("What is ETOPS and when did it begin? " + "x" * LONGEST, "en") == ()


PIECES = (
    "compare and what is A320 787 the , ? vs or both than longer when did it before says which of that هل ما و أم بين"
)


@given(st.lists(st.sampled_from(PIECES.split(" ")), max_size=30).map(" ".join), st.sampled_from(["en", "ar"]))
def test_no_question_breaks_the_rules(question: str, language: str) -> None:
    found = steps(question, language)
    assert not found or 2 <= len(found) <= MOST
    assert len(set(found)) == len(found)
    assert all(part.strip() for part in found)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_character_of_a_question_is_syntax(one: str, other: str) -> None:
    for question in (f"Compare the {one} at \\1 with the one on {other}", f"What is {one} and when did it {other}"):
        assert all(steps(question, language) is not None for language in ("en", "ar"))


@pytest.mark.parametrize("piece", ["compare a and ", "what is a, what ", "is a longer ", "الفرق بين أ و", "A320 and "])
def test_no_question_takes_long(piece: str) -> None:
    begun = time.perf_counter()
    steps((piece * LONGEST)[:LONGEST], language(piece))
    assert time.perf_counter() - begun < 1


def test_the_suite_asks_for_two_starter_articles_each() -> None:
    questions = [json.loads(line) for line in SUITE.read_text(encoding="utf-8").splitlines()]
    assert [question["id"] for question in questions] == [f"t{number:02}" for number in range(1, 61)]
    starter = {path.stem for path in (Path(__file__).parent.parent / "knowledge" / "starter").glob("*.md")}
    for question in questions:
        assert len(question["parts"]) == len(set(question["articles"])) == 2
        assert not starter or set(question["articles"]) <= starter
    apart = [question for question in questions if steps(question["question"], detect(question["question"]))]
    assert len(apart) >= 55
