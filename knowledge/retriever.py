"""A query in, passages out: understood, searched in several ways, added up, weighed by date, spread over stories.

Scores are added, not ranks: a rank cannot say that the best match by words is a poor one, which is what happens
when the answer stands in an article in another language. With half of the articles in Arabic and half in
English, questions find the article in the other language among the first five in 2 of 100 cases by reciprocal rank
fusion, and in 82 by scores; within one language scores are better too (tests/benchmarks/retrieval.py).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import date

from knowledge.article import DayFilters, Filters, Passage, Why, clean_text
from knowledge.days import today
from knowledge.embeddings import Spaces
from knowledge.identifiers import Names
from knowledge.index import Index
from knowledge.lanes import DEPTH, Asked, Lanes, Weights
from knowledge.language import detect
from knowledge.library import Library
from knowledge.opened import Opened
from knowledge.outlets import Sources
from knowledge.query import Edition, Query, Results, Understood, both
from knowledge.ranking import gains, mistaken
from knowledge.relaxing import is_enough, less_and_less, relaxed
from knowledge.steps import MOST, steps
from knowledge.stories import falling, merged, spread
from knowledge.understanding import Known, spelled_out, understand, without

SPARE = 4
"""So many times the wanted passages are ranked, so that there is something to take in place of copies."""
LOOKED_AT = 60
"""So many of the best by relevance are looked at for the things that they name."""


class Retriever:
    """Searches a library through its index."""

    def __init__(
        self,
        library: Library,
        index: Index,
        spaces: Spaces,
        names: Names,
        *,
        weights: Weights | None = None,
        today: Callable[[], date] = today,
    ) -> None:
        self._library = library
        self._index = index
        self._names = names
        self._lanes = Lanes(spaces, weights or Weights())
        self._today = today
        self._known: tuple[int, Known] | None = None
        self._beside = ThreadPoolExecutor(MOST, thread_name_prefix="aerocite-part")

    def search(self, query: Query) -> Results:
        """At most `query.k` passages, best first; the best has score 1.

        Nothing outside the given filters comes back, and nothing that was published after the question's day.
        """
        query = replace(query, text=clean_text(query.text).strip())
        if not query.text or query.k < 1:
            return Results()
        opened = self._index.current()
        known, language = self._known_of(opened), query.language or detect(query.text)
        understood = understand(query, known, self._names, query.filters.as_of or self._today())
        parts = steps(query.text, language) if query.steps is None else query.steps
        # The parts are searched for beside the whole, as if nothing that was inferred had to be given up.
        searched = self._parts(opened, query, parts, known, understood)
        whole = self._one(opened, query, understood, known, language)
        if not parts:
            return Results(falling(spread(whole.passages, k=query.k))[: query.k], whole.understood)
        found = list(searched)
        lost = {name for part in found for name in part.understood.relaxed} & set(dict(understood.kept))
        lost |= set(whole.understood.relaxed) - set(understood.relaxed)
        if lost:
            # A filter that hides one part is given up for all: the reader sees one set of filters.
            least = relaxed(understood, lost)
            whole = self._one(opened, query, least, known, language)
            found = list(self._parts(opened, query, parts, known, whole.understood))
        first = _marked(whole.passages, found)
        # The whole question keeps every other place: it may stand answered in one article, or not be two at all.
        dealt = merged([some for part in found for some in (first, part.passages)], (len(parts) + 1) * query.k)
        # A part may have given up once more what is kept and shown.
        fair = [passage for passage in dealt if whole.understood.held.admits(passage)]
        own = tuple(_own(part.understood.held, whole.understood.held) for part in found)
        read = replace(whole.understood, steps=tuple(parts), step_filters=own)
        return Results(falling(spread(fair, k=query.k))[: query.k], read)

    def trace(self, query: Query, depth: int = DEPTH) -> dict[str, tuple[Passage, ...]]:
        """What each search gives for the whole question (`words`, `vectors`, `names`), and all together (`fused`).

        For looking into a search; `search` is what answers are made of.
        """
        query = replace(query, text=clean_text(query.text).strip(), k=depth)
        if not query.text:
            return {}
        opened, fused = self._index.current(), self.search(query)
        asked, filters = self._asked(
            query, fused.understood, self._known_of(opened), query.language or detect(query.text)
        )
        given = self._lanes.search(opened, asked, filters, depth)
        found = {"fused": fused.passages}
        for lane, values in (("words", given.words), ("vectors", given.vectors), ("names", given.names)):
            ranked = sorted(values, key=lambda name: (-values[name], name))
            found[lane] = tuple(p.scored(values[name]) for name, p in self._admitted(ranked, filters, depth))
        return found

    def rarity(self, terms: Sequence[str], language: str) -> list[float]:
        """How telling each stem is in this library, 0 to 1."""
        return self._index.current().words.rarity(terms, language)

    def edition(self) -> Edition:
        """The library as it is searched now."""
        opened = self._index.current()
        return Edition(f"{self._library.identity}:{opened.state.generation}", self._known_of(opened).newest)

    def _known_of(self, opened: Opened) -> Known:
        """What the library holds that a question can name; read again when the index has changed."""
        if self._known is None or self._known[0] != opened.state.generation:
            held = self._library.held
            sources = Sources(held.outlets, held.categories, self._names)
            self._known = opened.state.generation, Known(sources, held.oldest, held.newest)
        return self._known[1]

    def _parts(
        self, opened: Opened, query: Query, parts: Sequence[str], known: Known, whole: Understood
    ) -> Iterator[Results]:
        """Search for each part of a question: what was inferred from the whole holds, then what the part says."""

        def search(number: int, text: str) -> Results:
            part = replace(query, text=text, period=None, ignore=query.ignore | frozenset(whole.relaxed))
            own = understand(part, known, self._names, query.filters.as_of or self._today())
            understood = replace(
                own,
                inferred=both(whole.held, own.inferred),
                because=tuple({**dict(own.because), **dict(whole.kept)}.items()),
                relaxed=tuple(name for name in own.relaxed if name not in dict(whole.kept)),
                kind=whole.kind,
                order=whole.order,
            )
            results = self._one(opened, part, understood, known, query.language or detect(text))
            marked = (_of_part(passage, number) for passage in results.passages)
            return replace(results, passages=tuple(marked))

        return self._beside.map(search, range(1, len(parts) + 1), parts)

    def _one(self, opened: Opened, query: Query, understood: Understood, known: Known, language: str) -> Results:
        """Search for one question; where inferred filters leave too little, fewer of them are kept."""
        names = sorted(dict(understood.kept))
        unfiltered = relaxed(understood, names)
        free = self._ranked(opened, query, unfiltered, known, language)
        for dropped in less_and_less(names):
            tried = relaxed(understood, dropped)
            found = self._ranked(opened, query, tried, known, language)
            if is_enough(found, free):
                return Results(tuple(found), tried)
        return Results(tuple(free), unfiltered)

    def _ranked(
        self, opened: Opened, query: Query, understood: Understood, known: Known, language: str
    ) -> list[Passage]:
        """The best passages for a question as it was understood, with why each was found."""
        asked, filters = self._asked(query, understood, known, language)
        given = self._lanes.search(opened, asked, filters, max(DEPTH, query.k))
        relevance = given.sums()
        compared = self._compared(opened, relevance, asked)
        relevance |= {name: relevance[name] * factor for name, (factor, _) in compared.items()}
        newness = gains(relevance, opened.published(relevance), understood, self._lanes.weights.newness)
        worth = {name: value * newness.get(name, 1.0) for name, value in relevance.items()}
        # Ties are broken by id, so that the same question gives the same order everywhere.
        ranked = sorted(worth, key=lambda name: (-worth[name], name))
        found: list[Passage] = []
        for name, passage in self._admitted(ranked, filters, SPARE * query.k):
            factor, matched = compared.get(name, (1.0, ()))
            why = Why(
                words=given.words.get(name, 0.0),
                vectors=given.vectors.get(name, 0.0),
                names=given.names.get(name, 0.0),
                freshness=newness.get(name, 1.0),
                mistaken=factor,
                matched=matched,
            )
            top = found[0].why.worth if found and found[0].why else worth[name]
            found.append(replace(passage, score=worth[name] / top if top else 1.0, why=why))
        return found

    def _asked(self, query: Query, understood: Understood, known: Known, language: str) -> tuple[Asked, Filters]:
        """A question as it is searched for, and what a passage must satisfy."""
        day, filters = understood.as_of, both(query.filters, understood.held)
        if day and known.newest and known.newest > day:
            filters = DayFilters(**asdict(filters), today=day)
        said = [words for _, words in understood.kept]
        mentions = understood.mentions if self._lanes.weights.names else ()
        words, meaning = (without(text, said) for text in spelled_out(query.text, mentions))
        return Asked(words, meaning, language, understood.identifiers), filters

    def _admitted(self, ranked: Sequence[str], filters: Filters, count: int) -> Iterator[tuple[str, Passage]]:
        """The first `count` of these passages that still are as the index knew them."""
        given = 0
        for at in range(0, len(ranked), count):
            known = self._library.passages(ranked[at : at + count])
            # Gone or changed since the index was made: the library has the last word.
            here = [name for name in ranked[at : at + count] if name in known and filters.admits(known[name])]
            yield from ((name, known[name]) for name in here[: count - given])
            given += len(here)
            if given >= count:
                return

    def _compared(
        self, opened: Opened, relevance: Mapping[str, float], asked: Asked
    ) -> dict[str, tuple[float, tuple[str, ...]]]:
        """What the names in the best passages say of them: see `mistaken`."""
        if not asked.identifiers or not self._lanes.weights.names:
            return {}
        best = sorted(relevance, key=lambda name: (-relevance[name], name))[:LOOKED_AT]
        wanted = frozenset(asked.identifiers)
        named = opened.words.names_of(best)
        return {name: mistaken(wanted, there, self._names) for name, there in named.items()}


def _marked(passages: Sequence[Passage], parts: Sequence[Results]) -> list[Passage]:
    """The passages of the whole question with the part that found each best, if one did."""
    best: dict[str, tuple[int, int]] = {}
    for number, part in enumerate(parts, start=1):
        for place, passage in enumerate(part.passages):
            best[passage.id] = min(best.get(passage.id, (place, number)), (place, number))
    return [_of_part(p, best[p.id][1]) if p.id in best else p for p in passages]


def _of_part(passage: Passage, number: int) -> Passage:
    return replace(passage, why=replace(passage.why, step=number)) if passage.why else passage


def _own(part: Filters, whole: Filters) -> Filters:
    """What was inferred from a part and not from the whole."""
    theirs = asdict(whole)
    return Filters(**{name: value for name, value in asdict(part).items() if value != theirs[name]})
