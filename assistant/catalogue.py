"""What a library holds, in a few words: its size, its newest day, what can be filtered by."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from knowledge.library import Library

_STARTERS = (
    ("What does ETOPS mean?", "ETOPS"),
    ("How does the A320neo differ from the A320ceo?", "Airbus A320 family"),
    ("What is a minimum equipment list?", "The minimum equipment list"),
    ("What caused the 737 MAX grounding?", "Lion Air 610"),
    ("What do the groups of a METAR mean?", "How to read a METAR"),
    ("ما هي شركة طيران الرياض؟", "طيران الرياض"),
)
"""Questions for the library that an installation starts with, each with the title of the article that answers."""
_FEW = 6
_MOST_CHOICES = 200


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A library at one moment."""

    articles: int
    newest: date | None
    outlets: tuple[str, ...]
    categories: tuple[str, ...]
    languages: tuple[str, ...]
    starters: tuple[str, ...]


class Catalogues:
    """Makes the catalogue of a library, again only when the library has changed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._made: tuple[int, Catalogue] | None = None

    def current(self) -> Catalogue:
        """The library as it is now."""
        generation = self._library.generation
        if self._made is None or self._made[0] != generation:
            self._made = (generation, read_catalogue(self._library))
        return self._made[1]


def read_catalogue(library: Library) -> Catalogue:
    """Go through a library once."""
    outlets: Counter[str] = Counter()
    categories: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    newest: date | None = None
    titles: list[str] = []
    for article in library.articles():
        outlets.update([article.outlet] if article.outlet else [])
        categories.update(article.categories)
        languages.update([article.language])
        newest = max(filter(None, (newest, article.published)), default=None)
        titles.append(article.title)
    return Catalogue(
        articles=len(titles),
        newest=newest,
        outlets=_common(outlets),
        categories=_common(categories),
        languages=_common(languages),
        starters=starters(titles),
    )


def starters(titles: list[str]) -> tuple[str, ...]:
    """Questions that these articles answer; for a library of other articles, what its newest ones are about.

    >>> starters(["ETOPS: flying twins far from an airport"]), starters(["Runway 3 opens"])
    (('What does ETOPS mean?',), ('What is known about “Runway 3 opens”?',))
    """
    known = [question for question, title in _STARTERS if any(held.startswith(title) for held in titles)]
    if known:
        return tuple(known[:_FEW])
    short = [title for title in titles if 8 <= len(title) <= 70]
    return tuple(f"What is known about “{title}”?" for title in short[:4])


def _common(names: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(name for name, _ in names.most_common(_MOST_CHOICES)))
