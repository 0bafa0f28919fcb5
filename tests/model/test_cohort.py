"""What holds for a cohort of any size and kind of column."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest

import gluteal
from gluteal.cases import CaseError
from gluteal.model import cohort_of, model_of


@pytest.fixture(scope="module")
def cohort(kb):
    return cohort_of(kb.patients, kb).drop(columns="cause").reset_index(drop=True)


def test_where_a_patient_stands_in_a_long_cohort_does_not_matter(kb, cohort):
    at = np.random.default_rng(5).integers(0, len(cohort), 12_345)
    alone = gluteal.score(cohort, kb).iloc[at].reset_index(drop=True)
    together = gluteal.score(cohort.iloc[at].reset_index(drop=True), kb)
    np.testing.assert_allclose(together, alone, atol=1e-12)


def test_patients_of_the_tables_score_as_the_differential_does_one_by_one(kb, cohort):
    scored = gluteal.score(cohort, kb, "spine_orthopaedic")
    for row in range(0, len(cohort), 83):
        marks = cohort.loc[row]
        case = gluteal.Case(
            present=list(marks.index[marks == 1]),
            absent=list(marks.index[marks == -1]),
            setting="spine_orthopaedic",
        )
        single = gluteal.differential(case, kb)["probability"]
        np.testing.assert_allclose(scored.loc[row], single[scored.columns], atol=1e-12)


@pytest.mark.parametrize("kind", ["int64", "float32", "Int8", "object", "int8[pyarrow]"])
def test_the_kind_of_column_does_not_matter(kb, cohort, kind):
    few = cohort.iloc[:200]
    unknown = few.astype(kind)
    if kind not in ("int64", "float32"):
        unknown = unknown.mask(few == 0, pd.NA)
    pd.testing.assert_frame_equal(gluteal.score(unknown, kb), gluteal.score(few, kb))


@pytest.mark.parametrize("order", ["C", "F"])
def test_memory_beside_the_result_does_not_grow_with_the_cohort(kb, cohort, order):
    def beside(cases):
        marks = np.asarray(np.resize(cohort.to_numpy(), (cases, cohort.shape[1])), order=order)
        long = pd.DataFrame(marks, columns=cohort.columns, copy=False)
        tracemalloc.start()
        result = gluteal.score(long, kb)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak - result.to_numpy().nbytes

    beside(12_000)  # what patterns say is worked out once
    assert beside(192_000) < 1.5 * beside(48_000)


def test_a_contradiction_late_in_a_long_cohort_is_named_by_its_row(kb):
    age = np.ones(9_000, np.int8)
    cohort = pd.DataFrame({"age_under_45": age, "age_over_65": -age})
    cohort.loc[8_765, "age_over_65"] = 1
    with pytest.raises(CaseError, match="row 8765: its answers to one question contradict"):
        gluteal.score(cohort, kb)


def test_findings_of_a_cluster_that_are_not_marked_cost_and_change_nothing(kb, folder, cohort):
    findings = pd.read_csv(folder / "findings.csv", dtype=str, keep_default_na=False)
    plain = cohort.loc[:, model_of(kb).plain].ne(0).sum().sort_values(ascending=False).index
    few = cohort.iloc[:300].drop(columns=plain[3:])

    def with_cluster_of(size):
        findings.loc[findings["finding"].isin(plain), "cluster"] = ""
        findings.loc[findings["finding"].isin(plain[:size]), "cluster"] = "made_up"
        findings.to_csv(folder / "findings.csv", index=False)
        return gluteal.score(few, gluteal.load(folder))

    none, small, large = with_cluster_of(1), with_cluster_of(3), with_cluster_of(30)
    assert not np.allclose(none, small)
    np.testing.assert_allclose(large, small, atol=1e-12)


def test_an_empty_cohort_scores_to_an_empty_table_of_the_causes(kb, cohort):
    scored = gluteal.score(cohort.iloc[:0], kb)
    assert scored.shape == (0, len(kb.causes))
    assert list(scored.columns) == list(kb.causes.index)
