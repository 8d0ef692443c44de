"""The page in a real browser, before a real server: what a person sees, clicks and types."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import load, write_articles
from openai_server import OpenAIServer
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from web_server import running

from assistant.answer import answer_from_json
from assistant.render import markdown, plain
from assistant.settings import Settings
from assistant.web.talk import AT_ONCE

expect.set_options(timeout=15_000)
KEY = "open sesame and more"
MARKER = "#ac-chat a.ac-marker"
QUOTE = "#ac-panel mark#quote"
SOURCES = "#ac-panel .ac-cards-cite"
DONE = "#ac-chat .ac-below"
DROP = "#ac-chat .ac-drop"
READ = "#ac-chat .ac-read"

STRIKE = (
    "Baggage handlers stopped work at Northfield airport. The strike closed the airport for a day and {n} flights were "
    "cancelled. The union asks for higher pay."
)
HOSTILE = "Mast <b onclick=alert(1)>${1} " + "Aeronauticalgazette" * 6
NEWS: list[dict[str, object]] = [
    {"id": "new", "title": "Strike", "published": "2024-03-19", "outlet": "The Apron", "text": STRIKE.format(n=41)},
    {"id": "old", "title": "Strike", "published": "2023-03-19", "outlet": "Gate Post", "text": STRIKE.format(n=58)},
    {
        "id": "hostile",
        "title": "Swivels",
        "published": "2024-02-02",
        "outlet": HOSTILE,
        "text": "Zeppelin mooring masts need a swivel. The swivel turns with the wind, says the keeper of the mast.",
    },
    {
        "id": "max",
        "title": "What the 737-8 carries",
        "published": "2022-01-05",
        "text": "The 737-8 has up to 210 seats in one class. Most airlines choose fewer seats in two classes.",
    },
    {
        "id": "chocks",
        "title": "Chocks",
        "published": "2022-05-01",
        "text": "Chocks are wedges that keep the wheels of a parked aeroplane from rolling. Crews set them at arrival.",
    },
    {
        "id": "ar-strike",
        "title": "إضراب",
        "published": "2024-06-02",
        "outlet": "مجلة المدرج",
        "language": "ar",
        "text": "أغلق إضراب عمال الأمتعة مطار الصحراء يوما كاملا. وألغيت في المطار أربعون رحلة بسبب الإضراب.",
    },
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("There is no Chromium here, which the page's tests need.")
        pytest.skip("There is no Chromium here: the page is not tested.")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=quiet)
        yield found
        found.close()


class Visit:
    """A page that is open, with what it asked for and what went wrong in it."""

    def __init__(self, browser: Browser, address: str, **look: object) -> None:
        self.address = address
        self.context: BrowserContext = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **look})
        self.page: Page = self.context.new_page()
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.page.set_default_timeout(20_000)
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.wrong.append(dialog.message), dialog.dismiss()))
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("response", lambda found: self.wrong.append(found.url) if found.status >= 400 else None)
        self.page.goto(address)

    def ask(self, question: str, *, sign: str = DONE) -> Page:
        before = self.page.locator(sign).count()
        box = self.page.get_by_label("Your question")
        box.fill(question)
        box.press("Enter")
        expect(self.page.locator(sign)).to_have_count(before + 1, timeout=20_000)
        return self.page

    def close(self) -> None:
        self.context.close()
        assert self.wrong == []
        assert {url for url in self.asked if not url.startswith((self.address, "data:", "blob:"))} == set()


@pytest.fixture
def visit(browser: Browser, web_address: str) -> Iterator[Visit]:
    opened = Visit(browser, web_address)
    yield opened
    opened.close()


def test_a_citation_opens_the_article_at_the_quote(visit: Visit) -> None:
    page = visit.ask("What does ETOPS mean?")
    assert page.title() == "AeroCite"
    assert page.locator("h1").count() == 1
    expect(page.locator("#ac-header")).to_contain_text("no model is configured")
    expect(page.locator("#ac-header")).to_contain_text("6 articles, newest 10 Jan 2025")
    expect(page.locator(f"{SOURCES} li").first).to_contain_text("What ETOPS allows")
    expect(page.locator(DONE)).to_contain_text("Newest source: 1 Mar 2024")
    page.locator(MARKER).first.click()
    expect(page.locator(QUOTE)).to_contain_text("ETOPS stands for extended operations.")
    expect(page.locator(QUOTE)).to_be_in_viewport()
    expect(page.locator(QUOTE)).to_be_focused()
    expect(page.locator("#ac-panel article")).to_contain_text("maintenance follows stricter rules")


def test_everything_works_by_keyboard(visit: Visit) -> None:
    page = visit.page
    expect(page.get_by_label("Your question")).to_be_focused()
    visit.ask("What does ETOPS mean?")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.locator(MARKER).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(QUOTE)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(SOURCES).first).to_be_visible()
    expect(page.locator(MARKER).first).to_be_focused()
    page.locator(f"{SOURCES} a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(QUOTE)).to_be_focused()
    page.locator(".ac-back").click()
    expect(page.locator(f"{SOURCES} a").first).to_be_focused()
    for button in page.get_by_role("button").all():
        if button.is_visible():
            assert button.get_attribute("aria-label") or button.inner_text().strip()


def test_an_old_answer_keeps_its_own_sources(visit: Visit) -> None:
    visit.ask("What does ETOPS mean?")
    page = visit.ask("How many weeks does Northfield close runway 09R?")
    expect(page.locator(SOURCES).first).to_contain_text("Northfield")
    page.locator(MARKER).first.click()
    expect(page.locator(".ac-article-title")).to_have_text("What ETOPS allows")
    page.locator(MARKER).last.click()
    expect(page.locator(".ac-article-title")).to_contain_text("Northfield")
    page.locator("#ac-chat .ac-act", has_text="source").first.click()
    expect(page.locator("#ac-panel .ac-for")).to_have_text("What does ETOPS mean?")


def test_what_was_cited_and_what_was_found_stand_apart(visit: Visit) -> None:
    page = visit.ask("What does ETOPS mean?")
    also = page.locator("#ac-panel details.ac-also")
    expect(also).not_to_have_attribute("open", "")
    also.locator("> summary").click()
    also.locator("a").first.click()
    expect(page.locator(QUOTE)).to_be_visible()


def test_a_refusal_says_its_kind_and_offers_the_nearest(visit: Visit) -> None:
    page = visit.ask("Who won the football world cup in Qatar?")
    expect(page.locator("#ac-chat .ac-refusal .ac-badge")).to_have_text("Out of scope")
    expect(page.locator("#ac-panel")).to_contain_text("Nearest passages, not an answer")
    page.locator(".ac-cards-near a").first.click()
    expect(page.locator(QUOTE)).to_be_visible()
    visit.ask("?!?", sign="#ac-chat .ac-refusal")


def test_a_question_with_nothing_in_it_is_not_asked(visit: Visit) -> None:
    visit.page.get_by_label("Your question").fill("   ")
    visit.page.get_by_label("Your question").press("Enter")
    visit.ask("What does ETOPS mean?")
    expect(visit.page.locator("#ac-chat .ac-question")).to_have_count(1)


def test_arabic_runs_from_right_to_left(visit: Visit) -> None:
    page = visit.ask("ما الذي يسبب تآكل شفرات ضاغط المحرك؟")
    said = page.locator("#ac-chat .ac-said").first
    assert said.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert page.locator(".ac-question").evaluate("node => getComputedStyle(node).direction") == "rtl"
    page.locator(MARKER).first.click()
    expect(page.locator(QUOTE)).to_contain_text("الرمل")
    assert page.locator("#ac-panel article").get_attribute("dir") == "rtl"


def test_a_hostile_article_is_only_words(visit: Visit) -> None:
    page = visit.ask("Why do zeppelin mooring masts need a swivel?")
    page.locator(MARKER).first.click()
    expect(page.locator(QUOTE)).to_be_visible()
    expect(page.locator("#ac-panel article")).to_contain_text("${document.title='taken'} {{7*7}}")
    expect(page.locator(".ac-article-title")).to_have_text("![t](http://evil.example/t.png)")
    links = page.locator("#ac-chat a, #ac-panel a").evaluate_all("found => found.map(a => a.getAttribute('href'))")
    assert all(re.match(r"#ac-|/answers/|/articles/", link) for link in links), links
    assert page.locator("#ac-chat img, #ac-panel img, #ac-chat script, #ac-panel script").count() == 0
    assert page.title() == "AeroCite"


def test_a_hostile_question_is_only_words(visit: Visit) -> None:
    page = visit.ask("<img src=x onerror=alert(1)> **ETOPS** ![a](http://evil.example/a.png) <b>mean</b> ${1+1}")
    expect(page.locator(".ac-question")).to_have_text(
        "<img src=x onerror=alert(1)> **ETOPS** ![a](http://evil.example/a.png) <b>mean</b> ${1+1}"
    )
    assert page.locator("#ac-chat img").count() == 0


def test_the_policy_stops_an_injected_picture(browser: Browser, web_address: str) -> None:
    visit = Visit(browser, web_address)
    stopped = visit.page.evaluate(
        """() => new Promise(done => {
            document.addEventListener('securitypolicyviolation', event => done(event.blockedURI));
            const picture = document.createElement('img');
            picture.src = 'http://127.0.0.1:9/leak.png';
            document.body.append(picture);
        })"""
    )
    assert stopped.startswith("http://127.0.0.1:9")
    visit.context.close()


def test_thumbs_are_stored_with_a_reason(visit: Visit, library_home: Path) -> None:
    from assistant.conversations import Answers

    page = visit.ask("How many weeks does Northfield close runway 09R?")
    page.get_by_label("Dislike").click()
    page.get_by_label("Wrong source").check()
    page.get_by_label("Anything else? (optional)").fill("Look elsewhere")
    page.locator(".ac-feedback").first.get_by_role("button", name="Send").click()
    expect(page.locator(".ac-feedback").first).to_be_hidden()
    answers = Answers(library_home / "assistant.db")
    kept = answers.all_feedback()[-1]
    answers.close()
    assert (kept.verdict, kept.reason, kept.comment) == ("down", "Wrong source", "Look elsewhere")
    assert "Northfield" in kept.answer.question


def test_an_answer_is_copied_and_linked(browser: Browser, web_address: str) -> None:
    visit = Visit(browser, web_address, permissions=["clipboard-read", "clipboard-write"])
    page = visit.ask("What does ETOPS mean?")
    page.locator(".ac-act", has_text="Copy").click()
    expect(page.locator(".ac-act", has_text="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[1] What ETOPS allows · Hangar Weekly · 2024-03-01" in copied
    with page.expect_popup() as opened:
        page.locator(".ac-act", has_text="Link").click()
    expect(opened.value.locator("h1")).to_have_text("What does ETOPS mean?")
    opened.value.locator("ol a").first.click()
    expect(opened.value.locator("mark#quote")).to_be_in_viewport()
    visit.close()


def test_filters_narrow_and_a_new_conversation_begins(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("From").fill("2025-01-01")
    visit.ask("What closes?")
    expect(page.locator("#ac-chat .ac-chip")).to_have_text("from 1 Jan 2025")
    expect(page.locator("#ac-panel")).not_to_contain_text("ETOPS")
    page.get_by_label("From").fill("last week")
    visit.ask("What closes?", sign="#ac-chat .ac-error")
    expect(page.locator("#ac-chat .ac-error")).to_contain_text("Write it as 2024-05-01")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#ac-chat .ac-question")).to_have_count(0)
    expect(page.locator("#ac-panel")).to_contain_text("appear here")


@pytest.fixture(scope="module")
def news_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server before a library of dated articles."""
    home = tmp_path_factory.mktemp("news") / "home"
    assert not load(Settings(home=home), write_articles(home.parent, NEWS)).failed
    with running(home) as address:
        yield address


