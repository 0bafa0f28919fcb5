"""From a row of evidence to the Beta distribution behind a cell.

``theta[row, finding]`` = P(finding present | row, finding assessed), where a row
is a cause in one of its presentations. A published figure counts with its sample
size, or with the size that its 95 % range implies, capped by its basis, and is
drawn toward the background with the strength of four patients. A finding that
shows the disease itself says so by definition: its figures count as their ranges imply.
The block that defines a cause has a share of its own that it misses.

A judged cell counts as reconciled with whole patients: the likelihood ratio of its presence and
that of its absence are multiplied by the factors of ``reconciled.csv``, for what is written down
as absent is not all that was not there. A factor never turns what a cell speaks for, and makes
none louder than half-way to the end of its range; softer it may be, down to saying nothing.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gluteal.knowledge.questions import Question
from gluteal.knowledge.strengths import (
    CAP,
    CEILING,
    DEFINITE_FLOOR,
    FLOOR,
    PRESENTATION_FLOOR,
    PULL,
    SAME,
    WITHOUT_RANGE,
    FloatArray,
    IntArray,
    strength,
)
from gluteal.knowledge.tables import Tables
from gluteal.knowledge.vocabulary import split


class Cells:
    """Arrays of the model: rows are (cause, presentation), columns findings.

    Attributes
    ----------
    rows : DataFrame
        One row a (cause, presentation): ``cause``, ``presentation``, ``share``.
    alpha, beta : ndarray, rows x findings
        Parameters of the Beta behind each cell, as its presence counts.
    theta : ndarray, rows x findings
        Its mean, kept within [0.005, 0.99] (0.01 for a presentation).
    theta_absent : ndarray, rows x findings
        The same as its absence counts; other than ``theta`` in a reconciled cell only.
    known : ndarray of bool, rows x findings
        Whether evidence or a presentation cell stands behind it; else it is background.
    matrix_theta, matrix_theta_absent : ndarray, causes x findings
        The cause's own row: its average patient.
    definite : ndarray of bool, findings
        Whether the finding shows a disease itself.
    missed : dict
        Position of a block, or of a scan that belongs to the definition, to the rows of the
        causes that it defines and the Beta of the share that it misses.
    average : ndarray, causes x findings
        What the tables say of the cause's average patient, before it is drawn toward the
        background; NaN for no evidence.
    factors : ndarray, 2 x causes x findings
        On the likelihood ratios of presence and absence, 1 where nothing is reconciled.
    reach : ndarray, 2 x causes x findings
        Half the distance in log odds from the figure to the ends of its range: as far as
        reconciling may go. Of a judged cell the whole of it with eight of a clinic's patients
        behind it, and farther with more.
    spread : ndarray, 2 x causes x findings
        The same without a clinic's patients.
    limits, own_limits : ndarray, 2 x rows x findings, 2 x causes x findings
        Least and most that reconciling may make of a cell of the model, of a figure.
    floor : ndarray, findings
        Least value of the background.
    background, background_alpha, background_beta : ndarray, findings
        Rate of the finding in buttock-area pain of another cause.
    questions : dict
        Question to :class:`Question`.
    told_by : dict
        Finding to the number of the patient that it follows from: age or duration_weeks.
    answers : dict
        Question to its findings and, per answer, those that are present in it.
    """

    def __init__(self, kb: Tables) -> None:
        self.causes = list(kb.causes.index)
        self.findings = list(kb.findings.index)
        self.position = {f: i for i, f in enumerate(self.findings)}
        backgrounds = kb.backgrounds.reindex(self.findings)
        kinds = kb.investigations["kind"].reindex(self.findings)
        self.definite = (kinds == "disease").to_numpy(bool)
        self.floor = np.where(self.definite, DEFINITE_FLOOR, FLOOR)
        self.background = np.clip(backgrounds["background"].to_numpy(float), self.floor, CEILING)
        weight = strength(
            self.background,
            backgrounds["low"].to_numpy(float),
            backgrounds["high"].to_numpy(float),
            list(backgrounds["basis"]),
            definite=self.definite,
        )
        self.background_alpha = weight * self.background
        self.background_beta = weight * (1 - self.background)
        self._own(kb)
        self._presentations(kb)
        self.missed = self._missed(kb)
        self.questions = {
            str(q): Question(table, self.position, self.p, self.n, self.background)
            for q, table in kb.questions.groupby("question")
        }
        self.answers = {
            q: (
                [self.findings[i] for i in question.members],
                [
                    {self.findings[i] for i, yes in zip(question.members, column) if yes}
                    for column in question.membership.T
                ],
            )
            for q, question in self.questions.items()
        }

        self.told_by = {
            self.findings[i]: question.field
            for question in self.questions.values()
            for i in question.members
            if question.field
        }

    def _own(self, kb: Tables) -> None:
        """Cells of the cause's own row, from the evidence rows in use."""
        shape = (len(self.causes), len(self.findings))
        used = kb.evidence[kb.evidence["use"] == "yes"]
        at = (
            pd.Index(self.causes).get_indexer(used["cause"]),
            pd.Index(self.findings).get_indexer(used["finding"]),
        )
        p = used["sensitivity"].to_numpy(float)
        n = strength(
            p,
            used["sens_low"].to_numpy(float),
            used["sens_high"].to_numpy(float),
            list(used["basis"]),
            (used["tp"] + used["fn"]).to_numpy(float),
            self.definite[at[1]],
        )
        self.own_p, self.own_n = np.full(shape, np.nan), np.zeros(shape)
        self.own_p[at], self.own_n[at] = p, n
        self._used, self._used_at = used[["sens_low", "sensitivity", "sens_high", "basis"]], at
        self._seen = kb.learned[kb.learned["table"] == "reconciled"]

    @cached_property
    def spread(self) -> FloatArray:
        """Half the way to the ends of each range in log odds, 2 x causes x findings."""
        used, at = self._used, self._used_at
        ends = np.clip(used.iloc[:, :3].to_numpy(float).T, FLOOR, CEILING)
        odds = np.log(ends) - np.log(1 - ends)
        spread = np.full((2, *self.own_p.shape), WITHOUT_RANGE) * [[[-1]], [[1]]]
        spread[:, at[0], at[1]] = (odds[::2] - odds[1]) / 2
        return spread

    @cached_property
    def reach(self) -> FloatArray:
        """How far reconciling may go: see the class.

        The more of a clinic's patients stand behind a judged cell, the farther it may go. What was
        published stays within its own range.
        """
        reach, seen = self.spread.copy(), self._seen
        at = (
            pd.Index(self.causes).get_indexer(seen["cause"]),
            pd.Index(self.findings).get_indexer(seen["item"]),
        )
        judged = np.isin(self.own_basis[at], ["judgement", ""])
        more = np.where(judged, seen["patients"].to_numpy(float), 0) / CAP["judgement"]
        reach[:, at[0], at[1]] *= 1 + more
        return reach

    @cached_property
    def own_basis(self) -> NDArray[np.str_]:
        """Basis of the row that sets each cause's own cell, '' for none."""
        basis = np.full(self.own_p.shape, "", dtype="<U10")
        basis[self._used_at] = list(self._used["basis"])
        return basis

    def _missed(self, kb: Tables) -> dict[int, tuple[IntArray, float, float]]:
        """Of each block: rows of the causes that it defines, and the Beta of what it misses."""
        table = kb.investigations.dropna(subset="missed")
        p, low, high = (table[c].to_numpy(float) for c in ("missed", "missed_low", "missed_high"))
        sizes = strength(p, low, high, list(table["basis"]), definite=np.ones(len(p), bool))
        causes = self.rows["cause"]
        return {
            self.position[str(f)]: (
                np.flatnonzero(causes.isin(split(shows))),
                float(n * q),
                float(n * (1 - q)),
            )
            for f, shows, n, q in zip(table.index, table["shows"], sizes, p)
        }

    def _presentations(self, kb: Tables) -> None:
        """Rows of the model: presentations where there are any, the cause itself elsewhere."""
        shares = {c: t for c, t in kb.presentations.groupby("cause")}
        rows: list[tuple[str, str, float]] = []
        for cause in self.causes:
            table = shares.get(cause)
            if table is None:
                rows.append((cause, "", 1.0))
            else:
                rows += [(cause, p, s) for p, s in zip(table["presentation"], table["share"])]
        self.rows = pd.DataFrame(rows, columns=["cause", "presentation", "share"])
        self.row_cause: IntArray = pd.Index(self.causes).get_indexer(self.rows["cause"])
        self.starts: IntArray = np.flatnonzero(np.diff(self.row_cause, prepend=-1))
        self.share = self.rows["share"].to_numpy(float)
        row_of = {(c, p): i for i, (c, p, _) in enumerate(rows)}
        cells = kb.presentation_cells
        at = (
            np.array([row_of[key] for key in zip(cells["cause"], cells["presentation"])], int),
            pd.Index(self.findings).get_indexer(cells["finding"]),
        )
        self.p, self.n = self.own_p[self.row_cause], self.own_n[self.row_cause]
        self.p[at], self.n[at] = cells["probability"].to_numpy(float), CAP["judgement"]
        self.from_presentation = np.zeros(self.p.shape, bool)
        self.from_presentation[at] = True
        self.known = ~np.isnan(self.p)
        self.alpha, self.beta = self._beta(self.p, self.n)
        low = np.where(self.from_presentation, PRESENTATION_FLOOR, self.floor)
        size = self.alpha + self.beta
        judged = np.clip(self.alpha / size, low, CEILING)
        self.judged = np.where(self.known, judged, self.background)
        self.factors, self.theta, self.theta_absent = self._factors(kb), self.judged, self.judged
        if len(kb.reconciled):
            factors = self.factors[:, self.row_cause]
            self.theta, self.theta_absent = self._reconcile(self.judged, factors, self.limits)
            moved = self.theta != self.judged
            self.alpha = np.where(moved, size * self.theta, self.alpha)
            self.beta = np.where(moved, size * (1 - self.theta), self.beta)

    @cached_property
    def limits(self) -> FloatArray:
        """Least and most that reconciling may make of a cell of the model."""
        return self._limits(self.p, self.judged, self.reach[:, self.row_cause])

    @cached_property
    def own_limits(self) -> FloatArray:
        """The same of a cause's own figure."""
        return self._limits(self.average, np.nan_to_num(self.average, nan=0.5), self.reach)

    @cached_property
    def matrix_known(self) -> NDArray[np.bool_]:
        """Whether evidence or a presentation stands behind the cause's own row."""
        return np.asarray(~np.isnan(self.average), bool)

    @cached_property
    def matrix_n(self) -> FloatArray:
        """Sample size behind the cause's own row."""
        return self._own_beta[0] + self._own_beta[1]

    @property
    def matrix_theta(self) -> FloatArray:
        """The cause's own row as its presence counts."""
        return self._matrix[0]

    @property
    def matrix_theta_absent(self) -> FloatArray:
        """The same as its absence counts."""
        return self._matrix[1]

    @cached_property
    def _own_beta(self) -> tuple[FloatArray, FloatArray]:
        return self._beta(self.average, np.where(self.own_n > 0, self.own_n, 8.0))

    @cached_property
    def _matrix(self) -> tuple[FloatArray, FloatArray]:
        own = np.clip(self._own_beta[0] / self.matrix_n, self.floor, CEILING)
        own = np.where(self.matrix_known, own, self.background)
        return self._reconcile(own, self.factors, self._limits(self.average, own, self.reach))

    def _factors(self, kb: Tables) -> FloatArray:
        """Factors on the likelihood ratios of presence and absence, causes x findings.

        A row whose judgement has been changed since counts no more: the new one stands alone.
        """
        table, shape = kb.reconciled, (2, *self.own_p.shape)
        if not len(table):
            return np.broadcast_to(1.0, shape)
        at = (
            pd.Index(self.causes).get_indexer(table["cause"]),
            pd.Index(self.findings).get_indexer(table["finding"]),
        )
        same = np.abs(self.average[at] - table["judged"].to_numpy(float)) < SAME
        factors = np.ones(shape)
        for i, column in enumerate(("present", "absent")):
            factors[i][at] = np.where(same, table[column].to_numpy(float), 1.0)
        return factors

    def _limits(self, p: FloatArray, theta: FloatArray, reach: FloatArray) -> FloatArray:
        """Least and most that reconciling may make of a cell: half its range, and on its own side
        of the background."""
        inside = np.clip(np.nan_to_num(p, nan=0.5), 1e-9, 1 - 1e-9)
        odds = np.log(inside / (1 - inside))
        within = np.clip(1 / (1 + np.exp(-odds - reach)), FLOOR, CEILING)
        around = np.broadcast_to(self.background, theta.shape)
        up = theta >= around
        low = np.where(up, around, np.minimum(within[0], theta))
        return np.stack([low, np.where(up, np.maximum(within[1], theta), around)])

    def _reconcile(
        self, theta: FloatArray, factors: FloatArray, limits: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """P(present) as presence and as absence count; neither ratio crosses 1."""
        (yes, no), (low, high) = factors, limits
        present = np.clip(theta * yes, low, high)
        absent = np.clip(1 - (1 - theta) * no, low, high)
        return np.where(yes == 1, theta, present), np.where(no == 1, theta, absent)

    @cached_property
    def average(self) -> FloatArray:
        """The cause's own figure; where only presentations have one, their weighted mean."""
        filled = np.where(self.known, self.p, self.background)
        mean = np.add.reduceat(filled * self.share[:, None], self.starts, axis=0)
        any_known = np.logical_or.reduceat(self.known, self.starts, axis=0)
        only_parts = np.where(any_known, mean, np.nan)
        return np.where(np.isnan(self.own_p), only_parts, self.own_p)

    def _beta(self, p: FloatArray, n: FloatArray) -> tuple[FloatArray, FloatArray]:
        known = ~np.isnan(p)
        yes = np.where(known, n * np.nan_to_num(p) + PULL * self.background, self.background_alpha)
        no = np.where(
            known, n * (1 - np.nan_to_num(p)) + PULL * (1 - self.background), self.background_beta
        )
        return yes, no
