"""Questions of which exactly one answer is true: age, duration, onset, course."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gluteal.knowledge.strengths import ANSWER_FLOOR, CAP, PULL, FloatArray, IntArray
from gluteal.knowledge.vocabulary import split


class Question:
    """A categorical variable: findings that are answers to one question.

    ``membership[f, a]`` says that finding ``f`` is present in answer ``a``. The
    probabilities of the answers follow from those of the findings by solving
    membership and "they sum to one", are floored, renormalised and drawn toward
    the background as one distribution. Where the question is answered by a number of the patient
    (``field``: age, duration_weeks), ``low`` is where each answer begins, in ascending order.

    Parameters
    ----------
    table : DataFrame
        The rows of the question.
    position : mapping
        Finding to its column.
    p, n : ndarray, rows x findings
        Probability and sample size of each cell, NaN and 0 where there is no evidence.
    background : ndarray, findings
        Rate of each finding in other buttock pain.
    """

    def __init__(
        self,
        table: pd.DataFrame,
        position: Mapping[str, int],
        p: FloatArray,
        n: FloatArray,
        background: FloatArray,
    ) -> None:
        self.answers = list(table["answer"])
        self.labels = list(table["label"])
        self.name, self.field = (str(table[k].iloc[0]) for k in ("question", "field"))
        self.low = table["low"].tolist()
        names = dict.fromkeys(f for cell in table["findings"] for f in split(cell))
        self.members: IntArray = np.array([position[f] for f in names])
        self.membership = np.array(
            [[f in split(cell) for cell in table["findings"]] for f in names], float
        )
        self.of_answer: list[list[bool]] = (self.membership.T == 1).tolist()
        p, n, around = p[:, self.members], n[:, self.members], background[self.members]
        known = ~np.isnan(p)
        raw = np.where(known, p, around)
        weight = np.where(known, n, np.inf).min(axis=1)
        weight = np.where(known.any(axis=1), weight, 0.0)
        self.background = self._answers(around[None])[0]
        self.background_alpha = CAP["judgement"] * self.background
        self.known: NDArray[np.bool_] = np.asarray(known.any(axis=1), bool)
        shrunk = weight[:, None] * self._answers(raw) + PULL * self.background
        self.alpha = np.where(self.known[:, None], shrunk, self.background_alpha)
        self.theta = self.alpha / self.alpha.sum(axis=1, keepdims=True)

    def _answers(self, marginals: FloatArray) -> FloatArray:
        system = np.vstack([self.membership, np.ones(len(self.answers))])
        right = np.column_stack([marginals, np.ones(len(marginals))])
        solved = np.linalg.lstsq(system, right.T, rcond=None)[0].T
        floored = np.maximum(solved, ANSWER_FLOOR)
        return np.asarray(floored / floored.sum(axis=1, keepdims=True), float)

    def told(self, value: float) -> list[bool]:
        """Which members are present where the patient's ``field`` has this value."""
        return self.of_answer[bisect_right(self.low, value) - 1]

    def compatible(self, marks: NDArray[np.int8]) -> NDArray[np.bool_]:
        """Answers that fit the marks, per pattern.

        Parameters
        ----------
        marks : ndarray of int8, patterns x members
            1 present, -1 absent, 0 unknown.

        Returns
        -------
        ndarray of bool, patterns x answers
            All False in a row whose marks contradict each other.
        """
        wants = marks[:, :, None]
        clash = ((wants == 1) & (self.membership == 0)) | ((wants == -1) & (self.membership == 1))
        return np.asarray(~clash.any(axis=1), bool)
