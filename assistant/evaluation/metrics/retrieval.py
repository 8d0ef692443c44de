"""How well each stage of the search finds the expected sources. The measures are those of ir-measures.

A source without a quote is found with its article, whose further passages take no rank of their own. Where a source of
the case has a quote, passages are ranked one by one, and one that only repeats a source found before it takes no rank;
a passage that holds two of the sources takes two ranks.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial

from assistant.evaluation.records import Gold, Lane, Retrieved
from assistant.evaluation.scores import Aggregate, Case, Metric

Ranking = tuple[int | None, ...]
"""Of each rank the place of the source found there, or None."""
_LANES: Mapping[Lane, str] = {
    "words": "the word search",
    "vectors": "the vector search",
    "names": "the search by name",
    "fused": "all searches together",
}
_IR = "ir-measures"
_MEASURES = {
    "hit@1": ("Whether the first that {} gave is of an expected source.", f"Success@1, {_IR}"),
    "hit@5": ("Whether the first 5 that {} gave hold an expected source.", f"Success@5, {_IR}"),
    "hit@10": ("Whether the first 10 that {} gave hold an expected source.", f"Success@10, {_IR}"),
    "recall@10": ("Share of the expected sources in the first 10 that {} gave.", f"R@10, {_IR}"),
    "allhit@10": (
        "Whether the first 10 that {} gave hold all expected sources.",
        "R@10 = 1; Hits of MultiHop-RAG (arXiv 2401.15391) asked of all sources",
    ),
    "mrr@10": ("1 / the rank of the first expected source among the first 10 that {} gave.", f"RR@10, {_IR}"),
    "map@10": ("Mean precision at the ranks where {} gave an expected source, of 10.", f"AP@10, {_IR}"),
    "ndcg@10": (
        "Gain of the first 10 that {} gave, 2^grade - 1 each, over that of the best order.",
        f"nDCG@10, {_IR}, with the gain of Burges et al. 2005",
    ),
    "p@10": ("Expected sources among the first 10 that {} gave, of 10.", f"P@10, {_IR}"),
}


def ranking(golds: Sequence[Gold], found: Iterable[Retrieved]) -> Ranking:
    """What stands at each rank of a stage, further passages of what was found left out.

    >>> golds = [Gold(article_id="a"), Gold(article_id="b")]
    >>> ranking(golds, [Retrieved(article_id=name, start=0, end=9) for name in "bbxxa"])
    (1, None, 0)
    """
    whole = all(gold.start is None for gold in golds)
    ranks: list[int | None] = []
    met: set[int] = set()
    others: set[str] = set()
    for one in found:
        held = [place for place, gold in enumerate(golds) if gold.matches(one)]
        ranks += [place for place in held if place not in met]
        met.update(held)
        if not held and not (whole and one.article_id in others):
            others.add(one.article_id)
            ranks.append(None)
    return tuple(ranks)


@lru_cache(maxsize=8192)
def measures(gains: tuple[int, ...], ranks: Ranking) -> Mapping[str, float]:
    """The measures of ir-measures by our names. `gains` are those of the expected sources.

    >>> found = measures((3, 1), (None, 1, None, 0))
    >>> found["mrr@10"], found["map@10"], found["recall@10"], found["p@10"]
    (0.5, 0.5, 1.0, 0.2)
    """
    import ir_measures
    from ir_measures import AP, RR, P, Qrel, R, ScoredDoc, Success, nDCG

    ours = {
        Success @ 1: "hit@1",
        Success @ 5: "hit@5",
        Success @ 10: "hit@10",
        R @ 10: "recall@10",
        RR @ 10: "mrr@10",
        RR: "mrr",
        AP @ 10: "map@10",
        nDCG @ 10: "ndcg@10",
        P @ 10: "p@10",
    }
    qrels = [Qrel("q", f"gold {place}", gain) for place, gain in enumerate(gains)]
    # Scores fall strictly, as equal ones would be put in the order of the names.
    run = [
        ScoredDoc("q", f"other {rank}" if place is None else f"gold {place}", float(len(ranks) - rank))
        for rank, place in enumerate(ranks)
    ]
    return {ours[one.measure]: float(one.value) for one in ir_measures.iter_calc(list(ours), qrels, run)}


def _wanted(case: Case) -> tuple[Gold, ...]:
    """The expected sources, each once with its best grade."""
    best: dict[tuple[str | None, int | None, int | None], Gold] = {}
    for gold in case.wanted:
        key = gold.article_id, gold.start, gold.end
        if key not in best or gold.grade > best[key].grade:
            best[key] = gold
    return tuple(best.values())


def _measured(lane: Lane, name: str, case: Case) -> float | None:
    golds, found = _wanted(case), case.record.lanes.get(lane)
    if not golds or found is None:
        return None
    # trec_eval's gain is the grade as it stands: it is given the gain itself.
    values = measures(tuple(2**gold.grade - 1 for gold in golds), ranking(golds, found)[:10])
    if name in ("recall@10", "allhit@10") and case.expect.sources_mode == "any":
        return values["hit@10"]
    return float(values["recall@10"] == 1) if name == "allhit@10" else values[name]


def _in_prompt(of: Callable[[Case, tuple[Gold, ...], tuple[Retrieved, ...]], float | None], case: Case) -> float | None:
    golds, shown = _wanted(case), case.record.lanes.get("prompt")
    return None if not golds or shown is None else of(case, golds, shown)


def _hit(case: Case, golds: tuple[Gold, ...], shown: tuple[Retrieved, ...]) -> float:
    return float(any(gold.matches(one) for gold in golds for one in shown))


def _recall(case: Case, golds: tuple[Gold, ...], shown: tuple[Retrieved, ...]) -> float:
    if case.expect.sources_mode == "any":
        return _hit(case, golds, shown)
    return sum(any(gold.matches(one) for one in shown) for gold in golds) / len(golds)


def _all_hit(case: Case, golds: tuple[Gold, ...], shown: tuple[Retrieved, ...]) -> float:
    return float(_recall(case, golds, shown) == 1)


def _first(case: Case, golds: tuple[Gold, ...], shown: tuple[Retrieved, ...]) -> float:
    return measures((1,) * len(golds), ranking(golds, shown))["mrr"]


def _precision(case: Case, golds: tuple[Gold, ...], shown: tuple[Retrieved, ...]) -> float | None:
    return sum(any(gold.matches(one) for gold in golds) for one in shown) / len(shown) if shown else None


_PROMPT = {
    "hit": (_hit, "Whether the writer was shown an expected source.", f"Success, {_IR}"),
    "recall": (_recall, "Share of the expected sources that the writer was shown.", f"R, {_IR}"),
    "allhit": (_all_hit, "Whether the writer was shown all expected sources.", "R = 1"),
    "mrr": (_first, "1 / the rank of the first expected source that the writer was shown.", f"RR, {_IR}"),
    "precision": (_precision, "Share of the passages shown to the writer that are of an expected source.", f"P, {_IR}"),
}
METRICS: tuple[Metric, ...] = (
    *(
        Metric(
            name=f"{lane}.{name}",
            about=about.format(stage),
            source=source,
            of=partial(_measured, lane, name),
            unit="score" if name.startswith(("mrr", "map", "ndcg")) else "share",
        )
        for lane, stage in _LANES.items()
        for name, (about, source) in _MEASURES.items()
    ),
    *(
        Metric(
            name=f"prompt.{name}",
            about=about,
            source=source,
            of=partial(_in_prompt, of),
            unit="score" if name == "mrr" else "share",
        )
        for name, (of, about, source) in _PROMPT.items()
    ),
)
AGGREGATES: tuple[Aggregate, ...] = ()
