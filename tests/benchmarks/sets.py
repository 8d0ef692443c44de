"""The measuring sets (see the README of the data folder) as articles, questions and ready libraries."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.article import Article, clean_text
from knowledge.embeddings import Spaces, embedded_spaces
from knowledge.identifiers import Names
from knowledge.index import Index
from knowledge.ingest import Ingest, writing
from knowledge.library import Library
from knowledge.reading import Reading

_SUITES = Path(__file__).parents[1] / "suites"


@dataclass(frozen=True)
class Asked:
    """A question, the ids of the articles that answer it, and the day it was asked on."""

    text: str
    relevant: frozenset[str]
    as_of: date | None = None


def news(data: Path) -> list[Article]:
    return [
        Article(
            id=row["id"],
            title=row["title"] or "",
            text=clean_text(row["text"]),
            url=row["url"],
            outlet=row["url"].split("/")[2],
            published=date.fromisoformat(row["published"]) if row.get("published") else None,
            language="en",
        )
        for row in _lines(data / "news_2025/articles.jsonl")
    ]


def cranfield(data: Path) -> list[Article]:
    rows = [row for row in _lines(data / "cranfield/docs.jsonl") if row["text"].strip()]
    return [Article(id=r["id"], title=r["title"], text=clean_text(r["text"]), language="en") for r in rows]


def docs_rag(data: Path) -> list[Article]:
    rows = json.loads((data / "docs_rag/anthropic_docs.json").read_text())
    return [
        Article(id=r["chunk_link"], title=r["chunk_heading"], text=clean_text(r["text"]), language="en") for r in rows
    ]


def xquad(data: Path, *languages: str, halves: bool = False) -> list[Article]:
    """Paragraphs as articles; with `halves` the even ones in the first language and the odd ones in the second."""
    found = []
    for turn, language in enumerate(languages):
        for number, paragraph in enumerate(_paragraphs(data, language)):
            if not halves or number % 2 == turn:
                text = clean_text(paragraph["context"])
                found.append(Article(id=f"{language}{number}", title="", text=text, language=language))
    return found


def news_questions(data: Path) -> list[Asked]:
    ids: dict[str, str] = {}
    for row in _lines(data / "news_2025/articles.jsonl"):
        ids.setdefault(row["url"], row["id"])
    return [
        Asked(
            row["question"],
            frozenset(ids[url] for url in row["sources"] if url in ids),
            date.fromisoformat(row["as_of"]),
        )
        for row in _lines(data / "news_2025/questions.jsonl")
    ]


def cranfield_questions(data: Path) -> list[Asked]:
    relevant = defaultdict(set)
    for line in (data / "cranfield/qrels.tsv").read_text().splitlines()[1:]:
        query, document, judged = line.split("\t")
        if int(judged) > 0:
            relevant[query].add(document)
    return [Asked(q["text"], frozenset(relevant[q["qid"]])) for q in _lines(data / "cranfield/queries.jsonl")]


def docs_rag_questions(data: Path) -> list[Asked]:
    rows = json.loads((data / "docs_rag/docs_evaluation_dataset.json").read_text())
    return [Asked(row["question"], frozenset(row["correct_chunks"])) for row in rows]


def xquad_questions(data: Path, language: str, articles: list[Article]) -> list[Asked]:
    """The questions of a language; a paragraph answers in whichever languages the library holds it."""
    held = {article.id for article in articles}
    return [
        Asked(question["question"], frozenset({f"en{number}", f"ar{number}"} & held))
        for number, paragraph in enumerate(_paragraphs(data, language))
        for question in paragraph["qas"]
    ]


def named() -> list[Article]:
    """The articles of the project's own suite of names."""
    return [
        Article(id=row["id"], title=row["title"], text=row["text"], language=row["language"])
        for row in _lines(_SUITES / "identifiers/articles.jsonl")
    ]


def named_questions() -> list[Asked]:
    return [
        Asked(row["question"], frozenset({row["article"]})) for row in _lines(_SUITES / "identifiers/questions.jsonl")
    ]


@contextmanager
def library_of(home: Path, articles: list[Article]) -> Iterator[tuple[Library, Index, Spaces, Names]]:
    """A library with these articles in `home`; what it holds already is not embedded again."""
    spaces, names = _spaces(), Names.load()
    with writing(home):
        library = Library.create(home / "library.db")
        index = Index(home, library, spaces, names)
        readings = (Reading(article, "benchmark", article.id) for article in articles)
        report = Ingest(library, index, spaces, progress=lambda report: _show(home, report.passages)).run(readings)
        if report.added:
            print(f"\r{home.name}: {report.added} articles in {report.passages} passages", file=sys.stderr)
    try:
        yield library, index, spaces, names
    finally:
        index.close()
        library.close()


@cache
def _spaces() -> Spaces:
    return embedded_spaces()


def header(what: str) -> str:
    """The first lines of a table: where and when its numbers come from."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return f"# {what}\n{date.today()}, {os.cpu_count()} cores, load {load}, Python {sys.version.split()[0]}\n"


def resident_mb() -> float:
    """The memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def in_child(script: str, *arguments: object) -> str:
    """What a fresh Python process prints: for memory and start-up times."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _show(home: Path, passages: int) -> None:
    if passages and sys.stderr.isatty():
        print(f"\r{home.name}: {passages} passages embedded", end="", file=sys.stderr)


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open() as lines:
        return [json.loads(line) for line in lines]


def _paragraphs(data: Path, language: str) -> list[dict[str, Any]]:
    found = json.loads((data / f"xquad/xquad.{language}.json").read_text())["data"]
    return [paragraph for topic in found for paragraph in topic["paragraphs"]]
