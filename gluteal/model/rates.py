"""Rates of findings from a clinic's patients, drawn toward what the tables say.

A logistic model of each finding by itself: the log odds of its presence in a cause are what the
tables say, plus a shift of the clinic for that finding in all causes (how it examines, what it
writes down), plus a shift of the cell. Both shifts are normal around nothing; the standard
deviation of a cell's is that of its range in the tables. Only the cell's own shift is kept.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from gluteal.knowledge import CEILING, FLOOR, FloatArray, IntArray, Knowledge
from gluteal.model.blocks import Marks

COMMON: Final = 1.5  # standard deviation of the clinic's shift of a finding, in log odds: judged
UNKNOWN: Final = 0.5  # that of a cell without evidence, which holds the background
_LEAST: Final = 0.02
_ROUNDS, _CLOSE = 50, 1e-9


def counted(marks: Marks, truth: IntArray, kb: Knowledge) -> tuple[FloatArray, FloatArray]:
    """Patients asked and patients who had it, each causes x findings."""
    member = np.zeros((len(kb.causes), len(truth)), np.float32)
    member[truth, np.arange(len(truth))] = 1
    asked, yes = (member @ part.astype(np.float32) for part in (marks != 0, marks == 1))
    return asked.astype(float), yes.astype(float)


def deviations(kb: Knowledge, strength: float) -> FloatArray:
    """Standard deviation of each cell's shift in log odds, causes x findings."""
    cells = kb.cells
    ends = np.where(cells.matrix_known, (cells.spread[1] - cells.spread[0]) / 2, UNKNOWN)
    return strength * np.maximum(ends, _LEAST)


def rates(
    start: FloatArray, asked: FloatArray, yes: FloatArray, deviation: FloatArray
) -> FloatArray:
    """P(present | cause) after the patients, without the clinic's shift; causes x findings.

    The mode of each finding's posterior by Newton's method: the cells of a finding meet only in
    the shift that they share, so each step is in closed form.
    """
    inside = np.clip(start, FLOOR, CEILING)
    base = np.log(inside / (1 - inside))
    own, shared = np.zeros(start.shape), np.zeros(start.shape[1])
    precision = deviation**-2
    for _ in range(_ROUNDS):
        p = 1 / (1 + np.exp(-base - own - shared))
        weight = asked * p * (1 - p)
        slope = yes - asked * p - precision * own
        together = (yes - asked * p).sum(axis=0) - shared / COMMON**2
        bend = weight + precision
        step = (together - (weight * slope / bend).sum(axis=0)) / (
            weight.sum(axis=0) + COMMON**-2 - (weight**2 / bend).sum(axis=0)
        )
        moved = np.clip((slope - weight * step) / bend, -1, 1)
        own, shared = own + moved, shared + np.clip(step, -1, 1)
        if max(np.abs(moved).max(), np.abs(step).max()) < _CLOSE:
            break
    return np.where(own == 0, start, 1 / (1 + np.exp(-base - own)))
