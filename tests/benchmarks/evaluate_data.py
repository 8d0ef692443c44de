"""Imports the measuring sets, runs each as a suite over its own articles, and prints how the assistant does on it.

    python tests/benchmarks/evaluate_data.py ../shared/data --home DIR [--set news_2025 …] [--limit 50]

The homes are kept: a second run embeds nothing. Without a model in the settings, quotes answer. Reports of each run
stand in DIR/SET/run. Where a set has long answers only (clapnq, docs_rag, multiturn), "right" means that an expected
source is cited; none of these figures is that of the set's authors.
"""

import argparse
import shutil
import tempfile
from pathlib import Path
from random import Random

import sets
from sets_imported import SETS, lines

from assistant.evaluation.evaluating import carry_out, keep, manifest_of, prepare, results
from assistant.evaluation.golds import resolve
from assistant.evaluation.importing import Imported
from assistant.evaluation.reports import Reported, write_reports
from assistant.evaluation.running import Options
from assistant.evaluation.suite import Suite
from assistant.evaluation.systems.ours import Ours
from assistant.factory import Parts, changing_library, reading_library
from assistant.settings import Settings
from assistant.terminal import ingest_progress
from knowledge.ingest import Ingest
from knowledge.reading import read

COLUMNS = {
    "right": "right_answers",
    "refused rightly": "rejection",
    "refused wrongly": "false_refusal",
    "words hit@5": "words.hit@5",
    "vectors hit@5": "vectors.hit@5",
    "fused hit@5": "fused.hit@5",
    "fused MRR@10": "fused.mrr@10",
    "fused nDCG@10": "fused.ndcg@10",
    "shown": "prompt.hit",
    "source precision": "source_precision",
    "citation validity": "citation_validity",
    "quote fidelity": "quote_fidelity",
    "metadata fidelity": "metadata_fidelity",
    "ALCE recall": "alce_recall",
    "AURC": "aurc",
    "p50 ms": "latency_p50_ms",
    "p95 ms": "latency_p95_ms",
}


def load(settings: Settings, imported: Imported) -> None:
    """The articles of a set in a library of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        path.write_text("".join(f"{line}\n" for line in lines(imported)), "utf-8")
        with changing_library(settings) as parts, ingest_progress() as progress:
            Ingest(parts.library, parts.index, parts.spaces, progress=progress).run(read([path]))


def run(folder: Path, suite: Suite, settings: Settings, parts: Parts) -> Reported:
    """The scored run of a suite, its reports written."""
    shutil.rmtree(folder, ignore_errors=True)
    system, options = Ours(settings, parts), Options(concurrency=2)
    manifest = manifest_of(suite.name, suite, system, options, parts.library)
    prepare(folder, manifest, suite, resolve(suite, parts.library), resume=False)
    carry_out(folder, suite, system, options)
    reported = results(folder)
    keep(reported)
    write_reports(reported, folder)
    return reported


def drawn(suite: Suite, limit: int | None) -> Suite:
    """So many questions of a suite, always the same."""
    if limit is None or limit >= len(suite.questions):
        return suite
    return suite.model_copy(update={"questions": tuple(Random(0).sample(suite.questions, limit))})


def show(found: dict[str, Reported]) -> None:
    """A column for each set."""
    print(f"{'':20}" + "".join(f"{name:>24}" for name in found))
    print(
        f"{'cases (invalid)':20}" + "".join(f"{f'{r.summary.cases} ({r.summary.invalid})':>24}" for r in found.values())
    )
    for title, name in COLUMNS.items():
        cells = []
        for reported in found.values():
            figure = reported.summary.figures.get(name)
            if figure is None or figure.value is None:
                cells.append("–")
            elif figure.unit == "ms":
                cells.append(f"{figure.value:.0f}")
            else:
                low, high = figure.low, figure.high
                spread = f" [{low:.3f}, {high:.3f}]" if low is not None and high is not None else ""
                cells.append(f"{figure.value:.3f}{spread}")
        print(f"{title:20}" + "".join(f"{cell:>24}" for cell in cells))


def main() -> None:
    """Run the sets that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of the measuring sets")
    parser.add_argument("--home", type=Path, required=True, help="where libraries and runs are kept")
    parser.add_argument("--set", dest="names", action="append", choices=list(SETS), help="only this set (repeatable)")
    parser.add_argument("--limit", type=int, help="so many questions of each set")
    chosen = parser.parse_args()
    print(sets.header("Imported sets, run as suites"))
    found = {}
    for name in chosen.names or SETS:
        imported = SETS[name](chosen.data)
        settings = Settings(home=chosen.home / name)
        load(settings, imported)
        with reading_library(settings) as parts:
            found[name] = run(chosen.home / name / "run", drawn(imported.suite, chosen.limit), settings, parts)
        print(f"{name}: {chosen.home / name / 'run' / 'report.html'}", flush=True)
    print()
    show(found)


if __name__ == "__main__":
    main()
