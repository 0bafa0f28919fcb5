"""Each point of the audit of the care tables stands in its cell, and its row names the sources.

``authorities/audit.csv`` holds a line a cell: the fragment that carries the fact, and the ids of
the sources that the row must name. Several lines may belong to one of the 29 points.
"""

import json
from pathlib import Path

import pandas as pd
import pytest

from gluteal.knowledge import data_folder, split

AUDIT = pd.read_csv(
    Path(__file__).parents[1] / "authorities" / "audit.csv", dtype=str, keep_default_na=False
)
LINES = AUDIT.to_dict("records")
NAMES = [f"{a['point']}-{a['row'].replace(' ', '-')}-{a['column']}" for a in LINES]
WORD = ("bleeding_risk", "direction", "evidence_grade", "severity", "basis", "verified")


def record(kb, line):
    """The row of a line as a mapping: of a table, of the evidence in use, of the references."""
    if line["table"] == "references":
        found = json.loads((data_folder() / "references.json").read_text("utf-8"))
        return next(r for r in found if r["id"] == line["row"])
    if line["table"] == "evidence":
        cause, finding = line["row"].split()
        used = kb.evidence.query("cause == @cause and finding == @finding and use == 'yes'")
        return used.iloc[0]
    if line["table"] == "injection_evidence":
        injection, cause = line["row"].split()
        return kb.injection_evidence.query("injection == @injection and cause == @cause").iloc[0]
    return getattr(kb, line["table"]).loc[line["row"]]


@pytest.mark.parametrize("line", LINES, ids=NAMES)
def test_the_cell_says_what_the_audit_asked_for(kb, line):
    cell, wanted = str(record(kb, line)[line["column"]]), line["must_contain"]
    assert cell == wanted if line["column"] in WORD else wanted in cell


@pytest.mark.parametrize("line", LINES, ids=NAMES)
def test_the_row_names_the_sources_of_the_audit(kb, line):
    row, asked = record(kb, line), set(split(line["sources"]))
    assert asked or line["table"] == "references"
    named = set() if not asked else set(split(row.get("sources", row.get("source"))))
    assert asked <= named and asked <= set(kb.references.index)


def test_every_point_of_the_audit_has_a_line():
    assert {int(p) for p in AUDIT["point"]} == set(range(1, 30))


def test_every_restart_thinks_first_of_the_bloody_needle(kb):
    first = "After a bloody, difficult or repeated needle: not before 24 h"
    assert kb.anticoagulants["restart"].str.startswith(first).all()


def test_a_source_whose_words_were_not_seen_leaves_its_column_marked(kb):
    for flag in ("cancer_with_neurology", "bilateral_or_progressive_deficit", "night_pain"):
        assert "action" in split(kb.red_flags.at[flag, "from_memory"])
    for row in ("bleeding_disorder", "anticoagulant_intermediate_risk", "anticoagulant_high_risk"):
        assert "action" in split(kb.precautions.at[row, "from_memory"])


def test_no_evidence_in_conflict_has_the_best_grade(kb):
    assert "A" not in set(kb.injection_evidence.query("direction == 'conflict'")["evidence_grade"])


def test_the_ceiling_named_first_is_the_one_that_is_used(kb):
    said = kb.precautions.at["local_anaesthetic_dose", "action"]
    row = kb.anaesthetics.loc["lidocaine"]
    used = f"{row['mg_per_kg']:g} mg/kg, at most {row['max_mg']:g} mg"
    assert said.index(used) < said.index("4.5 mg/kg")
