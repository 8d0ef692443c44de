"""One text and the names and codes found in it, overlapping or not."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from knowledge.identifiers import codes, flights
from knowledge.identifiers.lexicon import Lexicon
from knowledge.identifiers.meaning import decide, support
from knowledge.identifiers.neighbours import allied, is_beside, is_inside
from knowledge.identifiers.place import WINDOW, Place, Reading
from knowledge.identifiers.spelling import fold, is_arabic, is_joined, latin_letter, lower, tokens, unglue
from knowledge.names.airports import airfield

TELLING = frozenset(["aircraft", "engine", "airline", "maker"])
"""Kinds of which a mention supports a doubtful one near it."""

SHORT = 6
"""Of how many words a question is at most that may say nothing but a flight: MH 370 search."""

_CODE = re.compile(r"\b[A-Z0-9]{2,8}s?\b")
_SMALL = re.compile(r"\b[a-z0-9]{3,8}\b")


class Found(NamedTuple):
    """A name or code in a text. Of two that overlap the longer wins, then the one of lower rank."""

    start: int
    end: int
    id: str
    kind: str
    reason: str = ""
    others: tuple[str, ...] = ()
    rank: int = 0


class Scan:
    """One text, cut into words, and what is found in it."""

    def __init__(self, lexicon: Lexicon, text: str, context: str, *, asked: bool) -> None:
        self.lexicon, self.text, self.context, self.asked = lexicon, text, context, asked
        self.doubted = False
        self.company: list[int] = []
        self.airlines: list[tuple[int, int]] = []
        self.spans = tokens(lower(text))
        self.words = [span[0] for span in self.spans]
        if not text.isascii():
            words = [word if word.isascii() else unglue(fold(word), lexicon.glueless) for word in self.words]
            self.words = latin_letter(words)

    @cached_property
    def starts(self) -> list[int]:
        """Where each word starts."""
        return [span.start() for span in self.spans]

    def found(self) -> list[Found]:
        """Everything that is found, overlapping or not."""
        found = [*self._names(), *self._codes()]
        telling = [one.start for one in found if one.kind in TELLING]
        if telling and self.doubted:
            # What is found helps to decide the rest: beside an A350, Emirates is no country.
            self.company = sorted(bisect_left(self.starts, start) for start in telling)
            self.airlines = [one[:2] for one in found if one.kind == "airline"]
            found = [*self._names(), *self._codes()]
        return [*found, *self._patterns(), *self._flights(found)]

    def _names(self) -> Iterator[Found]:
        starts, longest, phrases = self.lexicon.starts, self.lexicon.longest, self.lexicon.phrases
        words = [*self.words, ""]
        done = 0
        for first in [place for place, word in enumerate(words) if word in starts]:
            if first < done:
                continue
            most = longest.get(f"{words[first]} {words[first + 1]}", 1)
            for after in range(min(first + most, len(self.words)), first, -1):
                readings = phrases.get(" ".join(words[first:after]))
                meant = self._meant(first, after, readings) if readings else None
                if meant:
                    yield meant
                    done = after
                    break

    def _meant(self, first: int, after: int, readings: list[Reading]) -> Found | None:
        start, end = self.spans[first].start(), self.spans[after - 1].end()
        if not self._is_whole(first, after):
            return None
        if self._is_spaced_letter(first, after):
            # "A 320-seat aircraft" begins like an A320, and "a check" is no A-check.
            readings = [one._replace(sure=False) for one in readings if self.text[start].isupper()]
        if not self.text[start].isupper() and not self.is_small:
            readings = [one for one in readings if not one.capital or is_arabic(self.text[start])]
        if after == first + 1:
            readings = readings + [one for one in self.lexicon.codes.get(self.text[start:end], ())]
        return self._decide(first, after, start, end, readings) if readings else None

    @cached_property
    def is_small(self) -> bool:
        """Whether the text has no capitals at all, as questions are typed."""
        return not any(map(str.isupper, self.text))

    def _is_whole(self, first: int, after: int) -> bool:
        text, spans = self.text, self.spans
        start, end = spans[first].start(), spans[after - 1].end()
        for place in range(first, after - 1):
            if not is_joined(text, spans[place].end(), spans[place + 1].start()):
                return False
        if first and spans[first - 1].end() == start and not is_arabic(text[start - 1]):
            return False
        return not (after < len(spans) and spans[after].start() == end and not is_arabic(text[end]))

    def _is_spaced_letter(self, first: int, after: int) -> bool:
        return (
            after > first + 1
            and len(self.words[first]) == 1
            and not self.words[first].isdigit()
            and self.text[self.spans[first].end()].isspace()
            and self.text[self.spans[first].start()].isascii()
        )

    def _codes(self) -> Iterator[Found]:
        known = self.lexicon.codes
        if self.asked and self.is_small:
            for code in _SMALL.finditer(self.text):
                certain = self.lexicon.small(code[0])
                if certain:
                    yield Found(*code.span(), certain[0].id, certain[0].kind)
        for code in _CODE.finditer(self.text):
            readings = known.get(code[0]) or self._less_usual(code[0])
            if readings:
                start, end = code.span()
                first, after = bisect_left(self.starts, start), bisect_left(self.starts, end)
                meant = self._decide(first, after, start, end, readings)
                if meant:
                    yield meant

    def _less_usual(self, code: str) -> list[Reading] | None:
        if code[-1] == "s":
            return self.lexicon.codes.get(code[:-1])
        field = airfield(code) if len(code) == len("EGLL") else None
        return [Reading(field.id, "airport", False, (*field.cues, field.name), rare=True)] if field else None

    def _decide(self, first: int, after: int, start: int, end: int, readings: list[Reading]) -> Found | None:
        readings = [one for one in readings if one.own][:1] or readings
        if len(readings) == 1 and readings[0].sure:
            return Found(start, end, readings[0].id, readings[0].kind)
        self.doubted = True
        decision = decide(readings, self._place(first, after, start, end))
        if decision is None:
            return None
        return Found(start, end, decision.reading.id, decision.reading.kind, decision.reason, decision.others)

    def _place(self, first: int, after: int, start: int, end: int) -> Place:
        text, words = self.text, self.words
        left = text[max(0, start - 2) : start].rstrip()[-1:]
        return Place(
            before=words[max(0, first - WINDOW) : first][::-1],
            after=words[after : after + WINDOW],
            context=_context(self.context),
            left=left,
            is_code=text[start:end].isupper(),
            is_number=text[start:end].isdecimal(),
            length=end - start,
            beside=is_beside(text, start, end, self.lexicon),
            asked=self.asked,
            company=_is_within(self.company, first - WINDOW, after + WINDOW),
            allied=allied(text, start, end, self.airlines) if self.airlines else "",
            is_small=text[start].islower(),
            inside=self.asked and is_inside(text, start, end),
        )

    def _patterns(self) -> Iterator[Found]:
        for code in codes.codes(self.shown):
            kind = code.id.partition(":")[0]
            score, why = (1, "") if code.sure else self._support(kind, code.start, code.end)
            if score:
                yield Found(code.start, code.end, code.id, kind, f"{kind}, because {why}" if why else "")
        for start, end, name in codes.variants(self.shown):
            reading = self.lexicon.named(name)
            if reading:
                yield Found(start, end, reading.id, reading.kind, rank=1)
        if self.asked:
            for code in codes.dashless(self.text):
                yield Found(code.start, code.end, code.id, "registration", rank=1)

    @cached_property
    def shown(self) -> str:
        """The text as its codes are looked for: in capitals, if it is a question typed in small letters."""
        large = self.text.upper() if self.asked and self.is_small else ""
        return large if len(large) == len(self.text) else self.text

    def _support(self, kind: str, start: int, end: int, own: tuple[str, ...] = ()) -> tuple[int, str]:
        first, after = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return support(kind, own, self._place(first, after, start, end))

    def _flights(self, found: list[Found]) -> Iterator[Found]:
        airlines = [flights.Named(*one[:2], one.id.partition(":")[2]) for one in sorted(found) if one.kind == "airline"]
        airports = sorted(one.start for one in found if one.kind == "airport")
        short = self.asked and len(self.words) <= SHORT
        for flight in flights.after_names(self.text, airlines, short=short):
            yield Found(flight.start, flight.end, f"flight:{flight.airline}-{flight.number}", "flight", rank=1)
        for flight in flights.flights(self.shown):
            if flight.airline and not flight.joined and self.shown is not self.text:
                # "is 100" in small letters is no flight.
                continue
            if not flight.airline:
                airline = flights.nearest(airlines, flight)
                id = f"flight:{airline}-{flight.number}" if airline else f"flight:{flight.number}"
                yield Found(flight.start, flight.end, id, "flight", rank=1)
            elif flight.airline in self.lexicon.airlines:
                yield from self._coded(flight, self.lexicon.airlines[flight.airline], airports)

    def _coded(self, flight: flights.Flight, airline: str, airports: list[int]) -> Iterator[Found]:
        own = next((one.cues for one in self.lexicon.codes[flight.airline] if one.id == airline), ())
        score, why = self._support("flight", flight.start, flight.end, own)
        if score < 2 and _is_within(airports, flight.start - 40, flight.end + 40):
            score, why = 2, "an airport stands near"
        few = len(self.words) < 15 if flight.joined else self.asked and len(self.words) <= SHORT
        if (score > 1 and not flight.is_year) or (flight.joined and score) or (few and flight.is_plain):
            reason = f"flight, because {why}" if why else "flight, because it begins with an airline’s code"
            id = f"flight:{airline.partition(':')[2]}-{flight.number}"
            yield Found(flight.start, flight.end, id, "flight", reason, rank=1)


def _is_within(places: list[int], first: int, after: int) -> bool:
    """Whether one of these sorted places lies between two others."""
    place = bisect_left(places, first)
    return place < len(places) and places[place] < after


@lru_cache(maxsize=64)
def _context(context: str) -> frozenset[str]:
    return frozenset(fold(span[0]) for span in tokens(lower(context)))
