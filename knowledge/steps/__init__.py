"""A question that needs evidence from several places → the questions that it is made of, by rules.

One search for "Compare the A320neo and the 737 MAX on range" brings ten passages about the one that is easier to
find. Precision comes first: a question is only taken apart where a question word follows its "and", where it says
that it compares, or where both sides are codes ("A350 and 787"); names and terms that hold an "and" stay whole.
"""

import re

from knowledge.steps import arabic, english
from knowledge.steps.comparisons import ASK, AUX
from knowledge.words import terms

MOST = 4
"""Steps of a question: each takes its share of the few passages that are shown."""
LONGEST = 400
"""Code points of a question that is looked at; a longer one is a text, and patterns would be slow on it."""

_PARTS = {"ar": arabic.parts, "en": english.parts}
_TIED = re.compile(
    r"\b(pratt|rolls-royce|research|search|crash|take-?off|trinidad|antigua|bosnia|terms|repair|sale|hub|weight|supply"
    r"|command|wear|oil|loss|health|arrivals?|departures?|design|fit|food|rules|mergers|touch|hot)"
    r" and (whitney|partners|development|rescue|fire|landing|tobago|barbuda|herzegovina|conditions|overhaul|leaseback"
    r"|spoke|balance|demand|control|tear|gas|damage|safety|departures?|arrivals?|manufactur\w+|forget|beverage"
    r"|regulations|acquisitions|go|high)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"(?:{ASK}|{AUX}|tell|explain|ما|ماذا|من|متى|كيف|لماذا|أين|هل|كم|عرف|اشرح)\b", re.IGNORECASE)
_CODED = re.compile(r"[A-ZÀ-Þ0-9]")
_TIE = "\u2060and\u2060"
"""Stands for the "and" of such a pair while a question is cut: no pattern sees a word of its own there."""


def steps(question: str, language: str) -> tuple[str, ...]:
    """The two to four questions that a question is made of, each of which stands alone; none if it is one question.

    >>> steps("What is ETOPS and when did it begin?", "en")
    ('What is ETOPS', 'when did ETOPS begin')
    >>> steps("Is the A350 longer than the 777X?", "en")
    ('A350 length', '777X length')
    >>> steps("Who leads research and development at Pratt and Whitney?", "en")
    ()
    """
    text = " ".join(question.split())
    if language not in _PARTS or len(text) > LONGEST:
        return ()
    text = _TIED.sub(lambda pair: pair[0].replace(" and ", _TIE), text)
    found = (part.replace(_TIE, " and ").strip(" ,،.?؟!;:") for part in _PARTS[language](text))
    telling = [part for part in dict.fromkeys(found) if terms(part, language)]
    # The capital that opens a question is no name's.
    plain = [part[0].lower() + part[1:] if text.startswith(part.split()[0]) else part for part in telling]
    return tuple(telling[:MOST]) if len(telling) > 1 and _say_much(plain, language) else ()


def _say_much(parts: list[str], language: str) -> bool:
    """Whether each part is a question, or finds something of its own; "drag" or "other schools" is in any text.

    A name may be small beside another one: "SkyTeam and oneworld".
    """
    by_name = any(_CODED.search(part) and " " not in part for part in parts)
    return all(
        _ASKS.match(part) or _CODED.search(part) or (by_name and " " not in part) or len(set(terms(part, language))) > 1
        for part in parts
    )
