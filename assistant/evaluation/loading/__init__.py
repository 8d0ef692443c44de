"""Files of questions → a suite, and back: YAML, JSON, JSONL and CSV with one strict schema.

A file may `include` others (`other.yaml`, or `{file: other.yaml, tags: […], ids: […]}`, beside it); their questions
come first, and its own gates win. Its `defaults` hold for its own questions, whether they were given or not is seen
by the key; a question's tags are added to theirs. Once loaded, each question carries what the defaults gave it, and
the suite's own defaults keep only what no question has (`top_k`).
"""

from assistant.evaluation.loading.assembling import load_suite
from assistant.evaluation.loading.node import BadSuite, Problem
from assistant.evaluation.loading.reading import SUFFIXES
from assistant.evaluation.loading.schema import schema
from assistant.evaluation.loading.writing import dump_suite

__all__ = ["SUFFIXES", "BadSuite", "Problem", "dump_suite", "load_suite", "schema"]
