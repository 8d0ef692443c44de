"""A load that is killed at any moment loses no stored article, and the next start answers."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from conftest import Aerocite

from assistant.factory import reading_library
from assistant.settings import Settings
from knowledge.library import Library
from knowledge.query import Query

KILLS = 20
ARTICLES = 400

# Loads with indexes that catch up after every few articles, so that kills fall into every stage of the work.
LOADER = """
import sys
from pathlib import Path
import knowledge.ingest as ingest
from assistant.factory import changing_library
from assistant.settings import Settings
from knowledge.reading import read
ingest.PASSAGES_AT_ONCE = 8
ingest.SECONDS_BETWEEN_SWAPS = 0.5
with changing_library(Settings(home=Path(sys.argv[1]))) as parts:
    work = ingest.Ingest(parts.library, parts.index, parts.spaces)
    put = parts.library.put
    def told(article, *rest, **named):
        put(article, *rest, **named)
        print(article.id, flush=True)
    parts.library.put = told
    work.run(read([Path(sys.argv[2])]))
"""


def corpus(folder: Path) -> Path:
    draw = random.Random(7)
    parts = "runway engine wing flap crew fuel slot gate tower radar cargo lease hangar audit spar".split()
    path = folder / "many.jsonl"
    with path.open("w") as file:
        for number in range(ARTICLES):
            words = " ".join(draw.choice(parts) for _ in range(30))
            text = f"Bulletin number {number} is about item{number}x. It says: {words}."
            file.write(json.dumps({"id": f"b{number}", "title": f"Bulletin {number}", "text": text}) + "\n")
    return path


def killed_load(home: Path, source: Path, seconds: float) -> set[str]:
    """Load until killed; the ids that the loader said were stored before that."""
    child = subprocess.Popen(
        [sys.executable, "-c", LOADER, str(home), str(source)], stdout=subprocess.PIPE, text=True, env=os.environ
    )
    assert child.stdout is not None
    stored = {child.stdout.readline().strip()}
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    stored |= {line.strip() for line in child.stdout if line.endswith("\n")}
    child.wait()
    child.stdout.close()
    return stored - {""}


def test_kill_9_loses_no_stored_article(tmp_path: Path, aerocite: Aerocite) -> None:
    home, source, draw = tmp_path / "home", corpus(tmp_path), random.Random(11)
    promised: set[str] = set()
    for _ in range(KILLS):
        promised |= killed_load(home, source, draw.uniform(0.0, 1.6))
        library = Library.open(home / "library.db")
        assert promised <= set(library.article_ids())
        library.close()
    with reading_library(Settings(home=home)) as parts:
        for name in sorted(promised):
            number = name[1:]
            (passage, *_) = parts.retriever.search(Query(text=f"item{number}x", k=1))
            assert passage.article_id == name
        assert parts.index.problem() == ""
    asked = aerocite("ask", "What is bulletin number 3 about?", home=home)
    assert asked.returncode == 0
    assert "item3x" in asked.stdout
