"""Dates and disagreement: the latest value leads and the earlier one is named; no conflict is made up."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from conftest import load, write_articles

from assistant.accounts import (
    Accounts,
    Difference,
    Value,
    compare,
    notes,
    outdated,
    told,
    up_to_date,
)
from assistant.evidence import Candidate, Evidence
from assistant.factory import Parts, _encoder, reading_library
from assistant.settings import Settings
from knowledge.article import Filters, Passage
from knowledge.query import Query
from knowledge.sentences import sentence_spans

SUITES = Path(__file__).parent / "suites/accounts"
Row = dict[str, Any]
Look = Callable[..., "Seen"]


def suite(name: str) -> list[Row]:
    return [json.loads(line) for line in (SUITES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


class Seen:
    """A question with what the library holds on it by a day."""

    def __init__(self, parts: Parts, evidence: Evidence, question: str, as_of: date | None) -> None:
        found = parts.retriever.search(Query(text=question, k=8, filters=Filters(as_of=as_of)))
        self.passages = found.passages
        self.candidates = evidence.weigh(question, found.passages).candidates
        self.accounts = compare(question, found.passages, self.candidates)

    def article(self, place: int) -> str:
        return self.passages[place - 1].article_id

    def leading(self) -> Candidate:
        return up_to_date(self.accounts, self.passages, self.candidates)[0]


def looking(home: Path, rows: Sequence[Row]) -> Iterator[Look]:
    """Asks a library that holds the articles of a suite."""
    articles = [{k: v for k, v in article.items() if k != "value"} for row in rows for article in row["articles"]]
    home.mkdir()
    assert not load(Settings(home=home), write_articles(home, articles)).failed
    with reading_library(Settings(home=home)) as parts:
        evidence = Evidence(encode=_encoder(parts.spaces), rarity=parts.retriever.rarity)
        yield lambda question, as_of=None: Seen(parts, evidence, question, as_of)


@pytest.fixture(scope="module", params=["changed", "changed_prose", "changed_brief"])
def changed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Look]]:
    for look in looking(tmp_path_factory.mktemp(request.param) / "home", suite(request.param)):
        yield request.param, look


@pytest.fixture(scope="module", params=["agreeing", "agreeing_prose", "agreeing_brief"])
def agreeing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Look]]:
    for look in looking(tmp_path_factory.mktemp(request.param) / "home", suite(request.param)):
        yield request.param, look


@pytest.fixture(scope="module")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Look]:
    yield from looking(tmp_path_factory.mktemp("disputed") / "home", suite("disputed"))


def says(value: Value, expected: str) -> bool:
    return expected in value.text or value.text in expected


def is_right(row: Row, seen: Seen, known: Sequence[Row]) -> bool:
    """Whether the latest version leads, and each earlier one is named with its day and nothing else is."""
    latest, earlier = known[-1], known[:-1]
    if not earlier:
        return not seen.accounts.differences
    whether = row["kind"] == "yesno"
    if len(seen.accounts.differences) != 1 or seen.accounts.differences[0].kind != "superseded":
        return False
    now, *before = seen.accounts.differences[0].sides
    # Of what is so, then is not, then is so again, only the middle state is another one.
    named = earlier[-1:] if whether else earlier
    sentence = "".join(map(str, told(seen.accounts.differences[0], row["language"])))
    return (
        seen.article(seen.leading().passage) == latest["id"]
        and (whether or latest["value"] in seen.leading().text)
        and (whether or says(now[0], latest["value"]))
        and sum(map(len, before)) == len(named)
        and all(
            any(str(v.published) == old["published"] and (whether or says(v, old["value"])) for s in before for v in s)
            and old["outlet"] in sentence
            and old["published"][:4] in sentence
            for old in named
        )
    )


def test_the_latest_value_leads_and_the_earlier_ones_are_named(changed: tuple[str, Look]) -> None:
    name, look = changed
    right, wrong, unseen = judged(look, [(row, len(row["articles"])) for row in suite(name)])
    assert len(wrong) <= 0.05 * len(right + wrong), wrong
    assert len(unseen) <= (0 if name == "changed" else 0.3 * len(suite(name))), unseen


def test_an_answer_as_of_a_day_knows_nothing_of_what_came_later(changed: tuple[str, Look]) -> None:
    name, look = changed
    _, wrong, unseen = judged(look, [(row, count) for row in suite(name) for count in (1, 2)])
    assert not wrong
    assert len(unseen) <= (0 if name == "changed" else 0.3 * len(suite(name))), unseen


def judged(look: Look, cases: Sequence[tuple[Row, int]]) -> tuple[list[str], list[str], list[str]]:
    """The facts, each as of so many of its versions, that are told right and wrong, and those with a version missing.

    Short versions of one report can be so alike that the search takes one for a copy of the other and leaves it out.
    """
    right, wrong, unseen = [], [], []
    for row, count in cases:
        known = row["articles"][:count]
        seen = look(row["question"], date.fromisoformat(known[-1]["published"]) if known != row["articles"] else None)
        found = {passage.article_id for passage in seen.passages}
        missing = any(article["id"] not in found for article in known)
        (unseen if missing else right if is_right(row, seen, known) else wrong).append(row["id"])
    return right, wrong, unseen


def test_both_sides_of_a_conflict_are_shown(disputed: Look) -> None:
    rows, missed = suite("disputed"), []
    for row in rows:
        seen = disputed(row["question"])
        sides = [side for d in seen.accounts.differences if d.kind == "conflicting" for side in d.sides]
        values = {article["value"] for article in row["articles"]}
        outlets = {(value.outlet, str(value.published)) for side in sides for value in side}
        shown = len(sides) == len(values) and all(any(says(side[0], value) for side in sides) for value in values)
        if not shown or outlets != {(article["outlet"], article["published"]) for article in row["articles"]}:
            missed.append(row["id"])
    assert len(missed) <= 0.1 * len(rows), missed


def test_no_conflict_is_made_up(agreeing: tuple[str, Look]) -> None:
    name, look = agreeing
    invented = {row["id"]: look(row["question"]).accounts.differences for row in suite(name)}
    assert not {id: found for id, found in invented.items() if found}


def test_every_value_stands_in_the_sentence_that_it_names(disputed: Look) -> None:
    for row in suite("disputed"):
        seen = disputed(row["question"])
        for value in (v for d in seen.accounts.differences for side in d.sides for v in side):
            passage = seen.passages[value.passage - 1]
            assert value.text
            assert value.text in passage.text[value.start - passage.start : value.end - passage.start]


def test_comparing_takes_milliseconds(disputed: Look) -> None:
    questions = [row["question"] for row in suite("disputed")]
    seen = [disputed(question) for question in questions]
    begun = process_time()
    for question, one in zip(questions, seen, strict=True):
        compare(question, one.passages, one.candidates)
    assert (process_time() - begun) / len(questions) < 0.015


# What follows needs no library: passages as they are.


def passage(
    text: str, *, outlet: str | None = None, day: str | None = None, title: str = "", name: str = ""
) -> Passage:
    return Passage(
        id=name or text,
        article_id=name or text,
        version=1,
        title=title,
        text=text,
        start=0,
        end=len(text),
        outlet=outlet,
        language="ar" if text[0] > "\u0600" else "en",
        published=date.fromisoformat(day) if day else None,
    )


def compared(question: str, *passages: Passage) -> Accounts:
    """The accounts of passages, all of whose sentences are candidates, in this order."""
    candidates = [
        Candidate(place, start, end, one.text[start:end], 1.0)
        for place, one in enumerate(passages, start=1)
        for start, end in sentence_spans(one.text)
    ]
    return compare(question, passages, candidates)


def values(accounts: Accounts) -> list[list[str]]:
    return [[side[0].text for side in difference.sides] for difference in accounts.differences]


QUESTION = "How many aircraft has Kestrel Air ordered?"


def test_the_past_inside_a_sentence_is_no_difference() -> None:
    rose = "The order of Kestrel Air rose from 30 aircraft to 34 aircraft."
    accounts = compared(
        QUESTION, passage(rose, outlet="A"), passage("Kestrel Air has ordered 34 aircraft.", outlet="B")
    )
    assert accounts == Accounts(sources=2)


def test_an_increment_is_no_correction() -> None:
    first = passage("Kestrel Air has ordered 34 aircraft.", outlet="A", day="2024-03-01")
    for text in ("Kestrel Air has ordered another 10 aircraft.", "Kestrel Air has ordered 10 more aircraft."):
        assert not compared(QUESTION, first, passage(text, outlet="B", day="2024-09-01")).differences


def test_a_later_report_that_knows_the_earlier_state_replaces_it_within_days() -> None:
    first = passage("Seven passengers were hurt in the accident at Northfield.", outlet="A", day="2025-02-03")
    second = passage("Nine passengers were hurt in the accident at Northfield.", outlet="B", day="2025-02-04")
    third = passage("The number of passengers hurt in the accident at Northfield has risen to nine.", day="2025-02-04")
    asked = "How many passengers were hurt in the accident at Northfield?"
    assert [d.kind for d in compared(asked, first, second).differences] == ["conflicting"]
    assert [d.kind for d in compared(asked, first, third).differences] == ["superseded"]


def test_another_accident_months_later_is_another_one() -> None:
    first = passage("Seven passengers were hurt in an accident at Northfield.", outlet="A", day="2025-02-03")
    second = passage("Nine passengers were hurt in an accident at Northfield.", outlet="B", day="2025-09-04")
    assert not compared("How many passengers were hurt in the accident at Northfield?", first, second).differences


def test_one_outlet_does_not_disagree_with_itself() -> None:
    first = passage("Kestrel Air has ordered 34 aircraft.", outlet="A", day="2025-02-03")
    second = passage("Kestrel Air has ordered 41 aircraft.", outlet="A", day="2025-02-03")
    assert not compared(QUESTION, first, second).differences


def test_variants_of_an_aircraft_are_different_things() -> None:
    first = passage("The 737 MAX 8 has a range of 6,480 km.", outlet="A", day="2024-01-01")
    second = passage("The 737 MAX 10 has a range of 5,740 km.", outlet="B", day="2025-01-01")
    assert not compared("What range does the 737 MAX have?", first, second).differences


def test_lists_of_names_are_no_conflict() -> None:
    first = passage("The Merlin 90 was ordered by Aldery Air.", outlet="A", day="2025-01-01")
    second = passage("The Merlin 90 was ordered by Tarn Regional.", outlet="B", day="2025-01-01")
    assert not compared("Which airlines ordered the Merlin 90?", first, second).differences
    assert not compared("Which airline ordered the Merlin 90?", first, second).differences


def test_three_states_have_three_sides_and_conflicts_beside_them() -> None:
    versions = [
        passage("Kestrel Air's order stands at 34 aircraft.", outlet="A", day="2024-03-01"),
        passage("Kestrel Air's order stands at 38 aircraft.", outlet="B", day="2024-08-01"),
        passage("Kestrel Air's order stands at 45 aircraft.", outlet="C", day="2025-05-01"),
        passage("The order of Kestrel Air stands at 47 aircraft.", outlet="D", day="2025-05-02"),
    ]
    assert values(compared(QUESTION, *versions[:3])) == [["45 aircraft", "38 aircraft", "34 aircraft"]]
    both = compared(QUESTION, *versions)
    assert [(d.kind, [side[0].text[:2] for side in d.sides]) for d in both.differences] == [
        ("conflicting", ["47", "45"]),
        ("superseded", ["47", "38", "34"]),
    ]


COPIED = (
    "Kestrel Air has ordered 34 aircraft from the manufacturer. The airline wants to replace its oldest jets, which "
    "burn more fuel and need more care in the workshop. Deliveries begin in two years and go on until the end of the "
    "decade, the chief executive told reporters at a hotel near the airport on Monday morning."
)


def test_five_copies_and_one_independent_source_are_two() -> None:
    copies = [
        COPIED,
        "MONDAY — " + COPIED,
        COPIED.replace("told reporters", "told the press"),
        COPIED.replace("wants to replace", "plans to replace") + " Shares rose.",
        COPIED.replace("Kestrel Air has ordered 34", "The carrier Kestrel Air has ordered 34"),
    ]
    own = "In a filing, Kestrel Air confirms that it has ordered 34 aircraft. It pays a fifth of the price at once."
    passages = [passage(text, outlet=f"Outlet {n}", day="2025-02-03") for n, text in enumerate([*copies, own])]
    assert compared(QUESTION, *passages) == Accounts(sources=2)
    assert compared(QUESTION, *passages[:5]).sources == 1
    again = passage("Kestrel Air has ordered 34 aircraft, and more may follow.", outlet="Outlet 5", day="2025-02-05")
    assert compared(QUESTION, *passages, again).sources == 2


def test_sources_are_counted_where_no_value_is_asked_for() -> None:
    one = passage("A ground loop is an uncontrolled turn of an aircraft on the ground.", outlet="A")
    other = passage(
        "When an aircraft makes a turn on the ground that is uncontrolled, pilots call this a ground loop.", outlet="B"
    )
    third = passage("Taxiways are lit in blue and runways in white at night.", outlet="C")
    assert compared("Why is it called a ground loop?", one, other, third).sources == 2
    assert compare("What is a ground loop?", [], []) == Accounts()


SIDES = (
    (Value(text="41 aircraft", passage=1, start=0, end=9, outlet="The Apron", published=date(2024, 5, 2)),),
    (Value(text="34 aircraft", passage=2, start=0, end=9, outlet="Hangar Weekly", published=date(2024, 5, 1)),),
)


def test_a_difference_is_told_with_a_citation_behind_each_value() -> None:
    earlier = told(Difference(kind="superseded", sides=SIDES), "en")
    assert earlier == ["Earlier: 34 aircraft (Hangar Weekly, 1 May 2024)", SIDES[1][0], "."]
    both = told(Difference(kind="conflicting", sides=SIDES), "en")
    assert both == [
        "The articles disagree: 41 aircraft (The Apron, 2 May 2024)",
        SIDES[0][0],
        "; 34 aircraft (Hangar Weekly, 1 May 2024)",
        SIDES[1][0],
        ".",
    ]
    assert (
        told(Difference(kind="superseded", sides=SIDES), "ar")[0] == "سابقا: 34 aircraft (Hangar Weekly، 1 مايو 2024)"
    )


def test_an_outlet_cannot_cite_or_link() -> None:
    value = Value(text="34 [9]", passage=1, start=0, end=9, outlet="[2](http://evil.example) <b>")
    pieces = told(Difference(kind="superseded", sides=SIDES[:1] + ((value,),)), "en")
    assert pieces == ["Earlier: 34 9 (2 (http://evil.example) b)", value, "."]


def test_only_what_is_superseded_is_outdated() -> None:
    assert outdated(Accounts(differences=(Difference(kind="conflicting", sides=SIDES),))) == frozenset()
    accounts = Accounts(differences=(Difference(kind="superseded", sides=SIDES),))
    passages = [passage("New words."), passage("Old words.")]
    old, new = Candidate(2, 0, 9, "Old words", 0.9), Candidate(1, 0, 9, "New words", 0.5)
    assert [(c.text, c.score) for c in up_to_date(accounts, passages, [old, new])] == [("New words", 0.9)]
    assert up_to_date(Accounts(), passages, [old, new]) == [old, new]


def test_old_evidence_is_stale_and_fresh_news_of_one_outlet_is_single() -> None:
    fresh = passage("One.", outlet="A", day="2025-06-01")
    other = passage("Two.", outlet="B", day="2025-06-01")
    old = passage("Three.", outlet="A", day="2022-06-01")
    today = date(2025, 6, 20)
    assert notes("state", [old], [old], today, 1) == ("stale",)
    assert notes("timeless", [old], [old, other], today, 1) == ()
    assert notes("event", [fresh], [fresh, other], today, 1) == ("single_source",)
    assert notes("event", [fresh], [fresh], today, 1) == ()
    assert notes("event", [fresh], [fresh, other], today, 2) == ()
    assert notes("now", [passage("Four.", day="2025-05-01")], [], today, 1) == ("stale",)


@pytest.mark.parametrize("word", ["34 ", "Kestrel ", "a, ", "not ", "من 34 ", "أكثر من ", "2024 of its "])
def test_long_articles_take_no_longer(word: str) -> None:
    compared(QUESTION, passage("Kestrel Air has ordered 34 aircraft."))
    text = word * (100_000 // len(word))
    begun = process_time()
    compared(
        QUESTION if word.isascii() else "كم طائرة طلبت طيران السدرة؟", passage(text, name="a"), passage(text, name="b")
    )
    compared(word * (4000 // len(word)), passage("Kestrel Air has ordered 34 aircraft.", name="c"))
    assert process_time() - begun < 2
