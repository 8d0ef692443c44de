"""A sentence as its telling stems, and how many of a question's it has."""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.writers.quoting.asked import Asked
from knowledge.words import terms

Span = tuple[int, int]

_LONG = 5
"""Letters from which a stem that begins another one is the same word."""
_ONE = (
    "die dead death kill fatal perish victim", "fli flew flown flight", "begin began begun start launch introduc",
    "build built", "win won winner", "hit struck strike", "buy bought", "sell sold", "pay paid", "make made",
    "lead led", "lose lost", "come came", "leav left", "rise rose risen", "fall fell fallen", "grow grew grown",
    "hold held",
    "becom became", "give gave given", "break broke broken", "write wrote written", "go went gone", "keep kept",
    "send sent", "bring brought", "choos chose chosen", "take took taken",
)  # fmt: skip
_VOWEL = re.compile("(?<=.)[اوي]")
_CONSONANTS = 4
"""With three, too many words that have nothing to do with one another would be one: "مطار" and "مطر"."""
_SAME = {stem: stems.split()[0] for stems in _ONE for stem in stems.split()}
"""Forms of one word that the stemmer keeps apart, and words that report the same."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may answer, and the words above it that say what it speaks of."""

    text: str
    language: str
    above: str = ""

    @property
    def stems(self) -> frozenset[str]:
        """The telling stems of the sentence alone."""
        return stems(self.text, self.language)


@lru_cache(maxsize=4096)
def stems(text: str, language: str) -> frozenset[str]:
    """The telling stems of a text."""
    return frozenset(terms(text, language))


def shared(wanted: frozenset[str], here: frozenset[str]) -> frozenset[str]:
    """The stems of `wanted` that are also here, in whatever form: "survivor" and "surviv", "die" and "kill".

    >>> shared(frozenset({"survivor", "die", "crew"}), frozenset({"surviv", "kill"})) == {"survivor", "die"}
    True
    """
    alike = set(map(_form, here))
    long = tuple(stem for stem in here if len(stem) >= _LONG)
    return frozenset(
        stem
        for stem in wanted
        if _form(stem) in alike
        or (len(stem) >= _LONG and (stem.startswith(long) or any(other.startswith(stem) for other in long)))
    )


def _form(stem: str) -> str:
    """One form for the stems of a word; an Arabic plural may differ from its singular in its vowels only."""
    bones = _VOWEL.sub("", stem)
    return bones if len(bones) >= _CONSONANTS and stem[0] >= "\u0620" else _SAME.get(stem, stem)


def coverage(asked: Asked, sentence: Sentence) -> float:
    """The share of the question's telling words that the sentence, or at half weight what stands above it, has."""
    wanted = asked.stems(sentence.language)
    here = shared(wanted, sentence.stems)
    above = shared(wanted - here, stems(sentence.above, sentence.language))
    return asked.share(here, wanted) + 0.5 * asked.share(above, wanted) if wanted else 1.0
