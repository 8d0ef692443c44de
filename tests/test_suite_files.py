"""Suites from files and back: every format, every mistake on its line."""

import json
from datetime import date
from importlib.resources import files
from pathlib import Path
from zipfile import Path as InArchive
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from assistant.errors import BadSetting
from assistant.evaluation.loading import BadSuite, dump_suite, load_suite, schema
from assistant.evaluation.loading.csv_file import is_list
from assistant.evaluation.suite import (
    Choice,
    Defaults,
    Expect,
    Fact,
    Gate,
    Number,
    Pattern,
    Sample,
    Source,
    Suite,
    Turn,
)

RICH = """\
# yaml-language-server: $schema=suite.schema.json
version: 1
name: rich
defaults: {top_k: 6, as_of: 2025-06-01, repeats: 2, tags: [nightly], filters: {outlet: The Apron}}
gates: {pass_rate: {min: 0.85}, hit: {max_drop: 0.03, tag: numbers}}
questions:
  - id: etops
    question: What is ETOPS: in short?
    tags: numbers
    filters: {since: 2024-01-01}
    expect: &minutes
      answers: [180, {regex: "(120|180) min"}]
  - id: talk
    as_of: null
    turns:
      - {user: Who closed a runway?, expect: {answers: Northfield, sources: runway-works}}
      - {user: "When, at 12:30?", expect: {facts: [{text: "in February", match: [{date: 2025-02-03}]}]}}
  - id: ar
    question: كم دورة بين فحصين؟
    language: ar
    expect: {answers: [{number: 500, unit: دورة}], not_sources: [apu, {title: ETOPS}], notes: stale}
""".replace("What is ETOPS: in short?", '"What is ETOPS: in short?"').replace("[180, ", '["180", ')


