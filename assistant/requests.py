"""JSON as people send it → questions and filters. One reading for the command line's batches and for HTTP."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from assistant.answer import Question, Turn
from assistant.errors import BadQuestion
from knowledge.article import Filters, clean_text
from knowledge.query import INFERENCES, Inference

FILTERS = ("as_of", "since", "until", "outlet", "category", "language")
MOST_TURNS = 20
"""Of a history, the last ones count."""
LONGEST_TURN = 4000
"""Characters of a turn's question and of its answer; the rest is cut off."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?![^T ])", re.ASCII)


def to_filters(given: Mapping[str, Any]) -> Filters:
    """The filters among a request's fields; None and absent are the same.

    >>> to_filters({"since": "2024-05-01"}).since
    datetime.date(2024, 5, 1)
    """
    fields: dict[str, Any] = {}
    for name in FILTERS:
        value = given.get(name)
        if value is None or value == "":
            continue
        fields[name] = _day(name, value) if name in ("as_of", "since", "until") else _text(name, value)
    return Filters(**fields)


def to_question(given: Mapping[str, Any]) -> tuple[Question, tuple[Turn, ...]]:
    """A question with its filters, and the turns before it."""
    text = given.get("question")
    if not isinstance(text, str):
        raise BadQuestion("There is no question.", hint='Send it as {"question": "…"}.')
    question = Question(text=text, filters=to_filters(given), ignore=to_ignore(given.get("ignore")))
    return question, to_history(given.get("history"))


def to_ignore(given: Any) -> frozenset[Inference]:
    """What must not be inferred from the question's words: a list of `dates`, `outlet`, `category`."""
    if given is None:
        return frozenset()
    if not isinstance(given, list | tuple) or not all(name in INFERENCES for name in given):
        raise BadQuestion("ignore is not a list of what is inferred.", hint=f"Known are: {', '.join(INFERENCES)}.")
    return frozenset(given)


def to_history(given: Any) -> tuple[Turn, ...]:
    """Earlier turns, `[{"question": …, "answer": …}]`; of a long history its end."""
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(turn, Mapping) for turn in given):
        raise BadQuestion("history is not a list of turns.", hint='Send [{"question": "…", "answer": "…"}].')
    return tuple(
        Turn(**{name: _text(name, turn.get(name, ""))[:LONGEST_TURN] for name in ("question", "answer")})
        for turn in given[-MOST_TURNS:]
    )


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BadQuestion(f"{name} is not a text.", hint=f'Send it in quotes: "{name}": "…".')
    return clean_text(value)


def _day(name: str, value: Any) -> date:
    """A day as YYYY-MM-DD, alone or at the head of an ISO date and time; none of ISO's other ways to write one."""
    if isinstance(value, datetime):
        return value.date()
    try:
        if isinstance(value, str) and _DAY.match(value):
            return datetime.fromisoformat(value).date()
    except ValueError:
        pass
    raise BadQuestion(f"{name} is not a date: {str(value)[:40]!r}.", hint="Write it as 2024-05-01 (year, month, day).")
