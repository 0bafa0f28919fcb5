"""What a screen says comes from the tables or from the catalogue of its language."""

import ast
import json
from pathlib import Path

import pytest

import gluteal
from gluteal import words
from gluteal.cases import CHOICES, RANGES, Journal
from gluteal.knowledge import RISKS, TIERS, URGENCIES, ZONES, data_folder, language_codes
from gluteal.widgets.catalogue import catalogue
from gluteal.widgets.explore import Explore
from gluteal.widgets.journal_view import entries
from gluteal.widgets.view import view

ROOM = Path(gluteal.__file__).parent
OTHERS = language_codes()[1:]
CASE = gluteal.Case(
    present=["pain_over_sij", "sij_thigh_thrust", "sij_compression", "sij_distraction"],
    absent=["straight_leg_raise"],
    age=44,
    sex="female",
    setting="pain_clinic",
)


def phrases(code):
    return json.loads((data_folder() / "languages" / code / "screen.json").read_text("utf-8"))


def said_in(path):
    """Texts of a source that are said, each a literal in the call or a constant above it."""
    tree = ast.parse(path.read_text("utf-8"))
    constants = {
        n.targets[0].id: n.value.value
        for n in tree.body
        if isinstance(n, ast.Assign)
        and isinstance(n.targets[0], ast.Name)
        and isinstance(n.value, ast.Constant)
    }
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        if getattr(call.func, "attr", getattr(call.func, "id", "")) != "say":
            continue
        first = call.args[0]
        for part in [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]:
            if isinstance(part, ast.Constant):
                yield part.value
            elif isinstance(part, ast.Name) and part.id in constants:
                yield constants[part.id]


def texts(value):
    """Every text of a constant of `words`, at any depth, without the keys."""
    if isinstance(value, str):
        return [value] if value else []
    inner = value.values() if isinstance(value, dict) else value
    return [t for part in inner for t in texts(part)] if isinstance(value, (dict, tuple)) else []


NOT_SAID = {"SETTINGS", "SETTINGS_SHOWN", "SETTING_FIRST", "EXAMPLE", "DENIED", "ZONE_KINDS"}
NOT_SAID |= {"FIRM", "LEANING", "OPEN"}  # names of what is said in FIRM_SENTENCES
IDS = {"history", "examination", "investigation", "block", *(key for key, _ in words.FIELDS)}


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_that_python_says_is_translated(code):
    found = {text for path in ROOM.rglob("*.py") for text in said_in(path)}
    assert len(found) > 60
    assert found - set(phrases(code)) == set()


@pytest.mark.parametrize("code", OTHERS)
def test_every_word_that_is_kept_once_is_translated(code):
    named = {
        n.targets[0].id
        for n in ast.parse((ROOM / "words.py").read_text("utf-8")).body
        if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name)
    }
    kept = {t for name in named - NOT_SAID for t in texts(getattr(words, name))} - IDS
    assert kept - set(phrases(code)) == set()


@pytest.mark.parametrize("code", OTHERS)
def test_every_name_of_a_vocabulary_is_translated(code, kb):
    spans = [s.label for s in RANGES.values()] + [s.unit for s in RANGES.values() if s.unit]
    domains = set(kb.findings["domain"])
    names = {*TIERS, *URGENCIES, *ZONES, *RISKS, *CHOICES["sex"], *CHOICES["side"], *spans}
    assert (names | domains) - set(phrases(code)) == set()


def test_english_sends_no_catalogue():
    sent = catalogue(gluteal.load())["language"]
    assert sent["code"] == "en" and sent["phrases"] == {} and sent["note"] == ""


def test_the_catalogue_of_a_language_is_sent_once_and_not_with_an_answer():
    kb = gluteal.load(language="de")
    assert len(catalogue(kb)["language"]["phrases"]) > 500
    assert "phrases" not in json.dumps(view(CASE, kb))


def test_what_follows_from_the_marks_is_german():
    kb, english = gluteal.load(language="de"), gluteal.load()
    shown, theirs = view(CASE, kb), view(CASE, english)
    assert "Ursache" in shown["grid"] and "vor den Befunden" in shown["grid"]
    assert "ISG-Dysfunktion" in shown["grid"] and "SIJ dysfunction" not in shown["grid"]
    assert ">+4,0<" in shown["grid"] or "," in shown["known"]["word"]
    assert shown["next"] and all(
        r["reason"].startswith(("Trennt ", "Spricht ", "Vorher ")) for r in shown["next"]
    )
    assert shown["cards"][0]["zone"] == theirs["cards"][0]["zone"]  # an id, said by the page
    assert [g["probability"] for g in shown["glow"]] == [g["probability"] for g in theirs["glow"]]


def test_a_hold_that_is_a_flag_stays_one():
    case = gluteal.Case(present=[*CASE.present, "history_of_cancer"], setting="pain_clinic")
    held = [h for c in view(case, gluteal.load(language="de"))["cards"] for h in c["holds"]]
    flags = [h["text"] for h in held if h["flag"]]
    assert flags and all(text.startswith("Warnzeichen: ") for text in flags)


def test_the_variable_names_the_language_of_a_screen(monkeypatch, tmp_path):
    monkeypatch.setenv("GLUTEAL_LANGUAGE", "de")
    assert Explore(CASE, journal=Journal(tmp_path)).kb.language.code == "de"
    assert gluteal.explore(CASE, gluteal.load()).kb.language.code == "en"
    monkeypatch.setenv("GLUTEAL_LANGUAGE", "xx")
    with pytest.raises(ValueError, match="must be one of en"):
        gluteal.explore(CASE)


def test_times_in_the_list_of_cases_are_written_as_the_language_does(tmp_path):
    journal = Journal(tmp_path)
    journal.save(journal.new().entry, CASE)
    (row,) = entries(journal, gluteal.load(language="de"))
    day, _, time = row["saved"].partition(", ")
    assert len(day.split(".")) == 3 and ":" in time and row["who"].startswith("weiblich 44")


def test_the_hand_out_stays_english_as_a_whole():
    made = Explore(CASE, gluteal.load(language="de"))._answers({})["handout"]()
    assert "SIJ dysfunction" in made["html"] or "Sacroiliac" in made["html"]
    assert "Iliosakral" not in made["html"] + made["text"]
