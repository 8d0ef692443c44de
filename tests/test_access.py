import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from conftest import Aerocite
from pydantic import SecretStr
from starlette.applications import Starlette
from web_server import running

from assistant.errors import BadSetting
from assistant.rates import RateLimit
from assistant.settings import Settings, read_settings, shown_address
from assistant.web.access import SESSION_COOKIE, Key, is_loopback, own_names
from assistant.web.login import local_path
from assistant.web.security import Doors, Security
from assistant.web.server import make_doors

KEY = "a long random text 123"
RATE = 12
ETOPS = {"question": "What does ETOPS mean?"}
PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def locked(library_home: Path) -> Iterator[str]:
    """The address of a server that listens beyond this machine, with a key."""
    variables = {"AEROCITE_ACCESS_KEY": KEY, "AEROCITE_RATE_LIMIT": str(RATE)}
    with running(library_home, "--host", "0.0.0.0", **variables) as address:
        yield address


@pytest.fixture
def http(locked: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=locked, timeout=30) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        "/api/ask",
        "/answers/x",
        "/articles/etops",
        "/config",
        "/gradio_api/info",
        "/gradio_api/queue/data",
        "/theme.css",
    ],
)
def test_nothing_is_served_without_the_key(http: httpx.Client, path: str) -> None:
    response = http.get(path)
    assert response.status_code == 401
    assert set(response.json()) == {"error", "hint"}
    assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "header", ["Bearer wrong", "Bearer", "Basic YTpi", f"Token {KEY}", f"Bearer {KEY}x", "Bearer \xe9"]
)
def test_a_wrong_key_is_refused(locked: str, header: str) -> None:
    response = httpx.post(f"{locked}/api/ask", json=ETOPS, headers={"Authorization": header.encode("latin-1")})
    assert response.status_code in (401, 429)


@pytest.mark.parametrize("session", ["", "x", "1.2.3", f"{2**31}.ab.{'0' * 64}", "\u0661.a.b"])
def test_a_forged_session_is_refused(locked: str, session: str) -> None:
    cookie = f"{SESSION_COOKIE}={session}".encode()
    assert httpx.get(f"{locked}/config", headers={b"Cookie": cookie}).status_code == 401


def test_a_person_logs_in_and_stays(http: httpx.Client) -> None:
    sent = http.get("/answers/x?y=1", headers=PAGE)
    assert (sent.status_code, sent.headers["location"]) == (303, "/login?next=/answers/x%3Fy%3D1")
    form = http.get(sent.headers["location"])
    assert 'value="/answers/x?y=1"' in form.text
    wrong = http.post("/login", data={"key": "guess", "next": "/"})
    assert (wrong.status_code, "That is not the key." in wrong.text) == (401, True)
    right = http.post("/login", data={"key": KEY, "next": "//evil.example/"})
    assert (right.status_code, right.headers["location"]) == (303, "/")
    cookie = right.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert KEY not in cookie
    assert http.get("/", headers=PAGE).status_code == 200
    assert http.get("/health").json()["articles"] == 6


def test_health_tells_the_outside_nothing(http: httpx.Client) -> None:
    assert http.get("/health").json() == {"status": "ok"}


def test_the_key_opens_the_api_and_the_limit_holds(http: httpx.Client) -> None:
    http.headers["Authorization"] = f"Bearer {KEY}"
    answers = [http.post("/api/search", json={"query": "ETOPS"}) for _ in range(RATE + 2)]
    assert answers[0].status_code == 200
    refused = answers[-1]
    assert (refused.status_code, set(refused.json())) == (429, {"error", "hint"})
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert http.get("/health").status_code == 200


def test_guessing_the_key_is_slowed_down(locked: str) -> None:
    for _ in range(12):
        response = httpx.post(f"{locked}/login", data={"key": "guess"})
    assert response.status_code == 429


def behind(key: str) -> httpx.AsyncClient:
    """A client before an application that has nothing, with this key."""
    app = Security(Starlette(), Doors(key=Key(key)))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost")


@pytest.mark.parametrize("path", ["/api/ask", "/health"])
async def test_past_the_limit_the_right_key_looks_like_a_wrong_one(path: str) -> None:
    async with behind(KEY) as client:
        right, wrong = ({"Authorization": f"Bearer {key}"} for key in (KEY, "guess"))
        for _ in range(20):
            assert (await client.get(path, headers=right)).status_code == 404
        for _ in range(11):
            refused = await client.get(path, headers=wrong)
        for response in (refused, await client.get(path, headers=right)):
            assert (response.status_code, 0 < int(response.headers["retry-after"]) <= 60) == (429, True)
        session = {"Cookie": f"{SESSION_COOKIE}={Key(KEY).new_session()}"}
        assert (await client.get(path, headers=session)).status_code == 404


@pytest.mark.parametrize("key", ["clé", "ключ à", "鍵 1"])
async def test_a_key_may_hold_any_letters(key: str) -> None:
    async with behind(key) as client:
        right = await client.get("/api/ask", headers={"Authorization": f"Bearer {key}".encode()})
        wrong = await client.get("/api/ask", headers={"Authorization": f"Bearer {key}é".encode()})
    assert (right.status_code, wrong.status_code) == (404, 401)


async def test_odd_cookies_of_others_lock_nobody_out() -> None:
    cookies = f'a={{"b": [1, 2]}}; c d=é; =; e[]="; {SESSION_COOKIE}={Key(KEY).new_session()}; f@g=1'
    async with behind(KEY) as client:
        assert (await client.get("/api/ask", headers={"Cookie": cookies.encode()})).status_code == 404


