"""Reports that are text: what they say, and that nothing of a suite, an article or a model acts in them."""

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped
from report_sample import ENDING, EVIL, compared, sample

from assistant.errors import BadSetting
from assistant.evaluation.reports import Reported, html, junit, markdown, table, terminal, write_reports
from assistant.evaluation.reports.view import Stock, view


@pytest.fixture(scope="module")
def reported() -> Reported:
    return compared(sample())


def test_the_terminal_tells_figures_gates_and_failures(reported: Reported) -> None:
    told = terminal(reported)
    assert "nightly: 6 cases, 3 passed, 2 failed, 1 invalid, 1 error" in told
    assert re.search(r"pass rate\s+60\.0 %\s+23\.1 to 88\.2 %\s+5", told)
    assert re.search(r"numbers\s+50\.0 %", told)
    assert "✗ pass_rate 0.40 < 0.85" in told
    assert "✗ late: no answer came" in told
    assert "asked: What came after?" in told
    assert "aerocite evaluate report runs/sample --html" in told
    assert "\x1b" not in told


def test_what_must_pass_is_the_first_failure(reported: Reported) -> None:
    scores = [replace(one, must_pass=one.case == "late") for one in reported.scores]
    assert [score.case for _, score in replace(reported, scores=scores).worst()] == ["late", "evil @all #1 |x|"]


def test_markdown_fits_a_pull_request(reported: Reported) -> None:
    many = replace(reported, cases=list(reported.cases) * 400)
    assert len(markdown(many)) < 60_000
    assert "more failures stand in report.html" in markdown(many)
    told = markdown(reported)
    assert "| pass rate | 60.0 % | 23.1 to 88.2 % | 5 |" in told
    assert "| pass rate | 80.0 % | 60.0 % | -20.0 points | -60.0 to 20.0 % | 0.500 | 1.000 |" in told
    assert "<summary>Broken: 1</summary>" in told
    assert told.count("<details>") == told.count("</details>")


def test_markdown_pings_links_and_breaks_nothing(reported: Reported) -> None:
    told = markdown(reported)
    assert not re.search(r"@\w", told)
    assert not re.search(r"#\d", told)
    assert "www.evil" not in told
    tags = set(re.findall(r"(?<!\\)<(/?\w+)", told))
    assert tags == {"details", "/details", "summary", "/summary"}
    for row in (line for line in told.splitlines() if line.startswith("| ")):
        assert len(re.findall(r"(?<!\\)\|", row)) in (3, 5, 8)


def test_junit_says_what_failed_and_why(reported: Reported) -> None:
    suites = JUnitXml.fromstring(junit(reported).encode())
    cases = {case.name: case for suite in suites for case in suite}
    assert (suites.tests, suites.failures, suites.errors, suites.skipped) == (8, 2, 1, 1)
    assert cases["blades"].classname == "sample.numbers"
    assert cases["blades"].is_passed
    assert "“cracks in 14 engines”" in cases["blades"].system_out
    assert isinstance(cases["late"].result[0], Error)
    assert isinstance(cases["script.1"].result[0], Skipped)
    failure = cases["evil @all #1 |x|"].result[0]
    assert isinstance(failure, Failure)
    assert failure.type == "unsupported"
    assert f"expected {EVIL}" in failure.text
    assert "got: Masts" in failure.text
    assert "\x1b" not in junit(reported)
    assert '<property name="prompt.recall" value="0"' in junit(reported)


def test_no_cell_of_the_table_is_a_formula(reported: Reported) -> None:
    rows = {row["case"]: row for row in csv.DictReader(io.StringIO(table(reported)))}
    assert rows["evil @all #1 |x|"]["question"].startswith("'=cmd")
    assert rows["blades"]["expected"].startswith("answer: 14 engines")
    assert rows["blades"]["citation_validity"] == "1.0"
    assert rows["weather"]["citation_validity"] == ""
    assert rows["script.1"]["cost"] == "0.001200"
    assert rows["script.1"]["state"] == "invalid"


class Elements(HTMLParser):
    """What a browser would make of the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "style")]
        assert not [name for name, _ in attrs if name.startswith("on")]


def test_the_page_is_one_file_in_which_nothing_foreign_runs(reported: Reported) -> None:
    page = html(reported)
    seen = Elements(page)
    assert seen.tags.count("script") == 2
    assert not {"img", "link", "iframe", "object", "base"} & set(seen.tags)
    assert all(address.startswith("#") for address in seen.addresses)
    assert "default-src &#39;none&#39;" in page
    assert "unsafe" not in page[:600]
    stored = re.search(r'<script type="application/json" id="stored">(.*?)</script>', page, re.S)
    assert stored
    case = json.loads(stored[1])["cases"][4]
    assert case["pieces"][0][0] == f"Masts {EVIL} turn."


def test_the_page_can_be_read_without_its_script(reported: Reported) -> None:
    page = html(reported)
    for told in ("How many engines had cracks?", "Cracks were found in 14 engines.", "at most 80", "no answer came"):
        assert told in page.split('id="stored"')[0]
    assert "this suite can show differences in the pass rate of 42.0 points or more" in page
    assert 'href="#q=evil%20%40all%20%231%20%7Cx%7C"' in page
    assert "<code>citation_validity</code>" in page


def test_a_quote_is_marked_in_code_points(reported: Reported) -> None:
    stock = Stock()
    case, score = next(reported.pairs())
    seen = view(case, score, stock)
    second = seen["cites"][1]
    text, (start, end) = stock.passages[second["passage"]][1], second["at"]
    assert text[start:end] == "𝒜 second look found two more"
    assert seen["lanes"]["words"] == {"n": 3, "rows": [[1, 0, 1.0, 1, 0], [2, 1, 0.5, 0, -1], [3, 2, 0.333, 0, -1]]}


def test_passages_stand_once_however_often_they_are_found(reported: Reported) -> None:
    once, often = len(html(reported)), len(html(replace(reported, cases=list(reported.cases) * 50)))
    assert (often - once) / (49 * len(reported.cases)) < 6_000
    page = html(replace(reported, cases=list(reported.cases) * 50))
    assert page.count("The fleet stays on the ground") == 1


def test_reports_are_written_where_asked(reported: Reported, tmp_path: Path) -> None:
    written = write_reports(reported, tmp_path / "out")
    assert [path.name for path in written] == ["report.html", "report.md", "junit.xml", "results.csv"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(path.name for path in written)
    assert write_reports(reported, tmp_path, ["csv"]) == [tmp_path / "results.csv"]
    with pytest.raises(BadSetting, match="no report of kind 'pdf'"):
        write_reports(reported, tmp_path, ["pdf"])


def test_a_run_without_a_single_case_is_reported_too(reported: Reported) -> None:
    run = replace(reported.run, records=())
    empty = replace(sample().summary, cases=0, passed=0, failed=0, invalid=0, errors=0, figures={}, by_tag={}, why={})
    nothing = Reported(run=run, cases=(), scores=(), summary=empty)
    assert "0 cases" in terminal(nothing)
    assert "0 of 0 passed" in markdown(nothing)
    assert 'tests="0"' in junit(nothing)
    assert len(table(nothing).splitlines()) == 1
    assert ENDING not in html(nothing)
