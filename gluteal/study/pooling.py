"""Several studies of one cell side by side, and pooled where that makes sense.

Sensitivity and specificity are pooled apart, each as logit proportions with a random effect.
The bivariate model of diagnostic reviews, which pools both at once, needs more studies than any
cell here has. The pooled figure sets no cell: it is shown, so that a cell can be judged by it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from gluteal.cases import UnknownCauseError, UnknownFindingError
from gluteal.knowledge import FloatArray, Knowledge, load, split
from gluteal.model import expit, known_id, logit

LEAST: Final = 3  # studies from which a pooled figure is given
MEASURES: Final = ("sensitivity", "specificity")
_COUNTS: Final = {"sensitivity": ("tp", "fn"), "specificity": ("tn", "fp")}
_RANGES: Final = {
    "sensitivity": ("sens_low", "sens_high"),
    "specificity": ("spec_low", "spec_high"),
}
_PRIMARY: Final = ("study", "case series", "case report", "technique")
_EDGE: Final = 0.005  # a limit of 0 or 1 in log odds
_Z: Final = 1.959964


def studies(cause: str, finding: str, kb: Knowledge | None = None) -> pd.DataFrame:
    """What studies found of one cell, one row a study and measure.

    Parameters
    ----------
    cause, finding : str
        Ids of ``kb.causes`` and ``kb.findings``.
    kb : Knowledge, optional
        Bundled data by default.

    Returns
    -------
    DataFrame
        ``measure``: sensitivity or specificity; ``study``: its name and year; ``kind``:
        *study*, *published pool* (a review's own figure), *several studies* (one figure for
        more than one study), *same patients* (another row of a study that is there already, with
        another definition or reference) or *from memory*; only the first is pooled.
        ``estimate``, ``low``, ``high``: 0 to 1, with the 95 % range of the row; ``events`` and
        ``total``: patients, NA where the tables have no counts; ``use``: whether the row sets the cell;
        ``reference_standard``, ``comparator``, ``source`` and ``locator`` as in ``kb.evidence``.
        Judgements and rows of basis *review* (a number of ours) are left out.

    Raises
    ------
    UnknownCauseError, UnknownFindingError
        An id is not in ``kb``; the message lists the nearest.

    Examples
    --------
    >>> found = studies("sacroiliac_joint_pain", "sij_sacral_thrust")
    >>> found.loc[found["kind"] == "study", "study"].unique().tolist()
    ['Laslett 2005', 'Tonosu 2018']
    """
    kb = kb or load()
    known_id("cause", cause, kb.causes.index, UnknownCauseError)
    known_id("finding", finding, kb.findings.index, UnknownFindingError)
    rows = _measured(kb).query("cause == @cause and finding == @finding")
    parts = [_one(rows, measure) for measure in MEASURES]
    table = pd.concat(parts, ignore_index=True)
    table.insert(1, "study", [kb.named(s) for s in table.pop("origin")])
    return table


def pooled(table: pd.DataFrame) -> pd.DataFrame:
    """Random-effects summary of the studies of one cell.

    Parameters
    ----------
    table : DataFrame
        Result of :func:`studies`, or any frame with its columns ``measure``, ``kind``,
        ``estimate``, ``low``, ``high``, ``events`` and ``total``.

    Returns
    -------
    DataFrame
        Indexed by measure. ``k``: studies; ``patients``: those with counts; ``estimate``,
        ``low``, ``high``: pooled proportion with its 95 % interval; ``tau2``: variance between
        studies in log odds; ``i2``: share of the spread that is no chance, 0 to 1; ``q`` and
        ``p``: Cochran's test of homogeneity. Numbers are NaN with fewer than three studies.

    Notes
    -----
    Logit proportions; variance between studies by Paule and Mandel (1982); interval by Hartung,
    Knapp, Sidik and Jonkman, never narrower than the usual one. Computed by statsmodels. With
    three to five studies tau2 and I2 are themselves most unsure, and an interval for the next
    study would reach from 0 to 1: none is given. A study with counts of 0 gets half a patient; one without counts
    counts with the standard error that its range implies, and some ranges are ours.

    Examples
    --------
    >>> table = pooled(studies("osteitis_pubis", "mri_pubic_symphysis_oedema"))
    >>> table["k"].tolist(), table["estimate"].round(2).tolist()
    ([4, 3], [0.65, 0.69])
    """
    rows = [_summary(table[(table["measure"] == m) & (table["kind"] == "study")]) for m in MEASURES]
    return pd.DataFrame(rows, pd.Index(MEASURES, name="measure", dtype="str"))


def poolable(kb: Knowledge | None = None) -> pd.DataFrame:
    """Cells of which more than one study speaks, most studies first.

    Returns
    -------
    DataFrame
        Indexed by cause and finding: how many studies give its ``sensitivity`` and its
        ``specificity``.

    Examples
    --------
    >>> bool((poolable()["sensitivity"] > 1).all())
    True
    """
    kb = kb or load()
    rows = _measured(kb)
    rows = rows[rows["kind"] == "study"]
    counts = rows.groupby(["cause", "finding"], sort=False)[list(MEASURES)].count()
    counts = counts[counts["sensitivity"] > 1]
    return counts.sort_values(list(MEASURES), ascending=False, kind="stable")


def _measured(kb: Knowledge) -> pd.DataFrame:
    """Rows with a measured figure, each with whose figure it is and what kind of row it is."""
    rows = kb.evidence[
        kb.evidence["basis"].isin(["accuracy", "prevalence"]) & kb.evidence["sensitivity"].notna()
    ]
    kinds = kb.references["kind"]
    primary = [[s for s in split(cell) if kinds[s] in _PRIMARY] for cell in rows["source"]]
    seen = rows["verified"] != "recalled"
    alone = [p[0] if len(p) == 1 and s else "" for p, s in zip(primary, seen)]
    rows = rows.assign(alone=alone, origin=[";".join(p) for p in primary])
    rows["origin"] = rows["origin"].where(rows["origin"] != "", rows["source"])
    number = pd.Series([len(p) for p in primary], rows.index)
    again = rows.duplicated(["cause", "finding", "alone"])
    kind = pd.Series("study", rows.index).mask(again, "same patients")
    kind = kind.mask(number == 0, "published pool").mask(number > 1, "several studies")
    return rows.assign(kind=kind.where(seen, "from memory"))


def _one(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The columns of :func:`studies` for one measure."""
    rows = rows[rows[measure].notna()]
    yes, no = (rows[c] for c in _COUNTS[measure])
    low, high = (rows[c] for c in _RANGES[measure])
    kept = ["kind", "use", "origin", "reference_standard", "comparator", "source", "locator"]
    found = rows[kept].assign(
        estimate=rows[measure], low=low, high=high, events=yes, total=yes + no
    )
    found.insert(0, "measure", measure)
    return found


