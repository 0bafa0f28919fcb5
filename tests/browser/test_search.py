"""The search of the screen in a real browser; no kernel is needed to find and to mark."""

import json
import re

import pytest

import gluteal
from gluteal.widgets import Explore
from gluteal.widgets.catalogue import catalogue

pytestmark = pytest.mark.browser

SIZES = ((1280, 800), (1920, 1080))
PAGE = """<!doctype html><html lang="en"><title>gluteal</title><style>{css}</style>
<body><div id="place"></div></body></html>"""
START = """async ([code, catalogue]) => {
  const page = await import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  const model = { get: () => catalogue, send() {}, on() {}, off() {} };
  page.default.render({ model, el: document.querySelector("#place") });
}"""


@pytest.fixture
def screen(browser):
    """The screen as Python sends it, before the first answer."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_content(PAGE.format(css=Explore._css))
    page.evaluate(START, [str(Explore._esm), json.loads(json.dumps(catalogue(gluteal.load())))])
    yield page
    page.close()


def enter(page, words):
    field = page.get_by_label("Find a finding")
    field.fill(words)
    field.press("Enter")
    page.wait_for_timeout(150)  # marks are drawn after 80 ms, without an answer


def marked(page):
    return page.locator(".marked .mk .fl").all_inner_texts()


def first(page):
    return page.locator(".list .tri").first.get_attribute("aria-label")


def focused(page):
    """The finding whose control holds the focus."""
    return page.evaluate(
        "document.activeElement.closest('.list .tri')?.getAttribute('aria-label') ?? ''"
    )


def said(page):
    return page.locator(".glu .search + [role=status]").inner_text()


@pytest.mark.parametrize("words", ["bladder", "bladder or bowel"])
def test_enter_on_bladder_never_marks_pain_with_menses(screen, words):
    enter(screen, words)
    assert marked(screen) == []
    assert first(screen) == "New urinary retention or incontinence of urine or stool"
    assert focused(screen) == first(screen)
    assert said(screen) == "Several match: choose one."


def test_enter_on_a_name_of_a_red_flag_marks_it(screen):
    enter(screen, "loss of bladder control")
    assert len(marked(screen)) == 1
    assert screen.locator(".list .tri").first.get_attribute("data-state") == "present"


def test_enter_on_prostate_marks_nothing(screen):
    enter(screen, "prostate")
    assert marked(screen) == []
    assert said(screen) == "Several match: choose one."


def test_after_enter_a_letter_marks_the_row_and_the_line_goes_with_the_next_words(screen):
    enter(screen, "prostate")
    screen.keyboard.press("p")
    screen.wait_for_timeout(150)
    assert len(marked(screen)) == 1
    screen.get_by_label("Find a finding").fill("slump")
    assert said(screen) == ""


def test_a_misspelt_name_is_found_said_to_be_near_and_not_marked(screen):
    enter(screen, "Trendelenberg's")
    assert marked(screen) == []
    assert first(screen) == "Trendelenburg sign"
    assert "Nearest:" in screen.locator(".list").inner_text()
    assert said(screen) == "This may not be what you mean: mark it if it is."


def test_a_possessive_with_a_curly_apostrophe_marks_the_test(screen):
    enter(screen, "Gaenslen\u2019s")
    assert marked(screen) == ["Gaenslen"]


def test_the_list_says_which_stork_is_meant(screen):
    screen.get_by_label("Find a finding").fill("stork")
    assert "not the lumbar stork test" in screen.locator(".list .fr").first.inner_text()


def test_the_field_says_no_other_number_than_the_footer(screen):
    placeholder = screen.get_by_label("Find a finding").get_attribute("placeholder")
    assert not re.search(r"\d", placeholder)


@pytest.mark.parametrize("size", SIZES)
def test_the_line_and_the_rows_stay_inside_the_side(screen, size, serious):
    screen.set_viewport_size({"width": size[0], "height": size[1]})
    enter(screen, "stork")
    side = screen.locator("aside").bounding_box()
    for place in (".search + [role=status]", ".list .fr >> nth=0"):
        box = screen.locator(f".glu {place}").bounding_box()
        assert box["x"] >= side["x"] and box["x"] + box["width"] <= side["x"] + side["width"] + 1
    assert [v for v in serious(screen) if "drawing:" not in v[2]] == []  # the drawing has its own
