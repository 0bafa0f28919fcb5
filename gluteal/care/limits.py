"""What stands between a probability and a needle: flags, trials, requirements, precautions."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from gluteal.care.doses import anaesthetic_load
from gluteal.care.drugs import NO_WAIT, NO_WAIT_SAID, asks_prescriber, bleeding_class
from gluteal.care.limit import Kind, Limit
from gluteal.care.patient import FIRM, Patient, Row, ids_of
from gluteal.care.place import side_and_level
from gluteal.knowledge import DIAGNOSTIC, THERAPEUTIC, parse_rule


def limits_of(
    name: str, row: Row, cause: str, zone: str, required: str, evidence: Row, s: Patient
) -> list[Limit]:
    """What stands between this patient and this injection, in the order in which it is told.

    Parameters
    ----------
    name, row : str, dict
        The injection and its row.
    cause, zone : str
        Its best-fitting cause, and the zone that the probability gives.
    required : str
        Findings that the cause's treatment requires, joined by ';'.
    evidence : dict
        What is known of the injection in that cause.
    """
    if row["role"] == "none":
        return []
    return [
        *_flags(name, s),
        *_trial(cause, s),
        *_requirements(name, row, zone, required, s),
        *side_and_level(name, row, s),
        *_precautions(name, row, zone, s),
        *_drugs(name, row, s),
        *_dose(row, s),
        *_evidence(cause, evidence),
        *_set_aside(s),
    ]


def _flags(name: str, s: Patient) -> list[Limit]:
    """Open red flags that do not spare the injection; they are closed where they stand."""
    return [
        Limit(
            "flag",
            f["red_flag"],
            f["label"],
            because=s.kb.say(f["urgency"]),
            action=f["action"],
            sources=f["sources"],
            from_memory=f["from_memory"],
        )
        for f in s.flags
        if name not in ids_of(f["spares"])
    ]


def _trial(cause: str, s: Patient) -> list[Limit]:
    """The conservative trial while it is too short; unknown is none."""
    care, done = s.kb.rows("care")[cause], s.case.conservative_weeks
    weeks, exception = float(care["minimum_trial_weeks"]), care["trial_exception"]
    if weeks == 0 or (done is not None and done >= weeks):
        return []
    if reason := s.case.settled("exception", exception):
        return [Limit("trial", cause, s.kb.say("Conservative trial"), False, set_aside=reason)]
    had = s.kb.say("not recorded" if done is None else "{n} weeks", n=f"{done or 0:g}")
    return [
        Limit(
            "trial",
            cause,
            s.kb.say("Conservative care"),
            because=s.kb.say("{had}, at least {n} weeks asked", had=had, n=f"{weeks:g}"),
            action=care["trial_exception_text"] if exception else "",
            releases=f"exception:{exception}" if exception else "",
        )
    ]


def _requirements(name: str, row: Row, zone: str, required: str, s: Patient) -> list[Limit]:
    """What has to be found first; what no rule can test is to be confirmed by hand."""
    needs = [row["requires"]]
    if zone == THERAPEUTIC:
        needs += [row["therapeutic_requires"]]
        needs += [f"all_of: {f}" for f in ids_of(required)]
    missing = [n for n in dict.fromkeys(needs) if not parse_rule(n).holds(s.present, s.absent)]
    text = row["requires_text"]
    if missing:
        said = text or "; ".join(
            s.kb.say(" and ").join(s.kb.label(f) for f in parse_rule(n).findings) for n in missing
        )
        return [Limit("requirement", name, s.kb.say("Requirement missing"), because=said)]
    if zone == THERAPEUTIC and text:
        return [Limit("requirement", name, s.kb.say("Confirm by hand"), False, because=text)]
    return []


def _precautions(name: str, row: Row, zone: str, s: Patient) -> list[Limit]:
    """Precautions that reach the injection; an absolute one that reaches it in full holds it."""
    limits = []
    for p in s.precautions:
        if not (reach := _reach(name, row, p, zone)):
            continue
        holds = reach == "full" and p["severity"] == "absolute"
        stated = holds and p["because"] and p["id"] not in FIRM
        key = f"precaution:{p['id']}" if stated else ""
        limits.append(_of(p, "precaution", holds, p["because"], p["action"], key))
    return limits


def _drugs(name: str, row: Row, s: Patient) -> list[Limit]:
    """Antithrombotic drugs, by the bleeding risk of the procedure and of the patient."""
    if not s.drugs:
        return []
    risk, said = bleeding_class(row["bleeding_risk"], s.precautions)
    return [_drug(name, d, risk, said, s) for d in s.drugs]


def _drug(name: str, drug: Row, risk: str, said: str, s: Patient) -> Limit:
    """A drug that the table stops holds; one that its prescriber may pause holds until then."""
    action = drug[f"{risk}_risk_action"]
    if name in NO_WAIT:
        return _of(drug, "drug", False, said, NO_WAIT_SAID + action)
    if drug[f"{risk}_risk_hold"] == "yes" or not asks_prescriber(name, drug["id"], risk):
        return _of(drug, "drug", drug[f"{risk}_risk_hold"] == "yes", said, action)
    agreed = s.case.settled("drug", drug["id"])
    key = "" if agreed else f"drug:{drug['id']}"
    return replace(_of(drug, "drug", not agreed, said, action, key), set_aside=agreed)


def _dose(row: Row, s: Patient) -> list[Limit]:
    """Local anaesthetic above its ceiling, with what is planned besides."""
    doses, drug = dict(s.case.anaesthetic_mg), row["anaesthetic"]
    if drug and not pd.isna(row["anaesthetic_max_mg"]):
        doses[drug] = doses.get(drug, 0.0) + float(row["anaesthetic_max_mg"])
    share = anaesthetic_load(doses, s.case.weight_kg, s.kb)
    if share <= 1:
        return []
    percent = f"{share:.0%}"
    label = s.kb.say("Local anaesthetic comes to {percent} of the ceiling", percent=percent)
    action = s.kb.say("reduce the dose (all drugs, sites, sides and skin together)")
    return [Limit("dose", drug, label, action=action)]


def _evidence(cause: str, row: Row) -> list[Limit]:
    """What the evidence for this cause warns of."""
    if not row["cautions"]:
        return []
    return [Limit("evidence", cause, row["cautions"], False, sources=row["sources"])]


def _set_aside(s: Patient) -> list[Limit]:
    """Precautions that a stated reason set aside stay in view."""
    return [
        Limit("precaution", p["id"], p["label"], False, set_aside=p["reason"]) for p in s.set_aside
    ]


def _of(row: Row, kind: Kind, holds: bool, because: str, action: str, releases: str = "") -> Limit:
    """The limit that a row of a table is."""
    return Limit(
        kind,
        row["id"],
        row["label"],
        holds,
        because,
        action,
        row["sources"],
        row["from_memory"],
        row["origin"],
        releases,
    )


def _reach(name: str, row: Row, precaution: Row, zone: str) -> str:
    """How far a precaution reaches an injection: 'full', 'part' (a route without it exists), ''."""
    classes = {
        "steroid": "never" if zone == DIAGNOSTIC else row["uses_steroid"],
        "contrast": row["uses_contrast"],
        "botulinum": row["uses_botulinum"],
        "fluoroscopy/CT": row["ionising"],
    }
    generic = precaution["id"].removesuffix("_risk").removeprefix("anticoagulant_")
    if precaution["id"].startswith("anticoagulant_"):
        return "full" if generic == row["bleeding_risk"] else ""
    best = ""
    for target in ids_of(precaution["applies_to"]):
        use = classes.get(target, "always" if target in ("all", name) else "never")
        best = "full" if use == "always" else best or ("part" if use == "optional" else "")
        if best == "full":
            break
    return best
