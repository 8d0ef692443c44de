"""From an excerpt to its source: is the article named from which a passage was taken, with title, date and address?

Asked of the cases tagged `excerpt`. What the article has is taken from what the library holds of it, so that an article
without a date or an address of its own is named in full without them.
"""

from collections.abc import Callable
from functools import partial
from urllib.parse import unquote

from assistant.answer import Citation
from assistant.evaluation.metrics.citing import looked_up
from assistant.evaluation.records import Held
from assistant.evaluation.scores import Aggregate, Case, Metric

TAG = "excerpt"
Check = Callable[[Citation, Held], bool]


def _asked(case: Case) -> frozenset[str]:
    """The articles from which the excerpt may be, none for other cases and without an answer."""
    if TAG not in case.sample.tags or case.answer is None:
        return frozenset()
    return frozenset(gold.article_id for gold in case.wanted if gold.article_id)


def _found(case: Case) -> float | None:
    wanted = _asked(case)
    if not wanted or case.answer is None:
        return None
    return float(any(citation.article_id in wanted for citation in case.answer.citations[:1]))


def _told(right: Check, case: Case) -> float | None:
    wanted = _asked(case)
    if not wanted or case.answer is None or (case.answer.citations and not case.record.held):
        return None
    told = ((citation, held) for citation, held in looked_up(case) if citation.article_id in wanted)
    return float(any(held is not None and right(citation, held) for citation, held in told))


def _title(citation: Citation, held: Held) -> bool:
    return citation.title == held.title


def _date(citation: Citation, held: Held) -> bool:
    return citation.published == held.published


def _address(citation: Citation, held: Held) -> bool:
    """The article's own address, or the one at which the assistant shows it."""
    ours = f"/articles/{citation.article_id}"
    return citation.url == held.url or unquote((citation.url or "").partition("?")[0]) == ours


def _all(citation: Citation, held: Held) -> bool:
    return _title(citation, held) and _date(citation, held) and _address(citation, held)


_TOW = "Tow Center, AI Search Has A Citation Problem, Columbia Journalism Review, March 2025"
METRICS: tuple[Metric, ...] = (
    Metric(
        name="excerpt_found",
        about="Excerpts for which the first citation is of the article that they are from.",
        source=_TOW,
        of=_found,
    ),
    Metric(
        name="excerpt_title",
        about="Excerpts whose article is cited by its title.",
        source=_TOW,
        of=partial(_told, _title),
    ),
    Metric(
        name="excerpt_date",
        about="Excerpts whose article is cited with its date.",
        source=_TOW,
        of=partial(_told, _date),
    ),
    Metric(
        name="excerpt_address",
        about="Excerpts whose article is cited with an address that opens it, its own or /articles/ID.",
        source=_TOW,
        of=partial(_told, _address),
    ),
    Metric(
        name="excerpt_to_source",
        about="Excerpts whose article is cited with title, date and address, all three right.",
        source=_TOW,
        of=partial(_told, _all),
    ),
)
AGGREGATES: tuple[Aggregate, ...] = ()
