"""Where the words of a quote stand in a text, whatever its spaces, quotation marks and dashes look like."""

import unicodedata
from functools import lru_cache

from knowledge.reading.invisible import visible

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "ـ": "",
    }
)
_CLOSE = 90.0
"""Of 100: how alike a passage must be to a quote that does not stand there word for word."""
_SHORTEST = 12
"""Characters of a quote that is looked for by likeness."""


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """Start and end of a quote in a text, in the text's own code points; None where it does not stand there.

    >>> find_quote('the "big" jet', "It was the  “big” jet.")
    (7, 21)
    """
    if (at := text.find(quote)) >= 0:
        return at, at + len(quote)
    wanted = plain(visible(quote))
    folded, starts = _folded(text)
    if not wanted:
        return None
    at = folded.find(wanted)
    if at >= 0:
        return starts[at], _end(text, starts, at + len(wanted) - 1)
    return _alike(wanted, folded, text, starts)


def plain(text: str) -> str:
    r"""A text as quotes are compared: forms of quotation marks, dashes, spaces and letters do not count.

    >>> plain("«It’s  20–30 ﬁne»")
    '"It\'s 20-30 fine"'
    """
    return _folded(text)[0].strip()


@lru_cache(maxsize=32)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """A text in its plain form (NFKC, straight quotes, single spaces) and where each character of it came from.

    >>> _folded("“A”  –")
    ('"A" -', (0, 1, 2, 3, 5))
    """
    chars: list[str] = []
    starts: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        # Marks first: NFKC takes some of them apart into a space and an accent.
        for char in unicodedata.normalize("NFKC", text[at:end].translate(_ALIKE)).translate(_ALIKE):
            if char.isspace():
                if chars and chars[-1] == " ":
                    continue
                char = " "
            chars.append(char)
            starts.append(at)
        at = end
    return "".join(chars), tuple(starts)


def _alike(wanted: str, folded: str, text: str, starts: tuple[int, ...]) -> tuple[int, int] | None:
    if len(wanted) < _SHORTEST or len(folded) < len(wanted) // 2:
        return None
    from rapidfuzz.fuzz import partial_ratio_alignment

    found = partial_ratio_alignment(wanted, folded, score_cutoff=_CLOSE)
    if found is None or found.dest_start >= found.dest_end:
        return None
    start, end = found.dest_start, found.dest_end
    # The likest part may begin or end within a word.
    while start and folded[start].isalnum() and folded[start - 1].isalnum():
        start -= 1
    while end < len(folded) and folded[end].isalnum() and folded[end - 1].isalnum():
        end += 1
    return starts[start], _end(text, starts, end - 1)


def _end(text: str, starts: tuple[int, ...], last: int) -> int:
    """Behind the character of the text that the folded one at `last` came from, with its marks."""
    return next((start for start in starts[last:] if start > starts[last]), len(text))
