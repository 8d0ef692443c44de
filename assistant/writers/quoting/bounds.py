"""On which side of a figure a text speaks: "up to 180 minutes" and "beyond 180 minutes" are not the same case."""

import re

from assistant.figures import Figure, agree, find_figures

_BELOW = r"up to|below|under|within|at most|(?<!not )(?<!no )(?:less|fewer) than|(?:not?) more than|حتى|أقل من|دون"
_ABOVE = r"beyond|above|over|exceeding|at least|(?<!not )(?<!no )more than|(?:not?) less than|أكثر من|فوق|لا يقل عن"
_BEFORE = re.compile(rf"(?:(?P<below>{_BELOW})|(?P<above>{_ABOVE}))\s$", re.IGNORECASE)
_BEHIND = re.compile(
    r"\s(?:or|and|أو) (?:(?P<below>less|fewer|below|أقل)|(?P<above>more|above|over|أكثر))\b", re.IGNORECASE
)


def opposed(question: str, sentence: str) -> bool:
    """Whether a sentence speaks of the other side of a figure than a question.

    >>> opposed("What is required up to 180 minutes?", "Beyond 180 minutes the limit is 0.01.")
    True
    >>> opposed("What is required up to 180 minutes?", "Up to 180 minutes the limit is 0.02.")
    False
    """
    asked = [(one, side) for one in find_figures(question) if (side := _side(question, one))]
    if not asked:
        return False
    told = [(one, side) for one in find_figures(sentence) if (side := _side(sentence, one))]
    sides = [(side, {there for other, there in told if agree(one, other)}) for one, side in asked]
    return any(there and side not in there for side, there in sides)


def _side(text: str, figure: Figure) -> str | None:
    found = _BEFORE.search(text[max(0, figure.start - 16) : figure.start]) or _BEHIND.match(text, figure.end)
    return next((name for name, said in found.groupdict().items() if said), None) if found else None
