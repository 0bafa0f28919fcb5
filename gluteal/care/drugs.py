"""What a drug that affects bleeding means for an injection: hold, caution, which column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gluteal.knowledge import RISKS

# factors of the patient for which the guidelines read the next higher column
RAISING = ("higher_bleeding_risk", "bleeding_disorder", "renal_failure")
# a joint that may be septic is aspirated whatever the drug
NO_WAIT = ("joint_aspiration",)
_NO_WAIT = (
    "does not delay this aspiration where infection is suspected; reversal, where needed, "
    "with haematology. Elective needles only"
)


def bleeding_class(risk: str, precautions: Iterable[Mapping[str, Any]]) -> tuple[str, str]:
    """The class whose column is read, and the labels of what raised it by one step.

    Examples
    --------
    >>> bleeding_class("low", [{"id": "renal_failure", "label": "Renal failure"}])
    ('intermediate', 'Renal failure')
    >>> bleeding_class("high", [{"id": "renal_failure", "label": "Renal failure"}])
    ('high', '')
    """
    why = [p["label"] for p in precautions if p["id"] in RAISING]
    if not why or risk == RISKS[-1]:
        return risk, ""
    return RISKS[RISKS.index(risk) + 1], "; ".join(why)


def drug_limits(
    name: str,
    risk: str,
    drugs: Iterable[Mapping[str, Any]],
    precautions: Iterable[Mapping[str, Any]],
) -> tuple[list[str], list[str]]:
    """What drugs hold an injection, and what they only warn of.

    Parameters
    ----------
    name, risk : str
        The injection and the bleeding class of the procedure.
    drugs, precautions : iterable of mapping
        Those of the patient.
    """
    holds: list[str] = []
    cautions: list[str] = []
    column, why = bleeding_class(risk, precautions)
    read = f"{risk}-risk procedure" + (f", read as {column} risk ({why})" if why else "")
    for drug in drugs:
        action = f"{drug[f'{column}_risk_action']}{drug['origin']}"
        if name in NO_WAIT:
            cautions.append(f"{drug['label']} {_NO_WAIT}, {read}: {action}")
        elif drug[f"{column}_risk_hold"] == "yes":
            holds.append(f"{drug['label']}, {read}: {action}")
        else:
            cautions.append(f"{drug['label']}, {read}: {action}")
    return holds, cautions
