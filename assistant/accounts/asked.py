"""What a question asks for: the kind of value, and the words that a sentence about it must have."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.accounts.cues import INCIDENT, TRADED
from assistant.accounts.states import is_state
from assistant.accounts.tokens import GENERIC, Token, has, is_name, pairs, stem, tokens
from assistant.figures import mentions
from knowledge.arabic import normalise
from knowledge.language import detect
from knowledge.words import terms

Slot = Literal["figure", "day", "place", "name", "state"]
"""The kind of value that is asked for: an amount, a day, where, who or which, and whether."""

_STATE = re.compile(
    r"^\W*(?:(?:is|are|was|were|do|does|did|has|have|had|will|can|could|should|would)\b|هل\s)", re.IGNORECASE
)
_DAY = re.compile(
    r"\b(?:when|(?:what|which)\s+(?:date|day|month|year))\b|^\W*(?:حتي\s+)?متي\b|(?:ما|ماهو|في\s+اي)\s+"
    r"(?:هو\s+)?(?:تاريخ|موعد|عام|سنة|يوم|شهر)",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\bwhere\b|(?<![\u0600-\u06ff])اين(?![\u0600-\u06ff])", re.IGNORECASE)
_NAME = re.compile(
    r"\b(?:who|whom|whose|which)\b|\bwhat\s+(?:airline|company|engine|airport|city)\b|^\W*(?:من\s|اي\s|ما\s+اسم)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\bhow\s+many\b|(?<![\u0600-\u06ff])كم(?![\u0600-\u06ff])", re.IGNORECASE)
_THING = re.compile(r"\b(?:how\s+many|which|what)\s+((?:\w+\s+){1,2})|^\W*(?:كم|اي)\s+(\w+)", re.IGNORECASE)
_SINGLE = re.compile(
    r"\b(?:who\s+(?:is|was|will\s+be)\s+(?:the|its)|bas(?:e|ed|es)|headquarter(?:s|ed)?|chief|head(?:s|ed)?|leads?|led|"
    r"chair\w*|president|director|owns?|owner|captain|commander|first|largest|last|built?|builds?|assembl\w*|located|"
    r"divert\w*|land(?:ed)?|crash\w*|wins?|won|cho(?:se|ose|oses|sen)|select\w*|replac\w*|hub|which\s+terminal|"
    r"design\w*|develop\w*|founde[dr]|join\w*|minister|manufactur\w*|runs?|powers?|tak\w* over|train\w*|maintain\w*|"
    r"held|hosts?|succeeds?|successor)\b"
    r"|قام|عقد|يخلف|سيخلف|مقر|مركز|رئيس|مدير|يملك|مالك|تملك|قائد|اول|اكبر|اخر|بني|يبني|تبني|تصنع|تجمع|تصون|هبطت?|"
    r"حولت|فازت?|اختارت?|انضم|تنضم|يقود|تقود|يدير|تدير|يقع|تقع",
    re.IGNORECASE,
)
"""What only one can be or do, so that two names disagree; many airlines may order an aircraft."""
_PLURAL = re.compile(
    r"\b(?:which|what)\s+(?:\w+\s+)?(?!is\b|was\b|has\b|does\b)\w*[^siu\W]s\b|\bwho\s+(?:are|were)\b", re.IGNORECASE
)
THINGS = frozenset(("aircraft", "engine", "airport", "airline", "flight", "registration", "directive", "bulletin"))
"""Kinds of names by which things are told apart."""
_NAMED = ("place", "name")
_ADVERBS = frozenset("still also yet ever already really actually soon again".split())
_DIMENSIONS = frozenset(
    "high long far old heavi strong larg big tall wide deep fast much number amount compani "
    "يقع تقع يبلغ تبلغ بلغ".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it is compared with sentences.

    `stems` are those of all its telling words, `words` those that say what is asked of the subject. A sentence must
    have all of `names`, which tell the subject, and of each of `mentioned` the id or the words. `things` is what is
    counted or chosen, `pairs` are stems that stand next to each other, `relation` is what somebody is to the subject:
    its chief, its owner; `predicate` is what is asked to be so or not.
    """

    slot: Slot
    language: str
    stems: frozenset[str]
    words: frozenset[str]
    names: frozenset[str]
    mentioned: tuple[tuple[str, frozenset[str]], ...]
    things: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    relation: frozenset[str]
    predicate: str
    incident: bool
    traded: bool
    counted: bool


