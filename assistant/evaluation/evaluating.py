"""A run from its suite to its results: what the command does, and what a benchmark or a test of one's own can call."""

import asyncio
import json
import platform
import signal
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.errors import BadSetting
from assistant.evaluation import gates as gating
from assistant.evaluation.cache import Cache, code_digest
from assistant.evaluation.comparing import compare
from assistant.evaluation.holding import require_free
from assistant.evaluation.judging.figures import JUDGED, KNOWN, figures
from assistant.evaluation.judging.metrics import with_verdicts
from assistant.evaluation.metrics import AGGREGATES, METRICS
from assistant.evaluation.records import Gold, Record
from assistant.evaluation.reports.reported import Reported
from assistant.evaluation.running import Options, Running
from assistant.evaluation.runs import (
    ANSWERS,
    MANIFEST,
    Manifest,
    Run,
    begin,
    last,
    load_run,
    mend,
    questions_digest,
    read_records,
    write_json,
)
from assistant.evaluation.scores import Comparison, Score, Summary
from assistant.evaluation.scoring import score_all
from assistant.evaluation.suite import Gate, Suite
from assistant.evaluation.summary import HEADLINE, summarise, summary_to_json
from assistant.evaluation.systems import System
from knowledge.library import Library
from prompts import digest

SCORES, SUMMARY, GATES = "scores.jsonl", "summary.json", "gates.json"
_PACKAGES = ("aerocite", "chromadb", "tantivy", "langchain", "openai", "ir-measures", "rapidfuzz", "scipy")


def manifest_of(
    name: str, suite: Suite, system: System, options: Options, library: Library | None, prompts: Iterable[str] = ()
) -> Manifest:
    """What a run is about to be made with."""
    return Manifest(
        name=name,
        system=system.name,
        questions=questions_digest(suite),
        library=library.content if library else "",
        articles=library.counts.articles if library else None,
        fingerprint=system.fingerprint,
        model=system.model,
        prompts={prompt: digest(prompt) for prompt in prompts} if system.model else {},
        options=asdict(options),
        packages={package: _version(package) for package in _PACKAGES},
        code=code_digest(),
        machine=f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        started=_now(),
    )


def prepare(
    folder: Path, manifest: Manifest, suite: Suite, gold: Mapping[str, tuple[Gold, ...]], *, resume: bool
) -> None:
    """Make the folder of a new run ready, or see that what is resumed there is the same run; for whoever `held` it."""
    require_free(folder)
    if not (folder / MANIFEST).exists():
        return begin(folder, manifest, suite, gold)
    if not resume:
        raise BadSetting(f"{folder} holds a run already.", hint="Go on with it by --resume, or give another --out.")
    before = load_run(folder).manifest
    for what, old, new in (
        ("questions", before.questions, manifest.questions),
        ("system", before.system, manifest.system),
        ("library", before.library, manifest.library),
        ("models or settings", before.fingerprint, manifest.fingerprint),
    ):
        if old != new:
            raise BadSetting(
                f"The run in {folder} cannot go on: its {what} changed since.",
                hint="Begin a new run with another --out; 'aerocite evaluate compare' sets the two side by side.",
            )
    mend(folder)


def carry_out(
    folder: Path,
    suite: Suite,
    system: System,
    options: Options,
    *,
    cache: Cache | None = None,
    retry_errors: bool = False,
    heard: Callable[[Record], None] = lambda record: None,
) -> bool:
    """Ask what has not been asked; False where Ctrl-C ended it, the first of which lets what is in flight finish."""
    kept = last(read_records(folder)) if (folder / ANSWERS).exists() else ()
    done = {(r.sample, r.turn, r.repeat): r for r in kept if r.answer is not None or not retry_errors}

    async def ask() -> Running:
        running = Running(folder, system, options, heard=heard, cache=cache)
        loop = asyncio.get_running_loop()

        def stop() -> None:
            # A second Ctrl-C does not wait.
            running.interrupt()
            loop.remove_signal_handler(signal.SIGINT)

        loop.add_signal_handler(signal.SIGINT, stop)
        try:
            await running.run(suite.questions, done)
        finally:
            loop.remove_signal_handler(signal.SIGINT)
            await system.close()
        return running

    asked = asyncio.run(ask())
    if not asked.stopped:
        written = load_run(folder).manifest
        write_json(folder / MANIFEST, asdict(replace(written, ended=_now())))
    return not asked.interrupted


def known_figures() -> dict[str, bool]:
    """Every figure that a gate can be set on, and whether single cases have a value of it."""
    of_cases = (HEADLINE, *(one.name for one in (*METRICS, *JUDGED)))
    of_runs = (*(one.name for one in AGGREGATES), *sorted(KNOWN.difference(of_cases)))
    return {**dict.fromkeys(of_cases, True), **dict.fromkeys(of_runs, False)}


def results(
    folder: Path,
    *,
    gates: Mapping[str, Gate] | None = None,
    baseline: Path | None = None,
    max_errors: int = 0,
    max_invalid: int | None = None,
) -> Reported:
    """Score a run from what is stored of it, compare it with a baseline, and hold both against the gates.

    `gates` and `max_invalid` go over those of the suite. Nothing is asked, no library is read.
    """
    run = load_run(folder)
    asked = {**run.suite.gates, **(gates or {})}
    scores = with_verdicts(run, score_all(run))
    summary = summarise(run, scores, metrics=METRICS, aggregates=AGGREGATES)
    judged = figures(run, scores, load_run(baseline) if baseline else None)
    summary = replace(summary, figures={**summary.figures, **judged})
    comparison: Comparison | None = None
    before: tuple[Score, ...] = ()
    if baseline is not None:
        comparison, before = compared(baseline, run, scores, gates=asked)
    verdicts = gating.check(
        asked,
        summary,
        scores,
        comparison,
        max_errors=max_errors,
        max_invalid=run.suite.max_invalid if max_invalid is None else max_invalid,
        known=known_figures(),
    )
    return Reported(
        run=run,
        cases=run.cases(),
        scores=scores,
        summary=summary,
        verdicts=verdicts,
        comparison=comparison,
        baseline=before,
    )


def compared(
    before: Path, run: Run, scores: Sequence[Score], *, gates: Mapping[str, Gate]
) -> tuple[Comparison, tuple[Score, ...]]:
    """A run beside an earlier one, which is scored anew: both by the metrics as they are now."""
    earlier = load_run(before)
    old = with_verdicts(earlier, score_all(earlier))
    # Only what is held against the baseline is tested, and so counts for the correction of several tests.
    held = [name for name, gate in gates.items() if gate.max_drop is not None]
    return compare(earlier, run, old, scores, gated=held, metrics=(*METRICS, *JUDGED)), tuple(old)


def keep(reported: Reported) -> None:
    """Write scores, summary and gates into the folder of the run."""
    folder = reported.run.folder
    lines = [json.dumps(asdict(score), ensure_ascii=False) for score in reported.scores]
    beside = folder / f"{SCORES}.new"
    beside.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    beside.replace(folder / SCORES)
    write_json(folder / SUMMARY, summary_to_json(reported.summary))
    write_json(folder / GATES, [asdict(verdict) for verdict in reported.verdicts])


def headline(summary: Summary) -> str:
    """A run in one line."""
    rest = f", {summary.invalid} invalid" if summary.invalid else ""
    rest += f", {summary.errors} errors" if summary.errors else ""
    return f"{summary.passed} of {summary.passed + summary.failed} passed{rest}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
