"""What is asked for on the screen: reasons, numbers, precautions, the drawing; and what is shown."""

import base64
import re

import pytest

from gluteal import Case

pytestmark = pytest.mark.browser
CANCER = Case(
    present=["history_of_cancer", "unexplained_weight_loss"], setting="pain_clinic", age=67
)


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
    leg = [
        "pain_below_knee",
        "straight_leg_raise",
        "crossed_straight_leg_raise",
        "mri_root_compression",
    ]
    x = bench(Case(present=leg, setting="spine_orthopaedic", age=41, conservative_weeks=1))
    x.screen.locator(".release", has_text="State an exception").first.click()
    reason = x.screen.get_by_role("dialog", name="conservative care")
    assert "epidural" in reason.inner_text()
    reason.get_by_role("textbox").fill("Cannot sleep; power is full")
    reason.get_by_role("button", name="Keep the reason").click()
    x.settle()
    assert dict(x.case.cleared) == {
        "exception:severe_radicular_pain": "Cannot sleep; power is full"
    }


def test_the_hand_out_says_what_to_do_where_printing_is_blocked(bench):
    x = bench(CANCER, framed=True)
    x.screen.get_by_role("button", name="Hand-out").click()
    box = x.screen.get_by_role("dialog", name="Hand-out")
    box.get_by_role("button", name="Print").click()
    assert "save the page and print it from there" in box.inner_text()


def field(x, key):
    form = x.screen.locator(".form")
    if not form.is_visible():
        x.screen.get_by_label("The patient", exact=True).click()
    return form.locator(f"input[data-key={key}]")


def give(x, key, text):
    field(x, key).fill(text)
    x.page.keyboard.press("Tab")
    x.settle()


@pytest.mark.parametrize("text", ["39,5", "39.5"])
def test_a_decimal_comma_is_a_decimal_point(bench, text):
    x = bench()
    give(x, "weight_kg", text)
    assert x.case.weight_kg == 39.5
    assert "39.5 kg" in x.screen.locator(".pop .line").first.inner_text()


def test_a_refused_number_is_said_at_its_field_counts_as_not_given_and_everything_else_counts(
    bench,
):
    x = bench(Case(severity=6, setting="pain_clinic"))
    give(x, "severity", "35")
    pain = field(x, "severity")
    told = x.screen.locator(f"#{pain.get_attribute('aria-describedby')}")
    assert told.inner_text() == "Pain is 0 to 10. “35” is not counted."
    assert pain.get_attribute("aria-invalid") == "true" and pain.input_value() == "35"
    assert x.case.severity is None
    assert "Pain not counted" in x.screen.locator(".pop .line").first.inner_text()
    x.page.keyboard.press("Escape")
    mark(x, "Saddle anaesthesia")
    assert "cauda equina" in x.screen.locator(".strip.red").inner_text()
    assert pain.input_value() == "35" and "severity ==" not in x.screen.locator(".glu").inner_text()
    give(x, "severity", "3,5")
    assert x.case.severity == 3.5 and told.inner_text() == ""
    assert pain.get_attribute("aria-invalid") == "false"


@pytest.mark.parametrize("text", ["3e5", "1.234,5", "abc", "4,5", "130"])
def test_what_is_no_whole_number_of_years_is_refused(bench, text):
    x = bench(Case(age=44))
    give(x, "age", text)
    assert x.case.age is None and field(x, "age").input_value() == text
    assert "Age is 0 to 120 whole years" in x.screen.locator(".form").inner_text()


def test_undo_brings_back_the_number_that_a_refused_one_took_away(bench):
    x = bench(Case(age=44))
    give(x, "age", "444")
    x.page.keyboard.press("Escape")
    x.screen.get_by_role("button", name="Undo").click()
    x.settle()
    assert x.case.age == 44 and field(x, "age").input_value() == "44"


def test_another_case_does_not_show_what_was_refused_in_the_last(bench):
    x = bench(Case(age=44, present=["faber_test"]))
    give(x, "severity", "99")
    x.page.keyboard.press("Escape")
    x.screen.get_by_role("button", name="New", exact=True).click()
    x.frame.wait_for_function("document.querySelector('.marked li') === null")
    assert field(x, "severity").input_value() == ""
    assert "not counted" not in x.screen.locator(".glu").inner_text()


