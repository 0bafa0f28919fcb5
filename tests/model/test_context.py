"""What is known of the patient: what a pregnancy implies counts once; yellow flags count nowhere."""

import shutil

import pytest

import gluteal
from gluteal.knowledge import data_folder
from gluteal.knowledge.reader import MANIFEST

KB = gluteal.load()
TESTS = ["pain_over_sij", "sij_thigh_thrust", "sij_distraction"]
BIRTH = ["pregnancy_or_postpartum", "pregnant", "within_a_year_of_birth"]
YELLOW = ["low_mood", "off_work", "poor_sleep"]


def probabilities(*present, **fields):
    case = gluteal.Case(present=[*TESTS, *present], setting="pain_clinic", **fields)
    return gluteal.differential(case)["probability"]


@pytest.mark.parametrize("mark", BIRTH)
@pytest.mark.parametrize("who", [{"sex": "female"}, {"age": 30}, {"sex": "female", "age": 30}])
def test_beside_a_pregnancy_or_a_birth_age_and_sex_do_not_count_again(mark, who):
    alone, known = probabilities(mark), probabilities(mark, **who)
    assert known.to_dict() == pytest.approx(alone.to_dict(), abs=1e-12)
    assert probabilities(mark, "female_sex", "age_under_45").to_dict() == pytest.approx(
        alone.to_dict(), abs=1e-12
    )


@pytest.mark.parametrize("mark", BIRTH)
def test_no_pregnancy_says_nothing_of_age_and_sex_which_count_as_before(mark):
    case = gluteal.Case(present=TESTS, absent=[mark], setting="pain_clinic")
    old = gluteal.Case(**case.to_dict() | {"sex": "female", "age": 71})
    columns = set(gluteal.weights(old).columns)
    assert {"age", "female_sex"} <= columns
    assert not {"age", "female_sex"} & set(gluteal.weights(case).columns)


def test_age_and_sex_of_a_patient_who_is_not_pregnant_count_as_before():
    assert probabilities(sex="female", age=30).to_dict() != probabilities().to_dict()


@pytest.mark.parametrize("mark", BIRTH[1:])
def test_a_pregnancy_or_a_birth_speaks_instead_of_the_general_finding(mark):
    both = probabilities("pregnancy_or_postpartum", mark)
    assert both.to_dict() == pytest.approx(probabilities(mark).to_dict(), abs=1e-12)


def test_a_pregnancy_points_to_the_pelvic_girdle():
    assert (
        probabilities("pregnant")["sacroiliac_joint_pain"]
        > (probabilities()["sacroiliac_joint_pain"])
    )


@pytest.mark.parametrize("state", ["present", "absent"])
def test_yellow_flags_move_nothing_and_are_never_proposed(state):
    case = gluteal.Case(present=TESTS, setting="pain_clinic")
    marked = case.with_marks(**{state: YELLOW})
    before, after = gluteal.differential(case), gluteal.differential(marked)
    assert (before["probability"] == after["probability"]).all()
    assert not set(YELLOW) & set(gluteal.next_findings(case, KB).index)
    assert not KB.known[YELLOW].any(axis=None)
    assert gluteal.red_flags(marked).empty


def test_intervals_do_not_depend_on_which_other_findings_the_tables_have(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(data_folder(), folder, ignore=shutil.ignore_patterns(MANIFEST))
    for name in ("findings", "backgrounds"):
        path = folder / f"{name}.csv"
        lines = path.read_text("utf-8").splitlines(keepends=True)
        copy = next(line for line in lines if line.startswith("low_mood,"))
        for old in ("low_mood", "Low mood, worry or fear of movement", "Low mood / worry"):
            copy = copy.replace(old, f"{old} x", 1) if " " in old else copy.replace(old, "aa", 1)
        lines.insert(1, copy)
        path.write_text("".join(lines), "utf-8")
    case = gluteal.Case(present=["sij_thigh_thrust"], absent=["slump_test"], setting="pain_clinic")
    mine = gluteal.load(folder)
    assert mine.findings.index[0] == "aa"
    assert gluteal.differential(case, mine).equals(gluteal.differential(case, KB))


def test_how_long_and_which_way_separate_an_infection_from_a_worn_hip():
    infection, hip = "pelvic_infection", "hip_osteoarthritis"

    def odds(**given):
        p = gluteal.differential(gluteal.Case(setting="primary_care", **given))["probability"]
        return p[infection] / p[hip]

    start = odds()
    assert odds(duration_weeks=2) > 3 * start
    assert odds(duration_weeks=100) < start / 3
    assert odds(present=["course_worse"]) > start
    assert odds(present=["course_better"]) < odds(absent=["course_better"])


def test_neither_better_nor_worse_is_the_third_answer():
    both = gluteal.Case(absent=["course_better", "course_worse"])
    frame = gluteal.weights(both)
    assert frame.columns.tolist() == ["course"]
