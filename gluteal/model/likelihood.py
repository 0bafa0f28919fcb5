"""The likelihood of a pattern of marks under each row of the model.

Rows are (cause, presentation). Everything is a log likelihood ratio against
``unexplained``, whose findings are all background. The same code serves one case
and a cohort: marks come as a matrix, cases x findings. Findings stand in groups (linked
ones together, plain ones in lots of a few), and what a pattern of a group's marks says
is worked out once and looked up after that.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from gluteal.knowledge import (
    CEILING,
    DEFINITE_FLOOR,
    FLOOR,
    FloatArray,
    IntArray,
    Knowledge,
    Question,
    once,
    split,
)
from gluteal.model.blocks import (
    Block,
    Composite,
    Marks,
    Weighed,
    bounded,
    bounds,
    codes_of,
    patterns_of,
    weigh,
)
from gluteal.model.composites import build

DRAWS = 1000
SEED = 20120601
_KEPT = 256  # blocks weighed that are kept
_DRAWN = 60 * 2**20  # bytes of draws kept, but for the newest: 54 rows x 1,000 x float32 each
_TABLE = 2**17  # numbers in the table of a group of findings: it stays in a cache
_MOST = 2**27  # numbers in a table that is kept
_LOG_FLOOR = -9.21  # ln 1e-4: a draw cannot decide alone


class Model:
    """The tables compiled for inference.

    Attributes
    ----------
    present, absent : ndarray, rows x findings
        ln(theta/background) and ln((1-theta)/(1-background)); a finding that is an
        answer to a question takes the probability that its answers have. In a reconciled
        cell the theta of absence is one of its own.
    """

    def __init__(self, kb: Knowledge) -> None:
        cells = kb.cells
        self.cells = cells
        self.findings = cells.findings
        self.names = kb.findings.index
        self.causes = kb.causes.index
        self.cause_labels = kb.causes["label"].array
        self.labels = kb.findings["label"].to_numpy(object)
        self.short_causes = kb.causes["short"].to_numpy(object)
        self.language = kb.language
        self.tier_of = kb.findings["tier"].to_numpy(object)
        self.presentations = cells.rows["presentation"].array
        self.outside_context = (kb.findings["domain"] != "context").to_numpy(bool)
        self.theta, self.background = cells.theta.copy(), cells.background.copy()
        without = 1 - cells.theta_absent
        for q in cells.questions.values():
            self.theta[:, q.members] = q.theta @ q.membership.T
            without[:, q.members] = 1 - self.theta[:, q.members]
            self.background[q.members] = q.membership @ q.background
        self.present = np.log(self.theta / self.background)
        for at, (rows, missed, found) in cells.missed.items():
            without[rows, at] = np.minimum(without[rows, at], missed / (missed + found))
        self.absent = np.log(without / (1 - self.background))
        self.yields = {
            cells.position[f]: np.array([cells.position[s] for s in split(cell)])
            for f, cell in kb.findings["yields_to"].items()
            if cell
        }
        self.questions = list(cells.questions.items())
        self.blocks = build(kb)
        # findings looked up together: their places, and what a pattern of their marks says
        self.groups: list[tuple[IntArray, Callable[[Marks], FloatArray]]] = [
            *((b.members, lambda p, b=b: self.weigh(b, p).total) for b in self.blocks),
            *((q.members, partial(self.answers, q)) for _, q in self.questions),
        ]
        self.group_of, self.cluster_of = np.full((2, len(self.findings)), -1)
        for i, (members, _) in enumerate(self.groups):
            self.group_of[members] = i
        for i, cluster in enumerate(b.members[c] for b in self.blocks for c in b.clusters):
            self.cluster_of[cluster] = i
        self.plain, self.asked = self.group_of < 0, self.group_of >= len(self.blocks)
        plain, lot = np.flatnonzero(self.plain), int(np.log(_TABLE / len(self.theta)) / np.log(3))
        for members in np.split(plain, range(max(lot, 1), len(plain), max(lot, 1))):
            self.group_of[members] = len(self.groups)
            self.groups.append((members, partial(self._alone, members)))
        self._bounds: dict[int, tuple[FloatArray, FloatArray]] = {}
        self._weighed: dict[tuple[int, bytes], Weighed] = {}
        self._tables: dict[int, tuple[NDArray[np.bool_], FloatArray]] = {}
        self._draws: dict[str, NDArray[np.float32]] = {}

    def forget(self) -> None:
        """Drop what was worked out: the ratios have changed."""
        for kept in (self._bounds, self._weighed, self._tables, self._draws):
            kept.clear()

    def effective(self, marks: Marks) -> Marks:
        """Marks that count: a general finding yields to a specific one that is marked.

        What is known of the patient yields only to what implies it: a pregnancy says her
        sex and, nearly, her age; no pregnancy says neither.
        """
        if not any(marks[:, g].any() for g in self.yields):
            return marks
        kept = marks.copy("K")
        for general, specific in self.yields.items():
            known = marks[:, specific] if self.outside_context[general] else marks[:, specific] > 0
            kept[known.any(axis=1), general] = 0
        return kept

    def touched(self, marks: Marks) -> list[Block]:
        """Blocks of which some case has a mark."""
        at = np.unique(self.group_of[marks.any(axis=0)])
        return [self.blocks[i] for i in at if i < len(self.blocks)]

    def log_likelihood(self, marks: Marks) -> FloatArray:
        """Ln P(marks | row) - ln P(marks | unexplained).

        Parameters
        ----------
        marks : ndarray of int8, cases x findings
            1 present, -1 absent, 0 unknown.

        Returns
        -------
        ndarray, cases x rows
            NaN where the answers to a question contradict each other.
        """
        marks = self.effective(marks)
        total = np.zeros((len(marks), len(self.theta)))
        said = np.empty_like(total)
        for number in np.unique(self.group_of[marks.any(axis=0)]):
            members, _ = self.groups[number]
            codes = codes_of(marks, members)
            at = np.flatnonzero(codes != 3 ** len(members) // 2)
            if 4 * len(at) < len(codes):  # most cases have no mark here
                total[at] += self._look_up(number, codes[at])
            else:
                total += self._look_up(number, codes, said)
        return total

    def _look_up(self, number: int, codes: IntArray, out: FloatArray | None = None) -> FloatArray:
        """What patterns of a group say, codes x rows; each is worked out when it is first met."""
        members, say = self.groups[number]
        shape = 3 ** len(members), len(self.theta)
        if np.prod(shape, dtype=float) > _MOST:
            new, at = np.unique(codes, return_inverse=True)
            return say(patterns_of(new, len(members)))[at]
        if number not in self._tables:
            self._tables[number] = np.zeros(shape[0], bool), np.empty(shape)
        met, table = self._tables[number]
        if not met[codes].all():
            new = np.unique(codes[~met[codes]])
            table[new] = say(patterns_of(new, len(members)))
            met[new] = True
        # codes are in range: "clip" only spares a check, and a buffer for it
        return np.take(table, codes, axis=0, out=out, mode="clip")

    def answers(self, question: Question, patterns: Marks) -> FloatArray:
        """Ln LR of the answers that fit the marks, patterns x rows."""
        fit = question.compatible(patterns).astype(float)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.log((fit @ question.theta.T) / (fit @ question.background)[:, None])
        return np.asarray(ratio, float)

    def _alone(self, members: IntArray, patterns: Marks) -> FloatArray:
        return np.asarray(self.terms(members, patterns).sum(axis=2), float)

    def terms(self, members: IntArray, patterns: Marks) -> FloatArray:
        """Log likelihood ratios of the marked members, patterns x rows x members."""
        state = patterns[:, None, :]
        return np.where(
            state == 1, self.present[:, members], np.where(state == -1, self.absent[:, members], 0)
        )

    def weighed(self, block: Block, pattern: Marks) -> Weighed:
        """:meth:`weigh` for one pattern, kept: a click changes one block and asks thrice."""
        key = (int(block.members[0]), pattern.tobytes())
        if key not in self._weighed:
            if len(self._weighed) >= _KEPT:
                self._weighed.clear()
            self._weighed[key] = self.weigh(block, pattern)
        return self._weighed[key]

    def weigh(self, block: Block, patterns: Marks) -> Weighed:
        """Weigh the marks of a block: :func:`gluteal.model.blocks.weigh`, within its bounds."""
        terms = self.terms(block.members, patterns)
        weighed = weigh(block, patterns, terms, self.cells.row_cause)
        if not block.composites:
            return weighed
        low, high = self._block_bounds(block)
        at = codes_of(patterns, np.arange(len(block.members)))
        return bounded(weighed, patterns, terms, low[at], high[at])

    def _block_bounds(self, block: Block) -> tuple[FloatArray, FloatArray]:
        first = int(block.members[0])
        if first not in self._bounds:
            patterns = patterns_of(np.arange(3 ** len(block.members)), len(block.members))
            terms = self.terms(block.members, patterns)
            weighed = weigh(block, patterns, terms, self.cells.row_cause)
            self._bounds[first] = bounds(weighed, self.present[:, block.members] >= 0)
        return self._bounds[first]

    def prepare(self) -> None:
        """Bound every block now, so that the first mark in one need not wait for it."""
        for block in self.blocks:
            if block.composites:
                self._block_bounds(block)

    def draws(self, finding: int, state: int) -> NDArray[np.float32]:
        """Draws of a finding's log likelihood ratio, rows x draws, made once and kept."""
        return self._keep(f"{finding} {state}", lambda: self._draw(finding, state))

    def _keep(self, key: str, make: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
        if key not in self._draws:
            while self.drawn_bytes > _DRAWN:
                self._draws.pop(next(iter(self._draws)))
            self._draws[key] = make()
        return self._draws[key]

    @property
    def drawn_bytes(self) -> int:
        """Memory that the draws kept so far take."""
        return sum(draws.nbytes for draws in self._draws.values())

    def _draw(self, finding: int, state: int) -> NDArray[np.float32]:
        cells = self.cells
        random = np.random.default_rng([SEED, *self.findings[finding].encode()])
        behind = random.beta(cells.background_alpha[finding], cells.background_beta[finding], DRAWS)
        behind = np.clip(behind, cells.floor[finding], CEILING)
        size = cells.alpha[:, finding] + cells.beta[:, finding]
        alpha, beta = cells.alpha[:, finding], cells.beta[:, finding]
        if state < 0:
            gone = cells.theta_absent[:, finding]
            moved = gone != cells.theta[:, finding]
            alpha, beta = np.where(moved, size * [gone, 1 - gone], [alpha, beta])
        pairs = np.column_stack([alpha, beta])
        distinct, row = np.unique(pairs, axis=0, return_inverse=True)
        theta = random.beta(distinct[:, :1], distinct[:, 1:], (len(distinct), DRAWS))
        theta = np.clip(theta, cells.floor[finding], CEILING)
        if state > 0:
            ratio = np.log(theta) - np.log(behind)
        else:
            ratio = np.log1p(-theta) - np.log1p(-behind)
        out = np.maximum(ratio, _LOG_FLOOR).astype(np.float32)[row.ravel()]
        if state < 0 and finding in cells.missed:
            own, missed, found = cells.missed[finding]
            said = np.log(np.clip(random.beta(missed, found, DRAWS), FLOOR, 1)) - np.log1p(-behind)
            out[own] = np.maximum(said, _LOG_FLOOR)
        out[~cells.known[:, finding]] = 0
        drawn: NDArray[np.float32] = out
        return drawn

    def answer_draws(self, number: int, fit: FloatArray) -> NDArray[np.float32]:
        """Draws of the ln LR of the answers that fit to question ``number``, rows x draws."""
        question = self.questions[number][1]

        def make() -> NDArray[np.float32]:
            random = np.random.default_rng([SEED, 100_000 + number])
            behind = random.dirichlet(question.background_alpha, DRAWS) @ fit
            out = np.zeros((len(question.alpha), DRAWS), np.float32)
            for row in np.flatnonzero(question.known):
                theta = random.dirichlet(question.alpha[row], DRAWS) @ fit
                ratio = np.log(np.clip(theta, FLOOR, 1)) - np.log(np.clip(behind, FLOOR, 1))
                out[row] = np.maximum(ratio, _LOG_FLOOR)
            return out

        return self._keep(f"question {number} {fit.astype(int).tolist()}", make)

    def composite_draws(self, composite: Composite, outcome: int) -> NDArray[np.float32]:
        """Draws of a composite's ln LR, met (1) or not met (-1), one a draw."""

        def make() -> NDArray[np.float32]:
            random = np.random.default_rng([SEED, 200_000, *composite.name.encode()])
            sens = np.clip(random.beta(*composite.sensitivity, DRAWS), FLOOR, CEILING)
            fpr = random.beta(*composite.false_positive_rate, DRAWS)
            fpr = np.clip(fpr, DEFINITE_FLOOR, CEILING)
            ratio = sens / fpr if outcome > 0 else (1 - sens) / (1 - fpr)
            return np.log(ratio).astype(np.float32)

        return self._keep(f"{composite.name} {outcome}", make)


@once
def model_of(kb: Knowledge) -> Model:
    """The compiled model of the tables, made once."""
    return Model(kb)