def test_the_wheel_changes_no_number(bench):
    x = bench(Case(age=46))
    field(x, "age").click()
    for _ in range(3):
        x.page.mouse.wheel(0, 120)
    x.page.keyboard.press("Tab")
    x.settle()
    assert x.case.age == 46 and field(x, "age").input_value() == "46"


def mark(x, label, state="present"):
    x.screen.get_by_label("Find a finding").fill(label)
    group = x.screen.locator(".list").get_by_role("radiogroup", name=label, exact=True)
    group.get_by_role("radio", name=state).click()
    x.settle()


def topic(x, name):
    panel = x.screen.locator(".before .panel")
    if not panel.is_visible():
        x.screen.get_by_label("Before an injection", exact=True).click()
    return panel.locator(f"[data-topic={name}]")


def set_topic(x, name, state):
    topic(x, name).get_by_role("radio", name=state).click()
    x.settle()


def test_a_topic_has_three_states_and_denying_it_takes_its_precautions_away(bench):
    x = bench(Case(setting="pain_clinic"))
    assert (
        topic(x, "allergy").locator("[aria-checked=true]").get_attribute("aria-label")
        == "not asked"
    )
    set_topic(x, "antithrombotic", "present")
    assert not x.case.screened and not x.case.precautions
    topic(x, "antithrombotic").get_by_label("Oral factor Xa inhibitor").check()
    x.settle()
    assert x.case.precautions == ("factor_xa_oral",)
    assert topic(x, "antithrombotic").locator("[aria-checked=true]").inner_text() == "+"
    set_topic(x, "antithrombotic", "absent")
    assert x.case.precautions == () and x.case.screened == ("antithrombotic",)
    set_topic(x, "antithrombotic", "present")
    assert x.case.screened == ()


def test_two_precautions_that_contradict_each_other_cannot_both_be_true(bench):
    x = bench(Case(precautions=["lmwh_prophylactic"]))
    topic(x, "antithrombotic").get_by_role("button", name="show").click()
    topic(x, "antithrombotic").get_by_label("treatment dose").check()
    x.settle()
    assert x.case.precautions == ("lmwh_therapeutic",)


def test_the_beginning_of_a_drug_finds_it_and_rules_are_not_offered(bench):
    x = bench(Case(screened=["antithrombotic"]))
    topic(x, "allergy")
    x.screen.get_by_label("Find a precaution or drug").fill("api")
    rows = x.screen.locator(".facts li")
    assert rows.count() == 1 and "apixaban" in rows.first.inner_text()
    rows.first.get_by_role("checkbox").check()
    x.settle()
    assert x.case.precautions == ("factor_xa_oral",) and x.case.screened == ()
    x.screen.get_by_label("Find a precaution or drug").fill("risk injection")
    assert "No precaution of this name" in x.screen.locator(".topics").inner_text()


def test_what_the_marks_answer_is_not_asked_again(bench):
    x = bench(
        Case(
            sex="male",
            age=60,
            absent=["immunosuppression_or_ivdu"],
            present=["fever_or_systemically_unwell"],
        )
    )
    assert "Does not apply, not asked of a man" in topic(x, "pregnancy").inner_text()
    assert "Absent, as marked: Immunosuppression" in topic(x, "immunosuppression").inner_text()
    infection = topic(x, "infection")
    assert "Present, as marked: Fever" in infection.locator(".head").inner_text()
    infection.get_by_role("button", name="show").click()
    assert infection.get_by_label("Infected skin").is_visible()  # another question
    for name in ("pregnancy", "immunosuppression", "infection"):
        assert topic(x, name).get_by_role("radio").count() == 0
    assert "2/6" in x.screen.locator(".before summary").inner_text()


def test_fever_that_was_denied_leaves_only_the_rest_of_infection_to_ask(bench):
    x = bench(Case(absent=["fever_or_systemically_unwell"]))
    topic(x, "infection").get_by_role("button", name="show").click()
    said = topic(x, "infection").inner_text()
    assert "Absent, as marked: Fever or systemically unwell" in said
    assert topic(x, "infection").get_by_label("Infected skin").is_visible()


def test_next_findings_say_what_each_answer_would_make_of_the_probability(bench):
    x = bench(Case(present=["sij_distraction", "sij_thigh_thrust"], setting="pain_clinic"))
    row = x.screen.locator(".nx").first
    said = row.locator(".ef").inner_text()
    assert re.search(r"now 0\.\d\d", said)
    assert re.search(r"present → [<>]?0\.\d\d", said) and re.search(r"absent → [<>]?0\.\d\d", said)
    assert "+ 0" not in said and "− 0" not in said
    row.get_by_role("radio", name="present").click()
    x.settle()
    assert len(x.case.present) == 3


