"""Importers on files of the real formats' shapes, written for these tests."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import load

from assistant.evaluation.importing import FORMATS, BadImport, Imported, import_suite
from assistant.evaluation.suite import Expect, Pattern, Sample, Source
from assistant.factory import reading_library
from assistant.settings import Settings

PROMPTFOO = r"""
description: Questions on the fleet
prompts:
  - 'Answer briefly: {{ask}}'
  - file://prompts/long.txt
providers: [openai:gpt-4o, 'file://provider.py']
extensions: ['file://hook.js:run']
assertionTemplates:
  polite: {type: llm-rubric, value: is polite}
defaultTest:
  metadata: {owner: ops}
  assert:
    - {type: not-icontains, value: as an AI}
tests:
  - id: etops
    description: What the letters stand for
    vars: {ask: 'What is ETOPS?', term: extended operations}
    metadata: {tags: [rules], level: 2}
    assert:
      - {type: icontains, value: '{{term}}', metric: meaning}
      - {type: contains-any, value: [60 minutes, one hour], weight: 0}
      - {type: regex, value: '\b(120|180)\b'}
      - {type: starts-with, value: ETOPS}
      - {type: contains-all, value: 'engine, diversion'}
      - {type: latency, threshold: 3000}
      - {$ref: '#/assertionTemplates/polite'}
  - vars: {ask: 'Should I depart today?'}
    assert: [{type: is-refusal}]
  - vars: {ask: ['How long is the strip?', 'How wide is it?']}
    threshold: 0.5
    assert:
      - {type: equals, value: 1800 metres}
      - {type: contains, value: 1.8 km}
      - {type: javascript, value: "require('fs').writeFileSync('taken', '1')"}
      - {type: python, value: 'file://check.py'}
  - vars: {ask: 'Which engine?'}
    providerOutput: It has two turbofans.
    assert:
      - type: assert-set
        threshold: 0.5
        assert: [{type: contains, value: turbofan}, {type: contains, value: jet}]
      - {type: similar, value: Two turbofan engines., threshold: 0.8}
      - {type: not-regex, value: 'piston(s)?'}
  - vars: {ask: 'file://question.txt'}
  - file://more.yaml
