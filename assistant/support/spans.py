"""The words of a text that support a claim best."""

from assistant.support.overlap import WINDOW, coverage
from assistant.support.reading import language_of, read

_EACH_MORE_ADDS = 0.12
"""How much more of the claim another sentence must cover before the span grows by it."""


def supporting_span(claim: str, text: str, language: str | None = None) -> tuple[int, int]:
    """Start and end of the one to three neighbouring sentences of a text that hold most of a claim.

    >>> text = "It first flew in 2013. It is 66.8 m long. It seats 350."
    >>> text[slice(*supporting_span("The A350 has a length of 66.8 m.", text))]
    'It is 66.8 m long.'
    """
    evidence = read(text, language or language_of(text))
    spans = evidence.spans or [(0, len(text))]
    held = coverage(read(claim, evidence.language), evidence)
    total = sum(weight for weight, _ in held) or 1.0
    best, best_score = spans[0], 0.0
    for width in range(1, WINDOW + 1):
        for first in range(len(spans) - width + 1):
            here = sum(weight for weight, mask in held if mask >> first & (1 << width) - 1)
            score = here / total - _EACH_MORE_ADDS * (width - 1)
            if score > best_score + 1e-9:
                best, best_score = (spans[first][0], spans[first + width - 1][1]), score
    return best
