"""What is not asked of a patient, by sex and age."""

from __future__ import annotations

from typing import Literal

from gluteal.cases.case import Case

# pregnancy is not asked of a man, nor above this age; the age is a judgement
LAST_CHILDBEARING_AGE = 55
_OF_PREGNANCY = {
    "findings": frozenset({"pregnancy_or_postpartum"}),
    "precautions": frozenset({"pregnancy", "breast_feeding"}),
    "topics": frozenset({"pregnancy"}),
}


def inapplicable(case: Case, kind: Literal["findings", "precautions", "topics"]) -> frozenset[str]:
    """Ids that do not apply to the patient: not asked, and never counted as asked.

    A mark that is there all the same keeps its weight, its flag and its precaution.

    Examples
    --------
    >>> sorted(inapplicable(Case(sex="male"), "findings"))
    ['pregnancy_or_postpartum']
    >>> sorted(inapplicable(Case(sex="female", age=38), "findings"))
    []
    """
    male = case.sex == "male" or "female_sex" in case.absent
    older = case.age is not None and case.age > LAST_CHILDBEARING_AGE
    return _OF_PREGNANCY[kind] if male or older else frozenset()
