"""HTTP: questions, search, feedback and health. Pages are added, and the door is kept, by `assistant.web`."""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from contextlib import aclosing
from dataclasses import asdict
from typing import TypeVar

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.exceptions import HTTPException

from assistant.answer import Answer, Delta, Event, Found, to_json
from assistant.api.asking import Unacceptable, read_body, to_ask, to_id, to_opinion, to_search
from assistant.chat import Assistant
from assistant.conversations import Answers, AnswersUnusable, UnknownAnswer
from assistant.errors import AssistantError, BadQuestion, ChatModelFailed
from assistant.factory import Parts
from knowledge.errors import KnowledgeError

logger = logging.getLogger(__name__)
T = TypeVar("T")
INSIDER = "aerocite.insider"
"""Set in a request's scope, by what stands before the application, for those who may see the library."""
HEALTH = "aerocite_health"
"""What else `/health` tells: a function in the application's state, set by what is mounted beside the API."""
_GONE = Response(status_code=499)
"""Nobody reads this: the client has gone."""


def make_app(assistant: Assistant, parts: Parts, answers: Answers) -> FastAPI:
    """The application without the page; what stands before it is `assistant.web.security`."""
    # Its own documentation pages load their scripts from elsewhere.
    app = FastAPI(title="AeroCite", docs_url=None, redoc_url=None, openapi_url=None)
    routes = _Routes(assistant, parts, answers)
    app.add_api_route("/api/ask", routes.ask, methods=["POST"])
    app.add_api_route("/api/search", routes.search, methods=["POST"])
    app.add_api_route("/api/feedback", routes.feedback, methods=["POST"])
    app.add_api_route("/health", routes.health, methods=["GET"])
    for error in (AssistantError, KnowledgeError, HTTPException):
        app.add_exception_handler(error, _on_error)
    # The last resort: the log gets the traceback, the client a sentence.
    app.add_exception_handler(Exception, _on_error)
    return app


class _Routes:
    def __init__(self, assistant: Assistant, parts: Parts, answers: Answers) -> None:
        self._assistant = assistant
        self._parts = parts
        self._answers = answers

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
        body = await read_body(request)
        named, query = to_id(body), to_search(body)
        found = await run_in_threadpool(self._parts.retriever.search, query)
        return JSONResponse({**named, **to_json(found)})

    async def feedback(self, request: Request) -> Response:
        """A thumb up or down."""
        given = to_opinion(await read_body(request))
        await run_in_threadpool(self._answers.feedback, given.answer_id, given.verdict, given.comment, given.reason)
        return JSONResponse({"status": "stored"}, status_code=201)

    async def health(self, request: Request) -> Response:
        """That the server runs; how large the library is only for those who may ask it."""
        state: dict[str, object] = {"status": "ok", **getattr(request.app.state, HEALTH, dict)()}
        if request.scope.get(INSIDER):
            state |= asdict(await run_in_threadpool(lambda: self._parts.library.counts))
        return JSONResponse(state)

    async def _events(self, stream: AsyncGenerator[Event, None]) -> AsyncIterator[str]:
        try:
            async with aclosing(stream) as events:
                async for event in events:
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
        case Found():
            return _sent("passages", to_json(event))
        case Delta():
            return _sent("delta", to_json(event))
        case Answer():
            return _sent("answer", to_json(event))


def _sent(name: str, value: object) -> str:
    return f"event: {name}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n"


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
