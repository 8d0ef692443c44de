"""How English speaks of days: "last week", "in early March 2025", "since 2023". Text comes folded (lower case)."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from knowledge.periods.calendar import Part, Unit
from knowledge.periods.compounds import Compounds
from knowledge.periods.grammar import Grammar, Relation, Rule
from knowledge.periods.readings import LAST

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
_NOT_AN_END = "".join(f"(?<!{word} )(?<!{word} the )" for word in _WITH_END)
_PERIODS = "day|week|weekend|fortnight|month|quarter|half|year|decade"
_FROM = "beginning|starting|commencing"
_TO = "ending|ended|to"
_WHOLE = tuple(
    f"{lead}{of}" for lead in ("", "in ", "for ", "during ", "throughout ") for of in ("all of", "the whole of")
)
_NOT_BEFORE = ("not before", "no earlier than", "not earlier than", "no sooner than", "not sooner than")
_NOT_AFTER = ("not after", "no later than", "not later than")
_UNDATED = (
    "since",
    "since at least",
    "before",
    "prior to",
    "after",
    "until",
    "till",
    "up until",
    *_NOT_BEFORE,
    *_NOT_AFTER,
)
_RELATIONS: Mapping[str, Relation] = {
    **dict.fromkeys(("in", "during", "throughout", "within", "over", "on", "dated", *_WHOLE), "in"),
    **dict.fromkeys(("since", "since at least", "on or after", *_NOT_BEFORE), "since"),
    **dict.fromkeys(("before", "prior to"), "before"),
    **dict.fromkeys(("until", "till", "up to", "up until", "through", "as of", "as at", "on or before"), "until"),
    **dict.fromkeys(("by", "up to and including", "until at least", *_NOT_AFTER), "until"),
    **{f"{word} {end}": "until" for word in _WITH_END for end in ("the end of", "end of")},
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
        denied=re.compile(
            r"(?:\b(?:not|never|nor|neither|except|except for|excluding|unlike|other than|rather than|apart from"
            r"|aside from|instead of|outside|outside of)|n't) (?:the )?$"
        ),
        within=re.compile(
            rf"\b(?:(?<!every )(?<!each )(?<!per )(?:{_PERIODS}|{_one_of(_WEEKDAYS)})s?|rest|remainder|eve|anniversary"
            rf"|middle|start|beginning|{_NOT_AN_END}end)"
            rf" (?:of|{_FROM}|{_TO}|before|after|following|preceding|prior to) (?:the )?$"
            r"|\b(?:season|winter|summer) $"
            rf"|\b(?:first|second|third|fourth|last|final) (?:\w+ )?(?:{_PERIODS})s? in (?:the )?$"
        ),
        edge=r"(?<![\w$€£#@/+&-])(?<!\d[.,:])",
    )


def _vocabulary() -> Compounds:
    return Compounds(
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
        inside=frozenset(("in", "during", "throughout", "within", "over", "from", *_WHOLE)),
        on=frozenset(("on", "dated", "from")),
        since=frozenset(("since", "since at least")),
        undated=frozenset(_UNDATED),
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
        directive=re.compile(
            r"\b(?:ads?|directives?|bulletins?|sbs?|amendments?|docket|nprm|saib|number|no"
            r"|regulations?|decisions?|rules?)\b"
        ),
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
_NOT_A_SCHEDULE = (
    r"(?! (?:schedules?|seasons?|timetables?|editions?|forecasts?|outlooks?|plans?|strateg\w+|programmes?)\b)"
)
_REPORTS = ("news", "report", "reports", "article", "articles", "coverage", "headlines", "update", "updates", "stories")
_OF_REPORTS = "|".join(f"(?<={word} )" for word in _REPORTS)
_AND_NO_MORE = r"(?=\W*$|[?!.,;:)]|'s| (?:on|about|from|by|in|at|regarding|concerning|that|which|with|for)\b)"
_NEWS = "(?:news|headlines?|reports?|stor(?:y|ies)|crash|accident|incident|announcements?|events|order|briefing)"


def _rules(words: Compounds) -> Iterable[Rule]:
    month = rf"(?P<month>{_one_of(words.months)})\b\.?"
    bare_year = rf"(?P<year>(?:19|20)\d\d{_IS_A_YEAR})"
    year = rf"(?P<year>(?:19|20)\d\d{_IS_A_YEAR}|'\d\d(?![\w'/-])|(?:this|last) year\b)"
    of_year = rf"(?:,? (?:of )?(?:the year )?{year})"
    part = rf"(?:the )?(?:very )?(?P<part>{_one_of(set(_PARTS) - {'end of'})}|{_NOT_AN_END}end of)[ -]"
    nth = r"(?:st|nd|rd|th)?"
    days = rf"(?P<day>\d{{1,2}}){nth}(?:(?: to | and | until | through | ?- ?)(?P<until>\d{{1,2}}){nth})?"
    before_day = rf"(?:(?:{_one_of(words.weekdays)}),? )?(?:the )?"
    weekday = rf"(?P<weekday>{_one_of(words.weekdays)})\b"
    ordinal = rf"(?:{_one_of(word for word in words.ordinals if len(word) > 2)})"
    one_day = rf"(?P<day>\d{{1,2}}){nth}"
    a_day = rf"{before_day}{one_day}(?: of |[ -]){month}(?:(?:,? |-){year})?"
    us_day = rf"{before_day}{month} (?:the )?{one_day}\b(?![:.,]\d)(?:,? {year})?"
    end_of_month = rf"(?P<day>)(?:the end of )?{month}{of_year}"
    end_of_year = rf"(?P<day>)(?P<month>)(?:the end of )?{year}"
    count = rf"(?P<count>\d{{1,3}}|{_one_of(words.numbers)})"
    unit = rf"(?P<unit>{_one_of(words.units)})\b"
    alone = r"(?!-\w| of\b)"
    lately = "(?<!for )(?<!for the )(?:the )?(?:very )?(?:last|past|previous|preceding)"
    a_range = r"(?P<year>(?:19|20)\d\d)[-/](?P<until>(?:19|20)\d\d|\d\d)"
    season = rf"(?P<season>{_one_of(words.seasons)})\b"
    yield Rule("iso", r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\w|[-/.]\w)", words.iso)
    yield Rule(
        "numeric", r"(?P<one>\d{1,2})[/.](?P<two>\d{1,2})[/.](?P<year>(?:19|20)\d\d)(?!\w|[-/.]\w)", words.numeric
    )
    yield Rule("ymd", r"(?P<year>(?:19|20)\d\d)/(?P<month>\d\d?)/(?P<day>\d\d?)(?!\w|[-/.]\w)", words.iso)
    yield Rule("month_number", r"(?P<month>0[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?!\w|[-/.]\w)", words.month_number)
    for name, said in (("", a_day), ("us_", us_day)):
        yield Rule(f"{name}week_of", rf"(?:the )?(?P<unit>week|weekend) of {said}", words.week_of)
        yield Rule(f"{name}week_from", rf"(?:the )?(?P<unit>week) (?:{_FROM}) (?:on )?{said}", words.week_from)
    for name, said in (("", a_day), ("us_", us_day), ("month_", end_of_month)):
        yield Rule(
            f"{name}many_to",
            rf"(?:the )?(?:(?:last|past) )?(?:{count} )?{unit} (?:{_TO})(?: on| in)? {said}",
            words.many_to,
        )
    yield Rule(
        "year_many_to",
        rf"(?:the )?(?:(?:last|past) )?{count} {unit} (?:{_TO})(?: on| in)? {end_of_year}",
        words.many_to,
    )
    nth_of = rf"(?:the )?(?P<nth>{ordinal}) (?:{count} )?(?P<unit>(?:day|week|month|(?<=\w )(?:days|weeks|months)))"
    yield Rule("nth_of_month", rf"{nth_of} (?:of|in) {month}{of_year}?", words.nth)
    yield Rule("nth_of_year", rf"{nth_of} (?:of|in) (?P<month>)(?:the year )?{year}", words.nth)
    yield Rule(
        "half_month", rf"(?:the )?(?P<nth>first|1st|second|2nd|last|latter) half of {month}{of_year}?", words.half_month
    )
    yield Rule("before_last", r"(?:the )?(?P<unit>week|weekend|month|quarter|year) before last\b", words.before_last)
    yield Rule(
        "start",
        r"(?:the )?(?:very )?(?:start|beginning) of (?:the|this|the current) "
        rf"(?P<unit>week|month|quarter|year)\b{alone}",
        words.start,
    )
    yield Rule("to_date", r"(?:the )?(?P<unit>week|month|quarter|year)(?: |-)to(?: |-)date\b", words.to_date)
    yield Rule("pre", rf"(?<!the )(?<!washington )(?<!blog )(?P<side>pre|post)[ -]{bare_year}", words.side)
    yield Rule("christmas", rf"christmas(?: day)?\b(?:,? {year})?", words.christmas)
    yield Rule("day", rf"{before_day}{days}(?: of |[ -]){month}(?:(?:,? |-){year})?", words.day)
    yield Rule("us_day", rf"{before_day}{month} (?:the )?{days}\b(?![:.,]\d)(?:,? {year})?", words.day)
    yield Rule(
        "month", rf"(?:{part}|(?:the )?month of )?(?:(?P<which>this|last) )?{month}(?! air\b){of_year}?", words.month
    )
    yield Rule("years", rf"{a_range}{_IS_A_YEAR}{_NOT_A_SCHEDULE}", words.years)
    yield Rule("decade", rf"(?:the )?(?:{part})?(?P<decade>(?:19|20)\d0)'?s\b", words.decade)
    yield Rule(
        "quarter",
        rf"(?:the )?(?P<nth>q[1-4]|[1-4]q|{ordinal}(?= quarter))(?: quarter)?\b"
        rf"(?:(?:,? (?:of )?(?:the year )?|[/-]?){year}|{alone}(?![:/'])(?! (?:fy|fiscal|financial)))",
        words.quarter,
    )
    yield Rule("half", rf"(?:the )?(?P<nth>h[12]|[12]h|{ordinal}(?= half))(?: half)?{of_year}", words.half)
    yield Rule("season", rf"(?:the )?{season}{of_year}{_NOT_A_SCHEDULE}", words.season)
    yield Rule("this_season", rf"(?P<which>this|last) {season}{_NOT_A_SCHEDULE}", words.this_season)
    yield Rule("part_of_year", rf"{part}(?:the year )?{year}", words.part_of_year)
    yield Rule("year", rf"(?:the year (?:of )?|year )?{bare_year}", words.year)
    yield Rule("report_of", rf"(?:{_OF_REPORTS})(?P<named>of) (?:the year )?{bare_year}{_AND_NO_MORE}", words.year)
    yield Rule("today", rf"{_NOWADAYS}(?P<days>today)\b(?!'(?!s {_NEWS}\b))", words.relative_day)
    yield Rule("yesterday", rf"(?P<days>{_one_of(set(words.days_back) - {'today'})})\b", words.relative_day)
    yield Rule("ago", rf"{count} {unit} ago\b(?P<today> today\b)?", words.ago)
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
