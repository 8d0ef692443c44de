"""Whole sentences of an article that a question can be made from, and whether other articles hold them too."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from knowledge.article import Article
from knowledge.library import Library
from knowledge.sentences import Span, sentence_spans
from knowledge.words import terms

SHORTEST, LONGEST = 12, 45
"""Words of an excerpt."""
_TELLING = 7
"""Different telling words without which an excerpt could stand anywhere."""
_LISTED = re.compile(r"\s*(?:[-*•–#|>]|\d{1,3}[.)]\s)")
_MARKUP = re.compile(r"[|#*_<>{}\[\]\\`\ufffd]|https?:|www\.")
_ENDS = re.compile(r"[.!?؟۔][\"'”’»)]*$")
_LEANS = frozenset(
    # A sentence that opens so speaks of what stands before it.
    "this these those that it its he she his her they their them such however but and or so then there here also both "
    "هذا هذه هؤلاء ذلك تلك وهو وهي كما لكن ولكن أما وقد كذلك وكذلك أيضا هو هي هم".split()
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an article: `article.text[start:end] == text`. The article is kept without its text."""

    article: Article
    text: str
    start: int
    end: int


def sentences(article: Article) -> list[Span]:
    """The sentences of an article that are prose, with no heading, list item or markup."""
    text = article.text
    headings = [(section.start, section.end) for section in article.sections]
    return [span for span in sentence_spans(text) if _is_prose(text, *span) and not _touches(span, headings)]


def _is_prose(text: str, start: int, end: int) -> bool:
    words = text[start:end]
    line = text[text.rfind("\n", 0, start) + 1 : end]
    return (
        "\n" not in words
        and not _LISTED.match(line)
        and not _MARKUP.search(words)
        and _ENDS.search(words) is not None
        and not words[0].islower()
    )


def _touches(span: Span, others: Collection[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def is_telling(text: str, language: str) -> bool:
    """Whether a sentence can be understood alone and says enough to be told from others.

    >>> is_telling("This makes it the best of them all by a long way, as everybody who has seen it says.", "en")
    False
    """
    words = text.split()
    opening = words[0].strip("\"'“‘«(").lower() if words else ""
    return opening not in _LEANS and len(set(terms(text, language))) >= _TELLING


def drawn(
    library: Library, found: Callable[[Article, Random], Sequence[Piece]], *, count: int, rng: Random
) -> list[Piece]:
    """Pieces of random articles that stand in no other article; from each article one before any gives a second."""
    ids = library.article_ids()
    rng.shuffle(ids)
    each = -(-count // max(1, len(ids))) + 1
    rounds: list[list[Piece]] = [[] for _ in range(each)]
    # Some turn out to stand elsewhere too.
    enough = count + count // 4 + 5
    for name in ids:
        article = library.article(name)
        if article is not None:
            for number, piece in enumerate(found(article, rng)[:each]):
                rounds[number].append(piece)
        if len(rounds[0]) >= enough:
            break
    pieces = [piece for some in rounds for piece in some][:enough]
    held = holders(library, [piece.text for piece in pieces])
    return [piece for piece in pieces if held[piece.text] == {piece.article.id}][:count]


def holders(library: Library, texts: Collection[str], *, folded: bool = False) -> dict[str, set[str]]:
    """The articles that hold each of these texts; `folded` without regard to case, for texts in small letters."""
    found: dict[str, set[str]] = {text: set() for text in texts}
    for article in _texts(library):
        text = f"{article.title}\n{article.text}"
        text = text.casefold() if folded else text
        for wanted in found:
            if wanted in text:
                found[wanted].add(article.id)
    return found


def _texts(library: Library) -> Iterator[Article]:
    for name in library.article_ids():
        article = library.article(name)
        if article is not None:
            yield article
