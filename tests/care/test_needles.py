"""A needle is offered only where a careful specialist would: evidence, blocks, drugs, place."""

import re

import pytest

import gluteal
from gluteal import care
from gluteal.care import place
from gluteal.care.drugs import AGREED, NO_AGREEMENT, NO_WAIT
from gluteal.cases import CaseError, migrated

KB = gluteal.load()
NEEDLE = ("therapeutic injection", "diagnostic block")
TRANSFORAMINAL = "lumbar_transforaminal_epidural"


def of(present, absent="", **fields):
    given = {"setting": "pain_clinic", "conservative_weeks": 14, **fields}
    return gluteal.Case(present=present.split(), absent=absent.split(), **given)


def rows(case, kb=None):
    return {r["injection"]: r for r in care.options(case, kb)}


TESTS = "fortin_finger_sign sij_distraction sij_thigh_thrust sij_compression sij_sacral_thrust "
SIJ = TESTS + "sij_gaenslen pain_rising_from_sitting"
WOMAN = {"sex": "female", "age": 38, "conservative_weeks": 10}
LEG = "worse_walking relieved_sitting_or_flexion worse_standing pain_bilateral pain_posterior_thigh"
STENOSIS = of(f"{LEG} mri_central_stenosis", sex="male", age=72)
ROOT = "pain_below_knee leg_pain_worse_than_back straight_leg_raise mri_root_compression"
DOAC = {"sex": "male", "age": 44, "side": "left", "precautions": ["factor_xa_oral"]}
AGREED_BY = "Dr A, 1 May; last dose 28 April"


def test_every_injection_has_its_evidence_for_each_of_its_causes_and_none_beside(kb):
    pairs = set(zip(kb.injection_evidence["injection"], kb.injection_evidence["cause"]))
    wanted = {(n, c) for n, cell in kb.injections["causes"].items() for c in cell.split(";")}
    assert pairs == wanted and len(kb.injection_evidence) == len(pairs)


def test_a_pair_without_a_source_is_grade_d_and_says_that_it_is_not_tested(kb):
    bare = kb.injection_evidence.query("sources == ''")
    assert len(bare) and set(bare["evidence_grade"]) == {"D"}
    assert set(bare["direction"]) == {"not tested"}
    spoken = bare[~bare["injection"].str.startswith("none_")]
    assert spoken["effect"].str.contains("Not tested|No figure").all()


def test_a_transforaminal_epidural_shows_no_benefit_in_stenosis_and_quotes_no_disc_trial():
    row = rows(STENOSIS)[TRANSFORAMINAL]
    assert row["cause"] == "lumbar_spinal_stenosis" and row["zone"] in NEEDLE
    assert row["direction"] == "none" and "friedly2014" in row["effect"]
    assert "ghahreman2010" not in row["effect"] + row["effect_sources"]
    assert "No steroid advantage was found in stenosis" in " ".join(row["cautions"])
    disc = rows(of(ROOT, sex="male", age=44))[TRANSFORAMINAL]
    assert disc["direction"] != "none" and "ghahreman2010" in disc["effect"]


def test_a_joint_injection_speaks_of_mechanical_pain_or_of_spondyloarthritis_never_of_both():
    mechanical = rows(of(SIJ, **WOMAN))["sij_intraarticular"]
    assert (
        mechanical["effect"].startswith("Mechanical pain") and "only 20 %" in mechanical["effect"]
    )
    told = " ".join([mechanical["effect"], *mechanical["cautions"]]).lower()
    assert "spondyloarthritis" not in told and "maugars1996" not in told
    marks = "alternating_buttock_pain night_pain_second_half mri_sij_bone_marrow_oedema"
    axial = rows(of(marks, sex="male", age=28))["sij_intraarticular"]
    assert axial["cause"] == "axial_spondyloarthritis" and axial["direction"] == "benefit"
    assert "salman2016" not in axial["effect"]


def test_what_shows_no_benefit_never_leads_over_what_shows_one_for_the_same_cause(folder):
    path = folder / "injection_evidence.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = next(i for i, x in enumerate(lines) if x.startswith("caudal_epidural,lumbar_spinal_sten"))
    lines[at] = lines[at].replace(",none,", ",benefit,", 1)
    path.write_text("".join(lines), "utf-8")
    first, *rest = [r for r in care.options(STENOSIS, gluteal.load(folder)) if r["zone"] in NEEDLE]
    assert first["injection"] == "caudal_epidural" and len(rest) >= 2
    assert {(r["cause"], r["direction"]) for r in rest[:2]} == {("lumbar_spinal_stenosis", "none")}


def test_a_folder_that_leaves_out_the_evidence_of_a_pair_is_refused(folder):
    path = folder / "injection_evidence.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    gone = [x for x in lines if not x.startswith("hip_intraarticular,femoroacetabular")]
    path.write_text("".join(gone), "utf-8")
    with pytest.raises(gluteal.knowledge.KnowledgeError, match="grade is D"):
        gluteal.load(folder)


HISTORY = "pain_mid_buttock pain_posterior_thigh worse_sitting numbness_or_tingling"


