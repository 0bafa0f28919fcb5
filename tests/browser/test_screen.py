"""The main job, in a real browser."""

import pytest

import gluteal

pytestmark = pytest.mark.browser


def settle(page):
    """Wait until the view of the last mark is drawn."""
    page.wait_for_function(
        "() => { const g = document.querySelector('.glu');"
        " const c = g.querySelector('.chart');"
        " return g.getAttribute('aria-busy') !== 'true' && c.dataset.drawn === g.dataset.turn; }"
    )


def find(page, words):
    page.get_by_label("Find a finding").fill(words)


def mark(page, label, state="present"):
    find(page, label)
    page.locator(".list").get_by_role("radiogroup", name=label, exact=True).get_by_role(
        "radio", name=state
    ).click()
    settle(page)


def sacroiliac(page):
    page.get_by_label("Setting").select_option("pain_clinic")
    page.get_by_label("The patient", exact=True).click()
    for label, value in (("Age", "44"), ("Conservative care", "8")):
        page.locator(".form label", has_text=label).locator("input").fill(value)
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    for label in (
        "SIJ distraction test",
        "Thigh thrust test",
        "SIJ compression test",
        "Sacral thrust test",
        "Gaenslen test",
    ):
        mark(page, label)


def test_marking_sacroiliac_tests_shows_the_joint_first_and_its_injection_in_a_zone(screen):
    sacroiliac(screen)
    first = screen.locator(".heat tbody tr").first
    assert first.locator("th").inner_text() == "SIJ dysfunction"
    assert 0.2 < float(first.locator(".num").inner_text()) < 1
    card = screen.locator(".card").first
    assert card.locator("h4").inner_text() == "Sacroiliac joint intra-articular injection"
    assert card.locator(".zone").inner_text() in ("diagnostic block", "therapeutic injection")
    assert "No red flag in what is marked" in screen.locator(".strip").inner_text()
    assert "12 of 12 safety questions are still open" in screen.locator(".strip").inner_text()


def test_saddle_anaesthesia_raises_the_flag_and_holds_every_injection(screen):
    sacroiliac(screen)
    mark(screen, "Saddle anaesthesia")
    strip = screen.locator(".strip.red")
    assert "possible cauda equina syndrome" in strip.inner_text()
    assert "immediate" in strip.inner_text()
    assert screen.locator(".held").is_visible()
    assert screen.locator(".cards .zone").count() == 0  # nothing stands beside the flag
    assert "Ranking suspended" in screen.locator(".likely").inner_text()
    assert screen.locator(".act li").count() >= 2


def test_a_synonym_finds_the_test_and_the_keyboard_marks_it(screen):
    find(screen, "p4")
    group = screen.locator(".list").get_by_role("radiogroup", name="Thigh thrust test")
    group.get_by_role("radio", name="not asked").focus()
    screen.keyboard.press("p")
    settle(screen)
    assert "1 present, 0 absent" in screen.locator(".marked h3").inner_text()
    screen.keyboard.press("a")
    settle(screen)
    assert "0 present, 1 absent" in screen.locator(".marked h3").inner_text()
    assert screen.evaluate("document.activeElement.getAttribute('aria-label')") == "absent"


def test_enter_in_the_search_marks_what_goes_by_exactly_that_name(screen):
    find(screen, "patrick")
    screen.keyboard.press("Enter")
    settle(screen)
    assert "FABER" in screen.locator(".marked .mk").first.inner_text()
    find(screen, "trendelenburg")  # the sign before what is also called so
    screen.keyboard.press("Enter")
    settle(screen)
    assert screen.locator(".marked .mk .fl").last.inner_text() == "Trendelenburg"


def test_the_search_knows_whole_words_accents_and_plurals_and_says_when_it_knows_nothing(screen):
    rows = screen.locator(".list .fr .fl")
    for words, first in (
        ("night pain", "Unremitting night or rest pain"),
        ("Lasègue", "Straight leg raise"),
        ("reflexes", "Reduced ankle or knee reflex"),
        ("posterior thigh", "Pain radiating to the posterior thigh"),
        ("power", "Myotomal weakness"),
    ):
        find(screen, words)
        assert rows.first.inner_text().startswith(first)
    find(screen, "ct")  # the scan, not every impact
    assert all("CT" in row or "angio" in row for row in rows.all_inner_texts())
    find(screen, "zzyzx")
    assert rows.count() == 0
    assert "Nothing matches" in screen.locator(".list").inner_text()


