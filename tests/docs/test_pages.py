"""What the pages tell a reader to run runs, and what they promise to describe is described."""

import ast
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

import gluteal
from gluteal import serving, study, teaching
from gluteal.clinic import synthetic
from gluteal.knowledge import data_folder
from gluteal.knowledge.schema import TABLES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PYTHON = re.compile(r"```python\n(.*?)```", re.S)


def blocks(name):
    return PYTHON.findall((DOCS / f"{name}.md").read_text("utf-8"))


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """Everything that the recipes made, followed to the letter in an empty folder."""
    space = {"home": tmp_path_factory.mktemp("reader")}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(space["home"])
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


def test_the_folder_of_the_recipes_passes_the_check_and_its_rows_are_listed(followed, capsys):
    assert "gluteal check-data my_data" in (DOCS / "recipes.md").read_text("utf-8")
    assert serving.main(["check-data", str(followed["home"] / "my_data")]) == 0
    out = capsys.readouterr().out
    assert "No problems" in out and "references.json: our_count: added" in out
    assert "ischial_bursitis × worse_hard_seat: added" in out and "Brier" in out


def test_the_finding_of_the_recipe_raises_its_flag_and_moves_its_cause(followed):
    kb, case = followed["kb"], gluteal.Case(present=["leg_swelling"])
    assert "swollen_leg" in gluteal.red_flags(case, kb).index
    assert gluteal.weights(case, kb).at["pelvic_malignancy", "leg_swelling"] > 0


def test_the_cause_of_the_recipe_is_ranked_and_its_injection_listed(followed):
    kb = followed["kb"]
    case = gluteal.Case(present=["worse_sitting", "pain_ischial"], setting="pain_clinic")
    assert gluteal.differential(case, kb).at["inferior_cluneal_neuralgia", "probability"] > 0.004
    assert "inferior_cluneal_block" in gluteal.injections(case, kb).index


def test_the_language_of_the_recipe_speaks_where_it_has_words(followed):
    kb, french = followed["kb"], followed["french_kb"]
    assert french.label("coccydynia") == "Coccygodynie"
    assert french.label("fair_test") == kb.label("fair_test")
    assert french.say("{n} other causes", n=3) == "3 autres causes"
    assert french.say("What is likely? Why?") == "What is likely? Why?"


def test_the_case_of_the_recipe_has_no_problem_and_can_be_taught(followed):
    assert followed["problems"].empty and len(followed["book"]) == 1


@pytest.mark.parametrize("name", ["start", "evidence", "reasoning"])
def test_what_a_page_shows_in_python_runs(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(data_folder(), "my_data")
    cells = r"```(?:python|\{code-cell\} python)\n(.*?)```"
    space = {}
    for block in re.findall(cells, (DOCS / f"{name}.md").read_text("utf-8"), re.S):
        exec(block, space)
    assert space


INLINE = re.compile(r"`((?:gluteal|kb)\.[^`]*\([^`]*\).*?)`")


@pytest.mark.parametrize(
    "page", ["README.md", *sorted(f"docs/{p.name}" for p in DOCS.glob("*.md"))]
)
def test_a_call_within_a_sentence_can_be_made(page, kb, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_cases").mkdir()
    (tmp_path / "my_cases/first.json").write_text(teaching.template(), "utf-8")
    case = gluteal.Case(present=["worse_sitting"])
    space = {"gluteal": gluteal, "kb": kb, "case": case}
    space |= {"cause": "ischial_bursitis", "finding": "worse_sitting"}
    for call in INLINE.findall((ROOT / page).read_text("utf-8")):
        assert eval(call, space) is not None, call


def test_the_clinics_page_reads_the_table_that_it_shows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = (DOCS / "clinic.md").read_text("utf-8").split("## Audit")[0]
    (table,) = re.findall(r"```\n(age,.*?)```", text, re.S)
    (tmp_path / "patients.csv").write_text(table, "utf-8")
    space = {}
    for block in PYTHON.findall(text):
        exec(block, space)
    cohort = space["cohort"]
    assert cohort["sij_thigh_thrust"].tolist() == [1, -1]
    assert gluteal.clinic.left_out(cohort)["column"].tolist() == ["initials"]


def test_the_clinics_page_audits_and_learns(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = (DOCS / "clinic.md").read_text("utf-8").split("## Audit")[1]
    space = {"gluteal": gluteal, "cohort": synthetic(60)}
    for block in PYTHON.findall(text):
        exec(block, space)
    assert space["kb"].version.endswith("+learned") and "<title>Audit" in space["page"]


def sections():
    """Of the data dictionary: table to the text under its heading."""
    text = (ROOT / "data/README.md").read_text("utf-8")
    text = text.replace("### A folder that has learned", "### learned.csv")
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


def test_how_good_the_readme_says_that_the_ranking_is_was_measured():
    text = (ROOT / "README.md").read_text("utf-8")
    mean = study.compare(study.published())["mean"]
    for rule in ("gluteal", "counting typical findings", "prior alone"):
        (line,) = re.findall(rf"^\| {rule} \| (.+) \| (.+) \|$", text, re.M)
        for reading, said in zip(("history and examination", "all marks"), line, strict=True):
            measured = [mean[reading, rule, m] for m in ("top-1", "top-3", "Brier")]
            assert said == " / ".join(f"{value:.2f}" for value in measured), (rule, reading)


def test_the_readme_is_about_a_screenful():
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert len(lines) < 80


def test_every_link_of_the_readme_to_a_file_leads_to_one():
    text = (ROOT / "README.md").read_text("utf-8")
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert len(links) > 10
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_configuration_of_the_hub_is_the_one_that_was_measured():
    source = ast.parse((ROOT / "benchmarks/classroom.py").read_text("utf-8"))
    (hub,) = (
        ast.literal_eval(n.value)
        for n in source.body
        if isinstance(n, ast.Assign) and [t.id for t in n.targets] == ["HUB"]
    )
    page = (DOCS / "class.md").read_text("utf-8")
    assert hub.strip().replace("'''", '"""') in page
