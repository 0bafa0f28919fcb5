"""What Python sends to the page is what its types say: for every case, and for strange ones."""

import json

import pandas as pd
import pytest
from typeguard import CollectionCheckStrategy, check_type

import gluteal
from gluteal import teaching
from gluteal.cases import Journal
from gluteal.widgets import Explore, Teach, payload, typescript
from gluteal.widgets.catalogue import catalogue
from gluteal.widgets.explore import SCRIPTS
from gluteal.widgets.view import view

KB = gluteal.load()
BOOK = teaching.casebook(KB)
ANSWERS = payload.Answers.__annotations__
HEAVY = gluteal.Case(
    present=[f for f in KB.findings.index if KB.findings.at[f, "question"] == ""][::2],
    absent=[f for f in KB.findings.index if KB.findings.at[f, "question"] == ""][1::2],
    setting="emergency",
    severity=9.5,
    side="both",
    duration_weeks=52,
    conservative_weeks=0,
    weight_kg=61.5,
    precautions=list(KB.precautions.index),
    screened=["allergy"],
    cleared={f"flag:{KB.red_flags.index[-1]}": "seen by a colleague"},
)


def checked(value, kind):
    """The value, if it is of this kind throughout and can be sent as JSON."""
    check_type(value, kind, collection_check_strategy=CollectionCheckStrategy.ALL_ITEMS)
    assert json.loads(json.dumps(value, allow_nan=False)) == value
    return value


class Page:
    """Asks a widget as the page does; what comes back is checked."""

    def __init__(self, widget, monkeypatch):
        self.widget, self.heard = widget, []
        monkeypatch.setattr(
            widget, "send", lambda message, buffers=None: self.heard.append(message)
        )

    def ask(self, name, **more):
        self.heard.clear()
        self.widget._answer(None, {"ask": name, "id": "1", **more}, None)
        answers = [m["shown"] for m in self.heard if "shown" in m]
        assert len(answers) == 1, f"{name} was answered {len(answers)} times"
        for message in self.heard:
            if "kept" in message:
                checked(message["kept"], payload.Kept)
        return checked(answers[0], ANSWERS[name])


@pytest.fixture
def page(monkeypatch, tmp_path):
    monkeypatch.setenv("GLUTEAL_JOURNAL", str(tmp_path))
    return Page(Explore(gluteal.Case(), KB, Journal(tmp_path / "cases")), monkeypatch)


@pytest.fixture
def room(monkeypatch, tmp_path):
    monkeypatch.setenv("GLUTEAL_JOURNAL", str(tmp_path))
    return Page(Teach(kb=KB), monkeypatch)


@pytest.fixture(params=[*KB.cases.index, "empty", "heavy"])
def case(request):
    plain = {"empty": gluteal.Case(), "heavy": HEAVY}
    if request.param in plain:
        return plain[request.param]
    row = BOOK.loc[request.param]
    return teaching.case_at(row, len(row["steps"]), row["setting"])


def test_the_types_of_the_page_are_written_from_those_of_python():
    written = SCRIPTS / "payload.d.ts"
    assert written.read_text("utf-8") == typescript.typescript(), (
        "run python -m gluteal.widgets.typescript"
    )


def test_the_catalogue_is_what_its_type_says():
    checked(catalogue(KB), payload.Catalogue)


def test_the_view_of_a_case_and_all_that_opens_from_it_is_what_its_type_says(case, page):
    page.widget.session.replace(case)
    answer = page.ask("now")["shown"]
    assert answer["rev"] == page.ask("change", turn=1, changes=[])["rev"]
    shown = answer["view"]
    leading = shown["causes"][0]["id"]
    weights = gluteal.weights(page.widget.case, KB)
    for column in weights.columns:
        page.ask("evidence", cause=leading, column=column)
        page.ask("sentence", cause=leading, column=column)
    page.ask("contributions", cause=leading)
    page.ask("compare", one=leading, other=shown["causes"][1]["id"])
    for injection in [card["id"] for card in shown["cards"]]:
        page.ask("option", injection=injection)
    page.ask("handout")


def test_a_value_that_cannot_be_used_is_answered_with_the_rest_and_a_sentence(page):
    changes = [{"field": "age", "value": 400}, {"finding": "faber_test", "state": "present"}]
    shown = page.ask("change", turn=1, changes=changes)
    assert shown["view"] and shown["troubles"][0]["field"] == "age"


def test_all_rows_and_few_rows_are_what_the_type_says():
    for rows in (1, 5, 99):
        checked(view(HEAVY, KB, rows), payload.View)


def test_the_journal_is_what_its_type_says(page):
    page.ask("change", turn=1, changes=[{"finding": "faber_test", "state": "present"}])
    page.ask("save")
    page.ask("recover", entry="", case={"present": ["faber_test", "fever_or_systemically_unwell"]})
    entry = page.ask("cases")["rows"][0]["entry"]
    page.ask("duplicate", entry=entry)
    page.ask("delete", entry=entry)
    page.ask("restore", entry=entry)
    assert "case" in page.ask("open", entry=entry)
    assert "case" in page.ask("new")
    assert "error" in page.ask("open", entry="nothing of the kind")


def test_the_matrix_and_a_ping_are_what_their_types_say(page):
    page.ask("matrix", theme="dark")
    page.ask("ping")
    page.ask("plotly")


@pytest.mark.parametrize(
    "text", ["", "A man of 44, no fever. Fever.", None, 7, "x" * 100_001, "\ud800", "\x00\u202e"]
)
def test_a_letter_is_what_its_type_says(text, page):
    page.ask("letter", text=text)


@pytest.mark.parametrize("name", list(KB.cases.index))
def test_a_lesson_is_what_its_type_says(name, room):
    row = BOOK.loc[name]
    lesson = room.ask("lesson", case=name)
    assert len(lesson["views"]) == len(lesson["steps"]) + 1
    about = {"case": name, "setting": lesson["setting"], "step": len(lesson["steps"])}
    room.ask("proofs", cause=row["cause"], **about)
    finding = next((m["id"] for s in lesson["steps"] for m in s["marks"]), "faber_test")
    room.ask("bayes", finding=finding, state="absent", cause=row["cause"], pre=0.2)
    room.ask("teaching handout", **about)
    room.ask("free", **about)


def test_the_library_and_the_quiz_are_what_their_types_say(room):
    room.ask("library")
    quiz = room.ask("quiz")
    assert quiz["injections"] and pd.Series(quiz["all"]).item() == len(BOOK)
    room.ask("quiz ask", case=quiz["case"], finding="faber_test")
    assert room.ask("quiz")["asked"]
    guess = {quiz["causes"][0]["id"]: 0.5}
    bad = room.ask("quiz commit", case=quiz["case"], guess={"nothing": 0.5}, injection="")
    assert "error" in bad
    room.ask("quiz commit", case=quiz["case"], guess=guess, injection="")
    assert room.ask("quiz")["calibration"]
    room.ask("quiz file", decimal=",")
    room.ask("quiz reset")


def test_every_question_has_a_type_and_every_type_a_question(page, room):
    taught, explored = (set(p.widget._answers({})) for p in (room, page))
    assert taught | explored | {"plotly"} == set(ANSWERS)
    assert explored - taught == {"letter"}  # a patient's letter is not read beside a class
