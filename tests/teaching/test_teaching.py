"""Teaching: cases that hold together, a case step by step, and guesses scored as published."""

import copy
import json
import math
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gluteal
from gluteal import KnowledgeError, teaching
from gluteal.knowledge import data_folder
from gluteal.knowledge.checks.tables import inconsistencies
from gluteal.teaching import scoring

GOOD = json.loads(teaching.template())
COLUMNS = ["file", "row", "column", "value", "remedy"]
IDS = gluteal.load().cases.index
NEAR = {"rel": 1e-9, "abs": 1e-12}


def spoilt(**changes):
    """The template with fields changed; a name such as steps_1_text reaches into the steps."""
    case = copy.deepcopy(GOOD)
    for name, value in changes.items():
        if found := re.fullmatch(r"steps_(\d)_(\w+)", name):
            case["steps"][int(found[1]) - 1][found[2]] = value
        else:
            case[name] = value
    return case


def without(name):
    return {k: v for k, v in GOOD.items() if k != name}


# a case, the column that is named, and words of the remedy
WRONG = {
    "missing field": (without("pitfall"), "pitfall", "missing"),
    "unknown field": (spoilt(pitfalls="x"), "pitfalls", "unknown field"),
    "missing field of a step": (
        spoilt(steps=[{"stage": "history"}, *GOOD["steps"]]),
        "step 1 text",
        "missing",
    ),
    "age as text": (spoilt(age="44"), "age", "whole years"),
    "age as truth value": (spoilt(age=True), "age", "whole years"),
    "age out of range": (spoilt(age=121), "age", "0 to 120"),
    "unknown sex": (spoilt(sex="f"), "sex", "female, male"),
    "setting without a clinic": (spoilt(setting="equal"), "setting", "pain_clinic"),
    "unknown cause": (spoilt(cause="sacroiliac_joint"), "cause", "sacroiliac_joint_pain?"),
    "unknown finding": (
        spoilt(present=[*GOOD["present"], "faber_tst"], steps_1_present=["faber_tst"]),
        "step 1 present",
        "did you mean faber_test?",
    ),
    "unknown injection": (
        spoilt(injected={**GOOD["injected"], "injection": "sij"}),
        "injected injection",
        "is not in the tables",
    ),
    "injected without result": (
        spoilt(injected={"injection": "", "text": "x"}),
        "injected result",
        "missing",
    ),
    "injected as text": (spoilt(injected="steroid"), "injected", "an object, or null"),
    "unknown stage": (spoilt(steps_2_stage="history "), "step 2 stage", "one of history"),
    "stages out of order": (spoilt(steps_1_stage="block"), "step 2 stage", "put it before"),
    "finding in two steps": (
        spoilt(steps_1_present=[*GOOD["steps"][0]["present"], "pain_over_sij"]),
        "step 2 present",
        "is revealed in step 1 already",
    ),
    "finding present in one step and absent in another": (
        spoilt(steps_1_absent=["pain_over_sij"]),
        "step 1 absent",
        "is not in 'absent'",
    ),
    "finding of a step that the case lacks": (
        spoilt(steps_3_absent=["straight_leg_raise", "faber_test"]),
        "step 3 absent",
        "is not in 'absent' of the case",
    ),
    "finding of the case that no step reveals": (
        spoilt(absent=[*GOOD["absent"], "faber_test"]),
        "absent",
        "of no step",
    ),
    "finding twice in a list": (
        spoilt(present=[*GOOD["present"], "female_sex"]),
        "present",
        "none twice",
    ),
    "finding present and absent": (
        spoilt(absent=[*GOOD["absent"], "pain_over_sij"]),
        "present",
        "keep one",
    ),
    "empty step text": (spoilt(steps_2_text=" \n"), "step 2 text", "not empty"),
    "no steps": (spoilt(steps=[]), "steps", "1 to"),
    "step is text": (spoilt(steps=["Referral"]), "step 1", "must be an object"),
    "no learning points": (spoilt(learning_points=[]), "learning_points", "sentences"),
    "learning points as text": (spoilt(learning_points="Look."), "learning_points", "list"),
    "source as text": (spoilt(source="Laslett 2005"), "source", "object"),
    "title names the cause by its label": (
        spoilt(title="A sacroiliac  joint DYSFUNCTION"),
        "title",
        "names the confirmed cause",
    ),
    "step names the cause by its short name": (
        spoilt(steps_3_text="All speaks for SIJ dysfunction."),
        "step 3 text",
        "names the confirmed cause",
    ),
    "question names the cause by its id": (
        spoilt(steps_2_ask="Is it sacroiliac joint pain?"),
        "step 2 ask",
        "names the confirmed cause",
    ),
    "id leads out of the folder": (spoilt(id="../../case"), "id", "a-z"),
    "id is a device": (spoilt(id="con"), "id", "reserves"),
    "id is too long": (spoilt(id="a" * 61), "id", "at most 60"),
    "id is a number": (spoilt(id=7), "id", "a-z"),
    "half a letter": (spoilt(pitfall="\ud800"), "pitfall", "text"),
    "control character": (spoilt(outcome="fine\x1b[2J"), "outcome", "text"),
    "endless text": (spoilt(outcome="x" * 5001), "outcome", "5000"),
    "age against its finding": (spoilt(age=70), "present or absent", "contradicts age 70"),
}
HOSTILE = {
    "deep nesting": b"[" * 200_000,
    "deep field": b'[{"id": ' + b"[" * 900 + b"]" * 900 + b"}]",
    "megabytes": b" " * 6_000_000,
    "a million cases": b"[" + b"{}," * 1_000_000 + b"{}]",
    "many empty cases": b"[" + b"{}," * 990 + b"{}]",
    "a million fields": b"[{" + b",".join(b'"%d":1' % i for i in range(300_000)) + b"}]",
    "endless number": b'{"age": ' + b"9" * 5000 + b"}",
    "huge number": b'{"age": 1' + b"0" * 300 + b"}",
    "not a number": b'{"age": NaN}',
    "field twice": b'{"id": "a", "id": "b"}',
    "not UTF-8": b'{"id": "\xe4"}',
    "UTF-16": '{"id": "a"}'.encode("utf-16"),
    "cut off": teaching.template()[:500].encode(),
    "empty": b"",
    "text": b'"case"',
    "number": b"7",
    "null": b"null",
    "list of lists": b"[[], null, 3]",
    "unknown ids": json.dumps(
        {"steps": [{"present": [f"{i} {j} sneezes" for j in range(100)]} for i in range(100)]}
    ).encode(),
    "unhashable": b'[{"id": {}, "cause": [], "present": [[]], "steps": [{"stage": {}}], "sex": []}]',
}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def book():
    return teaching.casebook()


