"""How fast a search is, beside its parts alone, in libraries of 10,000 and 100,000 passages.

    python tests/benchmarks/speed.py /tmp/homes/news --data ../shared/data --work /tmp/speed

The libraries are made from a real one: passages of different articles are recombined into new articles and their
vectors moved (see recall.py), so nothing is embedded. They are kept in --work. Questions are real ones of
news_2025 and cranfield, one at a time, in a warm process. The bar is p95 below 40 ms at 100,000 in every row `search`.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path
from time import perf_counter

import numpy as np
import sets
from recall import asked, moved, passages_of

from knowledge.article import Article, Filters, Passage
from knowledge.embeddings import Spaces, embedded_spaces
from knowledge.identifiers import Names
from knowledge.index import Index
from knowledge.ingest import library_fingerprint, writing
from knowledge.lanes import DEPTH
from knowledge.library import Library, Origin
from knowledge.models import Vectors
from knowledge.opened import collection_name
from knowledge.query import Query
from knowledge.retriever import Retriever

PASSAGES_AN_ARTICLE = 9
NEWEST = date(2025, 12, 31)
DAYS = 2000
FILTERS = {
    "as_of, 9 of 10 pass": Filters(as_of=NEWEST - timedelta(days=DAYS // 10)),
    "since, half pass": Filters(since=NEWEST - timedelta(days=DAYS // 2)),
    "since, 1 of 3": Filters(since=NEWEST - timedelta(days=DAYS // 3)),
    "since, 1 of 5": Filters(since=NEWEST - timedelta(days=DAYS // 5)),
    "since, 1 of 20": Filters(since=NEWEST - timedelta(days=DAYS // 20)),
    "since, 1 of 2000": Filters(since=NEWEST),
    "outlet, 1 of 50": Filters(outlet="outlet 7"),
    "category, half pass": Filters(category="even"),
    "outlet and since, 1 of 100": Filters(outlet="outlet 7", since=NEWEST - timedelta(days=DAYS // 2)),
    "language, all pass": Filters(language="en"),
    "language, none passes": Filters(language="fr"),
}
SUITES = {"questions with names": "identifiers/questions.jsonl", "questions of two parts": "two_parts.jsonl"}
FIRST_ANSWER = """
import sys
from assistant.factory import reading_library
from assistant.settings import Settings
from knowledge.query import Query
with reading_library(Settings(home=sys.argv[1])) as parts:
    parts.retriever.search(Query(text="What does ETOPS mean?"))
    for line in open("/proc/self/status"):
        if line.startswith("VmRSS"):
            print(int(line.split()[1]) / 1000)
