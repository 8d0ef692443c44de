"""Questions from Slack, answered: each once, those of one thread in order, stopped when asked, resumed after a stop."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import aclosing
from typing import Literal, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from assistant.answer import Answer, Delta, Question, Turn
from assistant.chat import Assistant
from assistant.conversations import Answers, AnswersUnusable, turns
from assistant.errors import AssistantError
from assistant.rates import RateLimit
from assistant.slack.asked import Asked, Message, Thread
from assistant.slack.blocks import answer_message, answer_text, ending, failure_message, help_message, note_message
from assistant.slack.choices import Choices
from assistant.slack.client import FAULTS, error_name
from assistant.slack.delivery import UNWRITABLE, WAITS, Delivery
from assistant.slack.earlier import said_earlier
from assistant.slack.queues import Queues, Running, Why
from assistant.slack.store import Outcome, Store
from assistant.slack.words import said
from knowledge.errors import KnowledgeError
from knowledge.language import detect

logger = logging.getLogger(__name__)

AT_ONCE = 20
"""Questions that are answered at the same time; the others wait."""
LONGEST = 240.0
"""Seconds for one answer."""
TOO_OLD = 3600.0
"""Seconds after which a question that a stop cut off is not answered any more, but its reader is told."""


class Tokens(Protocol):
    """Whose bot it is: a client and the bot's user for each workspace."""

    async def client(self, team: str) -> AsyncWebClient:
        """A client with the workspace's token."""

    async def bot_user(self, team: str) -> str:
        """The bot's user id there."""


