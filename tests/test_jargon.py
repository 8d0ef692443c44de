"""Words of the trade are found, put in the words of articles, and help a search without outweighing its own words."""

import pytest

from knowledge.jargon import said_otherwise, spelt_out
from knowledge.words import alternatives


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many pax in a triple seven?", "How many passengers in a Boeing 777?"),
        ("lowest DH on a CAT I ILS", "lowest decision height on a category I ILS"),
        ("Which cat videos are in flight?", "Which cat videos are in flight?"),
        ("How does a fo sleep?", "How does a fo sleep?"),
        ("What is a decision height?", "What is a decision height?"),
        ("هل يسمح بالباور بانك؟", "هل يسمح power bank؟"),
    ],
)
def test_a_question_in_the_words_of_articles(question: str, expected: str) -> None:
    assert spelt_out(question) == expected


def test_an_entry_is_found_in_the_plural_and_in_any_arabic_spelling() -> None:
    assert said_otherwise("black boxes")[0].also == ("flight recorder",)
    assert said_otherwise("الصندوق الاسود") == said_otherwise("الصندوق الأسود")


def test_what_articles_say_is_known_the_other_way_round_where_the_table_says_so() -> None:
    assert said_otherwise("decision height")[0].also == ("DH",)
    assert not said_otherwise("the 747")


def test_stems_of_alternatives_belong_to_the_words_they_stand_for() -> None:
    assert frozenset({"passeng"}) in alternatives("max pax A21N", "en")["pax"]
    assert not alternatives("the range of an A350", "en")


def test_a_long_text_is_read_only_so_far() -> None:
    assert not said_otherwise("x " * 50_000 + "pax")
