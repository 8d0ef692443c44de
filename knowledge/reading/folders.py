"""Which files lie in a folder, and their bytes."""

import os
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from knowledge.errors import UnreadableSource

_LARGEST = 200_000_000
"""Bytes of a file. It is read whole, and what is made of it takes several times that."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that was found; `name` is its place below the folder, with "/" on every system."""

    name: str
    path: Path

    def content(self) -> bytes:
        """Its bytes; an unreadable source if it is too large or out of reach."""
        try:
            with self.path.open("rb") as stream:
                # One byte more than allowed tells what a size looked up before may not.
                content = stream.read(_LARGEST + 1)
        except OSError as error:
            raise UnreadableSource(self.name, _why(error)) from error
        if len(content) > _LARGEST:
            raise UnreadableSource(self.name, f"larger than {_LARGEST // 1_000_000} MB")
        return content


def is_hidden(name: str) -> bool:
    """Whether a file or a folder on the way to it is hidden, or made by macOS for itself.

    >>> is_hidden(".git/notes.md"), is_hidden("notes/a.md")
    (True, False)
    """
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def walk(top: Path, *, wanted: Callable[[str], bool]) -> Iterator[File | UnreadableSource]:
    """The wanted files below a folder in the order of their names, each once, and links after all others.

    A link is followed only to what lies in the folder too: a folder of unknown origin must not be able to
    point at private files.
    """
    real_top = os.path.realpath(top)
    seen: set[str] = set()
    waiting = deque([File("", top)])
    while waiting:
        file = waiting.popleft()
        real = os.path.realpath(file.path)
        if real in seen:
            continue
        # Links into one another end here too.
        seen.add(real)
        is_folder = os.path.isdir(real)
        if not _lies_in(real, real_top):
            if is_folder or wanted(file.name):
                yield UnreadableSource(file.name, "a link out of the folder: name its target to read it")
        elif is_folder:
            yield from _open_folder(file, waiting, top)
        elif wanted(file.name) and not _is_device(real):
            yield file


def _open_folder(folder: File, waiting: deque[File], top: Path) -> Iterator[UnreadableSource]:
    try:
        names = sorted(os.listdir(folder.path), key=_order)
    except OSError as error:
        yield UnreadableSource(folder.name or str(top), _why(error))
        return
    shown = [name for name in names if not is_hidden(name)]
    files = [File(f"{folder.name}/{name}" if folder.name else name, folder.path / name) for name in shown]
    waiting.extend(file for file in files if file.path.is_symlink())
    waiting.extendleft(file for file in reversed(files) if not file.path.is_symlink())


def _order(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _lies_in(real: str, real_top: str) -> bool:
    return real == real_top or real.startswith(real_top.rstrip(os.sep) + os.sep)


def _is_device(real: str) -> bool:
    return os.path.exists(real) and not os.path.isfile(real)


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    return "no permission to read it" if isinstance(error, PermissionError) else error.strerror or "cannot be read"
