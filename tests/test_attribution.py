"""Why an answer failed: each label is given for a fault that is planted in a real library and a real assistant."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, Question, Refusal, Sentence
from assistant.chat import Assistant
from assistant.evaluation.attribution import asks
from assistant.evaluation.golds import resolve
from assistant.evaluation.metrics import METRICS
from assistant.evaluation.records import Gold, Record, Retrieved
from assistant.evaluation.runs import Manifest, append, begin, load_run
from assistant.evaluation.scores import Case, Score
from assistant.evaluation.scoring import score, score_all
from assistant.evaluation.suite import Sample, Suite
from assistant.evaluation.systems import Asked, Reply
from assistant.evaluation.systems.ours import Ours
from assistant.factory import Parts, make_assistant, supports
from assistant.settings import Settings
from assistant.writers import Material, Piece
from knowledge.query import Query, Results
from knowledge.retriever import Retriever

ENGINES = "How many engines had cracks in their fan blades in May 2024?"
KEPT: dict[object, Reply] = {}
APU = "The auxiliary power unit is a small gas turbine in the tail {apu}."
RIGHT = {"answers": [{"number": 14, "unit": "engines"}], "sources": ["fan-blades"]}


class Without(Retriever):
    """A search that loses an article: in every lane, or only on the way to the writer."""

    def __init__(self, inner: Retriever, article: str, *, traced: bool) -> None:
        self.__dict__.update(inner.__dict__)
        self._lost, self._traced = article, traced

    def search(self, query: Query) -> Results:
        found = super().search(replace(query, k=query.k + 4))
        kept = [one for one in found.passages if one.article_id != self._lost]
        return replace(found, passages=tuple(kept[: query.k]))

    def trace(self, query: Query, depth: int) -> Any:
        lanes = super().trace(query, depth)
        if self._traced:
            return lanes
        return {name: tuple(one for one in lane if one.article_id != self._lost) for name, lane in lanes.items()}


class Scripted:
    """A writer that says what it is told to, whatever it is shown; `{ID}` is the marker of that article."""

    name, model = "chat", "test:scripted"

    def __init__(self, *pieces: Piece) -> None:
        self._pieces = pieces

    async def write(self, material: Material) -> AsyncGenerator[Piece, None]:
        for piece in self._pieces:
            if isinstance(piece, str):
                for place, passage in enumerate(material.passages, start=1):
                    piece = piece.replace("{" + passage.article_id + "}", f"[{place}]")
            yield piece


def sample(question: str = ENGINES, expect: Mapping[str, Any] = RIGHT, **more: Any) -> Sample:
    return Sample.model_validate({"id": "s", "question": question, "expect": expect, **more})


def asked(parts: Parts, home: Path, of: Sample, *pieces: Piece) -> Reply:
    """The answer of the real assistant, or of the same one with a scripted writer."""
    settings = Settings(home=home)
    system = Ours(settings, parts)
    if pieces:
        whole = make_assistant(settings, parts)
        system._assistant = Assistant(whole._lookup, Scripted(*pieces), check=supports)
    return asyncio.run(system.ask(Asked(question=Question(text=of.question or "", filters=of.chosen()))))


def answered(parts: Parts, home: Path, of: Sample, *pieces: Piece) -> Reply:
    """What `asked` gives, asked once: an assistant takes a second to be made."""
    key = (of.question, of.chosen(), pieces)
    if key not in KEPT:
        KEPT[key] = asked(parts, home, of, *pieces)
    return KEPT[key]


def scored(parts: Parts, home: Path, of: Sample, *pieces: Piece, searched: Parts | None = None) -> Score:
    reply = asked(searched, home, of, *pieces) if searched else answered(parts, home, of, *pieces)
    record = Record(key="k", sample=of.id, answer=reply.answer, lanes=reply.lanes, held=reply.held)
    return score(case_of(of, record, parts), METRICS)


def case_of(of: Sample, record: Record, parts: Parts) -> Case:
    gold = resolve(Suite(questions=(of,)), parts.library).get(of.id, ())
    return Case(sample=of, expect=of.expect, record=record, gold=gold)


def test_a_right_answer_passes(parts: Parts, library_home: Path) -> None:
    found = scored(parts, library_home, sample())
    assert (found.passed, found.outcome, found.why, found.reasons) == (True, "correct", None, ())
    assert found.values["correct"] == 1
    assert found.values["number_consistency"] == 1


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ({"id": "wing-tips"}, "not_in_library"),
        ({"id": "fan-blades", "quote": "Nobody ever wrote these words about it."}, "invalid_gold"),
    ],
)
@pytest.mark.parametrize("mode", ["all", "any"])
def test_a_question_with_an_impossible_source_is_invalid(
    parts: Parts, library_home: Path, source: Mapping[str, Any], why: str, mode: str
) -> None:
    expect = {**RIGHT, "sources": [source], "sources_mode": mode}
    found = scored(parts, library_home, sample(expect=expect))
    assert (found.passed, found.outcome, found.why) == (None, None, why)
    assert found.reasons
    assert not {"correct", "right_answers", "prompt.recall@10", "source_recall"} & set(found.values)
    both = {**RIGHT, "sources": ["fan-blades", source], "sources_mode": mode}
    assert scored(parts, library_home, sample(expect=both)).why == (None if mode == "any" else why)


def test_an_article_that_no_search_finds_is_not_retrieved(parts: Parts, library_home: Path) -> None:
    broken = replace(parts, retriever=Without(parts.retriever, "fan-blades", traced=False))
    found = scored(parts, library_home, sample(), searched=broken)
    assert (found.passed, found.why) == (False, "not_retrieved")
    assert "fan-blades" in found.reasons[0]


def test_an_article_that_the_writer_is_not_shown_is_lost_in_fusion(parts: Parts, library_home: Path) -> None:
    broken = replace(parts, retriever=Without(parts.retriever, "fan-blades", traced=True))
    assert scored(parts, library_home, sample(), searched=broken).why == "lost_in_fusion"
    # Where both of two are needed, one that is lost is enough; where any will do, it is not.
    two = {"answers": ["no such words"], "sources": ["fan-blades", "etops"]}
    question = "What does ETOPS let an airliner with two engines do?"
    for mode, why in (("all", "lost_in_fusion"), ("any", "unused")):
        asked_for = sample(question, {**two, "sources_mode": mode})
        found = scored(parts, library_home, asked_for, APU, searched=broken)
        assert found.why == why, found.reasons


@pytest.mark.parametrize(
    ("said", "outcome", "why"),
    [
        ((APU,), "wrong", "unused"),
        (("Inspectors found cracks in the fan blades of many engines {fan-blades}.",), "wrong", "wrong"),
        (("Duke Otto of Ruritania counted 14 purple balloons.",), "correct", "unsupported"),
        ((Refusal(type="not_in_library", message="Nothing is held on this."),), "abstained", "false_refusal"),
        (("Inspectors found cracks in the fan blades of 14 engines in May 2024 {fan-blades}.",), "correct", None),
    ],
)
def test_what_the_writer_does_wrong(
    parts: Parts, library_home: Path, said: tuple[Piece, ...], outcome: str, why: str | None
) -> None:
    found = scored(parts, library_home, sample(), *said)
    assert (found.outcome, found.why, found.passed) == (outcome, why, why is None)
    assert bool(found.reasons) == (why is not None)


def test_other_words_of_the_right_article_leave_the_expected_part_unused(parts: Parts, library_home: Path) -> None:
    right = answered(parts, library_home, sample())
    citation = next(one for one in right.answer.citations if one.article_id == "fan-blades")
    wrong = {"answers": ["no such words"], "sources": ["fan-blades"]}
    for start, why in ((citation.start, "wrong"), (citation.end, "unused")):
        gold = replace(
            case_of(sample(expect=wrong), Record(key="k", sample="s"), parts).gold[0], start=start, end=start + 9
        )
        shown = Retrieved(article_id="fan-blades", start=0, end=10_000)
        record = Record(key="k", sample="s", answer=right.answer, lanes={"fused": (shown,), "prompt": (shown,)})
        found = score(replace(case_of(sample(expect=wrong), record, parts), gold=(gold,)), METRICS)
        assert found.why == why
    assert "the expected part of" in found.reasons[0]


def test_a_part_of_what_was_expected_is_told_as_one(parts: Parts, library_home: Path) -> None:
    facts = [{"text": "14 engines"}, {"text": "no such words"}]
    found = scored(parts, library_home, sample(expect={"facts": facts, "sources": ["fan-blades"]}))
    assert (found.outcome, found.why) == ("partial", "wrong")
    assert "only a part" in found.reasons[0]


def test_a_sentence_without_support_among_right_ones_is_told(parts: Parts, library_home: Path) -> None:
    reply = answered(parts, library_home, sample())
    bare = Sentence(text="It was on fire.", start=0, end=15, support="unsupported")
    answer = replace(reply.answer, sentences=(*reply.answer.sentences, bare))
    found = score(case_of(sample(), Record(key="k", sample="s", answer=answer, lanes=reply.lanes), parts), METRICS)
    assert (found.why, found.reasons) == ("unsupported", ("No source supports: It was on fire.",))


def test_what_must_be_refused(parts: Parts, library_home: Path) -> None:
    question = "What is the weather at Northfield airport right now?"
    right = scored(parts, library_home, sample(question, {"refusal": "needs_live_data"}))
    assert (right.passed, right.outcome) == (True, "abstained")
    assert scored(parts, library_home, sample(question, {"answerable": False})).passed
    other = scored(parts, library_home, sample(question, {"refusal": "outdated"}))
    assert (other.why, other.passed) == ("wrong_type", False)
    assert "needs_live_data" in other.reasons[0]
    answers = scored(parts, library_home, sample(ENGINES, {"answerable": False}))
    assert (answers.why, answers.passed) == ("false_answer", False)


@pytest.mark.parametrize("status", ["error", "timeout"])
def test_no_answer_is_an_error(parts: Parts, status: Any) -> None:
    record = Record(key="k", sample="s", status=status, error="The model is not there.")
    found = score(case_of(sample(), record, parts), METRICS)
    assert (found.why, found.passed, found.outcome) == ("error", False, None)
    assert found.reasons == ("The model is not there.",)


@pytest.mark.parametrize(
    ("expect", "more", "why", "told"),
    [
        ({"min_citations": 9}, {}, "unsupported", "at least 9 citations"),
        ({"max_words": 3}, {}, "wrong", "at most 3 words"),
        ({}, {"language": "ar"}, "wrong", "in the language ar, got en"),
        ({"notes": ["conflicting"]}, {}, "wrong", "notes: conflicting"),
        ({"sources": [], "not_sources": ["fan-blades"]}, {}, "wrong", "must not be cited"),
        ({"forbidden": ["fan blades"]}, {}, "wrong", "forbidden, “fan blades”"),
    ],
)
def test_limits_of_an_answer(
    parts: Parts, library_home: Path, expect: Mapping[str, Any], more: Mapping[str, Any], why: str, told: str
) -> None:
    found = scored(parts, library_home, sample(expect={**RIGHT, **expect}, **more))
    assert (found.why, found.passed) == (why, False)
    assert any(told in reason for reason in found.reasons), found.reasons


def test_what_was_published_after_the_day_asked_for_is_a_leak(parts: Parts, library_home: Path) -> None:
    reply = answered(parts, library_home, sample())
    asked_for = sample(expect={"answers": RIGHT["answers"]}, as_of=date(2024, 3, 5))
    record = Record(key="k", sample="s", answer=reply.answer, lanes=reply.lanes, held=reply.held)
    found = score(case_of(asked_for, record, parts), METRICS)
    assert (found.why, found.passed) == ("wrong", False)
    assert "after 2024-03-05" in found.reasons[0]
    assert found.values["leak_rate"] > 0


def test_systems_whose_inside_is_unknown() -> None:
    """Neither lanes nor passages: what is not cited cannot be told from what was not found."""
    asked_for = sample()
    gold = (Gold(article_id="fan-blades", name="fan-blades"),)
    answer = {"id": "a", "question": "q", "query": "q"}
    silent = Record(key="k", sample="s", answer=Answer(**answer, text="It was nine."))
    found = score(Case(sample=asked_for, expect=asked_for.expect, record=silent, gold=gold), METRICS)
    assert found.why == "unused"
    refusing = Record(key="k", sample="s", answer=Answer(**answer, text="I don't know."))
    found = score(Case(sample=asked_for, expect=asked_for.expect, record=refusing, gold=gold), METRICS)
    assert found.why == "false_refusal"


def test_only_the_part_that_is_meant_counts() -> None:
    asked_for = sample()
    gold = (Gold(article_id="fan-blades", start=400, end=480),)
    elsewhere = Retrieved(article_id="fan-blades", start=0, end=300)
    answer = Answer(id="a", question="q", query="q", text="It was nine.")
    record = Record(key="k", sample="s", answer=answer, lanes={"words": (elsewhere,), "prompt": (elsewhere,)})
    found = score(Case(sample=asked_for, expect=asked_for.expect, record=record, gold=gold), METRICS)
    assert found.why == "not_retrieved"


def test_nothing_is_asked_of_some() -> None:
    nothing = sample(expect={"reference": "Words."})
    assert not asks(Case(sample=nothing, expect=nothing.expect, record=Record(key="k", sample="s")))


def test_a_stored_run_is_scored_alone(parts: Parts, library_home: Path, tmp_path: Path) -> None:
    samples: Sequence[Sample] = (sample(), sample().model_copy(update={"id": "t", "tags": ("numbers",)}))
    suite = Suite(questions=tuple(samples))
    begin(tmp_path / "run", Manifest(name="run", system="ours"), suite, resolve(suite, parts.library))
    reply = answered(parts, library_home, samples[0])
    append(tmp_path / "run", Record(key="k", sample="s", answer=reply.answer, lanes=reply.lanes, held=reply.held))
    append(tmp_path / "run", Record(key="l", sample="t", status="timeout"))
    first, second = score_all(load_run(tmp_path / "run"))
    assert (first.passed, second.why, second.tags) == (True, "error", ("numbers",))
    assert all(round(value, 6) == value for value in first.values.values())
