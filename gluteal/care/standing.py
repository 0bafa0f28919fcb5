"""Whether the ranking holds now: not while an immediate flag is open, and not for a child."""

from __future__ import annotations

from gluteal.care.flags import raised
from gluteal.care.patient import UNDER_AGE
from gluteal.cases import Case
from gluteal.knowledge import ADULT, Knowledge, load


def no_ranking(case: Case, kb: Knowledge | None = None) -> tuple[str, ...]:
    """Why the ranking does not hold now, most pressing first; empty where it does.

    Whoever shows causes, next findings or options asks here first.

    Examples
    --------
    >>> no_ranking(Case(age=9, setting="primary_care"))
    ('The tables are for adults: under 18 no ranking holds.',)
    >>> no_ranking(Case(age=44))
    ()
    """
    kb = kb or load()
    return tuple(said for said in (suspended(case, kb), kb.say(under_age(case))) if said)


def suspended(case: Case, kb: Knowledge | None = None) -> str:
    """The headline of the open immediate flag that suspends the ranking, '' without one.

    Examples
    --------
    >>> suspended(Case(present=["saddle_anaesthesia"]))
    'Saddle numbness or sphincter change: possible cauda equina syndrome. While this immediate flag is open, no ranking holds.'
    """
    kb = kb or load()
    first = next((f for f in raised(case, kb) if f["urgency"] == "immediate"), None)
    if first is None:
        return ""
    return kb.say(
        "{flag}. While this immediate flag is open, no ranking holds.", flag=first["headline"]
    )


def under_age(case: Case) -> str:
    """A sentence where the patient is under 18 by age or by the precaution, '' otherwise."""
    young = case.age is not None and case.age < ADULT
    if not young and UNDER_AGE not in case.precautions:
        return ""
    return f"The tables are for adults: under {ADULT} no ranking holds."