def test_the_rest_absent_denies_questions_and_leaves_what_must_be_tested_open(bench):
    x = bench(Case(present=["fever_or_systemically_unwell"], sex="male"))
    x.screen.get_by_role("tab", name="Safety").click()
    rows = x.screen.locator(".list")
    assert "Was power tested? Mark the two examination signs below." in rows.inner_text()
    assert "postpartum" not in rows.inner_text()  # of a man
    x.screen.get_by_role("button", name="The rest absent").click()
    x.settle()
    assert "saddle_anaesthesia" in x.case.absent and "history_of_cancer" in x.case.absent
    assert not {"myotomal_weakness", "bilateral_leg_deficit", "pregnancy_or_postpartum"} & {
        *x.case.absent
    }
    assert x.case.present == ("fever_or_systemically_unwell",)
    assert x.screen.get_by_role("tab", name="Safety").inner_text().endswith("9/11")
    x.screen.get_by_role("button", name="Undo").click()
    x.settle()
    assert x.case.absent == ()


def place(x, finding, side):
    """The middle of a place on the drawing."""
    return x.screen.locator(f'.pd .r[data-finding="{finding}"][data-side="{side}"]').first


def test_the_side_that_is_clicked_first_is_the_painful_one_and_a_second_click_takes_it_back(bench):
    x = bench()
    left = place(x, "pain_mid_buttock", "left")
    left.click()
    x.settle()
    assert (x.case.side, x.case.present) == ("left", ("pain_mid_buttock",))
    assert x.screen.locator(".seg [value=left]").get_attribute("aria-pressed") == "true"
    left.click()
    x.settle()
    assert (x.case.present, x.case.absent) == ((), ())
    left.click(button="right")
    x.settle()
    assert x.case.absent == ("pain_mid_buttock",)
    left.click(modifiers=["Alt"])
    x.settle()
    assert x.case.absent == ()


def test_the_place_under_the_pointer_is_named_with_what_a_click_does(bench):
    x = bench()
    place(x, "pain_ischial", "right").hover()
    tip = x.screen.locator(".pdtip")
    assert "Alt or right click: absent" in tip.inner_text()
    assert tip.locator("b").inner_text() == x.widget.kb.label("pain_ischial")
    x.screen.locator(".danger h2").hover()
    assert not tip.is_visible()


def test_the_keyboard_marks_a_place_without_a_side(bench):
    x = bench()
    button = x.screen.locator(".pd .r[role=button][data-finding=pain_mid_buttock]")
    assert "not asked" in button.get_attribute("aria-label")
    button.focus()
    x.page.keyboard.press("Enter")
    x.settle()
    assert x.case.present == ("pain_mid_buttock",) and x.case.side is None
    x.page.keyboard.press("a")
    x.settle()
    assert x.case.absent == ("pain_mid_buttock",)


CAUDA = ["saddle_anaesthesia", "pain_over_sij", "sij_thigh_thrust", "sij_distraction"]


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (Case(present=CAUDA, setting="pain_clinic", age=45), "no ranking holds"),
        (Case(present=CAUDA[1:], setting="pain_clinic", age=9), "The tables are for adults"),
    ],
    ids=["immediate flag", "under 18"],
)
def test_where_the_ranking_does_not_hold_no_number_of_it_is_on_the_page(bench, case, said):
    x = bench(case)
    ranking = x.screen.locator(".likely")
    assert "Ranking suspended" in ranking.inner_text() and said in ranking.inner_text()
    text = x.screen.locator("main").evaluate("e => e.textContent")
    assert not re.search(r"[<>]?0\.\d\d", text)
    assert (
        x.screen.locator(".heat, .glow [opacity]:not([opacity='0']), .card, .pd .target").count()
        == 0
    )
    assert not x.screen.locator(".meter").is_visible()


def test_a_patient_under_18_is_said_at_the_top_and_the_ranking_comes_back_with_the_age(bench):
    x = bench(Case(present=CAUDA[1:], setting="pain_clinic", age=9))
    assert "The tables are for adults" in x.screen.locator(".danger .strip").first.inner_text()
    give(x, "age", "39")
    assert "adults" not in x.screen.locator(".danger").inner_text()
    assert x.screen.locator(".heat tbody tr").count() > 3


