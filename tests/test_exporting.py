"""Exports of a run, read back by the importers and by other people's programs."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Sentence
from assistant.evaluation.exporting import EXPORTS, BadExport, export_run
from assistant.evaluation.importing import import_suite
from assistant.evaluation.records import Gold, Lane, Record, Retrieved
from assistant.evaluation.runs import Manifest, Run
from assistant.evaluation.suite import Expect, Sample, Source, Suite, Turn
from knowledge.article import Passage

CONTEXTS = ("The approval states 120 minutes.", "Sand wears the blades.", "Or 330 minutes.")
IDS = ("etops", "sand storms 5%", "etops")


def passages() -> tuple[Passage, ...]:
    return tuple(
        Passage(id=f"p{n}", article_id=id, version=1, title="T", text=text, start=40 * n, end=40 * n + len(text))
        for n, (id, text) in enumerate(zip(IDS, CONTEXTS, strict=True))
    )


def answer(question: str) -> Answer:
    text = "It is 120 minutes [1]. Sand matters [2][1]."
    return Answer(
        id="a",
        question=question,
        query=question,
        text=text,
        sentences=(
            Sentence(text="It is 120 minutes", start=0, end=17, citations=(1,)),
            Sentence(text="Sand matters", start=23, end=35, citations=(2, 1)),
        ),
        citations=tuple(
            Citation(number=n, article_id=id, version=1, title="T", start=0, end=4, quote=text[:4])
            for n, (id, text) in enumerate(zip(("sand storms 5%", "etops"), CONTEXTS, strict=False), start=1)
        ),
        passages=passages(),
        as_of=date(2024, 3, 1),
    )


def record(sample: str, question: str, turn: int = 0, repeat: int = 0) -> Record:
    found = tuple(Retrieved(article_id=one.article_id, start=one.start, end=one.end, score=0.5) for one in passages())
    other = (Retrieved(article_id="مقالة", start=0, end=3, score=0.1), *found[1:])
    lanes: dict[Lane, tuple[Retrieved, ...]] = {"words": other, "fused": found}
    key = f"{sample}{turn}{repeat}"
    return Record(
        key=key, sample=sample, turn=turn, repeat=repeat, question=question, answer=answer(question), lanes=lanes
    )


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Two questions, one of them in a script and one asked twice; one with two expected sources, one with none."""
    quoted = (Source(id="etops", quote="120 minutes", grade=2), Source(id="sand storms 5%", quote="Sand wears"))
    first = Sample(
        id="how long",
        question="How long\tmay it divert?",
        expect=Expect(reference="At most 330 minutes.", sources=quoted),
        repeats=2,
    )
    later = Expect(answers=("500 cycles",), sources=(Source(title="Sand", grade=3),))
    script = Sample(id="رمل", turns=(Turn(user="ما هو؟", answer="غبار"), Turn(user="وكم مرة؟", expect=later)))
    gold = {
        "how long": (Gold(article_id="etops", grade=2, start=0, end=5), Gold(article_id="sand storms 5%")),
        "رمل.1": (Gold(article_id="ar-sand", grade=3), Gold(article_id="etops", wanted=False)),
    }
    return Run(
        folder=tmp_path / "run",
        manifest=Manifest(name="night run", system="ours"),
        suite=Suite(name="s", questions=(first, script)),
        gold=gold,
        records=(
            record("how long", "How long\tmay it divert?"),
            record("how long", "How long\tmay it divert?", repeat=1),
            record("رمل", "وكم مرة؟", turn=1),
        ),
    )


def test_ragas_round_trip(run: Run, tmp_path: Path) -> None:
    (path,) = export_run(run, ["ragas"], tmp_path)
    found = import_suite("ragas", [path])
    first, second = found.suite.questions
    assert [one.id for one in found.suite.questions] == ["how long", "رمل.1"]
    assert [one.question for one in found.suite.questions] == ["How long\tmay it divert?", "وكم مرة؟"]
    assert (first.expect.reference, second.expect.reference) == ("At most 330 minutes.", "500 cycles")
    assert [(one.id, one.quote) for one in first.expect.sources] == [
        ("etops", "120 minutes"),
        ("sand storms 5%", "Sand wears"),
    ]
    assert [one.id for one in second.expect.sources] == ["ar-sand"]
    for record, before in zip(found.records, (run.records[0], run.records[2]), strict=True):
        assert record.answer is not None
        assert before.answer is not None
        assert record.answer.text == before.answer.text
        assert [one.text for one in record.answer.passages] == list(CONTEXTS)
        assert [one.article_id for one in record.answer.passages] == list(IDS)


