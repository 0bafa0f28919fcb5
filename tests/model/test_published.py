"""Figures as outside authorities print them come back out of the tables.

``authorities/published.csv`` holds each figure with the digits in which it was
printed, the interval printed with it, its source, and where it was seen: in the
abstract, in a table of the paper, quoted elsewhere, worked out from printed counts or
rates, or from memory. It was typed by hand, not exported from ``data/``.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import gluteal
from gluteal.care import thresholds
from gluteal.knowledge import published_ratios
from gluteal.model import likelihood_ratios, post_test_probability

PRINTED = pd.read_csv(
    Path(__file__).parents[1] / "authorities" / "published.csv", dtype=str, keep_default_na=False
)
SIJ_TESTS = ["sij_distraction", "sij_thigh_thrust", "sij_compression"]


def row_of(kb, line):
    if line["table"] == "composites":
        return kb.composites.loc[line["item"]]
    rows = kb.evidence.query(
        "cause == @line['cause'] and finding == @line['item'] and use == 'yes'"
    )
    assert len(rows) == 1
    return rows.iloc[0]


def figures(row):
    """Sensitivity, specificity and likelihood ratios, from counts where there are any."""
    sens, spec = row["sensitivity"], row["specificity"]
    counts = row[["tp", "fn", "fp", "tn"]].to_numpy(float)
    if not np.isnan(counts).any():
        tp, fn, fp, tn = counts
        sens, spec = tp / (tp + fn), tn / (fp + tn)
    return {
        "sensitivity": sens,
        "specificity": spec,
        "LR+": sens / (1 - spec) if spec < 1 else np.inf,
        "LR-": (1 - sens) / spec,
    }


def half_a_digit(text):
    """Rounding of a printed figure: half a unit of its last digit."""
    decimals = len(text.partition(".")[2])
    return 0.5 * 10.0**-decimals


def in_use_with_specificity(kb):
    rows = kb.evidence.query("use == 'yes' and basis == 'accuracy'")
    return rows[rows["specificity"].notna()]


@pytest.mark.parametrize(
    "line", PRINTED.to_dict("records"), ids=(PRINTED["item"] + "-" + PRINTED["measure"]).tolist()
)
def test_a_published_figure_comes_back_out_within_its_printed_digits(kb, line):
    computed = figures(row_of(kb, line))[line["measure"]]
    if line["published"]:
        published = float(line["published"])
        slack = 0.01 * published if line["measure"].startswith("LR") else 0.001
        assert abs(computed - published) <= half_a_digit(line["published"]) + slack
    if line["low"]:
        assert float(line["low"]) - 0.005 <= computed <= float(line["high"]) + 0.005


def test_every_accuracy_row_in_use_with_a_specificity_has_a_published_figure_to_answer_to(kb):
    rows = in_use_with_specificity(kb)
    wanted = set(zip(rows["cause"], rows["finding"]))
    printed = PRINTED[PRINTED["table"] == "evidence"]
    assert wanted == set(zip(printed["cause"], printed["item"]))


def test_every_composite_in_use_has_a_published_figure_to_answer_to(kb):
    measured = kb.composites.query("use == 'yes' and basis != 'judgement'")
    used = set(measured.index)
    assert used <= set(PRINTED.loc[PRINTED["table"] == "composites", "item"])


def test_every_published_figure_names_a_source_of_the_references_and_of_its_row(kb):
    for line in PRINTED.to_dict("records"):
        sources = line["source"].split(";")
        assert set(sources) <= set(kb.references.index), line["item"]
        assert set(sources) <= set(row_of(kb, line)["source"].split(";")), line["item"]
        assert line["seen"], line["item"]


def test_counts_and_printed_percentages_of_a_row_agree(kb):
    rows = pd.concat([in_use_with_specificity(kb), kb.composites], ignore_index=True)
    rows = rows[rows[["tp", "fn", "fp", "tn"]].notna().all(axis=1)]
    assert len(rows) > 10
    assert (rows["sensitivity"] - rows["tp"] / (rows["tp"] + rows["fn"])).abs().max() < 0.006
    assert (rows["specificity"] - rows["tn"] / (rows["fp"] + rows["tn"])).abs().max() < 0.006


def test_against_the_background_a_row_stays_within_its_published_interval_or_says_why_not(kb):
    printed = PRINTED[(PRINTED["measure"] == "LR+") & (PRINTED["low"] != "")]
    intervals = {(p.cause, p.item): (float(p.low), float(p.high)) for p in printed.itertuples()}
    for row in published_ratios(kb).itertuples():
        low, high = intervals.get((row.cause, row.finding), (row.low, row.high))
        within = low <= row.ratio <= high
        assert row.comparator_fit == ("yes" if within else "no"), (row.cause, row.finding)
        assert bool(row.fit_reason) == (not within), (row.cause, row.finding)


@pytest.mark.parametrize(
    ("composite", "positive_ratio"), [("sij_3of5_vdwurff2006", 4.0), ("sij_3of5_laslett2003", 4.2)]
)
def test_three_of_five_sacroiliac_tests_give_the_published_ratio_from_raw_counts(
    kb, composite, positive_ratio
):
    row = kb.composites.loc[composite]
    assert row["use"] == "yes"
    raw = (row["tp"] / (row["tp"] + row["fn"])) / (row["fp"] / (row["fp"] + row["tn"]))
    assert round(raw, 1) == positive_ratio


def test_a_decided_sacroiliac_composite_speaks_with_less_than_its_raw_ratio_and_more_than_one(kb):
    ratio = likelihood_ratios(gluteal.Case(present=SIJ_TESTS), kb)["sacroiliac_joint_pain"]
    assert 2.0 < ratio < 4.0


def test_an_undecided_pair_of_sacroiliac_tests_says_no_more_than_the_rule_met(kb):
    pair = likelihood_ratios(gluteal.Case(present=SIJ_TESTS[:2]), kb)["sacroiliac_joint_pain"]
    three = likelihood_ratios(gluteal.Case(present=SIJ_TESTS), kb)["sacroiliac_joint_pain"]
    assert 1 < pair <= three


@pytest.mark.parametrize(
    ("composite", "sens", "spec"),
    [("ibp_berlin_2of4_rudwaleit2006", 0.703, 0.812), ("neurogenic_claudication", 0.82, 0.78)],
)
def test_a_composite_from_large_studies_is_hardly_shrunk(kb, composite, sens, spec):
    row = kb.composites.loc[composite]
    case = gluteal.Case(present=row["components"].split(";")[:2])
    ratio = likelihood_ratios(case, kb)[row["cause"]]
    assert ratio == pytest.approx(sens / (1 - spec), rel=0.05)


@pytest.mark.parametrize(("ratio", "percent"), [(2.13, 35), (0.33, 8)])
def test_one_in_five_becomes_what_saueressig_2021_prints_after_the_sacroiliac_cluster(
    ratio, percent
):
    assert round(100 * post_test_probability(0.20, ratio)) == percent


@pytest.mark.parametrize(
    ("pre_test", "ratio", "percent"),
    [(0.05, 3.1, 14), (0.59, 16.7, 96), (0.59, 0.113, 14)],
    ids=["rudwaleit2004", "kinsella2024-both-positive", "kinsella2024-both-negative"],
)
def test_other_published_post_test_probabilities_come_back_out(pre_test, ratio, percent):
    assert round(100 * post_test_probability(pre_test, ratio)) == percent


@pytest.mark.parametrize(
    ("pre_test", "ratio", "named"),
    [(-0.1, 2.0, "pre_test"), (1.1, 2.0, "pre_test"), (0.2, -1.0, "likelihood_ratio")],
)
def test_a_post_test_probability_out_of_range_is_refused_by_name(pre_test, ratio, named):
    with pytest.raises(ValueError, match=f"{named} == "):
        post_test_probability(pre_test, ratio)


def test_the_sacroiliac_block_figures_follow_from_the_counts_of_mitchell_2015(kb):
    first_positive, first_negative = 680, 380
    true_positive, missed = first_positive * 237 / 271, first_negative * 4 / 22
    row = kb.evidence.query(
        "cause == 'sacroiliac_joint_pain' and finding == 'block_sij_relief' and use == 'yes'"
    ).iloc[0]
    false_positive, true_negative = first_positive - true_positive, first_negative - missed
    assert row["sensitivity"] == pytest.approx(true_positive / (true_positive + missed), abs=0.001)
    assert row["specificity"] == pytest.approx(
        true_negative / (true_negative + false_positive), abs=0.001
    )


def test_thresholds_are_where_pauker_and_kassirer_put_equal_utility():
    limits = thresholds().dropna(subset=["harm_of_treating_a_non_case"])
    harm, cost = limits["harm_of_treating_a_non_case"], limits["harm_of_test"]
    sens, false = limits["sensitivity"], 1 - limits["specificity"]

    def tested(p):
        return p * sens - (1 - p) * false * harm - cost

    treated = limits["treat"] - (1 - limits["treat"]) * harm
    assert len(limits) > 10
    assert tested(limits["test"]).abs().max() < 1e-12  # as good as doing nothing
    assert (tested(limits["treat"]) - treated).abs().max() < 1e-12


def test_the_test_threshold_lies_below_the_treatment_threshold():
    limits = thresholds()[["test", "treat"]]
    assert limits.stack().dropna().between(0, 1, inclusive="neither").all()
    assert (limits.dropna()["test"] < limits.dropna()["treat"]).all()


@pytest.mark.parametrize(
    ("cause", "test", "treat"),
    [("sacroiliac_joint_pain", 0.21, 0.71), ("lumbar_radiculopathy", 0.37, 0.65)]
    + [("coccydynia", 0.17, 0.55), ("lumbar_facet_pain", 0.28, 0.69)],
)
def test_thresholds_stay_near_those_that_the_safety_review_raised_them_to(cause, test, treat):
    limits = thresholds().loc[cause]
    assert limits["test"] == pytest.approx(test, abs=0.05)
    assert limits["treat"] == pytest.approx(treat, abs=0.05)
