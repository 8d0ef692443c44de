"""How telling a word is: 1 for the commonest to 9 for one that the shipped table does not hold.

`tests/benchmarks/word_weights.py` makes the table. It does not depend on the library, so neither does a verdict.
"""

from functools import cache, lru_cache
from importlib.resources import files

from knowledge.words import terms

UNKNOWN = 9.0


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The stem of a word, empty for one that says nothing.

    >>> stem("engines", "en"), stem("the", "en")
    ('engin', '')
    """
    found = terms(word, language)
    return found[0] if found else ""


def weight(word: str, language: str) -> float:
    """The weight of a stem.

    >>> weight("aircraft", "en") < weight("winglet", "en") <= weight("qwertz", "en") == UNKNOWN
    True
    """
    return _table().get((language, word), UNKNOWN)


@cache
def _table() -> dict[tuple[str, str], float]:
    found = {}
    for line in (files(__package__) / "weights.txt").read_text(encoding="utf-8").splitlines():
        language, number, *stems = line.split()
        for one in stems:
            found[language, one] = float(number)
    return found
