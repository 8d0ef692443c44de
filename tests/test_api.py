import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import uvicorn
from conftest import load, write_articles

from assistant.answer import Found, answer_from_json
from assistant.api import make_app
from assistant.conversations import Answers
from assistant.factory import Parts, make_assistant, reading_library
from assistant.requests import to_history
from assistant.settings import Settings
from assistant.web.addresses import add_addresses
from knowledge.article import Passage


@pytest.fixture(scope="module")
def http(web_address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=web_address, timeout=30) as client:
        yield client


def ask(http: httpx.Client, **body: Any) -> dict[str, Any]:
    response = http.post("/api/ask", json=body)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def events(text: str) -> list[tuple[str, Any]]:
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n", 1)
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_an_answer_is_the_contracts_and_its_quote_stands_in_the_article(http: httpx.Client) -> None:
    found = ask(http, question="What does ETOPS mean?")
    answer = answer_from_json(found)
    assert answer.citations[0].article_id == "etops"
    assert answer.citations[0].quote in http.get("/articles/etops").text
    assert found["writer"] == "quotes"


def test_events_come_in_order_and_end_with_the_same_answer(http: httpx.Client) -> None:
    body = {"question": "What does ETOPS mean?"}
    response = http.post("/api/ask", json=body, headers={"Accept": "text/event-stream"})
    assert response.headers["content-type"].startswith("text/event-stream")
    found = events(response.text)
    names = [name for name, _ in found]
    assert names[0] == "passages"
    assert names[-1] == "answer"
    assert set(names[1:-1]) == {"delta"}
    assert "".join(data["text"] for name, data in found if name == "delta").strip() == found[-1][1]["text"]
    assert found[-1][1]["id"] == ask(http, **body)["id"]
    assert found[0][1]["passages"][0]["article_id"] == "etops"


def test_filters_and_history_are_taken(http: httpx.Client) -> None:
    found = ask(http, question="What closes?", since="2025-01-01", outlet="the apron")
    assert {passage["article_id"] for passage in found["passages"]} == {"runway-works"}
    history = [{"question": "What does the auxiliary power unit supply?", "answer": "Electricity."}]
    followed = ask(http, question="And in flight?", history=history)
    assert "auxiliary" in followed["query"]


def test_search_gives_passages_in_the_contracts_shape(http: httpx.Client) -> None:
    response = http.post("/api/search", json={"query": "fan blade cracks", "k": 2, "filters": {"until": "2024-12-31"}})
    passages = response.json()["passages"]
    assert passages[0]["article_id"] == "fan-blades"
    assert passages[0]["score"] == 1.0
    assert set(passages[0]) == {field.name for field in fields(Passage)}
    assert len(passages) <= 2


def test_a_line_of_a_batch_is_taken_as_it_is(http: httpx.Client) -> None:
    line = {"id": "7\ud800", "question": "What does ETOPS mean?", "since": "2024-01-01T09:30:00Z"}
    found = http.post("/api/search", content=json.dumps(line)).json()
    assert (found["id"], found["passages"][0]["article_id"]) == ("7\ufffd", "etops")
    assert http.post("/api/ask", content=json.dumps(line)).json()["id"] != found["id"]


def test_days_in_the_wrong_order_find_nothing(http: httpx.Client) -> None:
    days = {"since": "2025-01-01", "until": "2024-01-01"}
    assert http.post("/api/search", json={"query": "ETOPS", **days}).json()["passages"] == []
    assert not ask(http, question="What does ETOPS mean?", **days)["citations"]


def test_half_a_character_harms_nothing(http: httpx.Client) -> None:
    half = "\ud800"
    turn = {"question": half, "answer": half}
    bodies = [
        ("/api/ask", {"question": "ETOPS?", "outlet": half, "history": [turn]}, 200),
        ("/api/search", {"query": "ETOPS", "filters": {"category": half}}, 200),
        ("/api/search", {"query": "ETOPS", half: 1}, 422),
        ("/api/feedback", {"answer_id": half, "verdict": "up"}, 404),
    ]
    for path, body, status in bodies:
        assert http.post(path, content=json.dumps(body)).status_code == status, body


