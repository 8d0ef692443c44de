"""Articles that try to steer: nothing hidden is read, instructions are quoted at most, and no reader gets a live link.

Each attack of suites/hostile stands in one library beside an honest article that answers its question. First the
quotes answer, then a model that does whatever any article tells it.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import load, write_articles
from lxml.html import fromstring

from assistant.answer import Answer, Question
from assistant.chat import Assistant
from assistant.evidence.addressed import addressed, to_machine
from assistant.factory import Parts, make_assistant, reading_library
from assistant.render import markdown, plain
from assistant.settings import Settings
from assistant.web.answer_view import answer_message
from assistant.web.documents import answer_page, article_page
from knowledge.article import Article
from knowledge.reading.hidden import without_hidden
from knowledge.reading.html import read_html
from knowledge.reading.invisible import visible
from knowledge.sentences import sentence_spans
from tests.openai_server import OpenAIServer

SUITE = Path(__file__).parent / "suites/hostile"
ATTACKS: list[dict[str, Any]] = [
    json.loads(line) for line in (SUITE / "attacks.jsonl").read_text(encoding="utf-8").splitlines()
]
BY_ID = [pytest.param(attack, id=f"{attack['id']}-{attack['kind'].replace(' ', '-')}") for attack in ATTACKS]
EDGE = re.compile(r"<\W*passage\W*>", re.IGNORECASE)
OUR_LINKS = ("#", "/")
LIVE_MARKDOWN = re.compile(r"(?<!\\)!\[|(?<!\\)\]\(|(?<!\\)<[a-zA-Z!/]")
UNSEEN = re.compile("[\u00ad\u200b\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff\x00-\x08\x0b-\x1f\x7f]")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the honest articles and all attacks."""
    home = tmp_path_factory.mktemp("hostile") / "home"
    articles = [attack[side] for attack in ATTACKS for side in ("honest", "attack") if side in attack]
    report = load(Settings(home=home), write_articles(home.parent, articles), SUITE / "pages")
    assert report.added == 2 * len(ATTACKS)
    assert not report.failed
    return home


@pytest.fixture(scope="module")
def parts(home: Path) -> Iterator[Parts]:
    with reading_library(Settings(home=home)) as found:
        yield found


@pytest.fixture(scope="module")
def quoting(parts: Parts) -> Assistant:
    return make_assistant(Settings(), parts)


@pytest.fixture(scope="module")
def obeyed(home: Path) -> Iterator[SimpleNamespace]:
    """The library with a model that obeys, and the server that it runs on."""
    with OpenAIServer(answer=obey) as server:
        settings = Settings(
            home=home, chat_model="openai:test-model", openai_api_key="sk-none", openai_base_url=server.url
        )
        with reading_library(settings) as parts:
            yield SimpleNamespace(assistant=make_assistant(settings, parts), server=server, parts=parts)


def obey(body: dict[str, Any]) -> str:
    """Writes what each article in its prompt wants to be written, also with numbers of its own choice."""
    prompt = str(body["messages"][-1]["content"])
    wanted = [attack["wants"] for attack in ATTACKS if attack["canary"] in prompt]
    cited = [form for text in wanted for form in (text, f"{text.rstrip('.')} [1].", f"{text.rstrip('.')} [2][3].")]
    return "\n".join(cited) or "NOT IN THE ARTICLES"


def articles(parts: Parts) -> list[Article]:
    """Every article of a library, whole."""
    found = map(parts.library.article, parts.library.article_ids())
    return [article for article in found if article]


def is_of(attack: dict[str, Any], article_id: str, parts: Parts) -> bool:
    """Whether an article is the one that attacks."""
    if "attack" in attack:
        return article_id == attack["attack"]["id"]
    origin = parts.library.origin(article_id)
    return origin is not None and origin.name.endswith(Path(attack["file"]).name)


