"""Speed, cost, stability, confidence and counterfactual questions, each worked by hand."""

import pytest

from assistant.answer import Answer, Refusal, Sentence, Usage
from assistant.errors import BadSetting
from assistant.evaluation.metrics import AGGREGATES, METRICS, metric
from assistant.evaluation.metrics.confidence import reliability, risk_coverage
from assistant.evaluation.records import Record, Status
from assistant.evaluation.scores import Aggregate, Case, Metric, Outcome, Score
from assistant.evaluation.suite import Expect, Sample

Scored = tuple[list[Case], list[Score]]


def answered(
    text: str = "", *, confidence: float | None = None, usage: Usage | None = None, **timings: float
) -> Answer:
    sentences = (Sentence(text=text, start=0, end=len(text), citations=(1,)),) if text else ()
    return Answer(
        id="1",
        question="?",
        query="?",
        text=text,
        sentences=sentences,
        confidence=confidence,
        usage=usage,
        timings_ms=timings,
    )


def case(record: Record, expect: Expect | None = None) -> Case:
    return Case(sample=Sample(id=record.sample, question="?"), expect=expect or Expect(), record=record)


def scored(one: Case, outcome: Outcome | None = "correct", passed: bool | None = True) -> Score:
    name = one.record.case
    return Score(case=name, sample=one.record.sample, cluster=name, outcome=outcome, passed=passed)


def over_all(name: str, cases: list[Case], scores: list[Score]) -> float | None:
    found = metric(name)
    assert isinstance(found, Aggregate)
    got = found.of(cases, scores)
    return None if got is None else round(got, 4)


def value(name: str, one: Case) -> float | None:
    found = metric(name)
    assert isinstance(found, Metric)
    return found.of(one)


def test_every_metric_has_a_name_of_its_own_and_says_what_it_is() -> None:
    names = [one.name for one in (*METRICS, *AGGREGATES)]
    assert len(names) == len(set(names))
    for one in (*METRICS, *AGGREGATES):
        assert one.about.endswith(".")
        assert "\n" not in one.about
        assert one.source


def test_no_metric_breaks_on_an_error_without_an_answer() -> None:
    failed = case(Record(key="k", sample="s", status="error", error="Time-out"))
    for name in ("citation_validity", "alce_recall", "fused.hit@1", "tokens_in", "excerpt_found", "context_following"):
        assert value(name, failed) is None
    assert over_all("latency_p50_ms", [failed], []) is None


def test_an_unknown_metric_has_a_nearest_name() -> None:
    with pytest.raises(BadSetting) as error:
        metric("citation_valididy")
    assert error.value.hint == "Do you mean 'citation_validity'?"


def test_latency_leaves_out_the_cold_start_errors_and_the_cache() -> None:
    def took(name: str, latency: float, status: Status = "ok", cached: bool = False, **timings: float) -> Case:
        answer = answered("It flies.", **timings) if status == "ok" else None
        record = Record(key=name, sample=name, status=status, answer=answer, latency_ms=latency, cached=cached)
        return case(record)

    cases = [took("cold", 900, retrieve=800)]
    cases += [took(str(n), latency, retrieve=latency / 10) for n, latency in enumerate((100, 200, 300, 400))]
    cases += [took("slow", 9999, "timeout"), took("again", 1, cached=True)]
    assert over_all("latency_cold_ms", cases, []) == 900
    assert over_all("latency_p50_ms", cases, []) == 250  # between 200 and 300
    assert over_all("latency_p95_ms", cases, []) == 385  # place .95 * 3 = 2.85: 300 + .85 * 100
    assert over_all("retrieve_p50_ms", cases, []) == 25
    assert over_all("write_p95_ms", cases, []) is None


def test_cost_is_unknown_if_the_cost_of_an_answer_is() -> None:
    must = Expect(answerable=True)
    prices = [0.01, 0.02, 0.03]
    cases = [case(Record(key=str(n), sample=str(n), answer=answered("A."), cost=p), must) for n, p in enumerate(prices)]
    scores = [scored(cases[0]), scored(cases[1], "wrong"), scored(cases[2])]
    failed = case(Record(key="e", sample="e", status="error"), must)
    assert over_all("cost_total", [*cases, failed], scores) == 0.06
    assert over_all("cost_per_right", [*cases, failed], scores) == 0.03  # .06 / 2
    unknown = case(Record(key="u", sample="u", answer=answered("A.")), must)
    assert over_all("cost_total", [*cases, unknown], scores) is None
    assert over_all("cost_per_right", [*cases, unknown], scores) is None
    assert over_all("cost_per_right", cases[1:2], scores) is None


def test_tokens_are_those_that_the_model_counted() -> None:
    one = case(Record(key="k", sample="s", answer=answered(usage=Usage(input_tokens=700, output_tokens=50))))
    assert (value("tokens_in", one), value("tokens_out", one)) == (700, 50)
    assert value("tokens_in", case(Record(key="k", sample="s", answer=answered()))) is None


def repeats(**passed: str) -> Scored:
    """Each question with its repeats: `+` passed, `-` did not."""
    cases, scores = [], []
    for name, marks in passed.items():
        for place, mark in enumerate(marks):
            one = case(
                Record(key="k", sample=name, repeat=place, answer=answered("It flies." if mark == "+" else "No."))
            )
            cases.append(one)
            scores.append(scored(one, "correct" if mark == "+" else "wrong", mark == "+"))
    return cases, scores


