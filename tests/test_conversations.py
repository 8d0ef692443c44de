import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Refusal
from assistant.conversations import Answers, AnswersUnusable, UnknownAnswer
from assistant.errors import AssistantError

ANSWER = Answer(
    id="ab12",
    question="ما معنى ETOPS؟",
    query="ETOPS",
    text="ETOPS means it. [1]",
    citations=(Citation(number=1, article_id="a", version=1, title="T", start=0, end=3, quote="It."),),
    as_of=date(2024, 5, 1),
)


def test_a_saved_answer_comes_back_whole_in_another_process(tmp_path: Path) -> None:
    path = tmp_path / "home" / "assistant.db"
    with closing(Answers(path)) as answers:
        answers.save(ANSWER)
        answers.save(replace(ANSWER, timings_ms={"total": 5.0}))
    with closing(Answers(path)) as answers:
        assert answers.get("ab12") == ANSWER
        assert answers.get("other") is None
        assert answers.latest() == [ANSWER]


def test_asking_for_an_answer_makes_no_file(tmp_path: Path) -> None:
    with closing(Answers(tmp_path / "assistant.db")) as answers:
        assert answers.get("ab12") is None
    assert not list(tmp_path.iterdir())


def test_feedback_keeps_the_answer_as_it_was_judged(tmp_path: Path) -> None:
    with closing(Answers(tmp_path / "assistant.db")) as answers:
        answers.save(ANSWER)
        answers.feedback("ab12", "up")
        number = answers.feedback("ab12", "down", comment="no")
        answers.explain(number, "Wrong source", "the other article")
        first, second = answers.all_feedback()
        assert (first.verdict, second.verdict) == ("up", "down")
        assert (second.reason, second.comment, second.answer) == ("Wrong source", "the other article", ANSWER)
        assert answers.all_feedback("other") == []


def test_a_person_has_one_opinion_of_an_answer(tmp_path: Path) -> None:
    with closing(Answers(tmp_path / "assistant.db")) as answers:
        answers.save(ANSWER)
        first = answers.feedback("ab12", "up", by="T1 U1")
        answers.feedback("ab12", "up", by="T1 U2")
        assert answers.feedback("ab12", "down", "Wrong year.", by="T1 U1") == first
        assert [(one.verdict, one.comment) for one in answers.all_feedback()] == [("down", "Wrong year."), ("up", "")]
        for _ in range(2):
            answers.feedback("ab12", "up")
        assert len(answers.all_feedback()) == 4


def test_a_database_of_before_opinions_had_a_person_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "assistant.db"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(
            "CREATE TABLE feedback (number INTEGER PRIMARY KEY, answer_id TEXT NOT NULL, given_at TEXT NOT NULL,"
            "verdict TEXT NOT NULL, reason TEXT NOT NULL, comment TEXT NOT NULL, answer TEXT NOT NULL)"
        )
    with closing(Answers(path)) as answers:
        answers.save(ANSWER)
        answers.feedback("ab12", "up", by="T1 U1")
        answers.feedback("ab12", "down", by="T1 U1")
        assert [one.verdict for one in answers.all_feedback()] == ["down"]


def test_feedback_on_nothing_and_odd_verdicts_are_refused(tmp_path: Path) -> None:
    with closing(Answers(tmp_path / "assistant.db")) as answers:
        with pytest.raises(UnknownAnswer):
            answers.feedback("nothing", "up")
        with pytest.raises(AssistantError, match="sideways"):
            answers.feedback("ab12", "sideways")  # type: ignore[arg-type]


def test_threads_save_at_the_same_time(tmp_path: Path) -> None:
    with closing(Answers(tmp_path / "assistant.db")) as answers:
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(lambda n: answers.save(replace(ANSWER, id=f"a{n}")), range(60)))
        assert len(answers.latest(100)) == 60


def test_a_file_that_is_no_database_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "assistant.db"
    path.write_text("not a database, but long enough to be looked at" * 50)
    with closing(Answers(path)) as answers:
        with pytest.raises(AnswersUnusable, match="not a database of answers") as caught:
            answers.latest()
        assert caught.value.hint


def test_a_locked_database_is_explained_and_the_answer_stays_on_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "assistant.db"
    monkeypatch.setattr("assistant.conversations._PATIENCE", 0.1)
    with closing(Answers(path)) as answers, closing(sqlite3.connect(path)) as other:
        answers.save(ANSWER)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(AnswersUnusable, match="in use"):
            answers.save(replace(ANSWER, id="cd34"))
        assert answers.get("cd34") is not None
        other.rollback()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_explained(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with closing(Answers(tmp_path / "assistant.db")) as answers, pytest.raises(AnswersUnusable) as caught:
        answers.save(ANSWER)
    tmp_path.chmod(0o700)
    assert "AEROCITE_HOME" in caught.value.hint


def test_a_full_disk_is_explained(tmp_path: Path) -> None:
    with closing(Answers(tmp_path / "assistant.db")) as answers:
        answers.save(ANSWER)
        pages = answers._connection.execute("PRAGMA page_count").fetchone()[0]
        answers._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(AnswersUnusable, match="disk is full"):
            answers.save(replace(ANSWER, id="big", text="x" * 200_000))


def test_a_refusal_is_stored_like_any_answer(tmp_path: Path) -> None:
    refused = replace(ANSWER, citations=(), refusal=Refusal(type="not_in_library", message="No."))
    with closing(Answers(tmp_path / "assistant.db")) as answers:
        answers.save(refused)
    with closing(Answers(tmp_path / "assistant.db")) as answers:
        assert answers.get("ab12") == refused