"""


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def jsonl(folder: Path, name: str, *rows: dict[str, Any]) -> Path:
    return write(folder, name, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def by_id(imported: Imported) -> dict[str, Sample]:
    return {sample.id: sample for sample in imported.suite.questions}


def text_of(imported: Imported, id: str | None) -> str:
    return next(str(article["text"]) for article in imported.articles if article["id"] == id)


def test_promptfoo_assertions_become_what_is_expected(tmp_path: Path) -> None:
    found = import_suite("promptfoo", [write(tmp_path, "promptfooconfig.yaml", PROMPTFOO)])
    etops, refused, long, wide, engine = found.suite.questions
    assert (etops.id, etops.question) == ("etops", "What is ETOPS?")
    assert etops.tags == ("owner=ops", "rules", "level=2")
    facts = etops.expect.facts
    assert [fact.text for fact in facts] == [
        "extended operations",
        "60 minutes",
        r"\b(120|180)\b",
        r"\A\s*ETOPS",
        "engine",
        "diversion",
    ]
    assert (facts[0].id, facts[1].importance, facts[1].match) == ("meaning", "okay", ("60 minutes", "one hour"))
    assert etops.expect.forbidden == ("as an AI",)
    assert "latency at most 3000" in etops.notes
    assert "llm-rubric: is polite" in etops.notes
    assert refused.expect.must_refuse
    assert (long.question, wide.question) == ("How long is the strip?", "How wide is it?")
    assert engine.expect.answers == ("turbofan", "jet")
    assert engine.expect.reference == "Two turbofan engines."
    assert engine.expect.forbidden == ("as an AI", Pattern(regex="piston(s)?"))
    assert [record.answer.text for record in found.records if record.answer] == ["It has two turbofans."]


def test_code_in_a_promptfoo_file_is_listed_and_never_run(tmp_path: Path) -> None:
    write(tmp_path, "check.py", "open('taken', 'w')")
    write(tmp_path, "question.txt", "What is secret?")
    found = import_suite("promptfoo", [write(tmp_path, "promptfooconfig.yaml", PROMPTFOO)])
    said = "\n".join(found.remarks)
    for what in (
        "'javascript' is not run",
        "'python' is not run",
        "'providers' is not read",
        "'extensions' is not read",
    ):
        assert what in said
    assert "'javascript' is not run: line 29" in said
    assert not list(tmp_path.glob("**/taken"))
    assert "secret" not in found.suite.model_dump_json()


def test_yaml_makes_no_objects_and_does_not_multiply(tmp_path: Path) -> None:
    unsafe = write(tmp_path, "unsafe.yaml", "tests: !!python/object/apply:os.system ['touch taken']")
    with pytest.raises(BadImport, match=r"unsafe.yaml, line 1: not valid YAML"):
        import_suite("promptfoo", [unsafe])
    assert not (tmp_path / "taken").exists()
    doubled = "\n".join(f"m{n}: &m{n} {{<<: [*m{n - 1}, *m{n - 1}]}}" for n in range(1, 60))
    bomb = write(tmp_path, "bomb.yaml", f"m0: &m0 {{a: 1}}\n{doubled}\ntests: [*m59]")
    with pytest.raises(BadImport, match=r"more than 10000 keys"):
        import_suite("promptfoo", [bomb])


def test_ragas_rows_bring_references_contexts_and_responses(tmp_path: Path) -> None:
    path = jsonl(
        tmp_path,
        "rows.jsonl",
        {
            "user_input": "How long may a twin divert?",
            "reference": "An approval may state a diversion time of 120, 180 or 330 minutes.",
            "response": "Up to 330 minutes. It needs an approval.",
            "retrieved_contexts": ["The approval states 120 minutes.", "Or 330 minutes."],
            "retrieved_context_ids": ["etops", "etops"],
            "reference_contexts": ["Or 330 minutes."],
            "reference_context_ids": ["etops"],
        },
        {
            "user_input": [
                {"content": "What is an APU?", "type": "human"},
                {"content": "A small turbine.", "type": "ai"},
                {"content": "لماذا يستعمل؟", "type": "human"},
            ],
            "reference": "للكهرباء",
        },
        {"question": "Old?", "ground_truths": ["Yes, old."], "answer": "It is old.", "contexts": ["Old text."]},
    )
    found = import_suite("ragas", [path])
    first, talk, old = found.suite.questions
    assert first.expect.answers == ()
    assert first.expect.reference == "An approval may state a diversion time of 120, 180 or 330 minutes."
    assert first.expect.sources == (Source(id="etops", quote="Or 330 minutes."),)
    assert [(turn.user, turn.answer) for turn in talk.script] == [
        ("What is an APU?", "A small turbine."),
        ("لماذا يستعمل؟", None),
    ]
    assert talk.script[-1].expect == Expect(answerable=True, reference="للكهرباء", answers=("للكهرباء",))
    assert old.expect.reference == "Yes, old."
    record, older = found.records
    assert record.answer is not None
    assert [sentence.text for sentence in record.answer.sentences] == ["Up to 330 minutes.", "It needs an approval."]
    places = [(one.article_id, one.start, one.end) for one in record.lanes["fused"]]
    whole = text_of(found, "etops")
    assert [whole[start:end] for _, start, end in places] == ["The approval states 120 minutes.", "Or 330 minutes."]
    assert older.answer is not None
    assert older.answer.text == "It is old."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1256"])
def test_tables_are_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    rows = (
        "user_input;reference;retrieved_contexts\r\n"
        "ما هي وحدة الطاقة المساعدة في الطائرة؟;توربين صغير;\"['نص أول عن المحرك', 'نص ثان']\"\r\n"
    )
    found = import_suite("ragas", [write(tmp_path, "t.csv", rows.encode(encoding))])
    assert found.suite.questions[0].question == "ما هي وحدة الطاقة المساعدة في الطائرة؟"
    assert [article["text"] for article in found.articles] == ["نص أول عن المحرك", "نص ثان"]


@pytest.mark.parametrize(
    "content",
    [
        '[{"question": "A?", "ground_truth": "B"}, {"question": "C?", "ground_truth": "D"}]',
        '{"question": ["A?", "C?"], "ground_truth": ["B", "D"]}',
        '{"data": [{"question": "A?", "ground_truth": "B"}, {"question": "C?", "ground_truth": "D"}]}',
        '{"question": "A?", "ground_truth": "B"}\n{"question": "C?", "ground_truth": "D"}',
    ],
)
def test_json_may_be_a_list_columns_or_lines(tmp_path: Path, content: str) -> None:
    found = import_suite("ragas", [write(tmp_path, "rows.json", content)])
    assert [(one.question, one.expect.reference) for one in found.suite.questions] == [("A?", "B"), ("C?", "D")]


def test_ragas_rows_may_name_what_was_retrieved_without_its_text(tmp_path: Path) -> None:
    row = {"user_input": "How long?", "retrieved_context_ids": ["b", "a"], "reference_context_ids": ["a"]}
    found = import_suite("ragas", [jsonl(tmp_path, "rows.jsonl", row)])
    assert found.suite.questions[0].expect.sources == (Source(id="a"),)
    assert [(one.article_id, one.end) for one in found.records[0].lanes["fused"]] == [("b", 0), ("a", 0)]
    assert found.articles == ()


def squad(context: str, *questions: dict[str, Any]) -> str:
    return json.dumps(
        {"version": "v2.0", "data": [{"title": "Wing_parts", "paragraphs": [{"context": context, "qas": questions}]}]}
    )


def test_squad_quotes_the_sentence_with_the_answer(tmp_path: Path) -> None:
    context = "Slats sit on the leading edge. Flaps sit at the back. Both lower the stall speed."
    asked = [
        {
            "id": "q1",
            "question": "Where do flaps sit?",
            "answers": [{"text": "at the back", "answer_start": 41}, {"text": "the back", "answer_start": 44}],
            "is_impossible": False,
        },
        {
            "id": "q2",
            "question": "Who made the flaps?",
            "answers": [],
            "plausible_answers": [{"text": "Slats", "answer_start": 0}],
            "is_impossible": True,
        },
    ]
    found = import_suite("squad", [write(tmp_path, "dev.json", squad(context, *asked))])
    answered, impossible = found.suite.questions
    assert answered.expect.answers == ("at the back", "the back")
    assert answered.expect.sources[0].quote == "Flaps sit at the back."
    assert text_of(found, answered.expect.sources[0].id) == context
    assert found.articles[0]["title"] == "Wing parts"
    assert impossible.expect == Expect(answerable=False)
    again = import_suite("squad", [tmp_path / "dev.json"])
    assert again == found


def beir(folder: Path) -> Path:
    jsonl(
        folder,
        "corpus.jsonl",
        {"_id": "d1", "title": "Slats", "text": "Slats delay the stall.", "metadata": {}},
        {"_id": "d2", "title": "", "text": "Flaps add lift.", "metadata": {}},
    )
    jsonl(folder, "queries.jsonl", {"_id": "1", "text": "stall", "metadata": {}}, {"_id": "2", "text": "other"})
    write(folder, "qrels/test.tsv", "query-id\tcorpus-id\tscore\n1\td1\t2\n1\td2\t0\n")
    write(folder, "qrels/train.tsv", "query-id\tcorpus-id\tscore\n2\td2\t1\n")
    return folder


def test_beir_reads_the_test_questions_of_a_folder(tmp_path: Path) -> None:
    found = import_suite("beir", [beir(tmp_path / "set")])
    (sample,) = found.suite.questions
    assert (sample.id, sample.question, sample.expect.sources) == ("1", "stall", (Source(id="d1", grade=2),))
    assert [article["id"] for article in found.articles] == ["d1", "d2"]
    assert "1 questions without judgements are left out" in found.remarks
    files = [tmp_path / "set" / name for name in ("corpus.jsonl", "queries.jsonl", "qrels/train.tsv")]
    assert [one.id for one in import_suite("beir", files).suite.questions] == ["2"]


def test_trec_topics_in_each_form_with_judgements_and_a_run(tmp_path: Path) -> None:
    old = "<top>\n<num> Number: 301\n<title> wing icing\n<desc> Description:\nHow does ice form &amp; grow?\n</top>\n"
    newer = '<topics>\n<topic number="302"><query>icing</query><question>Why de-ice?</question></topic>\n</topics>'
    qrels = write(tmp_path, "qrels.txt", "301 0 a1 2\n301 0 a2 0\n302 0 a1 1\n303 0 a9 1\n")
    run = write(tmp_path, "run.txt", "301 Q0 a2 1 1.5 bm25\n301 Q0 a1 2 9.5 bm25\n")
    topics = [write(tmp_path, "old.txt", old), write(tmp_path, "new.xml", newer)]
    found = import_suite("trec", [*topics, qrels, run])
    first, second = found.suite.questions
    assert (first.id, first.question, first.notes) == ("301", "wing icing", "How does ice form & grow?")
    assert (second.id, second.question) == ("302", "Why de-ice?")
    assert first.expect.sources == (Source(id="a1", grade=2),)
    (record,) = found.records
    assert record.answer is None
    assert [(one.article_id, one.score) for one in record.lanes["fused"]] == [("a1", 9.5), ("a2", 1.5)]
    assert found.remarks == ("1 topics have judgements or results but no question",)
    tabbed = write(tmp_path, "topics.tsv", "301\twing icing\n")
    assert import_suite("trec", [tabbed, qrels]).suite.questions[0].question == "wing icing"


def test_multihop_facts_are_quotes_that_are_all_needed(tmp_path: Path) -> None:
    urls = ["https://news.example/a", "https://news.example/b"]
    fields = {"author": "A. Writer", "source": "The Apron", "category": "business"}
    articles = [
        {
            "title": f"T{n}",
            "published_at": "2023-11-04T22:07:00+00:00",
            "url": url,
            "body": f"Fact {n}. More.",
            **fields,
        }
        for n, url in enumerate(urls)
    ]
    evidence = [{"title": f"T{n}", "url": url, "fact": f"Fact {n}.", **fields} for n, url in enumerate(urls)]
    questions = [
        {"query": "Did both grow?", "answer": "Yes", "question_type": "comparison_query", "evidence_list": evidence},
        {"query": "Who?", "answer": "Insufficient information.", "question_type": "null_query", "evidence_list": []},
    ]
    corpus = write(tmp_path, "corpus.json", json.dumps(articles))
    found = import_suite("multihop-rag", [write(tmp_path, "q.json", json.dumps(questions, indent=1)), corpus])
    both, none = found.suite.questions
    assert both.expect.sources == tuple(
        Source(url=url, title=f"T{n}", quote=f"Fact {n}.") for n, url in enumerate(urls)
    )
    assert (both.expect.sources_mode, both.expect.answers) == ("all", ("Yes",))
    assert none.expect.must_refuse
    assert found.articles[0]["published"] == "2023-11-04"
    assert found.articles[0]["outlet"] == "The Apron"


def test_rgb_parts_are_all_needed_and_each_may_be_said_in_several_ways(tmp_path: Path) -> None:
    shape = {"positive": ["It opened in May."], "negative": ["It is long."]}
    false = {"fakeanswer": "June", "positive_wrong": ["It opened in June."]}
    path = jsonl(
        tmp_path,
        "en.jsonl",
        {"id": 0, "query": "When?", "answer": "May", **shape, **false},
        {"id": 1, "query": "When?", "answer": [["3 May", "May 3"]], **shape},
        {"id": 2, "query": "Who and when?", "answer": ["Anna", ["3 May", "May 3"]], **shape},
    )
    found = import_suite("rgb", [path])
    one, several, parts = found.suite.questions
    assert (one.expect.answers, several.expect.answers) == (("May",), ("3 May", "May 3"))
    assert [fact.match for fact in parts.expect.facts] == [("Anna",), ("3 May", "May 3")]
    assert {article["text"] for article in found.articles} == {"It opened in May.", "It is long."}
    assert text_of(found, one.expect.sources[0].id) == "It opened in May."
    assert "June" in one.notes


def test_a_spreadsheet_in_english_or_arabic(tmp_path: Path) -> None:
    english = (
        "Question,Expected Answer,Source URL,Tags,Owner\r\n"
        '"What, then, is an APU?",a turbine|a small turbine,"https://a.example/1, https://a.example/2","a; b",Ann\r\n'
        ",,,,\r\n"
        "Where is it?,,The auxiliary power unit,,\r\n"
    )
    arabic = "السؤال;الإجابة;المصدر\nما هو المدرج؟;شريط;apu\n"
    found = import_suite("csv", [write(tmp_path, "en.csv", english), write(tmp_path, "ar.csv", arabic)])
    first, second, third = found.suite.questions
    assert first.expect.answers == ("a turbine", "a small turbine")
    assert first.expect.sources == (Source(url="https://a.example/1"), Source(url="https://a.example/2"))
    assert first.tags == ("a", "b")
    assert second.expect == Expect(sources=(Source(title="The auxiliary power unit"),))
    assert (third.question, third.expect.answers, third.expect.sources) == (
        "ما هو المدرج؟",
        ("شريط",),
        (Source(id="apu"),),
    )
    assert found.remarks == ("the column 'Owner' is not read",)


def test_inspect_samples_and_openai_evals(tmp_path: Path) -> None:
    chat = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What is MTOW?"}]
    path = jsonl(
        tmp_path,
        "s.jsonl",
        {"id": 7, "input": "Which one?", "target": "B", "choices": ["slat", "flap"], "metadata": {"topic": "wing"}},
        {"input": chat, "ideal": ["a weight", "maximum take-off weight"]},
        {"input": "Run?", "target": "no", "setup": "touch taken"},
    )
    found = import_suite("inspect", [path])
    chosen, evals, _ = found.suite.questions
    assert (chosen.id, chosen.expect.answers, chosen.tags) == ("7", ("flap",), ("topic=wing",))
    assert (evals.question, evals.expect.answers) == ("What is MTOW?", ("a weight", "maximum take-off weight"))
    assert found.remarks == ("messages of system are not read: line 2", "'setup' is not run or read: line 3")


def test_ids_are_kept_made_where_missing_and_never_shared(tmp_path: Path) -> None:
    rows = [{"id": "a", "input": "One?"}, {"id": "a", "input": "Two?"}, {"id": "a-2", "input": "Three?"}]
    long = {"id": "x" * 500, "input": "Four?"}
    path = jsonl(tmp_path, "s.jsonl", *rows, long, {"input": "Five?"}, {"input": "Five?"})
    names = [one.id for one in import_suite("inspect", [path]).suite.questions]
    assert names[:3] == ["a", "a-2", "a-2-2"]
    assert len(set(names)) == len(names)
    assert names[5] == f"{names[4]}-2"
    assert names == [one.id for one in import_suite("inspect", [path]).suite.questions]


@pytest.mark.parametrize(
    ("format", "name", "content", "message"),
    [
        ("ragas", "a.jsonl", '{"user_input": "A?"}\n{"user_input": \n', r"a\.jsonl, line 2: not valid JSON"),
        (
            "ragas",
            "a.json",
            '[{"user_input": "A?"},\n\n {"reference": "B"}]',
            r"a\.json, line 3: it has no 'user_input'",
        ),
        ("ragas", "a.jsonl", "[" * 100_000, r"a\.jsonl, line 1: not valid JSON"),
        ("ragas", "a.jsonl", "[1]", r"line 1: it is not an object"),
        ("ragas", "a.jsonl", '{"user_input": "A?", "reference": {"x": 1}}', "'reference' is not a list of texts"),
        ("ragas", "a.jsonl", b"\x00\x01\x02\x03" * 50, r"a\.jsonl is not text"),
        ("ragas", "a.jsonl", "", "There is no question"),
        ("squad", "a.json", '{"questions": []}', "it has no list 'data'"),
        (
            "squad",
            "a.json",
            squad("C.", {"question": "Q?", "answers": []}),
            r"data\[0\], paragraphs\[0\], qas\[0\]: it has",
        ),
        ("trec", "q.txt", "1 0 a 1\n1 0 a\n", r"q\.txt, line 2: it has 3 columns and not 4"),
        ("trec", "q.txt", "1 0 a 1\n", "There are no topics"),
        ("trec", "t.xml", "<html><p>1</p></html>", "There are no topics"),
        ("trec", "t.xml", "<top>\n<num>1\n</top>", r"t\.xml, line 1: the topic has no number or no title"),
        ("csv", "a.csv", "Name,Mail\nx,y\n", "line 2: no column of questions is among Name, Mail"),
        ("csv", "a.csv", "question,as of\nWhat?,soon\n", r"line 2: as_of"),
        ("rgb", "a.jsonl", '{"query": "Q?", "answer": {"a": 1}, "positive": ["p"]}', "line 1: a passage or an answer"),
        ("promptfoo", "a.yaml", "tests: [\n", r"a\.yaml, line 2: not valid YAML"),
        ("promptfoo", "a.yaml", "prompts: [x]\n", "it has no 'tests'"),
        ("beir", "queries.jsonl", '{"_id": "1", "text": "x"}', r"There is no qrels/\*\.tsv"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(
    tmp_path: Path, format: str, name: str, content: str | bytes, message: str
) -> None:
    with pytest.raises(BadImport, match=message) as error:
        import_suite(format, [write(tmp_path, name, content)])
    assert error.value.hint


def test_a_missing_file_and_an_unknown_format_say_so(tmp_path: Path) -> None:
    for name in FORMATS:
        with pytest.raises(BadImport):
            import_suite(name, [tmp_path / "none"])
    with pytest.raises(BadImport, match="'excel' is no format"):
        import_suite("excel", [])


def test_imported_articles_can_be_loaded_and_their_quotes_found(tmp_path: Path, settings: Settings) -> None:
    context = "Slats sit on the leading edge. Flaps sit at the back."
    asked = {"id": "q", "question": "Where?", "answers": [{"text": "at the back", "answer_start": 41}]}
    found = import_suite("squad", [write(tmp_path, "dev.json", squad(context, asked))])
    report = load(settings, jsonl(tmp_path, "articles.jsonl", *map(dict, found.articles)))
    assert (report.added, report.failed) == (1, [])
    with reading_library(settings) as parts:
        source = found.suite.questions[0].expect.sources[0]
        article = parts.library.article(source.id or "")
        assert article is not None
        assert (source.quote or "-") in article.text
