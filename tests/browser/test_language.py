"""The screen in another language, in a real browser: marked, read and written in it."""

import re
from pathlib import Path

import pytest
from bench import Bench, Heard

import gluteal
from gluteal.cases import Journal

pytestmark = pytest.mark.browser

CASE = gluteal.Case(
    present=["fortin_finger_sign", "pain_over_sij", "sij_distraction", "sij_compression"],
    absent=["pain_below_knee", "straight_leg_raise"],
    age=44,
    sex="female",
    side="left",
    setting="pain_clinic",
    conservative_weeks=14,
)


@pytest.fixture
def german(browser, tmp_path):
    widget = Heard(CASE, gluteal.load(language="de"), journal=Journal(Path(tmp_path)))
    bench = Bench(browser, widget=widget, width=1280, height=800)
    bench.settle()
    yield bench
    assert bench.errors == []
    bench.close()


def names(kb):
    """English labels of causes and findings that are no German words as well."""
    german = gluteal.load(language="de")
    for table in ("causes", "findings"):
        for column in ("label", "short"):
            english, theirs = getattr(kb, table)[column], set(getattr(german, table)[column])
            yield from (name for name in english if name not in theirs and len(name) > 6)


def test_a_finding_is_marked_by_its_german_name_and_no_name_is_english(german, kb):
    page = german.page
    page.get_by_label("Befund suchen", exact=True).fill("Kreuzbeinfederung")
    page.keyboard.press("Enter")
    german.settle()
    assert "sij_sacral_thrust" in german.case.present
    page.get_by_label("Befund suchen", exact=True).fill("Hüfte")
    assert page.locator(".list .fr").count() > 2
    text = page.locator(".glu").inner_text()
    assert [name for name in names(kb) if name in text] == []
    assert page.locator(".glu").get_attribute("lang") == "de"


def test_numbers_have_a_comma_and_the_words_are_german(german):
    page = german.page
    assert re.fullmatch(r"0,\d\d", page.locator(".heat .lead .num").inner_text())
    cells = page.locator(".heat td.t").all_inner_texts()
    assert cells and all(re.fullmatch(r"[+−]\d+,\d|0,0", cell) for cell in cells)
    for heading in ("Ist etwas gefährlich?", "Was ist wahrscheinlich? Warum?", "Welche Injektion"):
        assert page.get_by_role("heading", name=heading).is_visible()
    foot = page.locator("footer").inner_text()
    assert "Entscheidungshilfe, keine Diagnose" in foot and "von niemandem geprüft" in foot


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_no_german_word_is_cut_off_or_upon_another(german, size):
    page = german.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_timeout(400)
    crowded = page.evaluate(
        """() => {
          const over = [];
          const bar = document.querySelector(".topbar");
          if (bar.scrollWidth > bar.clientWidth + 1) over.push("topbar");
          for (const row of document.querySelectorAll(".tabs, .card header"))
            if (row.scrollWidth > row.clientWidth + 1) over.push(row.className + row.textContent);
          for (const title of document.querySelectorAll(".heat .ti")) {
            const next = title.nextElementSibling?.getBoundingClientRect();
            const own = title.querySelector("span").getBoundingClientRect();
            if (next && !title.closest(".turned") && own.right > next.left + 1)
              over.push(title.textContent);
          }
          for (const row of document.querySelectorAll(".nx")) {
            const tri = row.querySelector(".tri").getBoundingClientRect();
            for (const part of row.querySelectorAll(".ef > span:not(.rail)")) {
              const at = part.getBoundingClientRect();
              const beside = at.bottom > tri.top && at.top < tri.bottom;
              if (at.width && beside && at.right > tri.left + 1) over.push(part.textContent);
            }
          }
          return over;
        }"""
    )
    assert crowded == []
