"""Markers ↔ passages ↔ verbatim quotes with offsets. Pure, and incremental, so that numbers are stable while
an answer streams: a number given once keeps standing for the same words.

A marker in a writer's text points at a passage by its place in the list. Here it becomes a citation: the span of
that passage which best covers the sentence. A marker that points at nothing never comes out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation, Sentence, SentenceKind, Support
from knowledge.article import Passage
from knowledge.sentences import sentence_spans
from knowledge.words import terms

_MARKER = re.compile(r"[\[【]\s*(\d{1,3}(?:\s*(?:,|;|-|–|and)\s*\d{1,3})*)\s*(?:†[^\]】]{0,40})?[\]】]")
_OPEN = re.compile(r"[\[【][^\]】]{0,60}$")
_BEHIND = re.compile(r"(?:\s*\[\d{1,3}\])+\s*$")
_SHOWN = re.compile(r"\[(\d{1,3})\]")
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_WINDOW = 2
"""Sentences that a quote has at most: enough for a claim that joins two, short enough to be read at a glance."""
_SECOND_SENTENCE_ADDS = 0.12
"""How much more of the claim a second sentence must cover before the quote grows by it."""


@dataclass(frozen=True, slots=True)
class Cited:
    """The finished text with its sentences and the citations that its markers stand for."""

    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]


class Citing:
    """Takes a writer's output piece by piece and gives back what may be shown."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._text = ""
        self._held = ""
        self._citations: dict[tuple[str, int, int], Citation] = {}
        self._quoted: list[tuple[int, int, SentenceKind]] = []

    def write(self, piece: str) -> str:
        """Take in text with markers; gives the text that is ready, held back from an open bracket on."""
        text = self._held + piece
        self._held = ""
        waiting = _OPEN.search(text)
        if waiting:
            text, self._held = text[: waiting.start()], text[waiting.start() :]
        return self._append_marked(text)

    def quote(self, passage: int, start: int, end: int) -> str:
        """Take in words of a passage (its place in the list from 1, offsets in the article), with their marker."""
        source = self._passages[passage - 1]
        words = source.text[start - source.start : end - source.start]
        # Brackets with numbers in an article are its own notes; here they would pass for our markers.
        shown = " ".join(_without_markers(words).split())
        number = self._number(source, start, end)
        space = "" if not self._text or self._text[-1].isspace() else " "
        at = len(self._text) + len(space)
        self._quoted.append((at, at + len(shown), "claim"))
        return self._append(f"{space}{shown} [{number}]")

    def note(self, text: str, kind: SentenceKind = "note") -> str:
        """Take in words of the assistant's own, which need no citation."""
        at = len(self._text)
        self._quoted.append((at, at + len(text.rstrip()), kind))
        return self._append(text)

    def close(self) -> str:
        """The end of the writer's text; gives what was held back."""
        held, self._held = self._held, ""
        return self._append_marked(held)

    def cited(self) -> Cited:
        """The text so far with its sentences and citations."""
        text = self._text.rstrip()
        return Cited(text, tuple(self._sentences(text)), tuple(self._citations.values()))

    def _append(self, text: str) -> str:
        self._text += text
        return text

    def _append_marked(self, text: str) -> str:
        shown, at = "", 0
        for marker in _MARKER.finditer(text):
            shown += self._append(text[at : marker.start()])
            shown += self._append(self._renumbered(marker.group(1)))
            at = marker.end()
        return shown + self._append(text[at:])

    def _renumbered(self, numbers: str) -> str:
        sentence = self._sentence_so_far()
        found = []
        for place in _places(numbers):
            if sentence and 1 <= place <= len(self._passages):
                passage = self._passages[place - 1]
                number = self._number(passage, *best_span(sentence, passage))
                if f"[{number}]" not in found:
                    found.append(f"[{number}]")
        return "".join(found)

    def _sentence_so_far(self) -> str:
        spans = list(sentence_spans(self._text))
        return _MARKER.sub("", self._text[slice(*spans[-1])]).strip() if spans else ""

    def _number(self, passage: Passage, start: int, end: int) -> int:
        for (article_id, first, last), citation in self._citations.items():
            # The same words, or some of them: one number.
            if article_id == passage.article_id and first <= start and end <= last:
                return citation.number
        citation = Citation(
            number=len(self._citations) + 1,
            article_id=passage.article_id,
            version=passage.version,
            title=passage.title,
            start=start,
            end=end,
            quote=passage.text[start - passage.start : end - passage.start],
            url=passage.url,
            outlet=passage.outlet,
            published=passage.published,
            language=passage.language,
        )
        self._citations[passage.article_id, start, end] = citation
        return citation.number

    def _sentences(self, text: str) -> list[Sentence]:
        found: list[Sentence] = []
        at = 0
        for start, end, kind in [*self._quoted, (len(text), len(text), "claim")]:
            found += [_sentence(text, *span) for span in sentence_spans(text, at, start)]
            if end > start:
                support: Support = "supported" if kind == "claim" else "unchecked"
                markers = re.match(r"(?:\s*\[\d{1,3}\])+", text[end:])
                numbers = _numbers(markers.group()) if markers else ()
                found.append(
                    Sentence(
                        text=text[start:end],
                        start=start,
                        end=end,
                        kind=kind,
                        citations=numbers,
                        support=support,
                    )
                )
                end += markers.end() if markers else 0
            at = end
        return [sentence for sentence in found if sentence.text]


def _without_markers(words: str) -> str:
    """Words without anything that looks like a marker, and without what looks like one once that is gone."""
    while (plain := _MARKER.sub("", words)) != words:
        words = plain
    return words


def best_span(sentence: str, passage: Passage) -> tuple[int, int]:
    """The one or two neighbouring sentences of a passage that hold most of a sentence's words.

    Offsets count in the article's text, as the passage's own do.
    """
    wanted = set(terms(sentence, passage.language))
    spans = list(sentence_spans(passage.text)) or [(0, len(passage.text))]
    best, best_score = spans[0], -1.0
    for width in range(1, _WINDOW + 1):
        for at in range(len(spans) - width + 1):
            start, end = spans[at][0], spans[at + width - 1][1]
            held = wanted & set(terms(passage.text[start:end], passage.language))
            score = len(held) / (len(wanted) or 1) - _SECOND_SENTENCE_ADDS * (width - 1)
            if score > best_score:
                best, best_score = (start, end), score
    return passage.start + best[0], passage.start + best[1]


def _sentence(text: str, start: int, end: int) -> Sentence:
    whole = text[start:end]
    behind = _BEHIND.search(whole)
    stop = start + behind.start() if behind else end
    return Sentence(text=text[start:stop], start=start, end=stop, citations=_numbers(whole))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(number) for number in _SHOWN.findall(text)))


def _places(numbers: str) -> list[int]:
    """The places that a marker names: "1, 3" and "2-4" too."""
    found: list[int] = []
    parts = re.split(r"\s*(,|;|-|–|and)\s*", numbers.translate(_ARABIC_DIGITS))
    for sign, part in zip(["", *parts[1::2]], parts[0::2], strict=True):
        last = int(part)
        ranged = sign in ("-", "–") and found and 0 < last - found[-1] <= 10
        found += range(found[-1] + 1, last + 1) if ranged else [last]
    return found
