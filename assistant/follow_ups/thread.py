"""What a conversation is about, followed from question to question."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.follow_ups import marks
from assistant.follow_ups.languages import language_asked
from assistant.follow_ups.leaning import leans
from assistant.follow_ups.patterns import LONGEST
from assistant.follow_ups.putting import (
    about,
    among,
    appended,
    in_place,
    more_than,
    ordinal,
    spoken_of,
    swapped,
    variant,
)
from assistant.follow_ups.things import Thing, is_adjective, particular, things, topic
from knowledge.arabic import is_arabic
from knowledge.identifiers import Names
from knowledge.sentences import sentence_spans

_ACTORS = frozenset({"", "maker", "authority", "place"})
"""Who does things and where: a question that names no more than that has its subject from before."""
_PARTS = frozenset({"airline", "maker", "authority"})
"""Kinds of what takes part in something else."""
_TERM = "term"
_HAPPENED = re.compile(
    r" (?:\w+ )?(?:accident|crash|disaster|collision|grounding|strike|merger|incident|fire|bankruptcy)", re.IGNORECASE
)
_READ = 2000
"""Code points of an answer in which names are looked for."""
_MOST = 3
"""So many things that one question names are its subject."""
_SEEKS = re.compile(
    r"(?:which \w+|who|what) (?:is|was|has|had|holds|flew|got|became)\b|(?:is|are|was|were) there\b|.*\bexamples?\b"
    r"|(?:هل هناك|هل يوجد|ما اكبر|ما أكبر|ما أول)\s",
    re.IGNORECASE,
)
"""Questions for a thing, whose name the answer gives."""
_MOST_OF_ALL = re.compile(
    r"\b(?:most|first|last|only|\w{3,}est)\b|(?<!\w)(?:أكبر|أول|أطول|أكثر|آخر)(?!\w)", re.IGNORECASE
)
_FACT = re.compile(r"(?:when|how|why|where|since)\b|(?:متى|كم|كيف|لماذا|أين)(?!\w)", re.IGNORECASE)
"""Questions for something that is no thing: a day, a number, a reason."""
_AUX = r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|may|must|should)\b"
_WHICH = re.compile(rf"which (?:(?!{_AUX})\w+ ){{1,3}}(?!{_AUX})\w+", re.IGNORECASE)


class Reading(NamedTuple):
    """A question as it is understood; what it newly is about (None: what the last one was), what it was added to."""

    text: str
    about: tuple[Thing, ...] | None = None
    topic: str = ""
    base: str = ""


class Thread:
    """The last question as it was understood, what it is about, and the things that were named before."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._last = Reading("")
        self._focus: tuple[Thing, ...] = ()
        self._topic = ""
        self._seen: list[Thing] = []
        self._told: frozenset[str] = frozenset()

    def take(self, question: str, answer: str) -> None:
        """Go on by one turn."""
        rest, _ = language_asked(question)
        if len(question) > LONGEST or not rest or marks.is_courtesy(rest):
            return
        self._last = self.read(question)
        own = things(question, self._names)
        self._see([*things(self._last.text, self._names), *(self._last.about or own)])
        if self._last.about is not None:
            self._focus, self._topic = (*self._kept(self._last), *self._last.about), self._last.topic
        self._told = frozenset(thing.key for thing in things(answer[:_READ], self._names))
        self._answered(question, answer, own)

    def _answered(self, question: str, answer: str, own: Sequence[Thing]) -> None:
        """What was sought is what is spoken of next: "Which is the largest?" "The A380 …" "Who makes it?"."""
        beside = bool(own) and _WHICH.match(question) is not None
        seeks = _SEEKS.match(marks.bare(question)) and not any(thing.is_sure and thing.kind != "maker" for thing in own)
        # "When did the 787-9 first fly?" asks for a day: whoever its answer names is spoken of by the way.
        best = own and _MOST_OF_ALL.search(question) and not _FACT.match(marks.bare(question))
        if not (seeks or beside or best):
            return
        start, end = next(sentence_spans(answer[:LONGEST]), (0, 0))
        known = {thing.key for thing in self._seen}
        new = [
            one for one in things(answer[start:end], self._names) if one.kind not in _ACTORS and one.key not in known
        ]
        if new:
            self._focus, self._topic = (*(self._focus if beside else ()), new[0]), ""
            self._see(new[:1])

    def _kept(self, last: Reading) -> tuple[Thing, ...]:
        """What is still spoken of where a question only names who took part in it.

        "Did anyone on the Pan Am plane survive?" does not leave Tenerife; another aircraft would leave this one.
        """
        new = last.about or ()
        kinds = {thing.kind for thing in new}
        part = new and all(thing.kind in _PARTS and self._is_part(thing, last.text) for thing in new)
        return tuple(thing for thing in self._focus if thing.kind not in kinds)[:2] if part else ()

    def _is_part(self, thing: Thing, text: str) -> bool:
        """Whether the last answer named it, or a question says "the Pan Am plane": known from before, and no event."""
        behind = text[thing.end :]
        owns = text[: thing.start].lower().endswith("the ") and re.match(r" [a-z]", behind)
        return thing.key in self._told or bool(owns and not _HAPPENED.match(behind))

    def _see(self, found: Sequence[Thing]) -> None:
        latest = {thing.key: thing for thing in found}
        self._seen = [*(thing for thing in self._seen if thing.key not in latest), *latest.values()]

    def read(self, question: str) -> Reading:
        """A question as it is to be understood now."""
        rest, language = language_asked(question)
        if not self._last.text or len(question) > LONGEST or marks.stands_apart(rest):
            return self._alone((rest or question) if language else question)
        if not rest:
            return self._last
        text = marks.bare(rest)
        if marks.only_more(text) or marks.clarifies(rest):
            return self._added(text)
        named = ordinal(text, self._seen)
        compared = among(named, self._seen)
        if compared:
            return Reading(compared)
        ellipsis = marks.elliptical(named, tied=marks.is_tied(rest))
        if ellipsis:
            return self._elliptical(named, ellipsis)
        if named != text:
            return Reading(named)
        own = [thing for thing in things(text, self._names) if not is_adjective(thing, text)]
        tied = marks.is_tied(rest) and self._adds_to(own)
        if tied or leans(text, own[0].start if own else None):
            return self._leaning(text, own)
        return self._alone(rest)

    def _alone(self, text: str) -> Reading:
        if len(text) > LONGEST:
            return Reading(text, ())
        sure = tuple(particular(thing, text) for thing in things(text, self._names) if thing.is_sure)
        return Reading(text, sure[-_MOST:], topic(text))

    def _elliptical(self, text: str, words: str) -> Reading:
        given = tuple(things(words, self._names))
        held = things(self._last.text, self._names)
        if not any(thing.kind for thing in given) and (put := variant(self._last.text, words, held, self._names)):
            return self._alone(put)
        sure = tuple(thing for thing in given if thing.is_sure)
        if sure and {thing.key for thing in sure} <= {thing.key for thing in held}:
            return Reading(_what_about(text, words), sure)
        if sure and more_than(given, words, self._last.text):
            return self._alone(text)
        put = swapped(self._last.text, words, given, held)
        if put:
            return Reading(put, sure or None)
        if marks.is_linked(words):
            return Reading(appended(self._base, words, tied=True))
        if given:
            return self._added(text)._replace(about=sure or None)
        return self._leaning(_what_about(text, words), ())

    def _leaning(self, text: str, own: Sequence[Thing]) -> Reading:
        known = {thing.key for thing in own}
        focus = [thing for thing in self._focus if thing.key not in known]
        if len(focus) == 1 and (put := in_place(text, focus[0], own)):
            return Reading(put)
        subject = about(focus, text) if focus else self._topic
        return Reading(spoken_of(subject, text)) if subject else self._added(text)

    def _adds_to(self, own: Sequence[Thing]) -> bool:
        """Whether what a tied question names leaves the subject as it was.

        It does where it is no more than who does things, and where the subject is a term: "And for an A350?".
        """
        kinds = {thing.kind for thing in own}
        of_a_term = bool(self._focus) and {thing.kind for thing in self._focus} == {_TERM}
        return kinds <= _ACTORS or (of_a_term and _TERM not in kinds)

    @property
    def _base(self) -> str:
        return self._last.base or self._last.text

    def _added(self, text: str) -> Reading:
        """The last question that was not added to another one, and this one behind it."""
        return Reading(appended(self._base, text), base=self._base)


def _what_about(text: str, words: str) -> str:
    if marks.is_about(text):
        return text
    return f"ماذا عن {words}؟" if is_arabic(text) else f"what about {words}?"
