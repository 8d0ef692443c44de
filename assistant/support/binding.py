"""Whether a thing stands in the evidence where the claim puts it.

A figure that the evidence gives for another thing, a name that does something else there: each candidate in the
evidence is weighed by how near it stands to what the claim says around its own.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from math import exp

from assistant.figures import agree
from assistant.support.matching import family, is_rival, is_same, places
from assistant.support.overlap import WINDOW, best_window, sentences
from assistant.support.reading import Item, Reading

_REACH = 6.0
"""Steps after which nearness has fallen to a third."""
_NAMES_COUNT = 2.0
"""How much more a name tells than its weight, about what a figure belongs to."""
_FITS = 0.1
"""A place fits if this much of what the claim says around it stands near."""
_ELSEWHERE = 0.5
"""What it counts if the rival stands where the evidence says most of the claim, and the claim's own does not."""
_RIVALS = 6
"""Rivals that are looked at closely."""
_RESPECTIVELY = frozenset(("respectively", "التوالي", "الترتيب"))


class Binding:
    """A claim laid over an evidence."""

    def __init__(self, claim: Reading, evidence: Reading) -> None:
        self._claim, self._evidence = claim, evidence
        self._places = {item.key: places(item, evidence) for item in claim.items}
        self._steps = {key: [one.at for one in found] for key, found in self._places.items()}
        self._held = [(key, one, sentences(self._places[key])) for key, one in {i.key: i for i in claim.items}.items()]

    def nearness(self, start: float, at: float, *, less: Iterable[str] = ()) -> float:
        """How well a place of the evidence fits a place of the claim, 0 to 1: what stands near both, and how near."""
        without = frozenset(less)
        most = met = 0.0
        for item in self._claim.items:
            if item.key in without:
                continue
            counts = item.weight * (_NAMES_COUNT if item.mention else 1.0) * exp(-abs(item.at - start) / (2 * _REACH))
            most += counts
            if self._places[item.key]:
                met += counts * exp(-_distance(self._steps[item.key], at) / _REACH)
        return met / most if most else 0.0

    def figures(self) -> float:
        """By how much, at worst, another figure of the same kind fits better where the claim has its own."""
        if _RESPECTIVELY & self._evidence.lows:
            return 0.0
        return max((self._figure(item) for item in self._claim.items if item.figure), default=0.0)

    def _figure(self, item: Item) -> float:
        same = self._places[item.key]
        rivals = [one for one in self._evidence.figure_items if self._competes(item, one)]
        return self._margin(item, same, rivals)

    def _competes(self, item: Item, one: Item) -> bool:
        if one.figure is None or item.figure is None or _sort(one) != _sort(item):
            return False
        return not any(other.figure and agree(other.figure, one.figure) for other in self._claim.figure_items)

    def names(self) -> float:
        """By how much, at worst, another name of the same sort fits better where the claim has its own."""
        return max((self._name(item) for item in self._claim.items if item.mention), default=0.0)

    def _name(self, item: Item) -> float:
        # What the claim's name is part of stands for all its parts, so it excuses none of them.
        wholes = family(item.key) - {item.key}
        named = [one.mention for one in self._claim.name_items if one.mention and one.key not in wholes]
        rivals = [
            one
            for one in self._evidence.name_items
            if one.mention and is_rival(item.key, one.key) and not any(is_same(n, one.mention) for n in named)
        ]
        same = self._places[item.key]
        if same or not rivals:
            return self._margin(item, same, rivals)
        # Only the title speaks of it, and the text has another in its place.
        return max(self.nearness(item.at, one.at, less=[item.key]) for one in rivals) - _FITS

    def _margin(self, item: Item, same: Sequence[Item], rivals: Sequence[Item]) -> float:
        """How much better the best rival fits than the best of the claim's own."""
        if not same or not rivals:
            return 0.0
        own = max(same, key=lambda one: self.nearness(item.at, one.at, less=[item.key]))
        inside = self._window(item)
        if not any(one.sentence in inside for one in same) and any(one.sentence in inside for one in rivals):
            return _ELSEWHERE
        near = sorted(rivals, key=lambda one: self.nearness(item.at, one.at, less=[item.key]), reverse=True)
        return max(self._over(item, own, rival) for rival in near[:_RIVALS])

    def _window(self, item: Item) -> range:
        """The sentences that hold most of the rest of the claim."""
        first = best_window([(one.weight, mask) for key, one, mask in self._held if key != item.key], self._evidence)[1]
        return range(first, first + WINDOW)

    def _over(self, item: Item, own: Item, rival: Item) -> float:
        less = {item.key, *self._shared(own, rival)}
        return self.nearness(item.at, rival.at, less=less) - self.nearness(item.at, own.at, less=less)

    def _shared(self, own: Item, rival: Item) -> Iterator[str]:
        """What stands before both in their sentence and so belongs to both: "The limits are 5 t on A and 7 t on B".

        Not so a name of which there is another of its sort between the two.
        """
        if own.sentence != rival.sentence:
            return
        first, last = min(own.start, rival.start), max(own.start, rival.start)
        between = [one for one in self._evidence.items if first < one.start < last]
        if self._repeats(own.sentence, first, {one.key for one in between if one.kind == "word"}):
            return
        for key, found in self._places.items():
            here = [one for one in found if one.sentence == own.sentence]
            if here and all(one.start < first for one in here) and not any(_is_sibling(here[-1], b) for b in between):
                yield key

    def _repeats(self, sentence: int, first: int, between: set[str]) -> bool:
        """Whether what stands between says again what the claim and the words before say, as a full clause does."""
        return any(
            key in between and any(one.sentence == sentence and one.start < first for one in found)
            for key, found in self._places.items()
        )


def _distance(steps: Sequence[float], at: float) -> float:
    """How far the nearest of some places is, which stand in order."""
    right = bisect_left(steps, at)
    return min(abs(steps[place] - at) for place in (right - 1, right) if 0 <= place < len(steps))


def _is_sibling(one: Item, other: Item) -> bool:
    """Whether two are things of one sort: two aircraft, two codes."""
    if one.mention and other.mention:
        return is_rival(one.key, other.key)
    return one.key != other.key and _has_digit(one.key) and _has_digit(other.key) and one.kind == other.kind == "word"


def _has_digit(key: str) -> bool:
    return any(map(str.isdigit, key))


def _sort(item: Item) -> str:
    """What figures must have in common to be taken for each other."""
    if item.figure is None:
        return ""
    return "day" if item.figure.is_day or item.figure.kind == "years" else item.figure.kind
