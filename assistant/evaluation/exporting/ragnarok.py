"""Ragnarök's JSON lines, the form of answers at TREC RAG (Pradeep et al. 2024, 2406.16828; limits of 2025)."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Sentence
from assistant.evaluation.exporting.asked import Turn, turns, write_lines
from assistant.evaluation.runs import Run
from knowledge.sentences import sentence_spans

MOST_WORDS = 400
MOST_REFERENCES = 100


def export_ragnarok(run: Run, folder: Path) -> list[Path]:
    """An object for each answer: what it refers to, and its sentences with places in that list, counted from 0."""
    written = (_entry(run, turn, turn.case.answer) for turn in turns(run) if turn.case.answer)
    return [write_lines(folder / "ragnarok.jsonl", written)]


def words(text: str) -> int:
    """The length of a text as the track counts it.

    >>> words("Two  engines, 180 minutes")
    4
    """
    return len(unicodedata.normalize("NFKC", text).split())


def _entry(run: Run, turn: Turn, answer: Answer) -> dict[str, Any]:
    # What is cited comes first, so that it stays when the list is cut.
    cited = {citation.number: citation.article_id for citation in answer.citations}
    shown = (passage.article_id for passage in answer.passages)
    references = list(dict.fromkeys((*cited.values(), *shown)))[:MOST_REFERENCES]
    places = {article: number for number, article in enumerate(references)}
    said = [
        {
            "text": sentence.text,
            "citations": sorted({places[cited[n]] for n in sentence.citations if cited.get(n) in places}),
        }
        for sentence in _within_limit(answer)
    ]
    name = run.manifest.name
    return {
        "metadata": {
            "team_id": "aerocite",
            "run_id": name,
            "type": "automatic",
            "narrative_id": turn.name,
            "narrative": turn.question,
        },
        "run_id": name,
        "topic_id": turn.name,
        "topic": turn.question,
        "references": references,
        "response_length": sum(words(str(one["text"])) for one in said),
        "answer": said,
    }


def _within_limit(answer: Answer) -> Iterator[Sentence]:
    left = MOST_WORDS
    text = answer.text
    sentences = answer.sentences or [Sentence(text=text[a:b], start=a, end=b) for a, b in sentence_spans(text)]
    for sentence in sentences:
        left -= words(sentence.text)
        if left < 0:
            return
        yield sentence
