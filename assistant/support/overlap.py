"""How much of a claim an evidence holds: six shares, from which the score is made."""

from collections.abc import Sequence
from typing import NamedTuple

from assistant.support.matching import is_given, is_named, places
from assistant.support.reading import Item, Reading

WINDOW = 3
"""Neighbouring sentences that together may support a claim."""


class Overlap(NamedTuple):
    """The shares of a claim that are met, each from 0 to 1, and the first sentence of the best window."""

    whole: float
    best: float
    pairs: float
    order: float
    figures: float
    names: float
    window: int = 0


def overlap(claim: Reading, evidence: Reading) -> Overlap:
    """Compare a claim with an evidence of the same language."""
    held = coverage(claim, evidence)
    total = sum(weight for weight, _ in held) or 1.0
    best, window = best_window(held, evidence)
    given = [is_given(one, evidence) for one in claim.figures]
    named = [is_named(one, evidence) for one in claim.mentions]
    return Overlap(
        whole=sum(weight for weight, mask in held if mask) / total,
        best=best / total,
        pairs=_pairs(claim, evidence) if claim.pairs else best / total,
        order=_in_order(claim.items, [one for one in evidence.items if window <= one.sentence < window + WINDOW]),
        figures=sum(given) / len(given) if given else 1.0,
        names=sum(named) / len(named) if named else 1.0,
        window=window,
    )


def coverage(claim: Reading, evidence: Reading) -> list[tuple[float, int]]:
    """For each thing that a claim says its weight, and the sentences that hold it as the bits of a number."""
    return [
        (item.weight, sentences(places(item, evidence))) for item in {item.key: item for item in claim.items}.values()
    ]


def sentences(found: Sequence[Item]) -> int:
    """The sentences of some items as the bits of a number."""
    mask = 0
    for one in found:
        mask |= 1 << one.sentence
    return mask


def best_window(weighed: Sequence[tuple[float, int]], evidence: Reading) -> tuple[float, int]:
    """How much three neighbouring sentences hold at most, and the first of them."""
    best, window = 0.0, 0
    for first in range(max(1, len(evidence.spans) - WINDOW + 1)):
        here = sum(weight for weight, mask in weighed if mask >> first & 7)
        if here > best:
            best, window = here, first
    return best, window


def _pairs(claim: Reading, evidence: Reading) -> float:
    pairs = claim.pairs
    return len(pairs & evidence.pairs) / len(pairs)


def _in_order(claim: Sequence[Item], window: Sequence[Item]) -> float:
    """The longest common subsequence, in parts of the claim, by one addition per word (Hyyrö's bits)."""
    where: dict[str, int] = {}
    for place, item in enumerate(claim):
        where[item.key] = where.get(item.key, 0) | 1 << place
    row = all_ = (1 << len(claim)) - 1
    for item in window:
        hit = row & where.get(item.key, 0)
        row = ((row + hit) | (row - hit)) & all_
    return bin(~row & all_).count("1") / len(claim) if claim else 0.0
