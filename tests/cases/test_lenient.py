"""A case of whatever was given: one bad entry never takes the others with it."""

import dataclasses
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gluteal
from gluteal import Case, CaseError
from gluteal.cases import RANGES, number_from_text, usable

KB = gluteal.load()
SIGN = "saddle_anaesthesia"
FIELDS = [f.name for f in dataclasses.fields(Case)]


def only(**given):
    """The case, and the one trouble of what was given."""
    case, (trouble,) = usable(given, KB)
    case.check(KB)
    return case, trouble


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("severity", 35, "Pain is 0 to 10; 35 is left out."),
        ("severity", "10,5", "Pain is 0 to 10; '10,5' is left out."),
        ("severity", True, "Pain is 0 to 10; what is there is left out."),
        ("age", "4,5", "Age is 0 to 120 whole years; '4,5' is left out."),
        ("age", 10**400, "Age is 0 to 120 whole years; what is there is left out."),
        ("duration_weeks", -1, "Duration of pain is 0 to 6000 weeks; -1 is left out."),
        ("conservative_weeks", 6001, "Conservative care is 0 to 6000 weeks; 6001 is left out."),
        ("weight_kg", 0, "Weight is 1 to 400 kg; 0 is left out."),
        ("weight_kg", "heavy", "Weight is 1 to 400 kg: 'heavy' is not a number such as "),
        ("weight_kg", "1,500", "Weight is 1 to 400 kg: '1,500' can be read in two ways; "),
        ("sex", "x", "Sex is female or male; 'x' is left out."),
        ("side", [], "Side is left, right or both; what is there is left out."),
        ("setting", "ward", "Setting is primary care, .* or equal; 'ward' is left out, and every"),
        ("present", {"a": 1}, "Findings present must be a list; what is there is left out."),
        ("screened", ["everything"], "'everything' is not a screening topic of these tables"),
        ("precautions", [3], "3 is not a precaution of these tables; it is left out."),
        ("name", "A. Smith", "'name' is not a field of a case; it is left out."),
        ("cleared", {"flag:mass": " "}, "The reason for Palpable mass.* must be in words"),
        ("cleared", {"flag:mas": "old"}, "'flag:mas' is not .*; did you mean Palpable mass"),
        ("anaesthetic_mg", {"lidocaine": -3}, "Planned anaesthetic is 0 to 10000 mg; -3 for Lido"),
        ("anaesthetic_mg", {"lidocain": 3}, "'lidocain' is not a local anaesthetic .*did you mean"),
        (
            "paused",
            ["faber_test"],
            "\u201cFABER test.* is paused but not marked; the pause is left",
        ),
    ],
)
def test_what_cannot_be_used_is_left_out_and_said_and_the_red_flag_stands(field, value, said):
    marks = [SIGN] if field != "present" else []
    absent = [] if marks else ["faber_test"]
    given = {"present": marks, "absent": absent, "weight_kg": 72.5} | {field: value}
    case, (trouble,) = usable(given, KB)
    case.check(KB)
    assert trouble.field == field and trouble.value
    assert re.match(said, trouble.said), trouble.said
    assert (case.present, case.absent) == (tuple(marks), tuple(absent))
    assert field == "weight_kg" or case.weight_kg == 72.5
    assert field == "present" or "cauda_equina" in gluteal.red_flags(case, KB).index


def test_unknown_finding_is_named_with_the_nearest_label_and_the_rest_is_kept():
    case, trouble = only(present=[SIGN, "si_distraction"], absent=["faber_test"])
    assert (case.present, case.absent) == ((SIGN,), ("faber_test",))
    assert (trouble.field, trouble.value) == ("present", "si_distraction")
    assert trouble.said == (
        "'si_distraction' is not a finding of these tables; did you mean SIJ distraction test? "
        "It is left out."
    )


def test_contradictory_answers_do_not_count_and_the_rest_does():
    rest = {"present": [SIGN, "faber_test"], "age": 44}
    both = {**rest, "present": ["sudden_onset", *rest["present"], "insidious_onset"]}
    case, trouble = only(**both)
    assert set(case.paused) == {"sudden_onset", "insidious_onset"}
    assert case.facts(KB)[0] > {"sudden_onset", "insidious_onset", SIGN}
    assert gluteal.differential(case, KB).equals(gluteal.differential(Case(**rest), KB))
    assert list(gluteal.red_flags(case, KB).index) == ["cauda_equina"]
    assert trouble.value == "sudden_onset;insidious_onset"
    assert "none of them counts in the ranking until one is changed" in trouble.said


def test_contradiction_stands_until_it_is_ended_and_then_the_other_mark_counts_again():
    case, _ = only(present=["sudden_onset", "insidious_onset", "faber_test"], paused=["faber_test"])
    again, (trouble,) = usable(case.to_dict() | {"paused": ["faber_test"]}, KB, case)
    assert again == case and trouble.said
    one = case.to_dict() | {"present": ["insidious_onset", "faber_test"]}
    one["paused"] = [f for f in one["paused"] if f != "sudden_onset"]
    freed, troubles = usable(one, KB, case)
    assert (freed.paused, troubles) == (("faber_test",), [])


