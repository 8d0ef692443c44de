"""Labels by people, in a terminal: whether a passage supports a sentence, and how good the answer is as a whole."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

import click

from assistant.citations.markers import without_markers
from assistant.errors import AssistantError
from assistant.evaluation.judging.labels import (
    RUBRIC,
    Good,
    answer_name,
    label_answer,
    label_pair,
    load_labels,
)
from assistant.evaluation.judging.matters import Pair, pairs
from assistant.evaluation.runs import Run, load_run
from assistant.evaluation.scores import Case
from assistant.render import harmless

_SUPPORT = {"s": "full", "p": "partial", "n": "none", "?": "unclear"}
_YES_NO: Mapping[str, bool | None] = {"y": True, "n": False, "s": None}
_AROUND = 400
"""Characters of a passage that are shown on each side of what is quoted."""
_WIDTH = 100


class NothingToLabel(AssistantError):
    """A run whose answers cite nothing."""


class _Stop(Exception):
    """The person has had enough for now."""


def label_run(run: Path, *, count: int, seed: int = 0, name: str = "") -> None:
    """Ask a person about `count` sentences and their citations, drawn by `seed`, and about the answers they stand in.

    What `name` has labelled is not asked again, so that it can be stopped and taken up at any time.
    """
    loaded = load_run(run)
    chosen = drawn(loaded, count, seed)
    if not chosen:
        raise NothingToLabel(f"No answer in {run} cites anything.", hint="Label a run whose answers carry citations.")
    click.echo(f"{len(chosen)} sentences, each with a passage that it cites. Every label is kept at once; q stops.\n")
    try:
        _label(loaded, chosen, name)
    except (_Stop, click.Abort):
        left = _left(run, chosen, name)
        click.echo(f"\n{len(chosen) - left} of {len(chosen)} are labelled. Go on with the same command.")
    else:
        click.echo(f"All {len(chosen)} are labelled. See what they say with: aerocite evaluate rescore {run}")


def drawn(run: Run, count: int, seed: int) -> list[Pair]:
    """A sample of the different pairs of sentence and citation, those of one answer behind each other."""
    different: dict[str, Pair] = {}
    for case in run.cases():
        for pair in pairs(case):
            if pair.premise:
                different.setdefault(pair.matter.what, pair)
    found = [different[what] for what in sorted(different)]
    sample = Random(seed).sample(found, min(count, len(found)))
    order = {case: place for place, case in enumerate(dict.fromkeys(pair.case.record.case for pair in sample))}
    return sorted(sample, key=lambda pair: (order[pair.case.record.case], pair.place, pair.number))


def _label(run: Run, chosen: Sequence[Pair], name: str) -> None:
    for number, (case, mine) in enumerate(_by_case(chosen), start=1):
        labels = load_labels(run.folder)
        waiting = [one for one in mine if name not in labels.support.get(one.matter.what, {})]
        rated = name in labels.answers.get(answer_name(case), {})
        if waiting or not rated:
            _show(case, number)
        for pair in waiting:
            _show_pair(pair)
            key = _key("  s supports it · p in part · n not at all · ? cannot tell · q stop", (*_SUPPORT, "q"))
            label_pair(run.folder, pair, _SUPPORT[key], name)
        if not rated:
            label_answer(run.folder, case, _rated(), name)


def _by_case(chosen: Sequence[Pair]) -> Iterator[tuple[Case, list[Pair]]]:
    grouped: dict[str, list[Pair]] = {}
    for pair in chosen:
        grouped.setdefault(pair.case.record.case, []).append(pair)
    for mine in grouped.values():
        yield mine[0].case, mine


def _left(run: Path, chosen: Sequence[Pair], name: str) -> int:
    given = load_labels(run).support
    return sum(name not in given.get(pair.matter.what, {}) for pair in chosen)


def _rated() -> Good:
    """The answer as a whole. What is skipped is left out."""
    click.secho("\nThe answer as a whole (y yes · n no · s skip · q stop):", bold=True)
    asked = {**RUBRIC, "right": "Is the answer right?"}
    said = {name: _YES_NO[_key(f"  {text}", (*_YES_NO, "q"))] for name, text in asked.items()}
    return {name: value for name, value in said.items() if value is not None}


def _key(text: str, keys: Sequence[str]) -> str:
    key: str = click.prompt(text, type=click.Choice(keys, case_sensitive=False), show_choices=False)
    if key == "q":
        raise _Stop
    return key


def _show(case: Case, number: int) -> None:
    answer = case.answer
    asked = case.record.question or case.sample.script[case.record.turn].user
    click.echo("─" * 60)
    click.secho(f"{number}. {_plain(asked)}", bold=True)
    click.echo(f"\n{_wrapped(_plain(answer.text if answer else ''))}\n")


def _show_pair(pair: Pair) -> None:
    assert pair.premise is not None
    click.secho("Sentence", bold=True)
    click.echo(_wrapped(_plain(without_markers(pair.sentence.text)), "  "))
    click.secho(f"Passage of “{_plain(pair.premise.title)}”", bold=True)
    click.echo(f"{_wrapped(_plain(excerpt(pair.premise.text, _quote(pair))), '  ')}\n")


def _quote(pair: Pair) -> str:
    cited = pair.case.answer.citations if pair.case.answer else ()
    return next((one.quote for one in cited if one.number == pair.number), "")


def excerpt(passage: str, quote: str) -> str:
    """A passage around what is quoted of it, which is marked.

    >>> excerpt("It opened in 1975. Nobody came.", "opened in 1975")
    'It ⟪opened in 1975⟫. Nobody came.'
    """
    at = passage.find(quote) if quote else -1
    if at < 0:
        return passage if len(passage) <= 4 * _AROUND else f"{passage[: 4 * _AROUND]} …"
    start, end = at - _AROUND, at + len(quote) + _AROUND
    before = f"… {passage[start:at]}" if start > 0 else passage[:at]
    after = passage[at + len(quote) : end] + (" …" if end < len(passage) else "")
    return f"{before}⟪{quote}⟫{after}"


def _plain(text: str) -> str:
    return " ".join(harmless(text).split())


def _wrapped(text: str, indent: str = "") -> str:
    return click.wrap_text(text, _WIDTH, initial_indent=indent, subsequent_indent=indent)
