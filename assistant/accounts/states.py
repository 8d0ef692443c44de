"""Whether something is so: "has been cancelled" against "goes ahead", "is open" against "no longer open"."""

import re
from typing import NamedTuple

from knowledge.arabic import normalise

_HOLDS = (
    r"(?:re)?open(?:s|ed|ing)?|resum(?:e|es|ed)|continu(?:e|es|ed)|proceed(?:s|ed)?|go(?:es)?\s+ahead|went\s+ahead|"
    r"approv(?:e|es|ed)|allow(?:s|ed)?|permit(?:s|ted)?|certif(?:y|ies|ied)|accept(?:s|ed)?|confirm(?:s|ed)?|"
    r"offer(?:s|ed)?|runs?|take(?:s)?\s+place|"
    r"مفتوح(?:ة)?|افتتاح|فتح(?:ت)?|استؤنفت?|استئناف|ستتم|تمت?|يستمر|تستمر|وافقت?|اعتمدت?|معتمد(?:ة)?|سمحت?|يسمح|تقدم"
)
_DOES_NOT = (
    r"clos(?:e|es|ed)|shut(?:s)?|cancel(?:s|l?ed)?|call(?:s|ed)?\s+off|scrap(?:s|ped)?|drop(?:s|ped)?|"
    r"abandon(?:s|ed)?|suspend(?:s|ed)?|halt(?:s|ed)?|stop(?:s|ped)?|reject(?:s|ed)?|refus(?:e|es|ed)|bann?(?:ed|s)?|"
    r"den(?:y|ies|ied)|revok(?:e|es|ed)|withdr(?:aw|ew|awn)|ground(?:s|ed)?|"
    r"مغلق(?:ة)?|اغلقت?|اغلاق|الغيت?|الغت|الغاء|علقت?|تعليق|اوقفت?|توقفت?|رفضت?|حظرت?|سحبت?"
)
_BORDER = r"(?<![\w\u0600-\u06ff])"
_STATE = re.compile(rf"{_BORDER}(?:(?P<holds>[وفس]?(?:{_HOLDS}))|(?:[وفس]?(?:{_DOES_NOT})))(?!\w)", re.IGNORECASE)
_NOT = re.compile(
    rf"{_BORDER}(?:not|no\s+longer|never|cannot|\w+n['’]t|without|لم(?:\s+تعد|\s+يعد)?|لن|لا|ليست?|غير|دون)(?!\w)",
    re.IGNORECASE,
)
_AUXILIARIES = re.compile(
    r"(?:\b(?:is|are|was|were|be|been|being|has|have|had|will|would|can|could|does|do|did|not|no\s+longer|never|"
    r"remains?|stays?|still|now|again|also|(?:\w+n['’]t))\s+)+$",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\s+(?:again|after all)\b", re.IGNORECASE)
_BEFORE = 30
"""Characters before a word in which a negation of it may stand."""


class State(NamedTuple):
    """What a sentence says of whether something is so, and where it says it."""

    holds: bool
    start: int
    end: int


def is_state(word: str) -> bool:
    """Whether a word tells that something is so or is not.

    >>> is_state("cancelled"), is_state("runway")
    (True, False)
    """
    return bool(_STATE.fullmatch(normalise(word.lower()))) or word.lower() in ("ahead", "go", "place", "take")


def state(sentence: str, verb: tuple[int, int] | None = None) -> State | None:
    """What a sentence says of the verb at this place, or else the first thing that it says to be so or not.

    >>> state("The merger has been cancelled."), state("It will not fly.", (12, 15)).holds
    (State(holds=False, start=11, end=29), False)
    """
    text = _same_length(sentence)
    found = _STATE.search(text, verb[0] if verb else 0)
    if verb and (found is None or found.start() != verb[0]):
        start, end, holds = *verb, True
    elif found:
        start, end, holds = found.start(), found.end(), bool(found["holds"])
    else:
        return None
    negated = len(_NOT.findall(text[max(0, start - _BEFORE) : start])) % 2
    return State(holds != bool(negated), *_phrase(text, start, end))


def _phrase(text: str, start: int, end: int) -> tuple[int, int]:
    """A verb with what belongs to it: "has not been cancelled", "is closed again"."""
    auxiliaries = _AUXILIARIES.search(text[:start][-80:])
    negation = _NOT.search(text, max(0, start - 12), start)
    if auxiliaries:
        start -= len(auxiliaries.group())
    elif negation:
        start = negation.start()
    again = _AGAIN.match(text, end)
    return start, again.end() if again else end


def _same_length(text: str) -> str:
    """Arabic letters in one spelling, one for one, so that offsets stay."""
    return text.translate(_LETTERS)


_LETTERS = str.maketrans("أإآٱى", "ااااي")
