"""A case to FHIR: valid, without loss on the way back, and no more than may leave the house."""

import json

import pytest
from bundles import FULL, KB, PATIENTS, cases, observation, resources
from fhir.resources.R4B.bundle import Bundle
from hypothesis import HealthCheck, given, settings
from patients import RED, SIJ

import gluteal
from gluteal import Case, CaseError, from_fhir, to_fhir
from gluteal.exchange.codes import CAUSE, ICD10CM, RED_FLAG
from gluteal.model import differential


@pytest.mark.parametrize("name", PATIENTS)
def test_a_bundle_is_valid_r4b_and_comes_back_as_the_same_case(name):
    text = json.dumps(to_fhir(PATIENTS[name]), allow_nan=False)
    Bundle.model_validate_json(text)
    assert from_fhir(json.loads(text)) == PATIENTS[name]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_any_case_comes_back_from_fhir_without_loss(case):
    bundle = json.loads(json.dumps(to_fhir(case), allow_nan=False))
    assert from_fhir(bundle) == case
    Bundle.model_validate(bundle)


def test_another_program_that_reads_and_writes_the_bundle_loses_nothing():
    again = Bundle.model_validate(to_fhir(FULL)).model_dump()
    assert from_fhir(again) == FULL


def test_marks_are_present_or_absent_and_open_screening_questions_are_not_asked():
    bundle = to_fhir(SIJ)
    assert observation(bundle, "sij_distraction")["valueBoolean"] is True
    assert observation(bundle, "straight_leg_raise")["valueBoolean"] is False
    open_question = observation(bundle, "saddle_anaesthesia")
    assert open_question["dataAbsentReason"]["coding"][0]["code"] == "not-asked"
    assert not any("value" in name for name in open_question)
    assert "diabetes" not in json.dumps(resources(bundle, "Observation")).split("not-asked")[-1]


def test_a_finding_has_a_term_of_the_ontology_only_where_it_means_the_same():
    bundle = to_fhir(Case(present=["pain_groin", "pain_below_knee"], severity=6))
    groin = observation(bundle, "pain_groin")["code"]["coding"]
    assert [c["code"] for c in groin] == ["pain_groin", "HP:0031520"]
    assert len(observation(bundle, "pain_below_knee")["code"]["coding"]) == 1
    assert observation(bundle, "severity")["code"]["coding"][1]["code"] == "72514-3"


def test_a_drug_that_is_marked_answers_the_question_for_drugs():
    bundle = to_fhir(Case(precautions=["factor_xa_oral"]))
    codes = [o["code"]["coding"][0]["code"] for o in resources(bundle, "Observation")]
    assert "allergy" in codes and "antithrombotic" not in codes


def test_probabilities_are_percentages_in_the_order_of_the_differential():
    (risks,) = resources(to_fhir(SIJ), "RiskAssessment")
    order = differential(SIJ)
    said = {p["outcome"]["coding"][0]["code"]: p["probabilityDecimal"] for p in risks["prediction"]}
    assert list(said) == list(order.index)
    assert list(said.values()) == pytest.approx(list(100 * order["probability"]), rel=5e-3)
    assert risks["status"] == "preliminary"


def test_a_paused_mark_is_no_basis_of_the_probabilities():
    bundle = to_fhir(SIJ)
    url = {
        e["resource"]["code"]["coding"][0]["code"]: e["fullUrl"]
        for e in bundle["entry"]
        if e["resource"]["resourceType"] == "Observation"
    }
    (risks,) = resources(bundle, "RiskAssessment")
    basis = {r["reference"] for r in risks["basis"]}
    assert url["sij_distraction"] in basis and url["age"] in basis
    assert not basis & {url["major_trauma"], url["factor_xa_oral"], url["saddle_anaesthesia"]}


@pytest.mark.parametrize("case", [RED, Case(age=9, present=["faber_test"])], ids=["red", "child"])
def test_where_no_ranking_holds_no_probability_leaves_the_house(case):
    bundle = to_fhir(case)
    assert not resources(bundle, "RiskAssessment")
    assert CAUSE not in json.dumps(bundle)
    assert "no ranking holds" in resources(bundle, "ClinicalImpression")[0]["summary"]


def test_red_flags_come_first_with_what_to_do_or_the_reason_that_settled_them():
    (impression,) = resources(to_fhir(RED), "ClinicalImpression")
    flags = gluteal.red_flags(RED)
    items = [f for f in impression["finding"] if "itemCodeableConcept" in f]
    assert impression["finding"][: len(flags)] == items
    said = [f["itemCodeableConcept"]["coding"][0] for f in items]
    assert {c["system"] for c in said} == {RED_FLAG}
    assert [c["code"] for c in said] == list(flags.index)
    by_id = dict(zip(flags.index, items))
    assert by_id["weight_loss"]["basis"] == "Settled: on a diet since May"
    assert by_id["cauda_equina"]["basis"] == flags.at["cauda_equina", "action"]


def test_a_cause_has_an_icd_code_only_where_it_is_the_only_one():
    (risks,) = resources(to_fhir(SIJ), "RiskAssessment")
    by_cause = {p["outcome"]["coding"][0]["code"]: p["outcome"] for p in risks["prediction"]}
    for cause, codes in KB.causes["icd10cm"].items():
        beside = [c["code"] for c in by_cause[cause]["coding"] if c["system"] == ICD10CM]
        named = [e["valueCoding"]["code"] for e in by_cause[cause].get("extension", [])]
        assert sorted(beside + named) == sorted(codes.split(";"))
        assert len(beside) == (len(codes.split(";")) == 1)


def test_nothing_in_a_bundle_identifies_the_patient_and_no_two_bundles_share_one():
    one, other = to_fhir(Case(sex="female")), to_fhir(Case(sex="female"))
    assert resources(one, "Patient") == [{"resourceType": "Patient", "gender": "female"}]
    addresses = [e["fullUrl"] for e in one["entry"] + other["entry"]]
    assert len(set(addresses)) == len(addresses)


def test_the_version_and_the_digest_of_the_tables_travel_with_the_bundle():
    tags = {t["system"]: t["code"] for t in to_fhir(SIJ)["meta"]["tag"]}
    assert tags["urn:gluteal:data-version"] == KB.version
    assert tags["urn:gluteal:data-digest"] == KB.digest


def test_a_case_that_does_not_fit_the_tables_is_not_written():
    with pytest.raises(CaseError, match="did you mean sij_thigh_thrust"):
        to_fhir(Case(present=["sij_thigh_trust"]))