@pytest.fixture
def reader(browser: Browser, news_address: str) -> Iterator[Visit]:
    opened = Visit(browser, news_address)
    yield opened
    opened.close()


def test_what_was_read_from_a_question_can_be_taken_back(reader: Visit) -> None:
    page = reader.ask("According to The Apron, how many flights were cancelled at Northfield in 2024?")
    expect(page.locator(f"{READ} .ac-chip").nth(0)).to_contain_text("in 2024: 1 Jan – 31 Dec 2024")
    expect(page.locator(f"{READ} .ac-chip").nth(1)).to_contain_text("outlet: The Apron")
    box = page.get_by_label("Your question")
    box.fill("What I was about to ask")
    page.get_by_role("button", name="Search without this filter: in 2024").click()
    expect(page.locator(DONE)).to_have_count(2)
    asked = page.locator("#ac-chat .ac-question").nth(1)
    expect(asked).to_contain_text("According to The Apron, how many flights were cancelled at Northfield in 2024?")
    expect(asked.locator(".ac-without")).to_have_text("without: in 2024")
    expect(page.locator(READ).nth(1)).not_to_contain_text("2024")
    expect(page.locator(READ).nth(1)).to_contain_text("outlet: The Apron")
    expect(box).to_have_value("What I was about to ask")
    # The same by keyboard, and what was taken back before stays out.
    for key in ("Enter", "Space"):
        done = page.locator(DONE).count()
        page.locator(DROP).nth(2).press(key)
        expect(page.locator(DONE)).to_have_count(done + 1)
        expect(page.locator(".ac-without").last).to_have_text("without: in 2024, According to The Apron")
        expect(page.locator(READ)).to_have_count(2)
        expect(page.locator("#ac-panel")).to_contain_text("Gate Post")
    expect(page.locator(DROP).nth(2)).to_be_focused()


