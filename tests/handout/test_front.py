"""The one page and the letter: one sheet of paper, a dozen lines, and nothing that does not hold."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from patients import BUSY, RED, SIJ

import gluteal
from gluteal import care
from gluteal.figures import two_digits
from gluteal.handout import report
from gluteal.handout.facts import facts_of
from gluteal.handout.names import short_name

KB, DAY = gluteal.load(), date(2026, 11, 22)


def page(case, row=None, **more):
    return report(case, KB, teaching=row, made=DAY, **more)


def words(result):
    body = result.html[result.html.index("<main") :]
    return " ".join(unescape(re.sub("<[^>]+>", " ", body)).split())


def lesson(name):
    row = KB.cases.loc[name]
    return gluteal.Case(present=row["present"], absent=row["absent"], setting=row["setting"]), row


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
    "typical": (SIJ, None),
    "busy": (BUSY, None),
    "immediate": (RED, None),
    "same day": (FEVER, None),
    "child": (BOY, None),
    "little": (LITTLE, None),
    "empty": (gluteal.Case(), None),
}
ALL = [*EXAMPLES, *KB.cases.index]
PROBABILITY = re.compile(r"\b[01]\.\d\d\b")


def example(name):
    return EXAMPLES.get(name) or lesson(name)


@pytest.mark.parametrize("name", ALL)
def test_the_page_lists_every_source_that_it_cites_by_its_name(name):
    html = page(*example(name)).html
    ids = [int(n) for n in re.findall(r'<span id="s(\d+)"', html)]
    assert {int(n) for n in re.findall(r'href="#s(\d+)"', html)} <= set(ids)
    assert ids == list(range(1, len(ids) + 1))
    behind = page(*example(name), full=True).html.split('<div class="behind">')
    assert re.sub(r' id="s\d+"', "", html).startswith(behind[0][: behind[0].index("<main")])
    assert behind[0].split("<main")[1] in re.sub(r'(<span) id="s\d+"', r"\1", html)


@pytest.mark.parametrize("name", ALL)
def test_a_letter_has_a_dozen_lines_in_plain_words(name):
    text = page(*example(name)).text
    assert len(text.splitlines()) <= 12
    assert not re.search(r"deciban|if present|HELD|\w_\w|\.\.|\?\.|;\.|<(?!0\.01)", text)
    assert not re.search(r"diagnosis( is|:)|diagnosed", text)
    # nothing is said twice, a red flag and its place in the marks apart
    told = [s for line in text.splitlines() for s in line.split(". ") if len(s) > 40]
    assert len(told) == len(set(told))


def test_a_letter_says_the_likeliest_causes_and_one_clause_for_each_hold():
    text = page(replace(SIJ, side="left")).text
    row = gluteal.differential(SIJ, KB).iloc[0]
    assert f"The findings suggest, with their probabilities: {KB.label(row.name)} " in text
    assert two_digits(row["probability"]) in text and "left side" in text
    assert "for 20 weeks; 4 weeks of conservative care" in text
    assert (
        "may be considered, but is held: Conservative care 4 weeks, at least 6 weeks asked." in text
    )
    assert "To mind: " in text and "Oral factor Xa inhibitor" in text
    assert "Not asked yet: pregnancy" in text and "Care that comes first: " in text


@pytest.mark.parametrize("full", [False, True])
def test_an_immediate_flag_leaves_flags_orders_and_marks_and_nothing_else(full):
    result = page(RED, full=full)
    text = words(result)
    for said in (text, result.text):
        assert not PROBABILITY.search(said)
        for none in (
            "Staying active",
            "Injection",
            "epidural",
            "Care that comes",
            "likely",
            "Lumbar",
        ):
            assert none not in said.replace("Give no injection until", "")
        assert "cauda equina syndrome" in said and "bladder scan" in said and "4 h" in said
        assert "Saddle anaesthesia" in said and "on a diet since May" in said
    assert "\u201cseems well\u201d); an immediate flag stays open" in text
    assert "Nothing is ranked" in text and "Nothing is ranked" in result.text


@pytest.mark.parametrize("full", [False, True])
def test_a_flag_of_the_same_day_lets_care_and_injections_wait_and_marks_the_ranking(full):
    result = page(FEVER, full=full)
    assert "Which injection" not in result.html and "comes first?" not in result.html
    assert 'class="waiting"' in result.html
    assert result.html.count("and so does this ranking") == 1 + full
    assert "Injection:" not in result.text and "Care that comes first" not in result.text
    assert result.text.count("Advice and injections wait until the red flag is settled") == 1
    assert "Behind the red flag, as far as it goes, the findings suggest" in result.text
    assert "block" not in result.text.lower()


LOSS = replace(
    ROOT := gluteal.Case(
        present=["pain_below_knee", "leg_pain_worse_than_back", "straight_leg_raise"]
        + ["mri_root_compression", "dermatomal_sensory_loss"],
        setting="pain_clinic",
        age=44,
        sex="male",
        side="left",
        conservative_weeks=14,
    ),
    present=[*ROOT.present, "unexplained_weight_loss"],
)


@pytest.mark.parametrize("full", [False, True])
def test_any_flag_that_holds_injections_comes_first_and_keeps_advice_behind_it(full):
    result = page(LOSS, full=full)
    for said in (words(result), result.text):
        assert said.count("Advice and injections wait until the red flag is settled") == 1
        assert said.index("weight loss: possible") < said.index("Advice and injections wait")
        for early in ("Staying active", "6 weeks", "epidural", "may be considered"):
            assert early not in said
    closed = page(replace(LOSS, cleared={"flag:weight_loss": "on a diet"}), full=full)
    assert "Staying active" in closed.text and "epidural" in closed.text


def test_the_letter_says_what_the_evidence_for_this_cause_shows_and_who_must_agree():
    (line,) = [x for x in page(ROOT).text.splitlines() if x.startswith("Injection:")]
    assert "Evidence for this cause: grade B, trials conflict." in line and "Which level?" in line
    taking = replace(ROOT, precautions=["factor_xa_oral"])
    held = page(taking).text
    assert "is held: Oral factor Xa inhibitor (intermediate-risk procedure)" in held
    stated = replace(taking, cleared={"drug:factor_xa_oral": "Dr A, last dose 28 April"})
    text = page(stated).text
    assert "nothing known holds it" in text
    assert "prescriber agreed, last dose known: Dr A, last dose 28 April" in text


def test_the_page_of_stenosis_cites_the_trials_of_stenosis():
    marks = "worse_walking relieved_sitting_or_flexion worse_standing pain_bilateral"
    case = gluteal.Case(
        [*marks.split(), "pain_posterior_thigh", "mri_central_stenosis"],
        setting="pain_clinic",
        age=72,
        sex="male",
        conservative_weeks=14,
    )
    text = words(page(case))
    assert "for this cause grade B of A to D, trials show no benefit over control" in text
    assert "Friedly" in text and "Ghahreman" not in text


@pytest.mark.parametrize("full", [False, True])
def test_under_eighteen_the_tables_are_for_adults_and_nothing_is_ranked(full):
    result = page(BOY, full=full)
    assert "The tables are for adults" in words(result).split("Boy, 9")[0]
    assert "The tables are for adults" in result.text.splitlines()[1]
    for said in (words(result), result.text):
        assert (
            not PROBABILITY.search(said) and "labral" not in said and "Which injection" not in said
        )
    assert "right side" in result.text and "Pain in the groin" in words(result)


def test_the_letter_says_what_was_asked_and_what_not_in_one_line():
    asked = gluteal.Case(absent=["major_trauma", "saddle_anaesthesia", "history_of_cancer"])
    assert "Red flags: none of the 3 asked is present; 9 not asked.\n" in page(asked).text
    found = replace(asked, present=("bone_fragility_risk",))
    assert "4 of 12 questions asked; present: " in page(found).text
    assert "Red flags: none of the 12 questions was asked.\n" in page(LITTLE).text


def test_what_was_left_out_of_a_case_stands_below_the_marks():
    said = "The finding si_distraction is not in the tables"
    result = page(SIJ, notes=[said, " "])
    assert f"Left out: {said}." in result.text and f"Left out: {said}." in words(result)
    assert "Left out" not in page(SIJ).html


def test_an_action_stands_whole_beside_its_hold_or_not_at_all():
    row = next(o for o in care.options(BUSY, KB) if o["injection"] == "sij_intraarticular")
    text, shown = words(page(BUSY)), 0
    for limit in row["limits"]:
        said = " ".join(limit.action.split())
        assert said in text or said[:40] not in text
        shown += said in text and bool(said)
    assert shown and "What to do about each limit stands in full" in text


def test_short_names_are_whole_words_and_say_when_the_year_is_not_known():
    for record in KB.records.values():
        name = short_name(record)
        year = (record.get("issued") or {}).get("date-parts", [[None]])[0][0]
        assert name.endswith(str(year) if year else "n.d.") and "..." not in name
        assert "mirror" not in name and "Author not shown" not in name
        if "\u2026" in name:
            whole = {*re.findall(r"\S+", str(record))}
            last = name.split(" \u2026")[0].split()[-1]
            assert any(last in re.sub(r"[\"'{},:;.()\[\]]", " ", w).split() for w in whole)
    assert short_name(KB.records["nice_ng65"]) == "NICE 2017"


def test_an_address_that_downloads_a_file_is_not_shown():
    for name in KB.cases.index:
        html = page(*lesson(name), full=True).html
        assert not re.search(r'href="[^"]*(download|\.zip|\.jpg|\.pdf)', html)


def test_a_letter_without_marks_and_without_a_setting_puts_no_cause_first():
    text = page(gluteal.Case()).text
    assert "every cause has the same 0.04" in text and "suggest," not in text
    assert "Little is known, so no cause leads; " in page(LITTLE).text


def test_a_needle_that_is_held_is_not_told_how_it_is_done():
    free = replace(SIJ, conservative_weeks=20, precautions=())
    assert "How:" in words(page(free)) and "How:" not in words(page(SIJ))
    assert "How:" not in page(free).text


def test_a_test_that_harms_or_pierces_is_not_proposed_while_a_red_flag_waits():
    tests = set(KB.red_flags.at["infection_systemic", "tests"].split(";"))
    assert {r["finding"] for r in facts_of(FEVER, KB).next} <= tests
