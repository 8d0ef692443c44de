"""What a chat model reads in a question that rules do not: the parts that it has, the days that it speaks of.

A model is only asked where the words hint at more than the rules have found, because it costs a second. What it
says is checked like any other input, and shown to the reader like what the rules found.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.article import clean_text
from knowledge.periods import Period, find_periods
from knowledge.steps import MOST, steps

_LONGEST_PART = 300
_JOINS = re.compile(
    r"\b(?:or|than|both|versus|vs|compared?|before|after|while|whereas|each|respectively|of the two"
    r"|and (?:who|what|when|where|which|why|how|also|the other))\b"
    r"|(?:^|\s)(?:أو|او|مقارنة|بينما|كلا|أيهما|ايهما|و(?:ما|من|متى|أين|كم|كيف|لماذا|هل))(?!\w)",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"\b(?:during|since|until|before|after|ago|past|last|previous|era|time of|season|winter|spring|autumn|easter|"
    r"christmas|ramadan|war|pandemic|lockdown|crisis)\b"
    r"|(?:^|\s)(?:قبل|بعد|منذ|خلال|أثناء|اثناء|رمضان|الجائحة|الأزمة|موسم)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to look a question up: `steps` as in `Query`, and the days that its words speak of."""

    steps: tuple[str, ...] | None = None
    period: Period | None = None


def needs_plan(question: str, language: str, today: date) -> bool:
    """Whether a question hints at parts or at a time that the rules do not find.

    >>> day = date(2025, 3, 20)
    >>> needs_plan("What is ETOPS?", "en", day), needs_plan("What changed during the pandemic?", "en", day)
    (False, True)
    """
    if steps(question, language):
        return False
    return bool(_JOINS.search(question) or (_TIMES.search(question) and not find_periods(question, today)))


def read_plan(said: str, question: str, today: date) -> Plan:
    """A model's reply as a plan; whatever is not as it was asked for is left out.

    >>> said = 'Sure: {"parts": ["Who makes the A220?", "Who makes the E2?"]}'
    >>> read_plan(said, "Who makes A220 and E2?", date(2025, 3, 20)).steps
    ('Who makes the A220?', 'Who makes the E2?')
    """
    try:
        plan = json.loads(said[said.find("{") : said.rfind("}") + 1] or "{}")
    except (ValueError, RecursionError):
        plan = {}
    return Plan(_steps(plan.get("parts")), _period(plan, question, today)) if isinstance(plan, dict) else Plan()


def _steps(parts: Any) -> tuple[str, ...] | None:
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        return None
    clean = tuple(dict.fromkeys(" ".join(clean_text(part).split()) for part in parts))
    fits = 2 <= len(clean) <= MOST and all(0 < len(part) <= _LONGEST_PART for part in clean)
    return clean if fits else None


def _period(plan: dict[str, Any], question: str, today: date) -> Period | None:
    since, until, words = _day(plan.get("since")), _day(plan.get("until")), plan.get("words")
    if not isinstance(words, str) or not words.strip() or words not in question or not (since or until):
        return None
    until = min(until, today) if until else None
    if since and since > (until or today):
        return None
    start = question.index(words)
    return Period(since=since, until=until, text=words, start=start, end=start + len(words), relative=False)


def _day(given: Any) -> date | None:
    try:
        return date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        return None
