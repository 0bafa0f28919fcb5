"""Tables to Betas, numbers to sources, and folders that cannot be used."""

import csv
import itertools
import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import gluteal
from gluteal.knowledge import data_folder, split
from gluteal.knowledge.reader import MANIFEST

SIJ = "sacroiliac_joint_pain"
CAP = {"accuracy": 200, "prevalence": 60, "review": 15, "judgement": 8}
ALMOST = {"rel": 1e-9, "abs": 1e-12}

# line (2 is the first below the header), what is wrong with it, and a word of the remedy
SPOILT = {
    "cell out of range": ("evidence.csv", 5, "sensitivity", "1.7", "probability from 0 to 1"),
    "decimal comma": ("evidence.csv", 9, "sens_low", "0,5", "point as decimal mark"),
    "row in use without figure": ("evidence.csv", 3, "sensitivity", "", ""),
    "row in use with half a range": ("evidence.csv", 4, "sens_high", "", ""),
    "unknown source": ("evidence.csv", 11, "source", "nobody1999", "references.json"),
    "unknown cause": ("evidence.csv", 13, "cause", "sacroiliac", "causes.csv"),
    "unknown choice": ("evidence.csv", 15, "basis", "hunch", "judgement"),
    "unknown finding in a rule": ("red_flags.csv", 3, "rule", "any_of: sneezes", "findings.csv"),
    "rule out of grammar": ("red_flags.csv", 4, "rule", "fever or chills", "any_of"),
    "empty label": ("causes.csv", 2, "label", "", "not be empty"),
    "precaution for nothing": ("precautions.csv", 5, "applies_to", "steriod", ""),
    "precaution never asked": ("precautions.csv", 6, "suggested_by", "sneezes", "findings.csv"),
}


def edit(folder, file, line, column, value):
    """Change one cell of a table, leaving all others as they are written."""
    with (folder / file).open(encoding="utf-8", newline="") as stream:
        table = list(csv.reader(stream))
    table[line - 1][table[0].index(column)] = value
    with (folder / file).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(table)


def resave(folder, file, **options):
    """Save a table again, as another program would."""
    frame = pd.read_csv(folder / file, dtype=str, keep_default_na=False)
    frame.to_csv(folder / file, index=False, **options)


def refusal(folder):
    with pytest.raises(gluteal.KnowledgeError) as caught:
        gluteal.load(folder)
    assert list(caught.value.problems.columns) == ["file", "row", "column", "value", "remedy"]
    assert caught.value.problems["remedy"].str.len().gt(0).all()
    return caught.value


def unvouched(folder):
    leave = shutil.ignore_patterns(MANIFEST)
    return Path(shutil.copytree(data_folder(), folder / "data", ignore=leave))


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory):
    """The error of a folder in which every cell of SPOILT is wrong at once."""
    folder = unvouched(tmp_path_factory.mktemp("cells"))
    for file, line, column, value, _ in SPOILT.values():
        edit(folder, file, line, column, value)
    return refusal(folder)


@pytest.fixture(scope="module")
def ruined(tmp_path_factory):
    """The error of a folder in which whole files are wrong, each in its own way."""
    folder = unvouched(tmp_path_factory.mktemp("files"))
    causes, evidence = folder / "causes.csv", folder / "evidence.csv"
    text = causes.read_text("utf-8").replace("Piriformis", "Pirif\xf3rmis", 1)
    causes.write_text(text, "latin-1")
    last = evidence.read_text("utf-8").splitlines()[-1]
    evidence.write_text(evidence.read_text("utf-8") + last + "\n", "utf-8")
    edit(folder, "priors.csv", 3, "sports", "0.9")
    resave(folder, "injections.csv", sep=";")
    frame = pd.read_csv(folder / "care.csv", dtype=str).drop(columns="refer_to")
    frame.to_csv(folder / "care.csv", index=False)
    return refusal(folder)


def test_matrix_has_every_cause_and_finding_within_bounds(kb):
    shape = (len(kb.causes), len(kb.findings))
    assert kb.matrix.shape == kb.known.shape == kb.basis.shape == shape
    assert list(kb.matrix.index) == list(kb.causes.index)
    assert list(kb.matrix.columns) == list(kb.findings.index)
    shown = kb.investigations.query("kind == 'disease'").index  # near never in another disease
    matrix, least = kb.matrix.drop(columns=shown), kb.matrix[shown].min(axis=None)
    assert matrix.ge(0.005).all(axis=None) and kb.matrix.le(0.99).all(axis=None)
    assert 0 < least < 0.001
    betas = kb.betas["probability"]
    assert betas.drop(shown, level="finding").ge(0.005).all() and betas.between(0, 0.99).all()


