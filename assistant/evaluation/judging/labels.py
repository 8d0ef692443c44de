"""What people said of a run: of a sentence and its citation, and of a whole answer. Kept in the run's folder."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

from assistant.evaluation.judging.matters import CHOICES, Pair, said
from assistant.evaluation.lines import add_line, read_lines
from assistant.evaluation.scores import Case

LABELS = "labels.jsonl"
RUBRIC: Mapping[str, str] = {
    "accuracy": "Is everything in it accurate, by its passages?",
    "sourcing": "Do its sources say what it says that they do?",
    "opinion": "Is opinion kept apart from fact?",
    "context": "Does it give the context that a reader needs?",
}
"""The criteria of the EBU and BBC's study of news assistants (News Integrity in AI Assistants, 2025), in short."""

Support = dict[str, str]
Good = dict[str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportLabel:
    """How far a person finds that a citation supports its sentence: full, partial, none, or unclear."""

    what: str
    case: str
    sentence: int
    citation: int
    verdict: str
    name: str = ""
    at: str = ""
    kind: Literal["support"] = "support"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLabel:
    """What a person finds of an answer: the questions of the rubric that were answered, and `right`."""

    what: str
    case: str
    good: Good = field(default_factory=dict)
    name: str = ""
    at: str = ""
    kind: Literal["answer"] = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """All labels by what was labelled, then by who labelled. The last word of a person counts."""

    support: Mapping[str, Support] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Good]] = field(default_factory=dict)


def answer_name(case: Case) -> str:
    """What labels of an answer are known by: the same text in the same case."""
    told = f"{case.record.case}\n{said(case.answer) if case.answer else ''}"
    return f"answer:{sha256(told.encode()).hexdigest()[:16]}"


def label_pair(folder: Path, pair: Pair, verdict: str, name: str) -> None:
    """Keep a label of a sentence and its citation."""
    matter = pair.matter
    label = SupportLabel(
        what=matter.what,
        case=matter.case,
        sentence=pair.place,
        citation=pair.number,
        verdict=verdict,
        name=name,
        at=_now(),
    )
    add_line(folder / LABELS, asdict(label))


def label_answer(folder: Path, case: Case, good: Good, name: str) -> None:
    """Keep the labels of an answer."""
    label = AnswerLabel(what=answer_name(case), case=case.record.case, good=good, name=name, at=_now())
    add_line(folder / LABELS, asdict(label))


def load_labels(folder: Path) -> Labels:
    """Everything that was labelled; lines that say nothing that can be read are left out."""
    support: dict[str, Support] = {}
    answers: dict[str, dict[str, Good]] = {}
    for line in read_lines(folder / LABELS):
        what, name = line.get("what"), line.get("name", "")
        if not isinstance(what, str) or not isinstance(name, str):
            continue
        if line.get("kind") == "support" and line.get("verdict") in CHOICES["support"]:
            support.setdefault(what, {})[name] = line["verdict"]
        elif line.get("kind") == "answer" and isinstance(line.get("good"), dict):
            known = (*RUBRIC, "right")
            good = {key: value for key, value in line["good"].items() if key in known and isinstance(value, bool)}
            answers.setdefault(what, {})[name] = good
    return Labels(support=support, answers=answers)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
