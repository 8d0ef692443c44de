"""Words that turn a sentence round: antonyms and negations that stand on one side only."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from assistant.support.binding import Binding
from assistant.support.denials import has_ended, is_contrast, is_denial, is_like_denial, is_past, is_present
from assistant.support.matching import places
from assistant.support.reading import Item, Reading, Token
from assistant.support.weights import stem
from knowledge.arabic import normalise

_SCOPE = 2
_BEFORE, _BEHIND = 14.0, 6.0
"""Steps before and behind a word within which a denial may be about it."""
_NEAR, _FAR = 7.0, 6.0
_LONG = 5
"""Letters of a word that "un" may turn round."""
_SHARED = 0.5
_MOSTLY = 0.6
_ALIGNED = 0.7


def antonyms(claim: Reading, evidence: Reading, binding: Binding) -> float:
    """How well the opposite of a word of the claim fits where the claim has the word, over the word itself."""
    worst = 0.0
    said = [(one, turn) for one in claim.tokens for turn in _sides(one.low, claim.language)]
    turns = {turn for _, turn in said}
    for token, turn in said:
        if (turn[0], not turn[1]) not in turns:
            same = [one for one in evidence.tokens if turn in _sides(one.low, evidence.language)]
            other = [one for one in evidence.tokens if (turn[0], not turn[1]) in _sides(one.low, evidence.language)]
            if other:
                worst = max(worst, _excess(token, same, other, binding, claim.language))
    return worst


def _excess(token: Token, same: Sequence[Token], other: Sequence[Token], binding: Binding, language: str) -> float:
    less = [stem(token.low, language)]
    own = max((binding.nearness(token.at, one.at, less=less) for one in same), default=0.0)
    return max(binding.nearness(token.at, one.at, less=less) for one in other) - own


@lru_cache(maxsize=20_000)
def _sides(low: str, language: str) -> frozenset[tuple[int, bool]]:
    """The pairs that a word stands in, and on which side."""
    table = _table()
    return table.get((language, low)) or table.get((language, stem(low, language))) or frozenset()


@cache
def _table() -> dict[tuple[str, str], frozenset[tuple[int, bool]]]:
    found: dict[tuple[str, str], set[tuple[int, bool]]] = {}
    for number, line in enumerate((files(__package__) / "antonyms.txt").read_text(encoding="utf-8").splitlines()):
        language, _, rest = line.partition(" ")
        for right, words in enumerate(rest.split("|")):
            for word in words.split():
                for form in {normalise(word), stem(normalise(word), language)} - {""}:
                    found.setdefault((language, form), set()).add((number, bool(right)))
    return {word: frozenset(sides) for word, sides in found.items()}


def negation_differs(claim: Reading, evidence: Reading, binding: Binding) -> bool:
    """Whether one of the two denies what the other says."""
    if any(_is_affirmed(scope, evidence, binding) for scope in _denied(claim)) or _is_undone(claim, evidence):
        return True
    if not any(is_like_denial(claim.tokens, place) for place, _ in enumerate(claim.tokens)):
        aligned = _aligned(claim, evidence)
        return any(_share_met(scope, claim) >= _SHARED for scope in _denied(evidence) if scope[0].sentence in aligned)
    return _is_swapped(_denied(claim, contrasts=True), _denied(evidence, contrasts=True), claim, evidence)


def outdated(claim: Reading, evidence: Reading) -> bool:
    """Whether a claim says in the present what the evidence tells as over: "stopped using", "previously"."""
    if not is_present(claim.tokens) and (any(one.is_day for one in claim.figures) or any(map(is_past, claim.tokens))):
        return False
    aligned = _aligned(claim, evidence, _SHARED)
    for token in filter(has_ended, evidence.tokens):
        here = [item for item in evidence.items if abs(item.at - token.at) <= _FAR and item.start != token.start]
        around = [one for one in evidence.tokens if one.sentence == token.sentence]
        if token.sentence in aligned and _share_met(here, claim) >= _SHARED and not is_present(around):
            return True
    return False


def _aligned(claim: Reading, evidence: Reading, share: float = _ALIGNED) -> set[int]:
    """The sentences of the evidence that say most of what the claim says."""
    met = [0.0] * max(1, len(evidence.spans))
    for key, weight in {item.key: item.weight for item in claim.items}.items():
        for sentence in {one.sentence for one in evidence.places.get(key, [])}:
            met[sentence] += weight
    return {sentence for sentence, here in enumerate(met) if here >= share * max(met)}


def _denied(reading: Reading, *, contrasts: bool = False) -> list[list[Item]]:
    """What each denial of a text denies, or only those that set one thing against another: "and not"."""
    places = (
        place
        for place, _ in enumerate(reading.tokens)
        if is_denial(reading.tokens, place) and (not contrasts or is_contrast(reading.tokens, place))
    )
    return [scope for place in places if (scope := _scope(reading, reading.tokens[place]))]


def _is_affirmed(scope: Sequence[Item], evidence: Reading, binding: Binding) -> bool:
    """Whether the evidence says what a claim denies, without a denial near it."""
    head = scope[0]
    found = places(head, evidence)
    if not found or _share_met(scope, evidence) < _SHARED:
        return False
    best = max(found, key=lambda one: binding.nearness(head.at, one.at, less=[head.key]))
    return not any(-_BEFORE <= at - best.at <= _BEHIND for at in _denials(evidence))


def _is_undone(claim: Reading, evidence: Reading) -> bool:
    """Whether one says "damaged" where the other says "undamaged" and not "not damaged"."""
    return _undoes(claim, evidence) or _undoes(evidence, claim)


def _undoes(one: Reading, other: Reading) -> bool:
    plain = {token.low for token in other.tokens if len(token.low) >= _LONG}
    undone = {token.low for token in one.tokens} - plain
    if not any(f"un{low}" in undone for low in plain):
        return False
    return not any(is_denial(other.tokens, place) for place, _ in enumerate(other.tokens))


def _denials(reading: Reading) -> Iterator[float]:
    return (token.at for place, token in enumerate(reading.tokens) if is_like_denial(reading.tokens, place))


def _is_swapped(said: list[list[Item]], given: list[list[Item]], claim: Reading, evidence: Reading) -> bool:
    """Whether each denies what the other says: "A and not B", "B and not A"."""
    ours, theirs = ({item.key for scope in scopes for item in scope} for scopes in (said, given))
    return bool(ours and theirs) and not ours & theirs and _holds(ours, evidence) and _holds(theirs, claim)


def _holds(keys: set[str], reading: Reading) -> bool:
    return sum(key in reading.places for key in keys) >= len(keys) / 2


def _share_met(items: Sequence[Item], other: Reading) -> float:
    total = sum(item.weight for item in items)
    return sum(item.weight for item in items if places(item, other)) / total if total else 0.0


def _scope(reading: Reading, token: Token) -> list[Item]:
    """What a denial denies: the next telling things of its sentence, or else those before it."""
    here = [item for item in reading.items if item.sentence == token.sentence and not item.figure]
    behind = [item for item in here if item.start > token.start and item.at - token.at <= _NEAR]
    return behind[:_SCOPE] or [item for item in here if item.start < token.start][: -_SCOPE - 1 : -1]
