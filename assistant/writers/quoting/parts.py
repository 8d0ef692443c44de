"""A question of several parts: each part gets its quotation, in the order in which they were asked."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.writers import Material, Part, Quotation

MOST = 4
"""Quotations of all parts together, items of a list and rows of a table not counted."""

Quote = Callable[[Material], list[Quotation]]


def in_turn(material: Material, stated: Quote, close: Quote) -> list[Quotation]:
    """What each part is answered with, or where nothing states the answer, what comes closest to it."""
    found = list[Quotation]()
    room = max(1, MOST // (len(material.parts) or 1))
    for part in material.parts:
        if part.weighed.standing != "none":
            quote = stated if part.weighed.standing == "stated" else close
            found += _new(_first(quote(_alone(material, part)), room), found, material)
    return found


def _alone(material: Material, part: Part) -> Material:
    question = replace(material.question, text=part.question)
    return replace(material, question=question, weighed=part.weighed, parts=())


def _first(quoted: Sequence[Quotation], room: int) -> list[Quotation]:
    """The best quotations: a lead or a list needs nothing beside it."""
    if not quoted or quoted[0].lead:
        return list(quoted[:1])
    if any(one.form != "sentence" for one in quoted):
        return list(quoted)
    return list(quoted[:room])


def _new(quoted: Sequence[Quotation], known: Sequence[Quotation], material: Material) -> list[Quotation]:
    """What is not quoted yet: a sentence that answers two parts is quoted once."""
    rest = (_beyond(one, known, material) for one in quoted)
    return [one for one in rest if not any(_overlap(one, other) for other in known)]


def _beyond(one: Quotation, known: Sequence[Quotation], material: Material) -> Quotation:
    """A quotation without the sentences at its head that are quoted already, if it goes on behind them."""
    ends = [other.end for other in known if _overlap(one, other) and other.start <= one.start < other.end < one.end]
    if not ends or one.lead:
        return one
    passage = material.passages[one.passage - 1]
    text = passage.text[max(ends) - passage.start : one.end - passage.start]
    return replace(one, start=one.end - len(text.lstrip())) if text.strip() else one


def _overlap(one: Quotation, other: Quotation) -> bool:
    return one.passage == other.passage and one.start < other.end and other.start < one.end
