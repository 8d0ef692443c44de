"""What `aerocite evaluate` does with suites and labels."""

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.errors import BadSetting
from assistant.settings import read_settings
from assistant.terminal import index_progress, say

if TYPE_CHECKING:
    from assistant.evaluation.making import Kind

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("new")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(("excerpts", "numbers", "refused")),
    help="What to ask about (repeatable).",
)
@click.option("--count", default=200, type=click.IntRange(1, 10_000), show_default=True, help="Questions of each kind.")
@click.option("--seed", default=0, show_default=True, help="What chance is drawn from.")
@click.option("-o", "--out", type=_FILE, required=True, help="The file to write: .yaml, .json, .jsonl or .csv.")
def new_command(kinds: "Sequence[Kind]", count: int, seed: int, out: Path) -> None:
    """Write a suite from the articles of the library.

    excerpts: which article says this, with its title, date and address; numbers: the figure that a sentence gives;
    refused: what no library answers, and names that this one does not hold.
    """
    from assistant.evaluation.loading import dump_suite
    from assistant.evaluation.making import new_suite
    from assistant.factory import reading_library

    with index_progress() as progress, reading_library(read_settings(), say=say, progress=progress) as parts:
        suite = new_suite(parts.library, kinds=kinds or ("excerpts",), count=count, seed=seed)
    dump_suite(suite, out)
    click.echo(f"{len(suite.questions)} questions written to {out}")


@click.command("validate")
@click.argument("suite")
def validate_command(suite: str) -> int:
    """Check SUITE: its form, its gates, and whether the library holds what it expects."""
    from assistant.evaluation.evaluating import known_figures
    from assistant.evaluation.gates import require_known
    from assistant.evaluation.golds import resolve
    from assistant.evaluation.loading import load_suite
    from assistant.evaluation.problems import INVALID, problems
    from assistant.evaluation.suites import find
    from knowledge.library import Library

    loaded = load_suite(find(suite))
    require_known(loaded.gates, known_figures())
    settings = read_settings()
    if not settings.library_path.exists():
        click.echo(f"{len(loaded.questions)} questions, well formed")
        say("There is no library yet, so expected sources were not looked for.")
        return 0
    with closing(Library.open(settings.library_path)) as library:
        found = problems(loaded, resolve(loaded, library))
    for line in found:
        click.echo(line)
    click.echo(f"{len(loaded.questions)} questions, {len(found)} remarks")
    return 2 if any(line.startswith(INVALID) for line in found) else 0


@click.command("import")
@click.argument("format")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("-o", "--out", type=_FILE, required=True, help="The suite to write: .yaml, .json, .jsonl or .csv.")
@click.option("--articles", type=_FILE, help="Where to write the articles that came along, for 'aerocite ingest'.")
@click.option("--answers", type=_FILE, help="Where to write the answers that came along, for 'run --system FILE'.")
def import_command(format: str, paths: Sequence[Path], out: Path, articles: Path | None, answers: Path | None) -> None:
    """Make a suite of files in another tool's FORMAT.

    Formats: promptfoo, ragas, squad, beir, trec, multihop-rag, csv, inspect, rgb. Code in them is listed, never run.
    """
    from assistant.evaluation.importing import import_suite
    from assistant.evaluation.loading import dump_suite
    from assistant.evaluation.records import record_to_json

    found = import_suite(format, paths)
    dump_suite(found.suite, out)
    click.echo(f"{len(found.suite.questions)} questions written to {out}")
    for what, path, lines in (
        ("articles", articles, [dict(article) for article in found.articles]),
        ("answers", answers, [record_to_json(record) for record in found.records]),
    ):
        if path and lines:
            path.write_text(
                "".join(json.dumps(line, ensure_ascii=False, default=str) + "\n" for line in lines), "utf-8"
            )
            click.echo(f"{len(lines)} {what} written to {path}")
        elif lines:
            say(f"{len(lines)} {what} came along; --{what} FILE writes them.")
    for remark in found.remarks:
        say(remark)


@click.command("feedback")
@click.option("-o", "--out", type=_FILE, required=True, help="The file to write: .yaml, .json, .jsonl or .csv.")
def feedback_command(out: Path) -> None:
    """Make suite questions of what people thought of answers, in the page, over HTTP or in Slack.

    A thumb up expects the sources that were cited; a thumb down waits for somebody to say what is right.
    """
    from assistant.conversations import Answers
    from assistant.evaluation.loading import dump_suite
    from assistant.evaluation.making import from_feedback

    settings = read_settings()
    if not settings.answers_path.exists():
        raise BadSetting("Nobody has judged an answer yet.", hint="Thumbs in the page or POST /api/feedback are kept.")
    with closing(Answers(settings.answers_path)) as answers:
        suite = from_feedback(answers)
    if not suite.questions:
        raise BadSetting("Nobody has judged an answer yet.", hint="Thumbs in the page or POST /api/feedback are kept.")
    dump_suite(suite, out)
    click.echo(f"{len(suite.questions)} questions written to {out}")


@click.command("metrics")
@click.argument("name", required=False)
def metrics_command(name: str | None) -> None:
    """Say what each metric, or the one of NAME, is and where its definition comes from."""
    from assistant.evaluation.judging.figures import JUDGED
    from assistant.evaluation.metrics import AGGREGATES, METRICS, metric
    from assistant.evaluation.scores import Aggregate, Metric

    judged = {one.name: one for one in JUDGED}
    told: list[Metric | Aggregate] = [judged.get(name) or metric(name)] if name else [*METRICS, *AGGREGATES, *JUDGED]
    for one in told:
        click.echo(f"{one.name}{'' if one.higher else ' (lower is better)'}\n    {one.about}\n    {one.source}")


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of suites, for editors."""
    from assistant.evaluation.loading import schema

    click.echo(json.dumps(schema(), indent=2))
