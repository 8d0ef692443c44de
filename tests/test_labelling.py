"""Labels by people, given in the terminal."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from judged_run import HISTORY, PIER, answer, stored

from assistant.commands.scored import label_command
from assistant.evaluation.evaluating import results
from assistant.evaluation.judging.calibration import calibration
from assistant.evaluation.judging.labels import LABELS, load_labels
from assistant.evaluation.labelling import NothingToLabel, drawn, label_run
from assistant.evaluation.runs import load_run

GOOD = "y\ny\ny\ny\ny\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return stored(tmp_path / "run")


def label(folder: Path, keys: str, *options: str) -> Result:
    return CliRunner().invoke(label_command, [str(folder), *options], input=keys, catch_exceptions=False)


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / LABELS).read_text("utf-8").splitlines()]


def keys_for(folder: Path, support: str, rubric: str = GOOD) -> str:
    """The keys for all four pairs, case by case as they are drawn."""
    cases = [pair.case.record.case for pair in drawn(load_run(folder), 50, 0)]
    given = iter(support)
    return "".join(
        "".join(f"{next(given)}\n" for one in cases if one == case) + rubric for case in dict.fromkeys(cases)
    )


def test_a_person_labels_pairs_and_then_the_answer(folder: Path) -> None:
    done = label(folder, keys_for(folder, "sp?n", "y\nn\ns\ny\nn\n"), "--name", "ada")
    assert done.exit_code == 0
    assert "All 4 are labelled." in done.output
    kept = lines(folder)
    assert [one["verdict"] for one in kept if one["kind"] == "support"] == ["full", "partial", "unclear", "none"]
    assert [one["good"] for one in kept if one["kind"] == "answer"] == 2 * [
        {"accuracy": True, "sourcing": False, "context": True, "right": False}
    ]
    assert {one["name"] for one in kept} == {"ada"}
    assert all(one["at"] and one["what"] for one in kept)


def test_what_is_shown(folder: Path) -> None:
    shown = label(folder, keys_for(folder, "ssss")).output
    assert "How many gates has Pier B, and since when?" in shown
    assert f"⟪{PIER}⟫" in shown
    assert f"⟪{HISTORY}⟫" in shown
    assert "متى يفحص المحرك؟" in shown


def test_it_can_be_stopped_and_taken_up_again(folder: Path) -> None:
    keys = keys_for(folder, "sspn")
    kept = len("s\n" + GOOD + "s\n")  # the answer about sand is drawn first, then those about the pier
    done = label(folder, keys[:kept] + "q\n")
    assert done.exit_code == 0
    assert "2 of 4 are labelled. Go on with the same command." in done.output
    again = label(folder, keys[kept:])
    assert "All 4 are labelled." in again.output
    assert [one["verdict"] for one in lines(folder) if one["kind"] == "support"] == ["full", "full", "partial", "none"]
    assert len(lines(folder)) == 4 + 2
    assert "All 4" in label(folder, "").output
    assert len(lines(folder)) == 4 + 2


def test_stopping_amid_the_rubric_loses_only_the_rubric(folder: Path) -> None:
    label(folder, keys_for(folder, "ssss").replace("y\n", "q\n", 1))
    kept = lines(folder)
    assert {one["kind"] for one in kept} == {"support"}
    assert "answer as a whole" in label(folder, GOOD).output
    assert lines(folder)[len(kept)]["kind"] == "answer"


def test_input_that_ends_stops_and_a_wrong_key_is_asked_again(folder: Path) -> None:
    done = label(folder, "x\ns\n")
    assert done.exit_code == 0
    assert "1 of 4 are labelled" in done.output
    assert len(lines(folder)) == 1


def test_the_sample_is_seeded_and_of_the_size_asked_for(folder: Path) -> None:
    run = load_run(folder)
    names = [[(one.case.record.case, one.place, one.number) for one in drawn(run, 2, seed)] for seed in range(8)]
    assert all(len(one) == 2 for one in names)
    assert len({tuple(one) for one in names}) > 1
    assert drawn(run, 2, 3) == drawn(run, 2, 3)


def test_two_people_are_told_apart(folder: Path) -> None:
    label(folder, keys_for(folder, "sspn"), "--name", "ada")
    label(folder, keys_for(folder, "ssnn"), "--name", "bo")
    assert all(set(given) == {"ada", "bo"} for given in load_labels(folder).support.values())
    found = calibration(load_run(folder))
    assert found
    # Agreed on 3 of 4; by chance (2·2 full + 1·0 partial + 1·2 none) / 16 = 6/16: kappa (12 - 6) / (16 - 6) = .6.
    assert round(found.figures["labellers_kappa"].value or 0, 4) == 0.6
    # Worth 1, 1, (0.5 + 0) / 2 and 0 by their means.
    assert round(found.figures["labelled_support"].value or 0, 4) == round(2.25 / 4, 4)
    assert found.figures["labelled_right"].n == 4
    assert results(folder).summary.figures["labelled_issues"].value == 0


def test_hostile_text_does_nothing_to_the_terminal(tmp_path: Path) -> None:
    evil = "\x1b[2J\x1b]0;taken\x07 It is \u202eeerht\u202c. \x9b31m"
    folder = stored(tmp_path / "run", {"pier": answer(evil, [(evil, (1,))], f"{PIER} {evil}")})
    shown = label(folder, "s\n" + GOOD).output
    assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(shown)
    assert "It is" in shown


def test_a_run_without_citations_has_nothing_to_label(tmp_path: Path) -> None:
    folder = stored(tmp_path / "run", {"pier": answer("Why?", [("Because.", ())])})
    with pytest.raises(NothingToLabel) as error:
        label_run(folder, count=5)
    assert error.value.hint
