"""A file of answers that somebody else's system gave, one JSON object a line."""

import json
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from assistant.answer import answer_from_json
from assistant.errors import BadSetting
from assistant.evaluation.records import record_from_json
from assistant.evaluation.systems import Asked, AskedInVain, Reply, shown
from assistant.evaluation.systems.texts import answer_of


class Recorded:
    """Answers by the id of their question.

    A line is what `aerocite ask --batch` or a run writes, or `id`, `answer` (or `text`, `response`), and `citations`: a
    list of addresses, or of objects with `url`, `title`, `date`, `quote`. `turn` counts from 0 in a script.
    """

    model: str | None = None

    def __init__(self, path: Path) -> None:
        self.name = f"recorded: {path.name}"
        self._path = path
        self._lines = _read(path)
        self.fingerprint = f"{self.name} {blake2b(path.read_bytes(), digest_size=8).hexdigest()}"

    async def ask(self, asked: Asked) -> Reply:
        """The answer that was recorded for the sample."""
        line = self._lines.get((asked.sample, asked.turn))
        if line is None:
            raise AskedInVain(f"{self._path.name} holds no answer to {asked.sample}.")
        try:
            return _reply(line, asked)
        except (ValueError, TypeError, KeyError) as error:
            raise AskedInVain(f"The answer to {asked.sample} cannot be read: {error}.") from error

    async def close(self) -> None:
        """Nothing is open."""


def _read(path: Path) -> dict[tuple[str, int], Mapping[str, Any]]:
    found: dict[tuple[str, int], Mapping[str, Any]] = {}
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    value = json.loads(line)
                    if not isinstance(value, dict) or not (name := value.get("sample", value.get("id"))):
                        raise ValueError(f"line {number} has no id")
                    found[str(name), int(value.get("turn") or 0)] = value
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise BadSetting(
            f"{path} is no file of answers: {error}.", hint='Give a JSONL file with "id" and "answer" on each line.'
        ) from error
    return found


def _reply(line: Mapping[str, Any], asked: Asked) -> Reply:
    if "key" in line:
        record = record_from_json(line)
        if record.answer is None:
            raise ValueError(record.error or "it holds no answer")
        return Reply(answer=record.answer, lanes=record.lanes, held=record.held)
    if "sentences" in line:
        answer = answer_from_json({**line, "id": line.get("answer_id", line.get("id", ""))})
        return Reply(answer=answer, lanes=shown(answer))
    text = line.get("answer", line.get("response", line.get("text")))
    if not isinstance(text, str):
        raise ValueError("it has no text")
    model = line.get("model")
    listed = _listed(line.get("citations"))
    return Reply(answer=answer_of(asked.question.text, text, listed, model=None if model is None else str(model)))


def _listed(citations: Any) -> list[Mapping[str, str]]:
    """What is cited, as texts: an answer that cannot be read back would spoil the whole run."""
    several = citations if isinstance(citations, list) else [citations] if citations else []
    return [
        {str(name): str(value) for name, value in one.items() if value is not None}
        if isinstance(one, dict)
        else {"url": str(one)}
        for one in several
    ]
