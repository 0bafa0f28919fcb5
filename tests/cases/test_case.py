"""A case: frozen, checked against the tables, and a file that survives whatever happens to it."""

import copy
import dataclasses
import json
import os
import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gluteal import Case, CaseError, UnknownFindingError
from gluteal.cases import migrated
from gluteal.knowledge import SETTINGS, TOPICS

FULL = Case(
    present=["sij_thigh_thrust", "pain_over_sij"],
    absent=["fever_or_systemically_unwell"],
    paused=["pain_over_sij"],
    setting="pain_clinic",
    age=44,
    sex="female",
    side="right",
    severity=6.5,
    duration_weeks=20,
    conservative_weeks=0,
    weight_kg=61,
    precautions=["bleeding_disorder"],
    screened=["allergy"],
    cleared={"flag:mass": "known lipoma, unchanged for years"},
    anaesthetic_mg={"lidocaine": 20},
)
word = st.text(min_size=1, max_size=30)
weeks = st.none() | st.floats(0, 6000)
key = st.builds("{}:{}".format, st.sampled_from(["flag", "precaution", "exception"]), word)


@st.composite
def cases(draw):
    marks = draw(st.lists(word, unique=True, max_size=8))
    cut = draw(st.integers(0, len(marks)))
    return Case(
        present=marks[:cut],
        absent=marks[cut:],
        paused=marks[::2],
        setting=draw(st.sampled_from([*SETTINGS, "equal"])),
        age=draw(st.none() | st.integers(0, 120)),
        sex=draw(st.sampled_from(["female", "male", None])),
        side=draw(st.sampled_from(["left", "right", "both", None])),
        severity=draw(st.none() | st.floats(0, 10)),
        duration_weeks=draw(weeks),
        conservative_weeks=draw(weeks),
        weight_kg=draw(st.none() | st.floats(1, 400)),
        precautions=draw(st.lists(word, max_size=4)),
        screened=draw(st.lists(st.sampled_from(TOPICS))),
        cleared=draw(st.dictionaries(key, word.filter(str.strip), max_size=4)),
        anaesthetic_mg=draw(st.dictionaries(word, st.floats(0, 10_000), max_size=4)),
    )


def saved(fields, **changes):
    """Text of a case file with these fields."""
    return json.dumps({"format": "gluteal-case", "version": 2, "case": fields} | changes)


# what a file may hold instead of a whole case, and what the refusal says
BROKEN = {
    "cut off": (FULL.to_json()[:200].encode(), "damaged at line .*open an earlier copy"),
    "empty": (b"", "damaged at line 1, column 1 .*open an earlier copy"),
    "junk": (b"junk " * 2_000_000, "10000000 bytes, at most 1000000 are read"),
    "brackets": (b"[" * 200_000, "nested too deeply"),
    "not UTF-8": (b"\xff\xfe{\x00}\x00", "not UTF-8 text"),
    "newer": (saved({}, version=3).encode(), "newer gluteal .*update gluteal"),
    "no version": (saved({}, version=None).encode(), "version == None, must be"),
    "another format": (saved({}, format="ipynb").encode(), "format is not 'gluteal-case'"),
    "a list": (b"[]", "not a saved case"),
    "no case": (saved(None).encode(), "holds no 'case'; open an earlier copy"),
    "not a number": (saved({"severity": float("nan")}).encode(), "NaN is not a number"),
    "infinite": (saved({"age": "@"}).replace('"@"', "1e999").encode(), "age == inf, must be"),
    "huge": (saved({"severity": 10**400}).encode(), "must be a number"),
    "endless": (saved({"age": "@"}).replace('"@"', "9" * 5000).encode(), "number|damaged"),
    "twice": (saved({}).replace('"case"', '"version": 2, "case"').encode(), "stands twice"),
    "unknown field": (saved({"name": "A. Smith"}).encode(), "unknown field 'name'; fields are"),
}


