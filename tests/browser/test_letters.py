"""A letter in the screen: pasted, read, and confirmed by hand; its text is kept nowhere."""

import re

import pytest
from bench import Heard

import gluteal
from gluteal.letters import MAX_LETTERS
from gluteal.widgets.session import Session

pytestmark = pytest.mark.browser
NAME = "Zaphod Quillfeather"
LETTER = (
    f"Thank you for seeing Mr {NAME}, a 52-year-old man with right buttock pain for 6 weeks. "
    "It is worse on sitting. He denies fever and weight loss.\n\n"
    "FABER was positive, the thigh thrust test positive. Slump test was performed."
)


def read(x, text=LETTER):
    x.page.get_by_role("button", name="Read a letter").click()
    x.page.get_by_label("Text of the letter").fill(text)
    x.page.get_by_role("button", name="Read the letter").click()


def confirm(x, words):
    x.page.get_by_role("dialog").get_by_role("button", name=words).click()
    x.settle()


def rows(x):
    return x.page.locator(".cand .fl").all_inner_texts()


def test_only_what_is_confirmed_is_marked_and_denied_becomes_absent(bench):
    x = bench()
    read(x)
    x.page.wait_for_selector(".cand")
    assert len(rows(x)) >= 8 and x.case == gluteal.Case(setting=x.case.setting)
    confirm(x, "Mark present: Worse with sitting")
    confirm(x, "Mark absent: Fever")
    confirm(x, "Take 52: Age")
    case = x.case
    assert (case.present, case.absent, case.age) == (
        ("worse_sitting",),
        ("fever_or_systemically_unwell",),
        52,
    )
    assert case.sex is None and case.side is None and case.duration_weeks is None
    whose = x.page.get_by_role("dialog").locator("p").first.inner_text()
    assert "Patient, 52; 2 marks" in whose
    assert "3 in the case" in x.page.locator(".readings, .count").all_inner_texts()[1]


def test_what_is_read_stands_in_its_words_and_is_told_apart_by_a_sign(bench):
    x = bench()
    read(x)
    marks = x.page.locator(".lettertext mark")
    marks.first.wait_for()
    said = [text.replace("\u2060", "") for text in marks.all_inner_texts()]
    assert {"+worse on sitting", "\u2212fever", "?Slump test"} <= set(said)
    whole = x.page.locator(".lettertext").evaluate(
        "e => { const c = e.cloneNode(true); c.querySelectorAll('b').forEach(b => b.remove());"
        " return c.textContent; }"
    )
    assert whole == LETTER
    assert "one by one" in x.page.locator("dialog").inner_text()
    assert (
        not x.page.get_by_role("dialog").get_by_role("button", name=re.compile(r"\ball\b")).count()
    )


def test_undo_takes_back_one_confirmation_after_the_other(bench):
    x = bench(gluteal.Case(present=["fadir_test"], setting="pain_clinic"))
    read(x)
    confirm(x, "Mark present: Worse with sitting")
    confirm(x, "Take 52: Age")
    undo = x.page.get_by_role("dialog").get_by_role("button", name="Undo")
    undo.click()
    x.settle()
    assert x.case.age is None and "worse_sitting" in x.case.present
    undo.click()
    x.settle()
    assert x.case.present == ("fadir_test",)
    assert undo.is_disabled()  # what was marked before the letter is not touched from here
    assert x.page.get_by_role("button", name="Mark present: Worse with sitting").is_visible()


def test_a_contradiction_is_said_and_nothing_is_overwritten_unasked(bench):
    case = gluteal.Case(
        present=["fever_or_systemically_unwell", "insidious_onset"],
        age=30,
        setting="pain_clinic",
    )
    x = bench(case)
    read(x, f"{LETTER} Sudden onset.")
    x.page.wait_for_selector(".cand")
    said = x.page.get_by_role("dialog").inner_text()
    assert "Marked present; the letter says absent." in said
    assert "Given: 30; the letter says 52." in said
    assert "Only one of them can be" in said
    assert "The age in the letter is not that of this case." in said
    assert x.case == case
    confirm(x, "Change to absent: Fever")
    assert "fever_or_systemically_unwell" in x.case.absent
    confirm(x, "Change to this: Sudden onset")
    assert "sudden_onset" in x.case.present and "insidious_onset" not in x.case.present


def test_what_is_left_stays_unmarked_and_can_be_changed_by_hand(bench):
    x = bench()
    read(x)
    confirm(x, "Leave out: Thigh thrust")
    assert "1 left out" in x.page.get_by_role("dialog").inner_text()
    slump = x.page.locator(".cand:has(.fl:text-is('Slump test'))")
    assert not slump.get_by_role("button", name="Mark ").count()  # nothing to confirm in it
    slump.locator(".tri").get_by_label("absent", exact=True).click()
    x.settle()
    assert x.case.absent == ("slump_test",) and x.case.present == ()


def test_changing_the_text_withdraws_what_was_read(bench):
    x = bench()
    read(x)
    x.page.get_by_role("button", name="Edit the text").click()
    area = x.page.get_by_label("Text of the letter")
    assert area.input_value() == LETTER and rows(x) == []
    area.fill("No limp.")
    x.page.get_by_role("button", name="Read the letter").click()
    x.page.wait_for_selector(".readings")
    assert "Worse with sitting" not in x.page.locator(".readings").inner_text()