@pytest.mark.parametrize(
    ("cause", "finding", "p", "n"),
    [
        (SIJ, "sij_distraction", 9 / 15, 15),  # counted: 9 of 15
        ("hip_osteoarthritis", "pain_low_back", 170 / 344, 60),  # 344 counted, prevalence caps
        ("greater_trochanteric_pain", "trendelenburg_sign", 0.61, 42.4681),  # range 0.46-0.75
        ("gluteal_trigger_points", "female_sex", 0.62, 15),  # review caps
        ("gluteal_trigger_points", "prior_lumbar_fusion", 0.051, 8),  # judgement caps
    ],
)
def test_cell_is_its_figure_drawn_to_the_background_by_four_patients(cause, finding, p, n):
    kb = gluteal.load(reconciled=False)
    background = kb.backgrounds.at[finding, "background"]
    expected = (n * p + 4 * background) / (n + 4)
    assert kb.matrix.at[cause, finding] == pytest.approx(expected, abs=5e-4)


def test_every_row_in_use_reaches_its_cell_with_the_strength_of_its_basis():
    kb = gluteal.load(reconciled=False)
    shown = set(kb.investigations.query("kind == 'disease'").index)
    for row in kb.evidence.query("use == 'yes'").itertuples():
        n, p = row.tp + row.fn, row.sensitivity
        if np.isnan(n):
            n = p * (1 - p) / ((row.sens_high - row.sens_low) / 3.92) ** 2 - 1
        n = max(n, 1) if row.finding in shown else min(max(n, 1), CAP[row.basis])
        background = kb.backgrounds.at[row.finding, "background"]
        floor = 1e-7 if row.finding in shown else 0.005
        expected = min(max((n * p + 4 * background) / (n + 4), floor), 0.99)
        assert kb.matrix.at[row.cause, row.finding] == pytest.approx(expected, **ALMOST)
        assert kb.basis.at[row.cause, row.finding] == row.basis


def test_every_presentation_cell_is_a_judgement_of_eight_patients():
    kb = gluteal.load(reconciled=False)
    betas = kb.betas
    for row in kb.presentation_cells.itertuples():
        background = kb.backgrounds.at[row.finding, "background"]
        beta = betas.loc[(row.cause, row.presentation, row.finding)]
        assert beta["alpha"] == pytest.approx(8 * row.probability + 4 * background, **ALMOST)
        assert beta["alpha"] + beta["beta"] == pytest.approx(12, **ALMOST)
        mean = min(max(beta["alpha"] / 12, 0.01), 0.99)
        assert beta["probability"] == pytest.approx(mean, **ALMOST)


def test_cell_that_only_presentations_fill_is_their_average_patient():
    kb = gluteal.load(reconciled=False)
    cells = kb.presentation_cells.merge(kb.presentations, on=["cause", "presentation"])
    own = kb.evidence.query("use == 'yes'").set_index(["cause", "finding"]).index
    alone = 0
    for key, part in cells.groupby(["cause", "finding"]):
        if key not in own:
            average = (part["probability"] * part["share"]).sum()
            expected = (8 * average + 4 * kb.backgrounds.at[key[1], "background"]) / 12
            assert kb.matrix.at[key] == pytest.approx(expected, **ALMOST)
            assert kb.known.at[key] and kb.basis.at[key] == "judgement"
            alone += 1
    assert alone


def test_cell_without_evidence_holds_the_background_and_no_basis(kb):
    background = kb.backgrounds["background"].reindex(kb.matrix.columns)
    unknown = kb.matrix.where(~kb.known)
    assert unknown.sub(background).abs().max(axis=None) == 0
    filled = pd.concat([kb.evidence.query("use == 'yes'"), kb.presentation_cells])
    cells = set(zip(filled["cause"], filled["finding"]))
    assert set(kb.known.stack().loc[lambda known: known].index) == cells
    assert kb.basis.where(~kb.known, "").eq("").all(axis=None)
    assert not kb.known.loc["unexplained"].any()
    blank = kb.betas[~kb.betas["known"]]
    means = blank["alpha"] / (blank["alpha"] + blank["beta"])
    assert means.to_numpy() == pytest.approx(
        background[blank.index.get_level_values("finding")].to_numpy(), **ALMOST
    )


