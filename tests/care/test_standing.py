"""Whether the ranking holds now is said in one place."""

import pytest

import gluteal
from gluteal import care
from gluteal.widgets.view import view

KB = gluteal.load()
IMMEDIATE = gluteal.Case(present=["saddle_anaesthesia", "unremitting_night_pain"], age=44)
HEADLINE = KB.red_flags.at["cauda_equina", "headline"]


def test_a_boy_of_nine_with_a_limp_is_told_that_no_ranking_holds():
    boy = gluteal.Case(present=["pain_groin"], age=9, sex="male", setting="primary_care")
    assert care.no_ranking(boy) == (care.under_age(boy),)
    assert care.under_age(boy) == "The tables are for adults: under 18 no ranking holds."


@pytest.mark.parametrize(
    ("fields", "young"),
    [
        ({"age": 17}, True),
        ({"age": 18}, False),
        ({}, False),
        ({"precautions": ["under_18"]}, True),
        ({"present": ["age_under_45"]}, False),
    ],
)
def test_under_age_follows_from_the_age_and_from_the_precaution(fields, young):
    case = gluteal.Case(**fields)
    assert bool(care.under_age(case)) == bool(care.no_ranking(case)) == young


def test_the_precaution_of_age_gives_no_zone_as_the_age_does():
    signs = ["sij_distraction", "sij_thigh_thrust", "sij_compression", "sij_sacral_thrust"]
    case = gluteal.Case(present=signs, setting="pain_clinic", precautions=["under_18"])
    assert "no zone under 18" in gluteal.injections(case)["zone_reason"].iloc[0]


def test_an_open_immediate_flag_suspends_the_ranking_and_says_which():
    assert care.suspended(IMMEDIATE).startswith(HEADLINE)
    assert care.no_ranking(IMMEDIATE) == (care.suspended(IMMEDIATE),)


def test_a_reason_does_not_lift_the_suspension_and_a_lesser_flag_does_not_suspend():
    reason = {"flag:cauda_equina": "seems well"}
    stated = gluteal.Case(**IMMEDIATE.to_dict() | {"cleared": reason})
    assert care.suspended(stated) == care.suspended(IMMEDIATE) != ""
    assert care.suspended(gluteal.Case(present=["unremitting_night_pain"])) == ""


def test_a_paused_mark_suspends_all_the_same():
    assert care.suspended(IMMEDIATE.with_marks(paused=["saddle_anaesthesia"])) != ""


def test_of_a_child_with_an_immediate_flag_the_flag_is_said_first():
    child = gluteal.Case(**IMMEDIATE.to_dict() | {"age": 12})
    assert care.no_ranking(child) == (care.suspended(child), care.under_age(child))


def test_of_a_child_the_screen_says_that_no_ranking_holds_and_speaks_of_no_flag():
    shown = view(gluteal.Case(present=["pain_groin"], age=9, setting="primary_care"), KB)
    assert "Ranking suspended" in shown["grid"] and "flag" not in shown["grid"]
