"""What is asked for on the screen: reasons, numbers, precautions, the drawing; and what is shown."""

import pytest
from bench import Bench

from gluteal import Case

pytestmark = pytest.mark.browser
CANCER = Case(present=["history_of_cancer", "unexplained_weight_loss"], setting="pain_clinic", age=67)


@pytest.fixture
def bench(browser):
    """Makes a page with a screen."""
    made = []

    def make(case=None, **more):
        made.append(Bench(browser, case, **more))
        return made[-1]

    yield make
    for one in made:
        errors = one.errors
        one.close()
        assert not errors


def test_a_flag_is_closed_with_a_reason_where_the_host_blocks_every_dialog(bench):
    x = bench(CANCER, framed=True)
    x.screen.get_by_role("button", name="Why", exact=False).first.click()
    flags = x.screen.get_by_role("dialog", name="Red flags in what is marked")
    first = flags.get_by_role("button", name="Close this flag with a reason").first
    first.click()
    reason = x.screen.get_by_role("dialog", name="Why is this flag settled?")
    reason.get_by_role("button", name="Cancel").click()
    assert flags.is_visible() and first.is_visible() and not x.case.cleared
    first.click()
    field = reason.get_by_role("textbox")
    field.fill("   ")
    reason.get_by_role("button", name="Keep the reason").click()
    assert "A reason is needed" in reason.inner_text()
    assert field.get_attribute("aria-invalid") == "true"
    field.fill("Staged last week: no spread")
    reason.get_by_role("button", name="Keep the reason").click()
    x.settle()
    ((key, said),) = x.case.cleared.items()
    assert key.startswith("flag:") and said == "Staged last week: no spread"


def test_an_exception_to_conservative_care_is_stated_under_its_own_kind(bench):
    leg = ["pain_below_knee", "straight_leg_raise", "crossed_straight_leg_raise", "mri_root_compression"]
    x = bench(Case(present=leg, setting="spine_orthopaedic", age=41, conservative_weeks=1))
    x.screen.locator(".release", has_text="State an exception").first.click()
    reason = x.screen.get_by_role("dialog", name="conservative care")
    assert "epidural" in reason.inner_text()
    reason.get_by_role("textbox").fill("Cannot sleep; power is full")
    reason.get_by_role("button", name="Keep the reason").click()
    x.settle()
    assert dict(x.case.cleared) == {"exception:severe_radicular_pain": "Cannot sleep; power is full"}


def test_the_hand_out_says_what_to_do_where_printing_is_blocked(bench):
    x = bench(CANCER, framed=True)
    x.screen.get_by_role("button", name="Hand-out").click()
    box = x.screen.get_by_role("dialog", name="Hand-out")
    box.get_by_role("button", name="Print").click()
    assert "save the page and print it from there" in box.inner_text()
