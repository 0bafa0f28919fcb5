"""What a clinic found and did, beside what the tool says of the same patients."""

import re

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

import gluteal
from gluteal.cases import CaseError
from gluteal.clinic import synthetic
from gluteal.knowledge import ZONES

PEOPLE = synthetic(300, seed=3)


@pytest.fixture(scope="module")
def found():
    return gluteal.audit(PEOPLE)


def scores(people):
    parts = [gluteal.score(t, setting=s) for s, t in people.groupby("setting")]
    return pd.concat(parts).loc[people.index]


def test_accuracy_is_that_of_the_scores_of_patients_with_a_confirmed_cause(found):
    known = PEOPLE[PEOPLE["cause"].notna()]
    p = scores(known)
    first = (p.idxmax(axis=1) == known["cause"]).mean()
    row = found.accuracy.loc["all patients", "top-1"]
    assert row["mean"] == pytest.approx(first) and row["low"] < first < row["high"]
    assert row["patients"] == len(known) == found.patients.at["with a confirmed cause", "patients"]
    large = found.accuracy.loc["all patients", "first place, expected minus right"]
    assert large["mean"] == pytest.approx(p.max(axis=1).mean() - first)


def test_each_strength_of_reference_stands_by_itself(found):
    sizes = found.accuracy.xs("top-1", level="measure")["patients"]
    known = PEOPLE[PEOPLE["cause"].notna()]
    for strength, n in known["reference"].value_counts().items():
        assert sizes[f"reference {strength}"] == n


def test_the_area_under_the_curve_is_that_of_a_library(found):
    known = PEOPLE[PEOPLE["cause"].notna()]
    p = scores(known)
    for cause, row in found.causes.dropna(subset="auc").iterrows():
        assert row["auc"] == pytest.approx(roc_auc_score(known["cause"] == cause, p[cause]))
        assert row["auc_low"] <= row["auc"] <= row["auc_high"]


def test_every_injection_given_has_the_zone_of_its_patient(found):
    given = PEOPLE[PEOPLE["injection"].notna()]
    assert found.zones["patients"].sum() == len(given)
    assert (found.zones[list(ZONES)].sum(axis=1) == found.zones["patients"]).all()
    label, row = next(given.iterrows())
    marks = row.drop(labels=list(gluteal.model.CONTEXT))
    case = gluteal.Case(
        present=marks.index[marks == 1],
        absent=marks.index[marks == -1],
        setting=row["setting"],
        age=row["age"],
        side=row["side"],
        sex="female" if row["female_sex"] == 1 else "male",
        duration_weeks=row["duration_weeks"],
        conservative_weeks=row["conservative_weeks"],
    )
    zone = gluteal.injections(case).at[row["injection"], "zone"]
    one = gluteal.audit(PEOPLE.loc[[label]])
    assert one.zones.at[row["injection"], zone] == 1


def test_relief_is_told_by_zone(found):
    given = PEOPLE["relief"].dropna()
    assert found.response["patients"].sum() == len(given)
    told = found.response.dropna()
    assert np.average(told["mean"], weights=told["patients"]) == pytest.approx(
        given.mean(), abs=0.03
    )


def test_alarms_are_the_flags_of_the_patients(found):
    flags = found.alarms["patients"]
    assert flags.max() <= found.patients.at["with a red flag", "patients"] <= flags.sum()
    assert found.alarms["share"].max() == flags.max() / len(PEOPLE)


def test_of_fewer_than_five_patients_no_rate_is_shown(found):
    few = found.causes["patients"] < 5
    assert few.any() and found.causes.loc[few, ["top-1", "top-3", "auc"]].isna().all(axis=None)
    tiny = gluteal.audit(PEOPLE[PEOPLE["cause"].notna()].iloc[:4])
    for frame, columns in (
        (tiny.accuracy, ["mean", "low", "high"]),
        (tiny.response, ["mean", "half"]),
        (tiny.alarms, ["share"]),
        (tiny.reliability, ["observed"]),
    ):
        assert frame[columns].isna().all(axis=None)


def test_the_page_needs_nothing_else_and_shows_no_small_number(found):
    page = found.report()
    assert page.startswith("<!doctype html>") and not re.search(
        r"(src|href)=|https?://(?!www.w3)", page
    )
    cells = re.findall(r"<td>(\d+)</td>", page)
    assert cells and not {"1", "2", "3", "4"} & set(cells)
    assert "fewer than 5 patients" in page and found.tables in page
    assert "diagnosis" not in page.lower()
    assert not set(PEOPLE.index) & set(re.findall(r"invented \d+", page))


def test_a_table_of_causes_alone_is_an_audit_too(kb):
    people = PEOPLE.drop(columns=[c for c in gluteal.model.CONTEXT if c != "cause"])
    found = gluteal.audit(people, kb)
    assert len(found.zones) == len(found.response) == 0
    assert "No injection is recorded" in found.report()


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("cause", "sciatica", "cause == 'sciatica'"),
        ("injection", "magic", "injection == 'magic'"),
        ("relief", 80.0, "relief == 80.0"),
        ("age", 150.0, "150"),
        ("side", "middle", "middle"),
        ("age", 20.0, "contradict"),
    ],
)
def test_a_wrong_value_is_named_with_its_row(column, value, said):
    people = PEOPLE[PEOPLE["injection"].notna() & (PEOPLE["age"] > 66)].copy()
    people.loc[people.index[2], column] = value
    with pytest.raises(CaseError) as error:
        gluteal.audit(people)
    assert str(people.index[2]) in str(error.value) and said in str(error.value)


def test_without_causes_there_is_nothing_to_audit():
    with pytest.raises(CaseError, match="no column 'cause'"):
        gluteal.audit(PEOPLE.drop(columns="cause"))


def test_own_tables_serve_their_own_patients_better():
    people = synthetic(1200, seed=5)
    seen, unseen = people.iloc[:800], people.iloc[800:]
    own = gluteal.learn(seen, consecutive=True)
    loss = [
        gluteal.audit(unseen, kb).accuracy.loc[("all patients", "log loss"), "mean"]
        for kb in (gluteal.load(), own)
    ]
    assert loss[1] < loss[0] - 0.02


def test_the_invented_clinic_is_the_same_each_time_and_agrees_with_itself():
    pd.testing.assert_frame_equal(synthetic(40, seed=7), synthetic(40, seed=7))
    people = synthetic(2000, seed=1)
    assert people.index.str.startswith("invented").all()
    ages = people["age_over_65"].replace(0, np.nan).dropna()
    assert ((people.loc[ages.index, "age"] > 65) == (ages == 1)).all()
    assert people["relief"].dropna().between(0, 1).all()
    assert (people["conservative_weeks"] <= people["duration_weeks"]).all()


@pytest.mark.parametrize("n", [0, -3])
def test_a_clinic_without_patients_is_refused(n):
    with pytest.raises(ValueError, match="1 or more"):
        synthetic(n)
