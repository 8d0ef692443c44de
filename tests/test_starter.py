"""The starter library: enough of it, in form, and able to answer what the page offers to ask."""

import asyncio
import re
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

import pytest
import yaml

from assistant.answer import Answer, Question
from assistant.factory import Parts, make_assistant, reading_library
from assistant.settings import Settings

CATEGORIES = set(
    "aircraft engines manufacturers airlines airports air-traffic operations weather safety accidents maintenance "
    "regulation business electric-flight evtol fuels ai avionics".split()
)


def articles() -> Iterator[tuple[str, dict[str, object], str]]:
    with as_file(files("knowledge") / "starter") as folder:
        for path in sorted(folder.glob("*.md")):
            _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
            yield path.name, yaml.safe_load(front), body


def test_there_are_enough_articles_in_both_languages() -> None:
    languages = [front["language"] for _, front, _ in articles()]
    assert len(languages) >= 60
    assert languages.count("ar") >= 6
    assert {category for _, front, _ in articles() for category in front["categories"]} == CATEGORIES  # type: ignore[attr-defined]


@pytest.mark.parametrize(("name", "front", "body"), [pytest.param(*a, id=a[0]) for a in articles()])
def test_an_article_is_in_form(name: str, front: dict[str, object], body: str) -> None:
    assert set(front) == {"title", "published", "categories", "language", "outlet", "sources"}
    assert front["outlet"] == "AeroCite starter library"
    assert isinstance(front["sources"], list)
    assert len(front["sources"]) >= 3
    assert set(front["categories"]) <= CATEGORIES  # type: ignore[call-overload]
    assert 400 <= len(body.split()) <= 1200
    assert len(re.findall(r"^## ", body, re.MULTILINE)) >= 3
    assert not re.search(r"https?://|!\[|\]\(|^# |\*\*|<\w", body, re.MULTILINE)


@pytest.fixture(scope="module")
def starter(starter_home: Path) -> Iterator[Parts]:
    with reading_library(Settings(home=starter_home)) as parts:
        yield parts


def ask(parts: Parts, question: str) -> Answer:
    settings = Settings(home=Path("unused"))
    return asyncio.run(make_assistant(settings, parts).ask(Question(text=question)))


@pytest.mark.parametrize(
    ("question", "title", "words"),
    [
        ("What does ETOPS mean?", "ETOPS", "Extended"),
        ("When was the Boeing 737 MAX grounded?", "737", "March 2019"),
        ("What is the difference between a MEL and a CDL?", "minimum equipment list", "missing"),
        ("How many people died in the Tenerife accident of 1977?", "Tenerife", "583"),
        ("What is holdover time?", "de-icing", "anti-icing"),
        ("Which engines power the Airbus A220?", "A220", "PW1500G"),
        ("What does the Q line of a NOTAM contain?", "NOTAM", "Q"),
        ("How much SAF must fuel suppliers deliver in 2050 under ReFuelEU?", "SAF", "70"),
        ("ما الفرق بين الخطوط الجوية السعودية وطيران الرياض؟", "الرياض", "الرياض"),
    ],
)
def test_the_starter_library_answers(starter: Parts, question: str, title: str, words: str) -> None:
    answer = ask(starter, question)
    assert answer.refusal is None
    assert title in answer.citations[0].title + answer.citations[-1].title
    assert words in answer.text
    for citation in answer.citations:
        article = starter.library.article(citation.article_id, citation.version)
        assert article is not None
        assert article.text[citation.start : citation.end] == citation.quote


def test_arabic_and_english_questions_reach_articles_of_the_other_language(starter: Parts) -> None:
    arabic = ask(starter, "ما هي قواعد ETOPS للطائرات ذات المحركين؟")
    assert "en" in {passage.language for passage in arabic.passages}
    english = ask(starter, "Which terminal at Jeddah serves Hajj pilgrims?")
    assert "ar" in {passage.language for passage in english.passages}
