"""The safety case: every hazard has a control, and every proof is a test that is there."""

import ast
import csv
import json
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAFETY = ROOT / "docs" / "safety"
COLUMNS = "id hazard cause harm severity control proof status opened".split()
with (SAFETY / "hazard_log.csv").open(encoding="utf-8", newline="") as _file:
    _READER = csv.DictReader(_file)
    HAZARDS, HEAD = list(_READER), _READER.fieldnames
PROOF = re.compile(r"tests/[\w/]+\.py::test_\w+")
DOCUMENTS = [*sorted(SAFETY.glob("*.md")), ROOT / "SECURITY.md", ROOT / "SAFETY.md"]


@cache
def names_in(path):
    """Names of the tests of a file."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}


def missing(proof):
    path, _, name = proof.partition("::")
    return not (ROOT / path).is_file() or name not in names_in(path)


def test_the_log_is_a_table_of_hazards_numbered_without_a_gap():
    assert HEAD == COLUMNS and len(HAZARDS) >= 25
    assert [h["id"] for h in HAZARDS] == [f"H{i:03d}" for i in range(1, len(HAZARDS) + 1)]
    assert len({h["hazard"] for h in HAZARDS}) == len(HAZARDS)


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda h: h["id"])
def test_a_hazard_says_all_and_its_proofs_are_there(hazard):
    assert all(hazard[column].strip() for column in COLUMNS) and None not in hazard
    assert hazard["severity"] in ("low", "medium", "high", "very high")
    assert hazard["status"] in ("controlled", "partly", "open")
    date.fromisoformat(hazard["opened"])
    proofs = [] if hazard["proof"] == "none" else hazard["proof"].split(";")
    assert all(PROOF.fullmatch(p) for p in proofs) and not [p for p in proofs if missing(p)]
    assert proofs or hazard["status"] == "open"


def test_a_proof_that_is_not_there_is_found():
    assert missing("tests/docs/test_safety.py::test_no_such")
    assert missing("tests/no_such.py::test_x")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_what_a_document_names_as_proof_is_there_and_its_links_lead_somewhere(path):
    text = path.read_text("utf-8")
    assert not [p for p in PROOF.findall(text) if missing(p)]
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text):
        assert target.startswith("https://") or (path.parent / target).exists(), target


def test_every_table_of_the_data_has_a_reviewer_to_be_named():
    text = (SAFETY / "reviewer_checklist.md").read_text("utf-8")
    for path in sorted((ROOT / "data").glob("*.csv")):
        assert f"`{path.name}`" in text, path.name


def test_the_intended_purpose_stands_in_one_place():
    canonical = (SAFETY / "intended_purpose.md").read_text("utf-8")
    told = (ROOT / "SAFETY.md").read_text("utf-8").split("## Intended use")[1].split("\n## ")[0]
    assert "docs/safety/intended_purpose.md" in told and len(told.split("\n\n")) <= 4
    for word in ("qualified clinicians", "adult", "not a medical device", "under 18"):
        assert word in canonical and word in told


def test_the_figures_of_the_clinical_evaluation_are_those_of_the_model_card():
    card = json.loads((ROOT / "docs" / "model_card.json").read_text("utf-8"))["AppliedModelCard"]
    metrics = card["KeyMetrics"]["UsefulnessUsabilityEfficacy"]["Results"]["MetricResult"]
    measured = {m["Label"]: json.loads(m["ValueJson"]) for m in metrics}
    text = (SAFETY / "clinical_evaluation.md").read_text("utf-8")
    rows = re.findall(r"^\| ([^|]+: [^|]+) \| ([\d.]+) \| ([\d.]+) to ([\d.]+) \|$", text, re.M)
    assert len(rows) >= 6
    for label, *figures in rows:
        found = measured[label]
        assert [float(f) for f in figures] == [found["mean"], found["low"], found["high"]], label


def test_no_table_is_called_reviewed_that_nobody_signed():
    text = (SAFETY / "reviewer_checklist.md").read_text("utf-8")
    signed = [
        line for line in text.splitlines() if line.startswith("| `") and "| none |" not in line
    ]
    assert signed == []  # whoever signs the first table changes the sentence above and this test
    assert "No table has a reviewer yet" in text
