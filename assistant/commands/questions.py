"""search and ask, one at a time or in batches."""

import asyncio
import json
import sys
from contextlib import closing
from typing import IO, Any

import click

from assistant.answer import Answer, Delta, Question, to_json
from assistant.chat import LONGEST_QUESTION, Assistant, cleaned
from assistant.cli import filter_options
from assistant.commands.batches import Line, work_on
from assistant.conversations import Answers
from assistant.errors import AssistantError, BadQuestion
from assistant.explain import how_understood, why_found
from assistant.factory import Parts, make_assistant, reading_library
from assistant.render import harmless, plain
from assistant.requests import to_question
from assistant.settings import read_settings
from assistant.terminal import below, index_progress, say
from knowledge.errors import KnowledgeError
from knowledge.identifiers import Names
from knowledge.query import INFERENCES, Query, Results

_ignore = click.option(
    "--ignore",
    multiple=True,
    type=click.Choice(INFERENCES),
    help="Do not infer this filter from the words (repeatable).",
)


@click.command()
@click.argument("query", required=False)
@click.option("--k", default=10, type=click.IntRange(1, 1000), show_default=True, help="How many passages.")
@filter_options
@_ignore
@click.option("--explain", is_flag=True, help="Say how the query was read and why each passage was found.")
@click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
@click.option("--batch", type=click.File("rb"), help="A JSONL file of questions; - reads stdin.")
def search(query: str | None, k: int, explain: bool, as_json: bool, batch: IO[bytes] | None, **filters: Any) -> int:
    """Find the passages that match a query best."""
    _one_of(query, batch)
    with index_progress() as progress, reading_library(read_settings(), say=say, progress=progress) as parts:

        async def one(line: Line) -> Line:
            text, wanted = line.get("question", line.get("query")), line.get("k", k)
            question, _ = to_question({**filters, **line, "question": text})
            if not isinstance(wanted, int) or not 1 <= wanted <= 1000:
                raise AssistantError("k is not a number from 1 to 1000.")
            return dict(to_json(await asyncio.to_thread(_search, parts, question, wanted)))

        if batch:
            return asyncio.run(work_on(batch, one))
        question, _ = to_question({**filters, "question": query})
        found = _search(parts, question, k)
        if as_json:
            click.echo(json.dumps({"query": query, **to_json(found)}, ensure_ascii=False))
        else:
            _show_passages(found, parts.names if explain else None)
    return 0


@click.command()
@click.argument("question", required=False)
@filter_options
@_ignore
@click.option("--json", "as_json", is_flag=True, help="The whole answer as a JSON object.")
@click.option("--batch", type=click.File("rb"), help="A JSONL file of questions; - reads stdin.")
def ask(question: str | None, as_json: bool, batch: IO[bytes] | None, **filters: Any) -> int:
    """Answer a question from the library, with citations."""
    _one_of(question, batch)
    settings = read_settings()
    with (
        index_progress() as progress,
        reading_library(settings, say=say, progress=progress) as parts,
        closing(Answers(settings.answers_path)) as answers,
    ):
        assistant = make_assistant(settings, parts)

        async def one(line: Line) -> Line:
            asked, history = to_question({**filters, **line})
            answer = await assistant.ask(asked, history)
            _keep(answers, answer)
            return dict(to_json(answer))

        if batch:
            return asyncio.run(work_on(batch, one))
        if as_json:
            line = asyncio.run(one({"question": question}))
            click.echo(json.dumps(line, ensure_ascii=False))
        else:
            asked, _ = to_question({**filters, "question": question})
            asyncio.run(_show(assistant, asked, answers))
    return 0


def _one_of(text: str | None, batch: object) -> None:
    if (text is None) == (batch is None):
        raise click.UsageError("Give a question, or a file of questions with --batch.")


def _search(parts: Parts, question: Question, k: int) -> Results:
    text = cleaned(question.text)
    if len(text) > LONGEST_QUESTION:
        raise BadQuestion(
            f"The query is longer than {LONGEST_QUESTION} characters.", hint="Look for it in fewer words."
        )
    return parts.retriever.search(Query(text=text, k=k, filters=question.filters, ignore=question.ignore))


def _show_passages(found: Results, names: Names | None) -> None:
    if names:
        click.echo("".join(f"{harmless(line)}\n" for line in how_understood(found.understood)))
    for place, passage in enumerate(found, start=1):
        facts = (passage.title, passage.outlet, passage.published)
        click.echo(f"{place}. {harmless(' · '.join(str(fact) for fact in facts if fact))}  ({passage.score:.2f})")
        if names and passage.why:
            click.echo(f"   [{harmless(why_found(passage.why, names.name))}]")
        click.echo(f"   {harmless(' '.join(passage.text.split()))}\n")
    if not found:
        say("Nothing was found. Fewer filters or other words may help.")


async def _show(assistant: Assistant, question: Question, answers: Answers) -> None:
    if not sys.stdout.isatty():
        answer = await assistant.ask(question)
        click.echo(plain(answer))
        _keep(answers, answer)
        return
    shown = ""
    async for event in assistant.stream(question):
        if isinstance(event, Delta):
            shown += harmless(event.text)
            click.echo(harmless(event.text), nl=False)
        elif isinstance(event, Answer):
            click.echo(below(event, shown))
            _keep(answers, event)


def _keep(answers: Answers, answer: Any) -> None:
    try:
        answers.save(answer)
    except (KnowledgeError, AssistantError) as error:
        # The answer is what was asked for; that it has no address is a remark.
        say(f"The answer was not stored: {error}")
