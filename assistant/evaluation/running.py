"""Asking a system every question of a suite. What was answered is stored at once; nothing is scored here but to show
how the run goes.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from json import dumps
from pathlib import Path
from time import perf_counter

from assistant.answer import Answer, Question, Turn
from assistant.errors import AssistantError
from assistant.evaluation.cache import Cache
from assistant.evaluation.records import Record
from assistant.evaluation.runs import append
from assistant.evaluation.suite import Sample
from assistant.evaluation.systems import Asked, AskedInVain, Reply, System
from knowledge.errors import KnowledgeError

PAUSES = (1.0, 4.0)
"""Seconds before a question is asked again, where the system does not say."""
LONGEST_PAUSE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a suite is asked. `timeout` is seconds for each question, `prices` dollars a million tokens, in and out."""

    concurrency: int = 4
    timeout: float = 60.0
    repeats: int | None = None
    fail_fast: int | None = None
    prices: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """A sample that is asked once: its turns follow each other, as each has the earlier answers before it."""

    sample: Sample
    repeat: int

    def place(self, turn: int) -> tuple[str, int, int]:
        """What a record of a turn is known by."""
        return self.sample.id, turn, self.repeat


class Running:
    """Asks, stores and tells `heard` of each record. Where it is stopped, what is being asked is still answered."""

    def __init__(
        self,
        folder: Path,
        system: System,
        options: Options,
        *,
        heard: Callable[[Record], None] = lambda record: None,
        cache: Cache | None = None,
    ) -> None:
        self._folder = folder
        self._system = system
        self._options = options
        self._heard = heard
        self._cache = cache
        self._failed = 0
        self._stopped = asyncio.Event()
        self.interrupted = False
        """Whether a person ended it, and not too many errors."""

    @property
    def stopped(self) -> bool:
        """Whether it ended before everything was asked."""
        return self._stopped.is_set()

    def interrupt(self) -> None:
        """Ask nothing more."""
        self.interrupted = True
        self._stopped.set()

    async def run(self, samples: Sequence[Sample], done: Mapping[tuple[str, int, int], Record]) -> None:
        """Ask what is not done. Questions run side by side, turns of one script after each other."""
        waiting = iter(scripts(samples, self._options.repeats))
        await asyncio.gather(*(self._work(waiting, done) for _ in range(self._options.concurrency)))

    async def _work(self, waiting: Iterator[Script], done: Mapping[tuple[str, int, int], Record]) -> None:
        for script in waiting:
            if self.stopped:
                return
            await self._script(script, done)

    async def _script(self, script: Script, done: Mapping[tuple[str, int, int], Record]) -> None:
        history: list[Turn] = []
        for number, turn in enumerate(script.sample.script):
            said = turn.answer
            if said is None:
                record = done.get(script.place(number))
                if record is None:
                    if self.stopped:
                        return
                    record = await self._asked(script, number, turn.user, tuple(history))
                    self._keep(record)
                if record.answer is None:
                    # Later turns lean on this answer; they would be asked of something else.
                    return
                said = record.answer.text
            history.append(Turn(question=turn.user, answer=said))

    def _keep(self, record: Record) -> None:
        append(self._folder, record)
        self._heard(record)
        self._failed += record.answer is None
        if self._options.fail_fast and self._failed >= self._options.fail_fast:
            self._stopped.set()

    async def _asked(self, script: Script, number: int, text: str, history: tuple[Turn, ...]) -> Record:
        sample = script.sample
        question = Question(text=text, filters=sample.chosen())
        asked = Asked(question=question, history=history, sample=sample.id, turn=number)
        name = key(asked, self._system.fingerprint, script.repeat)
        if self._cache is not None and (found := self._cache.get(name)):
            return replace(found, sample=sample.id, turn=number, repeat=script.repeat, cached=True)
        record = Record(key=name, sample=sample.id, turn=number, repeat=script.repeat, question=text, asked_at=_now())
        record = await self._answered(record, asked, sample.timeout_s or self._options.timeout)
        if self._cache is not None and record.answer is not None:
            self._cache.put(record)
        return record

    async def _answered(self, record: Record, asked: Asked, timeout: float) -> Record:
        for attempt, pause in enumerate((*PAUSES, None), start=1):
            begun = perf_counter()
            try:
                reply = await asyncio.wait_for(self._system.ask(asked), timeout)
            except TimeoutError:
                error = f"There was no answer within {timeout:g} seconds."
                return replace(record, status="timeout", error=error, latency_ms=_since(begun), attempts=attempt)
            except (AssistantError, KnowledgeError) as error:
                again = isinstance(error, AskedInVain) and error.again and pause is not None and not self.stopped
                if not again:
                    why = " ".join(filter(None, (str(error), error.hint)))
                    return replace(record, status="error", error=why, latency_ms=_since(begun), attempts=attempt)
                after = error.after if isinstance(error, AskedInVain) and error.after is not None else pause
                await self._wait(min(after or 0.0, LONGEST_PAUSE))
            except Exception as error:  # noqa: BLE001 - one question that breaks a system must not end the run
                why = f"The system broke: {type(error).__name__}: {error}"
                return replace(record, status="error", error=why, latency_ms=_since(begun), attempts=attempt)
            else:
                return self._with(replace(record, latency_ms=_since(begun), attempts=attempt), reply)
        raise AssertionError("the last attempt returns")

    async def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), seconds)

    def _with(self, record: Record, reply: Reply) -> Record:
        return replace(
            record,
            answer=reply.answer,
            lanes=reply.lanes,
            held=reply.held,
            altered=reply.altered,
            edited=reply.edited,
            cost=price(reply.answer, self._options.prices),
        )


def scripts(samples: Sequence[Sample], repeats: int | None = None) -> Iterator[Script]:
    """Everything that a run asks, a whole round of the suite before it is repeated."""
    most = max((repeats or sample.repeats for sample in samples), default=0)
    for repeat in range(most):
        for sample in samples:
            if repeat < (repeats or sample.repeats):
                yield Script(sample, repeat)


def key(asked: Asked, fingerprint: str, repeat: int) -> str:
    """What makes two calls the same: question, filters, what was said before, who is asked, and the repeat."""
    told = [
        asked.question.text,
        repr(asked.question.filters),
        [(turn.question, turn.answer) for turn in asked.history],
        fingerprint,
        repeat,
    ]
    return sha256(dumps(told).encode()).hexdigest()


def price(answer: Answer, prices: tuple[float, float] | None) -> float | None:
    """What an answer cost in dollars; None where that is unknown. Without a model it cost nothing.

    >>> price(Answer(id="", question="", query="", text=""), None)
    0.0
    """
    if answer.usage is None:
        return None if answer.model else 0.0
    if prices is None:
        return None
    return (answer.usage.input_tokens * prices[0] + answer.usage.output_tokens * prices[1]) / 1e6


def _since(begun: float) -> float:
    return round((perf_counter() - begun) * 1000, 1)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
