"""From marks to probabilities: the differential and the weights of evidence behind it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gluteal.blocks import Block, Marks
from gluteal.case import Case
from gluteal.cells import FloatArray
from gluteal.cohort import score
from gluteal.knowledge import Knowledge, load
from gluteal.likelihood import DRAWS
from gluteal.posterior import Known, State, expit, logit, state_of
from gluteal.suggest import next_findings, unsafe

__all__ = [
    "Known",
    "chance_above",
    "differential",
    "known",
    "likelihood_ratios",
    "next_findings",
    "post_test_probability",
    "presentation_term",
    "score",
    "unsafe",
    "weights",
]
DECIBAN = 10 / np.log(10)


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


def known(case: Case, kb: Knowledge | None = None) -> Known:
    """How much is known so far; with little known no ranking is meaningful yet.

    Returns
    -------
    Known
        Number of findings marked outside ``context`` that are not paused, and the
        Kullback-Leibler divergence of the probabilities from the prior, in bits.
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
        Indexed by cause, most likely first; with little known in the order before the
        findings. ``prior``, ``probability``, ``low`` and ``high`` are probabilities in
        [0, 1]; ``low`` and ``high`` bound the central 90 % credible interval.
        ``presentation`` is the id of the clinical picture that explains the marks best,
        '' where a cause has one picture only.

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
    by = state.prior if state.known.little else state.probability
    order = np.argsort(-by, kind="stable")
    return pd.DataFrame(
        {
            "prior": state.prior[order],
            "probability": state.probability[order],
            "low": np.minimum(low, state.probability)[order],
            "high": np.maximum(high, state.probability)[order],
            "presentation": state.model.presentations[best][order],
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


def weights(case: Case, kb: Knowledge | None = None) -> pd.DataFrame:
    """Weight of evidence of each marked finding for each cause.

    Parameters
    ----------
    case : Case
        The marks.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.

    Returns
    -------
    DataFrame
        Causes x columns, in decibans: 10 multiplies the odds against ``unexplained`` by
        ten. Columns come in order of stage; a question is one column, a decided composite
        one column in place of its parts, a finding that yields to another has none. NaN
        where there is neither evidence nor a presentation cell. A row's weights and its
        :func:`presentation_term` add up to ``10 log10`` of its likelihood ratio.

    Notes
    -----
    A cell may change with its companions: a cluster counts 1, 1/2, 1/4 ... by size. What the
    finding says alone is in :attr:`Knowledge.betas`.

    Examples
    --------
    >>> import gluteal
    >>> case = gluteal.Case(present=["pain_below_knee"], absent=["straight_leg_raise"])
    >>> gluteal.weights(case).loc["lumbar_radiculopathy"].round(0).tolist()
    [2.0, -2.0]
    """
    kb = kb or load()
    state = state_of(case, kb)
    model, marks = state.model, state.marks
    columns: dict[str, tuple[int, FloatArray, NDArray[np.bool_]]] = {}
    names = model.findings
    for i in np.flatnonzero(model.plain & (marks[0] != 0)):
        said = model.present[:, i] if marks[0, i] > 0 else model.absent[:, i]
        columns[names[i]] = (int(i), said, model.cells.known[:, i])
    for block in model.blocks:
        pattern = marks[:, block.members]
        if pattern.any():
            columns |= _block_columns(state, block, pattern)
    for name, question in model.questions:
        pattern = marks[:, question.members]
        if pattern.any():
            said = model.answers(question, pattern)[0]
            columns[name] = (int(question.members.min()), said, question.known)
    stages = {s: i for i, s in enumerate(("history", "examination", "investigation", "block"))}
    stage = [stages[s] for s in kb.findings["stage"]]
    order = sorted(columns, key=lambda c: (stage[columns[c][0]], columns[c][0]))
    frame = pd.DataFrame(
        {c: _column(state, columns[c][1] * DECIBAN, columns[c][2]) for c in order},
        model.causes,
        columns=pd.Index(order, name="finding"),
        dtype=float,
    )
    return frame


def _block_columns(
    state: State, block: Block, pattern: Marks
) -> dict[str, tuple[int, FloatArray, NDArray[np.bool_]]]:
    """Columns of a block: its marked members, and a decided composite in place of its parts."""
    model = state.model
    weighed = model.weighed(block, pattern)
    said = (weighed.weight * model.terms(block.members, pattern) + weighed.extra)[0]
    known = model.cells.known[:, block.members]
    columns: dict[str, tuple[int, FloatArray, NDArray[np.bool_]]] = {}
    fused: set[int] = set()
    for k in np.flatnonzero(weighed.outcome[0]):
        composite = block.composites[k]
        parts = [int(m) for m in composite.members if pattern[0, m] and int(m) not in fused]
        fused |= set(parts)
        effect = composite.effects[0 if weighed.outcome[0, k] > 0 else 1]
        total = said[:, parts].sum(axis=1) + weighed.share[0, :, k] * effect
        seen = known[:, parts].any(axis=1) | (weighed.share[0, :, k] > 0)
        columns[composite.name] = (int(block.members[parts[0]]), total, seen)
    for j in np.flatnonzero(pattern[0]):
        if int(j) not in fused:
            at = int(block.members[j])
            columns[model.findings[at]] = (at, said[:, j], known[:, j])
    return columns


def _column(state: State, rows: FloatArray, seen: NDArray[np.bool_]) -> FloatArray:
    starts = state.model.cells.starts
    mean = np.add.reduceat(state.responsibility * rows, starts)
    return np.where(np.logical_or.reduceat(seen, starts), mean, np.nan)


def presentation_term(case: Case, kb: Knowledge | None = None) -> pd.Series:
    """What the fit of the presentations costs each cause, in decibans, at most 0.

    ``-10/ln 10 * KL(responsibility || share)``: with a row's weights it adds up to
    ``10 log10`` of the cause's likelihood ratio against ``unexplained``.
    """
    kb = kb or load()
    state = state_of(case, kb)
    gap = np.where(
        state.responsibility > 0,
        state.responsibility * (np.log(np.maximum(state.responsibility, 1e-300) / state.share)),
        0.0,
    )
    term = -DECIBAN * np.add.reduceat(gap, state.model.cells.starts)
    return pd.Series(term, state.model.causes)


def likelihood_ratios(case: Case, kb: Knowledge | None = None) -> pd.Series:
    """Likelihood ratio of all marks together, each cause against ``unexplained``."""
    kb = kb or load()
    state = state_of(case, kb)
    return pd.Series(np.exp(state.log_ratio), state.model.causes)
