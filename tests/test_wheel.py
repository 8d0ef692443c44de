"""What only a built package can lack: files. Run against the wheel by tests/wheel.sh, and against the checkout."""

import importlib
import os
from importlib.metadata import packages_distributions
from importlib.resources import files
from pathlib import Path

import pytest


@pytest.mark.parametrize("package", ["assistant", "knowledge", "prompts"])
def test_the_package_under_test_is_the_one_meant(package: str) -> None:
    place = os.environ.get("AEROCITE_TESTED_FROM")
    if place is None:
        pytest.skip("the checkout is under test")
    assert Path(str(importlib.import_module(package).__file__)).is_relative_to(place)


def test_our_packages_are_ours() -> None:
    # PyPI has packages by these names, and installing one would overwrite ours without a word.
    owners = packages_distributions()
    for package in ("assistant", "knowledge", "prompts"):
        assert set(owners.get(package, ["aerocite"])) == {"aerocite"}


@pytest.mark.parametrize(
    ("package", "name"),
    [
        ("knowledge", "starter/etops.md"),
        ("knowledge", "models/minilm-tokenizer.json"),
        ("prompts", "answer.md"),
        ("prompts", "rewrite.md"),
        ("assistant", "py.typed"),
        ("assistant", "web/style.css"),
        ("assistant", "web/page.js"),
    ],
)
def test_a_file_that_the_product_needs_is_there(package: str, name: str) -> None:
    assert (files(package) / name).is_file()


def test_the_embedded_models_load() -> None:
    from knowledge.embeddings import embedded_spaces

    spaces = embedded_spaces()
    found = spaces.embed_query("Does it load?", spaces.spaces)
    assert {name: len(vector) for name, vector in found.items()} == {"minilm": 384, "use": 512}