@pytest.mark.parametrize("variable", ["OPENAI_BASE_URL", "AEROCITE_CHROMA_URL", "AEROCITE_PUBLIC_URL"])
@pytest.mark.parametrize(
    "url",
    ["http://", "ftp://me:hushhush@x", "http://me:hushhush@x:port", "http://me:hushhush@x:99999", "http://[hushhush"],
)
def test_an_address_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, variable: str, url: str) -> None:
    monkeypatch.setenv(variable, url)
    with pytest.raises(BadSetting) as error:
        read_settings()
    assert variable in str(error.value)
    assert "hushhush" not in f"{error.value} {error.value.hint} {error.value.__cause__}"


def test_settings_are_read_as_people_write_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"HOME": "~/books", "CHROMA_URL": "localhost:8000", "PUBLIC_URL": "https://a.example/"}.items():
        monkeypatch.setenv(f"AEROCITE_{name}", value)
    settings = read_settings()
    assert (settings.home, settings.chroma_url) == (Path.home() / "books", "localhost:8000")
    monkeypatch.setenv("AEROCITE_HOME", "~nobody-of-that-name/books")
    with pytest.raises(BadSetting, match="AEROCITE_HOME"):
        read_settings()
    assert shown_address("https://me:hush@a.example:1/b@c") == "https://a.example:1/b@c"


def test_listening_beyond_this_machine_needs_a_key(aerocite: Aerocite, library_home: Path) -> None:
    done = aerocite("web", "--host", "0.0.0.0", "--port", "0", home=library_home)
    assert done.returncode == 2
    assert "AEROCITE_ACCESS_KEY" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_named(aerocite: Aerocite, library_home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = aerocite("web", "--port", str(port), home=library_home)
    assert done.returncode == 2
    assert str(port) in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_doors_by_host() -> None:
    settings = Settings()
    assert make_doors(settings, "127.0.0.1").limit is None
    assert make_doors(settings, "::1").hosts
    for host in ("0.0.0.0", "::", "192.168.1.2", "example.org"):
        with pytest.raises(BadSetting):
            make_doors(settings, host)
    keyed = Settings(access_key=SecretStr(KEY), public_url="https://aero.example/")
    wide = make_doors(keyed, "0.0.0.0")
    assert (wide.hosts, wide.limit is None, wide.origins) == (None, False, {"https://aero.example"})
    local = make_doors(keyed, "127.0.0.1")
    assert local.hosts
    assert "aero.example" in local.hosts


def test_loopback_is_recognised() -> None:
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.1.2.3", "::1")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "10.0.0.1", "localhost.evil.example", "")))


def test_a_session_ends_with_its_key_and_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Key("one").new_session()
    assert Key("one").knows_session(session)
    assert not Key("two").knows_session(session)
    monkeypatch.setattr("assistant.web.access.time", lambda: 2**33)
    assert not Key("one").knows_session(session)


def test_a_bucket_fills_up_again() -> None:
    now = [0.0]
    limit = RateLimit(2, now=lambda: now[0])
    assert [limit.wait("a") for _ in range(3)] == [0, 0, 30]
    now[0] = 29.0
    assert [limit.look("a"), limit.wait("a"), limit.look("b")] == [1, 1, 0]
    now[0] = 30.5
    assert limit.wait("a") == 0


@pytest.mark.parametrize("path", ["https://evil.example", "//evil.example", "/\\evil.example", "", "/\t/evil", "x"])
def test_a_login_leads_to_this_server(path: str) -> None:
    assert local_path(path) == "/"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "", "[", "a]b["])
def test_another_name_for_this_machine_is_refused(web_address: str, host: str) -> None:
    assert httpx.get(f"{web_address}/health", headers={"Host": host}).status_code in (400, 421)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://[::1"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:3000"},
    ],
)
def test_another_site_may_not_post(web_address: str, headers: dict[str, str]) -> None:
    for path in ("/api/ask", "/gradio_api/queue/join", "/api/feedback"):
        assert httpx.post(f"{web_address}{path}", json=ETOPS, headers=headers).status_code == 403


def test_our_own_page_and_programs_may_post(web_address: str) -> None:
    for headers in ({}, {"Origin": web_address}, {"Sec-Fetch-Site": "same-origin", "Origin": web_address}):
        response = httpx.post(f"{web_address}/api/search", json={"query": "ETOPS"}, headers=headers)
        assert response.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=https://evil.example/",
        "/gradio_api/call/ask",
        "/gradio_api/openapi.json",
        "/gradio_api/run/ask",
        "/monitoring",
        "/docs",
        "/openapi.json",
        "/login",
    ],
)
def test_what_the_page_does_not_need_is_shut(web_address: str, path: str) -> None:
    assert httpx.get(f"{web_address}{path}").status_code == 404
    assert httpx.post(f"{web_address}{path}").status_code == 404


def test_every_answer_carries_the_policy(web_address: str) -> None:
    for path in ("/", "/health", "/articles/etops", "/nothing", "/answers/none"):
        headers = httpx.get(f"{web_address}{path}", headers={"Origin": "https://evil.example"}).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert not [name for name in headers if name.startswith("access-control-")]


def test_names_of_a_local_server() -> None:
    assert own_names("127.0.0.5", ["aero.example", ""]) >= {"localhost", "127.0.0.5", "aero.example"}
    assert replace(Doors(), hosts=own_names("::1")).hosts
