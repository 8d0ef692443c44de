"""The words of a passage that a citation shows. Pure."""

from knowledge.article import Passage
from knowledge.sentences import sentence_spans
from knowledge.words import terms

_WINDOW = 2
"""Sentences that a quote has at most: enough for a claim that joins two, short enough to be read at a glance."""
_SECOND_SENTENCE_ADDS = 0.12
"""How much more of the claim a second sentence must cover before the quote grows by it."""


def best_span(sentence: str, passage: Passage) -> tuple[int, int]:
    """The one or two neighbouring sentences of a passage that hold most of a sentence's words.

    Offsets count in the article's text, as the passage's own do.
    """
    wanted = set(terms(sentence, passage.language))
    spans = list(sentence_spans(passage.text)) or [(0, len(passage.text))]
    best, best_score = spans[0], -1.0
    for width in range(1, _WINDOW + 1):
        for at in range(len(spans) - width + 1):
            start, end = spans[at][0], spans[at + width - 1][1]
            held = wanted & set(terms(passage.text[start:end], passage.language))
            score = len(held) / (len(wanted) or 1) - _SECOND_SENTENCE_ADDS * (width - 1)
            if score > best_score:
                best, best_score = (start, end), score
    return passage.start + best[0], passage.start + best[1]
