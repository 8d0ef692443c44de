"""A filter that was read from a question may be a wrong reading: when too little passes it, it is given up."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from knowledge.article import Passage
from knowledge.query import Inference, Understood

TOO_LITTLE = 0.7
"""In parts of the best without inferred filters: if what passes them is less, they hide the answer. Of 40 dated news
questions the six whose answer they hid had up to .4, but for two with .9 and 1; no other had below .79."""


def is_enough(found: Sequence[Passage], free: Sequence[Passage]) -> bool:
    """Whether the best of what passes the inferred filters comes near the best without them, with its age or apart
    from it: old articles fit a question about this week as well, and an outlet that is asked for may be the older one.
    """
    (fits, is_worth), (best, most) = _best(found), _best(free)
    return bool(found) and (fits >= TOO_LITTLE * best or is_worth >= TOO_LITTLE * most)


def _best(found: Sequence[Passage]) -> tuple[float, float]:
    """The best relevance and the best worth."""
    whys = [passage.why for passage in found if passage.why]
    return max((why.relevance for why in whys), default=0.0), max((why.worth for why in whys), default=0.0)


def less_and_less(names: Sequence[Inference]) -> list[tuple[Inference, ...]]:
    """What to drop, in turn: nothing, each alone, all."""
    return [dropped for n in range(len(names) + 1) for dropped in combinations(names, n)]


def kept(understood: Understood) -> set[Inference]:
    """What was inferred and is not relaxed."""
    return {name for name, _ in understood.because if name not in understood.relaxed}


def relaxed(understood: Understood, dropped: Iterable[Inference]) -> Understood:
    """The same without these inferred filters."""
    gone: dict[str, None] = {}
    for name in dropped:
        gone |= {"since": None, "until": None} if name == "dates" else {name: None}
    inferred = replace(understood.inferred, **gone)
    return replace(understood, inferred=inferred, relaxed=(*understood.relaxed, *sorted(dropped)))
