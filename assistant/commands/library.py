"""ingest, list, show, remove."""

import json
from pathlib import Path
from typing import Any

import click

from assistant.cli import PARTLY_DONE, filter_options
from assistant.factory import changing_library, check_fingerprint, open_library
from assistant.render import harmless
from assistant.requests import to_filters
from assistant.settings import read_settings
from assistant.terminal import ingest_progress, say
from knowledge.article import Article
from knowledge.errors import KnowledgeError


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--prune", is_flag=True, help="Remove articles whose files are gone from the folders given.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def ingest(paths: tuple[Path, ...], prune: bool, quiet: bool) -> int:
    """Load articles from files, folders and archives (JSONL, Markdown, HTML, text, PDF, zip, tar).

    Loading again changes nothing; a changed article is replaced and its earlier version kept.
    """
    from knowledge.ingest import Ingest
    from knowledge.reading import read

    settings = read_settings()
    with changing_library(settings) as parts, ingest_progress(quiet=quiet) as progress:
        check_fingerprint(parts)
        work = Ingest(parts.library, parts.index, parts.spaces, progress=progress)
        report = work.run(read(paths), prune=paths if prune else ())
    for failed in report.failed:
        say(f"not read: {harmless(str(failed))}")
    counts = f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged"
    removed = f", {report.removed} removed" if prune else ""
    click.echo(f"{counts}{removed}, {len(report.failed)} failed")
    if not report.failed:
        return 0
    return PARTLY_DONE if report.added + report.updated + report.unchanged else 1


@click.command("list")
@filter_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_command(as_json: bool, **filters: Any) -> None:
    """List the articles of the library, newest first."""
    parts = open_library(read_settings())
    try:
        for article in parts.library.articles(to_filters(filters)):
            if as_json:
                click.echo(json.dumps(about(article), ensure_ascii=False))
            else:
                day = article.published.isoformat() if article.published else "undated   "
                outlet = f"  ({harmless(article.outlet)})" if article.outlet else ""
                click.echo(f"{day}  {harmless(article.id)}  {harmless(article.title)}{outlet}")
    finally:
        parts.close()


@click.command()
@click.argument("article_id")
@click.option("--version", type=click.IntRange(1, 2**31), help="An earlier version.")
@click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
def show(article_id: str, version: int | None, as_json: bool) -> None:
    """Show an article with its text."""
    parts = open_library(read_settings())
    try:
        article = parts.library.article(article_id, version)
    finally:
        parts.close()
    if article is None:
        which = f"version {version} of " if version else ""
        raise KnowledgeError(
            f"The library holds no {which}article with the id {harmless(article_id)}.",
            hint="'aerocite list' shows every id.",
        )
    if as_json:
        click.echo(json.dumps({**about(article), "text": article.text}, ensure_ascii=False))
        return
    facts = (article.outlet, article.published, ", ".join(article.authors), article.language, article.url)
    click.echo(f"{harmless(article.title)}\n{harmless(' · '.join(str(fact) for fact in facts if fact))}\n")
    click.echo("\n".join(harmless(line) for line in article.text.split("\n")))
    if article.sources:
        click.echo("\nSources: " + harmless("; ".join(article.sources)))


@click.command()
@click.argument("article_ids", nargs=-1, required=True)
def remove(article_ids: tuple[str, ...]) -> int:
    """Remove articles, with all their versions, from the library."""
    missing = []
    with changing_library(read_settings()) as parts:
        check_fingerprint(parts)
        for article_id in article_ids:
            if not parts.library.remove(article_id):
                missing.append(article_id)
        parts.index.catch_up()
    for article_id in missing:
        say(f"not in the library: {harmless(article_id)}")
    click.echo(f"{len(article_ids) - len(missing)} removed, {len(missing)} not found")
    if not missing:
        return 0
    return PARTLY_DONE if len(missing) < len(article_ids) else 1


def about(article: Article) -> dict[str, Any]:
    """What is known of an article, without its text."""
    return {
        "id": article.id,
        "version": article.version,
        "title": article.title,
        "url": article.url,
        "outlet": article.outlet,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "authors": list(article.authors),
        "categories": list(article.categories),
        "sources": list(article.sources),
    }
