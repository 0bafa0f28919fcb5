"""One likelihood ratio: of a finding alone, and what it makes of a probability."""

from __future__ import annotations

import difflib

import numpy as np
import pandas as pd

from gluteal.cases import CaseError, UnknownCauseError, UnknownFindingError
from gluteal.knowledge import FloatArray, IntArray, Knowledge, load


def post_test_probability(pre_test: float, likelihood_ratio: float) -> float:
    """Probability after a result, by Bayes' rule on odds.

    Parameters
    ----------
    pre_test : float
        Pre-test probability, 0 to 1.
    likelihood_ratio : float
        LR of the result found, from 0.

    Returns
    -------
    float
        Post-test probability.

    Raises
    ------
    ValueError
        An argument is out of range.

    Examples
    --------
    >>> f"{post_test_probability(0.20, 2.13):.2f}, {post_test_probability(0.20, 0.33):.2f}"
    '0.35, 0.08'
    """
    if not 0 <= pre_test <= 1:
        raise ValueError(f"pre_test == {pre_test!r}, must be from 0 to 1")
    if likelihood_ratio < 0:
        raise ValueError(f"likelihood_ratio == {likelihood_ratio!r}, must be from 0")
    if pre_test == 1:
        return 1.0
    odds = pre_test / (1 - pre_test) * likelihood_ratio
    return float(odds / (1 + odds))


def ratio_alone(
    kb: Knowledge, causes: IntArray, finding: int, state: int
) -> tuple[FloatArray, FloatArray]:
    """Likelihood ratio of one finding by itself, and the factor of its 90 % interval.

    Parameters
    ----------
    causes, finding : ndarray of int, int
        Positions in the cells.
    state : int
        1 present, -1 absent.

    Returns
    -------
    tuple of ndarray
        A ratio a cause, of a block without relief by the share that it misses; the interval runs from ratio / factor to ratio * factor, by the delta
        method on the logarithm.
    """
    c = kb.cells
    n = c.matrix_n[causes, finding]
    m = c.background_alpha[finding] + c.background_beta[finding]
    q = c.background[finding] if state > 0 else 1 - c.background[finding]
    p = (c.matrix_theta if state > 0 else 1 - c.matrix_theta_absent)[causes, finding]
    if state < 0 and finding in c.missed:
        rows, missed, found = c.missed[finding]
        own = np.isin(causes, c.row_cause[rows])
        p, n = np.where(own, missed / (missed + found), p), np.where(own, missed + found, n)
    error = 1.645 * np.sqrt((1 - p) / (p * (n + 1)) + (1 - q) / (q * (m + 1)))
    return p / q, np.exp(error)


def likelihood_ratio(finding: str, cause: str, kb: Knowledge | None = None) -> pd.DataFrame:
    """What one finding says alone about one cause, present and absent.

    The cell is
    drawn toward the background: its LR is a little nearer 1 than the published one.

    Returns
    -------
    DataFrame
        Indexed by state, ``present`` and ``absent``. ``theta``, ``background``: P(finding
        present) in the cause and in other buttock pain; in a reconciled cell as presence and as
        absence count, else the same on both rows. ``lr``: that of
        the state; ``low``, ``high``: its 90 % interval. ``known`` is False for a cell without
        evidence: its ``lr`` is 1 by assumption, without interval. ``basis``, ``source``,
        ``background_source``: where the two probabilities come from. An id that is not in ``kb``
        raises UnknownFindingError or UnknownCauseError, which list the nearest ids.

    Examples
    --------
    >>> ratios = likelihood_ratio("sij_distraction", "sacroiliac_joint_pain")
    >>> ratios["lr"].round(1).tolist(), ratios.at["present", "source"]
    ([2.7, 0.6], 'Laslett 2005; Simpson 2006')
    """
    kb = kb or load()
    known_id("finding", finding, kb.findings.index, UnknownFindingError)
    known_id("cause", cause, kb.causes.index, UnknownCauseError)
    c, i, j = kb.cells, kb.causes.index.get_loc(cause), kb.cells.position[finding]
    known, basis = bool(c.matrix_known[i, j]), str(kb.basis.at[cause, finding])
    keys = kb.evidence[["cause", "finding", "use"]]
    used = kb.evidence.loc[(keys == [cause, finding, "yes"]).all(axis=1), "source"]
    behind = kb.rows("backgrounds")[finding]
    at = np.array([i])
    both = np.array([ratio_alone(kb, at, j, state) for state in (1, -1)])[:, :, 0]
    ratio, spread = both.T if known else (np.ones(2), np.full(2, np.nan))
    theta = [c.matrix_theta[i, j], c.matrix_theta_absent[i, j]]
    columns = {"theta": theta, "background": c.background[j], "lr": ratio}
    columns |= {"low": ratio / spread, "high": ratio * spread, "known": known, "basis": basis}
    columns["source"] = _source("".join(used), basis, kb) if known else ""
    columns["background_source"] = _source(behind["source"], behind["basis"], kb)
    return pd.DataFrame(columns, pd.Index(["present", "absent"], name="state"))


def _source(ids: str, basis: str, kb: Knowledge) -> str:
    return "judged beside " * (basis == "judgement") + kb.named(ids) if ids else "a judgement"


def known_id(what: str, given: str, known: pd.Index, error: type[CaseError]) -> None:
    """Refuse an id that is not in the tables; the message lists the nearest."""
    ids = sorted(map(str, known))
    if given not in ids:
        near = difflib.get_close_matches(str(given), ids, 3, 0.5)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise error(f"{what} == {given!r}, must be in the tables{hint}")
