"""What files say about an article, brought into one form: names, lists of names, days, language codes."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from knowledge.article import clean_text
from knowledge.reading.hidden import without_hidden
from knowledge.reading.invisible import visible

_LONGEST = 300
"""Code points of a title or a name that are kept."""
_READ = 10_000

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_LONGEST_DATE = 60

_MOST = 100
"""Names in a list that are kept."""

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH_FIRST = re.compile(r"(?:[a-z]+,? )?([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b.*")
_DAY_FIRST = re.compile(r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? (\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")


def one_line(name: object) -> str:
    r"""A title or name on one line, without control characters and what nobody sees.

    >>> one_line(" Flight\n\u202e 447 \x07"), one_line(737), one_line(None)
    ('Flight 447', '737', '')
    """
    if isinstance(name, bool) or not isinstance(name, str | int | float | date):
        return ""
    # The end of one that is far too long is not even looked at.
    seen = _CONTROL.sub("", visible(without_hidden(str(name)[:_READ])))
    return clean_text(" ".join(seen.split())[:_LONGEST].rstrip())


def printable(name: str) -> str:
    r"""A file's name, safe to print and to store: what would steer a terminal becomes U+FFFD.

    >>> printable("a\x1b[2Jb  c.md")
    'a\ufffd[2Jb  c.md'
    """
    return clean_text(_STEERING.sub("\ufffd", name))


def names(given: object, *, separators: str) -> tuple[str, ...]:
    """The names in a list, or in a string that holds several; each once, in the order given.

    >>> names("Safety; safety ,  MRO", separators=",;"), names([{"name": "Jane Doe"}, 7, None], separators="")
    (('Safety', 'MRO'), ('Jane Doe', '7'))
    """
    if isinstance(given, str):
        given = re.split(f"[{separators}\n]", given) if separators else [given]
    if isinstance(given, Mapping):
        given = [given]
    if not isinstance(given, Iterable) or isinstance(given, bytes):
        given = [given]
    found: dict[str, str] = {}
    for item in given:
        if name := one_line(item.get("name") if isinstance(item, Mapping) else item):
            found.setdefault(name.casefold(), name)
    return tuple(found.values())[:_MOST]


def authors(given: object) -> tuple[str, ...]:
    """The names of people. A comma separates them only if each part holds a first and a last name.

    >>> authors("Jane Doe, John Roe"), authors("Doe, Jane; Roe, John")
    (('Jane Doe', 'John Roe'), ('Doe, Jane', 'Roe, John'))
    """
    if isinstance(given, str) and ";" not in given and all(" " in part.strip() for part in given.split(",")):
        return names(given, separators=",")
    return names(given, separators=";")


def language_code(given: object) -> str | None:
    """The two letters that a language tag starts with, or None if it does not look like one.

    >>> language_code("en-US"), language_code("AR"), language_code("English")
    ('en', 'ar', None)
    """
    found = re.fullmatch(r"\s*([a-zA-Z]{2})(?:[-_]\w+)*\s*", given) if isinstance(given, str) else None
    return found[1].lower() if found else None


def day(given: object) -> date | None:
    """The day in UTC that a date or a time stands for, or None if none can be told for sure.

    "05/06/2024" is one of those that cannot: it is June in Paris and May in Boston.

    >>> day("2024-05-01T23:30:00-05:00"), day("May 1, 2024"), day("05/06/2024")
    (datetime.date(2024, 5, 2), datetime.date(2024, 5, 1), None)
    """
    if isinstance(given, datetime):
        return _utc_day(given)
    if isinstance(given, date):
        return given
    if not isinstance(given, str | int) or isinstance(given, bool):
        return None
    words = " ".join(str(given)[:_LONGEST_DATE].split())
    return _iso_day(words) or _written_day(words.lower()) or _mail_day(words)


def _utc_day(moment: datetime) -> date | None:
    try:
        return moment.astimezone(UTC).date() if moment.tzinfo else moment.date()
    except OverflowError:
        # The first and the last day of the calendar have no neighbour in another time zone.
        return None


def _iso_day(words: str) -> date | None:
    # "2024-05-01 23:30:00 UTC" and "… +0200" are common and all but ISO.
    words = re.sub(r" ?(?:UTC|GMT|Z)$", "+00:00", words)
    words = re.sub(r"(?<=\d) (?=[+-]\d{2}:?\d{2}$)", "", words)
    try:
        return _utc_day(datetime.fromisoformat(words))
    except ValueError:
        return None


def _written_day(words: str) -> date | None:
    if found := _YEAR_FIRST.fullmatch(words):
        return _calendar_day(found[1], found[2], found[3])
    if found := _MONTH_FIRST.fullmatch(words):
        return _calendar_day(found[3], _month(found[1]), found[2])
    if found := _DAY_FIRST.fullmatch(words):
        return _calendar_day(found[3], _month(found[2]), found[1])
    return None


def _month(name: str) -> int:
    # Written out here, because the names that strptime knows depend on the machine's locale.
    matching = [number for number, month in enumerate(_MONTHS, 1) if month.startswith(name)]
    return matching[0] if matching else 0


def _calendar_day(year: str, month: str | int, day_of_month: str) -> date | None:
    try:
        return date(int(year), int(month), int(day_of_month))
    except ValueError:
        return None


def _mail_day(words: str) -> date | None:
    from email.utils import parsedate_to_datetime

    # The parser takes almost anything for a date, so it is only given what has a time of day.
    if not re.search(r"\d{4} \d{2}:\d{2}", words):
        return None
    try:
        return _utc_day(parsedate_to_datetime(words))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
