"""Sources → library → index. Repeatable: what is stored already is not embedded again. Resumable: what was
stored before an interruption stays, and the next run goes on behind it.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from filelock import FileLock, Timeout

from knowledge.article import Article, Passage
from knowledge.chunking import CHUNKER, chunk
from knowledge.embeddings import Spaces
from knowledge.errors import LibraryLocked, UnreadableSource
from knowledge.index import Index
from knowledge.library import Library, Origin
from knowledge.reading import Reading
from knowledge.rows import content_hash, explained

PASSAGES_AT_ONCE = 128
"""Passages embedded together: enough that batches can be made of texts of like length."""
SECONDS_BETWEEN_SWAPS = 120.0
"""During a long load the index catches up this often, so that what is stored can be asked about."""


@dataclass(slots=True)
class Report:
    """What a load did, in articles; `failed` says what could not be read and why."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    failed: list[UnreadableSource] = field(default_factory=list)


Progress = Callable[[Report], None]
"""Hears the report as it grows."""


@contextmanager
def writing(home: Path) -> Iterator[None]:
    """The right to write to the library in `home`, held by one process at a time."""
    with explained(home):
        home.mkdir(parents=True, exist_ok=True)
        lock = FileLock(home / "library.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise LibraryLocked(
                f"Another process is writing to the library in {home}.",
                hint="Wait until it is done, then run the command again.",
            ) from error
    try:
        yield
    finally:
        lock.release()


def library_fingerprint(spaces: Spaces) -> str:
    """What an article's passages and vectors were made with."""
    return "; ".join([f"chunker {CHUNKER}", *(f"{name} {model}" for name, model in spaces.fingerprint.items())])


class Ingest:
    """A load of articles into a library. Whoever runs it holds the right of `writing`."""

    def __init__(
        self, library: Library, index: Index, spaces: Spaces, *, progress: Progress = lambda report: None
    ) -> None:
        self._library = library
        self._index = index
        self._spaces = spaces
        self._fingerprint = library_fingerprint(spaces)
        self._progress = progress
        self._waiting: list[tuple[Article, list[Passage], Origin]] = []
        self._seen: dict[str, str] = {}
        self._swapped = monotonic()
        self.report = Report()

    def run(self, readings: Iterable[Reading | UnreadableSource], *, prune: Iterable[Path] = ()) -> Report:
        """Take in all readings; below each folder of `prune`, articles that were not read again are removed."""
        for reading in readings:
            if isinstance(reading, UnreadableSource):
                self._fail(reading)
            else:
                self._take(reading.article, Origin(reading.root, reading.name))
            if monotonic() - self._swapped > SECONDS_BETWEEN_SWAPS:
                self._catch_up()
        self._store()
        for root in prune:
            # A folder that is not there at all is a slip or a lost mount: nothing is removed for that.
            if root.exists():
                self._prune(os.path.abspath(root))
        self._catch_up()
        return self.report

    def renew(self) -> Report:
        """Chunk and embed again every article that was taken in by other models or rules."""
        for article_id in self._library.article_ids():
            stored, article = self._library.stored(article_id), self._library.article(article_id)
            origin = self._library.origin(article_id)
            if stored and article and origin and stored.fingerprint != self._fingerprint:
                self._wait(article, origin)
        self._store()
        return self.report

    def _take(self, article: Article, origin: Origin) -> None:
        digest = content_hash(article)
        if article.id in self._seen:
            if self._seen[article.id] != digest:
                reason = f"the id {article.id} was read before with another text; this one is left out"
                self._fail(UnreadableSource(origin.name, reason))
            return
        self._seen[article.id] = digest
        stored = self._library.stored(article.id)
        if stored and (stored.hash, stored.fingerprint) == (digest, self._fingerprint):
            if self._library.origin(article.id) != origin:
                self._library.move(article.id, origin)
            self.report.unchanged += 1
            self._progress(self.report)
            return
        if stored is None:
            self.report.added += 1
        else:
            self.report.updated += 1
        self._wait(article, origin)

    def _wait(self, article: Article, origin: Origin) -> None:
        self._waiting.append((article, chunk(article), origin))
        if sum(len(passages) for _, passages, _ in self._waiting) >= PASSAGES_AT_ONCE:
            self._store()

    def _store(self) -> None:
        passages = [passage for _, some, _ in self._waiting for passage in some]
        vectors = self._spaces.embed_passages(
            [text_to_embed(passage) for passage in passages], [passage.language for passage in passages]
        )
        at = 0
        for article, some, origin in self._waiting:
            mine = vectors[at : at + len(some)]
            self._library.put(article, some, mine, origin=origin, fingerprint=self._fingerprint)
            at += len(some)
        self.report.passages += at
        self._waiting = []
        self._progress(self.report)

    def _prune(self, root: str) -> None:
        unread = [failed.name for failed in self.report.failed]
        for article_id in self._library.article_ids(root=root):
            origin = self._library.origin(article_id)
            # A file that is there but could not be read is no reason to forget what it held.
            if article_id in self._seen or (origin and any(_lies_in(origin, name) for name in unread)):
                continue
            self._library.remove(article_id)
            self.report.removed += 1

    def _catch_up(self) -> None:
        self._index.catch_up()
        self._swapped = monotonic()

    def _fail(self, unreadable: UnreadableSource) -> None:
        self.report.failed.append(unreadable)
        self._progress(self.report)


def _lies_in(origin: Origin, unread: str) -> bool:
    """Whether an article came from what could not be read: a file, a line of it, its folder or archive."""
    file = unread.rpartition(":")[0] if unread.rpartition(":")[2].isdigit() else unread
    return (
        origin.name in (unread, file)
        or origin.name.startswith((f"{unread}/", f"{unread}!"))
        or origin.root == (os.path.abspath(unread))
    )


def text_to_embed(passage: Passage) -> str:
    r"""A passage with its title and headings, which say what "it" is about.

    >>> text_to_embed(Passage(id="p", article_id="a", version=1, title="ETOPS", headings=("Rules",),
    ...                       text="It began in 1985.", start=0, end=17))
    'ETOPS. Rules\nIt began in 1985.'
    """
    return ". ".join([passage.title, *passage.headings]) + "\n" + passage.text