@pytest.fixture
def own(tmp_path):
    """Writes a lecturer's file and gives its path."""

    def write(content, name="own.json"):
        path = tmp_path / name
        if not isinstance(content, bytes):
            content = json.dumps(content).encode()
        path.write_bytes(content)
        return path

    return write


# -- validation


@pytest.mark.parametrize("name", ["own.JSON", "own.Json"])
def test_lecturers_file_is_found_in_a_folder_however_its_ending_is_written(own, name):
    path = own(GOOD, name)
    assert list(teaching.casebook(folder=path.parent).index) == [GOOD["id"]]


@pytest.mark.parametrize("wrong", WRONG)
def test_problem_of_a_case_is_named_with_its_column_and_remedy(own, wrong):
    case, column, remedy = WRONG[wrong]
    path = own([GOOD | {"id": "first"}, case])
    found = teaching.check(path)
    assert list(found.columns) == COLUMNS and set(found["file"]) == {"own.json"}
    assert set(found["row"]) == {2}
    at = found[found["column"] == column]
    assert at["remedy"].str.contains(remedy, regex=False).any(), found.to_string()
    with pytest.raises(KnowledgeError, match=r"own.json, row 2, column"):
        teaching.casebook(folder=path.parent)


def test_all_problems_of_all_files_are_told_at_once(own):
    own([spoilt(age=-1, sex="", steps_1_text=""), spoilt(cause="nobody")], "a.json")
    path = own(spoilt(id="other", steps_3_present=[]), "b.json")
    found = teaching.check(path.parent)
    told = set(zip(found["file"], found["row"], found["column"]))
    expected = {("a.json", 1, c) for c in ("age", "sex", "step 1 text")} | {
        ("a.json", 2, "cause"),
        ("a.json", 2, "id"),  # the template's id twice
        ("b.json", 1, "present"),
    }
    assert told == expected
    assert found["remedy"].str.startswith("case my_first_case: ").sum() == 5
    with pytest.raises(KnowledgeError, match="8 problems in "):
        teaching.casebook(folder=path.parent)


