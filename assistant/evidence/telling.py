"""The words of a question that must stand in what answers it, each with how much it tells."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.evidence.focus import LONGEST, Rarity
from knowledge.identifiers import Names
from knowledge.words import terms

_WORD = re.compile(r"[^\W_]+(?:[-.'’&/][^\W_]+)*")
_ASKING = """
mean means meaning stand stands define definition difference differ differentiate long far old often tall high fast
heavy big large year month day date time kind type name named call called happen happens happened reason cause caused
explain describe tell list number percentage share many exactly
"""
_ASKING_AR = """
معنى يعني تعني المقصود الفرق يبلغ تبلغ عدد سنة عام شهر يوم تاريخ مدة نوع أنواع اسم حدث يحدث سبب أسباب اشرح اذكر نسبة حسب
"""


@dataclass(frozen=True, slots=True)
class Telling:
    """A question's telling words, as texts in one language hold them.

    For each stem: how telling it is, the word that was asked, and the ids of the things whose name it is part of.
    """

    weights: Mapping[str, float]
    words: Mapping[str, str]
    names: Mapping[str, frozenset[str]]

    def held(self, stems: Collection[str], named: Collection[str] = ()) -> float:
        """The share of what the words tell that stands in a text; a thing that is named counts by any of its names."""
        whole = sum(self.weights.values())
        return sum(w for stem, w in self.weights.items() if self._is_held(stem, stems, named)) / whole if whole else 0.0

    def missing(self, stems: Collection[str], named: Collection[str] = ()) -> str:
        """The most telling word that a text does not hold, as it was asked; empty if it holds all."""
        lost = [stem for stem in self.weights if not self._is_held(stem, stems, named)]
        return self.words[max(lost, key=self.weights.__getitem__)] if lost else ""

    def _is_held(self, stem: str, stems: Collection[str], named: Collection[str]) -> bool:
        return stem in stems or not self.names.get(stem, frozenset()).isdisjoint(named)


def telling(question: str, language: str, rarity: Rarity) -> Telling:
    """The telling words of a question for texts in a language.

    Words that only ask ("mean", "how long") need not stand in an answer.
    """
    question = question[:LONGEST]
    words: dict[str, str] = {}
    for word in _WORD.findall(question):
        for stem in terms(word, language):
            words.setdefault(stem, word)
    names: dict[str, set[str]] = {}
    parts: dict[str, int] = {}
    for mention in Names.load().find(question, asked=True):
        stems = list(dict.fromkeys(terms(mention.text, language)))
        for stem in stems:
            names.setdefault(stem, set()).add(mention.id)
            parts[stem] = len(stems)
    kept = [stem for stem in words if stem not in _asking(language)] or list(words)
    rare = rarity(kept, language) if kept else []
    return Telling(
        # A name tells as much as one word, however many it is written with: "ATR 42-600".
        weights={stem: one / parts.get(stem, 1) for stem, one in zip(kept, rare, strict=True)},
        words=words,
        names={stem: frozenset(ids) for stem, ids in names.items()},
    )


@cache
def _asking(language: str) -> frozenset[str]:
    said: Sequence[str] = {"en": _ASKING, "ar": _ASKING_AR}.get(language, "").split()
    return frozenset(stem for word in said for stem in terms(word, language))
