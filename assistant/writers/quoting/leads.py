"""The few words of a sentence that answer a question directly: "14,000 feet", "Qatar Airways", "27 March 1977".

A wrong one is worse than none: it must be of the asked kind, stand beside the question's words, and stand alone.
"""

import re

from assistant.figures import Figure, agree, find_figures
from assistant.writers.quoting.asked import Asked
from assistant.writers.quoting.aspects import DAYS
from assistant.writers.quoting.bounds import opposed
from assistant.writers.quoting.clauses import best
from assistant.writers.quoting.expansions import expansion
from assistant.writers.quoting.named import named_stems, names_present
from assistant.writers.quoting.names import name
from assistant.writers.quoting.words import Sentence, Span, coverage, shared, stems
from knowledge.language import detect

LEAST = 0.5
"""The share of the question's words that a sentence must have before a part of it can answer."""

LEAST_FOR_A_DAY = 0.7
"""Of one thing articles give the days of many events, which often differ from the asked one by a word."""
LEAST_FOR_A_NAME = 0.6
"""A name is of the asked kind more easily than a figure, so more must speak for it."""

_BEFORE = re.compile(
    r"(?:about|around|approximately|roughly|nearly|almost|over|under|some|(?:not? )?(?:more|less|fewer) than|at least|"
    r"at most|up to|only|نحو|حوالي|قرابة|زهاء|أكثر من|أقل من|ما يزيد على)\s$",
    re.IGNORECASE,
)
_MORE_THAN = re.compile(
    r"\s(?:longer|shorter|higher|lower|larger|smaller|wider|heavier|lighter|faster|slower|older|newer|farther|further|"
    r"more|fewer|later|earlier|before|after|ahead|أطول|أقصر|أكبر|أكثر|قبل|بعد)\b"
)
_NUMBER_BEFORE = re.compile(r"(?<![\w.,-])\d[\d.,]*\s$")
_BEHIND = re.compile(r"\s(?:or (?:less|more|fewer|higher|lower)|a (?:year|month|day|week)|per \w+|سنويا)\b")
_NEEDS_WORDS = frozenset({"length", "mass"})
"""A length alone does not tell whether it is how long, how wide or how far."""
_PER = re.compile(r"\b(?:per|each|every|لكل|كل)\s$", re.IGNORECASE)
_PART_OF = re.compile(r" (?:out )?of (?:the |its |their )?|(?: من (?:أصل |بين )?)")
_LISTED = re.compile(r",? (?:and|or) |, | و|، ")
_BESIDE = 80
_NEXT = 24
"""Code points beside a figure that say what it is."""
_ROOT = 3
_LONG_VOWEL = re.compile("(?<=.)[اوي]")
_CONVERTED = re.compile(r"\s?\($")
_STATUS = re.compile(
    r"\b(?:as of|(?:at|by|until|through|till) (?:the )?(?:end|start|beginning|middle) of|until|till|في نهاية|حتى)\s$",
    re.IGNORECASE,
)
"""What stands before a day on which something was so; it began or happened on another."""
_TOTAL = re.compile(r"\b(?:in total|altogether|in all|overall|total|إجمالي|المجموع|مجموع)\b", re.IGNORECASE)
_CODE = re.compile(r"(?<![\w-])(?=[\w-]*[A-Z])[A-Z0-9][A-Z0-9-]{1,9}(?![\w-])")


def lead(asked: Asked, sentence: Sentence) -> Span | None:
    """The part of a sentence that answers the question, as offsets in the sentence."""
    if asked.shape == "expansion":
        return expansion(asked.code, sentence.text)
    if asked.shape in ("other", "list") or not is_bound(asked, sentence):
        return None
    if asked.shape == "figure":
        return _figure(asked, sentence)
    if asked.shape == "code":
        return _code(asked, sentence)
    return name(asked, sentence)


def is_bound(asked: Asked, sentence: Sentence) -> bool:
    """Whether a sentence speaks of what was asked: the things named, and most of the words."""
    if not names_present(asked, sentence) or opposed(asked.text, sentence.text):
        return False
    share = coverage(asked, sentence)
    if share == 0.0:
        # Another language: the names and the property have to do.
        elsewhere = detect(asked.text) != sentence.language
        return elsewhere and bool(asked.names) and bool(asked.aspect.stems(sentence.language) & sentence.stems)
    said = asked.stems(sentence.language) - named_stems(asked, sentence.language)
    told = asked.share(shared(said, sentence.stems | stems(sentence.above, sentence.language)), said)
    least = LEAST_FOR_A_DAY if asked.aspect.kinds & DAYS else LEAST
    return told >= least and share >= (LEAST if asked.aspect.kinds else LEAST_FOR_A_NAME)


def figures_for(asked: Asked, sentence: Sentence) -> list[Figure]:
    """The figures of a sentence that are of the asked kind, those of the question and conversions left out."""
    given = find_figures(asked.text)
    if asked.shape != "figure":
        return []
    fits = _totals(asked, sentence) or [
        one
        for one in find_figures(sentence.text)
        if _fits(asked, sentence, one) and not any(agree(one, other) for other in given)
    ]
    return _without_totals(_without_conversions(fits, sentence.text), sentence.text)


