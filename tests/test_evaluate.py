"""`aerocite evaluate` as a quality lead uses it: run, killed and resumed, compared, held against gates."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Aerocite
from openai_server import OpenAIServer

from assistant.evaluation import evaluating
from assistant.evaluation.evaluating import carry_out, manifest_of, prepare, results
from assistant.evaluation.golds import resolve
from assistant.evaluation.loading import load_suite
from assistant.evaluation.records import Record
from assistant.evaluation.running import Options
from assistant.evaluation.runs import ANSWERS, append, load_run, mend, read_records
from assistant.evaluation.systems import Asked, AskedInVain, Reply
from assistant.evaluation.systems.ours import Ours
from assistant.factory import Parts
from assistant.settings import Settings
from knowledge.query import Query, Results
from knowledge.retriever import Retriever

SUITE = """
version: 1
name: small
gates:
  citation_validity: {min: 1.0}
  metadata_fidelity: {min: 1.0}
questions:
  - id: etops-minutes
    question: How far from an airport may an airliner with two engines fly under ETOPS rules?
    tags: [figure]
    must_pass: true
    expect:
      answers: [{number: 60, unit: minutes}]
      sources: [{id: etops, quote: more than 60 minutes from the nearest suitable airport}]
  - id: blades
    question: How many engines had cracks in their fan blades?
    tags: [figure]
    expect: {answers: [{number: 14}], sources: [fan-blades]}
  - id: runway
    question: For how long does Northfield close runway 09R?
    tags: [figure, airports]
    expect: {answers: [12 weeks], sources: [runway-works]}
  - id: works
    turns:
      - {user: When does Northfield close its runway?, expect: {answers: [{date: 2025-02-03}]}}
      - {user: And what do the works cost?, expect: {answers: ["31 million"], sources: [runway-works]}}
  - id: sand
    question: كم دورة بين فحص المحرك بالمنظار في المناطق الصحراوية؟
    tags: [arabic]
    language: ar
    expect: {answers: ["500"], sources: [ar-sand]}
  - id: apu
    question: Where does an airliner carry its auxiliary power unit?
    expect: {answers: [tail], sources: [{title: The auxiliary power unit}]}
  - id: weather
    question: What is the weather at Northfield right now?
    expect: {answerable: false, refusal: [needs_live_data]}
  - id: stew
    question: How long do I cook a lamb stew?
    expect: {answerable: false}
