"""How well the right article is found, what each search adds and what each part of the understanding adds.

    python tests/benchmarks/retrieval.py ../shared/data --home /tmp/homes

An article's rank is that of its best passage among the first 20, so an article counts once. Libraries are kept in
--home: the first run embeds (about 12 minutes on two cores), later ones only ask.

  words, vectors     Tantivy alone, Chroma alone; names: the names and codes alone
  plain              both added up, nothing understood; ranks: the same lists by reciprocal rank fusion
  all                what the product does
  all but …          the same without one part
  + …                what all has over plain, or over all without that part, with the paired 95 % interval of a
                     bootstrap over the questions

xquad en→ar asks in English where the library holds Arabic only; "both" holds every paragraph in both languages;
"half" holds half of the paragraphs in Arabic and the others in English, so that a question does not know where
its answer stands: `same` are the questions whose paragraph is in their language, `cross` the others.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import ir_measures
import numpy as np
import sets
from ir_measures import RR, R, ScoredDoc, Success, nDCG
from numpy.typing import NDArray
from sets import Asked

from knowledge.article import Article, Filters
from knowledge.embeddings import Space, Spaces
from knowledge.freshness import AGEING
from knowledge.identifiers import Names
from knowledge.index import Index
from knowledge.lanes import Weights
from knowledge.library import Library
from knowledge.models import Vectors
from knowledge.query import INFERENCES, Query, Results
from knowledge.retriever import Retriever

MEASURES = {"Hit@1": Success @ 1, "Hit@4": Success @ 4, "Hit@10": Success @ 10}
MEASURES |= {"R@5": R @ 5, "MRR@10": RR @ 10, "nDCG@10": nDCG @ 10}
PASSAGES = 20


@dataclass(frozen=True)
class Way:
    """How to search: what counts how much, whether filters are inferred, whether questions are taken apart."""

    weights: Weights = Weights()
    infers: bool = True
    steps: bool = True


PLAIN = Weights(names=0.0, newness=0.0)
WORDS = replace(PLAIN, vectors=0.0, crossing=0.0)
WAYS = {
    "words": Way(WORDS, False, False),
    "vectors": Way(replace(PLAIN, words=0.0), False, False),
    "names": Way(replace(PLAIN, words=0.0, vectors=0.0, crossing=0.0, names=1.0), False, False),
    "plain": Way(PLAIN, False, False),
    "all": Way(),
    "all but names": Way(Weights(names=0.0)),
    "all but newness": Way(Weights(newness=0.0)),
    "all but filters": Way(infers=False),
    "all but steps": Way(steps=False),
}
COMPARED = {
    "+ over plain": "plain",
    "+ by names": "all but names",
    "+ by newness": "all but newness",
    "+ by filters": "all but filters",
    "+ by steps": "all but steps",
}
# What rank fusion was measured with: its constant, and what each of its lists weighs.
RANK_CONSTANT = 60
LISTS = ((1.0, WORDS), (1.0, replace(PLAIN, words=0.0, crossing=0.0)), (0.6, replace(PLAIN, words=0.0, vectors=0.0)))

Scores = NDArray[np.float64]
"""Shape (questions, measures)."""


@dataclass(frozen=True)
class Suite:
    """Questions to a library; `as_of` keeps to what was published by the day of the question, `parts` asks for what
    each part of the understanding adds.
    """

    name: str
    home: str
    articles: list[Article]
    asked: list[Asked]
    as_of: bool = False
    parts: bool = True


def suites(data: Path) -> Iterator[Suite]:
    articles = sets.news(data)
    yield Suite("news_2025", "news", articles, sets.news_questions(data))
    yield Suite("news_2025 as_of", "news", articles, sets.news_questions(data), as_of=True)
    yield Suite("own suite of names", "named", sets.named(), sets.named_questions())
    yield Suite("cranfield", "cran", sets.cranfield(data), sets.cranfield_questions(data))
    yield Suite("docs_rag", "docs", sets.docs_rag(data), sets.docs_rag_questions(data))
    for asking, held in (("en", "en"), ("ar", "ar"), ("en", "ar"), ("ar", "en")):
        articles = sets.xquad(data, held)
        asked = sets.xquad_questions(data, asking, articles)
        yield Suite(f"xquad {asking}→{held}", f"x{held}", articles, asked, parts=False)
    for kind in ("both", "half"):
        articles = sets.xquad(data, "en", "ar", halves=kind == "half")
        for asking in ("en", "ar"):
            asked = sets.xquad_questions(data, asking, articles)
            if kind == "both":
                yield Suite(f"xquad {asking}→both", "xboth", articles, asked, parts=False)
                continue
            for part, here in (("same", True), ("cross", False)):
                some = [q for q in asked if min(q.relevant).startswith(asking) is here]
                yield Suite(f"xquad {asking}→half {part}", "xhalf", articles, some, parts=False)


class Remembering(Spaces):
    """Embeds a question once, however often it is asked."""

    seen: ClassVar[dict[tuple[str, str], Vectors]] = {}

    def embed_query(self, text: str, spaces: Iterable[Space]) -> dict[str, Vectors]:
        for space in spaces:
            if (space.name, text) not in self.seen:
                self.seen[space.name, text] = super().embed_query(text, [space])[space.name]
        return {space.name: self.seen[space.name, text] for space in spaces}


class Rankings:
    """Asks a library in every way; a ranking is a list of articles in the order of their best passages."""

    def __init__(self, library: Library, index: Index, spaces: Spaces, names: Names, *, as_of: bool) -> None:
        self._parts = library, index, Remembering(spaces.spaces), names
        self._as_of = as_of

    def of(self, way: str, asked: Asked) -> list[str]:
        if way == "ranks":
            found = self._by_ranks(asked)
        else:
            found = [passage.article_id for passage in self._search(WAYS[way], asked, PASSAGES)]
        return list(dict.fromkeys(found))

    def _search(self, way: Way, asked: Asked, k: int) -> Results:
        query = Query(
            text=asked.text,
            k=k,
            filters=Filters(as_of=asked.as_of if self._as_of else None),
            ignore=frozenset() if way.infers else frozenset(INFERENCES),
            steps=None if way.steps else (),
        )
        return Retriever(*self._parts, weights=way.weights).search(query)

    def _by_ranks(self, asked: Asked) -> list[str]:
        scores: dict[tuple[str, str], float] = {}
        for weight, weights in LISTS:
            for rank, passage in enumerate(self._search(Way(weights, False, False), asked, 100), start=1):
                key = passage.id, passage.article_id
                scores[key] = scores.get(key, 0.0) + weight / (RANK_CONSTANT + rank)
        return [article for _, article in sorted(scores, key=lambda key: -scores[key])[:PASSAGES]]


def measured(rankings: Rankings, way: str, asked: Sequence[Asked]) -> Scores:
    run = [
        ScoredDoc(str(number), article, -float(rank))
        for number, question in enumerate(asked)
        for rank, article in enumerate(rankings.of(way, question))
    ]
    truth = {str(n): dict.fromkeys(question.relevant, 1) for n, question in enumerate(asked)}
    order = list(MEASURES.values())
    scores = np.zeros((len(asked), len(order)))
    for one in ir_measures.iter_calc(order, truth, run):
        scores[int(one.query_id), order.index(one.measure)] = one.value
    return scores


def interval(differences: Scores) -> tuple[Scores, Scores]:
    """The paired bootstrap's 95 % interval of each measure's mean difference."""
    draws = np.random.default_rng(7).integers(0, len(differences), (4000, len(differences)))
    means = np.stack([differences[draw].mean(axis=0) for draw in draws])
    low, high = np.percentile(means, [2.5, 97.5], axis=0)
    return low, high


def show(suite: Suite, scores: dict[str, Scores]) -> dict[str, tuple[Scores, Scores]]:
    """Print a set's rows; the intervals of what each part adds are returned."""
    print(f"\n{suite.name}  ({len(suite.asked)} questions, {len(suite.articles)} articles)")
    print(f"  {'':20}" + "".join(f"{name:>22}" for name in MEASURES))
    for way, values in scores.items():
        print(f"  {way:20}" + "".join(f"{value:22.3f}" for value in values.mean(axis=0)))
    found = {}
    for name, less in COMPARED.items():
        if less not in scores:
            continue
        differences = scores["all"] - scores[less]
        found[name] = low, high = interval(differences)
        cells = zip(differences.mean(axis=0), low, high, strict=True)
        print(f"  {name:20}" + "".join(f" {d:+.3f} [{a:+.3f},{b:+.3f}]" for d, a, b in cells))
    return found


