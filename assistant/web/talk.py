"""A conversation as the page holds it: messages in the browser, answers by their ids, one question at a time."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi.concurrency import run_in_threadpool

from assistant.answer import Answer, Delta, Event, Found, Question, Sentence, Turn
from assistant.chat import Assistant
from assistant.conversations import MOST_TURNS, Answers, AnswersUnusable, turns
from assistant.errors import AssistantError
from assistant.rates import RateLimit
from assistant.web.answer_view import answer_message, error_message, partial_message, waiting_message
from assistant.web.panel import article_view, find_source, read_ask_key, read_key, sources_list
from assistant.web.understood_view import read_without_key
from knowledge.article import Filters
from knowledge.errors import KnowledgeError
from knowledge.library import Library
from knowledge.query import INFERENCES, Inference

logger = logging.getLogger(__name__)
Message = Mapping[str, Any]
"""A message as Gradio's chat holds it: role, content, and the id of an answer in its metadata."""

AT_ONCE = 4
"""Questions that are answered at the same time."""
MOST_AT_ONCE = 24
"""Questions that are answered or waiting; more are turned away with a message."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came from the page; `without` are the words of it that were taken back as filters."""

    text: str
    history: Sequence[Turn] = ()
    ignore: frozenset[Inference] = frozenset()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in the chat in place of an answer now; `answer` once it is finished."""

    html: str
    answer: Answer | None = None


class Talk:
    """Answers the questions of the page."""

    def __init__(
        self, assistant: Assistant, library: Library, answers: Answers, limit: RateLimit | None = None
    ) -> None:
        self._assistant = assistant
        self._library = library
        self._answers = answers
        self._limit = limit
        self._places = asyncio.Semaphore(AT_ONCE)
        self._asked = 0

    async def reply(self, asked: Asked, filters: Filters, client: str) -> AsyncGenerator[Shown, None]:
        """What to show for a question, from the first sign of work to the answer or to what went wrong."""
        refused = self._turned_away(client)
        if refused:
            yield Shown(refused)
            return
        self._asked += 1
        try:
            async with self._places:
                question = Question(text=asked.text, filters=filters, ignore=asked.ignore)
                events = self._assistant.stream(question, asked.history)
                async with aclosing(self._looks(events, asked.ignore)) as looks:
                    async for shown in looks:
                        yield shown
        except (AssistantError, KnowledgeError) as error:
            yield Shown(error_message(str(error), error.hint))
        except Exception:
            logger.exception("A question could not be answered.")
            yield Shown(error_message("Something went wrong here.", "The server's log says what."))
        finally:
            self._asked -= 1

    def _turned_away(self, client: str) -> str:
        if self._asked >= MOST_AT_ONCE:
            return error_message("Many questions are being answered right now.", "Ask again in a moment.")
        seconds = self._limit.wait(client) if self._limit else 0
        if seconds:
            hint = f"Ask again in {seconds} seconds."
            return error_message("You have asked many questions within a minute.", hint)
        return ""

    async def _looks(
        self, stream: AsyncGenerator[Event, None], ignored: frozenset[Inference]
    ) -> AsyncGenerator[Shown, None]:
        text, sentences, quotes = "", list[Sentence](), self._assistant.writer == "quotes"
        async with aclosing(stream) as events:
            async for event in events:
                match event:
                    case Found(passages=passages):
                        yield Shown(waiting_message(len(passages)))
                    case Delta(text=piece, sentences=said):
                        text += piece
                        sentences += said
                        yield Shown(partial_message(text, sentences, quotes=quotes))
                    case Answer():
                        kept = await run_in_threadpool(self._save, event)
                        yield Shown(answer_message(event, ignored, kept=kept), event)

    def view(self, name: str) -> str | None:
        """The panel's content for a link in the page, or None where it leads nowhere."""
        key = read_key(name)
        answer = self._answers.get(key[1]) if key else None
        if key is None or answer is None:
            return None
        kind, _, number = key
        if kind == "list":
            return sources_list(answer)
        source = find_source(answer, kind, number)
        if source is None:
            return None
        article = self._library.article(source.article_id, source.version)
        return article_view(answer, kind, number, source, article)

    def asked(self, text: str, messages: Sequence[Message]) -> Asked:
        """A question that was typed below these messages."""
        return Asked(text, turns(self._shown(messages)))

    def linked(self, name: str, messages: Sequence[Message]) -> Asked | None:
        """The question behind a link: one that an answer suggests, or the same again without what was inferred."""
        suggested = read_ask_key(name)
        if suggested is None:
            return self._again(name, messages)
        answer, place = self._answers.get(suggested[0]), suggested[1]
        if answer is None or not 1 <= place <= len(answer.suggestions):
            return None
        return self.asked(answer.suggestions[place - 1], messages)

    def _again(self, name: str, messages: Sequence[Message]) -> Asked | None:
        """The question behind a link that takes an inference back, or None where it leads nowhere.

        It stands where it stood before: after what was said before it was asked for the first time.
        """
        key = read_without_key(name)
        places = [at for at, message in enumerate(messages) if key and answer_id(message) == key[0]]
        shown = self._shown(messages[: places[-1] + 1]) if places else []
        if key is None or not shown:
            return None
        text, said = shown[-1].question, dict[Inference, str]()
        while shown and shown[-1].question == text:
            said |= dict(shown.pop().understood.because)
        without = tuple(said[inference] for inference in INFERENCES if inference in key[1] & said.keys())
        return Asked(text, turns(shown), key[1], without)

    def _shown(self, messages: Sequence[Message]) -> list[Answer]:
        """The answers that the messages show last; what failed or was stopped is none."""
        names = filter(None, map(answer_id, messages[-3 * MOST_TURNS :]))
        return [answer for answer in map(self._answers.get, names) if answer]

    def _save(self, answer: Answer) -> bool:
        try:
            self._answers.save(answer)
        except AnswersUnusable as error:
            logger.warning("An answer was not stored: %s %s", error, error.hint)
            return False
        return True


def to_filters(
    since: str | None, until: str | None, outlet: str | None, category: str | None, language: str | None
) -> Filters:
    """The filters that are filled in.

    >>> to_filters("2024-05-01", None, "", "safety", None).category
    'safety'
    """
    first, last = _day("From", since), _day("To", until)
    if first and last and first > last:
        raise AssistantError("The date range ends before it begins.", hint="Swap the two dates under Filters.")
    return Filters(since=first, until=last, outlet=outlet or None, category=category or None, language=language or None)


def _day(name: str, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value.strip()) if value and value.strip() else None
    except ValueError as error:
        raise AssistantError(f"{name} is not a date: {value}.", hint="Write it as 2024-05-01.") from error


def answer_id(message: Message) -> str:
    """The id of the answer that a message shows, or ""."""
    metadata = message.get("metadata") or {}
    return str(metadata.get("id") or "")


def stopped(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """The messages after a person has stopped the last answer."""
    kept = [dict(message) for message in messages]
    if kept and kept[-1]["role"] == "assistant" and not answer_id(kept[-1]):
        html = _text(kept[-1]["content"])
        note = '<p class="ac-note"><span class="ac-badge">Stopped</span> before the end.</p>'
        begun = "ac-writing" in html
        body = html.removesuffix("</div>") if begun else '<div class="ac-answer ac-writing">'
        kept[-1]["content"] = f"{body}{note}</div>"
    return kept


def _text(content: Any) -> str:
    # The page sends a message as a list of parts.
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)
