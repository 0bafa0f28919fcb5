"""How good probabilities are, once the causes are known: per patient, in all, and by bins.

Brier GW, Verification of forecasts expressed in terms of probability, Mon Weather Rev 1950;78:1-3:
its sum over all causes, so that 0 is best and 2 worst. The log loss is minus the natural log of
the probability of the true cause. Intervals are those of the percentile bootstrap over patients.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from gluteal.knowledge import FloatArray, IntArray

TOPS: Final = (1, 3, 5)
BINS: Final = (0.0, 0.1, 0.25, 0.5, 0.75, 1.0)
RESAMPLED: Final = 2000
LEAST: Final = 1e-3  # probability below which the log loss counts no further
_LEVEL: Final = 1e-12  # two probabilities nearer than this are one


def each(p: pd.DataFrame, truth: pd.Series) -> pd.DataFrame:
    """Per patient: whether the true cause is among the first, Brier score and log loss.

    Parameters
    ----------
    p : DataFrame
        Patients x causes, each row summing to 1: the result of :func:`gluteal.score`.
    truth : Series
        The confirmed cause of each patient, a column of ``p``; indexed as ``p``.

    Returns
    -------
    DataFrame
        Indexed as ``p``: ``top-1``, ``top-3`` and ``top-5``, 0 to 1 (a share where causes are
        level, as if ties were broken at random), ``Brier``, 0 to 2, and ``log loss``, 0 to 6.9:
        a probability below 0.001 counts no worse than that.

    Raises
    ------
    ValueError
        ``truth`` is indexed otherwise than ``p``, or names what is no column of it.

    Examples
    --------
    >>> p = pd.DataFrame({"a": [0.7, 0.2], "b": [0.2, 0.2], "c": [0.1, 0.6]})
    >>> each(p, pd.Series(["a", "b"])).round(2).loc[:, ["top-1", "top-3", "Brier", "log loss"]]
       top-1  top-3  Brier  log loss
    0    1.0    1.0   0.14      0.36
    1    0.0    1.0   1.04      1.61
    """
    at = _true(p, truth)
    values = p.to_numpy(float)
    own = values[np.arange(len(p)), at]
    above, level = places(p, truth)
    tops = {f"top-{n}": np.clip((n - above) / level, 0, 1) for n in TOPS}
    brier = ((values - np.eye(p.shape[1])[at]) ** 2).sum(axis=1)
    loss = -np.log(np.maximum(own, LEAST))
    return pd.DataFrame(tops | {"Brier": brier, "log loss": loss}, p.index)


def places(p: pd.DataFrame, truth: pd.Series) -> tuple[IntArray, IntArray]:
    """Causes above the true one, and causes level with it (itself included), per patient."""
    values = p.to_numpy(float)
    own = values[np.arange(len(p)), _true(p, truth)][:, None]
    return (values > own + _LEVEL).sum(axis=1), (np.abs(values - own) <= _LEVEL).sum(axis=1)


def summary(p: pd.DataFrame, truth: pd.Series) -> pd.DataFrame:
    """Means of :func:`each` over the patients with a 95 % bootstrap interval.

    Parameters
    ----------
    p, truth
        As in :func:`each`; at least one patient.

    Returns
    -------
    DataFrame
        Indexed by measure; ``mean``, ``low``, ``high``. 2,000 resamples of patients, seeded:
        the same patients give the same interval.

    Examples
    --------
    >>> p = pd.DataFrame({"a": [0.7, 0.2], "b": [0.3, 0.8]})
    >>> summary(p, pd.Series(["a", "a"])).loc["top-1"].tolist()
    [0.5, 0.0, 1.0]
    """
    per = each(p, truth)
    if per.empty:
        raise ValueError("there is no patient to measure on")
    low, high = interval(per.to_numpy(float))
    return pd.DataFrame({"mean": per.mean(), "low": low, "high": high})


def difference(p: pd.DataFrame, other: pd.DataFrame, truth: pd.Series) -> pd.DataFrame:
    """What one set of probabilities gains over another on the same patients.

    Parameters
    ----------
    p, other : DataFrame
        Patients x causes, with the same patients.
    truth : Series
        As in :func:`each`.

    Returns
    -------
    DataFrame
        Indexed by measure; ``mean`` of the paired differences, ``p`` less ``other``, with its 95 %
        bootstrap interval ``low`` and ``high``. Above 0 is better for the tops, below 0 for
        the Brier score and the log loss.

    Examples
    --------
    >>> p = pd.DataFrame({"a": [0.7, 0.2], "b": [0.3, 0.8]})
    >>> difference(p, p, pd.Series(["a", "a"]))["mean"].tolist()
    [0.0, 0.0, 0.0, 0.0, 0.0]
    """
    gained = each(p, truth) - each(other, truth)
    low, high = interval(gained.to_numpy(float))
    return pd.DataFrame({"mean": gained.mean(), "low": low, "high": high})


def interval(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Bounds of the 95 % bootstrap interval of the mean of each column, patients x measures."""
    drawn = np.random.default_rng(0).integers(0, len(values), (RESAMPLED, len(values)))
    low, high = np.percentile(values[drawn].mean(axis=1), [2.5, 97.5], axis=0)
    return low, high


def reliability(p: pd.DataFrame, truth: pd.Series, bins: tuple[float, ...] = BINS) -> pd.DataFrame:
    """How often the first place was right, by the probability it was given.

    Parameters
    ----------
    p, truth
        As in :func:`each`.
    bins : tuple of float
        Ends of the bins, rising from 0 to 1; the upper end belongs to the bin.

    Returns
    -------
    DataFrame
        One row a bin with patients: ``predicted``, the mean probability of the first place,
        ``observed``, the share in which it was right, both 0 to 1; ``low`` and ``high``,
        Wilson's 95 % interval of ``observed``; ``cases``.

    Examples
    --------
    >>> p = pd.DataFrame({"a": [0.7, 0.2, 0.6], "b": [0.3, 0.8, 0.4]})
    >>> reliability(p, pd.Series(["a", "b", "b"]), (0, 0.75, 1))[["observed", "cases"]].round(2)
                 observed  cases
    (0.0, 0.75]       0.5      2
    (0.75, 1.0]       1.0      1
    """
    from statsmodels.stats.proportion import proportion_confint

    _true(p, truth)
    first, right = p.max(axis=1), p.idxmax(axis=1) == truth
    frame = pd.DataFrame({"predicted": first, "observed": right.astype(float)})
    grouped = frame.groupby(pd.cut(first, list(bins)), observed=True)
    hits, cases = grouped["observed"].sum(), grouped.size()
    low, high = proportion_confint(hits, cases, method="wilson")
    return grouped.mean().assign(low=low, high=high, cases=cases)


def _true(p: pd.DataFrame, truth: pd.Series) -> IntArray:
    """Column of each patient's true cause."""
    if not p.index.equals(truth.index):
        raise ValueError("the patients of the probabilities and of the causes are not the same")
    at: IntArray = p.columns.get_indexer(truth)
    if (at < 0).any():
        row = int(np.argmax(at < 0))
        raise ValueError(
            f"row {p.index[row]!r}, cause == {truth.tolist()[row]!r}, must be a cause of the "
            "tables; leave patients without one out"
        )
    return at
