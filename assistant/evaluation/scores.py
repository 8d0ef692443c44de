"""What scoring makes of records: a score for each case, and figures over all of them, as frozen values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.answer import Answer
from assistant.evaluation.records import Gold, Record
from assistant.evaluation.statistics import Paired
from assistant.evaluation.suite import Expect, Sample

Outcome = Literal["correct", "partial", "wrong", "abstained"]
Why = Literal[
    "invalid_gold",
    "not_in_library",
    "not_retrieved",
    "lost_in_fusion",
    "unused",
    "wrong",
    "unsupported",
    "false_refusal",
    "false_answer",
    "wrong_type",
    "error",
]
"""Why a case failed; the first that applies, in the order of `attribution`."""
Unit = Literal["share", "score", "ms", "count", "money"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a metric looks at: what was expected of a turn and what came. `answer` is None where nothing came."""

    sample: Sample
    expect: Expect
    record: Record
    gold: tuple[Gold, ...] = ()

    @property
    def answer(self) -> Answer | None:
        """The answer, or None after an error."""
        return self.record.answer

    @property
    def wanted(self) -> tuple[Gold, ...]:
        """The expected sources that the library holds."""
        return tuple(one for one in self.gold if one.wanted and one.article_id is not None)

    @property
    def unwanted(self) -> frozenset[str]:
        """The articles that must not be cited."""
        return frozenset(one.article_id for one in self.gold if not one.wanted and one.article_id is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A figure of each case whose mean is reported.

    `of` gives None where the metric says nothing of the case, which then does not count. `source` names the paper,
    standard or program that defines it. `higher` says whether more is better.
    """

    name: str
    about: str
    source: str
    of: Callable[[Case], float | None]
    unit: Unit = "share"
    higher: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What one case came to. `passed` is None where nothing was expected; `reasons` say what was expected and came."""

    case: str
    sample: str
    cluster: str
    tags: tuple[str, ...] = ()
    weight: float = 1.0
    must_pass: bool = False
    passed: bool | None = None
    outcome: Outcome | None = None
    why: Why | None = None
    reasons: tuple[str, ...] = ()
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number over `n` cases with its 95 % interval; None where there is nothing to count."""

    name: str
    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    unit: Unit = "share"
    higher: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """A figure that needs all cases at once, such as an F1 or a percentile. `of` gives None where there is nothing.

    `counted` gives the cases that it says something of, for its `n`; all of them without it. A figure of one case has
    no interval.
    """

    name: str
    about: str
    source: str
    of: Callable[[Sequence[Case], Sequence[Score]], float | None]
    unit: Unit = "share"
    higher: bool = True
    counted: Callable[[Sequence[Case], Sequence[Score]], Sequence[Case]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A run in figures: over all cases, by tag, and why cases failed. `unasked` samples lack a turn or a repeat."""

    run: str
    cases: int
    passed: int
    failed: int
    invalid: int
    errors: int
    unasked: int = 0
    figures: Mapping[str, Figure] = field(default_factory=dict)
    by_tag: Mapping[str, Figure] = field(default_factory=dict)
    why: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Paired):
    """A metric in two runs, paired over the cases that both have. `p_holm` is `p` after Holm's correction over the
    gated metrics.
    """

    name: str
    p_holm: float | None = None
    higher: bool = True
    unit: Unit = "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A case that two runs judge differently."""

    case: str
    kind: Literal["fixed", "broken", "still_failing"]
    before: Why | None = None
    after: Why | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs of the same questions. `remarks` say what makes them hard to compare, such as another library."""

    before: str
    after: str
    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]
    only_before: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a gate says: which one, whether it holds, and a sentence with the figures.

    `passed` is None where nothing was held against it.
    """

    gate: str
    kind: Literal["absolute", "baseline", "pinned", "invalid", "complete"]
    passed: bool | None
    message: str
