"""Drugs that affect bleeding: which column is read, what they hold and what never waits."""

import pandas as pd
import pytest

import gluteal
from gluteal.care.drugs import RAISING, asks_prescriber
from gluteal.knowledge import RISKS

KB = gluteal.load()
NOBODY = gluteal.Case()
DEEP = "aspiration_drainage"
NEEDLES = [str(n) for n, role in KB.injections["role"].items() if role != "none"]
SEPTIC_HIP = gluteal.Case(
    present=["fever_or_systemically_unwell", "hip_motion_painful", "pain_groin"], age=60
)


def with_marks(*precautions, case=NOBODY):
    return gluteal.injections(gluteal.Case(**case.to_dict() | {"precautions": precautions}))


@pytest.mark.parametrize("drug", KB.anticoagulants.index)
def test_the_aspiration_of_a_joint_that_may_be_septic_is_held_for_no_drug(drug):
    for raised in ((), ("higher_bleeding_risk",)):
        row = with_marks(drug, *raised, case=SEPTIC_HIP).loc["joint_aspiration"]
        assert row["holds"] == ()
        (said,) = [c for c in row["cautions"] if c.startswith(KB.anticoagulants.at[drug, "label"])]
        wait, action = (
            said.index("does not wait for this drug"),
            said.index("Elective needles only"),
        )
        assert wait < said.index("haematology") < action


def test_a_joint_or_superficial_collection_is_low_risk_and_a_deep_one_high():
    risk = KB.injections["bleeding_risk"]
    assert (risk["joint_aspiration"], risk["aspiration_drainage"]) == ("low", "high")
    rows = with_marks("vitamin_k_antagonist", case=SEPTIC_HIP)
    joint, deep = (" ".join(rows.at[n, "cautions"]) for n in ("joint_aspiration", DEEP))
    assert "INR is 3 or less" in joint and "5 days" not in joint
    assert "INR back to normal" in deep and "do not wait" in rows.at[DEEP, "warning"]


@pytest.mark.parametrize("flag", KB.red_flags.index)
def test_a_flag_that_spares_the_drainage_of_pus_spares_the_aspiration_too(flag):
    spares = KB.red_flags.at[flag, "spares"].split(";")
    assert ("joint_aspiration" in spares) == (DEEP in spares)


@pytest.mark.parametrize("factor", RAISING)
@pytest.mark.parametrize("drug", ["dual_therapy", "vitamin_k_antagonist", "aspirin_primary"])
def test_a_factor_of_the_patient_reads_the_next_higher_column(factor, drug):
    row = KB.anticoagulants.loc[drug]
    for r in with_marks(drug, factor).loc[NEEDLES].itertuples():
        column = RISKS[min(RISKS.index(r.bleeding_risk) + 1, 2)]
        held = row[f"{column}_risk_hold"] == "yes" and r.Index != "joint_aspiration"
        held |= asks_prescriber(r.Index, drug, column)
        said = [s for s in (r.holds if held else r.cautions) if s.startswith(row["label"])]
        assert len(said) == 1 and row[f"{column}_risk_action"] in said[0]
        raised = r.bleeding_risk != column
        assert (f"read as {column} risk" in said[0]) == raised
        assert not raised or KB.precautions.at[factor, "label"] in said[0]


def test_a_raised_class_can_hold_what_the_class_of_the_procedure_does_not():
    plain, raised = (
        with_marks("dual_therapy", *more).at["trigger_point_injection", "holds"]
        for more in ((), ("higher_bleeding_risk",))
    )
    label = KB.anticoagulants.at["dual_therapy", "label"]
    assert not [h for h in plain if label in h] and [h for h in raised if label in h]


def test_a_factor_of_the_patient_alone_holds_nothing_and_leaves_the_drugs_unasked():
    rows = with_marks("higher_bleeding_risk").loc[NEEDLES]
    pd.testing.assert_series_equal(rows["holds"], with_marks().loc[rows.index, "holds"])
    label = KB.precautions.at["higher_bleeding_risk", "label"]
    assert rows["cautions"].map(lambda c: any(s.startswith(label) for s in c)).all()
    assert rows["not_asked"].map(lambda asked: "antithrombotic" in asked).all()


def test_the_limits_of_the_canal_are_said_wherever_a_bleeding_disorder_is_marked():
    said = " ".join(with_marks("bleeding_disorder").at["caudal_epidural", "cautions"])
    assert "normal INR" in said and "platelets 70-75 or more" in said


def test_a_prosthetic_valve_is_a_caution_for_a_steroid_into_the_hip():
    rows = with_marks("valve_or_endocarditis")
    assert "endocarditis" in " ".join(rows.at["hip_intraarticular", "cautions"])
    assert "endocarditis" not in " ".join(rows.at["trigger_point_injection", "cautions"])
