"""The run as Markdown that fits a comment on a pull request."""

import re
from collections.abc import Iterator

from assistant.evaluation.reports.expected import answer_text, citation_lines, expected
from assistant.evaluation.reports.reported import Reported, state
from assistant.evaluation.reports.words import HEADLINES, WHY, change_text, label, shown, span, telling
from assistant.evaluation.scores import Case, Comparison, Figure, Flip, Score, Why
from assistant.render import escape

LIMIT = 60_000
"""GitHub takes comments of 65,536 characters; what is quoted may be counted in another unit than ours."""
_SHORT = 600
_REFERENCE = re.compile(r"(@|#|\bGH-)")
_MATHS = re.compile(r"([$&])")
_SIGNS = {True: "✅", False: "❌", None: "–"}
_KINDS = {"broken": "Broken", "fixed": "Fixed", "still_failing": "Still failing"}


def markdown(reported: Reported) -> str:
    """The run: figures, gates, what changed, and as many of the failures as fit."""
    parts = [*_head(reported), *_comparison(reported.comparison), *_why(reported)]
    parts.extend(_failures(reported, LIMIT - 400 - len("\n\n".join(parts))))
    return "\n\n".join(parts)[:LIMIT] + "\n"


def safe(text: str, limit: int = _SHORT) -> str:
    r"""Text of others on one line: it mentions nobody, refers to nothing, and is no syntax, entity or formula.

    A word joiner behind `@` and `#` is what keeps a forge from reading them, as it looks at the finished text.

    >>> safe("@all <b>|$1 &#64;x").replace("\u2060", "~")
    '@~all \\<b\\>\\|\\$1 &amp;\\#~64;x'
    """
    line = " ".join(text.split())
    line = line if len(line) <= limit else line[: limit - 1] + "…"
    escaped = _MATHS.sub(lambda found: "&amp;" if found[0] == "&" else "\\$", escape(line))
    return _REFERENCE.sub("\\1\u2060", escaped)


def _head(reported: Reported) -> Iterator[str]:
    summary = reported.summary
    gates = reported.verdicts
    good = all(gate.passed is not False for gate in gates) if gates else not summary.failed
    yield f"## {'✅' if good else '❌'} {safe(summary.run)}: {_counts(reported)}"
    if gates:
        yield "\n".join(f"- {_SIGNS[gate.passed]} {safe(gate.message)}" for gate in gates)
    first = [summary.figures[name] for name in HEADLINES if name in summary.figures]
    others = [one for name, one in sorted(summary.figures.items()) if name not in HEADLINES]
    if first:
        yield _figures(first)
    if others:
        yield _folded(f"{len(others)} more figures", _figures(others))
    if summary.by_tag:
        yield _folded("Pass rate by tag", _figures(list(summary.by_tag.values()), list(summary.by_tag)))


def _counts(reported: Reported) -> str:
    summary = reported.summary
    told = [f"{summary.passed} of {summary.passed + summary.failed} passed"]
    told += [f"{summary.invalid} invalid"] if summary.invalid else []
    told += [f"{summary.errors} error{'s' * (summary.errors > 1)}"] if summary.errors else []
    return ", ".join(told)


def _figures(figures: list[Figure], names: list[str] | None = None) -> str:
    rows = ["| | value | 95 % interval | n |", "|---|--:|--:|--:|"]
    for name, one in zip(names or [label(one.name) for one in figures], figures, strict=True):
        cells = (safe(name), shown(one.value, one.unit), span(one.low, one.high, one.unit), str(one.n))
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _comparison(comparison: Comparison | None) -> Iterator[str]:
    if comparison is None:
        return
    yield f"### Against {safe(comparison.before)}"
    yield from (f"> {safe(remark)}" for remark in comparison.remarks)
    rows = ["| | before | after | difference | 95 % interval | p | p (Holm) |", "|---|--:|--:|--:|--:|--:|--:|"]
    for change in telling(comparison.changes):
        cells = [
            safe(label(change.name)),
            shown(change.before, change.unit),
            shown(change.after, change.unit),
            change_text(change.delta, change.unit),
            span(change.low, change.high, change.unit),
            f"{change.p:.3f}",
            "" if change.p_holm is None else f"{change.p_holm:.3f}",
        ]
        rows.append(f"| {' | '.join(cells)} |")
    yield "\n".join(rows)
    for kind, title in _KINDS.items():
        flips = [flip for flip in comparison.flips if flip.kind == kind]
        if flips:
            body = "\n".join(f"- {safe(flip.case, 100)}{_reason(flip)}" for flip in flips[:100])
            yield _folded(f"{title}: {len(flips)}", body)


def _reason(flip: Flip) -> str:
    why = flip.before if flip.kind == "fixed" else flip.after
    return f": {'it was that ' if flip.kind == 'fixed' else ''}{WHY[why]}" if why else ""


def _why(reported: Reported) -> Iterator[str]:
    if reported.summary.why:
        rows = "\n".join(f"| {_meaning(why)} | {count} |" for why, count in reported.summary.why.items())
        yield f"### Why cases failed\n\n| | cases |\n|---|--:|\n{rows}"


def _failures(reported: Reported, room: int) -> Iterator[str]:
    """The worst failures, until there is no room; then how many are left."""
    failed = reported.worst()
    for number, (case, score) in enumerate(failed):
        told = _failure(case, score)
        room -= len(told) + 2
        if room < 0:
            yield f"{len(failed) - number} more failures stand in report.html."
            return
        yield told


def _failure(case: Case, score: Score) -> str:
    asked = case.record.question or case.sample.script[case.record.turn].user
    lines = [
        f"**Question**: {safe(asked)}",
        *(f"- {safe(reason)}" for reason in score.reasons[:10]),
        *(f"- expected {name}: {safe(text)}" for name, text in expected(case)[:10]),
        f"**Answer**: {safe(answer_text(case))}",
        *(f"- {safe(line, 300)}" for line in citation_lines(case)[:5]),
    ]
    pinned = " (must pass)" if score.must_pass else ""
    title = f"{safe(score.case, 100)}{pinned}: {_meaning(score.why or state(score))}"
    return _folded(title, "\n\n".join(lines))


def _meaning(why: Why | str) -> str:
    return next((text for name, text in WHY.items() if name == why), safe(why))


def _folded(title: str, body: str) -> str:
    return f"<details><summary>{_plain(title)}</summary>\n\n{body}\n\n</details>"


def _plain(title: str) -> str:
    """A title where a forge reads HTML and no Markdown."""
    return title.replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\\", "")
