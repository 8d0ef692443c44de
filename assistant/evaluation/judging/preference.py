"""Which of two runs a judge prefers, from verdicts in both orders."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.evaluation.judging.matters import both_orders
from assistant.evaluation.judging.verdicts import Verdicts, load_verdicts
from assistant.evaluation.runs import Run
from assistant.evaluation.scores import Case, Figure, Score
from assistant.evaluation.summary import figure, points

PREFERENCE = "judged_preference"
_WON = {"first": 1.0, "tie": 0.5, "second": 0.0}


def preference(before: Run, after: Run, scores: Sequence[Score]) -> Figure | None:
    """How often the later run's answer is preferred, a tie counting half; None where no pair was judged.

    Answers that say the same are a tie, which takes no judge. `scores` are those of the later run.
    """
    verdicts = load_verdicts(after.folder)
    earlier = {case.record.case: case for case in before.cases()}
    later = {case.record.case: case for case in after.cases()}
    won = {name: _won(verdicts, earlier.get(name), case) for name, case in later.items()}
    values = {name: value for name, value in won.items() if value is not None}
    judged = [replace(one, values={PREFERENCE: values[one.case]}) for one in scores if one.case in values]
    found = figure(list(points(judged).values()), PREFERENCE)
    return found if found.n else None


def _won(verdicts: Verdicts, before: Case | None, after: Case) -> float | None:
    """1 where the later answer wins in both orders, 0 where it loses in both.

    Where the orders disagree the judge went by the place and not by the answer: that is a tie (as in MT-Bench, Zheng
    et al. 2023, arXiv 2306.05685).
    """
    asked = both_orders(before, after) if before else None
    behind, ahead = (verdicts.of(one) for one in asked) if asked else (None, None)
    if behind is None or ahead is None:
        return None
    wins = 1.0 - _WON[behind], _WON[ahead]
    return wins[0] if wins[0] == wins[1] else 0.5
