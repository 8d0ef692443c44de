"""Intervals and tests of evaluation, against scipy and against examples worked by hand."""

from statistics import fmean
from time import process_time

import numpy as np
import pytest
from scipy import stats

from assistant.evaluation.statistics import (
    aggregate_interval,
    cohen_kappa,
    detectable,
    holm,
    interval,
    mcnemar,
    mean,
    mean_interval,
    paired,
    paired_figures,
    ppi,
    wilson,
)


def names(n: int) -> list[str]:
    return [f"case {number}" for number in range(n)]


def drawn(n: int, seed: int = 0) -> list[float]:
    return [float(value) for value in np.random.default_rng(seed).beta(2, 1, n)]


@pytest.mark.parametrize(("right", "n"), [(0, 1), (1, 1), (0, 30), (30, 30), (24, 30), (90, 100), (2301, 2556)])
def test_the_interval_of_a_share_is_wilsons(right: int, n: int) -> None:
    expected = stats.binomtest(right, n).proportion_ci(method="wilson")
    assert wilson(right, n) == pytest.approx((expected.low, expected.high), abs=1e-12)
    assert interval([1.0] * right + [0.0] * (n - right), names(n)) == wilson(right, n)


def test_a_share_worked_by_hand() -> None:
    # z² = 3.8415. Of 8 in 10: centre (.8 + 3.8415/20) / 1.38415 = .7167, half width
    # 1.96 / 1.38415 * sqrt(.8 * .2 / 10 + 3.8415 / 400) = 1.4160 * .1600 = .2266.
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=5e-5)
    # Of 0 in 100 the upper end is 3.8415 / 103.8415, about the 3/n of the rule of three.
    assert wilson(0, 100) == pytest.approx((0.0, 0.0370), abs=5e-5)


@pytest.mark.parametrize("n", [5, 40, 300])
def test_the_interval_of_a_mean_is_scipys_bca_of_the_same_resamples(n: int) -> None:
    values = [round(64 * value) / 64 for value in drawn(n)]  # sums are exact, so that ties are ties in scipy too
    source = np.random.default_rng(0)
    expected = stats.bootstrap((values,), np.mean, n_resamples=5_000, method="BCa", rng=source).confidence_interval
    assert mean_interval(values, names(n)) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_cases_of_one_cluster_count_as_one_where_they_are_alike() -> None:
    values = drawn(40)
    alone = mean_interval(values, names(40))
    assert mean_interval(values * 3, names(40) * 3) == pytest.approx(alone)
    low, high = mean_interval(values * 3, names(120)) or (0, 0)
    assert alone is not None
    assert high - low < 0.7 * (alone[1] - alone[0])


def test_a_weight_of_two_is_as_two_cases_of_one_cluster() -> None:
    values, heavy = drawn(20), [2.0] * 5 + [1.0] * 15
    twice = mean_interval(values + values[:5], names(20) + names(5))
    assert mean_interval(values, names(20), heavy) == pytest.approx(twice)
    assert mean([1.0, 0.0, 0.0], [2, 1, 1]) == 0.5


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("n", [1, 2, 20])
def test_a_share_never_has_an_interval_of_no_width(value: float, n: int) -> None:
    low, high = mean_interval([value] * n, names(n)) or (0, 0)
    assert 0 <= low <= value <= high <= 1
    assert high - low > 0.1
    if value != 0.5:
        assert (low, high) == pytest.approx(wilson(value * n, n))


def test_twenty_right_answers_on_one_article_are_not_twenty() -> None:
    assert interval([1.0] * 20, ["one"] * 20) == pytest.approx(wilson(1, 1))
    assert interval([1.0] * 20, ["one", "two"] * 10) == pytest.approx(wilson(2, 2))


def test_what_has_no_scale_has_no_interval_for_one_value() -> None:
    assert mean_interval([], []) is None
    assert mean_interval([812.0], ["a"], scale=None) is None
    assert mean_interval([812.0, 812.0], ["a", "b"], scale=None) == (812.0, 812.0)


def test_the_same_numbers_give_the_same_interval() -> None:
    values = drawn(30)
    assert mean_interval(values, names(30)) == mean_interval(values, names(30))


def test_an_aggregate_of_means_has_about_the_interval_of_the_mean() -> None:
    values = drawn(100)
    assert aggregate_interval(fmean, values, names(100)) == pytest.approx(mean_interval(values, names(100)), abs=0.02)
    assert aggregate_interval(fmean, values, names(100), seconds=0) is None
    assert aggregate_interval(fmean, [1.0] * 10, names(10)) == pytest.approx(wilson(10, 10))


def test_intervals_of_a_hundred_metrics_over_three_hundred_cases_are_fast() -> None:
    started = process_time()
    for seed in range(100):
        count = 300 - seed
        interval(drawn(count, seed), names(count))
    assert process_time() - started < 4


@pytest.mark.parametrize("n", [3, 9, 14])
def test_sign_flips_are_scipys_exact_permutations(n: int) -> None:
    before, after = drawn(n), [min(1.0, value + 0.1 * (-1) ** at) for at, value in enumerate(drawn(n, 1))]
    expected = stats.permutation_test(
        (before, after), lambda x, y, axis: np.mean(y - x, axis=axis), permutation_type="samples", n_resamples=np.inf
    )
    assert paired(before, after, names(n)).p == pytest.approx(expected.pvalue, abs=1e-12)


