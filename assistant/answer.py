"""A question and its answer as frozen values, JSON both ways: all that crosses from the core to a front end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Literal

from knowledge.article import Filters, Passage
from knowledge.query import Inference
from knowledge.query import Understood as Understood

RefusalType = Literal["not_in_library", "outdated", "needs_live_data", "operational_decision", "out_of_scope"]
NoteType = Literal[
    "conflicting",
    "stale",
    "single_source",
    "superseded",
    "closest_only",
    "filter_relaxed",
    "written_without_model",
]
SentenceKind = Literal["claim", "note", "refusal"]
Support = Literal["supported", "weak", "unsupported", "unchecked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a person asks, and which articles may answer it. Nothing is inferred of what stands in `ignore`."""

    text: str
    filters: Filters = Filters()
    ignore: frozenset[Inference] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An earlier exchange of the same conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A number in the answer and the words that it stands for.

    The quote is what the article's text of that version holds from `start` to `end` (code points), character
    for character.
    """

    number: int
    article_id: str
    version: int
    title: str
    start: int
    end: int
    quote: str
    url: str | None = None
    outlet: str | None = None
    published: date | None = None
    language: str = "und"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of the answer: `answer.text[start:end] == text`, markers that stand behind it left out."""

    text: str
    start: int
    end: int
    kind: SentenceKind = "claim"
    citations: tuple[int, ...] = ()
    support: Support = "unchecked"
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a check says of a sentence: whether its passages support it, how probably (0 to 1), what is amiss."""

    support: Support = "unchecked"
    score: float = 0.0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why the library cannot answer, with the nearest evidence that it holds."""

    type: RefusalType
    message: str
    nearest: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a reader should know about an answer that could be given."""

    type: NoteType
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a chat model counted, in tokens."""

    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The whole result of a question, the same on every surface.

    `query` is the question as it was looked up; a follow-up stands alone there. `suggestions` are next questions that
    the library can answer. `prompts` are the digests of what a chat model was told, `fingerprint` stands for the
    models and settings, `library` for the articles as they were.

    `as_of` is the day of the newest article that it cites, `confidence` how probably (0 to 1) the passages state what
    was asked; None where they were not looked at. `passages` is what was retrieved, `citations` what
    was cited; the two are never mixed. `timings_ms` and `usage` are the only fields that differ when the same
    question is asked again of the same library.
    """

    id: str
    question: str
    query: str
    text: str
    understood: Understood = Understood()
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    passages: tuple[Passage, ...] = ()
    refusal: Refusal | None = None
    notes: tuple[Note, ...] = ()
    as_of: date | None = None
    confidence: float | None = None
    suggestions: tuple[str, ...] = ()
    writer: str = ""
    model: str | None = None
    prompts: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    library: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    usage: Usage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The passages that the answer will be written from and how the question was read; a stream's first event."""

    passages: tuple[Passage, ...]
    understood: Understood = Understood()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """The next piece of the answer's text, markers already numbered as they will stay.

    `sentences` are those that it completes; they have been checked.
    """

    text: str
    sentences: tuple[Sentence, ...] = ()


Event = Found | Delta | Answer
"""What `Assistant.stream` yields: `Found` once, `Delta` any number of times, `Answer` last."""


def to_json(value: Any) -> Any:
    """Any value of this module (or a `Passage`) as plain JSON types, dates in ISO form."""
    kind: type = type(value)
    return _adapter(kind).dump_python(value, mode="json")


def answer_from_json(value: Mapping[str, Any]) -> Answer:
    """The answer that `to_json` wrote.

    >>> answer = Answer(id="a", question="Why?", query="Why?", text="", as_of=date(2024, 5, 1))
    >>> answer_from_json(to_json(answer)) == answer
    True
    """
    answer: Answer = _adapter(Answer).validate_python(value)
    return answer


@cache
def _adapter(kind: type) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
