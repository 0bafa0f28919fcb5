"""How good probabilities are, against known causes: places, proper scores, calibration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from gluteal.knowledge import FloatArray, IntArray

BINS: Final = (0.0, 0.1, 0.25, 0.5, 0.75, 1.0)
RESAMPLED: Final = 2000
LEAST: Final = 1e-3  # probability below which the log loss counts no further


def each(p: pd.DataFrame, truth: pd.Series) -> pd.DataFrame:
    """Measures of each patient.

    Parameters
    ----------
    p : DataFrame
        Probabilities, patients x causes.
    truth : Series
        The confirmed cause of each patient, rows as in ``p``.

    Returns
    -------
    DataFrame
        ``top-1``, ``top-3``, ``top-5`` (0 or 1; ties broken at random give a share), ``Brier``
        (sum over causes, 0 to 2; Brier 1950) and ``log loss`` (natural logarithm, of 0.001 at
        least), rows as in ``p``.

    Examples
    --------
    >>> p = pd.DataFrame({"a": [0.7, 0.1], "b": [0.3, 0.9]})
    >>> each(p, pd.Series(["a", "a"]))["Brier"].round(2).tolist()
    [0.18, 1.62]
    """
    at: IntArray = p.columns.get_indexer(truth)
    values = p.to_numpy(float)
    own = values[np.arange(len(p)), at]
    above = (values > own[:, None] + 1e-12).sum(axis=1)
    level = (np.abs(values - own[:, None]) <= 1e-12).sum(axis=1)
    tops = {f"top-{n}": np.clip((n - above) / level, 0, 1) for n in (1, 3, 5)}
    brier = ((values - np.eye(len(p.columns))[at]) ** 2).sum(axis=1)
    scores = {"Brier": brier, "log loss": -np.log(np.maximum(own, LEAST))}
    return pd.DataFrame(tops | scores, p.index)


def summary(p: pd.DataFrame, truth: pd.Series) -> pd.DataFrame:
    """The means of :func:`each` with 95 % bootstrap intervals (percentiles, seeded).

    Returns
    -------
    DataFrame
        Indexed by measure: ``mean``, ``low``, ``high``.
    """
    per = each(p, truth)
    low, high = bootstrap(per.to_numpy(float))
    return pd.DataFrame({"mean": per.mean(), "low": low, "high": high}).rename_axis("measure")


def bootstrap(values: FloatArray) -> FloatArray:
    """95 % interval of the means of columns: 2 x columns."""
    drawn = np.random.default_rng(0).integers(0, len(values), (RESAMPLED, len(values)))
    means = np.stack([values[rows].mean(axis=0) for rows in drawn])
    return np.asarray(np.percentile(means, [2.5, 97.5], axis=0), float)


def reliability(p: pd.DataFrame, truth: pd.Series, bins: Sequence[float] = BINS) -> pd.DataFrame:
    """How often the first place is right, by the probability that it has.

    Returns
    -------
    DataFrame
        Indexed by bin of the first place's probability, those with patients only:
        ``predicted`` (mean), ``observed`` (share that is right) and ``cases``.
    """
    first = p.max(axis=1).to_numpy(float)
    right = p.idxmax(axis=1).to_numpy(object) == truth.to_numpy(object)
    frame = pd.DataFrame({"predicted": first, "observed": right.astype(float)})
    grouped = frame.groupby(pd.cut(frame["predicted"], list(bins)), observed=True)
    return grouped.mean().assign(cases=grouped.size()).rename_axis("bin")
