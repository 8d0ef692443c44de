"""What a question asks for besides its words: days, outlets, categories, names, order; what can be taken back."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Aerocite, load, write_articles
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assistant.factory import Parts, reading_library
from assistant.settings import Settings
from knowledge.article import Filters
from knowledge.query import INFERENCES, Query, Results

THURSDAY = date(2025, 3, 20)
STRIKE = (
    "Baggage handlers stopped work at Northfield airport. The strike closed the airport for a day and {n} flights were "
    "cancelled. The union asks for higher pay, the airport offered two per cent."
)
NEWS: list[dict[str, object]] = [
    {"id": "strike-new", "title": "Strike closes Northfield", "published": "2025-03-18", "outlet": "The Apron"},
    {
        "id": "strike-old",
        "title": "Strike closes Northfield",
        "published": "2024-03-19",
        "outlet": "Hangar Weekly",
        "text": "A strike of the security staff shut Northfield airport on Tuesday. Airlines cancelled 31 flights, and "
        "the managers of the airport invited the union to talks about pay and shifts.",
    },
    {"id": "strike-undated", "title": "Strike closes Northfield"},
    {"id": "strike-future", "title": "Strike closes Northfield", "published": "2999-01-01", "outlet": "The Apron"},
    {
        "id": "chocks-old",
        "title": "Chocks",
        "published": "2019-05-01",
        "outlet": "Hangar Weekly",
        "text": "Chocks are wedges that keep the wheels of a parked aeroplane from rolling. Crews set them at arrival.",
    },
    {
        "id": "chocks-new",
        "title": "Chocks",
        "published": "2025-03-19",
        "outlet": "The Apron",
        "text": "Chocks are wedges that keep the wheels of a parked aeroplane from rolling. Crews take them away.",
    },
    {
        "id": "max",
        "title": "What the 737-8 carries",
        "published": "2024-01-05",
        "outlet": "Hangar Weekly",
        "text": "The 737-8 carries up to 210 passengers in one class. Most airlines choose fewer seats.",
    },
    {
        "id": "800",
        "title": "What the 737-800 carries",
        "published": "2024-01-05",
        "outlet": "Hangar Weekly",
        "text": "The 737-800 carries up to 189 passengers in one class. Most airlines choose fewer seats.",
    },
    {
        "id": "directive-02",
        "title": "Inspection of pitot hoses",
        "published": "2024-02-01",
        "categories": ["safety"],
        "text": "AD 2024-01-02 asks for an inspection of the pitot hoses before further flight and every 500 hours.",
    },
    {
        "id": "directive-20",
        "title": "Inspection of fuel hoses",
        "published": "2024-02-02",
        "categories": ["safety"],
        "text": "AD 2024-01-20 asks for an inspection of the fuel hoses before further flight and every 500 hours.",
    },
    {
        "id": "hub",
        "title": "Fares fall",
        "published": "2024-06-01",
        "outlet": "www.gateside.example",
        "text": "Fares between the two coasts fell by nine per cent in spring, says an analysis of tickets.",
    },
    {
        "id": "press",
        "title": "Boeing builds more",
        "published": "2025-03-10",
        "outlet": "Boeing",
        "text": "Boeing raises the output of its single-aisle line to 38 aeroplanes a month.",
    },
    {
        "id": "ar-hub",
        "title": "توسعة المطار",
        "published": "2024-06-02",
        "outlet": "مجلة المدرج",
        "language": "ar",
        "text": "أعلن المطار توسعة صالة الركاب لتستوعب ثلاثين مليون مسافر في السنة. وتبدأ أعمال البناء في الخريف.",
    },
]
for number, article in enumerate(NEWS):
    article.setdefault("text", STRIKE.format(n=40 + number))


@pytest.fixture(scope="module")
def news_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("news") / "home"
    assert not load(Settings(home=home), write_articles(home.parent, NEWS)).failed
    return home


@pytest.fixture
def news(news_home: Path) -> Iterator[Parts]:
    with reading_library(Settings(home=news_home)) as parts:
        yield parts


def search(parts: Parts, text: str, *ignore: str, k: int = 10, **filters: object) -> Results:
    filters.setdefault("as_of", THURSDAY)
    return parts.retriever.search(
        Query(text=text, k=k, filters=Filters(**filters), ignore=frozenset(ignore))  # type: ignore[arg-type]
    )


def articles(found: Results) -> list[str]:
    return list(dict.fromkeys(passage.article_id for passage in found))


def test_days_are_inferred_and_can_be_taken_back(news: Parts) -> None:
    asked = "Why did Northfield close this week?"
    found = search(news, asked)
    assert (found.understood.inferred.since, found.understood.inferred.until) == (date(2025, 3, 17), THURSDAY)
    assert found.understood.because == (("dates", "this week"),)
    assert articles(found)[0] == "strike-new"
    assert all(p.published and p.published >= date(2025, 3, 17) for p in found)
    free = search(news, asked, "dates")
    assert free.understood.inferred == Filters()
    assert {"strike-new", "strike-old"} <= set(articles(free))


def test_the_same_in_arabic(news: Parts) -> None:
    found = search(news, "ماذا حدث في مطار Northfield هذا الأسبوع؟")
    assert found.understood.inferred.since == date(2025, 3, 17)
    assert articles(found)[0] == "strike-new"


def test_nothing_from_after_the_day_of_the_question(news: Parts) -> None:
    for text in ("Northfield strike", "latest news on the Northfield strike", "strike this year"):
        found = search(news, text, k=50, as_of=None)
        assert "strike-future" not in articles(found)
    # Without a day that was asked for, what has no date may answer.
    assert "strike-undated" in articles(search(news, "Northfield strike", k=50, as_of=None))
    assert "strike-undated" not in articles(search(news, "Northfield strike", k=50))
    assert "strike-new" not in articles(search(news, "Northfield strike", k=50, as_of=date(2025, 3, 17)))


def test_given_days_come_before_those_in_the_words(news: Parts) -> None:
    found = search(news, "Northfield strike this week", since=date(2024, 1, 1), until=date(2024, 12, 31))
    assert found.understood.inferred == Filters()
    assert articles(found)[0] == "strike-old"


def test_news_prefers_the_new_and_never_the_undated(news: Parts) -> None:
    found = search(news, "Who closed Northfield airport recently?", as_of=None)
    assert found.understood.kind == "now"
    assert articles(search(news, "Who closed Northfield airport recently?"))[0] == "strike-new"
    undated = [p.why.freshness for p in found if p.article_id == "strike-undated" and p.why]
    assert undated == [1.0]


def test_what_does_not_age_is_not_weighed_by_date(news: Parts) -> None:
    found = search(news, "What are chocks?")
    assert found.understood.kind == "timeless"
    assert {p.why.freshness for p in found if p.why} == {1.0}


def test_latest_and_first_are_honoured(news: Parts) -> None:
    assert articles(search(news, "What is the latest on the Northfield strike?"))[0] == "strike-new"
    assert articles(search(news, "Who first reported a strike at Northfield airport?"))[0] == "strike-old"


@pytest.mark.parametrize(
    ("asked", "outlet"),
    [
        ("According to the apron, what closed Northfield?", "The Apron"),
        ("What did Hangar Weekly report about the Northfield strike?", "Hangar Weekly"),
        ("In Hangar Weekly's article on Northfield, how many flights were cancelled?", "Hangar Weekly"),
        ("What fell, according to Gateside?", "www.gateside.example"),
        ("وفقا لمجلة المدرج، ما الذي أعلنه المطار؟", "مجلة المدرج"),
        ("Who works on the apron at Northfield?", None),
        ("In Boeing's announcement, how many aeroplanes are built a month?", "Boeing"),
        ("What is the latest news on Boeing output?", None),
        ("What did Boeing report about its output?", None),
        ("Boeing news", None),
        ("What did Reuters report about Northfield?", None),
    ],
)
def test_an_outlet_is_inferred_when_the_library_holds_it(news: Parts, asked: str, outlet: str | None) -> None:
    found = search(news, asked)
    assert found.understood.inferred.outlet == outlet
    if outlet:
        assert {p.outlet for p in found} == {outlet}
        assert not found.understood.relaxed


def test_a_category_is_inferred(news: Parts) -> None:
    for asked in ("Which hoses are inspected in safety news?", "ما الجديد في أخبار السلامة عن hoses؟"):
        found = search(news, asked)
        assert found.understood.inferred.category == "safety"
        assert articles(found)[0].startswith("directive")


def test_an_inference_that_hides_the_answer_is_not_kept(news: Parts) -> None:
    found = search(news, "According to The Apron, how many passengers does the 737-8 carry?")
    assert found.understood.relaxed == ("outlet",)
    assert found.understood.held.outlet is None
    assert articles(found)[0] == "max"


def test_days_that_only_an_article_in_another_language_passes_are_kept(news: Parts) -> None:
    found = search(news, "What was announced about the passenger hall of the airport in June 2024?")
    assert found.understood.relaxed == ()
    assert articles(found)[0] == "ar-hub"


def test_words_of_a_filter_that_is_given_up_are_searched_again(news: Parts) -> None:
    found = search(news, "articles from The Apron on chocks of 2010")
    assert {"chocks-old", "chocks-new"} & set(articles(found)[:2])


def test_days_before_the_oldest_article_are_told_by_later_ones(news: Parts) -> None:
    found = search(news, "What did Northfield airport look like in 1985?")
    assert found.understood.inferred.since == date(1985, 1, 1)
    assert found.understood.relaxed == ("dates",)
    assert len(found) > 0


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "piece", ["-", ",", ".", "'", " ", "a ", "in ", "AD ", "according to ", "from AIN ", "2024 ", "و"]
)
def test_no_question_takes_long_to_understand(news: Parts, piece: str) -> None:
    text = "what is " + piece * (3900 // len(piece)) + " a b c d e"
    assert search(news, text).understood.as_of == THURSDAY


def test_given_filters_are_never_relaxed(news: Parts) -> None:
    found = search(news, "How many passengers does the 737-8 carry?", outlet="The Apron")
    assert {p.outlet for p in found} == {"The Apron"}
    assert not found.understood.relaxed


def test_names_meet_in_one_id_and_are_not_confused(news: Parts) -> None:
    for asked in ("How many seats has a B38M?", "737 MAX 8 passengers", "كم راكبا تحمل بوينغ 737 ماكس 8؟"):
        found = search(news, asked)
        assert found.understood.identifiers[0] == "aircraft:737-8"
        assert articles(found)[0] == "max"
        assert found.passages[0].why is not None
        assert found.passages[0].why.matched == ("aircraft:737-8",)
    assert articles(search(news, "B738 seats"))[0] == "800"


def test_a_directive_matches_only_itself(news: Parts) -> None:
    assert articles(search(news, "What does AD 2024-01-02 ask for?"))[0] == "directive-02"
    assert articles(search(news, "What does AD 2024-01-20 ask for?"))[0] == "directive-20"


def test_a_question_of_two_parts_finds_both(news: Parts) -> None:
    found = search(news, "How many seats has a B38M and what are chocks?", k=4)
    assert len(found.understood.steps) == 2
    assert {"max"} < set(articles(found))
    assert {p.why.step for p in found if p.why} >= {1, 2}


DAYS = st.one_of(st.none(), st.dates(date(2018, 1, 1), date(2026, 1, 1)))


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.sampled_from(
        [
            "strike this week according to The Apron",
            "What did The Apron report on strikes last year and how many passengers does the 737-8 carry?",
            "latest strike at Northfield",
            "safety news from 2024",
            "AD 2024-01-02 and the B38M",
            "ما هي آخر أخبار المطار في عام 2024",
        ]
    ),
    as_of=DAYS,
    since=DAYS,
    until=DAYS,
    outlet=st.sampled_from([None, "the apron", "Hangar Weekly", "nobody"]),
    language=st.sampled_from([None, "en", "ar"]),
    ignore=st.sets(st.sampled_from(INFERENCES)),
)
def test_no_given_filter_is_ever_broken(
    news: Parts,
    text: str,
    as_of: date | None,
    since: date | None,
    until: date | None,
    outlet: str | None,
    language: str | None,
    ignore: set[str],
) -> None:
    filters = Filters(as_of=as_of, since=since, until=until, outlet=outlet, language=language)
    query = Query(text=text, k=50, filters=filters, ignore=frozenset(ignore))  # type: ignore[arg-type]
    found = news.retriever.search(query)
    assert all(filters.admits(passage) for passage in found)
    assert all(p.published is None or p.published < date.today() + timedelta(days=2) for p in found)
    inferred = found.understood.held
    assert all(inferred.admits(passage) for passage in found)
    assert found == news.retriever.search(query)
    assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)


def test_the_command_explains(aerocite: Aerocite, news_home: Path) -> None:
    asked = "According to The Apron, why did Northfield close this week?"
    ran = aerocite("search", asked, "--as-of", "2025-03-20", "--explain", home=news_home)
    assert ran.returncode == 0
    for said in ("dates: 2025-03-17 to 2025-03-20 (from “this week”)", "outlet: The Apron", "words 0.", "new ×"):
        assert said in ran.stdout
    ran = aerocite("search", asked, "--as-of", "2025-03-20", "--json", home=news_home)
    answer = json.loads(ran.stdout)
    assert answer["understood"]["inferred"]["outlet"] == "The Apron"
    assert answer["passages"][0]["why"]["freshness"] > 1
    ran = aerocite(
        "search", asked, "--as-of", "2025-03-20", "--json", "--ignore", "dates", "--ignore", "outlet", home=news_home
    )
    assert json.loads(ran.stdout)["understood"]["because"] == []


def test_an_answer_says_that_a_filter_was_relaxed(aerocite: Aerocite, news_home: Path) -> None:
    asked = "According to The Apron, how many passengers does the 737-8 carry?"
    answer = json.loads(aerocite("ask", asked, "--json", home=news_home).stdout)
    assert [note["type"] for note in answer["notes"] if note["type"] == "filter_relaxed"] == ["filter_relaxed"]
    assert answer["citations"][0]["article_id"] == "max"
    batch = json.dumps({"id": 1, "question": asked, "ignore": ["outlet"]}) + "\n"
    free = json.loads(aerocite("ask", "--batch", "-", home=news_home, stdin=batch).stdout)
    assert free["understood"]["because"] == []
    wrong = json.dumps({"id": 2, "question": asked, "ignore": ["colour"]}) + "\n"
    assert "Known are: dates, outlet, category." in aerocite("ask", "--batch", "-", home=news_home, stdin=wrong).stdout


def test_a_filter_that_hides_one_part_of_a_question_is_given_up(news: Parts) -> None:
    found = search(news, "What happened at Northfield this week and how many passengers does the 737-8 carry?", k=6)
    assert len(found.understood.steps) == 2
    assert found.understood.relaxed == ("dates",)
    assert {"strike-new", "max"} <= set(articles(found))
    assert {p.article_id for p in found if p.why and p.why.step == 1} >= {"strike-new", "strike-old"}
    assert next(p.why.step for p in found if p.why and p.article_id == "max") == 2


def test_two_outlets_are_asked_one_by_one(news: Parts) -> None:
    one, other = ("did The Apron report about the strike", "did Hangar Weekly report about the strike")
    found = search(news, f"What {one} and what {other}?", k=4)
    assert found.understood.inferred.outlet is None
    assert [filters.outlet for filters in found.understood.step_filters] == ["The Apron", "Hangar Weekly"]
    assert {"strike-new", "strike-old"} <= set(articles(found))
