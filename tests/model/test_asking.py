"""What to ask, examine or request next, and what is never proposed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gluteal
from gluteal.knowledge import parse_rule, split
from gluteal.model import unsafe

HOP = "hop_or_fulcrum_test"
FRACTURES = {
    "femoral_neck_stress_fracture",
    "pubic_ramus_stress_fracture",
    "sacral_stress_fracture",
}
FRACTURE_FLAGS = [
    str(flag)
    for flag, suspects in gluteal.load().red_flags["suspects"].items()
    if FRACTURES & set(split(suspects))
]
SITTER = gluteal.Case(
    present=["worse_sitting", "pain_mid_buttock", "fair_test"],
    absent=["straight_leg_raise"],
    setting="pain_clinic",
)
RUNNER = gluteal.Case(
    present=["worse_running_or_impact", "pain_ischial"], setting="sports", age=25, sex="female"
)
modest = settings(deadline=None, max_examples=20)


@st.composite
def cases(draw):
    """Cases with a few findings, an onset, an age and a sex, none of them contradictory."""
    kb = gluteal.load()
    plain = sorted(kb.findings.index[kb.findings["question"] == ""].drop("female_sex"))
    names = draw(st.lists(st.sampled_from(plain), unique=True, max_size=8))
    onset = draw(st.sampled_from([[], ["sudden_onset"], ["insidious_onset"]]))
    cut = draw(st.integers(0, len(names)))
    return gluteal.Case(
        present=[*names[:cut], *onset],
        absent=names[cut:],
        setting=draw(st.sampled_from(["pain_clinic", "emergency", "equal"])),
        age=draw(st.none() | st.integers(18, 95)),
        sex=draw(st.sampled_from([None, "female", "male"])),
    )


def meeting(rule):
    """Marks that meet the first alternative of a rule without the hop test."""
    marks = {"present": [], "absent": []}
    for clause in parse_rule(rule).alternatives[0]:
        others = [f for f in clause.findings if f != HOP]
        marks["present" if clause.present else "absent"] += others[: clause.needed]
    return marks


@modest
@given(cases())
def test_the_most_informative_finding_comes_first_and_none_is_negative(case):
    information = gluteal.model.next_findings(case)["information"]
    assert information.is_monotonic_decreasing
    assert (information >= 0).all()
    assert len(information) > 20


@modest
@given(cases(), st.data())
def test_if_present_and_if_absent_are_what_the_differential_gives_after_marking(case, data):
    proposed = gluteal.model.next_findings(case)
    finding = data.draw(st.sampled_from(list(proposed.index[:40])))
    row = proposed.loc[finding]
    probability = {
        state: gluteal.differential(case.with_marks(**{state: [finding]}))["probability"]
        for state in ("present", "absent")
    }
    now = gluteal.differential(case)["probability"]
    assert row["now"] == pytest.approx(now[row["cause"]], abs=1e-12)
    assert row["if_present"] == pytest.approx(probability["present"][row["cause"]], abs=1e-12)
    assert row["if_absent"] == pytest.approx(probability["absent"][row["cause"]], abs=1e-12)
    swing = (probability["present"] - probability["absent"]).abs()
    assert swing[row["cause"]] == pytest.approx(swing.max())


@modest
@given(cases())
def test_nothing_marked_or_implied_by_age_and_sex_is_proposed(case):
    kb = gluteal.load()
    proposed = set(gluteal.model.next_findings(case).index)
    assert not proposed & {*case.present, *case.absent, *case.implied(kb)}
    assert not proposed & {"age_under_45", "age_over_50", "age_over_65", "female_sex"}


@modest
@given(cases())
def test_every_proposal_can_be_marked_present_or_absent_without_contradiction(case):
    kb = gluteal.load()
    for finding in gluteal.model.next_findings(case).index:
        case.with_marks(present=[finding]).check(kb)
        case.with_marks(absent=[finding]).check(kb)


@pytest.mark.parametrize(
    ("marked", "other"),
    [("sudden_onset", "insidious_onset"), ("insidious_onset", "sudden_onset")],
)
def test_once_the_onset_is_known_the_contradictory_onset_is_not_proposed(kb, marked, other):
    assert {marked, other} <= set(gluteal.model.next_findings(SITTER, kb).index)
    assert other not in gluteal.model.next_findings(SITTER.with_marks(present=[marked]), kb).index
    assert other in gluteal.model.next_findings(SITTER.with_marks(absent=[marked]), kb).index


def test_a_general_finding_is_not_proposed_beside_the_specific_one_it_yields_to(kb):
    known = {"female_sex", *kb.cells.answers["age"][0]}  # never asked for
    general = kb.findings.index[kb.findings["yields_to"] != ""].difference(known)
    assert set(general) <= set(gluteal.model.next_findings(SITTER, kb).index)
    for finding in general:
        for specific in split(kb.findings.at[finding, "yields_to"]):
            for state in ("present", "absent"):
                marked = SITTER.with_marks(**{state: [specific]})
                assert finding not in gluteal.model.next_findings(marked, kb).index


def test_a_paused_finding_is_not_proposed_again(kb):
    paused = gluteal.Case(
        present=SITTER.present, absent=SITTER.absent, paused=["fair_test"], setting="pain_clinic"
    )
    assert "fair_test" not in gluteal.model.next_findings(paused, kb).index


def test_the_hop_test_is_proposed_where_nothing_speaks_against_it(kb):
    assert HOP in gluteal.model.next_findings(RUNNER, kb).index
    assert not unsafe(RUNNER, kb)


@pytest.mark.parametrize(
    "marks",
    [
        {"present": ["pain_groin", "repetitive_impact_training"]},
        {"present": ["bone_fragility_risk"]},
        {"present": ["bone_fragility_risk"], "paused": ["bone_fragility_risk"]},
        {"present": ["major_trauma"]},
        {"present": ["mri_femoral_neck_fracture"]},
    ],
)
def test_the_hop_test_is_never_proposed_when_it_could_do_harm(kb, marks):
    case = RUNNER.with_marks(**marks)
    assert HOP in unsafe(case, kb)
    assert HOP not in gluteal.model.next_findings(case, kb).index


@pytest.mark.parametrize("flag", FRACTURE_FLAGS)
def test_the_hop_test_is_never_proposed_while_a_fracture_flag_is_raised_even_if_closed(kb, flag):
    marks = meeting(kb.red_flags.at[flag, "rule"])
    case = gluteal.Case(**marks, setting="sports", cleared={f"flag:{flag}": "MRI without fracture"})
    assert flag in gluteal.red_flags(case, kb).index
    assert HOP not in gluteal.model.next_findings(case, kb).index


def test_one_half_of_the_dangerous_pair_alone_does_not_forbid_the_hop_test(kb):
    for finding in ("pain_groin", "repetitive_impact_training"):
        assert HOP in gluteal.model.next_findings(gluteal.Case(present=[finding]), kb).index


@modest
@given(cases())
def test_tier_reason_and_the_causes_it_separates_are_filled(case):
    kb = gluteal.load()
    proposed = gluteal.model.next_findings(case)
    assert proposed["tier"].tolist() == kb.findings.loc[proposed.index, "tier"].tolist()
    assert set(proposed["tier"]) <= {"ask", "examine", "lab", "image", "block"}
    for row in proposed.itertuples():
        up, down = row.separates.split(";")
        assert {up, down, row.cause} <= set(kb.causes.index)
        named = [kb.causes.at[c, "short"] for c in (up, down) if c != "unexplained"]
        assert named and any(name in row.reason for name in named)


def test_with_nothing_marked_information_is_the_mutual_information_of_cause_and_finding(kb):
    def entropy(p):
        return -(p * np.log2(p) + (1 - p) * np.log2(1 - p))

    shares = kb.presentations.set_index(["cause", "presentation"])["share"]
    theta = kb.betas["probability"].unstack("finding")
    theta = theta.mul(shares.reindex(theta.index).fillna(1), axis=0).groupby("cause").sum()
    prior = kb.priors["pain_clinic"].reindex(theta.index)
    bits = entropy(theta.mul(prior, axis=0).sum()) - entropy(theta).mul(prior, axis=0).sum()
    proposed = gluteal.model.next_findings(gluteal.Case(setting="pain_clinic"), kb)["information"]
    plain = proposed.index[kb.findings.loc[proposed.index, "question"] == ""]
    np.testing.assert_allclose(proposed[plain], bits[plain], atol=1e-9)


def test_with_nothing_marked_there_is_something_to_ask_in_every_tier(kb):
    proposed = gluteal.model.next_findings(gluteal.Case(setting="pain_clinic"), kb)
    assert set(proposed["tier"]) == {"ask", "examine", "lab", "image", "block"}
