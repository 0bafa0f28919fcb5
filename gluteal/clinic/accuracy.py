"""How good the probabilities of a clinic's confirmed patients are; no rate of fewer than five."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gluteal.knowledge import Knowledge
from gluteal.model import FEWEST, wilson
from gluteal.study import each, interval, reliability, summary


def by_reference(p: pd.DataFrame, truth: pd.Series, people: pd.DataFrame) -> pd.DataFrame:
    """Measures of all patients, and of each strength of the reference standard."""
    groups = {"all patients": truth.index}
    if "reference" in people:
        found = people["reference"].groupby(people["reference"]).groups
        groups |= {f"reference {s}": found[s] for s in ("strong", "moderate", "weak") if s in found}
    parts = {}
    for name, at in groups.items():
        if len(at) < FEWEST:
            empty = pd.DataFrame(np.nan, _MEASURES, ["mean", "low", "high"])
            parts[name] = empty.assign(patients=len(at))
            continue
        first = p.loc[at].max(axis=1) - (p.loc[at].idxmax(axis=1) == truth[at])
        low, high = interval(first.to_numpy(float)[:, None])
        large = pd.DataFrame({"mean": first.mean(), "low": low, "high": high}, [_MEASURES[-1]])
        found_ = pd.concat([summary(p.loc[at], truth[at]), large])
        parts[name] = found_.assign(patients=len(at))
    return pd.concat(parts, names=["group", "measure"])


_MEASURES = ["top-1", "top-3", "top-5", "Brier", "log loss", "first place, expected minus right"]


def calibration(p: pd.DataFrame, truth: pd.Series) -> pd.DataFrame:
    """How often the first place is right by its probability, with 95 % intervals."""
    frame = reliability(p, truth)
    frame.loc[frame["cases"] < FEWEST, ["observed", "low", "high"]] = np.nan
    return frame


def by_cause(p: pd.DataFrame, truth: pd.Series, kb: Knowledge) -> pd.DataFrame:
    """Of each confirmed cause: places, area under the curve, expected and confirmed patients."""
    tops = each(p, truth)[["top-1", "top-3", "top-5"]].groupby(truth.to_numpy(object)).mean()
    n = truth.value_counts().reindex(kb.causes.index).dropna()
    frame = tops.reindex(n.index).assign(patients=n.astype(int))
    low, high = wilson(frame["top-3"] * frame["patients"], frame["patients"])
    area = pd.DataFrame([_area(p[c], truth == c) for c in frame.index], frame.index)
    area = area.set_axis(["auc", "auc_low", "auc_high"], axis=1)
    frame = frame.assign(low=low, high=high).join(area)
    frame.loc[frame["patients"] < FEWEST, ["top-1", "top-3", "top-5", "low", "high"]] = np.nan
    frame["expected"] = p.sum().reindex(frame.index)
    frame.insert(0, "label", kb.causes["label"].reindex(frame.index))
    return frame.sort_values("patients", ascending=False, kind="stable").rename_axis("cause")


def _area(p: pd.Series, own: pd.Series) -> tuple[float, float, float]:
    """Area under the receiver operating curve and its interval (Hanley and McNeil 1982)."""
    yes, no = int(own.sum()), int((~own).sum())
    if min(yes, no) < FEWEST:
        return np.nan, np.nan, np.nan
    area = (p.rank()[own].sum() - yes * (yes + 1) / 2) / (yes * no)
    one, two = area / (2 - area), 2 * area**2 / (1 + area)
    spread = (yes - 1) * (one - area**2) + (no - 1) * (two - area**2)
    half = 1.96 * np.sqrt(max(area * (1 - area) + spread, 0) / (yes * no))
    return float(area), float(max(area - half, 0)), float(min(area + half, 1))
