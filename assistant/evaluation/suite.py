"""What a suite of questions is: one strict schema for every format. Unknown keys are errors."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from assistant.answer import NoteType, RefusalType
from knowledge.article import Filters


class Strict(BaseModel):
    """A frozen value that takes no unknown key."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Pattern(Strict):
    """A regular expression that the answer must hold somewhere, in any case."""

    regex: str

    @field_validator("regex")
    @classmethod
    def _compiles(cls, regex: str) -> str:
        try:
            re.compile(regex)
        except re.error as error:
            raise ValueError(f"it is not a regular expression: {error}") from None
        return regex


class Number(Strict):
    """A figure: right within `max(abs_tol, rel_tol * |number|)`, in its unit or one that converts to it."""

    number: float
    unit: str | None = None
    abs_tol: float = Field(default=0.0, ge=0)
    rel_tol: float = Field(default=0.0, ge=0)


class Day(Strict):
    """A date, compared as exactly as `granularity` says."""

    date: date
    granularity: Literal["day", "month", "year"] = "day"


Accepted = Annotated[str, Field(min_length=1)] | Pattern | Number | Day
"""What an answer may hold to be right: words (case and articles do not matter), a pattern, a figure, a day."""


class Fact(Strict):
    """A piece of a complete answer (a nugget): held if any of `match` is, or its own text where nothing is given."""

    text: str
    id: str | None = None
    match: tuple[Accepted, ...] = ()
    importance: Literal["vital", "okay"] = "vital"


class Source(Strict):
    """An article, by its id, address or title; `quote` tells which part of it, `grade` how good it is (from 1)."""

    id: str | None = None
    url: str | None = None
    title: str | None = None
    quote: str | None = None
    grade: int = Field(default=1, ge=1, le=10)

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"id": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _named(self) -> "Source":
        if not (self.id or self.url or self.title):
            raise ValueError("a source needs an id, a url or a title")
        return self


