"""The whole road of a question: understood, retrieved, written, cited. Every front end takes this road."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from time import perf_counter
from typing import Protocol, TypeVar

from assistant.accounts import Accounts, compare
from assistant.answer import (
    Answer,
    Delta,
    Event,
    Found,
    Note,
    Question,
    Refusal,
    Turn,
    Understood,
    Usage,
    to_json,
)
from assistant.citations import Citing
from assistant.errors import BadQuestion, ChatModelFailed
from assistant.evidence import Weigh, Weighed
from assistant.follow_ups import standalone
from assistant.phrases import phrase
from assistant.planning import Plan, needs_plan
from assistant.writers import Material, Piece, Quotation, Writer
from knowledge.article import Filters, Passage, clean_text
from knowledge.days import today
from knowledge.language import detect
from knowledge.query import Query, Results

LONGEST_QUESTION = 4000
"""Characters; a longer one is a document and not a question."""

S = TypeVar("S")
T = TypeVar("T")
Rewrite = Callable[[str, Sequence[Turn]], Awaitable[str]]
"""A follow-up and the turns before it → a question that stands alone."""
Planner = Callable[[str, date], Awaitable[Plan]]
"""A question and the day it is asked on → how to look it up."""


class Search(Protocol):
    """What finds passages."""

    def search(self, query: Query) -> Results:
        """At most `query.k` passages, best first."""


@dataclass(slots=True)
class _Draft:
    """An answer while it is being written."""

    question: Question
    query: str
    language: str
    passages: list[Passage] = field(default_factory=list)
    understood: Understood = Understood()
    weighed: Weighed = Weighed()
    accounts: Accounts = Accounts()
    refusal: Refusal | None = None
    notes: list[Note] = field(default_factory=list)
    usage: Usage | None = None
    timings: dict[str, float] = field(default_factory=dict)


class Assistant:
    """Answers questions from a library. It keeps no state: a conversation arrives as turns.

    `fallback` writes when the writer's model fails; without one the failure is raised.
    """

    def __init__(
        self,
        search: Search,
        writer: Writer,
        *,
        weigh: Weigh,
        fingerprint: str = "",
        fallback: Writer | None = None,
        rewrite: Rewrite | None = None,
        plan: Planner | None = None,
        k: int = 8,
        threads: int = 4,
    ) -> None:
        self._search = search
        self._writer = writer
        self._weigh = weigh
        self._fingerprint = fingerprint
        self._fallback = fallback
        self._rewrite = rewrite
        self._plan = plan
        self._k = k
        # Bounded, so that slow questions wait for each other and for nobody else.
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="aerocite")

    @property
    def writer(self) -> str:
        """Who writes, for the reader: `quotes`, or the chat model."""
        return self._writer.model or self._writer.name

    async def ask(self, question: Question, history: Sequence[Turn] = ()) -> Answer:
        """The finished answer: `stream`, drained."""
        answer: Answer | None = None
        async for event in self.stream(question, history):
            if isinstance(event, Answer):
                answer = event
        assert answer is not None
        return answer

    async def stream(self, question: Question, history: Sequence[Turn] = ()) -> AsyncIterator[Event]:
        """`Found`, then `Delta`s, then the `Answer`; stopped by cancelling."""
        begun = perf_counter()
        question = replace(question, text=cleaned(question.text))
        draft = _Draft(question, question.text, detect(question.text))
        draft.refusal = _unanswerable(question.text, draft.language)
        if draft.refusal is None:
            draft.query = await self._timed(draft, "rewrite", self._standalone(question.text, history))
            plan = await self._timed(draft, "plan", self._planned(draft))
            query = Query(
                text=draft.query,
                k=self._k,
                filters=question.filters,
                ignore=question.ignore,
                steps=plan.steps,
                period=plan.period,
            )
            found = await self._timed(draft, "retrieve", self._blocking(self._search.search, query))
            draft.passages, draft.understood = list(found.passages), found.understood
            draft.notes += _relaxed(found.understood, draft.language)
            await self._timed(draft, "weigh", self._blocking(self._look, draft))
        yield Found(passages=tuple(draft.passages), understood=draft.understood)
        citing, writer = Citing(draft.passages), self._writer
        if draft.refusal is None and not draft.passages:
            filtered = question.filters != Filters()
            message = phrase("nothing_passes" if filtered else "empty_library", draft.language)
            draft.refusal = Refusal(type="not_in_library", message=message)
        if draft.refusal is None:
            written = perf_counter()
            try:
                async for text in self._write(draft, citing, writer, history):
                    draft.timings.setdefault("first_text", _ms(begun))
                    yield Delta(text=text)
            except ChatModelFailed as error:
                if self._fallback is None:
                    raise
                # What the model had said is dropped; the finished answer takes its place.
                citing, writer = Citing(draft.passages), self._fallback
                reason = phrase("model_failed", draft.language, reason=f"{error} {error.hint}".strip())
                draft.refusal = None
                draft.notes = _relaxed(draft.understood, draft.language)
                draft.notes.append(Note(type="written_without_model", message=reason))
                async for _ in self._write(draft, citing, writer, history):
                    pass
            draft.timings["write"] = _ms(written)
        draft.timings["total"] = _ms(begun)
        yield self._finished(draft, citing, writer)

    async def _standalone(self, question: str, history: Sequence[Turn]) -> str:
        if history and self._rewrite is not None:
            try:
                return await self._rewrite(question, history)
            except ChatModelFailed:
                # The writer will meet the same failure and say so; the rules do for finding passages.
                return standalone(question, history)
        return standalone(question, history)

    def _look(self, draft: _Draft) -> None:
        """What the passages hold, and where they differ."""
        draft.weighed = self._weigh(draft.query, draft.passages)
        draft.accounts = compare(draft.query, draft.passages, draft.weighed.candidates)

    async def _planned(self, draft: _Draft) -> Plan:
        day = draft.question.filters.as_of or today()
        if self._plan is None or not needs_plan(draft.query, draft.language, day):
            return Plan()
        try:
            return await self._plan(draft.query, day)
        except ChatModelFailed:
            # As for a rewrite: the rules do, and the writer will say what failed.
            return Plan()

    async def _write(
        self, draft: _Draft, citing: Citing, writer: Writer, history: Sequence[Turn]
    ) -> AsyncIterator[str]:
        material = Material(
            question=replace(draft.question, text=draft.query),
            passages=tuple(draft.passages),
            weighed=draft.weighed,
            accounts=draft.accounts,
            history=tuple(history),
        )
        async for piece in writer.write(material):
            text = _take(piece, draft, citing)
            if text:
                yield text
        rest = citing.finish()
        if rest:
            yield rest

    def _finished(self, draft: _Draft, citing: Citing, writer: Writer) -> Answer:
        if draft.refusal is not None:
            citing = Citing(draft.passages)
            citing.note([draft.refusal.message], "refusal")
        cited = citing.cited()
        answer = Answer(
            id="",
            question=draft.question.text,
            query=draft.query,
            understood=replace(draft.understood, filters=draft.question.filters),
            text=cited.text,
            sentences=cited.sentences,
            citations=cited.citations,
            passages=tuple(draft.passages),
            refusal=draft.refusal,
            notes=tuple(draft.notes),
            as_of=max((c.published for c in cited.citations if c.published), default=None),
            writer=writer.name,
            model=writer.model,
            fingerprint=self._fingerprint,
        )
        # From content alone: the same answer has the same address on every surface.
        content = json.dumps(to_json(answer), sort_keys=True).encode()
        return replace(
            answer,
            id=blake2b(content, digest_size=10).hexdigest(),
            timings_ms=draft.timings,
            usage=draft.usage,
        )

    async def _blocking(self, work: Callable[[S], T], given: S) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, given)

    async def _timed(self, draft: _Draft, stage: str, work: Awaitable[T]) -> T:
        begun = perf_counter()
        try:
            return await work
        finally:
            draft.timings[stage] = _ms(begun)


def cleaned(question: str) -> str:
    r"""A question without control characters and surplus space; an empty one is refused.

    >>> cleaned(" What\x07 is  ETOPS? ")
    'What is ETOPS?'
    """
    printable = (
        char if (char.isprintable() and char != "\ufffd") or char in "\u200c\u200d" else " "
        for char in clean_text(question)
    )
    text = " ".join("".join(printable).split())
    if not text:
        raise BadQuestion("There is no question.", hint='Ask something, such as "What does ETOPS mean?".')
    return text


def _unanswerable(question: str, language: str) -> Refusal | None:
    if len(question) > LONGEST_QUESTION:
        return Refusal(type="out_of_scope", message=phrase("too_long", language, limit=LONGEST_QUESTION))
    if not any(char.isalnum() for char in question):
        return Refusal(type="out_of_scope", message=phrase("no_words", language))
    return None


def _relaxed(understood: Understood, language: str) -> list[Note]:
    """A note for each reading of the question that would have hidden its answer."""
    said = dict(understood.because)
    return [
        Note(type="filter_relaxed", message=phrase("filter_relaxed", language, words=said[name]))
        for name in understood.relaxed
    ]


def _take(piece: Piece, draft: _Draft, citing: Citing) -> str:
    """Put a writer's piece where it belongs; gives the text that may be shown."""
    match piece:
        case str():
            return citing.write(piece)
        case Quotation(passage=passage, start=start, end=end):
            return citing.quote((passage, start, end))
        case Note():
            draft.notes.append(piece)
            return citing.note([piece.message]) if piece.type == "closest_only" else ""
        case Refusal():
            draft.refusal = piece
            return citing.note([piece.message], "refusal")
        case Usage():
            draft.usage = piece
            return ""


def _ms(begun: float) -> float:
    return round((perf_counter() - begun) * 1000, 1)
