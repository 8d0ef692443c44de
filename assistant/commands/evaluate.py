"""evaluate: run a suite of questions, score what was answered, compare runs, hold them against gates."""

from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli import INTERRUPTED
from assistant.errors import BadSetting
from assistant.settings import Settings, read_settings
from assistant.terminal import index_progress, say

if TYPE_CHECKING:
    from assistant.evaluation.judging import Judging
    from assistant.evaluation.records import Gold
    from assistant.evaluation.suite import Suite
    from assistant.factory import Parts

_OTHERS = {
    "export": "Write a run in formats of other tools: TREC runs and judgements, Ragnarök, ragas.",
    "feedback": "Make suite questions of what people thought of answers.",
    "import": "Make a suite of another tool's file. Code in it is listed, never run.",
    "label": "Label answers by hand, to calibrate a judge with.",
    "metrics": "Say what each metric is and where its definition comes from.",
    "new": "Write a suite from the articles of the library.",
    "schema": "Print the JSON Schema of suites, for editors.",
    "validate": "Check a suite: its form, and whether the library holds what it expects.",
}
_FOLDER = click.Path(path_type=Path, file_okay=False)


class Evaluate(click.Group):
    """Subcommands; those about suites are in a file of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every subcommand's name."""
        return sorted([*self.commands, *_OTHERS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand by a name, or None."""
        if cmd_name not in _OTHERS:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module("assistant.commands.suites"), f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `--help`, made without loading what it names."""
        here = {name: command.get_short_help_str(100) for name, command in self.commands.items()}
        with formatter.section("Commands"):
            formatter.write_dl(sorted({**here, **_OTHERS}.items()))


@click.group(cls=Evaluate)
def evaluate() -> None:
    """Answer scripted questions and say how good the answers are, and why one failed.

    Exit codes: 0 all gates passed, 1 a gate failed, 2 wrong use or suite, 3 incomplete (go on with --resume),
    4 a judge was required and there is none, 130 interrupted.
    """
    missing = [name for name in ("ir_measures", "jinja2", "junitparser", "rapidfuzz") if find_spec(name) is None]
    if missing:
        raise BadSetting(
            f"Evaluation needs packages that are not installed: {', '.join(missing)}.",
            hint="Install them with: pip install 'aerocite[eval]'",
        )


_gates = click.option(
    "--gate", "gates", multiple=True, metavar="GATE", help="name>=0.95, name:max_drop=0.03, or a YAML file of gates."
)
_baseline = click.option("--baseline", type=_FOLDER, help="An earlier run to compare with.")
_max_errors = click.option("--max-errors", default=0, show_default=True, help="So many errors leave a run complete.")
_judge = click.option(
    "--judge",
    type=click.Choice(["off", "auto", "required"]),
    default="off",
    show_default=True,
    help="Ask a chat model, AEROCITE_JUDGE_MODEL, about the answers too.",
)
_judge_budget = click.option("--judge-budget", type=click.IntRange(0), help="At most so many requests to the judge.")
_quiet = click.option("--quiet", is_flag=True, help="Print one line only.")


@evaluate.command()
@click.argument("suite")
@click.option("--out", type=_FOLDER, help="The folder of the run; without it runs/NAME-TIME.")
@click.option("--resume", is_flag=True, help="Go on with the run in --out.")
@click.option("--retry-errors", is_flag=True, help="With --resume, ask again what ended in an error.")
@click.option(
    "--system", default="ours", show_default=True, help="ours, an address, openai:MODEL, or a file of answers."
)
@click.option("--only", multiple=True, metavar="tag=T|id=I", help="Only questions with a tag, or one question.")
@click.option("--limit", type=click.IntRange(1), help="Only so many questions, drawn by --seed.")
@click.option("--seed", default=0, show_default=True, help="What chance is drawn from.")
@click.option("--repeat", type=click.IntRange(1, 100), help="Ask everything so many times.")
@click.option("--concurrency", default=4, type=click.IntRange(1, 64), show_default=True, help="Questions at once.")
@click.option("--timeout", default=60.0, type=click.FloatRange(0.01), show_default=True, help="Seconds a question.")
@click.option("--fail-fast", type=click.IntRange(1), help="Stop after so many errors.")
@click.option(
    "--alter", is_flag=True, help="Ask each question again without what was cited, and with a figure changed."
)
@click.option("--no-cache", is_flag=True, help="Ask a chat model again what it was asked before.")
@click.option("--starter", is_flag=True, help="Load the starter library first where there is no library yet.")
@_judge
@_judge_budget
@_baseline
@_gates
@_max_errors
@_quiet
def run(suite: str, **chosen: Any) -> int:
    """Ask every question of SUITE (a file, or smoke or starter) and score the answers."""
    from assistant.commands.upkeep import load_starter, unfinished

    settings = read_settings()
    _judging(settings, chosen["judge"])
    if chosen["starter"] and (unfinished(settings).exists() or not settings.library_path.exists()):
        load_starter(settings)
    asked, gold, folder = _asked(suite, settings, chosen)
    if not asked:
        say(f"Interrupted. Go on with: aerocite evaluate run {suite} --out {folder} --resume")
        return INTERRUPTED
    say(f"The run is in {folder}.")
    return _finish(
        folder,
        settings,
        **{name: chosen[name] for name in ("gates", "baseline", "max_errors", "judge", "judge_budget", "quiet")},
    )


def _asked(name: str, settings: Settings, chosen: dict[str, Any]) -> tuple[bool, dict[str, tuple["Gold", ...]], Path]:
    """Ask the suite; gives whether it came to its end, the expected sources, and the folder."""
    from assistant.evaluation import evaluating
    from assistant.evaluation import gates as gating
    from assistant.evaluation.cache import Cache, code_digest
    from assistant.evaluation.progress import Counting, showing
    from assistant.evaluation.running import Options
    from assistant.evaluation.runs import last, read_records
    from assistant.evaluation.systems.choosing import choose
    from assistant.factory import PROMPTS

    suite = _chosen(name, chosen)
    gating.require_known({**suite.gates, **gating.read_gates(*chosen["gates"])}, evaluating.known_figures())
    options = Options(
        concurrency=chosen["concurrency"],
        timeout=suite.defaults.timeout_s or chosen["timeout"],
        repeats=chosen["repeat"],
        fail_fast=chosen["fail_fast"],
        prices=_prices(settings),
    )
    if suite.defaults.top_k:
        settings = settings.model_copy(update={"passages": suite.defaults.top_k})
    with ExitStack() as opened:
        parts = _parts(settings, opened, needed=chosen["system"] == "ours")
        system = choose(chosen["system"], settings, parts, alter=chosen["alter"])
        library = parts.library if parts else None
        gold = _gold(suite, library)
        manifest = evaluating.manifest_of(suite.name or Path(name).stem, suite, system, options, library, PROMPTS)
        folder = chosen["out"] or Path("runs") / f"{manifest.name}-{datetime.now():%Y%m%d-%H%M%S}"
        evaluating.prepare(folder, manifest, suite, gold, resume=chosen["resume"])
        counting = Counting(suite, gold, options.repeats)
        counting.skip(len(list(last(read_records(folder)))))
        cache = None
        if system.model and not chosen["no_cache"]:
            cache = opened.enter_context(closing(Cache(settings.home / "evaluation.db", code_digest())))
        with showing(counting, quiet=chosen["quiet"]) as heard:
            whole = evaluating.carry_out(
                folder, suite, system, options, cache=cache, retry_errors=chosen["retry_errors"], heard=heard
            )
    return whole or bool(chosen["fail_fast"]), gold, folder


def _chosen(name: str, chosen: dict[str, Any]) -> "Suite":
    """The suite, of it what --only and --limit leave."""
    from random import Random

    from assistant.evaluation.loading import load_suite
    from assistant.evaluation.suites import find

    suite = load_suite(find(name))
    questions = list(suite.questions)
    for kind, _, value in (one.partition("=") for one in chosen["only"]):
        if kind not in ("tag", "id"):
            raise BadSetting(f"--only {kind!r} is not known.", hint="Write --only tag=TAG or --only id=ID.")
        questions = [q for q in questions if (value in q.tags if kind == "tag" else value == q.id)]
    if chosen["limit"] and chosen["limit"] < len(questions):
        drawn = set(Random(chosen["seed"]).sample(range(len(questions)), chosen["limit"]))
        questions = [question for number, question in enumerate(questions) if number in drawn]
    if not questions:
        raise BadSetting(f"{name} holds no such question.", hint="Look at the suite, or ask for other tags.")
    return suite.model_copy(update={"questions": tuple(questions)})


def _gold(suite: "Suite", library: Any) -> dict[str, tuple["Gold", ...]]:
    from assistant.evaluation.golds import resolve
    from assistant.evaluation.systems.texts import as_named

    return resolve(suite, library) if library else as_named(suite)


def _parts(settings: Settings, opened: ExitStack, *, needed: bool) -> "Parts | None":
    from assistant.factory import reading_library

    if not needed and not settings.library_path.exists():
        return None
    progress = opened.enter_context(index_progress())
    return opened.enter_context(reading_library(settings, say=say, progress=progress))


def _prices(settings: Settings) -> tuple[float, float] | None:
    if settings.prices is None:
        return None
    read, written = map(float, settings.prices.split("/"))
    return read, written


@evaluate.command()
@click.argument("run", type=_FOLDER)
@_judge
@_judge_budget
@_baseline
@_gates
@_max_errors
@_quiet
def rescore(run: Path, **chosen: Any) -> int:
    """Score the stored answers of RUN again. Nobody is asked, unless --judge says so."""
    settings = read_settings()
    _judging(settings, chosen["judge"])
    return _finish(run, settings, **chosen)


@evaluate.command()
@click.argument("before", type=_FOLDER)
@click.argument("after", type=_FOLDER)
@_gates
@_max_errors
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Also as an HTML file.")
@click.option("--judge-pairs", is_flag=True, help="Ask the judge which run answers better, in both orders.")
@_judge_budget
def compare(before: Path, after: Path, gates: Sequence[str], max_errors: int, report: Path | None, **judge: Any) -> int:
    """Set two runs of the same questions side by side: what changed, how surely, and which answers flipped."""
    from assistant.evaluation import evaluating
    from assistant.evaluation.gates import exit_code, read_gates
    from assistant.evaluation.judging.figures import told
    from assistant.evaluation.reports import html, terminal

    if judge["judge_pairs"]:
        from assistant.evaluation.judging import judge_pairs

        settings = read_settings()
        _judging(settings, "required")
        _judged("required", judge_pairs(before, after, settings, say=say, max_calls=judge["judge_budget"]))
    reported = evaluating.results(after, gates=read_gates(*gates), baseline=before, max_errors=max_errors)
    click.echo(terminal(reported))
    if found := told(reported.run, reported.summary.figures):
        click.echo(f"\n{found}")
    if report:
        report.write_text(html(reported), "utf-8")
        say(f"The comparison is in {report}.")
    return exit_code(reported.verdicts)


@evaluate.command()
@click.argument("run", type=_FOLDER)
@click.option("--html", "kinds", flag_value="html", multiple=True, help="One file to open in a browser.")
@click.option("--md", "kinds", flag_value="md", multiple=True, help="Markdown for a pull request.")
@click.option("--junit", "kinds", flag_value="junit", multiple=True, help="JUnit XML for CI.")
@click.option("--csv", "kinds", flag_value="csv", multiple=True, help="A table, a line for each case.")
@_baseline
def report(run: Path, kinds: Sequence[str], baseline: Path | None) -> None:
    """Write reports of RUN into its folder; all of them where none is named."""
    from assistant.evaluation import evaluating
    from assistant.evaluation.reports import KINDS, write_reports

    for path in write_reports(evaluating.results(run, baseline=baseline), run, kinds or tuple(KINDS)):
        click.echo(path)


def _finish(
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


def _judging(settings: Settings, judge: str) -> None:
    if judge == "required" and not settings.judge_model:
        raise NoJudge("A judge is required and AEROCITE_JUDGE_MODEL is not set. Set it, or leave out --judge.")


def _judged(judge: str, judging: "Judging | None") -> None:
    if judge == "required" and judging and judging.failure and not judging.judged + judging.before:
        raise NoJudge(f"A judge is required and it does not answer: {judging.failure}")
