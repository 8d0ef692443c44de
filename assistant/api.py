"""HTTP: questions, search, feedback, health, and the addresses of stored answers and articles."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable
from dataclasses import asdict
from typing import TypeVar

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.exceptions import HTTPException

from assistant.answer import Answer, Delta, Event, Found, to_json
from assistant.asking import Unacceptable, read_body, to_ask, to_opinion, to_search
from assistant.chat import Assistant
from assistant.conversations import Answers, AnswersUnusable, UnknownAnswer
from assistant.errors import AssistantError, BadQuestion, ChatModelFailed
from assistant.factory import Parts
from assistant.render import plain
from assistant.settings import Settings
from assistant.web.access import Key, admitted, client_name, is_loopback
from assistant.web.documents import answer_page, article_page, missing_page
from knowledge.article import Article, Passage
from knowledge.errors import KnowledgeError

logger = logging.getLogger(__name__)
T = TypeVar("T")
_GONE = Response(status_code=499)
"""Nobody reads this: the client has gone."""


def make_app(assistant: Assistant, parts: Parts, answers: Answers, settings: Settings) -> FastAPI:
    """The application without the page; what stands before it is `assistant.web.security`."""
    # Its own documentation pages load their scripts from elsewhere.
    app = FastAPI(title="AeroCite", docs_url=None, redoc_url=None, openapi_url=None)
    routes = _Routes(assistant, parts, answers, settings)
    app.add_api_route("/api/ask", routes.ask, methods=["POST"])
    app.add_api_route("/api/search", routes.search, methods=["POST"])
    app.add_api_route("/api/feedback", routes.feedback, methods=["POST"])
    app.add_api_route("/health", routes.health, methods=["GET"])
    app.add_api_route("/answers/{answer_id}", routes.answer, methods=["GET"])
    app.add_api_route("/articles/{article_id:path}", routes.article, methods=["GET"])
    for error in (AssistantError, KnowledgeError, RequestValidationError, HTTPException):
        app.add_exception_handler(error, _on_error)
    # The last resort: the log gets the traceback, the client a sentence.
    app.add_exception_handler(Exception, _on_error)
    return app


class _Routes:
    def __init__(self, assistant: Assistant, parts: Parts, answers: Answers, settings: Settings) -> None:
        self._assistant = assistant
        self._parts = parts
        self._answers = answers
        self._key = Key(settings.access_key.get_secret_value()) if settings.access_key else None

    async def ask(self, request: Request) -> Response:
        """An `Answer`, or the events of one that is being written."""
        question, history = to_ask(await read_body(request))
        if "text/event-stream" in request.headers.get("accept", ""):
            events = self._events(self._assistant.stream(question, history))
            return StreamingResponse(
                events,
                media_type="text/event-stream",
                headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
            )
        answer = await _while_connected(request, self._assistant.ask(question, history))
        if answer is None:
            return _GONE
        await run_in_threadpool(self._save, answer)
        return JSONResponse(to_json(answer))

    async def search(self, request: Request) -> Response:
        """The passages that are nearest to a query."""
        query = to_search(await read_body(request))
        found = await run_in_threadpool(self._parts.retriever.search, query)
        return JSONResponse({"passages": [found_passage(passage) for passage in found]})

    async def feedback(self, request: Request) -> Response:
        """A thumb up or down."""
        given = to_opinion(await read_body(request))
        await run_in_threadpool(self._answers.feedback, given.answer_id, given.verdict, given.comment, given.reason)
        return JSONResponse({"status": "stored"}, status_code=201)

    async def health(self, request: Request) -> Response:
        """That the server runs; how large the library is only for those who may ask it."""
        state: dict[str, object] = {"status": "ok"}
        insider = admitted(self._key, request.headers) if self._key else is_loopback(client_name(request.scope))
        if insider:
            state |= asdict(await run_in_threadpool(lambda: self._parts.library.counts))
        return JSONResponse(state)

    async def answer(self, request: Request, answer_id: str) -> Response:
        """A stored answer: a page, JSON or text, as the client asks."""
        answer = await run_in_threadpool(self._answers.get, answer_id)
        accept = request.headers.get("accept", "")
        if answer is None:
            return _missing(accept, "There is no answer at this address.", "Ask the question again at /.")
        if "text/html" in accept:
            return HTMLResponse(answer_page(answer))
        if "text/plain" in accept:
            return PlainTextResponse(f"{answer.question}\n\n{plain(answer)}\n")
        return JSONResponse(to_json(answer)) if "application/json" in accept else HTMLResponse(answer_page(answer))

    async def article(self, request: Request, article_id: str) -> Response:
        """An article in the version that was quoted, open at the quote."""
        numbers = {name: _number(request, name) for name in ("version", "start", "end")}
        found = await run_in_threadpool(self._stored, article_id, numbers["version"])
        if found is None:
            accept = request.headers.get("accept", "")
            return _missing(accept, "There is no such article in the library.", "It may have been removed.")
        article, newest = found
        return HTMLResponse(article_page(article, numbers["start"], numbers["end"], newest))

    def _stored(self, article_id: str, version: int | None) -> tuple[Article, int] | None:
        article = self._parts.library.article(article_id, version)
        stored = self._parts.library.stored(article_id)
        return (article, stored.version) if article and stored else None

    async def _events(self, stream: AsyncIterator[Event]) -> AsyncIterator[str]:
        try:
            async for event in stream:
                if isinstance(event, Answer):
                    await run_in_threadpool(self._save, event)
                yield _event(event)
        except (AssistantError, KnowledgeError) as error:
            yield _sent("error", {"error": str(error), "hint": error.hint})
        except Exception:
            logger.exception("A question could not be answered.")
            yield _sent("error", {"error": "Something went wrong here.", "hint": "The server's log says what."})

    def _save(self, answer: Answer) -> None:
        try:
            self._answers.save(answer)
        except AnswersUnusable as error:
            # The answer is worth more than its address.
            logger.warning("An answer was not stored: %s %s", error, error.hint)


def found_passage(passage: Passage) -> dict[str, object]:
    """A passage in the shape of the contract for searches."""
    return {
        "article_id": passage.article_id,
        "version": passage.version,
        "url": passage.url,
        "title": passage.title,
        "outlet": passage.outlet,
        "published": passage.published.isoformat() if passage.published else None,
        "language": passage.language,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": passage.score,
    }


async def _while_connected(request: Request, work: Awaitable[T]) -> T | None:
    """The work's result, or None once the client has gone, with the work stopped."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_disconnected(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for unfinished in (task, gone):
            unfinished.cancel()


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _event(event: Event) -> str:
    match event:
        case Found(passages=passages):
            return _sent("passages", {"passages": [found_passage(passage) for passage in passages]})
        case Delta(text=text):
            return _sent("delta", {"text": text})
        case Answer():
            return _sent("answer", to_json(event))


def _sent(name: str, value: object) -> str:
    return f"event: {name}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n"


def _number(request: Request, name: str) -> int | None:
    given = request.query_params.get(name)
    if given is None:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) <= 12):
        raise Unacceptable(f"{name} must be a whole number.", hint="Use the address as it was given.")
    return int(given)


def _missing(accept: str, message: str, hint: str) -> Response:
    if "text/html" in accept:
        return HTMLResponse(missing_page(message, hint), status_code=404)
    return JSONResponse({"error": message, "hint": hint}, status_code=404)


async def _on_error(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        return JSONResponse({"error": str(error.detail), "hint": ""}, status_code=error.status_code)
    if isinstance(error, (AssistantError, KnowledgeError)):
        return JSONResponse({"error": str(error), "hint": error.hint}, status_code=_status(error))
    return JSONResponse({"error": "Something went wrong here.", "hint": "The server's log says what."}, status_code=500)


def _status(error: AssistantError | KnowledgeError) -> int:
    match error:
        case Unacceptable():
            return error.status
        case BadQuestion():
            return 400
        case UnknownAnswer():
            return 404
        case ChatModelFailed():
            return 502
        case _:
            return 503