def test_keys_after_a_click_on_the_ground_stay_in_the_screen(screen):
    cells = screen.locator(".jp-Cell").count()
    for ground in (".danger h2", ".leg", ".next", "footer"):
        screen.locator(ground).click()
        screen.keyboard.type("abddxx")
    assert screen.locator(".jp-Cell").count() == cells
    mark(screen, "Thigh thrust test")
    screen.locator(".mk").get_by_role("button", name="Remove").click()
    settle(screen)
    screen.keyboard.press("Control+z")
    settle(screen)
    assert "1 present" in screen.locator(".marked h3").inner_text()
    for words in ("slump", "faber: groin"):
        screen.keyboard.press("/")  # in the field too: it begins again
        screen.keyboard.type(words)
    assert screen.locator(".list .fr").first.inner_text().startswith("FABER: groin")


def test_an_age_is_typed_as_soon_as_the_patient_is_opened(screen):
    screen.get_by_label("The patient", exact=True).click()
    screen.wait_for_function("document.activeElement.dataset.key === 'age'")
    screen.keyboard.type("62")
    screen.keyboard.press("Tab")
    screen.keyboard.type("f")
    screen.keyboard.press("Escape")
    settle(screen)
    assert "Woman, 62" in screen.locator(".topbar").inner_text()


def test_the_safety_questions_that_were_denied_are_marked_together(screen):
    mark(screen, "Unexplained weight loss")
    screen.get_by_role("tab", name="Safety").click()
    screen.get_by_role("button", name="The rest absent").click()
    settle(screen)
    assert "1 present, 9 absent" in screen.locator(".marked h3").inner_text()
    screen.keyboard.press("Control+z")
    settle(screen)
    assert "1 present, 0 absent" in screen.locator(".marked h3").inner_text()


def inside(page):
    """Whether the screen needs no scrolling, and which of its parts are wider than their room."""
    return page.evaluate(
        """() => {
          const box = document.querySelector('.glu').getBoundingClientRect();
          const parts = ['html', '.topbar', 'aside', 'main', '.bottom', '.next', '.cards'];
          const wide = parts.filter((p) => { const n = document.querySelector(p); return n.scrollWidth > n.clientWidth + 1; });
          return [box.top >= 0 && box.bottom <= innerHeight + 1, wide];
        }"""
    )


def test_five_answers_stand_on_one_screen_without_scrolling(served):
    sacroiliac(served)
    mark(served, "Palpable mass, swelling or redness of the buttock")  # a flag takes room too
    assert inside(served) == [True, []]
    served.set_viewport_size({"width": 1440, "height": 660})  # what a browser leaves of 900
    served.wait_for_function("document.querySelectorAll('.heat tr[data-cause]').length === 5")
    assert inside(served) == [True, []]
    assert all(served.locator(p).bounding_box()["height"] > 90 for p in (".next", ".cards"))
    assert served.locator("h2:visible").all_text_contents() == [
        "Is anything dangerous?",
        "What is likely? Why?",
        "What next?",
        "Which injection, if any?",
    ]


def test_at_200_percent_zoom_everything_is_reached_by_scrolling_down_alone(browser, voila):
    page = browser.new_page(viewport={"width": 720, "height": 450})
    page.goto(voila)
    page.wait_for_selector(".glu .chart[data-drawn]", timeout=60_000)
    sacroiliac(page)
    assert inside(page)[1] == []
    for part in (".pd", ".search", ".list", ".strip", ".next", ".cards"):
        page.locator(part).first.scroll_into_view_if_needed()
        assert page.locator(part).first.is_visible()
    page.close()


def test_of_two_answers_to_one_question_the_last_one_stands_and_nothing_else_is_lost(screen):
    mark(screen, "Thigh thrust test")
    mark(screen, "Sudden onset (a moment the patient remembers)")
    mark(screen, "Insidious onset over weeks to months")
    assert "2 present" in screen.locator(".marked h3").inner_text()
    assert "Insidious onset" in screen.locator(".marked").inner_text()


