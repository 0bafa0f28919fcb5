"""What each cell rests on, how much of a cause is measured, and what is worth measuring."""

import numpy as np
import pandas as pd
import pytest

import gluteal
from gluteal.figures import coverage_bars
from gluteal.model import after, by_cause, model_of, priors, shares
from gluteal.model.likelihood import Model
from gluteal.study import KINDS, agenda, cells, coverage
from gluteal.study.worth import _deviations

KB = gluteal.load()
CELLS = cells(KB)
SEEN = pd.DataFrame(
    {
        "pain_over_sij": [1, 1, 0],
        "sij_distraction": [1, 0, -1],
        "faber_posterior_pain": [1, 1, 0],
        "pain_groin": [-1, 1, 1],
        "worse_sitting": [0, 1, -1],
        "setting": ["pain_clinic", "primary_care", "sports"],
    },
    index=["a", "b", "c"],
)


def test_every_cell_with_evidence_is_there_once_with_the_number_of_the_matrix():
    at = pd.MultiIndex.from_frame(CELLS[["cause", "finding"]])
    matrix = KB.matrix.stack()
    assert at.is_unique and set(at) == set(matrix[KB.known.stack()].index)
    assert np.allclose(CELLS["probability"], matrix[at])
    assert ((CELLS["low"] <= CELLS["probability"]) & (CELLS["probability"] <= CELLS["high"])).all()


def test_what_a_cell_rests_on_agrees_with_its_trace():
    for row in CELLS.sample(40, random_state=1).itertuples():
        trace = KB.trace(row.cause, row.finding)
        own = trace[(trace["table"] == "evidence") & (trace["use"] == "yes")]
        basis = own["basis"].iloc[0] if len(own) else "judgement"
        assert row.rests_on.split(",")[0] == basis
        assert row.rests_on.endswith("reconciled") == (trace["table"] == "reconciled").any()
        assert row.sources == ("".join(own["source"]) if len(own) else "")


def test_without_reconciling_nothing_is_called_so_and_the_numbers_are_those_before():
    judged = cells(gluteal.load(reconciled=False))
    assert not judged["rests_on"].str.endswith("reconciled").any()
    both = CELLS.merge(judged, on=["cause", "finding"], suffixes=("", "_judged"))
    kept = both["before"].between(0.006, 0.98)
    assert np.allclose(both["before"][kept], both["probability_judged"][kept], atol=1e-9)


def test_the_parts_of_a_cause_add_up_and_a_scan_can_be_counted_or_not():
    bedside = coverage(KB)
    assert np.allclose(bedside[list(KINDS)].sum(axis=1), bedside["total"])
    assert bedside["measured"].between(0, 1).all() and bedside["measured"].is_monotonic_decreasing
    everything = coverage(KB, ["history", "examination", "investigation", "block"])
    assert (everything["total"] >= bedside["total"].reindex(everything.index) - 1e-9).all()
    with pytest.raises(ValueError, match="'imaging', must be of history"):
        coverage(KB, ["imaging"])


def test_bars_show_the_shares_of_the_frame():
    table = coverage(KB)
    figure = coverage_bars(table, KB)
    shown = np.array([bar.x for bar in figure.data])
    assert np.allclose(shown, (table[list(KINDS)].div(table["total"], axis=0)).T, atol=1e-4)
    assert np.allclose(shown.sum(axis=0), 1, atol=1e-3)


def posterior(model, marks, setting):
    log_rows = np.log(shares(KB, setting)) + model.log_likelihood(marks)
    return after(priors(KB, setting), by_cause(model, log_rows.T), setting)[:, 0]


@pytest.mark.parametrize("cause", ["sacroiliac_joint_pain", "hip_osteoarthritis"])
def test_the_gain_of_a_cell_is_what_knowing_it_would_add_to_the_log_score(cause):
    """Move the cell one standard deviation to either side: mean divergence from the mean."""
    one = SEEN.loc[["b"]]
    table = agenda(KB, one).set_index(["cause", "finding"])
    c, model = KB.cells, Model(KB)
    f, rows = c.position["pain_groin"], np.flatnonzero(c.rows["cause"] == cause)
    own = rows[~c.from_presentation[rows, f]]
    groups = [[r] for r in rows if c.from_presentation[r, f]] + [list(own)] * (len(own) > 0)
    marks = np.zeros((1, len(c.findings)), np.int8)
    for name in one.columns.drop("setting"):
        marks[0, c.position[name]] = one[name].iloc[0]
    start = model.present.copy()
    gain = 0.0
    for group in groups:
        sides = []
        for sign in (1, -1):
            model.present = start.copy()
            model.present[group, f] += 0.2 * sign * _deviations(KB)[0][0, group, f]
            model.forget()
            sides.append(posterior(model, marks, "primary_care"))
        middle = np.mean(sides, axis=0)
        gain += np.mean([(p * np.log2(p / middle)).sum() for p in sides]) / 0.04
    assert table.at[(cause, "pain_groin"), "gain"] == pytest.approx(1000 * gain, rel=0.05)


def test_only_what_was_noted_is_worth_anything_and_the_setting_may_differ():
    table = agenda(KB, SEEN)
    assert set(table["finding"]) == set(SEEN.columns) - {"setting"}
    assert (table["gain"] > 0).all() and table["gain"].is_monotonic_decreasing
    assert table["shift"].between(0, 0.5).all() and table["patients"].between(0, 3).all()
    apart = [agenda(KB, SEEN.loc[[i]]) for i in SEEN.index]
    whole = pd.concat(apart).groupby(["cause", "finding"])["gain"].sum() / 3
    assert np.allclose(
        table.set_index(["cause", "finding"])["gain"],
        whole[whole.index].reindex(pd.MultiIndex.from_frame(table[["cause", "finding"]])),
        rtol=1e-4,
    )


def test_a_cohort_may_carry_its_causes_and_ages():
    more = SEEN.assign(cause="hip_osteoarthritis", age=60, side="left", relief=0.5)
    pd.testing.assert_frame_equal(agenda(KB, more), agenda(KB, SEEN))


def test_studies_leave_less_to_learn_than_judges():
    table = agenda(KB, SEEN).set_index(["cause", "finding"])
    width = np.log(table["high"] / table["low"].clip(lower=0.005))
    measured = table["rests_on"].isin(["accuracy", "prevalence"])
    assert width[measured].median() < width[~measured].median()
    assert model_of(KB).causes.isin(table.index.get_level_values("cause")).all()


def test_a_cohort_without_patients_is_refused():
    with pytest.raises(gluteal.CaseError, match="must have at least one patient"):
        agenda(KB, SEEN.head(0))
