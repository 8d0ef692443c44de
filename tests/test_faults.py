"""Answers with one planted fault and answers without, over the starter library (see suites/README.md)."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import knowledge
from assistant.support import check
from knowledge.article import Article, Passage
from knowledge.chunking import chunk
from knowledge.reading import Reading, read

SUITE = Path(__file__).parent / "suites/faults"
STARTER = Path(knowledge.__file__).parent / "starter"
FIELDS = {"id", "article", "quote", "claim", "language"}
STYLES = {"verbatim", "light", "paraphrase", "joined", "converted"}
FAULTS = {
    "wrong_number",
    "wrong_unit",
    "wrong_aircraft",
    "wrong_article",
    "negation",
    "invented_quote",
    "stale_value",
}

Line = dict[str, str]


def lines(name: str) -> list[Line]:
    return [json.loads(line) for line in (SUITE / name).read_text(encoding="utf-8").splitlines()]


SOUND, FAULTY = lines("sound.jsonl"), lines("faulty.jsonl")


@cache
def article(stem: str) -> Article:
    (found,) = read([STARTER / f"{stem}.md"])
    assert isinstance(found, Reading)
    return found.article


def cited(line: Line) -> Passage:
    """The passage that holds the line's quote, as the library cuts it."""
    (passage,) = (p for p in chunk(article(line["article"])) if line["quote"] in p.text)
    return passage


def test_there_are_enough_lines_of_each_kind() -> None:
    assert len(SOUND) == len(FAULTY) == 200
    assert len({line["id"] for line in SOUND + FAULTY}) == 400
    assert {line["style"] for line in SOUND} == STYLES
    faults = Counter(line["fault"] for line in FAULTY)
    assert set(faults) == FAULTS
    assert min(faults.values()) >= 28
    for suite in (SOUND, FAULTY):
        assert sum(line["language"] == "ar" for line in suite) >= 40
        assert len({line["article"] for line in suite}) >= 45


def test_a_line_cites_what_its_article_says() -> None:
    for line in SOUND + FAULTY:
        faulty = line["id"].startswith("f")
        assert set(line) - {"origin"} == FIELDS | ({"fault", "truth"} if faulty else {"style"}), line["id"]
        assert line["language"] == article(line["article"]).language, line["id"]
        assert line["quote"] in cited(line).text
        assert line["claim"].strip() == line["claim"] != line.get("truth"), line["id"]


def test_a_fact_under_the_wrong_article_stands_in_another() -> None:
    for line in FAULTY:
        assert ("origin" in line) == (line["fault"] == "wrong_article"), line["id"]
        if "origin" in line:
            assert line["origin"] != line["article"], line["id"]
            assert line["truth"] in article(line["origin"]).text, line["id"]
            assert line["truth"] not in article(line["article"]).text, line["id"]


def test_an_invented_quote_is_nowhere_in_its_article() -> None:
    for line in SOUND + FAULTY:
        quoted = line["claim"].partition("“")[2].partition("”")[0]
        assert bool(quoted) == (line.get("fault") == "invented_quote"), line["id"]
        assert not quoted or quoted.casefold() not in article(line["article"]).text.casefold(), line["id"]


def doubted(line: Line) -> bool:
    """Whether anything is said against the line's claim before the passage it cites."""
    passage = cited(line)
    context = "\n".join((passage.title, *passage.headings))
    verdict = check(line["claim"], passage.text, language=line["language"], context=context)
    return verdict.support != "supported" or bool(verdict.flags)


def test_nine_faults_of_ten_are_caught() -> None:
    missed = [f"{line['id']} {line['fault']}" for line in FAULTY if not doubted(line)]
    assert len(missed) <= 0.1 * len(FAULTY), missed


def test_few_sound_sentences_are_doubted() -> None:
    alarms = [f"{line['id']} {line['style']}" for line in SOUND if doubted(line)]
    assert len(alarms) <= 0.05 * len(SOUND), alarms
