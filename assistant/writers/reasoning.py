"""Takes a model's thinking out of its text while the text arrives.

Many models think aloud before they answer. Some servers send that apart, others in the text between tags, and
some leave the opening tag out, because it stood in the prompt; then only the closing tag tells that all before
it was thinking.
"""

import re

_PAIRS = (
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),
    ("<reasoning>", "</reasoning>"),
    ("[THINK]", "[/THINK]"),
    ("<|channel|>analysis<|message|>", "<|channel|>final<|message|>"),
)
_OPEN = re.compile("|".join(re.escape(opening) for opening, _ in _PAIRS), re.IGNORECASE)
_CLOSE = re.compile("|".join(re.escape(closing) for _, closing in _PAIRS), re.IGNORECASE)
_TAGS = tuple(tag.casefold() for pair in _PAIRS for tag in pair)
_LONGEST = max(map(len, _TAGS))
_MARKED_END = re.compile(r"\[\d{1,3}\]\s*[.!?؟。\n]|[.!?؟。]\s?\[\d{1,3}\]")
_SENTENCE_END = re.compile(r"[.!?؟。…][\"'”»)*_]*\s|\n")


class MixedReasoning(ValueError):
    """A closing tag came after text that was already given out, so that text was thinking."""


class WithoutReasoning:
    """A filter for one reply: give it pieces with `feed`, then `close` it; both return what may be shown.

    `unopened` is what earlier replies of the same model have taught: True, it leaves the opening tag out, so
    nothing is shown before the closing tag; False, it does not; None, unknown, so text is held back until its
    first sentence ends with a marker, as an answer's does and thinking rarely. Read it again after `close`.

    >>> reply = WithoutReasoning(unopened=False)
    >>> [reply.feed("<th"), reply.feed("ink>Hm.</think>It flew"), reply.feed(" in 1969 [1]."), reply.close()]
    ['', 'It flew', ' in 1969 [1].', '']
    """

    def __init__(self, *, unopened: bool | None) -> None:
        self.unopened = unopened
        self._holding = unopened is not False
        self._inside = False
        self._shown = False
        self._pending = ""

    def feed(self, piece: str) -> str:
        """What can be shown now that this piece has arrived."""
        self._pending += piece
        shown = ""
        while self._inside or not self._held():
            tag = _CLOSE.search(self._pending) if self._inside else self._next_tag()
            if tag is None:
                cut = len(self._pending) - _started_tag(self._pending)
                shown += "" if self._inside else self._pending[:cut]
                self._pending = self._pending[cut:]
                break
            if not self._inside and _OPEN.fullmatch(tag.group()):
                shown += self._pending[: tag.start()]
                self._inside = True
                self._learn(unopened=False)
            elif not self._inside:
                self._stray(shown)
                shown = ""
            else:
                self._inside = False
            self._pending = self._pending[tag.end() :]
        self._shown = self._shown or bool(shown.strip())
        return shown

    def close(self) -> str:
        """What was still held back when the reply ended."""
        rest = "" if self._inside else self._pending
        if self.unopened is None:
            self._learn(unopened=False)
        self._pending = ""
        return rest

    def _next_tag(self) -> re.Match[str] | None:
        found = [tag for tag in (_OPEN.search(self._pending), _CLOSE.search(self._pending)) if tag]
        return min(found, key=lambda tag: tag.start(), default=None)

    def _held(self) -> bool:
        """Whether all of the text is held back because it may turn out to be thinking."""
        if not self._holding or self._next_tag():
            return False
        if self.unopened is None:
            marked, end = _MARKED_END.search(self._pending), _SENTENCE_END.search(self._pending)
            self._holding = not (marked and (end is None or marked.start() <= end.start()))
        return self._holding

    def _stray(self, shown: str) -> None:
        self._learn(unopened=True)
        if self._shown or shown.strip():
            raise MixedReasoning("The model's thinking was taken for its answer.")

    def _learn(self, *, unopened: bool) -> None:
        self.unopened = unopened
        self._holding = False


def _started_tag(text: str) -> int:
    """How many characters at the end of a text may be the start of a tag."""
    tail = text[-_LONGEST + 1 :].casefold()
    return next((n for n in range(len(tail), 0, -1) if any(tag.startswith(tail[-n:]) for tag in _TAGS)), 0)
