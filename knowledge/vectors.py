"""Chroma: the vector index, derived from the library and disposable. The only importer of chromadb.

A collection is a part of a space that a query searches whole (see `knowledge.embeddings.Spaces`). Vectors are
always passed in: Chroma's own embedding function would download a model. Filters are not its work: its `where` takes
30 to 100 ms for 100,000 passages, the columns of `knowledge.exact` a quarter of one.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Passage
from knowledge.errors import KnowledgeError

HNSW = {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": 400}
"""Measured on real vectors against exact search (tests/benchmarks/recall.py): what is looked at in a search decides.

Recall of the nearest 10 and 100 of 10,619: .90 and .82 with Chroma's own settings (16, 100, 100), .98 and .94 with an
`ef_search` of 200, .996 and .98 with 400, at 1.5 to 1.7 ms. Among 100,000 the same steps give .85 and .91, and 32
neighbours .93 for 2 ms. More neighbours and a longer construction add little, but memory and time to build.
"""
BATCH = 5000
"""Below 5,461, the most that Chroma takes in one call."""


class VectorsUnusable(KnowledgeError):
    """Chroma cannot open or reach its collections."""


class Vectors:
    """Collections of vectors, in a folder or on a Chroma server. One process writes to a folder."""

    def __init__(self, client: Any, prefix: str) -> None:
        self._client = client
        self._prefix = prefix
        self._collections: dict[str, Any] = {}

    @classmethod
    def in_folder(cls, path: Path) -> Self:
        """The collections in a folder; made empty where there are none."""
        import chromadb

        path.mkdir(parents=True, exist_ok=True)
        try:
            client = chromadb.PersistentClient(path=str(path), settings=_quiet())
        except _chroma_errors() as error:
            raise VectorsUnusable(f"Chroma cannot open {path}: {error}", hint="Run: aerocite reindex") from error
        return cls(client, "")

    @classmethod
    def on_server(cls, url: str, prefix: str) -> Self:
        """The collections whose names begin with `prefix` on a Chroma server."""
        import chromadb

        address = urlsplit(url if "//" in url else f"http://{url}")
        secure = address.scheme == "https"
        try:
            client = chromadb.HttpClient(
                host=address.hostname or "localhost",
                port=address.port or (443 if secure else 8000),
                ssl=secure,
                settings=_quiet(),
            )
            client.heartbeat()
        except _chroma_errors() as error:
            raise VectorsUnusable(
                f"The Chroma server at {address.hostname} does not answer.",
                hint="Start it with 'chroma run', or unset AEROCITE_CHROMA_URL to use Chroma in process.",
            ) from error
        return cls(client, prefix)

    def close(self) -> None:
        """Let go of the folder or the connection."""
        self._collections.clear()
        self._client.close()
        # chromadb 1.5.9 leaves the connections of an HTTP client open, and those of the second client in it.
        for client in (self._client, getattr(self._client, "_admin_client", None)):
            session = getattr(getattr(client, "_server", None), "_session", None)
            if session is not None:
                session.close()

    def _collection(self, name: str, *, make: bool = False) -> Any:
        found = self._collections.get(name)
        if found is None:
            if make:
                found = self._client.get_or_create_collection(
                    self._prefix + name, embedding_function=None, configuration={"hnsw": HNSW}
                )
            else:
                # A search never makes one: an empty collection would pass for a library without answers.
                found = self._client.get_collection(self._prefix + name, embedding_function=None)
            self._collections[name] = found
        return found

    def add(self, name: str, passages: Sequence[Passage], vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Take in these passages of a collection, or take them in again."""
        collection = self._collection(name, make=True)
        for at in range(0, len(passages), BATCH):
            some = passages[at : at + BATCH]
            collection.upsert(
                ids=[passage.id for passage in some],
                embeddings=np.stack([vectors[passage.id] for passage in some]),
            )

    def remove(self, name: str, ids: Sequence[str]) -> None:
        """Forget these passages; one that is not there is no error."""
        for at in range(0, len(ids), BATCH):
            self._collection(name, make=True).delete(ids=list(ids[at : at + BATCH]))

    def count(self, name: str) -> int:
        """How many passages a collection holds."""
        from chromadb.errors import NotFoundError

        try:
            return int(self._collection(name).count())
        except NotFoundError:
            return 0

    def search(self, name: str, vector: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """The ids of the `k` nearest passages with their cosine similarity, best first."""
        try:
            found = self._collection(name).query(query_embeddings=[vector], n_results=k, include=["distances"])
        except _chroma_errors() as error:
            raise VectorsUnusable(f"Chroma cannot search: {error}", hint="Run: aerocite reindex") from error
        # Chroma gives the cosine distance, which is 1 less the similarity.
        return [(i, 1.0 - d) for i, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def drop(self, keep_prefix: str, among: str) -> None:
        """Delete a server's collections that begin with `among` but not with `keep_prefix`: an earlier build."""
        for collection in self._client.list_collections():
            if collection.name.startswith(among) and not collection.name.startswith(keep_prefix):
                self._client.delete_collection(collection.name)


def _quiet() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _chroma_errors() -> tuple[type[Exception], ...]:
    import httpx
    from chromadb.errors import ChromaError

    return (ChromaError, httpx.HTTPError, ValueError, OSError, RuntimeError)
