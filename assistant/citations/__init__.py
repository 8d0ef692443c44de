"""Markers ↔ passages ↔ verbatim quotes with offsets. Pure, and incremental, so that numbers are stable while
an answer streams: a number given once keeps standing for the same words.

A marker in a writer's text points at a passage by its place in the list. Here it becomes a citation: the span of
that passage which best covers the sentence. A sentence is checked before it is shown: one that another passage
supports better is cited to that one, one that no passage supports is cited to none. A marker that points at
nothing never comes out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation, Sentence, SentenceKind, Verdict
from assistant.citations.markers import BEHIND, SHOWN, Sentences, Written, without_markers
from assistant.render import harmless
from assistant.support import supporting_span
from knowledge.article import Passage
from knowledge.language import detect
from knowledge.words import terms

BETTER = 0.2
"""By so much another passage must support a sentence better to be cited in place of the one that the writer named."""

DOUBTFUL = (0.3, 0.7)
"""Between these scores a judge is asked, where there is one."""

Check = Callable[[str, Sequence[Passage]], Verdict]
"""A sentence and the passages that it rests on → whether they support it."""
Span = tuple[int, int, int]
"""Words of a passage: its place in the list (from 1), and offsets into the article's text."""


@dataclass(frozen=True, slots=True)
class Cited:
    """The finished text with its sentences and the citations that its markers stand for."""

    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a writer with what the check said of it."""

    written: Written
    verdict: Verdict = Verdict()
    kind: SentenceKind = "claim"

    @property
    def doubtful(self) -> bool:
        """Whether the check can be wrong here as well as right."""
        return bool(self.written.places) and DOUBTFUL[0] <= self.verdict.score <= DOUBTFUL[1]

    def judged(self, *, supported: bool) -> "Claim":
        """The same after somebody has judged it who understands it."""
        flags = (*self.verdict.flags, "judged")
        if supported:
            return replace(self, verdict=Verdict(support="supported", score=self.verdict.score))
        verdict = Verdict(support="unsupported", score=self.verdict.score, flags=flags)
        return replace(self, written=self.written.pointing({}), verdict=verdict)


class Citing:
    """Takes a writer's output piece by piece and gives back what may be shown.

    `check` is None where nothing can be checked; `drop` leaves out what no passage supports.
    """

    def __init__(self, passages: Sequence[Passage], check: Check | None = None, *, drop: bool = False) -> None:
        self._passages = passages
        self._check = check
        self._drop = drop
        self._arriving = Sentences(len(passages))
        self._text = ""
        self._in_table = False
        self._citations: dict[tuple[str, int, int], Citation] = {}
        self._sentences: list[Sentence] = []

    def feed(self, piece: str) -> list[Written]:
        """The sentences that are whole now that this piece has arrived."""
        # What no reader sees could tear a marker apart here and be gone where it is shown.
        return self._arriving.feed(harmless(piece))

    def close(self) -> list[Written]:
        """The sentences that were held back when the writer's text ended."""
        return self._arriving.close()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences so far."""
        return tuple(self._sentences)

    def checked(self, written: Written) -> Claim:
        """A sentence with the passages that it rests on and how well it does."""
        words = written.words
        if self._check is None:
            return Claim(written)
        if not terms(words, detect(words)) or (words.endswith((":", "؟", "?")) and not written.places):
            return Claim(written.pointing({}), kind="note")
        places = written.places
        verdict = self._asked(words, places) if places else Verdict(support="unsupported")
        if verdict.support in ("supported", "unchecked"):
            return Claim(written.pointing(self._needed(words, places)), verdict)
        other, better = self._best_other(words, places)
        if better.support in ("supported", "weak") and better.score >= verdict.score + (BETTER if places else 0):
            moved = written.pointing({place: (other,) for place in places}, () if places else (other,))
            return Claim(moved, better)
        if not places and better.support == "unchecked":
            return Claim(written, better)
        if verdict.support == "unsupported":
            # A sentence that no passage supports has no source, whatever its writer says.
            return Claim(written.pointing({}), verdict)
        return Claim(written, verdict)

    def evidence(self, claim: Claim) -> list[Passage]:
        """The passages that a sentence rests on."""
        return [self._passages[place - 1] for place in claim.written.places]

    def put(self, claim: Claim) -> str:
        """Take a sentence into the text; gives what is to be shown of it."""
        written, verdict = claim.written, claim.verdict
        if self._drop and verdict.support == "unsupported" and claim.kind == "claim":
            return ""
        lead_in = written.lead_in if self._text else written.lead_in.lstrip()
        shown, words = "", written.words
        for part in written.parts:
            numbers = "" if isinstance(part, str) else self._numbers(words, part, shown)
            shown = shown + part if isinstance(part, str) else shown + numbers if numbers else shown.rstrip()
        begun = len(self._text) + len(lead_in) + len(shown) - len(shown.lstrip())
        self._append(lead_in + shown)
        self._said(begun, len(self._text), claim.kind, verdict)
        return lead_in + shown

    def write(self, piece: str) -> str:
        """Take in text with markers; gives the sentences that are ready to be shown."""
        return "".join(self.put(self.checked(written)) for written in self.feed(piece))

    def finish(self) -> str:
        """What `write` held back when the text ended."""
        return "".join(self.put(self.checked(written)) for written in self.close())

    def quote(
        self,
        words: Span,
        *,
        lead: tuple[int, int] | None = None,
        also: Iterable[Span] = (),
        form: str = "sentence",
        label: str = "",
    ) -> str:
        """Take in words of a passage, with their marker.

        `lead` are those of them that stand in front, `also` other words that say the same, `form` and `label` as in
        a `Quotation`.
        """
        shown, source = self._shown(words), self._passages[words[0] - 1]
        marker = "".join(dict.fromkeys(f"[{self._number(*self._span(span))}]" for span in (words, *also)))
        if lead:
            front = _plain(source.text[lead[0] - source.start : lead[1] - source.start])
            line = f"{front} {marker}: “{shown}”"
        else:
            line = f"{shown} {marker}"
        before, after = self._frame(form, label, line)
        self._append(before)
        start = len(self._text)
        self._append(line)
        self._said(start, start + len(line), "claim", Verdict(support="supported", score=1.0))
        self._append(after)
        return before + line + after

    def note(self, parts: Sequence[str | Span], kind: SentenceKind = "note") -> str:
        """Take in words of the assistant's own, with a marker where they name words of a passage."""
        words = "".join(
            without_markers(harmless(part)) if isinstance(part, str) else f" [{self._number(*self._span(part))}]"
            for part in parts
        )
        gap = "\n\n" if self._text else ""
        start = len(self._text) + len(gap)
        self._append(gap + words)
        self._said(start, start + len(words), kind, Verdict())
        return gap + words

    def cited(self) -> Cited:
        """The text so far with its sentences and citations."""
        return Cited(self._text.rstrip(), tuple(self._sentences), tuple(self._citations.values()))

    def _asked(self, words: str, places: Sequence[int]) -> Verdict:
        assert self._check is not None
        return self._check(words, [self._passages[place - 1] for place in places])

    def _needed(self, words: str, places: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """The cited passages without those that do not support the sentence and are not missed."""
        kept = list(places)
        for place in places:
            rest = [other for other in kept if other != place]
            if rest and self._asked(words, [place]).support == "unsupported":
                kept = rest if self._asked(words, rest).support == "supported" else kept
        return {place: (place,) for place in kept}

    def _best_other(self, words: str, places: Sequence[int]) -> tuple[int, Verdict]:
        others = [place for place in range(1, len(self._passages) + 1) if place not in places]
        verdicts = [(place, self._asked(words, [place])) for place in others]
        return max(verdicts, key=lambda found: found[1].score, default=(0, Verdict()))

    def _numbers(self, words: str, places: Sequence[int], before: str) -> str:
        found = []
        for place in places:
            passage = self._passages[place - 1]
            start, end = supporting_span(words, passage.text, passage.language)
            number = f"[{self._number(passage, passage.start + start, passage.start + end)}]"
            if number not in found and not before.endswith(number):
                found.append(number)
        return "".join(found)

    def _span(self, span: Span) -> tuple[Passage, int, int]:
        return self._passages[span[0] - 1], span[1], span[2]

    def _shown(self, span: Span) -> str:
        passage, start, end = self._span(span)
        # Brackets with numbers in an article are its own notes; here they would pass for our markers.
        return _plain(passage.text[start - passage.start : end - passage.start])

    def _frame(self, form: str, label: str, line: str) -> tuple[str, str]:
        """What stands before and behind a quotation so that Markdown shows it in its form."""
        label = _plain(label)
        in_table, self._in_table = self._in_table, form == "row" and "|" not in label + line
        if self._in_table:
            head = "" if in_table else ("\n\n" if self._text else "") + "| | |\n|---|---|"
            return f"{head}\n| {label} | ", " |"
        if form in ("item", "row"):
            return ("\n- " if self._text else "- ") + (f"{label}: " if form == "row" and label else ""), ""
        apart = in_table or self._text.rsplit("\n", 1)[-1].startswith("- ") or self._after_note
        return ("\n\n" if self._text and apart else " " if self._text else ""), ""

    @property
    def _after_note(self) -> bool:
        return bool(self._sentences) and self._sentences[-1].kind != "claim"

    def _append(self, text: str) -> None:
        self._text += text

    def _said(self, start: int, end: int, kind: SentenceKind, verdict: Verdict) -> None:
        whole = self._text[start:end]
        behind = BEHIND.search(whole)
        stop = start + (behind.start() if behind else len(whole.rstrip()))
        if stop > start:
            numbers = tuple(dict.fromkeys(int(number) for number in SHOWN.findall(whole)))
            sentence = Sentence(text=self._text[start:stop], start=start, end=stop, kind=kind, citations=numbers)
            self._sentences.append(replace(sentence, support=verdict.support, flags=verdict.flags))

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


def _plain(words: str) -> str:
    """Words of an article on one line, without what could pass for a marker."""
    return " ".join(without_markers(harmless(words)).split())