def read_question(question: str) -> Asked | None:
    """What is asked, or None where different values would be no disagreement: lists, and open questions.

    >>> asked = read_question("How many aircraft has Kestrel Air ordered?")
    >>> asked.slot, sorted(asked.words), sorted(asked.names), sorted(asked.things)
    ('figure', ['aircraft', 'order'], ['kestrel'], ['aircraft'])
    """
    plain, language = normalise(question), detect(question)
    slot = _slot(plain)
    if slot in _NAMED and (not _SINGLE.search(plain) or _PLURAL.search(plain)):
        return None
    found = tokens(question, language)
    mentioned = _mentioned(question, found)
    spelled = {stem for _, stems in mentioned for stem in stems}
    names = ({t.stem for t in found[1:] if is_name(t)} | _behind_class(found)) - GENERIC - spelled - {""}
    telling = [
        t.stem for t in found if t.stem and t.text not in _ADVERBS and not (slot == "state" and is_state(t.text))
    ]
    words = set(telling) - names - spelled - _DIMENSIONS - GENERIC
    if not (names or words or mentioned):
        return None
    return Asked(
        slot=slot,
        language=language,
        stems=frozenset(t.stem for t in found if t.stem),
        words=frozenset(words),
        names=frozenset(names),
        mentioned=mentioned,
        things=frozenset(stem for stem in _things(plain, language) if stem in telling),
        pairs=frozenset(pairs(found)),
        relation=_relation(plain, language) if slot in _NAMED else frozenset(),
        predicate=_predicate(found) if slot == "state" else "",
        incident=bool(INCIDENT.search(plain)),
        traded=bool(TRADED.search(plain)),
        counted=bool(_AMOUNT.search(plain)),
    )


def _slot(plain: str) -> Slot:
    kinds: tuple[tuple[re.Pattern[str], Slot], ...] = (
        (_STATE, "state"),
        (_AMOUNT, "figure"),
        (_DAY, "day"),
        (_PLACE, "place"),
        (_NAME, "name"),
    )
    return next((slot for pattern, slot in kinds if pattern.search(plain)), "figure")


def _relation(plain: str, language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in _SINGLE.findall(plain)) - {""}


def _things(plain: str, language: str) -> list[str]:
    found = _THING.search(plain)
    return terms(found[1] or found[2], language)[:2] if found else []


def _mentioned(question: str, found: list[Token]) -> tuple[tuple[str, frozenset[str]], ...]:
    """The aircraft, airlines and the like that a question names: their ids and the stems of the words."""
    return tuple(
        (m.id, frozenset(t.stem for t in found if m.start <= t.start < m.end and t.stem))
        for m in mentions(question)
        if m.kind in THINGS
    )


def _behind_class(found: list[Token]) -> set[str]:
    """Arabic has no capitals, but a name follows the word for what it names: "طيران الغدير", "مطار رأس المها"."""
    names = set()
    for kind, first, second in zip(found, found[1:], [*found[2:], *found[-1:]], strict=False):
        if kind.stem > "\u0600" and has(GENERIC, kind.stem):
            names.add(first.stem)
            if second.text.startswith("ال") and not first.text.startswith("ال"):
                names.add(second.stem)
    return names


def _predicate(found: list[Token]) -> str:
    """The stem of what is asked to be so: a word of states, else the verb, which follows "been" or the subject."""
    asked = next((t.stem for t in found if is_state(t.text)), "")
    telling = [t for t in found if t.stem and not is_name(t) and t.text not in _ADVERBS]
    passive = [b.stem for a, b in pairwise(found) if a.text in ("been", "be", "being")]
    if asked or passive or not telling:
        return next(iter(passive), asked)
    if found[0].text.lower() in ("is", "are", "was", "were"):
        return telling[-1].stem
    named = next((t.start for t in found[1:] if is_name(t)), 0)
    return next((t.stem for t in telling if t.start > named), telling[-1].stem)
