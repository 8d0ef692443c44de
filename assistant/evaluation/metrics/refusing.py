"""Whether what cannot be answered is refused, for the right reason, and nothing else is."""

from collections.abc import Callable, Sequence

from assistant.evaluation.outcomes import abstains, outcome
from assistant.evaluation.scores import Aggregate, Case, Metric, Score


def refused_right(case: Case) -> bool:
    """Whether an answer refuses for an expected reason, or for any where none is given.

    Showing only the closest passage counts where the library is expected to hold nothing. A refusal of a system that
    names no reasons cannot be held against it.
    """
    answer, expected = case.answer, case.expect.refusal
    if answer is None or not abstains(answer):
        return False
    if answer.refusal is not None:
        return not expected or answer.refusal.type in expected
    if any(note.type == "closest_only" for note in answer.notes):
        return not expected or "not_in_library" in expected
    return True


def _must_refuse(of: Callable[[Case], float | None]) -> Callable[[Case], float | None]:
    return lambda case: of(case) if case.expect.must_refuse and case.answer is not None else None


def _abstained(case: Case) -> float | None:
    return float(outcome(case)[0] == "abstained")


def _outright(case: Case) -> float | None:
    answer = case.answer
    closest = answer is not None and any(note.type == "closest_only" for note in answer.notes)
    return float(answer is not None and abstains(answer) and (answer.refusal is not None or not closest))


def _type(case: Case) -> float | None:
    if case.answer is None or case.answer.refusal is None or not case.expect.refusal:
        return None
    return float(case.answer.refusal.type in case.expect.refusal)


def _false_refusal(case: Case) -> float | None:
    return _abstained(case) if case.expect.must_answer and case.answer is not None else None


def _false_answer(case: Case) -> float | None:
    return float(case.answer is not None and not abstains(case.answer))


def _counted(cases: Sequence[Case], scores: Sequence[Score]) -> tuple[int, int, int, int]:
    """Refused and answered of those to be refused, refused and answered of those to be answered."""
    found = [0, 0, 0, 0]
    for case, score in zip(cases, scores, strict=True):
        # Invalid questions and errors have no outcome.
        if score.outcome is not None and ((answerable := case.expect.must_answer) or case.expect.must_refuse):
            found[2 * answerable + (score.outcome != "abstained")] += 1
    return found[0], found[1], found[2], found[3]


def _counting(
    *, refused: bool = False, to_be: bool = False
) -> Callable[[Sequence[Case], Sequence[Score]], Sequence[Case]]:
    """The cases that count: those refused only, those to be refused only, or all that are one or the other."""

    def of(cases: Sequence[Case], scores: Sequence[Score]) -> Sequence[Case]:
        known = ((case, score.outcome) for case, score in zip(cases, scores, strict=True) if score.outcome is not None)
        return [
            case
            for case, came in known
            if (case.expect.must_refuse or (case.expect.must_answer and not to_be))
            and (came == "abstained" or not refused)
        ]

    return of


def _precision(cases: Sequence[Case], scores: Sequence[Score]) -> float | None:
    rightly, _, falsely, _ = _counted(cases, scores)
    return rightly / (rightly + falsely) if rightly + falsely else None


def _recall(cases: Sequence[Case], scores: Sequence[Score]) -> float | None:
    rightly, missed, _, _ = _counted(cases, scores)
    return rightly / (rightly + missed) if rightly + missed else None


def _f1(cases: Sequence[Case], scores: Sequence[Score]) -> float | None:
    rightly, missed, falsely, _ = _counted(cases, scores)
    return 2 * rightly / (2 * rightly + missed + falsely) if rightly + missed else None


def _f1_gr(cases: Sequence[Case], scores: Sequence[Score]) -> float | None:
    rightly, missed, falsely, answered = _counted(cases, scores)
    if not (rightly + missed and falsely + answered):
        return None
    refusing = 2 * rightly / (2 * rightly + missed + falsely)
    return (refusing + 2 * answered / (2 * answered + missed + falsely)) / 2


_RGB, _TRUST, _OWN = "RGB (Chen et al. 2023)", "Trust-Score (Song et al. 2024)", "AeroCite"

METRICS: tuple[Metric, ...] = (
    Metric(
        name="rejection",
        about="Share of the questions to be refused that were refused or answered by the closest passage only.",
        source=_RGB,
        of=_must_refuse(_abstained),
    ),
    Metric(
        name="refused_outright",
        about="Share of the questions to be refused that were refused with no passage shown in its place.",
        source=_OWN,
        of=_must_refuse(_outright),
    ),
    Metric(
        name="refusal_type",
        about="Share of the refusals that give an expected reason.",
        source=_OWN,
        of=_must_refuse(_type),
    ),
    Metric(
        name="refusal_right",
        about="Share of the questions to be refused that were refused for an expected reason.",
        source=_OWN,
        of=_must_refuse(lambda case: float(outcome(case)[0] == "abstained" and refused_right(case))),
    ),
    Metric(
        name="false_refusal",
        about="Share of the answerable questions that were refused.",
        source=_RGB,
        of=_false_refusal,
        higher=False,
    ),
    Metric(
        name="false_answer",
        about="Share of the questions to be refused that were answered.",
        source=_RGB,
        of=_must_refuse(_false_answer),
        higher=False,
    ),
)
AGGREGATES: tuple[Aggregate, ...] = (
    Aggregate(
        name="refusal_precision",
        about="Share of the refusals that were called for.",
        source=_TRUST,
        of=_precision,
        counted=_counting(refused=True),
    ),
    Aggregate(
        name="refusal_recall",
        about="Share of what was to be refused that was.",
        source=_TRUST,
        of=_recall,
        counted=_counting(to_be=True),
    ),
    Aggregate(
        name="refusal_f1",
        about="Harmonic mean of refusal precision and recall.",
        source=_TRUST,
        of=_f1,
        unit="score",
        counted=_counting(),
    ),
    Aggregate(
        name="f1_gr",
        about="Mean of the F1 of refusing what must be refused and of answering what can be answered.",
        source=_TRUST,
        of=_f1_gr,
        unit="score",
        counted=_counting(),
    ),
)
