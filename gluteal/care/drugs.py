"""Which column of the drug table is read, and which needle waits for no drug."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gluteal.knowledge import RISKS

# factors of the patient for which the guidelines read the next higher column
RAISING = ("higher_bleeding_risk", "bleeding_disorder", "renal_failure")
# a joint that may be septic is aspirated whatever the drug
NO_WAIT = ("joint_aspiration",)
# a deep collection may be sepsis: it waits for no agreement, only for the drugs that the table stops
NO_AGREEMENT = ("aspiration_drainage",)
# drugs for which a needle that cannot be pressed on waits for the prescriber and the last dose
AGREED = (
    "vitamin_k_antagonist",
    "acenocoumarol",
    "heparin_sc",
    "lmwh_prophylactic",
    "lmwh_therapeutic",
    "clopidogrel",
    "prasugrel",
    "ticagrelor",
    "dabigatran",
    "factor_xa_oral",
    "fondaparinux",
)
NO_WAIT_SAID = (
    "Where infection is suspected the aspiration does not wait for this drug; reversal, "
    "where needed, with haematology. Elective needles only: "
)


def bleeding_class(risk: str, precautions: Iterable[Mapping[str, Any]]) -> tuple[str, str]:
    """The class whose column is read, and why, in words.

    Parameters
    ----------
    risk : str
        Bleeding risk of the procedure.
    precautions : iterable of mapping
        Those of the patient, with ``id`` and ``label``.

    Examples
    --------
    >>> bleeding_class("low", [])
    ('low', 'low-risk procedure')
    >>> bleeding_class("low", [{"id": "renal_failure", "label": "Renal failure"}])
    ('intermediate', 'low-risk procedure, read as intermediate risk (Renal failure)')
    """
    why = "; ".join(p["label"] for p in precautions if p["id"] in RAISING)
    if not why or risk == RISKS[-1]:
        return risk, f"{risk}-risk procedure"
    higher = RISKS[RISKS.index(risk) + 1]
    return higher, f"{risk}-risk procedure, read as {higher} risk ({why})"


def asks_prescriber(injection: str, drug: str, risk: str) -> bool:
    """Whether an injection waits until the prescriber agreed and the last dose is known.

    So it is for anticoagulants and P2Y12 inhibitors, from intermediate risk on, but not where
    pus is to be drawn.

    Examples
    --------
    >>> asks_prescriber("caudal_epidural", "factor_xa_oral", "intermediate")
    True
    >>> asks_prescriber("caudal_epidural", "aspirin_primary", "intermediate")
    False
    """
    urgent = injection in (*NO_WAIT, *NO_AGREEMENT)
    return drug in AGREED and risk != RISKS[0] and not urgent
