"""Whether answers follow what they cite: asked again without the cited passages, or with a figure of them changed."""

import re

from assistant.answer import Answer
from assistant.evaluation.metrics.citing import claims, share
from assistant.evaluation.metrics.supporting import Premise, support
from assistant.evaluation.scores import Aggregate, Case, Metric
from assistant.figures import find_figures
from knowledge.arabic import normalise


def states(text: str, figure: str) -> bool:
    """Whether a text holds a figure, written so or otherwise, and no other that is rounded to it.

    >>> states("It is 66.8 m long.", "66.8"), states("It is 166.8 m long.", "66.8"), states("Nine fly.", "9")
    (True, False, True)
    """
    words = re.escape(normalise(figure))
    if re.search(rf"(?<!\d)(?<!\d[.,]){words}(?!\d|[.,]\d)", normalise(text)):
        return True
    wanted = {(one.kind, one.value, one.high) for one in find_figures(figure)[:1]}
    return any((one.kind, one.value, one.high) in wanted for one in find_figures(text))


def _asserts(answer: Answer) -> str:
    return "\n\n".join(sentence.text for sentence in claims(answer))


def _causal(case: Case) -> float | None:
    """Of the sentences with a citation: those that the answer without the cited passages does not assert any more."""
    cited = [sentence.text for sentence in claims(case.answer) if sentence.citations]
    dropped = case.record.altered.get("drop")
    if dropped is None or not cited:
        return None
    said = _asserts(dropped)
    return share(not said or support(words, (Premise("", said),)) != "supported" for words in cited)


def _follows(case: Case) -> float | None:
    """Nothing is said of an answer that did not state the figure in the first place."""
    edited, answer = case.record.altered.get("edit"), case.answer
    if edited is None or case.record.edited is None or answer is None:
        return None
    was, became = case.record.edited
    if not states(_asserts(answer), was):
        return None
    said = _asserts(edited)
    return float(states(said, became) and not states(said, was))


METRICS: tuple[Metric, ...] = (
    Metric(
        name="causal_citation_rate",
        about="Cited sentences that the assistant no longer asserts once the passages it cited are gone.",
        source="Causal use of citations as in Wallat et al. 2024 (arXiv 2412.18004); assistant.support compares",
        of=_causal,
    ),
    Metric(
        name="context_following",
        about="Answers that state the new figure, and the old one no more, once it is changed in the cited passage.",
        source="Conflicts of knowledge by substitution, Longpre et al. 2021 (arXiv 2109.05052), for figures",
        of=_follows,
    ),
)
AGGREGATES: tuple[Aggregate, ...] = ()