def written(folder: Path, text: str, name: str = "suite.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, text: str, name: str = "suite.yaml") -> list[str]:
    with pytest.raises(BadSuite) as caught:
        load_suite(written(folder, text, name))
    return str(caught.value).splitlines()


def test_a_yaml_suite_is_read_with_its_defaults(tmp_path: Path) -> None:
    suite = load_suite(written(tmp_path, RICH))
    etops, talk, arabic = suite.questions
    assert (etops.as_of, etops.repeats, etops.tags) == (date(2025, 6, 1), 2, ("numbers", "nightly"))
    assert etops.filters == Choice(outlet="The Apron", since=date(2024, 1, 1))
    assert etops.expect.answers == ("180", Pattern(regex="(120|180) min"))
    assert talk.as_of is None
    assert talk.turns[0].expect == Expect(answers=("Northfield",), sources=(Source(id="runway-works"),))
    assert talk.turns[1].user == "When, at 12:30?"
    assert arabic.expect.answers == (Number(number=500, unit="دورة"),)
    assert suite.defaults == Defaults(top_k=6)
    assert suite.gates["hit"] == Gate(max_drop=0.03, tag="numbers")


@pytest.mark.parametrize("suffix", ["yaml", "json", "jsonl", "csv"])
def test_a_suite_that_is_written_comes_back_the_same(tmp_path: Path, suffix: str) -> None:
    suite = load_suite(written(tmp_path, RICH))
    fact = Fact(text="a | b", match=("one|two", "three", Number(number=1e-7)))
    other = Sample(
        id="x", question="A\n“quoted”, no: #1?", expect=Expect(facts=(fact,), answers=("a", "b")), weight=0.5
    )
    suite = suite.model_copy(update={"questions": (*suite.questions, other)})
    path = tmp_path / f"again.{suffix}"
    dump_suite(suite, path)
    assert load_suite(path) == suite
    dump_suite(Suite(questions=(other,)), path)
    assert load_suite(path) == Suite(questions=(other,))


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
SOURCES = st.builds(Source, id=TEXTS, quote=st.none() | TEXTS, grade=st.integers(1, 10))
ANSWERS = TEXTS | st.builds(Number, number=st.floats(-1e9, 1e9), unit=st.none() | TEXTS)
EXPECTED = st.builds(
    Expect,
    answers=st.lists(ANSWERS, max_size=3).map(tuple),
    sources=st.lists(SOURCES, max_size=2).map(tuple),
    reference=st.none() | TEXTS,
)
SAMPLES = st.builds(
    Sample, id=TEXTS, question=TEXTS, as_of=st.none() | st.dates(), tags=st.lists(TEXTS).map(tuple), expect=EXPECTED
)


@pytest.mark.parametrize("suffix", ["yaml", "json", "jsonl", "csv"])
@tries(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sample=SAMPLES, talk=st.lists(st.builds(Turn, user=TEXTS, expect=EXPECTED), max_size=2))
def test_whatever_stands_in_a_suite_comes_back_or_is_refused(
    tmp_path: Path, suffix: str, sample: Sample, talk: list[Turn]
) -> None:
    script = (Sample(id=sample.id + "2", turns=tuple(talk)),) if talk else ()
    suite = Suite(name=sample.id, questions=(sample, *script))
    path = tmp_path / f"any.{suffix}"
    try:
        dump_suite(suite, path)
    except BadSuite:
        assert suffix == "csv"
        return
    assert load_suite(path) == suite


def test_csv_has_dotted_headers_and_lists(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "id,question,as_of,filters.outlet,tags,expect.answers,expect.sources[0].id,expect.sources[0].grade,must_pass\n"
        'a,"Why,\nand when?",2024-05-01,The Apron,x|y,yes|aye,etops,2,true\n'
        "b,Who?,,,,,,,\n",
        "suite.csv",
    )
    first, second = load_suite(path).questions
    assert first == Sample(
        id="a",
        question="Why,\nand when?",
        as_of=date(2024, 5, 1),
        filters=Choice(outlet="The Apron"),
        tags=("x", "y"),
        must_pass=True,
        expect=Expect(answers=("yes", "aye"), sources=(Source(id="etops", grade=2),)),
    )
    assert second == Sample(id="b", question="Who?")


@pytest.mark.parametrize(
    "cells",
    [
        "params.thing\nwing|tail",
        "params.thing[0],params.thing[1]\nwing,tail",
        "params[0].thing,params[1].thing\nwing,tail",
    ],
)
def test_a_template_in_csv_is_filled_from_one_cell_or_several(tmp_path: Path, cells: str) -> None:
    names, values = cells.split("\n")
    (tmp_path / "suite.csv").write_text(f"id,question,{names}\nis-{{thing}},What is a {{thing}}?,{values}\n")
    assert [one.id for one in load_suite(tmp_path / "suite.csv").questions] == ["is-wing", "is-tail"]


def test_every_list_of_the_schema_is_one_in_csv() -> None:
    for model, within in ((Sample, []), (Expect, ["expect"]), (Fact, ["expect", "facts", 0])):
        for name in model.model_fields:
            listed = str(model.model_fields[name].annotation).startswith("tuple")
            if name not in ("turns", "facts"):
                assert is_list([*within, name]) == listed, name


def test_each_mistake_is_told_on_its_line_with_what_was_meant(tmp_path: Path) -> None:
    told = problems(
        tmp_path,
        """\
nmae: x
questions:
  - id: a
    question: Why?
    expct: {}
    filters:
      sice: 2024-01-01
    expect:
      answers:
        - 5
        - {regex: "("}
        - {nmber: 3}
        - {number: many}
      refusals: stale
  - id: a
    question: Who?
    weight: -1
  - question: 12
  - just words
""",
    )
    assert told == [
        "suite.yaml:1: 'nmae' is not known; did you mean 'name'?",
        "suite.yaml:7: 'sice' is not known; did you mean 'since'?",
        'suite.yaml:10: 5 is taken for a figure: write {number: 5}, or "5" for the words',
        "suite.yaml:11: 'expect.answers[1].regex': it is not a regular expression: missing ), unterminated subpattern "
        "at position 0",
        "suite.yaml:12: 'nmber' is no kind of answer; did you mean 'number'?",
        "suite.yaml:13: 'expect.answers[3].number' is 'many': input should be a valid number, unable to parse string "
        "as a number",
        "suite.yaml:14: 'refusals' is not known; did you mean 'refusal'?",
        "suite.yaml:5: 'expct' is not known; did you mean 'expect'?",
        "suite.yaml:17: 'weight' is -1: input should be greater than 0",
        "suite.yaml:18: 'id' is missing",
        "suite.yaml:18: 'question' is a text, not 12: put it in quotes",
        "suite.yaml:19: 'just words' stands where a mapping with its keys is expected",
    ]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "s.yaml",
            "questions:\n- {id: a, question: Q}\n- {id: a, question: R}\n",
            "s.yaml:3: the id 'a' stands at s.yaml:2 too",
        ),
        ("s.yaml", "name: x\nname: y\n", "s.yaml:2: 'name' stands here and on line 1"),
        ("s.yaml", "name: [x\nabout: y\n", "s.yaml:2: this is no YAML"),
        ("s.yaml", "name: !!python/object/apply:os.system ['true']\n", "s.yaml:1: the tag"),
        ("s.yaml", "name: *x\n", "s.yaml:1: this is no YAML|s.yaml:1: the alias"),
        ("s.yaml", "--- {}\n--- {}\n", "s.yaml:2: a suite is one document"),
        ("s.yaml", "a: " + "[" * 5000 + "]" * 5000, "s.yaml:1: nested more than 40 deep"),
        ("s.yaml", "just words", "s.yaml:1: a suite is a mapping"),
        ("s.yaml", "questions: {a: b}", "s.yaml:1: 'questions' is a list"),
        ("s.yaml", "questions: [{id: a, question: Q, filters: 5}]", "s.yaml:1: 'filters' is a mapping"),
        ("s.json", '{"name": "x",\n "name": "y"}', "s.json:2: 'name' stands here and on line 1"),
        ("s.json", '{"questions": [\n {"id": 1 "x"}]}', "s.json:2: this is no JSON: ',' or '}' is expected"),
        ("s.json", "[" * 5000, "s.json:1: this is no JSON: nested more"),
        ("s.json", '{"defaults":\n{"top_k": 99}}', "s.json:2: 'defaults.top_k' is 99"),
        ("s.json", '{"name": NaN}', "s.json:1: this is no JSON: NaN is no number"),
        ("s.jsonl", '{"version": 1}\n\n{"id": "a", "question": "Q", "tagz": []}\n', "s.jsonl:3: 'tagz' is not known"),
        ("s.jsonl", '{"id": "a", "question": "Q"}\n{"id": \n', "s.jsonl:2: this is no JSON"),
        ("s.csv", "id,question,expect.refusals\na,Q,x\n", "s.csv:2: 'refusals' is not known"),
        ("s.csv", 'id,question\na,"Q\nR"\nb,\n', "s.csv:4: a sample has either a question or turns"),
        ("s.csv", "id,question\na,Q,too much\n", "s.csv:2: 3 cells under 2 headers"),
        ("s.csv", "id,question,expect.sources,expect.sources[0].id\na,Q,x,y\n", "s.csv:2: the columns of 'expect'"),
        ("s.txt", "", "s.txt:1: a suite's name ends with one of .yaml"),
    ],
)
def test_a_broken_file_is_told_in_one_line(tmp_path: Path, name: str, text: str, told: str) -> None:
    assert problems(tmp_path, text, name)[0].startswith(tuple(told.split("|")))


