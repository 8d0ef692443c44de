"""What a model writes → the text of an answer, sentence by sentence: statements with markers, nothing else.

Models, small ones most of all, wrap an answer into headings, lists of sources, JSON or more passages of their own
making, put the marker first or in another form, and say the same again until they are stopped. A sentence is given
out when it is whole, so that what leaves here needs no correction.
"""

import json
import re
from collections.abc import Sequence

from assistant.errors import ChatModelFailed
from assistant.writers.markers import markers, neutral
from assistant.writers.markup import plain, truly_quoted, words_of
from assistant.writers.messages import EXAMPLE_NAME
from assistant.writers.opening import Opening, says_no
from knowledge.article import Passage
from prompts import NOT_FOUND

# A model that has run out of words may go on with empty lines.
_BLANK_LINES = re.compile(r"\n[ \t]{0,9}(?:\n[ \t]{0,9})+\n")
_END = re.compile(
    r"\n|[.!?؟。][\"'”’»)*_]{0,4}(?:[ ]?[\[【(<][^\])】>\n]{0,60}[\])】>]{1,3}){0,4}[¹²³⁴-⁹]?[ \t]+"
    r"(?=[\"“«'*_]{0,3}[^\W_])"
)
_LONGEST = 2000
"""A longer sentence is given out as it is: it is not waited for."""
_SOURCES = re.compile(
    r"[\s#>*_\-]*(?:(?:list of )?(?:sources?|references?|citations?|footnotes?|bibliography|works cited)"
    r"|المصادر|المراجع|المصدر|الحواشي)[\s*_]*(?:[:：][\s*_]*(?:[\[\d\-*\n(]|$)|$)",
    re.IGNORECASE,
)
_NEXT_TURN = re.compile(
    r"[\s>*]*(?:</?passage|today is \d{4}-|</?conversation|(?:question|user|person|السؤال)\s*:)", re.IGNORECASE
)
_LABEL = re.compile(
    r"^(?:[\s#>*_]*(?:(?:final |short |the )?answer|response|summary|الإجابة|الجواب)[\s*_]*[:：][\s*_]*|[ \t]*>[ \t]*)",
    re.IGNORECASE,
)
_FENCE = re.compile(r"^\s*```\w*\s*")
_HEADING = re.compile(r"\s*#{1,6}[ \t]+")
_DEFINITION = re.compile(r"\s*\[\^?\d{1,2}\]:|\s*(?:[-*•]\s*)?\[\^?\d{1,2}\][^\n]{0,300}(?:https?://|www\.)")
_MARKER = re.compile(r"\s*\[\d{1,3}\]")
_LEAD = re.compile(
    r"^\s*(?:[-*•]\s+)?(?:\[(\d{1,2})\]"
    r"|(?:according to|as (?:stated|described) in|in|from|per|based on)\s+(?:the\s+)?"
    r"(?:passage|source|article|document)\s+\[?(\d{1,2})\]?,"
    r"|(?:passage|source|article|document)\s+\[?(\d{1,2})\]?\s+"
    r"(?:says|states|notes|mentions|explains|reports)(?:\s+that)?"
    r"|(?:وفق[اًاً]{0,2} ل|بحسب |حسب |في )(?:ل|ال)?(?:مقطع|مصدر)\s+(?:رقم\s+)?\[?(\d{1,2})\]?[،,]?)[\s:،–—-]+",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"[.!?؟。…]*[\"'”’»)*_]*\s*$")
_WRAPPED = re.compile(r"\s*(?:```\w{0,10}\s*)?\{")
_MAYBE_WRAPPED = re.compile(r"\s*(?:`{1,3}\w{0,10}\s*)?")
_ANSWERS = ("answer", "response", "text", "content", "output", "result")
_REFUSAL = words_of(NOT_FOUND)
_FEW = 3
"""Words that may be said again: "Yes.", "It does not."."""
_ENOUGH = 2
"""So many repeated sentences, and a reply is going in circles."""


