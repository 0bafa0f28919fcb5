"""Texts that try to become markup or code stay text: on every screen, in every page and picture."""

import re
from dataclasses import replace
from pathlib import Path

import hostile
import pytest
from bench import Heard, Hearing
from patients import RED, SIJ

import gluteal
from gluteal import figures, report
from gluteal.cases import Journal
from gluteal.figures import case_grid
from gluteal.widgets.teach import Teach

pytestmark = pytest.mark.browser
CASES = {
    "ranked": replace(SIJ, cleared={"flag:mass": hostile.REASON}),
    "closed": replace(
        SIJ.with_marks(present=["unexplained_weight_loss"]),
        cleared=dict.fromkeys(("flag:weight_loss", "drug:factor_xa_oral"), hostile.REASON),
    ),
    "immediate": replace(RED, cleared={"flag:weight_loss": hostile.REASON}),
    "child": gluteal.Case(present=["pain_groin", "antalgic_gait"], setting="sports", age=9),
}
PLACES = (  # what opens a dialog
    ".heat tbody tr.lead .num",
    ".heat tbody tr.lead td.t",
    ".q1 button",
    "button:text-is('Compare')",
    ".card h4 button",
    ".card button",
)
# elements made from data, handlers in attributes, addresses that run something, code that ran
ACTING = """() => {
  const found = window.ran ? ['code ran'] : [];
  const look = (root) => {
    for (const e of root.querySelectorAll('*')) {
      if (e.hasAttribute('data-evil')) found.push(e.outerHTML.slice(0, 120));
      for (const a of e.attributes) {
        if (/^on/.test(a.name)) found.push(`${e.tagName} ${a.name}`);
        if (/^\\s*javascript:/i.test(a.value) && /href|src|action/.test(a.name)) found.push(a.value);
      }
      if (e.contentDocument) look(e.contentDocument);
    }
  };
  look(document);
  return found;
}"""
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Taught(Hearing, Teach):
    """The teaching screen."""


@pytest.fixture(scope="module")
def kb(tmp_path_factory):
    return gluteal.load(hostile.own(tmp_path_factory.mktemp("tables")))


@pytest.fixture
def open_page(browser):
    """Shows a page; what it asks for and the boxes that it opens are kept."""
    pages = []

    def opened(html):
        page = browser.new_page()
        page.asked = []
        page.on("dialog", lambda box: (page.asked.append(box.message), box.dismiss()))
        page.on("request", lambda request: page.asked.append(request.url))
        page.set_content(html)
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.close()


def inert(page):
    for button in page.query_selector_all("summary"):
        button.click()
    page.mouse.move(200, 200)
    page.keyboard.press("Tab")
    page.wait_for_timeout(100)
    assert page.evaluate(ACTING) == []
    assert not TURNING.search(page.evaluate("document.body.innerText"))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@pytest.mark.parametrize("full", [False, True], ids=["page", "full"])
def test_the_hand_out_of_hostile_tables_and_reasons_is_text(kb, open_page, case, full):
    made = report(case, kb, full=full, title=hostile.REASON, notes=[hostile.REASON])
    page = open_page(made.html)
    inert(page)
    assert page.asked == [] and "data-evil" in page.inner_text("body")
    assert not TURNING.search(made.text) and "\x00" not in made.text + made.html


def test_the_hand_out_of_a_hostile_lesson_is_text(kb, open_page):
    row = kb.cases.loc["sij_62f_letter"]
    case = gluteal.Case(present=row["present"], absent=row["absent"], setting=row["setting"])
    page = open_page(report(case, kb, teaching=row, full=True).html)
    inert(page)
    assert page.asked == []


def test_the_heatmap_and_tables_of_a_notebook_are_text(kb, open_page):
    case, ranked = CASES["ranked"], gluteal.differential(CASES["ranked"], kb)
    parts = [case_grid(ranked, gluteal.weights(case, kb), case, kb)]
    frames = [kb.causes, kb.findings.head(40), gluteal.next_findings(case, kb)]
    frames += [gluteal.injections(case, kb), gluteal.red_flags(RED, kb), kb.references.head(40)]
    frames += [kb.trace("sacroiliac_joint_pain", "sij_distraction")]
    page = open_page("".join([*parts, *(f._repr_html_() for f in frames)]))
    inert(page)
    assert page.asked == []