def test_what_is_no_file_of_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSuite, match=r"^none\.yaml:1: there is no file"):
        load_suite(tmp_path / "none.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"name: x\nabout: \xff\n")
    with pytest.raises(BadSuite, match=r"^bytes\.yaml:2: this is not UTF-8"):
        load_suite(tmp_path / "bytes.yaml")
    assert issubclass(BadSuite, BadSetting)


def test_many_mistakes_are_told_in_part(tmp_path: Path) -> None:
    told = problems(tmp_path, "questions:\n" + "- {id: a}\n" * 50)
    assert len(told) == 21
    assert told[-1].endswith("more.")


def test_an_alias_bomb_is_refused(tmp_path: Path) -> None:
    layers = "".join(f"  - &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    told = problems(tmp_path, f"questions:\n  - &a0 [x, x, x, x, x, x, x, x, x]\n{layers}")
    assert "aliases make this file larger" in told[0]


def test_anchors_and_merges_work(tmp_path: Path) -> None:
    text = """\
questions:
  - &first {id: a, question: "Who?", tags: [x], expect: &yes {answers: ["yes"]}}
  - {<<: *first, id: b}
  - {id: c, question: "Why?", expect: *yes}
"""
    one, two, three = load_suite(written(tmp_path, text)).questions
    assert (two.question, two.tags, two.expect, three.expect) == (one.question, one.tags, one.expect, one.expect)


# -- templates -----------------------------------------------------------------------------------------------------


def test_a_template_becomes_a_question_for_each_combination(tmp_path: Path) -> None:
    text = """\
questions:
  - id: "{airline}-{year}"
    question: How many {airline} flights in {year}?
    params: {airline: [Emirates, Saudia], year: [2023, 2024]}
    expect: {answers: [{number: "{year}"}, {regex: "{airline} [0-9]{4}"}]}
  - id: hub
    question: Where is the hub of {airline}?
    params: [{airline: Emirates, city: Dubai}, {airline: Saudia, city: Jeddah}]
    expect: {answers: ["{city}"]}
"""
    suite = load_suite(written(tmp_path, text))
    assert [one.id for one in suite.questions] == [
        "Emirates-2023", "Emirates-2024", "Saudia-2023", "Saudia-2024", "hub-1", "hub-2",
    ]  # fmt: skip
    assert suite.questions[2].expect.answers == (Number(number=2023), Pattern(regex="Saudia [0-9]{4}"))
    assert (suite.questions[5].question, suite.questions[5].expect.answers) == (
        "Where is the hub of Saudia?",
        ("Jeddah",),
    )


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ("{year: 2023}", "'params' names lists"),
        ("[]", "'params' is a mapping of lists"),
        ("{year: [1], month: [2]}", "'{month}' stands nowhere"),
        ("{years: [1]}", "'params' does not give '{year}'; did you mean 'years'?"),
        ("[{year: 1}, {month: 2}]", "each mapping of 'params'"),
        (f"{{year: {list(range(101))}, month: {list(range(100))}}}", "'params' has more than 10,000"),
    ],
)
def test_a_template_that_cannot_be_filled_is_told(tmp_path: Path, params: str, told: str) -> None:
    text = f"questions:\n- id: a\n  question: 'When in {{year}}?'\n  params: {params}\n"
    assert problems(tmp_path, text)[0].startswith(f"suite.yaml:4: {told}")


