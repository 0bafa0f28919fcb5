"""What is the same for every injection of a case: open flags, precautions, drugs, what is unasked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from gluteal.cases import Case, inapplicable
from gluteal.knowledge import ADULT, TOPICS, Knowledge, split

Row = dict[str, Any]
UNDER_AGE = "under_18"  # the precaution that the age raises by itself
# what no stated reason sets aside: only a changed mark or age does
FIRM = ("cauda_equina_or_progressive_deficit", UNDER_AGE)
# findings that answer a topic when they are absent
_DENIED = {
    "pregnancy_or_postpartum": "pregnancy",
    "pregnant": "pregnancy",
    "immunosuppression_or_ivdu": "immunosuppression",
}


@lru_cache(maxsize=4096)
def ids_of(cell: str) -> tuple[str, ...]:
    """The ids of a cell as :func:`gluteal.knowledge.split` gives them, split once."""
    return tuple(split(cell))


@dataclass(frozen=True)
class Patient:
    """What may limit any injection; rows of precautions and drugs carry ``id`` and ``origin``."""

    case: Case
    kb: Knowledge
    present: set[str]
    absent: set[str]
    flags: list[Row]  # open ones that hold injections
    precautions: list[Row]  # that apply, absolute or relative, with ``because``
    drugs: list[Row]
    set_aside: list[Row]  # precautions with the ``reason`` stated
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
    set_aside: list[Row] = []
    for name, row in kb.rows("precautions").items():
        because = [kb.label(f) for f in ids_of(row["suggested_by"]) if f in present]
        if name == UNDER_AGE and case.age is not None and case.age < ADULT:
            because = [kb.say("Age {n}", n=case.age)]
        if name in marked:
            precautions.append(_told(name, row, kb, because=""))
        elif because and name not in FIRM and (reason := case.settled("precaution", name)):
            set_aside.append(_told(name, row, kb, reason=reason))
        elif because:
            precautions.append(_told(name, row, kb, because=", ".join(because)))
    drugs = [_told(n, row, kb) for n, row in kb.rows("anticoagulants").items() if n in marked]
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


def _told(name: str, row: Row, kb: Knowledge, **more: str) -> Row:
    """A row with its id and with its origin in words: sources, and whether it is remembered."""
    named = kb.named(row["sources"])
    memory = "partly from memory: check your local guideline"
    doubt = kb.say(memory) if row["from_memory"] else ""
    said = "; ".join(t for t in (named, doubt) if t)
    return {
        "id": name,
        **row,
        **more,
        "origin": f" [{said}]" if said else f" [{kb.say('judgement')}]",
    }


def _not_asked(case: Case, answered: set[str], on_drugs: bool) -> tuple[str, ...]:
    """Topics that nobody answered, here or among the findings; weight is one of them."""
    given = answered | set(case.screened) | ({"antithrombotic"} if on_drugs else set())
    denied = {topic for finding, topic in _DENIED.items() if finding in case.absent}
    if "within_a_year_of_birth" in case.present:  # not pregnant, but breast feeding is to be asked
        denied.discard("pregnancy")
    given |= denied
    given |= inapplicable(case, "topics")
    open_ = [t for t in TOPICS if t not in given]
    return tuple([*open_, *(["weight"] if case.weight_kg is None else [])])
