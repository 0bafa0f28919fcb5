"""The screen never lies: what is shown is about what is marked, saved is an acknowledgement, one case
has one truth in all its views, and a dead kernel looks dead."""

import contextlib
import json
import shutil

import psutil
import pytest

pytestmark = pytest.mark.browser
QUIET = "No red flag in what is marked"


@contextlib.contextmanager
def asleep(lab):
    """Python stands still, as under a long calculation."""
    kernels = [
        child
        for child in psutil.Process(lab.pid).children(recursive=True)
        if "ipykernel" in " ".join(child.cmdline())
    ]
    for kernel in kernels:
        kernel.suspend()
    try:
        yield
    finally:
        for kernel in kernels:
            kernel.resume()


def settle(page):
    page.wait_for_function("document.querySelector('.glu').getAttribute('aria-busy') === 'false'")


def choose(view, name, state="present"):
    """Press the control of a finding; the answer is not awaited."""
    view.get_by_label("Find a finding").fill(name, timeout=8_000)
    view.locator(f'.list .tri[aria-label="{name}"] button[aria-label="{state}"]').first.click(
        timeout=8_000
    )


def mark(page, name, state="present", view=None):
    choose(view or page, name, state)
    settle(page)
    page.wait_for_timeout(150)


def strip(page):
    return page.locator(".q1").first.inner_text()


def files(folder):
    return {p.stem: json.loads(p.read_text("utf-8"))["case"] for p in folder.glob("*.json")}


def wait_saved(page, text="saved"):
    page.wait_for_function(
        "(text) => document.querySelector('.saved').innerText === text", arg=text, timeout=70_000
    )


def test_the_strip_withdraws_at_once_and_the_rest_says_that_it_is_old(screen, lab):
    assert QUIET in strip(screen)
    with asleep(lab):
        choose(screen, "Saddle anaesthesia")
        assert QUIET not in strip(screen)
        assert screen.locator(".saved").inner_text() != "saved"
        screen.wait_for_selector(".glu.late")
        assert "belongs to the marks before" in screen.locator("main .error").inner_text()
    screen.wait_for_selector(".strip.red", timeout=20_000)
    assert not screen.locator(".glu.late").count()
    wait_saved(screen)


def test_a_contradiction_cannot_be_marked_and_takes_nothing_with_it(screen, lab):
    mark(screen, "Insidious onset over weeks to months")
    mark(screen, "Sudden onset (a moment the patient remembers)")
    mark(screen, "Saddle anaesthesia")
    assert screen.locator(".strip.red").count() == 1
    wait_saved(screen)
    (case,) = files(lab.journal).values()
    assert "sudden_onset" in case["present"] and "insidious_onset" not in case["present"]


def test_saved_is_not_said_while_the_journal_cannot_be_written_and_a_reload_keeps_the_marks(
    served, voila_journal
):
    journal = voila_journal
    shutil.rmtree(journal, ignore_errors=True)
    journal.write_text("in the way", "utf-8")
    try:
        mark(served, "Saddle anaesthesia")
        served.wait_for_selector(".unsaved:not(:empty)")
        assert "Not saved" in served.locator(".unsaved").inner_text()
        assert served.locator(".saved").inner_text() == "not saved"
        served.reload()
        served.wait_for_selector(".strip.red", timeout=60_000)
        assert served.locator(".saved").inner_text() != "saved"
    finally:
        journal.unlink()
    wait_saved(served)
    assert any("saddle_anaesthesia" in c.get("present", []) for c in files(journal).values())


def test_a_case_whose_file_vanished_is_not_called_saved_and_survives_a_reload(
    served, voila_journal
):
    mark(served, "Saddle anaesthesia")
    wait_saved(served)
    shutil.rmtree(voila_journal)
    voila_journal.write_text("in the way", "utf-8")
    try:
        served.wait_for_selector(".unsaved:not(:empty)", timeout=15_000)  # nothing was pressed
        assert served.locator(".saved").inner_text() == "not saved"
        served.reload()
        served.wait_for_selector(".strip.red", timeout=60_000)
    finally:
        voila_journal.unlink()
    wait_saved(served)


