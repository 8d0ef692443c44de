"""Which passages tell the same story, and how a list of passages is spread over stories and articles."""

import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import knowledge
from knowledge.article import Passage
from knowledge.stories import merged, same_story, shingles, spread

REPORT = (
    "A Boeing 777 of Meridian Air returned to Doha on Tuesday after its left engine lost oil pressure over the Gulf. "
    "The crew shut the engine down, descended to 22,000 feet and landed safely after fifty minutes with 291 people on "
    "board. The airline said that mechanics found a broken pipe, which was replaced during the night. Passengers were "
    "taken to hotels and flew to Manila on another aircraft the next morning."
)
REWRITE = (
    "MERIDIAN JET TURNS BACK. A 777 of Meridian Air returned to Doha on Tuesday when its left engine lost oil pressure "
    "over the Gulf. Its crew shut the engine down, went down to 22,000 feet and landed safely with 291 people aboard. "
    "Mechanics found a broken pipe, the airline said. Passengers were taken to hotels and flew to Manila on another "
    "plane the next morning."
)
OTHER = (
    "A Boeing 777 of Meridian Air left Doha for Manila on Tuesday with the first seats of the carrier's new business "
    "class. The airline said that it will fit them to all of its long-haul aircraft during the next two years, and "
    "that passengers were asked about the seats before they were ordered from a maker in Northern Ireland."
)
ARABIC = (
    "أعلنت شركة الطيران يوم الثلاثاء أنها تسلمت أول طائرة من طراز A350 في تولوز، وأن الطائرة ستبدأ رحلاتها إلى لندن في "
    "مطلع الشهر المقبل. وقال رئيس الشركة إن بقية الطلبية ستصل خلال عامين."
)


def passage(name: str, text: str | None = None, *, article: str | None = None, score: float = 1.0) -> Passage:
    # Words of its own, so that it resembles no other.
    text = text or " ".join(f"{name}{number}" for number in range(40))
    return Passage(
        id=name, article_id=article or name, version=1, title="", text=text, start=0, end=len(text), score=score
    )


def ids(passages: list[Passage]) -> list[str]:
    return [found.id for found in passages]


def test_a_light_rewrite_is_the_same_story_and_another_report_is_not() -> None:
    assert same_story(shingles(REPORT), shingles(REWRITE))
    assert same_story(shingles(REWRITE), shingles(REPORT))
    assert not same_story(shingles(REPORT), shingles(OTHER))


