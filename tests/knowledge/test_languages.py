"""A language changes words and the look of numbers; what is stale or broken is told."""

import csv
import io
import json
import pickle
import shutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gluteal
from gluteal.knowledge import KnowledgeError, Language, data_folder, language_codes
from gluteal.knowledge.checks.languages import braces, problems
from gluteal.knowledge.languages import texts_of
from gluteal.knowledge.reader import contents

OTHERS = language_codes()[1:]
LABELS = {"causes": ("label", "short", "group"), "findings": ("label", "short", "synonyms")}
CASE = gluteal.Case(present=["pain_over_sij", "sij_thigh_thrust"], age=44, setting="pain_clinic")


@pytest.fixture(scope="module", params=OTHERS)
def spoken(request):
    return gluteal.load(language=request.param)


@pytest.fixture
def own(tmp_path):
    return shutil.copytree(data_folder(), tmp_path / "data")


def rows_of(folder):
    text = (folder / "languages/de/labels.csv").read_text("utf-8")
    return list(csv.reader(io.StringIO(text)))


def write(folder, rows):
    with (folder / "languages/de/labels.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def told(folder):
    with pytest.raises(KnowledgeError) as raised:
        gluteal.load(folder, language="de")
    return raised.value.problems


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_no_problem_and_its_labels_are_sorted(code):
    raw, unread = texts_of(data_folder(), code)
    assert problems(code, raw, contents(data_folder())[0], unread).empty
    rows = [row[:3] for row in csv.reader(io.StringIO(raw["labels.csv"].decode()))][1:]
    assert rows == sorted(rows)


@pytest.mark.parametrize("code", OTHERS)
def test_no_label_of_a_cause_or_finding_is_missing(code, spoken):
    for table, columns in LABELS.items():
        for column in columns:
            texts = spoken.language.labels[table, column]
            english = getattr(spoken.english, table)[column]
            assert set(english[english != ""].index) - set(texts) == set(), (table, column)


def test_every_flag_and_injection_is_named_and_every_step_told(spoken):
    labels = spoken.language.labels
    for table, columns in (
        ("red_flags", ("label", "headline", "steps", "action")),
        ("injections", ("label",)),
    ):
        for column in columns:
            assert set(labels[table, column]) == set(getattr(spoken, table).index)


def test_a_machine_made_language_says_so():
    raw, _ = texts_of(data_folder(), "de")
    said = json.loads(raw["language.json"])
    assert said["made"] == "machine-made" and said["reviewed"] is False
    assert "maschinell" in said["note"].lower() and "geprüft" in said["note"]


def test_numbers_ids_version_and_digest_are_those_of_the_english_tables(spoken, kb):
    assert (spoken.digest, spoken.version) == (kb.digest, kb.version)
    ours, theirs = gluteal.differential(CASE, kb), gluteal.differential(CASE, spoken)
    assert list(ours.index) == list(theirs.index)
    np.testing.assert_array_equal(
        ours.select_dtypes("number").to_numpy(), theirs.select_dtypes("number").to_numpy()
    )
    options = [gluteal.injections(CASE, k)[["zone", "probability", "cause"]] for k in (kb, spoken)]
    assert options[0].equals(options[1])
    flagged = gluteal.Case(present=["saddle_anaesthesia"])
    assert list(gluteal.red_flags(flagged, kb).index) == list(
        gluteal.red_flags(flagged, spoken).index
    )


def test_the_tables_keep_their_language_on_the_way_to_another_process(spoken):
    there = pickle.loads(pickle.dumps(spoken))
    assert there.language == spoken.language and there.causes.equals(spoken.causes)
    assert there.english.language.code == "en"


def test_german_labels_are_german(kb):
    german = gluteal.load(language="de")
    assert german.label("sacroiliac_joint_pain") == "Dysfunktion des Iliosakralgelenks"
    assert german.causes.index.equals(kb.causes.index)
    assert german is gluteal.load(language="de")


def test_an_unknown_language_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="language == 'xx', must be one of en, de"):
        gluteal.load(language="xx")


