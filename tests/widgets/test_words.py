"""The page holds no clinical word that Python has, and names only what is in the tables."""

import ast
import re
from pathlib import Path

import pytest

import gluteal
from gluteal import words
from gluteal.cases import CHOICES
from gluteal.knowledge import NO_ZONE, NOT_INDICATED, SETTINGS, TOPICS, URGENCIES, ZONES
from gluteal.widgets.explore import SCRIPTS

KB = gluteal.load()
PATHS = sorted(SCRIPTS.rglob("*.js"))
QUOTED = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'|`([^`]*)`")


def quoted(path):
    """All texts in quotes of a module, but not in its comments."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text("utf-8"), flags=re.S)
    return {"".join(found) for found in QUOTED.findall(text)}


def ids():
    frames = (KB.causes, KB.findings, KB.injections, KB.precautions, KB.red_flags)
    return {str(i) for frame in frames for i in frame.index}


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.name)
def test_no_zone_urgency_setting_or_topic_is_written_on_the_page(path):
    named = {
        *ZONES,
        *URGENCIES,
        *words.SETTING_LABELS,
        *words.SETTING_LABELS.values(),
    }
    named |= {*words.DIRECTIONS.values(), *TOPICS}
    named |= {words.TOPIC_LABELS[t] for t in TOPICS}
    named |= {word for pair in words.PERSONS.values() for word in pair} | {words.PERSON}
    named |= {label for label, *_ in words.TABS}
    found = named & quoted(path)
    assert not found


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.name)
def test_only_the_drawing_names_what_is_in_the_tables(path):
    if path.parent.name != "drawing":
        assert not ids() & quoted(path)


def test_all_that_the_drawing_names_is_in_the_tables():
    named = set()
    for name in ("regions.js", "figure.js", "markup.js"):
        text = (SCRIPTS / "drawing" / name).read_text("utf-8")
        named |= set(re.findall(r'(?:\bid: |BOTH_SIDES = |POINT = )"(\w+)"', text))
    assert "pain_bilateral" in named and len(named) > 15
    assert named <= set(KB.findings.index)
    places = (SCRIPTS / "drawing" / "places.js").read_text("utf-8")
    causes, injections = places.split("export const TARGETS")
    assert set(re.findall(r"^  (\w+): ", causes, re.M)) == set(KB.causes.index)
    assert set(re.findall(r"^  (\w+): ", injections, re.M)) <= set(KB.injections.index)


def test_every_setting_topic_zone_and_direction_has_its_word():
    assert set(words.SETTING_LABELS) == {*SETTINGS, "equal"}
    assert set(TOPICS) <= set(words.TOPIC_LABELS)
    assert set(words.ZONE_KINDS) == set(ZONES) - {NOT_INDICATED, NO_ZONE}
    assert set(KB.injection_evidence["direction"]) - {""} <= set(words.DIRECTIONS)
    assert words.EXAMPLE in KB.findings.index
    assert set(words.PERSONS) == set(CHOICES["sex"])


def test_no_word_is_given_twice():
    tree = ast.parse(Path(words.__file__).read_text("utf-8"))
    targets = [t for node in tree.body if isinstance(node, ast.Assign) for t in node.targets]
    given = [name.id for t in targets for name in ast.walk(t) if isinstance(name, ast.Name)]
    assert len(given) == len(set(given)) > 20