"""


@pytest.fixture
def suite_file(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(SUITE, "utf-8")
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def summed(folder: Path) -> dict[str, Any]:
    """What a run came to, without what depends on the clock."""
    summary = json.loads((folder / "summary.json").read_text("utf-8"))
    figures = {n: f for n, f in summary["figures"].items() if f["unit"] not in ("ms", "money")}
    return {**summary, "run": "", "figures": figures}


def test_a_suite_is_run_scored_and_reported(aerocite: Aerocite, library_home: Path, suite_file: Path) -> None:
    done = aerocite("evaluate", "run", str(suite_file), "--out", "run", home=library_home)
    assert done.returncode == 0, done.stderr + done.stdout
    folder = suite_file.parent / "run"
    assert {path.name for path in folder.iterdir()} == {
        *("suite.json", "gold.json", "manifest.json", "answers.jsonl", "scores.jsonl", "summary.json", "gates.json"),
        *("report.html", "report.md", "junit.xml", "results.csv", "run.lock"),
    }
    scores = {score["case"]: score for score in lines(folder / "scores.jsonl")}
    assert len(scores) == 9
    failed = {case: score["reasons"] for case, score in scores.items() if score["passed"] is not True}
    assert not failed
    assert {"words", "vectors", "fused", "prompt"} <= set(lines(folder / ANSWERS)[0]["lanes"])
    assert "9/9" in done.stderr
    # Scored again from what is stored, the run comes to the same, with no library at hand.
    again = aerocite("evaluate", "rescore", "run", home=suite_file.parent / "nowhere")
    assert again.returncode == 0
    assert {score["case"]: score for score in lines(folder / "scores.jsonl")} == scores


def test_a_run_that_is_killed_goes_on_where_it_was(aerocite: Aerocite, library_home: Path, suite_file: Path) -> None:
    tmp_path = suite_file.parent
    assert aerocite("evaluate", "run", "small.yaml", "--out", "whole", home=library_home).returncode == 0
    command = [sys.executable, "-m", "assistant", "evaluate", "run", "small.yaml", "--out", "cut", "--concurrency", "1"]
    environment = {**os.environ, "AEROCITE_HOME": str(library_home)}
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL)
    answers = tmp_path / "cut" / ANSWERS
    deadline = time.monotonic() + 60
    while not answers.exists() or answers.read_bytes().count(b"\n") < 3:
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait(20)
    kept = answers.read_bytes()
    assert 3 <= kept.count(b"\n") < 9
    # As if the power had gone in the middle of a line.
    answers.write_bytes(kept + kept.splitlines(keepends=True)[0][:200])
    refused = aerocite("evaluate", "run", "small.yaml", "--out", "cut", home=library_home)
    assert refused.returncode == 2
    assert "--resume" in refused.stderr
    done = aerocite("evaluate", "run", "small.yaml", "--out", "cut", "--resume", home=library_home)
    assert done.returncode == 0, done.stderr
    assert answers.read_bytes().startswith(kept)
    assert len(lines(answers)) == 9
    assert summed(tmp_path / "cut") == summed(tmp_path / "whole")
    timeless = ("latency_ms", "first_text", "_p50_ms", "_p95_ms")
    for ours, theirs in zip(lines(tmp_path / "cut/scores.jsonl"), lines(tmp_path / "whole/scores.jsonl"), strict=True):
        for score in (ours, theirs):
            score["values"] = {n: v for n, v in score["values"].items() if not n.endswith(timeless)}
        assert ours == theirs


def test_another_suite_does_not_go_on_with_a_run(aerocite: Aerocite, library_home: Path, suite_file: Path) -> None:
    run = ("evaluate", "run", "small.yaml", "--out", "run", "--only", "tag=figure", "--quiet")
    assert aerocite(*run, home=library_home).returncode == 0
    suite_file.write_text(SUITE.replace("12 weeks", "13 weeks"), "utf-8")
    wrong = aerocite(*run, "--resume", home=library_home)
    assert wrong.returncode == 2
    assert "questions" in wrong.stderr
    (suite_file.parent / "run2").mkdir()
    (suite_file.parent / "run2/mine.txt").write_text("keep me")
    assert aerocite("evaluate", "run", "small.yaml", "--out", "run2", home=library_home).returncode == 2


class Forgetful(Retriever):
    """A retriever that has lost an article."""

    def __init__(self, inner: Retriever, lost: str) -> None:
        self.__dict__.update(inner.__dict__)
        self.lost = lost

    def search(self, query: Query) -> Results:
        """What is found, without that article."""
        found = super().search(query)
        return replace(found, passages=tuple(p for p in found.passages if p.article_id != self.lost))


def run_in(folder: Path, suite_file: Path, parts: Parts, home: Path) -> None:
    suite, settings = load_suite(suite_file), Settings(home=home)
    system, options = Ours(settings, parts), Options()
    manifest = manifest_of(suite.name, suite, system, options, parts.library)
    prepare(folder, manifest, suite, resolve(suite, parts.library), resume=False)
    assert carry_out(folder, suite, system, options)
    evaluating.keep(results(folder))


@pytest.fixture
def two_runs(suite_file: Path, parts: Parts, library_home: Path) -> Path:
    """A run of the suite, and one over a search that lost the article on the runway works."""
    run_in(suite_file.parent / "good", suite_file, parts, library_home)
    broken = replace(parts, retriever=Forgetful(parts.retriever, "runway-works"))
    run_in(suite_file.parent / "bad", suite_file, broken, library_home)
    return suite_file.parent


def test_a_regression_of_the_search_turns_the_gate_red(two_runs: Path, aerocite: Aerocite) -> None:
    gates = ("--gate", "pass_rate:max_drop=0.1,strict=true", "--gate", "prompt.recall>=0.9")
    compared = aerocite("evaluate", "compare", "good", "bad", *gates, "--report", "both.html")
    assert compared.returncode == 1, compared.stdout + compared.stderr
    for told in ("pass_rate", "prompt.recall"):
        assert told in compared.stdout or told.replace("_", " ") in compared.stdout
    whys = {score["case"]: score["why"] for score in lines(two_runs / "bad/scores.jsonl") if score["why"]}
    assert whys == {"runway": "lost_in_fusion", "works": "lost_in_fusion", "works.1": "lost_in_fusion"} or set(
        whys
    ) == {"runway", "works", "works.1"}
    assert set(whys.values()) <= {"not_retrieved", "lost_in_fusion", "false_refusal"}
    assert "works" in (two_runs / "both.html").read_text("utf-8")


def test_an_unchanged_system_shows_no_difference(two_runs: Path, aerocite: Aerocite) -> None:
    same = aerocite("evaluate", "compare", "good", "good", "--gate", "pass_rate:max_drop=0.0")
    assert same.returncode == 0
    reported = results(two_runs / "good", baseline=two_runs / "good")
    assert reported.comparison
    assert {flip.kind for flip in reported.comparison.flips} <= {"still_failing"}
    assert all(change.p > 0.05 for change in reported.comparison.changes)


class Failing:
    """A system that fails in ways of its own: once, always, or by saying nothing."""

    name = fingerprint = "failing"
    model: str | None = None

    def __init__(self, replies: Iterator[Exception | Reply]) -> None:
        self.replies = replies

    async def ask(self, asked: Asked) -> Reply:
        """The next failure or reply."""
        match next(self.replies):
            case Reply() as reply:
                return reply
            case TimeoutError():
                import asyncio

                await asyncio.sleep(5)
                raise AssertionError
            case Exception() as error:
                raise error

    async def close(self) -> None:
        """Nothing is open."""


def test_errors_are_told_tried_again_and_asked_again(suite_file: Path, parts: Parts, tmp_path: Path) -> None:
    suite = load_suite(suite_file)
    suite = suite.model_copy(update={"questions": suite.questions[:3]})
    busy = AskedInVain("busy", again=True, after=0.01)
    failing = Failing(iter([busy, busy, AskedInVain("no"), KeyError("a bug \ud800"), TimeoutError()]))
    options = Options(concurrency=1, timeout=0.2)
    prepare(tmp_path / "run", manifest_of("x", suite, failing, options, parts.library), suite, {}, resume=False)
    assert carry_out(tmp_path / "run", suite, failing, options)
    first = list(read_records(tmp_path / "run"))
    assert [(r.status, r.attempts) for r in first] == [("error", 3), ("error", 1), ("timeout", 1)]
    reported = results(tmp_path / "run")
    assert reported.summary.errors == 3
    assert [v for v in reported.verdicts if v.kind == "complete" and not v.passed]
    settings = Settings(home=parts.library._path.parent)
    assert carry_out(tmp_path / "run", suite, Ours(settings, parts), Options(), retry_errors=True)
    assert [record.status for record in load_run(tmp_path / "run").records] == ["ok"] * 3


def test_a_line_that_was_cut_off_is_as_if_it_had_not_been(tmp_path: Path) -> None:
    append(tmp_path, Record(key="a", sample="one"))
    with (tmp_path / ANSWERS).open("ab") as file:
        file.write(b'{"key": "b", "samp')
    assert [record.sample for record in read_records(tmp_path)] == ["one"]
    mend(tmp_path)
    append(tmp_path, Record(key="c", sample="two"))
    assert [record.sample for record in read_records(tmp_path)] == ["one", "two"]


def test_other_systems_answer_the_same_suite(
    aerocite: Aerocite, library_home: Path, suite_file: Path, web_address: str
) -> None:
    served = aerocite("evaluate", "run", "small.yaml", "--system", web_address, "--out", "served", home=library_home)
    assert served.returncode == 0, served.stderr + served.stdout
    recorded = suite_file.parent / "answers.jsonl"
    said = {"id": "apu", "answer": "It is in the tail [1].", "citations": ["https://example.org/apu"]}
    recorded.write_text(json.dumps(said) + "\n", "utf-8")
    one = ("evaluate", "run", "small.yaml", "--only", "id=apu", "--gate", "correct>=1")
    told = aerocite(*one, "--system", str(recorded), "--out", "recorded", home=library_home)
    assert json.loads((suite_file.parent / "recorded/summary.json").read_text())["figures"]["correct"]["value"] == 1.0
    assert "recorded: answers.jsonl" in told.stdout + (suite_file.parent / "recorded/manifest.json").read_text()
    with OpenAIServer(replies=["An APU sits in the tail."]) as server:
        asked = aerocite(
            *one, "--system", "openai:any", "--out", "model", home=library_home, OPENAI_BASE_URL=server.url
        )
        assert asked.returncode in (0, 1), asked.stderr
        again = aerocite(
            *one, "--system", "openai:any", "--out", "model2", home=library_home, OPENAI_BASE_URL=server.url
        )
        assert again.returncode in (0, 1)
        # The second run was paid for by the first.
        assert len(server.chats) == 1
    figures = json.loads((suite_file.parent / "model/summary.json").read_text())["figures"]
    assert figures["correct"]["value"] == 1.0
    assert lines(suite_file.parent / "model2" / ANSWERS)[0]["cached"] is True


def test_answers_are_asked_for_again_without_what_they_cite(
    aerocite: Aerocite, library_home: Path, suite_file: Path
) -> None:
    done = aerocite(
        "evaluate", "run", "small.yaml", "--only", "id=runway", "--alter", "--out", "run", home=library_home
    )
    assert done.returncode == 0, done.stderr
    (record,) = lines(suite_file.parent / "run" / ANSWERS)
    assert set(record["altered"]) == {"drop", "edit"}
    was, becomes = record["edited"]
    assert was in record["answer"]["text"]
    assert becomes in record["altered"]["edit"]["text"]
    figures = json.loads((suite_file.parent / "run/summary.json").read_text())["figures"]
    assert figures["context_following"]["value"] == 1.0


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("run", "nowhere.yaml"), 2, "There is no suite"),
        (("run", "small.yaml", "--only", "kind=x"), 2, "--only"),
        (("run", "small.yaml", "--only", "tag=none"), 2, "no such question"),
        (("run", "small.yaml", "--gate", "pas_rate>=1"), 2, "pass_rate"),
        (("run", "small.yaml", "--system", "nobody"), 2, "no system"),
        (("run", "small.yaml", "--judge", "required"), 4, "AEROCITE_JUDGE_MODEL"),
        (("rescore", "."), 2, "no run"),
        (("compare", "a", "b"), 2, "no run"),
        (("metrics", "pass_rat"), 2, "no metric"),
    ],
)
def test_wrong_use_is_a_sentence_and_a_code(
    aerocite: Aerocite, library_home: Path, suite_file: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    done = aerocite("evaluate", *arguments, home=library_home)
    assert (done.returncode, told in done.stderr, "Traceback" in done.stderr) == (code, True, False), done.stderr


def test_a_gate_that_fails_is_exit_code_one(aerocite: Aerocite, library_home: Path, suite_file: Path) -> None:
    one = ("evaluate", "run", "small.yaml", "--only", "id=apu")
    assert aerocite(*one, "--out", "a", "--gate", "pass_rate<=0.5", home=library_home).returncode == 1
    suite_file.write_text(SUITE.replace("- {title: The aux", "- {title: The aux").replace("[tail]", "[nose]"), "utf-8")
    assert aerocite(*one, "--out", "b", home=library_home).returncode == 0
    suite_file.write_text(
        SUITE.replace("[tail]", "[nose]").replace("  - id: apu\n", "  - id: apu\n    must_pass: true\n"), "utf-8"
    )
    pinned = aerocite(*one, "--out", "c", home=library_home)
    assert pinned.returncode == 1
    assert "apu" in pinned.stdout


def test_ctrl_c_keeps_what_was_answered(aerocite: Aerocite, library_home: Path, suite_file: Path) -> None:
    with OpenAIServer(delay=0.0, pause=0.3, replies=[["An ", "APU."]] * 40) as server:
        command = [sys.executable, "-m", "assistant", "evaluate", "run", "small.yaml", "--out", "cut"]
        environment = {**os.environ, "AEROCITE_HOME": str(library_home), "OPENAI_BASE_URL": server.url}
        process = subprocess.Popen(
            [*command, "--system", "openai:any", "--concurrency", "1", "--repeat", "5"],
            cwd=suite_file.parent,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        answers = suite_file.parent / "cut" / ANSWERS
        deadline = time.monotonic() + 60
        while not answers.exists():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "--resume" in told
    assert all(line.endswith("}") for line in answers.read_text("utf-8").splitlines())


def test_a_suite_comes_from_the_library_and_from_feedback(
    aerocite: Aerocite, library_home: Path, tmp_path: Path
) -> None:
    made = aerocite("evaluate", "new", "--kind", "excerpts", "--count", "4", "-o", "made.yaml", home=library_home)
    assert made.returncode == 0, made.stderr
    assert aerocite("evaluate", "validate", "made.yaml", home=library_home).returncode == 0
    done = aerocite(
        "evaluate", "run", "made.yaml", "--out", "run", "--gate", "excerpt_to_source>=0.95", home=library_home
    )
    assert done.returncode == 0, done.stdout + done.stderr
    none = aerocite("evaluate", "feedback", "-o", "judged.yaml", home=tmp_path / "empty")
    assert none.returncode == 2
    assert "Nobody has judged" in none.stderr


def test_what_the_library_does_not_hold_makes_a_question_invalid(
    aerocite: Aerocite, library_home: Path, suite_file: Path
) -> None:
    suite_file.write_text(SUITE.replace("sources: [fan-blades]", "sources: [fan-blade]"), "utf-8")
    checked = aerocite("evaluate", "validate", "small.yaml", home=library_home)
    assert checked.returncode == 2
    assert "blades" in checked.stdout
    aerocite("evaluate", "run", "small.yaml", "--out", "run", home=library_home)
    scores = {score["case"]: score for score in lines(suite_file.parent / "run/scores.jsonl")}
    assert (scores["blades"]["passed"], scores["blades"]["why"]) == (None, "not_in_library")
    assert json.loads((suite_file.parent / "run/summary.json").read_text())["invalid"] == 1
