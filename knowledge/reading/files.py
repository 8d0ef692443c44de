"""Files, folders and archives → articles, each with where it came from."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from knowledge.article import Article
from knowledge.errors import UnreadableSource
from knowledge.reading.archives import archive_kind, members
from knowledge.reading.draft import Draft, to_article
from knowledge.reading.fields import printable
from knowledge.reading.folders import File, is_hidden, walk
from knowledge.reading.html import read_html
from knowledge.reading.jsonl import read_json, read_jsonl
from knowledge.reading.markdown import read_markdown
from knowledge.reading.pdf import read_pdf
from knowledge.reading.text import read_text

_READERS: dict[str, Callable[[str, bytes], Iterable[Draft | UnreadableSource]]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".txt": read_text,
    ".text": read_text,
    ".pdf": read_pdf,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".json": read_json,
}

KNOWN_TYPES = (*_READERS, ".zip", ".tar", ".tar.gz", ".tgz", ".gz")
"""How the names of files end that can be read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article and where it was read: `name` is the file below `root`, as "sub/a.md" or "news.zip!a.md".

    `root` is the absolute path of the file or folder that was asked for, and for a file `name` is its name.
    """

    article: Article
    root: str
    name: str


def read(paths: Sequence[Path]) -> Iterator[Reading | UnreadableSource]:
    """The articles in files, folders (in the order of names) and archives (in their own); nothing stops it.

    What cannot be read is yielded as a value: its `name` is the `name` that a reading would have had, with
    ":17" for a line of a file, or the path itself if that is missing. Hidden files and files of unknown
    types are passed over in folders and archives.
    """
    for path in paths:
        root = printable(os.path.abspath(path))
        for found in _found(path):
            if isinstance(found, UnreadableSource):
                yield UnreadableSource(printable(found.name), printable(found.reason))
            else:
                name, article = found
                yield Reading(article, root, printable(name))


_Found = tuple[str, Article] | UnreadableSource


def _found(path: Path) -> Iterator[_Found]:
    if os.path.isdir(path):
        for file in walk(path, wanted=_is_known):
            yield from [file] if isinstance(file, UnreadableSource) else _in_file(file)
    elif not os.path.lexists(path):
        yield UnreadableSource(str(path), "no such file or folder")
    elif os.path.exists(path) and not os.path.isfile(path):
        yield UnreadableSource(str(path), "neither a file nor a folder")
    elif not _is_known(path.name):
        yield UnreadableSource(path.name, f"not a type that can be read ({' '.join(KNOWN_TYPES)})")
    else:
        yield from _in_file(File(path.name, path))


def _is_known(name: str) -> bool:
    kind = archive_kind(name)
    bare = name[: -len(".gz")] if kind == "gz" else name
    return kind in {"zip", "tar"} or PurePosixPath(bare.lower()).suffix in _READERS


def _in_file(file: File) -> Iterator[_Found]:
    try:
        content = file.content()
    except UnreadableSource as error:
        yield error
        return
    if archive_kind(file.name) is None:
        yield from _articles(file.name, content)
    else:
        yield from _in_archive(file.name, content)


def _in_archive(name: str, content: bytes) -> Iterator[_Found]:
    for member in members(name, content, wanted=lambda inner: _is_known(inner) and not is_hidden(inner)):
        if isinstance(member, UnreadableSource):
            yield member
            continue
        inner, unpacked = member
        if archive_kind(inner) is None:
            yield from _articles(f"{name}!{inner}", unpacked)
        else:
            yield UnreadableSource(f"{name}!{inner}", "an archive inside an archive")


def _articles(name: str, content: bytes) -> Iterator[_Found]:
    reader = _READERS[PurePosixPath(name.lower()).suffix]
    try:
        for draft in reader(name, content):
            yield draft if isinstance(draft, UnreadableSource) else _made(draft, name)
    except UnreadableSource as error:
        yield error


def _made(draft: Draft, name: str) -> _Found:
    try:
        return name, to_article(draft, name)
    except UnreadableSource as error:
        return error
