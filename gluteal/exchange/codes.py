"""Which code says what: gluteal's own, and those of others where they mean the same."""

from __future__ import annotations

from typing import Any

from gluteal.cases import RANGES
from gluteal.knowledge import Knowledge, once, split

# Own codes are the ids of the tables. The namespace is no registered one, and no page answers it.
OWN = "urn:gluteal:"
FINDING, PRECAUTION, SCREENING = f"{OWN}finding", f"{OWN}precaution", f"{OWN}screening"
CLEARED, ANAESTHETIC, FIELD = f"{OWN}cleared", f"{OWN}anaesthetic-mg", f"{OWN}field"
CAUSE, RED_FLAG, CHOICE = f"{OWN}cause", f"{OWN}red-flag", f"{OWN}choice"
PAUSED, CANDIDATE = f"{OWN}paused", f"{OWN}icd-10-cm-candidate"  # extensions
VERSION, DIGEST, SOFTWARE = f"{OWN}data-version", f"{OWN}data-digest", f"{OWN}software"  # tags

HPO = "http://purl.obolibrary.org/obo/hp.owl"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
ABSENT_REASON = "http://terminology.hl7.org/CodeSystem/data-absent-reason"

UNITS = {  # UCUM code of each number of a case
    "age": "a",
    "severity": "{score}",
    "duration_weeks": "wk",
    "conservative_weeks": "wk",
    "weight_kg": "kg",
}
PAIN = {
    "system": LOINC,
    "code": "72514-3",
    "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
}


def coding(system: str, code: str, display: str) -> dict[str, Any]:
    """One coding, as FHIR writes it."""
    return {"system": system, "code": code, "display": display}


def finding_codings(finding: str, kb: Knowledge) -> list[dict[str, Any]]:
    """A finding's own code, and that of the HPO where it means exactly the same."""
    others = [coding(HPO, *term) for term in _same(kb).get(finding, ())]
    return [coding(FINDING, finding, kb.label(finding)), *others]


@once
def _same(kb: Knowledge) -> dict[str, list[tuple[str, str]]]:
    """Findings to the terms, each with its label, that mean exactly the same."""
    same: dict[str, list[tuple[str, str]]] = {}
    for row in kb.hpo.query("fit == 'exact'").itertuples():
        same.setdefault(str(row.finding), []).append((str(row.hpo), str(row.term)))
    return same


def outcome(cause: str, kb: Knowledge) -> dict[str, Any]:
    """A cause as a CodeableConcept.

    An ICD-10-CM code stands beside the own one only where it is the only one: of several, such
    as left and right, none means the same as the cause, and they are named as candidates.
    """
    label, codes = kb.label(cause), split(str(kb.causes.at[cause, "icd10cm"]))
    said: dict[str, Any] = {"coding": [coding(CAUSE, cause, label)], "text": label}
    icd = [{"system": ICD10CM, "code": code} for code in codes]
    if len(icd) == 1:
        said["coding"] += icd
    elif icd:
        said["extension"] = [{"url": CANDIDATE, "valueCoding": one} for one in icd]
    return said


def field_label(name: str) -> str:
    """The name of a number or choice of a case."""
    return RANGES[name].label if name in RANGES else name.capitalize()
