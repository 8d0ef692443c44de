"""One bot for a home: two would answer every question twice over, each with its own tokens of limits."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from assistant.errors import AssistantError
from assistant.settings import Settings


class AnotherBot(AssistantError):
    """Another process runs the Slack bot of this home."""


@contextmanager
def only_bot(settings: Settings) -> Iterator[None]:
    """Hold the place of this home's bot."""
    settings.home.mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(settings.home / "slack.lock", timeout=0).acquire()
    except Timeout as error:
        raise AnotherBot(
            "Another process already runs the Slack bot of this library.",
            hint="Stop it, or give this one a home of its own with AEROCITE_HOME.",
        ) from error
    with lock:
        yield
