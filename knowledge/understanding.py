"""What a question asks for besides its words: days, an outlet, a category, names and codes, how new it should be.

All by rules, so that the same question is read in the same way everywhere, and every reading is shown.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.article import Filters
from knowledge.freshness import kind_of
from knowledge.identifiers import Mention, Names
from knowledge.outlets import Guess, Sources
from knowledge.periods import Period, find_periods, wanted_order
from knowledge.query import Inference, Query, Understood

_RECENT = 31
"""Days: what is asked about so short a time is news."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a library holds that a question can name: its sources, and the day of its oldest article."""

    sources: Sources
    oldest: date | None
    newest: date | None


def understand(query: Query, known: Known, names: Names, today: date) -> Understood:
    """A question as it is searched for; `today` is the day of the question."""
    mentions = tuple(names.find(query.text, asked=True))
    period = None if "dates" in query.ignore else _period(query, known, today)
    outlet = None if _taken("outlet", query) else known.sources.outlet(query.text, mentions)
    category = None if _taken("category", query) else known.sources.category(query.text)
    read: dict[Inference, Period | Guess | None] = {"dates": period, "outlet": outlet, "category": category}
    order = wanted_order(query.text)
    return Understood(
        filters=query.filters,
        inferred=Filters(
            since=period.since if period else None,
            until=period.until if period else None,
            outlet=outlet.value if outlet else None,
            category=category.value if category else None,
        ),
        because=tuple((name, found.text) for name, found in read.items() if found),
        relaxed=("dates",) if period and _is_history(period, known) else (),
        identifiers=tuple(dict.fromkeys(mention.id for mention in mentions)),
        mentions=mentions,
        kind="now" if order == "latest" or _is_recent(period, today) else kind_of(query.text),
        order=order,
        as_of=today,
    )


def without(text: str, spans: Sequence[str]) -> str:
    """A question less the words that became filters, unless nothing would be left of it."""
    rest = text
    for span in spans:
        rest = re.sub(rf"(?<!\w){re.escape(span)}(?!\w)", " ", rest, count=1)
    rest = " ".join(rest.split())
    return rest if any(char.isalnum() for char in rest) else text


def spelled_out(text: str, mentions: Sequence[Mention]) -> tuple[str, str]:
    """A question to search by words, and the same to search by its meaning.

    Of a code the models know nothing and articles may use the name, so the name takes its place. What could be a
    plain word or number as well ("777", "DEN") is left out of the words: as a name it is found by its identifier.
    """
    words, meaning, at = list[str](), list[str](), 0
    for mention in mentions:
        between, at = text[at : mention.start], mention.end
        # Plain words in small letters are words of the language already.
        is_known = mention.text.islower() or mention.text.casefold() in mention.name.casefold()
        rest = " ".join(word for word in mention.name.split() if word.casefold() not in mention.text.casefold())
        words += [between, rest if mention.reason else mention.text if is_known else f"{mention.text} {mention.name}"]
        meaning += [between, mention.text if is_known or not _is_code(mention.text) else mention.name]
    return "".join([*words, text[at:]]), "".join([*meaning, text[at:]])


def _is_code(text: str) -> bool:
    return text.isascii() and not any(char.islower() for char in text)


def _period(query: Query, known: Known, today: date) -> Period | None:
    """The days that a question keeps to. Of several none is meant for sure."""
    if query.filters.since or query.filters.until:
        return None
    found = find_periods(query.text, today) or ([query.period] if query.period else [])
    if len(found) != 1:
        return None
    period = found[0]
    if period.text.endswith(("'s", "’s")):
        # "Sunday's race" names an event, of which others may tell on Monday.
        return None
    return period


def _is_history(period: Period, known: Known) -> bool:
    """Whether a period lies before the library's oldest article: what happened then is told by later ones."""
    return bool(period.until and known.oldest and period.until < known.oldest)


def _is_recent(period: Period | None, today: date) -> bool:
    return bool(period and period.relative and period.since and (today - period.since).days <= _RECENT)


def _taken(inference: Inference, query: Query) -> bool:
    return inference in query.ignore or getattr(query.filters, inference) is not None
