"""Does this text support this sentence? Pure, without a model, in about a millisecond."""

from collections.abc import Sequence
from math import exp

from assistant.answer import Support, Verdict
from assistant.support.flags import VETOES, Flag, flags, presence
from assistant.support.overlap import Overlap, overlap
from assistant.support.reading import READ, Reading, language_of, read
from assistant.support.verbatim import holds_verbatim
from knowledge.stopwords import ENGLISH

SUPPORTED, WEAK = 0.5, 0.35
"""The scores from which a sentence is supported, or weakly so."""
LONGEST = 2000
"""Characters of a claim; what is longer is no sentence, and is found word for word or not at all."""
INTERCEPT, WEIGHTS = -3.9, (0.0, 1.6, 1.5, 0.75, 1.45, 1.15)
"""The logistic regression over the six shares; `tests/benchmarks/support.py` fits and measures it."""

_EXACT, _VETOED, _WARNED = 0.97, 0.1, 0.45
_ACROSS, _UNSURE, _ENOUGH = 0.6, 0.4, 3
"""Between two languages this many figures and names must agree before a sentence counts as supported."""
_PLAIN_SHARE = 0.2


def check(
    claim: str, evidence: str | Sequence[str], *, language: str | None = None, context: str | Sequence[str] = ""
) -> Verdict:
    """Whether the evidence supports the claim. Several texts support it together; reference markers do not count.

    `language` is the claim's, where it is known. `context` (the title, headings) tells what the evidence is about:
    one for all texts, or one for each, as what one text is about says nothing of another.

    >>> check("The A350 is 66.8 m long.", "With 66.8 m the A350 is long.").support
    'supported'
    >>> check("The A350 is 68.8 m long.", "The A350 is 66.8 m long.")
    Verdict(support='unsupported', score=0.1, flags=('number_absent',))
    """
    texts = [evidence] if isinstance(evidence, str) else list(evidence)
    together = ["\n\n".join(texts)] if len(texts) > 1 else []
    own, shared = ([context] * len(texts), context) if isinstance(context, str) else (context, "")
    if any(holds_verbatim(claim, text) for text in (*texts, *together)):
        return Verdict(support="supported", score=_EXACT)
    if len(claim) > LONGEST or not any(map(str.isalnum, claim)):
        return Verdict(support="unchecked", score=0.0)
    verdicts = [_compare(claim, text, language, about) for text, about in zip(texts, own, strict=True)]
    verdicts += [_compare(claim, text, language, shared) for text in together]
    return max(verdicts, key=_order, default=Verdict(support="unsupported", score=0.0))


def rank(
    claim: str, passages: Sequence[str], *, language: str | None = None, contexts: Sequence[str] = ()
) -> list[tuple[int, Verdict]]:
    """The places of the passages in the list, each with its verdict on the claim, best first.

    >>> [place for place, _ in rank("It seats nine.", ["It seats six.", "It seats nine people."])]
    [1, 0]
    """
    around = [*contexts, *[""] * (len(passages) - len(contexts))]
    found = [
        (place, check(claim, passage, language=language, context=around[place]))
        for place, passage in enumerate(passages)
    ]
    return sorted(found, key=lambda one: _order(one[1]), reverse=True)


def _order(verdict: Verdict) -> tuple[int, float]:
    return ("unsupported", "unchecked", "weak", "supported").index(verdict.support), verdict.score


def _compare(claim: str, text: str, language: str | None, context: str) -> Verdict:
    evidence = read(text, None, context)
    said = read(claim, language or _language(claim, evidence.language))
    if said.language != evidence.language and evidence.language in READ and said.language in READ:
        return _across(said, evidence)
    if said.language not in READ or said.language != evidence.language:
        return Verdict(support="unchecked", score=0.0)
    shares = overlap(said, evidence)
    return _verdict(score_of(shares), flags(said, evidence))


def score_of(shares: Overlap) -> float:
    """About how probable it is that a claim with these shares is supported."""
    return 1 / (1 + exp(-INTERCEPT - sum(w * share for w, share in zip(WEIGHTS, shares[:6], strict=True))))


def _verdict(score: float, found: tuple[Flag, ...]) -> Verdict:
    if VETOES & set(found):
        return Verdict(support="unsupported", score=round(min(score, _VETOED), 3), flags=found)
    if found:
        score = min(score, _WARNED)
    level: Support = "supported" if score >= SUPPORTED else "weak" if score >= WEAK else "unsupported"
    return Verdict(support=level, score=round(score, 3), flags=found)


def _across(claim: Reading, evidence: Reading) -> Verdict:
    """A claim in another language than the evidence: figures and names only."""
    found = tuple(flag for flag in ("number_absent", "name_absent") if flag in presence(claim, evidence))
    if found:
        return _verdict(_UNSURE, found)
    compared = len({item.key for item in claim.items if item.figure or item.mention})
    if compared >= _ENOUGH and claim.figures:
        return _verdict(_ACROSS, ())
    return Verdict(support="unchecked", score=0.0)


def _language(claim: str, evidence: str) -> str:
    """The language of a claim; a short one that looks like a relative of English is believed to be English."""
    found = language_of(claim)
    if found in READ or evidence != "en":
        return found
    words = claim.lower().split()
    return "en" if sum(word in ENGLISH for word in words) >= _PLAIN_SHARE * len(words) else found
