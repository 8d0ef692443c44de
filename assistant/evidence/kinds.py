"""Whether a text has the kind of thing that a question asks for: a speed, a day, a person."""

import re
from collections.abc import Collection

from assistant.evidence.focus import Focus
from assistant.figures import Figure, find_figures
from knowledge.arabic import normalise
from knowledge.words import terms

_DAYS = frozenset({"date", "month", "year", "decade", "time", "duration", "ordinal"})
_NO_NUMBER = frozenset({"date", "month", "year", "decade", "time", "ordinal", "version"})
_CAPITALS = re.compile(r"(?<=[^.!?\s] )[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")
_ARABIC = re.compile("[\u0600-\u06ff]")
_REASON = re.compile(
    r"\b(?:because|due to|causes?|caused|causing|since|therefore|reasons?|led to|so that|in order to|as a result"
    r"|owing to|thanks to)\b|لان|بسبب|نتيجة|لذلك|ادي|تودي|يودي|اذ ",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"\b(?:stands? for|means?|is an?|is the|are|refers? to|is called|is defined)\b|يعني|تعني|اختصار|هو|هي",
    re.IGNORECASE,
)


def has_kind(focus: Focus, text: str, asked: Collection[str]) -> bool | None:
    """Whether a text has what was asked for; None where that cannot be told from the text.

    `asked` are the stems of the question: who it names itself is not who is asked for.
    """
    if focus.kind in ("number", "date"):
        return any(_answers(focus, figure) for figure in find_figures(text))
    if focus.kind == "who" and not _ARABIC.search(text):
        return any(not set(terms(name, "en")) <= set(asked) for name in _CAPITALS.findall(text))
    if focus.kind in ("reason", "definition"):
        # Reasons and definitions are also given in other words.
        return True if (_REASON if focus.kind == "reason" else _DEFINES).search(normalise(text)) else None
    return None


def bound(focus: Focus, text: str) -> float:
    """The share of the question's own figures ("in 2050") that a text states; 1 where it has none."""
    if not focus.figures:
        return 1.0
    stated = {_value(figure) for figure in find_figures(text)}
    return sum(_value(figure) in stated for figure in focus.figures) / len(focus.figures)


def _answers(focus: Focus, figure: Figure) -> bool:
    if _value(figure) in {_value(own) for own in focus.figures}:
        return False
    if focus.kind == "date":
        return figure.kind in _DAYS
    if focus.measures:
        return figure.kind.partition(":")[0] in focus.measures
    return figure.kind not in _NO_NUMBER


def _value(figure: Figure) -> tuple[str, str, float]:
    return figure.kind, figure.unit, figure.value
