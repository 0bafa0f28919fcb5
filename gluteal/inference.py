"""From marks to probabilities: differential, weights of evidence, next findings, cohorts."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gluteal import rules
from gluteal.case import Case, CaseError, UnknownFindingError
from gluteal.cells import FloatArray
from gluteal.knowledge import EQUAL, Knowledge, load
from gluteal.likelihood import DRAWS, Block, Marks, Model, model_of
from gluteal.tables import split

DECIBAN = 10 / np.log(10)
FEW_FINDINGS = 3
FEW_BITS = 0.5


@dataclass(frozen=True)
class Known:
    """How much is known: findings marked outside ``context`` and bits moved from the prior."""

    findings: int
    bits: float

    @property
    def little(self) -> bool:
        """Too little for a ranking: rows keep the order before the findings, no zone is given."""
        return self.findings < FEW_FINDINGS or self.bits < FEW_BITS


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
        self.probability = normalise(np.log(self.prior) + self.log_ratio)

    @cached_property
    def known(self) -> Known:
        """How much is known: see :func:`known`."""
        p = self.probability
        bits = float((p * np.log2(np.maximum(p, 1e-300) / self.prior)).sum())
        return Known(int(self.given[0, self.model.outside_context].astype(bool).sum()), max(bits, 0))

    @cached_property
    def logits(self) -> FloatArray:
        """Logit of each cause's probability per draw, sorted, causes x draws.

        Shifted so that its median is the plug-in. The weights of the plug-in are kept:
        what is drawn is the strength of the evidence, not the order of a cluster.
        """
        rows = self.model.cells.row_cause
        shift = self.log_ratio[rows].astype(np.float32)[:, None]
        spread = np.exp(np.clip(self._drawn_rows() - shift, -80, 80))
        summed = self.model.of_cause @ spread
        cause = np.log(summed).astype(np.float64) + (self.log_ratio + np.log(self.prior))[:, None]
        weight = np.exp(cause - cause.max(axis=0))
        others = weight.sum(axis=0) - weight
        logit = np.log(np.maximum(weight, 1e-300) / np.maximum(others, 1e-300))
        logit.sort(axis=1)
        middle = (logit[:, DRAWS // 2 - 1] + logit[:, DRAWS // 2]) / 2
        return np.asarray(logit + (_logit(self.probability) - middle)[:, None], float)

    def _drawn_rows(self) -> NDArray[np.float32]:
        """ln share + ln LR per draw, rows x draws."""
        model, marks = self.model, self.marks
        total = np.repeat(np.log(self.share).astype(np.float32)[:, None], DRAWS, axis=1)
        for i in np.flatnonzero(model.plain & (marks[0] != 0)):
            total += model.draws(int(i), int(marks[0, i]))
        for block in model.blocks:
            pattern = marks[:, block.members]
            if not pattern.any():
                continue
            weighed = model.weigh(block, pattern)
            for j in np.flatnonzero(pattern[0]):
                weight = weighed.weight[0, :, j].astype(np.float32)
                total += weight[:, None] * model.draws(int(block.members[j]), int(pattern[0, j]))
            for k in np.flatnonzero(weighed.outcome[0]):
                said = model.composite_draws(block.composites[k], int(weighed.outcome[0, k]))
                own = np.flatnonzero(weighed.share[0, :, k])
                total[own] += np.outer(weighed.share[0, own, k], said).astype(np.float32)
        for number, (_, question) in enumerate(model.questions):
            pattern = marks[:, question.members]
            if pattern.any():
                total += model.answer_draws(number, question.compatible(pattern)[0].astype(float))
        return total


def state_of(case: Case, kb: Knowledge) -> State:
    """The state of a case; that of the case last asked about is kept."""
    last = kb.memo.get("state")
    if not isinstance(last, State) or last.case is not case:
        last = kb.memo["state"] = State(case, kb)
    return last


def priors(kb: Knowledge, setting: str) -> FloatArray:
    """Pre-test probabilities of a setting in the order of the causes."""
    key = f"prior {setting}"
    if key not in kb.memo:
        prior = kb.priors[setting].reindex(kb.causes.index).to_numpy(float)
        kb.memo[key] = np.maximum(prior, 1e-9) / prior.sum()
    return np.asarray(kb.memo[key], float)


def shares(kb: Knowledge, setting: str) -> FloatArray:
    """Shares of presentations; published cases over-represent the rare: square root in ``equal``."""
    cells = kb.cells
    share = np.maximum(cells.share, 1e-9)
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


def normalise(log: FloatArray) -> FloatArray:
    """Probabilities from log weights, along the first axis."""
    shifted = np.exp(log - log.max(axis=0))
    return np.asarray(shifted / shifted.sum(axis=0), float)


def _logit(p: FloatArray) -> FloatArray:
    p = np.clip(p, 1e-15, 1 - 1e-15)
    return np.asarray(np.log(p) - np.log1p(-p), float)


def _expit(x: FloatArray) -> FloatArray:
    return np.asarray(1 / (1 + np.exp(-x)), float)


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
    low, high = _expit(state.logits[:, tail]), _expit(state.logits[:, -tail - 1])
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
    bound = _logit(thresholds.reindex(state.model.cells.causes).to_numpy(float))
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
    weighed = model.weigh(block, pattern)
    said = (weighed.weight * model.terms(block.members, pattern))[0]
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
        state.responsibility
        * (np.log(np.maximum(state.responsibility, 1e-300) / state.share)),
        0.0,
    )
    term = -DECIBAN * np.add.reduceat(gap, state.model.cells.starts)
    return pd.Series(term, state.model.causes)


def likelihood_ratios(case: Case, kb: Knowledge | None = None) -> pd.Series:
    """Likelihood ratio of all marks together, each cause against ``unexplained``."""
    kb = kb or load()
    state = state_of(case, kb)
    return pd.Series(np.exp(state.log_ratio), state.model.causes)


def unsafe(case: Case, kb: Knowledge | None = None) -> set[str]:
    """Findings whose test could do harm now, as the columns ``unsafe_*`` of the findings say.

    A test is also unsafe while a red-flag rule that suspects one of its
    ``unsafe_suspects`` is met, cleared or not.
    """
    kb = kb or load()
    present, absent = case.facts(kb)
    if "risky" not in kb.memo:
        table = kb.findings[(kb.findings["unsafe_when"] + kb.findings["unsafe_suspects"]) != ""]
        kb.memo["risky"] = [
            (str(f), when and rules.parse(when), set(split(suspects)))
            for f, when, suspects in zip(table.index, table["unsafe_when"], table["unsafe_suspects"])
        ]
        kb.memo["suspects"] = {k: set(split(v)) for k, v in kb.red_flags["suspects"].items()}
    raised: set[str] = set()
    raised = raised.union(*(kb.memo["suspects"][flag] for flag in risen(kb, present, absent)))
    return {
        finding
        for finding, when, suspects in kb.memo["risky"]
        if (when and when.holds(present, absent)) or raised & suspects
    }


def risen(kb: Knowledge, present: set[str], absent: set[str]) -> list[str]:
    """Ids of the red flags whose rule the marks meet, in the order of the table."""
    if "rules" not in kb.memo:
        kb.memo["rules"] = [(str(k), rules.parse(r)) for k, r in kb.red_flags["rule"].items()]
    return [name for name, rule in kb.memo["rules"] if rule.holds(present, absent)]


def next_findings(case: Case, kb: Knowledge | None = None) -> pd.DataFrame:
    """Which unmarked findings would tell most.

    Parameters
    ----------
    case : Case
        The marks so far.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.

    Returns
    -------
    DataFrame
        Indexed by finding, most informative first. ``information`` is the mutual
        information of cause and finding in bits, times the weight that the finding would
        get beside its cluster; ``tier`` is ask, examine, lab, image or block; ``separates``
        holds the cause it raises most and the one it lowers most, joined by ';'; ``cause``
        the one whose probability depends most on the answer, ``now`` that probability,
        ``if_present`` and ``if_absent`` what it would become; ``reason`` a sentence. A test
        that could do harm now is left out.

    Examples
    --------
    >>> import gluteal
    >>> case = gluteal.Case(present=["pain_over_sij", "sij_thigh_thrust"])
    >>> "faber_posterior_pain" in gluteal.next_findings(case).index
    True
    """
    kb = kb or load()
    state = state_of(case, kb)
    model = state.model
    at = _candidates(state, case, kb)
    tried = np.repeat(state.marks, 2 * len(at) + 1, axis=0)
    tried[np.arange(len(at)) + 1, at] = 1
    tried[np.arange(len(at)) + 1 + len(at), at] = -1
    log_rows = np.log(state.share)[:, None] + model.log_likelihood(tried).T
    after = normalise(np.log(state.prior)[:, None] + by_cause(model, log_rows))
    possible = np.isfinite(after).all(axis=0)
    p_row = state.probability[model.cells.row_cause] * state.responsibility
    theta = np.add.reduceat(p_row[:, None] * model.theta[:, at], model.cells.starts, axis=0)
    theta /= np.maximum(state.probability, 1e-300)[:, None]
    bits = _information(theta, state.probability) * _future_weight(state)[at]
    yes, no = after[:, 1 : len(at) + 1], after[:, len(at) + 1 :]
    now = state.probability
    gain = yes - no
    up, down = gain.argmax(axis=0), gain.argmin(axis=0)
    watch = np.abs(gain).argmax(axis=0)
    causes, short, columns = model.cells.causes, model.short_causes, np.arange(len(at))
    frame = pd.DataFrame(
        {
            "information": bits,
            "tier": model.tiers[at],
            "separates": [f"{causes[a]};{causes[b]}" for a, b in zip(up, down)],
            "cause": model.causes.array.take(watch),
            "now": now[watch],
            "if_present": yes[watch, columns],
            "if_absent": no[watch, columns],
            "reason": [f"Separates {short[a]} from {short[b]}" for a, b in zip(up, down)],
        },
        model.names[at],
    )
    fits = possible[1 : len(at) + 1] & possible[len(at) + 1 :]
    return frame[fits].sort_values("information", ascending=False, kind="stable")


def _candidates(state: State, case: Case, kb: Knowledge) -> NDArray[np.intp]:
    """Unmarked findings that could be asked for and would count."""
    model = state.model
    marks = np.zeros(len(model.findings), bool)
    for names in (case.present, case.absent, case.implied(kb), unsafe(case, kb)):
        marks[[model.cells.position[f] for f in names]] = True
    for name, question in model.questions:
        if not np.isnan(question.ages).all():
            marks[question.members] = True
    for general, specific in model.yields.items():
        marks[general] |= bool(state.marks[0, specific].any())
    seen = np.array([f for f in ("female_sex",) if f in model.cells.position])
    marks[[model.cells.position[f] for f in seen]] = True
    return np.flatnonzero(~marks & model.cells.known.any(axis=0))


def _future_weight(state: State) -> FloatArray:
    """Weight of a finding that is marked next: halved by each marked mate of its cluster."""
    weight = np.ones(len(state.model.findings))
    for block in state.model.blocks:
        for cluster in block.clusters:
            members = block.members[cluster]
            weight[members] = 0.5 ** np.count_nonzero(state.marks[0, members])
    return weight


def _information(theta: FloatArray, p: FloatArray) -> FloatArray:
    """Mutual information in bits of cause and finding; theta causes x findings."""

    def entropy(q: FloatArray) -> FloatArray:
        q = np.clip(q, 1e-12, 1 - 1e-12)
        return np.asarray(-(q * np.log2(q) + (1 - q) * np.log2(1 - q)), float)

    return np.asarray(np.maximum(entropy(p @ theta) - p @ entropy(theta), 0.0), float)


def score(
    cohort: pd.DataFrame, kb: Knowledge | None = None, setting: str = EQUAL
) -> pd.DataFrame:
    """Probabilities of all causes for many cases in one pass.

    Parameters
    ----------
    cohort : DataFrame
        Rows are cases, columns finding ids: 1 present, -1 absent, 0 or NA unknown.
        Booleans are refused, for an unknown finding is not an absent one. Age and sex
        are given by their findings.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.
    setting : str
        One of the settings of ``kb.priors``.

    Returns
    -------
    DataFrame
        Rows as in ``cohort``, columns the causes in the order of ``kb.causes``; each row
        sums to 1 and equals the ``probability`` of :func:`differential`.

    Raises
    ------
    UnknownFindingError
        A column is not a finding.
    CaseError
        A value is not 1, -1, 0 or NA, or the answers to a question contradict each other.

    Examples
    --------
    >>> import gluteal, pandas as pd
    >>> cohort = pd.DataFrame({"saddle_anaesthesia": [1, -1], "pain_below_knee": [1, 0]})
    >>> gluteal.score(cohort).idxmax(axis=1)[0]
    'cauda_equina_syndrome'
    """
    kb = kb or load()
    model = model_of(kb)
    Case(setting=setting)
    marks = np.zeros((len(cohort), len(model.findings)), np.int8)
    for column in cohort.columns:
        if column not in model.cells.position:
            Case(present=[str(column)]).check(kb)
            raise UnknownFindingError(f"column {column!r} must be the id of a finding")
        marks[:, model.cells.position[column]] = _states(cohort[column])
    log_rows = np.log(shares(kb, setting)) + model.log_likelihood(marks)
    if np.isnan(log_rows).any() or np.isinf(log_rows).any():
        at: Hashable = cohort.index[int(np.argmax(~np.isfinite(log_rows).all(axis=1)))]
        raise CaseError(f"row {at!r}: its answers to one question contradict each other")
    log_prior = np.log(priors(kb, setting))[:, None]
    probability = normalise(log_prior + by_cause(model, log_rows.T)).T
    return pd.DataFrame(probability, cohort.index, model.causes)


def _states(column: pd.Series) -> NDArray[np.int8]:
    if pd.api.types.is_bool_dtype(column) or column.map(type).eq(bool).any():
        raise CaseError(
            f"column {column.name!r} holds booleans; write 1 present, -1 absent, 0 unknown"
        )
    values = pd.to_numeric(column, errors="coerce")
    wrong = ~(values.isin([-1, 0, 1]) | column.isna())
    if wrong.any():
        first = column[wrong].index[0]
        raise CaseError(
            f"row {first!r}, column {column.name!r} == {column[first]!r}, must be 1, -1, 0 or NA"
        )
    return values.fillna(0).to_numpy(np.int8)
