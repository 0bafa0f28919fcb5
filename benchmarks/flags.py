"""How often the red flags ring where they should, and where they should not.

``python benchmarks/flags.py [--patients FILE] [--cases FILE ...] [--rounds 1 2]``: for each rule
its sensitivity (raised in patients of the causes it suspects) and its false alarms (raised in
all others); then the share of patients whom an open flag holds, and of those whom a flag or a
notice catches. The published cases of the library by default. Each group is read twice: by
history and examination alone, and by all marks. Published cases are not a clinic's mix, and
invented patients are judgement: the figures compare rules and say nothing of a clinic.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

import gluteal

APART = {
    "pubic_ramus_stress_fracture": "fracture",
    "sacral_stress_fracture": "fracture",
    "axial_spondyloarthritis": "spondyloarthritis",
    "pelvic_visceral_referral": "visceral",
}
GROUPS = ["serious", "fracture", "spondyloarthritis", "visceral", "ordinary"]
BEDSIDE = ("history", "examination")


def of_table(path: Path, rounds: Iterable[int]) -> pd.DataFrame:
    """Patients of a CSV file: cause, age, sex, setting, present and absent, ids joined by ';'."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False).set_index("patient")
    frame = frame[frame["round"].astype(int).isin(list(rounds))]
    marks = {c: frame[c].map(lambda v: v.split(";") if v else []) for c in ("present", "absent")}
    return frame.assign(age=frame["age"].astype(int), **marks)


def of_cases(paths: Iterable[Path]) -> pd.DataFrame:
    """Published cases of one or more JSON files."""
    records = [r for path in paths for r in json.loads(path.read_text(encoding="utf-8"))]
    return pd.DataFrame(records).set_index("id")


def group(cause: str, kb: gluteal.Knowledge) -> str:
    """Which line of the summary a cause belongs to."""
    serious = kb.causes.at[cause, "serious"] == "yes"
    return "serious" if serious else APART.get(cause, "ordinary")


def seen(row: pd.Series, keep: set[str]) -> gluteal.Case:
    """A patient with the marks in ``keep`` only."""
    return gluteal.Case(
        present=[f for f in row["present"] if f in keep],
        absent=[f for f in row["absent"] if f in keep],
        setting=row["setting"],
        age=int(row["age"]),
        sex=row["sex"],
    )


def rung(people: pd.DataFrame, kb: gluteal.Knowledge, keep: set[str]) -> pd.DataFrame:
    """Per patient: one column a rule, whether an open flag holds, and whether a notice speaks."""
    rows = {}
    for name, row in people.iterrows():
        case = seen(row, keep)
        flags = gluteal.red_flags(case, kb)
        rows[name] = dict.fromkeys(flags.index, True) | {
            "held": bool((flags["holds_injections"] & (flags["cleared"] == "")).any()),
            "notice": len(gluteal.notices(case, kb)) > 0,
        }
    frame = pd.DataFrame.from_dict(rows, orient="index")
    columns = [*kb.red_flags.index, "held", "notice"]
    return frame.reindex(columns=columns, fill_value=False).fillna(False).astype(bool)


def share(hits: pd.Series) -> str:
    """Hits of a group as 12/40 0.30."""
    return f"{hits.sum()}/{len(hits)} {hits.mean():.2f}" if len(hits) else "-"


def rules(rang: pd.DataFrame, causes: pd.Series, kb: gluteal.Knowledge) -> pd.DataFrame:
    """Sensitivity and false alarms of each rule; ``ordinary`` are the false alarms that cost most."""
    table = {}
    groups = causes.map(lambda c: group(c, kb))
    for flag, suspects in kb.red_flags["suspects"].items():
        suspected = causes.isin(suspects.split(";"))
        table[flag] = {
            "sensitivity": share(rang.loc[suspected, flag]),
            "false alarms": share(rang.loc[~suspected, flag]),
            "in ordinary": share(rang.loc[~suspected & (groups == "ordinary"), flag]),
        }
    return pd.DataFrame(table).T


def report(title: str, people: pd.DataFrame, kb: gluteal.Knowledge) -> None:
    """Print one group of patients, by bedside marks and by all marks."""
    bedside = set(kb.findings.index[kb.findings["stage"].isin(BEDSIDE)])
    groups = people["cause"].map(lambda c: group(c, kb))
    for label, keep in {
        "history and examination": bedside,
        "all marks": set(kb.findings.index),
    }.items():
        rang = rung(people, kb, keep)
        print(f"\n== {title}, {label}: {len(people)} patients")
        print(rules(rang, people["cause"], kb).to_string())
        caught = pd.DataFrame(
            {
                "held": rang["held"],
                "held or notice": rang["held"] | rang["notice"],
                "notice alone": ~rang["held"] & rang["notice"],
            }
        )
        lines = {g: {c: share(caught.loc[groups == g, c]) for c in caught} for g in GROUPS}
        print(f"\n{pd.DataFrame(lines).T.to_string()}")
        missed = rang.index[(groups == "serious") & ~caught["held or notice"]]
        if len(people) < 100:
            print("serious, neither held nor noticed: " + ", ".join(map(str, missed)))
            ringing = rang.index[(groups == "ordinary") & rang["held"]]
            print("ordinary, held: " + ", ".join(map(str, ringing)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Red flags: misses and false alarms.")
    parser.add_argument("--patients", type=Path, help="a CSV file of patients")
    parser.add_argument("--rounds", type=int, nargs="+", default=[1, 2], help="rounds to read")
    parser.add_argument("--cases", type=Path, nargs="+", help="JSON files of published cases")
    given = parser.parse_args()
    kb = gluteal.load()
    print(f"data {kb.version} ({kb.digest[:8]})")
    if given.patients:
        report("invented patients", of_table(given.patients, given.rounds), kb)
    if given.cases or not given.patients:
        report("published cases", of_cases(given.cases) if given.cases else kb.cases, kb)


if __name__ == "__main__":
    main()
