"""A run on disk: a folder with the suite, the expected sources, what was asked of whom, and answers one a line.

Answers are only ever added (see `lines`). Where a case was asked again (`--retry-errors`), its last record counts.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.errors import BadSetting
from assistant.evaluation import lines
from assistant.evaluation.faults import fault
from assistant.evaluation.records import Gold, Record, record_from_json, record_to_json
from assistant.evaluation.scores import Case
from assistant.evaluation.suite import Expect, Suite

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
    """Add an answer to the run."""
    lines.add_line(folder / ANSWERS, record_to_json(record))


def mend(folder: Path) -> None:
    """Take away an answer that was cut off, so that the run can go on."""
    lines.mend(folder / ANSWERS)


def load_run(folder: Path) -> Run:
    """The run in a folder. A last line that was cut off is as if it had not been written."""
    return Run(
        folder=folder,
        manifest=_read(folder / MANIFEST, Manifest),
        suite=_read(folder / SUITE, Suite),
        gold=_read(folder / GOLD, dict[str, tuple[Gold, ...]]),
        records=tuple(last(read_records(folder))),
    )


def _read(path: Path, kind: Any) -> Any:
    from pydantic import TypeAdapter

    try:
        return TypeAdapter(kind).validate_python(json.loads(path.read_text("utf-8")))
    except FileNotFoundError as error:
        raise BadRun(
            f"{path.parent} is no run: there is no {path.name} in it.",
            hint="Give a folder that 'aerocite evaluate run' has written.",
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise BadRun(f"{fault(path, error)}.", hint="Mend that, or run the suite again.") from error


def read_records(folder: Path) -> Iterator[Record]:
    """Every stored answer in the order they were written."""
    path, number = folder / ANSWERS, 0
    try:
        for line in lines.written(path):
            number += 1
            if not line.endswith(b"\n"):
                return
            yield record_from_json(json.loads(line))
    except (OSError, ValueError, RecursionError) as error:
        raise BadRun(
            f"{fault(path, error, number)}.", hint="Mend that, or remove the line and resume the run."
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