def test_the_evidence_names_presentations_and_links_every_doi_and_pmid_without_following_it(bench):
    x = bench(Case(present=["pregnancy_or_postpartum", "sij_thigh_thrust", "sij_distraction"]))
    asked = []
    x.page.on("request", lambda r: asked.append(r.url))
    cell = x.screen.locator(
        '[data-cause=sacroiliac_joint_pain] [data-column="pregnancy_or_postpartum"]'
    )
    cell.click()
    box = x.screen.locator("dialog")
    label = x.widget.kb.presentations.set_index("presentation").at[
        "postpartum_pelvic_girdle", "label"
    ]
    assert label in box.inner_text() and "postpartum_pelvic_girdle" not in box.inner_text()
    x.page.keyboard.press("Escape")
    x.screen.locator("[data-cause=sacroiliac_joint_pain] [data-column]").last.click()
    box = x.screen.locator("dialog")
    links = box.locator("a")
    assert links.count() >= 2
    for i in range(links.count()):
        link = links.nth(i)
        where = link.get_attribute("href")
        assert where.startswith(("https://doi.org/10.", "https://pubmed.ncbi.nlm.nih.gov/"))
        assert link.get_attribute("target") == "_blank" and "noopener" in link.get_attribute("rel")
    text = box.inner_text()
    assert len(re.findall(r"doi:10\.|PMID \d", text)) == links.count()
    assert not [url for url in asked if "gluteal.test" not in url]


def test_the_heads_of_the_evidence_stand_over_their_columns(bench):
    x = bench(Case(present=["sij_thigh_thrust", "pain_over_sij"]))
    x.screen.locator("[data-cause] .t").first.click()
    table = x.screen.locator("dialog table").first
    for i in range(5):
        head, cell = (
            table.locator(f"{part} tr:first-child > :nth-child({i + 1})")
            for part in ("thead", "tbody")
        )
        sides = [e.evaluate("e => getComputedStyle(e).textAlign") for e in (head, cell)]
        assert sides[0] == sides[1]


def test_cases_can_be_told_apart_and_what_was_deleted_comes_back_until_the_list_is_closed(bench):
    x = bench()
    journal = x.widget.session.journal
    sij = ["sij_distraction", "sij_thigh_thrust", "sij_compression", "sij_sacral_thrust"]
    journal.new(Case(present=sij, age=38, sex="female", side="right", setting="pain_clinic"))
    journal.new(Case(present=["saddle_anaesthesia"], age=60, sex="male"))
    x.screen.get_by_role("button", name="Cases").click()
    rows = x.screen.locator(".cases tbody tr")
    said = rows.filter(has_text="female 38").inner_text()
    assert "female 38, right" in said or "f 38, right" in said
    assert "SIJ dysfunction 0." in said and "4 present" in said
    assert "saddle" in rows.filter(has_text="male 60").inner_text().lower()
    for who in ("female 38", "male 60"):
        rows.filter(has_text=who).get_by_role("button", name="Delete").click()
        x.screen.locator(".undone", has_text=who).wait_for()
    assert rows.count() == 0
    x.screen.locator(".undone", has_text="female 38").get_by_role(
        "button", name="Bring it back"
    ).click()
    rows.filter(has_text="female 38").wait_for()
    x.screen.locator(".undone", has_text="male 60").get_by_role(
        "button", name="Bring it back"
    ).click()
    rows.filter(has_text="male 60").wait_for()
    assert x.screen.locator(".undone").count() == 0 and len(journal.entries()) == 2


MANY = [
    "sij_distraction",
    "sij_thigh_thrust",
    "fortin_finger_sign",
    "pregnancy_or_postpartum",
    "pain_mid_buttock",
    "pain_posterior_thigh",
    "worse_sitting",
    "worse_running_or_impact",
    "tender_greater_trochanter",
    "straight_leg_raise",
    "pain_low_back",
]


@pytest.mark.parametrize("width", [1280, 1440, 1920])
@pytest.mark.parametrize("few", [4, 7, 11])
def test_no_name_is_cut_no_word_broken_and_no_column_hidden(bench, width, few):
    x = bench(
        Case(present=MANY[:few], age=38, sex="female", setting="pain_clinic"),
        width=width,
        height=800,
    )
    assert x.screen.locator(".chart").evaluate("e => e.scrollWidth <= e.clientWidth")
    for part in (".heat tbody th", ".heat:not(.turned) .ti > span", ".ef .dim b"):
        cut = x.screen.locator(part).evaluate_all(
            "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)"
        )
        assert not cut
    rows = x.screen.locator(".heat [data-cause]").evaluate_all("r => r.map(e => e.offsetHeight)")
    assert max(rows) <= min(rows) + 4


