"""Pregnancy apart from the year after a birth: what rings, what holds, what is asked."""

import pytest

import gluteal
from gluteal import care
from gluteal.cases import inapplicable
from gluteal.knowledge import parse_rule

KB = gluteal.load()
EITHER, SPECIFIC = "pregnancy_or_postpartum", ["pregnant", "within_a_year_of_birth"]
BIRTH = [EITHER, *SPECIFIC]
ROOT = gluteal.Case(
    present=["pain_below_knee", "straight_leg_raise", "mri_root_compression"],
    setting="pain_clinic",
    conservative_weeks=14,
)
EPIDURAL = "lumbar_transforaminal_epidural"


def urgencies(*present, **fields):
    flags = gluteal.red_flags(gluteal.Case(present=present, **fields))
    return dict(flags["urgency"])


def holds(case):
    return " | ".join(gluteal.injections(case).at[EPIDURAL, "holds"])


@pytest.mark.parametrize("mark", BIRTH)
def test_pregnancy_or_a_birth_alone_is_routine_and_holds_nothing_as_a_flag(mark):
    assert urgencies(mark) == {"pregnancy": "routine"}
    girdle = ["pain_over_sij", "sij_thigh_thrust", "active_straight_leg_raise", "antalgic_gait"]
    assert urgencies(mark, *girdle) == {"pregnancy": "routine"}
    assert "Red flag" not in holds(ROOT.with_marks(present=[mark]))


def test_a_pregnancy_holds_what_needs_x_rays_and_a_birth_does_not():
    assert "Precaution: Pregnan" in holds(ROOT.with_marks(present=["pregnant"]))
    assert "Precaution: Pregnan" in holds(ROOT.with_marks(present=[EITHER]))
    assert "Precaution: Pregnan" not in holds(ROOT.with_marks(present=["within_a_year_of_birth"]))


@pytest.mark.parametrize("mark", BIRTH)
@pytest.mark.parametrize(
    "danger",
    [
        ["fever_or_systemically_unwell"],
        ["myotomal_weakness"],
        ["heel_or_toe_walking_weak"],
        ["reflex_loss"],
        ["bladder_or_bowel_dysfunction"],
        ["antalgic_gait", "pain_groin"],
        ["antalgic_gait", "hip_motion_painful"],
    ],
)
def test_a_warning_sign_around_a_birth_rings_the_same_day_and_holds(mark, danger):
    assert urgencies(mark, *danger)["pregnancy_with_warning_sign"] == "same day"
    assert "warning sign" in holds(ROOT.with_marks(present=[mark, *danger]))
    assert "pregnancy_with_warning_sign" not in urgencies(*danger)


@pytest.mark.parametrize("mark", BIRTH)
@pytest.mark.parametrize("sign", ["tender_sacrum", "bone_fragility_risk", "sudden_onset"])
def test_a_limp_with_a_sign_of_fracture_around_a_birth_is_urgent(mark, sign):
    flag = "birth_fracture_possible"
    assert urgencies(mark, "antalgic_gait", sign)[flag] == "urgent within 2 weeks"
    assert flag not in urgencies(mark, sign) and flag not in urgencies("antalgic_gait", sign)


def test_a_reason_that_closed_the_flag_of_pregnancy_does_not_close_the_warning_sign():
    case = gluteal.Case(
        present=[EITHER, "fever_or_systemically_unwell"],
        cleared={"flag:pregnancy": "birth was 11 months ago"},
    )
    flags = gluteal.red_flags(case)["cleared"]
    assert flags["pregnancy"] and not flags["pregnancy_with_warning_sign"]


@pytest.mark.parametrize("mark", SPECIFIC)
def test_a_pregnancy_or_a_birth_answers_the_screening_question_of_both(mark):
    assert EITHER in care.unasked(gluteal.Case())
    assert EITHER not in care.unasked(gluteal.Case(present=[mark]))
    assert EITHER in care.unasked(gluteal.Case(absent=[mark]))
    assert EITHER not in care.unasked(gluteal.Case(absent=SPECIFIC))


@pytest.mark.parametrize("mark", SPECIFIC)
def test_the_letter_names_what_the_screening_found_and_calls_it_present(mark):
    text = gluteal.report(gluteal.Case(present=[mark, "pain_over_sij"])).text
    many = len(care.screening_findings(gluteal.Case()))
    assert f"1 of {many} questions asked; present: {KB.label(mark)}" in text
    assert "is absent" not in text


def test_neither_is_asked_of_a_man_nor_after_childbearing_nor_where_both_were_denied():
    for case in (gluteal.Case(sex="male"), gluteal.Case(sex="female", age=61)):
        assert inapplicable(case, "findings") == set(BIRTH)
        assert not set(BIRTH) & set(gluteal.next_findings(case).index)
    woman = gluteal.Case(sex="female", age=31)
    assert set(SPECIFIC) <= set(gluteal.next_findings(woman).index)
    denied = gluteal.next_findings(woman.with_marks(absent=[EITHER])).index
    assert not set(BIRTH) & set(denied)


def test_breast_feeding_is_still_to_be_asked_after_a_birth():
    def topics(**marks):
        return gluteal.injections(ROOT.with_marks(**marks)).at[EPIDURAL, "not_asked"]

    assert "pregnancy" not in topics(absent=["pregnant"])
    assert "pregnancy" not in topics(present=["pregnant"])
    assert "pregnancy" in topics(absent=["pregnant"], present=["within_a_year_of_birth"])


def test_no_test_that_needs_x_rays_is_proposed_in_pregnancy():
    woman = gluteal.Case(present=["pain_over_sij", "sij_thigh_thrust"], sex="female", age=31)
    films = {"block_sij_relief", "block_facet_relief", "normal_plain_film", "block_root_relief"}
    assert films <= set(gluteal.model.next_findings(woman).index)
    for mark in ("pregnant", EITHER):
        proposed = gluteal.model.next_findings(woman.with_marks(present=[mark]))
        assert not films & set(proposed.index)


def test_a_case_of_old_with_pregnancy_or_postpartum_is_read_and_means_both():
    old = gluteal.Case.from_json(gluteal.Case(present=[EITHER]).to_json())
    assert "pregnancy" in gluteal.red_flags(old).index
    prior = gluteal.differential(gluteal.Case())["probability"]
    assert (
        gluteal.differential(old)["probability"]["sacroiliac_joint_pain"]
        > (prior["sacroiliac_joint_pain"])
    )


@pytest.mark.parametrize(
    ("table", "column"),
    [("red_flags", "rule"), ("injections", "requires"), ("injections", "therapeutic_requires")],
)
def test_every_rule_that_reads_pregnancy_or_a_birth_reads_each_of_them_too(table, column):
    for name, rule in getattr(KB, table)[column].items():
        for clauses in parse_rule(rule).alternatives:
            for clause in clauses:
                if EITHER in clause.findings:
                    assert set(SPECIFIC) <= set(clause.findings), f"{table} {name}: {rule}"
