"""Questions of one thread one after the other, those of different threads side by side."""

import asyncio
from bisect import insort
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

from assistant.slack.asked import Asked, Thread

Why = Literal["", "stopped", "closing"]


@dataclass(slots=True)
class Running:
    """A question that is being answered. `why` says why it was cancelled, where that is to be told.

    One that is `resumed` was begun before the bot's last stop; `late`, too long ago to be answered now.
    """

    asked: Asked
    resumed: bool = False
    late: bool = False
    why: Why = ""


@dataclass(slots=True)
class _Queue:
    waiting: list[Running] = field(default_factory=list)
    running: Running | None = None
    task: "asyncio.Task[None] | None" = None
    work: "asyncio.Task[None] | None" = None

    def cancel(self, why: Why) -> bool:
        if self.running is None or self.task is None or self.running.why:
            return False
        self.running.why = why
        return self.task.cancel()


class Queues:
    """A queue for each thread that has questions; `deal` answers one and never raises."""

    def __init__(self, deal: Callable[[Running], Awaitable[None]]) -> None:
        self._deal = deal
        self._queues: dict[Thread, _Queue] = {}

    def put(self, asked: Asked, *, resumed: bool = False, late: bool = False) -> None:
        """Have a question answered after those that were asked before it in its thread."""
        queue = self._queues.setdefault(asked.thread, _Queue())
        insort(queue.waiting, Running(asked, resumed, late), key=lambda one: float(one.asked.ts))
        if queue.work is None:
            queue.work = asyncio.create_task(self._work(asked.thread, queue))

    def stop(self, thread: Thread) -> bool:
        """End what is being answered in a thread, as its reader wants; whether there was anything."""
        return thread in self._queues and self._queues[thread].cancel("stopped")

    def drop(self, team: str) -> None:
        """Forget a workspace's questions; nobody is left to be told."""
        for thread, queue in self._queues.items():
            if thread.team == team:
                queue.waiting.clear()
                queue.cancel("")

    async def close(self) -> None:
        """End everything; what waits is left for another time."""
        queues = list(self._queues.values())
        for queue in queues:
            queue.waiting.clear()
            queue.cancel("closing")
        works = [queue.work for queue in queues if queue.work]
        if works:
            await asyncio.wait(works)

    async def _work(self, thread: Thread, queue: _Queue) -> None:
        while queue.waiting:
            queue.running = queue.waiting.pop(0)
            queue.task = asyncio.ensure_future(self._deal(queue.running))
            await asyncio.wait({queue.task})
        del self._queues[thread]
