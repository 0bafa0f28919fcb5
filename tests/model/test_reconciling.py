"""Cells that agree with whole patients."""

import numpy as np
import pandas as pd
import pytest

import gluteal
from gluteal.cases import CaseError
from gluteal.knowledge import data_folder
from gluteal.model import cohort_of, likelihood_ratios, reconcile

JUDGED = gluteal.load(reconciled=False)
PEOPLE = cohort_of(JUDGED.patients, JUDGED)
EARLY = JUDGED.findings.index[JUDGED.findings["stage"].isin(["history", "examination"])]


def log_loss(kb, people):
    marks = people[EARLY]
    p = gluteal.score(marks, kb).to_numpy()
    at = kb.causes.index.get_indexer(people["cause"])
    return -np.log(p[np.arange(len(p)), at]).mean()


@pytest.fixture(scope="module")
def halves():
    first = JUDGED.patients["round"] == 1
    return PEOPLE[first], PEOPLE[~first]


@pytest.fixture(scope="module")
def taught(halves):
    """Tables that learned from the first round."""
    return reconcile(halves[0], JUDGED)


def test_what_is_learned_from_one_round_carries_over_to_the_other(halves, taught):
    for learned, unseen in ((taught, halves[1]), (reconcile(halves[1], JUDGED), halves[0])):
        assert log_loss(learned, unseen) < log_loss(JUDGED, unseen) - 0.03


def test_the_bundled_table_is_what_the_invented_patients_teach(kb):
    learned = reconcile(PEOPLE, JUDGED).reconciled.set_index(["cause", "finding"])
    bundled = kb.reconciled.set_index(["cause", "finding"]).add_suffix("_bundled")
    both = learned.join(bundled, how="inner")
    assert len(both) > 0.98 * max(len(learned), len(bundled))
    np.testing.assert_allclose(both["present"], both["present_bundled"], atol=0.02)
    np.testing.assert_allclose(both["absent"], both["absent_bundled"], atol=0.02)


def test_reconciling_leaves_the_tables_it_started_from_and_says_what_it_made(taught):
    learned, fresh = taught, gluteal.load(data_folder(), reconciled=False)
    before = fresh.cells.theta
    assert (JUDGED.cells.theta == before).all() and len(JUDGED.reconciled) == 0
    assert learned.version.endswith("+reconciled") and learned.digest != JUDGED.digest
    assert list(learned.reconciled.columns) == list(JUDGED.reconciled.columns)


def test_the_weaker_the_smaller_the_steps(halves, taught):
    tables = reconcile(halves[0], JUDGED, strength=0.25), taught
    sizes = [np.log(kb.reconciled["present"]).abs().sum() for kb in tables]
    assert 0 < sizes[0] < sizes[1]


def test_a_handful_of_patients_moves_little():
    few = PEOPLE.groupby("cause").head(1)
    factors = reconcile(few, JUDGED).reconciled["present"]
    assert np.log(factors).abs().max() < 0.25


def test_of_a_cause_without_patients_nothing_is_learned():
    some = PEOPLE[PEOPLE["cause"].isin(["coccydynia", "ischial_bursitis", "pudendal_neuralgia"])]
    moved = reconcile(some, JUDGED).reconciled["cause"]
    assert set(moved) <= {"coccydynia", "ischial_bursitis", "pudendal_neuralgia"}


def test_the_order_of_patients_and_columns_does_not_matter(halves):
    people = halves[0].iloc[::7]
    mixed = people.iloc[::-1, ::-1]
    one, other = (reconcile(p, JUDGED).reconciled for p in (people, mixed))
    both = one.merge(other, on=["cause", "finding"], suffixes=("", "_mixed"))
    assert len(both) > 0.95 * len(one)
    np.testing.assert_allclose(both["present"], both["present_mixed"], atol=0.02)


@pytest.mark.parametrize("strength", [0, -1])
def test_a_strength_of_nothing_is_refused(strength):
    with pytest.raises(ValueError, match="must be above 0"):
        reconcile(PEOPLE, JUDGED, strength=strength)


def test_an_unknown_cause_is_refused():
    people = pd.DataFrame({"cause": ["sciatica"], "pain_below_knee": [1]})
    with pytest.raises(CaseError, match="sciatica"):
        reconcile(people, JUDGED)


def test_all_evidence_counts_more_where_patients_come_selected_and_once_in_a_clinic():
    marks = {"present": ["tender_coccyx"], "absent": []}
    for setting, power in (("equal", 1.4), ("pain_clinic", 1.0)):
        case = gluteal.Case(**marks, setting=setting)
        table = gluteal.differential(case)
        odds = table["probability"] / table["prior"]
        gained = np.log(odds["coccydynia"] / odds["unexplained"])
        said = np.log(likelihood_ratios(case)["coccydynia"])
        assert gained == pytest.approx(power * said)