def _figure(asked: Asked, sentence: Sentence) -> Span | None:
    fits = figures_for(asked, sentence)
    found = best(_coordinated(fits, sentence.text), asked, sentence)
    return _with_words(found, asked, sentence, fits) if found else None


def _coordinated(fits: list[Figure], text: str) -> list[Span]:
    """The spans of the figures, those that stand in one list made one: "GBP 220, GBP 350 and GBP 520"."""
    spans = list[Span]()
    for at, one in enumerate(fits):
        if at and one.kind == fits[at - 1].kind and _LISTED.fullmatch(text, fits[at - 1].end, one.start):
            spans[-1] = (spans[-1][0], one.end)
        else:
            spans.append((one.start, one.end))
    return spans


def _fits(asked: Asked, sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure is of the asked kind, and no difference ("7 m longer") and no rest of a code ("-203")."""
    told = asked.aspect.stems(sentence.language)
    if figure.kind in _NEEDS_WORDS and told and not told & sentence.stems:
        return False
    rest = figure.text.startswith("-") and sentence.text[figure.start - 1 : figure.start].isalnum()
    if _PER.search(sentence.text[max(0, figure.start - 8) : figure.start]) or _is_status(asked, sentence, figure):
        return False
    compares = not figure.is_day and bool(_MORE_THAN.match(sentence.text, figure.end))
    of_that = not asked.noun or _counts(asked, sentence, (figure.start, figure.end))
    return asked.aspect.takes(figure.kind) and of_that and not rest and not compares


def _is_status(asked: Asked, sentence: Sentence, figure: Figure) -> bool:
    """Whether a day tells only when something was so ("at the end of 2024"), and the question asks of no such day."""
    found = _STATUS.search(sentence.text[max(0, figure.start - _NEXT) : figure.start]) if figure.is_day else None
    return bool(found) and found[0].split()[0].lower() not in asked.text.lower()  # type: ignore[index]


def _totals(asked: Asked, sentence: Sentence) -> list[Figure]:
    """The figures that a sentence calls the total, where that is asked for: "190 others, or 210 in all"."""
    if not _TOTAL.search(asked.text):
        return []
    numbers = (one for one in find_figures(sentence.text) if asked.aspect.takes(one.kind))
    return [one for one in numbers if _TOTAL.search(sentence.text[one.end : one.end + _NEXT].partition(",")[0])]


def _without_conversions(fits: list[Figure], text: str) -> list[Figure]:
    """The figures without those that say the one before again: "8,300 nautical miles (15,372 km)"."""
    kept: list[Figure] = []
    for one in fits:
        again = kept and kept[-1].kind == one.kind and _CONVERTED.search(text, kept[-1].end, one.start)
        if not again:
            kept.append(one)
    return kept


def _without_totals(fits: list[Figure], text: str) -> list[Figure]:
    """The figures without those of which others are a part: "three of the eight exits"."""
    return [one for at, one in enumerate(fits) if not (at and _PART_OF.fullmatch(text, fits[at - 1].end, one.start))]


def _counts(asked: Asked, sentence: Sentence, span: Span) -> bool:
    """Whether the figure stands beside what was to be counted."""
    behind = sentence.text[span[1] : span[1] + _BESIDE].split()[:5]
    before = sentence.text[max(0, span[0] - _BESIDE) : span[0]].split()[-2:]
    counted, beside = (stems(text, sentence.language) for text in (asked.noun, " ".join([*before, *behind])))
    if sentence.language == "ar":
        counted, beside = (frozenset(map(_root, some)) for some in (counted, beside))
    return bool(shared(counted, beside))


def _root(stem: str) -> str:
    """The first consonants of an Arabic stem: broken plurals change its vowels ("مقاعد" of "مقعد")."""
    return (_LONG_VOWEL.sub("", stem[:1].replace("ا", "") + stem[1:]) or stem)[:_ROOT]


def _with_words(span: Span, asked: Asked, sentence: Sentence, fits: list[Figure]) -> Span:
    """The figure with the words that belong to it: "about", "or less", "22 hours and 42 minutes", "346 people"."""
    start, end = span
    kind = next(one.kind for one in fits if one.start == start)
    for one in fits:
        if one.kind == kind == "duration" and sentence.text[end : one.start].strip() in ("and", "و", ""):
            end = max(end, one.end)
    if found := _NUMBER_BEFORE.search(sentence.text[max(0, start - 16) : start]):
        start -= len(found[0])
    if found := _BEFORE.search(sentence.text[max(0, start - 16) : start]):
        start -= len(found[0])
    if asked.noun and (found := re.match(r"(?:\s[\w-]+){1,5}", sentence.text[end:])):
        words = found[0].split(" ")[1:]
        counted = stems(asked.noun, sentence.language)
        at = next((at for at, word in enumerate(words) if counted & stems(word, sentence.language)), None)
        end += len(" ".join(["", *words[: at + 1]])) if at is not None else 0
    if found := _BEHIND.match(sentence.text, end):
        end = found.end()
    return start, end


def _code(asked: Asked, sentence: Sentence) -> Span | None:
    mentioned = {one.text for one in asked.names} | set(asked.text.replace("?", " ").replace("؟", " ").split())
    spans = [found.span() for found in _CODE.finditer(sentence.text) if found[0] not in mentioned]
    return best(spans, asked, sentence)
