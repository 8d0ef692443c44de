"""Gates: what a run must reach, read from files and from the command line."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from report_sample import sample
from test_comparing import RECALL, RIGHT, WAIT, run, sampled, score, summary, worse

from assistant.evaluation.comparing import compare
from assistant.evaluation.evaluating import known_figures
from assistant.evaluation.gate_texts import BadGate
from assistant.evaluation.gates import check, exit_code, read_gates, require_known
from assistant.evaluation.loading import BadSuite, load_suite
from assistant.evaluation.reports import html, junit, markdown, terminal
from assistant.evaluation.scores import Comparison, Score, Summary, Verdict

GOOD = [score(f"case {at}", at > 0, tags=("arabic",) if at < 4 else (), values={"recall": 0.9}) for at in range(20)]
GOOD[0] = replace(GOOD[0], why="wrong")
KNOWN = {"recall": True, "wait": True, "right_share": False}


def said(gate: str, scores: Sequence[Score] = GOOD, comparison: Comparison | None = None) -> Verdict:
    return check(read_gates(gate), summary(scores), scores, comparison)[0]


def compared(before: Sequence[Score], after: Sequence[Score], *gated: str) -> Comparison:
    return compare(run(before), run(after), before, after, gated, metrics=[RECALL, WAIT], aggregates=[RIGHT])


@pytest.mark.parametrize(
    ("gate", "holds"),
    [
        ("pass_rate>=0.95", True),
        ("pass_rate>=0.96", False),
        ("pass_rate<=0.95", True),
        ("pass_rate<=0.94", False),
        ("recall >= 0.9", True),
        ("right_share>=0.95", True),
        ("pass_rate:min_lower95=0.76", True),  # Wilson's interval of 19 in 20 is .7639 to .9911
        ("pass_rate:min_lower95=0.77", False),
        ("pass_rate:min=0.5,max=0.9", False),
        ("pass_rate[arabic]>=0.75", True),
        ("pass_rate:min=0.76,tag=arabic", False),
        ("wait<=100", False),
        ("pass_rate[polish]>=0", False),
    ],
)
def test_an_absolute_gate(gate: str, holds: bool) -> None:
    verdict = said(gate)
    assert (verdict.kind, verdict.passed) == ("absolute", holds), verdict.message


def test_a_gate_says_the_figure_and_what_it_must_be() -> None:
    told = said("pass_rate>=0.96").message
    assert told == "pass_rate is 0.95 (n = 20, 95 % interval 0.7639 to 0.9911); it must be at least 0.96."
    assert "no value" in said("wait<=100").message
    assert said("pass_rate:min=0.5,tag=polish").gate == "pass_rate[polish]"


def test_a_drop_fails_where_it_is_too_large_and_significant() -> None:
    before = sampled(200, 0.9, 1)
    after = worse(before, 0.15)
    comparison = compared(before, after, "pass_rate", "right_share")
    assert not said("pass_rate:max_drop=0.03", after, comparison).passed
    assert not said("right_share:max_drop=0.03", after, comparison).passed
    assert said("pass_rate:max_drop=0.30", after, comparison).passed
    assert said("wait:max_drop=0", after, comparison).passed


def test_a_drop_by_chance_fails_only_a_strict_gate() -> None:
    before = [score(f"case {at}", True) for at in range(20)]
    after = [score(f"case {at}", at > 3, why=None if at > 3 else "wrong") for at in range(20)]
    comparison = compared(before, after, "pass_rate")
    verdict = said("pass_rate:max_drop=0.03", after, comparison)
    assert verdict.passed
    assert "not significant" in verdict.message
    assert not said("pass_rate:max_drop=0.03,strict=true", after, comparison).passed
    assert not said("pass_rate:max_drop=0.03,alpha=0.2", after, comparison).passed


def test_where_less_is_better_a_rise_is_the_drop() -> None:
    before = [score(f"case {at}", True, values={"wait": 100.0 + at}) for at in range(20)]
    slower = [replace(one, values={"wait": one.values["wait"] + 50}) for one in before]
    assert not said("wait:max_drop=20", slower, compared(before, slower, "wait")).passed
    assert said("wait:max_drop=20", before, compared(slower, before, "wait")).passed


def test_without_a_baseline_a_drop_is_not_checked_and_that_is_said() -> None:
    verdict = said("pass_rate:max_drop=0.03")
    assert (verdict.kind, verdict.passed) == ("baseline", None)
    assert "not checked" in verdict.message
    assert exit_code([verdict]) == 0


def test_a_metric_that_the_baseline_lacks_fails() -> None:
    before = [replace(one, values={}) for one in GOOD]
    verdict = said("recall:max_drop=0.03", GOOD, compared(before, GOOD, "recall"))
    assert not verdict.passed
    assert "rescore the baseline" in verdict.message


@pytest.mark.parametrize(
    ("pinned", "holds"),
    [
        (score("b", True, must_pass=True), True),
        (score("b", False, why="wrong", must_pass=True), False),
        (score("b", None, why="invalid_gold", must_pass=True), False),
        (score("b", False, why="wrong"), True),
    ],
)
def test_a_pinned_case_must_pass(pinned: Score, holds: bool) -> None:
    scores = [score("a", True, must_pass=True), pinned]
    verdict = next(one for one in check({}, summary(scores), scores) if one.kind == "pinned")
    assert verdict.passed is holds
    assert holds or "b (" in verdict.message


FIVE = [score(f"case {at}", True) for at in range(3)] + [
    score("gone", None, why="not_in_library"),
    score("quoted", None, why="invalid_gold"),
]


@pytest.mark.parametrize(("allowed", "passed", "code"), [(None, None, 0), (1, False, 1), (2, True, 0)])
def test_invalid_cases_are_told_and_may_be_limited(allowed: int | None, passed: bool | None, code: int) -> None:
    verdicts = check({}, summary(FIVE), FIVE, max_invalid=allowed)
    (verdict,) = [one for one in verdicts if one.kind == "invalid"]
    assert (verdict.gate, verdict.passed, exit_code(verdicts)) == ("max_invalid", passed, code)
    assert "2 of 5 cases" in verdict.message
    assert "gone, quoted" in verdict.message


def test_where_no_case_is_invalid_only_a_limit_is_told() -> None:
    assert [one.kind for one in check({}, summary(GOOD), GOOD)] == ["complete"]
    limited = check({}, summary(GOOD), GOOD, max_invalid=0)
    assert [(one.kind, one.passed) for one in limited] == [("invalid", True), ("complete", True)]


@pytest.mark.parametrize(
    ("errors", "allowed", "unasked", "code"), [(0, 0, 0, 0), (2, 2, 0, 0), (2, 1, 0, 3), (0, 9, 1, 3)]
)
def test_an_incomplete_run_ends_with_three(errors: int, allowed: int, unasked: int, code: int) -> None:
    found = Summary(run="r", cases=9, passed=9, failed=0, invalid=0, errors=errors, unasked=unasked)
    assert exit_code(check({}, found, [], max_errors=allowed)) == code


def test_a_run_without_a_valid_case_is_no_pass() -> None:
    found = Summary(run="r", cases=4, passed=0, failed=0, invalid=4, errors=0)
    verdicts = check({}, found, [])
    assert exit_code(verdicts) == 3
    assert "No case is valid" in verdicts[-1].message
    assert exit_code(check({}, replace(found, cases=5, passed=1), [])) == 0


def test_a_failed_gate_ends_with_one_and_an_incomplete_run_with_three_all_the_same() -> None:
    gates = read_gates("pass_rate>=0.99")
    assert exit_code(check(gates, summary(GOOD), GOOD)) == 1
    assert exit_code(check(gates, replace(summary(GOOD), errors=1), GOOD)) == 3
    assert exit_code([]) == 0


def test_gates_come_from_files_and_the_command_line_says_more(tmp_path: Path) -> None:
    file = tmp_path / "gates.yaml"
    file.write_text("gates:\n  pass_rate: {min: 0.8, alpha: 0.01}\n  recall@10: {min: 0.5}\n")
    gates = read_gates(file, "pass_rate>=0.9", "pass_rate:max_drop=0.03", "leak<=0")
    assert gates["pass_rate"].model_dump(exclude_none=True, exclude_defaults=True) == {
        "min": 0.9,
        "max_drop": 0.03,
        "alpha": 0.01,
    }
    assert gates["recall@10"].min == 0.5
    assert gates["leak"].max == 0
    (tmp_path / "plain.yaml").write_text("pass_rate: {min: 0.8}\n")
    assert read_gates(str(tmp_path / "plain.yaml"))["pass_rate"].min == 0.8


@pytest.mark.parametrize(
    ("gate", "told"),
    [
        ("pass_rate", "neither a gate nor a file"),
        ("pass_rate>=much", "min is 'much'"),
        ("pass_rate:minimum=1", "has no key 'minimum'"),
        ("pass_rate:max_drop=-1", "max_drop is '-1'"),
        ("pass_rate:alpha=0.05", "asks for nothing"),
        ("pass_rat>=0.5", "no metric 'pass_rat'"),
        ("pass_rate[arabic]:max_drop=0.1", "a tag and max_drop"),
        ("right_share[arabic]>=0.5", "right_share is a figure of the whole run"),
    ],
)
def test_a_gate_that_makes_no_sense_is_explained(gate: str, told: str) -> None:
    with pytest.raises(BadGate) as failed:
        check(read_gates(gate), summary(GOOD), GOOD, known=KNOWN)
    assert told in str(failed.value)
    assert failed.value.hint


@pytest.mark.parametrize("text", ["- pass_rate", "pass_rate: 0.9", "a: [", ""])
def test_a_file_without_gates_is_explained(tmp_path: Path, text: str) -> None:
    (tmp_path / "gates.yaml").write_text(text)
    with pytest.raises(BadGate) as failed:
        read_gates(tmp_path / "gates.yaml")
    assert failed.value.hint


def test_the_nearest_name_is_given() -> None:
    with pytest.raises(BadGate) as failed:
        check(read_gates("recal>=0.5"), summary(GOOD), GOOD, known=KNOWN)
    assert failed.value.hint == "Did you mean 'recall'?"


@pytest.mark.parametrize("name", ["refusal_f1", "latency_p95_ms", "pass_at_k", "judge_kappa", "judged_preference"])
def test_a_figure_of_the_whole_run_takes_no_tag(name: str) -> None:
    require_known(read_gates(f"{name}>=0.5"), known_figures())
    with pytest.raises(BadGate, match=f"{name} is a figure of the whole run") as failed:
        require_known(read_gates(f"{name}[arabic]>=0.5"), known_figures())
    assert "pass_rate" in failed.value.hint


@pytest.mark.parametrize("name", ["pass_rate", "correct", "prompt.recall", "judged_support", "cost"])
def test_a_figure_that_each_case_has_takes_a_tag(name: str) -> None:
    require_known(read_gates(f"{name}[arabic]>=0.5"), known_figures())


def test_what_was_not_checked_has_no_tick_in_any_report() -> None:
    unchecked = said("pass_rate:max_drop=0.03")
    reported = replace(sample(), verdicts=(unchecked,))
    assert f"– {unchecked.message}" in terminal(reported)
    assert "- – pass\\_rate was not checked" in markdown(reported)
    written = junit(reported)
    gate = written[written.index('name="pass_rate"') :]
    assert "<skipped" in gate
    assert "<failure" not in gate
    page = html(reported)
    assert '<li class="not-checked"><b>–<span class="sr">not checked</span>' in page


def test_a_limit_of_invalid_cases_comes_from_the_suite_and_from_those_it_includes(tmp_path: Path) -> None:
    question = "questions: [{id: %s, question: Why?}]\n"
    (tmp_path / "a.yaml").write_text("max_invalid: 2\n" + question % "a")
    (tmp_path / "b.yaml").write_text("include: a.yaml\n" + question % "b")
    (tmp_path / "c.yaml").write_text("include: a.yaml\nmax_invalid: 0\n" + question % "c")
    (tmp_path / "d.yaml").write_text("max_invalid: -1\n" + question % "d")
    assert load_suite(tmp_path / "b.yaml").max_invalid == 2
    assert load_suite(tmp_path / "c.yaml").max_invalid == 0
    with pytest.raises(BadSuite, match="d.yaml:1: 'max_invalid' is -1"):
        load_suite(tmp_path / "d.yaml")
