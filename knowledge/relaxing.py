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
    for passage in found:
        twins = [one for one in free if one.language == passage.language]
        fits, worth = _reached(passage, twins)
        most_fitting, most_worth = _reached(passage, free)
        if max(fits, worth) >= TOO_LITTLE and max(most_fitting, most_worth) >= FAR_TOO_LITTLE:
            return True
    named = free[0].why.matched if free and free[0].why else ()
    return bool(named) and any(passage.why and set(passage.why.matched) >= set(named) for passage in found)


def _reached(passage: Passage, others: Sequence[Passage]) -> tuple[float, float]:
    """The relevance and the worth of a passage in parts of the best of others."""
    why, whys = passage.why or Why(), [other.why for other in others if other.why]
    best, most = max((o.relevance for o in whys), default=0.0), max((o.worth for o in whys), default=0.0)
    return why.relevance / best if best else 1.0, why.worth / most if most else 1.0


def less_and_less(names: Sequence[Inference]) -> list[tuple[Inference, ...]]:
    """What to drop, in turn: nothing, each alone, each two, all."""
    return [dropped for n in range(len(names) + 1) for dropped in combinations(names, n)]


def relaxed(understood: Understood, dropped: Iterable[Inference]) -> Understood:
    """The same, with these inferred filters given up."""
    return replace(understood, relaxed=tuple(dict.fromkeys((*understood.relaxed, *sorted(dropped)))))
