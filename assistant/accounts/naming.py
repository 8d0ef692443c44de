"""The names in a sentence that may answer who, where or which. Arabic has no capitals, so there the place tells."""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile
from typing import NamedTuple

from assistant.accounts.asked import Asked
from assistant.accounts.tokens import GENERIC, Token, has
from knowledge.arabic import normalise
from knowledge.article import Passage

_CALENDAR = frozenset(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday""".split()
)
_OPENERS = frozenset("Instead Meanwhile However Yesterday Today Now Only Former Also Later Then Last Since".split())
_PLAIN = re.compile(r"\b[a-z]\w+")
_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z]\w+")
_AT = re.compile(r"\b(?:in|at|to|near|from|into|of)\s+(?:the\s+)?$", re.IGNORECASE)
_CHOSEN = re.compile(r"\b(?:cho(?:se|sen|oses)|picked|selected|named)\s+$", re.IGNORECASE)
_WITH = re.compile(r"\b(?:in|at|near|from|on)\s+(?:the\s+)?$", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:instead\s+of|rather\s+than|not|formerly(?:\s+(?:of|at|with))?|replac(?:es|ed|ing))\s+(?:\w+\s+){0,2}$", re.I
)
_IN = re.compile(r"(?<!\w)(?:في|الي|الى|إلى|نحو|قرب)\s+(?:(?:مدينة|مطار|بلدة|منطقة|قاعدة)\s+)?$")
_INSTEAD = re.compile(r"(?<!\w)(?:خلفا|خلفًا|بدلا|بدلًا)\s+(?:من\s+|عن\s+)?$")
_NO_PLACE = re.compile(
    r"^(?:[\d٠-٩]+|(?:ال)?(?:مدينة|مطار|بلدة|منطقة|قاعدة|عام|شهر|يوم|سنة|موسم|نهاية|بداية)|(?:ال)?(?:صيف|شتاء))$"
)
_NO_ARABIC_NAME = re.compile(
    r"^(?:[وف]?(?:عين|تعين|اعلن|اصبح|يصبح|صار|قرر|اختار|اختير|انتخب|قال|ذكر|تولي|يتولي|سيتولي|استقال)ت?|جديد|حالي|"
    r"حاليا|سابق|بدلا|خلفا|مدينة|مطار|شركة|منصب|امس|اليوم|رسميا|موخرا|هو|هي)$"
)


class Known(NamedTuple):
    """The words that stand with a capital inside sentences of some passages, and those that stand without one."""

    names: frozenset[str]
    plain: frozenset[str]


def known_words(passages: Sequence[Passage]) -> Known:
    """What tells whether the first word of a sentence is a name."""
    texts = [passage.text for passage in passages]
    return Known(
        frozenset(word for text in texts for word in _INSIDE.findall(text)),
        frozenset(word for text in texts for word in _PLAIN.findall(text)),
    )


def capitalised(text: str, found: Sequence[Token], known: Known) -> list[tuple[int, int, list[str]]]:
    """Runs of words with capitals, a number behind them included: where they stand, and their stems."""
    runs: list[list[Token]] = []
    for token in found:
        follows = bool(runs) and text[runs[-1][-1].end : token.start] in (" ", "-", " & ")
        capital = token.text[0].isupper() and token.text.lower() not in _CALENDAR
        if follows and (capital or token.text.isdigit()):
            runs[-1].append(token)
        elif capital:
            runs.append([token])
    found_first = found[0].start if found else 0
    kept = []
    for run in runs:
        if run[0].start == found_first and not _begins_with_name(run, known):
            run = list(dropwhile(lambda t: not t.text[0].isupper(), run[1:]))
        if any(t.stem for t in run):
            kept.append((run[0].start, run[-1].end, [t.stem for t in run if t.stem]))
    return kept


def _begins_with_name(run: Sequence[Token], known: Known) -> bool:
    """Whether the first word of a sentence has its capital not only from there."""
    first = run[0]
    if not first.stem or first.text in known.names:
        return bool(first.stem)
    return len(run) > 1 and first.text.lower() not in known.plain and first.text not in _OPENERS


def named(asked: Asked, text: str, found: Sequence[Token], known: Known) -> list[tuple[list[str], str]]:
    """The names that may be the answer, the likeliest first: their stems and how they are written."""
    return list(_arabic(asked, text, found) if asked.language == "ar" else _latin(asked, text, found, known))


def _latin(asked: Asked, text: str, found: Sequence[Token], known: Known) -> Iterator[tuple[list[str], str]]:
    for start, end, _ in capitalised(text, found, known):
        inside = [t for t in found if start <= t.start < end]
        for part in _without(asked, inside):
            before = text[: part[0].start]
            place = _AT.search(before) or _CHOSEN.search(before)
            fits = bool(place) if asked.slot == "place" else not _WITH.search(before)
            if (fits or part[0].start > start) and not _NOT.search(before):
                first = part[0] if not part[0].text.isdigit() else inside[max(0, inside.index(part[0]) - 1)]
                yield [t.stem for t in part if t.stem], text[first.start : part[-1].end]


def _without(asked: Asked, run: Sequence[Token]) -> list[list[Token]]:
    """The parts of a run of names that are not in the question."""
    parts: list[list[Token]] = [[]]
    for token in run:
        if not token.stem or has(asked.stems, token.stem):
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if any(t.stem not in GENERIC for t in part)]


def _arabic(asked: Asked, text: str, found: Sequence[Token]) -> Iterator[tuple[list[str], str]]:
    if asked.slot == "place":
        for token in found:
            if (
                token.stem
                and not _NO_PLACE.match(token.text)
                and _IN.search(text[: token.start][-30:])
                and not has(asked.stems, token.stem)
            ):
                yield [token.stem], token.text
    elif asked.things:
        for one, other in zip(found, found[1:], strict=False):
            if has(asked.things, one.stem) and other.stem and not has(asked.stems, other.stem):
                yield [other.stem], other.text
    else:
        yield from _left(asked, text, found)


def _left(asked: Asked, text: str, found: Sequence[Token]) -> Iterator[tuple[list[str], str]]:
    """Two or three words that follow each other and are not in the question, as a person's name."""
    run: list[Token] = []
    for token in [*found, Token("", len(text), len(text), "")]:
        plain = normalise(token.text).removeprefix("ال")
        if token.stem and not has(asked.stems, token.stem) and not _NO_ARABIC_NAME.match(plain):
            run.append(token)
        else:
            if 2 <= len(run) <= 3 and not _INSTEAD.search(text[: run[0].start]):
                yield [t.stem for t in run], text[run[0].start : run[-1].end]
            run = []
