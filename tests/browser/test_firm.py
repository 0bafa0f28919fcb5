"""What is said below the ranking a moment later belongs to the marks that stand, or is not there."""

import pytest
from patients import SURE

import gluteal
from gluteal import care
from gluteal.model import pair_sentences

pytestmark = pytest.mark.browser
TWO = SURE.with_marks(present=["tender_greater_trochanter", "pain_lateral_hip"]).with_marks(
    present=["single_leg_stance_30s"]
)
SHOWN = ".firm:not(.unread)"


def press(x, finding):
    """Mark a finding present where it stands in the list, and wait for the ranking."""
    label = gluteal.load().label(finding)
    x.screen.get_by_label("Find a finding").fill(label)
    x.screen.locator(f'.list .tri[aria-label="{label}"] button[aria-label="present"]').first.click()
    x.settle()


def said(x):
    """The lines, once they stand for the marks."""
    x.screen.locator(SHOWN).wait_for()
    return x.screen.locator(".firm").inner_text()


def belongs(x):
    text = said(x)
    assert gluteal.firmness(x.case).sentence in text
    pair = pair_sentences(x.case)
    assert (pair[0] in text) if pair else "Two causes" not in text
    assert x.screen.locator(".enough").inner_text() == care.enough(x.case)


def test_the_lines_are_about_the_marks_that_stand_after_every_click(bench):
    x = bench(SURE)
    belongs(x)
    for finding in ("tender_greater_trochanter", "pain_lateral_hip", "single_leg_stance_30s"):
        press(x, finding)
        belongs(x)
    assert x.errors == []


def test_the_lines_of_earlier_marks_are_gone_as_soon_as_the_ranking_moves(bench):
    x = bench(TWO)
    said(x)
    x.frame.evaluate(
        """() => { const line = document.querySelector('.firm'); window.seen = [];
        new MutationObserver(() => { const chart = document.querySelector('.chart .heat');
          window.seen.push([line.classList.contains('unread'), chart?.dataset.columns]); })
        .observe(document.querySelector('.chart'), { childList: true, subtree: true }); }"""
    )
    press(x, "pain_groin")
    said(x)
    assert x.frame.evaluate("window.seen.length") > 0
    assert x.frame.evaluate("window.seen.every(([unread]) => unread)")


def test_with_little_known_or_a_flag_that_suspends_the_ranking_nothing_is_said(bench):
    for case in (
        gluteal.Case(present=["pain_over_sij"], setting="pain_clinic"),
        SURE.with_marks(present=["saddle_anaesthesia", "bladder_or_bowel_dysfunction"]),
    ):
        x = bench(case)
        assert x.screen.locator(".firm").inner_text() == ""
        assert said(x) == "" and x.screen.locator(".enough").inner_text() == ""


def test_what_was_tried_and_who_explains_what_open_by_keyboard(bench):
    x = bench(TWO)
    said(x)
    for key, words in (("tried", "without it"), ("pair", "Would tell")):
        button = x.screen.locator(f"[data-key={key}]")
        button.focus()
        x.page.keyboard.press("Enter")
        assert words in x.screen.locator("dialog").inner_text()
        x.page.keyboard.press("Escape")
        assert button.evaluate("e => e === document.activeElement")
