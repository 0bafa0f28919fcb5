"""What changed tables do to the published patients."""

import pytest

from gluteal import study


@pytest.fixture(scope="module")
def stricter(kb):
    """The bundled tables, but that nobody is treated for a painful coccyx or sacroiliac joint."""
    limits = kb.thresholds.reset_index()
    rows = limits["cause"].isin(["coccydynia", "sacroiliac_joint_pain"])
    limits.loc[rows, ["test_threshold", "treat_threshold"]] = [0.98, 0.99]
    return kb.with_tables({"thresholds": limits}, "+strict")


def test_a_threshold_moves_zones_and_no_ranking(kb, stricter):
    found = study.effect(stricter, kb)
    assert found.moved.empty and (found.measures["before"] == found.measures["after"]).all()
    after = set(found.zones["after"])
    assert "not indicated" in after and "therapeutic injection" not in after
    assert set(found.zones["setting"]) >= {"pain_clinic"}


def test_what_is_done_and_undone_leaves_the_zones_where_they_were(kb, stricter):
    back = study.effect(kb, stricter).zones
    there = study.effect(stricter, kb).zones
    swapped = there.rename(columns={"before": "after", "after": "before"})[there.columns]
    assert back.equals(swapped)


def test_a_patient_of_whom_only_one_has_a_record_is_left_out(kb):
    fewer = kb.with_tables({"coded": kb.coded.iloc[1:].reset_index()}, "+fewer")
    patients = study.effect(fewer, kb).patients.index
    assert kb.coded.index[0] not in patients and len(patients) == len(study.people(kb)) - 1
    assert study.changes(fewer, kb)[["row", "kind"]].to_numpy().tolist() == [
        [kb.coded.index[0], "removed"]
    ]


def test_cells_changed_together_are_applied_one_by_one(kb):
    rows = kb.backgrounds.reset_index()
    rows.loc[rows["finding"].isin(["worse_sitting", "pain_ischial"]), "background"] = 0.9
    both = kb.with_tables({"backgrounds": rows}, "+mine")
    found = study.alone(both, kb).set_index("row")
    assert set(found.index) == {"worse_sitting", "pain_ischial"}
    assert (found["Brier"] != found["Brier_before"]).all()
    assert found["Brier_before"].nunique() == 1
    only = kb.backgrounds.assign(
        background=kb.backgrounds["background"].mask(kb.backgrounds.index == "worse_sitting", 0.9)
    )
    one = study.effect(kb.with_tables({"backgrounds": only.reset_index()}, "+one"), kb)
    assert found.at["worse_sitting", "Brier"] == pytest.approx(one.measures.at["Brier", "after"])


def test_one_change_alone_is_told_once(kb):
    rows = kb.backgrounds.reset_index()
    rows.loc[rows["finding"] == "worse_sitting", "background"] = 0.6
    assert study.alone(kb.with_tables({"backgrounds": rows}, "+mine"), kb).empty
    assert "alone" not in study.told(kb.with_tables({"backgrounds": rows}, "+mine"), kb)


def test_without_a_patient_in_both_no_effect_is_told(kb):
    none = kb.coded.iloc[:0].reset_index()
    other = kb.with_tables({"coded": none.assign(case=[])}, "+none")
    other.cases = kb.cases.iloc[:0]
    found = study.effect(other, kb)
    assert found.patients.empty and len(found.left_out) == len(study.people(kb))
    assert "no effect can be told" in study.told(other, kb)
