"""A sentence as a statement about what is asked: its values, and the words that say what they are values of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain, pairwise

from assistant.accounts.amounts import Amount, amounts, days
from assistant.accounts.asked import THINGS, Asked
from assistant.accounts.cues import EARLIER, MARKS
from assistant.accounts.naming import Known, named
from assistant.accounts.states import State, is_state, state
from assistant.accounts.tokens import Token, alike, has, pairs, tokens
from assistant.evidence import Candidate
from assistant.figures import Figure, mentions
from knowledge.arabic import normalise
from knowledge.article import Passage

BEFORE = 200
"""Characters before a sentence that are read with it: they say what "the order" is an order of."""
LONGEST = 1000
"""Characters of a sentence; a longer one is a table or a list that lost its lines."""
OPENING = 3
"""Telling words that may stand before what a sentence is about."""
_ARTICLES = frozenset(("the", "a", "an", "its", "their", "his", "her"))
Said = Amount | frozenset[str] | bool
"""A value: an amount, the stems of a name, or whether it is so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence that answers a question: its values, of which the first is the one to show as `text`.

    `days` are of the time that it speaks of, `past` if that is not the time of its article ("last year").
    """

    candidate: Candidate
    passage: Passage
    values: tuple[Said, ...]
    text: str
    stems: frozenset[str]
    things: frozenset[str]
    days: tuple[Figure, ...] = ()
    past: bool = False

    @property
    def published(self) -> date | None:
        """The day of its article."""
        return self.passage.published


def read_claim(asked: Asked, candidate: Candidate, passage: Passage, known: Known) -> Claim | None:
    """The sentence as a statement about what is asked, or None where it is about something else.

    `known` are the words of the passages that are names, and those that are not.
    """
    if passage.language != asked.language or len(candidate.text) > LONGEST:
        return None
    found = tokens(candidate.text, asked.language)
    if not _is_about(asked, candidate, passage, found):
        return None
    said = _said(asked, candidate.text, found, known)
    if said is None:
        return None
    values, text = said
    at = values[0].figure.start if isinstance(values[0], Amount) else 0
    return Claim(
        candidate=candidate,
        passage=passage,
        values=values,
        text=text,
        stems=frozenset(t.stem for t in found if t.stem),
        things=_things(candidate.text) or _things(passage.title[:LONGEST]),
        past=bool(EARLIER.search(normalise(_clause(candidate.text, at)))),
        days=tuple(days(asked, candidate.text, values[0].figure.end)) if isinstance(values[0], Amount) else (),
    )


def _clause(text: str, at: int) -> str:
    """The words around a place, from mark to mark."""
    ends = (place for mark in MARKS if (place := text.find(f"{mark} ", at)) >= 0)
    return text[max(text.rfind(f"{mark} ", 0, at) for mark in MARKS) + 1 : min(ends, default=len(text))]


def _things(text: str) -> frozenset[str]:
    return frozenset(m.id for m in mentions(text) if m.kind in THINGS)


def _is_about(asked: Asked, candidate: Candidate, passage: Passage, found: list[Token]) -> bool:
    """Whether the sentence with what stands above it has the subject and most of the words of the question."""
    here = {t.stem for t in found if t.stem}
    needed = (asked.relation if asked.language != "ar" else None) or asked.words
    if needed and not any(has(here, word) for word in needed):
        return False
    before = passage.text[: candidate.start - passage.start][-BEFORE:]
    all_ = (
        here
        | _stems(" ".join([passage.title, *passage.headings])[:LONGEST], asked.language)
        | _stems(before, asked.language)
    )
    ids = (
        _things(candidate.text) | _things(passage.title[:LONGEST]) | _things(before) if asked.mentioned else frozenset()
    )
    spelled = (stems for id, stems in asked.mentioned if id not in ids)
    if not all(has(all_, name) for name in chain(asked.names, *spelled)):
        return False
    missing = {word for word in asked.words if not has(all_, word)}
    most = 0.34 if asked.slot in ("place", "name") or not asked.names else 0.5
    replaced = _begins_elsewhere(asked, candidate.text, found) or _is_other(asked, missing, found)
    return len(missing) <= most * len(asked.words) and not replaced


@lru_cache(maxsize=256)
def _stems(text: str, language: str) -> frozenset[str]:
    return frozenset(t.stem for t in tokens(text, language) if t.stem)


def _begins_elsewhere(asked: Asked, text: str, found: list[Token]) -> bool:
    """Whether so much stands before the first word of the question that the sentence has another subject."""
    first = next((t.start for t in found if t.stem and has(asked.stems, t.stem)), 0)
    clause = max(text.rfind(mark, 0, first) for mark in MARKS) + 1
    return sum(clause <= t.start < first and bool(t.stem) for t in found) > OPENING


def _is_other(asked: Asked, missing: set[str], found: list[Token]) -> bool:
    """Whether a word of the question is replaced by another one: "checked bag" by "cabin bag"."""
    here = [(a, b) for a, b in pairs(found) if not (a.isdigit() or b.isdigit())]
    for left, right in asked.pairs:
        # English sets what tells things apart before them, Arabic behind them.
        if asked.language == "ar":
            other = right in missing and left not in asked.things and any(alike(a, left) for a, _ in here)
        else:
            other = left in missing and any(alike(b, right) for _, b in here)
        if other:
            return True
    return False


def _said(asked: Asked, text: str, found: list[Token], known: Known) -> tuple[tuple[Said, ...], str] | None:
    """The values of a sentence, and the first of them as it is written."""
    if asked.slot == "state":
        near = [t for t in found if asked.predicate and alike(t.stem, asked.predicate)]
        verb = next((t for t in near if is_state(t.text)), next(iter(near), None))
        whether = state(text, (verb.start, verb.end) if verb else None)
        if whether is None or not _of_subject(asked, found, text, whether):
            return None
        return (whether.holds,), text[whether.start : whether.end]
    if asked.slot in ("place", "name"):
        names = named(asked, text, found, known)
        if _of_another(asked, found, text, [stem for stems, _ in names for stem in stems]):
            return None
        return (tuple(frozenset(stems) for stems, _ in names), names[0][1]) if names else None
    told = sorted(amounts(asked, text, found, known), key=lambda one: not one.asked)
    return (tuple(told), told[0].text) if told and told[0].asked else None


def _of_another(asked: Asked, found: Sequence[Token], text: str, names: Sequence[str]) -> bool:
    """Whether what is done is done to something else: "designed the garden", where the terminal is asked for."""
    for verb, after in pairwise(t for t in found if t.stem):
        if has(asked.relation, verb.stem) and asked.language != "ar":
            between = text[verb.end : after.start].split()
            if set(between) <= _ARTICLES and not has([*asked.stems, *names], after.stem):
                return True
    return False


def _of_subject(asked: Asked, found: Sequence[Token], text: str, whether: State) -> bool:
    """Whether what is so or not is the subject of the question, and not a part of it: "the runway of Northfield"."""
    clause = max(text.rfind(mark, 0, whether.start) for mark in MARKS) + 1
    before = [t.stem for t in found if clause <= t.start < whether.start and t.stem and not is_state(t.text)]
    if any(has(asked.stems, one) for one in before):
        return all(has(asked.stems, one) for one in before)
    after = [t.stem for t in found if t.start >= whether.end and t.stem]
    return bool(after) and has(asked.stems, after[0])
