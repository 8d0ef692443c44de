"""Sentences with a figure left out, which an answer must give back with its unit."""

from dataclasses import replace
from random import Random

from assistant.evaluation.making.prose import Piece, drawn, is_telling, sentences
from assistant.evaluation.suite import Expect, Number, Sample, Source, Suite
from assistant.figures import Figure, find_figures
from knowledge.article import Article
from knowledge.library import Library

_ASKED = {
    "ar": "وفقا لمقال «{title}»، ما الرقم الناقص هنا: «{words}»؟",
    "en": "According to “{title}”, what figure is left out here: “{words}”?",
}
_BLANK = "___"
_SHORTEST, _LONGEST = 8, 35
_SMALLEST = 10
"""A smaller count without a unit is found in many a wrong answer."""
_KINDS_LEFT_OUT = frozenset({"date", "month", "year", "time", "ordinal", "decade", "version", "angle", "mach"})


def numbers(library: Library, *, count: int, seed: int = 0) -> Suite:
    """Questions for the figure of a sentence, which is given with a blank in its place."""
    rng = Random(f"numbers {seed}")
    pieces = drawn(library, _candidates, count=count, rng=rng)
    samples = [_sample(number, piece) for number, piece in enumerate(pieces, start=1)]
    return Suite(name="numbers", questions=tuple(sample for sample in samples if sample))


def _candidates(article: Article, rng: Random) -> list[Piece]:
    known = replace(article, text="")
    words = ((start, end, article.text[start:end]) for start, end in sentences(article))
    found = [
        Piece(known, text, start, end)
        for start, end, text in words
        if _SHORTEST <= len(text.split()) <= _LONGEST
        and is_telling(text, article.language)
        and _asked_for(text, article.language)
    ]
    rng.shuffle(found)
    return found


def _asked_for(text: str, language: str) -> tuple[Figure, Number] | None:
    """The first figure of a sentence that can be asked for, and the number that it must be."""
    figures = find_figures(text, language)
    for figure in figures:
        alone = sum(other.value == figure.value for other in figures) == 1 and text.count(figure.text) == 1
        # What is joined to the word before it is a part of a name: "AO-2010-089".
        apart = figure.start == 0 or text[figure.start - 1].isspace() or text[figure.start - 1] in "(~"
        number = accepted(figure) if alone and apart else None
        if number is not None:
            return figure, number
    return None


def accepted(figure: Figure) -> Number | None:
    """A figure in the unit that it is written with; None for what is no plain quantity.

    >>> accepted(find_figures("It climbs to 35,000 ft.")[0])
    Number(number=35000.0, unit='ft', abs_tol=0.0, rel_tol=0.0)
    """
    if figure.kind in _KINDS_LEFT_OUT or figure.is_range or (not figure.unit and figure.value < _SMALLEST):
        return None
    if not figure.unit:
        return Number(number=figure.value)
    single = find_figures(f"1 {figure.unit}")
    if len(single) != 1 or not single[0].value or single[0].kind != figure.kind:
        return None
    number = round(figure.value / single[0].value, 6)
    again = find_figures(f"{number:.10g} {figure.unit}")
    if len(again) != 1 or abs(again[0].value - figure.value) > 1e-6 * abs(figure.value):
        return None
    return Number(number=number, unit=figure.unit)


def _sample(number: int, piece: Piece) -> Sample | None:
    asked = _asked_for(piece.text, piece.article.language)
    if asked is None:
        return None
    figure, answer = asked
    language = "ar" if piece.article.language == "ar" else "en"
    words = piece.text[: figure.start] + _BLANK + piece.text[figure.end :]
    return Sample(
        id=f"number-{number:03d}",
        question=_ASKED[language].format(title=piece.article.title, words=words),
        tags=("number",),
        language=language,
        cluster=piece.article.id,
        expect=Expect(
            answerable=True,
            answers=(answer,),
            reference=piece.text,
            sources=(Source(id=piece.article.id, quote=piece.text),),
        ),
    )