def test_an_answer_to_an_older_text_is_dropped(bench):
    x = bench()
    real, held = x.widget.ask, []

    def ask(message):  # the answer to the letter comes with that to the next question
        if message["ask"] == "letter":
            held.append(message)
            return []
        late, held[:] = [real(m) for m in held if x.late], [] if x.late else held
        return [*sum(late, []), *real(message)]

    x.late, x.widget.__dict__["ask"] = False, ask
    read(x)
    x.page.get_by_text("Reading \u2026").wait_for()
    x.page.get_by_label("Text of the letter").fill("Another text.")
    assert not x.page.get_by_text("Reading \u2026").count() and held
    x.late = True
    x.page.locator(".glu").dispatch_event("pointerdown")
    x.page.wait_for_function("() => !document.querySelector('.glu.lost')", timeout=10_000)
    for _ in range(60):
        if not held:
            break
        x.page.wait_for_timeout(100)
    x.page.wait_for_timeout(100)
    assert not held and rows(x) == []


def test_nothing_of_the_text_outlives_the_window(bench):
    x = bench()
    read(x)
    confirm(x, "Mark present: Worse with sitting")
    x.page.keyboard.press("Escape")
    stores = x.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    kept = [p.read_text("utf-8") for p in x.widget.session.journal.folder.rglob("*.json")]
    page = x.page.content()
    assert kept and any("worse_sitting" in text for text in kept)
    for word in NAME.split():
        assert not any(word in text for text in [stores, page, *kept])
    x.page.get_by_role("button", name="Read a letter").click()
    assert x.page.get_by_label("Text of the letter").input_value() == ""


def test_a_letter_of_another_case_is_withdrawn_when_the_case_changes(bench):
    x = bench()
    read(x)
    confirm(x, "Mark present: Worse with sitting")
    x.page.evaluate(
        "async () => { await window.ask({ ask: 'new', id: 'x', page: 'other', anyway: true }); }"
    )
    x.page.get_by_role("button", name="Mark absent: Fever").click()
    x.page.get_by_text("Another case has come to the screen").wait_for()
    assert rows(x) == []


def test_a_text_that_is_too_long_or_empty_is_refused_in_words_and_not_sent(bench):
    x = bench()
    asked = []
    real = x.widget.ask
    x.widget.__dict__["ask"] = lambda m: (asked.append(m["ask"]), real(m))[1]
    x.page.get_by_role("button", name="Read a letter").click()
    x.page.get_by_role("button", name="Read the letter").click()
    assert "Paste a letter first." in x.page.get_by_role("dialog").inner_text()
    x.page.get_by_label("Text of the letter").evaluate(
        "(e, n) => { e.value = 'word '.repeat(n); }", MAX_LETTERS // 5 + 1
    )
    x.page.get_by_role("button", name="Read the letter").click()
    assert "at most 100,000 are read" in x.page.get_by_role("dialog").inner_text()
    assert "letter" not in asked


def test_a_silent_python_is_said_in_the_window(bench):
    x = bench()
    x.widget.__dict__["ask"] = lambda message: []
    read(x)
    x.page.locator(".lostline").wait_for(state="visible")
    assert "Python does not answer" in x.page.locator(".lostline").inner_text()
    assert rows(x) == []


def test_a_letter_is_read_and_confirmed_by_keyboard_alone(bench):
    x = bench()
    x.page.get_by_label("Find a finding").focus()
    for key in ("Tab", "Enter"):
        x.page.keyboard.press(key)
    x.page.keyboard.insert_text(LETTER)
    x.page.keyboard.press("Control+Enter")
    x.page.wait_for_selector(".cand")
    at = "document.activeElement.getAttribute('aria-label')"
    for _ in range(12):
        if "Mark present: Worse with sitting" in x.page.evaluate(at):
            break
        x.page.keyboard.press("ArrowDown")
    x.page.keyboard.press("Enter")
    x.settle()
    assert x.case.present == ("worse_sitting",) and x.case.age is None
    assert x.page.evaluate(at) == "present"  # the keys stay with the candidate
    for _ in range(80):
        x.page.keyboard.press("Tab")
        inside = (
            "!!document.activeElement.closest('dialog') || document.activeElement === document.body"
        )
        assert x.page.evaluate(inside)
    x.page.keyboard.press("Escape")
    assert not x.page.get_by_role("dialog").count()
    assert x.page.evaluate(at) == "Read a letter"


@pytest.mark.parametrize("size", [(1280, 800, False), (1920, 1080, True)], ids=["light", "dark"])
def test_the_window_has_no_serious_fault_and_fits(bench, serious, size):
    width, height, dark = size
    x = bench(gluteal.Case(age=30, setting="pain_clinic"), width=width, height=height, dark=dark)
    read(x)
    x.page.wait_for_selector(".cand")
    confirm(x, "Leave out: Thigh thrust")
    confirm(x, "Mark absent: Fever")
    assert [fault for fault in serious(x.page) if "drawing:" not in fault[2]] == []
    box = x.page.get_by_role("dialog")
    assert box.evaluate("e => e.scrollHeight - e.clientHeight") <= 1
    assert box.evaluate("e => e.scrollWidth - e.clientWidth") <= 1


def test_where_nothing_is_kept_no_letter_is_offered(bench):
    widget = Heard(gluteal.Case())
    widget.session = Session(widget.kb, None, gluteal.Case())  # as beside a teaching case
    x = bench(widget=widget)
    x.settle()
    assert not x.page.get_by_role("button", name="Read a letter").is_visible()
