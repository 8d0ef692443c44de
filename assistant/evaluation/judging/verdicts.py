"""What judges said of a run, as it is kept in its folder."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.evaluation.judging.matters import CHOICES, Matter
from assistant.evaluation.judging.replies import Said
from assistant.evaluation.lines import add_line, read_lines

JUDGED = "judged.jsonl"
Key = tuple[str, str, str]
"""What is judged, by which model, asked with which prompt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """Verdicts by what is judged: of each kind those of the model and the prompt that were asked last."""

    judges: tuple[str, ...] = ()
    found: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, matter: Matter | None, name: str = "verdict") -> str | None:
        """The verdict on a matter; None where there is none, and where the judge could not tell."""
        verdict = self.found.get(matter.what, {}).get(name) if matter else None
        return verdict if matter and verdict in matter.choices[:-1] else None


def keep(folder: Path, matter: Matter, judge: str, said: Said | None) -> None:
    """Keep what a judge said; None is that it gave no verdict that can be read, twice."""
    line = {
        "what": matter.what,
        "kind": matter.kind,
        "judge": judge,
        "prompt": matter.prompt,
        "case": matter.case,
        "verdicts": said.verdicts if said else None,
        "reason": said.reason if said else "",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    add_line(folder / JUDGED, line)


def known(folder: Path) -> set[Key]:
    """What has been asked already, and answered or not."""
    return {(line["what"], line["judge"], line["prompt"]) for line in _read(folder)}


def key(matter: Matter, judge: str) -> Key:
    """What `known` knows a matter by."""
    return matter.what, judge, matter.prompt


def load_verdicts(folder: Path) -> Verdicts:
    """The verdicts to count. Those of another judge or of another prompt are not mixed into them."""
    lines = list(_read(folder))
    newest = {line["kind"]: (line["judge"], line["prompt"]) for line in lines}
    counted = [line for line in lines if newest[line["kind"]] == (line["judge"], line["prompt"])]
    return Verdicts(
        judges=tuple(dict.fromkeys(judge for judge, _ in newest.values())),
        found={line["what"]: line["verdicts"] for line in counted if isinstance(line.get("verdicts"), dict)},
    )


def _read(folder: Path) -> Iterator[dict[str, Any]]:
    wanted = ("what", "kind", "judge", "prompt")
    for line in read_lines(folder / JUDGED):
        if all(isinstance(line.get(name), str) for name in wanted) and line["kind"] in CHOICES:
            yield line
