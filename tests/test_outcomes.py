"""Whether an answer is right, and the figures of it, by examples worked by hand."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from statistics import fmean
from typing import Any

import pytest

from assistant.answer import Answer, Citation, Note, NoteType, Refusal, RefusalType, Sentence
from assistant.evaluation.metrics import consistency, freshness, outcome, refusing
from assistant.evaluation.metrics.outcome import outcome as outcome_of
from assistant.evaluation.metrics.stability import AGGREGATES as STABILITY
from assistant.evaluation.metrics.stability import pass_at, pass_hat
from assistant.evaluation.records import Gold, Held, Record, Retrieved
from assistant.evaluation.reports.words import WHY
from assistant.evaluation.scores import Case, Score
from assistant.evaluation.scoring import score
from assistant.evaluation.suite import Sample
from knowledge.article import Passage

METRICS = {one.name: one for group in (outcome, refusing, consistency, freshness) for one in group.METRICS}
AGGREGATES = {one.name: one for group in (outcome, refusing) for one in group.AGGREGATES}
BATTERY = {"answers": ["battery fire", {"regex": "thermal runaway"}], "forbidden": ["engine fire"]}


def answered(
    text: str = "",
    refusal: RefusalType | None = None,
    notes: Sequence[NoteType] = (),
    citations: Sequence[Citation] = (),
    sentences: Sequence[Sentence] = (),
    passages: Sequence[Passage] = (),
) -> Answer:
    return Answer(
        id="a",
        question="q",
        query="q",
        text=text,
        refusal=Refusal(type=refusal, message=text) if refusal else None,
        notes=tuple(Note(type=one, message="") for one in notes),
        citations=tuple(citations),
        sentences=tuple(sentences),
        passages=tuple(passages),
    )


def made(
    expect: Mapping[str, Any],
    answer: Answer | None,
    gold: Sequence[Gold] = (),
    record: Mapping[str, Any] | None = None,
    **sample: Any,
) -> Case:
    asked = Sample.model_validate({"id": "s", "question": "q", "expect": expect, **sample})
    status = "ok" if answer else "error"
    recorded = Record(**{"key": "k", "sample": "s", "answer": answer, "status": status, **(record or {})})
    return Case(sample=asked, expect=asked.expect, record=recorded, gold=tuple(gold))


def cited(number: int, article: str, quote: str = "", published: date | None = None, title: str = "") -> Citation:
    return Citation(
        number=number, article_id=article, version=1, title=title, start=0, end=10, quote=quote, published=published
    )


def value(name: str, case: Case) -> float | None:
    found = METRICS[name].of(case)
    return None if found is None else round(found, 4)


FACTS = {
    "facts": [
        {"text": "a fire", "match": ["fire", "overheat"]},
        {"text": "fifty aircraft", "match": [{"number": 50}]},
        {"text": "in Boston", "importance": "okay"},
    ]
}


@pytest.mark.parametrize(
    ("expect", "answer", "came"),
    [
        (BATTERY, answered("A battery fire [1].", citations=[cited(1, "a")]), "correct"),
        (BATTERY, answered("It was a thermal runaway."), "correct"),
        (BATTERY, answered("It was a battery fire and an engine fire."), "wrong"),
        (BATTERY, answered("It was the weather."), "wrong"),
        (BATTERY, answered("Nothing is held.", refusal="not_in_library"), "abstained"),
        (BATTERY, answered("The closest passage is: it rained [1].", notes=["closest_only"]), "abstained"),
        (BATTERY, answered("The closest passage is: a battery fire [1].", notes=["closest_only"]), "correct"),
        (BATTERY, answered("I’m sorry, I cannot find that."), "abstained"),
        (BATTERY, answered("لا توجد معلومات عن ذلك."), "abstained"),
        (BATTERY, answered("The report does not mention rain [1].", citations=[cited(1, "a")]), "wrong"),
        (BATTERY, None, None),
        (FACTS, answered("A fire; 50 aircraft stood still."), "correct"),
        (FACTS, answered("There was a fire in Boston."), "partial"),
        (FACTS, answered("It was in Boston."), "wrong"),
        ({**FACTS, "facts_all_in_order": True}, answered("50 aircraft, after a fire."), "partial"),
        ({**FACTS, "facts_all_in_order": True}, answered("A fire, then 50 aircraft."), "correct"),
        ({**FACTS, "answers": ["2013"]}, answered("A fire; 50 aircraft."), "partial"),
        ({**FACTS, "answers": ["2013"]}, answered("A fire in 2013; 50 aircraft."), "correct"),
        ({"answerable": False}, answered("No.", refusal="outdated"), "abstained"),
        ({"answerable": False}, answered("It is blue."), "wrong"),
        ({"answerable": False, "forbidden": ["key 7"]}, answered("No. key 7", refusal="outdated"), "wrong"),
        ({"answerable": True}, answered("It is blue."), "correct"),
        ({}, answered("It is blue."), None),
    ],
)
def test_an_answer_is_right_partly_right_wrong_or_none(
    expect: Mapping[str, Any], answer: Answer | None, came: str | None
) -> None:
    assert outcome_of(made(expect, answer))[0] == came


def test_what_was_expected_and_what_came_is_told() -> None:
    came, reasons = outcome_of(made(BATTERY, answered("It was the weather.")))
    assert came == "wrong"
    assert reasons == ("Expected “battery fire” or /thermal runaway/.", "Got: It was the weather.")


def test_without_answers_the_expected_source_must_be_cited() -> None:
    gold = [Gold(article_id="a"), Gold(article_id="b")]
    every, any_of = {"sources": ["a", "b"]}, {"sources": ["a", "b"], "sources_mode": "any"}
    one, both = answered("It [1].", citations=[cited(1, "a")]), [cited(1, "a"), cited(2, "b")]
    assert outcome_of(made(every, one, gold))[0] == "wrong"
    assert outcome_of(made(any_of, one, gold))[0] == "correct"
    assert outcome_of(made(every, answered("It [1][2].", citations=both), gold))[0] == "correct"


def test_a_refusal_is_no_right_answer_where_nothing_else_is_expected() -> None:
    found = score(made({"answerable": True}, answered("The library holds no such article.", "not_in_library")), [])
    assert (found.outcome, found.why, found.passed) == ("abstained", "false_refusal", False)
    assert score(made({"answerable": True}, answered("It flies.")), []).outcome == "correct"


def test_words_shared_with_a_reference() -> None:
    # Said: small fire broke out in aft bay (7 words); right: fire in bay aft (4).
    case = made({"answers": ["a fire in the bay aft"]}, answered("A small fire broke out in the aft bay [1]."))
    # 4 shared: precision 4/7, recall 4/4, F1 = 8/11. Longest common subsequence: fire in bay, 3/4.
    assert value("token_f1", case) == 0.7273
    assert value("rouge_l", case) == 0.75
    assert value("exact_match", case) == 0
    assert value("exact_match", made({"answers": ["An Airbus"]}, answered("Airbus."))) == 1
    assert value("containment", case) == 0


def test_facts_are_weighed() -> None:
    expect = {
        "facts": [
            {"text": "alpha"},
            {"text": "bravo"},
            {"text": "charlie"},
            {"text": "delta", "importance": "okay"},
            {"text": "echo", "importance": "okay"},
        ]
    }
    case = made(expect, answered("alpha bravo delta"))
    # 2 of 3 vital, 3 of 5 in all, (2 + 0.5 * 1) / (3 + 0.5 * 2) = 2.5 / 4.
    names = ("vital_facts", "vital_facts_strict", "all_facts", "weighted_facts")
    assert [value(name, case) for name in names] == [0.6667, 0, 0.6, 0.625]
    assert value("vital_facts_strict", made(expect, answered("alpha bravo charlie"))) == 1


def test_wrong_answers_cost_and_missing_ones_do_not() -> None:
    answers = [
        answered("battery fire"),
        answered("rain"),
        answered("No.", refusal="outdated"),
        None,
    ]
    cases = [made(BATTERY, one) for one in answers]
    assert [value("penalised", case) for case in cases] == [1, -1, 0, 0]
    # CRAG: (2 * correct + missing) / N - 1 = (2 * 1 + 2) / 4 - 1 = 0, the mean of 1, -1, 0, 0.
    assert [value("crag_published", case) for case in cases] == [1, -1, 0, 0]
    assert value("penalised", made(FACTS, answered("a fire"))) == 0.5
    assert [value("correct", case) for case in cases] == [1, 0, 0, 0]
    assert [value("abstained", case) for case in cases] == [0, 0, 1, 0]
    assert value("correct", made({"answerable": False}, answered("No.", refusal="outdated"))) is None


def run_of_ten() -> tuple[list[Case], list[Score]]:
    """Of six answerable 3 right, 1 wrong, 2 refused; of four to be refused 3 are."""
    said = ["battery fire"] * 3 + ["rain"]
    cases = [made(BATTERY, answered(text)) for text in said]
    cases += [made(BATTERY, answered("No.", refusal="not_in_library"))] * 2
    refuse = {"refusal": ["needs_live_data"]}
    cases += [made(refuse, answered("No.", refusal="needs_live_data"))] * 2
    cases += [made(refuse, answered("No.", refusal="outdated")), made(refuse, answered("It is sunny."))]
    return cases, [score(case, list(METRICS.values())) for case in cases]


@pytest.mark.parametrize(
    ("name", "expected", "n"),
    [
        ("cga", 0.75, 4),  # 3 of the 4 that were answered
        ("simpleqa_f", 0.6, 6),  # 2 * (3/6) * (3/4) / (3/6 + 3/4)
        ("refusal_precision", 0.6, 5),  # 3 of 5 refusals
        ("refusal_recall", 0.75, 4),  # 3 of 4
        ("refusal_f1", 0.6667, 10),  # 2 * 0.6 * 0.75 / 1.35
        ("f1_gr", 0.697, 10),  # answering: 2 * (4/5) * (4/6) / (4/5 + 4/6) = 8/11; (2/3 + 8/11) / 2
    ],
)
def test_figures_of_a_whole_run(name: str, expected: float, n: int) -> None:
    cases, scores = run_of_ten()
    found = AGGREGATES[name].of(cases, scores)
    assert found is not None
    assert round(found, 4) == expected
    assert (counted := AGGREGATES[name].counted) is not None
    assert len(counted(cases, scores)) == n
    assert AGGREGATES[name].of([], []) is None


def test_shares_of_refusals() -> None:
    cases, _ = run_of_ten()

    def mean(name: str) -> float:
        values = [found for case in cases if (found := METRICS[name].of(case)) is not None]
        return round(sum(values) / len(values), 4)

    assert mean("rejection") == 0.75
    assert mean("refused_outright") == 0.75
    assert mean("refusal_type") == 0.6667  # of three refusals two
    assert mean("refusal_right") == 0.5
    assert mean("false_answer") == 0.25
    assert mean("false_refusal") == 0.3333  # 2 of 6


def test_the_closest_passage_is_a_refusal_where_the_library_holds_nothing() -> None:
    closest = answered("The closest passage is: it rained [1].", notes=["closest_only"], citations=[cited(1, "a")])
    right = [value("refusal_right", made({"answerable": False, "refusal": list(kinds)}, closest)) for kinds in KINDS]
    assert right == [1, 1, 0]
    assert value("refused_outright", made({"answerable": False}, closest)) == 0
    assert value("rejection", made({"answerable": False}, closest)) == 1


KINDS: tuple[tuple[RefusalType, ...], ...] = ((), ("not_in_library", "outdated"), ("needs_live_data",))


def test_figures_dates_and_names_stand_in_what_is_cited() -> None:
    text = "The A350 flew 15,000 km in 2018 with 300 people. It seats 440. It was quick."
    first = Sentence(text=text[:49], start=0, end=49, citations=(1,))
    second = Sentence(text="It seats 440.", start=50, end=63)
    citations = [cited(1, "a", quote="In 2018 it flew 15,000 km.", title="The A350-900")]
    case = made({}, answered(text, citations=citations, sentences=[first, second]))
    # The first sentence has 15,000 km (held) and 300 (not), the second 440 and no citation: (1/2 + 0) / 2.
    assert value("number_consistency", case) == 0.25
    assert value("date_consistency", case) == 1
    assert value("name_consistency", case) == 1
    held = (Held(title="The A350-900", quote="It flew.", passage="It flew in 2017."),)
    case = made({}, answered(text, citations=citations, sentences=[first]), record={"held": held})
    assert value("number_consistency", case) == 0
    assert value("date_consistency", case) == 0
    assert value("number_consistency", made({}, answered("300 seats"))) is None


def piece(article: str, published: date | None, **known: Any) -> Passage:
    return Passage(
        id="p", article_id=article, version=1, title="", text="", start=0, end=9, published=published, **known
    )


def test_what_came_later_is_a_leak() -> None:
    lanes = {
        "fused": (
            Retrieved(article_id="a", start=0, end=9, published=date(2024, 1, 1)),
            Retrieved(article_id="b", start=0, end=9, published=date(2024, 5, 1)),
        ),
        "words": (Retrieved(article_id="z", start=0, end=9, published=date(2025, 1, 1)),),
    }
    answer = answered(
        "It [1].",
        citations=[cited(1, "b", published=date(2024, 5, 1))],
        passages=[piece("a", date(2024, 1, 1)), piece("b", date(2024, 5, 1))],
    )
    case = made({}, answer, record={"lanes": lanes}, as_of="2024-03-01")
    # Two passages, one of them twice, and one citation: a, b, b cited; two of three are late.
    assert value("leak_rate", case) == 0.6667
    assert value("filter_compliance", case) == 0.3333
    assert value("staleness_days", case) == -61  # 1 March to 1 May
    assert value("leak_rate", made({}, answer)) is None


def test_filters_are_judged_by_what_is_known() -> None:
    passages = [
        piece("a", date(2024, 1, 1), categories=("safety",), outlet="The Apron"),
        piece("b", None, categories=("engines",), outlet="The Apron"),
    ]
    answer = answered("It [1].", citations=[cited(1, "a")], passages=passages)
    # a, b and the citation of a, which is known by its passage.
    assert value("filter_compliance", made({}, answer, category_filter="Safety")) == 0.6667
    assert value("filter_compliance", made({}, answer)) is None


def test_age_and_freshness_of_what_is_cited() -> None:
    old, new = date(2024, 1, 1), date(2024, 1, 31)
    answer = answered("It [1][2].", citations=[cited(1, "a", published=old), cited(2, "c", published=new)])
    asked = {"asked_at": "2024-02-10T08:00:00Z"}
    # 40 and 10 days.
    assert value("staleness_days", made({}, answer, record=asked)) == 25
    gold = [Gold(article_id="a"), Gold(article_id="b"), Gold(article_id="c", wanted=False)]
    expect = {"sources": ["a", "b"], "not_sources": ["c"]}
    lanes = {"fused": (Retrieved(article_id="b", start=0, end=9, published=new),)}
    case = made(expect, answer, gold, record={"lanes": lanes})
    assert value("freshness", case) == 0
    assert value("cited_superseded", case) == 1
    assert value("freshness", made(expect, answer, gold)) is None


def test_a_score_holds_what_the_metrics_say_and_no_skipped_one() -> None:
    case = made(BATTERY, answered("battery fire [1]", citations=[cited(1, "a")]), metrics={"skip": ["token_f1"]})
    given = score(case, list(METRICS.values()))
    assert (given.passed, given.outcome, given.why, given.reasons) == (True, "correct", None, ())
    assert given.values["correct"] == 1
    assert not {"token_f1", "rejection"} & set(given.values)
    nothing = score(made({}, answered("Anything.")), list(METRICS.values()))
    assert (nothing.passed, nothing.outcome) == (None, None)


def test_each_metric_says_what_it_is_and_where_it_is_from() -> None:
    for one in (*METRICS.values(), *AGGREGATES.values()):
        assert one.about.endswith(".")
        assert one.source


def test_a_failure_without_an_expected_source_does_not_speak_of_one() -> None:
    found = score(made({"answers": ["tail"]}, answered("In the nose.")), [])
    assert found.why == "wrong"
    told = " ".join((WHY["wrong"], *found.reasons))
    assert "source" not in told
    assert "Expected" in told


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_pass_at_k_is_the_share_of_draws_in_which_one_passed(n: int) -> None:
    """Chen et al. 2021: 1 - C(n - c, k) / C(n, k), which is 1 where fewer than k failed."""
    for passed in range(n + 1):
        marks = [True] * passed + [False] * (n - passed)
        for k in range(1, n + 1):
            draws = list(combinations(marks, k))
            assert pass_at(k, n, passed) == pytest.approx(fmean(any(draw) for draw in draws))
            assert pass_hat(k, n, passed) == pytest.approx(fmean(all(draw) for draw in draws))


def test_pass_at_k_is_of_no_more_repeats_than_a_question_has() -> None:
    def of(name: str, times: int = 1, **repeats: str) -> float | None:
        cases, scores = [], []
        for sample, marks in repeats.items():
            for place, mark in enumerate(marks):
                case = made({}, answered(), record={"repeat": place, "sample": sample})
                cases.append(case)
                scores.append(Score(case=case.record.case, sample=sample, cluster=sample, passed=mark == "+"))
        aggregate = next(one for one in STABILITY if one.name == name)
        return aggregate.of(cases * times, scores * times)

    # k = 2, the fewest: 1 - C(1,2)/C(2,2) = 1 and 1 - C(4,2)/C(5,2) = 0.4.
    assert of("pass_at_k", two="+-", five="+----") == pytest.approx(0.7)
    assert of("pass_hat_k", two="+-", five="++---") == pytest.approx(0.05)
    # What a bootstrap draws twice is two questions, and one that was asked once is not asked again by it.
    for name in ("pass_at_k", "pass_hat_k", "flip_rate", "text_agreement"):
        assert of(name, 3, two="+-", five="+----") == pytest.approx(of(name, two="+-", five="+----"))
        assert of(name, 3, once="+", other="-") is None