def test_of_a_long_history_the_end_is_kept() -> None:
    turns = to_history([{"question": f"{number} " + "x" * 9000, "answer": "y" * 9000} for number in range(50)])
    assert [turn.question.split()[0] for turn in turns] == [str(number) for number in range(30, 50)]
    assert {len(turn.question) for turn in turns} == {len(turn.answer) for turn in turns} == {4000}


@pytest.mark.parametrize(
    ("path", "body", "status", "named"),
    [
        ("/api/ask", {"question": ""}, 400, "question"),
        ("/api/ask", {"question": " \x07 "}, 400, "question"),
        ("/api/ask", {}, 422, "question"),
        ("/api/ask", {"question": 5}, 422, "question"),
        ("/api/ask", {"question": "x", "sinse": "2024-01-01"}, 422, "sinse"),
        ("/api/ask", {"question": "x", "since": "yesterday"}, 400, "since"),
        ("/api/ask", {"question": "x", "since": "2024-W01-1"}, 400, "since"),
        ("/api/ask", {"question": "x", "since": "20240501"}, 400, "since"),
        ("/api/ask", {"question": "x", "since": "2024-05-01x"}, 400, "since"),
        ("/api/ask", {"question": "x", "since": "2024-02-31"}, 400, "since"),
        ("/api/ask", {"question": "x", "since": 20240501}, 400, "since"),
        ("/api/ask", {"question": "x", "history": [3]}, 400, "history"),
        ("/api/ask", {"question": "x", "language": ["ar"]}, 400, "language"),
        ("/api/search", {"query": "x", "k": 0}, 422, "k "),
        ("/api/search", {"query": "x", "k": 5000}, 422, "k "),
        ("/api/search", {"query": "x", "k": True}, 422, "k "),
        ("/api/search", {"query": "x", "filters": [1]}, 422, "filters"),
        ("/api/search", {"query": ""}, 400, "question"),
        ("/api/search", {"query": "x" * 4001}, 422, "4000"),
        ("/api/search", {"query": "x", "id": [1]}, 422, "id"),
        ("/api/feedback", {"answer_id": "none", "verdict": "up"}, 404, "none"),
        ("/api/feedback", {"answer_id": "none", "verdict": "meh"}, 422, "verdict"),
        ("/api/feedback", {"answer_id": 7, "verdict": "up"}, 422, "answer_id"),
    ],
)
def test_a_bad_request_is_named(http: httpx.Client, path: str, body: object, status: int, named: str) -> None:
    response = http.post(path, json=body)
    assert response.status_code == status, response.text
    assert set(response.json()) == {"error", "hint"}
    assert named in response.json()["error"]


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b'{"question": NaN}', b"[" * 100_000, b'{"question": "\\ud800"}']
)
def test_a_body_that_is_no_object_is_refused_or_answered(http: httpx.Client, raw: bytes) -> None:
    response = http.post("/api/ask", content=raw, headers={"Content-Type": "application/json"})
    assert response.status_code in (200, 400, 422)
    assert "Traceback" not in response.text


def test_a_body_that_is_too_long_is_refused(http: httpx.Client) -> None:
    response = http.post("/api/ask", json={"question": "x" * 1_100_000})
    assert (response.status_code, set(response.json())) == (413, {"error", "hint"})


@pytest.mark.parametrize(
    "question", ['" * NEAR(', "-", "(" * 50, "🛫🛬", "x" * 50_000, "\u202eETOPS\u202c", "AND OR NOT"]
)
def test_odd_questions_get_an_answer_or_a_refusal(http: httpx.Client, question: str) -> None:
    found = ask(http, question=question)
    assert found["text"]


def test_feedback_is_stored(http: httpx.Client, library_home: Path) -> None:
    found = ask(http, question="How long does Northfield close runway 09R?")
    body = {"answer_id": found["id"], "verdict": "down", "reason": "Wrong source", "comment": "c"}
    assert http.post("/api/feedback", json=body).status_code == 201
    with closing(Answers(library_home / "assistant.db")) as answers:
        kept = answers.all_feedback(found["id"])[-1]
    assert (kept.verdict, kept.reason, kept.answer.text) == ("down", "Wrong source", found["text"])


