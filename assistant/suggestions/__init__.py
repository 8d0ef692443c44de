"""Next questions that the library can answer, without a model: made of what was found and is not told yet.

A heading is somebody else's text, so little of it is trusted, and each question is asked before it is shown.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import chain

from assistant.answer import Turn
from assistant.suggestions.asking import of_definition, of_heading, of_title
from assistant.suggestions.trust import LONGEST, topic_of
from knowledge.arabic import is_arabic
from knowledge.article import Passage
from knowledge.identifiers import Mention, Names
from knowledge.query import Query, Results
from knowledge.sentences import sentence_spans
from knowledge.words import terms

FEWEST, MOST = 2, 4
ENOUGH = 3
"""With so many no more are looked for."""
AT_ONCE = 2
TRIED = 6
"""So many questions are asked at most; each costs a search."""
_NEAR = 0.5
"""Of what score a passage is at least, in parts of the best, whose article is about what was asked."""
_FIRST = 3
"""Among so many passages one of the article must be."""
_SAME = 0.75
"""A question that shares so much of its telling words with one that was asked is that question again."""
_COMPARED = frozenset({"aircraft", "engine"})
_NAMED = frozenset({"aircraft", "engine", "airline", "airport", "term", "maker"})
_FRAME = "can you explain what about compare with tell"
"""Words of our questions that say nothing about their topic."""

Search = Callable[[Query], Results]


@dataclass(frozen=True, slots=True)
class _Idea:
    """A question, the article that it was made from, and which kind of question it is."""

    text: str
    article: str
    kind: str


def suggest(
    question: str,
    query: str,
    passages: Sequence[Passage],
    cited: Collection[str],
    history: Sequence[Turn],
    language: str,
    search: Search,
    names: Names,
) -> tuple[str, ...]:
    """Two to four next questions in the language of the question; none where the library holds too little.

    `query` is the question as it was understood, `cited` the ids of the articles that the answer cites.
    """
    arabic = language == "ar"
    asked = [_telling(text) for text in (question, query, *(turn.question for turn in history))]
    passages = [*passages, *_more(passages, cited, search)]
    near = [one for one in passages if one.article_id in cited or one.score >= _NEAR]
    far = [one for one in passages if one not in near]
    ideas: list[_Idea] = []
    found = (_mixed(list(_ideas(query, some, cited, names, arabic=arabic))) for some in (near, far))
    for idea in chain.from_iterable(found):
        words = _telling(idea.text)
        if is_arabic(idea.text) is arabic and len(idea.text) <= LONGEST and not any(_is_same(words, o) for o in asked):
            ideas.append(idea)
            asked.append(words)
    return _answered(ideas[:TRIED], search)


def _more(passages: Sequence[Passage], cited: Collection[str], search: Search) -> Iterator[Passage]:
    """Further passages of the article that the answer rests on most, for their headings."""
    title = next((one.title for one in passages if one.article_id in cited), "")
    known = {one.id for one in passages}
    found = search(Query(text=title[: 2 * LONGEST], k=len(passages))) if title else ()
    yield from (one for one in found if one.article_id in cited and one.id not in known)


def _answered(ideas: Sequence[_Idea], search: Search) -> tuple[str, ...]:
    """The first few of these that the library answers, asked two at a time."""
    found: list[str] = []
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="aerocite-next") as threads:
        for at in range(0, len(ideas), AT_ONCE):
            some = ideas[at : at + AT_ONCE]
            held = threads.map(lambda idea: _is_answered(idea, search), some)
            found += [idea.text for idea, is_held in zip(some, held, strict=True) if is_held]
            if len(found) >= ENOUGH:
                break
    # One alone is mostly far-fetched: where the library holds so little near the question, none is better.
    return tuple(found[:MOST]) if len(found) >= FEWEST else ()


def _is_answered(idea: _Idea, search: Search) -> bool:
    return any(passage.article_id == idea.article for passage in search(Query(text=idea.text, k=_FIRST)))


def _telling(text: str) -> frozenset[str]:
    return frozenset(terms(text[:400], "ar" if is_arabic(text) else "en")) - _frame()


@cache
def _frame() -> frozenset[str]:
    return frozenset(terms(_FRAME, "en"))


def _is_same(words: frozenset[str], other: frozenset[str]) -> bool:
    return len(words & other) >= _SAME * len(words) or (len(other) > 1 and other <= words and len(words - other) < 2)


def _ideas(
    query: str, passages: Sequence[Passage], cited: Collection[str], names: Names, *, arabic: bool
) -> Iterator[_Idea]:
    """Every question that could be asked next, those on the cited articles first."""
    told = {passage.article_id: passage.id for passage in reversed(passages) if passage.article_id in cited}
    said = set(_telling(query))
    for passage in sorted(passages, key=lambda one: (one.article_id not in cited, one.id in told.values())):
        if passage.headings and not _telling(passage.headings[-1]) <= said:
            text = of_heading(passage.headings[-1], passage.title, passage.text)
            text = _with_names(text, f"{passage.headings[-1]}. {passage.title}", names)
            yield _Idea(text, passage.article_id, "heading" if passage.article_id in cited else "other")
    for passage in passages:
        about = " ".join([passage.title[:200], *passage.headings])
        for start, end in list(sentence_spans(passage.text[:600]))[:2]:
            yield _Idea(of_definition(passage.text[start:end], about), passage.article_id, "definition")
    known = {id for mention in names.find(query, asked=True) for id in _family(mention.id, names)}
    yield from _compared(query, passages, known, names, arabic=arabic)
    for passage in passages:
        if not known & {mention.id for mention in names.find(passage.title[:200])}:
            if passage.article_id not in cited:
                yield _Idea(_with_names(of_title(passage), passage.title, names), passage.article_id, "title")
            yield from _named(passage, names, arabic=arabic)


def _mixed(ideas: Sequence[_Idea]) -> Iterator[_Idea]:
    """The ideas in an order that shows every kind early: a heading, then one of each kind in turn."""
    waiting: dict[str, list[_Idea]] = {}
    for idea in ideas:
        if idea.text:
            waiting.setdefault(idea.kind, []).append(idea)
    yield from [waiting["heading"].pop(0)] if "heading" in waiting else []
    last = waiting.pop("name", [])
    while any(waiting.values()):
        yield from [kind.pop(0) for kind in waiting.values() if kind]
    yield from last


def _with_names(text: str, source: str, names: Names) -> str:
    """A question with the capitals of the names that its source opens with."""
    for mention in names.find(source[:300]):
        if mention.kind != "term":
            text = text.replace(mention.text[0].lower() + mention.text[1:], mention.text)
    return text


def _family(id: str, names: Names) -> set[str]:
    return {id, *names.broader(id), *names.narrower(id)}


def _compared(
    query: str, passages: Sequence[Passage], known: set[str], names: Names, *, arabic: bool
) -> Iterator[_Idea]:
    """What stands beside a thing that was asked for and is of its kind."""
    for mine in [mention for mention in names.find(query, asked=True) if mention.kind in _COMPARED][:1]:
        for passage in passages:
            others = [one for one in names.find(passage.title[:200]) if one.kind == mine.kind and one.id not in known]
            for other in others[:1]:
                yield _Idea(_comparison(mine, other, arabic=arabic), passage.article_id, "comparison")


def _comparison(mine: Mention, other: Mention, *, arabic: bool) -> str:
    one, two = topic_of(mine.text), topic_of(other.name)
    if not one or not two:
        return ""
    return f"ما الفرق بين {one} و{two}؟" if arabic else f"How does the {one} compare with the {two}?"


def _named(passage: Passage, names: Names, *, arabic: bool) -> Iterator[_Idea]:
    """What the title names of an article in another language, whose own words cannot be used."""
    if is_arabic(passage.title) is not arabic:
        for mention in names.find(passage.title[:200])[:1]:
            if mention.kind in _NAMED and (label := topic_of(mention.name)):
                yield _Idea(f"ماذا عن {label}؟" if arabic else f"What about {label}?", passage.article_id, "name")
