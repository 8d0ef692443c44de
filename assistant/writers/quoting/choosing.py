"""Which sentences are quoted, best first, and which of them gives the direct answer."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.figures import agree, find_figures, mentions
from assistant.writers.quoting.asked import Asked
from assistant.writers.quoting.choices import Choice, sentence
from assistant.writers.quoting.clauses import bond
from assistant.writers.quoting.leads import lead
from assistant.writers.quoting.named import strangers
from assistant.writers.quoting.prose import is_whole
from assistant.writers.quoting.words import coverage, stems

MOST = 4
"""Sentences that an answer quotes at most."""
NEAR = 0.80
"""A further passage is quoted when its best sentence scores at least this share of the best of all."""
SECOND = 0.65
"""Two further sentences of the best passage are quoted when they score at least this share of the first."""
BESIDE_A_LEAD = 0.9
"""What has a direct answer in front needs little more: one further sentence that is nearly as good."""
LEADING = 0.6
"""A sentence whose score is below this share of the best gives no direct answer."""
EQUAL = 0.04
"""Two direct answers that differ and are bound this equally leave it open which one is right."""
ALIKE = 0.6
"""The share of words from which two sentences with the same figures say the same."""

_OLDER = re.compile(
    r"\b(?:older|earlier|former|formerly|previous|previously|original|originally|no longer|used to|initially|"
    r"(?:was|were|been) planned|proposed|would|السابق|سابقا|كان مخططا|أصلا)\b",
    re.IGNORECASE,
)


def answering(asked: Asked, choices: Sequence[Choice]) -> Choice | None:
    """The sentence that answers directly, if one does so better than all others."""
    least = LEADING * choices[0].candidate.score if choices else 0.0
    found = [one for choice in choices if choice.candidate.score >= least and (one := _led(asked, choice, choices[0]))]
    found.sort(key=lambda one: -one.bond)
    if not found:
        return None
    first = found[0]
    if first.contested:
        return None
    same = [one for one in found[1:] if _same(first, one)]
    rivals = [one for one in found[1:] if one not in same and first.bond - one.bond < EQUAL]
    if rivals and not same:
        return None
    others = [
        one.words for one in same if one.passage.article_id != first.passage.article_id and one.bond > 0.8 * first.bond
    ]
    return replace(first, also=tuple(others[:2]))


def _led(asked: Asked, choice: Choice, best: Choice) -> Choice | None:
    here = sentence(choice.passage, choice.text)
    span = lead(asked, here)
    if span is None or (asked.shape == "figure" and _OLDER.search(choice.text) and not _OLDER.search(asked.text)):
        return None
    score = choice.candidate.score / best.candidate.score if best.candidate.score > 0 else 0.0
    closeness = 0.4 * coverage(asked, here) + 0.3 * bond(asked, here, span) + 0.3 * score
    return replace(choice, lead=span, bond=closeness)


def _same(one: Choice, other: Choice) -> bool:
    """Whether two sentences give the same direct answer."""
    first, second = (choice.text[slice(*choice.lead)] for choice in (one, other) if choice.lead)
    if first.lower() in second.lower() or second.lower() in first.lower():
        return True
    if {one.id for one in mentions(first)} & {one.id for one in mentions(second)}:
        return True
    figures = find_figures(first), find_figures(second)
    return bool(figures[0] and figures[1]) and agree(figures[0][0], figures[1][0])


def choose(asked: Asked, choices: Sequence[Choice]) -> list[Choice]:
    """The sentences to be quoted, the one that answers first, what says the same merged into one."""
    first = answering(asked, choices) or next(iter(choices), None)
    if first is None:
        return []
    chosen = [first]
    best = choices[0].candidate.score
    said = {first.words, *first.also}
    for choice in choices:
        if choice.words in said:
            continue
        twin = next((at for at, one in enumerate(chosen) if alike(one, choice)), None)
        if twin is not None:
            chosen[twin] = _merged(chosen[twin], choice)
        elif len(chosen) < MOST and _adds(asked, choice, chosen, best):
            chosen.append(choice)
    return chosen


def _adds(asked: Asked, choice: Choice, chosen: Sequence[Choice], best: float) -> bool:
    same = sum(one.passage is choice.passage for one in chosen)
    main = choice.passage is chosen[0].passage
    least, room = (SECOND, 3) if main else (NEAR, 2)
    if chosen[0].lead:
        least, room = BESIDE_A_LEAD, room if _goes_with(asked, choice) and len(chosen) < 2 else 0
    fits = (
        same < room
        and choice.candidate.score >= least * best
        and (choice.piece.kind != "item" or is_whole(choice.text))
    )
    return fits and not strangers(asked, choice.text) and not any(_repeats(choice.text, one.text) for one in chosen)


def _goes_with(asked: Asked, choice: Choice) -> bool:
    """Whether a sentence tells more of what was asked, without another answer of its own."""
    here = sentence(choice.passage, choice.text)
    told = asked.aspect.stems(here.language)
    on_it = not told or bool(told & here.stems)
    return on_it and coverage(asked, here) >= BESIDE_A_LEAD and lead(asked, here) is None


def _repeats(text: str, other: str) -> bool:
    first, second = set(text.lower().split()), set(other.lower().split())
    return len(first & second) > 0.7 * min(len(first), len(second))


def alike(one: Choice, other: Choice) -> bool:
    """Whether two sentences of different articles say the same: most words, and all figures."""
    if one.passage.article_id == other.passage.article_id or one.passage.language != other.passage.language:
        return False
    first, second = (stems(choice.text, choice.passage.language) for choice in (one, other))
    if len(first & second) < ALIKE * len(first | second):
        return False
    figures = [{(one.kind, round(one.value, 3), one.unit) for one in find_figures(text.text)} for text in (one, other)]
    return figures[0] == figures[1]


def _merged(one: Choice, other: Choice) -> Choice:
    known = {words[0] for words in (one.words, *one.also)}
    return one if other.words[0] in known or len(one.also) > 1 else replace(one, also=(*one.also, other.words))
