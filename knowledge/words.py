"""Tantivy: the full-text index of words and names, derived from the library. The only importer of tantivy.

English and Arabic are stemmed, every other language is matched by its plain words. A question is searched in
all three ways at once, because codes and names ("A320neo", "IATA") stand in Latin letters everywhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.arabic import stemmable
from knowledge.article import Filters, Passage, fold
from knowledge.days import to_number, to_range
from knowledge.jargon import said_otherwise
from knowledge.stopwords import ARABIC, ENGLISH

if TYPE_CHECKING:
    from knowledge.identifiers import Names

RULES = "words-4"
"""Names the fields and analyzers below; a change of them is a change of this name, and the index is made again."""
GROUPS = ("en", "ar", "xx")
"""The ways of cutting text into terms: English, Arabic, any other language."""
TITLE_BOOST = 0.4
HEADINGS_BOOST = 0.3
"""Below 1, because a title's words count again in each passage of its article (measured on news: .3 to .5)."""
WIDER_BOOST = 0.5
"""What a name's family counts: an article on the A350-900 answers for the A350, one on the A350 less for the -900."""

OTHERWISE_BOOST = 0.5
"""What a word counts that articles may use in place of one of the question's (`knowledge.jargon`)."""

_MOST_OF_A_WORD = 2.2
"""A word's BM25 score comes near its inverse document frequency times k1 + 1, and Tantivy's k1 is 1.2."""


def terms(text: str, language: str) -> list[str]:
    """The stems of a text's telling words, in order, as the index of that language holds them.

    >>> terms("Which engines power the A320neo?", "en")
    ['engin', 'power', 'a320neo']
    """
    found: list[str] = _analyzers()[_group(language), True].analyze(stemmable(text))
    return found


