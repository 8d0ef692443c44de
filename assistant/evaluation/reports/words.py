"""How reports put things: figures with their intervals, and why a case failed, in plain words."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Final

from assistant.evaluation.records import LANES
from assistant.evaluation.reports.reported import State
from assistant.evaluation.scores import Aggregate, Change, Figure, Metric, Unit, Why
from assistant.evaluation.summary import HEADLINE

WHY: Final[Mapping[Why, str]] = {
    "invalid_gold": "the suite expects a source that cannot be found as it is given",
    "not_in_library": "the library does not hold the expected source",
    "not_retrieved": "no search found the expected source",
    "lost_in_fusion": "the expected source was found, and ranked out before the writer saw it",
    "unused": "the writer saw the expected source and did not use it",
    "wrong": "the answer is not what was expected",
    "unsupported": "the answer lacks sources that support it",
    "false_refusal": "it refused what it should have answered",
    "false_answer": "it answered what it should have refused",
    "wrong_type": "it refused for another reason than the expected one",
    "error": "no answer came",
}
"""What each reason of a failure means."""

STATES: Final[Mapping[State, tuple[str, str]]] = {
    "passed": ("✓", "passed"),
    "failed": ("✗", "failed"),
    "invalid": ("∅", "invalid"),
    "error": ("!", "error"),
    "unjudged": ("–", "not judged"),
}
"""A sign and a word for each state of a case."""

GATES: Final[Mapping[bool | None, tuple[str, str]]] = {
    True: ("✓", "passed"),
    False: ("✗", "failed"),
    None: ("–", "not checked"),
}
"""A sign and a word for what a gate says."""

HEADLINES = (
    HEADLINE,
    "right_answers",
    "refusal_right",
    "citation_validity",
    "quote_fidelity",
    "metadata_fidelity",
    "filter_compliance",
    "excerpt_to_source",
    "false_refusal",
    "false_answer",
    "citation_coverage",
    "support_rate",
    "source_recall",
    "prompt.recall",
    "latency_p50_ms",
    "latency_p95_ms",
    "cost_per_right",
)
"""The figures that come first where there is no room for all."""

TIMES = "Speed and cost"
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Answers": ("outcome",),
    "Refusals": ("refusing",),
    "Citations": ("citing", "supporting", "excerpts"),
    "Consistency and freshness": ("consistency", "freshness"),
    "Retrieval": ("retrieval",),
    TIMES: ("speed", "cost"),
    "Confidence": ("confidence",),
    "Stability": ("stability", "altered"),
}
"""The headings that figures stand under, with the modules of metrics that define them."""

PASSED = Metric(
    name=HEADLINE,
    about="The share of cases in which everything held that was expected; each counts by its weight.",
    source="Wilson 1927 for the interval; over clusters a bootstrap",
    of=lambda case: None,
)


def known() -> dict[str, Metric | Aggregate]:
    """Every metric by its name."""
    from assistant.evaluation.judging.figures import JUDGED
    from assistant.evaluation.metrics import AGGREGATES, METRICS

    found: tuple[Metric | Aggregate, ...] = (PASSED, *METRICS, *AGGREGATES, *JUDGED)
    return {one.name: one for one in found}


def headings() -> dict[str, str]:
    """The heading that each metric stands under."""
    from assistant.evaluation.judging.figures import JUDGED

    found = {PASSED.name: "Answers", **{one.name: "Judged" for one in JUDGED}}
    for heading, modules in GROUPS.items():
        for module in modules:
            holds = import_module(f"assistant.evaluation.metrics.{module}")
            found |= {one.name: heading for one in (*holds.METRICS, *holds.AGGREGATES)}
    return found


def lane_of(name: str) -> tuple[str, str] | None:
    """A metric of one lane as the metric and the lane.

    >>> lane_of("words.recall@10"), lane_of("words_per_answer")
    (('recall@10', 'words'), None)
    """
    lane, _, rest = name.partition(".")
    return (rest, lane) if rest and lane in LANES else None


def label(name: str) -> str:
    """A metric's name in words.

    >>> label("citation_validity")
    'citation validity'
    """
    return name.replace("_", " ")


def shown(value: float | None, unit: Unit = "share") -> str:
    """A value in its unit.

    >>> shown(0.8415), shown(0.8415, "score"), shown(1234.6, "ms"), shown(0.00123, "money"), shown(None)
    ('84.2 %', '0.842', '1,235 ms', '$0.0012', '–')
    """
    if value is None:
        return "–"
    match unit:
        case "share":
            return f"{100 * value:.1f} %"
        case "ms":
            return f"{value:,.0f} ms" if abs(value) >= 10 else f"{value:.1f} ms"
        case "money":
            return "$0" if not value else f"${value:,.4f}" if abs(value) < 1 else f"${value:,.2f}"
        case "count":
            return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
    return f"{value:.3f}"


def span(low: float | None, high: float | None, unit: Unit = "share") -> str:
    """An interval in its unit, nothing where there is none.

    >>> span(0.791, 0.88), span(None, None), span(-0.05, 0.02)
    ('79.1 to 88.0 %', '', '-5.0 to 2.0 %')
    """
    if low is None or high is None:
        return ""
    first, last = shown(low, unit), shown(high, unit)
    return f"{first.removesuffix(' %').removesuffix(' ms')} to {last}"


def figure_text(figure: Figure) -> str:
    """A figure with its interval and how many cases it counts.

    >>> figure_text(Figure(name="hit", value=0.5, n=2, low=0.0945, high=0.9055))
    '50.0 % (9.4 to 90.5 %), n = 2'
    """
    between = span(figure.low, figure.high, figure.unit)
    return f"{shown(figure.value, figure.unit)}{f' ({between})' if between else ''}, n = {figure.n}"


def change_text(value: float | None, unit: Unit = "share") -> str:
    """A difference with its sign, in points where shares are compared.

    >>> change_text(0.031), change_text(-12.0, "ms")
    ('+3.1 points', '-12 ms')
    """
    if value is None:
        return "–"
    sign = "+" if value > 0 else ""
    return f"{sign}{100 * value:.1f} points" if unit == "share" else sign + shown(value, unit)


def telling(changes: Sequence[Change]) -> list[Change]:
    """The changes that a short report shows: the headlines, what gates look at, and what differs significantly."""
    return [one for one in changes if one.name in HEADLINES or one.p_holm is not None or one.p < 0.05]