def test_id_in_two_files_is_refused_and_the_first_is_named(own):
    own(GOOD, "a.json")
    found = teaching.check(own(GOOD, "b.json").parent)
    (problem,) = found.itertuples()
    assert (problem.file, problem.column, problem.value) == ("b.json", "id", "my_first_case")
    assert "stands in a.json, row 1 already" in problem.remedy


@pytest.mark.parametrize("content", HOSTILE)
def test_hostile_file_is_refused_in_words_that_can_be_printed(own, content):
    path = own(HOSTILE[content])
    with pytest.raises(KnowledgeError) as caught:
        teaching.casebook(folder=path)
    assert str(caught.value).encode()
    problems = inconsistencies({}, set(), HOSTILE[content])
    assert problems and all(p[0] == "cases/cases.json" and p[4] for p in problems)


@settings(max_examples=150)
@given(st.sampled_from(sorted(GOOD)), anything)
def test_whatever_stands_in_a_field_the_check_answers(tmp_path_factory, field, value):
    path = tmp_path_factory.mktemp("any") / "own.json"
    path.write_text(json.dumps({**GOOD, field: value}), "utf-8")
    found = teaching.check(path)
    if found.empty:
        assert len(teaching.casebook(folder=path)) == 1


@settings(max_examples=100)
@given(st.integers(0, 2), st.sampled_from(["stage", "text", "ask", "present", "absent"]), anything)
def test_whatever_stands_in_a_step_the_check_answers(tmp_path_factory, step, field, value):
    path = tmp_path_factory.mktemp("any") / "own.json"
    path.write_text(json.dumps(spoilt(**{f"steps_{step + 1}_{field}": value})), "utf-8")
    assert list(teaching.check(path).columns) == COLUMNS


