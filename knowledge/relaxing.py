"""A filter that was read from a question may be a wrong reading: when too little passes it, it is given up."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from knowledge.article import Passage, Why
from knowledge.query import Inference, Understood

TOO_LITTLE = 0.6
"""In parts of the best without inferred filters: if what passes them is less, they hide the answer. Of 40 dated news
questions the six whose answer they hid had up to .4, but for two with .9 and 1; no other had below .79."""
FAR_TOO_LITTLE = 0.4
"""The same across languages."""


def is_enough(found: Sequence[Passage], free: Sequence[Passage]) -> bool:
    """Whether what passes the inferred filters comes near what is found without them.

    With its age or apart from it: old articles fit a question about this week as well, and an outlet that is asked for
    may be the older one. Within its language: an article in another language scores about half of its twin. And it
    is enough that it names what was asked for as well as the best without filters does.
    """
    best = _best(free)
    twins = {language: _best([p for p in free if p.language == language]) for language in {p.language for p in found}}
    for passage in found:
        if _reached(passage, twins[passage.language]) >= TOO_LITTLE and _reached(passage, best) >= FAR_TOO_LITTLE:
            return True
    named = free[0].why.matched if free and free[0].why else ()
    return bool(named) and any(passage.why and set(passage.why.matched) >= set(named) for passage in found)


def _best(passages: Sequence[Passage]) -> tuple[float, float]:
    """The best relevance and the best worth."""
    whys = [passage.why for passage in passages if passage.why]
    return max((why.relevance for why in whys), default=0.0), max((why.worth for why in whys), default=0.0)


def _reached(passage: Passage, best: tuple[float, float]) -> float:
    """The relevance or the worth of a passage in parts of the best, whichever is more."""
    why = passage.why or Why()
    parts = zip((why.relevance, why.worth), best, strict=True)
    return max(part / whole if whole else 1.0 for part, whole in parts)


def less_and_less(names: Sequence[Inference]) -> list[tuple[Inference, ...]]:
    """What to drop, in turn, before all is dropped: nothing, each alone, each two."""
    return [dropped for n in range(len(names)) for dropped in combinations(names, n)]


def relaxed(understood: Understood, dropped: Iterable[Inference]) -> Understood:
    """The same, with these inferred filters given up."""
    return replace(understood, relaxed=tuple(dict.fromkeys((*understood.relaxed, *sorted(dropped)))))
