"""Loading: repeatable, versioned, pruned, and safe against what goes wrong."""

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ARTICLES, Aerocite, load, write_articles
from filelock import FileLock

from assistant.factory import changing_library, open_library, reading_library
from assistant.settings import Settings
from knowledge.article import Filters
from knowledge.errors import LibraryLocked, LibraryUnusable, StaleIndex
from knowledge.ingest import Ingest
from knowledge.library import Library
from knowledge.opened import sizes_of
from knowledge.query import Query
from knowledge.reading import Reading, read


def found(settings: Settings, text: str, **filters: object) -> list[str]:
    with reading_library(settings) as parts:
        passages = parts.retriever.search(Query(text=text, filters=Filters(**filters)))  # type: ignore[arg-type]
        return [passage.article_id for passage in passages]


def test_loading_again_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    path = write_articles(tmp_path)
    first, second = load(settings, path), load(settings, path)
    assert (first.added, first.failed) == (len(ARTICLES), [])
    assert (second.added, second.updated, second.unchanged, second.passages) == (0, 0, len(ARTICLES), 0)


def test_a_changed_article_replaces_its_passages_and_keeps_the_earlier_version(
    settings: Settings, tmp_path: Path
) -> None:
    load(settings, write_articles(tmp_path))
    changed = {**ARTICLES[2], "text": "Northfield airport keeps its runway open after all. Quokkas rejoice."}
    report = load(settings, write_articles(tmp_path, [changed]))
    assert (report.added, report.updated) == (0, 1)
    assert found(settings, "quokkas")[0] == "runway-works"
    with reading_library(settings) as parts:
        passages = parts.retriever.search(Query(text="closes runway 09R for 12 weeks", k=50))
        assert not any("12 weeks" in passage.text for passage in passages)
        old, new = parts.library.article("runway-works", 1), parts.library.article("runway-works")
        assert old is not None
        assert new is not None
        assert "31 million euros" in old.text
        assert (new.version, new.text) == (2, changed["text"])


def test_a_change_of_what_is_known_reaches_the_filters(settings: Settings, tmp_path: Path) -> None:
    load(settings, write_articles(tmp_path))
    load(settings, write_articles(tmp_path, [{**ARTICLES[3], "published": "2025-05-05", "outlet": "Renamed"}]))
    assert found(settings, "auxiliary power unit", outlet="renamed") == ["apu"]
    assert found(settings, "auxiliary power unit", outlet="hangar weekly") == ["etops"]


def test_a_change_of_language_moves_an_article_to_other_collections(settings: Settings, tmp_path: Path) -> None:
    load(settings, write_articles(tmp_path, [{**ARTICLES[3], "language": "en"}]))
    load(settings, write_articles(tmp_path, [{**ARTICLES[3], "language": "fr"}]))
    with reading_library(settings) as parts:
        assert dict(parts.index.current().state.counts) == {"minilm-en": 0, "use-en": 0, "use-other": 1}


def test_threads_that_have_ended_leave_no_connection_open(settings: Settings, tmp_path: Path) -> None:
    load(settings, write_articles(tmp_path, ARTICLES[:1]))
    with reading_library(settings) as parts:
        for _ in range(20):
            with ThreadPoolExecutor(3) as threads:
                list(threads.map(lambda _: parts.library.counts, range(3)))
        assert len(list(Path("/proc/self/fd").iterdir())) < 100 if Path("/proc/self/fd").exists() else True


def test_a_damaged_library_is_one_sentence(settings: Settings, tmp_path: Path, aerocite: Aerocite) -> None:
    load(settings, write_articles(tmp_path))
    with settings.library_path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (settings.library_path.stat().st_size - 4096))
    for command in (["ask", "What does ETOPS stand for?"], ["list"], ["show", "etops"]):
        done = aerocite(*command, home=settings.home)
        assert (done.returncode, done.stdout) == (1, "")
        assert len(done.stderr.splitlines()) == 2
        assert "should not" not in done.stderr


def test_prune_removes_what_is_gone_and_nothing_else(settings: Settings, tmp_path: Path) -> None:
    folder, other = tmp_path / "folder", tmp_path / "other"
    for place, name in ((folder, "one"), (folder, "two"), (other, "three")):
        place.mkdir(exist_ok=True)
        (place / f"{name}.md").write_text(f"---\ntitle: {name}\n---\nText about number {name}.")
    load(settings, folder, other)
    (folder / "two.md").unlink()
    assert load(settings, folder).removed == 0
    assert load(settings, folder, prune=True).removed == 1
    with reading_library(settings) as parts:
        assert {article.title for article in parts.library.articles()} == {"one", "three"}


