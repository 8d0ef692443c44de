"""What an importer gathers: questions, each with an id of its own, articles, recorded answers, and remarks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from assistant.answer import Answer
from assistant.evaluation.importing.rows import BadImport, Row
from assistant.evaluation.records import Lane, Record, Retrieved
from assistant.evaluation.suite import Sample, Suite
from assistant.evaluation.systems.texts import answer_of
from knowledge.article import Passage, clean_text

SHORT = 6
"""Words up to which a reference is an answer that can be looked for as it stands."""
_LONGEST_ID = 180
_SHOWN = 5
"""Places that a remark names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Somebody else's questions as a suite.

    `articles` are lines as `aerocite ingest` takes them, `records` the answers that the file holds, which can be
    scored without asking; `remarks` say what was read otherwise than it was meant, or not at all.
    """

    suite: Suite
    articles: tuple[Mapping[str, Any], ...] = ()
    records: tuple[Record, ...] = ()
    remarks: tuple[str, ...] = ()


def digest(*parts: str) -> str:
    """A short name for a text, the same on each machine."""
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def expected(references: Sequence[str]) -> dict[str, Any]:
    """What a reference answer asks for: it can be looked for where it is short, else it is to be compared with.

    >>> expected(["180 minutes"])
    {'answerable': True, 'reference': '180 minutes', 'answers': ['180 minutes']}
    """
    given = list(dict.fromkeys(one for one in references if one.strip()))
    if not given:
        return {}
    found: dict[str, Any] = {"answerable": True, "reference": given[0]}
    return found | ({"answers": given} if all(len(one.split()) <= SHORT for one in given) else {})


class Shelf:
    """The articles of an import. Texts under one id make one article, each text once."""

    def __init__(self) -> None:
        self.articles: dict[str, dict[str, Any]] = {}

    def put(self, text: str, *, id: str | None = None, prefix: str = "text", **said: Any) -> tuple[str, int, int]:
        """Keep a text; its article's id and where it stands in that article."""
        text = clean_text(text)
        name = id or f"{prefix}-{digest(text)}"
        held = self.articles.get(name)
        if held is None:
            given = {key: value for key, value in said.items() if value}
            self.articles[name] = {"id": name, "title": "", **given, "text": text}
            return name, 0, len(text)
        if (start := held["text"].find(text)) < 0:
            start = len(held["text"]) + 2
            held["text"] += "\n\n" + text
        return name, start, start + len(text)


class Collected:
    """What has been gathered so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.shelf = Shelf()
        self._samples: list[Sample] = []
        self._records: list[Record] = []
        self._remarks: dict[str, list[str]] = {}
        self._ids: dict[str, int] = {}

    def remark(self, text: str, place: str = "") -> None:
        """Something to tell the person; said once, with the first places."""
        self._remarks.setdefault(text, []).append(place)

    def add(self, row: Row, *, id: str | None = None, **fields: Any) -> Sample:
        """Keep a question. It is named by the id it has in the file, else by its words, and by no other's name."""
        asked = fields.get("question") or " ".join(turn["user"] for turn in fields["turns"])
        fields = {name: value for name, value in fields.items() if value not in (None, (), [], {}, "")}
        try:
            sample = Sample.model_validate({"id": self._unused(id or f"q-{digest(asked)}"), **fields})
        except ValidationError as error:
            first = error.errors()[0]
            raise row.bad(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
        self._samples.append(sample)
        return sample

    def answered(self, sample: Sample, response: str | None, shown: Sequence[tuple[str, int, int]] = ()) -> None:
        """Keep the answer that the file holds and what was retrieved for it, best first.

        Each is an article with the place of the text in it; the place is empty where only the article is known.
        """
        passages = tuple(self._passage(place, rank) for rank, place in enumerate(shown, start=1) if place[2])
        found = tuple(
            Retrieved(article_id=id, start=start, end=end, score=1 / rank, passage_id=f"{id}:{start}")
            for rank, (id, start, end) in enumerate(shown, start=1)
        )
        question = sample.script[-1].user
        answer = _answer(question, response, passages) if response is not None else None
        self.retrieved(sample, {"fused": found, "prompt": found} if found else {}, answer)

    def retrieved(
        self, sample: Sample, lanes: Mapping[Lane, tuple[Retrieved, ...]], answer: Answer | None = None
    ) -> None:
        """Keep a record: what each lane gave, and the answer if there is one."""
        turn = len(sample.script) - 1
        key = digest("imported", self.name, sample.id, str(turn))
        question = sample.script[turn].user
        self._records.append(
            Record(key=key, sample=sample.id, turn=turn, question=question, answer=answer, lanes=lanes)
        )

    def imported(self) -> Imported:
        """All of it, as a suite."""
        if not self._samples:
            raise BadImport(
                f"There is no question in what was given as {self.name}.",
                hint="Check the files and the name of the format ('aerocite evaluate import --help').",
            )
        return Imported(
            suite=Suite(name=self.name, questions=tuple(self._samples)),
            articles=tuple(one for one in self.shelf.articles.values() if one["text"].strip()),
            records=tuple(self._records),
            remarks=tuple(_remark(text, places) for text, places in self._remarks.items()),
        )

    def _unused(self, id: str) -> str:
        name = id if len(id) <= _LONGEST_ID else f"{id[: _LONGEST_ID - 13]}-{digest(id)}"
        while (seen := self._ids.get(name, 0)) > 0:
            self._ids[name] += 1
            name = f"{name}-{seen + 1}"
        self._ids[name] = 1
        return name

    def _passage(self, place: tuple[str, int, int], rank: int) -> Passage:
        article_id, start, end = place
        article = self.shelf.articles[article_id]
        passage = Passage(
            id=f"{article_id}:{start}",
            article_id=article_id,
            version=1,
            title=article["title"],
            text=article["text"][start:end],
            start=start,
            end=end,
            url=article.get("url"),
        )
        return replace(passage, score=1 / rank)


def _answer(question: str, text: str, passages: tuple[Passage, ...]) -> Answer:
    # Markers of other assistants are left in the text: what they number is not known.
    return replace(answer_of(question, text), passages=passages, writer="imported")


def _remark(text: str, places: Sequence[str]) -> str:
    named = list(dict.fromkeys(place for place in places if place))
    if not named:
        return text
    more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    return f"{text}: {', '.join(named[:_SHOWN])}{more}"
