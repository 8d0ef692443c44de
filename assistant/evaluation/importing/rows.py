"""An object of somebody else's file and where it stands there, so that an error can name the place."""

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError
from knowledge.article import clean_text


class BadImport(AssistantError):
    """A file that is not of the format it was given as. The message names the file and the place in it."""


@dataclass(frozen=True, slots=True)
class Row:
    """An object of a file and where it stands there, such as `line 3`."""

    value: Mapping[str, Any]
    path: Path
    place: str

    def bad(self, what: str) -> BadImport:
        """The error that this row cannot be read, to be raised."""
        hint = "Mend it there, or say which format the file has with another name ('aerocite evaluate import --help')."
        return BadImport(f"{self.path}, {self.place}: {what}.", hint=hint)

    def get(self, *names: str) -> Any:
        """What the first of the names holds that is there and not empty."""
        return next((self.value[name] for name in names if self.value.get(name) not in (None, "", [])), None)

    def text(self, *names: str) -> str | None:
        """A piece of text, or None where it is missing or blank."""
        found = plain(given := self.get(*names))
        if found is None and given is not None:
            raise self.bad(f"'{names[0]}' is not a text")
        return found if found and found.strip() else None

    def needed(self, *names: str) -> str:
        """A piece of text that must be there."""
        if (found := self.text(*names)) is None:
            raise self.bad(f"it has no '{names[0]}'")
        return found

    def items(self, *names: str) -> list[Any]:
        """A list, also where a table holds it as text, or one thing where a list may stand."""
        given = self.get(*names)
        if isinstance(given, str) and given.lstrip().startswith("["):
            given = _written_list(given)
        return [] if given is None else list(given) if isinstance(given, list | tuple) else [given]

    def texts(self, *names: str) -> tuple[str, ...]:
        """The texts of a list; an object in it stands for its own text."""
        found = []
        for item in self.items(*names):
            given = (
                next((item[k] for k in ("text", "content", "page_content") if k in item), None)
                if isinstance(item, dict)
                else item
            )
            if (text := plain(given)) is None:
                raise self.bad(f"'{names[0]}' is not a list of texts")
            if text.strip():
                found.append(text)
        return tuple(found)

    def within(self, name: str) -> Iterator["Row"]:
        """The objects of a list that this row holds, each with its place."""
        for number, item in enumerate(self.items(name)):
            place = f"{self.place}, {name}[{number}]"
            if not isinstance(item, dict):
                raise Row({}, self.path, place).bad("it is not an object")
            yield Row(item, self.path, place)


def plain(value: Any) -> str | None:
    """A single value as text; None for whatever holds others.

    >>> plain("ETOPS"), plain(180), plain(True), plain(["a"])
    ('ETOPS', '180', 'true', None)
    """
    if isinstance(value, bool):
        return str(value).lower()
    return clean_text(str(value)) if isinstance(value, str | int | float | date) else None


def _written_list(text: str) -> Any:
    """A list that a table holds as JSON or as Python prints it; the text itself where it is neither."""
    for parse in (json.loads, ast.literal_eval):
        try:
            found = parse(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(found, list):
            return found
    return text
