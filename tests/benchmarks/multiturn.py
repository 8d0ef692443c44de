"""How well the rules for follow-ups find passages in conversations that real people had.

    python tests/benchmarks/multiturn.py ../shared/data --home /tmp/homes

The passages of all four collections stand in one library, kept in --home. A row is a way of asking the last turn:

  alone      as it was typed
  last       with the question before it in front, always
  glued      with the last question that stands alone in front, where the rules see a follow-up
  follow_up  as the product reads it
  + …        what follow_up has over that, with the paired 95 % interval of a bootstrap over the turns
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ir_measures
import numpy as np
import sets
from ir_measures import R, ScoredDoc, nDCG
from retrieval import PASSAGES, Remembering, Scores, interval

from assistant.answer import Turn
from assistant.follow_ups import follow_up, leans_back
from knowledge.article import Article, clean_text
from knowledge.identifiers import Names
from knowledge.query import Query
from knowledge.retriever import Retriever

MEASURES = {"R@5": R @ 5, "nDCG@10": nDCG @ 10}


@dataclass(frozen=True)
class LastTurn:
    """The last question of a conversation, what was said before, and the articles that answer it."""

    question: str
    history: tuple[Turn, ...]
    relevant: frozenset[str]
    collection: str


def articles(folder: Path) -> list[Article]:
    return [
        Article(id=row["id"], title=row["title"] or "", text=clean_text(row["text"]), language="en")
        for row in _lines(folder / "passages.jsonl")
    ]


def last_turns(folder: Path) -> list[LastTurn]:
    """The turns that judgements exist for and that are not the first of their conversation."""
    relevant = defaultdict(set)
    for path in sorted(folder.glob("qrels_*.tsv")):
        for line in path.read_text().splitlines()[1:]:
            task, passage, judged = line.split("\t")
            if int(judged) > 0:
                relevant[task].add(passage)
    found = []
    for row in _lines(folder / "tasks.jsonl"):
        said = row["input"]
        if row["task_id"] in relevant and len(said) > 1:
            answers = {at: line["text"] for at, line in enumerate(said) if line["speaker"] == "agent"}
            history = tuple(
                Turn(question=line["text"], answer=answers.get(at + 1, ""))
                for at, line in enumerate(said[:-1])
                if line["speaker"] == "user"
            )
            passages = frozenset(relevant[row["task_id"]])
            found.append(LastTurn(said[-1]["text"], history, passages, row["Collection"]))
    return found


def ways(names: Names) -> dict[str, Callable[[LastTurn], str]]:
    def glued(turn: LastTurn) -> str:
        if not leans_back(turn.question):
            return turn.question
        subjects = [one.question for one in turn.history if not leans_back(one.question)]
        return f"{[turn.history[-1].question, *subjects][-1]} {turn.question}"

    return {
        "alone": lambda turn: turn.question,
        "last": lambda turn: f"{turn.history[-1].question} {turn.question}",
        "glued": glued,
        "follow_up": lambda turn: follow_up(turn.question, turn.history, names).text,
    }


def measured(retriever: Retriever, asked: Sequence[str], turns: Sequence[LastTurn]) -> Scores:
    run = []
    for number, text in enumerate(asked):
        found = dict.fromkeys(passage.article_id for passage in retriever.search(Query(text=text, k=PASSAGES)))
        run += [ScoredDoc(str(number), article, -float(rank)) for rank, article in enumerate(found)]
    truth = {str(number): dict.fromkeys(turn.relevant, 1) for number, turn in enumerate(turns)}
    order = list(MEASURES.values())
    scores = np.zeros((len(turns), len(order)))
    for one in ir_measures.iter_calc(order, truth, run):
        scores[int(one.query_id), order.index(one.measure)] = one.value
    return scores


def show(title: str, scores: dict[str, Scores]) -> None:
    print(f"\n{title}  ({len(scores['alone'])} turns)")
    print(f"  {'':14}" + "".join(f"{name:>22}" for name in MEASURES))
    for way, values in scores.items():
        print(f"  {way:14}" + "".join(f"{value:22.3f}" for value in values.mean(axis=0)))
    for way, values in scores.items():
        if way != "follow_up":
            differences = scores["follow_up"] - values
            cells = zip(differences.mean(axis=0), *interval(differences), strict=True)
            print(f"  {'+ over ' + way:14}" + "".join(f" {d:+.3f} [{a:+.3f},{b:+.3f}]" for d, a, b in cells))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of measuring sets")
    parser.add_argument("--home", type=Path, default=Path("/tmp/aerocite-benchmarks"), help="where libraries are kept")
    parser.add_argument("--show", action="store_true", help="print how each last turn was understood")
    chosen = parser.parse_args()
    folder = chosen.data / "multiturn"
    turns = last_turns(folder)
    with sets.library_of(chosen.home / "multiturn", articles(folder)) as (library, index, spaces, names):
        retriever = Retriever(library, index, Remembering(spaces.spaces), names)
        asked = {way: [ask(turn) for turn in turns] for way, ask in ways(names).items()}
        scores = {way: measured(retriever, texts, turns) for way, texts in asked.items()}
    print(sets.header("Follow-ups, by passage"))
    if chosen.show:
        for turn, text, row in zip(turns, asked["follow_up"], scores["follow_up"], strict=True):
            print(f"{row[0]:.2f}  {turn.question[:120]!r} -> {text[:200]!r}")
    show("all collections", scores)
    for collection in sorted({turn.collection for turn in turns}):
        here = np.array([turn.collection == collection for turn in turns])
        show(collection, {way: values[here] for way, values in scores.items()})


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


if __name__ == "__main__":
    main()