def test_bundled_cases_are_checked_when_a_folder_of_tables_is_loaded(folder):
    path = folder / "cases" / "cases.json"
    cases = json.loads(path.read_text("utf-8"))
    cases[3]["steps"][0]["text"] = ""
    cases[4]["steps"][1]["present"].append("sneezes")
    path.write_text(json.dumps(cases), "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        gluteal.load(folder)
    told = caught.value.problems[["file", "row", "column"]].to_numpy().tolist()
    assert ["cases/cases.json", 4, "step 1 text"] in told
    assert ["cases/cases.json", 5, "step 2 present"] in told


def test_tables_without_cases_load_and_give_an_empty_book(folder):
    (folder / "cases" / "cases.json").write_text("[]", "utf-8")
    kb = gluteal.load(folder)
    assert len(kb.cases) == 0
    book = teaching.casebook(kb)
    assert book.empty and {"rank", "difficulty"} <= set(book.columns)


def test_bundled_cases_are_without_problems():
    assert teaching.check(data_folder() / "cases").empty


@pytest.mark.parametrize("missing", ["", "nowhere", "nowhere.json", "file.json/case.json"])
def test_folder_or_file_without_cases_is_refused_by_name(tmp_path, missing):
    (tmp_path / "file.json").mkdir()
    where = tmp_path / "empty" if not missing else tmp_path / missing
    (tmp_path / "empty").mkdir()
    (problem,) = teaching.check(where).itertuples()
    assert problem.file == where.name and ("path" in problem.remedy or "template" in problem.remedy)
    with pytest.raises(KnowledgeError, match=where.name):
        teaching.casebook(folder=where)


# -- the library


def test_template_passes_its_own_check_and_says_what_belongs_in_each_text(own):
    path = own(teaching.template().encode())
    assert teaching.check(path).empty
    row = teaching.casebook(folder=path.parent).loc["my_first_case"]
    assert row["cause"] == "sacroiliac_joint_pain" and row["rank"] == 1 and row["steps_n"] == 3
    assert "your own" in row["vignette"] and "never the name" in row["steps"][1]["text"]


def test_file_as_an_editor_on_windows_saves_it_loads(own):
    text = teaching.template().replace("\n", "\r\n")
    assert len(teaching.casebook(folder=own(b"\xef\xbb\xbf" + text.encode()))) == 1


def test_cases_of_a_folder_come_in_order_and_other_files_are_left_alone(own):
    own([GOOD | {"id": "c2"}, GOOD | {"id": "c1"}], "2.json")
    own(GOOD | {"id": "c0"}, "1.json")
    own(b"junk", ".draft.json")
    folder = own(b"junk", "notes.txt").parent
    assert list(teaching.casebook(folder=folder).index) == ["c0", "c2", "c1"]


def test_fields_that_may_be_left_out_are_empty_text(own):
    left = {"country_or_setting", "vignette", "injection", "completeness", "text_seen", "note"}
    path = own({k: v for k, v in GOOD.items() if k not in left} | {"injected": None})
    row = teaching.casebook(folder=path).iloc[0]
    assert [row[name] for name in sorted(left)] == [""] * 6
    assert row["injected"] is None


def test_published_cases_say_of_each_what_was_injected_or_none(book):
    assert sum(one is None for one in book["injected"]) == 16
    assert not book.drop(columns=["injected"]).isna().any(axis=None)


def test_rank_and_difficulty_are_those_of_the_differential(kb, book):
    assert list(book.index) == list(kb.cases.index) and len(book) == 30
    for row in book.itertuples():
        order = kb.cases.loc[row.Index]
        early = [s for s in order["steps"] if s["stage"] in ("history", "examination")]
        for steps, rank, p in (
            (order["steps"], row.rank, row.probability),
            (early, row.rank_history, row.probability_history),
        ):
            marks = [[f for s in steps for f in s[state]] for state in ("present", "absent")]
            case = gluteal.Case(*marks, age=row.age, sex=row.sex)
            by = gluteal.differential(case, kb)["probability"].sort_values(ascending=False)
            assert p == pytest.approx(by[row.cause], **NEAR)
            assert rank == list(by.index).index(row.cause) + 1
        difficulty = {1: "easy", 2: "medium", 3: "medium"}.get(row.rank_history, "hard")
        assert row.difficulty == difficulty


def test_accuracy_is_the_published_one(book):
    assert round((book["rank"] == 1).mean(), 2) == 0.77
    assert round((book["rank_history"] == 1).mean(), 2) == 0.73


def test_case_that_begins_with_an_image_has_no_rank_to_be_proud_of(own):
    case = spoilt(steps_1_stage="investigation", steps_2_stage="block", steps_3_stage="block")
    row = teaching.casebook(folder=own(case)).iloc[0]
    assert row["rank_history"] == len(gluteal.load().causes) and row["difficulty"] == "hard"


def test_cases_are_chosen_by_cause_difficulty_and_stage(book):
    sij = teaching.choose(book, cause="sacroiliac_joint_pain")
    assert list(sij.index) == ["sij_27f_veteran", "sij_62f_letter"]
    hard = teaching.choose(book, difficulty=["hard", "medium"])
    assert (hard["rank_history"] > 1).all() and len(hard) == (book["rank_history"] > 1).sum()
    blocks = teaching.choose(book, stage="block")
    assert {steps[-1]["stage"] for steps in blocks["steps"]} == {"block"}
    assert teaching.choose(book).equals(book)
    assert teaching.choose(book, cause="unexplained").empty


@pytest.mark.parametrize(("name", "value"), [("difficulty", "simple"), ("stage", "outcome")])
def test_unknown_choice_is_refused_with_those_there_are(book, name, value):
    with pytest.raises(ValueError, match=f"{name} == '{value}', must be one of .*(easy|history)"):
        teaching.choose(book, **{name: value})


# -- step by step


@pytest.mark.parametrize("name", IDS)
def test_steps_reveal_each_finding_once_and_all_of_them(kb, book, name):
    row = book.loc[name]
    before = set()
    for step in range(row["steps_n"] + 1):
        case = teaching.case_at(row, step)
        case.check(kb)
        marks = {*case.present, *case.absent}
        told = row["steps"][step - 1] if step else {"present": [], "absent": []}
        assert marks - before == {*told["present"], *told["absent"]}
        assert len(marks) - len(before) == len(told["present"]) + len(told["absent"])
        before = marks
    assert set(case.present) == set(row["present"]) and set(case.absent) == set(row["absent"])


def test_before_the_first_step_only_the_setting_is_known_then_age_and_sex(book):
    row = book.loc["sij_27f_veteran"]
    assert teaching.case_at(row, 0) == gluteal.Case()
    assert teaching.case_at(row, 0, "sports") == gluteal.Case(setting="sports")
    first = teaching.case_at(row, 1, "pain_clinic")
    assert (first.age, first.sex, first.setting) == (27, "female", "pain_clinic")


@pytest.mark.parametrize("step", [-1, 7, True])
def test_step_out_of_range_is_refused(book, step):
    with pytest.raises(ValueError, match="step == .*, must be a whole number from 0 to 6"):
        teaching.case_at(book.loc["sij_27f_veteran"], step)


@pytest.mark.parametrize("setting", [None, "emergency"])
@pytest.mark.parametrize("name", IDS[::6])
def test_course_is_the_differential_after_each_step(kb, book, name, setting):
    row = book.loc[name]
    course = teaching.course(row, kb, setting)
    assert course.index.name == "step" and list(course.index) == list(range(row["steps_n"] + 1))
    assert list(course.columns) == list(kb.causes.index)
    assert course.sum(axis=1).to_numpy() == pytest.approx(1)
    for step in course.index:
        case = teaching.case_at(row, step, setting)
        p = gluteal.differential(case, kb)["probability"].reindex(kb.causes.index)
        assert course.loc[step].to_numpy() == pytest.approx(p.to_numpy(), **NEAR)
    prior = kb.priors[setting or "equal"].reindex(kb.causes.index)
    assert course.loc[0].to_numpy() == pytest.approx(prior.to_numpy())


@pytest.mark.parametrize("name", IDS[::4])
def test_worth_of_the_findings_leads_from_one_step_to_the_next(kb, book, name):
    row = book.loc[name]
    course = teaching.course(row, kb)
    for step in range(1, row["steps_n"] + 1):
        said, told = teaching.worth(row, step, kb), row["steps"][step - 1]
        assert list(said.index) == [*told["present"], *told["absent"]]
        assert (said["state"] == "present").sum() == len(told["present"])
        truth = course[row["cause"]]
        assert said["truth_before"].iloc[0] == pytest.approx(truth[step - 1], **NEAR)
        assert said["truth_after"].iloc[-1] == pytest.approx(truth[step], **NEAR)
        pd.testing.assert_series_equal(
            said["truth_before"].iloc[1:].reset_index(drop=True),
            said["truth_after"].iloc[:-1].reset_index(drop=True),
            check_names=False,
        )
        if step > 1:
            first = said.iloc[0]
            assert first["leading"] == course.loc[step - 1].idxmax()
            assert first["leading_before"] == pytest.approx(course.loc[step - 1].max())
        assert (said["leading_before"].isna() == (said["leading"] == "")).all()


def test_worth_of_the_first_step_names_what_age_and_sex_imply(own):
    bare = spoilt(present=GOOD["present"][2:], steps_1_present=[], age=70)
    row = teaching.casebook(folder=own(bare)).iloc[0]
    said = teaching.worth(row, 1)
    assert said["state"].to_dict() == {
        "age_under_45": "absent",
        "age_over_50": "present",
        "age_over_65": "present",
        "female_sex": "present",
    }
    assert said["leading"].iloc[0] == ""  # all were level
    course = teaching.course(row)
    assert said["truth_after"].iloc[-1] == pytest.approx(course.loc[1, row["cause"]])


def test_advice_sets_the_best_of_each_tier_beside_what_was_done(kb, book):
    row = book.loc["sij_27f_veteran"]
    said = teaching.advice(row, 3, kb)
    ranked = gluteal.model.next_findings(teaching.case_at(row, 3), kb)
    best = said[said["best"]]
    assert best["tier"].tolist() == ["ask", "examine", "lab", "image", "block"]
    for finding, line in best.iterrows():
        assert finding == ranked.index[ranked["tier"] == line["tier"]][0]
        assert line["share"] == 1 and line["place"] == 1
    done = said[said["done"]]
    assert set(done.index) == {"sij_thigh_thrust", "sij_distraction"}
    assert done["information"].to_dict() == pytest.approx(
        ranked.loc[done.index, "information"].to_dict()
    )
    top = ranked.loc[ranked["tier"] == "examine", "information"].max()
    assert done["share"].to_dict() == pytest.approx((done["information"] / top).to_dict())
    examined = ranked.index[ranked["tier"] == "examine"]
    assert done["place"].to_dict() == {f: examined.get_loc(f) + 1 for f in done.index}
    assert said.index.is_unique


def test_advice_after_the_last_step_has_nothing_that_was_done(book):
    said = teaching.advice(book.loc["sij_27f_veteran"], 6)
    assert not said["done"].any() and said["best"].all()


def test_advice_finds_what_was_done_and_best_alike(book):
    said = teaching.advice(book.loc["pud_77f_ganglion"], 2)
    assert said.loc["pain_perineum_genital", ["best", "done"]].all()


def test_advice_says_why_what_was_done_is_not_proposed(own):
    risky = ["repetitive_impact_training", "pain_groin"]
    case = spoilt(
        present=[*GOOD["present"], *risky, "hop_or_fulcrum_test"],
        steps_2_present=["pain_over_sij", *risky],
        steps_3_present=[*GOOD["steps"][2]["present"], "hop_or_fulcrum_test"],
    )
    row = teaching.casebook(folder=own(case)).iloc[0]
    assert teaching.advice(row, 0).loc["female_sex", "reason"].startswith("Not ranked")
    hop = teaching.advice(row, 2).loc["hop_or_fulcrum_test"]
    assert hop["reason"] == "Could do harm now" and hop["done"] and not hop["best"]
    assert math.isnan(hop["information"])


# -- scores


@pytest.mark.parametrize(
    ("guess", "truth", "bits", "brier"),
    [
        # bits by hand: -log2 of the probability of the truth; Brier: sum of squared errors
        ({"a": 1.0}, "a", 0, 0),
        ({"a": 0.5, "b": 0.5}, "a", 1, 0.25 + 0.25),
        ({"a": 0.5, "b": 0.25, "c": 0.25}, "b", 2, 0.25 + 0.5625 + 0.0625),
        ({"a": 0.7, "b": 0.2, "c": 0.1}, "a", 0.514573, 0.09 + 0.04 + 0.01),
        ({"a": 0.7, "b": 0.2, "c": 0.1}, "c", 3.321928, 0.49 + 0.04 + 0.81),
        # sure and wrong: 0.001 of 1.001, so log2(1001) bits, and the worst Brier score
        ({"a": 1.0}, "b", 9.967226, 2),
        ({"a": 1.0, "b": 0.0}, "b", 9.967226, 2),
    ],
)
def test_scores_are_those_worked_out_by_hand(guess, truth, bits, brier):
    for form in (guess, pd.Series(guess)):
        assert scoring.log_score(form, truth) == pytest.approx(bits, abs=1e-6)
        assert scoring.brier_score(form, truth) == pytest.approx(brier, abs=1e-12)


def test_even_odds_over_all_causes_score_as_stated(kb):
    even = scoring.complete_guess({}, kb.causes.index)
    assert scoring.log_score(even, "unexplained") == pytest.approx(math.log2(len(kb.causes)))
    assert scoring.brier_score(even, "unexplained") == pytest.approx(1 - 1 / len(kb.causes))


def distributions(n, least):
    """Distributions over n causes without a probability below ``least``."""
    sizes = st.lists(st.floats(0, 1), min_size=n, max_size=n).filter(lambda w: sum(w) > 1e-3)
    scaled = sizes.map(lambda w: [least + (1 - n * least) * x / sum(w) for x in w])
    return scaled.map(lambda w: dict(zip("abcdef", w)))


@given(st.data(), st.integers(2, 6))
def test_scores_are_proper_nothing_beats_saying_what_one_believes(data, n):
    belief = data.draw(distributions(n, scoring.FLOOR))
    guess = data.draw(distributions(n, 0))
    for loss in (scoring.log_score, scoring.brier_score):
        honest = math.fsum(p * loss(belief, c) for c, p in belief.items())
        other = math.fsum(p * loss(guess, c) for c, p in belief.items())
        assert honest <= other + 1e-9


@given(distributions(5, 0), st.sampled_from("abcdez"))
def test_scores_stay_within_their_bounds(guess, truth):
    assert 0 <= scoring.brier_score(guess, truth) <= 2 + 1e-9
    assert 0 <= scoring.log_score(guess, truth) < 10


@pytest.mark.parametrize(
    ("guess", "message"),
    [
        ({"a": 0.5}, "sums to 0.5, must sum to 1"),
        ({"a": 0.9, "b": 0.2}, "sums to 1.1"),
        ({"a": 1.5, "b": -0.5}, "guess.'a'. == 1.5, must be from 0 to 1"),
        ({"a": float("nan")}, "must be from 0 to 1"),
        ({"a": True}, "must be from 0 to 1"),
        ({}, "sums to 0"),
    ],
)
def test_guess_that_is_no_distribution_is_refused(guess, message):
    for loss in (scoring.log_score, scoring.brier_score):
        with pytest.raises(ValueError, match=message):
            loss(guess, "a")


def test_what_a_guess_leaves_open_is_shared_by_the_causes_not_named(kb):
    guess = {"sacroiliac_joint_pain": 0.6, "piriformis_syndrome": 0.16}
    whole = scoring.complete_guess(guess, kb.causes.index)
    assert list(whole.index) == list(kb.causes.index) and whole.sum() == pytest.approx(1)
    assert whole["sacroiliac_joint_pain"] == 0.6 and whole["coccydynia"] == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("guess", "message"),
    [
        ({"sacroiliac_joint": 0.5}, "none of the causes; did you mean sacroiliac_joint_pain"),
        ({"coccydynia": 0.6, "unexplained": 0.6}, "sums to 1.2, must sum to at most 1"),
        ({"coccydynia": "60 %"}, "must be from 0 to 1"),
    ],
)
def test_guess_that_cannot_be_completed_is_refused(kb, guess, message):
    with pytest.raises(ValueError, match=message):
        scoring.complete_guess(guess, kb.causes.index)


