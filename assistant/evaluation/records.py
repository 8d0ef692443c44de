"""What is stored of a run: each answer as it was given, with all that scoring it needs, so that scoring asks nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Literal

from assistant.answer import Answer

Status = Literal["ok", "error", "timeout"]
Lane = Literal["words", "vectors", "names", "fused", "prompt"]
LANES: tuple[Lane, ...] = ("words", "vectors", "names", "fused", "prompt")
"""The stages that a passage goes through: found by each search, then by all together, then shown to the writer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """A passage that a stage gave, in the order of the stage: `text[start:end]` of that version of the article."""

    article_id: str
    start: int
    end: int
    score: float = 0.0
    passage_id: str = ""
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the library holds where a citation points; None for an article or version that it does not have.

    `quote` is the article's text from the citation's start to its end, `passage` the retrieved passage around it.
    """

    title: str
    quote: str
    url: str | None = None
    outlet: str | None = None
    published: date | None = None
    passage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """An expected source as the library holds it. `start` and `end` are given where the suite quotes it.

    `article_id` is None where the library does not hold it: the question is invalid then, not failed. So it is where
    `fault` says what else makes it impossible to find: its quote does not stand there, the filters leave it out.
    """

    article_id: str | None
    grade: int = 1
    start: int | None = None
    end: int | None = None
    wanted: bool = True
    name: str = ""
    fault: str = ""

    def matches(self, found: Retrieved) -> bool:
        """Whether a passage is of this source and, where a part is meant, holds most of it."""
        if found.article_id != self.article_id:
            return False
        if self.start is None or self.end is None:
            return True
        shared = min(self.end, found.end) - max(self.start, found.start)
        return shared >= 0.5 * (self.end - self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One turn of one sample, asked once.

    `held` stands beside `answer.citations`, one for each; it is empty where the system's library is not ours to read.
    `latency_ms` is the wall time of the call. `cached` records kept the latency of the call that they repeat.
    `altered` holds the answers of counterfactual questions: with the cited passages removed (`drop`) or one figure of
    them changed (`edit`); `edited` is what that figure was and became. `cost` is in dollars, None where no price is
    known.
    """

    key: str
    sample: str
    turn: int = 0
    repeat: int = 0
    question: str = ""
    status: Status = "ok"
    answer: Answer | None = None
    lanes: Mapping[Lane, tuple[Retrieved, ...]] = field(default_factory=dict)
    held: tuple[Held | None, ...] = ()
    latency_ms: float = 0.0
    attempts: int = 1
    cached: bool = False
    error: str = ""
    asked_at: str = ""
    altered: Mapping[Literal["drop", "edit"], Answer] = field(default_factory=dict)
    edited: tuple[str, str] | None = None
    cost: float | None = None

    @property
    def case(self) -> str:
        """What is scored: `sample`, with the turn of a script and the repeat behind it where there are several.

        >>> Record(key="", sample="a350", turn=2, repeat=1).case
        'a350.2#1'
        """
        return self.sample + (f".{self.turn}" if self.turn else "") + (f"#{self.repeat}" if self.repeat else "")


def record_to_json(record: Record) -> dict[str, Any]:
    """The record as plain JSON types."""
    written: dict[str, Any] = _records().dump_python(record, mode="json")
    return written


def record_from_json(value: Mapping[str, Any]) -> Record:
    """The record that `record_to_json` wrote.

    >>> record = Record(key="k", sample="s", lanes={"words": (Retrieved(article_id="a", start=0, end=5),)})
    >>> record_from_json(record_to_json(record)) == record
    True
    """
    record: Record = _records().validate_python(value)
    return record


@cache
def _records() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Record)
