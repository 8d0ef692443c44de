"""Why a question is refused before anything is looked up, decided by its words; most questions are not.

What is general knowledge is looked up; refused is one certain case of it now ("Is EK202 on time?"), a verdict on one
("Can we dispatch A6-EDA?"), and what no library holds (a poem, a way past the screening). That the library holds no
answer (`not_in_library`) is a matter of evidence and decided elsewhere.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from assistant.answer import RefusalType
from assistant.phrases import Phrase, phrase
from assistant.refusals.decisions import decider, may_be_decided
from assistant.refusals.live import live_subject, may_be_live
from assistant.refusals.scope import is_harmful, is_off_subject, is_out_of_scope
from assistant.refusals.times import is_outdated
from assistant.refusals.wording import Asked
from knowledge.identifiers import Mention

if TYPE_CHECKING:
    # It brings the sentence encoder, which the rules do without.
    from assistant.refusals.likeness import Likeness

__all__ = ["message", "off_subject", "refusal_type"]


def refusal_type(
    question: str,
    mentions: Sequence[Mention],
    *,
    today: date,
    newest: date | None,
    likeness: "Likeness | None" = None,
) -> RefusalType | None:
    """The type of refusal that a question calls for by itself; None where it can be looked up.

    `mentions` is what `Names.find(question, asked=True)` found, `newest` the day of the newest article. With a
    `likeness`, more ways of asking are understood.

    >>> ask = lambda text: refusal_type(text, (), today=date(2026, 5, 1), newest=date(2026, 4, 1))
    >>> ask("Is my flight on time?"), ask("When is a flight late?"), ask("Should we depart with this crack?")
    ('needs_live_data', None, 'operational_decision')
    """
    asked = Asked.of(question, mentions)
    if is_out_of_scope(asked):
        return "out_of_scope"
    if decider(asked):
        return "operational_decision"
    if live_subject(asked):
        return "needs_live_data"
    if newest is not None and is_outdated(question, asked, today, newest):
        return "outdated"
    return _by_likeness(question, asked, likeness) if likeness else None


def _by_likeness(question: str, asked: Asked, likeness: "Likeness") -> RefusalType | None:
    live, decided = may_be_live(asked), may_be_decided(asked) is not None
    kind = likeness.kind(question) if live or decided else None
    if kind == "operational_decision" and decided:
        return kind
    return kind if kind == "needs_live_data" and live else None


def off_subject(question: str, mentions: Sequence[Mention], likeness: "Likeness | None" = None) -> bool:
    """Whether a question looks like none of aviation: with weak evidence, it is out of scope.

    A weak sign: one question in five that an article answers has no word of aviation in it.

    >>> off_subject("Who painted the Mona Lisa?", ()), off_subject("Who built the first runway?", ())
    (True, False)
    """
    if is_off_subject(Asked.of(question, mentions)):
        return True
    return likeness is not None and likeness.kind(question) == "out_of_scope"


def message(
    type: RefusalType,
    language: str,
    *,
    question: str = "",
    mentions: Sequence[Mention] = (),
    newest: date | None = None,
) -> str:
    """What the reader is told and what to do next, in the language of the question.

    >>> message("needs_live_data", "en", question="Is my flight on time?")
    'This changes by the minute and no article can tell it. Ask the airline or the airport.'
    """
    asked = Asked.of(question, mentions)
    return phrase(_phrase(type, asked, newest), language, newest=newest)


def _phrase(type: RefusalType, asked: Asked, newest: date | None) -> Phrase:
    match type:
        case "needs_live_data":
            return _LIVE.get(live_subject(asked) or "", "live_other")
        case "operational_decision":
            return _DECIDED.get(decider(asked) or may_be_decided(asked) or "", "decided_flight")
        case "outdated":
            return "outdated" if newest else "nothing_found"
        case "out_of_scope":
            return "not_helped" if is_harmful(asked) else "out_of_scope"
        case _:
            return "nothing_found"


_LIVE: dict[str, Phrase] = {
    "weather": "live_weather",
    "notices": "live_notices",
    "flight": "live_flight",
    "fare": "live_fare",
    "place": "live_place",
}
_DECIDED: dict[str, Phrase] = {
    "flight": "decided_flight",
    "maintenance": "decided_maintenance",
    "medical": "decided_medical",
    "court": "decided_court",
}
