"""Flight numbers: an airline's code or name and a number, or the word “flight” and a number."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_FLIGHT = re.compile(
    r"(?<![A-Za-z0-9$€£.-])([A-Z]{3}|[A-Z][A-Z0-9]|[0-9][A-Z])([  \u2009-]?)(\d{1,4})(?![A-Za-z0-9%]|[.,-]\d)"
)
_FLIGHT_WORD = re.compile(
    r"\b(?:[Ff]lights?|FLIGHTS?)(?:\s+(?:[Nn]o\.?|[Nn]umber|\#))?\s+#?(\d{1,4})\b(?![.,:%-]\d|%)|رحل[ةه]\s+(?:رقم\s+)?(\d{1,4})\b"
)
_WORD_BEFORE = re.compile(r"(?:\b(?:[Ff]light|FLIGHT)|رحل[ةه](?:\s+طائر[ةه])?)\s+(?:ال)?$")
_NUMBER_AFTER = re.compile(r"\s+(?:رقم\s+)?(\d{2,4})\b(?![.,:%-]\d|%)")
_OF_FLIGHT = re.compile(
    r"\s*(?:[?.!؟]|$)|\s+(?:crash|accident|incident|disaster|search|wreckage|disappearance|report|investigation|status)\b"
)
_AIRCRAFT = re.compile("7[0-8]7|3[1-58]0|3[12][0-9]|2[2-9]0|1[0-9][05]")
_YEAR = re.compile("(?:19|20)[0-9]{2}")

_OFTEN_ELSE = frozenset(
    """AC AD AM AR AS CS EU EV FL FM GA GE HD HR ID IP IS IT KB KM ML MP NY OK PC PM PR PW SB TV UK UN US VR 3D 4G 4K
    5G""".split()
)
"""Codes of airlines that mostly mean something else where a number follows: AC 120, SB 737, EU 261, 4K 120."""


class Flight(NamedTuple):
    """What may be a flight number: an airline's code, or nothing after the word “flight”, and the number."""

    start: int
    end: int
    airline: str
    number: str
    joined: bool

    @property
    def is_year(self) -> bool:
        """Whether the number may as well be a year: AI 2025."""
        return not self.joined and _YEAR.fullmatch(self.number) is not None

    @property
    def is_plain(self) -> bool:
        """Whether a short question that names it asks for a flight: MH 370, but not AC 120, AM 10 or TK 2024."""
        if self.joined:
            return len(self.number) > 2
        return len(self.airline) == 2 and len(self.number) > 1 and self.airline not in _OFTEN_ELSE and not self.is_year


class Named(NamedTuple):
    """The name of an airline in a text."""

    start: int
    end: int
    airline: str


def flights(text: str) -> Iterator[Flight]:
    """What may be a flight number: “AF447”, “AF 447”, “flight 447”.

    >>> [(found.airline, found.number) for found in flights("Flight 447, also sold as DL 9404")]
    [('DL', '9404'), ('', '447')]
    """
    for found in _FLIGHT.finditer(text):
        yield Flight(found.start(), found.end(), found[1], str(int(found[3])), not found[2])
    if "light" in text or "FLIGHT" in text or "رحل" in text:
        for found in _FLIGHT_WORD.finditer(text):
            yield Flight(found.start(), found.end(), "", str(int(found[1] or found[2])), joined=False)


def after_names(text: str, airlines: Sequence[Named], *, short: bool) -> Iterator[Flight]:
    """The numbers after an airline's name: “رحلة مصر للطيران 804”, in a `short` question also “Air France 447”.

    >>> text = "Air France 330, flight Air France 447"
    >>> [found.number for found in after_names(text, [Named(0, 10, "afr"), Named(23, 33, "afr")], short=False)]
    ['447']
    >>> [found.number for found in after_names("Air France 447?", [Named(0, 10, "afr")], short=True)]
    ['447']
    """
    for start, end, airline in airlines:
        number = _NUMBER_AFTER.match(text, end)
        if number is None:
            continue
        spoken = _WORD_BEFORE.search(text[max(0, start - 16) : start]) is not None
        plain = short and not _YEAR.fullmatch(number[1]) and not _AIRCRAFT.fullmatch(number[1])
        if spoken or (plain and _OF_FLIGHT.match(text, number.end())):
            yield Flight(number.start(1), number.end(1), airline, str(int(number[1])), joined=False)


def nearest(airlines: Sequence[Named], flight: Flight) -> str:
    """The airline whose name stands right before a flight's number, or near after it."""
    place = bisect_left(airlines, (flight.start,))
    if place and flight.start - airlines[place - 1].end <= 40:
        return airlines[place - 1].airline
    if place < len(airlines) and airlines[place].start - flight.end <= 30:
        return airlines[place].airline
    return ""
