"""Passages: exact offsets, whole sentences, sections."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.article import Article, Section, clean_text
from knowledge.chunking import LONGEST_SENTENCE, chunk
from knowledge.sentences import sentence_spans

TEXTS = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(list(" \n\n..!?؟،abcXYZ019[]()-•\u200f\u0301😀")),
    ),
    max_size=3000,
)


@given(text=TEXTS, cuts=st.lists(st.integers(0, 3000), max_size=6))
def test_offsets_are_exact_and_only_white_space_is_left_out(text: str, cuts: list[int]) -> None:
    text = clean_text(text)
    marks = sorted({min(cut, len(text)) for cut in cuts})
    pairs = list(zip(marks[::2], marks[1::2], strict=False))
    sections = tuple(Section(start=a, end=b, level=2, heading=text[a:b]) for a, b in pairs)
    article = Article(id="a", title="T", text=text, sections=sections)
    passages = chunk(article)
    covered = [False] * len(text)
    for passage in passages:
        assert article.text[passage.start : passage.end] == passage.text
        covered[passage.start : passage.end] = [True] * (passage.end - passage.start)
    for section in sections:
        covered[section.start : section.end] = [True] * (section.end - section.start)
    assert all(done or text[i].isspace() for i, done in enumerate(covered))
    assert len({passage.id for passage in passages}) == len(passages)


@given(text=TEXTS)
def test_no_sentence_is_cut(text: str) -> None:
    article = Article(id="a", title="T", text=text)
    edges = {passage.start for passage in chunk(article)} | {passage.end for passage in chunk(article)}
    for start, end in sentence_spans(text):
        if end - start <= LONGEST_SENTENCE:
            assert not any(start < edge < end for edge in edges)


def test_a_passage_knows_the_headings_above_it() -> None:
    text = "Intro one.\n\nRules\n\nRule text.\n\nDetails\n\nDetail text.\n\nHistory\n\nOld text."
    sections = tuple(
        Section(start=text.index(name), end=text.index(name) + len(name), level=level, heading=name)
        for name, level in (("Rules", 2), ("Details", 3), ("History", 2))
    )
    found = {p.text: p.headings for p in chunk(Article(id="a", title="T", text=text, sections=sections))}
    assert found == {
        "Intro one.": (),
        "Rule text.": ("Rules",),
        "Detail text.": ("Rules", "Details"),
        "Old text.": ("History",),
    }


def test_passages_are_about_200_tokens_long() -> None:
    sentence = "The crew of the second aircraft reported a strong smell of fuel in the rear of the cabin. "
    sizes = [len(p.text.split()) for p in chunk(Article(id="a", title="T", text=sentence * 80))]
    assert all(120 <= size <= 175 for size in sizes[:-1])


def test_ids_are_the_same_on_every_machine() -> None:
    (passage,) = chunk(Article(id="a", title="T", text="One sentence here. Another one there."))
    (retitled,) = chunk(Article(id="a", title="Other", text=passage.text, version=7))
    assert passage.id == retitled.id == "958fc4358e4446376196142c"


def test_sentences_of_aviation_prose() -> None:
    text = (
        "No. 2 engine failed at FL350. The U.S. carrier, i.e. the operator, landed at 5 p.m. on Jan. 5. "
        "Why? “Fuel.” Capt. J. R. Smith said so. AD 2024-01-02 applies to 3.5 % of them. ما معنى ذلك؟ لا أحد يعرف."
    )
    assert [text[a:b] for a, b in sentence_spans(text)] == [
        "No. 2 engine failed at FL350.",
        "The U.S. carrier, i.e. the operator, landed at 5 p.m. on Jan. 5.",
        "Why?",
        "“Fuel.”",
        "Capt. J. R. Smith said so.",
        "AD 2024-01-02 applies to 3.5 % of them.",
        "ما معنى ذلك؟",
        "لا أحد يعرف.",
    ]
