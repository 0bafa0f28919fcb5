"""How firm the first place is, and when two causes explain the marks better than one."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from patients import SIJ

import gluteal
from gluteal.model import PAIRS, known, pair_sentences
from gluteal.words import FIRM, LEANING, OPEN

KB = gluteal.load()
PLAIN = sorted(
    KB.findings.index[(KB.findings["question"] == "") & (KB.findings["yields_to"] == "")]
)
BOTH = gluteal.Case(
    present=["sij_thigh_thrust", "sij_distraction", "sij_compression", "pain_over_sij"]
    + ["tender_greater_trochanter", "pain_lateral_hip", "single_leg_stance_30s"],
    age=58,
    sex="female",
    setting="pain_clinic",
)
modest = settings(deadline=None, max_examples=15)


@st.composite
def cases(draw):
    names = draw(st.lists(st.sampled_from(PLAIN), unique=True, min_size=1, max_size=8))
    cut = draw(st.integers(0, len(names)))
    return gluteal.Case(
        present=names[:cut],
        absent=names[cut:],
        setting=draw(st.sampled_from(["pain_clinic", "equal"])),
        age=draw(st.none() | st.integers(18, 95)),
    )


def without(case, finding):
    kept = {k: [f for f in getattr(case, k) if f != finding] for k in ("present", "absent")}
    return gluteal.Case(**kept, setting=case.setting, age=case.age, sex=case.sex)


def turned(case, finding):
    other = without(case, finding)
    state = "absent" if finding in case.present else "present"
    return other.with_marks(**{state: [finding]})


@modest
@given(cases())
def test_what_is_said_of_a_mark_is_what_the_ranking_without_it_and_with_its_opposite_says(case):
    first = gluteal.differential(case).index[0]
    table = gluteal.firmness(case).table
    marks = table[table["kind"] == "mark"].set_index("what")
    assert set(marks.index) == {*case.present, *case.absent}
    for finding, row in marks.iterrows():
        taken = gluteal.differential(without(case, finding))
        assert row["without"] == pytest.approx(taken.at[first, "probability"], abs=1e-9)
        assert row["leads_without"] == ("" if taken.index[0] == first else taken.index[0])
        wrong = gluteal.differential(turned(case, finding))
        assert row["wrong"] == pytest.approx(wrong.at[first, "probability"], abs=1e-9)


@modest
@given(cases())
def test_every_range_holds_the_present_probability_and_the_largest_change_comes_first(case):
    table = gluteal.firmness(case).table
    now = gluteal.differential(case)["probability"].iloc[0]
    assert np.allclose(table["now"], now)
    assert (table["low"] <= now + 1e-9).all() and (table["high"] >= now - 1e-9).all()
    size = np.maximum(now - table["low"], table["high"] - now)
    assert (np.diff(size) <= 1e-12).all()


@modest
@given(cases())
def test_firm_is_said_only_where_nothing_that_was_tried_puts_another_cause_first(case):
    found = gluteal.firmness(case)
    assert found.sentence.lower().startswith(found.word)
    if found.word == FIRM:
        assert (found.table["leads"] == "").all() and found.table["now"].iloc[0] >= 0.5
    if known(case).little:
        assert found.word == OPEN


def test_pre_test_odds_halved_and_doubled_are_bayes_by_hand():
    p = gluteal.differential(SIJ)["probability"]
    table = gluteal.firmness(SIJ).table
    own = table[(table["kind"] == "pre-test") & (table["what"] == p.index[0])].iloc[0]
    odds = p.iloc[0] / (1 - p.iloc[0])
    assert own["low"] == pytest.approx(odds / 2 / (1 + odds / 2))
    assert own["high"] == pytest.approx(odds * 2 / (1 + odds * 2))


def test_only_judged_cells_of_the_first_cause_move_within_their_range():
    table = gluteal.firmness(SIJ).table
    judged = table[table["kind"] == "judged"]["what"]
    first = gluteal.differential(SIJ).index[0]
    assert len(judged) and (KB.basis.loc[first, judged] == "judgement").all()
    assert "major_trauma" not in set(judged), "a paused mark does not count"


def test_a_first_place_that_rests_on_one_scan_says_so():
    case = gluteal.Case(
        present=["pain_groin", "worse_running_or_impact", "mri_femoral_neck_fracture"],
        age=31,
        sex="female",
        setting="sports",
    )
    found = gluteal.firmness(case)
    assert found.word == LEANING and "rests on" in found.sentence


def test_on_published_cases_a_firm_first_place_is_right_more_often_than_an_open_one():
    said = []
    for _, row in KB.cases.iterrows():
        case = gluteal.Case(
            present=row["present"], absent=row["absent"], age=int(row["age"]), sex=row["sex"]
        )
        right = gluteal.differential(case).index[0] == row["cause"]
        said.append((gluteal.firmness(case).word, right))
    right = pd.DataFrame(said, columns=["word", "right"]).groupby("word")["right"].mean()
    assert right[FIRM] >= right[LEANING] > right[OPEN]


# --- two causes


def test_two_diseases_at_once_are_found_and_each_mark_goes_to_the_one_that_explains_it():
    pair = gluteal.pairs(BOTH).iloc[0]
    assert {pair["first"], pair["second"]} == {
        "sacroiliac_joint_pain",
        "greater_trochanteric_pain",
    }
    assert pair["worth"] and pair["bayes_factor"] > 10
    by = {pair["first"]: pair["explains_first"], pair["second"]: pair["explains_second"]}
    assert "pain_over_sij" in by["sacroiliac_joint_pain"]
    assert "pain_lateral_hip" in by["greater_trochanteric_pain"]
    assert pair["tells"] not in {*BOTH.present, *BOTH.absent, ""}
    said = pair_sentences(BOTH)
    assert "judged" in said[0] and len(said) >= 3


def test_a_plain_case_of_one_disease_has_no_word_about_two():
    case = gluteal.Case(
        present=["pain_below_knee", "straight_leg_raise", "dermatomal_sensory_loss"],
        setting="pain_clinic",
    )
    assert pair_sentences(case) == []


def test_before_any_mark_pairs_have_their_share_and_explain_nothing_better():
    frame = gluteal.pairs(gluteal.Case(setting="pain_clinic"))
    assert np.allclose(frame["bayes_factor"], 1) and not frame["worth"].any()
    assert 0 < frame["probability"].sum() < PAIRS


def by_hand(finding, one, two):
    """Bayes factor of a pair for one present finding, from the published cells alone."""
    cells = KB.betas.xs(finding, level=2)
    around = KB.cells.background[KB.cells.position[finding]]
    ratio = dict.fromkeys((one, two))
    theta = {c: cells.loc[c]["probability"] for c in (one, two)}
    share = {
        c: pd.Series(KB.cells.share[KB.cells.row_cause == KB.causes.index.get_loc(c)])
        for c in (one, two)
    }
    pair = sum(
        s * t * (1 - (1 - a) * (1 - b) / (1 - around)) / around
        for s, a in zip(share[one], theta[one])
        for t, b in zip(share[two], theta[two])
    )
    ratio = {c: sum(s * a for s, a in zip(share[c], theta[c])) / around for c in (one, two)}
    return pair, ratio


def test_one_finding_under_two_causes_is_a_noisy_or_worked_by_hand():
    case = gluteal.Case(present=["pain_groin"], setting="pain_clinic")
    frame, best = gluteal.pairs(case), gluteal.differential(case).index[0]
    for _, row in frame.iterrows():
        pair, _ = by_hand("pain_groin", row["first"], row["second"])
        _, ratio = by_hand("pain_groin", best, row["second"])
        assert row["bayes_factor"] == pytest.approx(pair / ratio[best], rel=1e-6)


@modest
@given(cases())
def test_pairs_are_two_named_causes_and_their_probabilities_fall(case):
    frame = gluteal.pairs(case)
    assert (frame["first"] != frame["second"]).all()
    assert not frame[["first", "second"]].isin(["unexplained"]).any(axis=None)
    assert (np.diff(frame["probability"]) <= 1e-12).all()
    assert frame["probability"].between(0, 1).all() and (frame["bayes_factor"] > 0).all()
