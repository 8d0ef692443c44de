"""Markers become numbered quotes: valid, stable while streaming, and verbatim."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.citations import Cited, Citing
from knowledge.article import Passage

FLAPS = "Flaps raise lift at low speed. They also raise drag. Crews extend them in steps."
SLATS = "Slats sit on the leading edge. They delay the stall."


def passage(name: str, text: str, offset: int = 0) -> Passage:
    return Passage(
        id=name, article_id=name, version=1, title=name, text=text, start=offset, end=offset + len(text), language="en"
    )


PASSAGES = [passage("flaps", FLAPS, 100), passage("slats", SLATS)]


def cite(*pieces: str) -> tuple[str, Cited]:
    citing = Citing(PASSAGES)
    shown = "".join(citing.write(piece) for piece in pieces) + citing.finish()
    return shown, citing.cited()


def test_numbers_follow_the_order_of_appearance_and_quotes_are_verbatim() -> None:
    shown, cited = cite("Slats delay the stall [2]. Flaps raise lift [1].")
    assert shown == cited.text == "Slats delay the stall [1]. Flaps raise lift [2]."
    assert [(c.number, c.article_id, c.quote) for c in cited.citations] == [
        (1, "slats", SLATS),
        (2, "flaps", "Flaps raise lift at low speed."),
    ]
    assert [(c.start, c.end) for c in cited.citations] == [(0, 52), (100, 130)]


def test_a_marker_that_points_at_nothing_never_comes_out() -> None:
    shown, cited = cite("Flaps raise lift [1][9]. Wings are pretty [0]. Slats too [77].")
    assert shown == "Flaps raise lift [1]. Wings are pretty. Slats too."
    assert len(cited.citations) == 1


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Flaps raise lift [1, 2].", "Flaps raise lift [1][2]."),
        ("Flaps raise lift [1-2].", "Flaps raise lift [1][2]."),
        ("Flaps raise lift 【1】.", "Flaps raise lift [1]."),
        ("Flaps raise lift 【1†source】.", "Flaps raise lift [1]."),
        ("Flaps raise lift. [1]", "Flaps raise lift. [1]"),
        ("Flaps raise lift [1][1].", "Flaps raise lift [1]."),
        ("ترفع القلابات الرفع [١].", "ترفع القلابات الرفع [1]."),
        ("An array [not a marker] stays.", "An array [not a marker] stays."),
        ("An open [1", "An open [1"),
    ],
)
def test_forms_that_models_use(written: str, shown: str) -> None:
    assert cite(written)[0] == shown


@given(cuts=st.lists(st.integers(0, 60), max_size=8))
def test_numbers_are_the_same_however_the_text_is_cut(cuts: list[int]) -> None:
    text = "Slats delay the stall [2]. Flaps add drag [1]. Crews extend flaps [1, 9]."
    edges = [0, *sorted(cuts), len(text)]
    pieces = [text[a:b] for a, b in zip(edges, edges[1:], strict=False)]
    assert cite(*pieces) == cite(text)


def test_two_facts_of_one_passage_have_a_number_each() -> None:
    _, cited = cite("Flaps raise lift [1]. Crews extend them in steps [1]. Flaps raise lift [1].")
    assert [s.citations for s in cited.sentences] == [(1,), (2,), (1,)]
    assert [c.quote for c in cited.citations] == ["Flaps raise lift at low speed.", "Crews extend them in steps."]


def test_sentences_know_their_place_without_the_markers_behind_them() -> None:
    _, cited = cite("Slats delay the stall. [2] Flaps [1] raise lift.")
    for sentence in cited.sentences:
        assert cited.text[sentence.start : sentence.end] == sentence.text
    assert [s.text for s in cited.sentences] == ["Slats delay the stall.", "Flaps [2] raise lift."]


def test_a_quotation_is_verbatim_and_brackets_of_an_article_are_no_markers() -> None:
    source = passage("wiki", "Lift grows with speed.[12] It also grows with area [3].")
    citing = Citing([source])
    shown = citing.quote((1, 0, len("Lift grows with speed.[12]")))
    shown += citing.quote((1, 27, len(source.text)))
    cited = citing.cited()
    assert shown == cited.text == "Lift grows with speed. [1] It also grows with area . [2]"
    assert [c.quote for c in cited.citations] == ["Lift grows with speed.[12]", "It also grows with area [3]."]
    assert [s.citations for s in cited.sentences] == [(1,), (2,)]
    assert {s.support for s in cited.sentences} == {"supported"}


def test_brackets_within_brackets_are_no_marker_either() -> None:
    source = passage("wiki", "It flew [1[2]3] far.")
    citing = Citing([source])
    assert citing.quote((1, 0, len(source.text))) == "It flew far. [1]"


@given(text=st.text(alphabet=st.sampled_from(list("ab .[]0123456789,-【】\n٣")), max_size=200))
def test_whatever_a_model_writes_every_marker_has_its_citation(text: str) -> None:
    shown, cited = cite(text)
    known = {c.number for c in cited.citations}
    for sentence in cited.sentences:
        assert cited.text[sentence.start : sentence.end] == sentence.text
        assert set(sentence.citations) <= known
    assert {int(n) for n in re.findall(r"\[(\d{1,3})\]", cited.text)} <= known
    for citation in cited.citations:
        source = next(p for p in PASSAGES if p.article_id == citation.article_id)
        assert source.text[citation.start - source.start : citation.end - source.start] == citation.quote
