"""What the page says of the library and of who writes, before the first question."""

from assistant.catalogue import Catalogue
from assistant.web.markup import LANGUAGES, day, esc

Choices = list[tuple[str, str]]


def header(now: Catalogue, writer: str) -> str:
    """The name, who writes the answers, and what the library holds."""
    written = (
        "Answers are quotes from the library; no model is configured."
        if writer == "quotes"
        else f"Written by <b>{esc(writer)}</b> from the library, sources checked."
    )
    newest = f", newest {day(now.newest)}" if now.newest else ""
    held = f"{now.articles:,} article{'' if now.articles == 1 else 's'}{newest}" if now.articles else "empty library"
    return (
        '<div class="ac-header"><h1>Aero<span>Cite</span></h1>'
        f'<p class="ac-writer">{written}</p><p class="ac-holds">{held}</p></div>'
    )


def welcome(now: Catalogue) -> str:
    """What stands in the chat before the first question."""
    if not now.articles:
        return (
            '<div class="ac-hello"><h2>The library is empty</h2><p>Load articles with '
            "<code>aerocite ingest FOLDER</code>, then ask.</p></div>"
        )
    return (
        '<div class="ac-hello"><h2>Ask the library</h2>'
        "<p>Every sentence of an answer carries a number. Select it to read the quote in its article.</p></div>"
    )


def choices(names: tuple[str, ...]) -> Choices:
    """Names to filter by, and none."""
    return [("Any", ""), *((name, name) for name in names)]


def languages(now: Catalogue) -> Choices:
    """Languages to filter by, and none."""
    return [("Any", ""), *((LANGUAGES.get(code, code), code) for code in now.languages)]
