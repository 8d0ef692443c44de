"""Sentences of the passages that a question repeats word for word: whoever quotes an article asks for that article."""

import re
from collections.abc import Iterator, Sequence

from assistant.evidence.sentences import Candidate
from assistant.quoted import quoted
from knowledge.article import Passage
from knowledge.sentences import sentence_spans

_WORD = re.compile(r"\w+")


def repeated(question: str, passages: Sequence[Passage]) -> tuple[Candidate, ...]:
    """The sentences that hold what the question quotes, or stand in it; best passage first."""
    texts = [line for text in quoted(question) if (line := _line(text))]
    return tuple(
        candidate
        for place, passage in enumerate(passages, start=1)
        for text in texts
        if text in _line(passage.text)
        for candidate in _sentences(place, passage, text)
    )


def _sentences(place: int, passage: Passage, text: str) -> Iterator[Candidate]:
    for start, end in sentence_spans(passage.text):
        said = passage.text[start:end]
        line = _line(said)
        if line.strip() and (line in text or text in line):
            yield Candidate(place, passage.start + start, passage.start + end, said, 1.0)


def _line(text: str) -> str:
    """The words of a text alone, so that spacing and punctuation do not matter."""
    words = " ".join(_WORD.findall(text.casefold()))
    return f" {words} " if words else ""
