"""How a passage is laid out: which of its pieces are sentences that stand alone, which are items of a list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from assistant.evidence.addressed import addressed
from assistant.figures import mentions
from knowledge.article import Passage
from knowledge.sentences import sentence_spans

Kind = Literal["sentence", "item", "intro", "other"]
"""A whole sentence, an item of a list, what announces a list, or anything else: a heading, a question, a fragment."""

MOST_BEFORE = 2
"""Sentences that are quoted before one that leans on them."""
LONGEST = 700
"""Code points of a sentence that is quoted; what is longer is a table or a list of names."""

_BULLET = re.compile(r"[-*•–]\s+|\d{1,2}[.)]\s+")
_WHOLE = re.compile(r"[.!…。۔][\"'”’»)\]]*(?:\s*\[\d{1,3}\])*$")
_CELLS = re.compile(r"\t|\|")
_LABELLED = re.compile(r"[^:.]{1,80}: ?\S")
_GENERIC = (
    "aircraft|airplane|aeroplane|plane|jet|airliner|airline|carrier|operator|airport|company|manufacturer|group|firm|"
    "crew|pilots?|captain|controller|engines?|agency|authority|regulator|administration|department|government|report|"
    "investigation|accident|crash|incident|collision|event|flight|rules?|law|regulation|directive|order|deal|agreement|"
    "programme|program|project|system|device|move|decision|change|figure|number|idea|method|test|limit|value|study|"
    "latter|former|same|two|three|others?|first|second|last"
)
_PRONOUN = (
    r"(?:i|we|my|our|well|yes|it|they|he|she|its|their|his|her|others|"
    r"this (?:is|was|means|has|had|led|made|gives|allows|lets))\b"
)
_POINTING = "this|that|these|those|both|such|neither|either|another"
_LINK = r"(?:but|and|also|so|yet|then|still|however|therefore|instead|moreover|afterwards|later),? "
_LEANS = re.compile(
    rf"[\"“'(]?(?:{_LINK})?(?:(?:in|by|on|since|after|at|until|before) [\w ]{{1,24}}, |in \d{{4}} )?"
    rf"(?:(?P<alone>{_PRONOUN})|(?:{_POINTING})\b|the (?:{_GENERIC})\b)",
    re.IGNORECASE,
)
_NAMED_SOON = re.compile(
    r"(?: [A-ZÀ-Þ0-9]|(?: [a-z’'-]+){0,2} (?:of|by|at|in|for|from|between|on)(?: (?:the|a|an))?(?: [a-z’'-]+){0,2} "
    r"\S?[A-ZÀ-Þ0-9])"
)
_WITH_THIS = re.compile(
    r"(?:[\w’'-]+ ){1,4}(?:of|with|by|for|in|to|from|under|after) (?:this|these|such|that) "
    r"(?!week|month|year|day|morning|evening|night|summer|winter|spring|autumn|weekend|time)[a-z]"
)
_ELLIPTIC = re.compile(r"[^,.;]{1,80} (?:(?:is|are|was|were) (?:one|so|not|too)|(?:do|does|did) (?:so|not|too))[,.;]")
"""A sentence whose predicate stands in the one before: "A bird strike is one, according to …"."""
_GENERIC_AR = (
    "الشركة|الطائرة|الطائرات|المطار|الرحلة|الهيئة|السلطة|المحرك|الدراسة|الخطة|الحادث|التقرير|الطاقم|الوكالة|"
    "القرار|البرنامج|المشروع|النظام|القاعدة|الناقلة|الاتفاق|الاتفاقية"
)
_LEANS_AR = re.compile(
    rf"[وف]?(?:هو|هي|هما|هم|هن|هذا|هذه|هذان|ذلك|تلك|هؤلاء|كما|كذلك|كلاهما|كلتاهما|منها|منه|فيه|فيها|عنها|عنه)\b"
    rf"|[وف]?(?:\w{{2,12}} )?(?:{_GENERIC_AR})(?! (?:ال|[A-Za-z\d]))\b"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a passage's text, its bullet left out; `paragraph` counts what stands together."""

    start: int
    end: int
    kind: Kind
    paragraph: int


