"""Answers made for tests, sentence by sentence."""

from collections.abc import Sequence
from typing import Any

from assistant.answer import Answer, Citation, Sentence
from knowledge.article import Passage


def passage(name: str, title: str, text: str, language: str = "en") -> Passage:
    """A whole article of one passage."""
    return Passage(
        id=f"{name}-0", article_id=name, version=1, title=title, text=text, start=0, end=len(text), language=language
    )


def cited(source: Passage, quote: str, number: int, **more: Any) -> Citation:
    start = source.text.index(quote)
    return Citation(
        number=number,
        article_id=source.article_id,
        version=1,
        title=source.title,
        start=start,
        end=start + len(quote),
        quote=quote,
        **more,
    )


def told(question: str, said: Sequence[tuple[str, tuple[int, ...]]], **more: Any) -> Answer:
    """An answer of these sentences, the markers of what each cites behind it."""
    text, sentences = "", []
    for words, numbers in said:
        start = len(text)
        sentences.append(Sentence(text=words, start=start, end=start + len(words), citations=numbers))
        text += words + "".join(f" [{number}]" for number in numbers) + " "
    return Answer(id="a", question=question, query=question, text=text.strip(), sentences=tuple(sentences), **more)
