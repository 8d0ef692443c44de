"""Shares of right, partly right, wrong and missing answers, and how much an answer says of a reference or of facts."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from assistant.evaluation.matching import holds
from assistant.evaluation.matching.normalising import telling
from assistant.evaluation.outcomes import abstains as abstains
from assistant.evaluation.outcomes import held_facts
from assistant.evaluation.outcomes import outcome as outcome
from assistant.evaluation.scores import Aggregate, Case, Metric, Outcome, Score

WRONG_COSTS = 1.0
"""What a wrong answer costs in the penalised score (λ); CRAG takes 1."""


def _is(which: Outcome) -> Callable[[Case], float | None]:
    def of(case: Case) -> float | None:
        return float(outcome(case)[0] == which) if case.expect.must_answer else None

    return of


def _worth(right: float, partly: float, none: float, wrong: float) -> Callable[[Case], float | None]:
    values = {"correct": right, "partial": partly, "wrong": wrong}

    def of(case: Case) -> float | None:
        # No answer after an error says as little as a refusal.
        return values.get(outcome(case)[0] or "", none) if case.expect.must_answer else None

    return of


def _references(case: Case) -> list[list[str]]:
    """Whole right answers in words: the reference, else the accepted answers that are words."""
    expect = case.expect
    texts = [expect.reference] if expect.reference else [one for one in expect.answers if isinstance(one, str)]
    return [words for text in texts if (words := telling(text))]


def _best(of: Callable[[list[str], list[str]], float]) -> Callable[[Case], float | None]:
    def best(case: Case) -> float | None:
        references = _references(case)
        if case.answer is None or not references or not case.expect.must_answer:
            return None
        said = telling(case.answer.text)
        return max(of(said, reference) for reference in references)

    return best


def _f1(said: list[str], reference: list[str]) -> float:
    shared = sum((Counter(said) & Counter(reference)).values())
    return 2 * shared / (len(said) + len(reference))


def _rouge_l(said: list[str], reference: list[str]) -> float:
    from rapidfuzz.distance import LCSseq

    return LCSseq.similarity(said, reference) / len(reference)


def _containment(case: Case) -> float | None:
    if case.answer is None or not case.expect.answers:
        return None
    return float(any(holds(one, case.answer.text) for one in case.expect.answers))


def _nuggets(okay: float, *, only_vital: bool = False) -> Callable[[Case], float | None]:
    """The share of facts that an answer holds, those that are only okay weighed so much."""

    def of(case: Case) -> float | None:
        weights = {"vital": 1.0, "okay": 0.0 if only_vital else okay}
        whole = sum(weights[fact.importance] for fact in case.expect.facts)
        if case.answer is None or not whole:
            return None
        said = "" if case.answer.refusal else case.answer.text
        return sum(weights[fact.importance] for fact in held_facts(case.expect.facts, said)) / whole

    return of


def _every_vital(case: Case) -> float | None:
    share = _nuggets(0.0, only_vital=True)(case)
    return None if share is None else float(share == 1)


def counts(scores: Sequence[Score], cases: Sequence[Case]) -> Counter[str]:
    """How the valid questions with a checkable answer came out; `error` where none came."""
    return Counter(score.outcome or "error" for _, score in _valid(cases, scores))


def _valid(cases: Sequence[Case], scores: Sequence[Score]) -> Iterator[tuple[Case, Score]]:
    for case, score in zip(cases, scores, strict=True):
        if case.expect.must_answer and score.why not in ("invalid_gold", "not_in_library"):
            yield case, score


def _answerable(cases: Sequence[Case], scores: Sequence[Score]) -> Sequence[Case]:
    return [case for case, _ in _valid(cases, scores)]


def _attempted(cases: Sequence[Case], scores: Sequence[Score]) -> Sequence[Case]:
    return [case for case, score in _valid(cases, scores) if score.outcome not in (None, "abstained")]


def _cga(cases: Sequence[Case], scores: Sequence[Score]) -> float | None:
    found = counts(scores, cases)
    attempted = found["correct"] + found["partial"] + found["wrong"]
    return found["correct"] / attempted if attempted else None


def _simpleqa_f(cases: Sequence[Case], scores: Sequence[Score]) -> float | None:
    found = counts(scores, cases)
    # The harmonic mean of correct / N and correct / attempted.
    attempted = found["correct"] + found["partial"] + found["wrong"]
    return 2 * found["correct"] / (found.total() + attempted) if found.total() else None


_SQUAD, _NUGGETS = "SQuAD (Rajpurkar et al. 2016)", "AutoNuggetizer (TREC RAG 2024)"
_CRAG, _SIMPLEQA = "CRAG (Yang et al. 2024)", "SimpleQA (Wei et al. 2024)"

METRICS: tuple[Metric, ...] = (
    Metric(name="correct", about="The answer says all that was expected.", source=_SIMPLEQA, of=_is("correct")),
    Metric(
        name="partial",
        about="The answer says a part of what was expected.",
        source=_CRAG,
        of=_is("partial"),
        higher=False,
    ),
    Metric(
        name="wrong",
        about="The answer says something else than expected.",
        source=_SIMPLEQA,
        of=_is("wrong"),
        higher=False,
    ),
    Metric(
        name="abstained", about="The question was not answered.", source=_SIMPLEQA, of=_is("abstained"), higher=False
    ),
    Metric(
        name="right_answers",
        about="Share of answerable questions answered right.",
        source="AeroCite",
        of=_is("correct"),
    ),
    Metric(
        name="exact_match",
        about="The answer has the words of a right one and no other.",
        source=_SQUAD,
        of=_best(lambda said, reference: float(said == reference)),
    ),
    Metric(name="token_f1", about="How many words the answer and a right one share.", source=_SQUAD, of=_best(_f1)),
    Metric(
        name="containment",
        about="The answer holds one of the accepted answers.",
        source="RGB (Chen et al. 2023)",
        of=_containment,
    ),
    Metric(
        name="rouge_l",
        about="How much of a right answer's words the answer has in their order.",
        source="ROUGE-L recall (Lin 2004)",
        of=_best(_rouge_l),
    ),
    Metric(
        name="vital_facts",
        about="Share of the vital facts that the answer holds; without a judge a fact is held or is not.",
        source=_NUGGETS,
        of=_nuggets(0.0, only_vital=True),
    ),
    Metric(name="vital_facts_strict", about="The answer holds every vital fact.", source="AeroCite", of=_every_vital),
    Metric(name="all_facts", about="Share of all facts that the answer holds.", source=_NUGGETS, of=_nuggets(1.0)),
    Metric(
        name="weighted_facts",
        about="Share of the facts that the answer holds, those that are not vital counted half.",
        source="open-rag-eval (Vectara)",
        of=_nuggets(0.5),
    ),
    Metric(
        name="penalised",
        about="Truthfulness: 1 for a right answer, a half for a part of it, 0 for none, -1 for a wrong one.",
        source=_CRAG,
        of=_worth(1.0, 0.5, 0.0, -WRONG_COSTS),
        unit="score",
    ),
    Metric(
        name="crag_published",
        about="Right answers less wrong ones, as CRAG's published program counts: a part of an answer is a wrong one.",
        source="CRAG, local_evaluation.py",
        of=_worth(1.0, -1.0, 0.0, -1.0),
        unit="score",
    ),
)
AGGREGATES: tuple[Aggregate, ...] = (
    Aggregate(
        name="cga",
        about="Right answers among the questions that were answered.",
        source=_SIMPLEQA,
        of=_cga,
        counted=_attempted,
    ),
    Aggregate(
        name="simpleqa_f",
        about="Harmonic mean of right answers among all questions and among those answered.",
        source=_SIMPLEQA,
        of=_simpleqa_f,
        counted=_answerable,
        unit="score",
    ),
)
