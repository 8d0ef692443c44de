"""Text → sentences with their offsets. Rules in code, for English and Arabic; other languages by the same marks.

A sentence never crosses a line break that ends a paragraph, a list item or a heading. Abbreviations,
initials, decimals and the dots inside codes do not end one.
"""

import re
from collections.abc import Iterator

Span = tuple[int, int]
"""Start and end of a piece of text, in code points; the end is not included."""

_NEVER_LAST = frozenset(
    # Followed by a name, so the sentence goes on.
    "mr mrs ms dr prof st capt cpt lt col gen maj sgt cmdr adm gov sen rep rev hon pres messrs flt "
    "vs cf approx ca viz e.g i.e mt ft".split()
)
_BEFORE_NUMBER = frozenset(
    # "No. 2", "Fig. 3", "Jan. 5": the sentence goes on when a number follows.
    "no nos fig figs eq sec sect art arts para ch vol p pp ref refs est al ann dept ed eds "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_MAYBE_LAST = frozenset(
    # These end a sentence only when a capital letter follows.
    "inc ltd co corp plc llc jr sr etc a.m p.m u.s u.k u.n e.u d.c ph.d b.c a.d bros dist".split()
)
_END = re.compile(
    r"""(?:[.!?…؟۔。！？]+            # the marks themselves, Arabic and full-width ones too
         ["'”’»)\]]*                 # what closes with them
         (?:\s*\[\d{1,3}\])*         # reference markers that stand behind the full stop
        )(?=\s|$|[\u3040-\u9fff])""",
    re.VERBOSE,
)
_BREAK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*•–]|\d{1,2}[.)]|#{1,6})[ \t])|\n(?<=[.!?؟:]\n)")
_WORD_BEFORE = re.compile(r"([^\s()\[\]“”\"‘’—–/]+)$")
_STARTS_LOWER = re.compile(r"\s*[\"'“‘(\[]?[a-z]")
_NUMBER_NEXT = re.compile(r"\s*[\d(]")
_LIST_NUMBER = re.compile(r"\s*\d{1,2}$")


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The sentences of `text[start:end]` in order, without the white space around them.

    >>> text = "The A321 vs. the 757. It seats 3.5 % more, e.g. for U.S. carriers. Why? Fuel."
    >>> [text[a:b] for a, b in sentence_spans(text)][1:]
    ['It seats 3.5 % more, e.g. for U.S. carriers.', 'Why?', 'Fuel.']
    """
    end = len(text) if end is None else end
    for block_start, block_end in _blocks(text, start, end):
        at = block_start
        for mark in _END.finditer(text, block_start, block_end):
            if _ends_sentence(text, at, mark, block_end):
                yield from _trimmed(text, at, mark.end())
                at = mark.end()
        yield from _trimmed(text, at, block_end)


def _blocks(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for found in _BREAK.finditer(text, start, end):
        yield at, found.start()
        at = found.end()
    yield at, end


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _ends_sentence(text: str, at: int, mark: re.Match[str], block_end: int) -> bool:
    if not mark.group().startswith("."):
        # "Yahoo! announced": a mark inside a name, or a quoted question that the sentence continues.
        return not _STARTS_LOWER.match(text, mark.end(), block_end)
    if mark.group().startswith(("...", "..")):
        return not _STARTS_LOWER.match(text, mark.end(), block_end)
    before = text[at : mark.start()]
    found = _WORD_BEFORE.search(before)
    word = found.group(1).lower() if found else ""
    if not word:
        # "in a slipstream . an experiment": tokenised text sets the full stop apart.
        return True
    if word in _NEVER_LAST or (word in _BEFORE_NUMBER and _NUMBER_NEXT.match(text, mark.end())):
        return False
    if _is_initial(word, before) or _LIST_NUMBER.fullmatch(before):
        return False
    if _STARTS_LOWER.match(text, mark.end(), block_end):
        return False
    return not (word in _MAYBE_LAST and _goes_on(text, mark.end(), block_end))


def _is_initial(word: str, before: str) -> bool:
    """A single letter before the dot, as in "J. Smith", unless it ends something like "vitamin C."."""
    if len(word) != 1 or not word.isalpha() or not before[-1].isupper():
        return False
    previous = before[:-1].rstrip(" ")
    return not previous or not previous[-1].islower()


def _goes_on(text: str, at: int, end: int) -> bool:
    """After an abbreviation like "U.S.": a known opener of sentences ends it, any other word goes on."""
    following = text[at:end].lstrip()[:24].split(" ")[0].strip("\"'“‘(,")
    return bool(following) and following not in _OPENERS


_OPENERS = frozenset(
    "The A An In On At It He She They We This That These Those But And However For From By As When While After "
    "Before If Its His Her Their There What Who How Why Some Many Most All".split()
)