def pieces(passage: Passage) -> tuple[Piece, ...]:
    """The pieces of a passage in order, with offsets in the passage's text."""
    return _pieces(passage.text, passage.language, passage.start > 0)


@lru_cache(maxsize=64)
def _pieces(text: str, language: str, inside: bool) -> tuple[Piece, ...]:
    found: list[Piece] = []
    paragraph, at, listed = 0, 0, False
    spans = list(sentence_spans(text))
    silent = addressed(text, spans)
    for place, (start, end) in enumerate(spans):
        bullet = _BULLET.match(text, start, end)
        breaks = "\n" in text[at:start]
        if breaks or bullet:
            paragraph, listed = paragraph + 1, bool(bullet)
        first = bullet.end() if bullet else start
        if first < end:
            kind = _kind(text[first:end], language, cut=inside and not found)
            kind = "item" if listed and bullet and kind != "intro" else kind
            kind = "other" if place in silent else kind
            found.append(Piece(first, end, kind, paragraph))
        at = end
    return tuple(found)


def _kind(sentence: str, language: str, *, cut: bool) -> Kind:
    if sentence.endswith(":"):
        return "intro"
    if not _WHOLE.search(sentence) or len(sentence) > LONGEST or len(_CELLS.findall(sentence)) > 1:
        return "other"
    # A name may begin small ("easyJet"); what else does at the start of a passage began before it.
    return "other" if cut and _begins_small(sentence) else "sentence"


def _begins_small(sentence: str) -> bool:
    return sentence[0].islower() and sentence[0].isascii() and not any(one.start == 0 for one in mentions(sentence))


def shortened(passage: Passage, piece: Piece) -> Piece:
    """A piece that is no longer than can be read, cut at a space."""
    if piece.end - piece.start <= LONGEST:
        return piece
    cut = passage.text.rfind(" ", piece.start, piece.start + LONGEST)
    return replace(piece, end=cut if cut > piece.start else piece.start + LONGEST)


def is_whole(text: str) -> bool:
    """Whether an item of a list is a sentence that can be read alone.

    >>> is_whole("The 737-9 first flew on 13 April 2017."), is_whole("EUR 250 for flights of 1,500 km or less")
    (True, False)
    """
    labelled = _LABELLED.match(text)
    return bool(_WHOLE.search(text)) and not text[0].islower() and not labelled and len(text.split()) > 4


def leans(sentence: str, language: str) -> bool:
    """Whether a sentence begins with what another one must name.

    >>> leans("It flew in 1995.", "en"), leans("Both variants of the A350 have it.", "en")
    (True, False)
    >>> leans("وهي أكبر طائرة ركاب.", "ar"), leans("وأعلنت الشركة ذلك.", "ar"), leans("الشركة المصرية رابحة.", "ar")
    (True, True, False)
    """
    if language == "ar":
        return bool(_LEANS_AR.match(sentence))
    found = _LEANS.match(sentence)
    elsewhere = _ELLIPTIC.match(sentence) or _WITH_THIS.match(sentence)
    return bool(elsewhere) or bool(found and (found["alone"] or not _NAMED_SOON.match(sentence, found.end())))


def begin(passage: Passage, at: int) -> int:
    """The piece from which the piece `at` is quoted, so that a reader knows what it speaks of."""
    all_of_it = pieces(passage)
    first = at
    while first > 0 and at - first < MOST_BEFORE and leans(_text(passage, all_of_it[first]), passage.language):
        before = all_of_it[first - 1]
        if before.kind != "sentence" or before.paragraph != all_of_it[first].paragraph:
            break
        first -= 1
    return first


def _text(passage: Passage, piece: Piece) -> str:
    return passage.text[piece.start : piece.end]


def lists(passage: Passage) -> Iterator[tuple[int | None, list[int]]]:
    """Each list of a passage: the place of the piece that announces it, if any, and the places of its items."""
    all_of_it = pieces(passage)
    items = list[int]()
    for at, piece in enumerate(all_of_it):
        if piece.kind == "item":
            items.append(at)
        if items and (piece.kind != "item" or at == len(all_of_it) - 1):
            before = items[0] - 1
            intro = before if before >= 0 and all_of_it[before].kind == "intro" else None
            if len(items) > 1:
                yield intro, items
            items = []
