"""What people do in Slack, and the events that an application hears of it."""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Any, Self
from urllib.parse import quote

from aiohttp import ClientSession, web

from fake_slack.delivery import Deliveries, Delivery
from fake_slack.web_api import Call, Refused, WebApi, as_json
from fake_slack.world import Conversation, Message, Team, parts, seen

Values = dict[str, dict[str, Any]]


class FakeSlack:
    """A running Slack; an asynchronous context manager."""

    def __init__(self, *, bot_token: str = "xoxb-1", app_token: str = "xapp-1", patience: float = 20) -> None:
        self.web = WebApi(app_token, said=self._echo)
        self.out = Deliveries()
        self.mention_first = True
        self._patience = patience
        self._events = 0
        self._url = ""
        self.add_team("T1", bot_token)

    def add_team(self, id: str, token: str, *, number: str = "") -> Team:
        """A workspace with the app in it, two people, two channels and a direct conversation."""
        team = self.web.teams[id] = Team(id, token)
        for name, kind, user in (("C1", "channel", ""), ("C2", "channel", ""), ("G1", "group", ""), ("D1", "im", "U1")):
            self.web.conversations[name + number] = Conversation(name + number, id, kind, user and user + number)
        return team

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=10_000_000)
        app.router.add_route("*", "/api/{method}", self.web.call)
        app.router.add_get("/socket", self.out.connected)
        app.router.add_post("/respond/{rest:.*}", self._responded)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self._url, self.web.socket_url = f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{port}/socket"
        self.out.session = ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in list(self.out.tasks):
            task.cancel()
        await asyncio.gather(*self.out.tasks, return_exceptions=True)
        if self.out.session:
            await self.out.session.close()
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """Where the Web API is."""
        return f"{self._url}/api/"

    @property
    def calls(self) -> list[Call]:
        """All calls of the Web API."""
        return self.web.calls

    @property
    def deliveries(self) -> list[Delivery]:
        """All that was delivered."""
        return self.out.made

    @property
    def conversations(self) -> dict[str, Conversation]:
        """Channels and direct conversations by id."""
        return self.web.conversations

    @property
    def sockets(self) -> list[web.WebSocketResponse]:
        """The sockets that are open."""
        return self.out.sockets

    @property
    def homes(self) -> dict[str, dict[str, Any]]:
        """The home tab of each person."""
        return self.web.homes

    @property
    def prompts(self) -> dict[str, list[dict[str, str]]]:
        """The prompts that are suggested in each conversation."""
        return self.web.prompts

    def deliver_to(self, address: str, secret: str) -> None:
        """Deliver over HTTP from now on."""
        self.out.address, self.out.secret = address, secret

    def fails(self, method: str, **how: Any) -> None:
        """Let calls of a method fail; "*" for all."""
        self.web.fails(method, **how)

    def shuffle(self, seed: int) -> None:
        """Repeat and lose deliveries by chance."""
        self.out.shuffle = random.Random(seed)

    def expire_streams(self) -> None:
        """Close every stream, as Slack does after some minutes."""
        for messages in self.web.posted.values():
            for message in messages:
                message.streaming = False

    async def says(self, user: str, text: str, channel: str, *, thread: str | None = None, **more: Any) -> str:
        """A message, and all events that it makes; gives its timestamp."""
        where = self.conversations[channel]
        message = Message(self.web.now(), channel, user, text, thread_ts=thread, **more)
        self.web.posted.setdefault(channel, []).append(message)
        kinds = {"im": "im", "channel": "channel", "group": "group", "mpim": "mpim"}
        said = {**as_json(message), "channel": channel, "channel_type": kinds[where.kind], "event_ts": message.ts}
        team = self.web.teams[where.team]
        events = [said]
        if f"<@{team.bot_user}" in text and where.kind != "im" and user != team.bot_user:
            mention = {key: value for key, value in said.items() if key != "channel_type"} | {"type": "app_mention"}
            events = [mention, said] if self.mention_first else [said, mention]
        for event in events:
            self.out.start(self.event(team.id, event, shared=where.shared))
            await asyncio.sleep(0)
        return message.ts

    async def event(self, team: str, event: dict[str, Any], *, shared: bool = False) -> Delivery:
        """Deliver any event of a workspace."""
        self._events += 1
        bot = self.web.teams[team].bot_user if team in self.web.teams else "UBOT"
        return await self.out.bring(
            "events_api",
            {
                "token": "verification",
                "team_id": team,
                "api_app_id": "A1",
                "event": event,
                "type": "event_callback",
                "event_id": f"Ev{self._events}",
                "event_time": int(time.time()),
                "authorizations": [
                    {
                        "enterprise_id": None,
                        "team_id": team,
                        "user_id": bot,
                        "is_bot": True,
                        "is_enterprise_install": False,
                    }
                ],
                "is_ext_shared_channel": shared,
            },
        )

    async def edits(self, ts: str, channel: str, text: str) -> None:
        """A person changes a message."""
        message = self._find(channel, ts)
        before, message.text = as_json(message), text
        event = {"type": "message", "subtype": "message_changed", "channel": channel, "ts": self.web.now()}
        await self._tell(channel, {**event, "message": as_json(message), "previous_message": before})

    async def deletes(self, ts: str, channel: str) -> None:
        """A person deletes a message."""
        message = self._find(channel, ts)
        self.web.posted[channel].remove(message)
        event = {"type": "message", "subtype": "message_deleted", "channel": channel, "ts": self.web.now()}
        await self._tell(channel, {**event, "deleted_ts": ts, "previous_message": as_json(message)})

    async def opens_home(self, user: str, tab: str = "home") -> None:
        """A person opens the bot's tab "home" or "messages"."""
        channel = next(c for c in self.conversations.values() if c.user == user)
        event = {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": tab}
        await self.event(channel.team, {**event, "event_ts": self.web.now()})

    async def stops(self, user: str, channel: str, thread: str) -> None:
        """A person presses Stop."""
        streams = [m.ts for m in self.thread(channel, thread) if m.streaming]
        event = {"type": "agent_session_stopped", "channel": channel, "thread_ts": thread, "user": user}
        await self._tell(channel, {**event, "streaming_message_ts": streams, "event_ts": self.web.now()})

    async def uninstalls(self, team: str) -> None:
        """A workspace removes the app."""
        self.web.teams[team].revoked = True
        tokens = {"type": "tokens_revoked", "tokens": {"bot": [self.web.teams[team].bot_user]}}
        for event in (tokens, {"type": "app_uninstalled"}):
            await self.event(team, {**event, "event_ts": self.web.now()})

    async def commands(self, user: str, channel: str, command: str, text: str) -> Delivery:
        """A person uses a slash command."""
        team = self.conversations[channel].team
        where = {"team_id": team, "team_domain": "t", "channel_id": channel, "channel_name": "c"}
        who = {"user_id": user, "user_name": user.lower(), "api_app_id": "A1", "token": "verification"}
        reach = {"response_url": self._respond_at(channel, user), "trigger_id": self._trigger(user)}
        return await self.out.bring("slash_commands", {**where, **who, **reach, "command": command, "text": text})

    async def shortcut(self, user: str, callback: str, channel: str, ts: str) -> Delivery:
        """A person chooses a shortcut in a message's menu."""
        message = as_json(self._find(channel, ts))
        about = {"callback_id": callback, "action_ts": self.web.now(), "message_ts": ts, "message": message}
        return await self._acts("message_action", user, channel, {**about, "trigger_id": self._trigger(user)})

    async def clicks(self, user: str, message: "Message | dict[str, Any]", action: str, **more: Any) -> Delivery:
        """A person presses a button of a message or of a view (`action` is its action_id)."""
        blocks = message.blocks if isinstance(message, Message) else message["blocks"]
        element = next(one for block in blocks for one in parts(block) if one.get("action_id") == action)
        block = next(block for block in blocks if any(one is element for one in parts(block)))
        value = {"value": more["value"]} if "value" in more else {"value": element.get("value", "")}
        if element["type"] == "feedback_buttons":
            value = {"value": element[_BUTTONS[more["value"]]]["value"]}
        pressed = {"type": element["type"], "action_id": action, "block_id": block.get("block_id", "b"), **value}
        body: dict[str, Any] = {"actions": [{**pressed, "action_ts": self.web.now()}]}
        body["trigger_id"] = self._trigger(user)
        if isinstance(message, Message):
            kind = "message"
            body |= {"message": {**as_json(message), "blocks": blocks}, "container": {"type": kind}}
            return await self._acts("block_actions", user, message.channel, body)
        body |= {"view": message, "container": {"type": "view", "view_id": message["id"]}}
        return await self._acts("block_actions", user, None, body)

    async def submits(self, user: str, view: dict[str, Any], values: Values) -> Delivery:
        """A person sends a modal: by block and action a text, the value of a choice, or a list of values."""
        state: Values = {}
        for block in (one for one in view["blocks"] if one["type"] == "input"):
            element = block["element"]
            given = values.get(block["block_id"], {}).get(element["action_id"])
            state[block["block_id"]] = {element["action_id"]: _filled(element, given)}
        return await self._acts("view_submission", user, None, {"view": {**view, "state": {"values": state}}})

    def messages(self, channel: str) -> list[Message]:
        """What the bot has said in a channel."""
        return [m for m in self.web.posted.get(channel, []) if m.bot_id == "BBOT"]

    def thread(self, channel: str, root: str) -> list[Message]:
        """A thread, from its first message on."""
        return [m for m in self.web.posted.get(channel, []) if root in (m.ts, m.thread_ts)]

    def answers(self, channel: str, root: str) -> list[Message]:
        """What the bot has said in a thread."""
        return [m for m in self.thread(channel, root) if m.bot_id == "BBOT" and m.thread_ts == root]

    def direct(self, user: str) -> list[Message]:
        """What the bot has said to a person alone."""
        return [m for c in self.conversations.values() if c.user == user for m in self.messages(c.id)]

    def ephemeral(self, user: str) -> list[Message]:
        """What only this person sees."""
        return self.web.private.get(user, [])

    def views(self, user: str) -> list[dict[str, Any]]:
        """The modals that were opened for a person."""
        return self.web.opened.get(user, [])

    def shown(self, view: dict[str, Any]) -> str:
        """What a reader sees of a view."""
        return "\n".join(said for block in view["blocks"] for said in seen(block))

    def session(self, channel: str, root: str) -> str:
        """The state of a thread's agent session."""
        return self.web.sessions.get((channel, root), "")

    async def again(self, delivery: Delivery) -> None:
        """Deliver once more."""
        await self.out.again(delivery)

    async def disconnect(self, *, hard: bool = False) -> None:
        """End the bot's sockets."""
        await self.out.disconnect(hard=hard)

    async def until(self, holds: Callable[[], bool], timeout: float | None = None) -> None:
        """Wait until something holds."""
        end = time.monotonic() + (timeout or self._patience)
        while not holds():
            assert time.monotonic() < end, (
                f"not in time; the last calls: {[(c.method, c.error) for c in self.calls[-8:]]}"
            )
            await asyncio.sleep(0.02)

    async def settled(self, *, quiet: float = 0.6, timeout: float = 60) -> None:
        """Wait until nothing was delivered or called for a moment."""
        end, last, since = time.monotonic() + timeout, -1, time.monotonic()
        while time.monotonic() - since < quiet:
            assert time.monotonic() < end, "Slack does not come to rest"
            state = len(self.calls) + len(self.deliveries)
            if state != last or self.web.busy or self.out.tasks:
                last, since = state, time.monotonic()
            await asyncio.sleep(0.02)

    def _echo(self, message: Message, team: Team) -> None:
        """The bot's own messages are events, too."""
        where = self.conversations[message.channel]
        event = {**as_json(message), "channel": message.channel, "channel_type": where.kind, "event_ts": message.ts}
        self.out.start(self.event(team.id, event))

    async def _tell(self, channel: str, event: dict[str, Any]) -> None:
        where = self.conversations[channel]
        await self.event(where.team, {"channel": channel, "channel_type": where.kind, **event})

    async def _acts(self, kind: str, user: str, channel: str | None, body: dict[str, Any]) -> Delivery:
        team = self.conversations[channel].team if channel else self._team_of(user)
        said: dict[str, Any] = {"type": kind, "team": {"id": team, "domain": "t"}, "api_app_id": "A1", "token": "v"}
        said |= {"user": {"id": user, "team_id": team, "username": user.lower()}, **body}
        if channel:
            said |= {"channel": {"id": channel, "name": "c"}, "response_url": self._respond_at(channel, user)}
        return await self.out.bring("interactive", said)

    def _team_of(self, user: str) -> str:
        return next((c.team for c in self.conversations.values() if c.user == user), "T1")

    def _find(self, channel: str, ts: str) -> Message:
        return next(m for m in self.web.posted[channel] if m.ts == ts)

    def _trigger(self, user: str) -> str:
        trigger = f"{self.web.now()}.{user}"
        self.web.triggers[trigger] = time.monotonic()
        return trigger

    def _respond_at(self, channel: str, user: str) -> str:
        return f"{self._url}/respond/{quote(self.web.now())}/{channel}/{user}"

    async def _responded(self, request: web.Request) -> web.Response:
        try:
            self.web.respond(str(request.path), await request.json())
        except Refused as error:
            return web.Response(status=400, text=str(error))
        return web.Response(text="ok")


_BUTTONS = {"up": "positive_button", "down": "negative_button"}


def _filled(element: dict[str, Any], given: Any) -> dict[str, Any]:
    kind = element["type"]
    if kind.startswith("multi_"):
        chosen = element.get("initial_options", []) if given is None else [_option(element, one) for one in given]
        return {"type": kind, "selected_options": chosen}
    if "options" in element:
        chosen_one = _option(element, given) if given is not None else element.get("initial_option")
        return {"type": kind, "selected_option": chosen_one}
    if kind == "datepicker":
        return {"type": kind, "selected_date": given or element.get("initial_date")}
    return {"type": kind, "value": element.get("initial_value") if given is None else given}


def _option(element: dict[str, Any], value: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in element["options"] if one["value"] == value)
    return found
