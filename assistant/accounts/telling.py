"""Differences in words: which value is the latest, what it was earlier, who says what."""

from collections.abc import Iterator, Sequence
from datetime import date

from assistant.accounts.values import Accounts, Difference, Value
from assistant.answer import NoteType
from assistant.evidence import Candidate
from knowledge.article import Passage
from knowledge.freshness import AGEING, Kind

MOST_OF_SIDE = 3
"""So many sources are named for a value."""
MOST_EARLIER = 3
"""So many earlier values are named."""
_ENGLISH = "January February March April May June July August September October November December".split()
_ARABIC = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()
_BRACKETS = str.maketrans(dict.fromkeys("[]【】<>`|", " "))
_LONGEST = 80
_LEADS = {
    ("superseded", False): "Earlier: ",
    ("superseded", True): "سابقا: ",
    ("conflicting", False): "The articles disagree: ",
    ("conflicting", True): "تختلف المقالات: ",
}
STALE_AFTER = {kind: 2 * AGEING[kind].half_life for kind in ("now", "state")} | {"event": 2 * AGEING["state"].half_life}
"""Days. What is asked about this week is stale after four weeks, the state of things after two years; so is an event,
because many a question about one is about what was still to come."""
RECENT = AGEING["event"].half_life
"""Days in which other outlets may still take up or correct a report."""


def outdated(accounts: Accounts) -> frozenset[tuple[int, int, int]]:
    """The sentences that no longer hold: passage, start and end, so that only the latest one is quoted.

    >>> new, old = (Value(text=text, passage=n, start=0, end=9) for n, text in enumerate(("41", "34"), start=1))
    >>> outdated(Accounts(differences=(Difference(kind="superseded", sides=((new,), (old,))),)))
    frozenset({(2, 0, 9)})
    """
    return frozenset(
        (value.passage, value.start, value.end)
        for difference in accounts.differences
        if difference.kind == "superseded"
        for side in difference.sides[1:]
        for value in side
    )


def up_to_date(accounts: Accounts, passages: Sequence[Passage], candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without what no longer holds, and the latest statement before all others.

    Where the best sentence says "34 aircraft" and a later article 41, the answer begins with the later one.
    """
    gone = outdated(accounts)
    if not gone:
        return list(candidates)
    highest = max((c.score for c in candidates), default=0.0)
    newest = [d.sides[0][0] for d in accounts.differences if d.kind == "superseded"]
    first = []
    for value in newest:
        source = passages[value.passage - 1]
        text = source.text[value.start - source.start : value.end - source.start]
        first.append(Candidate(value.passage, value.start, value.end, text, highest))
    spans = {_span(c) for c in first} | gone
    return [*first, *(c for c in candidates if _span(c) not in spans)]


def _span(candidate: Candidate) -> tuple[int, int, int]:
    return candidate.passage, candidate.start, candidate.end


def told(difference: Difference, language: str) -> list[str | Value]:
    """A sentence that names the earlier values, or both sides; each `Value` stands where its citation goes.

    >>> old = Value(text="34 aircraft", passage=2, start=0, end=9, outlet="The Apron", published=date(2024, 3, 2))
    >>> new = Value(text="41 aircraft", passage=1, start=0, end=9, outlet="The Apron", published=date(2025, 3, 2))
    >>> told(Difference(kind="superseded", sides=((new,), (old,))), "en")[0]
    'Earlier: 34 aircraft (The Apron, 2 March 2024)'
    """
    arabic = language == "ar"
    earlier = difference.kind == "superseded"
    sides = difference.sides[1 : 1 + MOST_EARLIER] if earlier else difference.sides
    pieces: list[str | Value] = []
    before = _LEADS[difference.kind, arabic]
    for side in sides:
        pieces += _told_side(before, side[:1] if earlier else side[:MOST_OF_SIDE], arabic)
        before = "؛ " if arabic else "; "
    return [*pieces, "."]


def notes(
    kind: Kind, cited: Sequence[Passage], found: Sequence[Passage], today: date, sources: int
) -> tuple[NoteType, ...]:
    """What to remark on an answer: that its evidence is old, or that one source alone reports the news.

    `cited` are the passages that the answer cites, `found` all that were retrieved, `sources` the independent sources
    of what it says. What does not age is neither; nor is a report single that no other outlet could have had: none
    is in sight, or it is months old.
    """
    days = [(today - passage.published).days for passage in cited if passage.published]
    if kind == "timeless" or not days:
        return ()
    if min(days) > STALE_AFTER[kind]:
        return ("stale",)
    outlets = {passage.outlet for passage in found if passage.outlet}
    alone = sources == 1 and all(passage.outlet for passage in cited)
    return ("single_source",) if alone and len(outlets) > 1 and min(days) <= RECENT else ()


def _told_side(before: str, side: Sequence[Value], arabic: bool) -> Iterator[str | Value]:
    for place, value in enumerate(side):
        words = f"{before}{_inert(value.text)}" if place == 0 else ("،" if arabic else ",")
        parts = (_inert(value.outlet or ""), _day(value.published, arabic))
        source = ("، " if arabic else ", ").join(filter(None, parts))
        yield words + (f" ({source})" if source else "")
        yield value


def _inert(words: str) -> str:
    """Words of an article or an outlet without what could pass for a marker or a link, on one line."""
    return " ".join(words.translate(_BRACKETS).split())[:_LONGEST]


def _day(day: date | None, arabic: bool) -> str:
    return f"{day.day} {(_ARABIC if arabic else _ENGLISH)[day.month - 1]} {day.year}" if day else ""