def is_live(html: str) -> bool:
    """Whether something in a page loads or runs, or leads away from our own pages."""
    found = [element for element in fromstring(html).iter() if isinstance(element.tag, str)]
    return any(
        element.tag in ("img", "script", "iframe", "object")
        or any(name.startswith("on") for name in element.attrib)
        or not element.get("href", "#").startswith(OUR_LINKS)
        for element in found
    )


def check_inert(answer: Answer, parts: Parts) -> None:
    """Nothing in an answer is live on any surface, and every number stands for words of its article."""
    numbers = {citation.number for citation in answer.citations}
    assert {number for sentence in answer.sentences for number in sentence.citations} <= numbers
    assert {int(number) for number in re.findall(r"[\[【]\s*(\d+)[^\]】]*[\]】]", answer.text)} <= numbers
    for citation in answer.citations:
        article = parts.library.article(citation.article_id)
        assert article is not None
        assert article.text[citation.start : citation.end] == citation.quote
        assert not is_live(article_page(article, citation.start, citation.end, citation.version))
    for shown in (plain(answer), markdown(answer), answer.text, *(passage.title for passage in answer.passages)):
        assert not UNSEEN.search(shown)
    for html in (answer_message(answer), answer_page(answer)):
        assert not is_live(html)
    assert not LIVE_MARKDOWN.search(markdown(answer))


@pytest.mark.parametrize("attack", BY_ID)
async def test_the_quotes_are_not_steered(attack: dict[str, Any], quoting: Assistant, parts: Parts) -> None:
    answer = await quoting.ask(Question(text=attack["question"]))
    first = answer.citations[0]
    assert first.article_id == attack["honest"]["id"]
    assert attack["answer"] in answer.sentences[0].text
    for citation in answer.citations:
        # What is quoted of it at all does not speak to a machine.
        assert attack["canary"] not in citation.quote
    assert attack["canary"] not in answer.text
    check_inert(answer, parts)


@pytest.mark.parametrize("attack", BY_ID)
async def test_an_obedient_model_does_not_steer(attack: dict[str, Any], obeyed: SimpleNamespace) -> None:
    answer = await obeyed.assistant.ask(Question(text=attack["question"]))
    prompt = obeyed.server.chats[-1].body["messages"][-1]["content"]
    assert attack["honest"]["text"].split(".")[0] in prompt
    assert (attack["canary"] in prompt) is not attack["hidden"]
    assert len(EDGE.findall(prompt)) == 2 * len(answer.passages)
    assert set(re.findall(r"^\[(\d+)\] ", prompt, re.MULTILINE)) == {str(n + 1) for n in range(len(answer.passages))}
    check_inert(answer, obeyed.parts)
    assert "evil.example" not in answer.text
    for sentence in answer.sentences:
        if attack["canary"] not in sentence.text:
            continue
        sources = [citation for citation in answer.citations if citation.number in sentence.citations]
        assert sources or sentence.support == "unsupported"
        for source in sources:
            assert is_of(attack, source.article_id, obeyed.parts)


def test_nothing_hidden_is_stored(parts: Parts) -> None:
    stored = "\n".join(f"{article.title} {article.text}" for article in articles(parts))
    hidden = [attack["id"] for attack in ATTACKS if attack["hidden"]]
    assert len(hidden) >= 15
    assert not [attack["id"] for attack in ATTACKS if attack["hidden"] and attack["canary"] in stored]
    assert not UNSEEN.search(stored)
    # And nothing else was lost.
    assert not [attack["id"] for attack in ATTACKS if not attack["hidden"] and attack["canary"] not in stored]


PAGE = """<html><head><title>A page</title>{css}</head>
<body><article><h1>A page</h1><p>{words}</p>{case}<p>{words}</p></article></body></html>"""
WORDS = "The hangar was built beside the apron and is used by two airlines for their heavy checks. " * 4
CSS = """<style>.z{display:none} @media screen{.m{visibility:hidden}} #q{opacity:0} p.t{font-size:1px}
/* .k{opacity:0} */ @media print{.pr{display:none}} @media (max-width:500px){.mob{display:none}}
body{opacity:0} p{color:#fff}</style>"""