def test_trec_round_trip(run: Run, tmp_path: Path) -> None:
    paths = export_run(run, ["trec-run", "qrels"], tmp_path)
    assert {path.name for path in paths} == {"words.run", "fused.run", "qrels.txt", "topics.tsv"}
    found = import_suite("trec", paths)
    first, second = found.suite.questions
    assert (first.id, second.id) == ("how long", "رمل.1")
    assert (first.question, second.question) == ("How long may it divert?", "وكم مرة؟")
    assert first.expect.sources == (Source(id="etops", grade=2), Source(id="sand storms 5%", grade=1))
    assert second.expect.sources == (Source(id="ar-sand", grade=3),)
    assert [[one.article_id for one in record.lanes["fused"]] for record in found.records] == [list(IDS[:2])] * 2
    assert [one.article_id for one in found.records[0].lanes["words"]] == ["مقالة", "sand storms 5%", "etops"]


def test_ir_measures_reads_the_run_and_scores_it(run: Run, tmp_path: Path) -> None:
    import ir_measures

    export_run(run, ["trec-run", "qrels"], tmp_path)
    scored = list(ir_measures.read_trec_run(str(tmp_path / "words.run")))
    first = [one for one in scored if one.query_id == "how%20long"]
    assert [one.doc_id for one in first] == ["مقالة", "sand%20storms%205%25", "etops"]
    assert [one.score for one in first] == [3.0, 2.0, 1.0]
    qrels = list(ir_measures.read_trec_qrels(str(tmp_path / "qrels.txt")))
    figures = ir_measures.calc_aggregate([ir_measures.RR, ir_measures.R @ 3], qrels, scored)
    # The first expected article stands second for one question and nowhere for the other: (1/2 + 0) / 2.
    assert figures[ir_measures.RR] == pytest.approx(0.25)
    assert figures[ir_measures.R @ 3] == pytest.approx(0.5)


def test_ragnarok_refers_to_each_article_once_and_cites_its_place(run: Run, tmp_path: Path) -> None:
    (path,) = export_run(run, ["ragnarok"], tmp_path)
    first, second = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert first["references"] == ["sand storms 5%", "etops"]
    assert first["answer"] == [
        {"text": "It is 120 minutes", "citations": [0]},
        {"text": "Sand matters", "citations": [0, 1]},
    ]
    assert first["response_length"] == 6
    assert first["metadata"] == {
        "team_id": "aerocite",
        "run_id": "night run",
        "type": "automatic",
        "narrative_id": "how long",
        "narrative": "How long\tmay it divert?",
    }
    assert (second["topic_id"], second["topic"]) == ("رمل.1", "وكم مرة؟")


def test_ragnarok_keeps_to_the_limits_of_the_track(run: Run, tmp_path: Path) -> None:
    record = run.records[0]
    assert record.answer is not None
    sentence = "one two three four five six seven eight nine ten"
    citations = tuple(
        Citation(number=n, article_id=f"a{n}", version=1, title="", start=0, end=0, quote="") for n in range(1, 131)
    )
    sentences = tuple(Sentence(text=sentence, start=0, end=0, citations=(1, 101)) for _ in range(50))
    long = replace(record.answer, sentences=sentences, citations=citations)
    (path,) = export_run(replace(run, records=(replace(record, answer=long),)), ["ragnarok"], tmp_path)
    entry = json.loads(path.read_text("utf-8"))
    assert entry["response_length"] == 400
    assert len(entry["answer"]) == 40
    assert len(entry["references"]) == 100
    # The 101st reference is beyond the list, so nothing points at it.
    assert entry["answer"][0]["citations"] == [0]


def test_a_question_that_ended_in_an_error_is_exported_without_an_answer(run: Run, tmp_path: Path) -> None:
    failed = replace(run.records[0], answer=None, status="error", error="no connection", lanes={})
    export_run(replace(run, records=(failed,)), list(EXPORTS), tmp_path)
    row = json.loads((tmp_path / "ragas.jsonl").read_text("utf-8"))
    assert "response" not in row
    assert row["reference_context_ids"] == ["etops", "sand storms 5%"]
    assert (tmp_path / "ragnarok.jsonl").read_text() == ""
    assert not list(tmp_path.glob("*.run"))


def test_hostile_names_stay_one_word_of_a_line(run: Run, tmp_path: Path) -> None:
    bad = "a\u2028b\n1 Q0 x 1 9 y\t%20"
    lane = (Retrieved(article_id=bad, start=0, end=1),)
    export_run(replace(run, records=(replace(run.records[0], lanes={"fused": lane}),)), ["trec-run", "qrels"], tmp_path)
    (line,) = (tmp_path / "fused.run").read_text("utf-8").split("\n")[:-1]
    assert re.fullmatch(r"\S+ Q0 \S+ 1 1 aerocite:night%20run:fused", line)
    found = import_suite("trec", [tmp_path / "fused.run", tmp_path / "topics.tsv"])
    assert found.records[0].lanes["fused"][0].article_id == bad


def test_an_unknown_format_and_a_folder_that_is_a_file_say_so(run: Run, tmp_path: Path) -> None:
    with pytest.raises(BadExport, match="'excel' is no format"):
        export_run(run, ["excel"], tmp_path)
    (tmp_path / "taken").write_text("")
    with pytest.raises(BadExport, match="cannot be written"):
        export_run(run, ["ragas"], tmp_path / "taken")
