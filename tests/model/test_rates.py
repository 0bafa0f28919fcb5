"""Rates of one finding in all causes: drawn toward the tables, without the clinic's own shift."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from gluteal.model.rates import COMMON, rates

CAUSES = 5
COUNTS = st.lists(st.tuples(st.integers(0, 400), st.floats(0, 1)), min_size=CAUSES, max_size=CAUSES)
STARTS = st.lists(st.floats(0.02, 0.95), min_size=CAUSES, max_size=CAUSES)


def column(values):
    return np.array(values, float)[:, None]


def after(start, asked, yes, deviation=0.3):
    return rates(column(start), column(asked), column(yes), np.full((CAUSES, 1), deviation))[:, 0]


def mode(start, asked, yes, deviation):
    """The same mode by a general optimiser."""
    base = np.log(start / (1 - start))

    def loss(x):
        odds = base + x[:-1] + x[-1]
        likely = (yes * odds - asked * np.logaddexp(0, odds)).sum()
        return (x[:-1] ** 2).sum() / (2 * deviation**2) + x[-1] ** 2 / (2 * COMMON**2) - likely

    found = minimize(loss, np.zeros(CAUSES + 1), method="BFGS", options={"gtol": 1e-7})
    return 1 / (1 + np.exp(-base - found.x[:-1]))


def test_the_mode_is_that_of_a_general_optimiser():
    start, asked = np.array([0.1, 0.3, 0.5, 0.7, 0.9]), np.array([200, 0, 35, 4, 90.0])
    yes = np.array([60, 0, 5, 4, 88.0])
    np.testing.assert_allclose(after(start, asked, yes), mode(start, asked, yes, 0.3), atol=1e-4)


@given(STARTS, COUNTS)
def test_rates_stay_rates_and_causes_without_patients_stay_where_they_were(start, counts):
    asked = [n for n, _ in counts]
    found = after(start, asked, [round(n * p) for n, p in counts])
    assert ((found > 0) & (found < 1)).all()
    unseen = np.array(asked) == 0
    np.testing.assert_array_equal(found[unseen], np.array(start)[unseen])


@given(STARTS, COUNTS, st.integers(0, CAUSES - 1))
def test_one_more_patient_with_the_finding_never_makes_it_rarer(start, counts, at):
    asked = np.array([n for n, _ in counts]) + 1.0
    yes = np.array([round(n * p) for n, p in counts], float)
    more = yes.copy()
    more[at] += 1
    assert after(start, asked, more)[at] >= after(start, asked, yes)[at] - 1e-9


def test_with_many_patients_of_many_causes_the_clinic_is_right():
    start, truth = np.array([0.2, 0.3, 0.4, 0.5, 0.6]), np.array([0.35, 0.3, 0.4, 0.5, 0.45])
    odd = lambda p: np.log(p / (1 - p))  # noqa: E731
    found = after(start, np.full(CAUSES, 20_000), truth * 20_000)
    contrast = (odd(found) - odd(start)) - (odd(truth) - odd(start))
    assert np.ptp(contrast) < 0.02


def test_what_is_noted_more_often_in_every_cause_moves_none():
    start = np.array([0.2, 0.3, 0.4, 0.5, 0.6])
    shifted = 1 / (1 + np.exp(-np.log(start / (1 - start)) - 1))
    found = after(start, np.full(CAUSES, 100), shifted * 100)
    assert np.abs(np.log(found / (1 - found)) - np.log(start / (1 - start))).max() < 0.05
