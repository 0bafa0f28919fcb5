"""What comes from outside is read with suspicion: nothing elsewhere, nothing endless or unseen."""

import json
import os

import pandas as pd
import pytest

import gluteal
from gluteal import Case, CaseError, teaching
from gluteal.cases import Journal
from gluteal.knowledge import KnowledgeError, read, seal

KB = gluteal.load()
SECRET = "root:x:0:0:secret"
LARGE = 20_000_001


def refused(folder):
    with pytest.raises(KnowledgeError) as caught:
        gluteal.load(folder)
    return caught.value


def changed(folder, name, column, values):
    """Write values into the first rows of a column."""
    path = folder / f"{name}.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.loc[: len(values) - 1, column] = values
    table.to_csv(path, index=False)


def endless(path):
    os.mkfifo(path)


def large(path):
    with path.open("wb") as file:
        file.truncate(LARGE)


def test_a_file_that_leads_out_of_the_folder_is_not_read_and_nothing_of_it_is_shown(
    folder, tmp_path
):
    (tmp_path / "secret").write_text(SECRET)
    names = ["causes.csv", "references.json", "cases/cases.json"]
    for name in names:
        (folder / name).unlink()
        (folder / name).symlink_to(tmp_path / "secret")
    error = refused(folder)
    told = error.problems.set_index("file")["remedy"]
    for name in names:
        assert "it leads out of the folder; put the file itself there" in told[name]
    assert "secret" not in error.problems.to_string()


def test_a_folder_of_tables_within_a_linked_folder_is_not_read_either(folder, tmp_path):
    os.replace(folder / "cases", tmp_path / "elsewhere")
    (folder / "cases").symlink_to(tmp_path / "elsewhere")
    assert refused(folder).problems.loc[0, "file"] == "cases/cases.json"


def test_links_that_stay_in_the_folder_and_a_link_to_the_folder_itself_are_followed(
    folder, tmp_path
):
    os.replace(folder / "causes.csv", folder / "causes-1.csv")
    (folder / "causes.csv").symlink_to("causes-1.csv")
    (tmp_path / "tables").symlink_to(folder)
    assert gluteal.load(tmp_path / "tables").digest == KB.digest


@pytest.mark.parametrize("made", [endless, large], ids=["a pipe", "too large"])
def test_a_table_without_end_is_refused_by_name(folder, made):
    (folder / "causes.csv").unlink()
    made(folder / "causes.csv")
    told = refused(folder).problems.set_index("file").at["causes.csv", "remedy"]
    assert told.startswith("cannot be read: it ")


@pytest.mark.parametrize("made", [endless, large], ids=["a pipe", "too large"])
def test_a_case_file_without_end_is_refused_by_name(tmp_path, made):
    made(tmp_path / "2026-11-22-114903-3f.json")
    with pytest.raises(
        CaseError, match="3f.json: cannot be read .(it is no plain|it has 20000001)"
    ):
        Case.open(tmp_path / "2026-11-22-114903-3f.json")
    journal = Journal(tmp_path)
    assert not journal.entries()["readable"].any() and journal.last(KB)[0] is None


@pytest.mark.parametrize("made", [endless, large], ids=["a pipe", "too large"])
def test_a_lecturers_file_without_end_is_refused_by_name(tmp_path, made):
    made(tmp_path / "own.json")
    (problem,) = teaching.check(tmp_path, KB).itertuples()
    assert problem.file == "own.json" and "cannot be read (it " in problem.remedy


def test_a_lecturers_folder_is_not_read_beyond_itself(tmp_path):
    (tmp_path / "secret.json").write_text(json.dumps({"id": SECRET}))
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "case.json").symlink_to(tmp_path / "secret.json")
    (problem,) = teaching.check(tmp_path / "own", KB).itertuples()
    assert problem.file == "case.json" and "leads out of the folder" in problem.remedy
    assert SECRET not in str(problem)


def test_an_id_that_could_be_a_path_or_markup_is_refused(folder):
    names = ["../../etc/passwd", "..", "a/b", "C:\\x", "<b>", "x\x00"]
    changed(folder, "causes", "cause", names)
    found = refused(folder).problems.query("file == 'causes.csv' and column == 'cause'")
    ids = found[found["remedy"] == "must be an id in lower snake case"]
    assert ids["row"].tolist() == [2, 3, 4, 5, 6, 7]


def test_a_text_with_characters_that_nobody_sees_is_refused_with_row_and_column(folder):
    unseen = ["\x00", "\x1b[2J", "\u202e", "\u2066", "\x7f"]
    changed(folder, "causes", "label", [f"Hip {one}pain" for one in unseen])
    found = refused(folder).problems.query("file == 'causes.csv' and column == 'label'")
    assert found["row"].tolist() == [2, 3, 4, 5, 6]
    assert found["remedy"].str.contains("cannot be seen").all()
    assert all(value.isprintable() and "Hip" in value for value in found["value"])


def test_a_name_or_a_text_that_no_screen_holds_is_refused_with_row_and_column(folder):
    changed(folder, "causes", "label", ["x" * 201])
    changed(folder, "backgrounds", "note", ["x" * 5001])
    found = refused(folder).problems
    told = dict(zip(zip(found["file"], found["row"], found["column"]), found["remedy"]))
    assert "201 characters, at most 200" in told["causes.csv", 2, "label"]
    assert "5001 characters, at most 5000" in told["backgrounds.csv", 2, "note"]


def test_a_seal_of_ones_own_names_the_version_and_skips_no_check(folder):
    seal(folder, "clinic 3")
    assert read(folder).version == "clinic 3"
    changed(folder, "causes", "label", [""])
    seal(folder, "clinic 4")
    assert refused(folder).problems.loc[0, ["file", "column"]].tolist() == ["causes.csv", "label"]


@pytest.mark.parametrize("text", ["[" * 100_000, '{"version": ["<b>"], "sha256": 3}'])
def test_a_damaged_manifest_vouches_for_nothing(folder, text):
    (folder / "manifest.json").write_text(text)
    assert gluteal.load(folder).version.endswith("+changed")
