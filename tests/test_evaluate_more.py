"""`aerocite evaluate` with wrong use and with files of the wrong shape."""

import asyncio
from pathlib import Path

import pytest
from conftest import Aerocite

from assistant.answer import Question, answer_from_json, to_json
from assistant.errors import BadSetting
from assistant.evaluation.systems import Asked
from assistant.evaluation.systems.recorded import Recorded

SMALL = "name: small\nquestions:\n  - {id: apu, question: Where is the APU?, expect: {answers: [tail]}}\n"


@pytest.mark.parametrize("line", ['{"id": "apu", "answer": "x", "turn": [1]}', "[" * 100_000, '{"answer": "x"}'])
def test_a_file_of_answers_of_the_wrong_shape_is_told(tmp_path: Path, line: str) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(BadSetting, match="no file of answers"):
        Recorded(path)


@pytest.mark.parametrize(
    ("citations", "cited"),
    [
        ('"https://example.org/a"', "https://example.org/a"),
        ('[{"url": 5, "title": 7, "quote": 9, "date": 2020}]', "5"),
        ('[{"url": "https://example.org/a", "date": null}]', "https://example.org/a"),
        ("null", None),
    ],
)
def test_a_recorded_answer_can_be_read_back(tmp_path: Path, citations: str, cited: str | None) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(
        f'{{"id": "apu", "turn": null, "answer": "In the tail [1].", "model": 5, "citations": {citations}}}', "utf-8"
    )
    reply = asyncio.run(Recorded(path).ask(Asked(question=Question(text="Where?"), sample="apu")))
    assert answer_from_json(to_json(reply.answer)) == reply.answer
    assert [one.url for one in reply.answer.citations] == ([cited] if cited else [])


def test_other_recorded_answers_of_the_same_length_are_another_system(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text('{"id": "apu", "answer": "tail"}', "utf-8")
    before = Recorded(path).fingerprint
    path.write_text('{"id": "apu", "answer": "nose"}', "utf-8")
    assert Recorded(path).fingerprint != before


@pytest.mark.parametrize(
    ("options", "told"), [(("--resume",), "--out FOLDER"), (("--out", "run", "--retry-errors"), "--resume")]
)
def test_what_goes_on_with_a_run_needs_that_run(
    aerocite: Aerocite, tmp_path: Path, options: tuple[str, ...], told: str
) -> None:
    (tmp_path / "small.yaml").write_text(SMALL, "utf-8")
    done = aerocite("evaluate", "run", "small.yaml", *options, home=tmp_path / "home")
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr
    assert not (tmp_path / "runs").exists()
