"""What a question is like, by examples, for the ways of asking that no rule on words foresees.

A line is drawn between kinds of questions in the space of a sentence encoder (ridge regression on `examples.jsonl`).
Alone it takes much for a refusal that can be looked up, so it decides only where the words allow it.
"""

import json
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np

from assistant.answer import RefusalType
from knowledge.models import UniversalSentenceEncoder, Vectors

Kind = RefusalType | None
"""A type of refusal, or nothing where a question can be looked up."""

_KINDS: tuple[Kind, ...] = (None, "needs_live_data", "operational_decision", "outdated", "out_of_scope")
_RIDGE = 0.01
_CONSTANT = 0.5
_MARGIN = 0.2
"""How much nearer a kind must be than what can be looked up. At 0, .1, .2 and .3 it finds, without the rules, 45, 43,
42 and 41 of the 50 live and operational questions of the suite, and takes 17, 10, 8 and 7 of 746 others for such."""


class Likeness:
    """Tells what kind of question another one is like."""

    def __init__(self, encoder: UniversalSentenceEncoder, weights: Vectors) -> None:
        self._encoder = encoder
        self._weights = weights

    @classmethod
    def load(cls, encoder: UniversalSentenceEncoder | None = None) -> "Likeness":
        """With the weights that ship with the package; give the encoder that embeds questions, to load it once."""
        shipped = (files(__package__) / "likeness.npy").read_bytes()
        return cls(encoder or _encoder(), np.load(BytesIO(shipped), allow_pickle=False).astype(np.float32))

    def kind(self, question: str) -> Kind:
        """The kind that a question is most like."""
        scores = _with_constant(self._encoder.vectors([question]))[0] @ self._weights
        scores[0] += _MARGIN
        return _KINDS[int(scores.argmax())]


def learn(encoder: UniversalSentenceEncoder) -> Vectors:
    """The weights that the examples give; every kind counts the same, however many examples it has."""
    lines = (files(__package__) / "examples.jsonl").read_text(encoding="utf-8").splitlines()
    examples = [json.loads(line) for line in lines]
    x = _with_constant(encoder.vectors([one["question"] for one in examples]))
    y = np.array([[kind == one["type"] for kind in _KINDS] for one in examples], dtype=np.float32)
    share = y @ (1 / y.sum(axis=0))
    weighted = x * share[:, None]
    found: Vectors = np.linalg.solve(weighted.T @ x + _RIDGE * np.eye(x.shape[1]), weighted.T @ y).astype(np.float32)
    return found


def _with_constant(vectors: Vectors) -> Vectors:
    return np.hstack([vectors, np.full((len(vectors), 1), _CONSTANT, dtype=np.float32)])


@cache
def _encoder() -> UniversalSentenceEncoder:
    return UniversalSentenceEncoder()
