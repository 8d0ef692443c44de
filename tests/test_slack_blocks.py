"""What an answer looks like in Slack: within its limits, with the numbers of every other surface, and harmless."""

import json
from datetime import date
from typing import Any, get_args

import pytest
from fake_slack.limits import refused, refused_view
from fake_slack.world import Message as Shown
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Note, NoteType, Refusal, RefusalType, Sentence
from assistant.render import TOLD
from assistant.slack.asked import Message
from assistant.slack.blocks import answer_message
from assistant.slack.quoting import quotes_view, whole_view

SITE = "https://aerocite.example.org"


def cite(number: int, **more: Any) -> Citation:
    facts = {"title": f"Title {number}", "url": f"https://example.org/{number}", "outlet": "Hangar Weekly"}
    facts |= {"published": date(2024, 3, number), "quote": f"Quote {number}.", **more}
    return Citation(number=number, article_id=f"a{number}", version=1, start=0, end=8, **facts)


def answer(text: str, *citations: Citation, **more: Any) -> Answer:
    given = {"question": "What is it?", "query": "", **more}
    return Answer(id="0123456789abcdef0123", text=text, citations=citations, **given)


def shown(message: Message) -> Shown:
    posted = Shown("1.1", "C1", "UBOT", message.text)
    posted.blocks = json.loads(json.dumps(message.blocks))
    return posted


def accepted(message: Message) -> bool:
    return refused(message.text, list(message.blocks)) is None


LONG = st.builds(lambda text, times: text * times, st.text(min_size=1, max_size=300), st.sampled_from([1, 1, 7, 400]))


@settings(max_examples=150, deadline=None)
@given(LONG, LONG, LONG, st.integers(0, 12), st.booleans())
def test_any_answer_is_within_the_limits(text: str, title: str, url: str, cited: int, open_site: bool) -> None:
    numbers = "".join(f" [{number}]" for number in range(1, cited + 1))
    sources = [cite(n, title=title, url=url, outlet=title, quote=text) for n in range(1, cited + 1)]
    doubted = Sentence(text=text, start=0, end=len(text), support="weak")
    note = Note(type=next(t for t in get_args(NoteType) if t not in TOLD), message=title)
    made = answer(text + numbers, *sources, sentences=(doubted,) * 5, notes=(note,) * 5, suggestions=(title,) * 3)
    site = SITE if open_site else None
    assert accepted(answer_message(made, site=site, private=True, suggest=True, shared_by="U1"))
    assert refused_view(quotes_view(made, site)) is None
    assert refused_view(whole_view(made, site)) is None


@pytest.mark.parametrize("length", [20_000, 100_000])
def test_a_long_answer_is_cut_behind_a_sentence_and_can_be_read_whole(length: int) -> None:
    text = "It flew [1]. It landed [2]. " * (length // 28)
    made = answer(text, cite(1), cite(2))
    for site in (None, SITE):
        message = answer_message(made, site=site)
        assert accepted(message)
        seen = shown(message)
        assert "Hangar Weekly" in seen.shown
        actions = json.dumps(message.blocks)
        assert "feedback_buttons" in actions
        assert '"whole"' in actions
        assert (f"{SITE}/answers/{made.id}" in [address for address, _ in seen.links]) is bool(site)
    whole = whole_view(made, SITE)
    assert refused_view(whole) is None
    pieces = ["".join(e["text"] for s in b["elements"] for e in s["elements"]) for b in whole["blocks"]]
    assert all(piece.rstrip().endswith("].") for piece in pieces)
    assert " ".join(pieces).split() == text.split()


@pytest.mark.parametrize(
    "title",
    [
        "A & B",
        "A < B > C",
        "A | B",
        "A ] B [2]",
        "Two\nlines",
        "<!channel> *bold* _it_ ~no~ `code`",
        "https://evil.example",
    ],
)
@pytest.mark.parametrize(
    "url",
    ["https://example.org/x (1)", "https://example.org/a|b", "https://example.org/?a=1&b=<2>", "https://example.org/"],
)
def test_a_hostile_title_leads_to_its_own_address_and_nowhere_else(title: str, url: str) -> None:
    seen = shown(answer_message(answer("It flew [1].", cite(1, title=title, url=url))))
    assert {address.partition("example.org")[0] for address, _ in seen.links} == {"https://"}
    assert len([label for _, label in seen.links if label != "[1]"]) == 1
    assert not seen.pings
    for address, _ in seen.links:
        assert not set(address) & set(" |<>()")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://bank.example@evil.example/", "ftp://x", "http://[", None]
)
def test_what_is_no_address_of_the_web_is_not_linked(url: str | None) -> None:
    assert not shown(answer_message(answer("It flew [1].", cite(1, url=url)))).links