"""


def make(source: Library, spaces: Spaces, home: Path, size: int) -> None:
    """A library of `size` passages, written directly."""
    real = {p.id: p for p in source.passages_of(source.article_ids())}
    by_space = {space.name: passages_of(source, space) for space in spaces.spaces}
    ids = next(iter(by_space.values()))[0]
    vectors = {name: moved(rows, size) for name, (_, rows) in by_space.items()}
    random = np.random.default_rng(11)
    order = random.permutation(size)
    library = Library.create(home / "library.db")
    fingerprint = library_fingerprint(spaces)
    for at in range(0, size, PASSAGES_AN_ARTICLE):
        rows = order[at : at + PASSAGES_AN_ARTICLE].tolist()
        article, passages = joined(at // PASSAGES_AN_ARTICLE, [real[ids[row % len(ids)]] for row in rows])
        mine = [{name: vectors[name][row] for name in vectors} for row in rows]
        library.put(article, passages, mine, origin=Origin("benchmark", article.id), fingerprint=fingerprint)
    library.close()


def joined(number: int, pieces: Sequence[Passage]) -> tuple[Article, list[Passage]]:
    """Pieces of real articles as one article."""
    article = Article(
        id=f"made-{number}",
        title=pieces[0].title,
        text="\n\n".join(piece.text for piece in pieces),
        language="en",
        outlet=f"outlet {number % 50}",
        categories=("even" if number % 2 else "odd",),
        published=NEWEST - timedelta(days=number * 7919 % DAYS),
    )
    passages, at = [], 0
    for piece in pieces:
        name = blake2b(f"{article.id} {at}".encode(), digest_size=12).hexdigest()
        own = {"id": name, "article_id": article.id, "title": article.title, "headings": ()}
        passages.append(replace(piece, start=at, end=at + len(piece.text), **own))
        at += len(piece.text) + 2
    return article, passages


def times(do: Callable[[str], object], texts: Sequence[str]) -> str:
    """Milliseconds a question: p50, p95 and the longest."""
    # A server that has answered for a while has what is asked for in memory; the first row must not pay for all.
    for text in texts:
        do(text)
    taken = []
    for text in texts:
        begun = perf_counter()
        do(text)
        taken.append(1000 * (perf_counter() - begun))
    return "".join(f"{value:9.1f}" for value in (*np.percentile(taken, [50, 95]), max(taken)))


def searches(library: Library, index: Index, spaces: Spaces, texts: list[str]) -> None:
    opened, space = index.current(), spaces.spaces[0]
    retriever = Retriever(library, index, spaces, Names.load())
    vectors: dict[str, Vectors] = {text: spaces.embed_query(text, [space])[space.name] for text in texts}
    name = collection_name(space.name, "en")
    print(f"{'':34}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}")
    rows: dict[str, Callable[[str], object]] = {
        "the question's vector alone": lambda text: spaces.embed_query(text, [space]),
        f"Tantivy alone, best {DEPTH}": lambda text: opened.words.search(text, DEPTH, Filters(), "en"),
        f"Chroma alone, best {DEPTH}": lambda text: opened.vectors.search(name, vectors[text], DEPTH),
        "search, best 10": lambda text: retriever.search(Query(text=text)),
    }
    for row, do in rows.items():
        print(f"{row:34}{times(do, texts)}", flush=True)
    for row, filters in FILTERS.items():
        print(f"search, {row:26}{times(lambda text, f=filters: retriever.search(Query(text=text, filters=f)), texts)}")
    for row, file in SUITES.items():
        own = [json.loads(line)["question"] for line in (Path(__file__).parents[1] / "suites" / file).open()]
        print(f"search, {row:26}{times(lambda text: retriever.search(Query(text=text)), own)}")


def change_one(home: Path, spaces: Spaces) -> float:
    """Seconds until the index has caught up with one changed article."""
    with writing(home):
        library = Library.open(home / "library.db")
        article = library.article("made-1")
        assert article is not None
        passages = list(library.passages_of([article.id]))
        stored = {space.name: library.vectors([p.id for p in passages], space.name) for space in spaces.spaces}
        vectors = [{name: stored[name][p.id] for name in stored} for p in passages]
        changed = replace(article, title=article.title + " (changed)")
        fingerprint = library_fingerprint(spaces)
        library.put(changed, passages, vectors, origin=Origin("benchmark", article.id), fingerprint=fingerprint)
        begun = perf_counter()
        Index(home, library, spaces, Names.load()).catch_up()
        return perf_counter() - begun


def measure(source: Library, spaces: Spaces, home: Path, size: int, texts: list[str]) -> None:
    print(f"\n## {size} passages")
    if not (home / "library.db").exists():
        home.mkdir(parents=True)
        make(source, spaces, home, size)
    library = Library.open(home / "library.db")
    index = Index(home, library, spaces, Names.load())
    if index.behind():
        with writing(home):
            begun = perf_counter()
            index.catch_up()
            print(f"index built in {perf_counter() - begun:.1f} s", flush=True)
    searches(library, index, spaces, texts)
    index.close()
    begun = perf_counter()
    memory = float(sets.in_child(FIRST_ANSWER, home))
    print(f"process start to first answer {perf_counter() - begun:.1f} s, {memory:.0f} MB in memory")
    size_mb = sum(file.stat().st_size for file in home.rglob("*") if file.is_file()) / 1e6
    print(f"on disk {size_mb:.0f} MB, one changed article is searchable after {change_one(home, spaces):.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path, help="the library that texts and vectors come from")
    parser.add_argument("--data", type=Path, required=True, help="the folder of measuring sets, for its questions")
    parser.add_argument("--work", type=Path, default=Path("/tmp/aerocite-speed"), help="where libraries are kept")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    chosen = parser.parse_args()
    print(sets.header("Speed of search"))
    begun = perf_counter()
    subprocess.run([sys.executable, "-m", "assistant", "--help"], check=True, capture_output=True)
    print(f"aerocite --help {perf_counter() - begun:.2f} s")
    spaces, source, texts = embedded_spaces(), Library.open(chosen.home / "library.db"), asked(chosen.data)
    for size in chosen.sizes:
        measure(source, spaces, chosen.work / str(size), size, texts)


if __name__ == "__main__":
    main()
