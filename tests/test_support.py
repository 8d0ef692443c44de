"""What counts as support: sentences that hold, and the ways in which they go wrong, in English and Arabic."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.support import check, rank, supporting_span

ROOT = Path(__file__).parent.parent
LENGTHS = "The A350-900 is 66.8 m long and the A350-1000 is 73.8 m long. Both have a wingspan of 64.75 m."
ORDER = (
    "The airline ordered 105 aircraft on 20 May 2024. It may not fly them to the United States before 2026, "
    "because the number of its flights there has increased by 12 percent."
)
ARABIC = (
    "تبلغ سرعة الطائرة 900 كيلومتر في الساعة على ارتفاع 35,000 قدم. ولا يسمح لها بالهبوط قبل الساعة السادسة. "
    "وقد ارتفع عدد ركابها إلى 1.9 مليون راكب في آذار 2024."
)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The A350-1000 has a length of 73.8 m.", LENGTHS),
        ("The A350-900 is 66.8 metres long [1].", LENGTHS),
        ("The A350-900 is 219 ft long, and the A350-1000 is 242 ft long.", LENGTHS),
        ("On May 20, 2024 the airline ordered 105 aircraft.", ORDER),
        ("The number of its flights to the United States has increased by 12 per cent.", ORDER),
        ("تطير الطائرة بسرعة ٩٠٠ كم في الساعة على ارتفاع خمسة وثلاثين ألف قدم.", ARABIC),
        ("ارتفع عدد ركابها إلى 1.9 مليون راكب في مارس 2024.", ARABIC),
        ("The B38M is a narrow-body aircraft.", "The Boeing 737 MAX 8 is a narrow-body aircraft with two engines."),
    ],
)
def test_what_the_evidence_says_is_supported(claim: str, evidence: str) -> None:
    verdict = check(claim, evidence)
    assert (verdict.support, verdict.flags) == ("supported", ())


@pytest.mark.parametrize(
    ("claim", "evidence", "flag"),
    [
        ("The A350-1000 is 75.8 m long.", LENGTHS, "number_absent"),
        ("The A350-1000 is 73.8 feet long.", LENGTHS, "number_absent"),
        ("The A350-1000 has a length of 66.8 m.", LENGTHS, "number_unbound"),
        ("The A330-900 is 66.8 m long.", LENGTHS, "name_absent"),
        ("On 20 March 2024 the airline ordered 105 aircraft.", ORDER, "number_absent"),
        ("On 20 May 2023 the airline ordered 105 aircraft.", ORDER, "number_absent"),
        ("It may fly them to the United States before 2026.", ORDER, "negation_differs"),
        ("The number of its flights has decreased by 12 percent.", ORDER, "antonym"),
        ("The airline “will never fly to Boston again” after its order of 105 aircraft.", ORDER, "quote_absent"),
        ("The airline ordered 105 aircraft from Bombardier on 20 May 2024.", ORDER, "name_absent"),
        ("تبلغ سرعة الطائرة 800 كيلومتر في الساعة.", ARABIC, "number_absent"),
        ("تبلغ سرعة الطائرة 900 ميل في الساعة على ارتفاع 35,000 قدم.", ARABIC, "number_absent"),
        ("ارتفع عدد ركابها إلى 1.9 مليون راكب في نيسان 2024.", ARABIC, "number_absent"),
        ("انخفض عدد ركابها إلى 1.9 مليون راكب في آذار 2024.", ARABIC, "antonym"),
        ("ويسمح لها بالهبوط قبل الساعة السادسة.", ARABIC, "negation_differs"),
        ("Controllers use the term.", "Controllers stopped using the term in January 2024.", "outdated"),
    ],
)
def test_each_fault_has_its_flag(claim: str, evidence: str, flag: str) -> None:
    verdict = check(claim, evidence)
    assert flag in verdict.flags
    assert verdict.support in ("weak", "unsupported")


def test_a_fact_from_elsewhere_is_unsupported() -> None:
    verdict = check("Hydrogen burns without carbon dioxide.", LENGTHS)
    assert verdict.support == "unsupported"
    assert verdict.score < 0.25


def test_the_context_names_the_subject() -> None:
    claim, evidence = "The Airbus A350-900 has a wingspan of 64.75 m.", "The aircraft has a wingspan of 64.75 m."
    assert "name_absent" in check(claim, evidence).flags
    assert check(claim, evidence, context="Airbus A350-900").support == "supported"


def test_several_texts_support_together() -> None:
    claim = "The A350-900 is 66.8 m long and seats 315 passengers."
    one, two = "The A350-900 is 66.8 m long.", "The A350-900 seats 315 passengers in three classes."
    assert "number_absent" in check(claim, one).flags
    assert check(claim, [one, two]).support == "supported"


def test_between_languages_only_figures_and_names_are_compared() -> None:
    english = "The A350-900 flew from Doha to Sydney in 14 hours on 3 March 2024."
    assert check("طارت A350-900 من الدوحة إلى سيدني في 14 ساعة.", english).support == "supported"
    assert check("طارت A350-900 من الدوحة في 15 ساعة.", english).support == "unsupported"
    assert check("طارت A380 من الدوحة في 14 ساعة.", english).support in ("weak", "unsupported")
    assert check("كانت الرحلة طويلة ومتعبة.", english).support == "unchecked"


def test_other_languages_are_unchecked_unless_verbatim() -> None:
    french = "Les passagers peuvent demander une indemnité pour un vol annulé. Elle est de 250 euros."
    assert check("Elle est de 250 euros.", french).support == "supported"
    assert check("Les voyageurs reçoivent une indemnité quand leur vol est annulé.", french).support == "unchecked"


def test_a_part_of_a_denial_is_not_its_opposite() -> None:
    assert check("The route clearance was a take-off clearance.", "Nobody said that the route clearance was a "
                 "take-off clearance.").support != "supported"  # fmt: skip


def test_the_best_passage_comes_first() -> None:
    found = rank("It seats nine people.", ["It seats six people.", "It seats nine people.", "Nothing here."])
    assert [place for place, _ in found][0] == 1
    assert found[0][1].score - found[1][1].score >= 0.2


def test_the_supporting_span_is_the_shortest_that_holds_the_claim() -> None:
    start, end = supporting_span("Both have a wingspan of 64.75 m.", LENGTHS)
    assert LENGTHS[start:end] == "Both have a wingspan of 64.75 m."
    start, end = supporting_span("سرعتها ٩٠٠ كم/س.", ARABIC)
    assert ARABIC[start:end].startswith("تبلغ سرعة")
    assert supporting_span("", "") == (0, 0)


words = st.sampled_from(
    "aircraft engine wing 350 12.5 % runway Airbus not no before increase the of in A350-900".split()
)
sentences = st.lists(words, min_size=3, max_size=12).map(lambda some: f"The {' '.join(some)}.")


@given(st.lists(sentences, min_size=1, max_size=5), st.integers(0, 4))
def test_a_verbatim_sentence_is_always_supported(text: list[str], which: int) -> None:
    assert check(text[which % len(text)], " ".join(text)).support == "supported"


@settings(deadline=None)
@given(st.integers(100, 99_999), st.integers(0, 4), st.integers(1, 9), st.sampled_from(["kg", "passengers", "ft", "%"]))
def test_a_changed_digit_never_stays_supported(number: int, place: int, by: int, unit: str) -> None:
    digits = list(str(number))
    place %= len(digits)
    digits[place] = str((int(digits[place]) + by) % 10)
    changed = int("".join(digits))
    if len(str(changed)) < len(digits):
        return
    evidence = f"The new limit of the airline is {number} {unit} on each of its routes."
    assert check(f"On each route the airline's new limit is {changed} {unit}.", evidence).support != "supported"


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=400))
def test_any_two_texts_can_be_compared(claim: str, evidence: str) -> None:
    verdict = check(claim, evidence)
    assert 0 <= verdict.score <= 1
    start, end = supporting_span(claim, evidence)
    assert 0 <= start <= end <= len(evidence)


@pytest.mark.parametrize("piece", ["not no ", "A350 ", "12 km, ", "The aircraft flew. ", "“quote ", "[1] ", "و12 لا "])
def test_long_evidence_takes_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        evidence = piece * (size // len(piece))
        begun = time.process_time()
        check("The A350 did not fly 12 km to Doha before it landed, and 13 km after.", evidence)
        check(evidence, evidence + "x")
        return time.process_time() - begun

    assert seconds(100_000) < 10 * seconds(25_000) + 0.5


@pytest.fixture(scope="module")
def suite() -> list[dict[str, str]]:
    lines = [
        line
        for name in ("faulty", "sound")
        for line in (ROOT / f"tests/suites/faults/{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return [json.loads(line) for line in lines]


def test_planted_faults_are_caught_and_honest_sentences_pass(suite: list[dict[str, str]]) -> None:
    found = {"f": list[bool](), "s": list[bool]()}
    for row in suite:
        title = row["article"].replace("-", " ")
        verdict = check(row["claim"], row["quote"], language=row["language"], context=title)
        found[row["id"][0]].append(verdict.support != "supported")
    assert sum(found["f"]) >= 0.85 * len(found["f"])
    assert sum(found["s"]) <= 0.08 * len(found["s"])


def aerocite(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    code = "import sys; from assistant.commands.checks import check; sys.exit(check(standalone_mode=False))"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, cwd=ROOT, check=False)


def test_check_as_a_command() -> None:
    done = aerocite("The A350-1000 is 75.8 m long.", "-", stdin=LENGTHS)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("unsupported (")
    assert "[number_absent]" in done.stdout
    done = aerocite("--json", "The A350-1000 is 73.8 m long.", LENGTHS)
    assert json.loads(done.stdout) == {"support": "supported", "score": 0.97, "flags": []}


def test_check_in_a_batch() -> None:
    lines = [
        json.dumps({"id": "a", "claim": "The A350-1000 is 73.8 m long.", "evidence": LENGTHS}),
        "not json",
        json.dumps({"id": 3, "claim": "No evidence."}),
        json.dumps({"id": "d", "claim": "يسمح لها بالهبوط.", "evidence": ARABIC}),
    ]
    done = aerocite("--batch", "-", stdin="\n".join(lines))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 3
    assert [row["id"] for row in found] == ["a", None, 3, "d"]
    assert found[0] == {"id": "a", "support": "supported", "score": 0.97, "flags": []}
    assert [set(row) for row in found[1:3]] == [{"id", "error"}] * 2
    assert found[3]["support"] == "weak"
