"""ragas' JSON lines: the fields of its `SingleTurnSample`, and `id`, which it leaves alone."""

from pathlib import Path
from typing import Any

from assistant.evaluation.exporting.asked import Turn, turns, write_lines
from assistant.evaluation.runs import Run
from assistant.evaluation.scores import Case
from assistant.evaluation.suite import Expect


def export_ragas(run: Run, folder: Path) -> list[Path]:
    """A row for each turn that was asked; what is not known is left out."""
    return [write_lines(folder / "ragas.jsonl", map(_row, turns(run)))]


def reference(expect: Expect) -> str | None:
    """The whole right answer, or else the facts of one, or else an accepted answer that is a text.

    >>> reference(Expect(answers=("180 minutes",)))
    '180 minutes'
    """
    facts = " ".join(fact.text for fact in expect.facts)
    return expect.reference or facts or next((one for one in expect.answers if isinstance(one, str)), None)


def _row(turn: Turn) -> dict[str, Any]:
    answer = turn.case.answer
    ids, quotes = _sources(turn.case)
    row = {
        "id": turn.name,
        "user_input": turn.question,
        "response": answer.text if answer else None,
        "reference": reference(turn.case.expect),
        "retrieved_contexts": [passage.text for passage in answer.passages] if answer else [],
        "retrieved_context_ids": [passage.article_id for passage in answer.passages] if answer else [],
        "reference_contexts": quotes,
        "reference_context_ids": ids,
    }
    return {name: value for name, value in row.items() if value not in (None, [])}


def _sources(case: Case) -> tuple[list[str], list[str]]:
    """The ids of the expected articles, and what is quoted of them, in the same order where each is quoted."""
    wanted = [gold for gold in case.gold if gold.wanted]
    sources = case.expect.sources
    if len(wanted) != len(sources):
        ids = list(dict.fromkeys(gold.article_id for gold in case.wanted if gold.article_id))
        return ids, [source.quote for source in sources if source.quote]
    held = [(gold.article_id, source.quote) for gold, source in zip(wanted, sources, strict=True) if gold.article_id]
    return [id for id, _ in held if id], [quote for _, quote in held if quote]
