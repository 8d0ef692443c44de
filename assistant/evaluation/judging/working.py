"""Asking a judge about many matters side by side; each verdict is kept at once, so that nothing is asked twice."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ChatModelFailed
from assistant.evaluation.judging.asking import Judge, Spent
from assistant.evaluation.judging.matters import Matter
from assistant.evaluation.judging.replies import Said
from assistant.evaluation.judging.verdicts import keep, key, known

CONCURRENCY = 4
PATIENCE = 4
"""So many requests in a row may fail before nothing more is asked."""

Say = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class Judging:
    """How judging went: matters in all, those that had been judged before, and what came of the others."""

    judge: str
    matters: int
    before: int = 0
    judged: int = 0
    unreadable: int = 0
    failed: int = 0
    calls: int = 0
    spent: bool = False
    failure: ChatModelFailed | None = None

    @property
    def left(self) -> int:
        """What still has no verdict and will be asked the next time."""
        return self.matters - self.before - self.judged - self.unreadable

    def told(self) -> str:
        """All of it in a line, or two where not everything was asked."""
        parts = [f"{self.judge} judged {self.judged} of {self.matters}"]
        parts += [f"{self.before} had been judged before"] if self.before else []
        parts += [f"{self.unreadable} without a verdict that can be read"] if self.unreadable else []
        text = f"{', '.join(parts)} ({self.calls} requests)."
        if self.spent:
            text += f"\nThe budget is used up; {self.left} are not judged. Judge again to go on."
        elif self.failure:
            text += f"\n{self.left} are not judged: {self.failure} {self.failure.hint}".rstrip()
        return text


def work(folder: Path, judge: Judge, matters: Iterable[Matter], say: Say) -> Judging:
    """Ask what has not been asked, and keep it in the run's folder."""
    different = list({matter.what: matter for matter in matters}.values())
    done = known(folder)
    new = [matter for matter in different if key(matter, judge.name) not in done]
    judging = Judging(judge=judge.name, matters=len(different), before=len(different) - len(new))
    if new:
        asyncio.run(_all(folder, judge, new, judging, say))
    judging.calls = judge.calls
    return judging


async def _all(folder: Path, judge: Judge, new: Sequence[Matter], judging: Judging, say: Say) -> None:
    bundles = _bundles(new)
    telling = _Telling(len(bundles), say)
    failing = _Failing()
    waiting = iter(bundles)
    await asyncio.gather(*(_some(folder, judge, waiting, judging, telling, failing) for _ in range(CONCURRENCY)))


def _bundles(new: Sequence[Matter]) -> list[list[Matter]]:
    """Each matter that takes a judge with those before it that take none, which are kept only along with it."""
    found: list[list[Matter]] = [[]]
    for matter in new:
        if found[-1] and not found[-1][-1].free:
            found.append([])
        found[-1].append(matter)
    if len(found) > 1 and found[-1][-1].free:
        last = found.pop()
        found[-1] += last
    return found


async def _some(
    folder: Path,
    judge: Judge,
    waiting: Iterator[list[Matter]],
    judging: Judging,
    telling: "_Telling",
    failing: "_Failing",
) -> None:
    for bundle in waiting:
        try:
            found = [(matter, free(matter) or await judge.judge(matter)) for matter in bundle]
        except Spent:
            judging.spent = True
            return
        except ChatModelFailed as error:
            judging.failed += 1
            judging.failure = error
            failing.in_a_row += 1
        else:
            failing.in_a_row = 0
            for matter, said in found:
                keep(folder, matter, judge.name, said)
                judging.judged += said is not None
                judging.unreadable += said is None
        telling.one(judging)
        if judging.spent or failing.in_a_row >= PATIENCE:
            return


def free(matter: Matter) -> Said | None:
    """The verdict that takes no judge."""
    return Said(dict.fromkeys(matter.names, matter.free)) if matter.free else None


@dataclass(slots=True)
class _Failing:
    in_a_row: int = 0


class _Telling:
    """A line every tenth of the way."""

    def __init__(self, of: int, say: Say) -> None:
        self._of = of
        self._say = say
        self._done = self._told = 0

    def one(self, judging: Judging) -> None:
        self._done += 1
        tenth = 10 * self._done // self._of
        if tenth > self._told and self._done < self._of:
            self._told = tenth
            bad = judging.unreadable + judging.failed
            self._say(f"judged {self._done}/{self._of}" + (f" · {bad} without a verdict" if bad else ""))
