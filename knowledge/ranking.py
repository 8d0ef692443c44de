"""What a passage's relevance is multiplied by: how new it is, and whether it speaks of another thing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from knowledge.freshness import AGEING, LATEST, SPREAD, gain
from knowledge.identifiers import Names
from knowledge.query import Understood

_EXACT = frozenset({"directive", "bulletin", "registration", "flight"})
"""Kinds of which another one is never an answer."""
_CONFUSABLE = frozenset({"aircraft", "engine", "airport", "airline", *_EXACT})
_MISTAKEN = 0.6
_MISTAKEN_EXACTLY = 0.3
_RELEVANT = 0.5
"""In parts of the best: below, a passage does not say what the newest or oldest report is."""


def mistaken(asked: frozenset[str], named: frozenset[str], names: Names) -> tuple[float, tuple[str, ...]]:
    """What a passage's relevance is multiplied by, and which of the asked things it names.

    A passage that names things of the kind that was asked for, but none of those asked, is about something else:
    the A220 where the A320 was meant. Variants and families of a thing are no other things.
    """
    family = {*asked, *(near for name in asked for near in (*names.broader(name), *names.narrower(name)))}
    matched = tuple(sorted(name for name in asked if name in named or not named.isdisjoint(names.narrower(name))))
    factor = 1.0
    for kind in {_kind(name) for name in asked} & _CONFUSABLE:
        others = {name for name in named if _kind(name) == kind}
        if others and others.isdisjoint(family):
            factor = min(factor, _MISTAKEN_EXACTLY if kind in _EXACT else _MISTAKEN)
    return factor, matched


def gains(
    relevance: Mapping[str, float], published: Mapping[str, date], understood: Understood, newness: float
) -> dict[str, float]:
    """What newness multiplies each dated passage by, by the kind of the question."""
    ageing = LATEST if understood.order else AGEING[understood.kind]
    ageing = replace(ageing, weight=ageing.weight * newness)
    if not ageing.weight or understood.as_of is None:
        return {}
    last = understood.as_of
    if until := understood.filters.latest or understood.held.until:
        last = min(last, until)
    if understood.order:
        first, newest = _ends(relevance, published) or (last, last)
        last = newest if understood.order == "latest" else first
        ageing = replace(ageing, half_life=max(ageing.half_life, (newest - first).days / SPREAD))
    return {name: gain(day, last, ageing) for name, day in published.items()}


def _ends(relevance: Mapping[str, float], published: Mapping[str, date]) -> tuple[date, date] | None:
    """The days of the oldest and the newest of the relevant passages."""
    least = _RELEVANT * max(relevance.values(), default=0.0)
    days = [day for name, day in published.items() if relevance[name] >= least]
    return (min(days), max(days)) if days else None


def _kind(identifier: str) -> str:
    return identifier.partition(":")[0]
