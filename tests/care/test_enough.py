"""When more asking no longer pays is said only when no likely answer would change the plan."""

from dataclasses import replace

import pytest
from patients import SIJ, SURE

import gluteal
from gluteal import care
from gluteal.care.enough import LIKELY
from gluteal.model import outcomes


def test_it_is_said_where_every_likely_answer_leaves_the_plan_as_it_is():
    assert "no longer pays" in care.enough(SURE)
    then = outcomes(SURE, gluteal.load(), ("ask", "examine"))
    likely = then[then["chance"] >= LIKELY].drop(columns="chance")
    limit = care.thresholds().loc["sacroiliac_joint_pain"]
    assert len(likely) > 50
    assert (likely.idxmax(axis=1) == "sacroiliac_joint_pain").all()
    assert (likely["sacroiliac_joint_pain"] >= limit["treat"]).all()


def test_open_safety_questions_come_first_and_once_asked_are_no_longer_spoken_of():
    assert care.enough(SURE).startswith("Once the open safety questions are asked")
    asked = replace(SURE, absent=(*SURE.absent, *care.unasked(SURE, gluteal.load())))
    assert care.enough(asked).startswith("More asking")


@pytest.mark.parametrize(
    "case",
    [
        gluteal.Case(setting="pain_clinic"),
        replace(SURE, setting="equal"),
        replace(SURE, age=15),
        replace(SURE, present=(*SURE.present, "fever_or_systemically_unwell")),
        gluteal.Case(
            present=["pain_over_sij", "fortin_finger_sign", "pain_low_back"], setting="pain_clinic"
        ),
    ],
    ids=["nothing marked", "setting equal", "a child", "a flag that holds", "not examined"],
)
def test_it_is_not_said_while_asking_still_pays_or_something_comes_first(case):
    assert care.enough(case) == ""


def test_what_an_answer_would_make_of_the_probabilities_is_what_marking_it_makes():
    then = outcomes(SIJ, gluteal.load(), ("examine",))
    finding = then.index[0][0]
    for state in ("present", "absent"):
        marked = gluteal.differential(SIJ.with_marks(**{state: [finding]}))["probability"]
        assert marked.to_dict() == pytest.approx(
            then.loc[(finding, state)].drop("chance").to_dict(), abs=1e-9
        )
    assert then["chance"].groupby(level=0).sum().round(9).eq(1).all()
