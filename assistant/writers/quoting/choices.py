"""The sentences that can be quoted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import log

from assistant.accounts import Accounts
from assistant.citations import Span as Words
from assistant.evidence import Candidate
from assistant.writers.quoting.asked import Asked
from assistant.writers.quoting.prose import Piece, leans, pieces, shortened
from assistant.writers.quoting.words import Sentence, Span, stems
from knowledge.article import Passage


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence to be quoted: its passage, which of its pieces, and its direct answer as offsets in the sentence.

    `also` are sentences of other articles that say the same, `more` the sentences behind it that belong to it.
    `contested`: another article gives another value.
    """

    candidate: Candidate
    passage: Passage
    at: int
    piece: Piece
    text: str
    lead: Span | None = None
    bond: float = 0.0
    also: tuple[Words, ...] = ()
    more: int = 0
    contested: bool = False

    @property
    def words(self) -> Words:
        """Where the sentence stands."""
        start = self.passage.start
        return self.candidate.passage, start + self.piece.start, start + self.piece.end


def sentence(passage: Passage, text: str) -> Sentence:
    """A sentence of a passage with the words above it."""
    return Sentence(text, passage.language, " ".join([passage.title, *passage.headings]))


def disputed(accounts: Accounts) -> frozenset[Words]:
    """The sentences with values that other articles dispute: none of them answers alone."""
    return frozenset(
        (value.passage, value.start, value.end)
        for difference in accounts.differences
        if difference.kind == "conflicting"
        for side in difference.sides
        for value in side
    )


def quotable(
    candidates: Sequence[Candidate], passages: Sequence[Passage], contested: Collection[Words] = ()
) -> list[Choice]:
    """The candidates that can be quoted, best first; what leans on nothing that is there comes behind its equals."""
    found = list[Choice]()
    for candidate in candidates:
        passage = passages[candidate.passage - 1]
        begun = candidate.start - passage.start
        for at, one in enumerate(pieces(passage)):
            if one.start <= begun < one.end:
                short = shortened(passage, one)
                text = passage.text[short.start : short.end]
                found.append(Choice(candidate, passage, at, short, text, contested=_words(candidate) in contested))
    # A transcript or a table may have no whole sentence at all: then its pieces have to do.
    found = [one for one in found if one.piece.kind in ("sentence", "item")] or found
    return sorted(found, key=lambda one: -one.candidate.score * (0.93 if _lost(one) else 1.0))


def _words(candidate: Candidate) -> Words:
    return candidate.passage, candidate.start, candidate.end


def _lost(choice: Choice) -> bool:
    """Whether a sentence leans on one that is not there."""
    if not leans(choice.text, choice.passage.language):
        return False
    before = pieces(choice.passage)[choice.at - 1] if choice.at else None
    return before is None or before.kind != "sentence" or before.paragraph != choice.piece.paragraph


def weighted(asked: Asked, choices: Sequence[Choice]) -> Asked:
    """The question with its stems weighed: one that few of the sentences have tells more than one that all have."""
    languages = {choice.passage.language for choice in choices}
    held = [stems(choice.text, choice.passage.language) for choice in choices]
    wanted = frozenset(stem for language in languages for stem in asked.stems(language))
    weights = {stem: log(2 + len(held) / (1 + sum(stem in one for one in held))) for stem in wanted}
    return replace(asked, weights=weights)