def test_many_sign_flips_are_drawn() -> None:
    before = drawn(60)
    after = [float(value) for value in before + 0.05 * np.random.default_rng(4).normal(0.3, 1, 60)]
    expected = stats.permutation_test(
        (before, after), lambda x, y, axis: np.mean(y - x, axis=axis), permutation_type="samples", rng=1
    )
    found = paired(before, after, names(60), scale=None)
    assert found.p == pytest.approx(expected.pvalue, abs=0.015)
    interval = stats.bootstrap((np.subtract(after, before),), np.mean, n_resamples=5_000, rng=np.random.default_rng(0))
    assert (found.low, found.high) == pytest.approx(tuple(interval.confidence_interval), abs=1e-9)


def test_clusters_are_flipped_whole() -> None:
    # Six cases get better: alone they flip 64 ways, two of them as far; in three clusters eight ways.
    before, after = [0.0] * 6, [1.0] * 6
    assert paired(before, after, names(6)).p == 2 / 64
    assert paired(before, after, ["a", "b", "c"] * 2).p == 2 / 8


def test_runs_that_do_not_differ() -> None:
    values = [1.0] * 15 + [0.0] * 5
    found = paired(values, values, names(20))
    assert (found.delta, found.p) == (0, 1)
    # None of 20 differs: up to 3.8415 / 23.8415 of all may, either way.
    assert (found.low, found.high) == pytest.approx((-0.1611, 0.1611), abs=5e-5)
    assert found.detectable == pytest.approx(2.8016 * (0.1611 / 20) ** 0.5, abs=5e-4)
    everything = paired([0.0] * 20, [1.0] * 20, names(20))
    assert (everything.low, everything.high) == pytest.approx((1 - 2 * 0.1611, 1), abs=1e-4)


@pytest.mark.parametrize(("broken", "fixed"), [(0, 0), (0, 5), (0, 6), (3, 3), (4, 15), (200, 260)])
def test_mcnemar_is_a_binomial_test_and_the_flips_of_yes_and_no(broken: int, fixed: int) -> None:
    expected = stats.binomtest(broken, broken + fixed).pvalue if fixed else 1.0
    assert mcnemar(broken, fixed) == pytest.approx(expected, abs=1e-12)
    before, after = [1.0] * broken + [0.0] * fixed + [1.0], [0.0] * broken + [1.0] * (fixed + 1)
    assert paired(before, after, names(broken + fixed + 1)).p == pytest.approx(expected, abs=1e-12)


def test_holm_by_hand() -> None:
    # Sorted .005, .01, .03, .04 times 4, 3, 2, 1 = .02, .03, .06, .04, and none below the one before it.
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([0.6, 0.7]) == (1.0, 1.0)
    assert holm([]) == ()


@pytest.mark.parametrize(
    ("n", "tenth", "fifth"),
    [(30, 16.2, 22.9), (50, 12.5, 17.7), (100, 8.9, 12.5), (200, 6.3, 8.9), (500, 4.0, 5.6), (2556, 1.8, 2.5)],
)
def test_the_smallest_difference_that_a_suite_shows(n: int, tenth: float, fifth: float) -> None:
    # (1.9600 + .8416) * sqrt(discordance / n), in points.
    assert round(100 * detectable(0.1, n), 1) == tenth
    assert round(100 * detectable(0.2, n), 1) == fifth


def test_a_comparison_says_what_it_could_have_shown() -> None:
    # 10 of 100 cases differ; in pairs of like ones the 50 clusters show less.
    before, after = [0.0] * 5 + [1.0] * 95, [1.0] * 5 + [0.0] * 5 + [1.0] * 90
    assert paired(before, after, names(100)).detectable == pytest.approx(detectable(0.1, 100))
    assert paired(before * 2, after * 2, names(100) * 2).detectable == pytest.approx(detectable(0.1, 100))


def test_the_paired_means_of_figures_are_the_paired_means() -> None:
    before, after = drawn(50), drawn(50, 1)
    each = paired(before, after, names(50))
    found = paired_figures(fmean, [[value] for value in before], [[value] for value in after], n=50)
    assert found is not None
    assert (found.before, found.after) == pytest.approx((each.before, each.after))
    assert (found.low, found.high, found.p) == pytest.approx((each.low, each.high, each.p), abs=0.05)
    assert found.detectable == pytest.approx(each.detectable, rel=0.15)
    assert paired_figures(fmean, [], [], n=0) is None


def test_kappa_by_hand() -> None:
    # 20 both yes, 15 both no, 5 and 10 apart: agreed .7, by chance .5 * .6 + .5 * .4 = .5, so (.7 - .5) / .5.
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert cohen_kappa(first, second) == pytest.approx(0.4)
    assert cohen_kappa(["yes"], ["yes"]) is None


def test_labels_correct_the_mean_of_a_judge() -> None:
    # The judge says .75 over four and is wrong by 0, -1, 0 over three: .75 - 1/3 = .4167.
    # Variances .25 / 4 and .3333 / 3 add up to .1736, whose root is .4167.
    theta, error = ppi([1, 1, 0, 1], [1, 0, 1], [1, 1, 1])
    assert (theta, error) == pytest.approx((0.4167, 0.4167), abs=5e-5)
    with pytest.raises(ValueError, match="at least two"):
        ppi([1, 1], [1], [1])
