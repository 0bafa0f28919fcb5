"""Decision curves: whether treating by the probability beats treating all, and treating none.

Source: Vickers AJ, Elkin EB, Decision curve analysis, Med Decis Making 2006;26(6):565-574.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from gluteal.knowledge import FloatArray, Knowledge, load, split
from gluteal.study.measures import RESAMPLED

THRESHOLDS: Final = tuple(round(0.05 * n, 2) for n in range(1, 17))  # 0.05 to 0.80
STRATEGIES: Final = ("by probability", "treat all", "treat none")


def commonest_injections(kb: Knowledge | None = None, setting: str = "pain_clinic") -> list[str]:
    """The two injections whose causes are most probable before any finding in a setting.

    Of injections with the same causes the first of the table stands for them; one whose causes
    overlap with those of the first is passed over.
    """
    kb = kb or load()
    offered = kb.injections[kb.injections["offered"] == "yes"]
    causes = (
        offered["causes"].map(split).map(lambda names: [n for n in names if n in kb.causes.index])
    )
    weight = causes.map(lambda names: float(kb.priors[setting].reindex(names).sum()))
    ranked = weight.sort_values(ascending=False, kind="stable").index
    first = ranked[0]
    return [first, next(i for i in ranked if not set(causes[i]) & set(causes[first]))]


def decision_curve(
    p: pd.DataFrame,
    truth: pd.Series,
    causes: list[str],
    thresholds: tuple[float, ...] = THRESHOLDS,
    weight: pd.Series | None = None,
) -> pd.DataFrame:
    """Net benefit of injecting whoever has a probability above a threshold.

    Parameters
    ----------
    p : DataFrame
        Patients x causes.
    truth : Series
        The confirmed causes; an injection is right in a patient whose cause is one of ``causes``.
    causes : list of str
        The causes that the injection is for; their probabilities are added.
    thresholds : tuple of float
        Between 0 and 1. A threshold of 0.2 is held by somebody to whom one injection missed in a
        patient who would have needed it is as bad as four given to patients who did not.
    weight : Series, optional
        How often each patient counts, to give the cohort another mix of causes: see
        :func:`mix`. Once each if left out.

    Returns
    -------
    DataFrame
        One row a threshold and strategy (``by probability``, ``treat all``, ``treat none``):
        ``net_benefit``, right injections a patient less wrong ones at the threshold's odds, at
        most the share of patients who need one; ``low`` and ``high``, its 95 % bootstrap interval.

    Examples
    --------
    >>> p = pd.DataFrame({"a": [0.9, 0.8, 0.1, 0.2], "b": [0.1, 0.2, 0.9, 0.8]})
    >>> curve = decision_curve(p, pd.Series(["a", "a", "b", "b"]), ["a"], (0.5,))
    >>> curve.set_index("strategy")["net_benefit"].tolist()
    [0.5, 0.0, 0.0]
    """
    needs = truth.isin(causes).to_numpy()[:, None]
    chance = p[causes].sum(axis=1).to_numpy(float)[:, None]
    counts = np.ones(len(p)) if weight is None else weight.to_numpy(float)
    at = np.asarray(thresholds, float)
    worth = np.where(needs, 1.0, -at / (1 - at))
    gains = (worth * (chance >= at), worth, np.zeros_like(worth))
    drawn = np.random.default_rng(0).multinomial(len(p), np.full(len(p), 1 / len(p)), RESAMPLED)
    frames = []
    for strategy, gain in zip(STRATEGIES, gains):
        low, high = np.percentile(_mean(gain, drawn * counts), [2.5, 97.5], axis=0)
        numbers = {"net_benefit": _mean(gain, counts), "low": low, "high": high}
        frames.append(pd.DataFrame({"threshold": at, "strategy": strategy} | numbers))
    return pd.concat(frames, ignore_index=True).sort_values("threshold", kind="stable")


def injection_curves(
    p: pd.DataFrame, truth: pd.Series, kb: Knowledge, weight: pd.Series | None = None
) -> dict[str, pd.DataFrame]:
    """The decision curve of each of the :func:`commonest_injections`.

    Returns
    -------
    dict of DataFrame
        The short name of the injection, with how many of the patients have one of its causes, to
        the result of :func:`decision_curve`.
    """
    curves = {}
    for name in commonest_injections(kb):
        causes = split(kb.injections.at[name, "causes"])
        title = f"{kb.injections.at[name, 'short']} ({truth.isin(causes).sum()} of {len(truth)})"
        curves[title] = decision_curve(p, truth, causes, weight=weight)
    return curves


def mix(truth: pd.Series, prior: pd.Series) -> pd.Series:
    """Weights that give a cohort the mix of causes of a setting.

    Parameters
    ----------
    truth : Series
        The confirmed cause of each patient.
    prior : Series
        Pre-test probability by cause: a column of ``kb.priors``.

    Returns
    -------
    Series
        Indexed as ``truth``, mean 1. Causes of which there is no patient stay without one: the
        mix is that of the setting among the others.
    """
    weight = truth.map(prior) / truth.map(truth.value_counts())
    return weight / weight.mean()


def _mean(gain: FloatArray, counts: FloatArray) -> FloatArray:
    """Weighted mean over patients, of each threshold."""
    return np.asarray((counts @ gain) / counts.sum(axis=-1, keepdims=True), float)
