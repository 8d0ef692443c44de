"""Nothing phones home: every command works while any look-up or connection beyond loopback is refused and told."""

import os
from pathlib import Path

import pytest
from conftest import Aerocite, write_articles

GUARD = """
import atexit, os, socket
_real_connect, _real_lookup = socket.socket.connect, socket.getaddrinfo
_log = os.environ["GUARD_LOG"]

def _tell(what):
    with open(_log, "a") as file:
        file.write(f"{what}\\n")
    raise OSError(f"the network is off: {what}")

def _connect(self, address):
    if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        _tell(f"connect {address}")
    return _real_connect(self, address)

def _lookup(host, *rest, **named):
    if host not in (None, "", "127.0.0.1", "::1", "localhost", b"127.0.0.1", b"localhost"):
        _tell(f"look up {host}")
    return _real_lookup(host, *rest, **named)

socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo = _connect, _connect, _lookup
"""


@pytest.fixture
def guarded(aerocite: Aerocite, tmp_path: Path) -> Aerocite:
    """The command with the guard loaded before anything else."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD)
    log = tmp_path / "guard.log"
    log.write_text("")
    path = os.pathsep.join(filter(None, (str(tmp_path / "guard"), os.environ.get("PYTHONPATH"))))

    def run(*arguments: str, **named: object):  # type: ignore[no-untyped-def] # noqa: ANN202
        return aerocite(*arguments, PYTHONPATH=path, GUARD_LOG=str(log), **named)  # type: ignore[arg-type]

    return run


def test_no_command_asks_anybody(guarded: Aerocite, tmp_path: Path) -> None:
    home = tmp_path / "home"
    source = write_articles(tmp_path)
    for arguments in (
        ["ingest", str(source)],
        ["search", "cracks in fan blades", "--json"],
        ["ask", "What does ETOPS stand for?"],
        ["ask", "كم دورة بين فحص المحرك؟"],
        ["list"],
        ["doctor"],
        ["reindex"],
        ["settings"],
    ):
        done = guarded(*arguments, home=home)
        assert done.returncode == 0, (arguments, done.stderr)
    assert (tmp_path / "guard.log").read_text() == ""


def test_the_guard_itself_catches_what_it_should(guarded: Aerocite, tmp_path: Path, library_home: Path) -> None:
    variables = {"AEROCITE_CHAT_MODEL": "openai:any", "OPENAI_BASE_URL": "http://models.example.org/v1"}
    done = guarded("ask", "What does ETOPS stand for?", home=library_home, **variables)
    assert done.returncode == 0
    assert "models.example.org" in (tmp_path / "guard.log").read_text()
