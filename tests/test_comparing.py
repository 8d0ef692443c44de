"""A run in figures, and two runs side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from assistant.answer import Answer
from assistant.evaluation.comparing import compare
from assistant.evaluation.records import Record
from assistant.evaluation.runs import Manifest, Run
from assistant.evaluation.scores import Aggregate, Case, Metric, Score, Summary
from assistant.evaluation.statistics import wilson
from assistant.evaluation.suite import Sample, Suite
from assistant.evaluation.summary import summarise, summary_from_json, summary_to_json

RECALL = Metric(name="recall", about="", source="", of=lambda case: None)
WAIT = Metric(name="wait", about="", source="", of=lambda case: None, unit="ms", higher=False)


def right_share(cases: Sequence[Case], scores: Sequence[Score]) -> float | None:
    assert [case.record.case for case in cases] == [score.case for score in scores]
    return sum(score.passed is True for score in scores) / len(scores) if scores else None


RIGHT = Aggregate(name="right_share", about="", source="", of=right_share)


def score(case: str, passed: bool | None, **given: object) -> Score:
    sample = case.partition("#")[0]
    return replace(Score(case=case, sample=sample, cluster=sample, passed=passed), **given)  # type: ignore[arg-type]


def run(scores: Iterable[Score], name: str = "one", **manifest: str) -> Run:
    scores = list(scores)
    samples = [Sample(id=one, question=f"What of {one}?") for one in dict.fromkeys(score.sample for score in scores)]
    return Run(
        folder=Path("runs") / name,
        manifest=Manifest(name=name, **({"system": "ours", "questions": "q", "library": "l"} | manifest)),  # type: ignore[arg-type]
        suite=Suite(questions=tuple(samples)),
        gold={},
        records=tuple(
            Record(
                key=score.case,
                sample=score.sample,
                repeat=int(score.case.partition("#")[2] or 0),
                status="error" if score.why == "error" else "ok",
            )
            for score in scores
        ),
    )


def summary(scores: Sequence[Score]) -> Summary:
    return summarise(run(scores), scores, metrics=[RECALL, WAIT], aggregates=[RIGHT])


def sampled(n: int, rate: float, seed: int) -> list[Score]:
    chance = Random(seed)
    return [
        score(f"case {at}", chance.random() < rate, values={"recall": chance.random(), "wait": 100 * chance.random()})
        for at in range(n)
    ]


def worse(scores: Sequence[Score], share: float) -> list[Score]:
    chance = Random(9)
    return [
        replace(one, passed=False, why="not_retrieved", values={**one.values, "recall": 0.0})
        if chance.random() < share
        else one
        for one in scores
    ]


def test_figures_count_valid_cases_and_say_how_sure_they_are() -> None:
    found = summary(
        [
            score("a", True, tags=("arabic",), values={"recall": 1.0}),
            score("b", False, why="not_retrieved", tags=("arabic",), values={"recall": 0.0}),
            score("c", True, values={"recall": 1.0}),
            score("d", False, why="error"),
            score("gone", False, why="not_in_library", tags=("old",), values={"recall": 0.0}),
            score("unasked", None),
        ]
    )
    assert (found.cases, found.passed, found.failed, found.invalid, found.errors) == (6, 2, 2, 1, 1)
    assert found.why == {"not_retrieved": 1, "error": 1, "not_in_library": 1}
    rate = found.figures["pass_rate"]
    assert (rate.value, rate.n, (rate.low, rate.high)) == (0.5, 4, wilson(2, 4))
    recall = found.figures["recall"]
    assert (recall.value, recall.n) == (pytest.approx(2 / 3), 3)
    assert "wait" not in found.figures
    assert set(found.by_tag) == {"arabic"}
    assert found.by_tag["arabic"].value == 0.5
    assert found.figures["right_share"].value == 2 / 5
    assert summary_from_json(summary_to_json(found)) == found


def test_a_question_asked_three_times_counts_once() -> None:
    found = summary([score("a", True), score("a#1", False, why="wrong"), score("a#2", False), score("b", True)])
    assert found.cases == 4
    assert found.figures["pass_rate"].n == 2
    assert found.figures["pass_rate"].value == pytest.approx((1 / 3 + 1) / 2)
    assert found.figures["right_share"].n == 2


def test_a_heavy_question_weighs_more_in_the_pass_rate_only() -> None:
    scores = [score("a", True, weight=3.0, values={"recall": 1.0}), score("b", False, values={"recall": 0.0})]
    found = summary(scores)
    assert found.figures["pass_rate"].value == 0.75
    assert found.figures["recall"].value == 0.5


def test_what_was_not_asked_yet_is_counted() -> None:
    whole = run([score("a", True), score("b", True)])
    found = summarise(replace(whole, records=whole.records[:1]), [score("a", True)], metrics=[], aggregates=[])
    assert found.unasked == 1
    # A run that was stopped after the first of three repeats, or before the last turn of a script, is not whole.
    thrice = replace(whole, manifest=replace(whole.manifest, options={"repeats": 3}))
    assert summarise(thrice, [], metrics=[], aggregates=[]).unasked == 2
    said = [replace(one, answer=Answer(id="", question="", query="", text="Yes.")) for one in whole.records]
    script = Sample.model_validate({"id": "a", "turns": [{"user": "What of a?"}, {"user": "And then?"}]})
    stopped = replace(whole, suite=Suite(questions=(script,)), records=tuple(said))
    assert summarise(stopped, [], metrics=[], aggregates=[]).unasked == 1
    # After an error the rest of a script is not asked, and nothing is missing.
    assert summarise(replace(stopped, records=whole.records), [], metrics=[], aggregates=[]).unasked == 0


def test_a_figure_of_all_cases_counts_those_it_is_about() -> None:
    scores = [score(name, True) for name in "abc"]
    two = replace(RIGHT, counted=lambda cases, scores: cases[:2])
    one = replace(RIGHT, name="first", counted=lambda cases, scores: cases[:1])
    found = summarise(run(scores), scores, metrics=[], aggregates=[two, one]).figures
    assert (found["right_share"].n, found["first"].n) == (2, 1)
    # The width of a single case cannot be had by drawing others.
    assert found["right_share"].low is not None
    assert found["first"].low is found["first"].high is None
    assert summary([]).figures == {}


def test_a_system_compared_with_itself_has_not_changed() -> None:
    scores = sampled(200, 0.8, 1)
    gated = {"pass_rate", "right_share"}
    found = compare(run(scores), run(scores), scores, scores, gated, metrics=[RECALL, WAIT], aggregates=[RIGHT])
    assert {change.name for change in found.changes} == {"pass_rate", "recall", "wait", "right_share"}
    assert all(change.delta == 0 and change.p == 1 for change in found.changes)
    assert {flip.kind for flip in found.flips} == {"still_failing"}
    assert not found.remarks


def test_chance_alone_is_rarely_significant() -> None:
    significant = 0
    for seed in range(60):
        before, after = sampled(80, 0.8, 2 * seed), sampled(80, 0.8, 2 * seed + 1)
        changes = compare(run(before), run(after), before, after).changes
        significant += sum(change.p < 0.05 for change in changes)
    assert significant <= 0.1 * 60 * 3


def test_a_regression_shows_with_the_cases_that_broke() -> None:
    before = sampled(200, 0.9, 1)
    after = worse(before, 0.15)
    found = compare(
        run(before),
        run(after),
        before,
        after,
        {"pass_rate", "recall", "right_share"},
        metrics=[RECALL, WAIT],
        aggregates=[RIGHT],
    )
    changes = {change.name: change for change in found.changes}
    rate = changes["pass_rate"]
    assert rate.p < 0.001
    assert rate.low is not None
    assert rate.high is not None
    assert rate.low < rate.delta < rate.high < 0
    assert rate.p_holm is not None
    assert rate.p_holm >= rate.p
    assert changes["right_share"].p < 0.01
    assert changes["right_share"].delta == pytest.approx(rate.delta)
    assert changes["wait"].p == 1
    assert changes["wait"].p_holm is None
    assert (changes["wait"].unit, changes["wait"].higher) == ("ms", False)
    broken = [flip for flip in found.flips if flip.kind == "broken"]
    assert len(broken) == round(-200 * rate.delta)
    assert {(flip.before, flip.after) for flip in broken} == {(None, "not_retrieved")}


def test_a_fixed_case_tells_what_was_wrong_with_it() -> None:
    before, after = [score("a", False, why="unused"), score("b", True)], [score("a", True), score("b", True)]
    found = compare(run(before), run(after), before, after)
    assert [(flip.case, flip.kind, flip.before, flip.after) for flip in found.flips] == [("a", "fixed", "unused", None)]


def test_only_cases_that_both_runs_have_are_compared_and_that_is_said() -> None:
    before = [score("a", True), score("b", True), score("c", True), score("x", True)]
    after = [score("b", False), score("c", False, why="invalid_gold"), score("d", True), score("x", True)]
    found = compare(run(before), run(after, questions="other"), before, after)
    assert [(change.name, change.n) for change in found.changes] == [("pass_rate", 2)]
    assert (found.only_before, found.only_after) == (("a",), ("d",))
    assert found.remarks[0].startswith("THE QUESTIONS DIFFER: only the 2 cases")
    assert "invalid in one" in found.remarks[1]
    partly = compare(run(before), run(before[:2]), before, before[:2])
    assert partly.remarks[0].startswith("NOT EVERY CASE")
    assert compare(run([]), run([]), [], [], {"right_share"}, aggregates=[RIGHT]).changes == ()


def test_a_question_that_became_another_is_named() -> None:
    scores = [score("a", True), score("b", True)]
    after = run(scores, questions="other")
    other = (Sample(id="a", question="Something else?"), *after.suite.questions[1:])
    found = compare(run(scores), replace(after, suite=Suite(questions=other)), scores, scores)
    assert "1 of them ask or expect something else in the second run: a." in found.remarks


def test_another_library_or_system_is_remarked() -> None:
    scores = [score("a", True)]
    found = compare(run(scores), run(scores, library="m", system="theirs", fingerprint="f2"), scores, scores)
    assert found.remarks == (
        "The library differs: edition l, then edition m.",
        "The system differs: ours, then theirs.",
        "The fingerprint of models and settings differs: unknown, then f2.",
    )
