"""How many of the true nearest passages Chroma finds, and how fast, by the settings of its HNSW graph.

    python tests/benchmarks/recall.py /tmp/homes/news --data ../shared/data
    python tests/benchmarks/recall.py /tmp/homes/news --data ../shared/data --size 100000 --settings 24,200,160
    python tests/benchmarks/recall.py /tmp/speed/100000 --data ../shared/data --as-built

The vectors are those of a library, the questions real ones of news_2025 and cranfield, and the truth is exact
search with NumPy. --size makes more vectors from the real ones: each copy is moved in a random direction until its
cosine with the original is .9, about that of two passages on one subject. --as-built measures the index that
the library has. One question at a time, on one thread; settings are max_neighbors,ef_construction,ef_search.
"""

import argparse
import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np
import sets

import knowledge.vectors
from knowledge.article import Passage
from knowledge.embeddings import Space, embedded_spaces
from knowledge.identifiers import Names
from knowledge.index import Index
from knowledge.library import Library
from knowledge.models import Vectors, unit
from knowledge.opened import collection_name

GRID = ("16,100,100", "16,100,200", "16,200,100", "16,200,200", "24,200,100", "24,200,200", "32,200,200", "48,400,400")
NOISE = 0.484
"""tan(arccos .9)."""


def moved(vectors: Vectors, size: int) -> Vectors:
    """The real vectors and as many moved copies as make up the size."""
    random = np.random.default_rng(5)
    found = [vectors[:size]]
    while (left := size - sum(map(len, found))) > 0:
        some = vectors[:left]
        noise = unit(random.normal(size=some.shape))
        found.append(unit(some + NOISE * unit(noise - (noise * some).sum(1, keepdims=True) * some)))
    return np.vstack(found)


def truth(vectors: Vectors, questions: Vectors, k: int) -> list[set[int]]:
    near = np.argpartition(-(questions @ vectors.T), k, axis=1)[:, : k + 1]
    exact = np.take_along_axis(questions @ vectors.T, near, axis=1)
    return [set(row[np.argsort(-s)][:k].tolist()) for row, s in zip(near, exact, strict=True)]


def asked(data: Path) -> list[str]:
    return [q.text for q in (*sets.news_questions(data), *sets.cranfield_questions(data))]


def passages_of(library: Library, space: Space) -> tuple[list[str], Vectors]:
    ids = [p.id for p in library.passages_of(library.article_ids()) if space.only in (None, p.language)]
    stored = library.vectors(ids, space.name)
    return ids, np.stack([stored[name] for name in ids])


def measure(index: knowledge.vectors.Vectors, name: str, ids: list[str], vectors: Vectors, questions: Vectors) -> str:
    """Recall at 10 and 100, and the times of a search for 100."""
    place = {passage: at for at, passage in enumerate(ids)}
    best, most = truth(vectors, questions, 10), truth(vectors, questions, 100)
    for question in questions[:20]:
        index.search(name, question, 100)
    ten, hundred, times = 0, 0, []
    for question, first, all_ in zip(questions, best, most, strict=True):
        begun = perf_counter()
        found = index.search(name, question, 100)
        times.append(1000 * (perf_counter() - begun))
        places = [place[passage] for passage, _ in found]
        ten += len(first & set(places[:10]))
        hundred += len(all_ & set(places))
    p50, p95 = np.percentile(times, [50, 95])
    count = len(questions)
    return f"{ten / 10 / count:9.4f} {hundred / 100 / count:10.4f} {p50:8.2f} {p95:8.2f}"


def built(settings: str, ids: list[str], vectors: Vectors, questions: Vectors) -> str:
    neighbours, construction, search = map(int, settings.split(","))
    knowledge.vectors.HNSW.update(max_neighbors=neighbours, ef_construction=construction, ef_search=search)
    passages = [Passage(id=i, article_id="", version=1, title="", text="", start=0, end=0) for i in ids]
    with tempfile.TemporaryDirectory() as folder:
        index = knowledge.vectors.Vectors.in_folder(Path(folder))
        begun = perf_counter()
        index.add("some", passages, dict(zip(ids, vectors, strict=True)))
        took = perf_counter() - begun
        row = f"{settings:>14} {took:8.1f} {measure(index, 'some', ids, vectors, questions)}"
        index.close()
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path, help="the folder of a library")
    parser.add_argument("--data", type=Path, required=True, help="the folder of measuring sets, for its questions")
    parser.add_argument("--size", type=int, help="make this many vectors from the real ones")
    parser.add_argument("--settings", nargs="*", default=GRID, metavar="M,C,S", help="settings to compare")
    parser.add_argument("--space", nargs="*", default=["minilm", "use"], help="spaces to measure")
    parser.add_argument("--as-built", action="store_true", help="measure the index that the library has")
    chosen = parser.parse_args()
    library, spaces = Library.open(chosen.home / "library.db"), embedded_spaces()
    print(sets.header(f"Recall of {chosen.home}"))
    for space in spaces.spaces:
        if space.name not in chosen.space:
            continue
        ids, vectors = passages_of(library, space)
        questions = np.stack([spaces.embed_query(text, [space])[space.name] for text in asked(chosen.data)])
        if chosen.size:
            ids = [str(number) for number in range(chosen.size)]
            vectors = moved(vectors, chosen.size)
        print(f"{space.name}: {len(vectors)} vectors, {len(questions)} questions")
        print(f"{'M, C, S':>14} {'build s':>8} {'recall@10':>9} {'recall@100':>10} {'p50 ms':>8} {'p95 ms':>8}")
        if chosen.as_built:
            opened = Index(chosen.home, library, spaces, Names.load()).current()
            name = collection_name(space.name, "en")
            print(f"{'as built':>14} {'':>8} {measure(opened.vectors, name, ids, vectors, questions)}", flush=True)
            continue
        for settings in chosen.settings:
            print(built(settings, ids, vectors, questions), flush=True)


if __name__ == "__main__":
    main()
