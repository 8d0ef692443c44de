"""The searches that propose passages: by words, by vectors, by the names of things. Each gives a passage a number
that can be added to those of the others; none of them decides.
"""

from dataclasses import dataclass, field

from knowledge.article import Filters
from knowledge.embeddings import Space, Spaces
from knowledge.opened import Opened, collection_name
from knowledge.words import Hit

DEPTH = 100
"""How many passages each search proposes; 20 rank as well on 10,000 passages, and larger libraries need more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What the sum is made of; measured with tests/benchmarks/retrieval.py, and anything near is as good.

    A passage that holds every telling word of the question has `words`, one whose vector is the question's has
    `vectors`, or `crossing` if it is in another language, where words rarely match and cosines are smaller, one that
    speaks of all the rare things that the question names has `names`. A search whose weight is 0 is not made.
    `newness` scales what `knowledge.freshness` says.
    """

    words: float = 1.0
    vectors: float = 0.5
    crossing: float = 0.8
    names: float = 0.75
    newness: float = 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is searched for: its words, the text of its meaning, its language, the things that it names."""

    words: str
    meaning: str
    language: str
    identifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What each search gave, by the passage's id."""

    words: dict[str, float] = field(default_factory=dict)
    vectors: dict[str, float] = field(default_factory=dict)
    names: dict[str, float] = field(default_factory=dict)

    def sums(self) -> dict[str, float]:
        """How well each passage fits, by all searches together."""
        found = dict(self.words)
        for more in (self.vectors, self.names):
            for name, value in more.items():
                found[name] = found.get(name, 0.0) + value
        return found


class Lanes:
    """The searches over one index."""

    def __init__(self, spaces: Spaces, weights: Weights) -> None:
        self._spaces = spaces
        self.weights = weights

    def search(self, opened: Opened, asked: Asked, filters: Filters, depth: int) -> Given:
        """What each search gives each passage that any of them found."""
        weights, words = self.weights, opened.words
        hits: list[Hit] = []
        named: list[Hit] = []
        if weights.words:
            hits = words.search(asked.words, depth, filters, asked.language)
        if weights.names and asked.identifiers:
            named = words.search_names(asked.identifiers, depth, filters)
        given = Given(
            words={hit.id: weights.words * hit.share for hit in hits},
            names={hit.id: weights.names * hit.share for hit in named},
        )
        languages = {hit.id: hit.language for hit in (*hits, *named)}
        collections = self._collections(opened, asked.language)
        spaces = {space.name: space for space, _, _ in collections}
        vectors = self._spaces.embed_query(asked.meaning, spaces.values())
        for space, group, weight in collections:
            collection, vector = collection_name(space.name, group), vectors[space.name]
            similar = dict(opened.nearest(collection, vector, depth, filters))
            others = [name for name, of in languages.items() if name not in similar and self._spaces.group(of) == group]
            similar |= opened.exact[collection].cosines(others, vector)
            # A cosine below zero says no more than one of zero: unrelated.
            given.vectors.update((name, weight * max(0.0, cosine)) for name, cosine in similar.items())
        return given

    def _collections(self, opened: Opened, language: str) -> list[tuple[Space, str, float]]:
        """The collections that a question in a language searches, with the weight of each."""
        return [
            (space, group, weight)
            for space, group in self._spaces.for_query(language)
            if opened.state.counts.get(collection_name(space.name, group))
            and (weight := self._weight(group, language)) > 0
        ]

    def _weight(self, group: str, language: str) -> float:
        same = group == self._spaces.group(language)
        return self.weights.vectors if same or len(self._spaces.spaces) == 1 else self.weights.crossing
