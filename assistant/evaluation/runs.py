"""A run on disk: a folder with the suite, the expected sources, what was asked of whom, and answers one a line.

Answers are only ever appended, each in one write that is flushed, so that a run which is killed loses what was in
flight and nothing else. Where a case was asked again (`--retry-errors`), its last record counts.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.errors import BadSetting
from assistant.evaluation.records import Gold, Record, record_from_json, record_to_json
from assistant.evaluation.scores import Case
from assistant.evaluation.suite import Expect, Suite
from knowledge.article import clean_text

SUITE, GOLD, MANIFEST, ANSWERS = "suite.json", "gold.json", "manifest.json", "answers.jsonl"


class BadRun(BadSetting):
    """A folder that is no run, or one that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a run was made with: enough to say whether two runs can be compared, and to make one again."""

    name: str
    system: str
    questions: str = ""
    library: str = ""
    articles: int | None = None
    fingerprint: str = ""
    model: str | None = None
    prompts: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    machine: str = ""
    started: str = ""
    ended: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run as it stands. `gold` holds each turn's expected sources by `place(sample, turn)`."""

    folder: Path
    manifest: Manifest
    suite: Suite
    gold: Mapping[str, tuple[Gold, ...]]
    records: tuple[Record, ...]

    def cases(self) -> tuple[Case, ...]:
        """What can be scored: every turn that was asked and that something is expected of, in the suite's order.

        The last turn of a script counts even where nothing is expected, for what needs no gold.
        """
        samples = {sample.id: sample for sample in self.suite.questions}
        order = {name: number for number, name in enumerate(samples)}
        found = []
        for record in sorted(self.records, key=lambda one: (order.get(one.sample, 0), one.turn, one.repeat)):
            sample = samples.get(record.sample)
            if sample is None or record.turn >= len(sample.script):
                continue
            turn = sample.script[record.turn]
            if turn.expect is None and record.turn + 1 < len(sample.script):
                continue
            gold = self.gold.get(place(record.sample, record.turn), ())
            found.append(Case(sample=sample, expect=turn.expect or Expect(), record=record, gold=gold))
        return tuple(found)


def place(sample: str, turn: int) -> str:
    """A turn of a sample by name.

    >>> place("a350", 0), place("a350", 2)
    ('a350', 'a350.2')
    """
    return f"{sample}.{turn}" if turn else sample


def questions_digest(suite: Suite) -> str:
    """What tells whether two runs asked the same questions and expected the same."""
    written = [sample.model_dump(mode="json") for sample in suite.questions]
    return sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()[:16]


def begin(folder: Path, manifest: Manifest, suite: Suite, gold: Mapping[str, tuple[Gold, ...]]) -> None:
    """Write everything of a run but its answers."""
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / SUITE, suite.model_dump(mode="json", exclude_defaults=True))
    write_json(folder / GOLD, {name: [asdict(one) for one in golds] for name, golds in gold.items()})
    write_json(folder / MANIFEST, asdict(manifest))


def append(folder: Path, record: Record) -> None:
    """Add an answer to the run, whole or not at all as far as a reader can tell."""
    line = clean_text(json.dumps(record_to_json(record), ensure_ascii=False)).encode() + b"\n"
    file = os.open(folder / ANSWERS, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(file, line)
        os.fsync(file)
    finally:
        os.close(file)


def mend(folder: Path) -> None:
    """Take away a last line that was cut off, so that the next one begins where a line begins."""
    path = folder / ANSWERS
    if not path.exists():
        return
    with path.open("rb+") as file:
        written = file.read()
        file.truncate(written.rfind(b"\n") + 1)


def load_run(folder: Path) -> Run:
    """The run in a folder. A last line that was cut off is as if it had not been written."""
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text("utf-8")))
        suite = Suite.model_validate(json.loads((folder / SUITE).read_text("utf-8")))
        written = json.loads((folder / GOLD).read_text("utf-8"))
        gold = {name: tuple(Gold(**one) for one in golds) for name, golds in written.items()}
    except FileNotFoundError as error:
        raise BadRun(f"{folder} is no run.", hint="Give a folder that 'aerocite evaluate run' has written.") from error
    except (OSError, ValueError, TypeError) as error:
        raise BadRun(f"The run in {folder} cannot be read: {error}.", hint="Run the suite again.") from error
    return Run(folder=folder, manifest=manifest, suite=suite, gold=gold, records=tuple(last(read_records(folder))))


def read_records(folder: Path) -> Iterable[Record]:
    """Every stored answer in the order they were written."""
    path = folder / ANSWERS
    if not path.exists():
        return
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.endswith(b"\n"):
                return
            try:
                yield record_from_json(json.loads(line))
            except ValueError as error:
                raise BadRun(
                    f"Line {number} of {path} cannot be read: {error}.", hint="Remove the line and resume the run."
                ) from error


def last(records: Iterable[Record]) -> Iterable[Record]:
    """Of each case its last record; an answer is never replaced by a later error."""
    found: dict[str, Record] = {}
    for record in records:
        if record.status == "ok" or record.case not in found or found[record.case].status != "ok":
            found[record.case] = record
    return found.values()


def write_json(path: Path, value: Any) -> None:
    """Replace a file at once, so that nobody reads half of it."""
    beside = path.with_suffix(path.suffix + ".new")
    beside.write_text(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n", "utf-8")
    beside.replace(path)