def test_every_known_cell_traces_to_the_rows_that_set_it_and_their_citations(kb):
    known = kb.known.stack()
    for cause, finding in itertools.islice(known.index[known], 0, None, 61):
        rows = kb.trace(cause, finding)
        setting = rows[(rows["use"] == "yes") & (rows["table"] != "backgrounds")]
        assert len(setting) and setting["probability"].notna().all()
        assert rows["table"].iloc[-1] == "backgrounds"
        for source, basis, citation in zip(rows["source"], rows["basis"], rows["citation"]):
            assert all(c in citation for c in kb.cite(source))
            assert bool(citation) == bool(split(source)) and (citation or basis == "judgement")


def test_trace_lists_what_sets_the_cell_before_what_is_shown_beside_it(kb):
    own = set(kb.evidence.query("use == 'yes'").groupby(["cause", "finding"]).groups)
    beside = set(kb.evidence.query("use == 'no'").groupby(["cause", "finding"]).groups)
    parts = set(kb.presentation_cells.groupby(["cause", "finding"]).groups)
    cells = [*sorted(beside & own)[::20], *sorted(beside & parts - own)]
    assert [cell for cell in cells if kb.trace(*cell)["use"].iloc[0] != "yes"] == []


def test_trace_of_a_cell_without_evidence_is_the_background_alone(kb):
    assert kb.trace("unexplained", "faber_test")["table"].tolist() == ["backgrounds"]


@pytest.mark.parametrize("cell", [(SIJ, "faber"), ("sij", "faber_test")])
def test_trace_refuses_ids_that_are_not_in_the_tables(kb, cell):
    with pytest.raises(KeyError, match=" and ".join(map(repr, cell))):
        kb.trace(*cell)


def test_unchanged_tables_keep_their_digest_and_changed_ones_say_so(kb, folder):
    shutil.copy(data_folder() / MANIFEST, folder)
    same = gluteal.load(folder)
    assert (same.version, same.digest) == (kb.version, kb.digest)
    edit(folder, "backgrounds.csv", 5, "note", "Our own clinic's figure")
    mine = gluteal.load(folder)
    assert mine.version == f"{kb.version}+changed" and mine.digest != kb.digest
    assert mine.matrix.equals(kb.matrix)


def test_valid_folder_of_ones_own_loads_with_its_own_figures(kb, folder):
    line = kb.evidence.query(f"cause == '{SIJ}' and finding == 'sij_distraction'").index[0] + 2
    for column, value in {"sensitivity": "0.8", "sens_high": "0.9", "tp": "80", "fn": "20"}.items():
        edit(folder, "evidence.csv", line, column, value)
    mine = gluteal.load(folder)
    background = kb.backgrounds.at["sij_distraction", "background"]
    assert mine.matrix.at[SIJ, "sij_distraction"] == pytest.approx((80 + 4 * background) / 104)
    assert (mine.matrix != kb.matrix).sum(axis=None) == 1
    assert mine.version.endswith("+changed")


def test_tables_as_excel_saves_them_give_the_same_matrix(kb, folder):
    for file in folder.glob("*.csv"):
        resave(folder, file.name, encoding="utf-8-sig", lineterminator="\r\n")
    assert b"\r\n" in (folder / "causes.csv").read_bytes()
    assert gluteal.load(folder).matrix.equals(kb.matrix)


def test_no_background_takes_the_matrix_out_of_bounds(folder):
    for line, rate in ((5, "0"), (6, "1")):
        for column in ("background", "low", "high"):
            edit(folder, "backgrounds.csv", line, column, rate)
    try:
        matrix = gluteal.load(folder).matrix
    except gluteal.KnowledgeError as error:
        assert set(error.problems["row"]) == {5, 6}
    else:
        assert matrix.gt(0).all(axis=None) and matrix.le(0.99).all(axis=None)


@pytest.mark.parametrize("wrong", SPOILT)
def test_spoilt_cell_is_named_with_file_row_column_value_and_remedy(spoilt, wrong):
    file, line, column, value, remedy = SPOILT[wrong]
    at = spoilt.problems.query("file == @file and row == @line and column == @column")
    assert any(said in value and bool(said) == bool(value) for said in at["value"])
    assert at["remedy"].str.contains(remedy, regex=False).any()
    assert f"{file}, row {line}, column {column}" in str(spoilt)


def test_problems_are_all_told_at_once_and_counted_in_the_message(spoilt):
    assert {"causes.csv", "evidence.csv", "red_flags.csv"} <= set(spoilt.problems["file"])
    assert str(spoilt).startswith(f"{len(spoilt.problems)} problems in ")


def test_prior_that_does_not_sum_to_one_is_refused(ruined):
    (problem,) = ruined.problems.query("file == 'priors.csv'").itertuples()
    assert problem.column == "sports" and problem.remedy == "the column must sum to 1"