def test_prune_keeps_what_cannot_be_read_just_now(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "one.json").write_text(json.dumps({"title": "One", "text": "Text number one."}))
    load(settings, folder)
    (folder / "one.json").write_text("{broken")
    report = load(settings, folder, prune=True)
    assert (len(report.failed), report.removed) == (1, 0)
    report = load(settings, tmp_path / "no-such-folder", prune=True)
    assert (len(report.failed), report.removed) == (1, 0)


def test_one_writer_at_a_time(settings: Settings, tmp_path: Path) -> None:
    settings.home.mkdir()
    with FileLock(settings.home / "library.lock"), pytest.raises(LibraryLocked) as error:
        load(settings, write_articles(tmp_path))
    assert error.value.hint


def test_readers_are_not_disturbed_by_a_writer(settings: Settings, tmp_path: Path) -> None:
    load(settings, write_articles(tmp_path, ARTICLES[:3]))
    with reading_library(settings) as parts:
        query = Query(text="small gas turbine in the tail")
        assert "apu" not in [p.article_id for p in parts.retriever.search(query)]
        load(settings, write_articles(tmp_path, ARTICLES[3:]))
        assert parts.retriever.search(query)[0].article_id == "apu"


def test_a_second_article_by_the_same_id_is_reported(settings: Settings, tmp_path: Path) -> None:
    twice = [ARTICLES[0], {**ARTICLES[0], "text": "Another text by the same id."}]
    for _ in range(2):
        report = load(settings, write_articles(tmp_path, twice))
        assert [str(failed) for failed in report.failed] == [
            "articles.jsonl: the id etops was read before with another text; this one is left out"
        ]
    assert report.unchanged == 1


def test_vectors_of_other_models_are_an_explained_state(settings: Settings, tmp_path: Path) -> None:
    load(settings, write_articles(tmp_path))
    with sqlite3.connect(settings.library_path) as db:
        db.execute("UPDATE articles SET fingerprint = 'chunker old; minilm something-else'")
    db.close()
    with pytest.raises(StaleIndex) as error, reading_library(settings):
        pass
    assert "something-else" in str(error.value)
    assert "aerocite reindex" in error.value.hint


def test_reindex_mends_vectors_of_other_models(settings: Settings, tmp_path: Path, aerocite: Aerocite) -> None:
    load(settings, write_articles(tmp_path))
    with sqlite3.connect(settings.library_path) as db:
        db.execute("UPDATE articles SET fingerprint = 'old' WHERE id = 'apu'")
    db.close()
    done = aerocite("reindex", home=settings.home)
    assert (done.returncode, done.stderr) == (0, "")
    assert "6 articles" in done.stdout
    assert "1 passages embedded again" in done.stdout
    assert found(settings, "small gas turbine in the tail")[0] == "apu"


def test_an_index_made_by_another_version_is_made_again(settings: Settings, tmp_path: Path) -> None:
    load(settings, write_articles(tmp_path))
    (state,) = (settings.home / "index").glob("*/state.json")
    known = json.loads(state.read_text())
    known["fingerprint"]["chromadb"] = "0.0.1"
    state.write_text(json.dumps(known))
    remarks: list[str] = []
    with reading_library(settings, say=remarks.append) as parts:
        assert (parts.index.behind(), parts.index.problem()) == ("", "")
    assert remarks == ["The index is outdated; making it again from the library."]


def test_an_outdated_index_is_not_used_while_another_process_writes(settings: Settings, tmp_path: Path) -> None:
    load(settings, write_articles(tmp_path))
    (state,) = (settings.home / "index").glob("*/state.json")
    state.write_text(state.read_text().replace('"tantivy": "', '"tantivy": "0.'))
    with FileLock(settings.home / "library.lock"), pytest.raises(LibraryLocked), reading_library(settings):
        pass


def test_an_index_of_other_models_is_an_explained_state(settings: Settings, tmp_path: Path) -> None:
    load(settings, write_articles(tmp_path))
    (state,) = (settings.home / "index").glob("*/state.json")
    known = json.loads(state.read_text())
    known["fingerprint"]["minilm"] = "something else"
    state.write_text(json.dumps(known))
    with pytest.raises(StaleIndex, match="minilm something else → ") as error, reading_library(settings):
        pass
    assert "aerocite reindex" in error.value.hint


def test_loading_mends_an_index_of_another_version(settings: Settings, tmp_path: Path) -> None:
    source = write_articles(tmp_path)
    load(settings, source)
    (state,) = (settings.home / "index").glob("*/state.json")
    state.write_text(state.read_text().replace('"chromadb": "', '"chromadb": "0.'))
    assert load(settings, source).unchanged == len(ARTICLES)
    assert found(settings, "small gas turbine in the tail")[0] == "apu"


