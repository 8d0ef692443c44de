"""Whether the figures, dates and names of a sentence stand in what it cites; no expected answer is needed."""

from collections.abc import Callable

from assistant.answer import Answer, Citation, Sentence
from assistant.evaluation.scores import Aggregate, Case, Metric
from assistant.support.matching import is_given, is_named
from assistant.support.reading import Reading, read

Judged = Callable[[Reading, Reading], list[bool]]
"""A sentence and what it cites → of each thing looked at, whether it stands there."""


def _share(judged: Judged) -> Callable[[Case], float | None]:
    """The mean over the claims of the share of what is looked at that stands in what they cite."""

    def of(case: Case) -> float | None:
        answer = case.answer
        if answer is None or answer.refusal is not None or not answer.citations:
            return None
        shares = []
        for sentence in answer.sentences:
            found = judged(read(sentence.text), _evidence(case, answer, sentence)) if sentence.kind == "claim" else []
            if found:
                shares.append(sum(found) / len(found))
        return sum(shares) / len(shares) if shares else None

    return of


def _evidence(case: Case, answer: Answer, sentence: Sentence) -> Reading:
    """What a sentence cites: the words quoted and the passages around them, with their titles."""
    texts, titles = list[str](), list[str]()
    for place, citation in enumerate(answer.citations):
        if citation.number in sentence.citations:
            texts += _cited(case, answer, place, citation)
            titles.append(citation.title)
    return read("\n\n".join(dict.fromkeys(texts)), None, "\n".join(dict.fromkeys(titles)))


def _cited(case: Case, answer: Answer, place: int, citation: Citation) -> list[str]:
    if place < len(case.record.held):
        held = case.record.held[place]
        return [text for text in (held.quote, held.passage) if text] if held else []
    around = [
        passage.text
        for passage in answer.passages
        if passage.article_id == citation.article_id and passage.start <= citation.start and citation.end <= passage.end
    ]
    return [citation.quote, *around]


def _figures(claim: Reading, evidence: Reading) -> list[bool]:
    return [is_given(figure, evidence) for figure in claim.figures if not figure.is_day]


def _dates(claim: Reading, evidence: Reading) -> list[bool]:
    return [is_given(figure, evidence) for figure in claim.figures if figure.is_day]


def _names(claim: Reading, evidence: Reading) -> list[bool]:
    return [is_named(item.mention, evidence) for item in claim.items if item.mention]


_SOURCE = "AeroCite; literal look-up as in grounded-check and corroborate"

METRICS: tuple[Metric, ...] = (
    Metric(
        name="number_consistency",
        about="Share of a sentence's figures that stand in what it cites; none do where it cites nothing.",
        source=_SOURCE,
        of=_share(_figures),
    ),
    Metric(
        name="date_consistency",
        about="Share of a sentence's dates that stand in what it cites; none do where it cites nothing.",
        source=_SOURCE,
        of=_share(_dates),
    ),
    Metric(
        name="name_consistency",
        about="Share of a sentence's aviation names that stand in what it cites, under any of their spellings.",
        source=_SOURCE,
        of=_share(_names),
    ),
)
AGGREGATES: tuple[Aggregate, ...] = ()
