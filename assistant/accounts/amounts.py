"""The figures of a sentence that may be the amount or the day that is asked for."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from assistant.accounts.asked import Asked
from assistant.accounts.cues import (
    DENIED,
    FROM,
    HISTORIC,
    LEAST,
    MARKS,
    MORE,
    MORE_AFTER,
    MOST,
    PART,
    PART_AFTER,
    RATE,
    TO,
    UNTIL,
)
from assistant.accounts.naming import Known, capitalised
from assistant.accounts.tokens import Token, has
from assistant.figures import Figure, find_figures
from knowledge.arabic import normalise

_AROUND = 40
"""Characters before and behind a figure that are looked at."""
_OF = re.compile(r"\s+of\s+(?:(?:its|their|the|all)\s+)*|\s+من\s+(?:(?:أصل|اصل)\s+)?")
"""Between a part and the whole: "11 of its 64 routes"."""
_NO_AMOUNT = frozenset(("ordinal", "version", "date", "month", "year", "decade", "time", "angle"))
_NOUN = 4
"""Words behind a figure among which its noun stands."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure as a value: the words that show it, whether it is only a bound, what it is counted for ("an hour").

    Those that were not `asked` for are the parts of it, or stand beside it ("40 aircraft, 25 of them small").
    """

    figure: Figure
    text: str
    bound: str = ""
    rate: str = ""
    asked: bool = True


def amounts(asked: Asked, text: str, found: list[Token], known: Known) -> Iterator[Amount]:
    """The figures of the asked kind that are no past state and no addition."""
    names = capitalised(text, found, known) if asked.language != "ar" else []
    all_ = [f for f in find_figures(text, asked.language) if _may_be(asked, f) and not _in_name(f, names)]
    noun = {f.start: _noun(asked, f, found) for f in all_}
    wholes = set()
    for part, whole in pairwise(all_):
        if _OF.fullmatch(text, part.end, whole.start):
            noun[part.start] = noun[whole.start]
            wholes.add(whole.start)
    counts = asked.counted and any(counted for _, counted in noun.values())
    for figure in all_:
        before, after = normalise(text[: figure.start][-_AROUND:]), normalise(text[figure.end :][:_AROUND])
        if _is_past(before, after, asked.slot) or MORE.search(before) or MORE_AFTER.match(after):
            continue
        end, counted = noun[figure.start]
        owner = [stems for _, stop, stems in names if stop <= figure.start][-1:]
        own = not owner or any(has(asked.stems, one) for one in owner[0])
        bound = "most" if MOST.search(before) else "least" if LEAST.search(before) else ""
        beside = figure.start in wholes or PART.search(before) or PART_AFTER.match(after)
        own = own and not beside and (counted or not counts)
        counted_for = RATE.match(after)
        rate = next(filter(None, counted_for.groups()), "") if counted_for else ""
        yield Amount(figure, text[figure.start : end].rstrip(" .،,;"), bound, rate, own)


def _may_be(asked: Asked, figure: Figure) -> bool:
    if figure.text[0] == "و" and len(figure.text.split()[0]) > 1:
        # "… and twenty": the end of a number in words of which the beginning was not understood.
        return False
    if asked.slot == "day":
        return figure.is_day
    return figure.kind not in _NO_AMOUNT and not _in(asked, figure)


def _in_name(figure: Figure, names: Sequence[tuple[int, int, list[str]]]) -> bool:
    """Whether it is part of a name, as in "Terminal 1"."""
    return not figure.is_day and any(start < figure.start and figure.end <= end for start, end, _ in names)


def _noun(asked: Asked, figure: Figure, found: Sequence[Token]) -> tuple[int, bool]:
    """Where a count ends with its noun, and whether that is what the question counts."""
    first = bisect_left(found, figure.end, key=lambda t: t.start)
    behind = list(takewhile(lambda t: not t.text.isdigit(), found[first : first + _NOUN]))
    for token in behind:
        if token.stem and has(asked.things, token.stem):
            return token.end, True
    plain = figure.kind == "count" and behind and behind[0].stem and behind[0].start - figure.end <= 1
    return (behind[0].end if plain else figure.end), False


def _is_past(before: str, after: str, slot: str) -> bool:
    if slot == "day" and before.rstrip().lower().endswith((" from", " after", " following", " once")):
        return False
    clause = re.split(r"[,;:،؛.]", before)[-1]
    denied = DENIED.search(clause) and not UNTIL.search(clause)
    return bool(denied or HISTORIC.search(before) or (FROM.search(before) and TO.search(after)))


def days(asked: Asked, text: str, at: int) -> Iterator[Figure]:
    """The time that a figure is of: what is said of it until its clause ends ("8 million in 2024, after …")."""
    if asked.slot == "figure":
        ends = (place for mark in MARKS if (place := text.find(f"{mark} ", at)) >= 0)
        end = min(ends, default=len(text))
        yield from (f for f in find_figures(text, asked.language) if f.is_day and f.start < end and not _in(asked, f))


def _in(asked: Asked, figure: Figure) -> bool:
    return figure.text.rstrip("s'’.,") in asked.stems
