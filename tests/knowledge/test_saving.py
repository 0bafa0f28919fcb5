"""Tables that have learned are kept as a folder, which loads as it was saved and can be undone."""

import shutil

import numpy as np
import pandas as pd
import pytest

import gluteal
from gluteal.knowledge import data_folder
from gluteal.model import cohort_of


@pytest.fixture(scope="module")
def own():
    kb = gluteal.load()
    people = cohort_of(kb.patients.iloc[::9], kb).assign(setting="sports")
    return gluteal.learn(people, kb, consecutive=True)


@pytest.fixture
def kept(own, tmp_path):
    return own.save(tmp_path / "ours")


def test_a_saved_folder_gives_exactly_the_same_probabilities(own, kept):
    again = gluteal.load(kept)
    people = cohort_of(own.patients.iloc[5::40], own).drop(columns="cause")
    for setting in ("equal", "sports"):
        pd.testing.assert_frame_equal(
            gluteal.score(people, again, setting), gluteal.score(people, own, setting), rtol=0
        )
    assert (again.version, again.digest) == (own.version, own.digest)
    assert again.version.endswith("+learned") and len(again.learned) == len(own.learned)


def test_without_the_folder_nothing_was_learned(own, kept, kb):
    assert gluteal.load() is kb and len(kb.learned) == 0
    assert kb.version + "+learned" == own.version
    assert not np.allclose(kb.priors["sports"], own.priors["sports"])


def test_a_learned_cell_is_taken_back_by_removing_its_row(own, kept):
    table = pd.read_csv(kept / "reconciled.csv")
    row = table.iloc[(table["present"] - 1).abs().argmax()]
    gone = (table["cause"] == row["cause"]) & (table["finding"] == row["finding"])
    table[~gone].to_csv(kept / "reconciled.csv", index=False)
    back = gluteal.load(kept)
    assert back.version.endswith("+learned+changed")
    cell = row["cause"], row["finding"]
    assert back.matrix.loc[cell] == gluteal.load(reconciled=False).matrix.loc[cell]
    others = back.matrix.stack() != own.matrix.stack()
    assert others.sum() == 1


def test_a_folder_of_ours_may_be_written_again(own, kept):
    kb = gluteal.load()
    kb.save(kept)
    assert gluteal.load(kept).digest == kb.digest
    own.save(kept)
    assert gluteal.load(kept).digest == own.digest


@pytest.mark.parametrize("held", ["a file", "tables", "tables changed by hand", "bundled"])
def test_nothing_else_is_written_over(own, kept, tmp_path, held):
    place = tmp_path / "place"
    if held == "a file":
        place.mkdir()
        (place / "notes.txt").write_text("ours")
    elif held == "tables":
        shutil.copytree(data_folder(), place)
    elif held == "bundled":
        place = data_folder()
    else:
        place = kept
        with (place / "priors.csv").open("a") as file:
            file.write("\n")
    before = {p: p.read_bytes() for p in place.rglob("*") if p.is_file()}
    with pytest.raises(FileExistsError, match="name a new"):
        own.save(place)
    assert {p: p.read_bytes() for p in place.rglob("*") if p.is_file()} == before


def test_a_path_that_is_a_file_is_refused(own, tmp_path):
    (tmp_path / "x").write_text("")
    with pytest.raises(FileExistsError, match="is a file"):
        own.save(tmp_path / "x")


def test_rows_of_what_was_learned_are_checked_like_all_others(own, kept):
    text = (kept / "learned.csv").read_text().splitlines()
    text[1:1] = ["priors,sciatica,sports,0.1,10,2", "reconciled,coccydynia,tail_pain,0.1,10,2"]
    text[1:1] = ["priors,coccydynia,sports_medicine,0.1,10,12"]
    (kept / "learned.csv").write_text("\n".join(text) + "\n")
    with pytest.raises(gluteal.KnowledgeError) as found:
        gluteal.load(kept)
    said = found.value.problems.set_index("value")["remedy"]
    assert "causes.csv" in said["sciatica"] and "finding" in said["tail_pain"]
    assert "setting" in said["sports_medicine"] and "patients" in said["12"]
