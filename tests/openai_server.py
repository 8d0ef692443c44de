"""A server on loopback that speaks OpenAI's API over real HTTP, with scripted replies and faults on demand.

    with OpenAIServer() as server:
        server.replies += ["It flew in 1969 [1].", ["It ", "flew."]]   # next replies; a list gives exact chunks
        server.fault = "cut"                                          # one of FAULTS
        ... OPENAI_BASE_URL = server.url ...
        server.requests[-1].body["messages"]

Once `replies` is used up, `answer` (a function of the request's JSON) writes: `cite_first` cites passages.
"""

import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from tests.openai_replies import (
    FAULTS,
    STATUS_FAULTS,
    Body,
    Reply,
    cite_first,
    completion,
    embeddings,
    events,
    refused_option,
)


@dataclass(frozen=True)
class Request:
    """A request as it arrived; header names are in lower case."""

    path: str
    headers: dict[str, str]
    body: Body

    @property
    def prompt(self) -> str:
        """All messages of a chat request as one text."""
        return "\n\n".join(str(message["content"]) for message in self.body.get("messages", []))


@dataclass
class OpenAIServer:
    """The server; usable as a context manager. Every field may be changed while it runs."""

    replies: list[Reply] = field(default_factory=list)
    answer: Callable[[Body], str | list[str]] = cite_first
    key: str | None = None  # demanded as a bearer token where set
    models: tuple[str, ...] = ()  # known models; none listed: every name will do
    fault: str | None = None
    times: int | None = None  # how many requests the fault hits; None: all
    retry_after: str = "0.02"
    delay: float = 5.0
    pause: float = 0.0  # before each event
    finish: str = "stop"
    reasoning: str = ""  # sent as reasoning_content before the text
    keep_alive: bool = False
    dimension: int = 256
    requests: list[Request] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.closing = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"fake": self}))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """What OPENAI_BASE_URL is set to."""
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    @property
    def chats(self) -> list[Request]:
        """The requests for completions among `requests`."""
        return [request for request in self.requests if request.path.endswith("/chat/completions")]

    def next_reply(self, body: Body) -> list[str]:
        """The chunks of the next reply."""
        reply: Reply = self.replies.pop(0) if self.replies else self.answer
        said = reply(body) if callable(reply) else reply
        return said if isinstance(said, list) else re.findall(r"\S+\s*|\s+", said)

    def next_fault(self) -> str | None:
        """The fault that hits this request."""
        if self.fault is None or self.times == 0:
            return None
        assert self.fault in FAULTS, self.fault
        self.times = self.times and self.times - 1
        return self.fault


class _Cut(Exception):
    """Drop the connection now."""


class _Handler(BaseHTTPRequestHandler):
    fake: OpenAIServer
    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        try:
            super().handle()
        except (_Cut, ConnectionError):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self._note({})
        if self._may():
            models = [{"id": name, "object": "model"} for name in self.fake.models or ("test-model",)]
            known = self.path.endswith("/models")
            self._json(200 if known else 404, {"object": "list", "data": models} if known else {"error": None})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self._note(body)
        fault = self.fake.next_fault()
        if not self._may() or self._fails(fault, body):
            return
        if self.fake.models and body["model"] not in self.fake.models:
            self._fault("no_model")
        elif self.path.endswith("/chat/completions"):
            self._chat(body, fault)
        elif self.path.endswith("/embeddings") and (found := embeddings(body, self.fake.dimension)):
            self._json(200, found)
        else:
            self._fault("bad_request" if self.path.endswith("/embeddings") else "no_model")

    def _note(self, body: Body) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.fake.requests.append(Request(self.path, headers, body))

    def _may(self) -> bool:
        if self.fake.key is None or self.headers["authorization"] == f"Bearer {self.fake.key}":
            return True
        self._fault("unauthorized")
        return False

    def _fails(self, fault: str | None, body: Body) -> bool:
        """Whether a fault has answered already."""
        if fault in STATUS_FAULTS:
            self._fault(str(fault))
        elif fault == "dropped":
            raise _Cut
        elif fault == "html":
            self._send(200, "text/html", b"<!doctype html><title>Welcome</title>")
        elif fault == "whole_malformed":
            self._send(200, "application/json", b'{"choices": [{"message": ')
        elif refused := refused_option(fault, body):
            self._json(400, {"error": {"message": refused, "code": "unsupported"}})
        else:
            return False
        return True

    def _fault(self, fault: str) -> None:
        status, code, message = STATUS_FAULTS[fault]
        sent = self.headers["authorization"] or ""
        error = {"message": message.format(key=sent.removeprefix("Bearer ")), "type": "error", "code": code}
        self._json(status, {"error": error}, {"Retry-After": self.fake.retry_after} if status == 429 else {})

    def _json(self, status: int, value: object, headers: dict[str, str] | None = None) -> None:
        self._send(status, "application/json", json.dumps(value).encode(), headers)

    def _send(self, status: int, kind: str, content: bytes, headers: dict[str, str] | None = None) -> None:
        self._head(status, {"Content-Type": kind, "Content-Length": str(len(content)), **(headers or {})})
        self.wfile.write(content)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        if not self.fake.keep_alive:
            headers["Connection"] = "close"
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _chat(self, body: Body, fault: str | None) -> None:
        if fault == "slow":
            self._wait()
        chunks, how = self.fake.next_reply(body), {"finish": self.fake.finish, "reasoning": self.fake.reasoning}
        if not body.get("stream") or fault == "whole":
            self._json(200, completion(body, chunks, **how))
            return
        self._head(200, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"})
        for event in events(body, chunks, fault=fault, **how):
            if event == "cut":
                raise _Cut
            if event == "stall":
                self._wait()
                continue
            time.sleep(self.fake.pause)
            self._chunk(f"data: {event if isinstance(event, str) else json.dumps(event)}\n\n".encode())
        self._chunk(b"")

    def _chunk(self, content: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(content), content))
        self.wfile.flush()

    def _wait(self) -> None:
        if self.fake.closing.wait(self.fake.delay):
            raise _Cut
