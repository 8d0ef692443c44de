"""Slack's Web API with state: each method as the documentation has it, its errors and its limits."""

import asyncio
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from fake_slack.limits import refused, refused_view
from fake_slack.world import Conversation, Message, Team

Args = dict[str, Any]
_JSON = ("blocks", "metadata", "view", "chunks", "prompts", "loading_messages")
TRIGGER_SECONDS = 3.0


class Refused(Exception):
    """A call that Slack answers with `ok: false`."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.said = {"ok": False, "error": error, **more}


@dataclass
class Call:
    """A call of the Web API, and the error that it got."""

    at: float
    method: str
    team: str
    args: Args
    error: str = ""


@dataclass
class Fault:
    """What goes wrong with a method, how often; `after` it took effect, or instead of it."""

    method: str
    status: int = 0
    error: str = ""
    retry_after: int = 1
    closed: bool = False
    after: bool = False
    times: int | None = 1
    chance: float = 1.0


@dataclass
class WebApi:
    """The methods, by name with `_` for `.`; the state is public."""

    app_token: str
    teams: dict[str, Team] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    posted: dict[str, list[Message]] = field(default_factory=dict)
    private: dict[str, list[Message]] = field(default_factory=dict)
    opened: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    prompts: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    sessions: dict[tuple[str, str], str] = field(default_factory=dict)
    statuses: dict[tuple[str, str], str] = field(default_factory=dict)
    triggers: dict[str, float] = field(default_factory=dict)
    codes: dict[str, Team] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    busy: int = 0
    said: Callable[[Message, Team], None] = lambda message, team: None
    socket_url: str = ""
    _count: int = 0

    def now(self) -> str:
        """The next timestamp."""
        self._count += 1
        return f"{1_700_000_000 + self._count // 1000}.{self._count % 1000:03d}100"

    def fails(self, method: str, **how: Any) -> None:
        """Let calls of a method fail."""
        self.faults.append(Fault(method, **how))

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        method = request.match_info["method"]
        args = await _arguments(request)
        self.busy += 1
        fault = self._fault(method)
        call = Call(time.monotonic(), method, "", args)
        self.calls.append(call)
        try:
            if fault and not fault.after:
                return _broken(request, fault, call)
            found = await self._run(request, method, args, call)
            return _broken(request, fault, call) if fault else found
        finally:
            self.busy -= 1

    async def _run(self, request: web.Request, method: str, args: Args, call: Call) -> web.StreamResponse:
        try:
            if method == "apps.connections.open":
                if _token(request, args) != self.app_token:
                    raise Refused("invalid_auth")
                return web.json_response({"ok": True, "url": self.socket_url})
            if method == "oauth.v2.access":
                return web.json_response(self._installed(args))
            team = self._team(_token(request, args))
            call.team = team.id
            run = getattr(self, method.replace(".", "_"), None)
            if run is None:
                raise Refused("unknown_method")
            return web.json_response({"ok": True, **(run(team, args) or {})}, headers={"x-oauth-scopes": team.scopes})
        except Refused as error:
            call.error = error.said["error"]
            return web.json_response(error.said)

    def _fault(self, method: str) -> Fault | None:
        for fault in self.faults:
            if fault.method in (method, "*") and fault.times != 0 and self.chance.random() < fault.chance:
                fault.times = None if fault.times is None else fault.times - 1
                return fault
        return None

    def _team(self, token: str | None) -> Team:
        if not token:
            raise Refused("not_authed")
        team = next((one for one in self.teams.values() if one.token == token), None)
        if team is None:
            raise Refused("invalid_auth")
        if team.revoked:
            raise Refused("token_revoked")
        return team

    def _installed(self, args: Args) -> dict[str, Any]:
        team = self.codes.pop(args.get("code", ""), None)
        if team is None:
            raise Refused("invalid_code")
        self.teams[team.id] = team
        return {
            "ok": True,
            "app_id": "A1",
            "access_token": team.token,
            "token_type": "bot",
            "scope": team.scopes,
            "bot_user_id": team.bot_user,
            "team": {"id": team.id, "name": team.id},
            "enterprise": None,
            "is_enterprise_install": False,
            "authed_user": {"id": "UINSTALLER"},
        }

    def auth_test(self, team: Team, args: Args) -> dict[str, Any]:
        return {
            "url": f"https://{team.id.lower()}.slack.example/",
            "team": team.id,
            "user": "aerocite",
            "team_id": team.id,
            "user_id": team.bot_user,
            "bot_id": team.bot_id,
        }

    def chat_postMessage(self, team: Team, args: Args) -> dict[str, Any]:
        where = self._where(team, args["channel"], writes=True)
        message = self._message(team, where, args)
        self._add(message)
        self.said(message, team)
        self.statuses.pop((where.id, args.get("thread_ts", "")), None)
        return {"channel": where.id, "ts": message.ts, "message": {"ts": message.ts}}

    def chat_postEphemeral(self, team: Team, args: Args) -> dict[str, Any]:
        message = self._message(team, self._where(team, args["channel"], writes=True), args)
        self.private.setdefault(args["user"], []).append(message)
        return {"message_ts": message.ts}

    def chat_update(self, team: Team, args: Args) -> dict[str, Any]:
        message = self._own(team, args)
        text, blocks = args.get("text") or "", args.get("blocks") or []
        error = refused(text, blocks)
        if error:
            raise Refused(error)
        message.text, message.blocks, message.streamed = text, blocks, ""
        message.streaming = False
        message.changes += 1
        return {"channel": message.channel, "ts": message.ts}

    def chat_startStream(self, team: Team, args: Args) -> dict[str, Any]:
        where = self._where(team, args["channel"], writes=True)
        if not args.get("thread_ts"):
            raise Refused("invalid_arguments")
        if where.kind != "im" and not (args.get("recipient_team_id") and args.get("recipient_user_id")):
            raise Refused("missing_recipient_user_id")
        message = Message(self.now(), where.id, team.bot_user, thread_ts=args["thread_ts"], bot_id=team.bot_id)
        message.streaming = True
        self._add(message)
        self._append(message, args)
        self.sessions[where.id, args["thread_ts"]] = "processing"
        return {"channel": where.id, "ts": message.ts}

    def chat_appendStream(self, team: Team, args: Args) -> dict[str, Any]:
        message = self._streaming(team, args)
        self._append(message, args)
        return {"channel": message.channel, "ts": message.ts}

    def chat_stopStream(self, team: Team, args: Args) -> dict[str, Any]:
        message = self._streaming(team, args)
        self._append(message, args)
        blocks = args.get("blocks") or []
        error = refused(message.streamed, [*blocks]) if blocks else None
        if error or len(message.streamed) > 12_000:
            raise Refused(error or "msg_too_long")
        message.blocks, message.streaming = blocks, False
        message.metadata = args.get("metadata") or {}
        self.sessions[message.channel, message.thread_ts or ""] = args.get("session_status") or "active"
        self.said(message, team)
        return {"channel": message.channel, "ts": message.ts}

    def conversations_replies(self, team: Team, args: Args) -> dict[str, Any]:
        where = self._where(team, args["channel"])
        thread = [m for m in self.posted.get(where.id, []) if args["ts"] in (m.ts, m.thread_ts)]
        if not thread:
            raise Refused("thread_not_found")
        oldest, latest = float(args.get("oldest", 0)), float(args.get("latest", "inf"))
        ends = str(args.get("inclusive", "0")).lower() in ("1", "true")
        within = [m for m in thread if oldest < float(m.ts) < latest or (ends and float(m.ts) in (oldest, latest))]
        shown = [m for m in thread[:1] if m not in within] + within
        told = str(args.get("include_all_metadata", "0")).lower() in ("1", "true")
        return {"messages": [as_json(m, metadata=told) for m in shown[: int(args.get("limit", 1000))]]}

    def conversations_open(self, team: Team, args: Args) -> dict[str, Any]:
        return {"channel": {"id": self._where(team, args["users"], writes=True).id}}

    def views_open(self, team: Team, args: Args) -> dict[str, Any]:
        begun = self.triggers.pop(args.get("trigger_id", ""), None)
        if begun is None:
            raise Refused("invalid_trigger_id" if "trigger_id" in args else "invalid_arguments")
        if time.monotonic() - begun > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        view = self._view(args)
        user = args["trigger_id"].rpartition(".")[2]
        self.opened.setdefault(user, []).append(view)
        return {"view": view}

    def views_publish(self, team: Team, args: Args) -> dict[str, Any]:
        self.homes[args["user_id"]] = self._view(args)
        return {"view": self.homes[args["user_id"]]}

    def assistant_threads_setStatus(self, team: Team, args: Args) -> None:
        self._where(team, args["channel_id"])
        self.statuses[args["channel_id"], args["thread_ts"]] = args["status"]

    def assistant_threads_setSuggestedPrompts(self, team: Team, args: Args) -> None:
        self._where(team, args["channel_id"])
        if not 0 < len(args["prompts"]) <= 4 or not all(p["title"] and p["message"] for p in args["prompts"]):
            raise Refused("invalid_arguments")
        self.prompts[args["channel_id"]] = args["prompts"]

    def agents_sessions_setStatus(self, team: Team, args: Args) -> None:
        if args["status"] not in ("processing", "active", "suspended", "closed"):
            raise Refused("invalid_arguments")
        self.sessions[args["channel_id"], args.get("thread_ts", "")] = args["status"]

    def respond(self, url: str, args: Args) -> None:
        """What is posted to a response_url."""
        _, channel, user = url.rsplit("/", 3)[1:]
        error = refused(args.get("text") or "", args.get("blocks") or [])
        if error:
            raise Refused(error)
        message = Message(self.now(), channel, "UBOT", args.get("text") or "", args.get("blocks") or [], bot_id="BBOT")
        message.response_url = url
        if args.get("response_type") == "in_channel":
            self._add(message)
        else:
            self.private.setdefault(user, []).append(message)

    def _where(self, team: Team, channel: str, *, writes: bool = False) -> Conversation:
        found = self.conversations.get(channel)
        if found is None and writes and channel.startswith("U"):
            found = next((c for c in self.conversations.values() if c.user == channel and c.team == team.id), None)
            if found is None:
                found = Conversation(f"D{channel}", team.id, "im", channel)
                self.conversations[found.id] = found
        if found is None or found.team != team.id:
            raise Refused("channel_not_found")
        if not found.member:
            raise Refused("not_in_channel")
        return found

    def _message(self, team: Team, where: Conversation, args: Args) -> Message:
        text, blocks = args.get("text") or "", args.get("blocks") or []
        error = refused(text, blocks)
        if error:
            raise Refused(error)
        thread = args.get("thread_ts")
        if thread and not any(m.ts == thread for m in self.posted.get(where.id, [])):
            raise Refused("thread_not_found")
        metadata = args.get("metadata") or {}
        return Message(self.now(), where.id, team.bot_user, text, blocks, thread, team.bot_id, metadata=metadata)

    def _add(self, message: Message) -> None:
        self.posted.setdefault(message.channel, []).append(message)

    def _own(self, team: Team, args: Args) -> Message:
        found = next((m for m in self.posted.get(args["channel"], []) if m.ts == args["ts"]), None)
        if found is None:
            raise Refused("message_not_found")
        if found.bot_id != team.bot_id:
            raise Refused("cant_update_message")
        return found

    def _streaming(self, team: Team, args: Args) -> Message:
        message = self._own(team, args)
        if not message.streaming:
            raise Refused("message_not_in_streaming_state")
        return message

    def _append(self, message: Message, args: Args) -> None:
        text = args.get("markdown_text") or ""
        text += "".join(one.get("text", "") for one in args.get("chunks") or [] if one["type"] == "markdown_text")
        if len(text) > 12_000:
            raise Refused("msg_too_long")
        message.streamed += text

    def _view(self, args: Args) -> dict[str, Any]:
        error = refused_view(args["view"])
        if error:
            raise Refused(error)
        return {**args["view"], "id": f"V{len(self.calls)}", "hash": "1"}


def as_json(message: Message, *, metadata: bool = False) -> dict[str, Any]:
    """A message as events and `conversations.replies` hold it."""
    said: dict[str, Any] = {"type": "message", "ts": message.ts, "user": message.user, "text": message.text}
    for name in ("thread_ts", "bot_id", "subtype"):
        if getattr(message, name):
            said[name] = getattr(message, name)
    return {**said, "metadata": message.metadata} if metadata and message.metadata else said


async def _arguments(request: web.Request) -> Args:
    if request.content_type == "application/json":
        args: Args = await request.json()
    else:
        args = {**request.query, **dict(await request.post())}
    for name in _JSON:
        if isinstance(args.get(name), str):
            args[name] = json.loads(args[name])
    return args


def _token(request: web.Request, args: Args) -> str | None:
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return bearer or args.get("token")


def _broken(request: web.Request, fault: Fault, call: Call) -> web.StreamResponse:
    call.error = call.error or fault.error or f"status {fault.status}"
    if fault.closed:
        assert request.transport is not None
        request.transport.abort()
        raise asyncio.CancelledError
    if fault.error:
        return web.json_response({"ok": False, "error": fault.error})
    headers = {"Retry-After": str(fault.retry_after)} if fault.status == 429 else {}
    said = {"ok": False, "error": "ratelimited" if fault.status == 429 else "service_unavailable"}
    return web.json_response(said, status=fault.status, headers=headers)
