"""A case back from a FHIR Bundle, read with suspicion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gluteal.cases import Case, CaseError, said
from gluteal.exchange import codes
from gluteal.knowledge import Knowledge, load

MAX_ENTRIES = 10_000
COUNTS, WITHDRAWN = ("final", "amended", "corrected"), ("entered-in-error", "cancelled")
KINDS: dict[type, str] = {Mapping: "an object", list: "a list", str: "text", bool: "true or false"}
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
            patients.append((url, resource))
            found |= _sex(resource, path)
        own = _own_code(resource, path) if kind == "Observation" else None
        if own is None or _withdrawn(resource, path):
            continue
        if own in seen:
            raise CaseError(f"{path} says {said(own[1])} a second time; keep one of the two")
        seen.add(own)
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
    entries = _member(bundle, "entry", list, "")
    if len(entries) > MAX_ENTRIES:
        raise CaseError(f"entry has {len(entries)} items, at most {MAX_ENTRIES} are read")
    for place, entry in enumerate(entries):
        path = f"entry[{place}]"
        resource = _member(_is(entry, Mapping, path), "resource", Mapping, path)
        _understood(resource, f"{path}.resource")
        url = entry.get("fullUrl")
        yield f"{path}.resource", url if isinstance(url, str) else "", resource


def _understood(resource: Mapping[str, Any], path: str) -> None:
    """FHIR: what may change the meaning is understood, or the resource is not used."""
    for name in ("modifierExtension", "implicitRules"):
        if resource.get(name) and resource.get("resourceType") in ("Patient", "Observation"):
            raise CaseError(f"{path}.{name} may change the meaning; take the resource out")


def _own_code(resource: Mapping[str, Any], path: str) -> tuple[str, str] | None:
    """System and code of gluteal, None where there is none."""
    concept = _member(resource, "code", Mapping, path)
    own = _codings(concept, f"{path}.code")
    if len(own) > 1:
        raise CaseError(f"{path}.code has {len(own)} codes of gluteal; keep one")
    return own[0] if own else None


def _codings(concept: Mapping[str, Any], path: str) -> list[tuple[str, str]]:
    """The codings of gluteal in a CodeableConcept."""
    listed = _is(concept.get("coding", []), list, f"{path}.coding")
    own = []
    for place, one in enumerate(listed):
        here = f"{path}.coding[{place}]"
        system = _is(one, Mapping, here).get("system")
        if isinstance(system, str) and system.startswith(codes.OWN):
            own.append((system, _member(one, "code", str, here)))
    return own


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
        _no_value(resource, path)
    elif system == codes.FINDING:
        found["present" if _value(resource, "Boolean", bool, path) else "absent"].append(code)
        _pause(code, resource, path, paused)
    elif system == codes.PRECAUTION:
        _must(_value(resource, "Boolean", bool, path), True, path, "leave out what is not true")
        found["precautions"].append(code)
    elif system == codes.SCREENING:
        remedy = "mark the precaution itself instead"
        _must(_value(resource, "Boolean", bool, path), False, path, remedy)
        found["screened"].append(code)
    elif system == codes.CLEARED:
        found["cleared"][code] = _value(resource, "String", str, path)
    elif system == codes.ANAESTHETIC:
        found["anaesthetic_mg"][code] = _quantity(resource, "mg", path)
    elif system == codes.FIELD:
        found[code] = _field(code, resource, path)
    else:
        raise CaseError(f"{path}.code has the unknown system {said(system)}; update gluteal")


def _field(name: str, resource: Mapping[str, Any], path: str) -> Any:
    """A number or a choice of the case, checked here so that the message names its place."""
    if name in codes.UNITS:
        value: Any = _quantity(resource, codes.UNITS[name], path)
    elif name in ("setting", "side"):
        concept = _value(resource, "CodeableConcept", Mapping, path)
        own = [c for s, c in _codings(concept, f"{path}.valueCodeableConcept") if s == codes.CHOICE]
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


def _quantity(resource: Mapping[str, Any], unit: str, path: str) -> Any:
    quantity = _value(resource, "Quantity", Mapping, path)
    for name, must in (("system", codes.UCUM), ("code", unit), ("comparator", None)):
        if quantity.get(name) != must:
            remedy = f"must be {must!r}" if must else "must be left out"
            raise CaseError(f"{path}.valueQuantity.{name} == {said(quantity.get(name))}, {remedy}")
    if quantity.get("value") is None:
        raise CaseError(f"{path}.valueQuantity.value is missing, must be a number")
    return quantity["value"]


def _value(resource: Mapping[str, Any], kind: str, must: type, path: str) -> Any:
    """The value of an Observation, which has this kind of value and no other."""
    others = [n for n in _values(resource) if n != f"value{kind}"]
    if others or "dataAbsentReason" in resource:
        name = others[0] if others else "dataAbsentReason"
        raise CaseError(f"{path}.{name} does not belong there, only value{kind}")
    return _member(resource, f"value{kind}", must, path)


def _no_value(resource: Mapping[str, Any], path: str) -> None:
    if _values(resource):
        raise CaseError(f"{path} has a value and a dataAbsentReason; keep one of the two")


def _values(resource: Mapping[str, Any]) -> list[str]:
    return [n for n in resource if isinstance(n, str) and n.lstrip("_").startswith("value")]


def _pause(code: str, resource: Mapping[str, Any], path: str, paused: dict[int, str]) -> None:
    listed = _is(resource.get("extension", []), list, f"{path}.extension")
    for place, one in enumerate(listed):
        here = f"{path}.extension[{place}]"
        if _is(one, Mapping, here).get("url") != codes.PAUSED:
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
    subject = _member(resource, "subject", Mapping, path)
    reference: str = _member(subject, "reference", str, f"{path}.subject")
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


def _member(of: Mapping[str, Any], name: str, kind: type, path: str) -> Any:
    here = f"{path}.{name}" if path else name
    if name not in of:
        raise CaseError(f"{here} is missing, must be {KINDS[kind]}")
    return _is(of[name], kind, here)


def _is(value: Any, kind: type, path: str) -> Any:
    if not isinstance(value, kind):
        raise CaseError(f"{path} == {said(value)}, must be {KINDS[kind]}")
    return value
