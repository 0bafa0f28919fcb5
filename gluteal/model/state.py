"""A case met by the model: the one computation that every result is a rendering of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from gluteal.cases import Case
from gluteal.knowledge import EQUAL, SETTINGS, FloatArray, IntArray, Knowledge, once
from gluteal.model.blocks import Marks
from gluteal.model.likelihood import DRAWS, Model, model_of
from gluteal.model.logs import logit, normalise

FEW_FINDINGS = 3
_LEAST = -690.0  # ln of the least weight that a draw of a cause may have
MOVED = 2.0  # factor by which the odds of some cause must have moved
# In the setting `equal` patients come selected, for teaching or because somebody published them, and
# what is told of them tells more than the cautious cells say: all evidence counts so many times.
# Cross-validated on invented patients, chosen with the published ones in view: see SAFETY.md.
SHARPEN = 1.4


@dataclass(frozen=True)
class Known:
    """How much is known: findings marked outside ``context``, and how far the causes moved.

    ``factor`` is the largest by which the odds of a cause rose or fell, ``bits`` the
    Kullback-Leibler divergence of the probabilities from the prior.
    """

    findings: int
    factor: float
    bits: float

    @property
    def little(self) -> bool:
        """Little is known: the order is by probability all the same, but no zone is given."""
        return self.findings < FEW_FINDINGS or self.factor < MOVED


class State:
    """A case met by the model: what every result is a rendering of.

    Kept for the case last asked about, so that one click works it out once.
    """

    def __init__(self, case: Case, kb: Knowledge) -> None:
        case.check(kb)
        self.case, self.model = case, model_of(kb)
        model = self.model
        self.given = np.zeros((1, len(model.findings)), np.int8)
        present, absent = case.marks(kb)
        self.given[0, [model.cells.position[f] for f in present]] = 1
        self.given[0, [model.cells.position[f] for f in absent]] = -1
        self.marks: Marks = model.effective(self.given)
        self.prior, self.share = priors(kb, case.setting), shares(kb, case.setting)
        self.log_rows = np.log(self.share) + model.log_likelihood(self.marks)[0]
        self.log_ratio = by_cause(model, self.log_rows)
        self.responsibility = np.exp(self.log_rows - self.log_ratio[model.cells.row_cause])
        self.probability = after(self.prior, self.log_ratio, case.setting)

    def probabilities(self, marks: Marks) -> FloatArray:
        """Probabilities of the causes for other marks of the same patient, causes x cases."""
        log_rows = np.log(self.share)[:, None] + self.model.log_likelihood(marks).T
        return after(self.prior, by_cause(self.model, log_rows), self.case.setting)

    @cached_property
    def order(self) -> IntArray:
        """Causes by probability, most likely first."""
        return np.argsort(-self.probability, kind="stable")

    @cached_property
    def known(self) -> Known:
        """How much is known: see :func:`known`."""
        p, marked = self.probability, self.given[0, self.model.outside_context]
        bits = float((p * np.log2(np.maximum(p, 1e-300) / self.prior)).sum())
        moved = float(np.abs(logit(p) - logit(self.prior)).max())
        return Known(int(np.count_nonzero(marked)), float(np.exp(moved)), max(bits, 0))

    @cached_property
    def logits(self) -> FloatArray:
        """Logit of each cause's probability per draw, sorted, causes x draws.

        Shifted so that its median is the plug-in. The weights of the plug-in are kept:
        what is drawn is the strength of the evidence, not the order of a cluster.
        """
        rows = self.model.cells.row_cause
        shift = self.log_ratio[rows].astype(np.float32)[:, None]
        spread = np.exp(np.clip(self._drawn_rows() - shift, -80, 80))
        summed = np.log(np.add.reduceat(spread, self.model.cells.starts, axis=0))
        cause = power(self.case.setting) * (summed.astype(np.float64) + self.log_ratio[:, None])
        cause += np.log(self.prior)[:, None]
        cause = np.maximum(cause - cause.max(axis=0), _LEAST)
        weight = np.exp(cause)
        others = weight.sum(axis=0) - weight
        drawn = cause - np.log(np.maximum(others, 1e-300))
        drawn.sort(axis=1)
        middle = (drawn[:, DRAWS // 2 - 1] + drawn[:, DRAWS // 2]) / 2
        return np.asarray(drawn + (logit(self.probability) - middle)[:, None], float)

    def _drawn_rows(self) -> NDArray[np.float32]:
        """Ln share + ln LR per draw, rows x draws."""
        model, marks = self.model, self.marks
        total = np.repeat(np.log(self.share).astype(np.float32)[:, None], DRAWS, axis=1)
        for i in np.flatnonzero(model.plain & (marks[0] != 0)):
            total += model.draws(int(i), int(marks[0, i]))
        for block in model.touched(marks):
            pattern = marks[:, block.members]
            weighed = model.weighed(block, pattern)
            for j in np.flatnonzero(pattern[0]):
                weight = weighed.weight[0, :, j].astype(np.float32)
                total += weight[:, None] * model.draws(int(block.members[j]), int(pattern[0, j]))
            total += weighed.extra[0].sum(axis=1).astype(np.float32)[:, None]
            for k in np.flatnonzero(weighed.outcome[0]):
                said = model.composite_draws(block.composites[k], int(weighed.outcome[0, k]))
                own = np.flatnonzero(weighed.share[0, :, k])
                total[own] += np.outer(weighed.share[0, own, k], said).astype(np.float32)
        for number, (_, question) in enumerate(model.questions):
            pattern = marks[:, question.members]
            if pattern.any():
                total += model.answer_draws(number, question.compatible(pattern)[0].astype(float))
        return total


def power(setting: str) -> float:
    """How many times all evidence counts in a setting: ``SHARPEN`` in ``equal``, else once."""
    return SHARPEN if setting == EQUAL else 1.0


def after(prior: FloatArray, log_ratio: FloatArray, setting: str) -> FloatArray:
    """Probabilities of the causes, along the first axis: the prior times the likelihood ratio to
    its :func:`power`, normalised."""
    before = np.log(prior).reshape(-1, *(1,) * (log_ratio.ndim - 1))
    return normalise(before + power(setting) * log_ratio)


def state_of(case: Case, kb: Knowledge) -> State:
    """The state of a case; that of the case last asked about is kept."""
    last = _last.get(kb)
    if last is None or last.case is not case:
        last = _last[kb] = State(case, kb)
    return last


_last: WeakKeyDictionary[Knowledge, State] = WeakKeyDictionary()


def priors(kb: Knowledge, setting: str) -> FloatArray:
    """Pre-test probabilities of a setting in the order of the causes."""
    return _all_priors(kb)[setting]


@once
def _all_priors(kb: Knowledge) -> dict[str, FloatArray]:
    table = kb.priors.reindex(kb.causes.index)
    columns = {s: table[s].to_numpy(float) for s in (*SETTINGS, EQUAL)}
    return {s: np.maximum(prior, 1e-9) / prior.sum() for s, prior in columns.items()}


def shares(kb: Knowledge, setting: str) -> FloatArray:
    """Shares of presentations; published cases over-represent the rare: square root in ``equal``."""
    cells = kb.cells
    share: FloatArray = np.maximum(cells.share, 1e-9)
    if setting != EQUAL:
        return share
    flat = np.sqrt(share)
    total = np.add.reduceat(flat, cells.starts)
    return np.asarray(flat / total[cells.row_cause], float)


def by_cause(model: Model, log_rows: NDArray[Any]) -> NDArray[Any]:
    """Log-sum-exp of rows within each cause, along the first axis."""
    starts = model.cells.starts
    peak = np.maximum.reduceat(log_rows, starts, axis=0)
    spread = np.exp(log_rows - peak[model.cells.row_cause])
    return np.asarray(peak + np.log(np.add.reduceat(spread, starts, axis=0)))