def test_two_views_of_one_screen_show_one_case(screen, lab):
    screen.evaluate(
        """() => {
          const app = window.jupyterapp, { content } = app.shell.currentWidget;
          content.activeCellIndex = content.widgets.findIndex((c) => c.model.type === "code");
          return app.commands.execute("notebook:create-output-view");
        }"""
    )
    screen.wait_for_function("document.querySelectorAll('.glu').length === 2", timeout=30_000)
    one, other = screen.locator(".glu").nth(0), screen.locator(".glu").nth(1)
    choose(one, "Saddle anaesthesia")
    other.locator(".strip.red").wait_for(timeout=20_000)
    one.locator(".strip.red").wait_for(timeout=20_000)
    other.locator(".tabrow button:has-text('afety')").click()
    saddle = other.locator('.list .tri[aria-label="Saddle anaesthesia"]')
    assert saddle.get_attribute("data-state") == "present"
    choose(one, "Saddle anaesthesia", "not asked")
    other.locator(f".q1:has-text({QUIET!r})").wait_for(timeout=20_000)
    assert saddle.get_attribute("data-state") == "unknown"
    choose(one, "Saddle anaesthesia")
    other.locator(".strip.red").wait_for(timeout=20_000)
    with asleep(lab):
        choose(one, "Thigh thrust test")
        choose(other, "SIJ distraction test")
    for view in (one, other):
        view.locator(".marked li").nth(2).wait_for(timeout=20_000)
        assert {"Thigh thrust", "SIJ distraction"} <= set(
            view.locator(".marked .fl").all_inner_texts()
        )


def test_a_second_window_never_covers_the_first_one_and_both_say_so(browser, voila, voila_journal):
    shutil.rmtree(voila_journal, ignore_errors=True)
    windows = []
    for _ in range(2):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(voila)
        page.wait_for_selector(".glu .chart[data-drawn]", timeout=60_000)
        windows.append(page)
        if len(windows) == 1:
            mark(page, "Saddle anaesthesia")
            wait_saved(page)
    one, two = windows
    assert two.locator(".strip.red").count() == 1
    mark(one, "Thigh thrust test")
    mark(two, "FADIR test: groin pain")
    wait_saved(two)
    kept = [set(c["present"]) for c in files(voila_journal).values()]
    assert {"saddle_anaesthesia", "sij_thigh_thrust"} in kept
    assert any("fadir_test" in marks and "sij_thigh_thrust" not in marks for marks in kept)
    for page in windows:
        page.wait_for_selector(".told:has-text('another window')", timeout=15_000)
        page.close()


def test_clear_begins_another_case_and_undo_brings_the_first_one_back(screen, lab):
    mark(screen, "Saddle anaesthesia")
    wait_saved(screen)
    first = files(lab.journal)
    screen.get_by_role("button", name="Clear").click()
    screen.wait_for_function(f"document.querySelector('.q1').innerText.includes({QUIET!r})")
    mark(screen, "FADIR test: groin pain")
    wait_saved(screen)
    assert len(files(lab.journal)) == 2 and first.items() <= files(lab.journal).items()
    for _ in range(2):
        screen.get_by_role("button", name="Undo").click()
        settle(screen)
        screen.wait_for_timeout(300)
    assert screen.locator(".strip.red").count() == 1
    assert first.items() <= files(lab.journal).items()


def test_a_dead_kernel_looks_dead_and_marks_made_meanwhile_come_back(screen, lab):
    mark(screen, "Thigh thrust test")
    wait_saved(screen)
    screen.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    screen.wait_for_selector(".glu.lost", timeout=5_000)
    assert QUIET not in strip(screen) and screen.locator(".saved").inner_text() != "saved"
    choose(screen, "Saddle anaesthesia")
    screen.wait_for_timeout(500)
    assert QUIET not in strip(screen) and screen.locator(".saved").inner_text() == "not saved"
    assert "Run the cell again" in screen.locator(".gone").inner_text()
    lab.run_all(screen)
    screen.wait_for_selector(".strip.red", timeout=30_000)
    wait_saved(screen)
    assert {"Thigh thrust", "Saddle anaesthesia"} <= set(
        screen.locator(".marked .fl").all_inner_texts()
    )


def test_in_voila_the_advice_can_be_followed(served):
    served.context.set_offline(True)
    choose(served, "Saddle anaesthesia")
    served.wait_for_selector(".gone:not(:empty)", timeout=15_000)
    assert "Load this page again" in served.locator(".gone").inner_text()
    assert QUIET not in strip(served)
    served.context.set_offline(False)


def test_the_teaching_explorer_says_that_nothing_is_kept_and_has_no_cases(browser, serve, tmp_path):
    with serve(tmp_path, "present") as address:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(address)
        page.locator(".card.book").nth(1).click(timeout=60_000)
        page.get_by_role("button", name="Explore this case").click()
        page.wait_for_selector(".free .chart[data-drawn]", timeout=30_000)
        assert page.locator(".free .saved").inner_text() == "not kept"
        assert not page.get_by_role("button", name="Cases").is_visible()
        page.close()