def test_a_question_without_a_filter_keeps_the_filters_that_are_set(reader: Visit) -> None:
    page = reader.page
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Outlet").click()
    page.get_by_role("option", name="Gate Post").click()
    reader.ask("How many flights were cancelled at Northfield in 2023?")
    expect(page.locator(f"{READ} .ac-chip")).to_have_count(1)
    page.locator(DROP).click()
    expect(page.locator(DONE)).to_have_count(2)
    expect(page.locator(DONE).last).to_contain_text("Gate Post")
    expect(page.locator(READ)).to_have_count(1)


def test_names_and_parts_of_a_question_are_shown(reader: Visit) -> None:
    page = reader.ask("How many seats has a B38M and what are chocks?")
    expect(page.locator(f"{READ} .ac-chip")).to_have_text("B38M = Boeing 737 MAX 8")
    expect(page.locator("#ac-chat .ac-parts")).to_have_text(
        "Looked up in parts: 1 How many seats has a B38M · 2 what are chocks"
    )
    why = page.locator("#ac-panel details.ac-why").first
    expect(why).not_to_have_attribute("open", "")
    why.locator("summary").click()
    expect(why).to_contain_text("similar meaning 0.")
    expect(why).to_contain_text("found for part")
    how = page.locator("#ac-panel details.ac-how")
    how.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(how).to_contain_text("“B38M”: Boeing 737 MAX 8 (aircraft)")
    reader.ask("Are the B38M, B39M, A20N, A21N, B788, B789, B77W and A388 parked on chocks?")
    expect(page.locator(READ).last.locator(".ac-chip")).to_have_count(7)
    more = page.locator(READ).last.locator(".ac-chip").last
    expect(more).to_contain_text("+2")
    assert "Airbus A380-800" in str(more.get_attribute("title"))


