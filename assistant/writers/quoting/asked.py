"""What a question asks for, as far as a few words of a sentence can answer it: a figure, a day, a name, a code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from assistant.figures import mentions
from assistant.writers.quoting.aspects import Aspect
from knowledge.identifiers import Mention
from knowledge.words import terms

Shape = Literal["figure", "code", "name", "person", "place", "expansion", "list", "other"]

_VAGUE = (
    "happen happened occur occurred take takes took place use used uses today now currently current call called name "
    "named big large much many situated located year month day date حدث وقع يقع تقع حصل جرى اليوم حاليا عدد يبلغ تبلغ "
    "بلغ عام سنة شهر تاريخ"
)
"""Words that say what is asked for, and not of what."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for. `stems` are its telling words by language, what only asks left out.

    `aspect` is the property whose figure is asked ("how long", "the range of"), `noun` what is counted ("seats"),
    `kinds` the kinds of name that are asked, `code` the abbreviation whose words are asked, `verb` what was done, by
    the one who is asked for, or to it: `object` where the question is active, else `passive`. `weights` are how telling
    stems are, 1 where nothing is said.
    """

    text: str
    shape: Shape
    aspect: Aspect = Aspect()
    noun: str = ""
    kinds: frozenset[str] = frozenset()
    code: str = ""
    verb: str = ""
    object: bool = False
    passive: bool = False
    weights: Mapping[str, float] = field(default_factory=dict, compare=False, hash=False)

    def share(self, held: Iterable[str], wanted: Iterable[str]) -> float:
        """How much of the wanted stems is held, by how telling they are."""
        most = sum(self.weights.get(stem, 1.0) for stem in wanted)
        return sum(self.weights.get(stem, 1.0) for stem in held) / most if most else 1.0

    def stems(self, language: str) -> frozenset[str]:
        """The telling stems, without the words for the aspect."""
        return _stems(self.text, language) - self.aspect.stems(language) - _stems(_VAGUE, language)

    @property
    def names(self) -> tuple[Mention, ...]:
        """The aviation names in the question."""
        return mentions(self.text)


@lru_cache(maxsize=512)
def _stems(text: str, language: str) -> frozenset[str]:
    return frozenset(terms(text, language))
