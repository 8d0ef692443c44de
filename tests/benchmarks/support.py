"""How well support is judged, on claims with the text that they cite, labelled attributable or not.

    python tests/benchmarks/support.py ../shared/data

First the labels: macro-F1 of the shares in a logistic regression, refitted for each fold of a cross-validation,
beside the weights as shipped and beside plain word recall in the whole passage with its threshold fitted in the same
way. Then supported claims with one fact altered by rule: how many of those that pass are caught.
"""

import argparse
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
import sets
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.figures import find_figures
from assistant.support import check
from assistant.support.overlap import overlap
from assistant.support.reading import read, without_markers
from assistant.support.verdict import INTERCEPT, SUPPORTED, WEIGHTS
from assistant.support.weights import stem

Floats = NDArray[np.float64]
FOLDS, REPEATS, RESAMPLES = 10, 5, 2000
UNITS = {"km": "miles", "miles": "km", "feet": "metres", "meters": "feet", "metres": "feet", "kg": "pounds"}
UNITS |= {"pounds": "kg", "million": "billion", "billion": "million", "hours": "days", "days": "hours"}
UNITS |= {"years": "months", "months": "years", "percent": "million", "%": " kg", "minutes": "hours", "weeks": "months"}
TURNED = (
    "increase:decrease before:after first:last more:less higher:lower largest:smallest most:least early:late".split()
)
TURNED += "longer:shorter accept:reject rise:fall gain:loss start:end always:never above:below maximum:minimum".split()
TURNED += "increased:decreased increases:reduces reduce:increase reduced:increased begins:ends north:south".split()


def fit(shares: Floats, labels: Floats) -> Floats:
    """Logistic regression with a light pull to zero; no share may count against support."""
    rows = np.c_[np.ones(len(shares)), shares]

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = rows @ weights
        slope = rows.T @ (1 / (1 + np.exp(-odds)) - labels)
        return float(np.sum(np.logaddexp(0, odds) - labels * odds) + 0.5 * np.sum(weights[1:] ** 2)), slope + np.r_[
            0, weights[1:]
        ]

    bounds = [(None, None)] + [(0, None)] * shares.shape[1]
    found: Floats = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def macro_f1(labels: Floats, judged: NDArray[np.bool_]) -> float:
    truth = labels > 0.5
    both = [2 * np.sum(truth & judged) / (truth.sum() + judged.sum() or 1)]
    both.append(2 * np.sum(~truth & ~judged) / ((~truth).sum() + (~judged).sum() or 1))
    return float(np.mean(both))


def best_threshold(values: Floats, labels: Floats) -> float:
    grid = np.unique(np.round(values, 3))
    return float(max(grid, key=lambda one: macro_f1(labels, values >= one)))


def cross_validated(shares: Floats, plain: Floats, labels: Floats) -> tuple[Floats, Floats]:
    """For each repeat and claim, whether each of the two calls it supported when fitted on the other folds."""
    ours, theirs = np.zeros((REPEATS, len(labels))), np.zeros((REPEATS, len(labels)))
    for repeat in range(REPEATS):
        folds = np.random.default_rng(repeat).permutation(len(labels)) % FOLDS
        for fold in range(FOLDS):
            test, rest = folds == fold, folds != fold
            weights = fit(shares[rest], labels[rest])
            ours[repeat, test] = weights[0] + shares[test] @ weights[1:] > 0
            theirs[repeat, test] = plain[test] >= best_threshold(plain[rest], labels[rest])
    return ours, theirs


def interval(labels: Floats, ours: Floats, theirs: Floats) -> tuple[float, float]:
    """The 95 % paired bootstrap interval of the difference in macro-F1, over claims, in the first repeat."""
    choose = np.random.default_rng(7)
    gains = []
    for _ in range(RESAMPLES):
        some = choose.integers(0, len(labels), len(labels))
        gains.append(macro_f1(labels[some], ours[0, some] > 0) - macro_f1(labels[some], theirs[0, some] > 0))
    low, high = np.percentile(gains, [2.5, 97.5])
    return float(low), float(high)


def word_recall(claim: str, evidence: str) -> float:
    """The share of the claim's telling words that the whole passage holds."""

    def stems(text: str) -> set[str]:
        return {found for word in re.findall(r"\w+", text.lower()) if (found := stem(word, "en"))}

    wanted = stems(claim)
    return len(wanted & stems(evidence)) / len(wanted) if wanted else 1.0


def measure_labels(rows: list[dict[str, Any]]) -> None:
    shares, plain = [], []
    for row in rows:
        evidence = "\n\n".join(row["references"])
        shares.append(overlap(read(row["claim"], "en"), read(evidence, "en"))[:6])
        plain.append(word_recall(row["claim"], evidence))
    x, recall = np.array(shares, float), np.array(plain)
    y = np.array([row["attribution_label"] == "attributable" for row in rows], float)
    ours, theirs = cross_validated(x, recall, y)
    shipped = INTERCEPT + x @ np.array(WEIGHTS) > np.log(SUPPORTED / (1 - SUPPORTED))
    print(f"{len(rows)} claims, {FOLDS} folds, {REPEATS} times")
    print(f"macro-F1, refitted       {np.mean([macro_f1(y, one > 0) for one in ours]):.3f}")
    print(f"macro-F1, as shipped     {macro_f1(y, shipped):.3f}")
    print(f"macro-F1, word recall    {np.mean([macro_f1(y, one > 0) for one in theirs]):.3f}")
    low, high = interval(y, ours, theirs)
    print(f"difference, 95 %         {low:+.3f} to {high:+.3f}")
    print(f"weights on all           {fit(x, y).round(2).tolist()}")


