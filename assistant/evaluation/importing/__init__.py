"""Questions out of other people's files. Code in them is listed and never run."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant.evaluation.importing.beir import import_beir
from assistant.evaluation.importing.collected import Imported as Imported
from assistant.evaluation.importing.inspecting import import_inspect
from assistant.evaluation.importing.multihop import import_multihop
from assistant.evaluation.importing.promptfoo import import_promptfoo
from assistant.evaluation.importing.ragas import import_ragas
from assistant.evaluation.importing.rgb import import_rgb
from assistant.evaluation.importing.rows import BadImport as BadImport
from assistant.evaluation.importing.spreadsheet import import_spreadsheet
from assistant.evaluation.importing.squad import import_squad
from assistant.evaluation.importing.trec import import_trec

FORMATS: Mapping[str, str] = {
    "promptfoo": "promptfoo configurations (YAML): tests, variables, assertions; scripts are listed, never run",
    "ragas": "ragas or Hugging Face rows (JSONL, JSON, CSV): questions, references, responses, contexts",
    "squad": "SQuAD 1.1 or 2.0 (JSON): paragraphs become articles, impossible questions must be refused",
    "beir": "BEIR: a folder with corpus.jsonl, queries.jsonl and qrels/*.tsv, or its files",
    "trec": "TREC topics with qrels (4 columns) and runs (6 columns)",
    "multihop-rag": "MultiHop-RAG (JSON): questions with evidence, and the corpus where it is given",
    "csv": "a spreadsheet with a column of questions, and any of answer, source, tags, notes",
    "inspect": "inspect_ai samples or OpenAI evals (input, target or ideal)",
    "rgb": "RGB (JSONL): questions with positive and negative passages",
}
"""The formats by name, each with a line of help."""

_READ_BY: Mapping[str, Callable[[Sequence[Path]], Imported]] = {
    "promptfoo": import_promptfoo,
    "ragas": import_ragas,
    "squad": import_squad,
    "beir": import_beir,
    "trec": import_trec,
    "multihop-rag": import_multihop,
    "csv": import_spreadsheet,
    "inspect": import_inspect,
    "rgb": import_rgb,
}


def import_suite(format: str, paths: Sequence[Path]) -> Imported:
    """The questions of files in a format of `FORMATS`."""
    if format not in _READ_BY:
        raise BadImport(f"'{format}' is no format that can be imported.", hint=f"Use one of {', '.join(FORMATS)}.")
    return _READ_BY[format](paths)
