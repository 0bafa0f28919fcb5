"""Cells that agree with whole patients: conditional maximum a posteriori.

A judge fills a cell without seeing the others; in one patient findings go together. So judged
cells move, within limits, until the confirmed causes of patients become likelier: a factor on
the likelihood ratio of each finding's presence and one on that of its absence, for each cause.
Studies of accuracy and prevalence, composites, findings that are the disease, blocks and answers
to a question stay where they are; no factor turns a cell round or makes it louder than half its range
(see ``knowledge/cells.py``). A cause moves less, the more of its picture rests on studies.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gluteal.cases import CaseError
from gluteal.knowledge import (
    CAP,
    EQUAL,
    STAGES,
    FloatArray,
    IntArray,
    Knowledge,
    load,
)
from gluteal.model.blocks import Marks
from gluteal.model.cohort import marks_of
from gluteal.model.likelihood import Model
from gluteal.model.state import shares

PRESENT, ABSENT = 1.38, 0.86  # standard deviation of the log of a judged cell's factor, see below
COMMON: Final = 0.3  # of what moves a finding in all causes alike: it is judged too
# signs of the facet joints: studies found that none of them tells (Cohen 2020, guideline on facet
# pain), and patients written from textbooks have them as if they did
UNTOLD: Final = ("worse_lumbar_extension", "extension_rotation_test", "lumbar_tenderness")
HOPELESS: Final = 0.02  # probability below which a patient pulls no harder
ROUNDS, STEPS = 3, 60  # the clusters' weights are held within a round
_LEAST: Final = 0.02  # a factor this near 1 is 1
_NEARLY_STILL: Final = 0.1  # least judged share: a cause known by studies alone hardly moves


def reconcile(
    cohort: pd.DataFrame, kb: Knowledge | None = None, strength: float = 1.0
) -> Knowledge:
    """Tables whose judged cells agree with whole patients, written down without counting.

    For the invented patients of the tables: what they leave out and what goes together in them
    was somebody's choice, so their causes are fitted and not their rates. A clinic's
    patients are counted: :func:`gluteal.model.learn`.

    Parameters
    ----------
    cohort : DataFrame
        Rows are patients: ``cause``, the id of the confirmed one, and finding ids as in
        :func:`score`. Only history and examination are used, every cause weighs the same.
    kb : Knowledge, optional
        Tables to start from; what they have learned before stays in them as their start.
        Bundled ones by default.
    strength : float
        How far cells may move, above 0: it multiplies the standard deviations of the log of
        the factors. They are 1.38 for presence and 0.86 for absence, times the cube of the
        share of the cause's marks that rests on judgement alone (0.4 and 0.25 where that is
        two thirds, near nothing where studies or reviews speak), and less in a review's cell.

    Returns
    -------
    Knowledge
        The same tables but for ``reconciled``, one row a moved cell: ``judged`` and
        ``reconciled`` probability of the average patient, and the factors ``present`` and
        ``absent`` on the likelihood ratios. Its version says ``+reconciled``.

    Raises
    ------
    CaseError
        A cause is not in the tables, a value is not 1, -1, 0 or NA, or answers contradict.
    UnknownFindingError
        A column is not a finding.
    ImportError
        SciPy is not there; ``pip install "gluteal[study]"``.

    Notes
    -----
    Maximises the sum of ``log(P(cause | marks) + 0.02)`` minus a Gaussian penalty on the log
    factors, in which the findings' common shift is integrated out, by L-BFGS with the analytic
    gradient through the mixture. Cluster weights are recomputed between three rounds.

    Examples
    --------
    >>> kb = load(reconciled=False)
    >>> from gluteal.model import cohort_of
    >>> seen = cohort_of(kb.patients.iloc[::20], kb)
    >>> len(reconcile(seen, kb).reconciled) > 0, len(kb.reconciled)
    (True, 0)
    """
    kb = kb or load()
    if not strength > 0:
        raise ValueError(f"strength == {strength!r}, must be above 0")
    truth = kb.causes.index.get_indexer(cohort["cause"])
    if (truth < 0).any():
        raise CaseError(f"cause == {cohort['cause'][truth < 0].iloc[0]!r}, must be in the tables")
    marks = marks_of(cohort.drop(columns="cause"), kb)
    early = kb.findings["stage"].isin(STAGES[:2]).to_numpy()
    fit = _Fit(kb, np.where(early, marks, np.int8(0)), truth, strength)
    for _ in range(ROUNDS):
        fit.step()
    return kb.with_tables({"reconciled": fit.table()}, "+reconciled")


class _Fit:
    """Cells, patients and what is being fitted: log factors of presence and absence."""

    def __init__(self, kb: Knowledge, marks: Marks, truth: IntArray, strength: float) -> None:
        self.kb, self.model = kb, Model(kb)
        cells, model = self.model.cells, self.model
        self.row_cause, self.starts = cells.row_cause, cells.starts
        self.marks, self.truth = model.effective(marks), truth
        self.log_share = np.log(shares(kb, EQUAL))
        counts = np.bincount(truth, minlength=len(cells.causes))
        self.weight = len(truth) / np.count_nonzero(counts) / counts[truth]
        # of a cause without patients nothing is learned
        moves = movable(kb) & (counts > 0)[:, None]
        self.free = cells.known & moves[self.row_cause]
        self.at = np.argwhere(np.logical_or.reduceat(self.free, self.starts, axis=0))
        basis = cells.own_basis[self.at[:, 0], self.at[:, 1]]
        review = np.sqrt(CAP["judgement"] / CAP["review"])
        scale = strength * np.maximum(self.judged_share(), _NEARLY_STILL)[self.at[:, 0]] ** 3
        scale = scale * np.where(basis == "review", review, 1.0)
        self.deviation = np.concatenate([PRESENT * scale, ABSENT * scale])
        self.common = COMMON * strength
        self.start = np.stack([model.present, model.absent])
        least, most = cells.limits
        around = model.background
        self.low = np.stack([np.log(least / around), np.log((1 - most) / (1 - around))])
        self.high = np.stack([np.log(most / around), np.log((1 - least) / (1 - around))])
        self.moved = np.zeros(2 * len(self.at))

    def judged_share(self) -> FloatArray:
        """How much of what is noted of a cause rests on judgement alone, 0 to 1."""
        noted = np.stack(
            [(self.marks[self.truth == c] != 0).sum(axis=0) for c in range(len(self.kb.causes))]
        )
        sourced = np.isin(self.model.cells.own_basis, ["accuracy", "prevalence", "review"])
        share = (noted * sourced).sum(axis=1) / np.maximum(noted.sum(axis=1), 1)
        return np.asarray(1 - share, float)

    def ratios(self, moved: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]]:
        """Log likelihood ratios of presence and absence, and where they still can move."""
        spread = np.zeros((2, len(self.kb.causes), len(self.model.findings)))
        spread[:, self.at[:, 0], self.at[:, 1]] = moved.reshape(2, -1)
        wanted = self.start + np.where(self.free, spread[:, self.row_cause], 0)
        inside = self.free & (wanted > self.low) & (wanted < self.high)
        kept = np.where(self.free, np.clip(wanted, self.low, self.high), self.start)
        return kept, inside

    def step(self) -> None:
        """One round: weigh the marks as the cells now stand, then move the cells."""
        from scipy.optimize import minimize

        model = self.model
        (model.present, model.absent), _ = self.ratios(self.moved)
        model.forget()
        weights, rest = linear(model, self.marks)
        self.present = np.where(self.marks == 1, weights, np.float32(0))
        self.absent = np.where(self.marks == -1, weights, np.float32(0))
        self.rest = rest + self.log_share
        found = minimize(
            self.loss, self.moved, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}
        )
        self.moved = found.x

    def loss(self, moved: FloatArray) -> tuple[float, FloatArray]:
        """What is minimised, and its gradient."""
        (yes, no), inside = self.ratios(moved)
        rows = (_times(self.present, yes) + _times(self.absent, no)).T + self.rest
        likely = np.exp(rows - rows.max(axis=1, keepdims=True))
        all_ = likely.sum(axis=1)
        own = likely * (self.row_cause == self.truth[:, None])
        mine = own.sum(axis=1) + 1e-300
        p = mine / all_
        pull = self.weight * p / (p + HOPELESS)
        gap = (pull[:, None] * (likely / all_[:, None] - own / mine[:, None])).astype(np.float32).T
        slope = np.stack([(gap[:, None, :] @ part)[:, 0] for part in (self.present, self.absent)])
        slope = np.add.reduceat(np.where(inside, slope, 0), self.starts, axis=1)
        penalty, push = self.penalty(moved)
        value = penalty - (self.weight * np.log(p + HOPELESS)).sum()
        return float(value), slope[:, self.at[:, 0], self.at[:, 1]].ravel() + push

    def penalty(self, moved: FloatArray) -> tuple[float, FloatArray]:
        """Gaussian penalty; what a finding's cells move by together costs less."""
        finding = np.concatenate([self.at[:, 1], self.at[:, 1] + len(self.model.findings)])
        precision = self.deviation**-2
        together = np.bincount(finding, precision * moved, 2 * len(self.model.findings))
        weight = 1 / (self.common**-2 + np.bincount(finding, precision, len(together)))
        push = precision * (moved - (weight * together)[finding])
        return float(moved @ push / 2), push

    def table(self) -> pd.DataFrame:
        """The table ``reconciled``: what stood there before, times what has been learned."""
        cells = self.model.cells
        row, column = self.at.T
        factors = np.ones(cells.factors.shape)
        factors[:, row, column] = np.exp(self.moved.reshape(2, -1)) * cells.factors[:, row, column]
        return factor_table(factors, self.kb)


