"""ragas and Hugging Face question sets: a row has a question, a reference, perhaps a response and its contexts.

Both spellings are read: that of ragas since 0.2 (`user_input`, `reference`, `response`, `retrieved_contexts`) and the
older one (`question`, `ground_truth`, `answer`, `contexts`). Field names: ragas, `dataset_schema.py`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.evaluation.importing.collected import Collected, Imported, expected
from assistant.evaluation.importing.conversations import Conversation, asked, conversation
from assistant.evaluation.importing.reading import existing, rows
from assistant.evaluation.importing.rows import Row

_TAGS = ("synthesizer_name", "evolution_type", "question_type", "category")
_NOT_READ = ("rubrics", "rubric", "reference_tool_calls", "reference_topics", "multi_responses")


def import_ragas(paths: Sequence[Path]) -> Imported:
    """The questions of JSONL, JSON or CSV files; responses become recorded answers, contexts articles."""
    found = Collected("ragas")
    for path in existing(paths, ".jsonl", ".ndjson", ".json", ".csv", ".tsv"):
        for row in rows(path):
            _add(found, row)
    return found.imported()


def _add(found: Collected, row: Row) -> None:
    # The older spelling uses `answer` for what the system said.
    older = row.get("user_input") is None and row.get("ground_truth", "ground_truths", "reference") is None
    references = row.texts("reference", "ground_truth", "ground_truths", *(("answer",) if older else ()))
    talk = _talk(row)
    response = row.text("response", *(() if older else ("answer",))) or talk.response
    shown = _shelved(found, row, ("retrieved_contexts", "contexts", "context"), "retrieved_context_ids")
    sources = _sources(found, row)
    expect = expected(references)
    if sources:
        expect |= {"sources": sources, "answerable": True}
    tags = [text for name in _TAGS if (text := row.text(name))]
    sample = found.add(row, id=row.text("id", "question_id"), **asked(talk, expect), tags=tags)
    if response is not None or shown:
        found.answered(sample, response, shown)
    for name in (*_NOT_READ, *(f"messages of {role}" for role in talk.left_out)):
        if name not in _NOT_READ or row.get(name) is not None:
            found.remark(f"{name} are not read", row.place)


def _talk(row: Row) -> Conversation:
    given = row.get("user_input", "question", "query")
    if isinstance(given, list) or (isinstance(given, str) and given.lstrip().startswith("[{")):
        messages = row.items("user_input", "question", "query")
        if all(isinstance(message, dict) for message in messages):
            return conversation(row, messages)
    question = row.needed("user_input", "question", "query")
    return Conversation(({"user": question},), None, ())


def _shelved(found: Collected, row: Row, names: Sequence[str], ids: str) -> list[tuple[str, int, int]]:
    texts, named = row.texts(*names), row.texts(ids)
    if named and not texts:
        return [(id, 0, 0) for id in named]
    if named and len(named) != len(texts):
        raise row.bad(f"it has {len(texts)} '{names[0]}' and {len(named)} '{ids}'")
    return [found.shelf.put(text, id=id, prefix="context") for text, id in _paired(texts, named)]


def _sources(found: Collected, row: Row) -> list[dict[str, Any]]:
    texts, named = row.texts("reference_contexts"), row.texts("reference_context_ids")
    if named and texts and len(named) != len(texts):
        found.remark("reference contexts without an id of their own are not read", row.place)
        texts = ()
    if not texts:
        return [{"id": id} for id in dict.fromkeys(named)]
    sources = []
    for text, id in _paired(texts, named):
        name, _, _ = found.shelf.put(text, id=id, prefix="context")
        # A text without an id is an article of its own: all of it is meant.
        sources.append({"id": name, "quote": text} if id else {"id": name})
    return sources


def _paired(texts: Sequence[str], ids: Sequence[str]) -> list[tuple[str, str | None]]:
    return list(zip(texts, ids, strict=True)) if ids else [(text, None) for text in texts]
