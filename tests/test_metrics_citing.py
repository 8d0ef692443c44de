"""Citation metrics worked by hand: markers, quotes, metadata, sources, ALCE, TREC and excerpts."""

from dataclasses import replace
from datetime import date

from assistant.answer import Answer, Citation, Refusal, Sentence, Support
from assistant.evaluation.metrics import metric
from assistant.evaluation.records import Gold, Held, Record
from assistant.evaluation.scores import Case, Metric
from assistant.evaluation.suite import Expect, Sample
from knowledge.article import Passage

DAY = date(2024, 5, 1)
TEXTS = {
    "a": "The Heron is 40 m long. Its wings span 36 m.",
    "b": "The Heron carries 190 passengers and 12 crew.",
    "c": "Rivers freeze in the north every winter.",
}


def citation(number: int, article: str, quote: str | None = None, **changes: object) -> Citation:
    quote = quote or TEXTS[article].split(". ")[0].rstrip(".") + "."
    start = max(TEXTS[article].find(quote), 0)
    made = Citation(
        number=number,
        article_id=article,
        version=1,
        title=f"On {article}",
        start=start,
        end=start + len(quote),
        quote=quote,
        url=f"https://news.example.org/{article}",
        outlet="The Apron",
        published=DAY,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def held(one: Citation) -> Held:
    text = TEXTS[one.article_id]
    return Held(
        title=f"On {one.article_id}",
        quote=text[one.start : one.end],
        url=f"https://news.example.org/{one.article_id}",
        outlet="The Apron",
        published=DAY,
        passage=text,
    )


def said(text: str, *citations: int, support: Support = "supported") -> Sentence:
    return Sentence(text=text, start=0, end=len(text), citations=citations, support=support)


def case(
    *citations: Citation,
    sentences: tuple[Sentence, ...] = (),
    text: str = "",
    holds: tuple[Held | None, ...] | None = None,
    golds: tuple[Gold, ...] = (),
    tags: tuple[str, ...] = (),
    expect: Expect | None = None,
    refusal: Refusal | None = None,
) -> Case:
    passages = tuple(
        Passage(id=name, article_id=name, version=1, title=f"On {name}", text=words, start=0, end=len(words))
        for name, words in TEXTS.items()
    )
    answer = Answer(
        id="1",
        question="?",
        query="?",
        text=text,
        sentences=sentences,
        citations=citations,
        passages=passages,
        refusal=refusal,
    )
    found = tuple(map(held, citations)) if holds is None else holds
    record = Record(key="k", sample="s", answer=answer, held=found)
    sample = Sample(id="s", question="?", tags=tags)
    return Case(sample=sample, expect=expect or Expect(), record=record, gold=golds)


def value(name: str, one: Case) -> float | None:
    found = metric(name)
    assert isinstance(found, Metric)
    got = found.of(one)
    return None if got is None else round(got, 4)


def test_a_marker_is_valid_if_it_stands_for_words_that_were_shown() -> None:
    other_version = citation(2, "b", version=2)
    beyond = citation(3, "c", end=400)
    one = case(citation(1, "a"), other_version, beyond, text="Long [1]. Many [2][1]. Cold [3]. Gone [9, 1].")
    # Markers 1, 2, 1, 3, 9, 1: the three of 1 are good, 3/6.
    assert value("citation_validity", one) == 0.5
    assert value("citation_validity", case(citation(1, "a"), text="No marker.")) is None


def test_coverage_counts_sentences_that_assert_something() -> None:
    note = Sentence(text="Note.", start=0, end=5, kind="note")
    one = case(citation(1, "a"), sentences=(said("A.", 1), said("B."), said("C.", 1), note))
    assert value("citation_coverage", one) == 0.6667  # 2 of 3


def test_a_quote_stands_where_it_says_whatever_marks_it_is_written_with() -> None:
    exact, marks = citation(1, "a"), citation(2, "b")
    moved = citation(3, "a", "Its wings span 36 m.", start=0, end=20)
    one = case(
        exact,
        replace(marks, quote="The Heron “carries” 190 passengers – and 12 crew."),
        moved,
        replace(moved, number=4),
        holds=(
            held(exact),
            replace(held(marks), quote='The Heron "carries" 190  passengers - and 12 crew.'),
            held(moved),
            None,
        ),
    )
    assert value("quote_fidelity", one) == 0.5  # 2 of 4: one stands elsewhere, one in no article
    assert value("quote_fuzzy", one) == 0.25  # the one that stands elsewhere


def test_a_quote_with_a_slip_is_fuzzy_and_an_invented_one_is_not() -> None:
    slip = citation(1, "b", "The Heron carries 190 passengers and 12 crew.")
    slip = replace(slip, quote="The Heron carries 190 passengers and 12 crews")  # 44 of 45 characters stand there
    made_up = replace(slip, number=2, quote="The Heron never carried anyone")
    longer = replace(slip, number=3, quote=f"{TEXTS['b']} And it is the best of all aircraft by far.")
    one = case(slip, made_up, longer)
    assert value("quote_fidelity", one) == 0
    assert value("quote_fuzzy", one) == 0.3333


def test_arabic_quotes_are_folded_too() -> None:
    one = citation(1, "a", quote="قال: «الطائرة  جاهزة»")
    library = replace(held(one), quote='قال: "الطائرة جاهزة"')
    assert value("quote_fidelity", case(one, holds=(library,))) == 1


def test_metadata_must_all_be_that_of_the_library() -> None:
    right = citation(1, "a")
    wrong = [
        citation(2, "a", title="On A"),
        citation(3, "b", published=date(2024, 5, 2)),
        citation(4, "b", url=None),
        citation(5, "b", outlet="Other"),
    ]
    assert value("metadata_fidelity", case(right, *wrong)) == 0.2
    assert value("metadata_fidelity", case(right, holds=(None,))) == 0
    assert value("metadata_fidelity", case(right, holds=())) is None


def test_cited_articles_against_those_expected() -> None:
    golds = (Gold(article_id="a"), Gold(article_id="x"), Gold(article_id="y"))
    one = case(citation(1, "a"), citation(2, "a"), citation(3, "b"), golds=golds)
    assert value("source_precision", one) == 0.5  # a of a, b
    assert value("source_recall", one) == 0.3333  # a of a, x, y
    assert value("source_diversity", one) == 0.6667  # a, b in 3 citations
    any_will_do = replace(one, expect=Expect(sources_mode="any"))
    assert value("source_recall", any_will_do) == 1
    assert value("source_recall", case(citation(1, "a"))) is None
    assert value("source_precision", case(golds=golds)) is None
    assert value("source_recall", case(golds=golds)) == 0
    assert value("source_recall", case(golds=golds, expect=Expect(answerable=False))) is None


def test_what_the_assistant_said_of_its_sentences() -> None:
    levels: tuple[Support, ...] = ("supported", "weak", "weak", "unsupported", "unchecked")
    one = case(sentences=tuple(said("A.", support=level) for level in levels))
    assert value("support_rate", one) == 0.75  # 3 of the 4 that were checked
    assert value("unsupported_rate", one) == 0.25
    assert value("support_rate", case(sentences=(said("A.", support="unchecked"),))) is None


def test_alce_worked_by_hand() -> None:
    one = case(
        citation(1, "a"),
        citation(2, "b"),
        citation(3, "c"),
        sentences=(
            said("The Heron is 40 m long.", 1),  # supported: 1 of 1 citations needed
            said("The Heron carries 190 passengers and 12 crew.", 2, 3),  # supported: c alone does not, b alone does
            said("The Heron is 55 m long.", 1),  # not supported: 0 of 1
            said("Rivers freeze in the north every winter."),  # no citation: 0
            said("The Heron is 40 m long.", 1, 9),  # 9 points at nothing: 0, and its citations are not counted
        ),
    )
    assert value("alce_recall", one) == 0.4  # (1 + 1 + 0 + 0 + 0) / 5
    assert value("alce_precision", one) == 0.5  # (1 + 1 + 0) / (1 + 2 + 1)
    assert value("overcite_rate", one) == 1  # one sentence with several citations, and c is needless


def test_alce_keeps_citations_that_support_only_together() -> None:
    both = "The Heron is 40 m long and carries 190 passengers and 12 crew."
    one = case(citation(1, "a"), citation(2, "b"), sentences=(said(both, 1, 2),))
    assert [value(name, one) for name in ("alce_recall", "alce_precision", "overcite_rate")] == [1, 1, 0]


def test_alce_reads_three_citations() -> None:
    four = [citation(number, "c") for number in (1, 2, 3)] + [citation(4, "a")]
    one = case(*four, sentences=(said("The Heron is 40 m long.", 1, 2, 3, 4),))
    assert value("alce_recall", one) == 0
    assert value("alce_precision", one) == 0


def test_no_citation_at_all_is_no_precision() -> None:
    one = case(sentences=(said("The Heron is 40 m long."),))
    for name in ("alce_recall", "alce_precision", "trec_precision", "trec_recall"):
        assert value(name, one) == 0
    assert value("overcite_rate", one) is None


def test_trec_support_worked_by_hand() -> None:
    one = case(
        citation(1, "a"),
        citation(2, "b"),
        sentences=(
            said("The Heron is 40 m long.", 1),  # 1
            said("The Heron is 40 m long.", 2, 1),  # the first citation is read: 0
            said("The Heron is 55 m long.", 1),  # 0
            said("The Heron is 40 m long.", 9),  # points at nothing: 0
            said("The Heron is 40 m long."),  # no citation
        ),
    )
    assert value("trec_precision", one) == 0.25  # (1 + 0 + 0 + 0) / 4
    assert value("trec_recall", one) == 0.2  # 1 / 5


def test_weak_support_is_worth_half() -> None:
    # The name is not in the text: a warning, which makes it weak.
    weak = said("The Heron of Boeing is 40 m long.", 1)
    one = case(citation(1, "a"), sentences=(weak, said("The Heron is 40 m long.", 1)))
    assert value("trec_precision", one) == 0.75  # (0.5 + 1) / 2


def test_support_is_looked_for_in_what_the_library_holds() -> None:
    invented = citation(1, "c", quote="The Heron is 40 m long.")
    claim = (said("The Heron is 40 m long.", 1),)
    assert value("alce_recall", case(invented, sentences=claim)) == 0
    assert value("alce_recall", case(invented, sentences=claim, holds=(None,))) == 0


def test_a_refusal_asserts_nothing() -> None:
    refusal = Refusal(type="not_in_library", message="No.")
    one = case(refusal=refusal, sentences=(Sentence(text="No.", start=0, end=3, kind="refusal"),))
    for name in ("citation_coverage", "alce_recall", "alce_precision", "trec_recall", "support_rate", "quote_fidelity"):
        assert value(name, one) is None


def test_an_excerpt_is_told_with_title_date_and_address() -> None:
    golds, tags = (Gold(article_id="a"),), ("excerpt",)
    names = ["found", "title", "date", "address", "to_source"]

    def told(*citations: Citation, holds: tuple[Held | None, ...] | None = None) -> list[float | None]:
        one = case(*citations, golds=golds, tags=tags, holds=holds)
        return [value("excerpt_to_source" if name == "to_source" else f"excerpt_{name}", one) for name in names]

    right = citation(1, "a")
    assert told(right) == [1, 1, 1, 1, 1]
    assert told(citation(1, "b"), citation(2, "a")) == [0, 1, 1, 1, 1]
    assert told(replace(right, url="/articles/a?version=1")) == [1, 1, 1, 1, 1]
    assert told(replace(right, url="https://other.example.org/a")) == [1, 1, 1, 0, 0]
    assert told(replace(right, published=None)) == [1, 1, 0, 1, 0]
    assert told(citation(1, "b")) == [0, 0, 0, 0, 0]
    assert told() == [0, 0, 0, 0, 0]
    assert told(right, holds=()) == [1, None, None, None, None]
    bare = replace(held(right), url=None, published=None)
    assert told(replace(right, url=None, published=None), holds=(bare,)) == [1, 1, 1, 1, 1]
    assert value("excerpt_found", case(right, golds=golds)) is None
