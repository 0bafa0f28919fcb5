"""What the wall is told of a case: when a ranking does not hold, and how marks add up."""

import gluteal
from gluteal import care, teaching, words
from gluteal.widgets.lesson_view import lesson, library, made_visible, proofs

KB = gluteal.load()
BOOK = teaching.casebook(KB)


def test_a_ranking_is_suspended_from_the_step_at_which_an_immediate_flag_is_up():
    row = BOOK.loc["ces_43m_intradural"]
    views = lesson(row, row["setting"], KB)["views"]
    for step, view in enumerate(views):
        case = teaching.case_at(row, step, row["setting"])
        assert bool(view["suspended"]) == bool(care.no_ranking(case, KB))
    assert views[1]["suspended"] == "" and views[-1]["suspended"] == words.FLAG_UP


def test_a_child_is_outside_the_tables_in_the_library_and_at_every_step():
    books = library(BOOK, None, KB)["cases"]
    assert {b["id"] for b in books if b["outside"]} == set(BOOK.index[BOOK["age"] < 18])
    row = BOOK.loc["inf_14m_hip_back"]
    told = lesson(row, row["setting"], KB)
    assert told["outside"] and all(
        words.OUTSIDE_RANKING in v["suspended"] for v in told["views"][1:]
    )


def test_candidates_are_all_causes_by_name():
    candidates = library(BOOK, None, KB)["candidates"]
    assert {c["id"] for c in candidates} == set(KB.causes.index)
    labels = [c["label"].casefold() for c in candidates]
    assert labels == sorted(labels)


def test_marks_of_one_cluster_are_told_both_ways_and_marks_of_none_once():
    tests = ["sij_distraction", "sij_thigh_thrust", "sij_compression", "sij_sacral_thrust"]
    many = proofs(gluteal.Case(present=tests, setting="pain_clinic"), "sacroiliac_joint_pain", KB)
    assert "if every mark were an independent proof" in many["told"]
    one = proofs(gluteal.Case(present=tests[:1], setting="pain_clinic"), "coccydynia", KB)
    assert one["told"].endswith("no two of these marks measure the same thing.")


def test_a_rare_cause_too_is_shown_with_a_hundred_people():
    about = {"finding": "tender_coccyx", "cause": "coccydynia", "state": "absent", "pre": 0.01}
    assert "100 people:" in made_visible(about, KB)["icons"]
