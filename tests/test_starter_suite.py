"""The shipped suites, run over the starter library as `make evaluate` runs them. Their gates are those of CI."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Aerocite

from assistant.evaluation.loading import load_suite
from assistant.evaluation.suites import find


def figures(folder: Path) -> dict[str, Any]:
    return {n: f["value"] for n, f in json.loads((folder / "summary.json").read_text("utf-8"))["figures"].items()}


def test_every_kind_of_question_is_asked() -> None:
    starter, smoke = load_suite(find("starter")).questions, load_suite(find("smoke")).questions
    assert (len(starter) >= 300, len(smoke)) == (True, 30)
    assert {sample.id for sample in smoke} <= {sample.id for sample in starter}
    tags = {tag for sample in starter for tag in sample.tags}
    assert tags >= {"figure", "date", "name", "arabic", "cross-language", "follow-up", "near-miss", "refusal", "attack"}
    assert sum(sample.expect.must_refuse for sample in starter) >= 75
    assert any(sample.must_pass for sample in smoke)


@pytest.mark.timeout(900)
def test_the_starter_suite_passes_its_gates(aerocite: Aerocite, starter_home: Path, tmp_path: Path) -> None:
    done = aerocite("evaluate", "run", "starter", "--out", "run", "--quiet", home=starter_home)
    assert done.returncode == 0, done.stderr + (tmp_path / "run/gates.json").read_text("utf-8")
    found = figures(tmp_path / "run")
    for promised in ("citation_validity", "quote_fidelity", "metadata_fidelity", "filter_compliance"):
        assert found[promised] == 1.0


@pytest.mark.timeout(900)
def test_excerpts_lead_back_to_their_articles(aerocite: Aerocite, starter_home: Path, tmp_path: Path) -> None:
    new = ("evaluate", "new", "--kind", "excerpts", "--count", "60", "--seed", "7", "-o", "excerpts.yaml")
    assert aerocite(*new, home=starter_home).returncode == 0
    run = ("evaluate", "run", "excerpts.yaml", "--out", "run", "--gate", "excerpt_to_source>=0.95", "--quiet")
    done = aerocite(*run, home=starter_home)
    assert done.returncode == 0, done.stderr + (tmp_path / "run/gates.json").read_text("utf-8")
