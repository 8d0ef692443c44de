"""JSON as people send it → questions and filters. One reading for the command line's batches and for HTTP."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from assistant.answer import Question, Turn
from assistant.errors import BadQuestion
from knowledge.article import Filters

_FILTERS = ("as_of", "since", "until", "outlet", "category", "language")


def to_filters(given: Mapping[str, Any]) -> Filters:
    """The filters among a request's fields; None and absent are the same.

    >>> to_filters({"since": "2024-05-01"}).since
    datetime.date(2024, 5, 1)
    """
    fields: dict[str, Any] = {}
    for name in _FILTERS:
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
    return Question(text=text, filters=to_filters(given)), to_history(given.get("history"))


def to_history(given: Any) -> tuple[Turn, ...]:
    """Earlier turns, `[{"question": …, "answer": …}]`."""
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(turn, Mapping) for turn in given):
        raise BadQuestion("history is not a list of turns.", hint='Send [{"question": "…", "answer": "…"}].')
    return tuple(
        Turn(question=_text("question", turn.get("question", "")), answer=_text("answer", turn.get("answer", "")))
        for turn in given
    )


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BadQuestion(f"{name} is not a text.", hint=f'Send it in quotes: "{name}": "…".')
    return value


def _day(name: str, value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else value.date()
    except (ValueError, AttributeError) as error:
        raise BadQuestion(
            f"{name} is not a date: {value!r}.", hint="Write it as 2024-05-01 (year, month, day)."
        ) from error
