"""Recognises a refusal: the agreed one before any of the reply is shown, one in other words when all is heard."""

import re

from prompts import NOT_FOUND

_LEAD = re.compile(r"(?:\[\d*\]?|[\s\"'“”‘’«»*_#>`~({:.\-])*")
_FOLLOWS = re.compile(r"[\s\"'“”‘’»*_`)\]}]*(?:[.!:;–—\-\[(]|$)")

_SAYS_NO = re.compile(
    r"\b(?:passages?|articles?|texts?|sources?|documents?|context)\b[^.!?\n]{0,40}"
    r"(?:\b(?:do|does|did|is|are|was|were)(?: not|n['’]t)|\bcannot)\b"
    r"|\b(?:not|n['’]t|no (?:information|answer|mention)|nothing)\b[^.!?\n]{0,60}\bin (?:the|these|those|any of the) "
    r"(?:\w+ )?(?:passages?|articles?|texts?|sources?|documents?|context)\b"
    r"|(?:لا|لم|ليست?|غير|لن)\s[^.!؟\n]{0,60}(?:المقالات|المقاطع|المقطع|النصوص|المصادر)"
    r"|(?:المقالات|المقاطع|النصوص|المصادر)[^.!؟\n]{0,40}\s(?:لا|لم|ليس|ليست|لن)\s",
    re.IGNORECASE,
)
_SHORT = 300
"""Characters of a reply that may be nothing but a refusal in a model's own words."""


def says_no(text: str) -> bool:
    """Whether a reply without markers is a refusal in other words than those agreed on, or in another language.

    >>> says_no("The passages do not mention Lima."), says_no("ليس في المقالات."), says_no("It is not certified.")
    (True, True, False)
    """
    return len(text) <= _SHORT and bool(_SAYS_NO.search(text))


class Opening:
    """The start of one reply, held back as long as it may become the refusal; `refused` tells, None while open.

    >>> reply = Opening()
    >>> [reply.feed("N"), reply.feed("OT"), reply.feed("AMs are notices [1].")], reply.refused
    (['', '', 'NOTAMs are notices [1].'], False)
    """

    def __init__(self) -> None:
        self.refused: bool | None = None
        self._held = ""

    def feed(self, piece: str) -> str:
        """What can be shown now that this piece has arrived; nothing of a refusal ever is."""
        return self._decide(piece, ended=False)

    def close(self) -> str:
        """What was still held back when the reply ended."""
        return self._decide("", ended=True)

    def _decide(self, piece: str, *, ended: bool) -> str:
        if self.refused is None:
            piece = self._held = (self._held + piece).lstrip()
            self.refused = _is_refusal(self._held, ended=ended)
        return piece if self.refused is False else ""


def _is_refusal(text: str, *, ended: bool) -> bool | None:
    said = " ".join(text[_lead(text) :].split())
    sought = NOT_FOUND.casefold()
    if len(said) < len(sought):
        return None if sought.startswith(said.casefold()) and not ended else False
    if not said.casefold().startswith(sought):
        return False
    if said.startswith(NOT_FOUND):
        return True
    # In small letters the same words can begin a sentence of an answer: "Not in the articles of 2020 but …".
    after = said[len(sought) :]
    return None if not after and not ended else bool(_FOLLOWS.match(after))


def _lead(text: str) -> int:
    """Where the words begin, after quotation marks, markup and a marker."""
    found = _LEAD.match(text)
    return found.end() if found else 0
