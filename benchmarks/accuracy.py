"""Accuracy over the published cases, and how often injections are held.

``python benchmarks/accuracy.py``: top-1, top-3, Brier score and a reliability curve in the
setting ``equal``, beside counting matching findings and the prior alone, in one run. The
cases are few: they show mistakes of reasoning and fit nothing.
"""

from collections import Counter

import numpy as np
import pandas as pd

import gluteal

BINS = (0.0, 0.1, 0.25, 0.5, 0.75, 1.0)


def cohort(kb: gluteal.Knowledge, stages: set[str]) -> pd.DataFrame:
    """Published cases as rows of marks, of the findings in these stages only."""
    keep = set(kb.findings.index[kb.findings["stage"].isin(stages)])
    marks = pd.DataFrame(0, kb.cases.index, kb.findings.index)
    for name, row in kb.cases.iterrows():
        case = gluteal.Case(age=int(row["age"]), sex=row["sex"])
        implied = case.implied(kb)
        present = {*row["present"], *(f for f, state in implied.items() if state)}
        absent = {*row["absent"], *(f for f, state in implied.items() if not state)}
        marks.loc[name, [f for f in present if f in keep]] = 1
        marks.loc[name, [f for f in absent if f in keep]] = -1
    return marks


def counting(marks: pd.DataFrame, kb: gluteal.Knowledge) -> pd.DataFrame:
    """Baseline: how many of the present findings most patients with the cause have."""
    hits = (marks.to_numpy() == 1) @ (kb.matrix.to_numpy() >= 0.5).T.astype(float) + 1e-9
    return pd.DataFrame(hits / hits.sum(axis=1, keepdims=True), marks.index, kb.matrix.index)


def places(p: pd.DataFrame, truth: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Causes above the true one, and causes level with it (itself included)."""
    values = p.to_numpy()
    own = values[np.arange(len(p)), p.columns.get_indexer(truth)][:, None]
    return (values > own + 1e-12).sum(axis=1), (np.abs(values - own) <= 1e-12).sum(axis=1)


def measures(p: pd.DataFrame, truth: pd.Series) -> dict[str, float]:
    """Top-1 and top-3 with ties broken at random, and the multi-class Brier score."""
    hit = pd.get_dummies(truth).reindex(columns=p.columns, fill_value=False).astype(float)
    above, level = places(p, truth)
    return {f"top-{n}": float(np.clip((n - above) / level, 0, 1).mean()) for n in (1, 3)} | {
        "Brier": float(((p - hit) ** 2).sum(axis=1).mean())
    }


def reliability(p: pd.DataFrame, truth: pd.Series) -> pd.DataFrame:
    """Observed share against mean predicted probability of the first place, by bins."""
    first, right = p.max(axis=1), p.idxmax(axis=1) == truth
    bins = pd.cut(first, BINS)
    frame = pd.DataFrame({"predicted": first, "observed": right.astype(float)})
    grouped = frame.groupby(bins, observed=True)
    return grouped.mean().assign(cases=grouped.size()).round(2)


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
    kb = gluteal.load()
    truth = kb.cases["cause"]
    prior = pd.DataFrame(1 / len(kb.causes), kb.cases.index, kb.causes.index)
    print(f"{len(truth)} published cases, setting equal, data {kb.version} ({kb.digest[:8]})")
    for label, stages in {
        "history and examination": {"history", "examination"},
        "all marks": set(kb.findings["stage"]),
    }.items():
        marks = cohort(kb, stages)
        scores = gluteal.score(marks, kb)
        rows = {
            "gluteal": measures(scores, truth),
            "counting matching findings": measures(counting(marks, kb), truth),
            "prior only": measures(prior, truth),
        }
        print(f"\n{label}\n{pd.DataFrame(rows).T.round(2).to_string()}")
        print(reliability(scores, truth).to_string())
        wrong = scores.index[places(scores, truth)[0] > 0]
        print("not first: " + ", ".join(map(str, wrong)))
    burden(kb)
    limits(kb)


if __name__ == "__main__":
    main()