def test_marks_made_fast_are_all_in_the_final_state(screen):
    find(screen, "pain")
    buttons = screen.locator(".list .tri .present")
    total = min(buttons.count(), 12)
    for i in range(total):
        buttons.nth(i).evaluate("b => b.click()")
    settle(screen)
    assert f"{total} present" in screen.locator(".marked h3").inner_text()


def test_nothing_is_fetched_from_outside_the_machine(screen):
    mark(screen, "Thigh thrust test")
    assert screen.outside == []


def test_undo_takes_back_the_last_mark_and_redo_brings_it_again(screen):
    mark(screen, "Thigh thrust test")
    screen.get_by_role("button", name="Undo").click()
    settle(screen)
    assert "0 present" in screen.locator(".marked h3").inner_text()
    screen.get_by_role("button", name="Redo").click()
    settle(screen)
    assert "1 present" in screen.locator(".marked h3").inner_text()
    screen.get_by_role("button", name="Clear").click()
    settle(screen)
    screen.get_by_role("button", name="Undo").click()
    settle(screen)
    assert "1 present" in screen.locator(".marked h3").inner_text()


def test_a_paused_finding_no_longer_counts_and_counts_again(screen):
    mark(screen, "Thigh thrust test")
    counted = screen.locator(".heat tbody").text_content()
    screen.get_by_label("Pause: leave out for a moment: Thigh thrust test").click()
    settle(screen)
    assert screen.locator(".heat tbody").text_content() != counted
    screen.get_by_label("Count again: Thigh thrust test").click()
    settle(screen)
    assert screen.locator(".heat tbody").text_content() == counted


FORTIN = "tr[data-cause=sacroiliac_joint_pain] td[data-column=fortin_finger_sign]"


def test_a_cell_says_what_it_means_and_opens_the_rows_and_sources_behind_it(screen):
    sacroiliac(screen)
    mark(screen, "Fortin finger sign")
    screen.locator(FORTIN).hover()
    screen.wait_for_selector(".tip:not([hidden])")
    said = screen.locator(".tip").inner_text()
    assert "decibans" in said and "% of other buttock pain: LR+" in said
    screen.locator(FORTIN).click()
    box = screen.get_by_role("dialog")
    assert "Fortin finger sign: Sacroiliac joint dysfunction" in box.inner_text()
    assert "accuracy" in box.inner_text() and "sets the cell" in box.inner_text()
    assert box.locator(".refs a[href^='https://doi.org/']").count() >= 1
    screen.keyboard.press("Escape")
    assert screen.get_by_role("dialog").count() == 0


def test_the_heatmap_is_walked_and_opened_by_keyboard(screen):
    sacroiliac(screen)
    mark(screen, "Fortin finger sign")
    screen.locator(".heat [tabindex='0']").focus()
    screen.keyboard.press("End")
    screen.keyboard.press("ArrowDown")
    at = screen.evaluate(
        "[document.activeElement.closest('tr').rowIndex, document.activeElement.cellIndex]"
    )
    assert at[0] == 3 and at[1] >= 3
    screen.keyboard.press("Enter")
    assert screen.get_by_role("dialog").locator("h2").inner_text().count(":") >= 1
    screen.keyboard.press("Escape")
    after = screen.evaluate(
        "[document.activeElement.closest('tr').rowIndex, document.activeElement.cellIndex]"
    )
    assert after == at


def test_a_probability_opens_how_it_comes_about(screen):
    sacroiliac(screen)
    shown = screen.locator(".heat tbody .num").first.inner_text()
    screen.locator(".heat tbody .pb").first.click()
    box = screen.get_by_role("dialog")
    assert box.locator("h2").inner_text() == f"Sacroiliac joint dysfunction: why {shown}"
    assert "Before the findings" in box.inner_text() and "All marks together" in box.inner_text()
    box.get_by_role("button", name="evidence").first.click()
    screen.wait_for_selector("dialog:nth-of-type(2)")
    assert screen.locator("dialog").last.get_by_text("About").first.is_visible()


def test_all_causes_are_shown_on_request(screen):
    mark(screen, "Thigh thrust test")
    assert screen.locator(".heat tr[data-cause]").count() == 7
    screen.get_by_role("button", name="Show all", exact=True).click()
    settle(screen)
    assert screen.locator(".heat tr[data-cause]").count() == len(gluteal.load().causes)


