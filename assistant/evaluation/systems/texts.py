"""A foreign system's text as an `Answer`, so that it is measured as ours is."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import blake2b

from assistant.answer import Answer, Citation, Sentence, Usage
from assistant.evaluation.records import Gold
from assistant.evaluation.runs import place
from assistant.evaluation.suite import Suite
from knowledge.article import clean_text
from knowledge.sentences import sentence_spans

_MARKERS = re.compile(r"\s*\[(\d{1,3})\]")


def answer_of(
    question: str,
    text: str,
    listed: Sequence[Mapping[str, str]] = (),
    *,
    model: str | None = None,
    usage: Usage | None = None,
) -> Answer:
    """The answer that a text is. `listed` are its sources by number: `url`, `title`, `date`, `quote`.

    Nothing is checked: sentences are claims whose support is unchecked, citations hold only what was said.

    >>> answer = answer_of("When?", "It flew in 1969 [1].", [{"url": "https://example.org/a"}])
    >>> answer.sentences[0].citations, answer.citations[0].url
    ((1,), 'https://example.org/a')
    """
    text = clean_text(text).strip()
    sentences = []
    for start, end in sentence_spans(text):
        said = text[start:end]
        numbers = tuple(dict.fromkeys(int(n) for n in _MARKERS.findall(said) if 0 < int(n) <= len(listed)))
        words = _MARKERS.sub("", said).strip()
        if words:
            sentences.append(Sentence(text=said, start=start, end=end, citations=numbers))
    used = sorted({number for sentence in sentences for number in sentence.citations})
    return Answer(
        id=blake2b(f"{question}\n{text}".encode(), digest_size=10).hexdigest(),
        question=question,
        query=question,
        text=text,
        sentences=tuple(sentences),
        citations=tuple(_citation(number, listed[number - 1]) for number in used),
        writer="foreign",
        model=model,
        usage=usage,
    )


def as_named(suite: Suite) -> dict[str, tuple[Gold, ...]]:
    """The expected sources by the names that a foreign system cites them by, where no library can be asked."""
    return {
        place(sample.id, number): tuple(
            Gold(
                article_id=source.url or source.id or source.title,
                grade=source.grade,
                wanted=wanted,
                name=source.title or source.url or source.id or "",
            )
            for wanted, sources in ((True, turn.expect.sources), (False, turn.expect.not_sources))
            for source in sources
        )
        for sample in suite.questions
        for number, turn in enumerate(sample.script)
        if turn.expect
    }


def _citation(number: int, said: Mapping[str, str]) -> Citation:
    url, quote = said.get("url"), said.get("quote", "")
    return Citation(
        number=number,
        article_id=said.get("id") or url or said.get("title", ""),
        version=1,
        title=said.get("title", ""),
        start=0,
        end=len(quote),
        quote=quote,
        url=url,
        published=_day(said.get("date", "")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
