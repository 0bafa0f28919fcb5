"""A hand-out on paper: one sheet, in real print."""

import re
from dataclasses import replace

import pytest

import gluteal
from gluteal.handout import report

pytestmark = pytest.mark.browser
KB = gluteal.load()
SIJ = gluteal.Case(
    present=[
        "pain_over_sij",
        "fortin_finger_sign",
        "sij_thigh_thrust",
        "sij_distraction",
        "sij_sacral_thrust",
        "faber_posterior_pain",
    ],
    absent=["pain_below_knee", "straight_leg_raise", "history_of_cancer", "major_trauma"],
    paused=["major_trauma"],
    setting="pain_clinic",
    age=44,
    sex="female",
    severity=6,
    duration_weeks=20,
    conservative_weeks=4,
    precautions=["factor_xa_oral", "diabetes_poor_control"],
)
RED = gluteal.Case(
    present=["saddle_anaesthesia", "pain_below_knee", "pain_bilateral", "straight_leg_raise"]
    + ["bladder_or_bowel_dysfunction", "unexplained_weight_loss", "myotomal_weakness"],
    setting="emergency",
    age=52,
    sex="male",
    cleared={"flag:weight_loss": "on a diet since May", "flag:cauda_equina": "seems well"},
)
BUSY = replace(
    SIJ,
    present=(
        *SIJ.present,
        "worse_sitting",
        "pain_rising_from_sitting",
        "morning_stiffness_over_30min",
    )
    + ("pain_posterior_thigh", "tender_sacral_sulcus", "trendelenburg_sign", "faber_test"),
    absent=(*SIJ.absent, "pain_groin", "reflex_loss", "dermatomal_sensory_loss", "worse_stairs")
    + (
        "saddle_anaesthesia",
        "bladder_or_bowel_dysfunction",
        "myotomal_weakness",
        "worse_cough_or_sneeze",
    ),
    precautions=("factor_xa_oral", "diabetes_poor_control", "local_infection", "pregnancy"),
    weight_kg=70,
    side="left",
)


FEVER = gluteal.Case(
    present=["fever_or_systemically_unwell", "pain_over_sij", "pain_low_back"],
    setting="pain_clinic",
    age=40,
    sex="male",
)
BOY = gluteal.Case(
    present=["pain_groin", "antalgic_gait", "limited_hip_internal_rotation"],
    setting="primary_care",
    age=9,
    sex="male",
    side="right",
)
LITTLE = gluteal.Case(present=["worse_sitting"], setting="sports", age=30)
EXAMPLES = {
    "typical": SIJ,
    "busy": BUSY,
    "immediate": RED,
    "same day": FEVER,
    "child": BOY,
    "little": LITTLE,
    "empty": gluteal.Case(),
}

ALL = [*EXAMPLES, *KB.cases.index]


def sheets(browser, html, paper):
    tab = browser.new_page()
    tab.set_content(html)
    printed = tab.pdf(format=paper)
    tab.close()
    return len(re.findall(rb"/Type\s*/Page\b", printed))


def made(name, **more):
    if name in EXAMPLES:
        return report(EXAMPLES[name], KB, **more).html
    row = KB.cases.loc[name]
    case = gluteal.Case(present=row["present"], absent=row["absent"], setting=row["setting"])
    return report(case, KB, teaching=row, **more).html


@pytest.mark.parametrize("name", ALL)
def test_the_hand_out_is_one_sheet_of_a4_and_of_letter(name, browser):
    html = made(name)
    assert [sheets(browser, html, paper) for paper in ("A4", "Letter")] == [1, 1]


def test_the_rest_begins_on_the_second_sheet(browser):
    alone = made("busy", full=True).split('<div class="behind">')[0]
    assert sheets(browser, alone, "Letter") == 1
    assert sheets(browser, made("busy", full=True), "Letter") > 2
