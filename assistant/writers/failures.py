"""What a chat model can fail with → one plain sentence and what to do next, the same for every provider."""

import re
import sys
from collections.abc import Iterator
from socket import gaierror
from ssl import SSLError
from typing import Any

from assistant.errors import ChatModelFailed
from assistant.writers.line import Line

_LIBRARIES = (
    ("langchain_core.exceptions", "LangChainException"),
    ("openai", "OpenAIError"),
    ("httpx", "HTTPError"),
    ("httpx2", "HTTPError"),
    ("anthropic", "AnthropicError"),
    ("ollama", "ResponseError"),
    ("groq", "GroqError"),
    ("cohere.core.api_error", "ApiError"),
    ("google.genai.errors", "APIError"),
    ("google.api_core.exceptions", "GoogleAPIError"),
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
)
_MALFORMED = (ValueError, TypeError, LookupError, AttributeError)
"""What a client library stumbles over when a reply is not what its protocol promises."""
_STATUS = {
    "ModelAuthenticationError": 401,
    "ModelPermissionDeniedError": 403,
    "ModelNotFoundError": 404,
    "ModelRateLimitError": 429,
    "ModelAPIError": 500,
    "ModelInvalidRequestError": 400,
}
_TOO_LONG = re.compile(
    r"context[ _](?:length|window|size)|maximum context|too many (?:input )?tokens|prompt is too long|n_ctx"
)
_DETAIL = 200
"""How much of a server's own words is repeated."""


def library_errors() -> tuple[type[BaseException], ...]:
    """The classes that LangChain and the provider libraries in use raise. Meant for an `except` clause."""
    loaded = (getattr(sys.modules.get(module), name, None) for module, name in _LIBRARIES)
    return (OSError, *_MALFORMED, *(kind for kind in loaded if isinstance(kind, type)))


def failure(error: BaseException, line: Line, *, heard: bool) -> ChatModelFailed:
    """What to tell a person; `heard` says whether a part of the reply had arrived before."""
    said = _own_words(error, line)
    status = status_of(error)
    if _is_a(error, "TimeoutError", "ModelTimeoutError", "TimeoutException", "APITimeoutError"):
        return timed_out(line, heard=heard)
    if _is_a(error, "ContextOverflowError") or (status in (None, 400, 413) and _TOO_LONG.search(said.lower())):
        return ChatModelFailed(
            f"Question and passages are too long for {line.name}.",
            hint="Lower AEROCITE_PASSAGES, or give the model a larger context window.",
        )
    if status is not None:
        return _refused(status, said, line)
    if _is_a(error, "ModelConnectionError", "APIConnectionError", "TransportError", "OSError"):
        return cut_off(line) if heard or _was_dropped(error) else _unreachable(error, line)
    if isinstance(error, _MALFORMED) and not _is_a(error, "LangChainException"):
        return ChatModelFailed(
            f"{line.name} sent something that is not a reply of its protocol.",
            hint=f"Check that {line.place} is the address of an OpenAI-compatible API; it mostly ends in /v1."
            if line.address and not heard
            else "Ask again; if it stays, the server is at fault.",
        )
    return ChatModelFailed(f"{line.name} reported an error{_quoted(said)}.", hint="Ask again in a moment.")


def timed_out(line: Line, *, heard: bool) -> ChatModelFailed:
    """The model did not begin, or stopped, or did not finish in time."""
    what = "stopped in the middle of its answer" if heard else "did not answer"
    return ChatModelFailed(
        f"{line.name} {what} before the time was up.",
        hint="Ask again, or give a slow model more time with AEROCITE_CHAT_TIMEOUT (seconds).",
    )


def cut_off(line: Line) -> ChatModelFailed:
    """The reply broke off, so what arrived is not an answer."""
    return ChatModelFailed(
        f"The answer of {line.name} was cut off on its way.",
        hint="Ask again; if it stays, look at the server or at a proxy before it.",
    )


def status_of(error: BaseException) -> int | None:
    """The HTTP status that an error stands for, also one that a stream reported after it began."""
    for value in (
        getattr(error, "status_code", None),
        getattr(getattr(error, "response", None), "status_code", None),
        getattr(error, "code", None),
        *(status for kind, status in _STATUS.items() if _is_a(error, kind)),
    ):
        if str(value).isdigit() and 400 <= int(str(value)) < 600:
            return int(str(value))
    return None


def _refused(status: int, said: str, line: Line) -> ChatModelFailed:
    if status in (401, 403):
        message = f"The key for {line.name} was refused ({status})."
        hint = f"Check {line.key}, and that it may use this model."
    elif status == 404:
        message = f"The server knows no model or no address of the name {line.name} (404)."
        hint = f"Check the name in {line.setting}{_and_address(line)}."
    elif status == 429:
        message = f"{line.name} takes no more requests at the moment (429){_quoted(said)}."
        hint = "Wait a minute and ask again; if it stays, the quota or credit of the account is used up."
    elif status >= 500:
        message = f"The server of {line.name} failed ({status}){_quoted(said)}."
        hint = "Ask again in a moment; if it stays, look at the server's own status or log."
    else:
        message = f"{line.name} did not accept the request ({status}){_quoted(said)}."
        hint = f"Check the name in {line.setting}{_and_address(line)}."
    return ChatModelFailed(message, hint=hint)


def _unreachable(error: BaseException, line: Line) -> ChatModelFailed:
    causes = list(_causes(error))
    words = " ".join(map(str, causes))
    reason = "no connection"
    if any(isinstance(cause, gaierror) for cause in causes) or "Name or service" in words:
        reason = "there is no server of that name"
    elif any(isinstance(cause, SSLError) for cause in causes) or "CERTIFICATE" in words:
        reason = "its certificate is not trusted"
    elif any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        reason = "nothing listens there"
    return ChatModelFailed(
        f"{line.name} cannot be reached at {line.place}: {reason}.",
        hint="Check that the server runs, that OPENAI_BASE_URL is right and that this machine may reach it."
        if line.address
        else "Check this machine's connection to the network.",
    )


def _was_dropped(error: BaseException) -> bool:
    """Whether there was a connection before it failed."""
    return any(_is_a(cause, "ProtocolError", "ReadError", "ConnectionResetError") for cause in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        seen.append(error)
        yield error
        error = error.__cause__ or error.__context__


def _is_a(error: BaseException, *names: str) -> bool:
    return any(kind.__name__ in names for kind in type(error).__mro__)


def _own_words(error: BaseException, line: Line) -> str:
    """The server's explanation in one line, without secrets; nothing where it is a page of HTML."""
    body: Any = getattr(error, "body", None)
    inner = body.get("error", body) if isinstance(body, dict) else None
    stated = inner.get("message") if isinstance(inner, dict) else inner
    said = " ".join(str(stated or getattr(error, "message", "") or error).split())
    return "" if said.startswith("<") else line.redacted(said)


def _quoted(said: str) -> str:
    return f": {said[:_DETAIL].rstrip(' .')}" if said else ""


def _and_address(line: Line) -> str:
    return f", and that {line.place} is the API's address; it mostly ends in /v1" if line.address else ""