def test_row_that_stands_twice_is_refused(kb, ruined):
    problems = ruined.problems.query("file == 'evidence.csv'")
    assert set(problems["row"]) == {len(kb.evidence) + 2}
    assert problems["remedy"].str.contains("stands in the table already").any()


def test_semicolon_separated_file_is_told_to_use_commas(ruined):
    problems = ruined.problems.query("file == 'injections.csv'")
    assert problems["remedy"].str.contains("semicolons.*commas").any()


def test_latin_1_file_is_told_to_be_saved_as_utf_8(ruined):
    (problem,) = ruined.problems.query("file == 'causes.csv'").itertuples()
    assert problem.row == 3 and "not UTF-8; save" in problem.remedy


def test_missing_column_is_named_with_the_columns_there_should_be(ruined):
    (problem,) = ruined.problems.query("file == 'care.csv'").itertuples()
    assert problem.column == "refer_to"
    assert "minimum_trial_weeks, trial_exception" in problem.remedy


def test_files_that_are_whole_are_not_blamed_for_the_others(ruined):
    wrong = {"causes.csv", "evidence.csv", "priors.csv", "injections.csv", "care.csv"}
    assert set(ruined.problems["file"]) == wrong
    assert all(file in str(ruined) for file in wrong)


@pytest.mark.parametrize("file", ["findings.csv", "references.json"])
def test_missing_file_is_one_problem_not_thousands(folder, file):
    (folder / file).unlink()
    error = refusal(folder)
    assert f"{file}: this file is missing; copy it" in str(error)
    assert error.problems["file"].tolist() == [file]


def test_row_with_a_cell_too_many_is_refused(folder):
    head, *rest = (folder / "causes.csv").read_text("utf-8").splitlines()
    (folder / "causes.csv").write_text("\n".join([head, *(f"{r}," for r in rest)]), "utf-8")
    assert "causes.csv" in str(refusal(folder))


@pytest.mark.parametrize(
    "text",
    ['[{"id": "bron2012", "ti', '[{"id": ["bron2012"]}]'],
    ids=["cut off", "id is a list"],
)
def test_damaged_references_are_refused_by_name(folder, text):
    (folder / "references.json").write_text(text, "utf-8")
    assert "references.json: not a CSL-JSON list" in str(refusal(folder))


@pytest.mark.parametrize(
    "field",
    [
        {"issued": {"date-parts": [[]]}},
        {"issued": {"date-parts": [["soon"]]}},
        {"issued": None},
        {"author": "Travell J"},
        {"author": [{"family": 3}]},
        {"author": [[]]},
        {"title": 10**4000},
        {"title": "\ud800"},
        {"custom": "seen"},
        {"custom": {"kind": []}},
    ],
    ids=str,
)
def test_reference_that_cannot_be_cited_is_refused_when_loading_not_later(folder, field):
    path: Path = folder / "references.json"
    records = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps([{**records[0], **field}, *records[1:]]), "utf-8")
    try:
        mine = gluteal.load(folder)
    except gluteal.KnowledgeError as error:
        assert error.problems.loc[0, ["file", "row"]].tolist() == ["references.json", 1]
        return
    assert mine.cite(records[0]["id"])


def test_a_source_whose_id_is_no_proper_text_is_refused(folder):
    path = folder / "references.json"
    records = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps([*records, {"id": "\ud800", "title": "A"}]), "utf-8")
    assert "cannot be seen" in str(refusal(folder))


@pytest.mark.parametrize(("file", "column"), [("questions.csv", "low"), ("priors.csv", "sports")])
def test_a_column_that_stands_twice_is_refused_by_name(folder, file, column):
    frame = pd.read_csv(folder / file, dtype=str, keep_default_na=False)
    pd.concat([frame, frame[[column]]], axis=1).to_csv(folder / file, index=False)
    problem = refusal(folder).problems.iloc[0]
    assert problem[["file", "row", "column"]].tolist() == [file, 1, column]
    assert "stands twice" in problem["remedy"]


def test_a_number_without_bound_is_refused(folder):
    frame = pd.read_csv(folder / "questions.csv", dtype=str, keep_default_na=False)
    frame.loc[0, "high"] = "1e999"
    frame.to_csv(folder / "questions.csv", index=False)
    assert "1e999" in refusal(folder).problems["value"].tolist()


@pytest.mark.parametrize("version", ["\ud8001\x00", ["[" * 99]])
def test_a_version_that_is_no_proper_text_never_reaches_a_report(folder, version):
    (folder / "manifest.json").write_text(json.dumps({"version": version}), "utf-8")
    gluteal.load(folder).version.encode()
