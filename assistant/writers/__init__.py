"""A writer turns a question and the passages found for it into an answer with markers.

A writer yields pieces as it goes: text in which `[2]` points at the second passage it was given, quotations,
and, as values rather than phrases, notes, a refusal and the tokens it used. Numbers, quotes and offsets are
made from these by `assistant.citations`.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Note, Question, Refusal, Turn, Usage
from knowledge.article import Passage


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a passage to be quoted: its place in the list (from 1), and offsets into the article's text."""

    passage: int
    start: int
    end: int


Piece = str | Quotation | Note | Refusal | Usage


class Writer(Protocol):
    """Writes answers. `name` and `model` are shown to the reader."""

    @property
    def name(self) -> str:
        """`quotes` or `chat`."""

    @property
    def model(self) -> str | None:
        """The chat model as `provider:model`, or None where no model writes."""

    def write(self, question: Question, passages: Sequence[Passage], history: Sequence[Turn]) -> AsyncIterator[Piece]:
        """The pieces of an answer to `question.text`, in order; `passages` is never empty."""
