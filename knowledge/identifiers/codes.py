"""What is recognised by its pattern: airworthiness directives, service bulletins, registrations, variants."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_H = "[-\u2010-\u2015\u2212]"
"""The dashes that stand in numbers, as printers set them."""

_COUNT = r"(?:\s*\(E?[AS]?[DB]s?\))?(?:\s*(?:Nos?\b\.?|(?i:numbers?)|\#|رقم|رقمها))?\s*:?\s*"

_DIRECTIVE = re.compile(
    r"(?:\b(?i:e?ads?|(?:airworthiness\s+)?directives?)(?:\s+ADs?)?|توجيه(?:ات)?\s+(?:ال)?صلاحي[ةه]\s+(?:ال)?طيران)"
    + _COUNT
    + r"(?:\(?\b(?:FAA|EASA|TC|US)\)?\s+(?:ADs?\s+)?)?"
)
_DIRECTIVE_NUMBER = re.compile(
    rf"(?P<faa>(?:\d\d)?\d\d{_H}\d\d{_H}\d\d|(?:19|20)\d\d[ /]\d\d[ /]\d\d)(?!\d|{_H}\d)"
    rf"(?:\s?{_H}?R(?P<faa_r>\d+)\b)?"
    rf"|(?P<easa>(?:19|20)\d\d{_H}\d{{4}})(?!\d|{_H}\d)(?:{_H}?E\b)?(?:\s?{_H}?R(?P<easa_r>\d+)\b)?"
    rf"|(?P<tc>CF{_H}(?:(?:19|20)\d\d|\d\d){_H}\d\d)(?!\d|{_H}\d)(?:\s?{_H}?R(?P<tc_r>\d+)\b)?"
)
_BULLETIN = re.compile(
    r"(?:\b(?:[AMR]?SBs?|(?i:(?:alert|mandatory)\s+)?(?i:(?:service|alert|requirements)\s+bulletins?))"
    r"|نشر[ةه]\s+(?:ال)?خدم[ةه])" + _COUNT
)
_BULLETIN_NUMBER = re.compile(
    rf"(?=[A-Z]*\d)(?P<number>[A-Z0-9]{{2,8}}(?:{_H}[A-Z0-9]{{2,8}}){{1,3}})\b"
    r"(?:,?\s+(?:(?i:revision|rev\b\.?|issue)|R)\s*(?P<revision>\d+)\b)?"
)
_SAIB = re.compile(
    r"\b(?:SAIBs?|(?i:special\s+airworthiness\s+information\s+bulletins?)(?:\s*\(SAIBs?\))?)"
    rf"(?:\s+(?:No\.?|(?i:number)))?:?\s*(?P<number>(?:[A-Z]{{2,3}}{_H})?\d{{2,4}}{_H}\d\d(?:R\d+)?)\b"
)
_MORE = re.compile(r"\s*(?:,|;|،|&|\bor\b|\band\b|و)\s*(?:and\s+|or\s+)?(?:ADs?\s+|SBs?\s+)?")

# The marks of the states (ICAO Annex 7), by the form of what follows them.
_THREE_LETTERS = (
    "AP A2 A3 A5 A6 A7 A8 CC CN CP CS CU CX C2 C3 C5 C6 C9 DQ D2 D4 D6 EC EI EJ EL EP ER ES ET EX EY EZ E3 E5 E7"
    " HA HB HC HH HP HR HS HV HZ H4 JU JY J2 J3 J5 J6 J7 J8 LN LV LX LY LZ OD OE OH OK OM OO OY PH PJ PK PP PR PS PT"
    " PU PZ P2 P4 SE SP ST SU SX S2 S5 S7 S9 TC TF TG TI TJ TL TN TR TS TT TU TY TZ T3 T7 T8 T9 UR VH VP VQ VT V2 V3"
    " V4 V5 V7 V8 XA XB XC XT XU XW XY XZ YI YJ YK YL YN YR YS YU ZA ZK ZP ZS ZT ZU Z3 3A 3B 3C 3D 3X 4K 4L 4O 4R 4X"
    " 5A 5B 5H 5N 5R 5T 5U 5V 5W 5X 5Y 6O 6V 6W 6Y 7O 7P 7Q 7T 8P 8Q 8R 9A 9G 9H 9J 9K 9L 9M 9N 9Q 9U 9V 9Y"
)
_REGISTRATION = re.compile(
    rf"(?:{'|'.join(_THREE_LETTERS.split())})-[A-Z]{{3}}|[DFGIM2]-[A-Z]{{4}}|C-[FGI][A-Z]{{3}}"
    r"|B-(?:\d{4}|\d{3}[A-Z]|\d{2}[A-Z]{2}|[HKLM][A-Z]{2})|HZ-(?:[A-Z]{2}\d{1,2}|[A-Z]{4})"
    r"|(?:RA|UK|EK|UR)-\d{5}|EW-\d{3}[A-Z]{2}|UP-[A-Z]{1,2}\d{3,4}|RP-C\d{3,4}|VN-A\d{3}|(?:HK|OB|CC|YV)-\d{4}"
    r"|A4O-[A-Z]{2,3}|A9C-[A-Z]{2,3}|9XR-[A-Z]{2}"
    r"|N[1-9](?:\d{2,4}|\d{0,3}[A-HJ-NP-Z]|\d{0,2}[A-HJ-NP-Z]{2})|JA(?:\d{4}|\d{3}[A-Z]|\d{2}[A-Z]{2})|HL\d{4}"
)
# What may be a mark is found by its rarest part first: looking for whole marks everywhere takes three times as long.
_DASHED = re.compile(rf"{_H}[\dA-Z]{{2,8}}(?![A-Za-z0-9])")
_HEAD = re.compile("(?<![A-Za-z0-9-])[A-Z0-9]{1,3}$")
_UNDASHED = re.compile("(?:[NJH](?:[1-9]|[AL][0-9])[0-9A-Z]{1,4}|[A-Z][2-9][A-Z]{3})(?![A-Za-z0-9-])")
_AMERICAN = re.compile("N-[1-9](?:[0-9]{2,3}[A-HJ-NP-Z]|[0-9]{1,2}[A-HJ-NP-Z]{2})")
"""An American mark with the dash that it does not have."""
_BRITISH = re.compile(r"\bG[A-Z]{4}\b")
_OF_TAILS = re.compile(r"\b(?:registration|registered|tail|aircraft|airplane|plane)\b", re.I)
_NO_TAIL = frozenset(
    "GIANT GIVEN GLASS GLIDE GLOBE GOING GRAND GREAT GREEN GREEK GROSS GROUP GUARD GUESS GUIDE".split()
)
_NO_REGISTRATION = frozenset(
    """F-TYPE F-WORD D-LIST D-MARK I-BEAM G-BIKE G-SYNC M-PESA F-STOP I-BANK F-BOMB G-SPOT G-SUIT G-LOAD G-UNIT EX-CON
    EX-COP EX-SPY OY-VEY OH-MAN OH-YES""".split()
)


_BOEING = re.compile(
    rf"(?<![\w-])(Boeing\s|B)?(7[0-8]7){_H}([1-9])(?!00)([A-Z][A-Z0-9]|[0-9]{{2}}|[0-9][A-Z])(?:[(/]?(ER|LR)\b\)?)?(?![\w-])"
)
_AIRBUS = re.compile(rf"(?<![\w-])(A3(?:19|20|21|30|40|80)){_H}([1-9])\d\d(?:(N)X?)?(?![\w-])")
_LEVEL = re.compile(r"(?<![\w-])FL\s?[0-6]\d[05](?![\w-])")
"""A flight level: hundreds of feet, in steps of five."""


class Code(NamedTuple):
    """A code in a text: where it stands and what it stands for."""

    start: int
    end: int
    id: str
    sure: bool = True


def codes(text: str) -> Iterator[Code]:
    """The directives, bulletins and registrations in a text.

    >>> [code.id for code in codes("AD 2024-01-02 and 2024-03-05 concern N123AB, see SB A320-57-1193 Rev 2")]
    ['directive:faa-2024-01-02', 'directive:faa-2024-03-05', 'bulletin:a320-57-1193-rev-2', 'registration:n123ab']
    """
    dashed = list(_DASHED.finditer(text))
    if dashed or "AD" in text or "irective" in text:
        yield from _series(text, _DIRECTIVE, _DIRECTIVE_NUMBER, _directive)
    if dashed:
        yield from _series(text, _BULLETIN, _BULLETIN_NUMBER, _bulletin)
        for found in _SAIB.finditer(text):
            yield Code(found.start(), found.end(), f"bulletin:saib-{_plain(found['number'])}")
    if "FL" in text:
        for found in _LEVEL.finditer(text):
            yield Code(found.start(), found.end(), "term:flight-level")
    yield from _registrations(text, dashed)


def _registrations(text: str, dashed: list[re.Match[str]]) -> Iterator[Code]:
    for tail in dashed:
        head = _HEAD.search(text[max(0, tail.start() - 4) : tail.start()])
        if head and text[tail.end() : tail.end() + 1] != "-":
            mark = f"{head[0]}-{tail[0][1:]}"
            if _AMERICAN.fullmatch(mark):
                mark = mark.replace("-", "")
            if _REGISTRATION.fullmatch(mark) and mark not in _NO_REGISTRATION:
                yield Code(tail.start() - len(head[0]), tail.end(), f"registration:{mark.lower()}")
    for found in _UNDASHED.finditer(text):
        # "A6EOA", as it stands in flight plans, is A6-EOA.
        mark = found[0] if not found[0][2:].isalpha() or found[0][0] in "NJH" else f"{found[0][:2]}-{found[0][2:]}"
        if not text[max(0, found.start() - 1) : found.start()].isalnum() and _REGISTRATION.fullmatch(mark):
            yield Code(*found.span(), f"registration:{mark.lower()}", sure=not _is_doubtful(mark))


def dashless(text: str) -> Iterator[Code]:
    """The British marks in a question about a tail that are written without their dash.

    >>> [code.id for code in dashless("Which aircraft is GVIIP?")], list(dashless("A GIANT leap"))
    (['registration:g-viip'], [])
    """
    if _OF_TAILS.search(text) and not text.isupper():
        for found in _BRITISH.finditer(text):
            if found[0] not in _NO_TAIL:
                yield Code(*found.span(), f"registration:g-{found[0][1:].lower()}")


def variants(text: str) -> Iterator[tuple[int, int, str]]:
    """Models with a customer's or an engine's code in them, and what they are called without it.

    >>> [name for _, _, name in variants("737-86N, 777-31H(ER), Boeing 747-451, A320-200N, A330-343")]
    ['737-800', '777-300ER', '747-400', 'A320neo', 'A330-300']
    """
    for found in _BOEING.finditer(text) if "7-" in text else ():
        said, model, series, customer, more = found.groups()
        if said or more or not customer.isdigit():
            yield found.start(), found.end(), f"{model}-{series}00{more or ''}"
    for found in _AIRBUS.finditer(text) if "A3" in text else ():
        model, series, new = found.groups()
        yield found.start(), found.end(), f"{model}neo" if new else f"{model}-{series}00"


def title(id: str) -> str:
    """How an id that was made by a pattern is shown.

    >>> title("directive:easa-2023-0123-r1"), title("bulletin:737-57-1326"), title("registration:g-euuu")
    ('EASA AD 2023-0123R1', 'SB 737-57-1326', 'G-EUUU')
    """
    kind, _, key = id.partition(":")
    key = key.upper()
    if kind == "directive":
        agency, _, number = key.partition("-")
        return f"{agency} AD {number.replace('-R', 'R')}"
    if kind == "bulletin":
        return key.replace("SAIB-", "SAIB ") if key.startswith("SAIB-") else f"SB {key.replace('-REV-', ' Rev ')}"
    return f"flight {key}" if kind == "flight" else key


def original(id: str) -> str | None:
    """The directive or bulletin that this one is a revision of.

    >>> original("directive:easa-2023-0123-r1"), original("directive:easa-2023-0123")
    ('directive:easa-2023-0123', None)
    """
    found = re.fullmatch(r"((?:directive|bulletin):.+?)-r(?:ev-)?\d+", id)
    return found[1] if found else None


def _series(text: str, lead: re.Pattern[str], number: re.Pattern[str], name: "_Namer") -> Iterator[Code]:
    """Numbers after a word that says what they are; the first one takes the word in."""
    for word in lead.finditer(text):
        start, found = word.start(), number.match(text, word.end())
        while found:
            yield Code(start, found.end(), name(found))
            more = _MORE.match(text, found.end())
            found = number.match(text, more.end()) if more else None
            start = found.start() if found else start


_Namer = Callable[[re.Match[str]], str]


def _directive(found: re.Match[str]) -> str:
    agency = next(one for one in ("faa", "easa", "tc") if found[one])
    number, revision = _plain(found[agency]), found[f"{agency}_r"]
    if agency == "faa" and len(number) == len("95-12-03"):
        number = f"19{number}" if number >= "40" else f"20{number}"
    return f"directive:{agency}-{number}" + (f"-r{int(revision)}" if revision else "")


def _bulletin(found: re.Match[str]) -> str:
    return f"bulletin:{_plain(found['number'])}" + (f"-rev-{int(found['revision'])}" if found["revision"] else "")


def _plain(number: str) -> str:
    """A number with plain dashes and digits, in lower case."""
    number = re.sub(f"{_H}|[ /]", "-", number).lower()
    return number if number.isascii() else "".join(str(int(one)) if one.isdigit() else one for one in number)


def _is_doubtful(mark: str) -> bool:
    """Whether a mark may as well be a mask, a road or a shaft speed: N95, N100, N1AB."""
    return mark[0] == "N" and (len(mark) < 5 or (mark[1:].isdigit() and len(mark) < 6))
