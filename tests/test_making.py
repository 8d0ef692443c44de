"""Suites made from a library and from feedback."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Refusal
from assistant.conversations import Answers
from assistant.errors import BadSetting
from assistant.evaluation.golds import resolve
from assistant.evaluation.loading import dump_suite, load_suite
from assistant.evaluation.making import excerpts, from_feedback, new_suite, numbers, refused
from assistant.evaluation.making.numbers import accepted
from assistant.evaluation.problems import problems
from assistant.evaluation.suite import Choice, Expect, Number, Source, Suite
from assistant.factory import Parts, reading_library
from assistant.figures import find_figures
from assistant.settings import Settings
from knowledge.article import Filters
from knowledge.query import Understood


@pytest.fixture
def starter(starter_home: Path) -> Iterator[Parts]:
    with reading_library(Settings(home=starter_home)) as parts:
        yield parts


def test_an_excerpt_stands_word_for_word_in_one_article(starter: Parts) -> None:
    suite = excerpts(starter.library, count=60, seed=3)
    texts = [article.text for name in starter.library.article_ids() if (article := starter.library.article(name))]
    assert len(suite.questions) == 60
    for sample in suite.questions:
        (source,) = sample.expect.sources
        assert source.quote is not None
        assert source.quote in (sample.question or "")
        assert 12 <= len(source.quote.split()) <= 45
        assert "\n" not in source.quote
        assert sum(source.quote in text for text in texts) == 1
    assert {sample.language for sample in suite.questions} == {"en", "ar"}
    assert len({sample.cluster for sample in suite.questions}) == 60


def test_a_figure_is_left_out_and_asked_for(starter: Parts) -> None:
    suite = numbers(starter.library, count=40, seed=1)
    assert len(suite.questions) == 40
    for sample in suite.questions:
        assert (sample.question or "").count("___") == 1
        (answer,) = sample.expect.answers
        assert isinstance(answer, Number)
        figures = find_figures(sample.expect.sources[0].quote or "")
        assert any((own := accepted(one)) and own == answer for one in figures)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [("35,000 ft", 35000, "ft"), ("€31 million", 31e6, "EUR"), ("12.5 %", 12.5, "%"), ("كل 500 دورة", 500, None)],
)
def test_a_figure_is_accepted_in_the_unit_it_is_written_in(text: str, number: float, unit: str | None) -> None:
    assert accepted(find_figures(text)[0]) == Number(number=number, unit=unit)


@pytest.mark.parametrize("text", ["in 2024", "on 3 March 2024", "50-70 %", "3 aircraft"])
def test_days_ranges_and_small_counts_are_not_asked_for(text: str) -> None:
    assert accepted(find_figures(text)[0]) is None


def test_what_must_be_refused_has_its_type_and_invented_names(starter: Parts) -> None:
    suite = refused(starter.library, count=40)
    types = Counter(sample.expect.refusal[0] for sample in suite.questions)
    assert set(types) == {"not_in_library", "needs_live_data", "operational_decision", "out_of_scope"}
    assert min(types.values()) >= 6
    assert len({sample.question for sample in suite.questions}) == 40
    assert {sample.language for sample in suite.questions} == {"en", "ar"}
    assert all(sample.expect.must_refuse for sample in suite.questions)


def test_a_new_suite_is_the_same_for_the_same_seed_and_valid(starter: Parts, tmp_path: Path) -> None:
    suite = new_suite(starter.library, kinds=["excerpts", "numbers", "refused"], count=8, seed=5)
    assert suite == new_suite(starter.library, kinds=["excerpts", "numbers", "refused"], count=8, seed=5)
    assert suite.questions != new_suite(starter.library, count=8, seed=6).questions
    assert len(suite.questions) == 24
    assert problems(suite, resolve(suite, starter.library)) == []
    dump_suite(suite, tmp_path / "new.yaml")
    assert load_suite(tmp_path / "new.yaml") == suite
    with pytest.raises(BadSetting, match="no kind 'poems'"):
        new_suite(starter.library, kinds=["poems"], count=1)  # type: ignore[list-item]


def test_a_library_that_holds_too_little_gives_what_it_can(parts: Parts) -> None:
    assert len(excerpts(parts.library, count=50).questions) < 20
    assert all(
        one.cluster != "hostile" or "<" not in (one.question or "")
        for one in excerpts(parts.library, count=50).questions
    )


ANSWER = Answer(
    id="ab12",
    question="And when?",
    query="When does Northfield close runway 09R?",
    text="On 3 February 2025. [1]",
    understood=Understood(filters=Filters(outlet="The Apron", as_of=date(2025, 2, 1))),
    citations=(Citation(number=1, article_id="runway-works", version=1, title="T", start=0, end=4, quote="Nort"),),
)


def judged(folder: Path, *given: tuple[Answer, str, str, str]) -> Suite:
    with closing(Answers(folder / "assistant.db")) as answers:
        for answer, verdict, reason, comment in given:
            answers.save(answer)
            answers.feedback(answer.id, verdict, reason=reason, comment=comment)  # type: ignore[arg-type]
        return from_feedback(answers)


def test_a_good_answer_gives_its_sources(tmp_path: Path) -> None:
    (sample,) = judged(tmp_path, (ANSWER, "up", "", "")).questions
    assert (sample.id, sample.question, sample.tags) == ("feedback-ab12", ANSWER.query, ("feedback", "up"))
    assert (sample.as_of, sample.filters) == (date(2025, 2, 1), Choice(outlet="The Apron"))
    assert sample.chosen() == ANSWER.understood.filters
    assert sample.expect.sources == (Source(id="runway-works", quote="Nort"),)
    assert "And when?" in sample.notes


def test_a_good_refusal_stays_one(tmp_path: Path) -> None:
    answer = replace(ANSWER, refusal=Refusal(type="needs_live_data", message="no"), citations=())
    (sample,) = judged(tmp_path, (answer, "up", "", "")).questions
    assert sample.expect == Expect(answerable=False, refusal=("needs_live_data",))


def test_of_a_bad_answer_only_what_is_certain_is_expected(tmp_path: Path) -> None:
    other = replace(ANSWER, id="cd34")
    first, second = judged(
        tmp_path,
        (ANSWER, "up", "", ""),
        (other, "down", "Incomplete", "the end is missing"),
        (ANSWER, "down", "Wrong source", ""),
    ).questions
    assert (first.id, first.tags) == ("feedback-ab12", ("feedback", "down", "wrong-source"))
    assert first.expect == Expect(not_sources=(Source(id="runway-works"),))
    assert (second.expect, second.tags) == (Expect(), ("feedback", "down", "incomplete"))
    assert "the end is missing" in second.notes


def test_the_page_offers_the_reason_that_is_understood() -> None:
    from assistant.evaluation.making.feedback import WRONG_SOURCE
    from assistant.web import page

    assert WRONG_SOURCE in (reason.casefold() for reason in page._REASONS)
