"""Retrieval measures against arithmetic by hand and against ir-measures."""

import random
import time
from math import log2

import ir_measures
import pytest
from ir_measures import AP, RR, P, Qrel, R, ScoredDoc, Success

from assistant.evaluation.metrics import metric
from assistant.evaluation.metrics.retrieval import METRICS, ranking
from assistant.evaluation.records import Gold, Lane, Record, Retrieved
from assistant.evaluation.scores import Case, Metric
from assistant.evaluation.suite import Expect, Sample


def passages(*names: str) -> tuple[Retrieved, ...]:
    """Passages of 100 characters: `a` or `a:200`, an article and where its passage starts."""
    found = []
    for name in names:
        article, _, start = name.partition(":")
        found.append(Retrieved(article_id=article, start=int(start or 0), end=int(start or 0) + 100))
    return tuple(found)


def case(golds: list[Gold], lane: Lane = "fused", *names: str, any_will_do: bool = False) -> Case:
    expect = Expect(sources_mode="any" if any_will_do else "all")
    record = Record(key="k", sample="s", lanes={lane: passages(*names)})
    return Case(sample=Sample(id="s", question="Which?"), expect=expect, record=record, gold=tuple(golds))


def value(name: str, one: Case) -> float | None:
    found = metric(name)
    assert isinstance(found, Metric)
    got = found.of(one)
    return None if got is None else round(got, 4)


def test_measures_of_a_lane_worked_by_hand() -> None:
    # Articles in order, each once: x, b (grade 1), y, a (grade 3).
    one = case([Gold(article_id="a", grade=3), Gold(article_id="b")], "fused", "x", "x:100", "b", "y", "b:100", "a")
    assert value("fused.hit@1", one) == 0
    assert value("fused.hit@5", one) == 1
    assert value("fused.recall@10", one) == 1
    assert value("fused.allhit@10", one) == 1
    assert value("fused.mrr@10", one) == 0.5  # the first at rank 2: 1/2
    assert value("fused.map@10", one) == 0.5  # (1/2 + 2/4) / 2
    assert value("fused.p@10", one) == 0.2  # 2/10
    # (1/log2(3) + 7/log2(5)) / (7/log2(2) + 1/log2(3)) = (0.6309 + 3.0147) / (7 + 0.6309) = 3.6457 / 7.6309
    assert value("fused.ndcg@10", one) == 0.4777


def test_a_source_behind_the_tenth_rank_is_not_found() -> None:
    one = case([Gold(article_id="a"), Gold(article_id="b")], "words", "a", *"cdefghijk", "b")
    assert value("words.recall@10", one) == 0.5
    assert value("words.allhit@10", one) == 0
    assert value("words.map@10", one) == 0.5  # (1/1) / 2
    # 1 / (1 + 1/log2(3)) = 1 / 1.6309
    assert value("words.ndcg@10", one) == 0.6131


def test_any_source_will_do_where_the_suite_says_so() -> None:
    one = case([Gold(article_id="a"), Gold(article_id="b")], "vectors", "x", "b", any_will_do=True)
    assert value("vectors.recall@10", one) == 1
    assert value("vectors.allhit@10", one) == 1
    nothing = case([Gold(article_id="a")], "vectors", "x", any_will_do=True)
    assert value("vectors.allhit@10", nothing) == 0


def test_a_quoted_source_is_found_with_its_passage_only() -> None:
    quoted = Gold(article_id="a", start=220, end=260)
    one = case([quoted], "fused", "a", "a:100", "a:200", "a:210")
    assert ranking([quoted], one.record.lanes["fused"]) == (None, None, 0)
    assert value("fused.hit@1", one) == 0
    assert value("fused.mrr@10", one) == 0.3333


def test_a_passage_that_holds_two_sources_finds_both() -> None:
    golds = [Gold(article_id="a", start=10, end=30), Gold(article_id="a", start=50, end=90)]
    assert ranking(golds, passages("x", "a")) == (None, 0, 1)
    assert value("fused.allhit@10", case(golds, "fused", "x", "a")) == 1


