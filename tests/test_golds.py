"""Expected sources found in a library, and what makes a question invalid."""

from datetime import date
from pathlib import Path

import pytest
from conftest import load

from assistant.evaluation.golds import resolve
from assistant.evaluation.problems import problems
from assistant.evaluation.quotes import find_quote
from assistant.evaluation.records import Gold
from assistant.evaluation.suite import Choice, Expect, Pattern, Sample, Source, Suite, Turn
from assistant.factory import Parts, reading_library
from assistant.settings import Settings


def asked(*sources: Source, **fields: object) -> Sample:
    return Sample(id="q", question="Q?", expect=Expect(sources=sources), **fields)  # type: ignore[arg-type]


def gold(parts: Parts, source: Source, **fields: object) -> Gold:
    ((found,),) = resolve(Suite(questions=(asked(source, **fields),)), parts.library).values()
    return found


def test_a_source_is_found_by_id_address_or_title(parts: Parts) -> None:
    for source in (
        Source(id="fan-blades"),
        Source(url="https://www.news.example.org/fan-blades/?utm_source=x#top"),
        Source(title="cracks in  fan blades lead to Inspections"),
        Source(id="other", title="Cracks in fan blades lead to inspections."),
    ):
        found = gold(parts, source)
        assert (found.article_id, found.fault, found.wanted) == ("fan-blades", "", True)
    assert gold(parts, Source(title="ETOPS")).name == "ETOPS"


def test_a_source_is_found_by_the_name_of_its_file(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "wing-ice.md").write_text("# Ice on wings\n\nIce on a wing spoils its lift.\n", "utf-8")
    load(settings, folder)
    with reading_library(settings) as parts:
        ids = {gold(parts, source).article_id for source in (Source(id="wing-ice"), Source(title="Wing-ice.md"))}
        assert ids == set(parts.library.article_ids())
        assert "did you mean wing-ice?" in gold(parts, Source(id="wing-ise")).fault


@pytest.mark.parametrize(
    "quote",
    [
        "cracks in the fan blades of 14 engines",
        "cracks in  the\nfan blades of 14 engines",
        "cracks in the fan blade of 14 engines",
    ],
)
def test_a_quote_is_found_where_it_stands(parts: Parts, quote: str) -> None:
    found = gold(parts, Source(id="fan-blades", quote=quote))
    article = parts.library.article("fan-blades")
    assert article is not None
    assert found.start is not None
    assert article.text[found.start : found.end].startswith("cracks in the fan blades of 14 engines"[:36])


def test_a_quote_keeps_the_offsets_of_the_text() -> None:
    text = "Höhe: ½ ﬁeld — “full” of\u00a0cafe\u0301s  here. ثَلاثُ طائرات"
    for quote, held in (
        ('1⁄2 field - "full"', "½ ﬁeld — “full”"),
        ("of cafés here", "of\u00a0cafe\u0301s  here"),
        ("ثَلاثُ  طائرات", "ثَلاثُ طائرات"),
    ):
        span = find_quote(quote, text)
        assert span is not None
        assert text[slice(*span)] == held
    assert find_quote("nothing of the kind", text) is None
    assert find_quote(" ", text.replace(" ", "")) is None


def test_a_source_that_cannot_be_retrieved_is_at_fault(parts: Parts) -> None:
    for source, fields, fault in (
        (Source(id="etop"), {}, "the library does not hold it"),
        (Source(title="What ETPOS allow"), {}, "the library does not hold it; did you mean “What ETOPS allows”?"),
        (Source(id="etops", quote="Pigs fly over the moon."), {}, "does not hold the quote"),
        (Source(id="etops"), {"as_of": date(2024, 1, 1)}, "it is of 2024-03-01, after as_of 2024-01-01"),
        (Source(id="apu"), {"as_of": date(2024, 1, 1)}, "it has no date"),
        (Source(id="etops"), {"filters": Choice(outlet="The Apron")}, "outlet = The Apron leaves it out"),
        (Source(id="etops"), {"filters": Choice(until=date(2024, 1, 1))}, "until = 2024-01-01 leaves it out"),
    ):
        found = gold(parts, source, **fields)
        assert found.article_id is None
        assert fault in found.fault


def test_two_articles_of_one_title_are_told_apart_by_nothing(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    lines = [f'{{"id": "{n}", "title": "Same", "text": "Text number {n} is here."}}\n' for n in "ab"]
    path.write_text("".join(lines), "utf-8")
    load(settings, path)
    with reading_library(settings) as parts:
        assert gold(parts, Source(title="Same")).fault == "2 articles are called so: a, b"


def test_a_suite_is_told_what_is_invalid_and_what_is_doubtful(parts: Parts) -> None:
    script = (Turn(user="One?", expect=Expect(answers=(Pattern(regex="x*"),))), Turn(user="Two?"))
    suite = Suite(
        questions=(
            Sample(id="a", question="Who?", expect=Expect(sources=(Source(id="etops"), Source(id="gone")))),
            Sample(
                id="b",
                question="who?",
                expect=Expect(
                    sources=(Source(id="etops"), Source(id="lost")), sources_mode="any", not_sources=("nobody",)
                ),
            ),
            Sample(id="c", turns=script),
            Sample(id="d", question="Nothing?"),
            Sample(
                id="e", question="Who?", as_of=date(2024, 5, 5), expect=Expect(not_sources=(Source(id="runway-works"),))
            ),
        )
    )
    golds = resolve(suite, parts.library)
    assert [one.article_id for one in golds["b"]] == ["etops", None, None]
    assert (golds["e"][0].article_id, golds["e"][0].wanted) == ("runway-works", False)
    assert problems(suite, golds) == [
        "invalid: a: source gone: the library does not hold it",
        "warning: b: source lost: the library does not hold it",
        "warning: b: forbidden source nobody: the library does not hold it",
        "warning: c: the pattern “x*” is found in every text",
        "warning: d: nothing is expected, so it is asked and not scored",
        "warning: b: asks the same as a",
    ]