def test_a_case_is_frozen_down_to_its_mappings_and_lists():
    marks = ["faber_test"]
    case = Case(present=marks, cleared={"flag:mass": "lipoma"})
    marks.append("fair_test")
    assert case.present == ("faber_test",)
    with pytest.raises(dataclasses.FrozenInstanceError):
        case.age = 50
    with pytest.raises(TypeError):
        case.cleared["flag:vascular"] = "no"


@pytest.mark.parametrize(
    ("field", "value", "near"),
    [
        ("present", ["sij_thigh_trust"], "sij_thigh_thrust"),
        ("absent", ["faber_tset"], "faber_test"),
        ("paused", ["slump_tests"], "slump_test"),
        ("precautions", ["bleeding_disorders"], "bleeding_disorder"),
        ("cleared", {"flag:cauda_equine": "MRI normal"}, "flag:cauda_equina"),
        ("anaesthetic_mg", {"lidocain": 20}, "lidocaine"),
    ],
)
def test_unknown_id_is_refused_with_the_nearest_one(kb, field, value, near):
    with pytest.raises(UnknownFindingError, match=f"^{field} has .*did you mean .*{near}"):
        Case(**{field: value}).check(kb)


@pytest.mark.parametrize("bare", ["pregnancy", "flags:pregnancy", "flag:", ":pregnancy", "flag"])
def test_what_is_settled_without_its_kind_is_refused_and_told_how_to_write_it(bare):
    with pytest.raises(CaseError, match="must name its kind: 'flag:.*' or 'precaution:.*'"):
        Case(cleared={bare: "test negative"})


def test_an_id_of_another_kind_is_refused_with_its_own_kind(kb):
    with pytest.raises(UnknownFindingError, match="did you mean .*exception:large_bursa"):
        Case(cleared={"flag:large_bursa": "40 mL"}).check(kb)


# written by 0.1.0, whose ids named no kind
OLD = """{
 "format": "gluteal-case",
 "version": 1,
 "case": {
  "present": ["pregnancy_or_postpartum", "myotomal_weakness"],
  "setting": "pain_clinic",
  "cleared": {
   "pregnancy": "birth was 11 months ago",
   "open_neurology": "old foot drop, known since 2011",
   "severe_radicular_pain": "9/10",
   "no_such_id": "whatever"
  }
 }
}
"""


def test_an_old_file_settles_the_flag_only_and_says_what_is_open_again(tmp_path):
    path = tmp_path / "case.json"
    path.write_text(OLD)
    assert dict(Case.open(path).cleared) == {
        "flag:pregnancy": "birth was 11 months ago",
        "precaution:open_neurology": "old foot drop, known since 2011",
        "exception:severe_radicular_pain": "9/10",
        "flag:no_such_id": "whatever",
    }
    (note,) = migrated(OLD)[1]
    assert "settles the red flag \u201cPregnant or within 12 months of birth\u201d only" in note
    assert "Open again: the precaution \u201cPregnant or possibly pregnant\u201d" in note
    again = Case.open(path).to_json()
    assert migrated(again)[1] == () and Case.from_json(again) == Case.open(path)


def test_an_old_file_without_reasons_is_read_as_it_was_and_says_nothing():
    old = json.dumps({"format": "gluteal-case", "version": 1, "case": {"age": 44}})
    assert Case.from_json(old) == Case(age=44) and migrated(old)[1] == ()


def test_finding_marked_present_and_absent_is_refused():
    with pytest.raises(CaseError, match="faber_test is marked present and absent; keep one"):
        Case(present=["faber_test"], absent=["fair_test", "faber_test"])


@pytest.mark.parametrize(
    ("age", "given"),
    [
        (44, {"age_under_45"}),
        (45, set()),
        (50, set()),
        (51, {"age_over_50"}),
        (65, {"age_over_50"}),
        (66, {"age_over_50", "age_over_65"}),
    ],
)
def test_age_says_of_each_age_finding_whether_it_is_present(kb, age, given):
    present, absent = Case(age=age).marks(kb)
    assert present == given
    assert absent == {"age_under_45", "age_over_50", "age_over_65"} - given


