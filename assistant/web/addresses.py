"""The addresses of stored answers and of articles, for people, for programs and for links from elsewhere."""

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from assistant.answer import to_json
from assistant.api.asking import Unacceptable
from assistant.conversations import Answers
from assistant.render import plain
from assistant.web.documents import answer_page, article_page, missing_page
from knowledge.article import Article
from knowledge.library import Library


def add_addresses(app: FastAPI, library: Library, answers: Answers) -> None:
    """Serve `/answers/ID` and `/articles/ID`."""
    addresses = _Addresses(library, answers)
    app.add_api_route("/answers/{answer_id}", addresses.answer, methods=["GET"])
    app.add_api_route("/articles/{article_id:path}", addresses.article, methods=["GET"])


class _Addresses:
    def __init__(self, library: Library, answers: Answers) -> None:
        self._library = library
        self._answers = answers

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
        article = self._library.article(article_id, version)
        stored = self._library.stored(article_id)
        return (article, stored.version) if article and stored else None


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
