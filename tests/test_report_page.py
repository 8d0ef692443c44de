"""The HTML report in a real browser, opened from disk."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from report_sample import EVIL, compared, sample

from assistant.evaluation.reports import write_reports

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("There is no Chromium here, which the report's tests need.")
        pytest.skip("There is no Chromium here: the report's page is not tested.")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reports(compared(sample()), tmp_path_factory.mktemp("report"), ["html"])[0]


@pytest.fixture
def opened(browser: Browser, file: Path) -> Iterator[Open]:
    """Opens the report; at the end nothing was said in the console, nothing asked for but the file."""
    contexts, asked, wrong = [], [], []

    def open_(fragment: str = "", **look: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **look})
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url.partition("#")[0]))
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda said: wrong.append(said.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.goto(file.as_uri() + fragment)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []
    assert set(asked) == {file.as_uri()}


def case(page: Page, name: str) -> Locator:
    return page.locator(f'[id="q={name}"]')


def test_a_deep_link_opens_its_case(opened: Open) -> None:
    page = opened("#q=blades")
    expect(case(page, "blades").locator(".s.supported")).to_contain_text("Cracks were found in 14 engines.")
    expect(case(page, "blades").locator(".s.supported")).to_be_in_viewport()
    expect(page.locator(".case[open]")).to_have_count(1)


def test_a_marker_opens_its_quote_in_the_passage(opened: Open) -> None:
    page = opened("#q=blades")
    page.get_by_role("button", name="source 2").click()
    quote = case(page, "blades").locator(".source[open] mark")
    expect(quote).to_have_text("𝒜 second look found two more")
    expect(quote).to_be_in_viewport()
    expect(case(page, "blades").locator(".lanes .gold").first).to_have_text("★ Cracks in fan blades")


def test_filters_and_keys(opened: Open) -> None:
    page = opened()
    seen = page.locator(".case:visible")
    expect(seen).to_have_count(6)
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("engines had")
    expect(page.locator("#count")).to_have_text("1 of 6")
    page.locator("#find").fill("no such words")
    page.get_by_role("button", name="Clear them").click()
    expect(seen).to_have_count(6)
    page.locator("#failed").check()
    expect(seen).to_have_count(2)
    page.locator("#failed").uncheck()
    page.locator("#by-tag").select_option("numbers")
    expect(seen).to_have_count(2)
    page.locator("#by-why").select_option("error")
    expect(seen).to_have_count(1)
    page.locator("#by-why").select_option("")
    page.locator("#by-why").blur()
    page.keyboard.press("j")
    expect(case(page, "blades").locator("> summary")).to_be_focused()
    page.keyboard.press("j")
    expect(case(page, "late").locator("> summary")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(case(page, "blades").locator(".two")).to_be_visible()


def test_hostile_text_stays_text(opened: Open) -> None:
    page = opened("#changes")
    page.locator(".flips.broken a").click()
    evil = case(page, "evil @all #1 |x|")
    expect(evil.locator(".verdict")).to_contain_text(f"expected {EVIL}")
    for source in evil.locator(".source").all():
        source.locator("summary").click()
    expect(evil.locator("mark")).to_contain_text(EVIL)
    assert page.locator("script").count() == 2
    assert page.locator("img, iframe, a[href^='javascript']").count() == 0


def test_every_case_can_be_opened_on_a_phone(opened: Open) -> None:
    page = opened(viewport={"width": 390, "height": 844})
    for row in page.locator(".case > summary").all():
        row.click()
    page.evaluate("document.querySelectorAll('details').forEach((made) => { made.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(case(page, "رمل").locator(".s").first).to_have_css("direction", "rtl")


def test_it_is_dark_where_that_is_wanted(opened: Open) -> None:
    page = opened(color_scheme="dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(14, 20, 27)")
    page.get_by_role("button", name="Light").click()
    expect(page.locator("body")).to_have_css("background-color", "rgb(243, 246, 250)")


def test_help_shows_on_focus(opened: Open) -> None:
    page = opened()
    name = page.locator(".tile .term").first
    expect(name.locator(".tip")).to_be_hidden()
    name.focus()
    expect(name.locator(".tip")).to_be_visible()


def test_without_script_the_report_can_be_read(opened: Open) -> None:
    page = opened(java_script_enabled=False)
    case(page, "blades").locator("> summary").click()
    expect(case(page, "blades")).to_contain_text("Cracks were found in 14 engines.")
    expect(page.locator("#filters")).to_be_hidden()