@pytest.mark.parametrize(
    ("weeks", "given"),
    [
        (0, {"duration_under_6_weeks"}),
        (5.5, {"duration_under_6_weeks"}),
        (6, set()),
        (12.9, set()),
        (13, {"duration_over_12_weeks"}),
        (520, {"duration_over_12_weeks"}),
    ],
)
def test_the_duration_says_of_each_of_its_findings_whether_it_is_present(kb, weeks, given):
    present, absent = Case(duration_weeks=weeks).marks(kb)
    assert present == given
    assert absent == {"duration_under_6_weeks", "duration_over_12_weeks"} - given


@pytest.mark.parametrize(
    "fields",
    [
        {"duration_weeks": 2, "present": ["duration_over_12_weeks"]},
        {"present": ["course_better", "course_worse"]},
        {"age": 70, "present": ["age_under_45"]},
        {"age": 30, "absent": ["age_under_45"]},
        {"sex": "male", "present": ["female_sex"]},
        {"sex": "female", "absent": ["female_sex"]},
        {"present": ["sudden_onset", "insidious_onset"]},
        {"present": ["age_under_45", "age_over_50"]},
        {"present": ["age_over_65"], "absent": ["age_over_50"]},
    ],
)
def test_marks_that_contradict_age_sex_or_each_other_are_refused(kb, fields):
    with pytest.raises(CaseError, match="change one"):
        Case(**fields).check(kb)


def test_paused_finding_must_be_marked_and_then_counts_for_safety_only(kb):
    FULL.check(kb)
    with pytest.raises(CaseError, match="paused has 'fair_test', which is not marked; mark it"):
        Case(present=["faber_test"], paused=["fair_test"]).check(kb)
    assert "pain_over_sij" not in FULL.marks(kb)[0]
    assert "pain_over_sij" in FULL.facts(kb)[0]


def test_new_mark_replaces_its_opposite_and_keeps_the_rest():
    case = FULL.with_marks(present=["fever_or_systemically_unwell"], absent=["sij_thigh_thrust"])
    assert case.present == ("pain_over_sij", "fever_or_systemically_unwell")
    assert case.absent == ("sij_thigh_thrust",)
    assert dataclasses.replace(case, present=FULL.present, absent=FULL.absent) == FULL


@pytest.mark.parametrize("changes", [{"present": "faber_test"}, {"presnet": ["faber_test"]}])
def test_marks_that_cannot_be_meant_are_refused_not_dropped(changes):
    with pytest.raises((CaseError, TypeError)):
        Case().with_marks(**changes)


@given(cases())
def test_case_comes_back_from_its_text_as_it_was(case):
    assert Case.from_json(case.to_json()) == case
    assert hash(Case.from_json(case.to_json())) == hash(case)


@settings(max_examples=40)
@given(cases())
def test_case_can_be_pickled_and_copied(case):
    for twin in (pickle.loads(pickle.dumps(case)), copy.copy(case), copy.deepcopy(case)):
        assert twin == case and twin.to_json() == case.to_json()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"severity": 6}, {"severity": 6.0}),
        (
            {"cleared": {"flag:mass": "a", "flag:visceral": "b"}},
            {"cleared": {"flag:visceral": "b", "flag:mass": "a"}},
        ),
    ],
)
def test_equal_cases_have_equal_hashes(one, other):
    assert Case(**one) == Case(**other)
    assert hash(Case(**one)) == hash(Case(**other))


@pytest.mark.parametrize(
    "field", ["age", "sex", "side", "setting", "severity", "duration_weeks", "weight_kg"]
)
@pytest.mark.parametrize("missing", [pd.NA, np.nan, pd.NaT], ids=["NA", "nan", "NaT"])
def test_missing_value_out_of_a_data_frame_is_refused_and_left_out_instead(field, missing):
    with pytest.raises(CaseError, match=f"^{field} == .*; leave it out if it is not known"):
        Case(**{field: missing})