def test_stability_over_repeats() -> None:
    run = repeats(steady="++", shaky="+-+", failing="--", once="+")
    assert over_all("flip_rate", *run) == 0.3333  # shaky, of three
    # k = 2. steady: 1; shaky: 1 - C(1,2)/C(3,2) = 1; failing: 1 - C(2,2)/C(2,2) = 0.
    assert over_all("pass_at_k", *run) == 0.6667
    # steady: 1; shaky: C(2,2)/C(3,2) = 1/3; failing: 0. (1 + 1/3) / 3
    assert over_all("pass_hat_k", *run) == 0.4444
    # steady 1; shaky: pairs 0, 1, 0: 1/3; failing 1. (1 + 1/3 + 1) / 3
    assert over_all("text_agreement", *run) == 0.7778


def test_nothing_is_said_of_stability_without_repeats() -> None:
    for name in ("flip_rate", "pass_at_k", "pass_hat_k", "text_agreement"):
        assert over_all(name, *repeats(one="+", other="-")) is None


def sure(*answers: tuple[float | None, bool], expect: Expect | None = None) -> Scored:
    """Answers with their confidence, and whether they are right."""
    cases = [
        case(Record(key="k", sample=f"q{n}", answer=answered("A.", confidence=one)), expect or Expect(answerable=True))
        for n, (one, _) in enumerate(answers)
    ]
    return cases, [scored(one, "correct" if good else "wrong") for one, (_, good) in zip(cases, answers, strict=True)]


def test_confidence_worked_by_hand() -> None:
    run = sure((0.7, False), (0.9, True), (0.8, True), (0.2, False), (0.6, True), (None, False))
    assert risk_coverage(*run) == [(0.2, 0), (0.4, 0), (0.6, 1 / 3), (0.8, 0.25), (1, 0.4)]
    assert over_all("aurc", *run) == 0.1967  # (0 + 0 + .3333 + .25 + .4) / 5
    assert over_all("e_aurc", *run) == 0.0667  # .1967 - (0 + 0 + 0 + .25 + .4) / 5 = .1967 - .13
    assert over_all("auarc", *run) == 0.8033
    assert over_all("coverage_at_risk_5", *run) == 0.4
    assert over_all("brier", *run) == 0.148  # (.01 + .04 + .49 + .16 + .04) / 5
    assert over_all("ece", *run) is None


def test_equal_confidences_share_what_is_wrong() -> None:
    for run in (sure((0.5, True), (0.5, False)), sure((0.5, False), (0.5, True))):
        assert over_all("aurc", *run) == 0.5  # (.5/1 + 1/2) / 2
        assert over_all("e_aurc", *run) == 0.25  # .5 - (0 + .5) / 2


def test_calibration_in_bins_of_ten_or_more() -> None:
    high, low = [(0.9, n < 7) for n in range(10)], [(0.3, n < 2) for n in range(10)]
    run = sure(*high, *low)
    assert [(round(one.confidence, 4), one.right, one.n) for one in reliability(*run)] == [
        (0.3, 0.2, 10),
        (0.9, 0.7, 10),
    ]
    assert over_all("ece", *run) == 0.15  # .5 * |.2 - .3| + .5 * |.7 - .9|
    assert [one.n for one in reliability(*sure(*((n / 100, True) for n in range(25))))] == [10, 15]
    assert [one.n for one in reliability(*sure(*((0.5, True) for _ in range(25))))] == [25]


def test_a_question_that_must_be_refused_is_never_rightly_answered() -> None:
    run = sure((0.8, True), expect=Expect(answerable=False))
    assert over_all("brier", *run) == 0.64
    assert over_all("brier", *sure((0.8, True), expect=Expect())) is None


def altered(was: str, *, drop: Answer | None = None, edit: Answer | None = None) -> Case:
    answer = answered(was)
    given = {"drop": drop} if drop else {"edit": edit} if edit else {}
    return case(Record(key="k", sample="s", answer=answer, altered=given, edited=("40", "55") if edit else None))  # type: ignore[arg-type]


def test_a_citation_is_used_if_its_sentence_goes_with_it() -> None:
    said = "The Heron is 40 m long."
    refused = Answer(id="1", question="?", query="?", text="No.", refusal=Refusal(type="not_in_library", message="No."))
    assert value("causal_citation_rate", altered(said, drop=refused)) == 1
    assert value("causal_citation_rate", altered(said, drop=answered("The Stork has 190 seats."))) == 1
    assert value("causal_citation_rate", altered(said, drop=answered("The Heron is 40 m long."))) == 0
    assert value("causal_citation_rate", altered(said)) is None


def test_an_answer_follows_the_changed_figure() -> None:
    said = "The Heron is 40 m long."
    assert value("context_following", altered(said, edit=answered("The Heron is 55 m long."))) == 1
    assert value("context_following", altered(said, edit=answered("The Heron is 40 m long."))) == 0
    assert value("context_following", altered(said, edit=answered("It is 55 m long, or 40 m."))) == 0
    assert value("context_following", altered(said, edit=answered("It is 155 m long."))) == 0
    assert value("context_following", altered("It is long.", edit=answered("It is 55 m long."))) is None
    assert value("context_following", altered("طول الطائرة ٤٠ مترا.", edit=answered("طول الطائرة ٥٥ مترا."))) == 1
