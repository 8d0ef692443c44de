"""The project's own suites (see suites/README.md): things by other names, confusable pairs, questions of two parts."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from shutil import copytree

import pytest
from conftest import load, write_articles

from assistant.factory import Parts, reading_library
from assistant.settings import Settings
from knowledge.query import Query

SUITES = Path(__file__).parent / "suites"


def suite(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (SUITES / name).read_text(encoding="utf-8").splitlines()]


def two_parts() -> list[dict[str, list[str]]]:
    return suite("two_parts.jsonl")  # type: ignore[return-value]


def found(parts: Parts, question: str, k: int) -> list[str]:
    """The articles of the first `k` passages: their ids, and for those that were read from files their names."""
    ids = dict.fromkeys(p.article_id for p in parts.retriever.search(Query(text=question, k=k)))
    origins = (parts.library.origin(name) for name in ids)
    return [*ids, *(Path(origin.name).stem for origin in origins if origin)]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    home = tmp_path_factory.mktemp("named") / "home"
    assert not load(Settings(home=home), SUITES / "identifiers/articles.jsonl").failed
    with reading_library(Settings(home=home)) as parts:
        yield parts


@pytest.fixture
def starter(starter_home: Path) -> Iterator[Parts]:
    with reading_library(Settings(home=starter_home)) as parts:
        yield parts


def test_things_are_found_by_other_names_than_their_articles_use(named: Parts) -> None:
    asked = suite("identifiers/questions.jsonl")
    missed = [q["id"] for q in asked if q["article"] not in found(named, q["question"], 5)]
    assert len(asked) >= 300
    assert len(missed) <= 0.05 * len(asked), missed


def test_things_of_like_names_are_not_confused(named: Parts) -> None:
    pairs = suite("identifiers/confusable.jsonl")
    confused = []
    for pair in pairs:
        articles = [*found(named, pair["question"], 50), pair["wrong"]]
        if pair["right"] not in articles or articles.index(pair["right"]) > articles.index(pair["wrong"]):
            confused.append(pair["id"])
    assert len(pairs) >= 60
    assert not confused


def test_both_parts_of_a_question_are_found(starter: Parts) -> None:
    asked = two_parts()
    missed = [q["id"] for q in asked if not set(q["articles"]) <= set(found(starter, str(q["question"]), 10))]
    assert len(asked) >= 60
    assert len(missed) <= 0.15 * len(asked), missed


def test_other_topics_do_not_hide_an_article(starter_home: Path, tmp_path: Path) -> None:
    home = Path(copytree(starter_home, tmp_path / "crowded"))
    assert load(Settings(home=home), write_articles(tmp_path, list(off_topic(100)))).added == 100
    asked = [pair for q in two_parts() for pair in zip(q["parts"], q["articles"], strict=True)]
    with reading_library(Settings(home=home)) as parts:
        missed = [question for question, article in asked if article not in found(parts, question, 10)]
    assert len(missed) <= 0.01 * len(asked), missed


def off_topic(count: int) -> Iterator[dict[str, object]]:
    """Articles on cooking and gardens, made of the same few sentences in another order."""
    random = Random(5)
    things = "tomato onion leek pear quince basil bread cheese lentil barley carrot plum fig almond spinach".split()
    sayings = (
        "Slice the {0} and let it rest beside the {1} until evening.",
        "A bed of {0} needs water each morning, and the {1} next to it needs hardly any.",
        "Cooks in the village serve {0} with {1} at harvest, and everyone brings a chair.",
        "Store the {0} in a dry cellar; the {1} keeps longer when it is wrapped.",
        "The market opens at seven, sells {0} first and runs out of {1} by noon.",
    )
    for number in range(count):
        one, other = random.sample(things, 2)
        text = " ".join(saying.format(one, other) for saying in random.sample(sayings, len(sayings)))
        yield {"id": f"garden-{number}", "title": f"Of {one} and {other}", "published": "2025-05-01", "text": text}
