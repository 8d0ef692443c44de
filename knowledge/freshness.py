"""How much it counts that an article is new, by the kind of question; nothing for what does not age.

News is read for days, facts that change (orders, fleets, who leads) hold for about a year, and what a word means
or how a thing works does not age at all. So the weight of an article's newness is a half-life by kind, and the
kind comes from the question's words. An undated article is never new.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.periods import speaks_of_now

Kind = Literal["now", "event", "state", "timeless"]
"""What a question is about: this week's news; something that happened; how things stand; what does not age."""


@dataclass(frozen=True, slots=True)
class Ageing:
    """The newest article is worth `1 + weight` times an old one; after `half_life` days, half of that surplus."""

    weight: float
    half_life: float


AGEING: dict[Kind, Ageing] = {
    "now": Ageing(1.0, 14.0),
    "event": Ageing(0.5, 60.0),
    "state": Ageing(0.25, 365.0),
    "timeless": Ageing(0.0, 1.0),
}
"""Checked on 150 dated news questions: with one weight for all, every half-life from 7 to 60 days and every weight from
.25 to 2 gives an MRR@10 of .83 to .92, where it is .74 without; half-lives of 14 to 60 days differ by .01. Weights were
chosen below the best, because what they add to news is taken from whatever else is dated."""
LATEST = Ageing(2.0, 14.0)
"""Where the latest is asked for; days count from the newest article found, so that an archive has a latest, too."""
SPREAD = 10
"""Of an archive of years the latest is not a matter of weeks: the half-life is this part of the time it covers."""

_TIMELESS = re.compile(
    r"""
    (?:^|,)[^\w,]*+(?:
      (?:what(?:['’]s|\s+is|\s+are|\s+were|\s+was)\s+(?:an?\s+)?(?:[\w/&.'’-]++\s*+){1,3}\W*+$)
    | (?:what\s+(?:does|do|did)\s.{1,60}\b(?:mean|stand\s+for|do)\b)
    | (?:how\s+(?:does|do|is|are|can|should|would|far|fast|high|long|big|wide|heavy)\b)
    | (?:why\s+(?:do|does|is|are|must|should|can)\b)
    | (?:explain|define|describe|compare)\b
    | (?:what\s+happens\s+(?:if|when))
    | (?:ما\s+(?:هو|هي|معنى|المقصود)|ماذا\s+(?:تعني|يعني|يحدث)|كيف\s|لماذا\s+(?:ي|ت)|اشرح|عرف|عرّف|ما\s+الفرق|قارن)
    )
    | \b(?:difference\s+between|meaning\s+of|definition\s+of)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_STATE = re.compile(
    r"""
    (?:^|,)[^\w,]*+(?:how\s+(?:many|much)|who\s+(?:is|are|runs|leads|owns|makes|operates|flies)|where\s+(?:is|are|does|do)
    |(?:which|what)\s+\w+(?:\s+\w+)?\s+(?:is|are|has|have|does|do|operates?|flies|fly|makes?|uses?|owns?|powers?)\b
    |(?:what|when)\s+(?:is|are|does|do)\b
    |(?:do|does|is|are|can|has|have)\s
    |كم\s|من\s+(?:هو|هي|يملك|يدير)|أين\s|اين\s|هل\s|ما\s|أي\s)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def kind_of(question: str) -> Kind:
    """What a question is about, by its words.

    >>> [kind_of(text) for text in ("What is a NOTAM?", "Who won the order?", "How many A380s are flying?")]
    ['timeless', 'event', 'state']
    >>> kind_of("Which airline cancelled flights this week?"), kind_of("According to the FAA, what is ETOPS?")
    ('now', 'timeless')
    """
    if speaks_of_now(question):
        return "now"
    if _TIMELESS.search(question):
        return "timeless"
    return "state" if _STATE.search(question) else "event"


def gain(published: date | None, today: date, ageing: Ageing) -> float:
    """What the score of an article of that day is multiplied by: 1 for an old or undated one.

    >>> [round(gain(date(2025, 3, day), date(2025, 3, 15), Ageing(1.0, 14.0)), 2) for day in (1, 15)]
    [1.5, 2.0]
    """
    if published is None or not ageing.weight:
        return 1.0
    days = abs((today - published).days)
    return 1.0 + ageing.weight * float(0.5 ** (days / ageing.half_life))