MOVING = """async (button) => {
  let most = 0;
  button.click();
  for (let i = 0; i < 60; i++) {
    await new Promise(requestAnimationFrame);
    most = Math.max(most, document.querySelector('.heat').getAnimations({ subtree: true }).length);
  }
  return most;
}"""


def test_rows_glide_to_their_new_places_and_stand_still_where_motion_is_unwanted(screen):
    sacroiliac(screen)
    find(screen, "MRI: sacroiliac")
    row = screen.locator(".list").get_by_role("radiogroup").first
    assert row.get_by_role("radio", name="present").evaluate(MOVING) > 0
    screen.emulate_media(reduced_motion="reduce")
    assert row.get_by_role("radio", name="not asked").evaluate(MOVING) == 0


def test_the_whole_matrix_is_drawn_without_a_network(screen):
    screen.get_by_role("button", name="Whole matrix").click()
    screen.wait_for_selector("dialog .matrix[data-drawn] .ytick text")
    assert screen.locator("dialog .matrix .ytick text").count() == len(gluteal.load().causes)
    assert screen.outside == []


def test_an_injection_opens_with_its_approach_and_sources(screen):
    sacroiliac(screen)
    screen.get_by_role("button", name="Approach, aftercare, all the evidence").click()
    box = screen.get_by_role("dialog")
    for word in ("Needle", "Complications", "Aftercare", "Thresholds", "Conservative care first"):
        assert word in box.inner_text()
    assert box.locator("ol.refs li").count() >= 5


def test_two_causes_are_compared_by_what_separates_them_and_a_finding_is_marked_there(screen):
    sacroiliac(screen)
    screen.get_by_role("button", name="Compare two").click()
    box = screen.get_by_role("dialog")
    box.get_by_label("Second cause").select_option("lumbar_facet_pain")
    row = box.locator("tbody tr", has_text="Image-guided SIJ block")
    row.get_by_role("radio", name="present").click()
    settle(screen)
    assert "6 present" in screen.locator(".marked h3").inner_text()


def test_the_next_finding_is_marked_where_it_stands(screen):
    sacroiliac(screen)
    row = screen.locator(".nx").first
    row.get_by_role("radio", name="present").click()
    settle(screen)
    assert "6 present" in screen.locator(".marked h3").inner_text()


def test_a_precaution_changes_the_card(screen):
    sacroiliac(screen)
    assert "factor Xa" not in screen.locator(".card").first.inner_text()
    screen.get_by_label("Before an injection", exact=True).click()
    screen.get_by_label("Find a precaution or drug").fill("apixaban")
    screen.locator(".facts").get_by_role("checkbox").check()
    settle(screen)
    assert "factor Xa" in screen.locator(".card").first.inner_text()
    assert "allergy" in screen.locator(".unasked").inner_text()
    screen.get_by_label("Find a precaution or drug").fill("")
    allergy = screen.locator(".before").get_by_role("radiogroup", name="Allergy", exact=True)
    allergy.get_by_role("radio", name="absent").click()
    settle(screen)
    assert "allergy" not in screen.locator(".unasked").inner_text()


def test_a_silent_kernel_is_told_at_once(screen):
    mark(screen, "Thigh thrust test")
    kill = "async () => { await window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.shutdown(); }"
    screen.evaluate(kill)
    screen.wait_for_selector(".gone:not(:empty)", timeout=20_000)
    assert "Run the cell again" in screen.locator(".gone").inner_text()
    assert "No red flag" not in screen.locator(".q1").inner_text()


def test_the_drawing_marks_and_a_second_click_takes_the_mark_back(screen):
    region = screen.locator(".pd .r[role=button][data-finding=pain_mid_buttock]")
    region.click()
    settle(screen)
    assert "1 present, 0 absent" in screen.locator(".marked h3").inner_text()
    region.click()
    settle(screen)
    assert "0 present, 0 absent" in screen.locator(".marked h3").inner_text()
    region.focus()
    screen.keyboard.press("p")
    settle(screen)
    assert region.get_attribute("aria-label").endswith("present")


def test_the_target_of_the_leading_injection_is_on_the_drawing(screen):
    assert not screen.locator(".pd .target").first.is_visible()
    sacroiliac(screen)
    assert not screen.locator(".pd .target").first.is_visible()  # on which side?
    screen.locator(".pd .seg button", has_text="Left").click()
    settle(screen)
    assert screen.locator(".pd .target").first.is_visible()


