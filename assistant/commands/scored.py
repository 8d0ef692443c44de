"""What `aerocite evaluate` does with stored runs: score, compare, report, export, label."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.settings import Settings, read_settings
from assistant.terminal import say

if TYPE_CHECKING:
    from assistant.evaluation.judging import Judging
    from assistant.evaluation.reports import Reported

FOLDER = click.Path(path_type=Path, file_okay=False)
_Command = Callable[..., Any]


def _stack(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Several options as one decorator, in the order of `--help`."""

    def with_options(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return with_options


def _kinds(into: str, about: Mapping[str, str]) -> Callable[[_Command], _Command]:
    """A flag for each kind of what can be written; several may be given."""
    return _stack(
        *(click.option(f"--{kind}", into, flag_value=kind, multiple=True, help=text) for kind, text in about.items())
    )


_judge_budget = click.option("--judge-budget", type=click.IntRange(0), help="At most so many requests to the judge.")
gate_options = _stack(
    click.option(
        "--gate",
        "gates",
        multiple=True,
        metavar="GATE",
        help="name>=0.95, name:max_drop=0.03, or a YAML file of gates.",
    ),
    click.option(
        "--max-errors",
        default=0,
        type=click.IntRange(0),
        show_default=True,
        help="So many errors leave a run complete.",
    ),
    click.option("--max-invalid", type=click.IntRange(0), help="At most so many cases may be invalid."),
)
_baseline = click.option("--baseline", type=FOLDER, help="An earlier run to compare with.")
scoring_options = _stack(
    click.option(
        "--judge",
        type=click.Choice(["off", "auto", "required"]),
        default="off",
        show_default=True,
        help="Ask a chat model, AEROCITE_JUDGE_MODEL, about the answers too.",
    ),
    _judge_budget,
    _baseline,
    gate_options,
    click.option("--quiet", is_flag=True, help="Print one line only."),
)


@click.command("rescore")
@click.argument("run", type=FOLDER)
@scoring_options
def rescore_command(run: Path, **chosen: Any) -> int:
    """Score the stored answers of RUN again. Nobody is asked, unless --judge says so."""
    settings = read_settings()
    require_judge(settings, chosen["judge"])
    return finish(run, settings, chosen)


@click.command("compare")
@click.argument("before", type=FOLDER)
@click.argument("after", type=FOLDER)
@gate_options
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Also as an HTML file.")
@click.option("--judge-pairs", is_flag=True, help="Ask the judge which run answers better, in both orders.")
@_judge_budget
def compare_command(before: Path, after: Path, report: Path | None, **chosen: Any) -> int:
    """Set two runs of the same questions side by side: what changed, how surely, and which answers flipped."""
    from assistant.evaluation.gates import exit_code
    from assistant.evaluation.judging.figures import told
    from assistant.evaluation.reports import html, terminal

    if chosen["judge_pairs"]:
        from assistant.evaluation.judging import judge_pairs

        settings = read_settings()
        require_judge(settings, "required")
        _judged("required", judge_pairs(before, after, settings, say=say, max_calls=chosen["judge_budget"]))
    reported = _results(after, {**chosen, "baseline": before})
    click.echo(terminal(reported))
    if found := told(reported.run, reported.summary.figures):
        click.echo(f"\n{found}")
    if report:
        report.write_text(html(reported), "utf-8")
        say(f"The comparison is in {report}.")
    return exit_code(reported.verdicts)


@click.command("report")
@click.argument("run", type=FOLDER)
@_kinds(
    "kinds",
    {
        "html": "One file to open in a browser.",
        "md": "Markdown for a pull request.",
        "junit": "JUnit XML for CI.",
        "csv": "A table, a line for each case.",
    },
)
@_baseline
def report_command(run: Path, kinds: Sequence[str], baseline: Path | None) -> None:
    """Write reports of RUN into its folder; all of them where none is named."""
    from assistant.evaluation import evaluating
    from assistant.evaluation.reports import KINDS, write_reports

    for path in write_reports(evaluating.results(run, baseline=baseline), run, kinds or tuple(KINDS)):
        click.echo(path)


def finish(folder: Path, settings: Settings, chosen: Mapping[str, Any]) -> int:
    """Score what is stored, write every report, say how it went. `chosen` are the `scoring_options`."""
    from assistant.evaluation import evaluating
    from assistant.evaluation.gates import exit_code
    from assistant.evaluation.judging.figures import told
    from assistant.evaluation.reports import terminal, write_reports

    if chosen["judge"] != "off":
        from assistant.evaluation.judging import judge_run

        _judged(chosen["judge"], judge_run(folder, settings, say=say, max_calls=chosen["judge_budget"]))
    reported = _results(folder, chosen)
    evaluating.keep(reported)
    write_reports(reported, folder)
    click.echo(evaluating.headline(reported.summary) if chosen["quiet"] else terminal(reported))
    if (found := told(reported.run, reported.summary.figures)) and not chosen["quiet"]:
        click.echo(f"\n{found}")
    say(f"Reports: {folder}/report.html, report.md, junit.xml, results.csv")
    return exit_code(reported.verdicts)


def _results(folder: Path, chosen: Mapping[str, Any]) -> "Reported":
    from assistant.evaluation.evaluating import results
    from assistant.evaluation.gates import read_gates

    held = {name: chosen[name] for name in ("baseline", "max_errors", "max_invalid")}
    return results(folder, gates=read_gates(*chosen["gates"]), **held)


class NoJudge(click.ClickException):
    """A judge was required and there is none."""

    exit_code = 4


def require_judge(settings: Settings, judge: str) -> None:
    """An error where a judge must be asked and none is set."""
    if judge == "required" and not settings.judge_model:
        raise NoJudge("A judge is required and AEROCITE_JUDGE_MODEL is not set. Set it, or leave out --judge.")


def _judged(judge: str, judging: "Judging | None") -> None:
    if judge == "required" and judging and judging.failure and not judging.judged + judging.before:
        raise NoJudge(f"A judge is required and it does not answer: {judging.failure}")


@click.command("export")
@click.argument("run", type=FOLDER)
@_kinds(
    "formats",
    {
        "trec-run": "What each lane retrieved.",
        "qrels": "The expected sources.",
        "ragnarok": "Answers, as TREC RAG takes them.",
        "ragas": "Answers with contexts and references.",
    },
)
@click.option("-o", "--out", type=FOLDER, help="The folder to write into; without it RUN/export.")
def export_command(run: Path, formats: Sequence[str], out: Path | None) -> None:
    """Write RUN in formats of other tools; all of them where none is named."""
    from assistant.evaluation.exporting import EXPORTS, export_run
    from assistant.evaluation.runs import load_run

    for path in export_run(load_run(run), formats or tuple(EXPORTS), out or run / "export"):
        click.echo(path)


@click.command("label")
@click.argument("run", type=FOLDER)
@click.option("--count", default=50, type=click.IntRange(1, 1000), show_default=True, help="So many answers.")
@click.option("--seed", default=0, show_default=True, help="What chance is drawn from.")
@click.option("--name", default="", help="Who labels; told apart from other people's labels.")
def label_command(run: Path, count: int, seed: int, name: str) -> None:
    """Label answers of RUN by hand in the terminal, to calibrate a judge with. Can be stopped and taken up again."""
    from assistant.evaluation.labelling import label_run

    label_run(run, count=count, seed=seed, name=name)