class Reply:
    """One reply: give it pieces with `feed`, then `close` it; both return what may be shown.

    `ended` turns True where the rest need not be heard; `text` is all that was given out.

    >>> reply = Reply([])
    >>> [reply.feed("**It flew** (source 1)."), reply.feed(" It"), reply.feed(" flew [1]. Sources:"), reply.close()]
    ['', 'It flew [1]. ', 'It flew [1]. ', '']
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        said = "\n".join(passage.text for passage in passages)
        self.text = ""
        self.ended = self._refused = False
        self._opening = Opening()
        self._most = len(passages)
        self._titles = frozenset(words_of(passage.title) for passage in passages)
        self._said: set[str] = set()
        self._own = neutral(said).casefold()
        self._addresses = " ".join([said, *(passage.url or "" for passage in passages)])
        self._words = words_of(neutral(said))
        self._held = ""
        self._repeated = 0
        self._wrapped: bool | None = None
        self._line_starts = True
        self._marked = False
        self._drops_line = False

    def feed(self, piece: str) -> str:
        """What can be shown now that this piece has arrived."""
        if self.ended:
            return ""
        self._held += self._opening.feed(piece)
        if self._wrapped is None and not _MAYBE_WRAPPED.fullmatch(self._held):
            self._wrapped = bool(_WRAPPED.match(self._held))
        return self._ready() if self._wrapped is False else ""

    def close(self) -> str:
        """What was still held back when the reply ended."""
        if self.ended:
            return ""
        self._held += self._opening.close()
        if self._wrapped:
            self._held = _unwrapped(self._held)
        shown = self._ready()
        return shown if self.ended else shown + self._taken(self._held)

    @property
    def refuses(self) -> bool:
        """Whether a whole reply is a refusal: the agreed one, or one that is in other words or wrapped into them."""
        if self._opening.refused or self._marked:
            return bool(self._opening.refused)
        return self._refused or NOT_FOUND in self.text or says_no(self.text)

    def _ready(self) -> str:
        shown, at = "", 0
        while not self.ended and (end := _END.search(self._held, at)):
            shown += self._taken(self._held[at : end.end()])
            at = end.end()
        self._held = _BLANK_LINES.sub("\n\n", self._held[at:])
        if len(self._held) > _LONGEST and not self.ended:
            shown += self._taken(self._held)
            self._held = ""
        return shown

    def _taken(self, sentence: str) -> str:
        """A whole sentence, or a line without one, as it is shown."""
        starts, self._line_starts = self._line_starts, sentence.endswith("\n")
        if starts:
            self._drops_line = False
            sentence = self._line(sentence)
        if _NEXT_TURN.match(sentence) or _SOURCES.match(sentence):
            # Behind an answer nothing of worth follows; before one there is only this line to be left out.
            self.ended, self._drops_line = bool(self._said), True
        if self._drops_line:
            return ""
        sentence = markers(sentence, self._own, bare=0 if self._marked else self._most)
        sentence = _led(truly_quoted(plain(sentence, self._addresses), self._words))
        if EXAMPLE_NAME in sentence and EXAMPLE_NAME not in self._addresses:
            raise ChatModelFailed("The chat model repeated an example.", hint="Ask again, or try a larger model.")
        shown = "" if self._is_known(sentence) else sentence
        self._marked = self._marked or bool(_MARKER.search(shown))
        self.text += shown
        return shown

    def _line(self, line: str) -> str:
        """A line without what stands in front of a statement; one that is none at all is dropped."""
        line = _LABEL.sub("", _FENCE.sub("", line, count=1), count=1)
        if heading := _HEADING.match(line):
            line = line[heading.end() :]
            self._drops_line = line.endswith("\n") and not _MARKER.search(line)
        elif _DEFINITION.match(line) or words_of(_LEAD.sub("", line, count=1)) in self._titles:
            self._drops_line = True
        return line

    def _is_known(self, sentence: str) -> bool:
        """Whether a sentence is the refusal, or was said before."""
        words = words_of(_MARKER.sub("", sentence))
        if words == _REFUSAL:
            self._refused = True
        repeated = words in self._said and words.count(" ") > _FEW
        if words.strip():
            self._said.add(words)
        self._repeated += repeated
        self.ended = self.ended or self._repeated >= _ENOUGH
        return repeated or words == _REFUSAL


def _led(sentence: str) -> str:
    """A sentence that names its passage first, as one that names it last."""
    found = _LEAD.match(sentence)
    if not found or not (words := sentence[found.end() :]).strip():
        return sentence
    number = next(number for number in found.groups() if number)
    words = words[0].upper() + words[1:]
    if _MARKER.search(words):
        return words
    end = _CLOSING.search(words).start()  # type: ignore[union-attr]  # it matches any end
    return f"{words[:end]} [{int(number)}]{words[end:]}"


def _unwrapped(text: str) -> str:
    """The answer in a JSON object; the text as it is where there is none."""
    try:
        found = json.loads(text[text.find("{") : text.rfind("}") + 1])
    except (ValueError, RecursionError):
        return text
    said = [found[name] for name in _ANSWERS if isinstance(found, dict) and isinstance(found.get(name), str)]
    return said[0] if said else text
