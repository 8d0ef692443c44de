"""Questions as people keep them in a spreadsheet: a column of questions, one of answers, perhaps sources and tags."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluation.importing.collected import Collected, Imported, expected
from assistant.evaluation.importing.reading import existing, table
from assistant.evaluation.importing.rows import Row
from knowledge.arabic import normalise

_COLUMNS: Mapping[str, str] = {
    "id": "id key number no nr",
    "question": "question questions query prompt input userinput userquestion السؤال سؤال الاسئلة",
    "answer": "answer answers expected expectedanswer correctanswer acceptedanswers reference groundtruth ideal target "
    "idealanswer goldanswer الجواب جواب الاجابة اجابة",
    "source": "source sources url urls link links article articles document documents reference_url sourceurl "
    "المصدر المصادر الرابط",
    "tags": "tag tags category categories topic topics label labels الوسوم التصنيف الموضوع",
    "notes": "note notes comment comments remark remarks ملاحظات",
    "language": "language lang اللغة",
    "as_of": "asof askedon",
    "answerable": "answerable",
}
_LETTERS = re.compile(r"[\W_]+")
_ADDRESSES = re.compile(r"[\s,;|]+(?=https?://)")
_SEVERAL = re.compile(r"\s*[|\n]\s*")
_TAGS = re.compile(r"\s*[|,;\n]\s*")
_NO = frozenset("no n false 0 unanswerable لا".split())


def import_spreadsheet(paths: Sequence[Path]) -> Imported:
    """CSV with a header; columns are found by their names, in English or Arabic, whatever their case."""
    found = Collected("csv")
    for path in existing(paths, ".csv", ".tsv"):
        names: dict[str, str] | None = None
        for row in table(path):
            if names is None:
                names = _named(found, row)
            cells = Row({ours: row.value.get(theirs) for ours, theirs in names.items()}, path, row.place)
            if cells.text("question") is None and not any((value or "").strip() for value in cells.value.values()):
                continue
            _add(found, cells)
    return found.imported()


def column(header: str) -> str | None:
    """What a column holds, by its name.

    >>> column("Expected Answer"), column("الإجابة"), column("Owner")
    ('answer', 'answer', None)
    """
    name = _LETTERS.sub("", normalise(header.casefold()))
    return next((ours for ours, known in _COLUMNS.items() if name in normalise(known).split()), None)


def _named(found: Collected, row: Row) -> dict[str, str]:
    names: dict[str, str] = {}
    for header in row.value:
        ours = column(header)
        if ours is None or ours in names:
            found.remark(f"the column '{header}' is not read")
        else:
            names[ours] = header
    if "question" not in names:
        raise row.bad(f"no column of questions is among {', '.join(row.value)}")
    return names


def _add(found: Collected, row: Row) -> None:
    answers = [one for one in _SEVERAL.split(row.text("answer") or "") if one]
    expect: dict[str, Any] = expected(answers)
    if len(answers) > 1:
        expect |= {"answers": answers}
    if (row.text("answerable") or "").strip().lower() in _NO:
        expect = {"answerable": False}
    if sources := _sources(row.text("source") or ""):
        expect |= {"sources": sources}
    found.add(
        row,
        id=row.text("id"),
        question=row.needed("question").strip(),
        expect=expect,
        tags=[one for one in _TAGS.split(row.text("tags") or "") if one],
        notes=row.text("notes"),
        language=row.text("language"),
        as_of=row.text("as_of"),
    )


def _sources(text: str) -> list[dict[str, str]]:
    """Addresses, ids or titles: what has spaces is a title."""
    named = [one.strip() for part in _SEVERAL.split(text) for one in _ADDRESSES.split(part)]
    kinds = ((one, "url" if "://" in one else "title" if " " in one else "id") for one in named if one)
    return [{kind: one} for one, kind in kinds]
