"""A scored run as people and machines read it: terminal, Markdown, JUnit XML, CSV and one HTML file."""

from collections.abc import Callable, Iterable
from pathlib import Path

from assistant.errors import BadSetting
from assistant.evaluation.reports.html import html as html
from assistant.evaluation.reports.junit import junit as junit
from assistant.evaluation.reports.markdown import markdown as markdown
from assistant.evaluation.reports.reported import Reported as Reported
from assistant.evaluation.reports.table import table as table
from assistant.evaluation.reports.terminal import terminal as terminal

KINDS: dict[str, tuple[str, Callable[[Reported], str]]] = {
    "html": ("report.html", html),
    "md": ("report.md", markdown),
    "junit": ("junit.xml", junit),
    "csv": ("results.csv", table),
}
"""The reports that are files, each by the name that a person asks for it with."""


def write_reports(reported: Reported, folder: Path, kinds: Iterable[str] = tuple(KINDS)) -> list[Path]:
    """Write reports into a folder, each at once, and say which files they are."""
    asked = list(dict.fromkeys(kinds))
    if unknown := [kind for kind in asked if kind not in KINDS]:
        raise BadSetting(f"There is no report of kind {unknown[0]!r}.", hint=f"Choose from {', '.join(KINDS)}.")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in asked:
        name, made = KINDS[kind]
        beside = folder / f"{name}.new"
        beside.write_bytes(made(reported).encode("utf-8", "replace"))
        written.append(beside.replace(folder / name))
    return written
