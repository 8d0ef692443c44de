"""From the sentences that answer a question to where they differ."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from assistant.accounts.amounts import Amount
from assistant.accounts.asked import Asked, read_question
from assistant.accounts.claims import LONGEST, Claim, read_claim
from assistant.accounts.grouping import gathered, newest, relation, same_thing
from assistant.accounts.naming import known_words
from assistant.accounts.sourcing import sources
from assistant.accounts.tokens import tokens
from assistant.accounts.values import Accounts, Difference, Value
from assistant.evidence import Candidate
from assistant.evidence.addressed import addressed
from knowledge.arabic import normalise
from knowledge.article import Passage
from knowledge.sentences import sentence_spans

NEAR = 0.45
"""A sentence that scores below this share of the best one answers something else."""
REPEATS = 0.6
"""The share of the shorter sentence's telling words that makes one say what the other says, where no value does."""


def compare(question: str, passages: Sequence[Passage], candidates: Sequence[Candidate]) -> Accounts:
    """What the articles agree and disagree on, as far as it concerns the question."""
    near = [c for c in candidates if c.score >= NEAR * candidates[0].score]
    asked = read_question(question)
    claims = list(_claims(asked, near, passages)) if asked else []
    if not asked or not claims:
        return Accounts(sources=sources(_repeated(near, passages)))
    lead = claims[0]
    same = [claim for claim in claims if claim is lead or same_thing(asked, lead, claim)]
    groups = gathered(same)
    own = next(group for group in groups if lead in group)
    return Accounts(differences=tuple(_differences(groups)), sources=sources(own))


def _claims(asked: Asked, near: Sequence[Candidate], passages: Sequence[Passage]) -> Iterable[Claim]:
    """The best statement of each article, with the values that are of the same kind as the best one's.

    An article without one among the best sentences is read through: its words may be others.
    """
    known = known_words(passages)
    told: set[str] = set()
    kinds: set[str] | None = None
    for candidate in chain(near, _others(asked, near, passages)):
        passage = passages[candidate.passage - 1]
        claim = read_claim(asked, candidate, passage, known) if passage.article_id not in told else None
        if claim is None:
            continue
        kinds = _kinds(claim) if kinds is None else kinds
        claim = _of_kinds(claim, kinds)
        if claim:
            told.add(passage.article_id)
            yield claim


def _others(asked: Asked, near: Sequence[Candidate], passages: Sequence[Passage]) -> Iterable[Candidate]:
    """The sentences of dated passages on the subject that are not among the best, in the order of the passages."""
    seen = {(candidate.passage, candidate.start) for candidate in near}
    for place, passage in enumerate(passages, start=1):
        spans = list(sentence_spans(passage.text)) if _may_tell(asked, passage) else []
        silent = addressed(passage.text, spans)
        for at, (start, end) in enumerate(spans):
            if at not in silent and (place, passage.start + start) not in seen:
                yield Candidate(place, passage.start + start, passage.start + end, passage.text[start:end])


def _may_tell(asked: Asked, passage: Passage) -> bool:
    """Whether it is worth reading an article through; cheap, because most are about something else."""
    if passage.published is None or passage.language != asked.language:
        return False
    whole = normalise(" ".join([passage.title, *passage.headings, passage.text])).lower()
    # A stem may have another last letter than the word.
    return all(name[: max(2, len(name) - 1)] in whole for name in asked.names)


def _of_kinds(claim: Claim, kinds: set[str]) -> Claim | None:
    """A statement with its values of these kinds only, if the one to show is among them."""
    if not _kinds(claim):
        return claim
    amounts = [v for v in claim.values if isinstance(v, Amount) and (v.figure.kind in kinds or v.figure.is_day)]
    if not amounts or not amounts[0].asked:
        return None
    return replace(claim, values=tuple(amounts), text=amounts[0].text)


def _kinds(claim: Claim) -> set[str]:
    """The kind of the value that a statement shows."""
    first = claim.values[0]
    return {first.figure.kind} if isinstance(first, Amount) else set()


def _differences(groups: Sequence[Sequence[Claim]]) -> Iterable[Difference]:
    ranked = sorted(groups, key=lambda g: (newest(g).published is not None, newest(g).published), reverse=True)
    lead, rest = ranked[0], ranked[1:]
    for kind in ("conflicting", "superseded"):
        others = [group for group in rest if relation(lead, group) == kind]
        if others:
            yield Difference(kind=kind, sides=tuple(_side(group) for group in (lead, *others)))


def _side(group: Sequence[Claim]) -> tuple[Value, ...]:
    return tuple(_value(claim) for claim in sorted(group, key=lambda c: str(c.published or ""), reverse=True))


def _value(claim: Claim) -> Value:
    return Value(
        text=claim.text,
        passage=claim.candidate.passage,
        start=claim.candidate.start,
        end=claim.candidate.end,
        outlet=claim.passage.outlet,
        published=claim.passage.published,
    )


def _repeated(near: Sequence[Candidate], passages: Sequence[Passage]) -> list[Claim]:
    """The sentences that say in like words what the best one says."""
    found: list[Claim] = []
    for candidate in near:
        passage = passages[candidate.passage - 1]
        stems = frozenset(t.stem for t in tokens(candidate.text[:LONGEST], passage.language) if t.stem)
        if not found or len(stems & found[0].stems) >= REPEATS * min(len(stems), len(found[0].stems)):
            found.append(
                Claim(candidate=candidate, passage=passage, values=(), text="", stems=stems, things=frozenset())
            )
    return found
