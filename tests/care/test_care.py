"""The safety review holds: flags, zones, requirements, precautions and doses."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from patients import meeting

import gluteal
from gluteal import care
from gluteal.care.drugs import asks_prescriber
from gluteal.care.limits import limits_of
from gluteal.care.patient import FIRM, patient_of
from gluteal.cases import CaseError, inapplicable
from gluteal.knowledge import SETTINGS, TOPICS, URGENCIES, split
from gluteal.model import chance_above, known

KB = gluteal.load()
NEEDLES = [str(n) for n, role in KB.injections["role"].items() if role != "none"]
ORDER = ["therapeutic injection", "diagnostic block", "investigate first"]
ORDER += ["specialist referral", "not indicated", "no zone"]
STEROID = re.compile(r"steroid|triamcinolone|methylpred|betameth|dexameth|cortis", re.I)


def of(present, setting="pain_clinic", age=44, weeks=14, **more):
    return gluteal.Case(
        present=present.split(), setting=setting, age=age, conservative_weeks=weeks, **more
    )


SIJ = of("sij_distraction sij_thigh_thrust sij_compression sij_sacral_thrust sij_gaenslen", weeks=8)
ROOT = of("pain_below_knee leg_pain_worse_than_back straight_leg_raise mri_root_compression")
PIRIFORMIS = of(
    "worse_sitting fair_test tender_sciatic_notch pain_mid_buttock seated_piriformis_stretch "
    "active_piriformis_test",
    absent=["straight_leg_raise"],
)
EXAMPLES = {
    "sij": SIJ,
    "sij_block": SIJ.with_marks(present=["block_sij_relief"]),
    "root": ROOT,
    "piriformis": PIRIFORMIS,
    "stenosis": of(
        "worse_walking relieved_sitting_or_flexion pain_bilateral worse_standing",
        "spine_orthopaedic",
        age=74,
    ),
    "hamstring": of("pain_ischial bent_knee_stretch_test resisted_knee_flexion_pain", "sports"),
    "coccyx": of("tender_coccyx pain_coccyx worse_sitting"),
    "tumour": of("unremitting_night_pain imaging_bone_lesion_or_mass palpable_mass_or_swelling"),
    "sepsis": of("fever_or_systemically_unwell imaging_collection_or_septic_change tender_sacrum"),
}
REQUIRED = {  # review.md, section 5
    "mri_root_compression": "lumbar_transforaminal_epidural",
    "mri_central_stenosis": "lumbar_interlaminar_epidural caudal_epidural",
    "block_facet_relief": "lumbar_medial_branch_rf",
    "block_sij_relief": "sij_lateral_branch_rf",
    "block_piriformis_relief": "piriformis_botulinum",
    "imaging_proximal_hamstring": "hamstring_peritendinous_injection hamstring_prp",
    "imaging_gluteal_tendinopathy": "gluteal_tendon_prp",
    "mri_pubic_symphysis_oedema": "pubic_symphysis_injection",
    "xray_hip_joint_narrowing": "hip_intraarticular",
    "mri_ischiofemoral_narrowing": "ischiofemoral_injection",
    "mri_sacral_fracture": "sacroplasty",
    "imaging_bone_lesion_or_mass": "piriformis_injection perisciatic_hydrodissection "
    "pudendal_block ganglion_impar_block",  # looked for and absent
}
FOLLOWS = {  # review.md, D7
    "pregnancy": "pregnancy_or_postpartum",
    "prosthetic_hip": "prior_hip_arthroplasty",
    "adjacent_prosthesis": "prior_hip_arthroplasty",
    "systemic_infection": "fever_or_systemically_unwell",
    "immunosuppression": "immunosuppression_or_ivdu",
    "open_neurology": "myotomal_weakness",
    "cauda_equina_or_progressive_deficit": "saddle_anaesthesia bladder_or_bowel_dysfunction "
    "bilateral_leg_deficit",
    "fracture_suspected": "mri_sacral_fracture mri_femoral_neck_fracture "
    "imaging_pubic_ramus_fracture",
    "local_tumour": "imaging_bone_lesion_or_mass",
    "suspected_septic_target": "imaging_collection_or_septic_change",
}


@pytest.fixture(scope="module")
def offered():
    """Injections of every example."""
    return {name: gluteal.injections(case) for name, case in EXAMPLES.items()}


def pairs(table):
    return [(key, one) for key, cell in table.items() for one in cell.split()]


def changed(case, **fields):
    return gluteal.Case(**case.to_dict() | fields)


def said(case, column="holds", injection="sij_intraarticular"):
    return " | ".join(gluteal.injections(case).at[injection, column])


def zones(case):
    return set(gluteal.injections(case).loc[NEEDLES, "zone"])


def lacks(injection, **marks):
    """Whether a requirement holds the injection in the therapeutic zone."""
    case, row = gluteal.Case(**marks), KB.rows("injections")[injection]
    cause = split(row["causes"])[0]
    needed = KB.thresholds.at[cause, "treatment_requires"]
    patient = patient_of(case, KB, care.raised(case, KB))
    evidence = care.evidence_of(KB)[injection, cause]
    limits = limits_of(injection, row, cause, "therapeutic injection", needed, evidence, patient)
    return any(x.kind == "requirement" and x.holds for x in limits)


def test_five_sacroiliac_signs_in_a_pain_clinic_open_a_sacroiliac_option_without_holds(offered):
    assert gluteal.differential(SIJ).index[0] == "sacroiliac_joint_pain"
    row = offered["sij"].loc["sij_intraarticular"]
    assert row["zone"] in ORDER[:2] and row["holds"] == ()


def test_saddle_anaesthesia_beside_them_raises_an_immediate_flag_that_holds_every_injection():
    case = SIJ.with_marks(present=["saddle_anaesthesia"])
    assert gluteal.red_flags(case).loc["cauda_equina", "urgency"] == "immediate"
    holds = gluteal.injections(case).loc[NEEDLES, "holds"]
    assert holds.map(lambda h: any(s.startswith("Red flag") for s in h)).all()


@pytest.mark.parametrize("setting", [*SETTINGS, "equal"])
def test_no_zone_follows_from_priors_alone(setting):
    for context in ({}, {"age": 70, "sex": "female"}, {"age": 25, "sex": "male"}):
        assert zones(gluteal.Case(setting=setting, **context)) == {"no zone"}


def test_no_prior_reaches_the_test_threshold_of_a_block():
    limits = care.thresholds().query("between == 'block'")
    for setting in SETTINGS:
        assert (KB.priors.loc[limits.index, setting] < limits["test"]).all()


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_zone_is_given_in_equal_or_under_18(name):
    assert zones(changed(EXAMPLES[name], setting="equal")) == {"no zone"}
    young = gluteal.injections(changed(EXAMPLES[name], age=17)).loc[NEEDLES]
    assert set(young["zone"]) == {"no zone"}
    assert young["holds"].map(lambda h: "(age 17)" in " ".join(h).lower()).all()


@pytest.mark.parametrize(
    "case",
    [
        of("fortin_finger_sign block_sij_relief"),  # two findings, however telling
        of("", age=None, absent=["major_trauma", "unexplained_weight_loss", "sign_of_the_buttock"]),
    ],
)
def test_no_zone_is_given_while_little_is_known(case):
    assert known(case).little
    assert zones(case) == {"no zone"}


def test_three_findings_that_move_a_cause_give_its_zone_though_they_tell_few_bits():
    case = of("pain_low_back worse_sitting faber_test")
    assert not known(case).little and "no zone" not in zones(case)


def test_a_therapeutic_zone_needs_three_quarters_of_the_draws_above_the_threshold(offered):
    seen = set()
    for name, case in EXAMPLES.items():
        sure = chance_above(case, KB, care.thresholds()["treat"])
        for row in offered[name].query("role == 'both' and offered == 'yes'").itertuples():
            if row.probability >= row.test and row.zone != "no zone":
                assert (row.zone == "therapeutic injection") == (sure[row.cause] >= 0.75)
                seen.add(row.zone)
    assert seen == set(ORDER[:3])


def test_a_point_just_above_the_treatment_threshold_is_no_licence():
    case = PIRIFORMIS.with_marks(present=["pain_posterior_thigh", "relieved_standing_from_sitting"])
    row = gluteal.injections(case).loc["piriformis_injection"]
    assert row["probability"] > row["treat"]
    assert row["zone"] == "diagnostic block"


def test_a_diagnostic_block_shows_anaesthetic_and_no_steroid(offered):
    rows = pd.concat([f[f["zone"] == "diagnostic block"] for f in offered.values()])
    assert len(rows) > 3 and (rows["steroid"] == "").all()
    both = KB.injections.query("role in ('both', 'diagnostic') and offered == 'yes'")
    for text in [*rows["injectate"], *both["diagnostic_injectate"]]:
        assert text and not STEROID.search(text)


def test_a_cause_whose_test_is_imaging_is_investigated_first_and_never_blocked(offered):
    imaging = set(KB.thresholds.index[KB.thresholds["between"] == "imaging"])
    assert {"axial_spondyloarthritis", "lumbar_spinal_stenosis"} <= imaging
    rows = pd.concat(offered.values())
    assert not set(rows.loc[rows["zone"] == "diagnostic block", "cause"]) & imaging
    assert offered["stenosis"].at["caudal_epidural", "zone"] == "investigate first"


PUS = ["joint_aspiration", "aspiration_drainage"]


def test_referral_procedures_are_never_in_a_zone_and_appear_when_indicated(offered):
    referral = KB.injections.index[KB.injections["offered"] == "referral"]
    assert set(referral) == {*"sacroplasty image_guided_biopsy".split(), *PUS}
    assert not pd.concat([f.loc[referral, "zone"] for f in offered.values()]).isin(ORDER[:3]).any()
    assert offered["tumour"].at["image_guided_biopsy", "zone"] == "specialist referral"
    assert set(offered["sepsis"].loc[PUS, "zone"]) == {"specialist referral"}


@pytest.mark.parametrize(("finding", "injection"), pairs(REQUIRED))
def test_a_therapy_is_held_until_what_it_requires_is_met(finding, injection):
    absent = ["raised_crp_or_esr", "imaging_bone_lesion_or_mass", "mri_femoral_neck_fracture"]
    assert lacks(injection, absent=[f for f in absent if f != finding])
    also = {"bone_fragility_risk"} if injection == "sacroplasty" else set()
    assert not lacks(injection, present={finding, *also} - set(absent), absent=absent)


@pytest.mark.parametrize("risk", ["repetitive_impact_training", "bone_fragility_risk"])
def test_a_hip_steroid_in_a_runner_or_fragile_bone_waits_for_mri_of_the_femoral_neck(risk):
    marks = [risk, "xray_hip_joint_narrowing"]
    assert lacks("hip_intraarticular", present=marks)
    without = ["mri_femoral_neck_fracture"]
    assert not lacks("hip_intraarticular", present=marks, absent=without)


def test_an_epidural_needs_its_mri_whatever_the_zone():
    for marks in (["mri_root_compression"], [*ROOT.present]):
        case = changed(ROOT, present=[f for f in ROOT.present if f not in marks])
        assert "Requirement missing" in said(case, injection="lumbar_transforaminal_epidural")
    assert said(ROOT, injection="lumbar_transforaminal_epidural") == ""


def test_a_joint_steroid_for_spondyloarthritis_needs_proof_on_mri(kb):
    needed = kb.thresholds.at["axial_spondyloarthritis", "treatment_requires"]
    assert needed == "mri_sij_bone_marrow_oedema"


def test_a_requirement_that_no_finding_can_prove_is_said_even_when_its_finding_is_marked(offered):
    row = offered["sij_block"].loc["sij_lateral_branch_rf"]
    assert row["zone"] == "therapeutic injection"
    assert "lateral branch block" in " ".join([*row["holds"], *row["cautions"]])


@pytest.mark.parametrize("flag", KB.red_flags.index)
def test_a_raised_flag_holds_every_injection_that_it_does_not_spare(flag):
    row = KB.red_flags.loc[flag]
    holds = gluteal.injections(gluteal.Case(**meeting(row["rule"])))["holds"]
    held = holds.map(lambda h: f"Red flag: {row['label']} ({row['urgency']})" in h)
    spared = set(split(row["spares"])) if row["holds_injections"] == "yes" else set(NEEDLES)
    assert set(holds.index[held]) == set(NEEDLES) - spared


@pytest.mark.parametrize("flag", KB.red_flags.index)
def test_an_immediate_flag_stays_open_and_another_is_closed_by_a_stated_reason(flag):
    row = KB.red_flags.loc[flag]
    case = gluteal.Case(**meeting(row["rule"]), cleared={f"flag:{flag}": "MRI normal on 2 May"})
    immediate = row["urgency"] == "immediate"
    reason = "" if immediate else "MRI normal on 2 May"
    assert gluteal.red_flags(case).at[flag, "cleared"] == reason
    assert (f"Red flag: {row['label']} (" in said(case)) == immediate


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_set_aside_without_a_reason(reason):
    with pytest.raises(CaseError, match="night_pain.*must give the reason"):
        gluteal.Case(present=["unremitting_night_pain"], cleared={"flag:night_pain": reason})


def test_a_hold_is_released_by_its_reason_and_the_reason_stays_in_the_saved_case():
    raised = SIJ.with_marks(present=["unremitting_night_pain"])
    closed = changed(raised, cleared={"flag:night_pain": "MRI of the pelvis normal"})
    assert "night" in said(raised) and said(closed) == ""
    again = gluteal.Case.from_json(closed.to_json())
    assert gluteal.red_flags(again).at["night_pain", "cleared"] == "MRI of the pelvis normal"


def test_closing_the_flag_of_pregnancy_leaves_the_precaution_of_the_same_name_in_force():
    epidural = "lumbar_transforaminal_epidural"
    pregnant = ROOT.with_marks(present=["pregnancy_or_postpartum"])
    closed = changed(pregnant, cleared={"flag:pregnancy": "birth was 11 months ago"})
    assert gluteal.red_flags(closed).at["pregnancy", "cleared"] == "birth was 11 months ago"
    assert "Precaution: Pregnan" in said(closed, injection=epidural)
    assert "set aside" not in said(closed, "cautions", epidural)


def test_setting_the_precaution_of_pregnancy_aside_leaves_its_flag_open():
    aside = changed(
        ROOT.with_marks(present=["pregnancy_or_postpartum"]),
        cleared={"precaution:pregnancy": "birth was 11 months ago"},
    )
    assert gluteal.red_flags(aside).at["pregnancy", "cleared"] == ""
    assert "Precaution" not in said(aside, injection="lumbar_transforaminal_epidural")


def test_what_would_be_released_is_named_with_its_kind_and_stating_it_releases_it():
    case = changed(
        ROOT.with_marks(present=["pregnancy_or_postpartum"]),
        conservative_weeks=1,
        cleared={"flag:pregnancy": "birth was 11 months ago"},
    )
    epidural = "lumbar_transforaminal_epidural"
    keys = gluteal.injections(case).at[epidural, "releases"]
    assert keys == ("exception:severe_radicular_pain", "precaution:pregnancy")
    stated = changed(case, cleared={**case.cleared, **dict.fromkeys(keys, "agreed")})
    assert said(stated, injection=epidural) == ""


def test_flags_are_sorted_by_urgency():
    others = ["age_under_45", "insidious_onset", "course_better", "duration_under_6_weeks"]
    every = gluteal.Case(present=KB.findings.index.drop(others))
    ranks = gluteal.red_flags(every)["urgency"].map(URGENCIES.index)
    assert ranks.is_monotonic_increasing and len(ranks) > 30


def test_paused_findings_still_raise_flags_and_precautions():
    marks = ["saddle_anaesthesia", "pregnancy_or_postpartum"]
    marked = SIJ.with_marks(present=marks)
    paused = marked.with_marks(paused=marks)
    assert gluteal.red_flags(paused).index.tolist() == gluteal.red_flags(marked).index.tolist()
    for column in ("holds", "cautions"):
        assert said(paused, column) == said(marked, column) != ""


@pytest.mark.parametrize(("precaution", "finding"), pairs(FOLLOWS))
def test_a_finding_becomes_its_precaution_until_a_reason_sets_it_aside(precaution, finding):
    row = KB.precautions.loc[precaution]

    def words(case):
        cells = gluteal.injections(case)[["holds", "cautions"]].to_numpy().ravel()
        return [s for cell in cells for s in cell if row["label"] in s]

    case = SIJ.with_marks(present=[finding])
    assert not words(SIJ) and words(case)
    held = any(s.startswith("Precaution: ") for s in words(case))
    assert held == (row["severity"] == "absolute")
    aside = words(changed(case, cleared={f"precaution:{precaution}": "asked the specialist"}))
    released = all("set aside, asked the specialist" in s for s in aside)
    assert aside and released == (precaution not in FIRM)


def test_a_precaution_holds_what_it_reaches_in_full_and_cautions_where_a_route_avoids_it():
    root, joint = (c.with_marks(present=["pregnancy_or_postpartum"]) for c in (ROOT, SIJ))
    assert "Precaution: " in said(root, injection="lumbar_transforaminal_epidural")
    assert "Pregnan" in said(joint, "cautions") and "Precaution" not in said(joint)


@pytest.mark.parametrize("target", ["steroid", "contrast", "fluoroscopy/CT", "botulinum"])
def test_every_class_that_a_precaution_names_reaches_an_injection(target):
    column = {"fluoroscopy/CT": "ionising"}.get(target, f"uses_{target}")
    assert KB.precautions["applies_to"].map(lambda cell: target in split(cell)).any()
    assert KB.injections[column].isin(["always", "optional"]).any()


def test_a_steroid_precaution_does_not_burden_a_block_without_steroid():
    label = KB.precautions.at["diabetes_poor_control", "label"]
    block, therapy = (
        changed(EXAMPLES[n], precautions=["diabetes_poor_control"]) for n in ("sij", "sij_block")
    )
    assert label not in said(block, "cautions") and label in said(therapy, "cautions")


def test_unknown_conservative_care_counts_as_not_done():
    given = {k: v for k, v in SIJ.to_dict().items() if k != "conservative_weeks"}
    assert "Conservative care not recorded" in said(gluteal.Case(**given))
    assert "Conservative care 2 weeks" in said(changed(SIJ, conservative_weeks=2))
    assert said(changed(SIJ, conservative_weeks=6)) == ""
    table = care.conservative_care(gluteal.Case(**given))
    assert not table.query("minimum_trial_weeks > 0")["trial_done"].any()


def test_an_exception_lifts_the_trial_of_its_own_cause_when_named_with_a_reason():
    epidural, named = "lumbar_transforaminal_epidural", {"exception:severe_radicular_pain": "9/10"}
    early = changed(ROOT, conservative_weeks=1)
    assert "Conservative care" in said(early, injection=epidural)
    assert said(changed(early, cleared=named), injection=epidural) == ""
    assert "9/10" in said(changed(early, cleared=named), "cautions", epidural)
    assert "Conservative care" in said(changed(SIJ, conservative_weeks=1, cleared=named))


@pytest.mark.parametrize("drug", KB.anticoagulants.index)
def test_an_antithrombotic_drug_speaks_by_the_bleeding_risk_of_the_procedure(drug):
    row = KB.anticoagulants.loc[drug]
    for r in gluteal.injections(gluteal.Case(precautions=[drug])).loc[NEEDLES].itertuples():
        held = row[f"{r.bleeding_risk}_risk_hold"] == "yes" and r.Index != "joint_aspiration"
        held |= asks_prescriber(r.Index, drug, r.bleeding_risk)
        action = row[f"{r.bleeding_risk}_risk_action"]
        assert any(action in s for s in (r.holds if held else r.cautions))


def test_drugs_for_an_acute_event_and_unlisted_ones_postpone_even_a_low_risk_injection():
    for drug in ("gp_iib_iiia", "thrombolytic", "heparin_iv", "other_antithrombotic"):
        assert KB.anticoagulants.at[drug, "label"] in said(changed(SIJ, precautions=[drug]))


def test_local_anaesthetic_adds_up_over_drugs_and_weight_and_is_refused_above_the_ceiling():
    load = care.anaesthetic_load
    both = load({"lidocaine": 100.0, "bupivacaine": 75.0})
    assert both == pytest.approx(load({"lidocaine": 100.0}) + load({"bupivacaine": 75.0}))
    assert load({"lidocaine": 90.0}, weight_kg=30) == pytest.approx(1)
    dose = KB.injections.at["sij_intraarticular", "anaesthetic_max_mg"]
    assert said(changed(SIJ, anaesthetic_mg={"lidocaine": 200 - dose})) == ""
    for planned in ({"lidocaine": 201 - dose}, {"bupivacaine": 150.0}):
        assert "of the ceiling" in said(changed(SIJ, anaesthetic_mg=planned))
    assert "of the ceiling" in said(changed(SIJ, anaesthetic_mg={"lidocaine": 100}, weight_kg=40))


def test_what_was_not_asked_shrinks_as_topics_are_screened():
    def left(**fields):
        return gluteal.injections(changed(SIJ, **fields)).at["sij_intraarticular", "not_asked"]

    assert left() == (*TOPICS, "weight")
    for topic in TOPICS:
        assert left(screened=[topic]) == tuple(t for t in (*TOPICS, "weight") if t != topic)
    assert left(screened=TOPICS, weight_kg=70) == ()
    assert "antithrombotic" not in left(precautions=["clopidogrel"])
    assert "diabetes" not in left(precautions=["diabetes_poor_control"])
    assert "pregnancy" in left(sex="female") and "pregnancy" not in left(sex="male")
    for finding, topic in (
        ("pregnancy_or_postpartum", "pregnancy"),
        ("immunosuppression_or_ivdu", "immunosuppression"),
    ):
        assert topic not in left(absent=[finding])


def test_screening_counts_what_was_asked_whether_present_absent_or_paused():
    assert not care.screening(SIJ).any() and len(care.screening(SIJ)) >= 10
    asked = SIJ.with_marks(present=["major_trauma"], absent=["saddle_anaesthesia"])
    counted = care.screening(asked.with_marks(paused=["major_trauma"]))
    assert set(counted.index[counted]) == {"major_trauma", "saddle_anaesthesia"}


PREGNANCY = "pregnancy_or_postpartum"


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"sex": "male"}, False),
        ({"sex": "male", "age": 30}, False),
        ({"absent": ["female_sex"]}, False),
        ({"sex": "female", "age": 56}, False),
        ({"age": 70}, False),
        ({"sex": "female", "age": 55}, True),
        ({"sex": "female"}, True),
        ({}, True),
    ],
)
def test_pregnancy_is_asked_where_it_can_be_and_elsewhere_never_counts_as_asked(fields, asked):
    case = gluteal.Case(setting="pain_clinic", **fields)
    questions = care.screening(case)
    assert (PREGNANCY in questions.index) == (PREGNANCY in care.unasked(case)) == asked
    assert not questions.any() and len(questions) == len(care.unasked(case)) == 11 + asked
    assert ("pregnancy" in gluteal.injections(case)["not_asked"].iloc[0]) == asked
    assert (PREGNANCY in gluteal.next_findings(case).index) == asked


def test_a_pregnancy_marked_in_a_man_raises_its_flag_and_holds_all_the_same():
    man = changed(ROOT.with_marks(present=[PREGNANCY]), sex="male")
    assert "pregnancy" in gluteal.red_flags(man).index
    assert "Precaution: Pregnan" in said(man, injection="lumbar_transforaminal_epidural")
    assert PREGNANCY not in care.screening(man).index


def test_what_does_not_apply_to_a_patient_is_in_the_tables():
    man, topic = gluteal.Case(sex="male"), KB.precautions.query("topic == 'pregnancy'")
    assert inapplicable(man, "findings") <= set(KB.findings.index)
    assert inapplicable(man, "precautions") == set(topic.index)
    assert inapplicable(man, "topics") <= set(TOPICS)


def test_every_injection_and_every_cause_leave_something_to_do(offered):
    for rows in offered.values():
        assert (rows["first_line"] != "").all()
        assert (rows.loc[~rows["zone"].isin([*ORDER[:2], "no zone"]), "instead"] != "").all()
    assert {c for cell in KB.injections["causes"] for c in split(cell)} == set(KB.causes.index)
    assert (care.conservative_care(SIJ).loc[KB.causes.index, "first_line"] != "").all()


def test_grade_stands_beside_the_direction_of_the_evidence_and_no_negative_trial_has_an_a(offered):
    rows = offered["sij"]
    assert set(rows["grade"]) <= set("ABCD")
    assert set(rows["direction"]) <= {"benefit", "none", "conflict", "not tested"}
    assert "A" not in set(rows.loc[rows["direction"] == "none", "grade"])


FINDINGS = KB.findings.index[KB.findings["question"] == ""].drop("female_sex").tolist()


@st.composite
def any_case(draw):
    """Marks, setting, age and weeks at random."""
    marks = draw(st.lists(st.sampled_from(FINDINGS), unique=True, max_size=12))
    cut = draw(st.integers(0, len(marks)))
    return gluteal.Case(
        present=marks[:cut],
        absent=marks[cut:],
        setting=draw(st.sampled_from([*SETTINGS, "equal"])),
        age=draw(st.none() | st.integers(10, 90)),
        conservative_weeks=draw(st.sampled_from([None, 0, 20])),
    )


@settings(max_examples=40, deadline=None)
@given(any_case())
def test_options_come_best_fit_first_whatever_is_marked(case):
    rows = gluteal.injections(case)
    needles, none = rows[rows["role"] != "none"], rows[rows["role"] == "none"]
    ranks = needles["zone"].replace("no zone", "not indicated")  # they rank alike
    assert ranks.map(ORDER.index).is_monotonic_increasing
    for _, same in rows.groupby(rows["zone"].replace("no zone", "not indicated")):
        assert same["probability"].is_monotonic_decreasing
    for name, why in none.iterrows():
        after = rows.loc[name:].iloc[1:]
        assert (after.query("role != 'none'")["probability"] <= why["probability"]).all()


def test_where_no_zone_is_given_the_option_of_the_likeliest_cause_stands_first():
    case = changed(SIJ, setting="equal")
    rows = gluteal.injections(case)
    assert rows["cause"].iloc[0] == gluteal.differential(case).index[0]
    assert rows["role"].iloc[0] != "none" and rows["probability"].is_monotonic_decreasing


def test_a_limit_has_in_fields_what_its_sentence_says():
    case = changed(
        ROOT.with_marks(present=["pregnancy_or_postpartum", "unremitting_night_pain"]),
        precautions=["vitamin_k_antagonist"],
        conservative_weeks=1,
        anaesthetic_mg={"lidocaine": 300},
    )
    rows = {r["injection"]: r for r in care.options(case)}
    row = rows["lumbar_transforaminal_epidural"]
    limits = {(x.kind, x.id): x for x in row["limits"]}
    assert row["holds"] == tuple(str(x) for x in row["limits"] if x.holds)
    assert row["cautions"] == tuple(str(x) for x in row["limits"] if not x.holds)
    flag, pregnancy = limits["flag", "night_pain"], limits["precaution", "pregnancy"]
    assert str(flag) == f"Red flag: {flag.label} ({flag.because})"
    assert pregnancy.because == KB.label("pregnancy_or_postpartum")
    assert pregnancy.action == KB.precautions.at["pregnancy", "action"]
    assert pregnancy.sources == KB.precautions.at["pregnancy", "sources"]
    assert pregnancy.releases == "precaution:pregnancy"
    assert str(pregnancy) == f"Precaution: {pregnancy.said}{pregnancy.origin}"
    assert limits["trial", row["cause"]].releases == "exception:severe_radicular_pain"
    assert (
        limits["drug", "vitamin_k_antagonist"].label
        == KB.anticoagulants.at["vitamin_k_antagonist", "label"]
    )
    assert limits["dose", "lidocaine"].holds
    assert "limits" not in gluteal.injections(case)


def test_what_was_set_aside_stays_in_view_as_a_caution_with_its_reason():
    case = changed(
        ROOT.with_marks(present=["pregnancy_or_postpartum"]),
        conservative_weeks=1,
        cleared={"precaution:pregnancy": "test negative", "exception:severe_radicular_pain": "9"},
    )
    rows = {r["injection"]: r for r in care.options(case)}
    limits = rows["lumbar_transforaminal_epidural"]["limits"]
    aside = {x.kind: (str(x), x.holds) for x in limits if x.set_aside}
    assert aside == {
        "precaution": ("Pregnant or possibly pregnant: set aside, test negative", False),
        "trial": ("Conservative trial set aside: 9", False),
    }
