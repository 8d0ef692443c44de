"""The arrays beside Chroma: filters and nearest passages are those of a look at each passage, after any change."""

import json
import random
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from langchain_core.embeddings import DeterministicFakeEmbedding
from numpy.typing import NDArray

from knowledge.article import Article, DayFilters, Filters, Passage
from knowledge.embeddings import Space, Spaces
from knowledge.errors import KnowledgeError, StaleIndex
from knowledge.exact import Draft, Exact
from knowledge.identifiers import Names
from knowledge.index import Index
from knowledge.library import Library, Origin

DIMENSION = 8
NAMES = ["", "The Week", " the  WEEK", "Straße", "STRASSE", "مجلة المدرج", "x"]
LANGUAGES = ["en", "ar", "und", "EN"]
DAYS = [date.min, *(date(2024, 1, 30) + timedelta(days=n) for n in range(4)), date.max]

Vectors = Mapping[str, NDArray[np.float32]]

known = {
    "outlet": st.none() | st.sampled_from(NAMES),
    "categories": st.lists(st.sampled_from(NAMES), max_size=3).map(tuple),
    "language": st.sampled_from(LANGUAGES),
    "published": st.none() | st.sampled_from(DAYS),
}
day, name = st.none() | st.sampled_from(DAYS), st.none() | st.sampled_from([*NAMES, "never heard of"])
asked = {
    "as_of": day,
    "since": day,
    "until": day,
    "outlet": name,
    "category": name,
    "language": st.none() | st.sampled_from([*LANGUAGES, "fr"]),
}
any_filters = st.builds(Filters, **asked) | st.builds(DayFilters, today=st.sampled_from(DAYS), **asked)


def passage(id: str, **fields: object) -> Passage:
    return Passage(id=id, article_id="a", version=1, title="", text="", start=0, end=0, **fields)  # type: ignore[arg-type]


def directions(seed: int, count: int) -> NDArray[np.float32]:
    found = np.random.default_rng(seed).normal(size=(count, DIMENSION))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def written(folder: Path, passages: list[Passage], vectors: Vectors) -> Exact:
    draft = Draft(folder)
    for at in range(0, len(passages), 7):
        draft.add(passages[at : at + 7], vectors)
    draft.save()
    return Exact(folder)


def passing(exact: Exact, passages: list[Passage], filters: Filters) -> set[str]:
    mask = exact.passing(filters)
    hits = [(p.id, 0.0) for p in passages]
    return {name for name, _ in (hits if mask is None else exact.kept(hits, mask))}


def agrees(found: list[tuple[str, float]], admitted: set[str], vectors: Vectors, asked: NDArray[np.float32]) -> None:
    """The hits are nearest of those admitted, by the cosines that they say."""
    best = sorted((float(vectors[name] @ asked) for name in admitted), reverse=True)[: len(found)]
    assert np.allclose([cosine for _, cosine in found], best, atol=1e-5)
    assert np.allclose([vectors[name] @ asked for name, _ in found], best, atol=1e-5)
    assert {name for name, _ in found} <= admitted


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.fixed_dictionaries(known), max_size=30), filters=st.lists(any_filters, min_size=1, max_size=8))
def test_the_filters_admit_what_they_admit_one_by_one(
    tmp_path: Path, rows: list[dict[str, object]], filters: list[Filters]
) -> None:
    shutil.rmtree(tmp_path / "exact", ignore_errors=True)
    passages = [passage(f"p{number}", **fields) for number, fields in enumerate(rows)]
    vectors = dict(zip([p.id for p in passages], directions(1, len(passages)), strict=True))
    exact, asked = written(tmp_path / "exact", passages, vectors), directions(2, 1)[0]
    for one in filters:
        admitted = {p.id for p in passages if one.admits(p)}
        assert passing(exact, passages, one) == admitted
        mask = exact.passing(one)
        assert (mask is None) == (len(admitted) == len(passages))
        found = exact.nearest(asked, 5, mask)
        assert len(found) == min(5, len(admitted))
        agrees(found, admitted, vectors, asked)


