"""What counts as saying what was expected: words, patterns, figures and days, in English and Arabic."""

import time
from datetime import date

import pytest

from assistant.evaluation.matching import holds
from assistant.evaluation.matching.normalising import telling
from assistant.evaluation.matching.patterns import LIMIT_S, is_slow
from assistant.evaluation.matching.refusals import sounds_like_refusal
from assistant.evaluation.suite import Accepted, Day, Number, Pattern


def found(accepted: Accepted, text: str) -> str | None:
    match = holds(accepted, text)
    assert match is None or text[match.start : match.end] == match.found
    return match.found if match else None


@pytest.mark.parametrize(
    ("accepted", "text", "words"),
    [
        ("lithium-ion battery", "The Lithium ion Battery caught fire.", "Lithium ion Battery"),
        ("a fire in the tail", "There was fire in a tail.", "fire in a tail"),
        ("U.S. Airways", "It was US Airways.", "US Airways"),
        ("Airbus", "Airbus’s plant builds the Airbus A320.", "Airbus’s"),
        ("nine aircraft", "It took 9 aircraft out.", "9 aircraft"),
        ("one engine", "With 1 engine it flies on.", "1 engine"),
        ("31 million euros", "The works cost €31m.", "€31m"),
        ("14,000", "About 14 000 were built.", "14 000"),
        ("B737", "The Boeing 737 came first.", "Boeing 737"),
        ("Heathrow", "It left EGLL late.", "EGLL"),
        ("LHR", "أقلعت من مطار هيثرو", "مطار هيثرو"),
        ("16 January 2013", "Grounded on 2013-01-16.", "2013-01-16"),
        ("2013", "Grounded on 16 January 2013.", "16 January 2013"),
        ("Part 145", "A shop needs Part-145 approval.", "Part-145"),
        ("145", "A shop needs a Part 145 approval.", "145"),
        ("50%", "Half? No, 50 per cent.", "50 per cent"),
        ("المحرك", "يفحص الفنيون بالمحرّك كل يوم", "بالمحرّك"),
        ("محرك", "تآكل والمحركُ قديم", "والمحركُ"),
        ("500 دورة", "كل ٥٠٠ دورة", "٥٠٠ دورة"),
        ("البطارية", "بسبب البطاريه القديمة", "البطاريه"),
    ],
)
def test_words_are_held_however_they_are_written(accepted: str, text: str, words: str) -> None:
    assert found(accepted, text) == words


@pytest.mark.parametrize(
    ("accepted", "text"),
    [
        ("no", "It flew north."),
        ("320", "There were 1320 seats."),
        ("A320", "It is an A320neo."),
        ("31", "The works cost 31 million euros."),
        ("200", "It is an A320-200."),
        ("50%", "It has 50 seats."),
        ("2", "It has engines [2]."),
        ("category A", "It is a category B approach."),
        ("16 January 2013", "On 16 January 2014."),
        ("باب", "هذا كتاب"),
    ],
)
def test_words_are_whole_words(accepted: str, text: str) -> None:
    assert found(accepted, text) is None


@pytest.mark.parametrize(
    ("number", "text", "words"),
    [
        (Number(number=180, unit="minutes"), "It may fly 3 hours away.", "3 hours"),
        (Number(number=180, unit="minutes"), "It is 120 or 180 or 330 minutes.", "180"),
        (Number(number=180), "It is 180 minutes.", "180 minutes"),
        (Number(number=35000, unit="ft"), "It cruised at FL350.", "FL350"),
        (Number(number=66.8, unit="m"), "It is 219 ft long.", "219 ft"),
        (Number(number=50, unit="aircraft"), "Some fifty jets stood still.", "fifty"),
        (Number(number=5.2e9, unit="USD"), "It cost $5.2bn.", "$5.2bn"),
        (Number(number=30000, unit="lbf"), "It gives 30,000 pounds.", "30,000 pounds"),
        (Number(number=2013), "In 2013 it was grounded.", "2013"),
        (Number(number=500), "كل خمسمئة دورة", "خمسمئة"),
        (Number(number=3, unit="hours"), "تستغرق ٣ ساعات", "٣ ساعات"),
        (Number(number=60, unit="%"), "From 50-60 % of them.", "50-60 %"),
    ],
)
def test_a_figure_is_held_in_any_unit(number: Number, text: str, words: str) -> None:
    assert found(number, text) == words


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Number(number=180, unit="minutes"), "It carries 180 passengers and 180 ft of cable."),
        (Number(number=66.8, unit="m"), "It is 221 ft long."),
        (Number(number=14), "It is built on runway 14R, as the A320-14, on 14 May [14]."),
        (Number(number=50, unit="aircraft"), "It took 50 days."),
        (Number(number=31), "It cost 31 million euros."),
    ],
)
def test_another_figure_is_not(number: Number, text: str) -> None:
    assert found(number, text) is None


