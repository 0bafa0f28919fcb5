"""Make the judged and the reconciled cells of ``data/`` anew; maintainers only.

``python benchmarks/reconcile.py [FOLDER]``: writes the judged rows of ``evidence.csv`` from
``judges.csv`` (their mean, as a contrast to ``unexplained``; cells without a row are filled), then
``reconciled.csv`` from the invented patients of ``patients.csv``, and seals the folder. The same
tables give the same files. Prints how far the judges agree and which review rows they doubt;
where a study would help most says ``gluteal.study.agenda``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

import gluteal
from gluteal.knowledge import contrasts, merged, seal
from gluteal.model import cohort_of, reconcile

NOTE = "Filled by three judges beside the other causes"
PICTURES = Path(__file__).parents[1] / "tests" / "authorities" / "pictures.csv"
CLASSIC = [
    "piriformis_classic",
    "trochanteric_classic",
    "facet_classic",
    "stenosis_classic",
    "hip_oa_classic",
    "spondyloarthritis_classic",
    "ordinary_sciatica",
    "piriformis_block_positive",
    "root_block_positive",
    "tendon_torn",
]
PARTS = ["sensitivity", "sens_low", "sens_high"]


def judged(folder: Path) -> None:
    """Write the judged rows of ``evidence.csv``."""
    kb = gluteal.load(folder, reconciled=False)
    table = pd.read_csv(folder / "evidence.csv", dtype=str, keep_default_na=False)
    said = merged(kb.judges, kb.backgrounds["background"]).round(3).astype(str)
    said = said.set_axis(PARTS, axis=1).sort_index().drop("unexplained")
    still = kb.investigations.index[kb.investigations["kind"].isin(["disease", "reference"])]
    answers = kb.findings.index[kb.findings["question"] != ""]  # set together, to add up
    said = said.drop(still.union(answers), level="finding", errors="ignore")
    used = table["use"] == "yes"
    key = pd.MultiIndex.from_frame(table[["cause", "finding"]])
    ours = used & (table["basis"] == "judgement") & key.isin(said.index)
    table.loc[ours, PARTS] = said.loc[key[ours]].to_numpy()
    empty = said[~said.index.isin(key[used])].reset_index()
    rules = kb.composites.query("use == 'yes' and basis == 'accuracy'")["components"]
    studied = {
        f for cell in rules for f in cell.split(";")
    }  # there the rule was studied, not its parts
    empty = empty[~empty["finding"].isin(studied)]
    added = empty.assign(use="yes", basis="judgement", verified="none", note=NOTE)
    added = added.reindex(columns=table.columns, fill_value="")
    order = {c: i for i, c in enumerate(kb.causes.index)}
    place = {f: i for i, f in enumerate(kb.findings.index)}
    whole = pd.concat([table, added], ignore_index=True)
    by = pd.DataFrame({"c": whole["cause"].map(order), "f": whole["finding"].map(place)})
    by = by.assign(no=whole["use"] == "no").sort_values(["c", "f", "no"], kind="stable")
    whole = whole.loc[by.index]
    whole.to_csv(folder / "evidence.csv", index=False, lineterminator="\n")
    print(f"judged rows: {ours.sum()} written, {len(added)} filled")


def agreement(kb: gluteal.Knowledge) -> None:
    """Print how far the judges agree, and where they doubt a review."""
    said = contrasts(kb.judges).sort_index().drop("unexplained")
    print(f"\nrank correlation of the judges' contrasts\n{said.corr('spearman').round(2)}")
    clash = (said.gt(0.05).any(axis=1) & said.lt(-0.05).any(axis=1)).mean()
    print(f"cells in which they disagree about the direction: {clash:.2f}")
    spread = said.std(axis=1)
    print(
        f"standard deviation in log odds, quartiles: {spread.quantile([0.25, 0.5, 0.75]).round(2).tolist()}"
    )
    basis = kb.basis.stack().reindex(said.index)
    review = said[(basis == "review").to_numpy()].drop(columns="first")
    shown = kb.investigations.index[kb.investigations["kind"] == "disease"]
    review = review[~review.index.get_level_values("finding").isin(shown)]
    own = kb.evidence.query("use == 'yes' and basis == 'review'").set_index(["cause", "finding"])
    around = kb.backgrounds["background"].reindex(review.index.get_level_values("finding"))
    odds = np.log(around / (1 - around)).to_numpy()[:, None]
    judges = (1 / (1 + np.exp(-odds - review))).div(around.to_numpy(), axis=0)
    ratio = own["sensitivity"].reindex(review.index) / around.to_numpy()
    apart = judges.gt(2 * ratio, axis=0).all(axis=1) | judges.lt(ratio / 2, axis=0).all(axis=1)
    listed = judges[apart].assign(review=ratio[apart]).round(2)
    print(f"\nreview rows whose LR all three judges put at twice or half as much\n{listed}")


def what_moved(kb: gluteal.Knowledge, judged: gluteal.Knowledge) -> pd.DataFrame:
    """The published cases and ten classic pictures: place and probability, judged and reconciled."""
    pictures = pd.read_csv(PICTURES, dtype=str, keep_default_na=False).set_index("picture")
    classic = pictures.loc[CLASSIC, ["leads", "setting", "age", "sex", "present", "absent"]]
    people = pd.concat([kb.cases, classic.rename(columns={"leads": "cause"})])
    rows = {}
    for name, row in people.iterrows():
        marks = {
            s: row[s] if isinstance(row[s], list) else row[s].split(";")
            for s in ("present", "absent")
        }
        marks = {s: [f for f in listed if f] for s, listed in marks.items()}
        setting = "equal" if name in kb.cases.index else row["setting"]
        case = gluteal.Case(**marks, setting=setting, age=int(row["age"]), sex=row["sex"])
        said = {"cause": row["cause"]}
        for label, tables in {"judged": judged, "reconciled": kb}.items():
            ranked = gluteal.differential(case, tables)["probability"]
            place = 1 + ranked.index.get_loc(row["cause"])
            said[label] = f"{place}. {ranked[row['cause']]:.2f}"
        rows[name] = said
    return pd.DataFrame(rows).T


def main() -> None:
    pd.set_option("display.width", 200, "display.max_columns", None)
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[1] / "data")
    judged(folder)
    kb = gluteal.load(folder, reconciled=False)
    agreement(kb)
    learned = reconcile(cohort_of(kb.patients, kb), kb)
    learned.reconciled.to_csv(folder / "reconciled.csv", index=False, lineterminator="\n")
    seal(folder, gluteal.load().version.split("+")[0])
    moved = np.log(learned.reconciled["present"]).abs()
    print(
        f"\nreconciled cells: {len(moved)}; factor of presence, quartiles of its size: "
        f"{np.exp(moved.quantile([0.25, 0.5, 0.75, 0.95])).round(2).tolist()}"
    )
    both = what_moved(gluteal.load(folder), gluteal.load(folder, reconciled=False))
    print(
        f"\nwhat moved: place and probability of the confirmed cause, all marks\n{both.to_string()}"
    )


if __name__ == "__main__":
    main()
