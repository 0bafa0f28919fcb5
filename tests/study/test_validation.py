"""Validation on published patients, decision curves, errors in the marks, simulated dependence."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gluteal
from gluteal import study
from gluteal.model import choice

KB = gluteal.load()
JUDGED = gluteal.load(reconciled=False)
COHORT = study.published(KB)
CHANCES = study.readings(COHORT, KB)


def test_every_published_patient_has_a_cause_a_reference_and_the_marks_of_the_report():
    assert len(COHORT) == len(KB.cases) + len(KB.coded) and COHORT.index.is_unique
    assert COHORT["cause"].isin(KB.causes.index).all()
    for name, case in KB.cases.iterrows():
        assert (COHORT.loc[name, case["present"]] == 1).all()
        assert (COHORT.loc[name, case["absent"]] == -1).all()


def test_a_published_patient_scores_as_the_same_case_in_the_explorer():
    for name, row in KB.cases.iloc[:5].iterrows():
        case = gluteal.Case(
            present=row["present"], absent=row["absent"], age=row["age"], sex=row["sex"]
        )
        shown = gluteal.differential(case, KB)["probability"].reindex(KB.causes.index)
        assert CHANCES["all marks"].loc[name].to_numpy() == pytest.approx(shown.to_numpy())


def test_history_and_examination_know_nothing_of_scans_and_blocks():
    marks = study.marks_of_stages(COHORT, KB)
    late = KB.findings.index[~KB.findings["stage"].isin(study.BEDSIDE)]
    assert not marks[late].any(axis=None)
    early = KB.findings.index.difference(late, sort=False)
    pd.testing.assert_frame_equal(marks[early], COHORT[early], check_dtype=False)


def test_the_model_is_beside_simpler_rules_in_each_reading():
    table = study.compare(COHORT, KB)
    assert table.index.get_level_values("reading").nunique() == 4
    means = table["mean"].unstack("measure")
    for reading, part in means.groupby("reading"):
        assert part["Brier"].idxmin() == (reading, "gluteal")
        assert part.loc[(reading, "prior alone"), "top-1"] == pytest.approx(1 / len(KB.causes))


def test_groups_and_causes_hold_every_patient_once():
    p, truth = CHANCES["all marks"], COHORT["cause"]
    groups = study.by_group(p, truth, COHORT["reference"])["patients"].groupby("reference").first()
    assert groups.sum() == len(COHORT)
    table = study.by_cause(p, truth)
    assert table["patients"].sum() == len(COHORT)
    assert table["first"].sum() == pytest.approx(study.each(p, truth)["top-1"].sum())
    for cause, row in table.iterrows():
        assert (
            bool(row["instead"]) == (row["first"] < row["patients"]) and cause not in row["instead"]
        )


def test_a_changed_choice_is_gone_afterwards_even_after_an_error():
    before = gluteal.score(COHORT[KB.findings.index], KB)
    with pytest.raises(RuntimeError), choice(KB, clusters=(1.0,), composites=False, sharpen=3.0):
        raise RuntimeError
    with choice(KB, clusters=(1.0,)) as full:
        changed = gluteal.score(COHORT[KB.findings.index], full)
    assert np.abs(changed - before).to_numpy().max() > 0.01
    pd.testing.assert_frame_equal(gluteal.score(COHORT[KB.findings.index], KB), before)


def test_marks_of_a_cluster_count_as_the_choice_says():
    """Three positive signs of one cluster: in full, halved, or the strongest alone."""
    signs = ["resisted_external_derotation", "tender_greater_trochanter", "pain_lying_on_side"]
    marks = pd.DataFrame([[1, 1, 1]], columns=signs)
    found = study.weightings(marks, KB, "pain_clinic")
    halved, full, one = (p.at[0, "greater_trochanteric_pain"] for p in found.values())
    assert one < halved < full


def test_net_benefit_by_hand():
    """Of ten patients four need it; at 0.2 a wrong injection costs a quarter of a right one."""
    p = pd.DataFrame({"a": [0.9, 0.7, 0.3, 0.1, 0.6, 0.25, 0.1, 0.1, 0.1, 0.1]})
    p["b"] = 1 - p["a"]
    truth = pd.Series(["a"] * 4 + ["b"] * 6)
    curve = study.decision_curve(p, truth, ["a"], (0.2,)).set_index("strategy")["net_benefit"]
    assert curve["by probability"] == pytest.approx(3 / 10 - 2 / 10 * 0.25)
    assert curve["treat all"] == pytest.approx(4 / 10 - 6 / 10 * 0.25)
    assert curve["treat none"] == 0


@given(st.integers(0, 500), st.floats(0.05, 0.9))
@settings(max_examples=25, deadline=None)
def test_nothing_is_better_than_knowing_the_cause(seed, threshold):
    random = np.random.default_rng(seed)
    p = pd.DataFrame(random.dirichlet([1, 1, 1], 30), columns=list("abc"))
    truth = pd.Series(random.choice(list("abc"), 30))
    known = pd.get_dummies(truth).reindex(columns=p.columns, fill_value=False).astype(float)
    guess, best = (
        study.decision_curve(x, truth, ["a"], (threshold,)).set_index("strategy")["net_benefit"]
        for x in (p, known)
    )
    assert best["by probability"] == pytest.approx((truth == "a").mean())
    assert guess["by probability"] <= best["by probability"] + 1e-12


def test_weights_give_the_cohort_the_mix_of_a_setting():
    weight = study.mix(KB.patients["cause"], KB.priors["pain_clinic"])
    share = weight.groupby(KB.patients["cause"]).sum() / weight.sum()
    wanted = KB.priors["pain_clinic"].reindex(share.index)
    assert share.to_numpy() == pytest.approx((wanted / wanted.sum()).to_numpy())
    assert weight.mean() == pytest.approx(1)


def test_the_two_commonest_injections_are_for_different_causes():
    first, second = study.commonest_injections(KB)
    one, other = (set(KB.injections.at[i, "causes"].split(";")) for i in (first, second))
    assert not one & other and "sacroiliac_joint_pain" in one and "lumbar_radiculopathy" in other


def test_more_careless_marking_is_less_accurate_and_none_changes_nothing():
    table = study.careless(COHORT, KB, rates=(0.0, 0.15, 0.3), repeats=5)
    brier = table.pivot(index="kind", columns="rate", values="Brier")
    right = study.each(CHANCES["all marks"], COHORT["cause"])["Brier"].mean()
    assert brier[0.0].to_numpy() == pytest.approx(right)
    assert table["Brier"].between(table["Brier low"], table["Brier high"]).all()
    assert (brier.diff(axis=1).iloc[:, 1:] > 0).all(axis=None)
    assert brier.loc["turned round", 0.3] > brier.loc[["forgotten", "made up"], 0.3].max()


def test_errors_are_the_same_each_time():
    one, other = (study.careless(COHORT.iloc[:10], KB, (0.2,), 3) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)


def test_simulated_patients_have_the_rates_of_the_tables_and_the_dependence_asked_for():
    signs = ["pain_lying_on_side", "tender_greater_trochanter"]  # of one cluster
    other = "worse_lumbar_flexion"
    loose, tight = (study.simulated(JUDGED, 20_000, r, asked=1.0) for r in (0.0, 0.8))
    for cohort in (loose, tight):
        own = cohort[cohort["cause"] == "greater_trochanteric_pain"]
        rate = (own[signs[0]] == 1).mean()
        rows = JUDGED.betas["probability"].xs(signs[0], level="finding")
        shares = JUDGED.cells.rows.set_index(["cause", "presentation"])["share"]
        own_rows = rows.loc["greater_trochanteric_pain"]
        wanted = (own_rows * shares.loc["greater_trochanteric_pain"]).sum()
        assert rate == pytest.approx(wanted, abs=0.04)
    elsewhere = [c[c["cause"] == "unexplained"] for c in (loose, tight)]
    within = [c[signs].corr().iloc[0, 1] for c in elsewhere]
    across = [c[[signs[0], other]].corr().iloc[0, 1] for c in elsewhere]
    assert abs(within[0]) < 0.06 and within[1] > 0.3
    assert max(map(abs, across)) < 0.06


def test_without_dependence_full_weight_is_calibrated_and_with_it_overconfident():
    table = study.dependence(JUDGED, (0.0, 0.9), 1500)
    gap = table.pivot(index="weighting", columns="correlation", values="overconfidence")
    assert abs(gap.loc["every mark in full", 0.0]) < 0.03
    assert gap.loc["every mark in full", 0.9] > 0.08
    assert (gap[0.9] > gap[0.0]).all() and gap[0.9].idxmax() == "every mark in full"


def test_ablations_start_from_the_model_as_it_is():
    table = study.ablations(COHORT, KB)["mean"].unstack("measure")
    right = study.summary(CHANCES["all marks"], COHORT["cause"])["mean"]
    assert table.loc["as it is"].to_dict() == pytest.approx(right.to_dict())
    assert table.index.nunique() > 6