def test_a_copy_inside_a_longer_article_is_the_same_story() -> None:
    assert same_story(shingles(REPORT), shingles(OTHER + " " + REPORT + " " + ARABIC))
    assert same_story(shingles(REPORT[: len(REPORT) // 2]), shingles(REPORT))


def test_arabic_spelling_does_not_matter() -> None:
    other = ARABIC.replace("أ", "ا").replace("ة ", "ه ")
    assert shingles(ARABIC, "ar") == shingles(other, "ar")
    assert not same_story(shingles(ARABIC, "ar"), shingles(ARABIC[: len(ARABIC) // 9] + REPORT, "ar"))


def test_a_language_without_spaces_has_shingles() -> None:
    text = "全日空の旅客機が羽田空港に着陸した後、滑走路で停止しました。"
    assert same_story(shingles(text, "ja"), shingles("速報:" + text.replace("旅客機", "機体"), "ja"))


@pytest.mark.parametrize("text", ["", " … ", "!?"])
def test_no_words_tell_no_story(text: str) -> None:
    assert shingles(text) == frozenset()
    assert not same_story(shingles(text), shingles(text))


def test_a_phrase_is_only_a_copy_as_a_whole() -> None:
    assert same_story(shingles("lost oil pressure over the Gulf"), shingles(REPORT))
    assert not same_story(shingles("lost oil pressure over the North Sea"), shingles(REPORT))


def test_shingles_are_the_same_in_every_process() -> None:
    code = "import sys; from knowledge.stories import shingles; print(sorted(shingles(sys.argv[1])))"
    done = subprocess.run([sys.executable, "-c", code, REPORT], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == str(sorted(shingles(REPORT)))


def test_no_two_starter_articles_tell_the_same_story() -> None:
    folder = Path(knowledge.__file__).parent / "starter"
    told = [shingles(path.read_text(encoding="utf-8").split("---", 2)[2]) for path in sorted(folder.glob("*.md"))]
    assert len(told) > 80
    assert not any(same_story(one, other) for at, one in enumerate(told) for other in told[:at])


def test_three_passages_of_an_article_are_shown() -> None:
    ranked = [passage(f"a{n}", article="a") for n in range(6)] + [passage(f"b{n}", article="b") for n in range(4)]
    assert ids(spread(ranked, k=6)) == ["a0", "a1", "a2", "b0", "b1", "b2", "a3", "a4", "a5", "b3"]
    assert ids(spread(ranked, k=5, most_of_article=1))[:2] == ["a0", "b0"]


def test_a_short_list_shows_two_of_an_article() -> None:
    ranked = [passage(f"a{n}", article="a") for n in range(4)] + [passage("b"), passage("c")]
    assert ids(spread(ranked, k=4)) == ["a0", "a1", "b", "c", "a2", "a3"]
    assert ids(spread(ranked, k=3, most_of_article=1)) == ["a0", "b", "c", "a1", "a2", "a3"]


def test_of_copies_the_best_is_shown() -> None:
    ranked = [passage("first", REPORT), passage("copy", REWRITE), passage("again", REPORT), passage("other", OTHER)]
    assert ids(spread(ranked, k=2)) == ["first", "other", "copy", "again"]


def test_what_is_held_back_fills_the_places_that_are_left() -> None:
    ranked = [passage(f"a{n}", article="a") for n in range(5)]
    assert ids(spread(ranked, k=5)) == ids(ranked)
    assert spread([], k=5) == []


def test_a_spread_leaves_an_even_list_alone() -> None:
    ranked = [passage(name) for name in "abcdef"]
    assert spread(ranked, k=4) == ranked


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([REPORT, REWRITE, OTHER, ARABIC])), max_size=20))
def test_a_spread_loses_nothing_and_keeps_the_best_first(drawn: list[tuple[str, str]]) -> None:
    ranked = [passage(str(at), text, article=article) for at, (article, text) in enumerate(drawn)]
    for k in range(-1, 12):
        found = spread(ranked, k=k)
        assert Counter(ids(found)) == Counter(ids(ranked))
        assert found[:1] == ranked[:1]
        assert found == spread(ranked, k=k)


def test_a_spread_takes_little_time() -> None:
    words = REPORT.split()
    ranked = [
        passage(str(at), " ".join(f"{word}{at if place % 3 else ''}" for place, word in enumerate(words * 3))[:1000])
        for at in range(60)
    ]

    def seconds() -> float:
        begun = time.perf_counter()
        spread(ranked, k=10)
        return time.perf_counter() - begun

    # A twentieth of it is usual on a quiet machine.
    assert min(seconds() for _ in range(20)) < 0.02


def test_lists_are_dealt_in_turn() -> None:
    one = [passage(f"a{n}", score=1 - n / 10) for n in range(4)]
    other = [passage(f"b{n}", score=1 - n / 10) for n in range(2)]
    assert ids(merged([one, other], 5)) == ["a0", "b0", "a1", "b1", "a2"]
    assert ids(merged([one, other], 3)) == ["a0", "b0", "a1"]
    assert ids(merged([one, [], other], 99)) == ["a0", "b0", "a1", "b1", "a2", "a3"]


def test_a_passage_of_two_lists_counts_once_and_costs_neither_a_place() -> None:
    shared = passage("s")
    found = merged([[shared, passage("a")], [shared, passage("b")], [passage("c"), shared]], 9)
    assert ids(found) == ["s", "b", "c", "a"]


def test_scores_fall_from_one() -> None:
    one = [passage(f"a{n}", score=score) for n, score in enumerate((0.8, 0.5, 0.4))]
    other = [passage(f"b{n}", score=score) for n, score in enumerate((1.0, 0.9, 0.1))]
    scores = [found.score for found in merged([one, other], 6)]
    assert scores[0] == 1
    assert all(after < before for before, after in zip(scores, scores[1:], strict=False))
    assert merged([], 3) == merged([one], 0) == []
