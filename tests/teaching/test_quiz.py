"""The quiz: what a learner did is scored fairly, survives a restart, and leaves as a safe CSV."""

import csv
import dataclasses
import io
import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gluteal
from gluteal import CaseError, UnknownFindingError, teaching
from gluteal.cases import MAX_BYTES, Journal
from gluteal.teaching import Answer, Asked, Progress, Quiz, scoring
from gluteal.teaching.judging import judge

SIJ = "sij_27f_veteran"
RUNNER = "fnsf_31f_triathlete"
GUESS = {"sacroiliac_joint_pain": 0.5, "axial_spondyloarthritis": 0.26}
DAMAGED = {
    "cut off": b'{"format": "gluteal-quiz", "ver',
    "empty": b"",
    "not UTF-8": b"\xff\xfe{",
    "deep": b"[" * 200_000,
    "a list": b"[]",
    "newer": b'{"format": "gluteal-quiz", "version": 2, "progress": {"answers": [], "open": []}}',
    "another format": b'{"format": "gluteal-case", "version": 1, "case": {}}',
    "half an answer": b'{"format": "gluteal-quiz", "version": 1, "progress": '
    b'{"answers": [{"case": "x"}], "open": []}}',
    "wrong type": b'{"format": "gluteal-quiz", "version": 1, "progress": {"answers": 3, "open": 4}}',
    "too large": b" " * 1_000_001,
}
word = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
unit = st.floats(0, 1)
bits = st.floats(0, 20)
asks = st.builds(Asked, word, word, word, bits, bits, word)
answers = st.builds(
    Answer,
    guess=st.lists(st.tuples(word, unit), max_size=3).map(tuple),
    asked=st.lists(asks, max_size=3).map(tuple),
    agrees=st.booleans(),
    **dict.fromkeys(["stated", "probability", "model_probability"], unit),
    **dict.fromkeys(["log_score", "brier_score", "model_log_score", "model_brier_score"], bits),
    **dict.fromkeys(["case", "cause", "first", "model_first", "injection"], word),
    **dict.fromkeys(["zone", "holds", "words", "data"], word),
)
progress = st.builds(
    Progress,
    st.lists(answers, max_size=3).map(tuple),
    st.dictionaries(word, st.lists(asks, max_size=2).map(tuple), max_size=2).map(
        lambda found: tuple(found.items())
    ),
)


@pytest.fixture(scope="module")
def book():
    return teaching.casebook()


@pytest.fixture
def quiz(tmp_path, book):
    return Quiz(tmp_path, book)