def alternatives(question: str, language: str) -> dict[str, frozenset[frozenset[str]]]:
    """For the stems of words that articles may say otherwise: the sets of stems any of which say the same.

    >>> alternatives("a cat C item", "en")["cat"] == {frozenset({"categori", "c"})}
    True
    """
    found = dict[str, frozenset[frozenset[str]]]()
    for one in said_otherwise(question):
        sets = frozenset(stems for said in one.also if (stems := frozenset(terms(said, language))))
        for stem in terms(question[one.start : one.end], language):
            found[stem] = found.get(stem, frozenset()) | sets
    return found


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that holds some of a question's words, and which share of them, weighed by how telling they are.

    The share is the BM25 score in parts of the most that the question's words could bring. So it is near 0 where
    the best passage is a poor one, and can be compared between questions and with a cosine.
    """

    id: str
    language: str
    share: float


class Words:
    """A folder with an index of passages by their words. One process writes; any number read."""

    def __init__(self, path: Path, names: "Names") -> None:
        import tantivy

        path.mkdir(parents=True, exist_ok=True)
        self._names = names
        self._tantivy = tantivy
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, path=str(path))
        for group in GROUPS:
            self._index.register_tokenizer(group, _analyzers()[group, False])
        self._index.reload()

    def apply(self, gone: Iterable[str], passages: Iterable[Passage]) -> None:
        """Forget these passages and take in those (again), in one commit."""
        writer = self._index.writer(heap_size=128_000_000, num_threads=1)
        for name in gone:
            writer.delete_documents_by_term("id", name)
        for passage in passages:
            writer.delete_documents_by_term("id", passage.id)
            writer.add_document(self._document(passage))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def count(self) -> int:
        """How many passages there are."""
        return int(self._index.searcher().num_docs)

    def rarity(self, words: Sequence[str], language: str) -> list[float]:
        """For each stem, how telling it is in this library: 0 to 1, 1 for a word that no passage holds.

        Inverse document frequency (Robertson and Spärck Jones), scaled by its largest value.
        """
        most = self._most_telling()
        return [idf / most for idf in self._idf(words, language)]

    def _most_telling(self) -> float:
        """The inverse document frequency of what no passage holds."""
        return log(1 + (self.count() + 0.5) / 0.5)

    def _idf(self, words: Sequence[str], language: str) -> list[float]:
        searcher, field = self._index.searcher(), f"text_{_group(language)}"
        # Tantivy counts a word in passages that were deleted until it merges them away.
        holding = (min(searcher.doc_freq(field, word), searcher.num_docs) for word in words)
        return [log(1 + (searcher.num_docs - n + 0.5) / (n + 0.5)) for n in holding]

    def search(self, query: str, k: int, filters: Filters, language: str) -> list[Hit]:
        """The `k` passages that match a question in a language best by BM25, best first."""
        wanted = self._query(query)
        if wanted is None:
            return []
        most = _MOST_OF_A_WORD * sum(self._idf(list(dict.fromkeys(terms(query, language))), language))
        return self._hits(wanted, k, filters, most)

    def search_names(self, identifiers: Sequence[str], k: int, filters: Filters) -> list[Hit]:
        """The `k` passages that speak most of these things, by whatever name they call them.

        The share is 1 for a passage that is full of all of them, in a library where hardly any other names them.
        """
        make, occur = self._tantivy.Query, self._tantivy.Occur
        clauses = []
        for name in dict.fromkeys(identifiers):
            clauses += [(field, boost, name) for field, boost in (("names", 1.0), ("names_title", TITLE_BOOST))]
            clauses += [("names_wider", WIDER_BOOST, name)]
            clauses += [("names", WIDER_BOOST * 0.5, wider) for wider in self._names.broader(name)]
        if not clauses:
            return []
        wanted = make.boolean_query(
            [
                (occur.Should, make.boost_query(make.term_query(self._schema, field, name), boost))
                for field, boost, name in clauses
            ]
        )
        most = _MOST_OF_A_WORD * len(set(identifiers)) * self._most_telling()
        return [Hit(hit.id, hit.language, min(1.0, hit.share)) for hit in self._hits(wanted, k, filters, most)]

    def _hits(self, wanted: Any, k: int, filters: Filters, most: float) -> list[Hit]:
        """The `k` best passages that pass the filters, their scores in parts of `most`."""
        searcher = self._index.searcher()
        found = searcher.search(self._filtered(wanted, filters), limit=k, count=False)
        passages = ((score, searcher.doc(address)) for score, address in found.hits)
        return [Hit(doc["id"][0], doc["language"][0], score / most) for score, doc in passages]

    def names_of(self, ids: Sequence[str]) -> dict[str, frozenset[str]]:
        """For each of these passages the things that it, its title or its headings name."""
        searcher = self._index.searcher()
        query = self._tantivy.Query.term_set_query(self._schema, "id", list(ids))
        documents = (searcher.doc(at) for _, at in searcher.search(query, limit=max(1, len(ids)), count=False).hits)
        return {doc["id"][0]: frozenset([*doc["names"], *doc["names_title"]]) for doc in documents}

    def _query(self, text: str) -> Any | None:
        # Built from terms and never parsed, so that no character of a question is syntax.
        make, should = self._tantivy.Query, self._tantivy.Occur.Should
        clauses = []
        said = " ".join(also for one in said_otherwise(text) for also in one.also)
        for group in GROUPS:
            worth = dict.fromkeys(terms(said, group), OTHERWISE_BOOST) | dict.fromkeys(terms(text, group), 1.0)
            for term, share in worth.items():
                for field, boost in (("text", 1.0), ("title", TITLE_BOOST), ("headings", HEADINGS_BOOST)):
                    one = make.term_query(self._schema, f"{field}_{group}", term)
                    clauses.append((should, make.boost_query(one, share * boost)))
        return make.boolean_query(clauses) if clauses else None

    def _filtered(self, wanted: Any, filters: Filters) -> Any:
        # A filter decides and does not rank: its score is zero.
        make, must = self._tantivy.Query, self._tantivy.Occur.Must
        decide = [(must, make.const_score_query(one, 0.0)) for one in self._filters(filters)]
        return make.boolean_query([(must, wanted), *decide]) if decide else wanted

    def _filters(self, filters: Filters) -> list[Any]:
        make, kind = self._tantivy.Query, self._tantivy.FieldType.Integer
        found = []
        if days := to_range(filters):
            found.append(make.range_query(self._schema, "published", kind, *days))
        for field, value in (("outlet", filters.outlet), ("category", filters.category)):
            if value is not None:
                found.append(make.term_query(self._schema, field, fold(value)))
        for field, several in (("outlet", filters.outlets), ("category", filters.categories)):
            if several:
                found.append(make.term_set_query(self._schema, field, [fold(value) for value in several]))
        if filters.language is not None:
            found.append(make.term_query(self._schema, "language", filters.language.lower()))
        return found

    def _document(self, passage: Passage) -> Any:
        group = _group(passage.language)
        document = self._tantivy.Document()
        document.add_text("id", passage.id)
        document.add_text(f"text_{group}", stemmable(passage.text))
        document.add_text(f"title_{group}", stemmable(passage.title))
        document.add_text(f"headings_{group}", stemmable(" ".join(passage.headings)))
        # Undated is 0, below every range that a filter asks for.
        document.add_integer("published", to_number(passage.published) if passage.published else 0)
        document.add_text("language", passage.language)
        if passage.outlet:
            document.add_text("outlet", fold(passage.outlet))
        for category in passage.categories:
            document.add_text("category", fold(category))
        for field, name in self._named(passage):
            document.add_text(field, name)
        return document

    def _named(self, passage: Passage) -> Iterator[tuple[str, str]]:
        title = ". ".join([passage.title, *passage.headings])
        above = {mention.id for mention in self._names.find(title)}
        here = [mention.id for mention in self._names.find(passage.text, title)]
        yield from (("names", name) for name in here)
        yield from (("names_title", name) for name in sorted(above))
        wider = {w for name in {*here, *above} for w in self._names.broader(name)}
        yield from (("names_wider", name) for name in sorted(wider))


def _group(language: str) -> str:
    return language if language in GROUPS else "xx"


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for group in GROUPS:
        for field in ("text", "title", "headings"):
            builder.add_text_field(f"{field}_{group}", tokenizer_name=group, index_option="freq")
    builder.add_text_field("names", stored=True, tokenizer_name="raw", index_option="freq")
    builder.add_text_field("names_title", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("names_wider", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("published", indexed=True, fast=True)
    builder.add_text_field("language", stored=True, tokenizer_name="raw", index_option="basic")
    for field in ("outlet", "category"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    return builder.build()


@cache
def _analyzers() -> dict[tuple[str, bool], Any]:
    """For each group an analyzer that keeps every word (to index) and one that drops stop words (to ask)."""
    import tantivy

    make = tantivy.Filter
    stems = {"en": [make.stemmer("english")], "ar": [make.stemmer("arabic")], "xx": []}
    idle = sorted(ENGLISH | {stemmable(word) for word in ARABIC})
    found = {}
    for group in GROUPS:
        for asking in (False, True):
            builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            filters = [make.remove_long(60), make.lowercase(), make.ascii_fold()]
            filters += [make.custom_stopword(idle)] if asking else []
            for one in filters + stems[group]:
                builder = builder.filter(one)
            found[group, asking] = builder.build()
    return found
