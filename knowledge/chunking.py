"""Article → passages of about 200 tokens that remember where in the article they start and end.

A passage lies inside one section, never cuts a sentence, and holds whole paragraphs where they fit. Sizes
are counted in words and marks rather than in a model's tokens, so that passages, and therefore their ids,
are the same whatever model embeds them.
"""

import re
from collections.abc import Iterator
from hashlib import blake2b

from knowledge.article import Article, Passage
from knowledge.sentences import Span, sentence_spans

CHUNKER = "sections-1"
"""Names the rules below; a change of the rules is a change of this name, and every passage is made again."""

TARGET = 170
"""Words and marks that a passage aims at: 200 to 230 tokens of an English word-piece model."""
SMALLEST = 40
"""A last passage below this joins the one before it."""
LONGEST_SENTENCE = 4000
"""Code points after which text without any full stop is cut at a space: a table, a list of names."""

_TOKEN = re.compile(r"\w+|[^\w\s]")


def chunk(article: Article) -> list[Passage]:
    """The passages of an article in order; `article.text[p.start:p.end] == p.text` for each."""
    passages = []
    for start, end, headings in _bodies(article):
        for first, last in _pieces(article.text, start, end):
            passages.append(_passage(article, first, last, headings))
    return passages


def _passage(article: Article, start: int, end: int, headings: tuple[str, ...]) -> Passage:
    text = article.text[start:end]
    # From content alone, so that an id is the same on every machine and in every library.
    key = "\0".join((article.id, str(start), text))
    return Passage(
        id=blake2b(key.encode(), digest_size=12).hexdigest(),
        article_id=article.id,
        version=article.version,
        title=article.title,
        text=text,
        start=start,
        end=end,
        headings=headings,
        url=article.url,
        outlet=article.outlet,
        categories=article.categories,
        language=article.language,
        published=article.published,
    )


def _bodies(article: Article) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The text between headings, each with the path of headings above it."""
    path: list[tuple[int, str]] = []
    at = 0
    for section in article.sections:
        yield at, section.start, tuple(heading for _, heading in path)
        path = [(level, heading) for level, heading in path if level < section.level]
        path.append((section.level, section.heading))
        at = section.end
    yield at, len(article.text), tuple(heading for _, heading in path)


def _pieces(text: str, start: int, end: int) -> list[Span]:
    pieces: list[tuple[int, int, int]] = []
    for first, last in _bounded(text, start, end):
        size = len(_TOKEN.findall(text, first, last))
        if pieces and pieces[-1][2] + size <= TARGET:
            begun = pieces.pop()
            pieces.append((begun[0], last, begun[2] + size))
        else:
            pieces.append((first, last, size))
    if len(pieces) > 1 and pieces[-1][2] < SMALLEST and pieces[-2][2] + pieces[-1][2] <= TARGET + SMALLEST:
        tail = pieces.pop()
        begun = pieces.pop()
        pieces.append((begun[0], tail[1], begun[2] + tail[2]))
    return [(first, last) for first, last, _ in pieces]


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    for first, last in sentence_spans(text, start, end):
        while last - first > LONGEST_SENTENCE:
            cut = text.rfind(" ", first, first + LONGEST_SENTENCE)
            cut = cut if cut > first else first + LONGEST_SENTENCE
            yield first, cut
            first = cut
            while first < last and text[first].isspace():
                first += 1
        if first < last:
            yield first, last
