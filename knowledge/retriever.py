"""A query in, passages out: words and vectors fused by weighted reciprocal rank, filters kept exactly."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.article import Filters, Passage
from knowledge.embeddings import Spaces
from knowledge.index import Index, Opened, collection_name
from knowledge.language import detect
from knowledge.library import Library

DEPTH = 100
"""How far down each lane is read before the lanes are fused."""
RANK_CONSTANT = 60
"""Of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): how little the first ranks stand out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to look for. `language` is the query's own, found from its words where it is not given."""

    text: str
    k: int = 10
    filters: Filters = Filters()
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much a first place counts in each lane; measured with tests/benchmarks/retrieval.py.

    `own` is for a model in the question's own language, `general` for a many-language model among passages in
    the question's language, `crossing` for passages in other languages, where words rarely match.
    """

    words: float = 1.0
    own: float = 1.0
    general: float = 0.3
    crossing: float = 0.6


class Retriever:
    """Searches a library through its index."""

    def __init__(self, library: Library, index: Index, spaces: Spaces, *, weights: Weights | None = None) -> None:
        self._library = library
        self._index = index
        self._spaces = spaces
        self._weights = weights or Weights()

    def search(self, query: Query) -> list[Passage]:
        """At most `query.k` passages, best first; the best has score 1. Nothing outside the filters comes back."""
        text = query.text.strip()
        if not text or query.k < 1:
            return []
        language = query.language or detect(text)
        opened = self._index.current()
        depth = max(DEPTH, query.k)
        lanes = [(self._weights.words, opened.words.search(text, depth, query.filters))]
        lanes += self._vector_lanes(opened, text, language, depth, query.filters)
        return self._passages(fuse(lanes), query)

    def rarity(self, terms: Sequence[str], language: str) -> list[float]:
        """How telling each stem is in this library, 0 to 1."""
        return self._index.current().words.rarity(terms, language)

    def _vector_lanes(
        self, opened: Opened, text: str, language: str, depth: int, filters: Filters
    ) -> Iterable[tuple[float, list[str]]]:
        wanted = [
            (space, group, collection_name(space.name, group)) for space, group in self._spaces.for_query(language)
        ]
        wanted = [(space, group, name) for space, group, name in wanted if opened.state.counts.get(name)]
        vectors = self._spaces.embed_query(text, {space.name: space for space, _, _ in wanted}.values())
        for space, group, name in wanted:
            found = opened.vectors.search(name, vectors[space.name], depth, filters)
            yield self._weight(space.only, group, language), [passage for passage, _ in found]

    def _weight(self, only: str | None, group: str, language: str) -> float:
        if only is not None or len(self._spaces.spaces) == 1:
            return self._weights.own
        return self._weights.general if group == self._spaces.group(language) else self._weights.crossing

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
                    found.append(known[name].scored(scores[name] / best))
            if len(found) >= query.k:
                break
        return found[: query.k]


def fuse(lanes: Iterable[tuple[float, Sequence[str]]]) -> dict[str, float]:
    """Weighted reciprocal rank fusion of ranked lists.

    >>> scores = fuse([(1.0, ["a", "b"]), (1.0, ["b", "c"])])
    >>> max(scores, key=scores.get)
    'b'
    """
    scores: dict[str, float] = defaultdict(float)
    for weight, names in lanes:
        for rank, name in enumerate(names, start=1):
            scores[name] += weight / (RANK_CONSTANT + rank)
    return dict(scores)
