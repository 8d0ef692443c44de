"""The whole road of a question: understood, retrieved, weighed, written, checked. Every front end takes this road."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from time import perf_counter

from assistant.answer import Answer, Delta, Event, Found, Note, Question, Refusal, Turn, Usage
from assistant.citations import Check, Citing, Claim
from assistant.citations.markers import Written
from assistant.draft import Draft, milliseconds
from assistant.errors import BadQuestion, ChatModelFailed
from assistant.lookup import Lookup
from assistant.phrases import phrase
from assistant.remarks import remarks
from assistant.threads import Threads
from assistant.writers import Piece, Quotation, Writer
from knowledge.article import Passage, clean_text
from knowledge.language import detect
from knowledge.reading.invisible import visible

LONGEST_QUESTION = 4000
"""Characters; a longer one is a document and not a question."""

Judge = Callable[[str, str], Awaitable[bool | None]]
"""A sentence and the text that it rests on → whether that supports it, None where nobody can tell."""
Suggest = Callable[[str, str, Sequence[Passage], Collection[str], Sequence[Turn], str], tuple[str, ...]]
"""Question, query, passages, ids of the articles cited, earlier turns, language → questions to go on with."""


class Assistant:
    """Answers questions from a library. It keeps no state: a conversation arrives as turns.

    `check` tells of each sentence of a model whether the passages support it, `judge` is asked where that is in
    doubt; with `drop`, a sentence that they do not support is left out. `fallback` writes when the writer's model
    fails; without one the failure is raised. `prompts` are the digests of what the model is told.
    """

    def __init__(
        self,
        lookup: Lookup,
        writer: Writer,
        *,
        check: Check | None = None,
        judge: Judge | None = None,
        drop: bool = False,
        suggest: Suggest | None = None,
        fallback: Writer | None = None,
        fingerprint: str = "",
        prompts: Mapping[str, str] | None = None,
        threads: Threads | None = None,
    ) -> None:
        self._lookup = lookup
        self._writer = writer
        self._check = check
        self._judge = judge
        self._drop = drop
        self._suggest = suggest
        self._fallback = fallback
        self._fingerprint = fingerprint
        self._prompts = dict(prompts or {})
        self._threads = threads or Threads()

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

    async def stream(self, question: Question, history: Sequence[Turn] = ()) -> AsyncGenerator[Event, None]:
        """`Found`, then `Delta`s, then the `Answer`; stopped by cancelling."""
        begun = perf_counter()
        question = replace(question, text=cleaned(question.text))
        draft = Draft(question, question.text, detect(question.text), tuple(history))
        draft.edition = await self._threads.run(self._lookup.edition)
        draft.refusal = _unanswerable(question.text, draft.language)
        if draft.refusal is None:
            await self._lookup.look_up(draft)
        yield Found(passages=draft.passages, understood=draft.understood)
        citing, writer = self._citing(draft), self._writer
        if draft.refusal is None:
            written, notes = perf_counter(), list(draft.notes)
            try:
                async with aclosing(self._write(draft, citing, writer)) as deltas:
                    async for delta in deltas:
                        draft.timings.setdefault("first_text", milliseconds(begun))
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
            draft.timings["write"] = milliseconds(written)
        if self._suggest and draft.passages and not (draft.refusal and draft.refusal.type == "out_of_scope"):
            draft.suggestions = await draft.timed("suggest", self._threads.run(self._next, draft, citing))
        draft.timings["total"] = milliseconds(begun)
        yield draft.finished(citing, writer, prompts=self._prompts, fingerprint=self._fingerprint)

    def _next(self, draft: Draft, citing: Citing) -> tuple[str, ...]:
        assert self._suggest is not None
        cited = set() if draft.refusal else {citation.article_id for citation in citing.cited().citations}
        return self._suggest(draft.question.text, draft.query, draft.passages, cited, draft.history, draft.language)

    def _citing(self, draft: Draft) -> Citing:
        return Citing(draft.passages, self._check, drop=self._drop)

    async def _write(self, draft: Draft, citing: Citing, writer: Writer) -> AsyncGenerator[Delta, None]:
        shown = 0
        async with aclosing(self._said(draft, citing, writer)) as texts:
            async for text in texts:
                if text:
                    yield Delta(text=text, sentences=citing.sentences[shown:])
                    shown = len(citing.sentences)

    async def _said(self, draft: Draft, citing: Citing, writer: Writer) -> AsyncGenerator[str, None]:
        """What the writer says, then how the articles differ on it."""
        async with aclosing(writer.write(draft.material())) as pieces:
            async for piece in pieces:
                yield await self._take(piece, draft, citing)
        if draft.refusal is not None:
            return
        yield await self._shown(citing, citing.close())
        if not any(sentence.kind == "claim" for sentence in citing.sentences):
            draft.refuse("not_in_library", phrase("model_refused", draft.language))
            return
        for words in remarks(draft, citing, quotes=writer.model is None):
            yield citing.note(words)

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
        shown = ""
        for written in sentences:
            claim = await self._threads.run(citing.checked, written)
            shown += citing.put(await self._judged(claim, citing))
        return shown

    async def _judged(self, claim: Claim, citing: Citing) -> Claim:
        if self._judge is None or not claim.doubtful:
            return claim
        evidence = "\n\n".join(f"{passage.title}\n{passage.text}" for passage in citing.evidence(claim))
        said = await self._judge(claim.written.words, evidence)
        return claim if said is None else claim.judged(supported=said)


def cleaned(question: str) -> str:
    r"""A question without control characters and surplus space; an empty one is refused.

    >>> cleaned(" What\x07 is  ETOPS? ")
    'What is ETOPS?'
    """
    printable = (
        char if (char.isprintable() and char != "\ufffd") or char in "\u200c\u200d" else " "
        for char in visible(clean_text(question))
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
