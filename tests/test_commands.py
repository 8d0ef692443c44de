"""The command line as a script and as a person use it: results on stdout, the rest on stderr, exit codes."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ARTICLES, Aerocite, write_articles

from assistant.cli import COMMANDS


def test_from_a_file_to_a_cited_answer(aerocite: Aerocite, tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = aerocite("ingest", str(write_articles(tmp_path)), home=home)
    assert (done.returncode, done.stdout) == (0, "6 added, 0 updated, 0 unchanged, 0 failed\n")
    done = aerocite("ask", "What does ETOPS stand for?", home=home)
    assert done.returncode == 0
    assert "extended operations [1]: “ETOPS stands for extended operations.”" in done.stdout
    assert "[1] What ETOPS allows · Hangar Weekly · 2024-03-01" in done.stdout
    assert done.stderr == ""


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(aerocite: Aerocite, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    write_articles(folder, ARTICLES[:1])
    (folder / "broken.jsonl").write_text('{"title": "One", "text": "Fine text here."}\n{nonsense\n')
    (folder / "empty.txt").write_text("")
    done = aerocite("ingest", str(folder), str(tmp_path / "nowhere"), home=tmp_path / "home")
    assert done.returncode == 3
    assert done.stdout == "2 added, 0 updated, 0 unchanged, 3 failed\n"
    assert "broken.jsonl:2: " in done.stderr
    assert "empty.txt: " in done.stderr
    assert "no such file or folder" in done.stderr


def test_search_in_json(aerocite: Aerocite, library_home: Path) -> None:
    done = aerocite("search", "cracks in fan blades", "--k", "2", "--outlet", "the apron", "--json", home=library_home)
    found = json.loads(done.stdout)["passages"]
    assert [p["article_id"] for p in found] == ["fan-blades", "runway-works"]
    keys = {"article_id", "url", "title", "outlet", "published", "language", "start", "end", "text", "score"}
    assert keys <= set(found[0])
    assert found[0]["published"] == "2024-06-15"
    assert found[0]["url"] == "https://news.example.org/fan-blades"


def test_a_batch_keeps_its_order_and_names_what_failed(aerocite: Aerocite, library_home: Path) -> None:
    lines = [
        json.dumps({"id": "a", "question": "cracks in fan blades"}),
        "not json",
        json.dumps({"id": "c", "question": "runway closed", "since": "yesterday"}),
        json.dumps({"id": "d", "question": "auxiliary power unit", "since": "2020-01-01"}),
        json.dumps({"id": 5, "question": "   "}),
        json.dumps(["a", "list"]),
    ]
    done = aerocite("search", "--batch", "-", home=library_home, stdin="\n".join(lines))
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 3
    assert [row["id"] for row in rows] == ["a", None, "c", "d", 5, None]
    assert ["error" in row for row in rows] == [False, True, True, False, True, True]
    assert rows[0]["passages"][0]["article_id"] == "fan-blades"
    assert "apu" not in [p["article_id"] for p in rows[3]["passages"]]
    assert "since is not a date" in rows[2]["error"]


def test_a_line_of_a_batch_that_is_no_text_does_not_end_it(
    library_home: Path, tmp_path: Path, aerocite: Aerocite
) -> None:
    batch = tmp_path / "odd.jsonl"
    good = json.dumps({"id": "last", "question": "cracks in fan blades"}).encode()
    batch.write_bytes(
        b"\n".join([b"\xef\xbb\xbf" + good, b"caf\xe9", b"[" * 200_000, b'{"id": "\\ud800", "question": "x"}', good])
    )
    done = aerocite("search", "--batch", str(batch), home=library_home)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 3
    assert ["error" in row for row in rows] == [False, True, True, False, False]


def test_nothing_read_is_a_failure(aerocite: Aerocite, tmp_path: Path) -> None:
    done = aerocite("ingest", str(tmp_path / "nowhere"), home=tmp_path / "home")
    assert (done.returncode, done.stdout) == (1, "0 added, 0 updated, 0 unchanged, 1 failed\n")


def test_a_terminal_shows_a_refusal_once(library_home: Path) -> None:
    script = shutil.which("script")
    if not script:
        pytest.skip("there is no program to make a terminal with")
    command = f"{sys.executable} -m assistant ask 'Tomato soup recipe with basil'"
    variables = {**os.environ, "AEROCITE_HOME": str(library_home)}
    done = subprocess.run(
        [script, "-qec", command, "/dev/null"], env=variables, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.count("This is not a question for this assistant") == 1
    assert "Nearest in the library" in done.stdout


def test_a_start_that_was_cut_off_goes_on(tmp_path: Path) -> None:
    from assistant.commands.upkeep import load_starter, unfinished
    from assistant.factory import open_library
    from assistant.settings import Settings

    settings = Settings(home=tmp_path / "home")
    command = [sys.executable, "-m", "assistant", "web", "--starter", "--port", "0"]
    variables = {**os.environ, "AEROCITE_HOME": str(settings.home)}
    child = subprocess.Popen(command, env=variables, stderr=subprocess.DEVNULL)
    while not unfinished(settings).exists() and child.poll() is None:
        time.sleep(0.05)
    child.kill()
    child.wait()
    assert unfinished(settings).exists()
    load_starter(settings)
    assert not unfinished(settings).exists()
    parts = open_library(settings)
    assert parts.library.counts.articles >= 60
    parts.close()


def test_answers_in_a_batch_follow_the_conversation(aerocite: Aerocite, library_home: Path, tmp_path: Path) -> None:
    batch = tmp_path / "questions.jsonl"
    turn = {"question": "What is the auxiliary power unit?", "answer": "A small gas turbine."}
    lines = [
        {"id": "1", "question": "What does it supply on the ground?", "history": [turn]},
        {"id": "2", "question": "How much do the works at Northfield cost?", "until": "2025-12-31"},
    ]
    batch.write_text("\n".join(map(json.dumps, lines)))
    done = aerocite("ask", "--batch", str(batch), home=library_home)
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["query"] == "What does the auxiliary power unit supply on the ground?"
    assert "electricity and compressed air" in first["text"]
    assert "31 million euros" in second["text"]
    assert second["as_of"] == "2025-01-10"
    assert second["understood"]["filters"]["until"] == "2025-12-31"
    assert second["citations"][0]["quote"] in ARTICLES[2]["text"]  # type: ignore[operator]
    assert {"id", "sentences", "passages", "refusal", "notes", "writer", "fingerprint", "timings_ms"} <= set(second)


def test_the_same_question_has_the_same_answer(aerocite: Aerocite, library_home: Path) -> None:
    def answer() -> dict[str, object]:
        found = json.loads(aerocite("ask", "How long is the runway closed?", "--json", home=library_home).stdout)
        del found["timings_ms"]
        return dict(found)

    assert answer() == answer()


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("", 2),
        ("   ", 2),
        ("\x00\x07", 2),
        ("😀😀😀", 0),
        ('" * NEAR - (', 0),
        ("x" * 50_000, 0),
        ("\u202eهل\u202c", 0),
    ],
)
def test_odd_questions_get_an_answer_or_a_clear_refusal(
    aerocite: Aerocite, library_home: Path, question: str, code: int
) -> None:
    if "\x00" in question:
        question = question.replace("\x00", "\x01")  # no argument of a process can hold a NUL
    done = aerocite("ask", question, "--json", home=library_home)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    if code == 0:
        answer = json.loads(done.stdout)
        assert answer["text"]
        assert answer["refusal"] or answer["citations"]
    else:
        assert len(done.stderr.strip().splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["search"], "Give a question"),
        (["search", "x", "--since", "soon"], "soon"),
        (["search", "x", "--k", "0"], "0"),
        (["show"], "ARTICLE_ID"),
        (["nonsense"], "nonsense"),
        (["ingest"], "PATHS"),
    ],
)
def test_wrong_use_is_exit_code_2(aerocite: Aerocite, arguments: list[str], said: str) -> None:
    done = aerocite(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [["list"], ["search", "x"], ["ask", "x"], ["show", "x"], ["reindex"]])
def test_without_a_library_there_is_one_sentence_and_the_command_that_helps(
    aerocite: Aerocite, command: list[str]
) -> None:
    done = aerocite(*command)
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no library" in done.stderr
    assert "aerocite ingest" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 2


def test_list_show_remove(aerocite: Aerocite, tmp_path: Path) -> None:
    home = tmp_path / "home"
    aerocite("ingest", str(write_articles(tmp_path)), home=home)
    rows = [json.loads(line) for line in aerocite("list", "--json", home=home).stdout.splitlines()]
    assert [row["id"] for row in rows] == ["runway-works", "ar-sand", "fan-blades", "etops", "hostile", "apu"]
    assert "2025-01-10  runway-works  Northfield closes" in aerocite("list", "--since", "2025-01-01", home=home).stdout
    shown = json.loads(aerocite("show", "apu", "--json", home=home).stdout)
    assert shown["text"] == ARTICLES[3]["text"]
    done = aerocite("remove", "apu", "no-such", home=home)
    assert (done.returncode, done.stdout) == (3, "1 removed, 1 not found\n")
    assert aerocite("show", "apu", home=home).returncode == 1
    found = json.loads(aerocite("search", "small gas turbine in the tail", "--json", home=home).stdout)["passages"]
    assert "apu" not in [p["article_id"] for p in found]


def test_settings_are_listed_without_secrets(aerocite: Aerocite) -> None:
    done = aerocite(
        "settings",
        OPENAI_API_KEY="sk-very-secret",
        AEROCITE_ACCESS_KEY="hush-hush",
        AEROCITE_CHROMA_URL="http://me:hush-hush@127.0.0.1:9",
    )
    assert "OPENAI_API_KEY=set" in done.stdout
    assert "very-secret" not in done.stdout + done.stderr
    assert "hush-hush" not in done.stdout + done.stderr
    listed = json.loads(aerocite("settings", "--json").stdout)
    assert all(one["about"] for one in listed.values())
    assert listed["AEROCITE_CHAT_MODEL"]["value"] is None


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("AEROCITE_EMBEDDINGS", "nonsense"),
        ("AEROCITE_EMBEDDINGS", "openai:some-model"),
        ("AEROCITE_FALLBACK", "maybe"),
        ("AEROCITE_PASSAGES", "0"),
        ("AEROCITE_CHAT_MODEL", "just-a-name"),
        ("AEROCITE_CHAT_MODEL", "openai:gpt-5-mini"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    aerocite: Aerocite, library_home: Path, variable: str, value: str
) -> None:
    done = aerocite("ask", "What is ETOPS?", home=library_home, **{variable: value})
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert variable in done.stderr or value in done.stderr
    assert len(done.stderr.strip().splitlines()) == 2


def test_doctor_says_what_works_and_what_to_do(aerocite: Aerocite, tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = aerocite("doctor", home=home)
    assert done.returncode == 1
    assert "FAIL  library: There is no library" in done.stdout
    aerocite("ingest", str(write_articles(tmp_path)), home=home)
    done = aerocite("doctor", home=home)
    assert (done.returncode, "FAIL" in done.stdout) == (0, False)
    with sqlite3.connect(home / "library.db") as db:
        db.execute("UPDATE articles SET fingerprint = 'old'")
    db.close()
    rows = json.loads(aerocite("doctor", "--json", home=home).stdout)
    assert "aerocite reindex" in next(row for row in rows if row["what"] == "fingerprint")["hint"]


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(aerocite: Aerocite, command: str) -> None:
    done = aerocite(command, "--help")
    assert done.returncode == 0
    # What the list of commands says of it is what it says of itself.
    assert COMMANDS[command][1] in " ".join(done.stdout.split())
