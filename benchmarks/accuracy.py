"""Accuracy over published cases and invented patients, and how often injections are held.

``python benchmarks/accuracy.py [--cases FILE ...] [--patients] [--before FOLDER] [--ablate]``:
top-1, top-3, top-5, Brier score and log loss, each with a 95 % bootstrap interval, and a
reliability curve in the setting ``equal``, for judged and reconciled tables, beside older tables
(``--before``), counting matching findings and the prior alone, in one run. The 70 published cases
of the tables by default. They are few: they show mistakes of reasoning, and nothing is fitted to
them but the choice of one constant (``SHARPEN``). The invented patients are judgement about
patterns and no evidence of accuracy: they compare choices of the model, each patient by tables
that learned from others (ten folds, and the other round). ``--ablate`` changes one choice at a time.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
from flags import BEDSIDE, of_cases, of_table

import gluteal
from gluteal import study
from gluteal.knowledge import cells
from gluteal.model import blocks, cohort_of, reconcile, state
from gluteal.model import cohort as scoring
from gluteal.model.likelihood import Model, model_of
from gluteal.study import coded, counting, each, marks_of_stages, places, reliability, summary

FOLDER = Path(__file__).parents[1] / "data"


def cohort(people: pd.DataFrame, kb: gluteal.Knowledge, stages: set[str]) -> pd.DataFrame:
    """Patients as rows of marks, of the findings in these stages only."""
    return marks_of_stages(coded(people, kb), kb, stages)


def measures(p: pd.DataFrame, truth: pd.Series) -> dict[str, str]:
    """The measures of :func:`summary`, each with its interval, as text."""
    rows = summary(p, truth).iterrows()
    return {str(n): f"{r['mean']:.3f} ({r['low']:.2f}-{r['high']:.2f})" for n, r in rows}


def by_size(scores: pd.DataFrame, truth: pd.Series, marks: pd.DataFrame) -> pd.DataFrame:
    """The means of :func:`each` by the number of marks, age and sex apart."""
    apart = [f for f in marks if f.startswith("age_") or f == "female_sex"]
    counted = (marks.drop(columns=apart) != 0).sum(axis=1).to_numpy()
    sizes = pd.cut(counted, [-1, 4, 9, 999], labels=["< 5", "5-9", "10 +"])
    grouped = each(scores, truth).groupby(sizes, observed=True)
    return grouped.mean().round(3).assign(patients=grouped.size())


def scaled(state: str, by: float) -> Callable[..., None]:
    """A model whose log likelihood ratios of present or absent marks are stretched."""
    build = Model.__init__

    def init(self: Model, kb: gluteal.Knowledge) -> None:
        build(self, kb)
        setattr(self, state, by * getattr(self, state))

    return init


WEIGHTS = np.arange(64)
ABLATIONS = {
    "no pull toward the background": (cells, "PULL", 1e-9),
    "pull of 2 patients": (cells, "PULL", 2.0),
    "pull of 8 patients": (cells, "PULL", 8.0),
    "clusters: the strongest alone": (blocks, "_HALVES", 1e-9**WEIGHTS),
    "clusters: 1, 1/3, 1/9": (blocks, "_HALVES", 3.0**-WEIGHTS),
    "clusters: 1, 0.7, 0.5": (blocks, "_HALVES", 0.7**WEIGHTS),
    "clusters: all in full": (blocks, "_HALVES", np.ones(64)),
    "shares as in a clinic": (
        scoring,
        "shares",
        lambda kb, setting: np.maximum(kb.cells.share, 1e-9),
    ),
    "present marks times 0.85": (Model, "__init__", scaled("present", 0.85)),
    "present marks times 1.15": (Model, "__init__", scaled("present", 1.15)),
    "absent marks times 0.7": (Model, "__init__", scaled("absent", 0.7)),
    "absent marks times 1.3": (Model, "__init__", scaled("absent", 1.3)),
}


def ablations(people: pd.DataFrame, folder: Path, stages: set[str]) -> pd.DataFrame:
    """One choice of the model changed at a time, on the same patients and the judged tables.

    The reconciled ones have seen the invented patients.
    """
    rows = {}
    for label, change in {"as it is": (cells, "PULL", cells.PULL), **ABLATIONS}.items():
        with patch.object(*change):
            kb = gluteal.load(folder, reconciled=False)
            model_of(kb).prepare()
            marks = cohort(people, kb, stages)
            rows[label] = measures(gluteal.score(marks, kb), people["cause"])
    p = gluteal.score(marks, gluteal.load(folder, reconciled=False))
    for power in (1 / 1.4, 0.85, 1.1):
        sharp = p**power
        sharp = sharp.div(sharp.sum(axis=1), axis=0)
        rows[f"all evidence counted {power * state.SHARPEN:.2f} times"] = measures(
            sharp, people["cause"]
        )
    return pd.DataFrame(rows).T


Scorer = Callable[[pd.DataFrame], pd.DataFrame]  # marks in, probabilities out


def by(kb: gluteal.Knowledge, power: float = state.SHARPEN) -> Scorer:
    """Score with one set of tables; all evidence counts ``power`` times."""

    def scored(marks: pd.DataFrame) -> pd.DataFrame:
        with patch.object(state, "SHARPEN", power):
            return gluteal.score(marks.loc[:, marks.columns.isin(kb.findings.index)], kb)

    return scored


def unseen(people: pd.DataFrame, judged: gluteal.Knowledge, fold: np.ndarray) -> Scorer:
    """Score each patient with tables that learned from the other folds."""
    everyone = cohort_of(people, judged)
    learned = {k: reconcile(everyone[fold != k], judged) for k in np.unique(fold)}

    def scored(marks: pd.DataFrame) -> pd.DataFrame:
        parts = [gluteal.score(marks[fold == k], kb) for k, kb in learned.items()]
        return pd.concat(parts).loc[marks.index]

    return scored


def falls(scores: dict[str, pd.DataFrame], truth: pd.Series) -> pd.DataFrame:
    """Patients among the first three, by cause with three or more, where it differs."""
    hits = {name: each(p, truth)["top-3"] for name, p in scores.items()}
    table = pd.DataFrame(hits).groupby(truth).sum().round(1).assign(patients=truth.value_counts())
    differs = table[list(hits)].nunique(axis=1) > 1
    return table[differs & (table["patients"] >= 3)]


def accuracy(
    title: str, people: pd.DataFrame, kb: gluteal.Knowledge, tables: dict[str, Scorer], ablate: bool
) -> None:
    """Print one group of patients, by bedside marks and by all marks; the last tables in full."""
    truth = people["cause"]
    prior = pd.DataFrame(1 / len(kb.causes), people.index, kb.causes.index)
    for label, stages in {
        "history and examination": set(BEDSIDE),
        "all marks": set(kb.findings["stage"]),
    }.items():
        marks = cohort(people, kb, stages)
        found = {name: scorer(marks) for name, scorer in tables.items()}
        scores = list(found.values())[-1]
        rows = {
            **{name: measures(p, truth) for name, p in found.items()},
            "counting matching findings": measures(counting(marks, kb), truth),
            "prior only": measures(prior, truth),
        }
        if "reference_strength" in people:
            for strength, part in people.groupby("reference_strength"):
                rows[f"reference {strength} ({len(part)})"] = measures(
                    scores.loc[part.index], truth.loc[part.index]
                )
        print(f"\n== {title}, {label}: {len(people)}\n{pd.DataFrame(rows).T.to_string()}")
        print(reliability(scores, truth)[["predicted", "observed", "cases"]].round(2).to_string())
        print(f"among the first three, by cause\n{falls(found, truth).to_string()}")
        for name, p in found.items():
            print(f"{name}, by number of marks\n{by_size(p, truth, marks).to_string()}")
        if len(people) < 100:
            wrong = scores.index[places(scores, truth)[0] > 0]
            print("not first: " + ", ".join(map(str, wrong)))
        if ablate:
            print(ablations(people, FOLDER, stages).to_string())


def seen(row: pd.Series, setting: str) -> gluteal.Case:
    """A published case as a clinic would enter it, after twelve weeks of conservative care."""
    return gluteal.Case(
        present=row["present"],
        absent=row["absent"],
        age=int(row["age"]),
        sex=row["sex"],
        setting=setting,
        conservative_weeks=12,
    )


def burden(kb: gluteal.Knowledge) -> None:
    """Share of the published cases in which injections are held, and why."""
    settings = {"the setting of the report": None, "pain_clinic for all": "pain_clinic"}
    for label, setting in settings.items():
        held, reasons, urgent = 0, Counter(), Counter()
        for _, row in kb.cases.iterrows():
            case = seen(row, setting or row["setting"])
            flags = gluteal.red_flags(case, kb)
            holding = flags[flags["holds_injections"]]
            held += len(holding) > 0
            reasons.update(holding["label"])
            if len(flags):
                urgent[flags["urgency"].iloc[0]] += 1
        print(f"\nAlarm burden, {label}, 12 weeks of conservative care assumed:")
        print(f"  injections held by a red flag in {held} of {len(kb.cases)} cases")
        print("  most urgent flag: " + ", ".join(f"{k} {v}" for k, v in urgent.items()))
        for reason, n in reasons.most_common():
            print(f"  {n:3d}  {reason}")


def limits(kb: gluteal.Knowledge) -> None:
    """What holds the injections that do have a zone."""
    reasons: Counter[str] = Counter()
    offered = free = 0
    for _, row in kb.cases.iterrows():
        fitting = gluteal.injections(seen(row, "pain_clinic"), kb)
        fitting = fitting[fitting["zone"].isin(["therapeutic injection", "diagnostic block"])]
        offered += len(fitting)
        free += int((fitting["holds"].map(len) == 0).sum())
        reasons.update(h.split(":")[0] for holds in fitting["holds"] for h in holds)
    print(f"\nInjections in a zone (pain_clinic): {offered}, not held: {free}; holds by kind:")
    for reason, n in reasons.most_common():
        print(f"  {n:3d}  {reason}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Accuracy of the ranking.")
    parser.add_argument("--cases", type=Path, nargs="+", help="JSON files of published cases")
    parser.add_argument("--patients", action="store_true", help="the invented patients, too")
    parser.add_argument("--before", type=Path, help="a folder of older tables to set beside")
    parser.add_argument("--ablate", action="store_true", help="change one choice at a time")
    given = parser.parse_args()
    kb = gluteal.load()
    print(f"setting equal, data {kb.version} ({kb.digest[:8]})")
    judged = gluteal.load(reconciled=False)
    older = {"before": by(gluteal.load(given.before), 1.0)} if given.before else {}
    tables = older | {"judged, counted once": by(judged, 1.0), "judged": by(judged)}
    tables |= {"reconciled, counted once": by(kb, 1.0), "reconciled": by(kb)}
    published = of_cases(given.cases) if given.cases else study.people(kb)
    accuracy("published cases", published, kb, tables, given.ablate)
    if given.patients:
        people = of_table(FOLDER / "patients.csv", [1, 2])
        fold = np.random.default_rng(0).permutation(len(people)) % 10
        tables = older | {"judged": by(judged)}
        tables["learned from the other round"] = unseen(people, judged, people["round"].to_numpy())
        tables["learned from the other nine folds"] = unseen(people, judged, fold)
        accuracy("invented patients", people, kb, tables, given.ablate)
    burden(kb)
    limits(kb)


if __name__ == "__main__":
    main()
