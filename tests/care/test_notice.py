"""Notices: a quiet word where no rule rings and a serious cause cannot be set aside."""

import pytest

import gluteal
from gluteal.care.notice import LEAST, TIMES
from gluteal.knowledge import split

KB = gluteal.load()
SERIOUS = set(KB.causes.index[KB.causes["serious"] == "yes"])
WALKER = gluteal.Case(
    present=["pain_mid_buttock", "pain_lateral_thigh", "worse_walking", "vascular_risk_factors"],
    absent=["straight_leg_raise"],
    age=64,
    sex="male",
    setting="pain_clinic",
)
RUNNER = gluteal.Case(
    present=[
        "repetitive_impact_training",
        "worse_running_or_impact",
        "worse_single_leg_load",
        "worse_walking",
        "limited_hip_internal_rotation",
    ],
    age=24,
    sex="female",
    setting="sports",
)


def changed(case, **fields):
    return gluteal.Case(**case.to_dict() | fields)


@pytest.mark.parametrize(
    ("case", "cause"),
    [(WALKER, "gluteal_vascular_claudication"), (RUNNER, "femoral_neck_stress_fracture")],
)
def test_where_no_rule_rings_a_likely_serious_cause_is_named_with_its_probability(case, cause):
    assert gluteal.red_flags(case).empty
    notice, row = gluteal.notices(case).loc[cause], gluteal.differential(case).loc[cause]
    assert notice["probability"] == row["probability"] >= max(LEAST, TIMES * row["prior"])
    assert notice["low"] <= notice["probability"] <= notice["high"]
    said = f"{KB.causes.at[cause, 'label']} cannot be set aside: {row['probability']:.2f}."
    assert notice["said"] == said


def test_a_notice_asks_for_a_finding_that_is_open_and_no_block():
    for case in (WALKER, RUNNER):
        for asked in gluteal.notices(case)["next_finding"]:
            assert asked in gluteal.next_findings(case).index
            assert asked not in (*case.present, *case.absent)
            assert KB.findings.at[asked, "tier"] != "block"


def test_a_notice_never_asks_for_the_test_that_could_break_the_bone():
    assert "hop_or_fulcrum_test" in gluteal.next_findings(RUNNER).index
    for f in gluteal.notices(RUNNER)["next_finding"]:
        assert "femoral_neck_stress_fracture" not in split(KB.findings.at[f, "unsafe_suspects"])


def test_a_notice_holds_no_injection():
    holds = gluteal.injections(WALKER)["holds"]
    assert "cannot be set aside" not in str(holds.to_list())


def test_the_finding_asked_for_raises_the_flag_and_the_notice_withdraws():
    asked = gluteal.notices(WALKER).at["gluteal_vascular_claudication", "next_finding"]
    marked = WALKER.with_marks(present=[asked])
    assert "vascular" in gluteal.red_flags(marked).index and gluteal.notices(marked).empty


def test_closing_a_flag_with_a_reason_does_not_bring_its_cause_back_as_a_notice():
    asked = gluteal.notices(WALKER).at["gluteal_vascular_claudication", "next_finding"]
    marked = WALKER.with_marks(present=[asked])
    closed = changed(marked, cleared={"flag:vascular": "exercise ABI normal on 2 May"})
    assert gluteal.red_flags(closed).at["vascular", "cleared"] and gluteal.notices(closed).empty


@pytest.mark.parametrize(
    "fields",
    [
        {"setting": "equal"},
        {"age": 15},
        {"precautions": ["under_18"]},
        {"present": ["vascular_risk_factors", "worse_walking"], "absent": []},
        {"present": [*WALKER.present, "saddle_anaesthesia"]},
    ],
    ids=["equal", "under 18 by age", "under 18 by precaution", "little known", "immediate flag"],
)
def test_no_notice_where_no_ranking_is_to_be_read(fields):
    assert len(gluteal.notices(WALKER)) == 1
    assert gluteal.notices(changed(WALKER, **fields)).empty


def test_a_flag_that_holds_nothing_does_not_silence_a_notice():
    root = gluteal.Case(
        present=[
            "myotomal_weakness",
            "pain_below_knee",
            "night_pain_second_half",
            "tender_sciatic_notch",
        ],
        absent=["straight_leg_raise", "pain_low_back", "worse_cough_or_sneeze"],
        age=66,
        setting="emergency",
    )
    flags = gluteal.red_flags(root)
    assert list(flags.index) == ["severe_root_deficit"]
    assert "pelvic_malignancy" in flags.at["severe_root_deficit", "suspects"]
    assert "pelvic_malignancy" in gluteal.notices(root).index


def test_only_serious_causes_are_noticed_most_likely_first():
    for name, row in KB.cases.iterrows():
        case = gluteal.Case(row["present"], row["absent"], age=row["age"], setting=row["setting"])
        found = gluteal.notices(case)
        assert set(found.index) <= SERIOUS, name
        assert found["probability"].is_monotonic_decreasing


def test_without_a_notice_the_frame_has_its_columns():
    assert list(gluteal.notices(gluteal.Case()).columns) == list(gluteal.notices(WALKER).columns)