def test_a_killed_kernel_loses_nothing(screen, lab):
    sacroiliac(screen)
    screen.wait_for_selector(".saved >> text=saved")
    lab.kill_kernels()
    screen.wait_for_selector(".gone:not(:empty)", timeout=20_000)
    screen.wait_for_function(
        "() => ['idle', 'starting'].includes(window.jupyterapp.shell.currentWidget"
        ".sessionContext.session.kernel.status)"
    )
    screen.wait_for_timeout(2000)
    screen.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    lab.run_all(screen)
    assert "5 present" in screen.locator(".marked h3").inner_text()
    assert "the case last saved" in screen.locator(".resumed").inner_text()
    assert "44" in screen.locator(".topbar").inner_text()


def test_a_closed_browser_resumes_and_cases_are_opened_duplicated_and_deleted(screen, lab, browser):
    mark(screen, "Alternating buttock pain")
    screen.wait_for_selector(".saved >> text=saved")
    again = lab.open(browser)
    assert "1 present" in again.locator(".marked h3").inner_text()
    row = again.locator(".list").get_by_role("radiogroup", name="Alternating buttock pain")
    assert row.get_attribute("data-state") == "present"
    again.get_by_role("button", name="New", exact=True).click()
    settle(again)
    assert "0 present" in again.locator(".marked h3").inner_text()
    mark(again, "Slump test")
    again.wait_for_selector(".saved >> text=saved")
    again.get_by_role("button", name="Cases").click()
    box = again.get_by_role("dialog")
    box.locator("tbody tr").nth(1).wait_for()
    box.locator("tbody tr").nth(1).get_by_text("Duplicate").click()
    box.locator("tbody tr").nth(2).wait_for()
    box.locator("tbody tr").nth(2).get_by_text("Delete").click()
    box.get_by_text("Bring it back").click()
    box.locator("tbody tr").nth(2).wait_for()
    box.locator("tbody tr[aria-current]").wait_for()
    box.get_by_role("button", name="Open").last.click()
    settle(again)
    assert "1 present" in again.locator(".marked h3").inner_text()
    again.close()


def test_axe_finds_nothing_serious_in_the_light_theme(screen, serious):
    sacroiliac(screen)
    assert serious(screen) == []


def test_the_dark_theme_follows_jupyterlab_and_axe_finds_nothing_serious_there(screen, serious):
    sacroiliac(screen)
    use = "window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})"
    screen.evaluate(use)
    screen.wait_for_selector(".glu[data-theme=dark]")
    mark(screen, "Saddle anaesthesia")
    assert serious(screen) == []
    screen.evaluate(use.replace("Dark", "Light"))
    screen.wait_for_selector(".glu[data-theme=light]")


def test_voila_shows_the_same_screen_and_fetches_nothing_from_outside(served, serious):
    sacroiliac(served)
    assert served.locator(".card h4").first.text_content().startswith("Sacroiliac joint")
    mark(served, "Saddle anaesthesia")
    assert served.locator(".strip.red").is_visible()
    assert serious(served) == []
    assert served.outside == []


def test_on_a_small_laptop_no_list_is_a_slit(browser, lab):
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{lab.url}/doc/tree/explore.ipynb?reset")
    page.wait_for_function("window.jupyterapp && window.jupyterapp.shell.currentWidget?.context")
    lab.run_all(page)
    sacroiliac(page)
    heights = page.evaluate(
        "() => ['.marked', '.list', '.next', '.cards']"
        ".map((part) => document.querySelector(`.glu ${part}`))"
        ".map((n) => [n.clientHeight, Math.min(n.scrollHeight, 400)])"
    )
    assert all(shown >= there for shown, there in heights), heights
    page.close()


@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_every_word_on_saving_is_read_in_full(screen, width):
    screen.set_viewport_size({"width": width, "height": 900})
    screen.wait_for_timeout(300)
    cut = screen.evaluate(
        """(words) => words.filter((word) => {
          const place = document.querySelector('.glu .saved');
          place.firstElementChild.textContent = word;
          return place.scrollWidth > place.clientWidth || place.scrollHeight > place.clientHeight;
        })""",
        ["saved", "saving …", "not saved", "nothing to save", "not kept"],
    )
    assert cut == []
