"""What `aerocite doctor` looks at: settings, models, library, index, chat model. Nothing is changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.errors import AssistantError
from assistant.factory import Parts, check_fingerprint, make_assistant, make_spaces, open_library
from assistant.settings import Settings
from knowledge.embeddings import Spaces
from knowledge.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `hint` says how to mend it."""

    what: str
    ok: bool
    found: str
    hint: str = ""


def checkup(read_settings: Callable[[], Settings]) -> Iterator[Finding]:
    """Every finding; a failed one does not stop what can still be looked at."""
    try:
        settings = read_settings()
    except AssistantError as error:
        yield Finding("settings", False, str(error), error.hint)
        return
    yield Finding("settings", True, f"home is {settings.home}")
    yield _look("embedding models", lambda: _embeds(make_spaces(settings)))
    try:
        parts = open_library(settings)
    except (KnowledgeError, AssistantError) as error:
        yield Finding("library", False, str(error), error.hint)
        return
    try:
        yield _look("library", lambda: f"{parts.library.counts.articles} articles")
        yield _look("fingerprint", lambda: _fingerprint(parts))
        yield _look("index", lambda: _index(parts))
        yield _look("writer", lambda: f"answers are written by: {make_assistant(settings, parts).writer}")
    finally:
        parts.close()


def _look(what: str, work: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, work())
    except (KnowledgeError, AssistantError) as error:
        return Finding(what, False, str(error), error.hint)


def _embeds(spaces: Spaces) -> str:
    found = spaces.embed_query("Does this model answer?", spaces.spaces)
    return ", ".join(f"{name} ({len(vector)} dimensions)" for name, vector in found.items())


def _fingerprint(parts: Parts) -> str:
    check_fingerprint(parts)
    return "the library was made with the models in use"


def _index(parts: Parts) -> str:
    behind = parts.index.behind()
    problem = parts.index.problem()
    if behind or problem:
        raise KnowledgeError(
            problem or f"the index is {'behind the library' if behind == 'changes' else behind}",
            hint="Make it again with: aerocite reindex",
        )
    return f"opens and finds what it holds ({sum(parts.index.current().state.counts.values())} vectors)"