def files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def cells(text):
    """Rows of a CSV as a spreadsheet reads them."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


# -- kept


def test_answers_and_questions_outlive_the_process(tmp_path, book):
    code = (
        "import sys; from pathlib import Path; from gluteal.teaching import Quiz\n"
        "quiz = Quiz(Path(sys.argv[1]))\n"
        f"quiz.ask({SIJ!r}, 'sij_thigh_thrust'); quiz.commit({SIJ!r}, {GUESS!r})\n"
        f"quiz.ask({RUNNER!r}, 'pain_groin'); import os; os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    again = Quiz(tmp_path, book)
    (answer,) = again.progress.answers
    assert (answer.case, answer.guess) == (SIJ, tuple(GUESS.items()))
    assert [a.finding for a in answer.asked] == ["sij_thigh_thrust"]
    assert [a.finding for a in again.progress.asked(RUNNER)] == ["pain_groin"]
    assert again.next_case().name == RUNNER and "pain_groin" in again.seen(RUNNER).present


def test_folder_is_that_of_the_journal_and_its_cases_are_left_alone(tmp_path, monkeypatch, book):
    monkeypatch.setenv("GLUTEAL_JOURNAL", str(tmp_path))
    entry = Journal().new(gluteal.Case(age=44)).entry
    quiz = Quiz(book=book)
    assert files(tmp_path).keys() == {f"{entry}.json"}  # nothing is written before the first act
    quiz.commit(SIJ, GUESS)
    assert files(tmp_path).keys() == {f"{entry}.json", "quiz.json"}
    assert list(Journal().entries().index) == [entry]
    assert Quiz(Path(tmp_path / "mine"), book).progress == Progress()


def test_nothing_in_the_file_is_about_the_learner(quiz):
    quiz.ask(SIJ, "faber_test")
    quiz.commit(SIJ, GUESS, "sij_intraarticular")
    text = quiz.path.read_text("utf-8")
    assert os.path.expanduser("~") not in text and str(quiz.path.parent) not in text
    assert not re.search(r"\d{4}-\d\d|\d\d:\d\d", text)  # no date, no time
    assert os.name != "posix" or quiz.path.stat().st_mode & 0o777 == 0o600


@given(progress)
def test_progress_comes_back_as_it_was_saved(progress):
    assert Progress.from_json(progress.to_json()) == progress


@pytest.mark.parametrize("damage", DAMAGED)
def test_damaged_file_is_set_aside_not_lost_and_the_quiz_goes_on(tmp_path, book, damage):
    (tmp_path / "quiz.json").write_bytes(DAMAGED[damage])
    quiz = Quiz(tmp_path, book)
    assert quiz.progress == Progress() and "quiz.json" in quiz.notice
    assert files(tmp_path) == {"quiz.json": DAMAGED[damage]}  # looking changes nothing
    quiz.commit(SIJ, GUESS)
    assert DAMAGED[damage] in files(tmp_path / "deleted").values()
    assert "it is kept as" in quiz.notice
    again = Quiz(tmp_path, book)
    assert len(again.progress.answers) == 1 and again.notice == ""


def test_file_damaged_while_the_quiz_is_open_costs_no_answer(quiz):
    quiz.commit(SIJ, GUESS)
    quiz.path.write_bytes(b"{")
    quiz.commit(RUNNER, {})
    again = Quiz(quiz.path.parent, quiz.book)
    assert [a.case for a in again.progress.answers] == [SIJ, RUNNER]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("stated", value) for value in (-0.5, 7.5, None, True, "0.5", 10**400)),
        *(("log_score", value) for value in (-0.5, None, math.inf, math.nan)),
        *(("agrees", value) for value in (1, None, "True")),
        *(("case", value) for value in (None, 3, ["x"], "\ud800")),
        *(("guess", value) for value in (None, "ab", [["a", 3]], [["a"]], {"a": 0.5})),
        *(("asked", value) for value in (None, [{}], ["x"], [{"finding": "faber_test"}])),
    ],
)
def test_hand_edited_value_that_cannot_be_is_a_damaged_file(quiz, field, value):
    quiz.commit(SIJ, GUESS)
    record = json.loads(quiz.path.read_text("utf-8"))
    record["progress"]["answers"][0][field] = value
    with pytest.raises(CaseError, match="damaged"):
        Progress.from_json(json.dumps(record))


def test_two_windows_share_their_answers(quiz):
    other = Quiz(quiz.path.parent, quiz.book)
    quiz.commit(SIJ, GUESS)
    other.ask(RUNNER, "pain_groin")
    other.commit(RUNNER, {})
    quiz.next_case()
    cases = [a.case for a in quiz.progress.answers]
    assert cases == [SIJ, RUNNER] and quiz.progress == other.progress


def test_disk_that_cannot_be_written_keeps_what_was_there_and_says_so(quiz, monkeypatch):
    quiz.commit(SIJ, GUESS)
    before = files(quiz.path.parent)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "replace", full)
        with pytest.raises(CaseError, match="No space left on device.*GLUTEAL_JOURNAL"):
            quiz.commit(RUNNER, {})
    assert files(quiz.path.parent) == before and len(quiz.progress.answers) == 1
    quiz.commit(RUNNER, {})
    assert len(Quiz(quiz.path.parent, quiz.book).progress.answers) == 2


def test_progress_too_large_to_be_read_again_never_replaces_one_that_can(quiz):
    quiz.commit(SIJ, GUESS)
    size = len(Progress(quiz.progress.answers * 2).to_json()) - len(quiz.progress.to_json())
    many = quiz.progress.answers * (MAX_BYTES // size)
    quiz.path.write_text(Progress(many).to_json(), "utf-8")
    before = quiz.path.read_bytes()
    assert MAX_BYTES - size < len(before) <= MAX_BYTES
    with pytest.raises(CaseError, match="is full; export it with to_csv"):
        for _ in range(3):
            quiz.commit(RUNNER, {})
            before = quiz.path.read_bytes()
    assert quiz.path.read_bytes() == before


def test_begun_anew_the_old_answers_are_kept_aside(quiz):
    quiz.reset()
    quiz.commit(SIJ, GUESS)
    kept = quiz.path.read_bytes()
    quiz.reset()
    assert quiz.progress == Progress() and list(files(quiz.path.parent).values()) == [kept]
    assert quiz.next_case().name == quiz.book.index[0]


# -- next case


def test_cases_come_unseen_first_then_the_least_well_scored(tmp_path, book):
    quiz = Quiz(tmp_path, book.iloc[:3])
    a, b, c = book.index[:3]
    truth = book["cause"]
    assert quiz.next_case().name == a
    quiz.commit(a, {truth[a]: 0.6})
    assert quiz.next_case().name == b
    quiz.commit(b, {truth[b]: 0.1})
    assert quiz.next_case().name == c
    quiz.commit(c, {truth[c]: 0.9})
    assert quiz.next_case().name == b
    quiz.commit(b, {truth[b]: 0.95})  # the last time counts
    assert quiz.next_case().name == a


def test_case_begun_comes_before_all_others(quiz):
    quiz.ask(RUNNER, "pain_groin")
    assert quiz.next_case().name == RUNNER


def test_book_may_be_narrowed_and_an_empty_one_is_refused(quiz, book):
    hard = teaching.choose(book, difficulty="hard")
    assert quiz.next_case(hard).name == hard.index[0]
    with pytest.raises(ValueError, match="book is empty"):
        quiz.next_case(book.iloc[:0])


def test_case_that_is_not_in_the_book_is_refused_with_the_nearest(quiz):
    for act in (quiz.seen, lambda c: quiz.ask(c, "faber_test"), lambda c: quiz.commit(c, {})):
        with pytest.raises(ValueError, match=f"none of the cases of the book.*{SIJ}"):
            act("sij_27f_veterans")


# -- questions


def test_question_scores_its_bits_against_the_best_of_its_tier(kb, quiz, book):
    case = teaching.case_at(book.loc[SIJ], 1)
    for finding in ("sij_thigh_thrust", "pain_groin", "block_sij_relief"):
        ranked = gluteal.model.next_findings(case, kb)
        own = ranked[ranked["tier"] == kb.findings.at[finding, "tier"]]["information"]
        said = quiz.ask(SIJ, finding)
        assert said.information == pytest.approx(ranked.at[finding, "information"])
        assert (said.best, said.best_finding) == (pytest.approx(own.max()), own.index[0])
        assert said.score == pytest.approx(own[finding] / own.max()) and 0 <= said.score <= 1
        case = quiz.seen(SIJ)  # the next question is judged by what is known then
    assert [a.answer for a in quiz.progress.asked(SIJ)] == ["present", "not recorded", "absent"]
    assert "sij_thigh_thrust" in case.present and "block_sij_relief" in case.absent
    assert "pain_groin" not in (*case.present, *case.absent)


def test_best_question_of_a_tier_scores_one(kb, quiz):
    ranked = gluteal.model.next_findings(quiz.seen(SIJ), kb)
    assert quiz.ask(SIJ, ranked.index[ranked["tier"] == "examine"][0]).score == 1


def test_question_asked_again_gives_the_same_reply_and_counts_once(quiz):
    first = quiz.ask(SIJ, "sij_thigh_thrust")
    quiz.ask(SIJ, "faber_test")
    assert quiz.ask(SIJ, "sij_thigh_thrust") == first
    assert len(quiz.progress.asked(SIJ)) == 2


def test_what_is_known_already_gives_nothing(quiz):
    said = quiz.ask(SIJ, "age_under_45")
    assert (said.answer, said.information, said.score) == ("present", 0, 0)


def test_test_that_could_do_harm_is_not_done(quiz):
    for finding in ("pain_groin", "worse_running_or_impact", "repetitive_impact_training"):
        assert quiz.ask(RUNNER, finding).answer == "present"
    said = quiz.ask(RUNNER, "hop_or_fulcrum_test")
    assert (said.answer, said.score) == ("not done", 0)
    assert "hop_or_fulcrum_test" not in quiz.seen(RUNNER).present


def test_unknown_finding_is_refused_with_the_nearest_and_nothing_is_kept(quiz):
    with pytest.raises(UnknownFindingError, match="did you mean .*sij_thigh_thrust"):
        quiz.ask(SIJ, "sij_thigh_trust")
    assert files(quiz.path.parent) == {}


# -- scores


def test_answer_holds_the_scores_worked_out_by_hand(quiz, kb):
    # 26 causes; 0.24 is left for 24 of them, 0.01 each, so nothing meets the floor
    answer = quiz.commit(SIJ, GUESS)
    assert answer.stated == answer.probability == pytest.approx(0.5) and answer.right
    assert answer.log_score == pytest.approx(1.0)
    assert answer.brier_score == pytest.approx(0.25 + 0.26**2 + 24 * 0.01**2)
    other = quiz.commit(RUNNER, GUESS)  # 0.01 for the truth
    assert other.log_score == pytest.approx(-math.log2(0.01)) and not other.right
    assert other.brier_score == pytest.approx(0.99**2 + 0.25 + 0.26**2 + 23 * 0.01**2)


def test_model_is_scored_on_what_the_learner_found(quiz, kb):
    quiz.ask(SIJ, "sij_thigh_thrust")
    quiz.ask(SIJ, "sij_distraction")
    p = gluteal.differential(quiz.seen(SIJ), kb)["probability"]
    answer = quiz.commit(SIJ, GUESS)
    truth = p["sacroiliac_joint_pain"]
    assert answer.model_probability == pytest.approx(truth)
    assert answer.model_first == p.idxmax()
    assert answer.model_log_score == pytest.approx(scoring.log_score(p, "sacroiliac_joint_pain"))
    assert answer.model_brier_score == pytest.approx(((p**2).sum() - truth**2) + (1 - truth) ** 2)
    assert answer.data == f"{kb.version} {kb.digest[:12]}"
    assert quiz.progress.asked(SIJ) == () and answer.questions == 2


@pytest.mark.parametrize(
    ("guess", "injection", "message"),
    [
        ({"sij": 1}, "", "none of the causes"),
        ({"coccydynia": 2}, "", "from 0 to 1"),
        (GUESS, "sij_intraarticula", "none of the injections; did you mean sij_intraarticular"),
    ],
)
def test_impossible_answer_is_refused_and_not_kept(quiz, guess, injection, message):
    with pytest.raises(ValueError, match=message):
        quiz.commit(SIJ, guess, injection)
    assert quiz.progress == Progress() and files(quiz.path.parent) == {}


@pytest.mark.parametrize(
    ("case", "injection", "agrees", "words"),
    [
        (SIJ, "sij_intraarticular", True, "diagnostic block.*Nothing holds it"),
        (SIJ, "", False, "would consider: .*Sacroiliac joint"),
        (SIJ, "piriformis_injection", False, "not indicated"),
        (
            "ces_43m_intradural",
            "lumbar_transforaminal_epidural",
            False,
            "Held: Red flag: .*bladder",
        ),
        ("ces_43m_intradural", None, True, "no injection that nothing holds"),
        ("inf_14m_hip_back", "", True, "no injection"),
        ("inf_14m_hip_back", "hip_intraarticular", False, "adults"),
    ],
)
def test_injection_decision_is_judged_by_zone_and_holds(kb, book, case, injection, agrees, words):
    said = judge(book.loc[case], injection, kb)
    assert said["agrees"] is agrees and re.search(words, said["words"])
    assert "12 weeks of conservative care assumed" in said["words"]


@pytest.mark.parametrize("name", gluteal.load().cases.index[::3])
def test_judgement_is_that_of_the_injections_at_the_end_of_examination(kb, book, name):
    row = book.loc[name]
    early = [s for s in row["steps"] if s["stage"] in ("history", "examination")]
    marks = [[f for s in early for f in s[state]] for state in ("present", "absent")]
    case = gluteal.Case(
        *marks, age=row["age"], sex=row["sex"], setting=row["setting"], conservative_weeks=12
    )
    table = gluteal.injections(case, kb)
    in_zone = table["zone"].isin(["therapeutic injection", "diagnostic block"])
    free = set(table.index[in_zone & (table["holds"].map(len) == 0)])
    for injection, line in table.iterrows():
        said = judge(row, injection, kb)
        if line["role"] == "none":
            assert (said["zone"], said["agrees"]) == ("", not free)
        else:
            assert said["zone"] == line["zone"] and said["agrees"] == (injection in free)
            assert said["holds"] == " | ".join(line["holds"])


def test_calibration_compares_the_first_choice_with_the_truth(tmp_path, book):
    quiz = Quiz(tmp_path, book)
    for name in book.index[:6]:  # sure of the sacroiliac joint whatever comes: never right
        quiz.commit(name, {"sacroiliac_joint_pain": 0.9})
    said = quiz.calibration()
    assert (said.n, said.observed) == (6, 0) and said.stated == pytest.approx(0.9)
    assert said.words.startswith("Overconfident")


# -- table and export


def test_table_has_one_row_an_answer(quiz):
    assert quiz.table().empty and list(quiz.table().columns)[:2] == ["case", "cause"]
    quiz.ask(SIJ, "sij_thigh_thrust")
    quiz.commit(SIJ, GUESS, "sij_intraarticular")
    quiz.commit(RUNNER, {})
    table = quiz.table()
    assert table.index.tolist() == [1, 2] and table["case"].tolist() == [SIJ, RUNNER]
    assert table["questions"].tolist() == [1, 0] and pd.isna(table.loc[2, "question_score"])
    assert table.loc[1, ["injection", "agrees"]].tolist() == ["sij_intraarticular", True]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(quiz, start):
    evil = f'{start}HYPERLINK("http://x",A1),\'|'
    answer = dataclasses.replace(quiz.commit(SIJ, GUESS), case=evil, zone=evil, holds=evil)
    quiz.path.write_text(Progress((answer,)).to_json(), "utf-8")
    text = Quiz(quiz.path.parent, quiz.book).to_csv()
    assert text.startswith("\ufeffanswer,case,")
    with io.StringIO(text.removeprefix("\ufeff"), newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["case"] == row["zone"] == row["holds"] == f"'{evil}"
    assert float(row["log_score"]) == pytest.approx(answer.log_score, abs=1e-4)
    assert row["right"] == "True"


@given(st.lists(answers, max_size=4))
def test_no_cell_of_an_export_begins_a_formula_and_numbers_stay_numbers(answers):
    quiz = Quiz.__new__(Quiz)
    quiz.progress = Progress(tuple(answers))
    text = quiz.to_csv().removeprefix("\ufeff")
    with io.StringIO(text, newline="") as stream:
        header, *rows = csv.reader(stream)
    assert len(rows) == len(answers)
    for row, answer in zip(rows, answers):
        said = dict(zip(header, row))
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert float(said["brier_score"]) == pytest.approx(answer.brier_score, abs=1e-4)
        assert said["case"].removeprefix("'") == answer.case.removeprefix("'")


def test_export_of_real_answers_reads_back_as_the_table(quiz):
    for name in quiz.book.index[:4]:
        quiz.ask(name, "pain_groin")
        quiz.commit(name, GUESS, "hip_intraarticular")
    back = pd.read_csv(io.StringIO(quiz.to_csv()), index_col="answer", keep_default_na=False)
    pd.testing.assert_frame_equal(back, quiz.table(), check_dtype=False, atol=1e-4)
    assert len({len(row) for row in cells(quiz.to_csv())}) == 1


def test_export_with_a_decimal_comma_parts_its_cells_by_semicolons(quiz):
    quiz.ask(SIJ, "pain_groin")
    quiz.commit(SIJ, GUESS, "hip_intraarticular")
    text = quiz.to_csv(decimal=",").removeprefix("\ufeff")
    assert text.startswith("answer;case;cause;")
    form = {"sep": ";", "decimal": ",", "index_col": "answer", "keep_default_na": False}
    back = pd.read_csv(io.StringIO(text), **form)
    pd.testing.assert_frame_equal(back, quiz.table(), check_dtype=False, atol=1e-4)


def test_numbers_of_an_export_have_four_digits_behind_the_mark(quiz):
    quiz.commit(SIJ, {"sacroiliac_joint_pain": 1 / 3})
    (row,) = csv.DictReader(io.StringIO(quiz.to_csv().removeprefix("\ufeff")))
    assert row["probability"] == "0.3333"
    assert all(len(row[k].partition(".")[2]) <= 4 for k in ("log_score", "model_brier_score"))


def test_a_decimal_mark_that_is_none_is_refused(quiz):
    with pytest.raises(ValueError, match="must be '.' or ','"):
        quiz.to_csv(decimal=";")
