"""What a report is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.evaluation.runs import Run
from assistant.evaluation.scores import Case, Comparison, Score, Summary, Verdict
from assistant.evaluation.summary import INVALID

State = Literal["passed", "failed", "invalid", "error", "unjudged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A scored run. `baseline` are the scores of the run that it is compared with, for plots of single cases."""

    run: Run
    cases: Sequence[Case]
    scores: Sequence[Score]
    summary: Summary
    verdicts: Sequence[Verdict] = ()
    comparison: Comparison | None = None
    baseline: Sequence[Score] = ()

    def pairs(self) -> Iterator[tuple[Case, Score]]:
        """Each case with its score, in the order of the cases."""
        by_case = {score.case: score for score in self.scores}
        for case in self.cases:
            if score := by_case.get(case.record.case):
                yield case, score

    def worst(self) -> list[tuple[Case, Score]]:
        """What failed: first what must pass, then by weight, then what nothing came of; else in the suite's order."""
        failed = [pair for pair in self.pairs() if state(pair[1]) in ("failed", "error")]
        return sorted(failed, key=lambda pair: (not pair[1].must_pass, -pair[1].weight, pair[1].why == "error"))


def state(score: Score) -> State:
    """How a case stands, in a word.

    >>> state(Score(case="a", sample="a", cluster="a", passed=False, why="unused"))
    'failed'
    >>> state(Score(case="a", sample="a", cluster="a", passed=False, why="not_in_library"))
    'invalid'
    """
    if score.why in INVALID:
        return "invalid"
    if score.why == "error":
        return "error"
    if score.passed is None:
        return "unjudged"
    return "passed" if score.passed else "failed"
