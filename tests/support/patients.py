"""Patients that several tests speak of."""

from dataclasses import replace

import gluteal
from gluteal.knowledge import parse_rule

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


def meeting(rule):
    """Marks that meet the first alternative of a rule."""
    marks = {"present": [], "absent": []}
    for clause in parse_rule(rule).alternatives[0]:
        marks["present" if clause.present else "absent"] += clause.findings[: clause.needed]
    return marks


SURE = gluteal.Case(
    present=["fortin_finger_sign", "pain_over_sij", "sij_distraction", "sij_thigh_thrust"]
    + ["sij_compression"],
    absent=["pain_below_knee", "straight_leg_raise"],
    age=44,
    sex="female",
    side="left",
    setting="pain_clinic",
)
