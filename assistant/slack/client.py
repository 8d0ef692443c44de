"""The client that talks to Slack: one connection pool, waits out 429, and repeats only what may be repeated."""

from aiohttp import ClientError, ClientSession
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryState
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

FAULTS = (SlackClientError, ClientError, TimeoutError, OSError)
"""What a call to Slack can fail with."""
_ONCE = ("chat.postMessage", "chat.postEphemeral", "chat.startStream", "chat.appendStream", "chat.stopStream")
"""Calls that may have taken effect although no answer came; whoever makes them looks before doing it again."""
_REPEATS = 3
_SECONDS = 30


class _Connection(AsyncConnectionErrorRetryHandler):
    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if request.url.endswith(_ONCE):
            return False
        return await super()._can_retry_async(state=state, request=request, response=response, error=error)


class _ServerError(AsyncServerErrorRetryHandler):
    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if request.url.endswith(_ONCE):
            return False
        return response is not None and response.status_code >= 500


def make_client(address: str, token: str | None = None, session: ClientSession | None = None) -> AsyncWebClient:
    """A client for Slack's API at `address`; without a session each call opens a connection of its own."""
    repeats: list[AsyncRetryHandler] = [
        AsyncRateLimitErrorRetryHandler(max_retry_count=_REPEATS),
        _Connection(max_retry_count=_REPEATS),
        _ServerError(max_retry_count=_REPEATS),
    ]
    return AsyncWebClient(
        token=token,
        base_url=address if address.endswith("/") else f"{address}/",
        session=session,
        retry_handlers=repeats,
        timeout=_SECONDS,
    )


def error_name(error: Exception) -> str:
    """What Slack calls a failure, such as `not_in_channel`; for a broken connection the kind of error.

    >>> error_name(TimeoutError())
    'TimeoutError'
    """
    if isinstance(error, SlackApiError):
        found = error.response.get("error") if error.response is not None else None
        return str(found or f"status {getattr(error.response, 'status_code', '?')}")
    return type(error).__name__
