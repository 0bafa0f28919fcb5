"""Age, sex, side and duration."""

import pytest

from gluteal.letters import read_letter


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("A 38-year-old woman", "age", 38),
        ("a 91 year old", "age", 91),
        ("aged 29", "age", 29),
        ("Woman, 55, in a pain clinic", "age", 55),
        ("38M, runner", "age", 38),
        ("64 y/o lady", "age", 64),
        ("A 38-year-old woman and her husband", "sex", "female"),
        ("This gentleman", "sex", "male"),
        ("Mr Jones", "sex", "male"),
        ("52F", "sex", "female"),
        ("He has pain.", "sex", "male"),
        ("for 6 months", "duration_weeks", 26.0),
        ("for the past two weeks", "duration_weeks", 2.0),
        ("an 8-month history", "duration_weeks", 34.7),
        ("two years of low back pain", "duration_weeks", 104.0),
        ("It began 3 weeks ago.", "duration_weeks", 3.0),
        ("3/12 of pain", "duration_weeks", 13.0),
        ("10 days of pain", "duration_weeks", 1.4),
        ("right buttock pain", "side", "right"),
        ("left-sided pain", "side", "left"),
        ("pain in both buttocks", "side", "both"),
    ],
)
def test_a_field_is_read_with_its_value(text, field, value):
    found = read_letter(text)
    assert list(found.loc[found["field"] == field, "value"]) == [value]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("aged 6 months", "age"),
        ("999 years old", "age"),
        ("MR arthrogram of the hip", "sex"),
        ("power 4/5", "duration_weeks"),
        ("six months after surgery", "duration_weeks"),
        ("for 999 years", "duration_weeks"),
    ],
)
def test_what_is_no_such_field_is_not_read(text, field):
    assert field not in set(read_letter(text)["field"])


def test_two_values_are_two_candidates():
    found = read_letter("Right hip pain for 2 years, left hip pain for 3 months.")
    assert sorted(found.loc[found["field"] == "side", "value"]) == ["left", "right"]
    assert sorted(found.loc[found["field"] == "duration_weeks", "value"]) == [13.0, 104.0]
