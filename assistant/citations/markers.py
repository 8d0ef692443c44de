"""Markers in a writer's text: what they point at, and the sentences that they stand in. Pure."""

import re
from dataclasses import dataclass

from knowledge.sentences import sentence_spans

MARKER = re.compile(r"[\[【]\s*(\d{1,3}(?:\s*(?:,|;|-|–|and)\s*\d{1,3})*)\s*(?:†[^\]】]{0,40})?[\]】]")
_SPACED = re.compile(rf"[ \t]*{MARKER.pattern}")
BEHIND = re.compile(r"(?:\s*\[\d{1,3}\])+\s*$")
SHOWN = re.compile(r"\[(\d{1,3})\]")
_CLOSING = re.compile(r"\s*[.!?؟。…]*[\"'”’»)*_]*$")
_BULLET = re.compile(r"\s*(?:(?:[-*•–]|\d{1,2}[.)]|#{1,6})\s+)?")
_BLANK = re.compile(r"\S\s+\S*$")

_NESTED = 5
"""How deep brackets are taken apart; what is nested deeper is no text, and loses its brackets."""

Part = str | tuple[int, ...]
"""Words, or the places (from 1) of the passages that a marker at this point names."""


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence as a writer wrote it, cut at its markers; what stood before its first word is the lead-in."""

    lead_in: str
    parts: tuple[Part, ...]

    @property
    def words(self) -> str:
        """The sentence without markers."""
        return "".join(part for part in self.parts if isinstance(part, str)).strip()

    @property
    def places(self) -> tuple[int, ...]:
        """The passages that the sentence points at, each once."""
        return tuple(dict.fromkeys(place for part in self.parts if not isinstance(part, str) for place in part))

    def pointing(self, at: dict[int, tuple[int, ...]], added: tuple[int, ...] = ()) -> "Written":
        """The same with other places: `at` says what each becomes, `added` stand before the closing full stop."""
        kept = [
            part if isinstance(part, str) else tuple(dict.fromkeys(to for place in part for to in at.get(place, ())))
            for part in self.parts
        ]
        if added and kept and isinstance(kept[-1], str):
            last = kept.pop()
            cut = _CLOSING.search(last).start()  # type: ignore[arg-type,union-attr]  # it matches any end
            kept += [f"{last[:cut]} ", added, last[cut:]]
        elif added:
            kept.append(added)
        return Written(self.lead_in, tuple(kept))


class Sentences:
    """Cuts a writer's text into sentences as it arrives.

    A sentence is given out once the first word of the next one is whole: before that, a marker may still follow its
    full stop, or the next word may show that it was an abbreviation.

    >>> text = Sentences(passages=3)
    >>> [text.feed("It flew [1]. The"), [one.words for one in text.feed(" next did")], len(text.close())]
    [[], ['It flew .'], 1]
    """

    def __init__(self, passages: int) -> None:
        self._passages = passages
        self._held = ""

    def feed(self, piece: str) -> list[Written]:
        """The sentences that are whole now."""
        self._held += piece
        # Most pieces are within a word and end nothing.
        if not re.search(r"\s", piece):
            return []
        spans = list(sentence_spans(self._held))
        if len(spans) < 2:
            return []
        whole = spans[:-1] if _BLANK.search(self._held, spans[-1][0]) else spans[:-2]
        return self._cut([end for _, end in whole])

    def close(self) -> list[Written]:
        """The sentences that were still held back when the text ended."""
        found = self._cut([end for _, end in sentence_spans(self._held)])
        self._held = ""
        return found

    def _cut(self, ends: list[int]) -> list[Written]:
        edges = [0, *ends]
        found = [self._written(self._held[a:b]) for a, b in zip(edges, edges[1:], strict=False)]
        self._held = self._held[edges[-1] :]
        return found

    def _written(self, raw: str) -> Written:
        raw = self._without_void(raw)
        lead_in = _BULLET.match(raw).group()  # type: ignore[union-attr]  # it matches nothing, too
        parts: list[Part] = []
        at = len(lead_in)
        for marker in MARKER.finditer(raw, at):
            parts += [raw[at : marker.start()], self._valid(marker[1])]
            at = marker.end()
        return Written(lead_in, tuple(part for part in (*parts, raw[at:]) if part))

    def _without_void(self, raw: str) -> str:
        """Without markers that point at nothing, nor what looks like a marker once those are gone."""
        for _ in range(_NESTED):
            kept = _SPACED.sub(lambda one: one[0] if self._valid(one[1]) else "", raw)
            if kept == raw:
                return raw
            raw = kept
        return raw.replace("[", "(").replace("【", "(")

    def _valid(self, numbers: str) -> tuple[int, ...]:
        return tuple(place for place in dict.fromkeys(places(numbers)) if 1 <= place <= self._passages)


def places(numbers: str) -> list[int]:
    """The places that a marker names, in whatever digits.

    >>> places("1, 3"), places("2-4"), places("٣")
    ([1, 3], [2, 3, 4], [3])
    """
    found: list[int] = []
    parts = re.split(r"\s*(,|;|-|–|and)\s*", numbers)
    for sign, part in zip(["", *parts[1::2]], parts[0::2], strict=True):
        last = int(part)
        ranged = sign in ("-", "–") and found and 0 < last - found[-1] <= 10
        found += range(found[-1] + 1, last + 1) if ranged else [last]
    return found


def without_markers(words: str) -> str:
    """Words without anything that looks like a marker, and without what looks like one once that is gone."""
    for _ in range(_NESTED):
        plain = MARKER.sub("", words)
        if plain == words:
            return words
        words = plain
    return words.replace("[", "(").replace("【", "(")
