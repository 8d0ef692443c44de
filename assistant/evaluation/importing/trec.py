"""TREC: topics (`<top>` blocks, tab-separated or JSON lines), qrels of 4 columns and runs of 6.

Formats: the manual of trec_eval. A file is told by what it looks like, so the names do not matter.
"""

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import isfinite
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import unquote

from assistant.evaluation.importing.beir import graded, whole_number
from assistant.evaluation.importing.collected import Collected, Imported
from assistant.evaluation.importing.reading import existing, json_lines, text_lines, whole
from assistant.evaluation.importing.rows import BadImport, Row
from assistant.evaluation.records import LANES, Lane, Retrieved

OURS = "aerocite"
"""How the tag of a run and the second column of qrels begin where we wrote them: their ids are percent-encoded."""

_TOPIC = re.compile(r"<top(?:ic)?\b([^<>]*)>", re.IGNORECASE)
_FIELD = re.compile(
    r"<(num|number|title|query|question|desc|description|narr|narrative)\b[^<>]*>([^<]*)", re.IGNORECASE
)
_LABEL = re.compile(r"\s*(?:number|topic|description|narrative)\s*:", re.IGNORECASE)
_NUMBER = re.compile(r"\bnumber\s*=\s*[\"']?([^\"'\s]+)")
_ASKING = ("question", "title", "query", "desc", "description")
_TELLING = ("desc", "description", "narr", "narrative")


class Topic(NamedTuple):
    """A question of a topics file, and where it stands."""

    row: Row
    id: str
    question: str
    notes: str = ""


Kind = Literal["topics", "qrels", "run"]


def import_trec(paths: Sequence[Path]) -> Imported:
    """Topics with their judgements, and what runs have retrieved as records without an answer."""
    found = Collected("trec")
    topics: list[Topic] = []
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    ranked: dict[Lane, dict[str, list[tuple[float, str]]]] = {}
    ours = False
    for path in existing(paths):
        kind = _kind(path)
        if kind == "topics":
            topics += _topics(path)
        elif kind == "qrels":
            ours |= _read_qrels(path, judged)
        else:
            ours |= _read_run(path, ranked)
    if not topics:
        raise BadImport("There are no topics among the files.", hint="Give the questions too: <top> blocks, or TSV.")
    if ours:
        topics = [topic._replace(id=unquote(topic.id)) for topic in topics]
    for topic in topics:
        _add(found, topic, judged, ranked)
    if strange := (set(judged) | {id for lane in ranked.values() for id in lane}) - {topic.id for topic in topics}:
        found.remark(f"{len(strange)} topics have judgements or results but no question")
    return found.imported()


def _add(
    found: Collected,
    topic: Topic,
    judged: dict[str, dict[str, int]],
    ranked: dict[Lane, dict[str, list[tuple[float, str]]]],
) -> None:
    sources = graded(judged.get(topic.id, {}).items())
    expect = {"sources": sources, "sources_mode": "any"} if sources else {}
    sample = found.add(topic.row, id=topic.id, question=topic.question, expect=expect, tags=["trec"], notes=topic.notes)
    lanes: dict[Lane, tuple[Retrieved, ...]] = {
        lane: tuple(
            Retrieved(article_id=id, start=0, end=0, score=score)
            # As trec_eval reads a run: by score, whatever the rank says.
            for score, id in sorted(by_topic[topic.id], key=lambda one: -one[0])
        )
        for lane, by_topic in ranked.items()
        if topic.id in by_topic
    }
    if lanes:
        found.retrieved(sample, lanes)


def _kind(path: Path) -> Kind:
    for _, line in text_lines(path):
        if not line.strip():
            continue
        columns = line.split()
        if len(columns) == 6 and _is_number(columns[4]) and _is_number(columns[3]):
            return "run"
        return "qrels" if len(columns) == 4 and _is_number(columns[3]) and not line.startswith("<") else "topics"
    return "topics"


def _columns(path: Path, count: int) -> Iterator[tuple[Row, list[str]]]:
    for number, line in text_lines(path):
        if columns := line.split():
            row = Row({}, path, f"line {number}")
            if len(columns) != count:
                raise row.bad(f"it has {len(columns)} columns and not {count}")
            yield row, columns


def _read_qrels(path: Path, judged: dict[str, dict[str, int]]) -> bool:
    """Whether the file is one of ours."""
    iteration = ""
    for row, (topic, iteration, document, grade) in _columns(path, 4):
        read = unquote if iteration == OURS else str
        judged[read(topic)][read(document)] = whole_number(row, "relevance", grade)
    return iteration == OURS


def _read_run(path: Path, ranked: dict[Lane, dict[str, list[tuple[float, str]]]]) -> bool:
    """Whether the file is one of ours."""
    lane: Lane = "fused"
    ours = False
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for row, (topic, _, document, _, score, tag) in _columns(path, 6):
        ours = tag.split(":")[0] == OURS
        if ours and not found:
            lane = next((one for one in LANES if one == tag.rpartition(":")[2]), "fused")
        if not _is_number(score):
            raise row.bad("its score is not a number")
        read = unquote if ours else str
        found[read(topic)].append((float(score), read(document)))
    if lane in ranked:
        raise BadImport(f"{path} is a second run of '{lane}'.", hint="Import one run at a time.")
    ranked[lane] = found
    return ours


def _topics(path: Path) -> Iterator[Topic]:
    first = next((line for _, line in text_lines(path) if line.strip()), "")
    if first.lstrip().startswith("<"):
        yield from _marked_up(path)
    elif first.lstrip().startswith("{"):
        for row in json_lines(path):
            yield Topic(
                row, row.needed("id", "_id", "qid", "topic_id"), row.needed("title", "text", "query", "question")
            )
    else:
        yield from _tabbed(path)


def _tabbed(path: Path) -> Iterator[Topic]:
    for number, line in text_lines(path):
        if not line.strip():
            continue
        row = Row({}, path, f"line {number}")
        id, tab, question = line.strip("\r\n").partition("\t")
        if not tab or not id.strip() or not question.strip():
            raise row.bad("it is not 'number, tab, question'")
        yield Topic(row, id.strip(), question.strip())


def _marked_up(path: Path) -> Iterator[Topic]:
    # Old topics never close their fields, so this is no XML; and what is not parsed as XML expands no entities.
    text = whole(path)
    starts = list(_TOPIC.finditer(text))
    ends = [*(one.start() for one in starts[1:]), len(text)]
    for place, end in zip(starts, ends, strict=False):
        row = Row({}, path, f"line {text.count(chr(10), 0, place.start()) + 1}")
        fields: dict[str, str] = {}
        for name, said in _FIELD.findall(text[place.end() : end]):
            fields.setdefault(name.lower(), " ".join(html.unescape(_LABEL.sub("", said, count=1)).split()))
        named = _NUMBER.search(place.group(1))
        id = named.group(1) if named else fields.get("num") or fields.get("number")
        question = next((fields[name] for name in _ASKING if fields.get(name)), None)
        if not id or not question:
            raise row.bad("the topic has no number or no title")
        notes = " ".join(fields[name] for name in _TELLING if fields.get(name) and fields[name] != question)
        yield Topic(row, id, question, notes)


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False
