"""The properties that questions ask figures of, with the words for them in English and Arabic."""

from dataclasses import dataclass
from functools import lru_cache

from knowledge.arabic import normalise
from knowledge.words import terms

DAYS = frozenset({"date", "month", "year"})


@dataclass(frozen=True, slots=True)
class Aspect:
    """A property: the kinds of figure that state it, and the words that tell that a sentence speaks of it.

    The kind "any" stands for every number, "measure" for every one with a unit.
    """

    kinds: frozenset[str] = frozenset()
    words: str = ""

    def stems(self, language: str) -> frozenset[str]:
        """The words as stems of a language."""
        return _stems(self.words, language)

    def takes(self, kind: str) -> bool:
        """Whether a figure of this kind can state it."""
        number = kind not in DAYS | {"ordinal", "decade"}
        measure = "measure" in self.kinds and number and kind != "count"
        return kind.partition(":")[0] in self.kinds or ("any" in self.kinds and number) or measure


@lru_cache(maxsize=256)
def _stems(words: str, language: str) -> frozenset[str]:
    return frozenset(terms(words, language))


# What it is asked by | the kinds of figure | the words for it in articles.
_TABLE = """
length طول, how tall|length|length long longer طول طولها طوله وطولها وطوله
wingspan span|length|wingspan span spans باع
height|length|height high tall ارتفاع ارتفاعها ارتفاعه
altitude elevation ceiling ارتفاع, how high|length|altitude elevation ceiling height high level ft feet ارتفاع وارتفاعه
depth عمق, how deep|length|depth deep عمق
diameter قطر|length|diameter fan قطر
width عرض, how wide|length|width wide عرض
range distance مدى مسافه, how far|length|range distance far nautical miles km fly flies مدى مداها مسافة
visibility|length|visibility
separation|length duration|separation minimum minima apart needs
speed سرعه, how fast|speed mach|speed fast velocity سرعة سرعتها
weight mass payload وزن كتله حموله, how heavy|mass|weight weighs mass payload heavy وزن وزنها كتلة حمولة
thrust دفع|thrust|thrust دفع
temperature حراره, how hot, how cold|temperature|temperature degrees حرارة درجة
pressure ضغط|pressure|pressure ضغط
frequency تردد|frequency|frequency frequencies transmit transmits تردد
power|power|power
area مساحه|area|area مساحة بمساحة مساحته مساحتها
volume|volume|volume capacity
duration period مده, how long|duration length|long duration period lasted lasts last took take takes length مدة طول
age, how old|duration|old age عمر
price cost fare fee fine سعر تكلفه كلفه ثمن قيمه|money|cost price paid fare fee fine worth سعر تكلفة بتكلفة كلفة قيمة
charge compensation penalty غرامه|money|charge compensation penalty pay paid غرامة
budget revenue profit salary|money|budget revenue profit salary
percentage percent share proportion نسبه|percent|percent percentage share نسبة نسبته
number seating seats total toll عدد|count|number seating seats total عدد
capacity سعه طاقه|count mass volume|capacity seats seating سعة طاقة
limit minimum maximum threshold amount size حد, how big, how large|any|limit minimum maximum
rate معدل|percent count|rate
much|measure|
count|count|
year date day month عام سنه تاريخ يوم|date month year|
code designator registration symbol identifier رمز|code|code designator registration رمز
"""


def _read() -> dict[str, Aspect]:
    found: dict[str, Aspect] = {}
    for line in filter(None, _TABLE.splitlines()):
        asked, kinds, words = line.split("|")
        nouns, *phrases = asked.split(", ")
        for name in [*nouns.split(), *phrases]:
            found.setdefault(normalise(name), Aspect(frozenset(kinds.split()), words))
    return found


ASPECTS = _read()
"""Aspects by the nouns and phrases that ask for them."""
_MAKERS = frozenset({"maker", "airline"})
_NOUNS = {
    "airline carrier operator شركة ناقلة": frozenset({"airline"}),
    "airport مطار": frozenset({"airport"}),
    "aircraft airplane plane airliner jet طائرة طراز": frozenset({"aircraft"}),
    "engine محرك": frozenset({"engine"}),
    "company manufacturer maker supplier": _MAKERS,
    "agency authority regulator هيئة جهة": frozenset({"authority"}),
    "city مدينة": frozenset({"city"}),
}
NAMES = {normalise(noun): kinds for nouns, kinds in _NOUNS.items() for noun in nouns.split()}
"""The kinds of name that a noun asks for."""
