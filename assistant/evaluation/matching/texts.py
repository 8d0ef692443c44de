"""Whether a text holds words: as they are written, or as names, figures and days that are the same."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.evaluation.matching.days import dated
from assistant.evaluation.matching.normalising import (
    ARTICLES,
    Match,
    Word,
    forms,
    split,
    unmarked,
    wanted,
    without_articles,
)
from assistant.evaluation.matching.numbers import measure, near, written
from assistant.figures import Figure, find_figures, mentions
from assistant.figures.agreement import parts_of_day


def words(accepted: str, text: str) -> Iterator[Match]:
    """Where a text holds words, at the borders of words; case, articles and punctuation do not matter.

    A name is held by its other names, a figure by the same quantity. What is nothing but a figure or a day is
    compared as one: "31" is not in "31 million", but in "Part 31".

    >>> [next(words(one, "The B737 left EGLL at half past.")).found for one in ("Boeing 737", "Heathrow", "past")]
    ['B737', 'EGLL', 'past']
    >>> list(words("no", "north")), list(words("320", "1320")), list(words("31", "31 million euros"))
    ([], [], [])
    """
    alone = _alone(accepted)
    if alone is None:
        yield from _run(_plain(accepted), split(text), text)
        yield from _run(_meant(accepted), _canonical(text), text)
        return
    yield from _figures(alone, text)
    yield from _run(_plain(accepted), _outside(text), text)


def _plain(accepted: str) -> list[Word]:
    return without_articles(accepted, split(accepted))


def _meant(accepted: str) -> list[Word]:
    return without_articles(accepted, _canonical(accepted))


def _run(sought: Sequence[Word], held: Sequence[Word], text: str) -> Iterator[Match]:
    """Where words stand one behind the other; articles between them do not matter."""
    if not sought:
        return
    first = wanted(sought[0].text)
    for place, word in enumerate(held):
        if not first.isdisjoint(forms(word.text)) and (last := _last(sought, held, place)) is not None:
            end = held[last].end
            yield Match(word.start, end, text[word.start : end])


def _last(sought: Sequence[Word], held: Sequence[Word], place: int) -> int | None:
    for number, one in enumerate(sought):
        while number and place < len(held) and held[place].text in ARTICLES and held[place].text != one.text:
            place += 1
        if place >= len(held) or wanted(one.text).isdisjoint(forms(held[place].text)):
            return None
        place += 1
    return place - 1


@lru_cache(maxsize=256)
def _canonical(text: str) -> tuple[Word, ...]:
    """The words of a text, in which a name, a figure or a day is one word: "aircraft:737", "#length10668"."""
    plain = unmarked(text)
    figures = [Word(_key(one), one.start, one.end) for one in find_figures(plain)]
    names = [Word(one.id, one.start, one.end) for one in mentions(plain) if not _overlaps(one.start, one.end, figures)]
    whole = sorted([*figures, *names], key=lambda word: word.start)
    rest = [word for word in split(text) if not _overlaps(word.start, word.end, whole)]
    return tuple(sorted([*whole, *rest], key=lambda word: word.start))


@lru_cache(maxsize=256)
def _outside(text: str) -> tuple[Word, ...]:
    """The words that are no part of a figure nor joined to a code: "145" in "Part 145", not "200" in "A320-200"."""
    plain = unmarked(text)
    figures = [Word("", one.start, one.end) for one in find_figures(plain) if not one.is_day]
    names = [Word("", one.start, one.end) for one in mentions(plain)]
    return tuple(
        word
        for word in split(text)
        if not _overlaps(word.start, word.end, figures)
        and not (plain[word.start - 1 : word.start] == "-" and _overlaps(word.start, word.end, names))
    )


def _overlaps(start: int, end: int, spans: Sequence[Word]) -> bool:
    return any(one.start < end and start < one.end for one in spans)


def _key(figure: Figure) -> str:
    return f"#{figure.kind}{figure.unit if figure.is_day else ''}{figure.value:.9g}-{figure.high:.9g}"


def _alone(accepted: str) -> Figure | None:
    """The figure that is all that was expected, if it is one."""
    figures = find_figures(unmarked(accepted))
    if len(figures) != 1 or mentions(unmarked(accepted)):
        return None
    only = figures[0]
    rest = [word for word in _plain(accepted) if word.end <= only.start or word.start >= only.end]
    return only if not rest and (only.is_day or (written(only) and not only.is_range)) else None


def _figures(expected: Figure, text: str) -> Iterator[Match]:
    if expected.is_day:
        yield from dated(parts_of_day(expected.unit), text, without_year=False)
        if expected.kind != "year":
            return
    elif expected.kind not in ("count", "year"):
        yield from near(written(expected)[0], measure(expected), text)
        return
    yield from near(written(expected)[0] if not expected.is_day else expected.value, None, text)
