"""A case and what gluteal makes of it as an HL7 FHIR R4B Bundle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from gluteal._version import __version__
from gluteal.care import no_ranking, options, raised, red_flags, unasked
from gluteal.cases import Case
from gluteal.exchange import codes
from gluteal.knowledge import EQUAL, TOPICS, Knowledge, load
from gluteal.model import differential, known
from gluteal.words import SETTING_LABELS, TOPIC_LABELS, two_digits

NOT_A_DIAGNOSIS = (
    "Suggested by gluteal from the marks of a clinician, for a clinician to judge. No diagnosis."
)
Entry = dict[str, Any]


def to_fhir(case: Case, kb: Knowledge | None = None) -> dict[str, Any]:
    """A case and its differential as an HL7 FHIR R4B Bundle, as plain JSON.

    Parameters
    ----------
    case : Case
        The marks; what is paused stays in and says so.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.

    Returns
    -------
    dict
        A Bundle of type ``collection``: a Patient without name, date or number; an Observation
        for each mark, number, precaution, screening answer, stated reason and planned
        anaesthetic; one without a value (``not-asked``) for each open screening question; a
        RiskAssessment with the probability of each cause in percent, as R4B defines its
        decimals; and a ClinicalImpression with the red flags. Under an open immediate flag,
        or under 18, no ranking holds and there is no RiskAssessment. ``meta.tag`` carries the
        version and the digest of the tables. Entries have fresh ``urn:uuid`` addresses each time.

    Raises
    ------
    CaseError
        An id is not in the tables, or the marks contradict each other.

    Notes
    -----
    HL7 FHIR R4B (4.3.0). Codes and what has none: ``docs/interchange.md``.

    Examples
    --------
    >>> import gluteal
    >>> bundle = to_fhir(gluteal.Case(present=["faber_test"], absent=["pain_groin"]))
    >>> marks = [e["resource"] for e in bundle["entry"] if "valueBoolean" in e["resource"]]
    >>> [(m["code"]["coding"][0]["code"], m["valueBoolean"]) for m in marks]
    [('faber_test', True), ('pain_groin', False)]
    >>> gluteal.from_fhir(bundle) == gluteal.Case(present=["faber_test"], absent=["pain_groin"])
    True
    """
    kb = kb or load()
    case.check(kb)
    sex = {"gender": case.sex} if case.sex else {}
    patient = _entry({"resourceType": "Patient", **sex})
    subject = {"reference": patient["fullUrl"]}
    observed = [_entry({**one, "subject": subject}) for one in _observations(case, kb)]
    basis = [{"reference": e["fullUrl"]} for e in observed if _reasoned_from(_of(e))]
    held = no_ranking(case, kb)
    ranked = [] if held else [_entry(_risks(case, kb, subject, basis))]
    impression = _impression(case, kb, subject, observed, ranked, held)
    return {
        "resourceType": "Bundle",
        "meta": {
            "tag": [
                {"system": codes.SOFTWARE, "code": __version__},
                {"system": codes.VERSION, "code": kb.version},
                {"system": codes.DIGEST, "code": kb.digest},
            ]
        },
        "type": "collection",
        "entry": [patient, *observed, *ranked, _entry(impression)],
    }


def _entry(resource: dict[str, Any]) -> Entry:
    # random, not made of the content: two patients with the same marks must not be one
    return {"fullUrl": uuid4().urn, "resource": resource}


def _of(entry: Entry) -> dict[str, Any]:
    resource: dict[str, Any] = entry["resource"]
    return resource


def _reasoned_from(observation: dict[str, Any]) -> bool:
    """Whether the probabilities follow from it: marks that are not paused, setting, age, duration."""
    own = observation["code"]["coding"][0]
    if own["system"] == codes.FINDING:
        return "valueBoolean" in observation and "extension" not in observation
    return own["system"] == codes.FIELD and own["code"] in ("setting", "age", "duration_weeks")


def _observation(codings: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    code = {"coding": codings, "text": codings[0]["display"]}
    return {"resourceType": "Observation", "status": "final", "code": code, **more}


def _observations(case: Case, kb: Knowledge) -> Iterator[dict[str, Any]]:
    """Everything that the case says, and the screening that nobody has answered."""
    yield from _fields(case)
    paused = {name: place for place, name in enumerate(case.paused, 1)}
    for names, value in ((case.present, True), (case.absent, False)):
        for name in names:
            said: dict[str, Any] = {"valueBoolean": value}
            if name in paused:
                said["extension"] = [{"url": codes.PAUSED, "valuePositiveInt": paused[name]}]
            yield _observation(codes.finding_codings(name, kb), **said)
    for name in unasked(case, kb):
        yield _observation(codes.finding_codings(name, kb), **_not_asked())
    for name in case.precautions:
        yield _own(codes.PRECAUTION, name, kb.label(name), valueBoolean=True)
    for topic in case.screened:
        yield _own(codes.SCREENING, topic, TOPIC_LABELS[topic], valueBoolean=False)
    needle = next(iter(options(case, kb)), {"not_asked": ()})
    for topic in needle["not_asked"]:
        if topic in TOPICS:
            yield _own(codes.SCREENING, topic, TOPIC_LABELS[topic], **_not_asked())
    for key, reason in case.cleared.items():
        kind, _, name = key.partition(":")
        label = f"Settled with a reason: {kind} {kb.label(name)}"
        yield _own(codes.CLEARED, key, label, valueString=reason)
    for name, mg in case.anaesthetic_mg.items():
        label = f"Planned besides the injection: {kb.anaesthetics.at[name, 'label']}"
        yield _own(codes.ANAESTHETIC, name, label, valueQuantity=_quantity(mg, "mg"))


def _fields(case: Case) -> Iterator[dict[str, Any]]:
    """Setting, side and the numbers."""
    for name in ("setting", "side"):
        value = getattr(case, name)
        if value is not None:
            label = SETTING_LABELS[value] if name == "setting" else value.capitalize()
            chosen = {"coding": [codes.coding(codes.CHOICE, value, label)]}
            yield _own(codes.FIELD, name, codes.field_label(name), valueCodeableConcept=chosen)
    for name, unit in codes.UNITS.items():
        value = getattr(case, name)
        if value is not None:
            own = codes.coding(codes.FIELD, name, codes.field_label(name))
            also = [codes.PAIN] if name == "severity" else []
            yield _observation([own, *also], valueQuantity=_quantity(value, unit))


def _own(system: str, code: str, display: str, **more: Any) -> dict[str, Any]:
    return _observation([codes.coding(system, code, display)], **more)


def _quantity(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "system": codes.UCUM, "code": unit}


def _not_asked() -> dict[str, Any]:
    reason = codes.coding(codes.ABSENT_REASON, "not-asked", "Not Asked")
    return {"dataAbsentReason": {"coding": [reason]}}


def _risks(
    case: Case, kb: Knowledge, subject: dict[str, Any], basis: list[dict[str, Any]]
) -> dict[str, Any]:
    """The differential, the likeliest cause first."""
    rows = differential(case, kb).to_dict("index")
    return {
        "resourceType": "RiskAssessment",
        "status": "preliminary",
        "method": {"text": f"gluteal {__version__}, tables {kb.version}"},
        "subject": subject,
        "basis": basis,
        "prediction": [
            {
                "outcome": codes.outcome(str(cause), kb),
                "probabilityDecimal": float(f"{100 * row['probability']:.3g}"),
                "rationale": f"Probability {two_digits(row['probability'])} of 1, 90 % credible "
                f"interval {two_digits(row['low'])} to {two_digits(row['high'])}; "
                f"before the marks {two_digits(row['prior'])}.",
            }
            for cause, row in rows.items()
        ],
        "note": [{"text": NOT_A_DIAGNOSIS}],
    }


def _impression(
    case: Case,
    kb: Knowledge,
    subject: dict[str, Any],
    observed: list[Entry],
    ranked: list[Entry],
    held: tuple[str, ...],
) -> dict[str, Any]:
    """Red flags first, then what was found, in the words of the screen."""
    flags = [
        {
            "itemCodeableConcept": {
                "coding": [codes.coding(codes.RED_FLAG, flag["red_flag"], flag["label"])],
                "text": f"{flag['urgency']}: {flag['headline']}",
            },
            "basis": f"Settled: {flag['cleared']}" if flag["cleared"] else flag["action"],
        }
        for flag in raised(case, kb)
    ]
    present = [
        {"itemReference": {"reference": entry["fullUrl"]}}
        for entry in observed
        if _of(entry).get("valueBoolean") is True
    ]
    prognosis = [{"reference": entry["fullUrl"]} for entry in ranked]
    resource = {
        "resourceType": "ClinicalImpression",
        "status": "in-progress",
        "subject": subject,
        "description": "Buttock pain",
        "finding": flags + present,
        "prognosisReference": prognosis,
        "summary": " ".join(_summary(case, kb, held)),
        "note": [{"text": NOT_A_DIAGNOSIS}],
    }
    return {name: value for name, value in resource.items() if value}


def _summary(case: Case, kb: Knowledge, held: tuple[str, ...]) -> Iterator[str]:
    flags = red_flags(case, kb)
    still = int((flags["cleared"] == "").sum())
    yield f"Red flags open: {still}; {flags.attrs['screening']}."
    if held:
        yield from held
        return
    rows = differential(case, kb).head(3)
    yield (
        "Most likely by the marks: "
        + ", ".join(
            f"{label} {two_digits(p)}" for label, p in zip(rows["label"], rows["probability"])
        )
        + "."
    )
    if known(case, kb).little:
        yield "Little is known so far."
    if case.setting == EQUAL:
        yield "Every cause counted alike before the marks (teaching)."