def test_the_interactive_tables_of_a_notebook_are_text(kb, open_page):
    import itables

    begin = itables.javascript.generate_init_offline_itables_html(itables.options.dt_bundle)
    table = itables.to_html_datatable(kb.causes.reset_index(), connected=False, maxBytes=0)
    page = open_page(begin + table)
    page.wait_for_selector("tbody tr:nth-child(2) td:nth-child(2)")
    found = page.evaluate(ACTING)
    assert not page.evaluate("window.ran") and not [f for f in found if "evil" in f], found
    assert "data-evil" in page.inner_text("tbody")


def test_figures_show_texts_letter_by_letter(kb, open_page):
    case = CASES["ranked"]
    ranked, weights = gluteal.differential(case, kb), gluteal.weights(case, kb)
    term = gluteal.model.presentation_term(case, kb)
    drawn = [
        figures.case_heatmap(ranked, weights, case, kb),
        figures.matrix_heatmap(kb),
        figures.ranked_probabilities(ranked, kb),
        figures.waterfall(ranked.index[0], weights, term, case, kb),
    ]
    html = "".join(
        f.to_html(full_html=False, include_plotlyjs=i == 0, div_id=f"f{i}")
        for i, f in enumerate(drawn)
    )
    page = open_page(html)
    page.wait_for_selector("#f3 .ytick text")
    made = "[...document.querySelectorAll('.js-plotly-plot a, .js-plotly-plot script')]"
    links = page.evaluate(f"{made}.filter(e => !e.closest('.modebar')).map(e => e.outerHTML)")
    assert links == [] and not page.evaluate("window.ran")
    assert "data-evil" in page.inner_text("#f3")  # seen as letters


@pytest.mark.parametrize(("case", "dialogs"), list(zip(CASES.values(), (6, 5, 3, 2))), ids=CASES)
def test_the_screen_of_hostile_tables_is_text_wherever_it_opens(bench, kb, tmp_path, case, dialogs):
    x = bench(widget=Heard(case, kb, journal=Journal(Path(tmp_path))))
    x.settle()
    for tab in x.screen.get_by_role("tab").all():
        tab.click()
    x.screen.get_by_label("Find a finding").fill("img")
    shown = x.page.evaluate("document.body.innerText")
    assert "data-evil" in shown and not TURNING.search(shown)
    opened = set()
    for place in (
        *PLACES,
        *(f".topbar button:text-is('{name}')" for name in ("Cases", "Hand-out")),
    ):
        for one in x.page.query_selector_all(place)[:3]:
            one.evaluate("e => e.click()")  # whatever lies over it
            x.page.wait_for_timeout(200)
            assert x.page.evaluate(ACTING) == [], place
            for box in x.page.query_selector_all("dialog"):
                opened.add(place)
                box.evaluate("e => e.close()")
    assert len(opened) >= dialogs, opened


def test_the_teaching_screen_of_hostile_cases_is_text(bench, kb):
    x = bench(widget=Taught(kb=kb))
    x.page.wait_for_selector(".book")
    assert x.page.evaluate(ACTING) == []
    x.screen.locator(".book:not(.plan)").first.click()
    x.page.wait_for_selector(".line .now")
    for key in ["ArrowRight"] * 5 + ["1", "2", "3", "4", "5"]:
        x.page.keyboard.press(key)
        x.page.wait_for_timeout(150)
        assert x.page.evaluate(ACTING) == [], key
    assert "data-evil" in x.page.evaluate("document.body.innerText")


@pytest.mark.parametrize("own", [False, True], ids=["bundled", "hostile"])
def test_a_hostile_letter_is_text_wherever_it_is_shown(bench, kb, tmp_path, own):
    tables = kb if own else gluteal.load()
    x = bench(widget=Heard(kb=tables, journal=Journal(Path(tmp_path))))
    x.settle()
    x.page.get_by_role("button", name="Read a letter").click()
    area = x.page.get_by_label("Text of the letter")
    area.fill(hostile.LETTER)
    area.press("Control+Enter")
    x.page.wait_for_selector(".cand")
    assert x.page.evaluate(ACTING) == []
    shown = x.page.locator("dialog").inner_text()
    assert "data-evil" in shown and not TURNING.search(shown)
    for _ in range(2):
        x.page.locator(".cand .acts button.main").first.click()
        x.settle()
    assert x.page.evaluate(ACTING) == [] and x.case.age == 44
    x.page.get_by_role("button", name="Edit the text").click()
    area.evaluate("e => { e.value = '<img data-evil src=x onerror=window.ran=1>'.repeat(25000); }")
    area.press("Control+Enter")
    x.page.get_by_text("at most 100,000 are read").wait_for()
    assert x.page.evaluate(ACTING) == []
