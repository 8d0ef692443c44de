"""The suites that ship with the package: questions over its starter library."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from assistant.errors import BadSetting

SHIPPED = ("smoke", "starter")
"""By name; a run of them needs a library that holds the starter articles (`--starter`)."""


def find(name: str) -> Path | Traversable:
    """The file that a suite stands in: one that ships under this name, or a file of the person's own."""
    own = Path(name)
    if own.is_file():
        return own
    if name in SHIPPED:
        return files(__name__) / f"{name}.yaml"
    raise BadSetting(
        f"There is no suite {name}.", hint=f"Give a YAML, JSON, JSONL or CSV file, or one of {', '.join(SHIPPED)}."
    )
