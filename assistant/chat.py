"""The whole road of a question: understood, retrieved, weighed, written, checked. Every front end takes this road."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from assistant.accounts import compare
from assistant.answer import Answer, Delta, Event, Found, Note, Question, Refusal, Turn, Usage
from assistant.citations import Check, Citing
from assistant.citations.markers import Written
from assistant.draft import Draft
from assistant.errors import BadQuestion, ChatModelFailed
from assistant.evidence import Weigh
from assistant.follow_ups import follow_up
from assistant.phrases import phrase
from assistant.planning import Plan, needs_plan
from assistant.refusals import message as refusal_message
from assistant.refusals import off_subject, refusal_type
from assistant.writers import Piece, Quotation, Writer
from knowledge.article import Filters, clean_text
from knowledge.days import today
from knowledge.identifiers import Names
from knowledge.language import detect
from knowledge.query import Edition, Query, Results

if TYPE_CHECKING:
    from assistant.refusals.likeness import Likeness

LONGEST_QUESTION = 4000
"""Characters; a longer one is a document and not a question."""
NEAREST = 3
"""How many passages a refusal carries."""

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

    def edition(self) -> Edition:
        """The library as it is searched now."""


class Assistant:
    """Answers questions from a library. It keeps no state: a conversation arrives as turns.

    `check` tells of each sentence of a model whether the passages support it; with `drop`, one that they do not
    support is left out. `fallback` writes when the writer's model fails; without one the failure is raised.
    `prompts` are the digests of what the model is told.
    """

    def __init__(
        self,
        search: Search,
        writer: Writer,
        *,
        weigh: Weigh,
        names: Names | None = None,
        likeness: "Likeness | None" = None,
        check: Check | None = None,
        drop: bool = False,
        fingerprint: str = "",
        prompts: Mapping[str, str] | None = None,
        fallback: Writer | None = None,
        rewrite: Rewrite | None = None,
        plan: Planner | None = None,
        k: int = 8,
        threads: int = 4,
    ) -> None:
        self._search = search
        self._writer = writer
        self._weigh = weigh
        self._names = names
        self._likeness = likeness
        self._check = check
        self._drop = drop
        self._fingerprint = fingerprint
        self._prompts = dict(prompts or {})
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
        draft = Draft(question, question.text, detect(question.text), tuple(history))
        draft.refusal = _unanswerable(question.text, draft.language)
        if draft.refusal is None:
            await self._look_up(draft)
        yield Found(passages=draft.passages, understood=draft.understood)
        citing, writer = self._citing(draft), self._writer
        if draft.refusal is None:
            written, notes = perf_counter(), list(draft.notes)
            try:
                async for delta in self._write(draft, citing, writer):
                    draft.timings.setdefault("first_text", _ms(begun))
                    yield delta
            except ChatModelFailed as error:
                if self._fallback is None:
                    raise
                # What the model had said is dropped; the finished answer takes its place.
                citing, writer = self._citing(draft), self._fallback
                reason = phrase("model_failed", draft.language, reason=f"{error} {error.hint}".strip())
                draft.refusal = None
                draft.notes = [*notes, Note(type="written_without_model", message=reason)]
                async for _ in self._write(draft, citing, writer):
                    pass
            draft.timings["write"] = _ms(written)
        draft.timings["total"] = _ms(begun)
        edition = self._search.edition()
        yield draft.finished(citing, writer, prompts=self._prompts, fingerprint=self._fingerprint, library=edition.name)

    async def _look_up(self, draft: Draft) -> None:
        """Understand the question, find passages and weigh them; a refusal where that ends the road."""
        draft.query = await self._timed(draft, "rewrite", self._standalone(draft))
        plan = await self._timed(draft, "plan", self._planned(draft))
        filters = draft.question.filters
        query = Query(
            text=draft.query,
            k=self._k,
            filters=filters,
            ignore=draft.question.ignore,
            steps=plan.steps,
            period=plan.period,
        )
        if draft.wanted and not filters.language:
            # What was asked for in another language is best answered by articles that are written in it.
            await self._find(draft, replace(query, filters=replace(filters, language=draft.wanted)))
        if draft.weighed.standing != "stated":
            await self._find(draft, query)
        draft.notes += _relaxed(draft)
        draft.refusal = self._refused(draft)

    async def _find(self, draft: Draft, query: Query) -> None:
        found = await self._timed(draft, "retrieve", self._blocking(self._search.search, query))
        draft.passages, draft.understood = found.passages, found.understood
        await self._timed(draft, "weigh", self._blocking(self._weighed, draft))

    def _weighed(self, draft: Draft) -> None:
        """What the passages hold, and where they differ."""
        draft.weighed = self._weigh(draft.query, draft.passages)
        draft.accounts = compare(draft.query, draft.passages, draft.weighed.candidates)

    def _refused(self, draft: Draft) -> Refusal | None:
        """Why nobody is asked to write: the words of the question, or that nothing found touches its subject."""
        day, newest = draft.question.filters.as_of or today(), self._search.edition().newest
        read = draft.query, draft.understood.mentions
        known: dict[str, Any] = {"today": day, "newest": newest, "likeness": self._likeness}
        # What a person typed may be an attack that is lost where a follow-up is put in other words.
        typed = refusal_type(draft.question.text, (), **known) if draft.query != draft.question.text else None
        kind = typed if typed == "out_of_scope" else refusal_type(*read, **known)
        if kind is None and not draft.passages:
            filtered = draft.question.filters != Filters()
            message = phrase("nothing_passes" if filtered else "empty_library", draft.language)
            return Refusal(type="not_in_library", message=message)
        if kind is None and draft.weighed.standing == "none":
            kind = "out_of_scope" if off_subject(*read, self._likeness) else "not_in_library"
        if kind is None:
            return None
        message = refusal_message(kind, draft.language, question=draft.query, mentions=read[1], newest=newest)
        return Refusal(type=kind, message=message, nearest=draft.passages[:NEAREST])

    async def _standalone(self, draft: Draft) -> str:
        read = follow_up(draft.question.text, draft.history, self._names)
        draft.wanted = read.language
        if draft.history and self._rewrite is not None:
            try:
                return await self._rewrite(draft.question.text, draft.history)
            except ChatModelFailed:
                # The writer will meet the same failure and say so; the rules do for finding passages.
                pass
        return read.text

    async def _planned(self, draft: Draft) -> Plan:
        day = draft.question.filters.as_of or today()
        if self._plan is None or not needs_plan(draft.query, draft.language, day):
            return Plan()
        try:
            return await self._plan(draft.query, day)
        except ChatModelFailed:
            # As for a rewrite: the rules do, and the writer will say what failed.
            return Plan()

    def _citing(self, draft: Draft) -> Citing:
        return Citing(draft.passages, self._check, drop=self._drop)

    async def _write(self, draft: Draft, citing: Citing, writer: Writer) -> AsyncIterator[Delta]:
        shown = 0
        async for piece in writer.write(draft.material()):
            text = await self._take(piece, draft, citing)
            if text:
                yield Delta(text=text, sentences=citing.sentences[shown:])
                shown = len(citing.sentences)
        if text := await self._shown(citing, citing.close()):
            yield Delta(text=text, sentences=citing.sentences[shown:])

    async def _take(self, piece: Piece, draft: Draft, citing: Citing) -> str:
        """Put a writer's piece where it belongs; gives the text that may be shown."""
        match piece:
            case str():
                return await self._shown(citing, citing.feed(piece))
            case Quotation():
                words = piece.passage, piece.start, piece.end
                return citing.quote(words, lead=piece.lead, also=piece.also, form=piece.form, label=piece.label)
            case Note():
                draft.notes.append(piece)
                return citing.note([piece.message]) if piece.type == "closest_only" else ""
            case Refusal():
                draft.refusal = piece
                return citing.note([piece.message], "refusal")
            case Usage():
                draft.usage = piece
                return ""

    async def _shown(self, citing: Citing, sentences: Sequence[Written]) -> str:
        """Check sentences that are whole, and take them in."""
        return "".join([citing.put(await self._blocking(citing.checked, written)) for written in sentences])

    async def _blocking(self, work: Callable[[S], T], given: S) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, given)

    async def _timed(self, draft: Draft, stage: str, work: Awaitable[T]) -> T:
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


def _relaxed(draft: Draft) -> list[Note]:
    """A note for each reading of the question that would have hidden its answer."""
    said = dict(draft.understood.because)
    return [
        Note(type="filter_relaxed", message=phrase("filter_relaxed", draft.language, words=said[name]))
        for name in draft.understood.relaxed
    ]


def _ms(begun: float) -> float:
    return round((perf_counter() - begun) * 1000, 1)
