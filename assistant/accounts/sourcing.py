"""How many independent sources stand behind statements."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from assistant.accounts.claims import Claim
from knowledge.stories import same_story, shingles


def sources(claims: Sequence[Claim]) -> int:
    """How many independent sources there are: an outlet counts once, and so do copies of a story."""
    return len(joined(claims, same_source))


def joined(claims: Sequence[Claim], alike: Callable[[Claim, Claim], bool]) -> list[list[Claim]]:
    """The statements in groups: whatever is like one of a group belongs to it."""
    groups: list[list[Claim]] = []
    for claim in claims:
        near = [group for group in groups if any(alike(claim, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(other for group in near for other in group), claim])
    return groups


def same_source(one: Claim, other: Claim) -> bool:
    """Whether one outlet, one article or one story stands behind both."""
    a, b = one.passage, other.passage
    if a.article_id == b.article_id or (a.outlet and a.outlet == b.outlet):
        return True
    return same_story(_story(a.text, a.language), _story(b.text, b.language))


@lru_cache(maxsize=64)
def _story(text: str, language: str) -> frozenset[int]:
    return shingles(text, language)