@pytest.mark.parametrize("damage", ["removed", "truncated", "no pointer"])
def test_a_damaged_index_is_made_again_without_embedding(settings: Settings, tmp_path: Path, damage: str) -> None:
    load(settings, write_articles(tmp_path))
    index = settings.home / "index"
    (folder,) = [path for path in index.iterdir() if path.is_dir()]
    if damage == "removed":
        for file in folder.glob("vectors/*/*.bin"):
            file.unlink()
    elif damage == "truncated":
        for file in folder.glob("vectors/*/*.bin"):
            file.write_bytes(b"\xff" * 7)
    else:
        (index / "CURRENT").unlink()
    remarks: list[str] = []
    with reading_library(settings, say=remarks.append) as parts:
        assert parts.retriever.search(Query(text="cracks in fan blades"))[0].article_id == "fan-blades"
        assert parts.index.problem() == ""
    assert len(remarks) == 1


def test_files_that_chroma_wrote_out_for_readers_are_no_damage(settings: Settings, tmp_path: Path) -> None:
    load(settings, write_articles(tmp_path))
    (folder,) = (path for path in (settings.home / "index").iterdir() if path.is_dir())
    built, remarks = sizes_of(folder), list[str]()
    for _ in range(3):
        with reading_library(settings, say=remarks.append) as parts, ThreadPoolExecutor(8) as pool:
            asked = [Query(text=text) for text in ("cracks in fan blades", "الرمال ومحركات", "ETOPS", "runway") * 2]
            assert all(pool.map(lambda query, search=parts.retriever.search: len(search(query)), asked))
    assert remarks == []
    assert all(size >= built[name] for name, size in sizes_of(folder).items())


def test_what_a_run_stored_before_it_was_cut_off_is_found_at_the_next_start(settings: Settings, tmp_path: Path) -> None:
    path = write_articles(tmp_path)

    def cut_off() -> Iterator[Reading]:
        for number, reading in enumerate(read([path])):
            if number == 4:
                raise KeyboardInterrupt
            assert isinstance(reading, Reading)
            yield replace(reading, article=replace(reading.article, text=reading.article.text * 200))

    with changing_library(settings) as parts, pytest.raises(KeyboardInterrupt):
        Ingest(parts.library, parts.index, parts.spaces).run(cut_off())
    library = Library.open(settings.library_path)
    stored = len(library.article_ids())
    library.close()
    assert 0 < stored < 4
    assert found(settings, "extended operations")[0] == "etops"


def test_what_stands_in_the_way_is_one_sentence(settings: Settings) -> None:
    with pytest.raises(LibraryUnusable, match="There is no library") as error:
        open_library(settings)
    assert "aerocite ingest" in error.value.hint
    settings.home.mkdir()
    settings.library_path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(LibraryUnusable, match="is not a library"):
        open_library(settings)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting takes the right to")
def test_a_library_on_a_read_only_mount_answers_and_says_why_it_takes_nothing_in(
    settings: Settings, tmp_path: Path, aerocite: Aerocite
) -> None:
    source = write_articles(tmp_path)
    load(settings, source)
    mounted = ["mount", "--bind", str(settings.home), str(settings.home)]
    if subprocess.run(mounted, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not possible here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(settings.home)], check=True)
        asked = aerocite("ask", "What does ETOPS stand for?", home=settings.home)
        assert asked.returncode == 0
        assert "extended operations [1]: “ETOPS stands for" in asked.stdout
        assert asked.stderr.startswith("The answer was not stored: ")
        taken = aerocite("ingest", str(source), home=settings.home)
        assert (taken.returncode, len(taken.stderr.splitlines())) == (1, 2)
        assert "cannot be written to" in taken.stderr
    finally:
        subprocess.run(["umount", str(settings.home)], check=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting takes the right to")
def test_a_full_disk_loses_nothing_and_is_one_sentence(tmp_path: Path, aerocite: Aerocite) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", str(small)]
    if subprocess.run(mounted, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not possible here")
    try:
        many = [{**ARTICLES[0], "id": f"a{n}", "text": f"Number {n}. {ARTICLES[0]['text']}"} for n in range(300)]
        done = aerocite("ingest", str(write_articles(tmp_path, many)), home=small / "home")
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 2)
        assert "the disk is full" in done.stderr
        assert aerocite("list", home=small / "home").returncode == 0
    finally:
        subprocess.run(["umount", str(small)], check=True)
