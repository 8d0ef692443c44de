"""A suite of several kinds of questions."""

from collections.abc import Callable, Sequence
from typing import Literal

from assistant.errors import BadSetting
from assistant.evaluation.making.excerpts import excerpts
from assistant.evaluation.making.numbers import numbers
from assistant.evaluation.making.refused import refused
from assistant.evaluation.suite import Suite
from knowledge.library import Library

Kind = Literal["excerpts", "numbers", "refused"]
KINDS: dict[Kind, Callable[..., Suite]] = {"excerpts": excerpts, "numbers": numbers, "refused": refused}


def new_suite(library: Library, *, kinds: Sequence[Kind] = tuple(KINDS), count: int, seed: int = 0) -> Suite:
    """`count` questions of each kind; the same library and seed give the same suite."""
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise BadSetting(f"There is no kind '{unknown[0]}' of questions.", hint=f"Use {', '.join(KINDS)}.")
    parts = [KINDS[kind](library, count=count, seed=seed) for kind in dict.fromkeys(kinds)]
    return Suite(
        name=", ".join(dict.fromkeys(kinds)),
        about=f"Made from a library of {library.counts.articles} articles with seed {seed}.",
        questions=tuple(sample for part in parts for sample in part.questions),
    )
