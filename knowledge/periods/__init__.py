"""Which days a question speaks of: "last week" or "منذ عام 2023" becomes a first and a last day.

By rules and with the day of asking given, so that the same question always means the same days. Days are UTC and
weeks start on Monday.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.periods.arabic import arabic
from knowledge.periods.english import english

Order = Literal["latest", "first"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days that a question speaks of: `text[start:end]` says it. Both ends included; None is open.

    `relative`: says it from the day of asking ("last week", "in March"), not by the calendar alone ("in March 2025").
    """

    since: date | None
    until: date | None
    text: str
    start: int
    end: int
    relative: bool


def find_periods(text: str, today: date) -> list[Period]:
    """The periods that a text speaks of, in order and without overlaps; none of them reaches beyond today.

    What names a thing rather than a time ("the 2026 World Cup", "AD 2024-01-02"), a duration, a deadline and a time
    to come are left alone.

    >>> [found] = find_periods("Which airlines ordered the A350 last week?", date(2026, 3, 12))
    >>> found.text, str(found.since), str(found.until)
    ('last week', '2026-03-02', '2026-03-08')
    """
    plain, places = _folded(text)
    phrases = english().phrases(plain, today)
    if _ARABIC.search(plain):
        phrases = [*arabic().phrases(plain, today), *phrases]
    found: list[Period] = []
    for phrase in sorted(phrases, key=lambda one: (one.start, -one.end)):
        start, end = places[phrase.start], _end(text, places[phrase.end - 1] + 1)
        if not (found and start < found[-1].end) and not _is_verb(text, start):
            found.append(
                Period(
                    since=phrase.since,
                    until=phrase.until,
                    text=text[start:end],
                    start=start,
                    end=end,
                    relative=phrase.relative,
                )
            )
    return found


def _end(text: str, end: int) -> int:
    """The end of a word with the diacritics of its last letter."""
    marks = _MARKS.match(text, end)
    return marks.end() if marks else end


def _is_verb(text: str, start: int) -> bool:
    """Whether "may" or "march" stands in small letters where other words have capitals, with no preposition."""
    return text.startswith(("may ", "march "), start) and text != text.lower()


_ARABIC = re.compile("[\u0600-\u06ff]")
_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f]*")
_SURPLUS = re.compile(rf"{_MARKS.pattern[:-1]}|\s(?=\s)")
"""Arabic diacritics and marks of direction, and all but the last of several spaces."""
_LETTERS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZأإآٱىةیک٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹\t\n\r\u00a0\u202f\u2009‐‑–−—’‘،",
    "abcdefghijklmnopqrstuvwxyzاااايهيك" + "0123456789" * 2 + " " * 6 + "----;'',",
)


def _folded(text: str) -> tuple[str, list[int] | range]:
    """A text with one spelling for the variants of a letter, and where each of its letters stood."""
    if not _SURPLUS.search(text):
        return text.translate(_LETTERS), range(len(text))
    dropped = {match.start() for match in _SURPLUS.finditer(text)}
    places = [place for place in range(len(text)) if place not in dropped]
    return "".join(text[place] for place in places).translate(_LETTERS), places


_NEWS = (
    "news|newsletters?|reports?|reporting|updates?|headlines?|stor(?:y|ies)|articles?|developments?|information|info"
    "|status|announcements?|coverage|orders?|incidents?|accidents?|crash(?:es)?|events?"
    "|(?:ال)?(?:اخبار|خبر|انباء|مستجدات|تطورات|تقرير|تقارير|تحديث|تحديثات|مقال|مقالات|عناوين|معلومات|طلبيه|طلبيات"
    "|حادث|حوادث|بيان|نشرات)"
)
_LATEST = re.compile(
    rf"\b(?:latest|newest|most recent) (?:(?!(?:of|in|for|to|variant|version|model|generation)\b)[\w'-]+ ){{0,3}}"
    rf"(?:{_NEWS})\b"
    r"|\b(?:latest|newest)(?: (?:on|about|from|regarding|concerning|with|in)\b| ?(?:[?!.]|$))"
    r"|\bwhat(?:'s| is) new\b(?! (?:york|zealand))|\b(?:any|breaking) (?:news|updates?)\b"
    r"|\bthe last (?:news )?(?:reports?|articles?|stor(?:y|ies)|headlines?)"
    r"(?: (?:on|about|regarding|concerning)\b| ?(?:[?!.]|$))"
    rf"|\b(?:اخر|احدث) (?:{_NEWS}|ما)\b|\bما (?:هو |هي )?(?:ال)?جديد\b"
)
_FIRST = re.compile(
    r"\bfirst to (?:report|mention|publish|cover|announce|break the (?:news|story))\b|"
    r"(?<!the )\bfirst (?:reported|mentioned|published|covered|announced)\b"
    r"|\b(?:earliest|first|oldest) (?:(?:news|known|published|press|media) )?"
    r"(?:reports?|articles?|mentions?|stor(?:y|ies)|coverage)\b"
    r"|\b(?:اول|اقدم) (?:تقرير|خبر|مقال|ذكر|من (?:نشر|ذكر|اورد|نقل|كشف|كتب))\b"
    r"|\b(?:ذكرت?|نشرت?|وردت?|ظهرت?|اعلنت?)(?: \w+){0,3} (?:لاول مره|للمره الاولي)\b"
)
_PRESENT = re.compile(
    r"\b(?:recent|recently|lately|these days|current|currently|nowadays|now|at the moment|at present|presently|today"
    r"|tonight|this (?:morning|week|weekend|month|year)|so far|ongoing|latest|newest|breaking|up to date"
    r"|just(?! (?:culture|in time|about|like|as))"
    r"|new(?! (?:york|zealand|delhi|orleans|jersey|england|south|mexico|caledonia|guinea|hampshire|haven)))\b"
    r"|\b[وف]?(?:اليوم|الان|حاليا|الحالي|الحاليه|حديثا|مؤخرا|الراهن|الراهنه|هذه الايام|هذا (?:الاسبوع|الشهر|العام)"
    r"|هذه السنه|عاجل|عاجله|احدث|جديد|جديده|الجديد|الجديده|للتو|اخر (?:ما|ال?اخبار|المستجدات|التطورات))\b"
)


def wanted_order(text: str) -> Order | None:
    """Whether a question asks for the latest news, or for the report that came first.

    The words must speak of news: the latest variant of an aircraft and the first flight are no order.

    >>> [wanted_order(text) for text in ("Latest news on Airbus", "Who first reported it?", "The latest variant")]
    ['latest', 'first', None]
    """
    plain, _ = _folded(text)
    if _FIRST.search(plain):
        return "first"
    return "latest" if _LATEST.search(plain) else None


def speaks_of_now(text: str) -> bool:
    """Whether a question is about the present, with or without days: "currently", "breaking", "this week".

    >>> [speaks_of_now(text) for text in ("Who leads Boeing now?", "Who flies from New York?")]
    [True, False]
    """
    return bool(_PRESENT.search(_folded(text)[0]))
