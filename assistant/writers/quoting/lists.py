"""A list of an article as the answer to a question for several things."""

from collections.abc import Sequence

from assistant.writers import Quotation
from assistant.writers.quoting.asked import Asked
from assistant.writers.quoting.choices import Choice, sentence
from assistant.writers.quoting.named import names_present
from assistant.writers.quoting.prose import lists, pieces
from assistant.writers.quoting.reading import wants_list
from assistant.writers.quoting.words import coverage, shared
from knowledge.article import Passage

MOST_ITEMS = 12
LEAST = 0.5
"""The share of the question's words that what announces a list must have, with the titles above it."""


def listed(asked: Asked, choices: Sequence[Choice], passages: Sequence[Passage]) -> list[Quotation]:
    """The list that was asked for, with what announces it in front; nothing if no list fits better than a sentence."""
    if not wants_list(asked.text) or not choices:
        return []
    best = choices[0]
    least = max(LEAST, coverage(asked, sentence(best.passage, best.text)) - 0.15)
    found = max(_fitting(asked, passages, least), key=lambda one: one[0], default=None)
    return _quoted(found[1], passages[found[1] - 1], found[2], found[3]) if found else []


def _fitting(asked: Asked, passages: Sequence[Passage], least: float) -> list[tuple[float, int, int | None, list[int]]]:
    found = []
    for place, passage in enumerate(passages, start=1):
        for intro, items in lists(passage):
            # What stands under a heading is announced by it.
            said = _text(passage, intro) if intro is not None else " ".join(passage.headings[-1:])
            here = sentence(passage, said)
            fit = coverage(asked, here)
            telling = shared(asked.stems(passage.language), here.stems)
            if fit >= least and telling and names_present(asked, here):
                found.append((fit - 0.02 * place, place, intro, items))
    return found


def _text(passage: Passage, at: int) -> str:
    piece = pieces(passage)[at]
    return passage.text[piece.start : piece.end]


def _quoted(place: int, passage: Passage, intro: int | None, items: Sequence[int]) -> list[Quotation]:
    all_of_it, at = pieces(passage), passage.start
    heads = [all_of_it[intro]] if intro is not None else []
    rest = (all_of_it[item] for item in items[:MOST_ITEMS])
    return [
        *(Quotation(place, at + one.start, at + one.end) for one in heads),
        *(Quotation(place, at + one.start, at + one.end, form="item") for one in rest),
    ]


def from_list(choice: Choice) -> list[Quotation]:
    """An item that is no sentence of its own, behind what announces it; nothing for anything else."""
    for intro, items in lists(choice.passage):
        if intro is not None and choice.at in items:
            return _quoted(choice.candidate.passage, choice.passage, intro, [choice.at])
    return []
