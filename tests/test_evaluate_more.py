"""`aerocite evaluate` with wrong use and with files of the wrong shape."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import Aerocite
from judged_run import stored
from openai_server import OpenAIServer

from assistant.answer import Question, answer_from_json, to_json
from assistant.errors import BadSetting
from assistant.evaluation.holding import held
from assistant.evaluation.judging.verdicts import JUDGED
from assistant.evaluation.runs import ANSWERS, MANIFEST, SUITE, BadRun, load_run
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


@contextmanager
def running(tmp_path: Path, server: OpenAIServer, *options: str) -> Iterator[subprocess.Popen[str]]:
    """A run in `cut` that takes long, once its first answer is stored."""
    (tmp_path / "small.yaml").write_text(SMALL, "utf-8")
    command = (sys.executable, "-m", "assistant", "evaluate", "run", "small.yaml", "--out", "cut", "--repeat", "40")
    with subprocess.Popen(
        [*command, "--system", "openai:any", "--no-cache", "--concurrency", "1", *options],
        cwd=tmp_path,
        env={**os.environ, "AEROCITE_HOME": str(tmp_path / "home"), "OPENAI_BASE_URL": server.url},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            waited_for((tmp_path / "cut" / ANSWERS).exists, process)
            yield process
        finally:
            process.kill()


def waited_for(come: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not come():
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.01)


def test_one_process_at_a_time_adds_to_a_run(aerocite: Aerocite, tmp_path: Path) -> None:
    more = ("evaluate", "run", "small.yaml", "--out", "cut", "--resume", "--system", "openai:any", "--no-cache")
    more = (*more, "--repeat", "40", "--quiet", "--concurrency", "8")
    with OpenAIServer(fault="slow", delay=0.5, answer=lambda body: "An APU sits in the tail.") as server:
        with running(tmp_path, server) as process:
            second = aerocite(*more, home=tmp_path / "home", OPENAI_BASE_URL=server.url)
            assert second.returncode == 2, second.stderr
            assert "Another process is at work on the run in cut." in second.stderr
            assert "--resume" in second.stderr
            process.send_signal(signal.SIGKILL)
            process.wait(20)
        server.fault = None
        third = aerocite(*more, home=tmp_path / "home", OPENAI_BASE_URL=server.url)
        assert third.returncode in (0, 1), third.stderr
    kept = [json.loads(line)["repeat"] for line in (tmp_path / "cut" / ANSWERS).read_text("utf-8").splitlines()]
    assert sorted(kept) == list(range(40))


def test_the_right_to_a_run_leaves_other_files_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("keep me")
    with pytest.raises(BadSetting, match="holds other files"), held(tmp_path / "mine"):
        pass
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(BadSetting, match="cannot be written to"), held(tmp_path / "file" / "run"):
        pass
    with held(tmp_path / "new"), pytest.raises(BadSetting, match="Another process"), held(tmp_path / "new"):
        pass
    with held(tmp_path / "new"):
        pass


def test_ctrl_c_is_told_from_too_many_errors(tmp_path: Path) -> None:
    with OpenAIServer(delay=30) as server:

        def first(body: Any) -> str:
            server.fault = "slow"
            return "An APU."

        server.answer = first
        with running(tmp_path, server, "--fail-fast", "1", "--timeout", "2") as process:
            waited_for(lambda: len(server.chats) > 1, process)
            # What is in flight runs out of time after Ctrl-C, and is as many errors as may be.
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "--resume" in told
    assert "Reports:" not in told


def test_too_many_errors_end_a_run_that_is_reported(aerocite: Aerocite, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL, "utf-8")
    with OpenAIServer(fault="no_model") as server:
        done = aerocite(
            *("evaluate", "run", "small.yaml", "--out", "run", "--repeat", "9", "--fail-fast", "2"),
            *("--system", "openai:any", "--concurrency", "1"),
            home=tmp_path / "home",
            OPENAI_BASE_URL=server.url,
        )
    assert done.returncode == 3, done.stderr
    assert "2 errors" in done.stdout
    assert len((tmp_path / "run" / ANSWERS).read_text().splitlines()) == 2
    assert json.loads((tmp_path / "run" / MANIFEST).read_text())["ended"] == ""


def spoil(change: Callable[[Any], None]) -> Callable[[str], str]:
    def spoilt(text: str) -> str:
        value = json.loads(text)
        change(value)
        return json.dumps(value, indent=1)

    return spoilt


@pytest.mark.parametrize(
    ("name", "spoilt", "told"),
    [
        (SUITE, spoil(lambda suite: suite["questions"][0].update(weight=0)), "'questions[0].weight' is 0"),
        (SUITE, spoil(lambda suite: suite["questions"][0].pop("id")), "'questions[0].id' is missing"),
        (SUITE, spoil(lambda suite: suite.update(gate={})), "'gate' is not known"),
        (SUITE, lambda text: "[]", "suite.json:1: this is a list"),
        (SUITE, lambda text: text[:40], "this is no JSON"),
        (SUITE, lambda text: "[" * 100_000, "this is not what a run writes there"),
        (MANIFEST, spoil(lambda manifest: manifest.pop("system")), "'system' is missing"),
        (MANIFEST, lambda text: "5", "manifest.json:1: this is 5"),
        ("gold.json", lambda text: "[]", "gold.json:1: this is a list"),
        ("gold.json", lambda text: '{"pier":\n [{"grade": 1}]}', "gold.json:2: 'pier[0].article_id' is missing"),
        (ANSWERS, lambda text: text + '{"key": "k"}\n', "'sample' is missing"),
        (ANSWERS, lambda text: text + "{\n", "this is no JSON"),
    ],
)
def test_a_run_that_cannot_be_read_is_told_by_file_line_and_field(
    tmp_path: Path, name: str, spoilt: Callable[[str], str], told: str
) -> None:
    folder = stored(tmp_path / "run")
    text = (folder / name).read_text("utf-8")
    (folder / name).write_text(spoilt(text), "utf-8")
    with pytest.raises(BadRun) as failed:
        load_run(folder)
    assert told in str(failed.value)
    assert f"{folder / name}:" in str(failed.value)
    assert "pydantic" not in str(failed.value)
    if name == ANSWERS:
        assert f"{name}:{len(text.splitlines()) + 1}: " in str(failed.value)


def test_the_line_of_a_fault_is_where_it_stands(tmp_path: Path) -> None:
    folder = stored(tmp_path / "run")
    lines = (folder / SUITE).read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if '"id": ' in line)
    lines[at] = lines[at].split(":")[0] + ": 7" + ("," if lines[at].endswith(",") else "")
    (folder / SUITE).write_text("\n".join(lines), "utf-8")
    with pytest.raises(BadRun, match=rf"suite.json:{at + 1}: 'questions\[0\].id' is 7"):
        load_run(folder)


@pytest.mark.parametrize(
    "command",
    [
        ("rescore", "run", "--quiet"),
        ("report", "run", "--md"),
        ("compare", "run", "run", "--report", "taken"),
        ("import", "csv", "rows.csv", "-o", "taken/suite.yaml"),
    ],
)
def test_what_cannot_be_written_is_told_with_its_file(
    aerocite: Aerocite, tmp_path: Path, command: tuple[str, ...]
) -> None:
    folder = stored(tmp_path / "run")
    for name in ("scores.jsonl.new", "report.md.new"):
        (folder / name).mkdir()
    (tmp_path / "rows.csv").write_text("question,answer\nWhere is the APU?,tail\n", "utf-8")
    (tmp_path / "taken").write_text("no folder") if command[0] == "import" else (tmp_path / "taken").mkdir()
    done = aerocite("evaluate", *command)
    assert done.returncode == 2, done.stderr
    assert "should not" not in done.stderr
    assert any(name in done.stderr for name in ("scores.jsonl", "report.md", "taken")), done.stderr


def test_an_answer_file_that_is_no_file_is_told(tmp_path: Path) -> None:
    folder = stored(tmp_path / "run")
    (folder / ANSWERS).unlink()
    (folder / ANSWERS).mkdir()
    with pytest.raises(BadRun, match="answers.jsonl: is a directory"):
        load_run(folder)


def test_errors_and_invalid_cases_are_counted_from_nought(aerocite: Aerocite, tmp_path: Path) -> None:
    for option in ("--max-errors=-1", "--max-invalid=-1"):
        done = aerocite("evaluate", "rescore", ".", option)
        assert (done.returncode, option.partition("=")[0] in done.stderr) == (2, True), done.stderr


def test_a_gate_that_no_run_can_pass_is_told_before_one(aerocite: Aerocite, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text("gates: {'refusal_f1[arabic]': {min: 0.5}}\n" + SMALL, "utf-8")
    for command in ("validate", "run"):
        done = aerocite("evaluate", command, "small.yaml", home=tmp_path / "home")
        assert done.returncode == 2
        assert "refusal_f1 is a figure of the whole run" in done.stderr


def test_invalid_cases_fail_a_run_that_may_have_none(aerocite: Aerocite, library_home: Path, tmp_path: Path) -> None:
    gone = "  - {id: gone, question: Where is it?, expect: {sources: [no-such-article]}}\n"
    (tmp_path / "small.yaml").write_text(SMALL + gone, "utf-8")
    done = aerocite("evaluate", "run", "small.yaml", "--out", "run", home=library_home)
    told = "1 of 2 cases are invalid and count in no figure, as what they expect is not found: gone; no gate says"
    assert (done.returncode, told in " ".join(done.stdout.split())) == (0, True), done.stdout
    done = aerocite("evaluate", "rescore", "run", "--max-invalid", "0")
    assert done.returncode == 1, done.stdout
    assert "at most 0 may be" in done.stdout


def test_a_judge_that_the_server_does_not_know_is_told_by_its_own_setting(aerocite: Aerocite, tmp_path: Path) -> None:
    stored(tmp_path / "run")
    with OpenAIServer(fault="no_model") as server:
        done = aerocite(
            *("evaluate", "rescore", "run", "--judge", "auto"),
            OPENAI_BASE_URL=server.url,
            AEROCITE_JUDGE_MODEL="openai:nobody",
        )
    assert "AEROCITE_JUDGE_MODEL" in done.stderr
    assert "AEROCITE_CHAT_MODEL" not in done.stderr


def test_two_judges_are_remarked(aerocite: Aerocite, tmp_path: Path) -> None:
    line = {"what": "w", "kind": "support", "prompt": "p", "case": "pier", "verdicts": {"verdict": "full"}}
    for name in ("one", "two"):
        (stored(tmp_path / name) / JUDGED).write_text(json.dumps({**line, "judge": f"openai:{name}"}) + "\n", "utf-8")
    told = "THE JUDGE DIFFERS: openai:one, then openai:two."
    assert told in aerocite("evaluate", "compare", "one", "two").stdout
    assert "JUDGE DIFFERS" not in aerocite("evaluate", "compare", "one", "one").stdout
    (tmp_path / "two" / JUDGED).unlink()
    assert "JUDGE DIFFERS" not in aerocite("evaluate", "compare", "one", "two").stdout
