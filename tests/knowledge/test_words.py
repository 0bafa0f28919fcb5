"""Words that clinicians looked for and did not find."""

import csv
from pathlib import Path

import pytest

import gluteal
from gluteal.knowledge import split

KB = gluteal.load()
NEW = """pregnant within_a_year_of_birth family_history_spondyloarthritis
    no_gain_from_conservative_care low_mood off_work poor_sleep leg_pain hip_pain widespread_pain
    pop_with_bruising start_up_pain worse_weight_bearing worse_squatting_or_car relieved_lying
    heel_or_toe_walking_weak deficit_level_l4 deficit_level_l5 deficit_level_s1 reduced_anal_tone
    yeoman_test gillet_test active_straight_leg_raise normal_lumbar_mri normal_plain_film
    post_void_residual_over_200""".split()
NEVER_PROPOSED = {"low_mood", "off_work", "poor_sleep"}  # for care, not for likelihood
PHRASES = Path(__file__).parents[1] / "authorities" / "phrases.csv"


def present(*marks, **fields):
    return gluteal.Case(present=marks, **fields)


@pytest.mark.parametrize("finding", NEW)
def test_it_is_a_finding_with_its_background_and_how_to_elicit_it(finding):
    row = KB.findings.loc[finding]
    assert row["prompt"] and row["how_to_elicit"] and row["synonyms"]
    assert 0 < KB.backgrounds.at[finding, "background"] < 1
    assert KB.known[finding].any() == (finding not in NEVER_PROPOSED)


def test_words_that_the_search_is_held_to_lead_to_each():
    with PHRASES.open(encoding="utf-8", newline="") as file:
        led = {row["finding"] for row in csv.DictReader(file)}
    assert set(NEW) <= led


def test_each_is_proposed_but_the_yellow_flags():
    proposed = set(gluteal.next_findings(gluteal.Case(sex="female", age=34)).index)
    assert set(NEW) - proposed == NEVER_PROPOSED


@pytest.mark.parametrize("general", ["leg_pain", "hip_pain", "normal_lumbar_mri"])
def test_a_record_without_a_site_speaks_until_the_site_is_marked(general):
    specific = split(KB.findings.at[general, "yields_to"])[0]
    assert general in gluteal.weights(present(general)).columns
    assert gluteal.weights(present(general, specific)).columns.to_list() == [specific]


@pytest.mark.parametrize("sign", ["reduced_anal_tone", "post_void_residual_over_200"])
def test_the_cauda_equina_flag_rings_on_tone_and_on_the_residual(sign):
    case = present(sign, "pain_below_knee", "straight_leg_raise", setting="pain_clinic")
    assert gluteal.red_flags(case).at["cauda_equina", "urgency"] == "immediate"
    holds = gluteal.injections(case).at["lumbar_transforaminal_epidural", "holds"]
    assert any("cauda equina" in s.lower() for s in holds)
    assert gluteal.red_flags(gluteal.Case(absent=[sign])).empty


def test_normal_tone_or_a_small_residual_hardly_speaks_against_cauda_equina():
    case = present("saddle_anaesthesia", "bladder_or_bowel_dysfunction", setting="emergency")
    before = gluteal.differential(case)["probability"]["cauda_equina_syndrome"]
    both = case.with_marks(absent=["reduced_anal_tone"])
    after = gluteal.differential(both)["probability"]["cauda_equina_syndrome"]
    assert after > before / 2
    assert "cauda_equina" in gluteal.red_flags(both).index


def test_weak_heel_or_toe_walking_rings_as_weakness_and_yields_to_its_grade():
    assert "severe_root_deficit" in gluteal.red_flags(present("heel_or_toe_walking_weak")).index
    both = present("heel_or_toe_walking_weak", "myotomal_weakness")
    assert gluteal.weights(both).columns.to_list() == ["myotomal_weakness"]


def test_a_pop_with_bruising_rings_for_a_hamstring_avulsion():
    assert "hamstring_avulsion" in gluteal.red_flags(present("pop_with_bruising")).index


def test_the_level_of_a_deficit_tells_upper_from_lower_roots():
    case = present("pain_below_knee", "straight_leg_raise", setting="pain_clinic")

    def picture(level):
        marked = case.with_marks(present=[level])
        return gluteal.differential(marked).at["lumbar_radiculopathy", "presentation"]

    assert picture("deficit_level_l5") == picture("deficit_level_s1") == "l5_s1_leg_pain"
    theta = KB.betas["probability"].xs("lumbar_radiculopathy", level="cause")
    level = theta.xs("deficit_level_l4", level="finding")
    assert level["upper_lumbar"] > 2 * level["l5_s1_leg_pain"]


def test_diabetes_under_control_is_a_caution_that_answers_its_topic_and_holds_nothing():
    tests = ["sij_distraction", "sij_thigh_thrust", "sij_compression", "sij_sacral_thrust"]
    marked = present(
        "pain_over_sij",
        "fortin_finger_sign",
        "block_sij_relief",
        *tests,
        setting="pain_clinic",
        conservative_weeks=12,
        precautions=["diabetes_well_controlled"],
    )
    row = gluteal.injections(marked).loc["sij_intraarticular"]
    assert row["zone"] == "therapeutic injection"
    assert any("Diabetes, stable" in s for s in row["cautions"])
    assert not any("iabetes" in s for s in row["holds"]) and "diabetes" not in row["not_asked"]