def test_a_hostile_outlet_in_a_question_is_only_words(browser: Browser, news_address: str) -> None:
    visit = Visit(browser, news_address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = visit.ask(f"According to {HOSTILE}, what do zeppelin mooring masts need?")
    chip = page.locator(f"{READ} .ac-chip")
    expect(chip).to_contain_text("outlet: Mast <b onclick=alert(1)>${1}")
    assert page.locator("#ac-chat b, #ac-panel b").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = chip.bounding_box()
    assert box
    assert box["x"] + box["width"] <= 390
    page.locator("#ac-panel .ac-how summary").tap()
    expect(page.locator("#ac-panel .ac-how")).to_contain_text("<b onclick=alert(1)>${1}")
    page.locator(DROP).tap()
    expect(page.locator(DONE)).to_have_count(2)
    expect(page.locator(".ac-without")).to_contain_text("According to Mast <b onclick=alert(1)>${1}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # Whatever else a page sends as a link's name leads nowhere.
    page.evaluate("document.querySelector('.ac-drop').setAttribute('href', '#ac-without-0a-dates.outlet')")
    page.locator(DROP).first.tap()
    visit.ask("What are chocks?")
    expect(page.locator("#ac-chat .ac-question")).to_have_count(3)
    visit.close()


def test_arabic_is_read_and_taken_back_as_well(reader: Visit) -> None:
    page = reader.ask("ما الذي أغلق مطار الصحراء في عام 2024؟")
    chip = page.locator(f"{READ} .ac-chip")
    expect(chip).to_contain_text("1 Jan – 31 Dec 2024")
    assert chip.locator("bdi").first.evaluate("node => getComputedStyle(node).direction") == "rtl"
    expect(page.locator("#ac-chat .ac-answer")).not_to_contain_text("in Arabic")
    note = page.locator("#ac-chat p.ac-note").first
    assert note.evaluate("node => getComputedStyle(node).direction") == "rtl"
    page.locator(DROP).click()
    expect(page.locator(DONE)).to_have_count(2)
    expect(page.locator(".ac-without")).to_contain_text("2024")


def test_the_language_of_a_source_is_told_where_it_is_another(reader: Visit) -> None:
    page = reader.page
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Language").click()
    page.get_by_role("option", name="Arabic").click()
    reader.ask("Which strike closed the desert airport?")
    expect(page.locator(MARKER).first).to_contain_text("1 in Arabic")
    assert "2 Jun 2024, in Arabic: “" in str(page.locator(MARKER).first.get_attribute("title"))
    expect(page.locator(f"{SOURCES} .ac-meta")).to_contain_text("in Arabic")
    address = page.locator(".ac-act", has_text="Link").get_attribute("href")
    said = page.request.get(f"{reader.address}{address}", headers={"Accept": "text/plain"}).text()
    assert "[1] إضراب · مجلة المدرج · 2024-06-02 · in Arabic" in said
    said = page.request.get(f"{reader.address}{address}", headers={"Accept": "application/json"}).json()
    assert "(مجلة المدرج, 2024-06-02, in Arabic)" in markdown(answer_from_json(said))


def test_plain_text_tells_what_was_read_from_the_question(reader: Visit) -> None:
    asked = {"question": "According to The Apron, how many flights were cancelled at Northfield in 2024?"}
    said = reader.page.request.post(f"{reader.address}/api/ask", data=asked).json()
    told = plain(answer_from_json(said))
    assert "Filters read from the question\n  dates: 2024-01-01 to 2024-12-31 (from “in 2024”)\n  outlet: The" in told


def test_a_starter_is_asked_with_one_click(visit: Visit) -> None:
    starters = visit.page.locator("#ac-chat .example")
    expect(starters).to_have_count(4)
    starters.filter(has_text="Northfield").click()
    expect(visit.page.locator(DONE)).to_be_visible()
    expect(visit.page.locator(SOURCES).first).to_contain_text("Northfield")


def test_on_a_phone_the_article_covers_the_screen(browser: Browser, web_address: str) -> None:
    visit = Visit(browser, web_address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = visit.ask("What does ETOPS mean?")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(MARKER).first.tap()
    expect(page.locator(QUOTE)).to_be_in_viewport()
    box = page.locator("#ac-side").bounding_box()
    assert box
    assert (box["x"], box["y"], box["width"]) == (0, 0, 390)
    page.locator(".ac-back").tap()
    expect(page.locator(MARKER).first).to_be_in_viewport()
    visit.close()


def test_dark_is_dark(browser: Browser, web_address: str) -> None:
    visit = Visit(browser, web_address, color_scheme="dark")
    page = visit.ask("What does ETOPS mean?")
    shade = page.locator("#ac-side").evaluate("node => getComputedStyle(node).backgroundColor")
    assert max(map(int, re.findall(r"\d+", shade)[:3])) < 80
    visit.close()


@pytest.fixture(scope="module")
def model() -> Iterator[OpenAIServer]:
    with OpenAIServer() as found:
        yield found


@pytest.fixture(scope="module")
def written(library_home: Path, model: OpenAIServer) -> Iterator[str]:
    """The address of a server behind a key whose answers a chat model writes."""
    variables = {
        "AEROCITE_CHAT_MODEL": "openai:test-model",
        "OPENAI_API_KEY": "key",
        "OPENAI_BASE_URL": model.url,
        "AEROCITE_ACCESS_KEY": KEY,
        "AEROCITE_FALLBACK": "off",
    }
    with running(library_home, **variables) as address:
        yield address


@pytest.fixture
def inside(browser: Browser, written: str, model: OpenAIServer) -> Iterator[Visit]:
    """A visit by somebody who has typed the key."""
    model.fault, model.replies = None, []
    visit = Visit(browser, written)
    visit.page.get_by_label("Access key").fill(KEY)
    visit.page.get_by_role("button", name="Sign in").click()
    yield visit
    model.fault = None
    visit.close()


def test_what_a_model_writes_is_only_words(inside: Visit, model: OpenAIServer) -> None:
    expect(inside.page.locator("#ac-header")).to_contain_text("Written by openai:test-model")
    model.replies = [
        "**ETOPS** stands for extended operations [1]. <img src=http://evil.example/a.png onerror=alert(1)> "
        "![a](http://evil.example/b.png) [a link](http://evil.example) <script>alert(2)</script>\n\n"
        "<details open ontoggle=alert(3)>\n\n- a list of [x][y] [9] https://evil.example/c\n\n[y]: http://evil.example"
    ]
    page = inside.ask("What does ETOPS mean?")
    answer = page.locator("#ac-chat .ac-answer")
    expect(answer).to_contain_text("ETOPS stands for extended operations")
    links = answer.locator("a").evaluate_all("found => found.map(a => a.getAttribute('href'))")
    assert all(re.match(r"#ac-|/answers/", link) for link in links), links
    assert answer.locator("img, script, details").count() == 0
    page.locator(MARKER).first.click()
    expect(page.locator(QUOTE)).to_contain_text("ETOPS stands for extended operations.")


def test_an_answer_streams_and_can_be_stopped(inside: Visit, model: OpenAIServer) -> None:
    model.fault, model.delay = "stall", 40.0
    page = inside.page
    # More often than questions are answered at once: a stopped one must give its place back.
    for stops in range(1, AT_ONCE + 2):
        model.replies = ["ETOPS stands for extended operations [1]. And " * 4]
        box = page.get_by_label("Your question")
        box.fill("What does ETOPS mean?")
        box.press("Enter")
        expect(page.locator("#ac-chat .ac-writing")).to_have_count(stops)
        expect(page.locator("#ac-chat .ac-writing").last).to_contain_text("ETOPS stands for")
        page.get_by_role("button", name="Stop").click()
        expect(page.locator("#ac-chat .ac-badge")).to_have_count(stops)
    expect(page.locator("#ac-chat .ac-badge").last).to_have_text("Stopped")
    expect(page.locator("#ac-chat span.ac-marker").first).to_have_text("1")
    model.fault, model.replies = None, []
    inside.ask("What does ETOPS mean?")
    expect(page.locator("#ac-chat .ac-badge")).to_have_count(AT_ONCE + 1)


def test_a_failure_says_what_to_do(inside: Visit, model: OpenAIServer) -> None:
    model.fault = "unauthorized"
    page = inside.ask("What does ETOPS mean?", sign="#ac-chat .ac-error")
    expect(page.locator("#ac-chat .ac-hint")).not_to_be_empty()
    assert "Traceback" not in page.content()
    model.fault = None
    inside.ask("What does ETOPS mean?")


def test_a_question_asked_again_stands_where_it_stood(inside: Visit, model: OpenAIServer) -> None:
    page = inside.ask("How many weeks does Northfield close runway 09R from 2025?")
    asked = len(model.chats)
    page.locator(DROP).click()
    expect(page.locator(DONE)).to_have_count(2)
    # With an exchange before it, it would have been rewritten first.
    assert len(model.chats) == asked + 1


def test_a_question_asked_again_streams_and_can_be_stopped(inside: Visit, model: OpenAIServer) -> None:
    page = inside.ask("How many weeks does Northfield close runway 09R from 2025?")
    expect(page.locator(DROP)).to_have_attribute("aria-disabled", "false")
    model.fault, model.delay = "stall", 40.0
    model.replies = ["Northfield closes runway 09R for 12 weeks [1]. And " * 4]
    page.locator(DROP).click()
    expect(page.locator("#ac-chat .ac-writing")).to_contain_text("Northfield closes runway")
    # One question at a time.
    expect(page.locator(DROP)).to_have_attribute("aria-disabled", "true")
    page.locator(DROP).click(force=True)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#ac-chat .ac-badge").last).to_have_text("Stopped")
    model.fault, model.replies = None, []
    page.locator(DROP).click()
    expect(page.locator(DONE)).to_have_count(2)
    expect(page.locator("#ac-chat .ac-question")).to_have_count(3)


def test_a_follow_up_carries_its_history(inside: Visit, model: OpenAIServer) -> None:
    inside.ask("What does the auxiliary power unit supply?")
    inside.ask("Where is it?")
    assert "auxiliary power unit" in str(model.chats[-1].body["messages"])
