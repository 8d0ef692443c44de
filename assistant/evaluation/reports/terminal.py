"""The run as a person in a terminal sees it."""

import sys
from collections.abc import Iterator
from io import StringIO
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from assistant.evaluation.reports.expected import answer_text
from assistant.evaluation.reports.reported import Reported
from assistant.evaluation.reports.words import (
    GATES,
    HEADLINES,
    WHY,
    change_text,
    label,
    shown,
    span,
    telling,
)
from assistant.evaluation.scores import Comparison, Figure
from assistant.render import harmless

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

WORST = 10
TAGS = 20


def terminal(reported: Reported) -> str:
    """Figures, pass rate by tag, why cases failed, gates and the worst failures; in colour on a terminal."""
    from rich.console import Console, Group

    parts: list[RenderableType] = [_counts(reported), *_tables(reported), *_gates(reported), *_worst(reported)]
    colour = sys.stdout.isatty()
    width = get_terminal_size((100, 24)).columns if colour else 100
    console = Console(file=StringIO(), force_terminal=colour, width=width, highlight=False)
    with console.capture() as captured:
        console.print(Group(*(line for part in parts for line in (part, ""))))
    return "\n".join(line.rstrip() for line in captured.get().strip().splitlines())


def _counts(reported: Reported) -> "RenderableType":
    from rich.text import Text

    summary = reported.summary
    told = [f"{summary.passed} passed", f"{summary.failed} failed"]
    told += [f"{summary.invalid} invalid"] if summary.invalid else []
    told += [f"{summary.errors} error{'s' * (summary.errors > 1)}"] if summary.errors else []
    told += [f"{summary.unasked} not asked"] if summary.unasked else []
    return Text.assemble((harmless(summary.run), "bold"), f": {summary.cases} cases, {', '.join(told)}")


def _tables(reported: Reported) -> Iterator["RenderableType"]:
    from rich.text import Text

    summary = reported.summary
    if summary.figures:
        yield _figures("Figures", dict(_chosen(reported)))
    if summary.by_tag:
        least = sorted(summary.by_tag.items(), key=lambda pair: (pair[1].value or 0.0, -pair[1].n))
        title = "Pass rate by tag" + (f" (the {TAGS} lowest of {len(least)})" if len(least) > TAGS else "")
        yield _figures(title, dict(least[:TAGS]))
    if summary.why:
        counts = _table("Why cases failed", "", "cases")
        for why, count in summary.why.items():
            _row(counts, harmless(next((text for name, text in WHY.items() if name == why), why)), str(count))
        yield counts
    if reported.comparison:
        yield _changes(reported.comparison)
        if remarks := reported.comparison.remarks:
            yield Text("\n".join(f"! {harmless(remark)}" for remark in remarks), "yellow")


def _chosen(reported: Reported) -> Iterator[tuple[str, Figure]]:
    """The headlines; every figure stands in the report."""
    figures = reported.summary.figures
    yield from ((label(name), figures[name]) for name in HEADLINES if name in figures)


def _figures(title: str, figures: dict[str, Figure]) -> "Table":
    made = _table(title, "", "value", "95 % interval", "n")
    for name, one in figures.items():
        _row(made, harmless(name), shown(one.value, one.unit), span(one.low, one.high, one.unit), str(one.n))
    return made


def _changes(comparison: Comparison) -> "Table":
    made = _table(f"Against {harmless(comparison.before)}", "", "before", "after", "difference", "95 % interval", "p")
    for change in telling(comparison.changes):
        _row(
            made,
            label(change.name),
            shown(change.before, change.unit),
            shown(change.after, change.unit),
            change_text(change.delta, change.unit),
            span(change.low, change.high, change.unit),
            f"{change.p:.3f}",
        )
    return made


def _table(title: str, *columns: str) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(title=Text(title, "bold"), title_justify="left", box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for number, column in enumerate(columns):
        made.add_column(column, justify="right" if number else "left", overflow="fold")
    return made


def _row(made: "Table", *cells: str) -> None:
    """Add a row in which nothing is markup."""
    from rich.text import Text

    made.add_row(*map(Text, cells))


def _gates(reported: Reported) -> Iterator["RenderableType"]:
    from rich.text import Text

    if not reported.verdicts:
        return
    lines = [Text("Gates", "bold")]
    colours = {True: "green", False: "bold red", None: "yellow"}
    for gate in reported.verdicts:
        lines.append(Text.assemble((f"{GATES[gate.passed][0]} ", colours[gate.passed]), harmless(gate.message)))
    yield Text("\n").join(lines)


def _worst(reported: Reported) -> Iterator["RenderableType"]:
    from rich.text import Text

    failed = reported.worst()
    if not failed:
        return
    lines = [Text(f"The first {WORST} of {len(failed)} failures" if len(failed) > WORST else "Failures", "bold")]
    for case, score in failed[:WORST]:
        why = WHY[score.why] if score.why else "it did not pass"
        pinned = (" must pass", "bold red") if score.must_pass else ""
        lines.append(Text.assemble(("✗ ", "red"), (harmless(score.case), "bold"), pinned, f": {why}"))
        lines.append(Text(f"    asked: {_short(case.record.question or case.sample.script[case.record.turn].user)}"))
        lines += [Text(f"    {_short(reason)}", "dim") for reason in score.reasons[:3]]
        if not any(reason.startswith("Got") for reason in score.reasons):
            lines.append(Text(f"    got: {_short(answer_text(case))}", "dim"))
    folder = reported.run.folder
    lines.append(Text(f"See them all: aerocite evaluate report {folder} --html, then open {folder / 'report.html'}"))
    yield Text("\n").join(lines)


def _short(text: str, limit: int = 200) -> str:
    line = harmless(" ".join(text.split()))
    return line if len(line) <= limit else line[: limit - 1] + "…"
