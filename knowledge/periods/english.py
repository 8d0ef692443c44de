"""How English speaks of days: "last week", "in early March 2025", "since 2023". Text comes folded (lower case)."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from knowledge.periods.calendar import Part, Unit
from knowledge.periods.grammar import Grammar, Relation, Rule
from knowledge.periods.readings import LAST, Vocabulary

_MONTHS = (
    *("january|jan", "february|feb", "march|mar", "april|apr", "may", "june|jun", "july|jul", "august|aug"),
    *("september|sept|sep", "october|oct", "november|nov", "december|dec"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SMALL = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_UNITS: tuple[Unit, ...] = ("day", "week", "weekend", "fortnight", "month", "quarter", "year", "decade")
_VAGUE = ("few", "a few", "several")
"""Taken for five: rather some days too many than the wanted article lost."""
_PARTS: Mapping[str, Part] = {
    **{"early": "early", "early in": "early", "beginning of": "early", "start of": "early"},
    **{"mid": "mid", "middle of": "mid", "late": "late", "late in": "late", "end of": "late"},
}
_WITH_END = ("by", "before", "until", "till", "through", "up to")
_RELATIONS: Mapping[str, Relation] = {
    **dict.fromkeys(("in", "during", "throughout", "within", "over", "on", "dated"), "in"),
    **dict.fromkeys(("since", "on or after"), "since"),
    **dict.fromkeys(("before", "prior to"), "before"),
    **dict.fromkeys(("until", "till", "up to", "up until", "through", "as of", "on or before"), "until"),
    **{f"{word} the end of": "until" for word in _WITH_END},
    **{"after": "after", "from": "from", "between": "between"},
}


@cache
def english() -> Grammar:
    """What the English words of time mean."""
    return Grammar(
        rules=tuple(_rules(_vocabulary())),
        relations=_RELATIONS,
        lead=re.compile(rf"(?:^|[^\w'-])({_one_of(_RELATIONS)}) $"),
        to=re.compile(r" (?:and|to|until|till|through|up to) | ?- ?"),
        both=re.compile(r" and | ?- ?"),
        also=re.compile(r" (?:to|until|till|through|up to|and|or) |, (?:and |or )?| ?- ?"),
        onward=re.compile(r" (?:onwards?|on)\b(?! \w)"),
        edge=r"(?<![\w$€£#@/+&-])(?<!\d[.,:])",
    )


def _vocabulary() -> Vocabulary:
    return Vocabulary(
        months={name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split("|")},
        weekdays={name: number for number, name in enumerate(_WEEKDAYS)},
        seasons={"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12},
        parts=_PARTS,
        ordinals={
            **{"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4},
            **{
                said: number
                for number in range(1, 5)
                for letter in "qh"
                for said in (f"{letter}{number}", f"{number}{letter}")
            },
            **dict.fromkeys(("last", "final", "latter"), LAST),
        },
        numbers={
            **{word: number for number, word in enumerate(_SMALL, start=1)},
            **{"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "dozen": 12, "a dozen": 12},
            **{"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90},
            **dict.fromkeys(_VAGUE, 5),
        },
        units={said: unit for unit in _UNITS for said in (unit, f"{unit}s")},
        days_back={
            **{"the day before yesterday": 2, "yesterday": 1, "last night": 1},
            **{"this morning": 0, "today": 0},
        },
        which={"this": "this", "current": "this", "last": "last", "previous": "last"},
        inside=frozenset(("in", "during", "throughout", "within", "over", "from")),
        on=frozenset(("on", "dated", "from")),
        since=frozenset(("since",)),
        open=frozenset(word for word, relation in _RELATIONS.items() if relation not in ("in", "from", "between")),
        between=frozenset(("between",)),
        vague=frozenset(_VAGUE),
        hours=frozenset(("hour", "hours")),
        counted={},
        future=re.compile(r"\b(?:will|going to|upcoming|scheduled|planned|plans?|expected|next|forecast)\b"),
        duty=re.compile(
            r"\b(?:must|shall|requir\w+|needs? to|ha(?:ve|s) to|recency|currency|eligible|flight review|medical|duty"
            r"|rest|logged|landings|takeoffs)\b"
        ),
        directive=re.compile(r"\b(?:ads?|directives?|bulletins?|sbs?|amendments?|docket|nprm|saib|number|no)\b"),
    )


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_COUNTED = (
    "feet|ft|met(?:er|re)s?|m|km|nm|miles?|kg|lbs?|pounds|kt|knots|hpa|mb|psi|rpm|hours?|hrs|cycles|minutes|seconds"
    "|utc|z|zulu|local|percent|dollars?|usd|euros?|prices|gallons|lit(?:er|re)s|passengers|seats|people|pilots|crews?"
    "|jobs|employees|workers|planes|aircraft|airplanes|jets|units|times|days|world cup|olympics"
)
_IS_A_YEAR = rf"(?!\w|[.,:/'-]\w|%|(?: ?(?:to|and|or|-) ?[\d.,]+)? ?(?:{_COUNTED})\b)"
"""2024 is none where things are counted, a number goes on, or something belongs to it ("2019's merger")."""
_NOWADAYS = "".join(
    f"(?<!{word} )"
    for word in (
        *("still", "used", "in use", "in service", "operate", "operates", "operated", "operating", "fly", "flies"),
        *("flying", "flown", "available", "exist", "exists", "common", "known", "work", "works", "even", "as of"),
        *("relevant", "than", "like", "world", "industry", "aircraft", "airliners", "airlines", "jets", "planes"),
    )
)
_NOT_AN_END = "".join(f"(?<!{word} )(?<!{word} the )" for word in _WITH_END)
_NOT_A_SCHEDULE = r"(?! (?:schedules?|seasons?|timetables?)\b)"
_NEWS = "(?:news|headlines?|reports?|stor(?:y|ies)|crash|accident|incident|announcements?|events|order|briefing)"


def _rules(words: Vocabulary) -> Iterable[Rule]:
    month = rf"(?P<month>{_one_of(words.months)})\b\.?"
    bare_year = rf"(?P<year>(?:19|20)\d\d{_IS_A_YEAR})"
    year = rf"(?P<year>(?:19|20)\d\d{_IS_A_YEAR}|(?:this|last) year\b)"
    of_year = rf"(?:,? (?:of )?(?:the year )?{year})"
    part = rf"(?:the )?(?:very )?(?P<part>{_one_of(set(_PARTS) - {'end of'})}|{_NOT_AN_END}end of)[ -]"
    nth = r"(?:st|nd|rd|th)?"
    days = rf"(?P<day>\d{{1,2}}){nth}(?:(?: to | and | until | through | ?- ?)(?P<until>\d{{1,2}}){nth})?"
    before_day = rf"(?:(?:{_one_of(words.weekdays)}),? )?(?:the )?"
    weekday = rf"(?P<weekday>{_one_of(words.weekdays)})\b"
    ordinal = rf"(?:{_one_of(word for word in words.ordinals if len(word) > 2)})"
    count = rf"(?P<count>\d{{1,3}}|{_one_of(words.numbers)})"
    unit = rf"(?P<unit>{_one_of(words.units)})\b"
    alone = r"(?!-\w| of\b)"
    lately = "(?<!for )(?<!for the )(?:the )?(?:very )?(?:last|past|previous|preceding)"
    season = rf"(?P<season>{_one_of(words.seasons)})\b"
    yield Rule("iso", r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\w|[-/.]\w)", words.iso)
    yield Rule(
        "numeric", r"(?P<one>\d{1,2})[/.](?P<two>\d{1,2})[/.](?P<year>(?:19|20)\d\d)(?!\w|[-/.]\w)", words.numeric
    )
    yield Rule("day", rf"{before_day}{days}(?: of |[ -]){month}(?:(?:,? |-){year})?", words.day)
    yield Rule("us_day", rf"{before_day}{month} (?:the )?{days}\b(?![:.,]\d)(?:,? {year})?", words.day)
    yield Rule("month", rf"(?:{part})?(?:(?P<which>this|last) )?{month}(?! air\b){of_year}?", words.month)
    yield Rule("years", rf"(?P<year>(?:19|20)\d\d)-(?P<until>(?:19|20)\d\d|\d\d){_IS_A_YEAR}", words.years)
    yield Rule("decade", rf"(?:the )?(?:{part})?(?P<decade>(?:19|20)\d0)'?s\b", words.decade)
    yield Rule(
        "quarter",
        rf"(?:the )?(?P<nth>q[1-4]|[1-4]q|{ordinal}(?= quarter))(?: quarter)?\b(?:{of_year}|{alone})",
        words.quarter,
    )
    yield Rule("half", rf"(?:the )?(?P<nth>h[12]|[12]h|{ordinal}(?= half))(?: half)?{of_year}", words.half)
    yield Rule("season", rf"(?:the )?{season}{of_year}{_NOT_A_SCHEDULE}", words.season)
    yield Rule("this_season", rf"(?P<which>this|last) {season}{_NOT_A_SCHEDULE}", words.this_season)
    yield Rule("part_of_year", rf"{part}(?:the year )?{year}", words.part_of_year)
    yield Rule("year", rf"(?:the year |year )?{bare_year}", words.year)
    yield Rule("today", rf"{_NOWADAYS}(?P<days>today)\b(?!'(?!s {_NEWS}\b))", words.relative_day)
    yield Rule("yesterday", rf"(?P<days>{_one_of(set(words.days_back) - {'today'})})\b", words.relative_day)
    yield Rule("ago", rf"{count} {unit} ago\b", words.ago)
    yield Rule("last_many", rf"{lately} {count} (?P<unit>hours?|{_one_of(words.units)})\b{alone}", words.last_many)
    yield Rule(
        "past",
        r"(?<!for )(?<!for the )(?:(?:the |this )?past|(?<=in |er |ng )the last)(?P<count>)"
        rf" (?P<unit>day|week|fortnight|month|quarter|year|decade)\b{alone}",
        words.last_many,
    )
    yield Rule("unit", rf"(?P<which>this|last|(?:the )?(?:previous|current)) {unit}{alone}", words.unit)
    yield Rule("weekend", rf"(?:the |this )?(?P<past>past )?weekend\b{alone}", words.the_weekend)
    yield Rule("weekday", rf"(?:(?P<which>this|last|this past) )?{weekday}(?P<named>'s\b)?(?!')", words.weekday)
    yield Rule("now", r"(?:now|the present(?: day)?|present|date)\b", words.now)
