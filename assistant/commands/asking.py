"""evaluate run: ask every question of a suite, store the answers, score them."""

from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli import INTERRUPTED
from assistant.commands.scored import FOLDER, finish, require_judge, scoring_options
from assistant.errors import BadSetting
from assistant.settings import Settings, read_settings
from assistant.terminal import index_progress, say

if TYPE_CHECKING:
    from assistant.evaluation.records import Gold
    from assistant.evaluation.suite import Suite
    from assistant.factory import Parts


@click.command("run")
@click.argument("suite")
@click.option("--out", type=FOLDER, help="The folder of the run; without it runs/NAME-TIME.")
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
@scoring_options
def run_command(suite: str, **chosen: Any) -> int:
    """Ask every question of SUITE (a file, or smoke or starter) and score the answers."""
    from assistant.commands.upkeep import load_starter, unfinished

    if chosen["resume"] and not chosen["out"]:
        raise BadSetting("--resume goes on with the run in --out, and none is given.", hint="Add --out FOLDER.")
    if chosen["retry_errors"] and not chosen["resume"]:
        raise BadSetting("--retry-errors asks again in an earlier run.", hint="Add --resume and --out FOLDER.")
    settings = read_settings()
    require_judge(settings, chosen["judge"])
    if chosen["starter"] and (unfinished(settings).exists() or not settings.library_path.exists()):
        load_starter(settings)
    ended, folder = _asked(suite, settings, chosen)
    if not ended:
        say(f"Interrupted. Go on with: aerocite evaluate run {suite} --out {folder} --resume")
        return INTERRUPTED
    say(f"The run is in {folder}.")
    return finish(folder, settings, chosen)


def _asked(name: str, settings: Settings, chosen: dict[str, Any]) -> tuple[bool, Path]:
    """Ask the suite; gives the folder, and False where Ctrl-C ended it."""
    from assistant.evaluation import evaluating
    from assistant.evaluation import gates as gating
    from assistant.evaluation.cache import Cache, code_digest
    from assistant.evaluation.holding import held
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
        opened.enter_context(held(folder))
        evaluating.prepare(folder, manifest, suite, gold, resume=chosen["resume"])
        counting = Counting(suite, gold, options.repeats)
        counting.skip(len(list(last(read_records(folder)))))
        cache = None
        if system.model and not chosen["no_cache"]:
            cache = opened.enter_context(closing(Cache(settings.home / "evaluation.db", code_digest())))
        with showing(counting, quiet=chosen["quiet"]) as heard:
            ended = evaluating.carry_out(
                folder, suite, system, options, cache=cache, retry_errors=chosen["retry_errors"], heard=heard
            )
    return ended, folder


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
