"""An answer while it is being made, and how it becomes the finished value. Pure."""

import json
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from time import perf_counter
from typing import TypeVar

from assistant.accounts import Accounts
from assistant.answer import Answer, Note, Question, Refusal, RefusalType, Turn, Understood, Usage, to_json
from assistant.citations import Citing
from assistant.evidence import Weighed
from assistant.quoted import unmarked, untold
from assistant.writers import NEAREST, Material, Part, Writer
from knowledge.article import Passage
from knowledge.query import Edition

T = TypeVar("T")


@dataclass(slots=True)
class Draft:
    """What is known of an answer so far.

    `query` is the question as it is looked up, `wanted` the language that its answer was asked for in.
    """

    question: Question
    query: str
    asked_in: str
    history: tuple[Turn, ...] = ()
    wanted: str | None = None
    passages: tuple[Passage, ...] = ()
    understood: Understood = Understood()
    edition: Edition = Edition()
    weighed: Weighed = Weighed()
    parts: tuple[Part, ...] = ()
    accounts: Accounts = Accounts()
    refusal: Refusal | None = None
    notes: list[Note] = field(default_factory=list)
    suggestions: tuple[str, ...] = ()
    usage: Usage | None = None
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language of the answer."""
        return self.wanted or self.asked_in

    @property
    def plain(self) -> str:
        """What is asked, less mark-up that came along. The search keeps that: it may be part of an outlet's name."""
        return unmarked(self.query)

    @property
    def own(self) -> str:
        """What is asked, less how it is to be answered."""
        return untold(self.plain)

    def refuse(self, kind: RefusalType, message: str) -> None:
        """End the road with a refusal; it carries the nearest passages."""
        self.refusal = Refusal(type=kind, message=message, nearest=self.passages[:NEAREST])

    async def timed(self, stage: str, work: Awaitable[T]) -> T:
        """Await some work and keep how many milliseconds it took; a stage that runs again adds to its time."""
        begun = perf_counter()
        try:
            return await work
        finally:
            self.timings[stage] = round(self.timings.get(stage, 0.0) + milliseconds(begun), 1)

    def material(self) -> Material:
        """What a writer is given."""
        return Material(
            question=replace(self.question, text=self.own),
            language=self.language,
            passages=self.passages,
            weighed=self.weighed,
            accounts=self.accounts,
            parts=self.parts,
            history=self.history,
        )

    def finished(self, citing: Citing, writer: Writer, *, prompts: Mapping[str, str], fingerprint: str) -> Answer:
        """The answer. Its id is made from its content: the same answer has the same address on every surface."""
        if self.refusal is not None:
            citing = Citing(self.passages)
            citing.note([self.refusal.message], "refusal")
        cited = citing.cited()
        answer = Answer(
            id="",
            question=self.question.text,
            query=self.query,
            understood=replace(self.understood, filters=self.question.filters),
            text=cited.text,
            sentences=cited.sentences,
            citations=cited.citations,
            passages=self.passages,
            refusal=self.refusal,
            notes=tuple(self.notes),
            as_of=max((c.published for c in cited.citations if c.published), default=None),
            confidence=round(self.weighed.confidence, 3) if self.passages else None,
            suggestions=self.suggestions,
            writer=writer.name,
            model=writer.model,
            prompts=prompts if writer.model else {},
            fingerprint=fingerprint,
            library=self.edition.name,
        )
        content = json.dumps(to_json(answer), sort_keys=True).encode()
        name = blake2b(content, digest_size=10).hexdigest()
        return replace(answer, id=name, timings_ms=self.timings, usage=self.usage)


def milliseconds(begun: float) -> float:
    """Since a `perf_counter`."""
    return round((perf_counter() - begun) * 1000, 1)