def test_guidance_keeps_its_capitals_and_the_ruler_says_that_imaging_decides(bench):
    leg = ["mri_central_stenosis", "pain_below_knee", "pain_low_back"]
    x = bench(Case(present=leg, age=74, setting="spine_orthopaedic"))
    cards = x.screen.locator(".cards").inner_text()
    assert "CT" in cards and not re.search(r"\b(ct|mri)\b", cards)
    rulers = x.screen.locator(".ruler").all_inner_texts()
    assert rulers and all("investigate first" in r and "diagnostic" not in r for r in rulers)


COLOURS = """async (png) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const seen = {};
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  for (let i = 0; i < data.length; i += 4) {
    const colour = data.slice(i, i + 3).join();
    seen[colour] = (seen[colour] ?? 0) + 1;
  }
  return seen;
}"""


def test_in_high_contrast_the_probability_its_interval_and_no_false_bar_are_drawn(bench):
    sij = ["sij_distraction", "sij_thigh_thrust", "sij_compression", "sij_sacral_thrust"]
    case = Case(present=sij, absent=["faber_test"], setting="pain_clinic", age=44)
    x = bench(case, forced_colors="active")
    bar = x.screen.locator(".heat .lead .bar")
    seen = x.page.evaluate(COLOURS, base64.b64encode(bar.screenshot()).decode())
    assert sum(count > 40 for count in seen.values()) >= 3  # ground, bar and interval
    gap = x.screen.locator(".heat tbody .o").first
    colours = gap.evaluate(
        "e => [getComputedStyle(e).borderLeftColor, getComputedStyle(document.body).backgroundColor]"
    )
    assert colours[0] in (colours[1], "rgb(255, 255, 255)")


WORDS = """(e) => {
  const range = document.createRange();
  range.selectNodeContents(e);
  const { x, y, width, height } = range.getClientRects()[0];
  return [x + width / 2, y + height / 2];
}"""


def press(x, label):
    """Click the words of a label, as a hand does: not its box, and with the whole mouse."""
    x.page.mouse.click(*label.evaluate(WORDS))


def test_the_words_of_a_label_do_what_its_box_does_and_the_panel_stays(bench):
    x = bench(Case(setting="pain_clinic"))
    x.page.get_by_label("The patient", exact=True).click()
    age = x.page.locator(".form label", has_text="Age").first
    press(x, age)
    assert x.page.evaluate("document.activeElement.dataset.key") == "age"
    x.page.keyboard.type("61")
    press(x, x.page.locator(".form label", has_text="Weight").first)
    x.settle()
    assert x.case.age == 61 and age.is_visible()
    x.page.keyboard.press("Escape")
    x.page.get_by_label("Before an injection").first.click()
    x.page.get_by_placeholder("Find a precaution or drug").fill("apixaban")
    press(x, x.page.locator("details[open] .panel p").first)  # words that do nothing
    drug = x.page.locator(".facts label")
    press(x, drug.locator("span"))
    x.settle()
    assert x.case.precautions == ("factor_xa_oral",) and drug.is_visible()


def test_enter_takes_the_one_precaution_of_that_name_and_leaves_it_taken(bench):
    x = bench(Case(setting="pain_clinic"))
    x.page.get_by_label("Before an injection").first.click()
    field = x.page.get_by_placeholder("Find a precaution or drug")
    for _ in range(2):
        field.fill("apixaban")
        field.press("Enter")
        x.settle()
        assert x.case.precautions == ("factor_xa_oral",)
    field.fill("a")
    field.press("Enter")
    assert x.page.evaluate("document.activeElement.type") == "checkbox"
    assert x.case.precautions == ("factor_xa_oral",)


@pytest.mark.parametrize("width", [1100, 1280, 1440])
def test_no_panel_runs_out_of_the_screen(bench, width):
    taken = ["factor_xa_oral", "anticoagulant_intermediate_risk", "diabetes_poor_control"]
    x = bench(Case(setting="pain_clinic", age=61, precautions=taken), width=width)
    for name in ("The patient", "Before an injection"):
        x.page.get_by_label(name, exact=True).first.click()
        box = x.page.locator("details[open] .panel").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        x.page.keyboard.press("Escape")