def test_overconfidence_is_found_as_by_hand():
    # ten times 0.9 stated, 6 right: gap 9 - 6 = 3, standard error sqrt(10 * 0.09) = 0.948683
    said = scoring.feedback([(0.9, i < 6) for i in range(10)])
    assert said.z == pytest.approx(3.162278, abs=1e-6)
    assert (said.n, said.stated, said.observed) == (10, pytest.approx(0.9), 0.6)
    assert said.words.startswith("Overconfident: on average 0.90")
    assert said.words.endswith("0.60 of 10 were right.")


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        # z by hand: (3 - 10) / sqrt(2.1) = -4.8; (5 - 3) / sqrt(2.5) = 1.26; (6 - 6) = 0
        ([(0.3, True)] * 10, "Underconfident: "),
        ([(0.5, i < 3) for i in range(10)], "Perhaps overconfident: "),
        ([(0.6, i < 6) for i in range(10)], "No sign of over- or underconfidence: "),
        ([(1.0, True)] * 4 + [(1.0, False)], "Overconfident: "),
        ([(1.0, True)] * 5, "No sign"),
        ([(0.9, False)] * 4, "Too few to tell: 4 of at least 5"),
        ([], "Too few to tell: 0 of"),
    ],
)
def test_confidence_is_judged_in_words(pairs, words):
    assert scoring.feedback(pairs).words.startswith(words)


