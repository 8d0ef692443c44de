"""check: whether a text supports a sentence, one at a time or in batches. It needs no library."""

import asyncio
import json
import sys
from dataclasses import asdict
from typing import IO, Any

import click

from assistant.commands.batches import work_on
from assistant.errors import AssistantError
from assistant.explain import FLAGS
from assistant.support import Verdict
from assistant.support import check as is_supported
from knowledge.article import clean_text

_READ_HERE = "-"
_LONGEST_CLAIM, _LONGEST_EVIDENCE = 20_000, 1_000_000


@click.command()
@click.argument("claim", required=False)
@click.argument("evidence", required=False)
@click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
@click.option("--batch", type=click.File("rb"), help="A JSONL file with id, claim and evidence; - reads stdin.")
def check(claim: str | None, evidence: str | None, as_json: bool, batch: IO[bytes] | None) -> int:
    """Check whether a text supports a sentence, or each line of a file.

    CLAIM is the sentence and EVIDENCE the text; - reads either from stdin.
    """
    if batch:
        if claim is not None:
            raise click.UsageError("Give a sentence and a text, or a file of them with --batch.")
        return _check_all(batch)
    if claim is None or evidence is None:
        raise click.UsageError("Give a sentence and a text, or a file of them with --batch.")
    if claim == evidence == _READ_HERE:
        raise click.UsageError("Only one of the two can come from stdin.")
    _show(_checked({"claim": _given(claim), "evidence": _given(evidence)}), as_json)
    return 0


def _given(text: str) -> str:
    return sys.stdin.buffer.read().decode("utf-8", "replace") if text == _READ_HERE else text


def _check_all(batch: IO[bytes]) -> int:
    async def one(line: dict[str, Any]) -> dict[str, Any]:
        return asdict(_checked(line))

    return asyncio.run(work_on(batch, one))


def _checked(line: dict[str, Any]) -> Verdict:
    for name, longest in (("claim", _LONGEST_CLAIM), ("evidence", _LONGEST_EVIDENCE)):
        text = line.get(name)
        if not isinstance(text, str) or not text.strip():
            raise AssistantError(f"The {name} is missing or no text.", hint=f'Give it as a string in "{name}".')
        if len(text) > longest:
            raise AssistantError(f"The {name} is longer than {longest} characters.", hint="Give the part that counts.")
    return is_supported(clean_text(line["claim"]), clean_text(line["evidence"]))


def _show(verdict: Verdict, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(verdict)))
        return
    click.echo(f"{verdict.support} ({verdict.score:.2f})")
    for flag in verdict.flags:
        click.echo(f"- {FLAGS[flag]} [{flag}]")
