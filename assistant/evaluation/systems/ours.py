"""Our assistant in process, with all that its inside can tell: each lane of the search, and what the library holds."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from assistant.answer import Answer, Citation
from assistant.errors import ChatModelFailed
from assistant.evaluation.records import Held, Lane, Retrieved
from assistant.evaluation.systems import Asked, AskedInVain, Reply, as_retrieved, shown
from assistant.evaluation.systems.altered import Altered, other_figure
from assistant.factory import Parts, fingerprint, make_assistant
from assistant.settings import Settings
from assistant.threads import Threads
from knowledge.library import Library
from knowledge.query import Query

DEPTH = 50
"""Passages of each lane that are kept: enough for ten articles, and to see what was lost on the way."""


class Ours:
    """The assistant that the settings ask for.

    A model that fails is an error here: quotes in its place would be another system. With `alter`, each answered
    question is asked twice more, without what it cited and with one figure of it changed.
    """

    def __init__(self, settings: Settings, parts: Parts, *, alter: bool = False) -> None:
        self._settings = settings.model_copy(update={"fallback": "off"})
        self._parts = parts
        self._alter = alter
        self._assistant = make_assistant(self._settings, parts)
        self._threads = Threads(2)
        self.model = settings.chat_model
        self.name = f"aerocite ({self._assistant.writer})"
        self.fingerprint = fingerprint(self._settings, parts)

    async def ask(self, asked: Asked) -> Reply:
        """The answer, what each lane gave for it, and what the library holds where it cites."""
        answer = await self._ask(asked)
        held = tuple(holds(self._parts.library, citation, answer) for citation in answer.citations)
        lanes = await self._threads.run(self._lanes, answer, asked)
        altered, edited = await self._altered(answer, asked) if self._alter else ({}, None)
        return Reply(answer=answer, lanes=lanes, held=held, altered=altered, edited=edited)

    async def close(self) -> None:
        """The library belongs to whoever opened it."""

    async def _ask(self, asked: Asked, parts: Parts | None = None) -> Answer:
        assistant = make_assistant(self._settings, parts) if parts else self._assistant
        try:
            return await assistant.ask(asked.question, asked.history)
        except ChatModelFailed as error:
            raise AskedInVain(str(error), hint=error.hint, again=True) from error

    def _lanes(self, answer: Answer, asked: Asked) -> Mapping[Lane, tuple[Retrieved, ...]]:
        if not answer.passages:
            return {}
        ignore = asked.question.ignore | frozenset(answer.understood.relaxed)
        query = Query(text=answer.query, filters=asked.question.filters, ignore=ignore)
        traced = self._parts.retriever.trace(query, DEPTH)
        lanes: dict[Lane, tuple[Retrieved, ...]] = {}
        for lane in ("words", "vectors", "names", "fused"):
            lanes[lane] = as_retrieved(traced.get(lane, ()))
        return {**lanes, **shown(answer)}

    async def _altered(
        self, answer: Answer, asked: Asked
    ) -> tuple[Mapping[Literal["drop", "edit"], Answer], tuple[str, str] | None]:
        if answer.refusal or not answer.citations:
            return {}, None
        cited = {(c.article_id, c.start, c.end) for c in answer.citations}
        dropped = await self._ask(asked, self._with(Altered(self._parts.retriever, without=cited)))
        edit = other_figure(answer)
        if edit is None:
            return {"drop": dropped}, None
        edited = await self._ask(asked, self._with(Altered(self._parts.retriever, edit=edit)))
        return {"drop": dropped, "edit": edited}, (edit.was, edit.becomes)

    def _with(self, search: Altered) -> Parts:
        return replace(self._parts, retriever=search)


def holds(library: Library, citation: Citation, answer: Answer) -> Held | None:
    """What the library holds where a citation points."""
    article = library.article(citation.article_id, citation.version)
    if article is None:
        return None
    around = next(
        (
            passage.text
            for passage in answer.passages
            if passage.article_id == citation.article_id and passage.start <= citation.start < passage.end
        ),
        "",
    )
    return Held(
        title=article.title,
        quote=article.text[citation.start : citation.end],
        url=article.url,
        outlet=article.outlet,
        published=article.published,
        passage=around,
    )