def test_a_figure_is_held_within_the_larger_tolerance() -> None:
    # |x - y| <= max(abs_tol, rel_tol * |y|): y = 200, 0.05 * 200 = 10 and abs_tol 4.
    assert found(Number(number=200, rel_tol=0.05), "210 seats") == "210"
    assert found(Number(number=200, rel_tol=0.05), "211 seats") is None
    assert found(Number(number=200, rel_tol=0.01, abs_tol=4), "204 seats")
    assert found(Number(number=200, rel_tol=0.01, abs_tol=4), "205 seats") is None


@pytest.mark.parametrize(
    ("granularity", "text", "words"),
    [
        ("day", "On 16 January 2013 it was grounded.", "16 January 2013"),
        ("day", "On Jan. 16 it was.", "Jan. 16"),
        ("day", "في ١٦ يناير ٢٠١٣", "١٦ يناير ٢٠١٣"),
        ("day", "في 16 كانون الثاني 2013", "16 كانون الثاني 2013"),
        ("month", "On 2 January 2013.", "2 January 2013"),
        ("year", "From 2012 to June 2013.", "June 2013"),
    ],
)
def test_a_day_is_held_as_exactly_as_is_asked_for(granularity: str, text: str, words: str) -> None:
    day = Day.model_validate({"date": "2013-01-16", "granularity": granularity})
    assert found(day, text) == words


@pytest.mark.parametrize("text", ["In January 2013.", "On 16 January 2014.", "On 17 January 2013.", "In 2013."])
def test_another_day_is_not(text: str) -> None:
    assert found(Day(date=date(2013, 1, 16)), text) is None


def test_a_pattern_is_met_in_any_case_and_not_by_markers() -> None:
    assert found(Pattern(regex=r"batter(y|ies)"), "Two Batteries.") == "Batteries"
    assert found(Pattern(regex=r"\d"), "None [1].") is None
    assert found(Pattern(regex="محرّك|بطارية"), "فحص المُحَرِّك") == "مُحَرِّك"


def test_a_pattern_that_takes_for_ever_is_stopped_and_not_tried_again() -> None:
    endless, text = Pattern(regex="(a|aa)+$"), "a" * 60 + "!"
    begun = time.monotonic()
    assert holds(endless, text) is None
    assert time.monotonic() - begun < LIMIT_S + 5
    assert is_slow(endless.regex)
    begun = time.monotonic()
    assert holds(endless, text + "!") is None
    assert time.monotonic() - begun < 0.5
    assert found(Pattern(regex="a{3}"), "caaat") == "aaa"


def test_words_are_normalised_as_for_squad() -> None:
    assert telling("The Ｂattery, a FIRE; “two” of 1,250!") == ["battery", "fire", "2", "of", "1250"]


@pytest.mark.parametrize(
    "text",
    [
        "I’m sorry, but the articles do not contain this.",
        "The provided documents do not mention the price.",
        "There is not enough information to answer.",
        "عذرًا، لا توجد معلومات عن ذلك في المقالات.",
        "لم أجد إجابة في المصادر.",
        "",
    ],
)
def test_refusals_of_other_systems_are_heard(text: str) -> None:
    assert sounds_like_refusal(text)


@pytest.mark.parametrize("text", ["It does not fly at night.", "لا تطير ليلا", "Nobody was hurt."])
def test_answers_that_deny_something_are_no_refusals(text: str) -> None:
    assert not sounds_like_refusal(text)