def test_finding_both_present_and_absent_is_present_for_red_flags_and_does_not_count():
    case, trouble = only(present=[SIGN], absent=[SIGN, "faber_test"])
    assert (case.present, case.absent, case.paused) == ((SIGN,), ("faber_test",), (SIGN,))
    assert "cauda_equina" in gluteal.red_flags(case, KB).index
    assert SIGN not in case.marks(KB)[0] and "marked present and absent" in trouble.said


@pytest.mark.parametrize(
    ("given", "mark"),
    [
        ({"age": 70, "present": ["age_under_45"]}, "age_under_45"),
        ({"age": 70, "absent": ["age_over_65"]}, "age_over_65"),
        ({"sex": "male", "present": ["female_sex"]}, "female_sex"),
        ({"sex": "female", "absent": ["female_sex"]}, "female_sex"),
    ],
)
def test_mark_that_contradicts_age_or_sex_does_not_count_and_these_do(given, mark):
    case, trouble = only(**given)
    stated = Case(age=case.age, sex=case.sex)
    assert case.paused == (mark,) and case.marks(KB) == stated.marks(KB)
    assert gluteal.differential(case, KB).equals(gluteal.differential(stated, KB))
    assert mark in case.facts(KB)[0] and mark not in case.facts(KB)[1]
    assert trouble.field in ("age", "sex") and "contradicts the" in trouble.said


def test_contradictions_among_paused_marks_pass_the_strict_check_and_others_do_not():
    marks = ["sudden_onset", "insidious_onset"]
    Case(present=marks, paused=marks).check(KB)
    Case(present=marks, paused=marks[:1]).check(KB)
    Case(age=70, present=["age_under_45"], paused=["age_under_45"]).check(KB)
    with pytest.raises(CaseError, match="contradict each other; change one"):
        Case(present=marks).check(KB)


def test_numbers_may_be_text_as_they_were_typed_and_empty_fields_say_nothing():
    case, troubles = usable({"weight_kg": "39,5", "age": " 44 ", "severity": "", "sex": None}, KB)
    assert (case, troubles) == (Case(weight_kg=39.5, age=44), [])


def test_ranges_say_what_the_page_and_the_errors_say():
    assert str(RANGES["age"]) == "Age is 0 to 120 whole years"
    assert str(RANGES["severity"]) == "Pain is 0 to 10"
    assert str(RANGES["anaesthetic_mg"]) == "Planned anaesthetic is 0 to 10000 mg"
    for name, span in RANGES.items():
        for number in (span.low, span.high):
            value = {"lidocaine": number} if name == "anaesthetic_mg" else number
            assert usable({name: value}, KB)[1] == []


ids = st.sampled_from([*KB.findings.index, *KB.precautions.index, "flag:mass", "lidocaine"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | ids,
    lambda inner: (
        st.lists(inner, max_size=6) | st.dictionaries(ids | st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
marks = st.lists(st.sampled_from(list(KB.findings.index)), max_size=8) | anything
hostile = st.fixed_dictionaries(
    {}, optional={f: marks if f in ("present", "absent", "paused") else anything for f in FIELDS}
)


@settings(max_examples=300)
@given(hostile | st.dictionaries(st.text(max_size=8), anything) | anything)
def test_whatever_is_given_is_a_case_that_the_model_takes(given):
    case, troubles = usable(given, KB)
    case.check(KB)
    assert Case.from_json(case.to_json()) == case
    for trouble in troubles:
        assert trouble.said[0].isupper() or trouble.said[0] in "'\"\u201c-0123456789"
        assert trouble.said.endswith(".") and "==" not in trouble.said
        json.dumps(dataclasses.asdict(trouble)).encode()
    again, _ = usable(case.to_dict(), KB)
    assert again == case
    if isinstance(given, dict) and isinstance(given.get("present"), list):
        known = {f for f in given["present"] if isinstance(f, str) and f in KB.findings.index}
        assert known <= case.facts(KB)[0]


def test_thousands_of_unusable_things_are_said_in_a_few_sentences():
    junk = [f"junk_{i}" for i in range(50_000)]
    case, troubles = usable({"present": [*junk, SIGN, *[SIGN] * 5000], "absent": junk}, KB)
    assert case.present == (SIGN,) and len(troubles) < 30
    assert troubles[-1].said == "99980 more things are left out."


@given(st.integers(0, 10**9), st.integers(0, 99), st.sampled_from(".,"), st.sampled_from(["", " "]))
def test_typed_number_is_the_number_with_a_comma_or_a_point(whole, part, mark, space):
    assert number_from_text(f"{space}{whole}{mark}{part:02}{space}") == float(f"{whole}.{part:02}")
    assert number_from_text(f"{space}{whole}{space}") == whole


@given(st.text(st.sampled_from("0123456789.,+-eE' _\u0663xinfa"), max_size=9) | st.text())
def test_typed_text_is_its_number_or_refused_and_never_another(text):
    try:
        number = number_from_text(text)
    except ValueError as error:
        assert str(error)
    else:
        assert number == float(text.strip().replace(",", "."))
        assert set(text.strip()) <= set("0123456789.,")


@pytest.mark.parametrize(
    "text",
    ["", " ", "1,500", "1.500", "1.234,5", "1,2,3", "1 500", "-3", "+3", "1e3", ".5", "5,", "five"]
    + ["\u0663", "0x1", "inf", "nan", "9" * 400],
)
def test_text_that_is_no_plain_number_is_refused(text):
    with pytest.raises(ValueError, match="not a number|two ways"):
        number_from_text(text)