# -- other files ---------------------------------------------------------------------------------------------------


OTHER = """\
gates: {pass_rate: {min: 0.5}, hit: {min: 0.9}}
defaults: {language: ar, tags: [other]}
questions:
  - {id: o1, question: One?, tags: [smoke]}
  - {id: o2, question: Two?}
"""


def test_a_file_includes_others_with_their_own_defaults(tmp_path: Path) -> None:
    written(tmp_path, OTHER, "other.yaml")
    text = """\
include: [{file: other.yaml, tags: [smoke]}]
defaults: {repeats: 3}
gates: {pass_rate: {min: 0.8}}
questions: [{id: a, question: Who?}]
"""
    suite = load_suite(written(tmp_path, text))
    other, own = suite.questions
    assert (other.id, other.language, other.tags, other.repeats) == ("o1", "ar", ("smoke", "other"), 1)
    assert (own.language, own.repeats) == (None, 3)
    assert {name: gate.min for name, gate in suite.gates.items()} == {"pass_rate": 0.8, "hit": 0.9}
    for include, ids in (("other.yaml", ["o1", "o2"]), ("{file: other.yaml, ids: [o2]}", ["o2"])):
        suite = load_suite(written(tmp_path, f"include: {include}"))
        assert [one.id for one in suite.questions] == ids