def test_no_needle_follows_from_the_history_alone():
    case = of(HISTORY, sex="female", age=34)
    assert not [r["injection"] for r in care.options(case) if r["zone"] in NEEDLE]
    row = rows(case)["piriformis_injection"]
    assert (row["cause"], row["zone"]) == ("piriformis_syndrome", "no zone")
    assert row["zone_reason"].startswith("No examination finding or investigation yet concerns Pir")


@pytest.mark.parametrize("state", ["present", "absent"])
def test_one_examination_of_the_cause_found_or_not_found_opens_its_zones_again(state):
    case = of(HISTORY, sex="female", age=34).with_marks(**{state: ["fair_test"]})
    why = rows(case)["piriformis_injection"]["zone_reason"]
    assert "No examination" not in why


def test_an_examination_of_another_cause_or_a_paused_one_opens_nothing():
    foreign = next(
        f
        for f in KB.findings.query("stage == 'examination'").index
        if not KB.known.at["piriformis_syndrome", f]
    )
    for more in ({"absent": [foreign]}, {"absent": ["fair_test"], "paused": ["fair_test"]}):
        case = gluteal.Case(HISTORY.split(), setting="pain_clinic", age=34, **more)
        assert rows(case)["piriformis_injection"]["zone"] not in NEEDLE


def test_a_negative_sacroiliac_block_ends_every_sacroiliac_needle_whatever_the_probability():
    absent = "block_sij_relief pain_below_knee straight_leg_raise"
    case = of(f"{SIJ} pregnancy_or_postpartum", absent, **WOMAN)
    found = {n: r for n, r in rows(case).items() if n.startswith("sij_")}
    assert (
        max(r["probability"] for r in found.values())
        > care.thresholds().at["sacroiliac_joint_pain", "test"]
        and len(found) == 4
    )
    for row in found.values():
        assert row["zone"] == "not indicated" and row["zone_reason"].startswith("Block negative: ")
        assert "lateral branches" in row["zone_reason"]
        assert row["instead"].startswith("Check that the needle reached its target")


@pytest.mark.parametrize("injection", KB.injections.query("block_finding != ''").index)
def test_a_block_that_was_negative_is_not_offered_again(injection):
    row = KB.injections.loc[injection]
    case = of("pain_mid_buttock worse_sitting", f"{row['block_finding']} faber_test fair_test")
    found = rows(case)[injection]
    assert found["zone"] == "not indicated"
    assert found["zone_reason"] == f"Block negative: {row['block_negative']}"
    assert row["block_negative"].endswith("?")


SIGNS = {
    "block_piriformis_relief": "fair_test worse_sitting tender_sciatic_notch",
    "block_facet_relief": "extension_rotation_test lumbar_tenderness worse_lumbar_extension",
    "block_sij_relief": "sij_distraction pain_over_sij pain_groin",
    "block_trochanteric_relief": "trendelenburg_sign pain_lateral_hip pain_low_back",
    "block_hip_joint_relief": "limited_hip_internal_rotation pain_groin pain_low_back",
}


@pytest.mark.parametrize(("block", "signs"), SIGNS.items())
def test_a_positive_block_is_not_repeated_unless_two_are_required(block, signs):
    found = rows(of(f"{signs} {block}", age=50))
    names = KB.injections.index[KB.injections["block_finding"] == block]
    for row in (found[n] for n in names if found[n]["zone"] == "diagnostic block"):
        assert row["positive_blocks"] == "2" and "a second confirms it" in row["zone_reason"]


def test_one_positive_facet_block_asks_for_a_second_and_says_so():
    marks = "extension_rotation_test lumbar_tenderness worse_lumbar_extension block_facet_relief"
    row = rows(of(marks, age=60))["lumbar_medial_branch_block"]
    assert row["zone"] == "diagnostic block" and "One block was positive" in row["zone_reason"]


def test_imaging_that_is_marked_is_not_asked_for_again():
    for present in (
        f"{LEG} mri_central_stenosis",
        "worse_walking pain_posterior_thigh mri_central_stenosis",
    ):
        found = rows(of(present, sex="male", age=72))
        for name in (TRANSFORAMINAL, "lumbar_interlaminar_epidural", "caudal_epidural"):
            assert not found[name]["zone_reason"].startswith("First: ")
    few = found["caudal_epidural"]
    assert few["zone"] == "investigate first" and "Already marked: MRI" in few["zone_reason"]
    assert "Missing: " in few["zone_reason"]


def test_imaging_that_found_nothing_is_said_and_opens_no_zone():
    case = of(LEG, "mri_central_stenosis", setting="spine_orthopaedic", sex="male", age=78)
    row = rows(case)["caudal_epidural"]
    assert row["probability"] > row["test"] and row["zone"] == "not indicated"
    assert row["zone_reason"] == f"Marked absent: {KB.label('mri_central_stenosis')}"


