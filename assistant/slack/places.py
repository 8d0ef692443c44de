"""The bot's own places: its home tab, the chat when it is opened, the settings, what is added to the library."""

import asyncio
import json
import logging
import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from assistant.catalogue import Catalogues
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.slack.adding import add, adding_view, may_add, to_article
from assistant.slack.aloud import ask_aloud
from assistant.slack.answering import Answering
from assistant.slack.asked import Thread
from assistant.slack.choices import Choices
from assistant.slack.choosing import choices_view, chosen_in
from assistant.slack.client import FAULTS, error_name
from assistant.slack.home import home_view, newest, prompts
from assistant.slack.installs import Installs
from assistant.slack.store import Store
from assistant.slack.words import said
from knowledge.errors import KnowledgeError
from knowledge.library import Library

logger = logging.getLogger(__name__)
Body = Mapping[str, Any]


class Places:
    """Hears who comes to them."""

    def __init__(
        self, settings: Settings, library: Library, answering: Answering, store: Store, installs: Installs
    ) -> None:
        self._settings = settings
        self._library = library
        self._catalogues = Catalogues(library)
        self._answering = answering
        self._store = store
        self._installs = installs

    def listen(self, app: AsyncApp) -> None:
        """Hear the tabs, the settings and what is to be added."""
        app.event("app_home_opened")(self._opened)
        app.action("settings")(self._settings_pressed)
        app.action(re.compile(r"try_\d"))(self._try)
        app.view("choices")(self._chosen)
        app.shortcut("add_to_library")(self._adding)
        app.view("add_to_library")(self._add)

    async def open_settings(self, body: Body, team: str, channel: str, user: str, client: AsyncWebClient) -> bool:
        """Open the settings of a channel, or with "" of a workspace; False for those who may not change them."""
        if user not in await self._installs.admins(team):
            return False
        chosen = await asyncio.to_thread(self._store.choices, team, channel)
        catalogue = await asyncio.to_thread(self._catalogues.current)
        view = choices_view(chosen, catalogue, team=team, channel=channel, language=chosen.language or "en")
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        return True

    async def _opened(self, event: Body, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        team, user = str(context.team_id or ""), str(event["user"])
        chosen = await self._answering.choices(team, "")
        if event.get("tab") == "messages":
            catalogue = await asyncio.to_thread(self._catalogues.current)
            suggested = prompts(catalogue, chosen.language)
            if suggested:
                await client.api_call(
                    "assistant.threads.setSuggestedPrompts",
                    json={"channel_id": event["channel"], "prompts": suggested},
                )
        elif event.get("tab") == "home":
            await self._publish(team, user, chosen, client)

    async def _publish(self, team: str, user: str, chosen: Choices, client: AsyncWebClient) -> None:
        catalogue = await asyncio.to_thread(self._catalogues.current)
        recent = await asyncio.to_thread(lambda: newest(self._library.articles()))
        may_choose = user in await self._installs.admins(team)
        await client.views_publish(user_id=user, view=home_view(catalogue, recent, chosen, may_choose=may_choose))

    async def _settings_pressed(
        self, ack: AsyncAck, body: Body, context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        await ack()
        await self.open_settings(body, str(context.team_id or ""), "", str(body["user"]["id"]), client)

    async def _chosen(self, ack: AsyncAck, body: Body, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        """Keep what was chosen, if it comes from somebody who may choose: a modal is only words of a client."""
        await ack()
        _, channel, chosen = chosen_in(body["view"])
        team, user = str(context.team_id or ""), str(body["user"]["id"])
        if user not in await self._installs.admins(team):
            logger.warning("Settings of workspace %s were not changed: %s may not.", team, user)
            return
        await asyncio.to_thread(self._store.choose, team, channel, chosen)
        if not channel:
            await self._publish(team, user, chosen, client)

    async def _try(self, ack: AsyncAck, body: Body, action: Body, context: AsyncBoltContext) -> None:
        """Ask a question of the home tab in the conversation with the bot."""
        await ack()
        user = str(body["user"]["id"])
        thread = Thread(team=str(context.team_id or ""), channel=user, root="")
        await ask_aloud(context.client, self._answering, thread, user=user, question=str(action["value"]))

    async def _adding(self, ack: AsyncAck, shortcut: Body, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await ack()
        team, user = str(context.team_id or ""), str(shortcut["user"]["id"])
        chosen = await self._answering.choices(team, str(shortcut["channel"]["id"]))
        language = chosen.language or "en"
        if not may_add(user, chosen, await self._installs.admins(team)):
            await _tell(str(shortcut.get("response_url") or ""), said("may_not_add", language))
            return
        catalogue = await asyncio.to_thread(self._catalogues.current)
        view = adding_view(shortcut, team, catalogue.categories, language)
        await client.views_open(trigger_id=shortcut["trigger_id"], view=view)

    async def _add(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        kept = json.loads(body["view"]["private_metadata"])
        team, user = str(context.team_id or ""), str(body["user"]["id"])
        chosen = await self._answering.choices(team, kept["channel"])
        language = chosen.language or "en"
        article = to_article(body["view"])
        if kept["team"] != team or not may_add(user, chosen, await self._installs.admins(team)):
            await ack(response_action="errors", errors={"text": said("may_not_add", language)})
            return
        if len(article.text.split()) < 3:
            await ack(response_action="errors", errors={"text": said("too_short", language)})
            return
        await ack()
        try:
            report = await asyncio.to_thread(add, self._settings, article)
        except (AssistantError, KnowledgeError) as error:
            await _tell(kept["response_url"], f"{error} {error.hint}".strip())
            return
        done = report.added + report.updated + report.unchanged
        await _tell(kept["response_url"], said("added" if done else "not_added", language))


async def _tell(response_url: str, words: str) -> None:
    try:
        await AsyncWebhookClient(response_url).send(text=words, response_type="ephemeral")
    except FAULTS as error:
        logger.warning("A person could not be told: %s", error_name(error))
