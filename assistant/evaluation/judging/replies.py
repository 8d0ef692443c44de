"""What a judge is asked to reply, as a JSON Schema, and what it did reply, read tolerantly."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.evaluation.judging.matters import Matter
from assistant.render import harmless

_LONGEST = 20_000
_TRIED = 50
"""How many braces in a reply are tried as the beginning of an object."""
_REASON = 300
_SPACED = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Said:
    """A judge's verdicts by name, and why in its own words."""

    verdicts: dict[str, str]
    reason: str = ""


def response_format(matter: Matter) -> dict[str, Any]:
    """The reply that is wanted, as OpenAI's API takes it."""
    verdict = {"type": "string", "enum": list(matter.choices)}
    fields: dict[str, Any] = {"reason": {"type": "string"}} | dict.fromkeys(matter.names, verdict)
    schema = {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
    return {"type": "json_schema", "json_schema": {"name": "verdict", "strict": True, "schema": schema}}


def read(reply: str, matter: Matter) -> Said | None:
    """The verdicts in a reply: a JSON object in it, whatever stands around, or the bare word; None where there is none.

    Only a reply that has a verdict for everything counts.
    """
    reply = reply[:_LONGEST]
    for found in _objects(reply):
        verdicts = {name: _choice(found.get(name), matter) for name in matter.names}
        if all(verdicts.values()):
            reason = found.get("reason")
            told = " ".join(harmless(reason).split())[:_REASON] if isinstance(reason, str) else ""
            return Said({name: verdict for name, verdict in verdicts.items() if verdict}, told)
    bare = _choice(reply.strip(" \n\t\"'`*."), matter) if len(matter.names) == 1 else None
    return Said({matter.names[0]: bare}) if bare else None


def _objects(reply: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder()
    for brace in list(re.finditer(r"\{", reply))[:_TRIED]:
        try:
            found, _ = decoder.raw_decode(reply, brace.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            yield found


def _choice(given: object, matter: Matter) -> str | None:
    """The verdict that a word stands for, in whatever case it is and however it is joined."""
    word = _SPACED.sub("_", given.strip().casefold()) if isinstance(given, str) else ""
    return word if word in matter.choices else None