def test_nothing_that_was_written_elsewhere_pings() -> None:
    bad = "<!channel> <!here> <@U1> <#C1> <https://evil.example|https://bank.example>"
    note = Note(type=next(t for t in get_args(NoteType) if t not in TOLD), message=bad)
    source = cite(1, title=bad, outlet=bad, quote=bad)
    doubted = Sentence(text=bad, start=0, end=9, support="unsupported")
    made = answer(f"{bad} [1].", source, notes=(note,), sentences=(doubted,), suggestions=(bad,))
    message = answer_message(made, suggest=True)
    seen = shown(message)
    assert not seen.pings
    assert not [address for address, _ in seen.links if "evil" in address]
    assert "<!" not in message.text
    assert "<@" not in message.text


def test_each_number_has_its_source_and_each_source_its_number() -> None:
    text = "".join(f"Fact {n} [{n}]. " for n in range(1, 13)).strip()
    seen = shown(answer_message(answer(text, *(cite(n) for n in range(1, 13)))))
    assert [f"[{n}]" in seen.shown for n in range(1, 13)] == [True] * 12
    numbers = [(address, label) for address, label in seen.links if label.startswith("[")]
    assert numbers == [(f"https://example.org/{n}", f"[{n}]") for n in range(1, 13)]
    assert [f"[{n}] Title {n} · Hangar Weekly · 2024-03-{n:02}" in seen.shown for n in range(1, 13)] == [True] * 10 + [
        False
    ] * 2
    assert "+2 more" in seen.shown
    none = shown(answer_message(answer("It flew.")))
    assert "No source is cited." in none.shown
    assert not none.links


def test_a_number_without_a_source_is_no_link() -> None:
    seen = shown(answer_message(answer("It flew [7]. It landed [1].", cite(1))))
    assert [label for _, label in seen.links if label.startswith("[")] == ["[1]"]


@pytest.mark.parametrize("kind", get_args(RefusalType))
def test_each_refusal_says_why(kind: RefusalType) -> None:
    why = "The library does not say. Ask the airline."
    message = answer_message(answer(why, refusal=Refusal(type=kind, message=why)))
    assert accepted(message)
    seen = shown(message)
    assert why in seen.shown
    assert "Sources" not in seen.shown
    assert "No source is cited." not in seen.shown


@pytest.mark.parametrize("kind", sorted(set(get_args(NoteType)) - set(TOLD)))
def test_dates_and_disagreement_are_told(kind: NoteType) -> None:
    told = "Two sources disagree: 30 and 40 aircraft."
    made = answer("It has 30 [1].", cite(1), notes=(Note(type=kind, message=told),), as_of=date(2024, 3, 1))
    seen = shown(answer_message(made))
    assert told in seen.shown
    assert "2024-03-01" in seen.shown


def test_weak_support_is_marked() -> None:
    weak = Sentence(text="It may fly.", start=0, end=11, support="weak", citations=(1,))
    fine = Sentence(text="It flew.", start=12, end=20, support="supported", citations=(1,))
    seen = shown(answer_message(answer("It may fly [1]. It flew [1].", cite(1), sentences=(weak, fine))))
    assert "⚠" in seen.shown
    assert "“It may fly.”" in seen.shown
    assert "“It flew.”" not in seen.shown


def test_an_arabic_question_has_arabic_words_around_its_answer() -> None:
    made = answer("المحرك [1].", cite(1, language="en"), question="ما هو المحرك؟")
    seen = shown(answer_message(made))
    assert "المصادر" in seen.shown
    assert "Sources" not in seen.shown
    assert "عرض الاقتباسات" in json.dumps(answer_message(made).blocks, ensure_ascii=False)


def test_quotes_are_character_for_character() -> None:
    quote = "Blades: <b>“cracked”</b> & *bent* <!channel>"
    view = quotes_view(answer("It [1].", cite(1, quote=quote)), SITE)
    assert quote in json.dumps(view, ensure_ascii=False).replace('\\"', '"')
