"""What clients may send to the API: read with a limit, checked, and turned into the assistant's own values."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import ClientDisconnect, Request

from assistant.answer import Question, Turn
from assistant.chat import LONGEST_QUESTION, cleaned
from assistant.conversations import LONGEST_COMMENT, Verdict
from assistant.errors import AssistantError
from assistant.requests import FILTERS, to_filters, to_ignore, to_question
from knowledge.article import clean_text
from knowledge.query import Query

LARGEST_BODY = 1_000_000
"""Bytes."""
MOST_PASSAGES = 100
"""The largest k of a search."""


class Unacceptable(AssistantError):
    """A request that cannot be understood; `status` is HTTP's."""

    def __init__(self, message: str, *, hint: str = "", status: int = 422) -> None:
        super().__init__(message, hint=hint)
        self.status = status


@dataclass(frozen=True, slots=True)
class Opinion:
    """What `POST /api/feedback` carries."""

    answer_id: str
    verdict: Verdict
    comment: str
    reason: str


def to_ask(body: Mapping[str, Any]) -> tuple[Question, Sequence[Turn]]:
    """The question of `POST /api/ask` and the turns before it; an id, as a line of a batch has, is ignored."""
    _only(body, ("question", "history", "id", "ignore", *FILTERS))
    return to_question({**body, "question": _words(body, "question")})


def to_search(body: Mapping[str, Any]) -> Query:
    """The query (or question) of `POST /api/search`; filters stand beside it or in an object of their own."""
    _only(body, ("query", "question", "id", "k", "filters", "ignore", *FILTERS))
    inner = body.get("filters") or {}
    if not isinstance(inner, Mapping):
        raise Unacceptable("filters is not an object.", hint='Send it as {"since": "2024-05-01"}.')
    _only(inner, FILTERS)
    k = body.get("k", 10)
    if type(k) is not int or not 1 <= k <= MOST_PASSAGES:
        raise Unacceptable(f"k is not a number from 1 to {MOST_PASSAGES}.", hint="Leave it out for 10.")
    text = _words(body, "question" if "question" in body else "query")
    if len(text) > LONGEST_QUESTION:
        raise Unacceptable(
            f"The query is longer than {LONGEST_QUESTION} characters.", hint="Look for it in fewer words."
        )
    return Query(text=text, k=k, filters=to_filters({**body, **inner}), ignore=to_ignore(body.get("ignore")))


def to_id(body: Mapping[str, Any]) -> dict[str, str | int | None]:
    """The id that a client gave its request, to be sent back."""
    given = body.get("id")
    if not isinstance(given, str | int | None):
        raise Unacceptable("id is neither a text nor a whole number.", hint="Leave it out if you need none.")
    return {"id": clean_text(given) if isinstance(given, str) else given} if "id" in body else {}


def to_opinion(body: Mapping[str, Any]) -> Opinion:
    """The thumb of `POST /api/feedback`."""
    _only(body, ("answer_id", "verdict", "comment", "reason"))
    texts = {name: body.get(name, "") for name in ("answer_id", "verdict", "comment", "reason")}
    for name, value in texts.items():
        if not isinstance(value, str) or len(value) > LONGEST_COMMENT:
            raise Unacceptable(f"{name} is not a text of at most {LONGEST_COMMENT} characters.")
        texts[name] = clean_text(value)
    if texts["verdict"] not in ("up", "down"):
        raise Unacceptable("verdict is neither up nor down.", hint='Send "verdict": "up" or "down".')
    return Opinion(**texts)


async def read_body(request: Request) -> Mapping[str, Any]:
    """The JSON object that a client sent."""
    raw = bytearray()
    try:
        async for piece in request.stream():
            raw += piece
            if len(raw) > LARGEST_BODY:
                raise Unacceptable("The request is too large.", hint="Send less than 1 MB.", status=413)
        body = json.loads(raw)
    except ClientDisconnect as error:
        raise Unacceptable("The request broke off.", status=400) from error
    except (ValueError, RecursionError) as error:
        raise Unacceptable("The request is not JSON.", hint="Send a JSON object in UTF-8.", status=400) from error
    if not isinstance(body, dict):
        raise Unacceptable("The request is not a JSON object.", hint='Send {"question": "…"}.', status=400)
    return body


def _words(body: Mapping[str, Any], name: str) -> str:
    given = body.get(name)
    if not isinstance(given, str):
        raise Unacceptable(f"{name} is missing or not a text.", hint=f'Send it as "{name}": "…".')
    return cleaned(given)


def _only(body: Mapping[str, Any], known: Sequence[str]) -> None:
    unknown = [clean_text(name[:40]) for name in body if name not in known]
    if unknown:
        raise Unacceptable(f"Unknown: {', '.join(unknown[:5])}.", hint=f"Known are: {', '.join(known)}.")
