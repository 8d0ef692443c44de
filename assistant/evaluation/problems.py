"""What is wrong with a suite before a library: questions that cannot be scored, and what was hardly meant so."""

import re
from collections.abc import Iterator, Mapping

from assistant.evaluation.golds import key, short
from assistant.evaluation.records import Gold
from assistant.evaluation.runs import place
from assistant.evaluation.suite import Expect, Pattern, Suite

INVALID, WARNING = "invalid", "warning"
"""How the lines of `problems` begin."""


def problems(suite: Suite, golds: Mapping[str, tuple[Gold, ...]]) -> list[str]:
    """What is wrong with a suite before this library, a line each: first what is `invalid:`, then each `warning:`."""
    invalid = [f"{INVALID}: {line}" for line in _invalid(suite, golds)]
    return invalid + [f"{WARNING}: {line}" for line in (*_warnings(suite, golds), *_repeated(suite))]


def _invalid(suite: Suite, golds: Mapping[str, tuple[Gold, ...]]) -> Iterator[str]:
    for name, expect in _turns(suite):
        wanted = [gold for gold in golds.get(name, ()) if gold.wanted]
        if expect.sources_mode == "all" or not any(gold.article_id for gold in wanted):
            yield from (f"{name}: source {gold.name}: {gold.fault}" for gold in wanted if gold.article_id is None)


def _warnings(suite: Suite, golds: Mapping[str, tuple[Gold, ...]]) -> Iterator[str]:
    for name, expect in _turns(suite):
        mine = golds.get(name, ())
        some = expect.sources_mode == "any" and any(gold.wanted and gold.article_id for gold in mine)
        for gold in mine:
            if gold.article_id is None and (some or not gold.wanted):
                kind = "source" if gold.wanted else "forbidden source"
                yield f"{name}: {kind} {gold.name}: {gold.fault}"
        for one in (*expect.answers, *expect.forbidden, *(match for fact in expect.facts for match in fact.match)):
            if isinstance(one, Pattern) and re.search(one.regex, "") is not None:
                yield f"{name}: the pattern {short(one.regex)} is found in every text"
    for sample in suite.questions:
        if all(turn.expect is None or turn.expect == Expect() for turn in sample.script):
            yield f"{sample.id}: nothing is expected, so it is asked and not scored"


def _repeated(suite: Suite) -> Iterator[str]:
    first: dict[object, str] = {}
    for sample in suite.questions:
        asked = (tuple((key(turn.user), turn.answer) for turn in sample.script), sample.chosen())
        if asked in first:
            yield f"{sample.id}: asks the same as {first[asked]}"
        first.setdefault(asked, sample.id)


def _turns(suite: Suite) -> Iterator[tuple[str, Expect]]:
    for sample in suite.questions:
        for number, turn in enumerate(sample.script):
            if turn.expect is not None:
                yield place(sample.id, number), turn.expect
