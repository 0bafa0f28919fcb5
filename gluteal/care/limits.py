"""What stands between a probability and a needle: flags, trials, requirements, precautions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from gluteal.care.doses import anaesthetic_load
from gluteal.care.drugs import drug_limits
from gluteal.cases import Case
from gluteal.knowledge import (
    ADULT,
    DIAGNOSTIC,
    THERAPEUTIC,
    TOPICS,
    Knowledge,
    parse_rule,
    split,
)

Row = dict[str, Any]
# what no stated reason sets aside: only a changed mark or age does
FIRM = ("cauda_equina_or_progressive_deficit", "under_18")
# findings that answer a topic when they are absent
_DENIED = {
    "pregnancy_or_postpartum": "pregnancy",
    "immunosuppression_or_ivdu": "immunosuppression",
}


@lru_cache(maxsize=4096)
def ids_of(cell: str) -> tuple[str, ...]:
    """The ids of a cell as :func:`gluteal.knowledge.split` gives them, split once."""
    return tuple(split(cell))


@dataclass(frozen=True)
class Patient:
    """What is the same for every injection of a case: flags that hold, precautions, drugs."""

    case: Case
    kb: Knowledge
    present: set[str]
    absent: set[str]
    flags: list[Row]
    precautions: list[Row]  # that apply to the patient, absolute or relative
    drugs: list[Row]
    set_aside: list[str]
    not_asked: tuple[str, ...]


def patient_of(case: Case, kb: Knowledge, flags: list[Row]) -> Patient:
    """Gather what may limit an injection.

    Parameters
    ----------
    flags : list of dict
        Result of ``care.raised``.
    """
    present, absent = case.facts(kb)
    marked = set(case.precautions)
    precautions: list[Row] = []
    set_aside: list[str] = []
    for name, row in kb.rows("precautions").items():
        suggested = [f for f in ids_of(row["suggested_by"]) if f in present]
        if name == "under_18" and case.age is not None and case.age < ADULT:
            suggested = [f"age {case.age}"]
        if name in marked:
            precautions.append({"id": name, **row, "because": "", "origin": _origin(row, kb)})
        elif suggested and name not in FIRM and (reason := case.settled("precaution", name)):
            set_aside.append(f"{row['label']}: set aside, {reason}")
        elif suggested:
            because = ", ".join(kb.label(f) for f in suggested)
            origin = _origin(row, kb)
            precautions.append({"id": name, **row, "because": because, "origin": origin})
    drugs = [
        {**row, "origin": _origin(row, kb)}
        for name, row in kb.rows("anticoagulants").items()
        if name in marked
    ]
    return Patient(
        case,
        kb,
        present,
        absent,
        [f for f in flags if f["holds_injections"] and not f["cleared"]],
        precautions,
        drugs,
        set_aside,
        _not_asked(case, {p["topic"] for p in precautions}, bool(drugs)),
    )


@dataclass(frozen=True)
class Limits:
    """What holds an injection, what to mind, and the keys that a stated reason would release."""

    holds: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()


def limits_of(name: str, row: Row, cause: str, zone: str, required: str, s: Patient) -> Limits:
    """What stands between this patient and this injection.

    Parameters
    ----------
    name, row : str, dict
        The injection and its row.
    cause, zone : str
        Its best-fitting cause, and the zone that the probability gives.
    required : str
        Findings that the cause's treatment requires, joined by ';'.
    """
    if row["role"] == "none":
        return Limits()
    releases: list[str] = []
    holds = [
        f"Red flag: {f['label']} ({f['urgency']})"
        for f in s.flags
        if name not in ids_of(f["spares"])
    ]
    cautions: list[str] = []
    trial = s.kb.rows("care")[cause]
    exception = trial["trial_exception"]
    if too_short := _trial(trial, s.case.conservative_weeks):
        if reason := s.case.settled("exception", exception):
            cautions.append(f"Conservative trial set aside: {reason}")
        else:
            holds.append(too_short)
            releases += [f"exception:{exception}"] if exception else []
    needs = [row["requires"]]
    if zone == THERAPEUTIC:
        needs += [row["therapeutic_requires"]]
        needs += [f"all_of: {f}" for f in ids_of(required)]
    missing = [n for n in dict.fromkeys(needs) if not parse_rule(n).holds(s.present, s.absent)]
    if missing:
        said = row["requires_text"] or "; ".join(_words(n, s.kb) for n in missing)
        holds.append(f"Requirement missing: {said}")
    elif zone == THERAPEUTIC and row["requires_text"]:
        cautions.append(f"Confirm by hand: {row['requires_text']}")
    for p in s.precautions:
        reach = _reach(name, row, p, zone)
        said = p["label"] + (f" ({p['because']})" if p["because"] else "")
        if reach == "full" and p["severity"] == "absolute":
            holds.append(f"Precaution: {said}. {p['action']}{p['origin']}")
            releases += [f"precaution:{p['id']}"] if p["because"] and p["id"] not in FIRM else []
        elif reach:
            cautions.append(f"{said}: {p['action']}{p['origin']}")
    held, minded = drug_limits(name, row["bleeding_risk"], s.drugs, s.precautions)
    holds += held
    cautions += minded
    doses = dict(s.case.anaesthetic_mg)
    if row["anaesthetic"] and not pd.isna(row["anaesthetic_max_mg"]):
        drug_id = row["anaesthetic"]
        doses[drug_id] = doses.get(drug_id, 0.0) + float(row["anaesthetic_max_mg"])
    share = anaesthetic_load(doses, s.case.weight_kg, s.kb)
    if share > 1:
        holds.append(
            f"Local anaesthetic comes to {share:.0%} of the ceiling: reduce the dose "
            "(all drugs, sites, sides and skin together)"
        )
    return Limits(tuple(holds), tuple([*cautions, *s.set_aside]), tuple(releases))


def _trial(care: Row, done: float | None) -> str:
    """What is missing of the conservative trial, '' when it is long enough; unknown is none."""
    weeks = float(care["minimum_trial_weeks"])
    if weeks == 0 or (done is not None and done >= weeks):
        return ""
    said = "not recorded" if done is None else f"{done:g} weeks"
    unless = f" {care['trial_exception_text']}" if care["trial_exception"] else ""
    return f"Conservative care {said}, at least {weeks:g} weeks asked.{unless}"


def _origin(row: Row, kb: Knowledge) -> str:
    """Where the text comes from, and whether it is remembered or judged."""
    named = kb.named(row["sources"])
    doubt = "partly from memory: check your local guideline" if row["from_memory"] else ""
    said = "; ".join(t for t in (named, doubt) if t)
    return f" [{said}]" if said else " [judgement]"


def _words(rule: str, kb: Knowledge) -> str:
    return " and ".join(kb.label(f) for f in parse_rule(rule).findings)


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


def _not_asked(case: Case, answered: set[str], on_drugs: bool) -> tuple[str, ...]:
    """Topics that nobody answered, here or among the findings; weight is one of them."""
    given = answered | set(case.screened) | ({"antithrombotic"} if on_drugs else set())
    given |= {topic for finding, topic in _DENIED.items() if finding in case.absent}
    given |= {"pregnancy"} if case.sex == "male" else set()
    open_ = [t for t in TOPICS if t not in given]
    return tuple([*open_, *(["weight"] if case.weight_kg is None else [])])