class Answering:
    """Takes questions and brings their answers. `limits` are a person's and a workspace's questions a minute."""

    def __init__(
        self,
        assistant: Assistant,
        answers: Answers,
        store: Store,
        tokens: Tokens,
        *,
        site: str | None = None,
        stream: Literal["direct", "always", "never"] = "direct",
        limits: tuple[int, int] = (10, 60),
        waits: Sequence[float] = WAITS,
        longest: float = LONGEST,
    ) -> None:
        self._assistant = assistant
        self._answers = answers
        self._store = store
        self._tokens = tokens
        self._site = site
        self._stream = stream
        self._of_user, self._of_team = (RateLimit(limit) for limit in limits)
        self._waits = waits
        self._longest = longest
        self._places = asyncio.Semaphore(AT_ONCE)
        self._queues = Queues(self._deal)
        self._taking = asyncio.Lock()
        self._closing = False

    async def take(self, asked: Asked) -> None:
        """Write a question down and answer it in its turn; what was taken before is left alone."""
        # One after the other: questions that arrive together keep their order.
        async with self._taking:
            if await asyncio.to_thread(self._store.take, asked) and not self._closing:
                self._queues.put(asked)

    async def resume(self) -> None:
        """Go on with the questions that the last stop left without an answer."""
        await asyncio.to_thread(self._store.forget_old)
        for asked, age in await asyncio.to_thread(self._store.unfinished):
            self._queues.put(asked, resumed=True, late=age > TOO_OLD)

    async def engaged(self, thread: Thread) -> bool:
        """Whether the bot has been asked in a thread before."""
        return await asyncio.to_thread(self._store.engaged, thread)

    def stop(self, thread: Thread) -> bool:
        """End what is being written in a thread, as its reader wants; whether there was anything."""
        return self._queues.stop(thread)

    async def close(self) -> None:
        """End everything with a note; unfinished questions are answered after the next start."""
        self._closing = True
        await self._queues.close()

    def drop(self, team: str) -> None:
        """Forget the questions of a workspace that has removed the bot."""
        self._queues.drop(team)

    async def choices(self, team: str, channel: str) -> Choices:
        """What holds in a channel: its own choices over those of its workspace."""
        own, general = await asyncio.gather(
            asyncio.to_thread(self._store.choices, team, channel), asyncio.to_thread(self._store.choices, team)
        )
        return own.over(general)

    async def answer(self, question: str, team: str, channel: str, history: Sequence[Turn] = ()) -> Answer:
        """The stored answer to a question of a channel, for those who show it themselves."""
        chosen = await self.choices(team, channel)
        async with self._places, asyncio.timeout(self._longest):
            answer = await self._assistant.ask(Question(text=question, filters=chosen.filters), history)
        await asyncio.to_thread(self._save, answer)
        return answer

    def turned_away(self, team: str, user: str) -> int:
        """Seconds to wait for somebody who has asked much, or whose workspace has; else 0."""
        return self._of_user.wait(f"{team} {user}") or self._of_team.wait(team)

    async def _deal(self, running: Running) -> None:
        """Answer a question; whatever happens, its reader is told."""
        asked = running.asked
        try:
            delivery = await self._delivery(asked, running.resumed)
        except (AssistantError, *FAULTS) as error:
            logger.warning("A question of workspace %s cannot be answered: %s", asked.thread.team, error_name(error))
            return
        language = detect(asked.text)
        try:
            outcome, answer_id = await self._attempt(running, delivery)
        except asyncio.CancelledError:
            if running.why:
                await self._cut_off(asked, delivery, running.why, language)
            return
        except FAULTS as error:
            outcome, answer_id = "failed", None
            await self._undelivered(asked, error, language)
        await asyncio.to_thread(self._store.finished, asked, outcome, answer_id)

    async def _attempt(self, running: Running, delivery: Delivery) -> tuple[Outcome, str | None]:
        asked = running.asked
        language = detect(asked.text)
        if running.late:
            await _bring(delivery, note_message(said("ask_again", language)))
            return "failed", None
        if not asked.text.strip():
            await _bring(delivery, help_message(language))
            return "answered", None
        seconds = self.turned_away(asked.thread.team, asked.user)
        if seconds:
            await _bring(delivery, note_message(said("too_many", language, seconds=seconds)))
            return "failed", None
        try:
            async with self._places, asyncio.timeout(self._longest):
                delivery.busy(said("searching", language))
                answer = await self._told(asked, delivery)
        except Exception as error:  # noqa: BLE001 (whatever it is, the reader must hear of it)
            await _bring(delivery, failure(error, language))
            return "failed", None
        await asyncio.to_thread(self._save, answer)
        whole = answer_message(answer, site=self._site, suggest=asked.direct)
        below = ending(answer, site=self._site, suggest=asked.direct)
        await delivery.finish(whole, text=answer_text(answer), ending=below)
        return "answered", answer.id

    async def _told(self, asked: Asked, delivery: Delivery) -> Answer:
        chosen = await self.choices(asked.thread.team, asked.thread.channel)
        history = await self._history(asked)
        stream = self._assistant.stream(Question(text=asked.text, filters=chosen.filters), history)
        async with aclosing(stream) as events:
            async for event in events:
                if isinstance(event, Delta):
                    await delivery.tell(event.text)
                elif isinstance(event, Answer):
                    return event
        raise AssertionError("a stream ends with its answer")

    async def _history(self, asked: Asked) -> list[Turn]:
        """What was said in the thread: by people before the bot was called, then what it was asked and answered."""
        thread = asked.thread
        given = await asyncio.to_thread(self._store.answered, thread)
        before = await asyncio.to_thread(self._store.said_before, thread)
        if before is None and not given and asked.ts != thread.root:
            client, bot_user = await self._tokens.client(thread.team), await self._tokens.bot_user(thread.team)
            heard = await said_earlier(client, asked, bot_user)
            await asyncio.to_thread(self._store.keep_said, thread, heard)
            before = [Turn(question=text, answer="") for text in heard]
        found = await asyncio.to_thread(lambda: [self._answers.get(one) for one in given])
        return [*(before or ()), *turns([answer for answer in found if answer])]

    async def _delivery(self, asked: Asked, resumed: bool) -> Delivery:
        team = asked.thread.team

        async def remember(message: str) -> None:
            await asyncio.to_thread(self._store.begun, asked, message)

        async def taken() -> set[str]:
            return await asyncio.to_thread(self._store.held, asked.thread)

        return Delivery(
            await self._tokens.client(team),
            asked,
            bot_user=await self._tokens.bot_user(team),
            streams=self._stream == "always" or (self._stream == "direct" and asked.direct),
            remember=remember,
            taken=taken,
            resumed=resumed,
            waits=self._waits,
        )

    async def _cut_off(self, asked: Asked, delivery: Delivery, why: Why, language: str) -> None:
        """Close what is open, and say why it ends; a question that the bot's own stop cuts off stays unfinished."""
        try:
            await delivery.cut_off(said("stopped" if why == "stopped" else "interrupted", language))
        except FAULTS as error:
            logger.info("A cut-off answer could not be closed: %s", error_name(error))
        if why == "stopped":
            await asyncio.to_thread(self._store.finished, asked, "stopped")

    async def _undelivered(self, asked: Asked, error: Exception, language: str) -> None:
        """Tell who asked that there was no writing in the channel."""
        logger.warning("An answer could not be delivered: %s", error_name(error))
        if error_name(error) not in UNWRITABLE or asked.direct:
            return
        try:
            client = await self._tokens.client(asked.thread.team)
            hint = said("not_in_channel", language, channel=f"<#{asked.thread.channel}>")
            await client.chat_postMessage(channel=asked.user, text=hint, unfurl_links=False, unfurl_media=False)
        except FAULTS as second:
            logger.warning("Nor could its reader be told: %s", error_name(second))

    def _save(self, answer: Answer) -> None:
        try:
            self._answers.save(answer)
        except AnswersUnusable as error:
            logger.warning("An answer was not stored: %s %s", error, error.hint)


def failure(error: Exception, language: str) -> Message:
    """What a reader is told who gets no answer. The log does not hold the question, nor the page what went wrong."""
    match error:
        case AssistantError() | KnowledgeError():
            return failure_message(str(error), error.hint, language)
        case TimeoutError():
            return failure_message(said("too_slow", language), said("ask_again", language), language)
        case _:
            logger.error("A question could not be answered: %s", type(error).__name__)
            return failure_message(said("wrong", language), said("ask_again", language), language)


async def _bring(delivery: Delivery, message: Message) -> None:
    await delivery.finish(message, text="", ending=message.blocks)
