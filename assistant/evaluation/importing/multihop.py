"""MultiHop-RAG (Tang & Yang 2024, 2401.15391): questions that need several news articles, and ones with no answer."""

from collections.abc import Sequence
from pathlib import Path

from assistant.evaluation.importing.collected import Collected, Imported
from assistant.evaluation.importing.reading import existing, json_items
from assistant.evaluation.importing.rows import Row


def import_multihop(paths: Sequence[Path]) -> Imported:
    """The questions, and the corpus where it is given too. Each fact is a quote that must be found."""
    found = Collected("multihop-rag")
    for path in existing(paths, ".json", ".jsonl"):
        for row in json_items(path):
            if row.get("body") is not None:
                _article(found, row)
            else:
                _question(found, row)
    return found.imported()


def _article(found: Collected, row: Row) -> None:
    text, url = row.needed("body"), row.text("url")
    found.shelf.put(
        text,
        id=url,
        prefix="article",
        title=row.text("title"),
        url=url,
        outlet=row.text("source"),
        authors=row.text("author"),
        categories=[row.text("category")] if row.text("category") else None,
        published=(row.text("published_at") or "")[:10],
    )


def _question(found: Collected, row: Row) -> None:
    kind = row.text("question_type") or ""
    evidence = list(row.within("evidence_list"))
    tags = [name for name in ("multihop-rag", kind) if name]
    if kind == "null_query":
        found.add(row, id=row.text("id"), question=row.needed("query"), expect={"answerable": False}, tags=tags)
        return
    sources = [
        {
            name: text
            for name, text in (("url", one.text("url")), ("title", one.text("title")), ("quote", one.text("fact")))
            if text
        }
        for one in evidence
    ]
    answer = row.needed("answer")
    expect = {"answerable": True, "answers": [answer], "sources": sources, "sources_mode": "all"}
    found.add(row, id=row.text("id"), question=row.needed("query"), expect=expect, tags=tags)