@pytest.mark.parametrize("seed", range(6))
def test_the_arrays_survive_every_change(tmp_path: Path, seed: int) -> None:
    draw, held, vectors = random.Random(seed), dict[str, Passage](), dict[str, NDArray[np.float32]]()
    for step in range(12):
        gone = draw.sample(sorted(held), draw.choice([0, min(1, len(held)), len(held) // 2, len(held)]))
        # Ids of any length, some new, some that stay with other metadata, some that were just removed.
        fresh = [f"{'é' * draw.randrange(5)}{step}-{n}" for n in range(draw.choice([0, 1, 5, 1200]))]
        again = draw.sample(sorted(held), len(held) // 3)
        names = [*dict.fromkeys([*fresh, *again, *gone[: len(gone) // 2]])]
        added = [passage(name, outlet=draw.choice(NAMES), published=draw.choice([None, *DAYS])) for name in names]
        draft = Draft(tmp_path)
        draft.remove([*gone, "never there"])
        for name in gone:
            del held[name], vectors[name]
        vectors |= dict(zip(names, directions(100 * seed + step, len(names)), strict=True))
        held |= {p.id: p for p in added}
        draft.add(added, vectors)
        draft.save()
        exact, asked = Exact(tmp_path), directions(step, 1)[0]
        assert len(exact) == len(held)
        filters = Filters(outlet=draw.choice(NAMES), since=draw.choice([None, *DAYS]))
        admitted = {p.id for p in held.values() if filters.admits(p)}
        assert passing(exact, list(held.values()), filters) == admitted
        agrees(exact.nearest(asked, 20, exact.passing(filters)), admitted, vectors, asked)
        assert exact.cosines([*held, "never there"], asked) == pytest.approx(
            {name: float(vector @ asked) for name, vector in vectors.items()}, abs=1e-5
        )


# -- with a library and its index, whose vectors are drawn instead of embedded ---------------------------------------


def spaces(model: str = "drawn") -> Spaces:
    fake = DeterministicFakeEmbedding(size=DIMENSION)
    return Spaces((Space("english", model, fake, only="en"), Space("general", model, fake)))


def put(library: Library, number: int, seed: int) -> None:
    draw = random.Random(1000 * seed + number)
    article = Article(
        id=f"a{number}",
        title="Title",
        text="word " * 40,
        outlet=draw.choice([None, *NAMES]),
        categories=tuple(draw.choices(NAMES, k=draw.randrange(3))),
        language=draw.choice(["en", "en", "ar"]),
        published=draw.choice([None, *DAYS]),
    )
    spans = range(0, 5 * draw.randrange(1, 9), 5)
    passages = [
        replace(passage(f"{number}-{at}-{seed % 2}"), article_id=article.id, start=at, end=at + 4) for at in spans
    ]
    rows = directions(1000 * seed + number, 2 * len(passages))
    vectors = [
        {"general": rows[2 * at]} | ({"english": rows[2 * at + 1]} if article.language == "en" else {})
        for at in range(len(passages))
    ]
    library.put(article, passages, vectors, origin=Origin("drawn", article.id), fingerprint="drawn")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    found = Library.create(tmp_path / "home" / "library.db")
    for number in range(60):
        put(found, number, seed=1)
    yield found
    found.close()


@pytest.fixture
def index(library: Library, tmp_path: Path) -> Iterator[Index]:
    found = Index(tmp_path / "home", library, spaces(), Names.load())
    found.catch_up()
    yield found
    found.close()


def check(library: Library, index: Index, seed: int) -> None:
    draw, opened = random.Random(seed), index.current()
    passages = list(library.passages_of(library.article_ids()))
    for space, group in spaces().collections:
        mine = [p for p in passages if spaces().group(p.language) == group]
        vectors = library.vectors([p.id for p in mine], space)
        for _ in range(10):
            filters = Filters(
                since=draw.choice([None, *DAYS]),
                outlet=draw.choice([None, None, *NAMES]),
                category=draw.choice([None, None, *NAMES]),
            )
            admitted = {p.id for p in mine if filters.admits(p)}
            asked = directions(draw.randrange(1000), 1)[0]
            found = opened.nearest(f"{space}-{group}", asked, 7, filters)
            assert len(found) == min(7, len(admitted))
            agrees(found, admitted, vectors, asked)


def test_an_index_finds_the_nearest_that_pass_after_every_change(library: Library, index: Index) -> None:
    check(library, index, 1)
    for number in (3, 4, 5, 60, 61):
        put(library, number, seed=2)
    for number in range(20, 30):
        library.remove(f"a{number}")
    index.catch_up()
    check(library, index, 2)
    for number in range(60):
        library.remove(f"a{number}")
    index.catch_up()
    check(library, index, 3)


def test_where_many_pass_the_nearest_of_them_are_found_too(
    library: Library, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.opened.ROWS_A_NEIGHBOUR", 0)
    check(library, index, 4)


@pytest.mark.parametrize("file", ["vectors.f32", "rows.npy", "codes.json"])
@pytest.mark.parametrize("damage", ["removed", "cut", "emptied"])
def test_a_damaged_array_is_noticed(index: Index, tmp_path: Path, file: str, damage: str) -> None:
    (path,) = (tmp_path / "home" / "index").glob(f"*/exact/english-en/{file}")
    if damage == "removed":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-5] if damage == "cut" else b"")
    assert index.behind() == "damaged"
    assert "english-en" in index.problem()
    with pytest.raises(KnowledgeError, match="damaged") as error:
        Exact(path.parent)
    assert "aerocite reindex" in error.value.hint


def test_damaged_arrays_are_made_again_from_the_library(library: Library, index: Index, tmp_path: Path) -> None:
    for path in (tmp_path / "home" / "index").glob("*/exact/*/vectors.f32"):
        path.write_bytes(b"\xff" * 7)
    assert index.behind() == "damaged"
    index.catch_up()
    assert (index.behind(), index.problem()) == ("", "")
    check(library, index, 5)


def test_vectors_that_are_not_those_of_the_library_are_a_problem(index: Index, tmp_path: Path) -> None:
    (path,) = (tmp_path / "home" / "index").glob("*/exact/english-en/vectors.f32")
    path.write_bytes(b"\0" * path.stat().st_size)
    assert index.problem() == "the arrays of english-en do not hold the passages that they should"


def test_an_index_of_other_names_is_outdated_and_made_again(library: Library, index: Index, tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("id,name,aliases,codes,part_of,cues\naircraft:own,Ownplane 12,,,,\n")
    named = Index(tmp_path / "home", library, spaces(), Names.load(own))
    assert named.behind() == "outdated"
    named.catch_up()
    assert named.behind() == ""
    assert index.behind() == "outdated"
    check(library, named, 6)
    named.close()


def test_an_index_without_arrays_is_outdated_and_made_again(library: Library, index: Index, tmp_path: Path) -> None:
    (state,) = (tmp_path / "home" / "index").glob("*/state.json")
    known = json.loads(state.read_text())
    del known["fingerprint"]["exact"]
    state.write_text(json.dumps(known))
    shutil.rmtree(state.parent / "exact")
    assert index.behind() == "outdated"
    index.catch_up()
    assert index.behind() == ""
    check(library, index, 7)


def test_an_index_of_other_models_is_stale(library: Library, index: Index, tmp_path: Path) -> None:
    with pytest.raises(StaleIndex, match="english drawn → other, general drawn → other") as error:
        Index(tmp_path / "home", library, spaces("other"), Names.load()).behind()
    assert "aerocite reindex" in error.value.hint
