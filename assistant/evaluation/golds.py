"""Expected sources as a library holds them. What it does not hold makes a question invalid; that is no failure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import PurePosixPath

from assistant.evaluation.quotes import find_quote, plain
from assistant.evaluation.records import Gold
from assistant.evaluation.runs import place
from assistant.evaluation.suite import Expect, Sample, Source, Suite
from knowledge.article import Article
from knowledge.library import Library
from knowledge.reading.addresses import article_id, canonical

_MOST_NEAR = 20
"""Missing sources for which a near title is looked for."""
_NEAR = 70.0
_MOST_SHOWN = 3


def resolve(suite: Suite, library: Library) -> dict[str, tuple[Gold, ...]]:
    """The expected and the forbidden sources of every turn that has any, by `place(sample, turn)`."""
    shelf = _Shelf(library)
    found: dict[str, tuple[Gold, ...]] = {}
    for sample in suite.questions:
        for number, turn in enumerate(sample.script):
            if turn.expect is not None and (turn.expect.sources or turn.expect.not_sources):
                found[place(sample.id, number)] = tuple(_golds(sample, turn.expect, shelf))
    return found


def _golds(sample: Sample, expect: Expect, shelf: "_Shelf") -> Iterator[Gold]:
    for source in expect.sources:
        yield _gold(source, sample, shelf)
    for source in expect.not_sources:
        yield replace(_gold(source, None, shelf), wanted=False)


def _gold(source: Source, sample: Sample | None, shelf: "_Shelf") -> Gold:
    """The article that a source names; where a question is given, its filters must let it pass."""
    name = source.id or source.url or source.title or ""
    gold = Gold(article_id=None, grade=source.grade, name=name)
    known = shelf.find(source)
    if len(known) != 1:
        shown = ", ".join(known[:_MOST_SHOWN]) + (" …" if len(known) > _MOST_SHOWN else "")
        fault = f"{len(known)} articles are called so: {shown}" if known else "the library does not hold it"
        return replace(gold, fault=fault + ("" if known else shelf.nearest(source)))
    article = shelf.article(known[0])
    if article is None:
        return replace(gold, fault="the library does not hold it")
    if sample and (fault := _left_out(article, sample)):
        return replace(gold, fault=fault)
    if source.quote is None:
        return replace(gold, article_id=article.id)
    span = find_quote(source.quote, article.text)
    if span is None:
        return replace(gold, fault=f"its text does not hold the quote {short(source.quote)}")
    return replace(gold, article_id=article.id, start=span[0], end=span[1])


def _left_out(article: Article, sample: Sample) -> str:
    """Why the filters of a question leave an article out; empty where they do not."""
    chosen = sample.chosen()
    if chosen.admits(article):
        return ""
    if chosen.dated and article.published is None:
        return "it has no date, and the question keeps to dated articles"
    if chosen.as_of and article.published and article.published > chosen.as_of:
        return f"it is of {article.published}, after as_of {chosen.as_of}"
    own = {"outlet": article.outlet, "category": ", ".join(article.categories), "language": article.language}
    day = str(article.published)
    for name in ("outlet", "category", "language", "since", "until"):
        asked = getattr(chosen, name)
        if asked is not None and not replace(type(chosen)(), **{name: asked}).admits(article):
            return f"the filter {name} = {asked} leaves it out: it has {own.get(name, day) or 'none'}"
    return "the filters leave it out"


class _Shelf:
    """Articles by what they can be called. The titles are read once, and only if an id does not find its article."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._looked_for = 0
        self._last: Article | None = None

    def article(self, name: str) -> Article | None:
        """An article with its text; the last one is kept, as questions on an article stand together."""
        if self._last is None or self._last.id != name:
            self._last = self._library.article(name)
        return self._last

    def find(self, source: Source) -> list[str]:
        """The ids of the articles that a source may mean: by id, else address, else title or file name."""
        for known in (self._by_id(source.id), self._by_address(source.url), self._by_title(source.title)):
            if known:
                return known
        return []

    def _by_id(self, name: str | None) -> list[str]:
        if not name:
            return []
        return [name] if self._library.stored(name) else self._files.get(key(name), [])

    def _by_address(self, url: str | None) -> list[str]:
        if not url:
            return []
        derived = article_id(url=url, place="")
        return [derived] if self._library.stored(derived) else self._addresses.get(canonical(url) or url, [])

    def _by_title(self, title: str | None) -> list[str]:
        return (self._titles.get(key(title)) or self._files.get(key(title)) or []) if title else []

    @cached_property
    def _listed(self) -> list[tuple[str, str, str | None, str]]:
        return [(one.id, one.title, one.url, one.name) for one in self._library.listed()]

    @cached_property
    def _titles(self) -> dict[str, list[str]]:
        return _grouped((key(title), name) for name, title, _, _ in self._listed)

    @cached_property
    def _addresses(self) -> dict[str, list[str]]:
        return _grouped((canonical(url) or url, name) for name, _, url, _ in self._listed if url)

    @cached_property
    def _files(self) -> dict[str, list[str]]:
        files = ((PurePosixPath(file), name) for name, _, _, file in self._listed)
        return _grouped((key(called), name) for file, name in files for called in {file.name, file.stem})

    def nearest(self, source: Source) -> str:
        """The title that is most like a missing one, as a question; empty for ids and where none is."""
        wanted = source.title or source.id
        self._looked_for += 1
        if not wanted or self._looked_for > _MOST_NEAR:
            return ""
        from rapidfuzz import fuzz, process

        names = self._titles if source.title else {**self._files, **{key(one[0]): [one[0]] for one in self._listed}}
        best = process.extractOne(key(wanted), names.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
        if best is None:
            return ""
        title = next(title for name, title, _, _ in self._listed if name == names[best[0]][0])
        return f"; did you mean {short(title) if source.title else best[0]}?"


def key(name: str) -> str:
    """A title as titles are compared.

    >>> key("The A350’s  wing – again.") == key("the a350's wing - again")
    True
    """
    return plain(name).casefold().strip(" .")


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for called, name in pairs:
        if name not in found[called]:
            found[called].append(name)
    return found


def short(text: str, most: int = 60) -> str:
    """A text in quotation marks, cut where it is long.

    >>> short("A long title", most=7)
    '“A long…”'
    """
    words = " ".join(text.split())
    return f"“{words if len(words) <= most else words[: most - 1] + '…'}”"