def factor_table(factors: FloatArray, kb: Knowledge, least: float = _LEAST) -> pd.DataFrame:
    """The table ``reconciled`` for factors of presence and absence, 2 x causes x findings.

    Cells of which both lie within ``least`` of 1, in logarithms, are left out.
    """
    cells = kb.cells
    row, column = np.nonzero((factors != 1).any(axis=0))
    factors = factors[:, row, column]
    kept = (np.abs(np.log(factors)) >= least).any(axis=0)
    judged = cells.average[row, column]
    names = {"cause": np.array(cells.causes)[row], "finding": np.array(cells.findings)[column]}
    numbers = {"judged": judged, "present": factors[0], "absent": factors[1]}
    frame = pd.DataFrame(names | numbers)[kept].round({"judged": 4, "present": 3, "absent": 3})
    theta = judged * factors[0]
    low, high = cells.own_limits[:, row, column]
    frame["reconciled"] = np.clip(theta, low, high)[kept]
    frame = frame.assign(basis="judgement").round({"reconciled": 4}).reset_index(drop=True)
    return frame[list(kb.reconciled.columns)]


def movable(kb: Knowledge) -> NDArray[np.bool_]:
    """Cells that patients may move, causes x findings: judged ones, and those from a review."""
    cells = kb.cells
    kinds = kb.investigations["kind"].reindex(cells.findings)
    answers = [m for question in cells.questions.values() for m in question.members]
    still = np.isin(cells.own_basis, ["accuracy", "prevalence"])
    still[:, kinds.isin(["disease", "reference"]).to_numpy()] = True
    still[:, answers] = True
    still[:, np.isin(cells.findings, UNTOLD)] = True
    still[cells.causes.index("unexplained")] = True
    return ~still


def _times(weights: NDArray[np.float32], ratios: FloatArray) -> NDArray[np.float32]:
    """Weights (rows x patients x findings) times ratios (rows x findings), rows x patients."""
    product: NDArray[np.float32] = (weights @ ratios.astype(np.float32)[:, :, None])[:, :, 0]
    return product


def linear(model: Model, marks: Marks) -> tuple[NDArray[np.float32], FloatArray]:
    """What multiplies each ratio, rows x patients x findings, and what no cell moves."""
    rows = len(model.present)
    weights = np.zeros((rows, *marks.shape), np.float32)
    weights[:, :, model.plain] = 1
    rest = np.zeros((len(marks), rows))
    for block in model.touched(marks):
        patterns, inverse = np.unique(marks[:, block.members], axis=0, return_inverse=True)
        weighed, terms = model.weigh(block, patterns), model.terms(block.members, patterns)
        own = weighed.weight.transpose(1, 0, 2)[:, inverse.ravel()]
        weights[:, :, block.members] = own
        rest += (weighed.total - (weighed.weight * terms).sum(axis=2))[inverse.ravel()]
    for _, question in model.questions:
        rest += np.clip(model.answers(question, marks[:, question.members]), -9, 9)
    return weights, rest
