"""Text → vectors, in one or more spaces. Every model stands behind LangChain's `Embeddings`.

The embedded default has two spaces, because no small model that ships inside a package is good at both
tasks: MiniLM (English only) for English passages, and the Universal Sentence Encoder (16 languages) for
every passage, to cross languages. A server or the e5 extra replaces both by one space.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.article import clean_text
from knowledge.errors import EmbeddingFailed
from knowledge.models import E5, MINILM_MODEL_SHA256, MiniLM, UniversalSentenceEncoder, Vectors, unit


@dataclass(frozen=True, slots=True)
class Space:
    """A model and the passages that it embeds: those in one language (`only`), or every one."""

    name: str
    model: str
    embeddings: Embeddings
    only: str | None = None


@dataclass(frozen=True, slots=True)
class Spaces:
    """All spaces of a library. Exactly one of them holds every passage (`only` is None).

    A collection is the part of a space that a query searches whole: the general space is split by the
    languages that have a space of their own, so that no search needs a language filter.
    """

    spaces: tuple[Space, ...]

    @property
    def fingerprint(self) -> dict[str, str]:
        """Which model each space's vectors come from."""
        return {space.name: space.model for space in self.spaces}

    @property
    def collections(self) -> tuple[tuple[str, str], ...]:
        """Every (space, group) that passages can be in."""
        return tuple(
            (space.name, group)
            for space in self.spaces
            for group in ([space.only] if space.only else [*self._groups, "other"])
        )

    @property
    def _groups(self) -> list[str]:
        return [space.only for space in self.spaces if space.only]

    def group(self, language: str) -> str:
        """The group of collections that passages in a language belong to."""
        return language if language in self._groups else "other"

    def for_query(self, language: str) -> list[tuple[Space, str]]:
        """The collections that a question in a language searches, each passage in exactly one of them."""
        general = next(space for space in self.spaces if space.only is None)
        own = {space.only: space for space in self.spaces if space.only == language}
        return [(own.get(group, general), group) for group in [*self._groups, "other"]]

    def embed_passages(self, texts: Sequence[str], languages: Sequence[str]) -> list[dict[str, Vectors]]:
        """For each text its vector in every space that holds its language."""
        found: list[dict[str, Vectors]] = [{} for _ in texts]
        clean = [clean_text(text) for text in texts]
        for space in self.spaces:
            rows = [i for i, language in enumerate(languages) if space.only in (None, language)]
            if rows:
                for i, vector in zip(rows, embed(space.embeddings, [clean[i] for i in rows]), strict=True):
                    found[i][space.name] = vector
        return found

    def embed_query(self, text: str, spaces: Iterable[Space]) -> dict[str, Vectors]:
        """The question's vector in each of these spaces, by the space's name."""
        clean = clean_text(text)
        return {space.name: embed(space.embeddings, clean) for space in spaces}


def embedded_spaces() -> Spaces:
    """The default: two models that ship inside packages and run anywhere."""
    return Spaces(
        (
            Space("minilm", f"all-MiniLM-L6-v2 int8 {MINILM_MODEL_SHA256[:12]}", MiniLM(), only="en"),
            Space("use", "use-multilingual-v3 0.2.1", UniversalSentenceEncoder()),
        )
    )


def e5_spaces() -> Spaces:
    """One space for all languages, by the `e5` extra."""
    return Spaces((Space("e5", "multilingual-e5-small 4 bit 0.3.0", E5()),))


def server_spaces(model: str, *, api_key: str | None, base_url: str | None, timeout: float = 60.0) -> Spaces:
    """One space for all languages, by OpenAI or any server that speaks its API."""
    from langchain_openai import OpenAIEmbeddings
    from pydantic import SecretStr

    embeddings = OpenAIEmbeddings(
        model=model,
        # Local servers ask for no key, the client insists on one.
        api_key=SecretStr(api_key or "none"),
        base_url=base_url,
        # Otherwise a tokenizer is downloaded and token ids are sent, which local servers do not take.
        check_embedding_ctx_length=False,
        timeout=timeout,
        max_retries=3,
        chunk_size=64,
    )
    return Spaces((Space("server", f"openai:{model}", embeddings),))


def embed(embeddings: Embeddings, texts: list[str] | str) -> Vectors:
    """Vectors of length 1 from any LangChain embeddings: rows for a list of passages, one vector for a question.

    A failure of the model or its server says what to do next.
    """
    try:
        if isinstance(texts, str):
            (vector,) = unit(np.array([embeddings.embed_query(texts)], dtype=np.float32))
            found: Vectors = vector
            return found
        # The embedded models give arrays: lists of floats would cost more than they say.
        if isinstance(embeddings, MiniLM | UniversalSentenceEncoder):
            return embeddings.vectors(texts)
        return unit(np.array(embeddings.embed_documents(texts), dtype=np.float32))
    except _provider_errors() as error:
        raise EmbeddingFailed(
            f"The embedding server gave no vectors: {_reason(error)}.",
            hint="Check OPENAI_BASE_URL, OPENAI_API_KEY and AEROCITE_EMBEDDINGS, then run the command again.",
        ) from error


def _provider_errors() -> tuple[type[Exception], ...]:
    # The client is loaded only where a server is in use, and then these are what it raises.
    openai = sys.modules.get("openai")
    return (openai.OpenAIError, ValueError, TypeError) if openai else ()


def _reason(error: Exception) -> str:
    """In our words: a server's own may hold the key."""
    status = getattr(error, "status_code", None)
    known = {401: "it refused the key", 403: "it refused the key", 404: "it knows no such model or address"}
    known[429] = "it got too many requests"
    if status is not None:
        return known.get(status, f"it answered with status {status}")
    kinds = {"APITimeoutError": "no answer came in time", "APIConnectionError": "it cannot be reached"}
    return kinds.get(type(error).__name__, "its answer is not what such a server gives")