def test_an_article_named_twice_is_one_source_with_its_best_grade() -> None:
    one = case([Gold(article_id="a"), Gold(article_id="a", grade=2)], "fused", "a")
    assert value("fused.recall@10", one) == 1
    assert value("fused.ndcg@10", one) == 1


def test_the_prompt_is_measured_over_all_that_was_shown() -> None:
    golds = [Gold(article_id="a"), Gold(article_id="b"), Gold(article_id="c"), Gold(article_id="d")]
    one = case(golds, "prompt", "x", "x:100", "a", "a:100", "b")
    assert value("prompt.hit", one) == 1
    assert value("prompt.recall", one) == 0.5  # a and b of a, b, c, d
    assert value("prompt.allhit", one) == 0
    assert value("prompt.mrr", one) == 0.5  # articles x, a, b: 1/2
    assert value("prompt.precision", one) == 0.6  # 3 passages of 5


def test_nothing_is_said_without_sources_or_without_the_lane() -> None:
    unwanted = [Gold(article_id="a", wanted=False), Gold(article_id=None)]
    for one in (case([], "fused", "a"), case(unwanted, "fused", "a"), case([Gold(article_id="a")], "words", "a")):
        assert value("fused.hit@1", one) is None
        assert value("prompt.recall", one) is None


def test_a_lane_that_found_nothing_found_no_source() -> None:
    one = case([Gold(article_id="a")], "prompt")
    assert [value(f"prompt.{name}", one) for name in ("hit", "recall", "allhit", "mrr")] == [0, 0, 0, 0]
    assert value("prompt.precision", one) is None
    assert value("fused.ndcg@10", case([Gold(article_id="a")], "fused")) == 0


@pytest.mark.parametrize("seed", range(60))
def test_random_runs_agree_with_ir_measures(seed: int) -> None:
    chance = random.Random(seed)
    articles = [f"article {number}" for number in range(20)]
    golds = [
        Gold(article_id=name, grade=chance.randint(1, 4)) for name in chance.sample(articles, chance.randint(1, 5))
    ]
    run = chance.sample(articles, chance.randint(0, 20))
    one = case(golds, "fused", *run)
    qrels = [Qrel("q", gold.article_id or "", gold.grade) for gold in golds]
    scored = [ScoredDoc("q", name, 1 / rank) for rank, name in enumerate(run, start=1)]
    ours = {
        Success @ 1: "hit@1",
        Success @ 5: "hit@5",
        Success @ 10: "hit@10",
        R @ 10: "recall@10",
        RR @ 10: "mrr@10",
        AP @ 10: "map@10",
        P @ 10: "p@10",
    }
    for theirs in ir_measures.iter_calc(list(ours), qrels, scored):
        assert value(f"fused.{ours[theirs.measure]}", one) == round(theirs.value, 4)
    gains = {gold.article_id: 2**gold.grade - 1 for gold in golds}
    got = sum(gains.get(name, 0) / log2(rank + 1) for rank, name in enumerate(run[:10], start=1))
    best = sum(gain / log2(rank + 1) for rank, gain in enumerate(sorted(gains.values(), reverse=True), start=1))
    assert value("fused.ndcg@10", one) == round(got / best, 4)


def test_many_cases_are_measured_quickly() -> None:
    chance = random.Random(1)
    articles = [f"article {number}" for number in range(80)]
    lanes: tuple[Lane, ...] = ("words", "vectors", "names", "fused", "prompt")
    cases = []
    for number in range(300):
        found = {lane: passages(*(f"{chance.choice(articles)}:{part * 100}" for part in range(50))) for lane in lanes}
        golds = tuple(Gold(article_id=name, grade=chance.randint(1, 3)) for name in chance.sample(articles, 2))
        record = Record(key=str(number), sample=str(number), lanes=found)
        sample = Sample(id=str(number), question="Which?")
        cases.append(Case(sample=sample, expect=Expect(), record=record, gold=golds))
    begun = time.perf_counter()
    assert all(one.of(each) is not None for each in cases for one in METRICS)
    assert time.perf_counter() - begun < 10  # about 1 s; ir-measures called for each measure takes 5 times as long
