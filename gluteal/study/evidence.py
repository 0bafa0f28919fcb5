"""Every cell of the matrix with what stands behind it, and how much of a cause rests on what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gluteal.knowledge import PULL, STAGES, FloatArray, Knowledge, load
from gluteal.model import DECIBAN

# what a cell rests on, the firmest first; reconciled: moved to agree with invented patients
KINDS: Final = (
    "accuracy",
    "prevalence",
    "review",
    "review, reconciled",
    "judgement",
    "judgement, reconciled",
)
BEDSIDE: Final = STAGES[:2]  # history and examination


def cells(kb: Knowledge | None = None) -> pd.DataFrame:
    """Every cell with evidence behind it, one row each, in the order of the tables.

    Parameters
    ----------
    kb : Knowledge, optional
        Bundled data by default.

    Returns
    -------
    DataFrame
        ``cause``, ``finding``; ``rests_on``: one of :data:`KINDS`; ``probability`` that the
        finding is present in the cause's average patient, as presence counts in the model, with its
        90 % interval ``low`` to ``high``; ``before``: the same before it was reconciled (equal
        where it was not); ``background``: in pain of another cause; ``lr_present``,
        ``lr_absent``: what either state multiplies the odds by; ``patients``: what the cell
        counts as, the four of its background included; ``decibans``: see :func:`coverage`;
        ``rows``: rows of ``kb.evidence`` that speak of it; ``sources``: ids of the one in use.
        All about one cell: ``kb.trace(cause, finding)``.

    Raises
    ------
    ImportError
        SciPy is not there; ``pip install "gluteal[study]"``.

    Notes
    -----
    The figures are those of the single finding. Where a cause has presentations, or a finding
    is an answer to a question (age, onset), the model reasons with those.

    Examples
    --------
    >>> table = cells().set_index(["cause", "finding"])
    >>> table.loc[("sacroiliac_joint_pain", "sij_distraction"), "rests_on"]
    'accuracy'
    """
    from scipy.stats import beta

    kb = kb or load()
    c = kb.cells
    at = np.nonzero(c.matrix_known)
    theta, gone, size = (m[at] for m in (c.matrix_theta, c.matrix_theta_absent, c.matrix_n))
    around, moved = c.background[at[1]], (c.factors[:, at[0], at[1]] != 1).any(axis=0)
    low, high = beta.ppf([[0.05], [0.95]], size * theta, size * (1 - theta))
    before = ((size - PULL) * c.average[at] + PULL * around) / size
    table = pd.DataFrame(
        {
            "cause": np.array(c.causes)[at[0]],
            "finding": np.array(c.findings)[at[1]],
            "rests_on": _rests_on(c.own_basis[at], moved),
            "probability": theta,
            "low": np.minimum(low, theta),
            "high": np.maximum(high, theta),
            "before": np.where(moved, before, theta),
            "background": around,
            "lr_present": theta / around,
            "lr_absent": (1 - gone) / (1 - around),
            "patients": size,
            "decibans": expected(theta, gone, around),
        }
    )
    keys = ["cause", "finding"]
    counts = kb.evidence.groupby(keys).size().rename("rows")
    used = kb.evidence[kb.evidence["use"] == "yes"].set_index(keys)["source"].rename("sources")
    table = table.join(counts, keys).join(used, keys)
    return table.fillna({"rows": 0, "sources": ""}).astype({"rows": int})


def _rests_on(basis: NDArray[np.str_], moved: NDArray[np.bool_]) -> NDArray[np.object_]:
    kind = np.where(basis == "", "judgement", basis).astype(object)
    return np.where(moved, kind + ", reconciled", kind)


def expected(theta: FloatArray, gone: FloatArray, around: FloatArray) -> FloatArray:
    """Expected weight of evidence of a finding for its own cause, in decibans, from 0.

    ``theta`` and ``gone`` are P(present | cause) as presence and as absence count, ``around``
    the background.
    """
    here = np.log(theta / around)
    there = np.log((1 - gone) / (1 - around))
    found: FloatArray = np.maximum(DECIBAN * (theta * here + (1 - theta) * there), 0.0)
    return found


def coverage(kb: Knowledge | None = None, stages: Iterable[str] = BEDSIDE) -> pd.DataFrame:
    """How much of what the tables can say for each cause rests on studies, reviews and judges.

    Parameters
    ----------
    kb : Knowledge, optional
        Bundled data by default.
    stages : iterable of str
        Stages of a consultation that count; history and examination by default, for a scan that
        is the disease itself outweighs all else by definition.

    Returns
    -------
    DataFrame
        Indexed by cause, most on studies first; a column for each of :data:`KINDS`, in
        decibans, that add up to ``total``; ``measured``: share on accuracy and prevalence.

    Notes
    -----
    A cell counts with its expected weight of evidence (Good 1950): what the answer to this
    question alone says, on average, for the cause in patients who have it, against pain of
    another cause; the Kullback-Leibler divergence of the cell from its background. A cell that
    does not differ from its background counts nothing, however well it was studied. Overlap of
    findings is not taken off, and rules studied as a whole (composites) are not in it. Only the cause's side counts: nearly all backgrounds are judged.

    Examples
    --------
    >>> table = coverage()
    >>> bool((table["measured"] < 0.5).mean() > 0.9)
    True
    """
    kb = kb or load()
    wanted = list(stages)
    unknown = [s for s in wanted if s not in STAGES]
    if unknown:
        raise ValueError(f"stages: {unknown[0]!r}, must be of {', '.join(STAGES)}")
    table = cells(kb)
    table = table[kb.findings["stage"].isin(wanted).reindex(table["finding"]).to_numpy(bool)]
    sums = table.pivot_table("decibans", "cause", "rests_on", "sum", fill_value=0.0)
    causes = kb.causes.index.drop("unexplained", errors="ignore")
    sums = sums.reindex(index=causes, columns=list(KINDS), fill_value=0.0)
    total = sums.sum(axis=1)
    measured = sums[list(KINDS[:2])].sum(axis=1) / total.where(total > 0)
    sums = sums.assign(total=total, measured=measured.fillna(0.0))
    return sums.sort_values("measured", ascending=False, kind="stable")
