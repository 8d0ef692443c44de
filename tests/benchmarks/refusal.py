"""Whether confidence in the evidence tells questions with an answer from near misses.

    python tests/benchmarks/refusal.py ../shared/data --work /tmp/refusal

Every question takes the product's road: search for eight passages, then weigh them. Libraries are kept in --work:
the first run embeds (about two minutes), later ones only ask.

  clapnq   the passages of all 600 questions in one library; 300 questions have their answer in it, 300 have a
           passage on the topic that does not state it. "right sentence": the best candidates against the gold ones.
  rgb      50 questions, once with all passages in the library, once with those alone that do not support the
           answer; "right" is an answer whose first three sentences hold the expected string. Where such a passage
           states the string all the same, the question counts in neither.

A question counts as refused unless its evidence is "stated": with "none" the answer is a typed refusal, with "close"
the nearest passage is shown with the words that it does not state the answer. Beside confidence stand the top fused
score of search (before it is scaled to 1) and the plain idf overlap of the best three sentences of a passage.
"""

import argparse
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sets
from numpy.typing import NDArray

from assistant.evidence import RELATED, STATED, Evidence, Weighed
from knowledge.article import Article, Passage, clean_text
from knowledge.embeddings import Spaces, embed
from knowledge.query import Query
from knowledge.retriever import Retriever
from knowledge.sentences import sentence_spans
from knowledge.words import terms

Scores = NDArray[np.float64]
PASSAGES = 8


@dataclass(frozen=True)
class Put:
    """A question, whether its answer stands in the library, and the sentences or strings that are right."""

    text: str
    answerable: bool
    right: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """What came of a question."""

    put: Put
    weighed: Weighed
    relevance: float
    overlap: float

    def is_right(self, count: int) -> bool:
        """Whether one of the first candidates is, or holds, what is right."""
        said = [_plain(one.text) for one in self.weighed.candidates[:count]]
        return any(
            _plain(right) in one or (len(one) > 20 and one in _plain(right)) for one in said for right in self.put.right
        )


def clapnq(data: Path) -> tuple[list[Article], list[Put]]:
    articles, asked = [], []
    for kind in ("answerable", "unanswerable"):
        for row in _rows(data / f"clapnq/clapnq_dev_{kind}.jsonl"):
            for part, passage in enumerate(row["passages"]):
                text = clean_text(passage["text"])
                articles.append(Article(id=f"{row['id']}/{part}", title=passage["title"], text=text, language="en"))
            gold = tuple({one for output in row["output"] for one in output.get("selected_sentences", ())})
            asked.append(Put(row["input"], kind == "answerable", gold))
    return articles, asked


def rgb(data: Path, *, supported: bool) -> tuple[list[Article], list[Put]]:
    kinds = ("positive", "negative") if supported else ("negative",)
    rows = _rows(data / "rgb/en_fact_first50.jsonl")
    articles = [
        Article(id=f"{row['id']}/{kind}/{number}", title="", text=clean_text(text), language="en")
        for row in rows
        for kind in kinds
        for number, text in enumerate(row[kind])
    ]
    asked = []
    for row in rows:
        answers = tuple(_strings(row["answer"]))
        leaks = any(_plain(answer) in _plain(text) for answer in answers for text in row["negative"])
        if supported or not leaks:
            asked.append(Put(row["query"], supported, answers))
    return articles, asked


def seen(home: Path, articles: list[Article], asked: Sequence[Put]) -> list[Seen]:
    """What the product makes of each question."""
    with sets.library_of(home, articles) as (library, index, spaces, names):
        retriever = Retriever(library, index, spaces, names)
        evidence = Evidence(encode=_encoder(spaces), rarity=retriever.rarity)
        found = []
        for put in asked:
            passages = retriever.search(Query(text=put.text, k=PASSAGES)).passages
            relevance = passages[0].why.relevance if passages and passages[0].why else 0.0
            overlap = max((_overlap(put.text, one, retriever.rarity) for one in passages), default=0.0)
            found.append(Seen(put, evidence.weigh(put.text, passages), relevance, overlap))
        return found


def auc(scores: Scores, answerable: NDArray[np.bool_]) -> float:
    """How often a question with an answer scores higher than one without; ties count half."""
    above = scores[answerable][:, None] - scores[~answerable][None, :]
    return float(((above > 0) + 0.5 * (above == 0)).mean())


def compared(scores: Scores, less: Scores, answerable: NDArray[np.bool_]) -> tuple[float, float]:
    """The paired bootstrap's 95 % interval of the difference of two areas."""
    random, differences = np.random.default_rng(7), []
    for _ in range(2000):
        draw = random.integers(0, len(scores), len(scores))
        differences.append(auc(scores[draw], answerable[draw]) - auc(less[draw], answerable[draw]))
    low, high = np.percentile(differences, [2.5, 97.5])
    return float(low), float(high)


