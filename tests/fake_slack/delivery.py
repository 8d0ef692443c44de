"""How events come to the bot: signed over HTTP or through a socket, and again where they are not acknowledged."""

import asyncio
import json
import random
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from aiohttp import ClientError, ClientSession, ClientTimeout, WSMsgType, web
from slack_sdk.signature import SignatureVerifier

PATIENCE = 3.0
"""Seconds until Slack counts a delivery as failed."""
AGAIN = (0.05, 0.2, 0.5, 1.0)
"""Seconds before it delivers again; in truth about nought, a minute and five."""


@dataclass
class Delivery:
    """What was delivered: an event (`kind` "events_api"), a command or an interaction; and what came of it."""

    kind: str
    payload: dict[str, Any]
    tries: int = 0
    status: int = 0
    seconds: float = 0.0
    body: str = ""

    @property
    def event_id(self) -> str:
        """Slack's id of the event."""
        return str(self.payload.get("event_id", ""))


@dataclass
class Deliveries:
    """Delivers to an address, else to whoever has a socket open."""

    made: list[Delivery] = field(default_factory=list)
    times: int = 1
    drop_first: bool = False
    shuffle: random.Random | None = None
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    waiting: "dict[str, asyncio.Future[dict[str, Any]]]" = field(default_factory=dict)
    tasks: "set[asyncio.Task[Any]]" = field(default_factory=set)
    address: str = ""
    secret: str = ""
    session: ClientSession | None = None
    _turn: int = 0

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something beside, until the end."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def bring(self, kind: str, payload: dict[str, Any]) -> Delivery:
        """Deliver until it is acknowledged, or as often as is asked for."""
        delivery = Delivery(kind, payload)
        self.made.append(delivery)
        await self.again(delivery)
        return delivery

    async def again(self, delivery: Delivery) -> None:
        """Deliver this, at first or once more."""
        left, lost = self.times, self.drop_first and delivery.tries == 0
        if self.shuffle is not None and delivery.kind == "events_api":
            left, lost = self.shuffle.choice((1, 1, 2, 4)), lost or self.shuffle.random() < 0.2
        for wait in (0.0, *AGAIN[:3]):
            if self.shuffle is not None:
                wait *= self.shuffle.random()
            await asyncio.sleep(wait)
            delivery.tries += 1
            if lost:
                lost = False
                continue
            await self._once(delivery)
            if delivery.status == 200:
                left -= 1
                if left <= 0:
                    return
            elif delivery.kind != "events_api":
                return

    async def _once(self, delivery: Delivery) -> None:
        begun = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE):
                await (self._over_http(delivery) if self.address else self._over_socket(delivery))
        except (TimeoutError, ClientError, OSError):
            delivery.status = 0
        delivery.seconds = max(delivery.seconds, time.monotonic() - begun)

    async def _over_http(self, delivery: Delivery) -> None:
        if delivery.kind == "events_api":
            body, content = json.dumps(delivery.payload), "application/json"
        else:
            form = delivery.payload if delivery.kind == "slash_commands" else {"payload": json.dumps(delivery.payload)}
            body, content = urlencode(form), "application/x-www-form-urlencoded"
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": content,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": SignatureVerifier(self.secret).generate_signature(timestamp=stamp, body=body) or "",
        }
        if delivery.tries > 1:
            headers |= {"X-Slack-Retry-Num": str(delivery.tries - 1), "X-Slack-Retry-Reason": "http_timeout"}
        assert self.session is not None
        timeout = ClientTimeout(total=PATIENCE)
        async with self.session.post(self.address, data=body.encode(), headers=headers, timeout=timeout) as answer:
            delivery.body, delivery.status = await answer.text(), answer.status

    async def _over_socket(self, delivery: Delivery) -> None:
        while not (usable := [one for one in self.sockets if not one.closed]):
            await asyncio.sleep(0.02)
        self._turn += 1
        socket, envelope = usable[self._turn % len(usable)], str(uuid4())
        acknowledged = self.waiting[envelope] = asyncio.get_running_loop().create_future()
        sent: dict[str, Any] = {"envelope_id": envelope, "type": delivery.kind, "payload": delivery.payload}
        sent |= {"accepts_response_payload": delivery.kind != "events_api"}
        if delivery.tries > 1:
            sent |= {"retry_attempt": delivery.tries - 1, "retry_reason": "timeout"}
        try:
            await socket.send_json(sent)
            answer = await acknowledged
            delivery.status, delivery.body = 200, json.dumps(answer.get("payload") or "")
        finally:
            del self.waiting[envelope]

    async def connected(self, request: web.Request) -> web.StreamResponse:
        """A socket of the bot, from hello to its end."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json(
            {"type": "hello", "num_connections": len(self.sockets) + 1, "connection_info": {"app_id": "A1"}}
        )
        self.sockets.append(socket)
        try:
            async for message in socket:
                if message.type != WSMsgType.TEXT:
                    continue
                try:
                    answer = json.loads(message.data)
                except ValueError:
                    continue
                future = self.waiting.get(answer.get("envelope_id", ""))
                if future is not None and not future.done():
                    future.set_result(answer)
        finally:
            self.sockets.remove(socket)
        return socket

    async def disconnect(self, *, hard: bool = False) -> None:
        """End the sockets: with a word before as Slack does every few hours, or without."""
        for socket in list(self.sockets):
            if not hard:
                await socket.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
                await asyncio.sleep(0.1)
            await socket.close()
