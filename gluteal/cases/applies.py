"""What is not asked of a patient, by sex, age and what was answered."""

from __future__ import annotations

from typing import Literal

from gluteal.cases.case import Case

# pregnancy is not asked of a man, nor above this age; the age is a judgement
LAST_CHILDBEARING_AGE = 55
_EITHER, _SPECIFIC = "pregnancy_or_postpartum", frozenset({"pregnant", "within_a_year_of_birth"})
_OF_PREGNANCY = {
    "findings": _SPECIFIC | {_EITHER},
    "precautions": frozenset({"pregnancy", "breast_feeding"}),
    "topics": frozenset({"pregnancy"}),
}


def inapplicable(case: Case, kind: Literal["findings", "precautions", "topics"]) -> frozenset[str]:
    """Ids that do not apply to the patient: not asked, and never counted as asked.

    Where neither pregnancy nor a birth was found, the two are not asked one by one. A mark that is there all the same keeps its weight, its flag and its precaution.

    Examples
    --------
    >>> sorted(inapplicable(Case(sex="male"), "findings"))
    ['pregnancy_or_postpartum', 'pregnant', 'within_a_year_of_birth']
    >>> sorted(inapplicable(Case(sex="female", age=38), "findings"))
    []
    """
    male = case.sex == "male" or "female_sex" in case.absent
    older = case.age is not None and case.age > LAST_CHILDBEARING_AGE
    if male or older:
        return _OF_PREGNANCY[kind]
    return _SPECIFIC if kind == "findings" and _EITHER in case.absent else frozenset()
