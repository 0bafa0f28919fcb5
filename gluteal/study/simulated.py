"""Patients drawn from the tables, with findings of a cluster that go together more than they say.

The model takes findings as independent within a presentation, and counts those of a cluster 1,
1/2, 1/4. Here a Gaussian copula makes those of a cluster depend on each other as much as is asked
for: what is wrong with the probabilities then is wrong because of the dependence, and nothing else.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from gluteal.knowledge import Knowledge
from gluteal.model import model_of, priors, shares
from gluteal.study.measures import each, places
from gluteal.study.published import BEDSIDE
from gluteal.study.validation import weightings

CORRELATIONS: Final = (0.0, 0.3, 0.6, 0.9)
ASKED: Final = 0.15  # share of clusters, and of findings outside them, that a patient is asked for
SETTING: Final = "pain_clinic"


def simulated(
    kb: Knowledge,
    patients: int = 2000,
    correlation: float = 0.5,
    setting: str = SETTING,
    asked: float = ASKED,
    seed: int = 0,
) -> pd.DataFrame:
    """Patients whose findings come from the tables, dependent within clusters.

    Parameters
    ----------
    kb : Knowledge
        Where the causes, presentations and findings are drawn from. Take ``load(reconciled=False)``:
        in a reconciled cell presence and absence count by two probabilities, and none can be drawn.
    patients : int
        How many.
    correlation : float
        Of the normal variables behind two findings of a cluster, 0 to below 1. 0 is what the model
        would have without clusters.
    setting : str
        Whose pre-test probabilities the causes follow.
    asked : float
        Share of the clusters, and of the findings outside them, that is asked for in a patient, 0 to
        1; of a cluster all of it, so that the dependence comes to bear.
    seed : int
        The same seed gives the same patients.

    Returns
    -------
    DataFrame
        One row a patient: findings of history and examination (1 present, -1 absent, 0 unknown), and
        ``cause``. Age and onset are always known.

    Examples
    --------
    >>> from gluteal.knowledge import load
    >>> cohort = simulated(load(reconciled=False), patients=100)
    >>> cohort.shape[0], set(cohort["pain_groin"]) <= {-1, 0, 1}
    (100, True)
    """
    from scipy.special import ndtri

    model, cells = model_of(kb), kb.cells
    random = np.random.default_rng(seed)
    chance = priors(kb, setting)[cells.row_cause] * shares(kb, setting)
    row = random.choice(len(chance), patients, p=chance / chance.sum())
    own = random.standard_normal((patients, len(cells.findings)))
    common = random.standard_normal((patients, model.cluster_of.max() + 1))
    linked = model.cluster_of >= 0
    mixed = np.sqrt(correlation) * common[:, model.cluster_of] + np.sqrt(1 - correlation) * own
    drawn = np.where(linked, mixed, own) < ndtri(cells.theta[row])
    unit = np.where(linked, model.cluster_of, common.shape[1] + np.arange(len(linked)))
    wanted = (random.random((patients, unit.max() + 1)) < asked)[:, unit]
    wanted &= kb.findings["stage"].isin(BEDSIDE).to_numpy() & ~model.asked
    marks = np.where(wanted, np.where(drawn, 1, -1), 0).astype(np.int8)
    for question in cells.questions.values():
        reached = question.theta[row].cumsum(axis=1) < random.random((patients, 1))
        answer = reached.sum(axis=1).clip(max=len(question.answers) - 1)
        marks[:, question.members] = np.where(question.membership[:, answer].T > 0, 1, -1)
    frame = pd.DataFrame(marks, columns=kb.findings.index)
    return frame.assign(cause=np.array(cells.causes)[cells.row_cause[row]])


def dependence(
    kb: Knowledge, correlations: tuple[float, ...] = CORRELATIONS, patients: int = 2000
) -> pd.DataFrame:
    """What becomes of accuracy and calibration as findings of a cluster go together.

    Parameters
    ----------
    kb : Knowledge
        As for :func:`simulated`.
    correlations : tuple of float
        Each tried with patients of its own.
    patients : int
        How many of each.

    Returns
    -------
    DataFrame
        One row a correlation and way to weigh a cluster: the means of :func:`each`, and
        ``overconfidence``.
    """
    cohorts = {r: simulated(kb, patients, r) for r in correlations}
    everyone = pd.concat(cohorts, names=["correlation", "patient"])
    rows = []
    for weighting, p in weightings(everyone, kb, SETTING).items():
        for correlation, part in p.groupby("correlation"):
            truth = everyone.loc[part.index, "cause"]
            measured = each(part, truth).mean()
            measured["overconfidence"] = overconfidence(part, truth)
            rows.append({"correlation": correlation, "weighting": weighting, **measured})
    return pd.DataFrame(rows)


def overconfidence(p: pd.DataFrame, truth: pd.Series) -> float:
    """Mean probability of the first place, less the share in which it was right: -1 to 1.

    Examples
    --------
    >>> p = pd.DataFrame({"a": [0.9, 0.9], "b": [0.1, 0.1]})
    >>> round(overconfidence(p, pd.Series(["a", "b"])), 2)
    0.4
    """
    return float(p.max(axis=1).mean() - (places(p, truth)[0] == 0).mean())
