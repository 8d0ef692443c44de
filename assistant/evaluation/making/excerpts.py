"""Excerpts whose article is asked for, as in the test of the Tow Center (CJR, March 2025) of eight search tools."""

from dataclasses import replace
from random import Random

from assistant.evaluation.making.prose import LONGEST, SHORTEST, Piece, drawn, is_telling, sentences
from assistant.evaluation.suite import Expect, Sample, Source, Suite
from knowledge.article import Article
from knowledge.library import Library

_ASKED = {
    "ar": "أي مقال يقول: «{words}»؟ اذكر عنوانه وتاريخه ورابطه.",
    "en": "Which article says: “{words}”? Give its title, date and address.",
}
_ONE_IS_ENOUGH = 20
"""Words from which a sentence is not given with the next one."""


def excerpts(library: Library, *, count: int, seed: int = 0) -> Suite:
    """Questions for the article that an excerpt stands in: one or two sentences, word for word.

    A right answer cites it, and tells its title, its date, and its address or `/articles/ID`.
    """
    rng = Random(f"excerpts {seed}")
    pieces = drawn(library, _candidates, count=count, rng=rng)
    samples = tuple(_sample(number, piece) for number, piece in enumerate(pieces, start=1))
    return Suite(name="excerpts", questions=samples)


def _candidates(article: Article, rng: Random) -> list[Piece]:
    spans = sentences(article)
    follows = {start: (start, end) for start, end in spans}
    known = replace(article, text="")
    found = []
    for start, end in spans:
        last = follows.get(end + 1)
        if last and article.text[end] == " " and len(article.text[start:end].split()) < _ONE_IS_ENOUGH:
            end = last[1] if len(article.text[start : last[1]].split()) <= LONGEST else end
        words = article.text[start:end]
        if SHORTEST <= len(words.split()) <= LONGEST and is_telling(words, article.language):
            found.append(Piece(known, words, start, end))
    rng.shuffle(found)
    return found


def _sample(number: int, piece: Piece) -> Sample:
    article = piece.article
    language = "ar" if article.language == "ar" else "en"
    address = article.url or f"/articles/{article.id}"
    return Sample(
        id=f"excerpt-{number:03d}",
        question=_ASKED[language].format(words=piece.text),
        tags=("excerpt",),
        language=language,
        cluster=article.id,
        expect=Expect(
            answerable=True,
            reference=", ".join(filter(None, (article.title, str(article.published or ""), address))),
            sources=(Source(id=article.id, quote=piece.text),),
            min_citations=1,
        ),
    )
