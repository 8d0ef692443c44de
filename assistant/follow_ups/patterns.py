"""Patterns that read English and Arabic, the latter in any of its spellings."""

import re

LONGEST = 400
"""Code points of a question that is looked at; a longer one is a text that has its subject."""

_SPELLINGS = str.maketrans("أإآٱى", "ااااي")


def spelt(text: str) -> str:
    """Arabic with one spelling for each letter, letter for letter, so that offsets stay."""
    return text.translate(_SPELLINGS)


def pattern(text: str) -> re.Pattern[str]:
    """A pattern for text that is `spelt`."""
    return re.compile(spelt(text), re.IGNORECASE)