def test_what_was_translated_from_a_text_that_changed_is_told(own):
    frame = (own / "findings.csv").read_text("utf-8")
    (own / "findings.csv").write_text(frame.replace(",Slump test,", ",Slump test seated,"), "utf-8")
    assert gluteal.load(own).label("slump_test") == "Slump test seated"
    (problem,) = told(own).itertuples()
    row = rows_of(own)[problem.row - 1]
    assert problem.file == "languages/de/labels.csv" and problem.column == "english"
    assert row[1] == "slump_test" and "Slump test seated" in problem.remedy


@pytest.mark.parametrize(
    ("row", "column", "remedy"),
    [
        (["findings", "no_such", "label", "a", "b"], "id", "not in findings.csv"),
        (["no_such", "slump_test", "label", "a", "b"], "table", "not a table"),
        (["findings", "slump_test", "cluster_", "a", "b"], "column", "not a text of findings"),
        (["findings", "slump_test", "prompt", "a", ""], "text", "must not be empty"),
        (["findings", "slump_test", "label", "Slump test", "x"], "id", "stands in the table"),
    ],
)
def test_a_row_that_belongs_to_nothing_is_told_with_its_place(own, row, column, remedy):
    rows = [*rows_of(own), row]
    write(own, rows)
    found = told(own)
    found = found[found["row"] == len(rows)]
    assert column in found["column"].tolist() and found["remedy"].str.contains(remedy).any()


def test_steps_of_a_flag_keep_their_number(own):
    rows = rows_of(own)
    at = next(i for i, r in enumerate(rows) if r[0] == "red_flags" and r[2] == "steps")
    rows[at][4] = "nur eins"
    write(own, rows)
    assert told(own)["remedy"].str.contains("parts joined by ';'").all()


@pytest.mark.parametrize(
    "text", ["{n} Ursachen {x}", "Ursachen", "{n", "{n:>99}", "{n.real}", "", 3]
)
def test_a_phrase_that_loses_or_gains_a_brace_is_told(own, text):
    path = own / "languages/de/screen.json"
    said = json.loads(path.read_text("utf-8"))
    said["{n} other causes"] = text
    path.write_text(json.dumps(said), "utf-8")
    (problem,) = told(own).itertuples()
    assert problem.file == "languages/de/screen.json" and problem.row


@pytest.mark.parametrize("name", ["language.json", "labels.csv", "screen.json"])
@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b"nothing", b'{"a": 1}'])
def test_a_file_that_cannot_be_read_is_told(own, name, content):
    (own / "languages/de" / name).write_bytes(content)
    assert f"languages/de/{name}" in told(own)["file"].tolist()


def test_a_language_of_a_folder_of_ones_own_stays_within_it(own, tmp_path):
    path = own / "languages/de/screen.json"
    shutil.move(path, tmp_path / "elsewhere.json")
    path.symlink_to(tmp_path / "elsewhere.json")
    assert told(own)["remedy"].str.contains("leads out of the folder").any()


def test_tables_without_a_language_of_their_own_borrow_ours_where_it_fits(own):
    shutil.rmtree(own / "languages")
    frame = (own / "findings.csv").read_text("utf-8")
    (own / "findings.csv").write_text(frame.replace(",Slump test,", ",Slump test seated,"), "utf-8")
    german = gluteal.load(own, language="de")
    assert german.label("slump_test") == "Slump test seated"
    assert german.label("fair_test") == "FAIR-Test: Gesäßschmerz"


NAMES = st.sampled_from(["n", "all", "p"])
PIECES = st.one_of(st.text("abc äß.%", max_size=5), NAMES.map("{{{}}}".format))


@given(st.lists(PIECES, max_size=6).map("".join))
def test_a_text_is_filled_in_whatever_its_words_are(text):
    values = {"n": 1, "all": "x", "p": "0,5"}
    said = Language("xx", phrases={"key": text}).say("key", **values)
    assert said == text.format(**values) and braces(text) <= set(values)
