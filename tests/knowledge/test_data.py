"""Every row of every bundled table: counts, sources, figures, words, rules and files."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
import simple_icd_10_cm as icd10cm

import gluteal
from gluteal.knowledge import SETTINGS, data_folder, parse_rule, published_ratios, split
from gluteal.knowledge.reader import MANIFEST, files
from gluteal.knowledge.schema import TABLES

SEEDS = """gluteal_trigger_points piriformis_syndrome pubic_ramus_stress_fracture osteitis_pubis
    sacroiliac_joint_pain greater_trochanteric_pain ischial_bursitis lumbar_radiculopathy
    lumbar_facet_pain lumbar_spinal_stenosis pelvic_visceral_referral""".split()
CLASSES = {
    "steroid": "uses_steroid",
    "contrast": "uses_contrast",
    "botulinum": "uses_botulinum",
    "fluoroscopy/CT": "ionising",
}
RULES = [
    ("red_flags", "rule"),
    ("composites", "rule_expr"),
    ("injections", "requires"),
    ("injections", "therapeutic_requires"),
    ("findings", "unsafe_when"),
]
LEFTOVERS = ["[reviewed", "[recalled", "[judgement", "column was compared", "prototype", ".csv"]
CSL_TYPES = {"article-journal", "book", "chapter", "report", "thesis", "webpage"}


def rows(kb, name):
    """A table with its id as a column."""
    frame = getattr(kb, name)
    return frame.reset_index() if frame.index.name else frame


def source_column(name):
    return next((c for c in ("source", "sources") if c in TABLES[name].columns), None)


@pytest.mark.parametrize(
    ("name", "count"),
    {
        "causes": 26,
        "findings": 167,
        "evidence": 3644,  # the research has 3,645; one was a duplicate and is merged
        "backgrounds": 167,
        "references": 632,
        "red_flags": 45,
        "precautions": 41,
        "anticoagulants": 23,
        "injections": 36,
        "composites": 50,
        "presentations": 49,
        # without 91 that gave a finding which shows one disease a rate in another
        "presentation_cells": 2183 - 91,
        "thresholds": 26,
        "care": 26,
        "priors": 26,
        "cases": 30,
    }.items(),
)
def test_no_table_lost_a_row_of_the_research(kb, name, count):
    assert len(getattr(kb, name)) >= count


def test_rows_in_use_and_reasons_against_injecting_are_no_fewer_than_in_the_research(kb):
    assert (kb.evidence["use"] == "yes").sum() >= 3326
    assert (kb.composites["use"] == "yes").sum() >= 5
    none = kb.injections.index.str.startswith("none_")
    assert none.sum() == 7
    assert (kb.injections["role"] == "none").tolist() == none.tolist()


def test_what_the_documents_say_of_the_tables_without_a_number_is_so(kb):
    used = kb.evidence.query("use == 'yes'")["basis"].value_counts(normalize=True)
    assert used["judgement"] > 0.8 and used["review"] > 0.5 * (1 - used["judgement"])
    assert 0.02 < used["accuracy"] + used["prevalence"] < 0.045
    assert (kb.backgrounds["basis"] == "judgement").mean() > 0.9
    assert 0.6 < (kb.priors["basis"] == "anchored").mean() < 0.75
    assert 0.35 < (kb.findings["differs"] != "").mean() < 0.65


@pytest.mark.parametrize("name", ["README.md", "SAFETY.md", "data/README.md"])
def test_no_document_pins_how_many_findings_or_cells_there_are(name):
    text = (Path(__file__).parents[2] / name).read_text("utf-8")
    assert re.findall(r"\d[\d,]* (?:findings|causes x|cells|backgrounds|statements)\b", text) == []


@pytest.mark.parametrize("cause", SEEDS)
def test_cause_of_the_founding_text_is_there_and_says_so(kb, cause):
    assert kb.causes.at[cause, "seed"] == "yes"
    assert kb.priors.loc[cause, list(SETTINGS)].gt(0).all()


@pytest.mark.parametrize(
    ("source", "pmid"), [("bron2012", "22836591"), ("hicks2023", None), ("lee2005", "15782021")]
)
def test_reference_of_the_founding_text_is_there_and_is_used(kb, source, pmid):
    assert kb.references.at[source, "pmid"] == pmid or pmid is None
    assert any(source in split(cell) for cell in kb.evidence["source"])


@pytest.mark.parametrize("name", [n for n in TABLES if source_column(n)])
def test_every_source_resolves_to_a_citation(kb, name):
    for cell in rows(kb, name)[source_column(name)]:
        assert all(citation.strip() for citation in kb.cite(cell))


@pytest.mark.parametrize("name", [n for n in TABLES if n not in ("questions", "coded")])
def test_every_number_has_a_source_or_says_that_it_is_a_judgement(kb, name):
    frame, column = rows(kb, name), source_column(name)
    for i, row in frame.iterrows():
        given = [c for c, s in TABLES[name].columns.items() if s.numeric and not pd.isna(row[c])]
        bare = set(given) - set(split(row.get("from_memory", "")))
        if bare and not (column and row[column]):
            assert "judgement" in row["basis"], f"{name}.csv row {i + 2}: {bare}"


@pytest.mark.parametrize("name", [n for n, t in TABLES.items() if "from_memory" in t.columns])
def test_care_from_memory_names_the_columns_to_check(kb, name):
    frame = rows(kb, name)
    for i, row in frame.iterrows():
        named = split(row["from_memory"])
        assert set(named) <= set(frame.columns), f"{name}.csv row {i + 2}"
        assert named or row.get("verified") != "recalled", f"{name}.csv row {i + 2} names none"


@pytest.mark.parametrize("setting", SETTINGS)
def test_priors_of_a_setting_sum_to_one_and_leave_no_cause_out(kb, setting):
    assert kb.priors[setting].sum() == pytest.approx(1, abs=1e-9)
    assert (kb.priors[setting] > 0).all()
    assert set(kb.priors.index) == set(kb.causes.index)


def test_shares_of_the_presentations_of_a_cause_sum_to_one(kb):
    shares = kb.presentations.groupby("cause")["share"]
    assert shares.sum().tolist() == pytest.approx([1] * shares.ngroups, abs=1e-9)
    assert (kb.presentations["share"] > 0).all()


def test_every_accuracy_row_in_use_with_a_specificity_says_whether_it_fits(kb):
    ratios = published_ratios(kb)
    assert len(ratios) > 10 and set(ratios["comparator_fit"]) == {"yes", "no"}


def test_ratio_of_the_model_lies_within_the_published_interval_where_the_comparator_fits(kb):
    ratios = published_ratios(kb).query("comparator_fit == 'yes'")
    assert ratios[~ratios["within"]].empty


def test_ratio_outside_the_published_interval_gives_its_reason(kb):
    ratios = published_ratios(kb).query("comparator_fit == 'no'")
    assert ratios[ratios["within"] | (ratios["fit_reason"] == "")].empty


def test_icd_10_cm_codes_are_valid_and_every_cause_has_one(kb):
    for cause, codes in kb.causes["icd10cm"].items():
        assert split(codes) and all(icd10cm.is_valid_item(c) for c in split(codes)), cause


@pytest.mark.parametrize("name", [n for n, t in TABLES.items() if "label" in t.columns])
def test_labels_are_unique_and_fit_the_screen(kb, name):
    frame = rows(kb, name)
    scope = ["cause"] if name == "presentations" else []
    long = 70 if name in ("precautions", "red_flags") else 60
    for column, most in (("label", long), ("short", 26)):
        if column in frame:
            assert not frame.duplicated([*scope, column]).any()
            assert frame.loc[frame[column].str.len() > most, column].to_list() == []


@pytest.mark.parametrize("file", files())
def test_texts_hold_no_leftovers_and_never_say_that_the_diagnosis_is(file):
    lines = (data_folder() / file).read_text("utf-8").splitlines()
    said = [*LEFTOVERS, "diagnosis is"]
    found = [(i, s) for i, line in enumerate(lines, 1) for s in said if s in line.lower()]
    assert found == [], f"{file}: lines and leftovers"


@pytest.mark.parametrize("file", [*files(), MANIFEST])
def test_file_is_utf_8_without_mark_and_with_plain_line_ends(file):
    content = (data_folder() / file).read_bytes()
    assert content.decode("utf-8") and not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content and content.endswith(b"\n")


@pytest.mark.parametrize("name", [n for n, t in TABLES.items() if {"cause", "finding"} & {*t.key}])
def test_rows_stand_in_the_order_of_causes_presentations_and_findings(kb, name):
    parts = list(zip(kb.presentations["cause"], kb.presentations["presentation"]))
    causes, findings = list(kb.causes.index), list(kb.findings.index)
    keys = [
        (
            causes.index(row["cause"]) if "cause" in row else 0,
            parts.index((row["cause"], row["presentation"])) if "presentation" in row else 0,
            findings.index(row["finding"]) if "finding" in row else 0,
            row.get("use") == "no",
        )
        for row in rows(kb, name).to_dict("records")
    ]
    assert keys == sorted(keys)


def test_composites_stand_in_the_order_of_their_causes(kb):
    order = kb.causes.index.get_indexer(kb.composites["cause"]).tolist()
    assert order == sorted(order)


@pytest.mark.parametrize(("name", "column"), [("causes", "group"), ("findings", "stage")])
def test_causes_of_a_group_and_findings_of_a_stage_stand_together(kb, name, column):
    values = getattr(kb, name)[column]
    runs = values[values != values.shift()]
    assert runs.is_unique, f"{name}.csv comes back to {runs[runs.duplicated()].to_dict()}"


def test_references_are_csl_json_sorted_by_id():
    records = json.loads((data_folder() / "references.json").read_text("utf-8"))
    ids = [r["id"] for r in records]
    assert ids == sorted(set(ids)) and all(re.fullmatch("[a-z0-9_]+", i) for i in ids)
    assert all(r["type"] in CSL_TYPES and r["title"].strip() for r in records)


def test_every_target_of_a_precaution_reaches_an_injection(kb):
    real = kb.injections.query("role != 'none'")
    reached = {c: real.index[real[use] != "never"] for c, use in CLASSES.items()}
    reached |= {"all": real.index} | {i: [i] for i in real.index}
    targets = kb.precautions["applies_to"].map(split).explode()
    assert [(p, t) for p, t in targets.items() if not len(reached.get(t, []))] == []
    assert set(CLASSES) <= set(targets)


def test_precaution_is_suggested_by_findings_that_exist(kb):
    suggesting = {f for cell in kb.precautions["suggested_by"] for f in split(cell)}
    assert suggesting and suggesting <= set(kb.findings.index)


@pytest.mark.parametrize(("name", "column"), RULES)
def test_rules_parse_and_name_findings_that_exist(kb, name, column):
    for rule in getattr(kb, name)[column]:
        assert set(parse_rule(rule).findings) <= set(kb.findings.index)


def test_each_red_flag_is_raised_when_all_its_findings_are_present(kb):
    for flag, rule in kb.red_flags["rule"].items():
        clauses = [c for alternative in parse_rule(rule).alternatives for c in alternative]
        case = gluteal.Case(present={f for c in clauses if not c.lenient for f in c.findings})
        assert flag in gluteal.red_flags(case, kb).index


def test_marks_of_every_bundled_case_agree_with_its_age_and_sex(kb):
    for row in kb.cases.itertuples():
        case = gluteal.Case(row.present, row.absent, setting=row.setting, age=row.age, sex=row.sex)
        case.check(kb)
        assert row.cause in kb.causes.index


def test_manifest_vouches_for_the_tables(kb):
    assert re.fullmatch(r"\d+\.\d+\.\d+", kb.version)
    assert re.fullmatch("[0-9a-f]{64}", kb.digest)
