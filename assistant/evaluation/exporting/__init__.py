"""A run in other people's formats, for their programs to read."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant.errors import AssistantError
from assistant.evaluation.exporting.ragas import export_ragas
from assistant.evaluation.exporting.ragnarok import export_ragnarok
from assistant.evaluation.exporting.trec import export_qrels, export_rankings
from assistant.evaluation.runs import Run

EXPORTS: Mapping[str, str] = {
    "trec-run": "a TREC run for each lane: the articles that it gave, best first",
    "qrels": "TREC qrels of the expected sources, and the questions as topics.tsv",
    "ragnarok": "Ragnarök JSONL (TREC RAG): sentences with their citations, at most 400 words and 100 references",
    "ragas": "ragas JSONL: questions, responses, references and contexts",
}
"""The formats by name, each with a line of help."""

_WRITTEN_BY: Mapping[str, Callable[[Run, Path], list[Path]]] = {
    "trec-run": export_rankings,
    "qrels": export_qrels,
    "ragnarok": export_ragnarok,
    "ragas": export_ragas,
}


class BadExport(AssistantError):
    """A run that cannot be written as it was asked for."""


def export_run(run: Run, formats: Sequence[str], folder: Path) -> list[Path]:
    """Write a run in formats of `EXPORTS`; the files that were written. Of repeated questions the first is taken."""
    if unknown := [name for name in formats if name not in _WRITTEN_BY]:
        raise BadExport(f"'{unknown[0]}' is no format to export.", hint=f"Use any of {', '.join(EXPORTS)}.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [path for name in dict.fromkeys(formats) for path in _WRITTEN_BY[name](run, folder)]
    except OSError as error:
        raise BadExport(f"{folder} cannot be written: {error.strerror}.", hint="Choose another folder.") from None
