"""A case to FHIR and back: valid, without loss, and nothing hostile gets through."""

import copy
import json
from dataclasses import replace
from functools import reduce
from operator import getitem

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from patients import BUSY, RED, SIJ

import gluteal
from gluteal import Case, CaseError, from_fhir, to_fhir
from gluteal.exchange.codes import CAUSE, FINDING, ICD10CM, RED_FLAG
from gluteal.knowledge import SETTINGS, TOPICS
from gluteal.model import differential

KB = gluteal.load()
FULL = replace(
    SIJ,
    side="right",
    weight_kg=61.5,
    screened=["allergy", "infection"],
    cleared={"flag:mass": "known lipoma,\nunchanged \u2013 \u00fcber Jahre"},
    anaesthetic_mg={"lidocaine": 20, "bupivacaine": 0.5},
)
PATIENTS = {"full": FULL, "red": RED, "busy": BUSY, "empty": Case(), "child": Case(age=9)}
reasons = st.text(min_size=1, max_size=60).filter(str.strip)
settled = sorted(
    {f"flag:{name}" for name in KB.red_flags.index}
    | {f"precaution:{name}" for name in KB.precautions.index}
    | {f"drug:{name}" for name in KB.anticoagulants.index}
)


def some(ids, most):
    return st.lists(st.sampled_from(sorted(ids)), unique=True, max_size=most)


@st.composite
def cases(draw):
    """Any case that the tables can hold, in any order."""
    marks = draw(some(KB.findings.index, 14))
    cut = draw(st.integers(0, len(marks)))
    case = Case(
        present=marks[:cut],
        absent=marks[cut:],
        paused=draw(st.permutations(marks[:: draw(st.integers(1, 3))])),
        setting=draw(st.sampled_from([*SETTINGS, "equal"])),
        age=draw(st.none() | st.integers(0, 120)),
        sex=draw(st.sampled_from(["female", "male", None])),
        side=draw(st.sampled_from(["left", "right", "both", None])),
        severity=draw(st.none() | st.floats(0, 10)),
        duration_weeks=draw(st.none() | st.floats(0, 6000)),
        conservative_weeks=draw(st.none() | st.floats(0, 6000)),
        weight_kg=draw(st.none() | st.floats(1, 400)),
        precautions=draw(some([*KB.precautions.index, *KB.anticoagulants.index], 5)),
        screened=draw(some(TOPICS, 7)),
        cleared=draw(st.dictionaries(st.sampled_from(settled), reasons, max_size=3)),
        anaesthetic_mg=draw(
            st.dictionaries(st.sampled_from(list(KB.anaesthetics.index)), st.floats(0, 10_000))
        ),
    )
    for clash, _ in case.clashes(KB, case.paused):  # such a case has no differential either
        left = [f for f in case.paused if f not in clash]
        present = [f for f in case.present if f not in clash]
        absent = [f for f in case.absent if f not in clash]
        case = replace(case, present=present, absent=absent, paused=left)
    return case


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
jsons = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


def places(value, path=()):
    """Every place in a JSON value."""
    yield path
    if isinstance(value, (dict, list)):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(one, (*path, key))


@st.composite
def spoilt(draw):
    """A bundle of a real case with one to three places replaced, doubled or gone."""
    bundle = copy.deepcopy(BUNDLES[draw(st.sampled_from(sorted(BUNDLES)))])
    derived = ("RiskAssessment", "ClinicalImpression")  # not read, so nothing to spoil
    bundle["entry"] = [e for e in bundle["entry"] if e["resource"]["resourceType"] not in derived]
    for _ in range(draw(st.integers(1, 3))):
        paths = [p for p in places(bundle) if p]
        *way, last = draw(st.sampled_from(paths))
        holder = reduce(getitem, way, bundle)
        change = draw(st.sampled_from(["replace", "replace", "swap", "double", "drop"]))
        if change == "replace":
            holder[last] = draw(jsons)
        elif change == "swap":  # with another piece of a bundle
            holder[last] = copy.deepcopy(reduce(getitem, draw(st.sampled_from(paths)), bundle))
        elif change == "double" and isinstance(holder, list):
            holder.insert(last, copy.deepcopy(holder[last]))
        else:
            del holder[last]
    return bundle


BUNDLES = {name: json.loads(json.dumps(to_fhir(case))) for name, case in PATIENTS.items()}


def resources(bundle, kind):
    return [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == kind]


def observation(bundle, code):
    (found,) = [
        o for o in resources(bundle, "Observation") if o["code"]["coding"][0]["code"] == code
    ]
    return found


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


def changed(mark, **members):
    """The full bundle, with members of one observation set or, by None, taken out."""
    bundle = copy.deepcopy(BUNDLES["full"])
    found = observation(bundle, mark)
    for name, value in members.items():
        found.pop(name, None)
        if value is not None:
            found[name] = value
    return bundle


