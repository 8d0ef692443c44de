"""What a person sees in a terminal: progress while work goes on, and an answer as it is written."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from assistant.answer import Answer
from assistant.render import harmless, plain
from knowledge.ingest import Progress, Report


def say(text: str) -> None:
    """A remark beside the result."""
    click.echo(text, err=True)


@contextmanager
def ingest_progress(*, quiet: bool = False) -> Iterator[Progress]:
    """A bar that tells what a load has done so far; nothing where nobody looks."""
    if quiet or not sys.stderr.isatty():
        yield lambda report: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (SpinnerColumn(), BarColumn(bar_width=24), TextColumn("{task.description}"), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def show(report: Report) -> None:
            done = report.added + report.updated + report.unchanged
            bar.update(task, description=f"{done} articles, {report.passages} passages, {len(report.failed)} failed")

        yield show


@contextmanager
def index_progress() -> Iterator["IndexShow"]:
    """A bar for work that knows its end."""
    show = IndexShow()
    try:
        yield show
    finally:
        show.close()


class IndexShow:
    """Shows passages done, of how many, from the first call on."""

    def __init__(self) -> None:
        self._bar: object = None

    def __call__(self, done: int, of: int) -> None:
        """Hear of progress."""
        if not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import Progress as Bar

        if not isinstance(self._bar, Bar):
            self._bar = Bar(console=Console(stderr=True), transient=True)
            self._bar.start()
            self._bar.add_task("indexing", total=of)
        self._bar.update(self._bar.task_ids[0], completed=done, total=of)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()  # type: ignore[attr-defined]


def below(answer: Answer, shown: str) -> str:
    """What follows an answer of which `shown` was printed while it was written.

    All of it again where something else was printed: a model's words that broke off and were replaced.
    """
    whole = plain(answer)
    text = harmless(answer.text)
    if shown.strip() == text.strip() and whole.startswith(text):
        return whole[len(text) :]
    return f"\n\n{whole}" if shown else whole
