"""Clauses of a sentence, and which of several spans in it the question's words stand beside."""

import re
from collections.abc import Sequence

from assistant.figures import mentions
from assistant.writers.quoting.asked import Asked
from assistant.writers.quoting.named import begins_with_another, is_nearer_another, strangers
from assistant.writers.quoting.words import Sentence, Span, shared, stems

_CLEARLY = 0.3
"""How much more of the question a span must have than the next one."""
OPENING = 5
"""Words at the beginning of a sentence that tell its subject."""
ASTRAY = 0.2
"""What a sentence loses that speaks of a part of the asked thing, or first of another."""
_BREAK = {
    "ar": re.compile(r"[،؛,;]\s|\s(?:بينما|لكن|غير أن|في حين|أما|مقابل|على أن|أن|إن|التي|الذي|حيث|إذ)\s|\sو(?=\S)"),
    "en": re.compile(
        r"[,;:—–]\s|\s(?:and|but|while|whereas|although|though|because|that|which|who|where|or|after|before|until|since)\s"
    ),
}


def clauses(sentence: Sentence) -> list[Span]:
    """The clauses of a sentence; a comma inside a number breaks nothing.

    >>> text = "The first flew in 1967, and the second in 1968."
    >>> [text[a:b] for a, b in clauses(Sentence(text, "en"))]
    ['The first flew in 1967, ', 'and the second in 1968.']
    """
    found, at = list[Span](), 0
    for mark in _BREAK.get(sentence.language, _BREAK["en"]).finditer(sentence.text):
        stop = mark.start() + 1 if mark[0][0] in " \n" else mark.end()
        if stop > at:
            found.append((at, stop))
            at = stop
    return [*found, (at, len(sentence.text))]


def best(spans: Sequence[Span], asked: Asked, sentence: Sentence) -> Span | None:
    """The span whose clause holds most of the question's words; None where two compete.

    Words that stand in other clauses too say nothing, and those before the first span may belong to all of them.
    """
    wanted = asked.stems(sentence.language) | asked.aspect.stems(sentence.language)
    own = [_clause(sentence, span) for span in spans]
    held = [shared(wanted, stems(sentence.text[slice(*clause)], sentence.language)) for clause in own]
    lead_in = shared(wanted, stems(sentence.text[: min(spans)[0]], sentence.language)) if spans else frozenset()
    ranked = list[tuple[float, Span]]()
    for span, clause, words in zip(spans, own, held, strict=True):
        if not (strangers(asked, sentence.text[slice(*clause)]) or is_nearer_another(asked, sentence, span, clause)):
            others = frozenset[str]().union(*(held[at] for at in range(len(own)) if own[at] != clause))
            first = words & lead_in if clause == own[0] else frozenset()
            worth = len(words - others - first) + len(first - others) / 4
            ranked.append((worth, span))
    ranked.sort(reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _CLEARLY):
        return None
    return ranked[0][1]


def bond(asked: Asked, sentence: Sentence, span: Span) -> float:
    """How closely a span stands beside the question's words, 0 to 1."""
    wanted = asked.stems(sentence.language) | asked.aspect.stems(sentence.language)
    words = stems(sentence.text[slice(*_clause(sentence, span))], sentence.language)
    # What a sentence begins with is the subject of all its clauses.
    words |= stems(" ".join(sentence.text.split()[:OPENING]), sentence.language)
    exact = not asked.names or any(one.id == other.id for one in asked.names for other in mentions(sentence.text))
    astray = 0.0 if exact and not begins_with_another(asked, sentence) else ASTRAY
    return asked.share(shared(wanted, words), wanted) - astray


def _clause(sentence: Sentence, span: Span) -> Span:
    return next(one for one in clauses(sentence) if one[0] <= span[0] < one[1])