WEIGHT = {"value": 135.0, "unit": "lb", "system": "http://unitsofmeasure.org", "code": "[lb_av]"}
OTHER = {"reference": "urn:uuid:8dd87aa5-26ff-4ee5-a5a3-9bd5e3d20b4e"}
TWICE = {"coding": [{"system": FINDING, "code": c} for c in ("faber_test", "fair_test")]}


@pytest.mark.parametrize(
    ("bundle", "message"),
    [
        ([], "must be an object of parsed JSON"),
        ({"resourceType": "Bundle", "type": "searchset"}, "must be 'collection'"),
        ({"resourceType": "Bundle", "type": "collection"}, "entry is missing, must be a list"),
        (BUNDLES["empty"] | {"entry": []}, "nothing to read"),
        (BUNDLES["empty"] | {"entry": [1]}, r"entry\[0\] == 1, must be an object"),
        (BUNDLES["empty"] | {"entry": [{}] * 10_001}, "at most 10000 are read"),
        (changed("weight_kg", valueQuantity=WEIGHT), r"code == '\[lb_av\]', must be 'kg'"),
        (changed("age", valueQuantity=None), r"resource.valueQuantity is missing, must be an obj"),
        (changed("pain_over_sij", valueBoolean="yes"), "valueBoolean == 'yes', must be true or"),
        (changed("pain_over_sij", status="preliminary"), "status == 'preliminary', must be final"),
        (changed("pain_over_sij", valueString="no"), "valueString does not belong there"),
        (changed("pain_over_sij", modifierExtension=[{}]), "may change the meaning; take the"),
        (changed("pain_over_sij", code=TWICE), "has 2 codes of gluteal; keep one"),
        (changed("pain_over_sij", subject=OTHER), "of several patients; keep the entries of one"),
        (changed("allergy", valueBoolean=True), "must be False; mark the precaution itself"),
        (changed("factor_xa_oral", valueBoolean=False), "must be True; leave out what is not"),
    ],
)
def test_what_cannot_be_read_for_certain_is_refused_with_its_place_and_remedy(bundle, message):
    with pytest.raises(CaseError, match=message):
        from_fhir(bundle)


def test_an_unknown_finding_is_refused_with_the_nearest_one():
    bundle = copy.deepcopy(BUNDLES["full"])
    observation(bundle, "faber_posterior_pain")["code"]["coding"][0]["code"] = "faber_tset"
    with pytest.raises(CaseError, match="did you mean faber_test"):
        from_fhir(bundle)


def test_a_number_out_of_range_is_refused_with_its_place():
    bundle = copy.deepcopy(BUNDLES["full"])
    observation(bundle, "severity")["valueQuantity"]["value"] = 11
    with pytest.raises(CaseError, match=r"entry\[\d+\]\.resource: severity == 11, must be a num"):
        from_fhir(bundle)


def test_what_was_entered_in_error_does_not_count():
    case = from_fhir(changed("pain_over_sij", status="entered-in-error"))
    assert case == replace(FULL, present=[f for f in FULL.present if f != "pain_over_sij"])


def test_resources_of_others_and_the_name_of_the_patient_are_left_aside():
    bundle = copy.deepcopy(BUNDLES["full"])
    bundle["entry"][0]["resource"]["name"] = [{"family": "Doe"}]
    other = {"coding": [{"system": "http://loinc.org", "code": "1988-5"}]}
    bundle["entry"] += [
        {"resource": {"resourceType": "Device"}},
        {"resource": {"resourceType": "Observation", "status": "registered", "code": other}},
    ]
    assert from_fhir(bundle) == FULL


def test_what_an_observation_of_others_may_mean_does_not_keep_the_case_from_being_read():
    bundle = copy.deepcopy(BUNDLES["full"])
    code = {"coding": [{"system": "http://loinc.org", "code": "1988-5"}]}
    crp = {"resourceType": "Observation", "code": code, "modifierExtension": [{"url": "x"}]}
    bundle["entry"].append({"resource": crp})
    assert from_fhir(bundle) == FULL


def test_the_gender_of_another_patient_is_not_taken():
    bundle = copy.deepcopy(BUNDLES["full"])
    bundle["entry"][0]["fullUrl"] = OTHER["reference"]
    with pytest.raises(CaseError, match="the marks are of .*, the Patient is"):
        from_fhir(bundle)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(jsons)
def test_arbitrary_json_is_refused_as_a_case_error(value):
    for bundle in (value, {"resourceType": "Bundle", "type": "collection", "entry": value}):
        with pytest.raises(CaseError):
            from_fhir(bundle)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(spoilt())
def test_a_spoilt_bundle_is_read_or_refused_and_never_ends_in_another_error(bundle):
    try:
        case = from_fhir(bundle)
    except CaseError as error:
        assert str(error)
    else:
        case.check(KB)
