"""What was expected of a case and what came, in lines of plain words."""

from collections.abc import Iterator

from assistant.evaluation.scores import Case
from assistant.evaluation.suite import Accepted, Day, Expect, Number, Pattern

Line = tuple[str, str]
"""What kind of thing a line names, and the thing."""


def accepted_text(accepted: Accepted) -> str:
    """An acceptable answer as people write it.

    >>> accepted_text(Number(number=50, unit="aircraft", rel_tol=0.1)), accepted_text(Pattern(regex="fires?"))
    ('50 aircraft ± 10 %', '/fires?/')
    """
    match accepted:
        case Pattern():
            return f"/{accepted.regex}/"
        case Number():
            room = [f"± {accepted.abs_tol:g}"] if accepted.abs_tol else []
            room += [f"± {100 * accepted.rel_tol:g} %"] if accepted.rel_tol else []
            return " ".join([f"{accepted.number:g}", *([accepted.unit] if accepted.unit else []), *room])
        case Day():
            return accepted.date.isoformat()[: {"day": 10, "month": 7, "year": 4}[accepted.granularity]]
    return f"“{accepted}”"


def expected(case: Case) -> list[Line]:
    """What a right answer is, a line for each thing that was asked for."""
    return [*_said(case.expect), *_sources(case), *_manner(case.expect)] or [("nothing", "in particular")]


def _said(expect: Expect) -> Iterator[Line]:
    if expect.must_refuse:
        yield "a refusal", " or ".join(map(_plain, expect.refusal)) or "of any kind"
    if expect.answers:
        yield "any of" if len(expect.answers) > 1 else "answer", " · ".join(map(accepted_text, expect.answers))
    for fact in expect.facts:
        match = " · ".join(map(accepted_text, fact.match))
        yield f"{fact.importance} fact", f"{fact.text}{f' ({match})' if match else ''}"
    if expect.reference:
        yield "reference", expect.reference
    if expect.forbidden:
        yield "never", " · ".join(map(accepted_text, expect.forbidden))


def _sources(case: Case) -> Iterator[Line]:
    mode = "source" if case.expect.sources_mode == "all" else "source (any of)"
    for gold in case.gold:
        name = " · ".join(dict.fromkeys(filter(None, (gold.name, gold.article_id))))
        fault = gold.fault or ("" if gold.article_id else "not in the library")
        yield mode if gold.wanted else "not this source", f"{name}{f' ({fault})' if fault else ''}"


def _manner(expect: Expect) -> Iterator[Line]:
    if expect.notes:
        yield "notes", ", ".join(map(_plain, expect.notes))
    if expect.min_citations is not None:
        yield "citations", f"at least {expect.min_citations}"
    if expect.max_words is not None:
        yield "words", f"at most {expect.max_words}"


def answer_text(case: Case) -> str:
    """What came, in plain text."""
    if case.answer is None:
        return case.record.error or "Nothing."
    refusal = case.answer.refusal
    return f"[{_plain(refusal.type)}] {case.answer.text or refusal.message}" if refusal else case.answer.text


def script(case: Case) -> list[tuple[str, str | None]]:
    """What was asked up to this turn, each with the answer that the suite put into the assistant's mouth, if any."""
    turns = case.sample.script[: case.record.turn + 1]
    return [(turn.user, turn.answer) for turn in turns]


def choice(case: Case) -> str:
    """The filters that it was asked with, in words."""
    given = {**case.sample.filters.model_dump(), "as_of": case.sample.as_of}
    return ", ".join(f"{_plain(name)} {value}" for name, value in given.items() if value is not None)


def citation_lines(case: Case) -> list[str]:
    """A line for each citation: its number, title, article and quote."""
    cited = case.answer.citations if case.answer else ()
    return [f"[{one.number}] {one.title} ({one.article_id}): “{' '.join(one.quote.split())}”" for one in cited]


def _plain(name: str) -> str:
    return name.replace("_", " ")
