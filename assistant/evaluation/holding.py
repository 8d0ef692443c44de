"""One process at a time adds to a run: two that resumed it would ask and pay for everything twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import BadSetting
from assistant.evaluation.runs import MANIFEST

LOCK = "run.lock"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """The right to add to the run in a folder. It is the system's lock, so whoever is killed lets go of it."""
    try:
        require_free(folder)
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BadSetting(
            f"Another process is at work on the run in {folder}.",
            hint="Wait until it is done, or stop it and go on with --resume; or give another --out.",
        ) from error
    except OSError as error:
        raise BadSetting(
            f"{folder} cannot be written to: {(error.strerror or str(error)).lower()}.",
            hint="Give another --out, or the right to write there.",
        ) from error
    try:
        yield
    finally:
        lock.release()


def require_free(folder: Path) -> None:
    """An error where a folder holds what is not a run's: nothing is written among other files."""
    if (folder / MANIFEST).exists() or not folder.exists():
        return
    if any(one.name != LOCK for one in folder.iterdir()):
        raise BadSetting(f"{folder} holds other files.", hint="Give a folder that is new or empty.")
