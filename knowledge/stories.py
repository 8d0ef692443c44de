"""Which texts tell the same story: a reader wants each once, and not one article ten times.

Two texts are alike as far as they share shingles, runs of four words (A. Broder, On the resemblance and
containment of documents, 1997). Containment is asked rather than resemblance, because a copy is often cut
short or stands in a longer article.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from zlib import crc32

from knowledge.arabic import normalise
from knowledge.article import Passage

ENOUGH = 0.4
"""The share of the shorter text's shingles that makes it a copy. Measured on the 394 longer sections of the starter
library, with their sentences in another order and words dropped or replaced: all rewrites but .5 % keep this share if
each tenth word is changed, 91 % if each seventh, 58 % if each fifth. No two sections of different articles share more
than .19. Stems instead of words make rewrites share less."""

FEW = 8
"""Below so many shingles a text is a phrase, and only the whole of it is a copy."""

SAME_NEWS = 3
"""Days in which copies of a report appear; later, what repeats its words is a newer state of the matter."""

SMALL = 4
"""A list of so few places shows at most two passages of an article."""

_FURTHER = 0.5
"""What a passage counts when its article has its places already."""
_RUN = 4
_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"\w")
_UNSPACED = frozenset("ja km lo my th zh".split())
_STEP = 0.99
"""A merged list's scores fall by at least this factor, so that they order it."""


def shingles(text: str, language: str = "en") -> frozenset[int]:
    """The runs of four words of a text, each as a number that is the same in every process.

    >>> one = shingles("The A320neo burns 15 per cent less fuel.")
    >>> one == shingles("the A320neo burns 15 per cent less fuel!"), len(one)
    (True, 5)
    """
    # Where no spaces stand between words, letters stand for them.
    words = (_LETTER if language in _UNSPACED else _WORD).findall(normalise(text).casefold())
    numbers = [*map(crc32, map(str.encode, words))]
    if len(numbers) < _RUN:
        return frozenset(numbers[:1] and [hash(tuple(numbers))])
    # The hash of whole numbers is never salted, that of a string would be.
    return frozenset(map(hash, zip(*(numbers[at:] for at in range(_RUN)), strict=False)))


def same_story(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether the shorter of two texts, given by their shingles, is a copy or a light rewrite of a part of the other.

    >>> report = "The aircraft landed in Doha after a bird struck the left engine, and nobody on board was hurt."
    >>> copy = "Nobody was hurt. " + report.replace("a bird", "a goose")
    >>> same_story(shingles(report), shingles(copy))
    True
    """
    short, long = sorted((one, other), key=len)
    if len(short) < FEW:
        return bool(short) and short <= long
    return len(short & long) >= ENOUGH * len(short)


def spread(ranked: Sequence[Passage], *, most_of_article: int = 3, k: int) -> list[Passage]:
    """The same passages, the first `k` of them different: few of one article, and a story that is copied once.

    An article's further passages count half, so they come before what is far from the question. What is held back
    follows in its order, so the places are filled with it when nothing else is left. Scores stay as they are. A
    translation is another text.
    """
    most = min(most_of_article, 2) if k <= SMALL else most_of_article
    of_article: Counter[str] = Counter()
    first: list[Passage] = []
    further: list[Passage] = []
    # Texts of one make about different things that were asked for are no copies of each other.
    told: defaultdict[tuple[str, ...], _Told] = defaultdict(_Told)
    for passage in ranked:
        if len(first) >= k:
            break
        # The cheap question first: shingles are only made for the few passages that come so far.
        about = told[passage.why.matched if passage.why else ()]
        if of_article[passage.article_id] >= most:
            further.append(passage)
        elif not about.before(passage):
            of_article[passage.article_id] += 1
            first.append(passage)
    weights = {passage.id: _FURTHER * passage.score for passage in further}
    mixed = sorted(first + further, key=lambda passage: -weights.get(passage.id, passage.score))
    given = {passage.id for passage in mixed[:k]}
    return mixed[:k] + [passage for passage in ranked if passage.id not in given]


class _Told:
    """The stories so far."""

    def __init__(self) -> None:
        self._stories: list[tuple[frozenset[int], date | None]] = []
        self._holding: defaultdict[int, list[int]] = defaultdict(list)

    def before(self, passage: Passage) -> bool:
        """Whether a passage's story was told; if not, it is from now on.

        What is dated later by more than a few days is another report, however alike: it may tell how things are now.
        """
        story, day = shingles(passage.text, passage.language), passage.published
        # Only those that share a shingle are compared.
        rivals = {place for shingle in story for place in self._holding[shingle]}
        if any(same_story(story, told) and _near(day, other) for told, other in map(self._stories.__getitem__, rivals)):
            return True
        for shingle in story:
            self._holding[shingle].append(len(self._stories))
        self._stories.append((story, day))
        return False


def _near(one: date | None, other: date | None) -> bool:
    return one is None or other is None or abs((one - other).days) <= SAME_NEWS


def merged(lists: Sequence[Sequence[Passage]], k: int) -> list[Passage]:
    """The first `k` of several ranked lists, dealt in turn, so that none crowds out another; no passage twice.

    A list whose next passage was dealt already gives the one after it. Scores fall from 1.
    """
    left = [iter(ranked) for ranked in lists]
    dealt: dict[str, Passage] = {}
    while left and len(dealt) < k:
        going = []
        for ranked in left:
            fresh = next((passage for passage in ranked if passage.id not in dealt), None)
            if fresh is not None:
                dealt[fresh.id] = fresh
                going.append(ranked)
        left = going
    return list(falling(list(dealt.values())[:k], _STEP))


def falling(passages: Sequence[Passage], step: float = 1.0) -> tuple[Passage, ...]:
    """The same in this order, with scores that fall from 1, each at most `step` times the one above it."""
    best = passages[0].score if passages and passages[0].score else 1.0
    found: list[Passage] = []
    for passage in passages:
        found.append(passage.scored(min(found[-1].score * step, passage.score / best) if found else 1.0))
    return tuple(found)
