"""What stands before every request: headers, the host's name, where a request came from, the access key, limits.

One ASGI middleware, so that nothing behind it, Gradio included, can be reached in another way.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api import INSIDER
from assistant.rates import RateLimit
from assistant.web.access import (
    Key,
    admitted,
    bearer_key,
    client_name,
    host_name,
    is_loopback,
)
from assistant.web.login import log_in, login_address

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        # Gradio compiles its templates in the browser.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_LIMITED = ("/api/ask", "/api/search", "/api/feedback")
_PUBLIC = ("/health", "/favicon.ico", "/manifest.json")
"""Browsers ask for the last two without a session, and they say no more than the product's name."""
_SLACK = ("/slack/events", "/slack/install", "/slack/oauth_redirect")
"""Slack signs what it sends; these are open to the outside where the bot is served over HTTP."""
_LARGEST_BODY = 8_000_000
_LARGEST_OF_SLACK = 1_000_000
_LOGIN_TRIES = 10
# What the page needs of Gradio; its uploads, proxy, file server and call API stay shut.
_OURS = ("/api/", "/answers/", "/articles/", "/assets/", "/static/", "/svelte/", "/gradio_api/heartbeat/")
_OPEN = {
    "/",
    "/health",
    "/login",
    "/config",
    "/theme.css",
    "/favicon.ico",
    "/manifest.json",
    "/robots.txt",
    "/gradio_api/queue/join",
    "/gradio_api/queue/data",
    "/gradio_api/cancel",
    "/gradio_api/reset",
    "/gradio_api/info",
    "/gradio_api/theme.css",
    "/gradio_api/startup-events",
    "/gradio_api/run/predict",
}


@dataclass(frozen=True, slots=True)
class Doors:
    """How the server may be reached."""

    key: Key | None = None
    limit: RateLimit | None = None
    hosts: frozenset[str] | None = None
    """Names that the server answers to; None for any, where it listens beyond this machine."""
    origins: frozenset[str] = frozenset()
    """Addresses of pages that may post here beside the server's own: that of a proxy in front."""
    slack: bool = False
    """Whether Slack delivers here."""


class Security:
    """The middleware."""

    def __init__(self, app: ASGIApp, doors: Doors) -> None:
        self._app = app
        self._doors = doors
        self._logins = RateLimit(_LOGIN_TRIES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with headers added."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        send = _with_headers(send)
        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, send)
        elif scope["path"] == "/login" and self._doors.key:
            await (await log_in(self._doors.key, scope, receive))(scope, receive, send)
        else:
            await self._app({**scope, INSIDER: self._is_insider(scope)}, receive, send)

    def _is_insider(self, scope: Scope) -> bool:
        """Who has the key; where there is none, who sits at this machine."""
        return admitted(self._doors.key, Headers(scope=scope)) if self._doors.key else is_loopback(client_name(scope))

    def _refused(self, scope: Scope) -> Response | None:
        headers, path = Headers(scope=scope), scope["path"]
        if self._doors.hosts is not None and host_name(headers.get("host", "")) not in self._doors.hosts:
            return refusal(421, "This address is not served here.", "Open the address that 'aerocite web' printed.")
        if scope["method"] not in ("GET", "HEAD") and not self._is_own(headers):
            return refusal(403, "Another site may not send requests here.", "Use the page of this server.")
        slack = self._doors.slack and path in _SLACK
        if (path not in _OPEN and not path.startswith(_OURS) and not slack) or (
            path == "/login" and not self._doors.key
        ):
            return refusal(404, "There is nothing at this address.", "Start at /.")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > (_LARGEST_OF_SLACK if slack else _LARGEST_BODY):
            return refusal(413, "The request is too large.", "Send less at once.")
        if slack:
            return None
        return self._kept_out(scope, headers)

    def _kept_out(self, scope: Scope, headers: Headers) -> Response | None:
        """The key and the limits: a wrong key counts as a try to log in, however it is given and wherever."""
        path, client = scope["path"], client_name(scope)
        tries = self._doors.key is not None and bearer_key(headers) is not None
        # Before the key is looked at: after too many tries nobody learns whether this one is right.
        if tries and (seconds := self._logins.look(client)):
            return _too_often(seconds)
        known = self._doors.key is None or admitted(self._doors.key, headers)
        if tries and not known:
            self._logins.wait(client)
        if path in _PUBLIC:
            return None
        if path == "/login":
            return _too_often(self._logins.wait(client)) if scope["method"] == "POST" else None
        if not known:
            return _ask_for_key(scope, headers)
        return _too_often(self._doors.limit.wait(client)) if self._doors.limit and path in _LIMITED else None

    def _is_own(self, headers: Mapping[str, str]) -> bool:
        """Whether a request was sent by our own page, or by a program that is no browser."""
        site = headers.get("sec-fetch-site")
        origin = headers.get("origin")
        if origin in self._doors.origins:
            return True
        if site is not None:
            return site in ("same-origin", "none")
        return origin is None or origin.partition("://")[2] == headers.get("host")


def refusal(status: int, error: str, hint: str = "") -> JSONResponse:
    """A failure as every address here reports it."""
    return JSONResponse({"error": error, "hint": hint}, status_code=status)


def _too_often(seconds: int) -> Response | None:
    if not seconds:
        return None
    response = refusal(429, "Too many requests in a minute.", f"Try again in {seconds} seconds.")
    response.headers["Retry-After"] = str(seconds)
    return response


def _ask_for_key(scope: Scope, headers: Mapping[str, str]) -> Response:
    if scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
        query = scope["query_string"].decode("latin-1")
        return RedirectResponse(login_address(scope["path"] + (f"?{query}" if query else "")), status_code=303)
    response = refusal(401, "This server asks for its access key.", "Send it as 'Authorization: Bearer KEY'.")
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name in [name for name in headers if name.lower().startswith("access-control-")]:
                del headers[name]
            for name, value in _HEADERS.items():
                headers[name] = value
        await send(message)

    return sending
