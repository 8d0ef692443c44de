"""What stands against a claim, each as a typed flag."""

import re
from collections.abc import Iterator
from typing import Literal

from assistant.support.binding import Binding
from assistant.support.matching import is_given, is_named
from assistant.support.opposites import antonyms, negation_differs, outdated
from assistant.support.reading import Item, Reading, Token, spans_of
from assistant.support.verbatim import absent_quotes
from assistant.support.weights import weight

Flag = Literal[
    "number_absent",
    "number_unbound",
    "name_absent",
    "name_unbound",
    "negation_differs",
    "antonym",
    "quote_absent",
    "outdated",
]
VETOES: frozenset[Flag] = frozenset(("number_absent", "antonym", "quote_absent"))
"""What makes a sentence unsupported whatever else matches; the other flags make it weak."""

_OTHER_NUMBER, _OTHER_NAME, _OPPOSITE = 0.15, 0.1, 0.16
"""How much better than the claim's own a rival must fit before it is believed."""
_TELLING = 7.0
_OF_A_COUNTRY = re.compile("(?:ish|ench|utch|wiss|ese|ian)$")
"""Adjectives of countries, for which a text may have the country's name."""
_ALIKE = 5
"""Letters in which a name and an evidence's word must begin alike: "Qatar" and "Qatari"."""


def flags(claim: Reading, evidence: Reading) -> tuple[Flag, ...]:
    """Everything that stands against a claim in its own language."""
    binding = Binding(claim, evidence)
    found = presence(claim, evidence)
    against: dict[Flag, bool] = {
        "number_unbound": "number_absent" not in found and binding.figures() > _OTHER_NUMBER,
        "name_unbound": "name_absent" not in found and binding.names() > _OTHER_NAME,
        "negation_differs": negation_differs(claim, evidence, binding),
        "antonym": antonyms(claim, evidence, binding) > _OPPOSITE,
        "quote_absent": bool(absent_quotes(claim.text, evidence.text)),
        "outdated": outdated(claim, evidence),
    }
    return (*found, *(flag for flag, holds in against.items() if holds))


def presence(claim: Reading, evidence: Reading) -> tuple[Flag, ...]:
    """Whether figures, codes or names of the claim are not in the evidence at all, in whatever language."""
    found: list[Flag] = []
    codes = [one for one in _loose(claim) if any(map(str.isdigit, one.low))]
    if not all(is_given(one, evidence) for one in claim.figures) or any(one.low not in evidence.lows for one in codes):
        found.append("number_absent")
    names = [item.mention for item in claim.items if item.mention]
    if not all(is_named(one, evidence) for one in names) or any(_unknown_names(claim, evidence)):
        found.append("name_absent")
    return tuple(found)


def _loose(reading: Reading) -> list[Token]:
    """The words that no figure and no name holds."""
    taken = [*spans_of(reading.figures), *spans_of(reading.mentions)]
    return [token for token in reading.tokens if not any(start <= token.start < end for start, end in taken)]


def _unknown_names(claim: Reading, evidence: Reading) -> Iterator[str]:
    """Capitalised words inside a sentence that the evidence does not hold in any form."""
    first = {min((t.start for t in claim.tokens if t.sentence == n), default=0) for n, _ in enumerate(claim.spans)}
    for token in _loose(claim):
        if token.start in first or not token.text[0].isupper() or len(token.text) < 3 or not token.text.isalpha():
            continue
        if not _is_telling(token, claim) or _is_held(token, evidence):
            continue
        yield token.text


def _is_telling(token: Token, claim: Reading) -> bool:
    if _OF_A_COUNTRY.search(token.text):
        return False
    items: list[Item] = [item for item in claim.items if item.start == token.start]
    return any(item.weight >= _TELLING for item in items) and weight(token.low, claim.language) >= _TELLING


def _is_held(token: Token, evidence: Reading) -> bool:
    if token.low in evidence.lows or any(low.startswith(token.low[:_ALIKE]) for low in evidence.lows):
        return True
    return token.text.isupper() and token.low in evidence.initials
