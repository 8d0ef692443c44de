"""Answers for the asker alone: the command, the message shortcut, what is shared of them, quotes, opinions."""

import asyncio
import logging
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from assistant.answer import Answer, Turn
from assistant.conversations import Answers
from assistant.errors import AssistantError
from assistant.slack.aloud import ask_aloud
from assistant.slack.answering import Answering, failure
from assistant.slack.asked import Asked, Message, Thread
from assistant.slack.blocks import answer_message, help_message, note_message
from assistant.slack.client import FAULTS, error_name
from assistant.slack.places import Places
from assistant.slack.quoting import quotes_view, whole_view
from assistant.slack.reading import plain_words
from assistant.slack.shortcut import asked_in, question_view
from assistant.slack.words import said
from knowledge.language import detect

logger = logging.getLogger(__name__)
Body = Mapping[str, Any]


class Private:
    """What only one person sees, and the buttons below every answer."""

    def __init__(self, answering: Answering, answers: Answers, places: Places, *, site: str | None = None) -> None:
        self._answering = answering
        self._answers = answers
        self._places = places
        self._site = site
        self._busy: set[asyncio.Task[Any]] = set()

    async def close(self) -> None:
        """End what is being answered; those who wait are told to ask again."""
        for task in self._busy:
            task.cancel()
        if self._busy:
            await asyncio.wait(set(self._busy))

    def listen(self, app: AsyncApp) -> None:
        """Hear the command, the shortcut and the buttons."""
        app.command("/aerocite")(self._command)
        app.shortcut("ask_about_message")(self._shortcut)
        app.view("ask_about_message")(self._submitted)
        app.action("share")(self._share)
        app.action("quotes")(self._quotes)
        app.action("whole")(self._whole)
        app.action("feedback")(self._feedback)
        app.action(re.compile(r"ask_\d"))(self._next)

    async def _command(self, ack: AsyncAck, command: Body, context: AsyncBoltContext, respond: AsyncRespond) -> None:
        await ack()
        question = plain_words(str(command.get("text") or ""), context.bot_user_id)
        if not question.strip() or question.strip().lower() == "help":
            await _show(respond, help_message(detect(question)))
            return
        if question.strip().lower() == "settings":
            await self._settings(command, context, respond)
            return
        await self._answer(question, (), command, respond)

    async def _settings(self, command: Body, context: AsyncBoltContext, respond: AsyncRespond) -> None:
        """The settings of the channel in which the command was given."""
        team, user, channel = str(context.team_id or ""), str(command["user_id"]), str(command["channel_id"])
        if not await self._places.open_settings(command, team, channel, user, context.client):
            await _show(respond, note_message(said("may_not_choose", "en")))

    async def _shortcut(self, ack: AsyncAck, shortcut: Body, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=question_view(shortcut, context.bot_user_id))

    async def _submitted(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        given = asked_in(body["view"])
        team, user = str(context.team_id or ""), str(body["user"]["id"])
        history = (Turn(question=given.about, answer=""),) if given.about and given.about != given.question else ()
        if given.in_thread:
            thread = Thread(team=team, channel=given.channel, root=given.root)
            # The view's id is a number that no message has.
            asked = Asked(thread=thread, ts=given.ts, user=user, text=given.question)
            await self._answering.take(asked)
            return
        respond = AsyncRespond(response_url=given.response_url)
        where = {"team_id": team, "channel_id": given.channel, "user_id": user}
        await self._answer(given.question, history, where, respond)

    async def _answer(self, question: str, history: tuple[Turn, ...], where: Body, respond: AsyncRespond) -> None:
        language = detect(question)
        team, user = str(where.get("team_id") or ""), str(where.get("user_id") or "")
        seconds = self._answering.turned_away(team, user)
        if seconds:
            await _show(respond, note_message(said("too_many", language, seconds=seconds)))
            return
        task = asyncio.current_task()
        assert task is not None
        self._busy.add(task)
        try:
            answer = await self._answering.answer(question, team, str(where.get("channel_id") or ""), history)
            shown = answer_message(answer, site=self._site, private=True)
        except asyncio.CancelledError:
            shown = note_message(said("ask_again", language))
        except Exception as error:  # noqa: BLE001 (whatever it is, the reader must hear of it)
            shown = failure(error, language)
        finally:
            self._busy.discard(task)
        await _show(respond, shown)

    async def _share(self, ack: AsyncAck, body: Body, action: Body, respond: AsyncRespond) -> None:
        """Show a private answer to everybody in the channel."""
        await ack()
        answer = await self._known(action)
        if answer is None:
            await _show(respond, note_message(said("unknown_answer", "en")))
            return
        shown = answer_message(answer, site=self._site, shared_by=str(body["user"]["id"]))
        await _show(respond, shown, public=True)

    async def _quotes(self, ack: AsyncAck, body: Body, action: Body, client: AsyncWebClient) -> None:
        await self._open(ack, body, action, client, quotes_view)

    async def _whole(self, ack: AsyncAck, body: Body, action: Body, client: AsyncWebClient) -> None:
        await self._open(ack, body, action, client, whole_view)

    async def _open(
        self, ack: AsyncAck, body: Body, action: Body, client: AsyncWebClient, view: Callable[..., dict[str, Any]]
    ) -> None:
        await ack()
        answer = await self._known(action)
        if answer is not None:
            await client.views_open(trigger_id=body["trigger_id"], view=view(answer, site=self._site))

    async def _feedback(self, ack: AsyncAck, body: Body, action: Body, context: AsyncBoltContext) -> None:
        """An opinion; another one of the same person on the same answer takes its place."""
        await ack()
        verdict, _, answer_id = str(action.get("value") or "").partition(" ")
        person = f"{context.team_id} {body['user']['id']}"
        store = partial(self._answers.feedback, answer_id, "up" if verdict == "up" else "down", by=person)
        try:
            await asyncio.to_thread(store)
        except AssistantError as error:
            logger.warning("An opinion was not stored: %s", error)

    async def _next(self, ack: AsyncAck, body: Body, action: Body, context: AsyncBoltContext) -> None:
        """Go on with a question that an answer suggests."""
        await ack()
        answer, place = await self._known(action), int(action["action_id"].removeprefix("ask_"))
        if answer is None or place > len(answer.suggestions):
            return
        message, channel = body["message"], str(body["channel"]["id"])
        thread = Thread(team=str(context.team_id), channel=channel, root=message.get("thread_ts") or message["ts"])
        await ask_aloud(
            context.client,
            self._answering,
            thread,
            user=str(body["user"]["id"]),
            question=answer.suggestions[place - 1],
        )

    async def _known(self, action: Body) -> Answer | None:
        return await asyncio.to_thread(self._answers.get, str(action.get("value") or ""))


async def _show(respond: AsyncRespond, message: Message, *, public: bool = False) -> None:
    try:
        await respond(
            text=message.text,
            blocks=list(message.blocks),
            response_type="in_channel" if public else "ephemeral",
            replace_original=False,
            unfurl_links=False,
            unfurl_media=False,
        )
    except FAULTS as error:
        logger.warning("A private answer could not be shown: %s", error_name(error))
