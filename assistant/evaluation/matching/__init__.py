"""Whether a text says what was expected: words, a pattern, a figure or a day, in English and Arabic."""

from collections.abc import Iterator

from assistant.evaluation.matching.days import days
from assistant.evaluation.matching.normalising import Match
from assistant.evaluation.matching.numbers import numbers
from assistant.evaluation.matching.patterns import patterns
from assistant.evaluation.matching.texts import words
from assistant.evaluation.suite import Accepted, Day, Number, Pattern

__all__ = ["Match", "holds", "matches", "shown"]


def holds(accepted: Accepted, text: str) -> Match | None:
    """Where a text first says what was expected, or None. Reference markers such as [1] are no part of the text.

    >>> holds(Number(number=35000, unit="ft"), "It cruised at FL350 [2].").found
    'FL350'
    >>> holds("LHR", "It left Heathrow.").found, holds("320", "1320 seats")
    ('Heathrow', None)
    """
    return min(matches(accepted, text), key=lambda match: match.start, default=None)


def matches(accepted: Accepted, text: str) -> Iterator[Match]:
    """Every place where a text says what was expected; the same place may come twice."""
    match accepted:
        case str():
            return words(accepted, text)
        case Pattern():
            return patterns(accepted.regex, text)
        case Number():
            return numbers(accepted, text)
        case Day():
            return days(accepted, text)


def shown(accepted: Accepted) -> str:
    """What was expected, in a few words for a person.

    >>> shown(Number(number=180.0, unit="min", rel_tol=0.05)), shown(Pattern(regex="batter(y|ies)"))
    ('180 min ± 5 %', '/batter(y|ies)/')
    """
    match accepted:
        case str():
            return f"“{accepted}”"
        case Pattern():
            return f"/{accepted.regex}/"
        case Number():
            spread = f" ± {accepted.abs_tol:g}" if accepted.abs_tol else ""
            spread += f" ± {accepted.rel_tol * 100:g} %" if accepted.rel_tol else ""
            return f"{accepted.number:.15g} {accepted.unit or ''}".rstrip() + spread
        case Day():
            return accepted.date.isoformat()[: {"day": 10, "month": 7, "year": 4}[accepted.granularity]]
