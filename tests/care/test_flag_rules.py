"""Rules of the red flags: what settles them, and what rings or stays quiet."""

import pytest

import gluteal
from gluteal.knowledge import parse_rule, split

KB = gluteal.load()
ORDER = ("history", "examination", "investigation")


def test_every_flag_that_holds_injections_names_the_findings_that_settle_it():
    holding = KB.red_flags[KB.red_flags["holds_injections"] == "yes"]
    assert all(split(tests) for tests in holding["tests"])


def test_what_settles_a_flag_goes_from_the_bedside_to_the_image():
    for tests in KB.red_flags["tests"]:
        stages = [ORDER.index(KB.findings.at[f, "stage"]) for f in split(tests)]
        assert stages == sorted(stages)


def test_no_flag_is_settled_by_a_test_that_is_unsafe_while_it_is_open():
    for flag, row in KB.red_flags.iterrows():
        for finding in split(row["tests"]):
            unsafe = split(KB.findings.at[finding, "unsafe_suspects"])
            assert not set(unsafe) & set(split(row["suspects"])), (flag, finding)


def rings(*present, **fields):
    """Flags that a few marks raise, and whether one of them holds."""
    flags = gluteal.red_flags(gluteal.Case(present=present, **fields))
    return set(flags.index), bool(flags["holds_injections"].any())


ROOT_PAIN = ("pain_below_knee", "leg_pain_worse_than_back", "straight_leg_raise")
SEAT = ("pain_perineum_genital", "worse_sitting", "cyclic_or_organ_linked_pain")


def test_weakness_of_one_root_with_root_pain_is_shown_and_holds_nothing():
    assert rings(*ROOT_PAIN, "myotomal_weakness") == ({"severe_root_deficit"}, False)


def test_weakness_without_leg_pain_holds():
    flags, held = rings("myotomal_weakness", "pain_mid_buttock")
    assert held and "weakness_beyond_one_root" in flags


@pytest.mark.parametrize("site", ["pain_perineum_genital", "pain_bilateral"])
def test_weakness_with_pain_where_one_root_does_not_reach_holds(site):
    flags, held = rings(*ROOT_PAIN, "myotomal_weakness", site)
    assert held and "weakness_beyond_one_root" in flags


@pytest.mark.parametrize(
    "worse", ["bilateral_leg_deficit", "saddle_anaesthesia", "wide_based_gait", "history_of_cancer"]
)
def test_weakness_in_root_pain_holds_once_it_is_more_than_one_stable_root(worse):
    assert rings(*ROOT_PAIN, "myotomal_weakness", worse)[1]


def test_organ_linked_pain_of_the_seat_does_not_ring_and_elsewhere_it_does():
    assert rings(*SEAT) == (set(), False)
    assert "visceral" in rings("pain_low_back", "cyclic_or_organ_linked_pain")[0]
    assert "visceral" in rings("pain_low_back", "worse_sitting", "cyclic_or_organ_linked_pain")[0]
    assert "visceral" in rings("pain_perineum_genital", "cyclic_or_organ_linked_pain")[0]
    assert rings(*SEAT, "unremitting_night_pain")[1]


def test_a_fall_on_the_seat_is_no_hamstring_avulsion():
    fall = ("sudden_onset", "tender_ischial_tuberosity", "recent_fall_or_buttock_trauma")
    assert "hamstring_avulsion" not in rings(*fall)[0]
    assert "hamstring_avulsion" in rings(*fall, "resisted_knee_flexion_pain")[0]


def test_a_runner_who_limps_is_held_wherever_it_hurts():
    limp = ("repetitive_impact_training", "antalgic_gait", "worse_running_or_impact")
    assert "limp_in_training" in rings(*limp, "pain_mid_buttock")[0]
    assert "femoral_neck_suspected" in rings(*limp, "pain_anterior_thigh_or_knee")[0]


@pytest.mark.parametrize("risk", ["bone_fragility_risk", "repetitive_impact_training"])
def test_groin_pain_on_walking_with_a_bone_stress_risk_may_be_a_femoral_neck_fracture(risk):
    flags, held = rings("pain_groin", risk, "worse_walking")
    assert held and "femoral_neck_suspected" in flags


def test_sudden_pain_and_a_limp_hold_over_65_without_a_fall():
    assert "occult_hip_fracture" in rings("sudden_onset", "antalgic_gait", age=78)[0]
    assert "occult_hip_fracture" not in rings("sudden_onset", "antalgic_gait", age=40)[0]


def test_sudden_pain_with_fragile_bone_holds():
    assert rings("sudden_onset", "bone_fragility_risk") == ({"sudden_pain_fragile_bone"}, True)


def test_a_tender_pubis_in_training_rings_unless_the_sport_kicks_or_cuts():
    pubis = ("repetitive_impact_training", "tender_pubic_ramus_or_symphysis")
    assert "bone_stress_pelvis" in rings(*pubis)[0]
    assert "bone_stress_pelvis" not in rings(*pubis, "kicking_or_cutting_sport")[0]


@pytest.mark.parametrize("more", [{"age": 57}, {"present": ["cyclist_or_saddle_exposure"]}])
def test_exertional_pain_gone_on_standing_still_rings_over_50_and_in_a_cyclist(more):
    case = gluteal.Case(present=["exertional_pain_relieved_by_rest"])
    assert "vascular" not in gluteal.red_flags(case).index
    both = {"present": [*case.present, *more.get("present", [])], "age": more.get("age", 28)}
    assert "vascular" in gluteal.red_flags(gluteal.Case(**both)).index


def test_a_weak_pulse_with_pain_on_walking_rings_though_rest_does_not_relieve():
    assert "vascular" in rings("reduced_femoral_pulse_or_bruit", "worse_walking")[0]


def test_coccyx_pain_with_numbness_asks_for_the_sacrum():
    flags, held = rings("pain_coccyx", "numbness_or_tingling")
    assert held and "sacral_mass_possible" in flags
    assert rings("pain_coccyx", "tender_coccyx", "worse_sitting") == (set(), False)


def test_raised_markers_with_back_pain_or_a_limp_hold_without_fever():
    for sign in ("pain_low_back", "antalgic_gait", "hip_motion_painful"):
        assert "raised_inflammatory_markers" in rings("raised_crp_or_esr", sign)[0]


@pytest.mark.parametrize("flag", KB.red_flags.index)
def test_the_words_of_a_rule_name_every_finding_of_it(flag):
    rule = parse_rule(KB.red_flags.at[flag, "rule"])
    said = rule.words(KB.findings["label"].to_dict())
    assert all(KB.findings.at[f, "label"] in said for f in rule.findings)


def test_a_raised_flag_says_its_rule_in_words():
    flags = gluteal.red_flags(gluteal.Case(present=["pain_coccyx", "numbness_or_tingling"]))
    words = flags.at["sacral_mass_possible", "words"]
    assert words.startswith("(Pain at the coccyx; or Bony tenderness over the sacral ala or body)")


@pytest.mark.parametrize("sign", ["sudden_onset", "worse_cough_or_sneeze", "slump_test"])
def test_acute_sciatica_of_both_legs_rings_and_walking_pain_of_both_legs_does_not(sign):
    both = ("pain_bilateral", "pain_below_knee")
    assert "bilateral_radicular_pain" in rings(*both, sign)[0]
    claudicant = ("worse_walking", "relieved_sitting_or_flexion", "numbness_or_tingling")
    assert rings(*both, *claudicant) == (set(), False)