@pytest.mark.parametrize(
    ("include", "told"),
    [
        ("suite.yaml", "'suite.yaml' includes itself"),
        ("none.yaml", "'none.yaml' cannot be included: there is no file"),
        ("/etc/passwd", "'/etc/passwd' is no suite by its name"),
        ("/etc/x.yaml", "'/etc/x.yaml' is not beside this file"),
        ("5", "'include' takes files"),
        ("{file: other.yaml, tag: x}", "'tag' is not known"),
        ("{file: other.yaml, tags: [smok]}", "no question there has the tag 'smok'; did you mean 'smoke'?"),
        ("{file: other.yaml, ids: [o3]}", "no question there has the id 'o3'"),
    ],
)
def test_an_include_that_does_not_work_is_told(tmp_path: Path, include: str, told: str) -> None:
    written(tmp_path, OTHER, "other.yaml")
    assert problems(tmp_path, f"name: x\ninclude: {include}\n")[0].startswith(f"suite.yaml:2: {told}")


def test_a_problem_of_an_included_file_names_that_file(tmp_path: Path) -> None:
    written(tmp_path, OTHER + "  - {id: a, question: Who?, tgas: []}\n", "other.yaml")
    told = problems(tmp_path, "include: other.yaml\nquestions:\n- {id: o2, question: Who?}\n")
    assert told == [
        "other.yaml:6: 'tgas' is not known; did you mean 'tags'?",
        "suite.yaml:3: the id 'o2' stands at other.yaml:5 too",
    ]


def test_part_of_a_suite_is_chosen_by_ids_and_tags(tmp_path: Path) -> None:
    path = written(tmp_path, OTHER, "other.yaml")
    for only, ids in ((["o2"], ["o2"]), (["smoke"], ["o1"]), (["tag=other", "o1"], ["o1", "o2"])):
        assert [one.id for one in load_suite(path, only=only).questions] == ids
    with pytest.raises(BadSuite, match="'smoek'; did you mean 'smoke'"):
        load_suite(path, only=["smoek"])


def test_a_suite_in_a_package_or_an_archive_is_read(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "suites.zip", "w") as archive:
        archive.writestr("in/other.yaml", OTHER)
        archive.writestr("in/suite.yaml", "include: other.yaml\n")
    with ZipFile(tmp_path / "suites.zip") as archive:
        assert len(load_suite(InArchive(archive, "in/suite.yaml")).questions) == 2


# -- the schema ----------------------------------------------------------------------------------------------------


def test_the_committed_schema_is_the_one_that_is_made() -> None:
    committed = files("assistant.evaluation").joinpath("suite.schema.json").read_text("utf-8")
    assert json.loads(committed) == json.loads(json.dumps(schema()))


def test_the_schema_takes_what_loads_and_refuses_unknown_keys(tmp_path: Path) -> None:
    from assistant.evaluation.loading.yaml_file import read_yaml

    validator = Draft202012Validator(schema())
    node = read_yaml(RICH, "", [])
    assert node is not None
    template = {"id": "{y}", "question": "{y}?", "params": {"y": [1]}, "expect": {"answers": {"number": "{y}"}}}
    rich = node.plain()
    rich["questions"].append(template)
    rich["include"] = ["other.yaml", {"file": "x.yaml", "tags": "smoke"}]
    validator.validate(rich)
    assert not validator.is_valid({"questions": [{"id": "a", "question": "Q", "expct": {}}]})
    assert not validator.is_valid({"nmae": "x"})
