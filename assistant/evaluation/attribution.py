"""Why an answer failed: the first reason that applies, from the question itself to the last word of the answer.

In the order of the road that a question takes, as RAGChecker's diagnoses (Ru et al. 2024) but without a judge:
the expected sources tell at which stage they were lost.
"""

from collections.abc import Sequence
from itertools import chain

from assistant.answer import Answer, Citation
from assistant.citations.markers import without_markers
from assistant.evaluation.metrics.freshness import late
from assistant.evaluation.metrics.refusing import refused_right
from assistant.evaluation.outcomes import abstains
from assistant.evaluation.records import Gold, Lane, Retrieved
from assistant.evaluation.scores import Case, Outcome, Why
from knowledge.language import detect

INVALID: frozenset[Why | None] = frozenset(("invalid_gold", "not_in_library"))
"""What says that the question is at fault and not the answer."""

_ABSENT = "the library does not hold it"
"""How `golds` begins to say that an article is missing; every other fault is one of the question."""

Found = tuple[Why | None, tuple[str, ...]]


def why(case: Case, outcome: Outcome | None) -> Found:
    """Why a case failed, with what shows it; None where it did not.

    Where all of several sources are needed, one that no search found makes it `not_retrieved`, even though others
    were; only what was found and then left out is `lost_in_fusion`.
    """
    if case.answer is None:
        return "error", (case.record.error or f"No answer came: {case.record.status}.",)
    return _invalid(case) or _refusing(case, outcome) or _answering(case, outcome) or _limits(case) or (None, ())


def asks(case: Case) -> bool:
    """Whether anything is expected of an answer that can be checked here."""
    expect = case.expect
    listed = (expect.sources, expect.forbidden, expect.not_sources, expect.notes)
    limits = (expect.min_citations, expect.max_words)
    return expect.must_answer or expect.must_refuse or any(listed) or any(one is not None for one in limits)


def _invalid(case: Case) -> Found | None:
    needed = [one for one in case.gold if one.wanted]
    absent = [one for one in needed if one.article_id is None and (not one.fault or one.fault.startswith(_ABSENT))]
    faulty = [one for one in needed if one not in absent and (one.fault or one.article_id is None)]
    if case.expect.sources_mode == "any" and len(faulty) + len(absent) < len(needed):
        return None
    if faulty:
        return "invalid_gold", tuple(f"The expected source {_named(one)}: {one.fault}." for one in faulty)
    if absent:
        return "not_in_library", tuple(f"The expected source {_named(one)}: {one.fault or _ABSENT}." for one in absent)
    return None


def _refusing(case: Case, outcome: Outcome | None) -> Found | None:
    answer = case.answer
    if not case.expect.must_refuse or answer is None:
        return None
    if not abstains(answer):
        return "false_answer", ("It answers what must be refused.",)
    if outcome == "wrong":
        return "wrong", ("It refuses, and yet says what is forbidden.",)
    if not refused_right(case):
        given = answer.refusal.type if answer.refusal else "closest_only"
        return "wrong_type", (f"Expected a refusal as {' or '.join(case.expect.refusal)}, got {given}.",)
    return None


def _answering(case: Case, outcome: Outcome | None) -> Found | None:
    answer = case.answer
    if case.expect.must_refuse or answer is None or outcome is None:
        return None
    if outcome == "correct":
        return _unsupported(answer)
    if lost := _lost(case, answer):
        return lost
    if outcome == "abstained":
        return "false_refusal", ("It refuses what can be answered.",)
    unused = _missing(case, answer.citations)
    if unused and ((stages := _stages(case, answer)) or not answer.citations):
        # Where any of them will do, the writer need not have been shown them all.
        seen = [one for one in unused if any(map(one.matches, stages.get("prompt", ())))]
        return "unused", (f"Not cited although the writer was shown it: {_parts(seen or unused)}.",)
    said = "only a part of what was expected" if outcome == "partial" else "something else"
    return "wrong", (f"It cites the right source and says {said}.",) if case.wanted and not unused else ()


def _unsupported(answer: Answer) -> Found | None:
    if not answer.citations:
        return "unsupported", ("It is right and cites nothing.",)
    bare = [one.text for one in answer.sentences if one.kind == "claim" and one.support == "unsupported"]
    return ("unsupported", tuple(f"No source supports: {text}" for text in bare)) if bare else None