def test_an_answer_has_an_address_in_three_forms(http: httpx.Client) -> None:
    found = ask(http, question="What does ETOPS mean?")
    address = f"/answers/{found['id']}"
    page = http.get(address, headers={"Accept": "text/html"}).text
    assert "<h1" in page
    assert "/articles/etops?version=1&amp;start=" in page
    assert http.get(address, headers={"Accept": "application/json"}).json()["text"] == found["text"]
    assert found["citations"][0]["quote"] in http.get(address, headers={"Accept": "text/plain"}).text
    missing = http.get("/answers/none", headers={"Accept": "text/html"})
    assert (missing.status_code, "<h1>" in missing.text) == (404, True)


def test_an_article_opens_at_the_quote_and_nothing_in_it_is_markup(http: httpx.Client) -> None:
    page = http.get("/articles/hostile?version=1&start=0&end=12").text
    assert '<mark autofocus id="quote" tabindex="-1">Zeppelin moo</mark>' in page
    assert "<script" not in page
    assert "<img" not in page
    assert "javascript:alert(2)" in page
    assert 'href="javascript' not in page
    assert "&lt;b&gt;Outlet&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("query", "status"),
    [("start=5&end=2", 200), ("start=0&end=99999999", 200), ("start=x", 422), ("version=99", 404), ("start=-1", 422)],
)
def test_odd_spans_of_an_article(http: httpx.Client, query: str, status: int) -> None:
    response = http.get(f"/articles/etops?{query}")
    assert response.status_code == status
    assert "<mark" not in response.text


def test_ids_of_articles_may_hold_anything(settings: Settings, tmp_path: Path) -> None:
    odd = 'https://x.example/a b?c=d#e"<é>%2F..//z'
    article = {"id": odd, "title": "Odd", "url": "javascript:alert(1)", "text": "A swivel carries the mooring mast."}
    load(settings, write_articles(tmp_path, [article]))

    async def look() -> list[httpx.Response]:
        with reading_library(settings) as parts, closing(Answers(settings.answers_path)) as answers:
            app = make_app(make_assistant(settings, parts), parts, answers)
            add_addresses(app, parts.library, answers)
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
                asked = await client.post("/api/ask", json={"question": "What carries the mooring mast?"})
                page = await client.get(f"/answers/{asked.json()['id']}", headers={"Accept": "text/html"})
                article = await client.get(f"/articles/{quote(odd, safe='')}?start=0&end=8")
                return [asked, page, article]

    asked, page, shown = asyncio.run(look())
    assert asked.json()["citations"][0]["article_id"] == odd
    assert f"/articles/{quote(odd, safe='')}?" in page.text
    assert ">A swivel</mark>" in shown.text
    assert "javascript" not in shown.text


def test_health_counts_for_this_machine(http: httpx.Client) -> None:
    assert http.get("/health").json() == {"status": "ok", "articles": 6, "passages": 6}


class _Stalled:
    """An assistant that finds nothing for ever, and notes that it was stopped."""

    writer = "quotes"

    def __init__(self) -> None:
        self.stopped = 0

    async def stream(self, *_: object) -> AsyncIterator[Found]:
        yield Found(passages=())
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            self.stopped += 1
            raise

    async def ask(self, *_: object) -> None:
        async for _found in self.stream():
            pass


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
async def test_work_stops_when_the_client_goes(parts: Parts, settings: Settings, accept: str) -> None:
    stalled = _Stalled()
    app = make_app(stalled, parts, Answers(settings.answers_path))  # type: ignore[arg-type]
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with httpx.AsyncClient(timeout=0.6) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.post(
                f"http://127.0.0.1:{port}/api/ask", json={"question": "ETOPS?"}, headers={"Accept": accept}
            )
    for _ in range(100):
        if stalled.stopped:
            break
        await asyncio.sleep(0.02)
    server.should_exit = True
    await serving
    assert stalled.stopped == 1
