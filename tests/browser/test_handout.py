"""A hand-out on paper: one sheet, in real print."""

import re

import pytest
from patients import BUSY, RED, SIJ

import gluteal
from gluteal.handout import report

pytestmark = pytest.mark.browser
KB = gluteal.load()


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
