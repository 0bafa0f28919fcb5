"""What the pages tell a reader to run runs, and what they promise to describe is described."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

import gluteal
from gluteal.knowledge.schema import TABLES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PYTHON = re.compile(r"```python\n(.*?)```", re.S)


def blocks(name):
    return PYTHON.findall((DOCS / f"{name}.md").read_text("utf-8"))


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """Everything that the recipes made, followed to the letter in an empty folder."""
    space = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("reader"))
        for block in blocks("recipes"):
            exec(block, space)
    return space


def test_the_recipes_lead_to_tables_that_load_and_differ_from_ours(followed):
    kb, ours = followed["kb"], gluteal.load()
    assert kb.version.endswith("+changed") and kb.digest != ours.digest
    for name in ("causes", "findings", "red_flags", "injections"):
        assert len(getattr(kb, name)) == len(getattr(ours, name)) + 1, name


def test_the_row_of_evidence_of_the_recipe_sets_its_cell(followed):
    row = followed["kb"].trace("ischial_bursitis", "worse_hard_seat").iloc[0]
    assert (
        row["table"] == "evidence" and row["source"] == "our_count" and row["basis"] == "prevalence"
    )


def test_the_finding_of_the_recipe_raises_its_flag_and_moves_its_cause(followed):
    kb, case = followed["kb"], gluteal.Case(present=["leg_swelling"])
    assert "swollen_leg" in gluteal.red_flags(case, kb).index
    assert gluteal.weights(case, kb).at["pelvic_malignancy", "leg_swelling"] > 0


def test_the_cause_of_the_recipe_is_ranked_and_its_injection_listed(followed):
    kb = followed["kb"]
    case = gluteal.Case(present=["worse_sitting", "pain_ischial"], setting="pain_clinic")
    assert gluteal.differential(case, kb).at["inferior_cluneal_neuralgia", "probability"] > 0.004
    assert "inferior_cluneal_block" in gluteal.injections(case, kb).index


def test_the_case_of_the_recipe_has_no_problem_and_can_be_taught(followed):
    assert followed["problems"].empty and len(followed["book"]) == 1


def sections():
    """Of the data dictionary: table to the text under its heading."""
    text = (ROOT / "data/README.md").read_text("utf-8")
    parts = re.split(r"^### (\w+)\.csv$", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def described(name, text):
    """Columns that the first cells of a section's table name, one by one or from the first to the last."""
    columns, found = list(TABLES[name].columns), set()
    for cell in re.findall(r"^\| (`.+?) \|", text, re.M):
        named = re.findall(r"`(\w+)`", cell)
        found.update(named)
        if " to " in cell:
            for first, last in pairwise(named):
                found.update(columns[columns.index(first) : columns.index(last)])
    return found


@pytest.mark.parametrize("name", TABLES)
def test_every_column_of_a_table_is_described_in_the_data_dictionary(name):
    assert set(TABLES[name].columns) - described(name, sections()[name]) == set()
