"""What the view says beside the ranking: what is answered, what settles what, when nothing ranks."""

import json

import pytest
from typeguard import CollectionCheckStrategy, check_type

import gluteal
from gluteal import Case, care, teaching
from gluteal.knowledge import TOPICS
from gluteal.widgets import before as asked
from gluteal.widgets import catalogue, payload
from gluteal.widgets.evidence import evidence
from gluteal.widgets.reasons import reason_of
from gluteal.widgets.sources import source
from gluteal.widgets.view import view

KB = gluteal.load()
BOOK = teaching.casebook(KB)
PRECAUTIONS = catalogue.catalogue(KB)["precautions"]


def before(case):
    told = view(case, KB)["before"]
    return {part: {t["id"]: (t["state"], t["said"]) for t in told[part]} for part in told}


@pytest.mark.parametrize("name", [*KB.cases.index])
def test_the_view_of_every_case_is_what_its_type_says(name):
    row = BOOK.loc[name]
    case = teaching.case_at(row, len(row["steps"]), row["setting"])
    shown = view(case, KB)
    check_type(shown, payload.View, collection_check_strategy=CollectionCheckStrategy.ALL_ITEMS)
    assert json.loads(json.dumps(shown, allow_nan=False)) == shown
    if care.no_ranking(case, KB):
        assert not (shown["next"] or shown["cards"] or shown["glow"] or shown["more"])
        assert "heat" not in shown["grid"] and shown["target"] is None


def test_what_is_listed_is_in_the_tables():
    ids = {p["id"] for p in PRECAUTIONS}
    assert ids == {*KB.precautions.index, *KB.anticoagulants.index}
    assert {*catalogue.RULES, *(i for pair in catalogue.EITHER for i in pair)} <= ids
    assert asked.UNDER_AGE in KB.precautions.index


def test_what_cannot_both_be_true_excludes_each_other_both_ways():
    against = {p["id"]: p["against"] for p in PRECAUTIONS}
    assert all(one in against[other] for one, others in against.items() for other in others)


def test_pregnancy_of_a_man_does_not_apply_and_of_a_woman_is_asked():
    assert before(Case(sex="male"))["topics"]["pregnancy"] == ("none", "not asked of a man")
    assert before(Case(age=71))["topics"]["pregnancy"] == ("none", "not asked at this age")
    assert "pregnancy" not in before(Case(sex="female", age=30))["topics"]


def test_a_topic_is_answered_by_the_marks_as_care_reads_them():
    for name in KB.findings.index[KB.findings["screening"] == "yes"]:
        case = Case(absent=[name])
        open_ = {*care.options(case, KB)[0]["not_asked"]}
        assert set(before(case)["topics"]) == {*TOPICS} - open_


def test_the_age_answers_the_precaution_for_the_young():
    assert before(Case(age=9))["precautions"]["under_18"] == ("present", "age 9")
    assert before(Case(age=44))["precautions"]["under_18"] == ("absent", "age 44")
    assert "under_18" not in before(Case())["precautions"]


def test_each_kind_of_reason_is_asked_for_in_its_own_words():
    leg = ["pain_below_knee", "straight_leg_raise", "crossed_straight_leg_raise"]
    shown = view(Case(present=[*leg, "history_of_cancer", "unexplained_weight_loss"], age=70), KB)
    for flag in shown["flags"]:
        assert flag["reason"]["key"] == f"flag:{flag['id']}"
        assert flag["reason"]["about"] == KB.red_flags.at[flag["id"], "label"]
    exceptions = {e for e in KB.care["trial_exception"] if e}
    for name in exceptions:
        assert reason_of(f"exception:{name}", KB)["about"].endswith(".")
    assert KB.label("pregnancy") in reason_of("precaution:pregnancy", KB)["act"]


def test_every_doi_and_pmid_of_a_citation_leads_somewhere_and_no_letter_is_lost():
    for _, row in KB.references.iterrows():
        parts = source(row["citation"])["parts"]
        assert "".join(p["text"] for p in parts) == row["citation"]
        found = {p["url"] for p in parts if p["url"]}
        assert len(found) == bool(row["doi"]) + bool(row["pmid"])


def test_no_id_of_a_presentation_is_shown_in_the_evidence():
    rows = evidence("sacroiliac_joint_pain", "pregnancy_or_postpartum", KB)["parts"][0]["rows"]
    said = " ".join(row["what"] for row in rows)
    assert "_" not in said and "presentation: " in said
