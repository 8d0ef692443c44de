"""The measuring sets as suites with their articles. Formats that are too special to be importers are read here."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.evaluation.importing import Imported, import_suite
from assistant.evaluation.importing.collected import Collected, expected
from assistant.evaluation.importing.conversations import asked, conversation
from assistant.evaluation.importing.reading import json_items, json_lines, table
from assistant.evaluation.importing.rows import Row


def clapnq(data: Path) -> Imported:
    """CLAPNQ (Rosenthal et al. 2024, 2404.02103): long answers that one passage supports, or none."""
    found = Collected("clapnq")
    for path in sorted((data / "clapnq").glob("*.jsonl")):
        for row in json_lines(path):
            _clapnq(found, row)
    return found.imported()


def _clapnq(found: Collected, row: Row) -> None:
    article = ""
    for passage in row.within("passages"):
        title = passage.text("title")
        article, _, _ = found.shelf.put(passage.needed("text"), prefix="clapnq", title=title)
    outputs = list(row.within("output"))
    answers = [text for output in outputs if (text := output.text("answer"))]
    expect: dict[str, Any] = {"answerable": False}
    if answers:
        quotes = next((texts for output in outputs if (texts := output.texts("selected_sentences"))), ())
        sources = [{"id": article, "quote": quote} for quote in quotes] or [{"id": article}]
        expect = expected(answers[:1]) | {"sources": sources, "sources_mode": "any"}
    tags = ["clapnq", "answerable" if answers else "unanswerable"]
    found.add(row, id=row.text("id"), question=row.needed("input"), expect=expect, tags=tags, cluster=article)


def multiturn(data: Path) -> Imported:
    """MTRAG (Katsis et al. 2025, 2501.03468): the last turn of a conversation is asked."""
    folder = data / "multiturn"
    found = Collected("multiturn")
    for row in json_lines(folder / "passages.jsonl"):
        title, kinds = row.text("title"), [row.needed("collection")]
        found.shelf.put(row.needed("text"), id=row.needed("id"), title=title, categories=kinds)
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    for path in sorted(folder.glob("qrels_*.tsv")):
        for row in table(path):
            judged[row.needed("query-id")][row.needed("corpus-id")] = int(row.needed("score"))
    for row in json_lines(folder / "tasks.jsonl"):
        _task(found, row, judged)
    return found.imported()


def _task(found: Collected, row: Row, judged: Mapping[str, Mapping[str, int]]) -> None:
    name, kind = row.needed("task_id"), row.texts("answerability")[0].lower()
    relevant = judged.get(name) or {one.needed("document_id"): 1 for one in row.within("contexts")}
    sources = [{"id": id, "grade": grade} for id, grade in relevant.items() if grade > 0]
    references = row.texts("targets")
    expect: dict[str, Any] = {"answerable": False}
    if kind in ("answerable", "partial"):
        expect = expected(references) | {"answerable": True, "sources": sources, "sources_mode": "any"}
    elif kind == "underspecified":
        # What is right is to ask back: neither an answer nor a refusal.
        expect = {"reference": references[0]}
    tags = ["multiturn", kind, row.needed("Collection"), *row.texts("Multi-Turn")]
    fields = asked(conversation(row, row.items("input")), expect)
    found.add(row, id=name, **fields, tags=list(dict.fromkeys(tags)), cluster=row.text("conversation_id"))


def news(data: Path) -> Imported:
    """RealTime QA (Kasai et al. 2022, 2207.13332): quiz questions on the news, with the day they were asked on."""
    found = Collected("news")
    ids: dict[str, str] = {}
    for row in json_lines(data / "news_2025/articles.jsonl"):
        id = row.needed("id")
        ids.setdefault(row.needed("url"), id)
        said: dict[str, Any] = {name: row.value.get(name) for name in ("title", "url", "authors", "published")}
        found.shelf.put(row.needed("text"), id=id, **said)
    for row in json_lines(data / "news_2025/questions.jsonl"):
        day = row.needed("as_of")
        held = list(dict.fromkeys(ids[url] for url in row.texts("sources") if url in ids))
        # An article of a later day is no source for a question that is asked as of this one.
        early = [id for id in held if (found.shelf.articles[id].get("published") or "") <= day]
        if len(early) < len(held):
            found.remark("sources of a later day than the question are left out", row.place)
        expect = {
            "answerable": True,
            "answers": row.texts("answers"),
            "sources": [{"id": id} for id in early],
            "sources_mode": "any",
        }
        found.add(row, id=row.text("id"), question=row.needed("question"), as_of=day, expect=expect)
    return found.imported()


def docs_rag(data: Path) -> Imported:
    """Chunks of a product's documentation, and questions with the chunks that answer them."""
    found = Collected("docs-rag")
    for row in json_items(data / "docs_rag/anthropic_docs.json"):
        link = row.needed("chunk_link")
        found.shelf.put(row.needed("text"), id=link, title=row.text("chunk_heading"), url=link)
    for row in json_items(data / "docs_rag/docs_evaluation_dataset.json"):
        sources = [{"id": id} for id in row.texts("correct_chunks") if id in found.shelf.articles]
        if len(sources) < len(row.texts("correct_chunks")):
            found.remark("correct chunks that are not among the documents are left out", row.place)
        expect = expected([row.needed("correct_answer")]) | {"sources": sources, "sources_mode": "any"}
        found.add(row, id=row.text("id"), question=row.needed("question"), expect=expect)
    return found.imported()


def rgb(data: Path) -> Imported:
    """RGB, its English questions on facts."""
    return import_suite("rgb", sorted((data / "rgb").glob("*.jsonl")))


def xquad(data: Path, language: str) -> Imported:
    """XQuAD in a language."""
    return import_suite("squad", [data / f"xquad/xquad.{language}.json"])


SETS: Mapping[str, Callable[[Path], Imported]] = {
    "news_2025": news,
    "clapnq": clapnq,
    "rgb": rgb,
    "docs_rag": docs_rag,
    "multiturn": multiturn,
}
"""The sets by the names of their folders."""


def lines(imported: Imported) -> Iterator[str]:
    """The articles as a file that `aerocite ingest` takes."""
    return (json.dumps(article, ensure_ascii=False) + "\n" for article in imported.articles)