def bars(found: dict[str, dict[str, Scores]], intervals: dict[str, dict[str, tuple[Scores, Scores]]]) -> None:
    """Print what search must reach and whether it does."""
    column = {name: at for at, name in enumerate(MEASURES)}
    print("\nBars")
    for name, measure, least in (
        ("own suite of names", "R@5", 0.95),
        ("news_2025 as_of", "Hit@4", 0.90),
        ("news_2025 as_of", "MRR@10", 0.78),
        ("cranfield", "nDCG@10", 0.40),
        ("docs_rag", "MRR@10", 0.75),
        ("xquad en→ar", "R@5", 0.83),
        ("xquad ar→en", "R@5", 0.83),
    ):
        value = found[name]["all"].mean(axis=0)[column[measure]]
        print(f"  {'met ' if value >= least else 'MISSED'} {name} {measure} {value:.3f} (at least {least})")
    for name, by_part in intervals.items():
        _, high = by_part["+ over plain"]
        lost = " ".join(measure for measure, at in column.items() if high[at] < 0)
        print(f"  {'met ' if not lost else 'MISSED'} {name}: not below plain fusion beyond noise {lost}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of measuring sets")
    parser.add_argument("--home", type=Path, default=Path("/tmp/aerocite-benchmarks"), help="where libraries are kept")
    parser.add_argument("--only", default="", help="sets whose name contains this")
    chosen = parser.parse_args()
    print(sets.header("Retrieval, by article"))
    print(Weights(), AGEING)
    found, intervals = {}, {}
    for suite in suites(chosen.data):
        if chosen.only in suite.name:
            with sets.library_of(chosen.home / suite.home, suite.articles) as parts:
                rankings = Rankings(*parts, as_of=suite.as_of)
                ways = ("ranks", *(way for way in WAYS if suite.parts or not way.startswith("all but")))
                scores = {way: measured(rankings, way, suite.asked) for way in ways}
            found[suite.name], intervals[suite.name] = scores, show(suite, scores)
    if not chosen.only:
        bars(found, intervals)


if __name__ == "__main__":
    main()
