"""Two codings of the same cases."""

import numpy as np
import pandas as pd
import pytest

import gluteal
from gluteal import study
from gluteal.cases import UnknownFindingError

KB = gluteal.load()


def coding(**cases):
    rows = {k: {"cause": "coccydynia", "present": p, "absent": a} for k, (p, a) in cases.items()}
    return pd.DataFrame.from_dict(rows, orient="index")


def test_a_coding_agrees_with_itself():
    said = study.agreement(KB.coded, KB.coded)
    assert (said["alike"] == said["marked"]).all() and len(said) == len(KB.coded) + 1
    assert said["kappa"].dropna().eq(1).all()


def test_kappa_by_hand():
    """Of n findings: one alike, one opposed, one marked by the first alone."""
    one = coding(a=(["tender_coccyx", "pain_coccyx", "worse_sitting"], []))
    two = coding(a=(["tender_coccyx"], ["pain_coccyx"]))
    row = study.agreement(one, two).loc["a"]
    assert row[["marked", "alike", "opposed", "one_alone"]].tolist() == [3, 1, 1, 1]
    told = {"age_under_45", "age_over_50", "age_over_65", "female_sex"}
    told |= {"duration_under_6_weeks", "duration_over_12_weeks"}
    n = len(set(KB.findings.index) - told)
    seen = (n - 2) / n
    chance = (3 / n) * (1 / n) + 0 * (1 / n) + ((n - 3) / n) * ((n - 2) / n)
    assert row["kappa"] == pytest.approx((seen - chance) / (1 - chance))


def test_age_and_sex_are_no_marks_and_nothing_marked_has_no_kappa():
    one = coding(a=(["age_over_50", "female_sex"], ["age_under_45"]))
    row = study.agreement(one, one).loc["a"]
    assert row["marked"] == 0 and np.isnan(row["kappa"])


def test_lists_and_joined_ids_are_the_same_and_cases_of_one_alone_are_left_out():
    listed = coding(a=(["tender_coccyx"], []), b=(["pain_groin"], []))
    joined = coding(a=("tender_coccyx", ""))
    said = study.agreement(listed, joined)
    assert said.index.tolist() == ["a", "all cases"] and said.at["a", "alike"] == 1


def test_an_unknown_mark_is_refused_with_its_case_and_column():
    bad = coding(a=(["tender_cocyx"], []))
    with pytest.raises(UnknownFindingError, match="'a', present: 'tender_cocyx'"):
        study.agreement(bad, coding(a=([], [])))


def test_codings_without_a_common_case_are_refused():
    with pytest.raises(ValueError, match="no case in common"):
        study.agreement(coding(a=([], [])), coding(b=([], [])))