def _lost(case: Case, answer: Answer) -> Found | None:
    """The stage at which what is needed was lost."""
    stages = _stages(case, answer)
    if not stages or not case.wanted:
        return None
    missing = _absent(case, stages["prompt"])
    if not missing:
        return None
    everything = list(chain.from_iterable(stages.values()))
    never = [one for one in missing if not any(map(one.matches, everything))]
    if never if case.expect.sources_mode == "all" else len(never) == len(missing):
        return "not_retrieved", (f"No search found {_parts(never)}.",)
    return "lost_in_fusion", (f"Found, but not shown to the writer: {_parts(missing)}.",)


def _stages(case: Case, answer: Answer) -> dict[Lane, tuple[Retrieved, ...]]:
    """What each stage held; without a record of the prompt it is what the answer carries. Empty if nothing is known."""
    stages = dict(case.record.lanes)
    if "prompt" not in stages and (stages or answer.passages):
        stages["prompt"] = tuple(
            Retrieved(article_id=one.article_id, start=one.start, end=one.end) for one in answer.passages
        )
    return stages


def _absent(case: Case, held: Sequence[Retrieved]) -> list[Gold]:
    """The expected sources that a stage lacks; none where any will do and one is there."""
    missing = [one for one in case.wanted if not any(map(one.matches, held))]
    return [] if case.expect.sources_mode == "any" and len(missing) < len(case.wanted) else missing


def _missing(case: Case, cited: Sequence[Citation]) -> list[Gold]:
    missing = [one for one in case.wanted if not any(_used(one, citation) for citation in cited)]
    return [] if case.expect.sources_mode == "any" and len(missing) < len(case.wanted) else missing


def _used(gold: Gold, cited: Citation) -> bool:
    """Whether a citation is of a source: of some words of it where a part is meant, as far as that is known."""
    if gold.start is None or gold.end is None or cited.start == cited.end:
        return cited.article_id == gold.article_id
    return cited.article_id == gold.article_id and max(gold.start, cited.start) < min(gold.end, cited.end)


def _limits(case: Case) -> Found | None:
    """What else was asked of the answer, however right it is."""
    if case.answer is None or not asks(case):
        return None
    few = _few_citations(case, case.answer)
    reasons = [*few, *_form(case, case.answer), *_sources(case, case.answer)]
    return ("unsupported" if few else "wrong", tuple(reasons)) if reasons else None


def _few_citations(case: Case, answer: Answer) -> list[str]:
    least = case.expect.min_citations or 0
    if answer.refusal is not None or len(answer.citations) >= least:
        return []
    return [f"Expected at least {least} citations, got {len(answer.citations)}."]


def _form(case: Case, answer: Answer) -> list[str]:
    reasons = []
    words = len(without_markers(answer.text).split())
    if case.expect.max_words is not None and words > case.expect.max_words:
        reasons.append(f"Expected at most {case.expect.max_words} words, got {words}.")
    written = detect(without_markers(answer.text))
    if case.sample.language and written not in (case.sample.language.lower(), "und"):
        reasons.append(f"Expected an answer in the language {case.sample.language}, got {written}.")
    missing = [one for one in case.expect.notes if one not in {note.type for note in answer.notes}]
    if missing:
        reasons.append(f"Expected the notes: {', '.join(missing)}.")
    return reasons


def _sources(case: Case, answer: Answer) -> list[str]:
    cited = dict.fromkeys(one.article_id for one in answer.citations if one.article_id in case.unwanted)
    reasons = [f"It cites {one}, which must not be cited." for one in cited]
    if leaks := sum(late(case)):
        reasons.append(f"{leaks} of what it found or cites was published after {case.sample.as_of}.")
    return reasons


def _parts(golds: Sequence[Gold]) -> str:
    """The same where a quoted part is what is missing: another part of the article may well have been there."""
    return ", ".join(f"the expected part of {_named(one)}" if one.start is not None else _named(one) for one in golds)


def _list(golds: Sequence[Gold]) -> str:
    return ", ".join(map(_named, golds))


def _named(gold: Gold) -> str:
    return gold.name or gold.article_id or "without a name"
