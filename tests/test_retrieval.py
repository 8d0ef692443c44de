"""Search: filters are exact, no character is syntax, languages cross; the same with a Chroma server."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from conftest import load, write_articles
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assistant.factory import Parts, reading_library
from assistant.settings import Settings
from knowledge.article import Filters, Passage
from knowledge.errors import KnowledgeError
from knowledge.query import Query


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`chroma run` on a loopback port."""
    folder = tmp_path_factory.mktemp("chroma")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / "chroma"), "run", "--path", str(folder), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="session")
def server_home(chroma_server: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("served") / "home"
    load(Settings(home=home, chroma_url=chroma_server), write_articles(home.parent))
    return home


@pytest.fixture(params=["in process", "server"])
def searched(request: pytest.FixtureRequest, library_home: Path) -> Iterator[Parts]:
    """The same library with Chroma in process and on a server."""
    if request.param == "in process":
        chosen = Settings(home=library_home)
    else:
        url = request.getfixturevalue("chroma_server")
        chosen = Settings(home=request.getfixturevalue("server_home"), chroma_url=url)
    with reading_library(chosen) as parts:
        yield parts


def search(parts: Parts, text: str, k: int = 10, **filters: object) -> list[Passage]:
    return parts.retriever.search(Query(text=text, k=k, filters=Filters(**filters)))  # type: ignore[arg-type]


def test_the_best_passage_comes_first_with_score_one(searched: Parts) -> None:
    found = search(searched, "How long does Northfield close its runway?")
    assert found[0].article_id == "runway-works"
    assert found[0].score == 1.0
    assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)
    assert all(0 < p.score <= 1 for p in found)


@pytest.mark.parametrize(
    ("filters", "allowed"),
    [
        ({"since": date(2024, 6, 15)}, {"fan-blades", "runway-works", "ar-sand"}),
        ({"until": date(2024, 6, 15)}, {"etops", "fan-blades", "hostile"}),
        ({"as_of": date(2024, 3, 1)}, {"etops", "hostile"}),
        ({"since": date(2024, 3, 1), "as_of": date(2024, 6, 15)}, {"etops", "fan-blades"}),
        ({"outlet": "the APRON"}, {"fan-blades", "runway-works"}),
        ({"category": "Engines"}, {"fan-blades", "apu"}),
        ({"language": "ar"}, {"ar-sand"}),
        ({"category": "engines", "since": date(2020, 1, 1)}, {"fan-blades"}),
        ({"outlet": "nobody"}, set()),
        ({"since": date(2025, 1, 2), "until": date(2025, 1, 1)}, set()),
    ],
)
def test_nothing_outside_the_filters_comes_back(searched: Parts, filters: dict[str, object], allowed: set[str]) -> None:
    for text in ("engine", "zeppelin runway ETOPS cracks", "الرمال"):
        assert {p.article_id for p in search(searched, text, k=50, **filters)} <= allowed
    assert {p.article_id for p in search(searched, "engine runway mast", k=50, **filters)} == allowed


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "*",
        "NEAR",
        "-",
        "(",
        "a AND (",
        "title:x OR",
        "~",
        "[a TO b]",
        "😀😀",
        "\u202eabc",
        "x" * 4000,
        "\\",
        "{",
        "::",
    ],
)
def test_no_question_is_syntax(searched: Parts, text: str) -> None:
    search(searched, text)
    assert search(searched, f"{text} fan blades cracks")[0].article_id == "fan-blades"


def test_questions_cross_languages(searched: Parts) -> None:
    assert search(searched, "sand erodes the blades of engine compressors")[0].article_id in ("ar-sand", "fan-blades")
    assert "ar-sand" in [p.article_id for p in search(searched, "desert sand and engine erosion", k=3)]
    assert search(searched, "وحدة الطاقة المساعدة توربين صغير في الذيل", k=3)[0].article_id in ("apu", "ar-sand")
    assert "apu" in [p.article_id for p in search(searched, "وحدة الطاقة المساعدة توربين في ذيل الطائرة", k=3)]


def test_arabic_spelling_variants_match(searched: Parts) -> None:
    for text in ("حبات الرَّمل الدقيقه", "إزالة الغبار", "ازاله الغبار"):
        assert search(searched, text)[0].article_id == "ar-sand"


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200), k=st.integers(1, 20))
def test_any_text_is_searched_without_failing(parts: Parts, text: str, k: int) -> None:
    found = search(parts, text, k=k)
    assert len(found) <= k
    assert len({p.id for p in found}) == len(found)
    for passage in found:
        article = parts.library.article(passage.article_id)
        assert article is not None
        assert article.text[passage.start : passage.end] == passage.text


def collections_on(server: str) -> set[str]:
    address = f"{server}/api/v2/tenants/default_tenant/databases/default_database/collections"
    return {collection["name"] for collection in httpx.get(address).json()}


def test_a_rebuild_on_a_server_takes_the_place_of_the_one_before(chroma_server: str, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", chroma_url=chroma_server)
    others = collections_on(chroma_server)
    load(settings, write_articles(tmp_path))
    first = collections_on(chroma_server) - others
    with reading_library(settings) as parts:
        parts.index.catch_up(rebuild=True)
        assert search(parts, "cracks in fan blades")[0].article_id == "fan-blades"
    second = collections_on(chroma_server) - others
    assert len(first) == len(second) == 3
    assert not first & second
    assert others <= collections_on(chroma_server)


def test_a_server_that_lost_what_it_held_is_filled_again(chroma_server: str, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", chroma_url=chroma_server)
    others = collections_on(chroma_server)
    load(settings, write_articles(tmp_path))
    for name in collections_on(chroma_server) - others:
        place = f"{chroma_server}/api/v2/tenants/default_tenant/databases/default_database/collections/{name}"
        httpx.delete(place).raise_for_status()
    remarks: list[str] = []
    with reading_library(settings, say=remarks.append) as parts:
        assert search(parts, "cracks in fan blades")[0].article_id == "fan-blades"
    assert remarks == ["The index is damaged; making it again from the library."]


def test_a_server_that_is_away_is_one_sentence(library_home: Path) -> None:
    away = Settings(home=library_home, chroma_url="http://127.0.0.1:9")
    with pytest.raises(KnowledgeError, match="does not answer") as error, reading_library(away) as parts:
        search(parts, "anything")
    assert "AEROCITE_CHROMA_URL" in error.value.hint
