"""A letter as a whole: what a clinician is offered, and that it never stumbles."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gluteal
from gluteal.letters import MAX_LETTERS, LetterError, read_letter

LETTER = """Dear colleague,

Thank you for seeing this 52-year-old teacher with an 8-month history of right-sided buttock pain
radiating to the posterior thigh but not below the knee. It is aggravated by prolonged sitting and
eased by lying down. She denies numbness, tingling or weakness. No bladder or bowel symptoms, no
saddle anaesthesia. No fever, chills or weight loss. Her mother has ankylosing spondylitis.

On examination FABER was positive with posterior pain. Thigh thrust and Gaenslen tests were
positive, while distraction and compression were negative. Power 5/5, sensation and reflexes were
normal. The slump test could not be done. If she develops fever she should return.
"""
KNEE = {"pain_posterior_thigh": "present", "pain_below_knee": "absent"}
WANTED = {
    **KNEE,
    "worse_sitting": "present",
    "relieved_lying": "present",
    "numbness_or_tingling": "absent",
    "bladder_or_bowel_dysfunction": "absent",
    "saddle_anaesthesia": "absent",
    "unexplained_weight_loss": "absent",
    "family_history_spondyloarthritis": "present",
    "faber_posterior_pain": "present",
    "sij_thigh_thrust": "present",
    "sij_gaenslen": "present",
    "sij_distraction": "absent",
    "sij_compression": "absent",
    "myotomal_weakness": "absent",
    "dermatomal_sensory_loss": "absent",
    "reflex_loss": "absent",
    "slump_test": "uncertain",
}


def test_a_letter_gives_its_findings_and_no_others():
    found = read_letter(LETTER)
    found = found[found["finding"] != ""]
    states = found.groupby("finding")["state"].agg(set).to_dict()
    assert states.pop("fever_or_systemically_unwell") == {"absent", "uncertain"}  # said twice
    assert states == {finding: {state} for finding, state in WANTED.items()}


def test_age_sex_side_and_duration_are_fields_of_their_own():
    found = read_letter(LETTER)
    fields = found[found["field"] != ""].set_index("field")["value"].to_dict()
    assert fields == {"age": 52, "sex": "female", "side": "right", "duration_weeks": 34.7}


def test_rows_come_in_the_order_of_the_text_with_label_sentence_and_reason(kb):
    found = read_letter(LETTER, kb)
    assert found["start"].is_monotonic_increasing
    row = found.set_index("finding").loc["sij_distraction"]
    assert row["label"] == kb.label("sij_distraction")
    assert row["phrase"] == "distraction" and "negative" in row["why"]
    assert row["sentence"].startswith("Thigh thrust") and row["sentence"].endswith("negative.")


def test_the_candidates_fit_a_case_once_confirmed(kb):
    found = read_letter(LETTER, kb)
    marks = found[(found["finding"] != "") & (found["finding"] != "fever_or_systemically_unwell")]
    case = gluteal.Case(
        present=list(marks.loc[marks["state"] == "present", "finding"]),
        absent=list(marks.loc[marks["state"] == "absent", "finding"].unique()),
        **found[found["field"] != ""].set_index("field")["value"].to_dict(),
    )
    assert len(gluteal.differential(case, kb))


def test_an_empty_letter_has_no_rows_and_all_columns():
    found = read_letter("  \n ")
    assert len(found) == 0 and list(found) == list(read_letter(LETTER))


@pytest.mark.parametrize("text", [None, 7, b"FABER positive", ["FABER positive"]])
def test_what_is_no_text_is_refused(text):
    with pytest.raises(LetterError, match="must be text"):
        read_letter(text)


def test_a_letter_that_is_too_long_is_refused_with_the_limit():
    with pytest.raises(LetterError, match="100,000"):
        read_letter("x" * (MAX_LETTERS + 1))


def test_a_broken_character_is_refused_with_its_place():
    with pytest.raises(LetterError, match="character 7 "):
        read_letter("FABER \ud800 positive")


HOSTILE = [
    "no " * 33_000,
    "pain " * 20_000,
    "worse sitting " * 7_000,
    "x" * MAX_LETTERS,
    "?" * MAX_LETTERS,
    "38-year-old " * 8_000,
    "for 6 months " * 7_500,
    "right right " * 8_000,
    "1 " * 50_000,
    "\n" * MAX_LETTERS,
    " " * MAX_LETTERS,
    "a-" * 50_000,
    "began " * 16_000,
    "SIJ injection: " + "9" * 9_000 + " % relief",
    "Power \u00b2 out of 5, \u0663-year-old, for \u0663 months",
    "\x00\ufeff\u202e<script>alert(1)</script> FABER positive",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_text_is_read_like_any_other(text):
    found = read_letter(text)
    assert [text[a:b] for a, b in zip(found["start"], found["end"])] == list(found["phrase"])


WORDS = (
    "no not pain worse sitting FABER positive negative SLR , . ; ( left 38-year-old but ? \n".split(
        " "
    )
)


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)))
@settings(max_examples=300)
def test_every_phrase_is_where_it_says(text):
    found = read_letter(text)
    for row in found.itertuples():
        assert text[row.start : row.end] == row.phrase != ""
        assert row.phrase in row.sentence
        assert (row.finding == "") != (row.field == "")
        assert row.state in (("present", "absent", "uncertain") if row.finding else ("",))


def test_the_text_alone_decides(kb):
    again = read_letter(LETTER, kb)
    assert again.equals(read_letter(LETTER, kb))
    assert json.dumps(again.to_dict("records"))


def test_a_folder_without_phrases_reads_by_the_names_alone(folder: Path):
    (folder / "phrases.csv").unlink()
    found = read_letter("Worse on stairs. FABER positive.", gluteal.load(folder))
    assert list(found["finding"]) == ["worse_stairs"]


def test_a_phrase_for_a_finding_that_is_not_there_is_reported(folder: Path):
    with (folder / "phrases.csv").open("a", encoding="utf-8") as file:
        file.write("sore elbow,elbow_pain,present\nsore knee,leg_pain,perhaps\n")
    with pytest.raises(gluteal.KnowledgeError) as caught:
        gluteal.load(folder)
    said = caught.value.problems.set_index("value")
    assert set(said["file"]) == {"phrases.csv"} and {"elbow_pain", "perhaps"} <= set(said.index)


def test_a_long_s_in_a_count_is_an_s():
    found = read_letter("Pain for \u017fix weeks, and for \u017feven months.")
    assert sorted(found.loc[found["field"] == "duration_weeks", "value"]) == [6.0, 30.3]


def test_one_endless_sentence_shows_only_what_stands_around_each_phrase():
    found = read_letter("SLR " * 20_000)
    assert len(found) == 20_000 and found["sentence"].str.len().max() <= 1_010
    assert all(p in s for p, s in zip(found["phrase"], found["sentence"]))
