"""What `aerocite evaluate` does with stored runs: score, compare, report, export, label."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.settings import Settings, read_settings
from assistant.terminal import say

if TYPE_CHECKING:
    from assistant.evaluation.judging import Judging

FOLDER = click.Path(path_type=Path, file_okay=False)
gates_option = click.option(
    "--gate", "gates", multiple=True, metavar="GATE", help="name>=0.95, name:max_drop=0.03, or a YAML file of gates."
)
baseline_option = click.option("--baseline", type=FOLDER, help="An earlier run to compare with.")
max_errors_option = click.option(
    "--max-errors", default=0, show_default=True, help="So many errors leave a run complete."
)
judge_option = click.option(
    "--judge",
    type=click.Choice(["off", "auto", "required"]),
    default="off",
    show_default=True,
    help="Ask a chat model, AEROCITE_JUDGE_MODEL, about the answers too.",
)
judge_budget_option = click.option(
    "--judge-budget", type=click.IntRange(0), help="At most so many requests to the judge."
)
quiet_option = click.option("--quiet", is_flag=True, help="Print one line only.")


@click.command("rescore")
@click.argument("run", type=FOLDER)
@judge_option
@judge_budget_option
@baseline_option
@gates_option
@max_errors_option
@quiet_option
def rescore_command(run: Path, **chosen: Any) -> int:
    """Score the stored answers of RUN again. Nobody is asked, unless --judge says so."""
    settings = read_settings()
    require_judge(settings, chosen["judge"])
    return finish(run, settings, **chosen)


@click.command("compare")
@click.argument("before", type=FOLDER)
@click.argument("after", type=FOLDER)
@gates_option
@max_errors_option
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Also as an HTML file.")
@click.option("--judge-pairs", is_flag=True, help="Ask the judge which run answers better, in both orders.")
@judge_budget_option
def compare_command(
    before: Path, after: Path, gates: Sequence[str], max_errors: int, report: Path | None, **judge: Any
) -> int:
    """Set two runs of the same questions side by side: what changed, how surely, and which answers flipped."""
    from assistant.evaluation import evaluating
    from assistant.evaluation.gates import exit_code, read_gates
    from assistant.evaluation.judging.figures import told
    from assistant.evaluation.reports import html, terminal

    if judge["judge_pairs"]:
        from assistant.evaluation.judging import judge_pairs

        settings = read_settings()
        require_judge(settings, "required")
        _judged("required", judge_pairs(before, after, settings, say=say, max_calls=judge["judge_budget"]))
    reported = evaluating.results(after, gates=read_gates(*gates), baseline=before, max_errors=max_errors)
    click.echo(terminal(reported))
    if found := told(reported.run, reported.summary.figures):
        click.echo(f"\n{found}")
    if report:
        report.write_text(html(reported), "utf-8")
        say(f"The comparison is in {report}.")
    return exit_code(reported.verdicts)


@click.command("report")
@click.argument("run", type=FOLDER)
@click.option("--html", "kinds", flag_value="html", multiple=True, help="One file to open in a browser.")
@click.option("--md", "kinds", flag_value="md", multiple=True, help="Markdown for a pull request.")
@click.option("--junit", "kinds", flag_value="junit", multiple=True, help="JUnit XML for CI.")
@click.option("--csv", "kinds", flag_value="csv", multiple=True, help="A table, a line for each case.")
@baseline_option
def report_command(run: Path, kinds: Sequence[str], baseline: Path | None) -> None:
    """Write reports of RUN into its folder; all of them where none is named."""
    from assistant.evaluation import evaluating
    from assistant.evaluation.reports import KINDS, write_reports

    for path in write_reports(evaluating.results(run, baseline=baseline), run, kinds or tuple(KINDS)):
        click.echo(path)


def finish(
    folder: Path,
    settings: Settings,
    *,
    gates: Sequence[str],
    baseline: Path | None,
    max_errors: int,
    judge: str,
    judge_budget: int | None,
    quiet: bool,
) -> int:
    """Score what is stored, write every report, say how it went."""
    from assistant.evaluation import evaluating
    from assistant.evaluation.gates import exit_code, read_gates
    from assistant.evaluation.judging.figures import told
    from assistant.evaluation.reports import terminal, write_reports

    if judge != "off":
        from assistant.evaluation.judging import judge_run

        _judged(judge, judge_run(folder, settings, say=say, max_calls=judge_budget))
    reported = evaluating.results(folder, gates=read_gates(*gates), baseline=baseline, max_errors=max_errors)
    evaluating.keep(reported)
    write_reports(reported, folder)
    click.echo(evaluating.headline(reported.summary) if quiet else terminal(reported))
    if (found := told(reported.run, reported.summary.figures)) and not quiet:
        click.echo(f"\n{found}")
    say(f"Reports: {folder}/report.html, report.md, junit.xml, results.csv")
    return exit_code(reported.verdicts)


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
@click.option("--trec-run", "formats", flag_value="trec-run", multiple=True, help="What each lane retrieved.")
@click.option("--qrels", "formats", flag_value="qrels", multiple=True, help="The expected sources.")
@click.option("--ragnarok", "formats", flag_value="ragnarok", multiple=True, help="Answers, as TREC RAG takes them.")
@click.option("--ragas", "formats", flag_value="ragas", multiple=True, help="Answers with contexts and references.")
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
