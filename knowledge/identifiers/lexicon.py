"""The tables of names made ready for looking up: which words begin a name, what a phrase and a code stand for."""

import re
from collections import defaultdict

from knowledge.identifiers.place import Reading
from knowledge.identifiers.spelling import key, plurals
from knowledge.names import Row

_CODE = re.compile("[A-Z0-9]{2,8}")
_EVERYDAY = frozenset(
    "AI US IT AM PM AS IS EU UN UK TV PC ID OK HR PR AD MP ET VR AR EV DC LA NY ML GA GE 3D 4G 5G".split()
)
"""Codes of airlines that mean something else nearly everywhere."""

_WORDS = frozenset(
    """A4 ACT ADD ADS AGE AGO AID AIR ALL AM AN AND ANY ARE ART AS ASK AT BAD BAG BAN BAR BE BED BET BID BIG BIT BOX BOY
    BUS BUT BUY BY CAR COM CUT DAY DE DIE DO DOG DON DRY DUE EAR EAT ECO EDGE EGG END ERA EYE FACT FAN FANS FAR FAT FEW
    FIT FLY FOG FOOD FOOT FOR FUN GAS GEL GET GO GOT GUN GUY HAD HAS HAT HE HEAR HEAT HER HI HIM HIP HIT HO HOP HOT HOW
    ICE ID IF IN IS ITS JAM JOB JOY KEY KID KIND KIT LAB LAP LAW LED LEG LET LIE LIP LIT LOG LOW MAP MAY ME MEN MET MID
    MIX MOM MUD MY NET NEW NO NON NOR NOT NOW NUT OFF OIL OLD ON ONE OR OUT OWN PAN PAST PAY PEN PER PET PIE PIN POP POT
    PRO RAG RAN RAP RAW RE RED RIB RIG RIM ROD ROW RUB RUG RUN SAD SAME SAW SAY SET SHE SIT SIX SKY SON SUN TAB TAG TAN
    TAP TAR TAX TEE TEN THE TIE TIN TIP TO TON TOO TOP TOY TRY TUB TWO UP USE VAN VIA VS WAKE WALK WALL WAR WAS WAY WE
    WET WHY WIDE WIN WON YES YET YOU ZOO""".split()
)
"""Codes of airports and airlines that are plain words, when someone writes in capitals."""

_HUBS = frozenset(
    """ATL LAX ORD DFW SFO EWR LGA IAH MIA MCO LHR LGW STN LTN CDG ORY FRA MUC MAD BCN FCO MXP ZRH VIE CPH ARN
    OSL HEL DUB EDI IST SAW SVO DXB DWC AUH SHJ RUH JED DMM MCT BAH KWI AMM BEY CAI CMN NBO JNB CPT DEL BOM BLR
    HND NRT KIX ICN PEK PKX PVG HKG TPE SIN KUL BKK CGK MNL SGN SYD MEL AKL YYZ YVR YUL EZE MEX JFK BWI""".split()
)
"""Airports whose three letters are a name by themselves, where a table does not doubt them."""

_SMALL = re.compile("[a-z]{3,4}|(?=[a-z]*[0-9])[a-z0-9]{3,8}")
_NOT_SMALL = frozenset("del sin mad ist bah dub vie mia mex hel arn".split())

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

    def add(self, row: Row, *, listed: bool = True, own: bool = False) -> None:
        """Take in a row. One that is not `listed` adds only what nothing listed is called already; what is certain
        in a person's `own` table is nothing else.
        """
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
            self._add_name(_reading(row.id, name, cues, listed, own), name.removesuffix("?"))
        spoken = {word for name in names for word in name.removesuffix("?").casefold().split()} if listed else set()
        for code in row.codes:
            reading = _reading(row.id, code, cues, listed, own)
            code = code.removesuffix("?")
            self._add_code(reading if reading.own else _doubted(reading, code, spoken), code)

    def small(self, code: str) -> list[Reading] | None:
        """What a code in small letters stands for, where it is certain and no word: lhr, b38m."""
        if not _SMALL.fullmatch(code) or code in _NOT_SMALL:
            return None
        readings = self.codes.get(code.upper(), [])
        certain = len(readings) == 1 and readings[0].sure and readings[0].kind in ("airport", "aircraft")
        return readings if certain and (readings[0].kind == "airport" or not code.isalpha()) else None

    def named(self, name: str) -> Reading | None:
        """What a model is, with or without what was made longer in it: the 737-300ER is a 737-300."""
        for one in (name, name[:-2]):
            for reading in self.phrases.get(" ".join(key(one)), ()):
                if reading.sure and reading.kind == "aircraft":
                    return reading
        return None

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
                self.airlines[code] = reading.id if reading.own else self.airlines.get(code, reading.id)


def _put(readings: list[Reading], new: Reading) -> bool:
    """Add a reading where it says something new."""
    if new.own:
        readings[:] = [new]
        return True
    if readings and readings[0].own:
        return False
    for place, old in enumerate(readings):
        if old.id == new.id:
            readings[place] = old if old.sure or not new.sure and not old.rare else new
            return True
    if new.rare and any(old.sure for old in readings):
        return False
    readings.append(new)
    return True


def _reading(id: str, name: str, cues: tuple[str, ...], listed: bool, own: bool) -> Reading:
    sure = not name.endswith("?")
    return Reading(id, id.partition(":")[0], sure, cues, rare=not listed, own=own and sure)


def _doubted(reading: Reading, code: str, spoken: set[str]) -> Reading:
    """A code of a shipped table, certain or not; `spoken` are the words that its row is called by."""
    kind, is_word = reading.kind, _is_word(reading, code, spoken)
    if kind == "airline" and code.casefold() not in spoken and (len(code) == 3 or code in _EVERYDAY):
        # Hardly anyone but controllers writes three letters, and most of them mean something else: EPA, ACI.
        return reading._replace(sure=False, rare=True, is_word=is_word)
    if kind == "airport" and reading.sure and code not in _HUBS and (len(code) == 3 or code[0] == "K"):
        # They mean something else elsewhere too: a band (BTS), a party (ANC), a broadcasting station (KHOU).
        return reading._replace(sure=False, is_word=is_word)
    return reading._replace(is_word=is_word)


def _is_word(reading: Reading, code: str, spoken: set[str]) -> bool:
    # TAP is what the airline is called.
    return code in _WORDS and reading.kind in ("airline", "airport") and code.casefold() not in spoken
