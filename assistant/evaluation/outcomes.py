"""How an answer came out: right, right in part, wrong, or none. Without a judge, by what was accepted and by facts."""

from collections.abc import Iterable, Sequence

from assistant.answer import Answer
from assistant.evaluation.matching import holds, matches, shown
from assistant.evaluation.matching.patterns import is_slow
from assistant.evaluation.matching.refusals import sounds_like_refusal
from assistant.evaluation.scores import Case, Outcome
from assistant.evaluation.suite import Accepted, Expect, Fact, Pattern

_MOST_SHOWN = 200


def outcome(case: Case) -> tuple[Outcome | None, tuple[str, ...]]:
    """How an answer came out, with what was expected and what came; None where nothing of it can be checked.

    Only the answer's own text counts, not what was retrieved. Without answers or facts an answer is right that cites
    the expected sources, or that answers at all where no source is expected either.
    """
    answer, expect = case.answer, case.expect
    if answer is None:
        return None, ()
    if found := _forbidden(expect, answer.text):
        return "wrong", (*found, _got(answer))
    if expect.must_refuse:
        return ("abstained", ()) if abstains(answer) else ("wrong", ("Expected a refusal.", _got(answer)))
    if not (expect.must_answer or case.wanted):
        return None, ()
    said, reasons = _said(case, answer)
    if said != "correct" and abstains(answer):
        said = "abstained"
    return said, () if said == "correct" else (*reasons, _got(answer))


def abstains(answer: Answer) -> bool:
    """Whether an answer is a refusal, or only shows the closest passages.

    The words are read only of an answer that cites nothing and has no field that says so, as other systems give.
    """
    if answer.refusal is not None or any(note.type == "closest_only" for note in answer.notes):
        return True
    return not answer.citations and sounds_like_refusal(answer.text)


def held_facts(facts: Iterable[Fact], text: str) -> list[Fact]:
    """The facts that a text holds: any of their matches, or their own words. Without a judge one is held or is not."""
    return [fact for fact in facts if any(holds(one, text) for one in accepted(fact))]


def accepted(fact: Fact) -> tuple[Accepted, ...]:
    """What shows that a fact is held."""
    return fact.match or (fact.text,)


def cites(case: Case) -> bool:
    """Whether the expected sources are cited: all of them, or one where any will do."""
    cited = {one.article_id for one in case.answer.citations} if case.answer else set()
    found = [one.article_id in cited for one in case.wanted]
    return (any if case.expect.sources_mode == "any" else all)(found)


def _forbidden(expect: Expect, text: str) -> tuple[str, ...]:
    found = [f"It says what is forbidden, {shown(one)}." for one in expect.forbidden if holds(one, text)]
    slow = [one for one in expect.forbidden if isinstance(one, Pattern) and is_slow(one.regex)]
    # What cannot be ruled out is not taken to be absent.
    return (*found, *(f"The forbidden pattern {shown(one)} takes too long to be tried." for one in slow))


def _said(case: Case, answer: Answer) -> tuple[Outcome, tuple[str, ...]]:
    expect = case.expect
    needed = vital(expect.facts)
    held = held_facts(needed, answer.text)
    parts, reasons = _facts(expect, needed, held, answer.text) if needed else ([], [])
    if expect.answers:
        parts.append(any(holds(one, answer.text) for one in expect.answers))
        if not parts[-1]:
            reasons.append("Expected " + " or ".join(map(shown, expect.answers)) + "." + _slow(expect.answers))
    if not parts:
        parts, missed = _bare(case, answer)
        reasons += missed
    if all(parts):
        return "correct", ()
    # A right answer with facts left out is a part of one too.
    some = bool(held) or (bool(needed) and any(parts))
    return "partial" if some else "wrong", tuple(reasons)


def _facts(expect: Expect, needed: Sequence[Fact], held: Sequence[Fact], text: str) -> tuple[list[bool], list[str]]:
    """Whether the needed facts are held, and in order where that is asked."""
    missing = [fact.text for fact in needed if fact not in held]
    if missing:
        return [False], ["Expected the facts: " + "; ".join(missing) + "."]
    if expect.facts_all_in_order and not in_order(needed, text):
        told = "; ".join(fact.text for fact in needed)
        return [True, False], [f"Expected the facts in the order: {told}."]
    return [True], []


def _bare(case: Case, answer: Answer) -> tuple[list[bool], list[str]]:
    """What counts where neither answers nor facts are expected: the sources, else that it answers at all."""
    if not case.wanted:
        return [not abstains(answer)], []
    named = ", ".join(one.name or str(one.article_id) for one in case.wanted)
    return [cites(case)], [] if cites(case) else [f"Expected a citation of {named}"]


def vital(facts: Sequence[Fact]) -> list[Fact]:
    """The facts that a right answer holds; all of them where none is called vital."""
    return [fact for fact in facts if fact.importance == "vital"] or list(facts)


def in_order(facts: Sequence[Fact], text: str) -> bool:
    """Whether a text can be read as saying the facts one after the other."""
    after = -1
    for fact in facts:
        starts = [found.start for one in accepted(fact) for found in matches(one, text) if found.start > after]
        if not starts:
            return False
        after = min(starts)
    return True


def _slow(expected: Sequence[Accepted]) -> str:
    slow = [shown(one) for one in expected if isinstance(one, Pattern) and is_slow(one.regex)]
    return f" {', '.join(slow)} takes too long and counts as not met." if slow else ""


def _got(answer: Answer) -> str:
    text = " ".join(answer.text.split())
    return f"Got: {text[:_MOST_SHOWN]}{'…' if len(text) > _MOST_SHOWN else ''}" if text else "Got no words."
