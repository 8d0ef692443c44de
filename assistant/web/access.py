"""Who may come in: the access key, the session that a login gives, and how often one client may ask."""

import hmac
from collections.abc import Iterable, Mapping
from hashlib import sha256
from ipaddress import ip_address
from secrets import token_hex
from time import time
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import cookie_parser

SESSION_COOKIE = "aerocite_session"
SESSION_SECONDS = 30 * 24 * 3600


class Key:
    """The access key. Sessions are signed with it, so a new key ends all of them."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._signing = hmac.digest(self._secret, b"aerocite session", "sha256")

    def matches(self, given: str) -> bool:
        """Whether this is the key; takes the same time for every wrong one."""
        return hmac.compare_digest(sha256(given.encode()).digest(), sha256(self._secret).digest())

    def new_session(self) -> str:
        """A signed session for somebody who has given the key."""
        issued = f"{int(time())}.{token_hex(8)}"
        return f"{issued}.{self._sign(issued)}"

    def knows_session(self, session: str) -> bool:
        """Whether a session was signed with this key and is not too old."""
        issued, _, signature = session.rpartition(".")
        if not hmac.compare_digest(self._sign(issued).encode(), signature.encode()):
            return False
        return time() - int(issued.partition(".")[0]) < SESSION_SECONDS

    def _sign(self, issued: str) -> str:
        return hmac.new(self._signing, issued.encode(), "sha256").hexdigest()


def bearer_key(headers: Mapping[str, str]) -> str | None:
    """The key that a request is sent with, right or wrong. Headers are read as Latin-1; a key is UTF-8."""
    kind, _, given = headers.get("authorization", "").partition(" ")
    return given.encode("latin-1").decode(errors="replace").strip() if kind.lower() == "bearer" else None


def admitted(key: Key, headers: Mapping[str, str]) -> bool:
    """Whether a request carries the key or a session."""
    given = bearer_key(headers)
    if given is not None:
        return key.matches(given)
    return key.knows_session(cookie_parser(headers.get("cookie", "")).get(SESSION_COOKIE, ""))


def client_name(scope: Mapping[str, Any]) -> str:
    """The address of who asks."""
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


def host_name(host: str) -> str:
    """The name in a Host header, without port.

    >>> host_name("[::1]:7860"), host_name("LocalHost:7860")
    ('::1', 'localhost')
    """
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Whether a name or an address means this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def own_names(host: str, also: Iterable[str] = ()) -> frozenset[str]:
    """The names of a server that listens on a loopback address."""
    return frozenset({"localhost", "127.0.0.1", "::1", host.lower(), *filter(None, also)})
