"""Blocking work beside the event loop: SQLite, Chroma, embedding."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Threads:
    """So many threads, so that slow questions wait for each other and for nobody else."""

    def __init__(self, most: int = 4) -> None:
        self._pool = ThreadPoolExecutor(most, thread_name_prefix="aerocite")

    async def run(self, work: Callable[..., T], *given: object) -> T:
        """The result of the work, awaited."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *given)