def show(name: str, found: Sequence[Seen]) -> dict[str, float]:
    """Print what confidence tells; the figures that have a bar are returned."""
    answerable = np.array([one.put.answerable for one in found])
    columns = {
        "confidence": np.array([one.weighed.confidence for one in found]),
        "top fused score": np.array([one.relevance for one in found]),
        "idf overlap, best 3": np.array([one.overlap for one in found]),
    }
    print(f"\n{name}  ({answerable.sum()} with an answer, {(~answerable).sum()} without)")
    sure = columns["confidence"]
    low, high = compared(sure, columns["top fused score"], answerable)
    for title, scores in columns.items():
        print(f"  AUC {title:22}{auc(scores, answerable):.3f}")
    print(f"  confidence over top fused score: [{low:+.3f}, {high:+.3f}]")
    refused = np.array([one.weighed.standing != "stated" for one in found])
    outright = np.array([one.weighed.standing == "none" for one in found])
    false, true = refused[answerable].mean(), refused[~answerable].mean()
    print(f"  refused below {STATED}: {true:.1%} of those without an answer, falsely {false:.1%} of those with one")
    print(f"  of which none below {RELATED}: {outright[~answerable].mean():.1%} and {outright[answerable].mean():.1%}")
    with_answer = [one for one in found if one.put.answerable]
    right = {count: np.mean([one.is_right(count) for one in with_answer]) for count in (1, 3)}
    given = [one.is_right(3) for one in with_answer if one.weighed.standing == "stated"]
    print(f"  right sentence first {right[1]:.3f}, among three {right[3]:.3f}; of those answered {np.mean(given):.3f}")
    _risk(columns, answerable)
    return {"auc": auc(sure, answerable), "low": low, "false": float(false)}


def _risk(columns: Mapping[str, Scores], answerable: NDArray[np.bool_]) -> None:
    """The share of questions without an answer among those that a score would answer first."""
    print("  risk at coverage      " + "".join(f"{share:7.0%}" for share in np.arange(1.0, 0.45, -0.1)))
    for title, scores in columns.items():
        order = np.argsort(-scores, kind="stable")
        risks = [1 - answerable[order[: round(share * len(order))]].mean() for share in np.arange(1.0, 0.45, -0.1)]
        print(f"    {title:20}" + "".join(f"{risk:7.3f}" for risk in risks))


def _overlap(question: str, passage: Passage, rarity: Callable[[Sequence[str], str], list[float]]) -> float:
    asked = list(dict.fromkeys(terms(question, passage.language)))
    weights = dict(zip(asked, rarity(asked, passage.language), strict=True)) if asked else {}
    whole = sum(weights.values()) or 1.0
    sentences = [set(terms(passage.text[a:b], passage.language)) & set(asked) for a, b in sentence_spans(passage.text)]
    sentences.sort(key=lambda held: -sum(weights[term] for term in held))
    return sum(weights[term] for term in set().union(*sentences[:3])) / whole


def _encoder(spaces: Spaces) -> Callable[[list[str], str], Any]:
    def encode(texts: list[str], language: str) -> Any:
        space = next(space for space, part in spaces.for_query(language) if part == spaces.group(language))
        return embed(space.embeddings, texts)

    return encode


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open() as lines:
        return [json.loads(line) for line in lines]


def _strings(answer: Any) -> list[str]:
    return [answer] if isinstance(answer, str) else [text for part in answer for text in _strings(part)]


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of measuring sets")
    parser.add_argument("--work", type=Path, default=Path("/tmp/aerocite-refusal"), help="where libraries are kept")
    chosen = parser.parse_args()
    print(sets.header("Stated or not"))
    figures = show("clapnq", seen(chosen.work / "clapnq", *clapnq(chosen.data)))
    both = seen(chosen.work / "rgb", *rgb(chosen.data, supported=True))
    show("rgb", [*both, *seen(chosen.work / "rgb-unsupported", *rgb(chosen.data, supported=False))])
    print("\nBars, on clapnq")
    for met, bar in (
        (figures["auc"] >= 0.80, f"AUC {figures['auc']:.3f} (at least 0.80)"),
        (figures["low"] > 0, f"over the top fused score by at least {figures['low']:+.3f} (above 0)"),
        (figures["false"] <= 0.10, f"false refusals {figures['false']:.1%} (at most 10 %)"),
    ):
        print(f"  {'met ' if met else 'MISSED'} {bar}")


if __name__ == "__main__":
    main()
