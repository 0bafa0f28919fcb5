"""A case as a phenopacket: the schema holds, and no term says more than the mark."""

import json
import re
from datetime import UTC, datetime

import pytest
from google.protobuf.json_format import Parse
from patients import BUSY, RED, SIJ
from phenopackets import Phenopacket

import gluteal
from gluteal import Case, CaseError, to_phenopacket

KB = gluteal.load()


def features(case):
    found = to_phenopacket(case).get("phenotypicFeatures", [])
    return {f["type"]["label"]: f["excluded"] for f in found}


@pytest.mark.parametrize("case", [SIJ, RED, BUSY, Case()], ids=["sij", "red", "busy", "empty"])
def test_a_phenopacket_is_parsed_by_the_schema(case):
    packet = Parse(json.dumps(to_phenopacket(case)), Phenopacket())  # unknown fields are refused
    assert packet.id and packet.subject.id and packet.meta_data.phenopacket_schema_version == "2.0"
    age = abs((packet.meta_data.created.ToDatetime(UTC) - datetime.now(UTC)).total_seconds())
    assert age < 60
    assert [r.namespace_prefix for r in packet.meta_data.resources] == ["HP"]


@pytest.mark.parametrize("case", [BUSY, Case()], ids=["busy", "empty"])
def test_what_the_base_validation_of_phenopackets_asks_for_is_there(case):
    """As the JSON schema of phenopacket-tools has it: what must be there, and no empty list."""
    packet = to_phenopacket(case)
    assert packet.get("phenotypicFeatures") != []
    assert all(set(f) == {"type", "excluded"} for f in packet.get("phenotypicFeatures", []))
    assert all(f["type"]["id"] and f["type"]["label"] for f in packet.get("phenotypicFeatures", []))
    meta = packet["metaData"]
    assert {"created", "createdBy", "phenopacketSchemaVersion"} <= set(meta)
    (ontology,) = meta["resources"]
    assert set(ontology) == {"id", "name", "url", "version", "namespacePrefix", "iriPrefix"}
    assert all(ontology.values())


def test_age_and_sex_are_all_that_is_said_of_the_patient_and_no_two_share_an_id():
    one, other = to_phenopacket(SIJ)["subject"], to_phenopacket(Case())["subject"]
    assert one.pop("id") != other.pop("id")
    assert one == {
        "timeAtLastEncounter": {"age": {"iso8601duration": "P44Y"}},
        "sex": "FEMALE",
    }
    assert other == {}


def test_a_term_of_the_same_meaning_is_observed_or_excluded_as_marked():
    assert features(Case(present=["pain_groin"])) == {"Groin pain": False}
    assert features(Case(absent=["pain_groin"])) == {"Groin pain": True}


def test_a_broader_term_is_never_excluded_and_a_narrower_one_never_observed():
    assert features(Case(present=["pain_below_knee"])) == {"Lower limb pain": False}
    assert features(Case(absent=["pain_below_knee"])) == {}
    assert features(Case(present=["fever_or_systemically_unwell"])) == {}
    assert features(Case(absent=["fever_or_systemically_unwell"])) == {"Fever": True}


def test_a_term_that_one_finding_observes_is_not_excluded_by_another():
    case = Case(present=["pain_below_knee"], absent=["leg_pain"])
    assert features(case) == {"Lower limb pain": False}


def test_a_paused_mark_is_left_out():
    assert features(Case(present=["pain_groin"], paused=["pain_groin"])) == {}


def test_a_case_that_does_not_fit_the_tables_is_not_written():
    with pytest.raises(CaseError, match="did you mean"):
        to_phenopacket(Case(present=["pain_grion"]))


def test_a_folder_of_ones_own_without_terms_has_packets_without_features(folder):
    (folder / "hpo.csv").unlink()
    own = gluteal.load(folder)
    assert "phenotypicFeatures" not in to_phenopacket(BUSY, own)
    assert gluteal.from_fhir(gluteal.to_fhir(BUSY, own), own) == BUSY


def test_the_terms_have_the_form_of_the_ontology_and_one_label_each():
    assert KB.hpo["hpo"].map(lambda term: bool(re.fullmatch(r"HP:\d{7}", term))).all()
    assert (KB.hpo.groupby("hpo")["term"].nunique() == 1).all()
