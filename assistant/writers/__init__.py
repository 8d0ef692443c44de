"""A writer turns a question and the passages found for it into an answer with markers.

A writer yields pieces as it goes: text in which `[2]` points at the second passage it was given, quotations,
and, as values rather than phrases, notes, a refusal and the tokens it used. Numbers, quotes and offsets are
made from these by `assistant.citations`.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.accounts import Accounts
from assistant.answer import Note, Question, Refusal, Turn, Usage
from assistant.citations import Span
from assistant.evidence import Weighed
from knowledge.article import Passage

NEAREST = 3
"""How many passages a refusal carries."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions that a question is made of, and what all its passages hold for this one alone.

    `weighed` counts passages as the whole does: its candidates point into the same list.
    """

    question: str
    weighed: Weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What an answer is written from: a question that stands alone and what was found for it.

    `language` is that of the answer. `passages` is never empty; `weighed` are their sentences, `accounts` where they
    differ. `parts` are the questions that it is made of, in order; none if it is one question.
    """

    question: Question
    language: str = "en"
    passages: tuple[Passage, ...]
    weighed: Weighed = Weighed()
    accounts: Accounts = Accounts()
    parts: tuple[Part, ...] = ()
    history: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a passage to be quoted: its place in the list (from 1), and offsets into the article's text.

    `lead` is the part of these words that answers directly ("14,000 feet"), as offsets in the article's text; it is
    shown in front. `also` are the words of other passages that say the same. `form` is how the quotation stands:
    as a sentence, as an item of a list, or as a row of a table of which `label` is the first column.
    """

    passage: int
    start: int
    end: int
    lead: tuple[int, int] | None = None
    also: tuple[Span, ...] = ()
    form: Literal["sentence", "item", "row"] = "sentence"
    label: str = ""


Piece = str | Quotation | Note | Refusal | Usage


class Writer(Protocol):
    """Writes answers. `name` and `model` are shown to the reader."""

    @property
    def name(self) -> str:
        """`quotes` or `chat`."""

    @property
    def model(self) -> str | None:
        """The chat model as `provider:model`, or None where no model writes."""

    def write(self, material: Material) -> AsyncGenerator[Piece, None]:
        """The pieces of an answer to the question, in order."""
