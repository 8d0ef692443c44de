"""Whether a sentence speaks of the things that a question names, and not of their rivals."""

import re
from collections.abc import Sequence

from assistant.figures import mentions
from assistant.writers.quoting.asked import Asked
from assistant.writers.quoting.words import Sentence, Span, stems
from knowledge.identifiers import Mention, Names

_NEEDED = frozenset({"aircraft", "engine", "airline", "airport", "flight", "city"})
"""Names that an answer cannot do without; an authority or a term may be spoken of in other words."""
_RIVALS = (_NEEDED | {"authority"}) - {"city"}
_PROPER = re.compile(r"(?<![\w-])[A-ZÀ-Þ][\w’'-]*[A-Za-z][\w’'-]*(?: [A-ZÀ-Þ][\w’'-]+)*")
_PRODUCTS = frozenset({"aircraft", "engine"})
_REST = re.compile(r"-\w+")
_SUBJECT = 12
"""Code points within which a subject begins."""
_NUMBER = re.compile(r"\b\d+\b")


def names_present(asked: Asked, sentence: Sentence) -> bool:
    """Whether everything that the question names is named in the sentence or above it."""
    here = {_plain(id) for one in (*mentions(sentence.text), *mentions(sentence.above)) for id in family(one)}
    if not _proper_present(asked, sentence):
        return False
    if not all(_whole(asked.text, one).lower() in f"{sentence.text} {sentence.above}".lower() for one in _cut(asked)):
        return False
    numbers = {f"flight:{number}" for number in _NUMBER.findall(f"{sentence.text} {sentence.above}")}
    return all(_plain(one.id) in here | numbers for one in asked.names if _is_needed(one))


def _cut(asked: Asked) -> list[Mention]:
    """The names in a question that go on in a way that no table knows: "A350-800"."""
    return [one for one in asked.names if one.kind in _PRODUCTS and _whole(asked.text, one) != one.text]


def _whole(text: str, one: Mention) -> str:
    more = _REST.match(text, one.end)
    return text[one.start : more.end()] if more else one.text


def begins_with_another(asked: Asked, sentence: Sentence) -> bool:
    """Whether the subject of a sentence is another product than the one that was asked about."""
    wanted = {one.id for one in asked.names if one.kind in _PRODUCTS}
    kinds = _PRODUCTS - asked.kinds
    first = next((one for one in mentions(sentence.text) if one.kind in kinds), None)
    return bool(wanted) and first is not None and first.start < _SUBJECT and first.id not in wanted


def _is_needed(one: Mention) -> bool:
    """Whether an answer cannot do without a name: a thing, or a term that is written as a name ("ReFuelEU")."""
    return one.kind in _NEEDED or (one.kind == "term" and sum(map(str.isupper, one.text)) > 1)


def _proper_present(asked: Asked, sentence: Sentence) -> bool:
    """Whether names that no table knows are there too, at least by half of their words: "ReFuelEU"."""
    text, here = asked.text, stems(f"{sentence.text} {sentence.above}", "en")
    for run in _PROPER.finditer(text):
        known = any(one.start < run.end() and run.start() < one.end for one in asked.names)
        wanted = stems(run[0], "en")
        if not known and run.start() and 2 * len(wanted & here) < len(wanted):
            return False
    return True


def is_nearer_another(asked: Asked, sentence: Sentence, span: Span, clause: Span) -> bool:
    """Whether another aircraft or engine than the one in the question stands nearest to a span."""
    kinds = {one.kind for one in asked.names} & {"aircraft", "engine", "airport"}
    wanted = {one.id for one in asked.names}
    start, stop = clause
    beside = [
        (max(one.start - span[1], span[0] - one.end), not wanted & set(family(one)))
        for one in mentions(sentence.text)
        if one.kind in kinds and start <= one.start < stop and not span[0] <= one.start < span[1]
    ]
    if asked.shape == "name" and not beside:
        return strangers(asked, sentence.text) or any(
            one.kind in kinds and not wanted & set(family(one)) for one in mentions(sentence.text)
        )
    return bool(beside) and min(beside)[1]


def strangers(asked: Asked, text: str) -> bool:
    """Whether a clause names another thing of a kind that the question names, and not that one."""
    here = mentions(text)
    return any(_stranger(kind, asked, here) for kind in {one.kind for one in asked.names} & _RIVALS)


def _stranger(kind: str, asked: Asked, here: Sequence[Mention]) -> bool:
    wanted = [one for one in asked.names if one.kind == kind]
    known = {_plain(one.id) for one in wanted}
    wider = {_plain(id) for one in wanted for id in family(one)}
    beside = [one for one in here if one.kind == kind]
    return any(_plain(one.id) not in wider for one in beside) and not any(
        _plain(id) in known for one in beside for id in family(one)
    )


def named_stems(asked: Asked, language: str) -> frozenset[str]:
    """The stems of a question's names: what is left says what of them is asked."""
    return frozenset(stem for one in asked.names for stem in stems(one.text, language))


def family(one: Mention) -> tuple[str, ...]:
    """What is mentioned, and all that it is part of."""
    return (one.id, *Names.load().broader(one.id))


def _plain(id: str) -> str:
    """A flight by its number alone, because its airline is often left out."""
    return f"flight:{id.rpartition('-')[2].rpartition(':')[2]}" if id.startswith("flight:") else id
