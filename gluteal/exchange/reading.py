"""A case back from a FHIR Bundle, read with suspicion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gluteal.cases import Case, CaseError, said
from gluteal.exchange import codes
from gluteal.exchange.members import checked, codings, member, no_value, quantity_of, value_of
from gluteal.knowledge import Knowledge, load

MAX_ENTRIES = 10_000
COUNTS, WITHDRAWN = ("final", "amended", "corrected"), ("entered-in-error", "cancelled")
Fields = dict[str, Any]


def from_fhir(bundle: Mapping[str, Any], kb: Knowledge | None = None) -> Case:
    """The case in a Bundle of :func:`to_fhir`.

    Read are the Patient's gender and the Observations with a code of gluteal. Other resources
    and other Observations are left aside, names and dates too. An Observation that was entered
    in error does not count. What cannot be read for certain is refused, never left out.

    Parameters
    ----------
    bundle : mapping
        The Bundle as parsed JSON.
    kb : Knowledge, optional
        The tables whose ids the Bundle must use. Bundled data by default.

    Returns
    -------
    Case
        The same case that was written, marks in the order of the Bundle.

    Raises
    ------
    CaseError
        The message names the place in the Bundle, the value and how to mend it.

    Examples
    --------
    >>> import gluteal
    >>> case = gluteal.Case(absent=["pain_groin"], age=44, sex="female", side="left")
    >>> from_fhir(gluteal.to_fhir(case)) == case
    True
    >>> from_fhir({"resourceType": "Patient"})
    Traceback (most recent call last):
        ...
    gluteal.cases.errors.CaseError: resourceType == 'Patient', must be 'Bundle'
    """
    kb = kb or load()
    found: Fields = {name: [] for name in ("present", "absent", "precautions", "screened")}
    found |= {"cleared": {}, "anaesthetic_mg": {}}
    paused: dict[int, str] = {}
    seen: set[tuple[str, str]] = set()
    subjects: set[str] = set()
    patients: list[tuple[str, Mapping[str, Any]]] = []
    for path, url, resource in _resources(bundle):
        kind = resource.get("resourceType")
        if kind == "Patient":
            _understood(resource, path)
            patients.append((url, resource))
            found |= _sex(resource, path)
        own = _own_code(resource, path) if kind == "Observation" else None
        if own is None or _withdrawn(resource, path):
            continue
        if own in seen:
            raise CaseError(f"{path} says {said(own[1])} a second time; keep one of the two")
        seen.add(own)
        _understood(resource, path)
        subjects.add(_subject(resource, path))
        _take(own, resource, path, found, paused)
    if not seen:
        raise CaseError("the Bundle has no Observation with a code of gluteal; nothing to read")
    _same_patient(patients, subjects)
    found["paused"] = [paused[place] for place in sorted(paused)]
    case = Case(**found)
    case.check(kb)
    return case


def _resources(bundle: Any) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Path, address and content of each entry."""
    if not isinstance(bundle, Mapping):
        raise CaseError(f"the Bundle is {said(bundle)}, must be an object of parsed JSON")
    for name, must in (("resourceType", "Bundle"), ("type", "collection")):
        if bundle.get(name) != must:
            raise CaseError(f"{name} == {said(bundle.get(name))}, must be {must!r}")
    entries = member(bundle, "entry", list, "")
    if len(entries) > MAX_ENTRIES:
        raise CaseError(f"entry has {len(entries)} items, at most {MAX_ENTRIES} are read")
    for place, entry in enumerate(entries):
        path = f"entry[{place}]"
        resource = member(checked(entry, Mapping, path), "resource", Mapping, path)
        url = entry.get("fullUrl")
        yield f"{path}.resource", url if isinstance(url, str) else "", resource


def _understood(resource: Mapping[str, Any], path: str) -> None:
    """FHIR: what may change the meaning is understood, or the resource is not used."""
    for name in ("modifierExtension", "implicitRules"):
        if resource.get(name):
            raise CaseError(f"{path}.{name} may change the meaning; take the resource out")


def _own_code(resource: Mapping[str, Any], path: str) -> tuple[str, str] | None:
    """System and code of gluteal, None where there is none."""
    concept = member(resource, "code", Mapping, path)
    own = codings(concept, f"{path}.code")
    if len(own) > 1:
        raise CaseError(f"{path}.code has {len(own)} codes of gluteal; keep one")
    return own[0] if own else None


