"""Rules that make a follow-up stand alone where no model rewrites it.

"How far does it fly?" after "What is the A321XLR?" becomes "How far does the A321XLR fly?". What a conversation is
about is followed from its oldest turn on, so that a chain of follow-ups does not lose its subject.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Turn
from assistant.follow_ups.languages import language_asked
from assistant.follow_ups.leaning import leans
from assistant.follow_ups.thread import Thread
from knowledge.identifiers import Names

TURNS = 8
"""How many earlier turns are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standalone:
    """A question that can be understood alone; `language` is the one that its answer was asked for in."""

    text: str
    changed: bool
    language: str | None = None


def follow_up(question: str, history: Sequence[Turn], names: Names | None = None) -> Standalone:
    """The question with its subject, taken from the turns before it where it has none of its own.

    >>> history = [Turn(question="What is the range of the A350-900?", answer="")]
    >>> follow_up("what about the 787-9?", history).text
    'What is the range of the 787-9?'
    >>> follow_up("How far does it fly?", [Turn(question="What is the A321XLR?", answer="")]).text
    'How far does the A321XLR fly?'
    >>> follow_up("بالعربية من فضلك", history)
    Standalone(text='What is the range of the A350-900?', changed=True, language='ar')
    >>> follow_up("What is a NOTAM?", history).changed
    False
    """
    thread = Thread(names or Names.load())
    for turn in history[-TURNS:]:
        thread.take(turn.question, turn.answer)
    _, language = language_asked(question)
    text = thread.read(question).text
    changed = text != question
    return Standalone(text=_opened(text) if changed else text, changed=changed, language=language)


def _opened(text: str) -> str:
    """A question with a capital, but for a name that has its own: eVTOL."""
    return text[0].upper() + text[1:] if text.partition(" ")[0].islower() else text


def leans_back(question: str) -> bool:
    """Whether a question cannot be understood without the one before it."""
    return leans(question, None)