@pytest.mark.parametrize("fields", [{"severity": np.float64(6)}, {"age": np.int64(44)}])
def test_numbers_out_of_a_data_frame_are_numbers(fields):
    case = Case(**fields)
    assert Case.from_json(case.to_json()) == case


def test_saved_case_is_opened_as_it_was_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "case.json"
    assert FULL.save(path) == path
    assert Case.open(path) == FULL
    assert [p.name for p in tmp_path.iterdir()] == ["case.json"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_failed_write_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch, step):
    path = Case(age=30).save(tmp_path / "case.json")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match="No space left"):
        FULL.save(path)
    assert Case.open(path) == Case(age=30)
    assert [p.name for p in tmp_path.iterdir()] == ["case.json"]


@pytest.mark.parametrize(
    "reason", ["x" * 1_100_000, "half of a pair: \ud83d"], ids=["long", "half"]
)
def test_case_that_could_not_be_opened_again_is_refused_before_it_is_saved(tmp_path, reason):
    path = Case(age=30).save(tmp_path / "case.json")
    try:
        case = Case(cleared={"flag:mass": reason})
        case.save(path)
    except CaseError:
        assert Case.open(path) == Case(age=30)
    else:
        assert Case.open(path) == case


@pytest.mark.parametrize("broken", BROKEN)
def test_file_that_is_not_a_whole_case_is_refused_and_named(tmp_path, broken):
    content, says = BROKEN[broken]
    path = tmp_path / "case.json"
    path.write_bytes(content)
    with pytest.raises(CaseError, match=f"case.json: .*{says}"):
        Case.open(path)


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_path_that_is_no_file_is_refused(tmp_path, name):
    with pytest.raises(CaseError, match="cannot be read .*check the path"):
        Case.open(tmp_path / name)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("present", "faber_test"),
        ("absent", {"faber_test": True}),
        ("paused", [["faber_test"]]),
        ("precautions", None),
        ("screened", ["everything"]),
        ("cleared", ["flag:mass"]),
        ("cleared", {"flag:mass": " "}),
        ("cleared", {"mass": "lipoma"}),
        ("anaesthetic_mg", {"lidocaine": "20"}),
        ("anaesthetic_mg", {"lidocaine": 10**400}),
        ("setting", "pain clinic"),
        ("age", "44"),
        ("age", 44.5),
        ("severity", True),
        ("severity", 10.1),
        ("weight_kg", 0),
        ("sex", 1),
        ("side", []),
    ],
)
def test_field_of_the_wrong_kind_is_refused_by_name(field, value):
    with pytest.raises(CaseError, match=f"^{field}"):
        Case.from_json(saved({field: value}))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from([f.name for f in dataclasses.fields(Case)]), anything),
    st.sampled_from([1, 2]),
)
def test_whatever_a_file_holds_it_is_a_case_or_a_case_error(fields, version):
    try:
        assert isinstance(Case.from_json(saved(fields, version=version)), Case)
    except CaseError as error:
        assert str(error)


def test_a_field_that_stands_twice_among_thousands_is_found_at_once_and_named():
    text = "{" + "".join(f'"{i}": 0, ' for i in range(60_000)) + '"z": 0, "z": 1}'
    with pytest.raises(CaseError, match="'z' stands twice"):
        Case.from_json(text)


@pytest.mark.parametrize("given", [10**5000, [[[[0] * 1000]]]], ids=["huge", "nested"])
def test_what_is_no_id_is_quoted_in_a_line(given):
    with pytest.raises(CaseError) as caught:
        Case(present=[given])
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("version", ["9" * 4000, "[" * 300 + "]" * 300])
def test_a_version_that_is_none_is_quoted_in_a_line(version):
    with pytest.raises(CaseError) as caught:
        Case.from_json(f'{{"format": "gluteal-case", "version": {version}, "case": {{}}}}')
    assert len(str(caught.value)) < 200
