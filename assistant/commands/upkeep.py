"""settings, web, doctor, reindex."""

import json
from pathlib import Path
from typing import Any

import click
from pydantic import SecretStr

from assistant.factory import changing_library
from assistant.settings import Settings, read_settings, shown_address
from assistant.terminal import index_progress, ingest_progress, say


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
def settings(as_json: bool) -> None:
    """Show every setting, its value and what it is for.

    Secrets are never shown.
    """
    values = read_settings()
    found: dict[str, Any] = {}
    for name, field in Settings.model_fields.items():
        variable = name.upper() if field.validation_alias else f"AEROCITE_{name.upper()}"
        value = getattr(values, name)
        shown = "set" if isinstance(value, SecretStr) else value
        if isinstance(shown, str) and name.endswith("_url"):
            shown = shown_address(shown)
        found[variable] = {"value": shown if isinstance(shown, int | float | None) else str(shown)}
        found[variable]["about"] = field.description
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for variable, one in found.items():
        value = "(unset)" if one["value"] is None else one["value"]
        click.echo(f"{variable}={value}\n    {one['about']}")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=7860, type=click.IntRange(0, 65535), show_default=True, help="The port.")
@click.option("--starter", is_flag=True, help="Load the starter library first where there is no library yet.")
def web(host: str, port: int, starter: bool) -> None:
    """Serve the page and the HTTP API."""
    from assistant.web.server import serve

    values = read_settings()
    if starter and (unfinished(values).exists() or not values.library_path.exists()):
        load_starter(values)
    serve(values, host=host, port=port)


@click.command()
def reindex() -> None:
    """Make the index again from the library.

    Articles are embedded again only where the model or the way of cutting them has changed.
    """
    from knowledge.ingest import Ingest
    from knowledge.library import Library

    values = read_settings()
    Library.open(values.library_path).close()
    with changing_library(values) as parts, ingest_progress() as progress:
        report = Ingest(parts.library, parts.index, parts.spaces, progress=progress).renew()
        with index_progress() as shown:
            parts.index.catch_up(shown, rebuild=True)
        counts = parts.library.counts
    embedded = f", {report.passages} passages embedded again" if report.passages else ""
    click.echo(f"{counts.articles} articles, {counts.passages} passages indexed{embedded}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
def doctor(as_json: bool) -> int:
    """Check that everything works, and say how to mend what does not."""
    from assistant.checkup import checkup
    from assistant.commands.findings import show_findings

    return show_findings(list(checkup(read_settings)), as_json=as_json)


def unfinished(values: Settings) -> Path:
    """The mark of a starter library that is not loaded to its end."""
    return values.home / "starter.unfinished"


def load_starter(values: Settings) -> None:
    """Load the articles that ship with the package."""
    from importlib.resources import as_file, files

    from knowledge.ingest import Ingest
    from knowledge.reading import read

    say("Loading the starter library; this happens once and takes about a minute.")
    with (
        as_file(files("knowledge") / "starter") as folder,
        changing_library(values) as parts,
        ingest_progress() as progress,
    ):
        # A start that is cut off goes on here the next time.
        unfinished(values).touch()
        report = Ingest(parts.library, parts.index, parts.spaces, progress=progress).run(read([folder]))
        unfinished(values).unlink()
    say(f"{report.added + report.unchanged} articles loaded.")
