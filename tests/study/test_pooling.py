"""Studies side by side, and pooled as the outside world pools them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gluteal
from gluteal.figures import forest
from gluteal.study import poolable, pooled, studies
from gluteal.study.pooling import pool

KB = gluteal.load()
CELLS = list(poolable(KB).index)
# thirteen trials of BCG vaccine (Colditz 1994): tuberculosis and none, vaccinated and not
BCG = np.array(
    [
        [4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27],
        [119, 300, 228, 13536, 5036, 1361, 2537, 87886, 7470, 1699, 50448, 2493, 16886],
        [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29],
        [128, 274, 209, 12619, 5761, 1079, 619, 87892, 7232, 1600, 27197, 2338, 17825],
    ],
    float,
)


def frame(events, totals):
    x, n = np.array(events, float), np.array(totals, float)
    return pd.DataFrame(
        {"measure": "sensitivity", "kind": "study", "events": x, "total": n}
        | {"estimate": x / n, "low": np.nan, "high": np.nan}
    )


def test_the_textbook_trials_come_out_as_in_the_reference_software():
    a, b, c, d = BCG
    ratio = np.log(a / (a + b) / (c / (c + d)))
    found = pool(ratio, 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))
    middle = np.log(found["estimate"] / (1 - found["estimate"]))
    # metafor 4 on these data (rma, method PM): -0.7150, tau2 0.3181, Q 152.2330
    assert middle == pytest.approx(-0.7150, abs=5e-5)
    assert found["tau2"] == pytest.approx(0.3181, abs=5e-5)
    assert found["q"] == pytest.approx(152.2330, abs=5e-5)


def test_proportions_spread_as_in_the_reference_software():
    found = pooled(frame([12, 25, 18, 40], [100, 150, 120, 200])).loc["sensitivity"]
    # the example of the vignette of ProMetaR: Q 3.3643, p 0.3388, I2 10.83 %
    assert found["q"] == pytest.approx(3.3643, abs=5e-5)
    assert found["p"] == pytest.approx(0.3388, abs=5e-5)
    assert found["i2"] == pytest.approx(0.108286, abs=5e-7)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), min_size=3, max_size=8))
def test_the_pooled_figure_lies_among_the_studies_whatever_their_order(pairs):
    events, totals = zip(*((a, a + b) for a, b in pairs))
    one = pooled(frame(events, totals)).loc["sensitivity"]
    other = pooled(frame(events[::-1], totals[::-1])).loc["sensitivity"]
    inside = [(x + 0.5) / (n + 1) if x in (0, n) else x / n for x, n in zip(events, totals)]
    assert min(inside) - 1e-9 <= one["estimate"] <= max(inside) + 1e-9
    assert one["low"] <= one["estimate"] <= one["high"] and 0 <= one["i2"] <= 1
    assert np.allclose(one, other, rtol=1e-6, atol=1e-9)


def test_studies_that_agree_leave_no_spread():
    found = pooled(frame([30, 60, 90], [100, 200, 300])).loc["sensitivity"]
    assert found["estimate"] == pytest.approx(0.3) and found["tau2"] == 0 and found["i2"] == 0


def test_two_studies_are_shown_and_not_pooled():
    found = pooled(frame([10, 20], [40, 40])).loc["sensitivity"]
    assert found["k"] == 2 and np.isnan(found["estimate"])


@pytest.mark.parametrize("cell", CELLS[:24], ids="-".join)
def test_no_patient_is_pooled_twice_and_nothing_from_memory(cell):
    table = studies(*cell, KB)
    kept = table[table["kind"] == "study"]
    assert not kept.duplicated(["measure", "study"]).any()
    rows = KB.evidence.query("cause == @cell[0] and finding == @cell[1]")
    memory = rows.loc[rows["verified"] == "recalled", "locator"]
    assert not kept["locator"].isin(memory).any()
    kinds = {KB.references.at[s, "kind"] for c in kept["source"] for s in c.split(";")}
    assert kinds & {"study", "case series", "case report", "technique"}


def test_a_figure_that_was_pooled_from_counts_is_the_sum_of_its_studies():
    table = studies("greater_trochanteric_pain", "single_leg_stance_30s", KB)
    for _, part in table.groupby("measure"):
        own = part[part["kind"] == "several studies"].iloc[0]
        alone = part[part["kind"] == "study"]
        assert own["use"] == "yes"
        assert (own["events"], own["total"]) == (alone["events"].sum(), alone["total"].sum())


def test_a_review_stands_beside_the_studies_that_it_may_contain():
    table = studies("lumbar_radiculopathy", "straight_leg_raise", KB)
    review = table[table["source"].str.contains("vdwindt2010")]
    assert set(review["kind"]) == {"published pool"}
    # van der Windt 2010 (Cochrane), surgical populations
    assert review["estimate"].tolist() == [0.92, 0.28]


@pytest.mark.parametrize("cell", CELLS, ids="-".join)
def test_every_cell_with_several_studies_can_be_drawn(cell):
    table = studies(*cell, KB)
    summary = pooled(table)
    figure = forest(table, summary, "A cell")
    drawn = [v for t in figure.data if t.mode == "markers" for v in t.x]
    assert sorted(drawn) == sorted(table["estimate"])
    diamonds = [t for t in figure.data if t.fill == "toself"]
    assert len(diamonds) == summary["estimate"].notna().sum()


def test_an_unknown_cell_names_the_nearest():
    with pytest.raises(gluteal.UnknownFindingError, match="sij_distraction"):
        studies("sacroiliac_joint_pain", "sij_distractoin", KB)


@pytest.mark.parametrize(
    ("cause", "finding", "measure", "published"),
    [
        # van der Windt 2010 (Cochrane), Vroomen 1999, Reiman 2015, Boktor 2023: meta-analyses
        ("lumbar_radiculopathy", "straight_leg_raise", "sensitivity", 0.92),
        ("lumbar_radiculopathy", "straight_leg_raise", "specificity", 0.28),
        ("lumbar_radiculopathy", "straight_leg_raise", "sensitivity", 0.85),
        ("lumbar_radiculopathy", "straight_leg_raise", "specificity", 0.52),
        ("femoroacetabular_impingement", "fadir_test", "sensitivity", 0.94),
        ("cauda_equina_syndrome", "bladder_or_bowel_dysfunction", "sensitivity", 0.82),
    ],
)
def test_what_meta_analyses_of_other_studies_found_lies_within_our_interval(
    cause, finding, measure, published
):
    table = studies(cause, finding, KB)
    ours = pooled(table).loc[measure]
    assert ours["low"] <= published <= ours["high"]
    own = table[(table["kind"] == "published pool") & (table["measure"] == measure)]
    assert published in own["estimate"].tolist()