def test_calibration_frame_is_the_mean_and_share_of_each_bin_by_hand():
    pairs = [(0.1, False), (0.2, True), (0.35, False), (0.9, True), (1.0, True), (0.85, False)]
    frame = scoring.feedback(pairs).calibration
    assert list(frame.index) == ["0.0-0.2", "0.2-0.4", "0.4-0.6", "0.6-0.8", "0.8-1.0"]
    assert frame["n"].tolist() == [1, 2, 0, 0, 3]
    expected = [[0.1, 0], [0.275, 0.5], [math.nan] * 2, [math.nan] * 2, [2.75 / 3, 2 / 3]]
    assert frame[["stated", "observed"]].to_numpy() == pytest.approx(
        np.array(expected), nan_ok=True
    )


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=30))
def test_bins_of_the_calibration_are_a_partition_of_the_answers(pairs):
    said = scoring.feedback(pairs)
    frame = said.calibration.fillna(0)
    assert frame["n"].sum() == said.n == len(pairs)
    if pairs:
        assert (frame["n"] * frame["stated"]).sum() / said.n == pytest.approx(said.stated)
        assert (frame["n"] * frame["observed"]).sum() / said.n == pytest.approx(said.observed)


@pytest.mark.parametrize("pair", [(1.2, True), ("0.5", True), (0.5, "yes"), (0.5,), 0.5])
def test_pair_that_is_no_probability_and_outcome_is_refused(pair):
    with pytest.raises(ValueError, match="must be a probability"):
        scoring.feedback([pair])


def test_no_text_of_teaching_calls_the_output_of_the_model_a_diagnosis():
    for path in Path(teaching.__file__).parent.glob("*.py"):
        assert "diagnosis" not in path.read_text("utf-8").lower(), path.name
    assert "diagnosis" not in teaching.template().lower()


def test_the_lines_of_the_data_dictionary_check_and_load_a_case(tmp_path, monkeypatch):
    text = (data_folder() / "README.md").read_text("utf-8").split("## A lecturer's own cases")[1]
    lines = re.findall(r"```python\n(.*?)```", text, re.S)
    (tmp_path / "my_cases").mkdir()
    (tmp_path / "my_cases" / "one.json").write_text(teaching.template(), "utf-8")
    monkeypatch.chdir(tmp_path)
    names = {}
    for block in lines[:2]:
        exec(block, names)
    assert len(names["book"]) == 1
