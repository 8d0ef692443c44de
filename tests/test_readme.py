"""The README is true: its commands run, its transcript is real, its files are there."""

import json
import re
import shlex
import zipfile
from pathlib import Path

import pytest
from conftest import ARTICLES, Aerocite, write_articles

from assistant.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8") if (ROOT / "README.md").exists() else ""

pytestmark = pytest.mark.skipif(not README, reason="looks at the checkout's own files")


def commands() -> list[str]:
    blocks = re.findall(r"```(?:sh|console)\n(.*?)```", README, re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [line.removeprefix("$ ") for line in lines if "aerocite" in line and not line.startswith(("uv", "  "))]


def test_there_are_commands_to_check() -> None:
    assert len(commands()) >= 6


EVALUATING = [line for line in commands() if "aerocite evaluate" in line]
"""These lean on each other."""


def test_a_suite_is_made_run_and_compared(aerocite: Aerocite, library_home: Path) -> None:
    assert len(EVALUATING) >= 4
    for line in EVALUATING:
        done = aerocite(*shlex.split(line)[1:], home=library_home)
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        assert done.stdout


@pytest.mark.parametrize("line", [line for line in commands() if line not in EVALUATING])
def test_a_command_runs(line: str, aerocite: Aerocite, tmp_path: Path) -> None:
    words = shlex.split(line)
    variables = dict(word.split("=", 1) for word in words if re.match(r"[A-Z_]+=", word))
    assert set(variables) <= {"OPENAI_API_KEY", "OPENAI_BASE_URL"} | {
        f"AEROCITE_{name.upper()}" for name in Settings.model_fields
    }
    arguments = words[len(variables) + 1 :]
    assert words[len(variables)] == ".venv/bin/aerocite"
    write_articles(tmp_path)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "one.md").write_text("# One\n\nA report on fan blades.")
    with zipfile.ZipFile(tmp_path / "archive.zip", "w") as archive:
        archive.writestr("two.json", json.dumps(ARTICLES[1]))
    home = tmp_path / "home"
    if arguments in (["web"], ["slack"]):
        # Serving has tests of its own; here it is enough that the command line is one it takes.
        arguments.append("--help")
    elif arguments[0] != "ingest":
        assert aerocite("ingest", "articles.jsonl", home=home).returncode == 0
    done = aerocite(*arguments, home=home, **variables)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_the_transcript_is_real(aerocite: Aerocite, starter_home: Path) -> None:
    block = re.search(r"```console\n\$ \S+aerocite (.*?)\n(.*?)```", README, re.DOTALL)
    assert block
    done = aerocite(*shlex.split(block[1]), home=starter_home)
    assert done.stdout.strip() == block[2].strip()


@pytest.mark.parametrize("path", re.findall(r"!\[[^\]]*\]\(([^)]+)\)|python (tests/\S+\.py)", README))
def test_a_file_that_it_names_is_there(path: tuple[str, str]) -> None:
    assert (ROOT / (path[0] or path[1])).is_file()


def test_every_command_is_told_of_and_it_is_short() -> None:
    for command in ("ingest", "list", "search", "ask", "settings", "web", "doctor", "reindex", "evaluate", "slack"):
        assert re.search(rf"\b{command}\b", README), command
    assert len(README.splitlines()) <= 170


def test_the_change_log_has_the_version_in_use() -> None:
    assert re.search(r"^## \[(Unreleased|\d+\.\d+\.\d+)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
