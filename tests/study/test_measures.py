"""Measures of probabilities against known causes."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluteal.study import bootstrap, each, reliability, summary

P = pd.DataFrame({"a": [0.6, 0.2, 0.5], "b": [0.3, 0.5, 0.5], "c": [0.1, 0.3, 0.0]})
TRUTH = pd.Series(["a", "a", "b"])


def test_places_and_scores_are_those_worked_out_by_hand():
    found = each(P, TRUTH)
    assert found["top-1"].tolist() == [1, 0, 0.5]
    assert found["Brier"].round(4).tolist() == [0.26, 0.98, 0.5]
    assert found["log loss"].round(4).tolist() == [0.5108, 1.6094, 0.6931]


def test_the_interval_of_a_mean_holds_it_and_narrows_with_more_patients():
    few, many = (
        summary(
            P.loc[[0, 1, 2] * n].reset_index(drop=True),
            TRUTH.loc[[0, 1, 2] * n].reset_index(drop=True),
        )
        for n in (5, 80)
    )
    for found in (few, many):
        assert ((found["low"] <= found["mean"]) & (found["mean"] <= found["high"])).all()
    assert ((many["high"] - many["low"])[["Brier"]] < (few["high"] - few["low"])[["Brier"]]).all()


def test_bootstrap_agrees_with_the_normal_approximation():
    values = np.random.default_rng(1).normal(size=(400, 1))
    low, high = bootstrap(values)
    assert high[0] - low[0] == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.1)


def test_patients_of_a_calibrated_tool_lie_on_the_line():
    random = np.random.default_rng(2)
    first = random.uniform(0.5, 1, 20_000)
    p = pd.DataFrame({"a": first, "b": 1 - first})
    truth = pd.Series(np.where(random.random(20_000) < first, "a", "b"))
    table = reliability(p, truth)
    assert (table["predicted"] - table["observed"]).abs().max() < 0.02
    assert table["cases"].sum() == 20_000


@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=8), st.data())
def test_scores_stay_within_their_bounds(weights, data):
    share = np.array(weights) / sum(weights)
    p = pd.DataFrame([share], columns=[f"c{i}" for i in range(len(share))])
    row = each(p, pd.Series([data.draw(st.sampled_from(list(p.columns)))])).iloc[0]
    assert 0 <= row["top-1"] <= row["top-3"] <= row["top-5"] <= 1
    assert 0 <= row["Brier"] <= 2 and 0 <= row["log loss"] <= 6.91
