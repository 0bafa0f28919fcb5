"""A letter as the page gets it back."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gluteal
from gluteal.letters import MAX_LETTERS, MEASURED
from gluteal.letters.tokens import root
from gluteal.widgets.catalogue import catalogue
from gluteal.widgets.letter_view import letter, quality

KB = gluteal.load()
ROOT = Path(__file__).parents[2]
PARTS = ["No fever. ", "Fever. ", "Worse on sitting. ", "FABER done. ", "\U0001f600", "A man of 44. ", "\u202e", "\r\n"]  # fmt: skip


def states(text):
    return {row["key"]: row["state"] for row in letter(text, KB)["rows"]}


def test_a_finding_has_one_row_with_all_that_is_said_of_it():
    (row,) = letter("No fever. Fever in May. Possibly fever.", KB)["rows"]
    assert row["state"] == "both" and len(row["mentions"]) == 3


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("FABER was done. FABER positive.", "present"),
        ("FABER was done. FABER negative.", "absent"),
        ("FABER was done.", "uncertain"),
        ("FABER positive. Later FABER negative.", "both"),
    ],
)
def test_what_is_unclear_in_one_place_does_not_speak_against_another(text, state):
    assert states(text)["faber_test"] == state


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_places_are_those_of_the_text_in_the_page(text):
    units = text.encode("utf-16-le")
    for row in letter(text, KB)["rows"]:
        for m in row["mentions"]:
            phrase = units[2 * m["start"] : 2 * m["end"]].decode("utf-16-le")
            assert phrase and re.search("fever|sitting|faber|man|44", phrase, re.I)


def test_what_follows_from_the_age_is_read_as_age_only():
    found = states("A woman of 70, age over 50, a 70-year-old.")
    assert "age" in found and not {"age_over_50", "age_over_65", "female_sex"} & set(found)


def test_every_finding_that_is_read_can_be_marked_on_the_page():
    known = {f["id"] for f in catalogue(KB)["findings"]}
    texts = " ".join(f"{p}." for p in KB.phrases["phrase"])[:MAX_LETTERS]
    read = {row["key"] for row in letter(texts, KB)["rows"] if row["state"]}
    assert len(read) > 50 and read <= known


def test_no_word_of_the_letter_goes_back_to_the_pages():
    answer = json.dumps(letter("Zaphod Quillfeather, a 44-year-old man, has no fever.", KB))
    assert "Zaphod" not in answer and "Quillfeather" not in answer


def test_no_word_of_a_letter_stays_in_python():
    letter("Zaphod Quillfeather has no fever.", KB)
    assert root.cache_info().currsize == 0


def test_an_age_stays_a_number_beside_findings_that_have_none():
    rows = {row["key"]: row for row in letter("A man of 44. 44-year-old, no fever.", KB)["rows"]}
    assert rows["age"]["value"] == 44 and rows["age"]["said"] == "44"
    assert rows["fever_or_systemically_unwell"]["value"] is None


def test_the_measured_figures_are_those_of_the_documents():
    said = quality(KB)
    assert all(f"{100 * share:.0f}" in said for share in MEASURED[1:])
    assert catalogue(KB)["letter_quality"] == said
    safety = (ROOT / "SAFETY.md").read_text("utf-8")
    assert f"({MEASURED.unseen_precision:.2f})" in safety
    assert f"({MEASURED.unseen_recall:.2f})" in safety
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"precision is {MEASURED.precision:.2f} and recall {MEASURED.recall:.2f}" in changes
