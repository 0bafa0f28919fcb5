"""Four judges, the cells they make, and what reconciling may and may not do to a cell."""

import numpy as np
import pandas as pd
import pytest

import gluteal
from gluteal.knowledge import contrasts, merged

JUDGED = gluteal.load(reconciled=False)


@pytest.fixture(scope="module")
def said():
    return merged(JUDGED.judges, JUDGED.backgrounds["background"])


def odds(p):
    return np.log(p / (1 - p))


def test_a_judged_cell_is_the_mean_contrast_on_the_common_background_by_hand(said):
    """Tender coccyx in trigger points: four judges, each against its own ``unexplained``."""
    key = ("gluteal_trigger_points", "tender_iliac_crest_nerve_point")
    judges = JUDGED.judges.set_index(["cause", "finding"]).loc[:, "first":"fourth"]
    own, none = judges.loc[key], judges.loc[("unexplained", key[1])]
    mean = (odds(own) - odds(none)).dropna().mean()
    around = JUDGED.backgrounds.at[key[1], "background"]
    by_hand = 1 / (1 + np.exp(-(odds(around) + mean)))
    assert said.at[key, "probability"] == pytest.approx(by_hand, abs=1e-9)


def test_every_judged_row_holds_what_its_judges_make_of_it(said):
    rows = JUDGED.evidence.query("use == 'yes' and basis == 'judgement'")
    kinds = JUDGED.investigations["kind"]
    left = set(kinds.index[kinds.isin(["disease", "reference"])])
    left |= set(JUDGED.findings.index[JUDGED.findings["question"] != ""])
    rows = rows[~rows["finding"].isin(left)].set_index(["cause", "finding"])
    rows = rows[rows.index.isin(said.index)]
    assert len(rows) > 2500
    given = rows[["sensitivity", "sens_low", "sens_high"]].to_numpy()
    np.testing.assert_allclose(given, said.loc[rows.index].to_numpy(), atol=5.1e-4)


def test_the_further_apart_the_judges_the_wider_the_range(said):
    spread = contrasts(JUDGED.judges).loc[said.index].std(axis=1)
    width = odds(said["high"]) - odds(said["low"])
    inside = said["low"].gt(0.007) & said["high"].lt(0.984)
    table = pd.DataFrame({"spread": spread, "width": width})[inside]
    assert table.corr("spearman").iloc[0, 1] > 0.9


def test_figures_with_a_source_other_than_reviews_do_not_move(kb):
    moved = kb.reconciled.set_index(["cause", "finding"]).index
    measured = kb.evidence.query("use == 'yes' and basis in ['accuracy', 'prevalence']")
    assert not pd.MultiIndex.from_frame(measured[["cause", "finding"]]).isin(moved).any()
    kinds = kb.investigations["kind"]
    still = kinds.index[kinds.isin(["disease", "reference"])]
    answers = kb.findings.index[kb.findings["question"] != ""]
    assert not moved.get_level_values("finding").isin(still.union(answers)).any()
    assert "unexplained" not in moved.get_level_values("cause")


def test_no_cell_is_turned_round_and_none_grows_beyond_its_range(kb):
    cells, judged = kb.cells, JUDGED.cells
    around = cells.background
    for now, before in ((cells.theta, judged.theta), (cells.theta_absent, judged.theta_absent)):
        assert ((now - around) * (before - around) >= -1e-12).all()
    used = kb.evidence.query("use == 'yes'").set_index(["cause", "finding"])
    rows = kb.reconciled.set_index(["cause", "finding"]).join(used[["sens_low", "sens_high"]])
    rows = rows.dropna(subset="sens_low")
    near = kb.backgrounds["background"].reindex(rows.index.get_level_values("finding")).to_numpy()
    assert (rows["reconciled"] >= np.minimum(rows["sens_low"], near) - 1e-3).all()
    assert (rows["reconciled"] <= np.maximum(rows["sens_high"], near) + 1e-3).all()


def test_reconciled_rows_belong_to_the_judgements_as_they_stand(kb):
    average = JUDGED.cells.average
    at = (
        kb.causes.index.get_indexer(kb.reconciled["cause"]),
        kb.findings.index.get_indexer(kb.reconciled["finding"]),
    )
    np.testing.assert_allclose(average[at], kb.reconciled["judged"], atol=6e-4)
    assert len(kb.reconciled) > 1500


def test_a_changed_judgement_stands_alone(folder):
    kb = gluteal.load(folder)
    cause, finding, judged = kb.reconciled.loc[10, ["cause", "finding", "judged"]]
    path = folder / "evidence.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    at = (table["cause"] == cause) & (table["finding"] == finding) & (table["use"] == "yes")
    assert at.sum() == 1
    table.loc[at, "sensitivity"] = table.loc[at, "sens_high"]
    table.to_csv(path, index=False, lineterminator="\n")
    changed = gluteal.load(folder)
    alone = gluteal.load(folder, reconciled=False)
    assert changed.matrix.at[cause, finding] == alone.matrix.at[cause, finding]
    assert judged != float(table.loc[at, "sensitivity"].iloc[0])


@pytest.mark.parametrize("name", ["judges", "reconciled", "patients", "coded"])
def test_a_folder_may_do_without(folder, name):
    (folder / f"{name}.csv").unlink()
    assert len(getattr(gluteal.load(folder), name)) == 0


def test_without_the_table_the_judgements_stand_and_the_version_says_so(kb):
    assert JUDGED.version.endswith("+judged") and JUDGED.digest != kb.digest
    assert len(JUDGED.reconciled) == 0
    assert (JUDGED.cells.theta == JUDGED.cells.theta_absent).all()


def test_the_trace_tells_judges_judgement_and_reconciled_apart(kb):
    row = kb.reconciled.iloc[10]
    rows = kb.trace(row["cause"], row["finding"]).set_index("table")
    assert rows.at["reconciled", "probability"] == row["reconciled"]
    assert f"Judged {row['judged']:.2g}, reconciled to" in rows.at["reconciled", "note"]
    assert "reviewed by no licensed clinician" in rows.at["judges", "note"]
    assert set(rows.loc[["reconciled", "judges"], "basis"]) == {"judgement"}


def test_a_coded_case_says_where_it_is_from_and_stands_apart_from_the_library(kb):
    """A sight of a report on a page without title or authors has its address at least."""
    coded = kb.coded
    assert len(coded) == 40 and not coded.index.isin(kb.cases.index).any()
    assert (coded[["title", "url"]] != "").any(axis=1).all()
    for row in coded.itertuples():
        marks = gluteal.Case(
            present=row.present.split(";"),
            absent=[f for f in row.absent.split(";") if f],
            age=int(row.age),
            sex=row.sex,
        )
        marks.check(kb)


def test_a_reviews_figure_is_not_called_judged(kb):
    own = kb.evidence.query("use == 'yes' and basis == 'review'").set_index(["cause", "finding"])
    cell = next(c for c in kb.reconciled.set_index(["cause", "finding"]).index if c in own.index)
    rows = kb.trace(*cell).set_index("table")
    assert rows.at["reconciled", "note"].startswith("From a review ")


def test_the_invented_patients_are_labelled_and_whole(kb):
    people = kb.patients
    assert set(people["basis"]) == {"judgement"}
    assert people.groupby(["cause", "round"]).size().eq(40).all()
    assert set(people["cause"]) == set(kb.causes.index)
