"""Words of the trade and of every day, and what articles call the same: "pax" are passengers, a "jumbo" is a 747.

A table of our own for English and Arabic, of what the tables of names do not hold. It only ever adds a way to find
what was asked: a question keeps its own words.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from knowledge.arabic import normalise

LONGEST = 400
"""Code points of a question that are read; a longer one is a text."""

# What people say | what articles say for it; with "=" the other way round as well. Capitals are found as they stand.
_TABLE = """
pax = passengers
SOB, souls on board | people on board
squawk = transponder code, SSR code
squawking | transponder code
black box, blackbox = flight recorder
pinger = underwater locator beacon, locator beacon
DH = decision height
MDA = minimum descent altitude
RVR = runway visual range
cat i, cat 1 = category I
cat ii, cat 2 = category II
cat iii, cat 3 = category III
cat a = category A
cat b = category B
cat c = category C
cat d = category D
triple seven, triple 7 | Boeing 777
jumbo, jumbo jet, queen of the skies | Boeing 747
superjumbo, super jumbo | Airbus A380
dreamliner | Boeing 787
sully | Sullenberger
rad alt, radalt = radio altimeter
autoland = automatic landing
deadhead, deadheading = positioning
FO, copilot = first officer, co-pilot
skipper | captain
flight attendant, stewardess, steward = cabin crew
tarmac, ramp = apron
rego, tail number = registration
AMT, LAME = licensed engineer
flameout, flame-out = engine failure
undercarriage = landing gear
winglet, sharklet = wingtip device
go-around, go around = missed approach
RTO, aborted takeoff, aborted take-off = rejected take-off
divert, diverted | alternate
drone, UAV = unmanned aircraft
air taxi, flying taxi = eVTOL, vertical take-off
kero = kerosene
low-cost, budget airline, no-frills = low-cost carrier
airmiles, air miles = frequent flyer
bumped | denied boarding
overbooked, overbooking = denied boarding
red-eye | overnight flight
carry-on, cabin bag = hand baggage
luggage, suitcase = baggage
power bank, powerbank = spare battery
layover, stopover = connection
twin-aisle, twin aisle = wide-body
single-aisle, single aisle = narrow-body
bizjet, biz jet, private jet = business jet
boss, in charge | chief executive
come into force, came into force, comes into force = entered into force
take effect, took effect, takes effect = entered into force, effective
handed over | delivered
hand over | deliver
fly again, flew again, back in the air | return to service
money back | refund, reimbursement
shot down = downed
airprox = near miss, loss of separation
water landing, landed on water | ditching, ditched
tailstrike = tail strike
birdstrike = bird strike
bumpy, chop | turbulence
thunderhead = cumulonimbus
wx = weather
viz = visibility
باور بانك, باوربانك, شاحن متنقل = power bank, أجهزة الشحن المتنقلة
الصندوق الأسود, بلاك بوكس = مسجل بيانات الرحلة
الصناديق السوداء = مسجلات الرحلة
جامبو, الجامبو | بوينغ 747
تريبل سفن, التريبل سفن | بوينغ 777
سكواك | رمز المجيب
ترانزيت, ترنزيت = عبور
كابتن, الكابتن = قائد الطائرة
مساعد الطيار = الطيار المساعد
مضيفة, مضيفات, مضيفين = طاقم المقصورة
كوكبيت, كابينة القيادة = قمرة القيادة
لاندنج | هبوط
تيك اوف | إقلاع
ديلاي | تأخير
كنسلت, تكنسلت, انكنسلت | إلغاء
شنطة, شنط, عفش = أمتعة
طيران رخيص = طيران منخفض التكلفة
مطبات هوائية, مطب هوائي = اضطرابات جوية
درون = طائرة مسيرة, طائرة بدون طيار
فلوس | مبلغ, تعويض
"""
_SIGN = re.compile(" [=|] ")
_FORMS = {"ا": "[اأإآ]", "ي": "[يى]", "ة": "(?:[ةه]|ات)"}
_LETTERS = re.compile("|".join(_FORMS))
_GLUED = "[وف]?(?:[بك]?ال|لل|[بلك])?"


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a question by their place in it, and what articles say for them, the most usual first.

    `plainer`: it is people who say this, and articles mostly do not.
    """

    start: int
    end: int
    also: tuple[str, ...]
    plainer: bool


@lru_cache(maxsize=256)
def said_otherwise(question: str) -> tuple[Said, ...]:
    """The words of a question that articles may have other words for.

    >>> [one.also for one in said_otherwise("max pax in a triple seven?")]
    [('passengers',), ('Boeing 777',)]
    """
    found, table = list[Said](), _read()
    for one in _pattern().finditer(question[:LONGEST]):
        kind = one.lastgroup or "code"
        word = one[kind] if kind == "code" else _plain(one[kind])
        if word in table:
            also, plainer = table[word]
            found.append(Said(*one.span(), also, plainer))
    return tuple(found)


def spelt_out(question: str) -> str:
    """A question in the words of articles, for comparing meanings.

    >>> spelt_out("At what frequency does a black box pinger send?")
    'At what frequency does a flight recorder underwater locator beacon send?'
    """
    parts, at = list[str](), 0
    for one in said_otherwise(question):
        if one.plainer:
            parts += [question[at : one.start], one.also[0]]
            at = one.end
    return "".join([*parts, question[at:]])


def _plain(words: str) -> str:
    return " ".join(normalise(words).lower().split())


@cache
def _read() -> dict[str, tuple[tuple[str, ...], bool]]:
    """What else is said for each entry, and whether it is the plainer word."""
    found = dict[str, tuple[tuple[str, ...], bool]]()
    for line in filter(None, _TABLE.splitlines()):
        asked, told = (tuple(side.split(", ")) for side in _SIGN.split(line))
        rows = [(word, told, True) for word in asked]
        if " = " in line:
            rows += [(word, asked, False) for word in told]
        for word, also, plainer in rows:
            found.setdefault(word if word.isupper() and " " not in word else _plain(word), (also, plainer))
    return found


@cache
def _pattern() -> "re.Pattern[str]":
    """Every entry as whole words, the longest first; capitals as they stand, plurals and Arabic prefixes left out."""
    codes = "|".join(word for word in _read() if word.isupper())
    loose = sorted((word for word in _read() if not word.isupper()), key=len, reverse=True)
    latin = "|".join(re.escape(word) for word in loose if word.isascii())
    # Letters that are written in several ways are matched in all of them.
    arabic = "|".join(_LETTERS.sub(lambda one: _FORMS[one[0]], word) for word in loose if not word.isascii())
    return re.compile(
        rf"(?<!\w)(?:(?P<code>{codes})|(?P<latin>(?i:{latin}))(?:e?s)?|{_GLUED}(?P<arabic>{arabic}))(?!\w)"
    )
