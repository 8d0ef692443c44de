"""A chat model as the judge of a run: support, facts, correctness, and which of two runs answers better.

Optional, and never the only evidence: a judge is no oracle. GPT-4o and NIST's assessors agreed on 56 % of three-level
support labels (arXiv 2504.15205). Its verdicts are kept beside the answers and become figures with an interval, which
labels by people calibrate (`calibration`).
"""

from hashlib import sha256
from pathlib import Path

from assistant.evaluation.judging.calibration import calibration as calibration
from assistant.evaluation.judging.matters import Matter, both_orders, matters
from assistant.evaluation.judging.working import Judging as Judging
from assistant.evaluation.judging.working import Say, work
from assistant.evaluation.runs import Run, load_run
from assistant.evaluation.scores import Case
from assistant.settings import Settings

NO_JUDGE = "There is no judge: AEROCITE_JUDGE_MODEL is not set. Everything else is scored."


def judge_run(folder: Path, settings: Settings, *, say: Say, max_calls: int | None = None) -> Judging | None:
    """Ask the judge about every answer of a run that it has not judged yet; None where no judge is set.

    `max_calls` bounds the requests; what is left over is asked the next time.
    """
    if not settings.judge_model:
        say(NO_JUDGE)
        return None
    run = load_run(folder)
    asked = [one for case in _by_chance(run) for one in matters(case)]
    return _judged(folder, settings, asked, (run,), say, max_calls)


def judge_pairs(
    before: Path, after: Path, settings: Settings, *, say: Say, max_calls: int | None = None
) -> Judging | None:
    """Ask the judge which of two runs answers better, each pair of answers in both orders. Kept with the later run."""
    if not settings.judge_model:
        say(NO_JUDGE)
        return None
    runs = load_run(before), load_run(after)
    earlier = {case.record.case: case for case in runs[0].cases()}
    asked: list[Matter] = []
    for case in _by_chance(runs[1]):
        if (old := earlier.get(case.record.case)) and (found := both_orders(old, case)):
            asked += found
    return _judged(after, settings, asked, runs, say, max_calls)


def _by_chance(run: Run) -> list[Case]:
    """The cases in an order that means nothing, so that those which a budget allows are a fair sample."""
    return sorted(run.cases(), key=lambda case: sha256(case.record.case.encode()).digest())


def _judged(
    folder: Path, settings: Settings, asked: list[Matter], runs: tuple[Run, ...], say: Say, max_calls: int | None
) -> Judging:
    from assistant.evaluation.judging.asking import Judge

    judge = Judge(settings, budget=max_calls)
    if any(_bare(judge.name) in map(_bare, _writers(run)) for run in runs):
        say(f"{judge.name} also wrote the answers, and models favour what they wrote. Let another model judge.")
    judging = work(folder, judge, asked, say)
    say(judging.told())
    return judging


def _writers(run: Run) -> set[str]:
    written = {record.answer.model for record in run.records if record.answer}
    return {model for model in (run.manifest.model, *written) if model}


def _bare(model: str) -> str:
    """A model without its provider, as some systems name it.

    >>> _bare("openai:gpt-5-mini") == _bare("gpt-5-mini")
    True
    """
    return model.partition(":")[2] or model
