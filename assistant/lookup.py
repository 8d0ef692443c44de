"""From a question to what was found for it: understood, planned, retrieved, weighed, or refused on the way."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from assistant.accounts import compare
from assistant.answer import Note, Turn
from assistant.draft import Draft
from assistant.errors import ChatModelFailed
from assistant.evidence import Weigh, surest
from assistant.follow_ups import follow_up
from assistant.phrases import phrase
from assistant.planning import Plan, needs_plan
from assistant.quoted import unquoted
from assistant.refusals import message as refusal_message
from assistant.refusals import off_subject, refusal_type
from assistant.threads import Threads
from assistant.writers import Part
from knowledge.article import Filters
from knowledge.days import today
from knowledge.identifiers import Names
from knowledge.query import Edition, Query, Results

if TYPE_CHECKING:
    from assistant.refusals.likeness import Likeness

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


class Lookup:
    """Looks questions up.

    `rewrite` and `plan` are a chat model's; without one, rules do. `likeness` knows more ways of asking for what
    no library has.
    """

    def __init__(
        self,
        search: Search,
        weigh: Weigh,
        *,
        names: Names | None = None,
        likeness: "Likeness | None" = None,
        rewrite: Rewrite | None = None,
        plan: Planner | None = None,
        k: int = 8,
        threads: Threads | None = None,
    ) -> None:
        self._search = search
        self._weigh = weigh
        self._names = names
        self._likeness = likeness
        self._rewrite = rewrite
        self._plan = plan
        self._k = k
        self._threads = threads or Threads()

    def edition(self) -> Edition:
        """The library as it is searched now."""
        return self._search.edition()

    async def look_up(self, draft: Draft) -> None:
        """Understand the question, find passages and weigh them; a refusal where that ends the road."""
        draft.query = await draft.timed("rewrite", self._standalone(draft))
        plan = await draft.timed("plan", self._planned(draft))
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
        await self._threads.run(self._refuse, draft)

    async def _find(self, draft: Draft, query: Query) -> None:
        found = await draft.timed("retrieve", self._threads.run(self._search.search, query))
        draft.passages, draft.understood = found.passages, found.understood
        await draft.timed("weigh", self._threads.run(self._weighed, draft))

    def _weighed(self, draft: Draft) -> None:
        """What the passages hold, and where they differ."""
        draft.weighed = self._weigh(draft.own, draft.passages)
        # A follow-up that was put behind an earlier question does not ask that one again.
        asked = {turn.question.strip(" ?؟.!") for turn in draft.history}
        own = [step for step in draft.understood.steps if step not in asked]
        draft.parts = tuple(Part(step, self._weigh(step, draft.passages)) for step in own)
        if draft.parts and draft.weighed.standing != "stated":
            # No sentence holds the words of two questions; one that answers a part of them is an answer.
            draft.weighed = surest([draft.weighed, *(part.weighed for part in draft.parts)])
        draft.accounts = compare(draft.own, draft.passages, draft.weighed.candidates)

    def _refuse(self, draft: Draft) -> None:
        """Why nobody is asked to write: the words of the question, or that nothing found touches its subject."""
        day, newest = draft.question.filters.as_of or today(), draft.edition.newest
        # What a question quotes of an article asks nothing itself.
        own = unquoted(draft.plain) if draft.weighed.repeats else draft.plain
        read = own, draft.understood.mentions
        known: dict[str, Any] = {"today": day, "newest": newest, "likeness": self._likeness}
        # What a person typed may be an attack that is lost where a follow-up is put in other words.
        typed = refusal_type(draft.question.text, (), **known) if draft.query != draft.question.text else None
        kind = typed if typed == "out_of_scope" else refusal_type(*read, **known)
        if kind is None and not draft.passages:
            filtered = draft.question.filters != Filters()
            message = phrase("nothing_passes" if filtered else "empty_library", draft.language)
            return draft.refuse("not_in_library", message)
        if kind is None and draft.weighed.standing == "none":
            kind = "out_of_scope" if off_subject(*read, self._likeness) else "not_in_library"
        if kind is not None:
            told = refusal_message(kind, draft.language, question=draft.query, mentions=read[1], newest=newest)
            draft.refuse(kind, told)

    async def _standalone(self, draft: Draft) -> str:
        read = await self._threads.run(follow_up, draft.question.text, draft.history, self._names)
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


def _relaxed(draft: Draft) -> list[Note]:
    """A note for each reading of the question that would have hidden its answer."""
    said = dict(draft.understood.because)
    return [
        Note(type="filter_relaxed", message=phrase("filter_relaxed", draft.language, words=said[name]))
        for name in draft.understood.relaxed
    ]
