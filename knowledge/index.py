"""The derived indexes, words, vectors and exact arrays, as one folder that is never changed once it is in use.

A change is made to a copy, the copy is verified, and a pointer is swapped. So a kill at any moment leaves the
index in use untouched, readers in other processes never see a half-written one, and they notice the swap by
reading the pointer. With a Chroma server the vectors live there, in collections named after the build.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from time import time_ns

import numpy as np

from knowledge.chunking import CHUNKER
from knowledge.embeddings import Spaces
from knowledge.errors import KnowledgeError, StaleIndex
from knowledge.exact import FORMAT, Draft, Exact
from knowledge.identifiers import Names
from knowledge.library import Library
from knowledge.opened import Opened, State, collection_name, read_state, sizes_of, write_state
from knowledge.rows import explained
from knowledge.vectors import Vectors, VectorsUnusable
from knowledge.verify import Sample, verify
from knowledge.words import RULES, Words

Progress = Callable[[int, int], None]
"""Hears how many passages are done, of how many."""

_ARTICLES_AT_ONCE = 100
_SAMPLES = 5
_DERIVED = {"words", "exact", "names", "chromadb", "tantivy"}
"""Parts of the fingerprint that only this index depends on: it is made again from the library, without embedding."""


class Index:
    """The index of a library. Reading is safe everywhere; catching up needs the library's lock."""

    def __init__(
        self,
        home: Path,
        library: Library,
        spaces: Spaces,
        names: Names,
        *,
        chroma_url: str | None = None,
    ) -> None:
        self._root = home / "index"
        self._library = library
        self._spaces = spaces
        self._chroma_url = chroma_url
        self._names = names
        self._lock = Lock()
        self._opened: list[Opened] = []
        self._copies: list[TemporaryDirectory[str]] = []

    # -- reading ---------------------------------------------------------------------------------------------

    def current(self) -> Opened:
        """The index in use, opened; a newer one that another process has made is noticed here."""
        with self._lock:
            folder = self._pointer()
            if folder is None:
                raise KnowledgeError("There is no index yet.", hint="Run: aerocite reindex")
            if not self._opened or self._opened[-1].folder != folder:
                self._opened.append(self._open(folder))
                # The one before may still be answering a question; the one before that is not.
                for old in self._opened[:-2]:
                    old.vectors.close()
                self._opened = self._opened[-2:]
            return self._opened[-1]

    def close(self) -> None:
        """Let go of everything that is open."""
        with self._lock:
            for opened in self._opened:
                opened.vectors.close()
            self._opened = []
            for copy in self._copies:
                copy.cleanup()
            self._copies = []

    @property
    def fingerprint(self) -> dict[str, str]:
        """What an index made now would be made with."""
        engines = {"chromadb": version("chromadb"), "tantivy": version("tantivy")}
        derived = {"words": RULES, "exact": FORMAT, "names": self._names.digest, **engines}
        return {"chunker": CHUNKER, **self._spaces.fingerprint, **derived}

    def behind(self) -> str:
        """Why the index cannot be used as it is ("missing", "outdated", "damaged", "changes"), or ""."""
        folder = self._pointer()
        if folder is None:
            return "missing"
        state = read_state(folder)
        if state is None or bool(state.prefix) != bool(self._chroma_url):
            return "missing"
        if self._outdated(state):
            return "outdated"
        # A server may have lost what it held, or be another one than before.
        if not self._whole(folder, state) or (self._chroma_url and self._verify(folder, state)):
            return "damaged"
        return "changes" if state.generation < self._library.generation else ""

    def _whole(self, folder: Path, state: State) -> bool:
        """Whether the files are those that were built.

        Chroma writes out what it has only logged of a small collection when readers crowd it out of memory, so its
        files may have grown. They are looked into then, once.
        """
        sizes = sizes_of(folder)
        changed = {name for name in {*sizes, *state.sizes} if sizes.get(name) != state.sizes.get(name)}
        if not changed:
            return True
        grown = all(name.startswith("vectors/") and sizes.get(name, -1) > state.sizes.get(name, -1) for name in changed)
        if not grown or self._verify(folder, state):
            return False
        with suppress(OSError):
            write_state(folder, replace(state, sizes=sizes))
        return True

    def problem(self) -> str:
        """What a look inside a child process finds wrong with the vectors in use, or ""."""
        folder = self._pointer()
        state = read_state(folder) if folder else None
        if folder is None or state is None:
            return "there is no index"
        return self._verify(folder, state)

    def _outdated(self, state: State) -> bool:
        now, then = self.fingerprint, state.fingerprint
        changed = [name for name in sorted({*then, *now}) if then.get(name, "") != now.get(name, "")]
        if embedded := [name for name in changed if name not in _DERIVED]:
            steps = [f"{name} {then.get(name, 'none')} → {now.get(name, 'none')}" for name in embedded]
            raise StaleIndex(
                f"The index was made with other parts than those in use: {', '.join(steps)}.",
                hint="Make it again from the library with: aerocite reindex",
            )
        return bool(changed)

    def _open(self, folder: Path) -> Opened:
        state = read_state(folder)
        if state is None:
            raise KnowledgeError(f"The index in {folder} is damaged.", hint="Run: aerocite reindex")
        place = self._openable(folder)
        # First what needs no closing, should it be damaged; mapped, it may stay where it cannot be written to.
        exact = {name: Exact(folder / "exact" / name) for name in state.counts}
        return Opened(folder, state, Words(place / "words", self._names), self._vectors(place, state.prefix), exact)

    def _openable(self, folder: Path) -> Path:
        """The folder, or a copy of what engines need: neither opens what it may not write to, even to read."""
        if os.access(folder, os.W_OK):
            return folder
        copy = TemporaryDirectory(prefix="aerocite-")
        self._copies.append(copy)
        place = Path(copy.name) / folder.name
        shutil.copytree(folder, place, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns("exact"))
        for copied in (place, *place.glob("**/")):
            copied.chmod(0o700)
        return place

    def _vectors(self, folder: Path, prefix: str) -> Vectors:
        if self._chroma_url:
            return Vectors.on_server(self._chroma_url, prefix)
        return Vectors.in_folder(folder / "vectors")

    def _pointer(self) -> Path | None:
        try:
            folder = self._root / (self._root / "CURRENT").read_text().strip()
        except OSError:
            return None
        return folder if folder.is_dir() and folder != self._root else None

    # -- writing ---------------------------------------------------------------------------------------------

    def catch_up(self, progress: Progress = lambda done, of: None, *, rebuild: bool = False) -> None:
        """Bring the index to the library's generation; made from nothing when it is missing or damaged."""
        old = None if rebuild else self._usable()
        generation = self._library.generation
        if old is not None and old[1].generation == generation:
            return
        with explained(self._root):
            self._root.mkdir(parents=True, exist_ok=True)
            for left in self._root.glob("*.partial"):
                shutil.rmtree(left, ignore_errors=True)
            name = f"{time_ns():x}"
            partial = self._root / f"{name}.partial"
            if old is None:
                partial.mkdir()
                state = State(0, self.fingerprint, {}, f"{self._family}{name}-" if self._chroma_url else "", {})
            else:
                shutil.copytree(old[0], partial)
                state = old[1]
            state = self._apply(partial, state, progress, everything=old is None)
            self._swap(partial, replace(state, generation=generation))

    def _usable(self) -> tuple[Path, State] | None:
        folder = self._pointer()
        try:
            if folder is None or self.behind() in ("missing", "outdated", "damaged"):
                return None
        except StaleIndex:
            # Whoever writes need not be told: the index is derived, and made again here.
            return None
        state = read_state(folder)
        return (folder, state) if state else None

    @property
    def _family(self) -> str:
        # One server may hold the vectors of several libraries.
        return f"aerocite-{self._library.identity}-"

    def _apply(self, folder: Path, state: State, progress: Progress, *, everything: bool) -> State:
        changes = [] if everything else self._library.changes_since(state.generation)
        ids = self._library.article_ids() if everything else [change.article_id for change in changes]
        gone = [name for change in changes for name in change.obsolete]
        words, vectors = Words(folder / "words", self._names), self._vectors(folder, state.prefix)
        exact = {name: Draft(folder / "exact" / name) for name, _ in self._collections()}
        try:
            words.apply(gone, self._library.passages_of(ids))
            for name, _ in self._collections():
                vectors.remove(name, gone)
                exact[name].remove(gone)
            total, done = self._library.counts.passages if everything else 0, 0
            for done in self._add(vectors, exact, ids):
                progress(done, max(total, done))
            for draft in exact.values():
                draft.save()
            counts = {name: vectors.count(name) for name, _ in self._collections()}
        finally:
            vectors.close()
        if words.count() != self._library.counts.passages:
            raise KnowledgeError("The word index does not hold every passage.", hint="Run: aerocite reindex")
        return replace(state, counts=counts)

    def _add(self, vectors: Vectors, exact: Mapping[str, Draft], article_ids: list[str]) -> Iterator[int]:
        done = 0
        for at in range(0, len(article_ids), _ARTICLES_AT_ONCE):
            passages = list(self._library.passages_of(article_ids[at : at + _ARTICLES_AT_ONCE]))
            for name, (space, group) in self._collections():
                mine = [p for p in passages if self._spaces.group(p.language) == group]
                stored = self._library.vectors([p.id for p in mine], space)
                vectors.add(name, mine, stored)
                exact[name].add(mine, stored)
            done += len(passages)
            yield done

    def _collections(self) -> list[tuple[str, tuple[str, str]]]:
        return [(collection_name(*pair), pair) for pair in self._spaces.collections]

    def _verify(self, folder: Path, state: State) -> str:
        samples = self._samples()
        wrong = self._verify_exact(folder, state, samples)
        if wrong or not self._chroma_url:
            return wrong or verify(self._openable(folder) / "vectors", state.counts, samples)
        vectors = self._vectors(folder, state.prefix)
        try:
            lost = [name for name, count in state.counts.items() if vectors.count(name) != count]
        finally:
            vectors.close()
        return f"{lost[0]} does not hold the passages that it should" if lost else ""

    def _verify_exact(self, folder: Path, state: State, samples: list[Sample]) -> str:
        try:
            exact = {name: Exact(folder / "exact" / name) for name in state.counts}
        except KnowledgeError as error:
            return str(error)
        lost = [name for name, count in state.counts.items() if len(exact[name]) != count]
        for name, passage, vector in samples:
            if exact[name].cosines([passage], np.asarray(vector, dtype=np.float32)).get(passage, 0.0) < 0.999:
                lost.append(name)
        return f"the arrays of {lost[0]} do not hold the passages that they should" if lost else ""

    def _samples(self) -> list[Sample]:
        found: list[Sample] = []
        articles = self._library.article_ids()
        some = articles[:: max(1, len(articles) // _SAMPLES)][:_SAMPLES]
        for name, (space, group) in self._collections():
            ids = [p.id for p in self._library.passages_of(some) if self._spaces.group(p.language) == group]
            vectors = self._library.vectors(ids[:_SAMPLES], space)
            found += [(name, passage, vector.tolist()) for passage, vector in vectors.items()]
        return found

    def _swap(self, partial: Path, state: State) -> None:
        wrong = self._verify(partial, state)
        if wrong:
            raise VectorsUnusable(f"The new index did not pass its check: {wrong}.", hint="Run: aerocite reindex")
        state = replace(state, sizes=sizes_of(partial))
        write_state(partial, state)
        folder = partial.with_suffix("")
        partial.rename(folder)
        before = self._pointer()
        pointer = self._root / "CURRENT.new"
        with pointer.open("w") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        pointer.replace(self._root / "CURRENT")
        self._discard({folder, before})
        if self._chroma_url:
            vectors = self._vectors(folder, state.prefix)
            vectors.drop(keep_prefix=state.prefix, among=self._family)
            vectors.close()

    def _discard(self, kept: set[Path | None]) -> None:
        for folder in self._root.iterdir():
            if folder.is_dir() and folder not in kept:
                shutil.rmtree(folder, ignore_errors=True)
