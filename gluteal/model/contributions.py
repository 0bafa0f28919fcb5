"""What each mark says about each cause, in decibans, and what the fit of the presentations costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gluteal.cases import Case
from gluteal.knowledge import STAGES, FloatArray, Knowledge, load, once
from gluteal.model.blocks import Block, Marks
from gluteal.model.state import State, state_of

DECIBAN = 10 / np.log(10)


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
        Causes, most likely first, x columns, in decibans: 10 multiplies the odds against ``unexplained`` by
        ten. Columns come in order of stage; a question is one column, a decided composite
        one column in place of its parts, a finding that yields to another has none. NaN
        where there is neither evidence nor a presentation cell. A row's weights and its
        :func:`presentation_term` add up to ``10 log10`` of its likelihood ratio; in the
        setting ``equal`` that counts to the power ``SHARPEN``, see SAFETY.md.

    Notes
    -----
    A cell may change with its companions: a cluster counts 1, 1/2, 1/4 ... by size. What the
    finding says alone is in :attr:`Knowledge.betas`.

    Examples
    --------
    >>> import gluteal
    >>> case = gluteal.Case(present=["pain_below_knee"], absent=["straight_leg_raise"])
    >>> gluteal.weights(case).loc["lumbar_radiculopathy"].round(0).tolist()
    [3.0, -3.0]
    """
    kb = kb or load()
    state = state_of(case, kb)
    return _frame(state, kb, lambda rows: _mean(state, state.responsibility[:, None] * rows))


def by_itself(case: Case, kb: Knowledge | None = None) -> pd.DataFrame:
    """What each column of :func:`weights` says apart from the others.

    The same frame, but each column's likelihood ratio is the mean over the presentations of the
    cause in their shares before any mark: the number that the evidence of the cell explains.
    What :func:`weights` has beyond it comes from the presentation that the marks together make
    likely, and :func:`presentation_term` takes most of it off again; :func:`fit` is what is left.
    """
    kb = kb or load()
    state = state_of(case, kb)

    def ratio(rows: FloatArray) -> FloatArray:
        parts = state.share[:, None] * np.exp(rows / DECIBAN)
        return np.asarray(DECIBAN * np.log(_mean(state, parts)), float)

    return _frame(state, kb, ratio)


def fit(case: Case, kb: Knowledge | None = None) -> pd.Series:
    """What the marks of a cause say by fitting one of its presentations together, in decibans.

    With a row of :func:`by_itself` it adds up to ``10 log10`` of the likelihood ratio of the
    cause against ``unexplained``: above 0 where the marks belong together, below where not.
    """
    kb = kb or load()
    beyond = weights(case, kb).sum(axis=1) - by_itself(case, kb).sum(axis=1)
    return presentation_term(case, kb).add(beyond)


@dataclass(frozen=True)
class Column:
    """What one column of :func:`weights` says of each row of the model.

    ``state`` is 1 where something is present or a composite met, -1 where not, 0 for a question;
    ``around`` how often it is so in other buttock pain, NaN for a question.
    """

    at: int  # its first finding
    said: FloatArray  # log likelihood ratio by row
    seen: NDArray[np.bool_]  # rows with evidence
    state: int
    around: float = np.nan


def columns_of(state: State) -> dict[str, Column]:
    """The columns of :func:`weights` by name, in no order."""
    model, marks = state.model, state.marks
    columns: dict[str, Column] = {}
    for i in map(int, np.flatnonzero(model.plain & (marks[0] != 0))):
        said = model.present[:, i] if marks[0, i] > 0 else model.absent[:, i]
        columns[model.findings[i]] = _marked(state, i, said, model.cells.known[:, i])
    for block in model.touched(marks):
        columns |= _block_columns(state, block, marks[:, block.members])
    for name, question in model.questions:
        pattern = marks[:, question.members]
        if pattern.any():
            said = model.answers(question, pattern)[0]
            columns[name] = Column(int(question.members.min()), said, question.known, 0)
    return columns


def _marked(state: State, at: int, said: FloatArray, seen: NDArray[np.bool_]) -> Column:
    return Column(at, said, seen, int(state.marks[0, at]), float(state.model.background[at]))


def _frame(state: State, kb: Knowledge, over: Callable[[FloatArray], FloatArray]) -> pd.DataFrame:
    """The columns of :func:`weights`, each of its values by row brought together by ``over``."""
    columns, stage = columns_of(state), _stages(kb)
    order = sorted(columns, key=lambda c: (stage[columns[c].at], columns[c].at))
    causes, rows = state.model.causes, state.order
    heads = pd.Index(order, name="finding", dtype="str")
    if not order:
        return pd.DataFrame(index=causes[rows], columns=heads, dtype=float)
    said = np.column_stack([columns[c].said for c in order])
    seen = np.column_stack([columns[c].seen for c in order])
    values = np.where(_any(state, seen), over(said * DECIBAN), np.nan)
    return pd.DataFrame(values[rows], causes[rows], heads)


def _block_columns(state: State, block: Block, pattern: Marks) -> dict[str, Column]:
    """Columns of a block: its marked members, and a decided composite in place of its parts."""
    model = state.model
    weighed = model.weighed(block, pattern)
    said = (weighed.weight * model.terms(block.members, pattern) + weighed.extra)[0]
    known = model.cells.known[:, block.members]
    columns: dict[str, Column] = {}
    fused: set[int] = set()
    for k in map(int, np.flatnonzero(weighed.outcome[0])):
        composite, outcome = block.composites[k], int(weighed.outcome[0, k])
        parts = [int(m) for m in composite.members if pattern[0, m] and int(m) not in fused]
        fused |= set(parts)
        share = weighed.share[0, :, k]
        total = said[:, parts].sum(axis=1) + share * composite.effects[0 if outcome > 0 else 1]
        seen = known[:, parts].any(axis=1) | (share > 0)
        around = composite.false_positive_rate[0] / sum(composite.false_positive_rate)
        columns[composite.name] = Column(int(block.members[parts[0]]), total, seen, outcome, around)
    for j in map(int, np.flatnonzero(pattern[0])):
        if j not in fused:
            at = int(block.members[j])
            columns[model.findings[at]] = _marked(state, at, said[:, j], known[:, j])
    return columns


@once
def _stages(kb: Knowledge) -> list[int]:
    """Place of each finding's stage in a consultation."""
    return [STAGES.index(s) for s in kb.findings["stage"]]


def _mean(state: State, parts: FloatArray) -> FloatArray:
    """Sum over the presentations of each cause."""
    return np.asarray(np.add.reduceat(parts, state.model.cells.starts), float)


def _any(state: State, seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.asarray(np.logical_or.reduceat(seen, state.model.cells.starts), bool)


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