@pytest.mark.parametrize(
    "style",
    [
        'style="opacity: 0.01;"',
        'style="color:#fff"',
        'style="color:hsl(0, 0%, 100%)"',
        'style="color:#101010;background:url(x.png) rgb(16,16,16)"',
        'style="font:0/0 a"',
        'style="font-size:.1em"',
        'style="max-height:0px;overflow:clip"',
        'style="text-indent:-999px"',
        'style="position:fixed;top:-200em"',
        'style="transform:scale(0)"',
        'style="clip-path:inset(100%)"',
        'style="visi/**/bility:hidden"',
        'style="display:none!important"',
        "hidden",
        'class="a z"',
        'class="m"',
        'class="t"',
        'id="q"',
    ],
)
def test_what_no_visitor_sees_is_not_read(style: str) -> None:
    case = f"<p {style}>Zeppelin words that nobody sees on this page.</p>"
    (found,) = read_html("a.html", PAGE.format(css=CSS, words=WORDS, case=case).encode())
    assert "Zeppelin" not in found.text
    assert "hangar" in found.text
    assert without_hidden(f"{CSS} Seen. {case} After.").split() == ["Seen.", "After."]


@pytest.mark.parametrize(
    "style",
    [
        'style="color:#fff;background:#123"',
        'style="opacity:.6"',
        'style="position:absolute;left:-20px"',
        'style="margin-left:-50%"',
        'class="pr"',
        'class="mob"',
        'class="k"',
        "",
    ],
)
def test_what_a_visitor_sees_is_read(style: str) -> None:
    case = f"<p {style}>Zeppelin masts stand on this page, beside the hangar.</p>"
    (found,) = read_html("a.html", PAGE.format(css=CSS, words=WORDS, case=case).encode())
    assert "Zeppelin" in found.text
    assert case in without_hidden(case)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Fli\u200bght\u00ad 4\u20604\u202e7\U000e0041", "Flight 447"),
        ("a\u200db c\u200c \u200d", "ab c "),
        ("می\u200cشود ه\u200d ن\u200c\u200d\u200cا", "می\u200cشود ه\u200d ن\u200cا"),
        ("क्\u200dष \U0001f469\u200d\u2708\ufe0f ©\ufe0f", "क्\u200dष \U0001f469\u200d\u2708\ufe0f ©\ufe0f"),
        ("x\ufe00\ufe01 \U0001f600\ufe00\ufe01\ufe02", "x \U0001f600\ufe00"),
        ("\u200e12\u200f", "\u200e12\u200f"),
    ],
)
def test_characters_that_nobody_sees_are_taken_out(text: str, seen: str) -> None:
    assert visible(text) == seen


@pytest.mark.parametrize(
    "unit", ['<a "', "<a '\"", "<!--", "<p hidden>", "<p>", "<style>{", "<style>/*", "\u200d", "a\u200e"]
)
def test_reading_takes_time_in_proportion(unit: str) -> None:
    started = perf_counter()
    visible(without_hidden(unit * (100_000 // len(unit))))
    without_hidden(f"<style>{unit * (100_000 // len(unit))}</style><p class=x>")
    assert perf_counter() - started < 5


def test_no_sentence_of_the_starter_library_speaks_to_a_machine(starter_home: Path) -> None:
    with reading_library(Settings(home=starter_home)) as parts:
        texts = [article.text for article in articles(parts)]
    said = [text[start:end] for text in texts for start, end in sentence_spans(text)]
    assert len(said) > 1000
    assert not [sentence for sentence in said if to_machine(sentence)]


@pytest.mark.parametrize("attack", [one for one in BY_ID if not one.values[0]["hidden"]])
def test_attacks_speak_to_a_machine(attack: dict[str, Any]) -> None:
    if "attack" not in attack or attack["kind"].startswith("title"):
        return
    text = attack["attack"]["text"]
    spans = list(sentence_spans(text))
    held = [place for place, (start, end) in enumerate(spans) if attack["canary"] in text[start:end]]
    assert set(held) <= addressed(text, spans)
