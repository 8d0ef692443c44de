"""A row for each case, for spreadsheets."""

import csv
import io

from assistant.evaluation.reports.expected import answer_text, expected
from assistant.evaluation.reports.reported import Reported, state
from assistant.evaluation.scores import Case, Score
from assistant.render import harmless

COLUMNS = (
    *("case", "sample", "tags", "state", "outcome", "why", "reasons", "must_pass", "weight"),
    *("question", "expected", "answer", "cited", "status", "error", "latency_ms", "cost"),
)


def table(reported: Reported) -> str:
    """The run as CSV, metrics in columns of their own. No cell is a formula to a spreadsheet."""
    metrics = sorted({name for score in reported.scores for name in score.values})
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow([*COLUMNS, *map(cell, metrics)])
    for case, score in reported.pairs():
        rows.writerow([*map(cell, _words(case, score)), *(score.values.get(name, "") for name in metrics)])
    return out.getvalue()


def cell(value: str) -> str:
    """Text that a spreadsheet shows and does not compute (CWE-1236; the rule is OWASP's "CSV injection").

    >>> cell("=1+1"), cell(" =1+1"), cell("1+1")
    ("'=1+1", "' =1+1", '1+1')
    """
    text = harmless(value)
    return f"'{text}" if text.lstrip()[:1] in set("=+-@＝＋－＠|%") or text[:1] in ("\t", "\r", "\n") else text


def _words(case: Case, score: Score) -> list[str]:
    record = case.record
    cited = dict.fromkeys(one.article_id for one in case.answer.citations) if case.answer else ()
    return [
        score.case,
        score.sample,
        "; ".join(score.tags),
        state(score),
        score.outcome or "",
        score.why or "",
        "; ".join(score.reasons),
        "yes" if score.must_pass else "no",
        f"{score.weight:g}",
        record.question or case.sample.script[record.turn].user,
        "; ".join(f"{kind}: {text}" for kind, text in expected(case)),
        answer_text(case),
        "; ".join(cited),
        record.status,
        record.error,
        f"{record.latency_ms:.1f}",
        "" if record.cost is None else f"{record.cost:.6f}",
    ]