def _withdrawn(resource: Mapping[str, Any], path: str) -> bool:
    status = resource.get("status")
    if status not in (*COUNTS, *WITHDRAWN):
        raise CaseError(f"{path}.status == {said(status)}, must be {' or '.join(COUNTS)}")
    return status in WITHDRAWN


def _take(
    own: tuple[str, str],
    resource: Mapping[str, Any],
    path: str,
    found: Fields,
    paused: dict[int, str],
) -> None:
    """What one Observation says, put into the fields of the case."""
    system, code = own
    if system in (codes.FINDING, codes.SCREENING) and "dataAbsentReason" in resource:
        no_value(resource, path)
    elif system == codes.FINDING:
        found["present" if value_of(resource, "Boolean", bool, path) else "absent"].append(code)
        _pause(code, resource, path, paused)
    elif system == codes.PRECAUTION:
        _must(value_of(resource, "Boolean", bool, path), True, path, "leave out what is not true")
        found["precautions"].append(code)
    elif system == codes.SCREENING:
        remedy = "mark the precaution itself instead"
        _must(value_of(resource, "Boolean", bool, path), False, path, remedy)
        found["screened"].append(code)
    elif system == codes.CLEARED:
        found["cleared"][code] = value_of(resource, "String", str, path)
    elif system == codes.ANAESTHETIC:
        found["anaesthetic_mg"][code] = quantity_of(resource, "mg", path)
    elif system == codes.FIELD:
        found[code] = _field(code, resource, path)
    else:
        raise CaseError(f"{path}.code has the unknown system {said(system)}; update gluteal")


def _field(name: str, resource: Mapping[str, Any], path: str) -> Any:
    """A number or a choice of the case, checked here so that the message names its place."""
    if name in codes.UNITS:
        value: Any = quantity_of(resource, codes.UNITS[name], path)
    elif name in ("setting", "side"):
        concept = value_of(resource, "CodeableConcept", Mapping, path)
        own = [c for s, c in codings(concept, f"{path}.valueCodeableConcept") if s == codes.CHOICE]
        if len(own) != 1:
            raise CaseError(f"{path}.valueCodeableConcept must have one code of {codes.CHOICE}")
        value = own[0]
    else:
        raise CaseError(f"{path}.code has {said(name)}, which is no field of a case")
    try:
        Case(**{name: value})
    except CaseError as error:
        raise CaseError(f"{path}: {error}") from None
    return value


def _pause(code: str, resource: Mapping[str, Any], path: str, paused: dict[int, str]) -> None:
    listed = checked(resource.get("extension", []), list, f"{path}.extension")
    for place, one in enumerate(listed):
        here = f"{path}.extension[{place}]"
        if checked(one, Mapping, here).get("url") != codes.PAUSED:
            continue
        order = one.get("valuePositiveInt")
        if not isinstance(order, int) or isinstance(order, bool) or order < 1 or order in paused:
            raise CaseError(
                f"{here}.valuePositiveInt == {said(order)}, must be a whole number from 1, "
                "another one for each paused mark"
            )
        paused[order] = code


def _sex(patient: Mapping[str, Any], path: str) -> Fields:
    gender = patient.get("gender")
    if gender in (None, "other", "unknown"):
        return {}
    if gender not in ("female", "male"):
        raise CaseError(f"{path}.gender == {said(gender)}, must be female, male, other or unknown")
    return {"sex": gender}


def _subject(resource: Mapping[str, Any], path: str) -> str:
    subject = member(resource, "subject", Mapping, path)
    reference: str = member(subject, "reference", str, f"{path}.subject")
    return reference


def _same_patient(patients: list[tuple[str, Mapping[str, Any]]], subjects: set[str]) -> None:
    """One patient alone: the marks of two are never read as one case."""
    if len(patients) > 1 or len(subjects) > 1:
        raise CaseError("the Bundle is of several patients; keep the entries of one")
    for url, patient in patients:
        (subject,) = subjects
        number = patient.get("id")
        named = subject == url or (isinstance(number, str) and subject == f"Patient/{number}")
        if not named and not url.endswith(f"/{subject}"):
            raise CaseError(f"the marks are of {said(subject)}, the Patient is {said(url)}")


def _must(value: bool, must: bool, path: str, remedy: str) -> None:
    if value is not must:
        raise CaseError(f"{path}.valueBoolean == {value}, must be {must}; {remedy}")
