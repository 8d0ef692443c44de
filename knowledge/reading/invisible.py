"""Characters that nobody sees: they can hide words from a reader, turn a line around, or tear a word apart."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from knowledge.article import Section

# Letters that change their shape with their neighbours (Arabic to Malayalam and Sinhala, Burmese, Khmer, Mongolian),
# and pictures that are joined into one.
_JOINING = (
    "\u0600-\u0603\u0606-\u061b\u061d-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"
    "\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
)
_UNSEEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
    # A joiner works behind such a letter only, and one is enough.
    f"|(?<![{_JOINING}])[\u200c\u200d]+|(?<=[\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d](?=[A-Za-z])"
    # So is one mark of direction, and one selector of a shape behind what has several.
    "|(?<=[A-Za-z])[\u200e\u200f\u061c]+(?=[A-Za-z])|(?<=[\u200e\u200f\u061c])[\u200e\u200f\u061c]+"
    "|(?<![^\\sA-Za-z\ufe00-\ufe0f])[\ufe00-\ufe0f]+"
)


def visible(text: str) -> str:
    r"""A text without characters that nobody sees; those that Arabic, Indic letters and emoji need stay.

    >>> visible("Fl\u200big\u00adht \U000e0041\U000e0042447"), visible("می\u200cشود") == "می\u200cشود"
    ('Flight 447', True)
    """
    return text if text.isascii() else _UNSEEN.sub("", text)


def visible_with(text: str, sections: Sequence[Section]) -> tuple[str, tuple[Section, ...]]:
    """The same, with the sections where their headings then stand."""
    cuts = [] if text.isascii() else [found.span() for found in _UNSEEN.finditer(text)]
    if not cuts:
        return text, tuple(sections)
    starts = [start for start, _ in cuts]
    before = [0, *accumulate(end - start for start, end in cuts)]

    def moved(at: int) -> int:
        count = bisect_left(starts, at)
        inside = max(0, cuts[count - 1][1] - at) if count else 0
        return at - before[count] + inside

    kept = [replace(one, start=moved(one.start), end=moved(one.end)) for one in sections]
    return visible(text), tuple(one for one in kept if one.start < one.end)
