"""The likelihood of a pattern of marks under each row of the model.

Rows are (cause, presentation). Everything is a log likelihood ratio against
``unexplained``, whose findings are all background. The same code serves one case
and a cohort: marks come as a matrix, cases x findings, and only the distinct
patterns of a block of linked findings are worked out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gluteal import rules
from gluteal.cells import CEILING, FLOOR, PULL, FloatArray, IntArray, Question, strength
from gluteal.tables import split

if TYPE_CHECKING:
    from gluteal.knowledge import Knowledge

Marks = NDArray[np.int8]
DRAWS = 1000
SEED = 20120601
_KEPT = 256  # arrays of draws kept: 54 rows x 1,000 x float32 each, under 64 MB in all
_LOG_FLOOR = -9.21  # ln 1e-4: a draw cannot decide alone
_HALVES = 0.5 ** np.arange(64)


@dataclass(frozen=True)
class Composite:
    """A studied rule over findings, speaking for ``owner`` once it is decided."""

    name: str
    owner: int
    members: IntArray  # positions in the block, in the order of ``rule.findings``
    mates: IntArray  # members of the same clusters that are no part of the rule
    rule: rules.Rule
    sensitivity: tuple[float, float]  # Beta
    false_positive_rate: tuple[float, float]  # Beta, 1 - specificity

    @property
    def effects(self) -> tuple[float, float]:
        """ln LR of the rule met and of the rule not met."""
        sens, fpr = _mean(self.sensitivity), _mean(self.false_positive_rate)
        return float(np.log(sens / fpr)), float(np.log((1 - sens) / (1 - fpr)))

    def truth(self, patterns: Marks) -> NDArray[np.int8]:
        """1 met, -1 not met, 0 while unknown findings could change it, per pattern."""
        where = dict(zip(self.rule.findings, self.members))
        either = np.full(len(patterns), -1, np.int8)
        for alternative in self.rule.alternatives:
            every = np.ones(len(patterns), np.int8)
            for clause in alternative:
                part = patterns[:, [where[f] for f in clause.findings]]
                part = part if clause.present else -part
                met = (part == 1).sum(axis=1) >= clause.needed
                lost = (part == -1).sum(axis=1) > len(clause.findings) - clause.needed
                every = np.minimum(every, np.where(met, 1, np.where(lost, -1, 0)))
            either = np.maximum(either, every)
        return either.astype(np.int8)


@dataclass(frozen=True)
class Block:
    """Findings that share a cluster or a composite and so must be weighed together."""

    members: IntArray  # positions among the findings
    clusters: tuple[IntArray, ...]  # positions in the block
    composites: tuple[Composite, ...]


@dataclass(frozen=True)
class Weighed:
    """How a block's marks count, per distinct pattern of marks.

    ``weight[p, row, member]`` multiplies the member's log likelihood ratio;
    ``share[p, row, composite]`` multiplies the composite's; ``outcome[p, composite]``
    is 1 met, -1 not met, 0 when it does not speak.
    """

    weight: FloatArray
    share: FloatArray
    outcome: NDArray[np.int8]
    total: FloatArray  # patterns x rows


class Model:
    """The tables compiled for inference.

    Attributes
    ----------
    present, absent : ndarray, rows x findings
        ln(theta/background) and ln((1-theta)/(1-background)); a finding that is an
        answer to a question takes the probability that its answers have.
    """

    def __init__(self, kb: Knowledge) -> None:
        cells = kb.cells
        self.cells = cells
        self.findings = cells.findings
        self.names = kb.findings.index
        self.causes = kb.causes.index
        self.short_causes = kb.causes["short"].to_numpy(object)
        self.tiers = kb.findings["tier"].array
        self.presentations = cells.rows["presentation"].to_numpy(object)
        self.outside_context = (kb.findings["domain"] != "context").to_numpy(bool)
        every = np.arange(len(cells.causes))[:, None]
        self.of_cause = (every == cells.row_cause).astype(np.float32)  # causes x rows
        self.theta, self.background = cells.theta.copy(), cells.background.copy()
        for q in cells.questions.values():
            self.theta[:, q.members] = q.theta @ q.membership.T
            self.background[q.members] = q.membership @ q.background
        self.present = np.log(self.theta / self.background)
        self.absent = np.log((1 - self.theta) / (1 - self.background))
        self.yields = {
            cells.position[f]: np.array([cells.position[s] for s in split(cell)])
            for f, cell in kb.findings["yields_to"].items()
            if cell
        }
        self.questions = list(cells.questions.items())
        self.blocks = _blocks(kb)
        in_block = {int(m) for b in self.blocks for m in b.members}
        asked = {int(m) for q in cells.questions.values() for m in q.members}
        self.asked = np.array([i in asked for i in range(len(self.findings))])
        self.plain = np.array([i not in in_block | asked for i in range(len(self.findings))])
        self._draws: dict[str, NDArray[np.float32]] = {}

    def effective(self, marks: Marks) -> Marks:
        """Marks that count: a general finding yields to a specific one that is marked."""
        if not any(marks[:, g].any() for g in self.yields):
            return marks
        kept = marks.copy()
        for general, specific in self.yields.items():
            kept[(marks[:, specific] != 0).any(axis=1), general] = 0
        return kept

    def log_likelihood(self, marks: Marks) -> FloatArray:
        """ln P(marks | row) - ln P(marks | unexplained).

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
        alone = np.where(self.asked, np.int8(0), marks)
        linked = np.zeros((len(marks), self.present.shape[0]))
        for block in self.blocks:
            inside = marks[:, block.members]
            # one mark of a cluster counts in full: only more of them, or a rule, need weighing
            at = np.flatnonzero((inside != 0).sum(axis=1) > (0 if block.composites else 1))
            if len(at):
                patterns, inverse = _patterns(inside[at])
                linked[at] += self.weigh(block, patterns).total[inverse]
                alone[at[:, None], block.members] = 0
        used = alone.any(axis=0)
        kept = alone[:, used]
        total = (kept == 1) @ self.present.T[used] + (kept == -1) @ self.absent.T[used] + linked
        for _, question in self.questions:
            if marks[:, question.members].any():
                patterns, inverse = _patterns(marks[:, question.members])
                total += self.answers(question, patterns)[inverse]
        return np.asarray(total, float)

    def answers(self, question: Question, patterns: Marks) -> FloatArray:
        """ln LR of the answers that fit the marks, patterns x rows."""
        fit = question.compatible(patterns).astype(float)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.log((fit @ question.theta.T) / (fit @ question.background)[:, None])
        return np.asarray(ratio, float)

    def terms(self, members: IntArray, patterns: Marks) -> FloatArray:
        """Log likelihood ratios of the marked members, patterns x rows x members."""
        state = patterns[:, None, :]
        return np.where(
            state == 1, self.present[:, members], np.where(state == -1, self.absent[:, members], 0)
        )

    def weigh(self, block: Block, patterns: Marks) -> Weighed:
        """Weigh the marks of a block.

        Terms of a cluster count 1, 1/2, 1/4 ... in order of size. A decided composite
        speaks for its own cause in place of its parts; elsewhere the sum of its parts is
        limited to the size of its effect. Until it is decided its parts may not say more
        than it would: an answered rule is never weaker than half of it.
        """
        terms = self.terms(block.members, patterns)
        weight = np.ones(terms.shape)
        for cluster in block.clusters:
            weight[:, :, cluster] = _discount(np.abs(terms[:, :, cluster]))
        share = np.zeros((*terms.shape[:2], len(block.composites)))
        outcome = np.zeros((len(patterns), len(block.composites)), np.int8)
        for owner in dict.fromkeys(c.owner for c in block.composites):
            mine = [i for i, c in enumerate(block.composites) if c.owner == owner]
            composites = [block.composites[i] for i in mine]
            truth = np.column_stack([c.truth(patterns) for c in composites])
            chosen = _choose(composites, truth, patterns)
            _limit(weight, terms, np.flatnonzero(chosen < 0), composites)
            for j, i in enumerate(mine):
                at = np.flatnonzero(chosen == j)
                if len(at):
                    outcome[at, i] = truth[at, j]
                    own = self.cells.row_cause == owner
                    _speak(weight, share, terms, composites[j], i, at, truth[at, j], own)
        total = (weight * terms).sum(axis=2)
        if outcome.any():
            effects = np.array([c.effects for c in block.composites])
            said = np.where(outcome == 1, effects[:, 0], effects[:, 1]) * (outcome != 0)
            total += (share * said[:, None, :]).sum(axis=2)
        return Weighed(weight, share, outcome, total)

    def draws(self, finding: int, state: int) -> NDArray[np.float32]:
        """Draws of a finding's log likelihood ratio, rows x draws, made once and kept."""
        return self._keep(f"{finding} {state}", lambda: self._draw(finding, state))

    def _keep(self, key: str, make: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
        if key not in self._draws:
            while len(self._draws) >= _KEPT:
                self._draws.pop(next(iter(self._draws)))
            self._draws[key] = make()
        return self._draws[key]

    def _draw(self, finding: int, state: int) -> NDArray[np.float32]:
        cells = self.cells
        random = np.random.default_rng([SEED, finding])
        behind = random.beta(
            cells.background_alpha[finding], cells.background_beta[finding], DRAWS
        )
        behind = np.clip(behind, FLOOR, CEILING)
        pairs = np.column_stack([cells.alpha[:, finding], cells.beta[:, finding]])
        distinct, row = np.unique(pairs, axis=0, return_inverse=True)
        theta = random.beta(distinct[:, :1], distinct[:, 1:], (len(distinct), DRAWS))
        theta = np.clip(theta, FLOOR, CEILING)
        if state > 0:
            ratio = np.log(theta) - np.log(behind)
        else:
            ratio = np.log1p(-theta) - np.log1p(-behind)
        out = np.maximum(ratio, _LOG_FLOOR).astype(np.float32)[row.ravel()]
        out[~cells.known[:, finding]] = 0
        return out

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
            fpr = np.clip(random.beta(*composite.false_positive_rate, DRAWS), FLOOR, CEILING)
            ratio = sens / fpr if outcome > 0 else (1 - sens) / (1 - fpr)
            return np.log(ratio).astype(np.float32)

        return self._keep(f"{composite.name} {outcome}", make)


def model_of(kb: Knowledge) -> Model:
    """The compiled model of the tables, made once."""
    model = kb.memo.get("model")
    if model is None:
        model = kb.memo["model"] = Model(kb)
    return model  # type: ignore[no-any-return]


def _mean(beta: tuple[float, float]) -> float:
    return float(np.clip(beta[0] / (beta[0] + beta[1]), FLOOR, CEILING))


def _patterns(marks: Marks) -> tuple[Marks, IntArray]:
    """Distinct rows of marks, and which of them each case has."""
    if len(marks) == 1:
        return marks, np.zeros(1, np.intp)
    code = (marks + 1).astype(np.int64) @ (3 ** np.arange(marks.shape[1], dtype=np.int64))
    _, first, inverse = np.unique(code, return_index=True, return_inverse=True)
    return marks[first], inverse


def _discount(size: FloatArray) -> FloatArray:
    """Weights 1, 1/2, 1/4 ... by falling size along the last axis; ties in order of place."""
    key = size - 1e-13 * np.arange(size.shape[-1])
    rank = (key[..., None, :] > key[..., :, None]).sum(axis=-1)
    return np.asarray(_HALVES[rank], float)


def _limit(
    weight: FloatArray, terms: FloatArray, at: IntArray, composites: list[Composite]
) -> None:
    """Keep what the parts of undecided composites say together within what those would say."""
    if not len(at):
        return
    parts = np.unique(np.concatenate([c.members for c in composites]))
    high = min(c.effects[0] for c in composites)
    low = max(c.effects[1] for c in composites)
    said = (weight[at][:, :, parts] * terms[at][:, :, parts]).sum(axis=2)
    bounded = np.clip(said, low, high)
    scale = np.divide(bounded, said, out=np.ones_like(said), where=bounded != said)
    weight[at[:, None], :, parts] *= scale[:, None, :]


def _speak(
    weight: FloatArray,
    share: FloatArray,
    terms: FloatArray,
    composite: Composite,
    number: int,
    at: IntArray,
    truth: NDArray[np.int8],
    own: NDArray[np.bool_],
) -> None:
    """Let a decided composite speak in the patterns ``at``; its cluster mates come after it."""
    parts, mates = composite.members, composite.mates
    size = np.abs(np.where(truth == 1, *composite.effects))[:, None]
    part = terms[at][:, :, parts]
    inner = _discount(np.abs(part))
    said = np.abs((inner * part).sum(axis=2))
    scale = np.divide(size, said, out=np.ones_like(said), where=said > size)
    first = np.where(own, size, said * scale)[:, :, None]
    order = _discount(np.concatenate([first, np.abs(terms[at][:, :, mates])], axis=2))
    lead = order[:, :, 0]
    weight[at[:, None], :, mates] = order[:, :, 1:].transpose(0, 2, 1)
    inner *= np.where(own, 0.0, scale * lead)[:, :, None]
    weight[at[:, None], :, parts] = inner.transpose(0, 2, 1)
    share[at, :, number] = np.where(own, lead, 0.0)


def _choose(composites: list[Composite], truth: NDArray[np.int8], patterns: Marks) -> IntArray:
    """The decided composite with most marked components, then the smaller effect; -1 for none."""
    marked = np.column_stack([(patterns[:, c.members] != 0).sum(axis=1) for c in composites])
    effects = np.array([c.effects for c in composites])
    size = np.abs(np.where(truth == 1, effects[:, 0], effects[:, 1]))
    score = np.where(truth != 0, marked - size / 100, -np.inf)
    return np.where(np.isfinite(score).any(axis=1), score.argmax(axis=1), -1)


def _blocks(kb: Knowledge) -> list[Block]:
    """Connected groups of findings: same cluster, or parts of one composite."""
    position, findings = kb.cells.position, kb.findings
    asked = {int(m) for q in kb.cells.questions.values() for m in q.members}
    used = kb.composites[kb.composites["use"] == "yes"]
    parsed = {str(k): rules.parse(e) for k, e in used["rule_expr"].items()}
    group = {i: i for i in range(len(position))}

    def join(members: list[int]) -> None:
        for m in members[1:]:
            old, new = group[m], group[members[0]]
            group.update({k: new for k, v in group.items() if v == old})

    clusters = {
        str(c): [position[f] for f in names]
        for c, names in findings[findings["cluster"] != ""].groupby("cluster").groups.items()
    }
    for members in [*clusters.values(), *([position[f] for f in r.findings] for r in parsed.values())]:
        join([m for m in members if m not in asked])
    blocks: list[Block] = []
    for root in dict.fromkeys(group.values()):
        members = [m for m, g in group.items() if g == root]
        if len(members) == 1:
            continue
        at = {m: i for i, m in enumerate(members)}
        inside = [np.array([at[m] for m in c if m in at]) for c in clusters.values() if c[0] in at]
        composites = tuple(
            _composite(kb, name, rule, np.array([at[position[f]] for f in rule.findings]), inside)
            for name, rule in parsed.items()
            if position[rule.findings[0]] in at
        )
        blocks.append(Block(np.array(members), tuple(inside), composites))
    return blocks


def _composite(
    kb: Knowledge, name: str, rule: rules.Rule, members: IntArray, clusters: list[IntArray]
) -> Composite:
    row = kb.composites.loc[name]
    counts = row[["tp", "fn", "fp", "tn"]].to_numpy(float)
    sens, fpr = float(row["sensitivity"]), 1 - float(row["specificity"])
    patients = controls = np.array([np.nan])
    if not np.isnan(counts).any():
        tp, fn, fp, tn = counts
        sens, fpr = (tp + 0.5) / (tp + fn + 1), (fp + 0.5) / (fp + tn + 1)
        patients, controls = np.array([tp + fn]), np.array([fp + tn])
    n1 = _size(sens, row["sens_low"], row["sens_high"], patients)
    n0 = _size(fpr, 1 - row["spec_high"], 1 - row["spec_low"], controls)
    touched = [c for c in clusters if np.isin(c, members).any()]
    mates = np.setdiff1d(np.concatenate([*touched, members[:0]]), members)
    return Composite(
        name,
        kb.cells.causes.index(row["cause"]),
        members,
        mates.astype(np.intp),
        rule,
        (n1 * sens + PULL * fpr, n1 * (1 - sens) + PULL * (1 - fpr)),
        (n0 * fpr, n0 * (1 - fpr)),
    )


def _size(p: float, low: float, high: float, counted: FloatArray) -> float:
    size = strength(np.array([p]), np.array([low]), np.array([high]), ["accuracy"], counted)
    return float(size[0])
