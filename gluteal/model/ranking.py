"""From marks to probabilities: the differential and the weights of evidence behind it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gluteal.cases import Case
from gluteal.knowledge import Knowledge, load
from gluteal.model.likelihood import DRAWS
from gluteal.model.logs import expit, logit
from gluteal.model.state import Known, state_of


def known(case: Case, kb: Knowledge | None = None) -> Known:
    """How much is known so far.

    Returns
    -------
    Known
        ``findings``, the number marked outside ``context`` that are not paused; ``factor``,
        the largest by which the odds of a cause moved, up or down; ``bits``, the
        Kullback-Leibler divergence of the probabilities from the prior. ``little`` is true
        with fewer than three findings, or where no odds moved by a factor of two.
    """
    kb = kb or load()
    return state_of(case, kb).known


def differential(case: Case, kb: Knowledge | None = None) -> pd.DataFrame:
    """Probability of each cause, given what was marked.

    Parameters
    ----------
    case : Case
        Findings marked present or absent; all others are unknown.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.

    Returns
    -------
    DataFrame
        Indexed by cause, most likely first, also while little is known (see :func:`known`).
        ``prior``, ``probability``, ``low`` and ``high`` are probabilities in [0, 1];
        ``low`` and ``high`` bound the central 90 % credible interval.
        ``presentation`` is the id of the clinical picture that explains the marks best,
        '' where a cause has one picture only; ``label`` the name of the cause.

    Raises
    ------
    UnknownFindingError
        A marked finding is not in ``kb``; the message lists the nearest ids.
    CaseError
        Marks contradict each other, the age or the sex.

    Notes
    -----
    Mixture of presentations, discounted clusters, studied composites; see SAFETY.md for its
    limits.

    Examples
    --------
    >>> import gluteal
    >>> case = gluteal.Case(present=["saddle_anaesthesia", "pain_below_knee", "worse_sitting",
    ...                              "bladder_or_bowel_dysfunction"])
    >>> gluteal.differential(case).index[0]
    'cauda_equina_syndrome'
    """
    kb = kb or load()
    state = state_of(case, kb)
    tail = DRAWS // 20
    low, high = expit(state.logits[:, tail]), expit(state.logits[:, -tail - 1])
    rows, starts = state.model.cells.rows, state.model.cells.starts
    stops = [*starts[1:], len(rows)]
    best = [a + int(state.responsibility[a:b].argmax()) for a, b in zip(starts, stops)]
    order = state.order
    return pd.DataFrame(
        {
            "prior": state.prior[order],
            "probability": state.probability[order],
            "low": np.minimum(low, state.probability)[order],
            "high": np.maximum(high, state.probability)[order],
            "presentation": state.model.presentations[best][order],
            "label": state.model.cause_labels[order],
        },
        state.model.causes[order],
    )


def chance_above(case: Case, kb: Knowledge, thresholds: pd.Series) -> pd.Series:
    """Share of draws in which each cause's probability reaches its threshold.

    Parameters
    ----------
    thresholds : Series
        Indexed by cause; NaN where there is none.

    Returns
    -------
    Series
        Indexed by cause, 0 to 1; 0 where there is no threshold.
    """
    state = state_of(case, kb)
    bound = logit(thresholds.reindex(state.model.cells.causes).to_numpy(float))
    share = (state.logits >= bound[:, None]).mean(axis=1)
    return pd.Series(share, state.model.causes)


def likelihood_ratios(case: Case, kb: Knowledge | None = None) -> pd.Series:
    """Likelihood ratio of all marks together, each cause against ``unexplained``."""
    kb = kb or load()
    state = state_of(case, kb)
    return pd.Series(np.exp(state.log_ratio), state.model.causes)
