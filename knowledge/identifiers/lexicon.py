"""The tables of names made ready for looking up: which words begin a name, what a phrase and a code stand for."""

import re
from collections import defaultdict

from knowledge.identifiers.meaning import Reading
from knowledge.identifiers.spelling import key, plurals
from knowledge.names import Row

_CODE = re.compile("[A-Z0-9]{2,8}")
_EVERYDAY = frozenset("AI US IT AM PM AS IS EU UN UK TV PC ID OK HR PR AD MP ET VR AR EV DC LA NY ML 3D 4G 5G".split())
"""Codes of airlines that mean something else nearly everywhere."""

_HUBS = frozenset(
    """ATL LAX ORD DFW SFO EWR LGA IAH MIA MCO LHR LGW STN LTN CDG ORY FRA MUC MAD BCN FCO MXP ZRH VIE CPH ARN
    OSL HEL DUB EDI IST SAW SVO DXB DWC AUH SHJ RUH JED DMM MCT BAH KWI AMM BEY CAI CMN NBO JNB CPT DEL BOM BLR
    HND NRT KIX ICN PEK PKX PVG HKG TPE SIN KUL BKK CGK MNL SGN SYD MEL AKL YYZ YVR YUL EZE MEX JFK BWI""".split()
)
"""Airports whose three letters are a name by themselves, where a table does not doubt them."""

_PLURAL_KINDS = frozenset("aircraft engine term maker".split())


class Lexicon:
    """What every name and code of the tables may stand for."""

    def __init__(self) -> None:
        self.titles: dict[str, str] = {}
        self.part_of: dict[str, tuple[str, ...]] = {}
        self.phrases: dict[str, list[Reading]] = {}
        self.codes: dict[str, list[Reading]] = {}
        self.starts: set[str] = set()
        """The words that begin a name."""
        self.longest: dict[str, int] = {}
        """For each two words that begin a name, how many words the longest such name has."""
        self.glueless: set[str] = set()
        """The Arabic words of all names, as they are without what may be glued to them."""
        self.airlines: dict[str, str] = {}

    def add(self, row: Row, *, listed: bool = True) -> None:
        """Take in a row. One that is not `listed` adds only what nothing listed is called already."""
        if row.name:
            self.titles[row.id] = row.name if listed else self.titles.get(row.id, row.name)
        if listed:
            self.part_of[row.id] = tuple(dict.fromkeys((*self.part_of.get(row.id, ()), *row.part_of)))
        # Of an airport also the words of its name.
        cues = (*row.cues, row.name) if row.id.startswith("airport:") else row.cues
        names = row.aliases
        if listed and row.name and f"{row.name}?".casefold() not in map(str.casefold, row.aliases):
            names = (row.name, *row.aliases)
        for name in dict.fromkeys(names):
            self._add_name(_reading(row.id, name, cues, listed), name.removesuffix("?"))
        spoken = {word for name in names for word in name.removesuffix("?").casefold().split()} if listed else set()
        for code in row.codes:
            reading = _reading(row.id, code, cues, listed)
            code = code.removesuffix("?")
            if reading.kind == "airline" and code.casefold() not in spoken and (len(code) == 3 or code in _EVERYDAY):
                # Hardly anyone but controllers writes three letters, and most of them mean something else: EPA, ACI.
                reading = reading._replace(sure=False, rare=True)
            elif (
                reading.kind == "airport" and reading.sure and code not in _HUBS and (len(code) == 3 or code[0] == "K")
            ):
                # They mean something else elsewhere too: a band (BTS), a party (ANC), a broadcasting station (KHOU).
                reading = reading._replace(sure=False)
            self._add_code(reading, code)

    def add_city_airports(self) -> None:
        """“London airport” is any airport of London, “Doha airport” the only one there is."""
        inside = defaultdict(list)
        for id, wholes in self.part_of.items():
            for whole in wholes if id.startswith("airport:") else ():
                inside[whole].append(id)
        calls = [(phrase, one) for phrase, readings in self.phrases.items() for one in readings if one.kind == "city"]
        for phrase, city in calls:
            airports = inside[city.id]
            meant = airports[0] if len(airports) == 1 else city.id
            reading = Reading(meant, meant.partition(":")[0], sure=True)
            around = (("", " airport"), ("", " airports")) if phrase.isascii() else ((f"{key('مطار')[0]} ", ""),)
            for before, after in around:
                self._add_phrase(f"{before}{phrase}{after}".split(), reading)

    def _add_name(self, reading: Reading, name: str) -> None:
        words = key(name)
        if not words:
            return
        doubtful = not reading.sure and name[0].isupper() and words[0].isalpha()
        if doubtful:
            reading = reading._replace(capital=True)
        self._add_phrase(words, reading)
        if "-" in name and not any(map(str.isdigit, name)):
            self._add_phrase(key(name.replace("-", "")), reading)
        if reading.kind in _PLURAL_KINDS:
            if words[-1].isdigit() and not reading.sure:
                # "777s" is no number any more.
                reading = reading._replace(sure=True)
            for several in plurals(words):
                self._add_phrase(several, reading)

    def _add_phrase(self, words: list[str], reading: Reading) -> None:
        phrase = " ".join(words)
        if _put(self.phrases.setdefault(phrase, []), reading):
            self.starts.add(words[0])
            if len(words) > 1:
                two = f"{words[0]} {words[1]}"
                self.longest[two] = max(self.longest.get(two, 1), len(words))
            if not phrase.isascii():
                self.glueless.update(word for word in words if not word.isascii())

    def _add_code(self, reading: Reading, code: str) -> None:
        if not _CODE.fullmatch(code):
            self._add_name(reading, code)
        else:
            _put(self.codes.setdefault(code, []), reading)
            if reading.kind == "airline":
                self.airlines.setdefault(code, reading.id)


def _put(readings: list[Reading], new: Reading) -> bool:
    """Add a reading where it says something new."""
    for place, old in enumerate(readings):
        if old.id == new.id:
            readings[place] = old if old.sure or not new.sure and not old.rare else new
            return True
    if new.rare and any(old.sure for old in readings):
        return False
    readings.append(new)
    return True


def _reading(id: str, name: str, cues: tuple[str, ...], listed: bool) -> Reading:
    return Reading(id, id.partition(":")[0], not name.endswith("?"), cues, rare=not listed)