def measure_time(rows: list[dict[str, Any]]) -> None:
    pairs = [(row["claim"], row["references"][0][:1500]) for row in rows]
    for claim, evidence in pairs:
        check(claim, evidence)
    for how, some in (("prepared", pairs[-400:]), ("new to it", [(c + " ", e + " ") for c, e in pairs[:400]])):
        begun = process_time()
        for claim, evidence in some:
            check(claim, evidence)
        print(f"ms per sentence and passage, {how:10} {1000 * (process_time() - begun) / len(some):.2f}")


def number_changed(row: dict[str, Any], chance: random.Random, _: list[str]) -> str:
    digits = re.findall(r"(?<![\w.,-])\d[\d,.]*\d|(?<![\w.,-])\d(?![\w-])", row["claim"])
    if not digits:
        return ""
    old = chance.choice(digits)
    place = chance.choice([n for n, char in enumerate(old) if char.isdigit()])
    new = old[:place] + str((int(old[place]) + chance.randint(1, 8)) % 10 or 9) + old[place + 1 :]
    return row["claim"].replace(old, new, 1) if new != old else ""


def number_swapped(row: dict[str, Any], chance: random.Random, _: list[str]) -> str:
    claim = row["claim"]
    ours, theirs = find_figures(claim), find_figures(" ".join(row["references"]))
    said = {one.text for one in ours}
    pairs = [(a, b) for a in ours for b in theirs if a.kind == b.kind and a.value != b.value and b.text not in said]
    if not pairs:
        return ""
    a, b = chance.choice(pairs)
    return claim[: a.start] + b.text + claim[a.end :]


def unit_changed(row: dict[str, Any], chance: random.Random, _: list[str]) -> str:
    found = [one for one in re.finditer(r"(?<=\d)( ?)([a-z]+|%)", row["claim"]) if one[2] in UNITS]
    if not found:
        return ""
    one = chance.choice(found)
    return str(row["claim"][: one.start()] + one[1] + UNITS[one[2]] + row["claim"][one.end() :])


def name_replaced(row: dict[str, Any], chance: random.Random, names: list[str]) -> str:
    found = re.findall(r"(?<=[a-z] )[A-Z][a-z]{3,}(?: [A-Z][a-z]+)*", row["claim"])
    held = " ".join([row["claim"], *row["references"]]).lower()
    others = [name for name in names if not any(word in held for word in name.lower().split())]
    return row["claim"].replace(chance.choice(found), chance.choice(others), 1) if found and others else ""


def denied(row: dict[str, Any], _: random.Random, __: list[str]) -> str:
    if " not " in row["claim"]:
        return str(row["claim"].replace(" not ", " ", 1))
    verb = re.search(r" (?:is|are|was|were|can|will|has|have|had|may|should|could|would|must) ", row["claim"])
    return row["claim"][: verb.end()] + "not " + row["claim"][verb.end() :] if verb else ""


def turned(row: dict[str, Any], chance: random.Random, _: list[str]) -> str:
    both = [pair.split(":") for pair in TURNED]
    both += [[b, a] for a, b in both]
    found = [(a, b) for a, b in both if re.search(rf"\b{a}\b", row["claim"])]
    if not found:
        return ""
    a, b = chance.choice(found)
    return re.sub(rf"\b{a}\b", b, row["claim"], count=1)


def measure_alterations(rows: list[dict[str, Any]]) -> None:
    rows = [row for row in rows if row["attribution_label"] == "attributable"]
    names = sorted({n for row in rows for n in re.findall(r"(?<=[a-z] )[A-Z][a-z]{3,}(?: [A-Z][a-z]+)*", row["claim"])})
    verdicts = [check(row["claim"], "\n\n".join(row["references"])) for row in rows]
    passed = [row for row, verdict in zip(rows, verdicts, strict=True) if verdict.support == "supported"]
    print(f"\n{len(rows)} supported claims, {len(passed)} judged supported; of those, altered ones caught")
    counts: dict[str, int] = {}
    for verdict in verdicts:
        for flag in verdict.flags:
            counts[flag] = counts.get(flag, 0) + 1
    ways: list[Callable[[dict[str, Any], random.Random, list[str]], str]]
    ways = [number_changed, number_swapped, unit_changed, name_replaced, denied, turned]
    for way in ways:
        chance = random.Random(3)
        altered = [(row, text) for row in passed if (text := way(row, chance, names)) and text != row["claim"]]
        found = [check(text, "\n\n".join(row["references"])).support != "supported" for row, text in altered]
        print(f"{way.__name__:16} {len(found):4} {np.mean(found) if found else 0:6.2f}")
    print("flags on the supported claims as they are:")
    for flag, count in sorted(counts.items(), key=lambda one: -one[1]):
        print(f"{flag:16} {count:4} {count / len(rows):6.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of measuring sets")
    with (parser.parse_args().data / "attributionbench/dev.jsonl").open() as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        row["claim"] = " ".join(without_markers(row["claim"]).split())
    print(sets.header("Support of claims by what they cite"))
    measure_labels(rows)
    measure_time(rows)
    measure_alterations(rows)


if __name__ == "__main__":
    main()
