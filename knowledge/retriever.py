"""A query in, passages out: words and vectors propose, the sum of their scores decides, filters are kept exactly.

Scores are added, not ranks: a rank cannot say that the best match by words is a poor one, which is what happens
when the answer stands in an article in another language. With half of the articles in Arabic and half in
English, questions find the article in the other language among the first five in 2 of 100 cases by reciprocal rank
fusion, and in 82 by scores; within one language scores are better too (tests/benchmarks/retrieval.py).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.article import Filters, Passage
from knowledge.embeddings import Spaces
from knowledge.index import Index, Opened, collection_name
from knowledge.language import detect
from knowledge.library import Library
from knowledge.models import Vectors
from knowledge.words import Hit

DEPTH = 100
"""How many passages each search proposes; 20 rank as well on 10,000 passages, and larger libraries need more."""

WIDER = 10
"""Under a filter, how many times as many nearest passages are looked at, before Chroma is asked to filter."""
ENOUGH = 20
"""So many of them must pass; fewer, and the filter is a narrow one, which Chroma applies in less time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to look for. `language` is the query's own, found from its words where it is not given."""

    text: str
    k: int = 10
    filters: Filters = Filters()
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What the sum is made of; measured with tests/benchmarks/retrieval.py, and anything near is as good.

    A passage that holds every telling word of the question has `words`, one whose vector is the question's has
    `vectors`, or `crossing` if it is in another language, where words rarely match and cosines are smaller.
    A search whose weight is 0 is not made.
    """

    words: float = 1.0
    vectors: float = 0.5
    crossing: float = 0.8


class Retriever:
    """Searches a library through its index."""

    def __init__(self, library: Library, index: Index, spaces: Spaces, *, weights: Weights | None = None) -> None:
        self._library = library
        self._index = index
        self._spaces = spaces
        self._weights = weights or Weights()

    def search(self, query: Query) -> list[Passage]:
        """At most `query.k` passages, best first; the best has score 1. Nothing outside the filters comes back."""
        if not query.text.strip() or query.k < 1:
            return []
        language = query.language or detect(query.text)
        opened = self._index.current()
        hits: list[Hit] = []
        if self._weights.words:
            hits = opened.words.search(query.text, _depth(query), query.filters, language)
        scores = defaultdict(float, {hit.id: self._weights.words * hit.share for hit in hits})
        for weight, similar in self._similarities(opened, query, language, hits):
            for name, cosine in similar.items():
                # A cosine below zero says no more than one of zero: unrelated.
                scores[name] += weight * max(0.0, cosine)
        return self._passages(scores, query)

    def rarity(self, terms: Sequence[str], language: str) -> list[float]:
        """How telling each stem is in this library, 0 to 1."""
        return self._index.current().words.rarity(terms, language)

    def _similarities(
        self, opened: Opened, query: Query, language: str, hits: Sequence[Hit]
    ) -> Iterator[tuple[float, dict[str, float]]]:
        """For each collection its weight, and the cosine of its nearest passages and of those found by words."""
        searched = [
            (weight, space, group)
            for space, group in self._spaces.for_query(language)
            if opened.state.counts.get(collection_name(space.name, group))
            and (weight := self._weight(group, language)) > 0
        ]
        vectors = self._spaces.embed_query(query.text.strip(), {space.name: space for _, space, _ in searched}.values())
        for weight, space, group in searched:
            vector, collection = vectors[space.name], collection_name(space.name, group)
            similar = _nearest(opened, collection, vector, query)
            others = [h.id for h in hits if h.id not in similar and self._spaces.group(h.language) == group]
            stored = self._library.vectors(others, space.name)
            yield weight, similar | {name: float(other @ vector) for name, other in stored.items()}

    def _weight(self, group: str, language: str) -> float:
        same = group == self._spaces.group(language)
        return self._weights.vectors if same or len(self._spaces.spaces) == 1 else self._weights.crossing

    def _passages(self, scores: Mapping[str, float], query: Query) -> list[Passage]:
        # Ties are broken by id, so that the same question gives the same order everywhere.
        ranked = sorted(scores, key=lambda name: (-scores[name], name))
        found: list[Passage] = []
        best = 0.0
        for at in range(0, len(ranked), query.k):
            some = ranked[at : at + query.k]
            known = self._library.passages(some)
            for name in some:
                # Gone or changed since the index was made: the library has the last word.
                if name in known and query.filters.admits(known[name]):
                    best = best or scores[name]
                    found.append(known[name].scored(scores[name] / best if best else 1.0))
            if len(found) >= query.k:
                break
        return found[: query.k]


def _nearest(opened: Opened, collection: str, vector: Vectors, query: Query) -> dict[str, float]:
    depth = _depth(query)
    if query.filters != Filters():
        # Chroma takes up to 80 ms to filter 10,000 passages; Tantivy says in 2 which of the nearest pass.
        near = opened.vectors.search(collection, vector, WIDER * depth, Filters())
        passing = opened.words.passing([name for name, _ in near], query.filters)
        if len(passing) >= max(ENOUGH, query.k) or len(near) < WIDER * depth:
            return {name: cosine for name, cosine in near if name in passing}
    return dict(opened.vectors.search(collection, vector, depth, query.filters))


def _depth(query: Query) -> int:
    return max(DEPTH, query.k)
