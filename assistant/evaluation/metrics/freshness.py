"""Whether what was found and cited is of the right time and passes the filters."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from statistics import median

from assistant.evaluation.scores import Aggregate, Case, Metric
from knowledge.article import UNKNOWN_LANGUAGE, Filters, Passage


def late(case: Case) -> list[bool]:
    """Of each thing retrieved or cited, whether it was published after the day that was asked for."""
    day = case.sample.as_of
    return [one.published is not None and one.published > day for one in found(case)] if day else []


def found(case: Case) -> list[Passage]:
    """What was retrieved or cited, each once, as far as it is known: its text never is.

    The lanes know days only; what else an article is known for is taken from the passages that the answer carries.
    """
    known = {passage.article_id: passage for passage in case.answer.passages} if case.answer else {}
    pieces = {(one.article_id, one.start, one.end): one for one in _found(case)}
    return [_completed(one, known.get(one.article_id)) for one in pieces.values()]


def _completed(one: Passage, known: Passage | None) -> Passage:
    if known is None:
        return one
    return replace(one, outlet=one.outlet or known.outlet, categories=known.categories, language=known.language)


def _found(case: Case) -> Iterator[Passage]:
    for lane in ("fused", "prompt"):
        for one in case.record.lanes.get(lane, ()):
            yield _piece(one.article_id, one.start, one.end, one.published)
    if case.answer is None:
        return
    yield from case.answer.passages
    yield from _cited(case)


def _cited(case: Case) -> Iterator[Passage]:
    """What is cited, with the library's own day for it where that is known."""
    for place, one in enumerate(case.answer.citations if case.answer else ()):
        held = case.record.held[place] if place < len(case.record.held) else None
        published = held.published if held else one.published
        whole = _piece(one.article_id, one.start, one.end, published)
        yield replace(whole, outlet=one.outlet, language=one.language)


def _piece(article_id: str, start: int, end: int, published: date | None) -> Passage:
    return Passage(
        id="", article_id=article_id, version=1, title="", text="", start=start, end=end, published=published
    )


def _leak_rate(case: Case) -> float | None:
    looked = late(case)
    return sum(looked) / len(looked) if looked else None


def _superseded(case: Case) -> float | None:
    if case.answer is None or not case.unwanted:
        return None
    return float(any(one.article_id in case.unwanted for one in case.answer.citations))


def _freshness(case: Case) -> float | None:
    if case.answer is None or len(case.wanted) < 2:
        return None
    days = {one.article_id: one.published for one in found(case) if one.published}
    days |= {one.article_id: one.published for one in _cited(case) if one.published}
    wanted = {one.article_id: days.get(one.article_id or "") for one in case.wanted}
    dated = {name: day for name, day in wanted.items() if day}
    if len(dated) < len(wanted) or len(dated) < 2:
        return None
    newest = {name for name, day in dated.items() if day == max(dated.values())}
    return float(any(one.article_id in newest for one in case.answer.citations))


def _staleness(case: Case) -> float | None:
    day = case.sample.as_of or _day(case.record.asked_at)
    published = {one.article_id: one.published for one in _cited(case) if one.published}
    return float(median((day - one).days for one in published.values())) if day and published else None


def _day(moment: str) -> date | None:
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None


def _compliance(case: Case) -> float | None:
    filters = case.sample.chosen()
    if filters == Filters():
        return None
    judged = [allowed for one in found(case) if (allowed := _passes(one, filters)) is not None]
    return sum(judged) / len(judged) if judged else None


def _passes(one: Passage, filters: Filters) -> bool | None:
    """Whether a piece passes the filters; None where nothing that they ask for is known of it."""
    known = replace(
        filters,
        outlet=filters.outlet if one.outlet else None,
        category=filters.category if one.categories else None,
        language=filters.language if one.language != UNKNOWN_LANGUAGE else None,
    )
    return None if known == Filters() else known.admits(one)


METRICS: tuple[Metric, ...] = (
    Metric(
        name="leak_rate",
        about="Share of what was found or cited that was published after the day that was asked for.",
        source="AeroCite",
        of=_leak_rate,
        higher=False,
    ),
    Metric(
        name="cited_superseded",
        about="The answer cites an article that must not be cited, such as one that was superseded.",
        source="AeroCite",
        of=_superseded,
        higher=False,
    ),
    Metric(
        name="freshness",
        about="The newest of several expected sources is cited, where all their days are known.",
        source="AeroCite",
        of=_freshness,
    ),
    Metric(
        name="staleness_days",
        about="Median age in days of the cited articles on the day that was asked for, else on the day of asking.",
        source="AeroCite",
        of=_staleness,
        unit="count",
        higher=False,
    ),
    Metric(
        name="filter_compliance",
        about="Share of what was found or cited that passes the question's filters, as far as it is known of it.",
        source="AeroCite",
        of=_compliance,
    ),
)
AGGREGATES: tuple[Aggregate, ...] = ()