def _summary(rows: pd.DataFrame) -> dict[str, float]:
    effect, variance = _logits(rows)
    usable = np.isfinite(effect) & np.isfinite(variance)
    found = {"k": int(usable.sum()), "patients": float(rows["total"].sum())}
    return found | pool(effect[usable], variance[usable])


def _logits(rows: pd.DataFrame) -> tuple[FloatArray, FloatArray]:
    """Logit and its variance: by counts, or else by the range."""
    x, n = rows["events"].to_numpy(float), rows["total"].to_numpy(float)
    none = (x == 0) | (x == n)
    x, n = np.where(none, x + 0.5, x), np.where(none, n + 1, n)
    p, low, high = (
        logit(np.clip(rows[c].to_numpy(float), _EDGE, 1 - _EDGE))
        for c in ("estimate", "low", "high")
    )
    p[rows["estimate"].isna()] = np.nan
    wide = ((high - low) / (2 * _Z)) ** 2
    wide[(rows["low"].isna() | rows["high"].isna()).to_numpy()] = np.nan
    counted = ~np.isnan(n)
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = np.where(counted, np.log(x) - np.log(n - x), p)
        variance = np.where(counted, 1 / x + 1 / (n - x), wide)
    return effect, variance


def pool(effect: FloatArray, variance: FloatArray) -> dict[str, float]:
    """Random-effects summary of effects in log odds, given back as proportions.

    Examples
    --------
    >>> import numpy as np
    >>> found = pool(np.array([0.0, 0.1, -0.1, 0.0]), np.full(4, 0.04))
    >>> round(found["estimate"], 2), found["tau2"], round(found["i2"], 2)
    (0.5, 0.0, 0.0)
    """
    names = ("estimate", "low", "high", "tau2", "i2", "q", "p")
    k = len(effect)
    if k < LEAST:
        return dict.fromkeys(names, np.nan)
    from scipy.stats import chi2, t
    from statsmodels.stats.meta_analysis import combine_effects

    with np.errstate(divide="ignore"):  # I2 of studies that agree exactly
        found = combine_effects(effect, variance, method_re="iterated", use_t=True)
    tau2, q = max(float(found.tau2), 0.0), float(found.q)
    middle = float(found.mean_effect_re)
    plain = float(1 / np.sqrt((1 / (variance + tau2)).sum()))
    error = max(float(found.sd_eff_w_re_hksj), plain)
    reach = float(t.ppf(0.975, k - 1)) * error
    ends = np.array([middle, middle - reach, middle + reach])
    i2 = max(0.0, (q - k + 1) / q) if q > 0 else 0.0
    return dict(zip(names, [*map(float, expit(ends)), tau2, i2, q, float(chi2.sf(q, k - 1))]))
