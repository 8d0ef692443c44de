"""Rules that make a follow-up stand alone where no model rewrites it: its subject is carried over.

"How far does it fly?" after "What is the A321XLR?" becomes "What is the A321XLR? How far does it fly?".
"""

import re
from collections.abc import Sequence

from assistant.answer import Turn
from knowledge.language import detect
from knowledge.words import terms

_LEANS_BACK = re.compile(
    r"^\W*(and|but|so|or|what about|how about|why not|then|also|only|وماذا|وكم|ومتى|ولماذا|وهل|وما|ماذا عن)\b"
    r"|\b(it|its|they|them|their|this|that|these|those|he|she|his|her|him|there|one|ones|the same|"
    r"the (former|latter|first|second|other)s?)\b"
    r"|(^|\s)(هو|هي|هم|ذلك|تلك|هذا|هذه|منها|منه|عنها|عنه|فيها|فيه|لها|له|بها|به)(\s|[؟?.!]|$)",
    re.IGNORECASE,
)
_FEW = 2
"""A question with so few telling words names no subject of its own: "Why?", "In which year?"."""


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question with its subject: itself, or with the last question that had one before it.

    >>> standalone("How far does it fly?", [Turn(question="What is the A321XLR?", answer="")])
    'What is the A321XLR? How far does it fly?'
    >>> standalone("What is a NOTAM?", [Turn(question="What is the A321XLR?", answer="")])
    'What is a NOTAM?'
    """
    if not history or not leans_back(question):
        return question
    for turn in reversed(history):
        if not leans_back(turn.question):
            return f"{turn.question} {question}"
    return f"{history[-1].question} {question}"


def leans_back(question: str) -> bool:
    """Whether a question cannot be understood without the one before it."""
    if _LEANS_BACK.search(question):
        return True
    words = terms(question, detect(question))
    return len(words) < _FEW and not any(char.isupper() or char.isdigit() for char in question[1:])
