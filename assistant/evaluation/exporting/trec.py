"""TREC runs, qrels and topics, as trec_eval and ir_measures read them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from assistant.evaluation.exporting.asked import Turn, turns, write_text
from assistant.evaluation.importing.trec import OURS
from assistant.evaluation.records import LANES, Lane
from assistant.evaluation.runs import Run


def export_rankings(run: Run, folder: Path) -> list[Path]:
    """A file for each lane that gave something, named after it."""
    asked = list(turns(run))
    given = [lane for lane in LANES if any(turn.case.record.lanes.get(lane) for turn in asked)]
    return [write_text(folder / f"{lane}.run", _ranking(asked, lane, run.manifest.name)) for lane in given]


def export_qrels(run: Run, folder: Path) -> list[Path]:
    """The expected sources as judgements, the best grade of an article; and what was asked."""
    asked = list(turns(run))
    topics = (f"{encoded(turn.name)}\t{' '.join(turn.question.split())}" for turn in asked)
    return [write_text(folder / "qrels.txt", _judgements(asked)), write_text(folder / "topics.tsv", topics)]


def encoded(id: str) -> str:
    """An id as one word: white space is percent-encoded, and so is the percent sign.

    >>> encoded("A320 news 5%"), encoded("مقالة")
    ('A320%20news%205%25', 'مقالة')
    """
    return "".join(quote(char, safe="") if char.isspace() or char == "%" else char for char in id)


def _ranking(asked: Iterable[Turn], lane: Lane, name: str) -> Iterator[str]:
    tag = f"{OURS}:{encoded(name)}:{lane}"
    for turn in asked:
        # Of an article only its best passage counts. The rank counted from the end is the score: passages may score
        # the same, and trec_eval would then order them by their names.
        found = list(dict.fromkeys(one.article_id for one in turn.case.record.lanes.get(lane, ())))
        for rank, article in enumerate(found, start=1):
            yield f"{encoded(turn.name)} Q0 {encoded(article)} {rank} {len(found) - rank + 1} {tag}"


def _judgements(asked: Iterable[Turn]) -> Iterator[str]:
    for turn in asked:
        grades: dict[str, int] = {}
        for gold in turn.case.wanted:
            article = gold.article_id or ""
            grades[article] = max(gold.grade, grades.get(article, 0))
        for article, grade in grades.items():
            yield f"{encoded(turn.name)} {OURS} {encoded(article)} {grade}"
