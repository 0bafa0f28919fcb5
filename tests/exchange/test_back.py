"""A case back from FHIR: what cannot be read for certain is refused, and nothing hostile gets through."""

import copy
from dataclasses import replace

import pytest
from bundles import BUNDLES, FULL, KB, jsons, observation, spoilt
from hypothesis import HealthCheck, given, settings

from gluteal import CaseError, from_fhir
from gluteal.exchange.codes import FINDING


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
