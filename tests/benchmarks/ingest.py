"""How long an ingest takes beside the embedding models alone, and beside plain Chroma as LangChain uses it.

    python tests/benchmarks/ingest.py ../shared/data --articles 300

All ways work on the same news articles. `models alone` embeds the same texts in the same groups as the ingest
does. `plain Chroma` embeds the same passages and adds them with their text and metadata to a collection with
Chroma's own settings, 128 at a time: what a LangChain vector store does, without a library, words or checks.
The whole ingest starts from a JSONL file and ends with an index that was verified and can be asked. The ways take
turns, a group of articles each, and every one is timed by itself, so that what else runs here slows all alike.
"""

import argparse
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

import chromadb
import sets

from knowledge.article import Article, Passage
from knowledge.chunking import chunk
from knowledge.embeddings import Spaces, embedded_spaces
from knowledge.identifiers import Names
from knowledge.index import Index
from knowledge.ingest import PASSAGES_AT_ONCE, Ingest, text_to_embed, writing
from knowledge.library import Library
from knowledge.reading import read


def groups(articles: list[Article]) -> list[list[Passage]]:
    """The passages that an ingest embeds together."""
    found: list[list[Passage]] = [[]]
    for article in articles:
        found[-1].extend(chunk(article))
        if len(found[-1]) >= PASSAGES_AT_ONCE:
            found.append([])
    return [group for group in found if group]


def models_alone(spaces: Spaces, articles: list[Article]) -> None:
    for group in groups(articles):
        spaces.embed_passages([text_to_embed(p) for p in group], [p.language for p in group])


def plain_chroma(spaces: Spaces, articles: list[Article], folder: Path) -> None:
    client = chromadb.PersistentClient(path=str(folder))
    for group in groups(articles):
        vectors = spaces.embed_passages([text_to_embed(p) for p in group], [p.language for p in group])
        for name in vectors[0]:
            client.get_or_create_collection(name, embedding_function=None).add(
                ids=[passage.id for passage in group],
                embeddings=[by_space[name].tolist() for by_space in vectors],
                documents=[passage.text for passage in group],
                metadatas=[{"title": p.title, "url": p.url or "", "article_id": p.article_id} for p in group],
            )
    client.close()


def whole_ingest(spaces: Spaces, source: Path, home: Path) -> int:
    with writing(home):
        library = Library.create(home / "library.db")
        index = Index(home, library, spaces, Names.load())
        report = Ingest(library, index, spaces).run(read([source]))
        index.close()
        library.close()
    if report.failed:
        raise SystemExit(str(report.failed))
    return report.passages


def timed(do: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of the processor (our own: other processes do not count)."""
    begun, busy = perf_counter(), process_time()
    do()
    return perf_counter() - begun, process_time() - busy


def write(articles: list[Article], path: Path) -> None:
    lines = (
        {"id": a.id, "title": a.title, "text": a.text, "url": a.url, "language": "en", "published": str(a.published)}
        for a in articles
    )
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of measuring sets")
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3, help="how many groups the articles are measured in")
    chosen = parser.parse_args()
    spaces = embedded_spaces()
    spaces.embed_passages(["warm"], ["en"])
    articles = [a for a in sets.news(chosen.data) if a.published and a.text.strip()][: chosen.articles]
    size = -(-len(articles) // chosen.rounds)
    names = ("models alone", "plain Chroma", "whole ingest")
    spent = {name: [0.0, 0.0] for name in names}
    passages = 0
    with tempfile.TemporaryDirectory() as folder:
        for at in range(0, len(articles), size):
            some, place = articles[at : at + size], Path(folder) / str(at)
            place.mkdir()
            write(some, place / "news.jsonl")
            ways = (
                lambda some=some: models_alone(spaces, some),
                lambda some=some, place=place: plain_chroma(spaces, some, place / "plain"),
                lambda place=place: whole_ingest(spaces, place / "news.jsonl", place / "home"),
            )
            for name, way in zip(names, ways, strict=True):
                clock, busy = timed(way)
                spent[name][0] += clock
                spent[name][1] += busy
            passages += sum(map(len, groups(some)))
    print(sets.header(f"Ingest of {len(articles)} news articles, {passages} passages, in {chosen.rounds} rounds"))
    print(f"{'':14}{'seconds':>9}{'articles/s':>12}{'beside models':>15}{'processor s':>13}{'beside models':>15}")
    clock0, busy0 = spent["models alone"]
    for name, (clock, busy) in spent.items():
        rate = len(articles) / clock
        print(f"{name:14}{clock:9.1f}{rate:12.2f}{clock / clock0:14.3f}x{busy:13.1f}{busy / busy0:14.3f}x")
    print("The bar: the whole ingest takes at most 1.1 times as long as the models alone.")


if __name__ == "__main__":
    main()