def test_an_epidural_on_a_factor_xa_inhibitor_is_held_until_a_statement_releases_it():
    held = rows(of(ROOT, **DOAC))[TRANSFORAMINAL]
    assert held["zone"] in NEEDLE and held["releases"] == ("drug:factor_xa_oral",)
    assert any(h.startswith("Oral factor Xa inhibitor") for h in held["holds"])
    stated = of(ROOT, **DOAC, cleared={"drug:factor_xa_oral": AGREED_BY})
    free = rows(gluteal.Case.from_json(stated.to_json()))[TRANSFORAMINAL]
    (said,) = [c for c in free["cautions"] if c.startswith("Oral factor Xa inhibitor")]
    assert free["holds"] == () and AGREED_BY in said and "pause from 3 days before" in said


@pytest.mark.parametrize("drug", KB.anticoagulants.index)
def test_a_drug_holds_by_its_class_and_what_the_table_stops_is_released_by_nothing(drug):
    found = rows(of(ROOT, **DOAC | {"precautions": [drug]}))[TRANSFORAMINAL]
    stops = KB.anticoagulants.at[drug, "intermediate_risk_hold"] == "yes"
    holds = [x for x in found["limits"] if x.kind == "drug" and x.holds]
    assert bool(holds) == (stops or drug in AGREED)
    assert [x.releases for x in holds if x.releases] == [f"drug:{drug}"] * (drug in AGREED)
    assert not (stops and drug in AGREED)


def test_a_low_risk_needle_and_the_drawing_of_pus_wait_for_no_agreement():
    found = rows(of(ROOT, **DOAC))
    for name in ("trigger_point_injection", *NO_WAIT, *NO_AGREEMENT):
        assert not [x for x in found[name]["limits"] if x.kind == "drug" and x.holds]
    assert set(AGREED) <= set(KB.anticoagulants.index)
    assert {*NO_WAIT, *NO_AGREEMENT} <= set(KB.injections.index)


def test_a_statement_about_a_drug_names_one_of_the_tables_and_an_older_file_never_made_one():
    with pytest.raises(CaseError):
        of(ROOT, cleared={"drug:no_such_drug": "agreed"}).check(KB)
    first = '{"format": "gluteal-case", "version": 1, "case": %s}'
    old = first % '{"cleared": {"factor_xa_oral": "agreed"}}'
    assert migrated(old)[0]["cleared"] == {"flag:factor_xa_oral": "agreed"}


def test_without_a_side_a_one_sided_injection_says_so_and_a_midline_one_does_not():
    found = rows(of(ROOT))
    assert "Side not given" in found[TRANSFORAMINAL]["cautions"]
    for name in ("caudal_epidural", "ganglion_impar_block", "pubic_symphysis_injection"):
        assert "Side not given" not in found[name]["cautions"]
    sided = rows(of(ROOT, side="right"))
    assert not [n for n, r in sided.items() if "Side not given" in r["cautions"]]


def test_a_transforaminal_epidural_asks_for_its_level_and_names_that_of_a_marked_deficit(
    monkeypatch,
):
    def asked(case):
        return [c for c in rows(case)[TRANSFORAMINAL]["cautions"] if c.startswith("Which level?")]

    (said,) = asked(of(ROOT))
    assert "MRI agree" in said
    monkeypatch.setattr(place, "_DEFICIT", "straight_leg_")
    (said,) = asked(of(ROOT))
    assert re.search(r"deficit marked is that of RAISE; MRI must agree", said)


def test_bone_is_not_taken_or_filled_before_imaging_shows_it_and_pus_is_drawn_all_the_same():
    marks = "tender_sacrum unremitting_night_pain fever_or_systemically_unwell insidious_onset"
    found = rows(of(marks, age=70, sex="female"))
    for name in ("sacroplasty", "image_guided_biopsy"):
        row = found[name]
        assert row["probability"] > row["test"] and row["zone"] == "not indicated"
        assert row["zone_reason"].startswith("Not before: ")
    assert found["joint_aspiration"]["zone"] == "specialist referral"


def test_a_positive_block_that_leaves_doubt_says_what_is_missing():
    row = rows(of("block_cluneal_relief fair_test worse_sitting", age=55))["superior_cluneal_block"]
    assert row["zone"] == "investigate first"
    assert row["zone_reason"].startswith("The block was positive. Missing: ")


@pytest.mark.parametrize("seen", ["mri_root_compression", "mri_central_stenosis"])
def test_nothing_is_said_to_be_needed_once_the_requirement_is_met(seen):
    case = of(f"{LEG} {ROOT.replace('mri_root_compression', '')} {seen}", age=72, sex="male")
    for option in care.options(case, KB):
        if option["injection"] == TRANSFORAMINAL:
            assert option["zone"] in NEEDLE
            assert not care.lacks(option, case, KB)


def test_what_a_requirement_only_minds_is_not_needed():
    hip = of("pain_groin repetitive_impact_training xray_hip_joint_narrowing")
    row = {**rows(hip)["hip_intraarticular"], "zone": "therapeutic injection"}
    assert list(care.lacks({**row, "injection": "hip_intraarticular"}, hip, KB)) == [
        "mri_femoral_neck_fracture"
    ]
