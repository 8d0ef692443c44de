"""Batches: a JSONL file in, a line of JSON for each of its lines out, in the same order."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import IO, Any

import click

from assistant.cli import PARTLY_DONE
from assistant.errors import AssistantError
from knowledge.article import clean_text
from knowledge.errors import KnowledgeError

AT_ONCE = 4
"""Lines of a batch that are worked on at the same time; results keep the order of the batch."""

Line = dict[str, Any]


async def work_on(file: IO[bytes], work: Callable[[Line], Awaitable[Line]]) -> int:
    """Work on every line; results come out in order as they are ready, a failed one as its error."""
    failed = 0
    async for result in _in_order(file, work):
        failed += "error" in result
        # An id may hold what cannot be encoded; the line is printed all the same.
        click.echo(clean_text(json.dumps(result, ensure_ascii=False)))
        sys.stdout.flush()
    return PARTLY_DONE if failed else 0


async def _in_order(file: IO[bytes], work: Callable[[Line], Awaitable[Line]]) -> AsyncIterator[Line]:
    waiting: list[asyncio.Task[Line]] = []
    for number, text in _lines(file):
        waiting.append(asyncio.create_task(_guarded(number, text, work)))
        if len(waiting) == AT_ONCE:
            yield await waiting.pop(0)
    for task in waiting:
        yield await task


def _lines(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    return ((number, line) for number, line in enumerate(file, start=1) if line.strip())


async def _guarded(number: int, text: bytes, work: Callable[[Line], Awaitable[Line]]) -> Line:
    name: Any = None
    try:
        line = json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return {"id": name, "error": f"Line {number} is not valid JSON: {error}."}
    if not isinstance(line, dict):
        return {"id": name, "error": f"Line {number} is not a JSON object."}
    try:
        name = line.pop("id", None)
        result = await work(line)
    except (AssistantError, KnowledgeError) as error:
        return {"id": name, "error": " ".join(filter(None, (str(error), error.hint)))}
    if "id" not in result:
        return {"id": name, **result}
    # The answer's own id is its address; the line's id tells which question it belongs to.
    return {**result, "id": result["id"] if name is None else name, "answer_id": result["id"]}
