"""What the screen says of a needle: whole evidence, the drawn target, the question to state."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from patients import meeting

import gluteal
from gluteal.knowledge import split
from gluteal.widgets import details
from gluteal.widgets.view import view

KB = gluteal.load()
JS = Path(gluteal.__file__).parent / "widgets" / "js"
ROOT = gluteal.Case(
    present=["pain_below_knee", "leg_pain_worse_than_back", "straight_leg_raise"]
    + ["mri_root_compression", "dermatomal_sensory_loss"],
    setting="pain_clinic",
    age=44,
    sex="male",
    conservative_weeks=14,
)


def test_a_target_is_drawn_only_on_a_side_that_is_known():
    assert view(ROOT, KB)["cards"][0]["id"] == "lumbar_transforaminal_epidural"
    assert view(ROOT, KB)["target"] is None
    for side in ("left", "right", "both"):
        assert view(replace(ROOT, side=side), KB)["target"] == "lumbar_transforaminal_epidural"


def test_an_injection_that_asks_for_no_side_is_drawn_in_the_midline_and_others_beside_it():
    text = (JS / "drawing" / "places.js").read_text("utf-8").split("TARGETS = {")[1]
    at = dict(re.findall(r"(\w+): spot\(\"\w+\", ([\d.]+),", text))
    for name, x in at.items():
        midline = "side" not in split(KB.injections.at[name, "asks"])
        assert midline == (float(x) == 100), name


def test_the_card_shows_the_whole_effect_for_its_cause_and_counts_the_sources_of_that():
    (card, *_) = view(ROOT, KB)["cards"]
    row = KB.injection_evidence.query(
        "injection == 'lumbar_transforaminal_epidural' and cause == 'lumbar_radiculopathy'"
    ).iloc[0]
    assert card["effect"] == KB.spelled(row["effect"])
    assert card["sources"] == len(split(row["sources"]))
    drawn = (JS / "answers" / "card.js").read_text("utf-8")
    assert "clamped(effect" not in drawn


def test_the_dialog_tells_the_evidence_of_the_leading_cause_first_and_names_the_others():
    pairs = details.option("lumbar_transforaminal_epidural", ROOT, KB)["pairs"]
    first, second = pairs[:2]
    assert first["label"] == "Evidence, Lumbar radiculopathy" and "Ghahreman" in first["text"]
    assert "stenosis" in second["label"].lower() and "no benefit over control" in second["text"]


def test_the_button_that_releases_a_drug_asks_for_the_prescriber_and_the_last_dose():
    (card, *_) = view(replace(ROOT, precautions=["factor_xa_oral"]), KB)["cards"]
    (what,) = card["releases"]
    assert what["key"] == "drug:factor_xa_oral" and what["about"] == "Oral factor Xa inhibitor"
    assert what["act"] == "Prescriber agreed, last dose known: Oral factor Xa inhibitor"


def test_without_an_examination_the_pane_says_so_and_draws_no_target():
    marks = "pain_mid_buttock pain_posterior_thigh worse_sitting numbness_or_tingling"
    shown = view(gluteal.Case(marks.split(), setting="pain_clinic", age=34, side="left"), KB)
    assert shown["target"] is None
    assert not [c for c in shown["cards"] if c["kind"] in ("therapeutic", "diagnostic")]
    assert "No examination finding or investigation yet concerns" in shown["no_zone"]


def test_after_a_negative_block_the_pane_says_so_and_where_else_to_look():
    marks = (
        "fortin_finger_sign sij_distraction sij_thigh_thrust sij_compression sij_sacral_thrust "
        "sij_gaenslen pain_over_sij within_a_year_of_birth active_straight_leg_raise"
    )
    case = gluteal.Case(marks.split(), ["block_sij_relief"], setting="pain_clinic", age=38)
    shown = view(case, KB)
    assert not [c for c in shown["cards"] if c["id"].startswith("sij_")]
    assert shown["instead"]["text"].startswith("Block negative: outside the joint, lateral branch")
    assert "Check that the needle reached its target" in shown["instead"]["text"]


HOLDING = KB.red_flags.query("holds_injections == 'yes'").index


@pytest.mark.parametrize("flag", HOLDING)
def test_no_needle_is_proposed_on_the_screen_as_the_next_step_while_a_flag_holds(flag):
    case = gluteal.Case(**meeting(KB.red_flags.at[flag, "rule"]), setting="pain_clinic")
    shown = view(case, KB)
    assert flag in [f["id"] for f in shown["flags"]]
    assert not [n["id"] for n in shown["next"] if n["tier"] == "block"]
