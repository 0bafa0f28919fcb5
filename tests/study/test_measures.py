"""Measures of accuracy and calibration, against values worked out by hand and scikit-learn's."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, log_loss, top_k_accuracy_score

from gluteal.study import difference, each, places, reliability, summary


def patients(n, causes=6, seed=0):
    random = np.random.default_rng(seed)
    p = pd.DataFrame(random.dirichlet(np.ones(causes), n), columns=list("abcdefghij")[:causes])
    return p, pd.Series(random.choice(p.columns, n), p.index)


def test_the_measures_are_those_of_scikit_learn():
    p, truth = patients(200)
    per, labels = each(p, truth).mean(), list(p.columns)
    for n in (1, 3, 5):
        assert per[f"top-{n}"] == pytest.approx(top_k_accuracy_score(truth, p, k=n, labels=labels))
    kept = p.clip(lower=1e-3)
    own = -np.log([kept.at[i, c] for i, c in truth.items()]).mean()
    assert per["log loss"] == pytest.approx(own)
    assert own == pytest.approx(log_loss(truth, p, labels=labels), abs=0.02)  # floored at 0.001
    several = brier_score_loss(truth, p, labels=labels, scale_by_half=False)
    assert per["Brier"] == pytest.approx(several)


def test_level_causes_share_the_place():
    p = pd.DataFrame([[0.25] * 4], columns=list("abcd"))
    per = each(p, pd.Series(["c"])).iloc[0]
    assert per[["top-1", "top-3", "top-5"]].tolist() == [0.25, 0.75, 1]
    above, level = places(p, pd.Series(["c"]))
    assert (above.tolist(), level.tolist()) == ([0], [4])


def test_an_interval_holds_its_mean_and_is_the_same_each_time():
    p, truth = patients(60)
    one, other = summary(p, truth), summary(p, truth)
    assert ((one["low"] <= one["mean"]) & (one["mean"] <= one["high"])).all()
    pd.testing.assert_frame_equal(one, other)


def test_more_patients_make_a_narrower_interval():
    widths = [summary(*patients(n)).eval("high - low")["top-3"] for n in (30, 300, 3000)]
    assert widths[0] > 2 * widths[1] > 4 * widths[2]


@given(st.integers(1, 50), st.integers(0, 1000))
def test_every_patient_stands_in_one_bin(n, seed):
    p, truth = patients(n, seed=seed)
    table = reliability(p, truth)
    assert table["cases"].sum() == n
    assert table["predicted"].mul(table["cases"]).sum() == pytest.approx(p.max(axis=1).sum())
    assert table["observed"].between(table["low"] - 1e-9, table["high"] + 1e-9).all()


def test_probabilities_that_are_true_are_calibrated():
    """Causes drawn from the probabilities themselves: observed is predicted."""
    random = np.random.default_rng(1)
    p = pd.DataFrame(random.dirichlet(np.full(5, 0.5), 20_000), columns=list("abcde"))
    drawn = (p.cumsum(axis=1).to_numpy() < random.random((len(p), 1))).sum(axis=1).clip(max=4)
    truth = pd.Series(p.columns[drawn], p.index)
    table = reliability(p, truth)
    gap = (table["observed"] - table["predicted"]).abs()
    assert gap[table["cases"] > 1000].max() < 0.03 and len(gap) == 4


def test_a_cause_that_is_not_in_the_tables_is_refused_with_its_row():
    p, truth = patients(3)
    with pytest.raises(ValueError, match="row 1, cause == 'zz'"):
        each(p, truth.where(truth.index != 1, "zz"))
    with pytest.raises(ValueError, match="not the same"):
        each(p, truth.rename({0: 9}))


def test_a_gain_is_seen_in_pairs_where_two_intervals_overlap():
    """A small gain in every patient is sure, however much the patients differ."""
    p, truth = patients(100)
    own = pd.get_dummies(truth).reindex(columns=p.columns, fill_value=False).astype(float)
    better = 0.95 * p + 0.05 * own
    one, other = summary(better, truth).loc["Brier"], summary(p, truth).loc["Brier"]
    assert one["high"] > other["low"]
    assert difference(better, p, truth).loc["Brier", "high"] < 0