class Expect(Strict):
    """What a right answer is. Whatever is left out is not asked for.

    `answerable: false` means that it must be refused, with one of `refusal` where that is given. `notes` are types of
    notes that the answer must carry. `sources_mode` says whether all sources are needed or any of them will do.
    `reference` is a whole right answer, for metrics that compare words and for a judge.
    """

    answerable: bool | None = None
    answers: tuple[Accepted, ...] = ()
    reference: str | None = None
    facts: tuple[Fact, ...] = ()
    facts_all_in_order: bool = False
    forbidden: tuple[Accepted, ...] = ()
    sources: tuple[Source, ...] = ()
    sources_mode: Literal["all", "any"] = "all"
    not_sources: tuple[Source, ...] = ()
    refusal: tuple[RefusalType, ...] = ()
    notes: tuple[NoteType, ...] = ()
    min_citations: int | None = Field(default=None, ge=0)
    max_words: int | None = Field(default=None, ge=1)

    @model_validator(mode="before")
    @classmethod
    def _lists(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        lists = ("answers", "facts", "forbidden", "sources", "not_sources", "refusal", "notes")
        return {
            name: [given] if name in lists and not isinstance(given, list | tuple) else given
            for name, given in value.items()
        }

    @model_validator(mode="after")
    def _consistent(self) -> "Expect":
        if self.answerable and self.refusal:
            raise ValueError("an answerable question has no refusal")
        if self.must_refuse and (self.answers or self.facts):
            raise ValueError("a question that must be refused has no answers or facts")
        return self

    @property
    def must_refuse(self) -> bool:
        """Whether a right answer is a refusal."""
        return self.answerable is False or bool(self.refusal)

    @property
    def must_answer(self) -> bool:
        """Whether a right answer says something that can be checked here."""
        return not self.must_refuse and (self.answerable is True or bool(self.answers or self.facts))


class Choice(Strict):
    """Which articles may answer, as the filters of `aerocite ask`; what was retrieved is checked against it."""

    since: date | None = None
    until: date | None = None
    outlet: str | None = None
    category: str | None = None
    language: str | None = None


class Turn(Strict):
    """A turn of a scripted conversation; `answer` puts words in the assistant's mouth instead of asking it."""

    user: str = Field(min_length=1)
    answer: str | None = None
    expect: Expect | None = None


class Skips(Strict):
    """Metrics that say nothing of this question."""

    skip: tuple[str, ...] = ()


class Sample(Strict):
    """A question, or a script of turns, and what is expected. `id` is what runs are compared by.

    `cluster` names questions that are not independent, such as those on one article. A `must_pass` sample that fails
    fails the run. `language` is that of the expected answer.
    """

    id: str = Field(min_length=1, max_length=200)
    question: str | None = Field(default=None, min_length=1)
    turns: tuple[Turn, ...] = ()
    as_of: date | None = None
    filters: Choice = Choice()
    language: str | None = None
    tags: tuple[str, ...] = ()
    cluster: str | None = None
    weight: float = Field(default=1.0, gt=0)
    must_pass: bool = False
    repeats: int = Field(default=1, ge=1, le=100)
    timeout_s: float | None = Field(default=None, gt=0)
    expect: Expect = Expect()
    metrics: Skips = Skips()
    notes: str = ""

    @model_validator(mode="before")
    @classmethod
    def _other_spellings(cls, value: Any) -> Any:
        """`category_filter` and `date_range` are short for filters; one tag or category needs no list."""
        if not isinstance(value, dict):
            return value
        given = dict(value)
        filters = dict(given.pop("filters", None) or {})
        if (categories := given.pop("category_filter", None)) is not None:
            named = [categories] if isinstance(categories, str) else list(categories)
            if len(named) > 1:
                raise ValueError("category_filter takes one category")
            filters |= {"category": named[0]} if named else {}
        if (days := given.pop("date_range", None)) is not None:
            if not isinstance(days, dict) or set(days) - {"from", "to"}:
                raise ValueError("date_range is {from: DATE, to: DATE}")
            filters.update({new: days[old] for old, new in (("from", "since"), ("to", "until")) if old in days})
        if filters:
            given["filters"] = filters
        if isinstance(given.get("tags"), str):
            given["tags"] = [given["tags"]]
        return given

    @model_validator(mode="after")
    def _asks(self) -> "Sample":
        if (self.question is None) == (not self.turns):
            raise ValueError("a sample has either a question or turns")
        if self.turns and self.expect != Expect():
            raise ValueError("the turns of a script carry what is expected, each its own")
        if self.turns and self.turns[-1].answer is not None:
            raise ValueError("the last turn of a script is asked: it has no answer")
        return self

    @property
    def script(self) -> tuple[Turn, ...]:
        """What is asked, one after the other; a question is a script of one turn."""
        return self.turns or (Turn(user=self.question or "", expect=self.expect),)

    @property
    def group(self) -> str:
        """What intervals are clustered by."""
        return self.cluster or self.id

    def chosen(self) -> Filters:
        """The filters that the question is asked with."""
        return Filters(as_of=self.as_of, **self.filters.model_dump())


class Gate(Strict):
    """What a metric must reach. `max_drop` is against a baseline; it counts if it is significant, or with `strict`."""

    min: float | None = None
    max: float | None = None
    min_lower95: float | None = None
    max_drop: float | None = Field(default=None, ge=0)
    alpha: float = Field(default=0.05, gt=0, lt=1)
    strict: bool = False
    tag: str | None = None


class Defaults(Strict):
    """What holds for each sample that does not say otherwise."""

    top_k: int | None = Field(default=None, ge=1, le=50)
    as_of: date | None = None
    language: str | None = None
    timeout_s: float | None = Field(default=None, gt=0)
    repeats: int | None = Field(default=None, ge=1, le=100)
    filters: Choice | None = None
    tags: tuple[str, ...] = ()


class Suite(Strict):
    """Questions with the gates that a run of them must pass, and how many of them may be invalid."""

    version: Literal[1] = 1
    name: str = ""
    about: str = ""
    defaults: Defaults = Defaults()
    gates: dict[str, Gate] = {}
    max_invalid: int | None = Field(default=None, ge=0)
    questions: tuple[Sample, ...] = ()
