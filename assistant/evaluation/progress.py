"""How a run goes, while it goes: one line on a terminal, a line every tenth of the way elsewhere."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter

import click

from assistant.evaluation.records import Gold, Record
from assistant.evaluation.runs import place
from assistant.evaluation.scores import Case, Score
from assistant.evaluation.scoring import score
from assistant.evaluation.suite import Expect, Suite


class Counting:
    """What has come so far: passed, wrong, refused, errors, cost, and how long the rest will take."""

    def __init__(self, suite: Suite, gold: Mapping[str, tuple[Gold, ...]], repeats: int | None) -> None:
        self._samples = {sample.id: sample for sample in suite.questions}
        self._gold = gold
        self._begun = perf_counter()
        self.asked = sum(
            (repeats or sample.repeats) * sum(turn.answer is None for turn in sample.script)
            for sample in suite.questions
        )
        self.done = self.before = self.passed = self.wrong = self.refused = self.errors = 0
        self.cost: float | None = 0.0

    def skip(self, count: int) -> None:
        """So many answers were there already."""
        self.before = self.done = count

    def add(self, record: Record) -> None:
        """Count an answer."""
        self.done += 1
        self.cost = None if self.cost is None or record.cost is None else self.cost + record.cost
        if record.answer is None:
            self.errors += 1
            return
        found = self._scored(record)
        self.passed += found.passed is True
        self.wrong += found.passed is False
        self.refused += record.answer.refusal is not None

    def line(self) -> str:
        """All of it in a line."""
        spent = perf_counter() - self._begun
        new = self.done - self.before
        left = f" · {_clock(spent / new * (self.asked - self.done))} left" if new and self.done < self.asked else ""
        cost = "" if not self.cost else f" · ${self.cost:.2f}"
        return (
            f"{self.done}/{self.asked} · {self.passed} pass · {self.wrong} wrong · {self.refused} refused · "
            f"{self.errors} errors{cost}{left}"
        )

    def _scored(self, record: Record) -> Score:
        sample = self._samples[record.sample]
        expect = sample.script[record.turn].expect or Expect()
        gold = self._gold.get(place(record.sample, record.turn), ())
        return score(Case(sample=sample, expect=expect, record=record, gold=gold), ())


@contextmanager
def showing(counting: Counting, *, quiet: bool = False) -> Iterator[Callable[[Record], None]]:
    """Shows the count as answers come in."""
    if quiet:
        yield counting.add
    elif sys.stderr.isatty():
        yield from _on_terminal(counting)
    else:
        yield from _in_tenths(counting)


def _on_terminal(counting: Counting) -> Iterator[Callable[[Record], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (BarColumn(bar_width=20), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(counting.line(), total=counting.asked, completed=counting.done)

        def heard(record: Record) -> None:
            counting.add(record)
            bar.update(task, description=counting.line(), completed=counting.done)

        yield heard


def _in_tenths(counting: Counting) -> Iterator[Callable[[Record], None]]:
    told = -1

    def heard(record: Record) -> None:
        nonlocal told
        counting.add(record)
        tenth = 10 * counting.done // max(counting.asked, 1)
        if tenth > told:
            told = tenth
            click.echo(counting.line(), err=True)

    yield heard


def _clock(seconds: float) -> str:
    """Minutes and seconds.

    >>> _clock(83.4)
    '1:23'
    """
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
