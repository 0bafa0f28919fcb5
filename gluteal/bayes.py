"""Bayes made visible, in numbers: one finding, a hundred people, a cluster, other settings.

``pictures`` draws them. Sources: Fagan TJ, Nomogram for Bayes's theorem, N Engl J Med
1975;293:257. Gigerenzer G, Hoffrage U, How to improve Bayesian reasoning without instruction:
frequency formats, Psychol Rev 1995;102:684-704.
"""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gluteal.case import Case, CaseError, UnknownFindingError
from gluteal.columns import column_parts
from gluteal.inference import DECIBAN, differential, post_test_probability, presentation_term
from gluteal.inference import weights as model_weights
from gluteal.knowledge import EQUAL, Knowledge, load
from gluteal.posterior import by_cause, normalise, priors, shares, state_of
from gluteal.tables import SETTINGS

_LOW_END = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5)
PROBABILITY_TICKS = (*_LOW_END, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)
LR_TICKS = tuple(float(f"{m}e{e}") for e in range(-2, 3) for m in (1, 2, 5)) + (1000.0,)
_BOTTOM, _TOP = (math.log(p / (1 - p)) for p in (PROBABILITY_TICKS[0], PROBABILITY_TICKS[-1]))


class UnknownCauseError(CaseError):
    """A cause is not in the tables; the message lists the nearest ids."""


def likelihood_ratio(finding: str, cause: str, kb: Knowledge | None = None) -> pd.DataFrame:
    """What one finding says alone about one cause, present and absent.

    Interval by the delta method on the logarithm, as in ``columns.stand_alone``. The cell is
    drawn toward the background: its LR is a little nearer 1 than the published one.

    Returns
    -------
    DataFrame
        Indexed by state, ``present`` and ``absent``. ``theta``, ``background``: P(finding
        present) in the cause and in other buttock pain, the same on both rows. ``lr``: that of
        the state; ``low``, ``high``: its 90 % interval. ``known`` is False for a cell without
        evidence: its ``lr`` is 1 by assumption, without interval. ``basis``, ``source``,
        ``background_source``: where the two probabilities come from. An id that is not in ``kb``
        raises UnknownFindingError or UnknownCauseError, which list the nearest ids.

    Examples
    --------
    >>> ratios = likelihood_ratio("sij_distraction", "sacroiliac_joint_pain")
    >>> ratios["lr"].round(1).tolist(), ratios.at["present", "source"]
    ([2.7, 0.6], 'Laslett 2005; Simpson 2006')
    """
    kb = kb or load()
    _check("finding", finding, kb.findings.index, UnknownFindingError)
    _check("cause", cause, kb.causes.index, UnknownCauseError)
    c, i, j = kb.cells, kb.causes.index.get_loc(cause), kb.cells.position[finding]
    n, m = c.matrix_alpha[i, j] + c.matrix_beta[i, j], c.background_alpha[j] + c.background_beta[j]
    known, basis = bool(c.matrix_known[i, j]), str(kb.basis.at[cause, finding])
    keys = kb.evidence[["cause", "finding", "use"]]
    used = kb.evidence.loc[(keys == [cause, finding, "yes"]).all(axis=1), "source"]
    behind = kb.rows("backgrounds")[finding]
    p, q = (np.array([v, 1 - v]) for v in (c.matrix_theta[i, j], c.background[j]))
    spread = np.exp(1.645 * np.sqrt((1 - p) / (p * (n + 1)) + (1 - q) / (q * (m + 1))))
    ratio, spread = (p / q, spread) if known else (np.ones(2), np.nan * spread)
    columns = {"theta": p[0], "background": q[0], "lr": ratio}
    columns |= {"low": ratio / spread, "high": ratio * spread, "known": known, "basis": basis}
    columns["source"] = _source("".join(used), basis, kb) if known else ""
    columns["background_source"] = _source(behind["source"], behind["basis"], kb)
    return pd.DataFrame(columns, pd.Index(["present", "absent"], name="state"))


def _source(ids: str, basis: str, kb: Knowledge) -> str:
    return "judged beside " * (basis == "judgement") + kb.named(ids) if ids else "a judgement"


def _check(what: str, given: str, known: pd.Index, error: type[CaseError]) -> None:
    ids = sorted(map(str, known))
    if given not in ids:
        near = difflib.get_close_matches(str(given), ids, 3, 0.5)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise error(f"{what} == {given!r}, must be in the tables{hint}")


@dataclass(frozen=True)
class Fagan:
    """One result on a nomogram. The interval is that of the LR alone, NaN where there is none."""

    pre_test: float
    lr: float
    low: float
    high: float
    post_test: float
    post_low: float
    post_high: float

    @property
    def positions(self) -> tuple[float, float, float]:
        """Heights of the three numbers on their axes: always on one straight line."""
        return pre_position(self.pre_test), lr_position(self.lr), post_position(self.post_test)


def fagan(pre_test: float, lr: float, low: float = math.nan, high: float = math.nan) -> Fagan:
    """What a likelihood ratio makes of a pre-test probability, ready for a nomogram.

    Fagan 1975. ln(post odds) = ln(pre odds) + ln(LR) becomes a straight line because the
    pre-test axis runs downward and the scale of ln(LR), half-way between, has half their unit.

    Parameters
    ----------
    pre_test : float
        Pre-test probability, between 0 and 1.
    lr, low, high : float
        Likelihood ratio of the result found, above 0, and its interval; NaN for none.

    Examples
    --------
    >>> result = fagan(0.20, 2.13, 1.4, 3.2)
    >>> f"{result.post_test:.2f} ({result.post_low:.2f} to {result.post_high:.2f})"
    '0.35 (0.26 to 0.44)'
    """
    if not 0 < pre_test < 1:
        raise ValueError(f"pre_test == {pre_test!r}, must lie between 0 and 1")
    if not 0 < lr < math.inf:
        raise ValueError(f"lr == {lr!r}, must be above 0 and finite")
    if not (0 < low <= lr <= high < math.inf or math.isnan(low) and math.isnan(high)):
        raise ValueError(f"low == {low!r} and high == {high!r}, must hold lr == {lr!r}")
    after = [post_test_probability(pre_test, ratio) for ratio in (lr, low, high)]
    return Fagan(pre_test, lr, low, high, *after)


def post_position(probability: float) -> float:
    """Height of a post-test probability: 0 for 0.001, 1 for 0.99; others off the axis."""
    p = min(max(probability, 1e-300), 1 - 1e-16)
    return (math.log(p / (1 - p)) - _BOTTOM) / (_TOP - _BOTTOM)


def pre_position(probability: float) -> float:
    """Height of a pre-test probability, the same axis mirrored: 1 for 0.001, 0 for 0.99."""
    return 1 - post_position(probability)


def lr_position(lr: float) -> float:
    """Height of a likelihood ratio: 0.3 for 0.01, 0.5 for 1, 0.8 for 1000."""
    return 0.5 + math.log(lr) / (2 * (_TOP - _BOTTOM))


def natural_frequencies(
    pre_test: float, theta: float, background: float, n: int = 100
) -> dict[str, int | float]:
    """The same numbers as people: of ``n`` like this one, who has what.

    Gigerenzer & Hoffrage 1995. Split as the story is told, by condition and then by finding,
    the largest remainder at each branch: every count is within one of the exact.

    Parameters
    ----------
    pre_test, theta, background : float
        Share with the condition; P(finding present) with it and without it; 0 to 1.
    n : int
        People; 1,000 for a rare condition.

    Returns
    -------
    dict
        Whole people: ``n``, and ``with_present``, ``with_absent``, ``without_present``,
        ``without_absent`` (condition, then finding) that add up to it. Probability of the
        condition by state of the finding: ``present_counted``, ``absent_counted`` from these
        people (NaN where there is nobody), ``present_exact``, ``absent_exact`` by Bayes' rule.

    Examples
    --------
    >>> women = natural_frequencies(0.01, 0.80, 0.096, n=1000)
    >>> women["with_present"], women["without_present"], f"{women['present_exact']:.3f}"
    (8, 95, '0.078')
    """
    for name, p in {"pre_test": pre_test, "theta": theta, "background": background}.items():
        if not 0 <= p <= 1:
            raise ValueError(f"{name} == {p!r}, must be from 0 to 1")
    if n < 1 or n != int(n):
        raise ValueError(f"n == {n!r}, must be a whole number from 1")
    condition = _people(n, pre_test)
    hits, alarms = _people(condition, theta), _people(n - condition, background)
    misses, clear = condition - hits, n - condition - alarms
    found: dict[str, int | float] = {"n": n, "with_present": hits, "with_absent": misses}
    found |= {"without_present": alarms, "without_absent": clear}
    found |= {"present_counted": _ratio(hits, alarms), "absent_counted": _ratio(misses, clear)}
    for state, p, q in (("present", theta, background), ("absent", 1 - theta, 1 - background)):
        found[f"{state}_exact"] = _ratio(pre_test * p, (1 - pre_test) * q)
    return found


def _people(n: int, share: float) -> int:
    return math.floor(round(n * share, 9) + 0.5)  # the larger remainder rounds up, ties too


def _ratio(part: float, rest: float) -> float:
    return part / (part + rest) if part + rest else math.nan


@dataclass(frozen=True)
class Clusters:
    """Marks as the model counts them, and naively as so many independent proofs.

    ``probability``: causes, most likely first, x prior, model, naive. ``model``, ``naive``: causes
    x columns in decibans, NaN without evidence; with the last, the fit of the presentations, a
    row adds up to 10 log10 of its likelihood ratio. ``parts``: row of ``weights`` to its findings.
    """

    probability: pd.DataFrame
    model: pd.DataFrame
    naive: pd.DataFrame
    parts: dict[str, list[str]]

    def weights(self, cause: str) -> pd.DataFrame:
        """Weights of one cause, column x (naive, parts, model), which add up; 0 for what yields."""
        _check("cause", cause, self.model.index, UnknownCauseError)
        rows = {c: self.naive.loc[cause, p].sum(min_count=1) for c, p in self.parts.items()}
        counts = {c: len(p) for c, p in self.parts.items()}
        frame = pd.DataFrame({"naive": rows, "parts": counts}).rename_axis("column")
        return frame.assign(model=self.model.reindex(columns=frame.index, fill_value=0).loc[cause])


def clusters(case: Case, kb: Knowledge | None = None) -> Clusters:
    """Why several positive tests of one joint are not as many independent proofs.

    Naive: every marked finding with weight 1, no cluster discount, no composite, nothing
    yields. Priors, presentations and questions (age, onset) are the same in both.

    Examples
    --------
    >>> tests = ["sij_distraction", "sij_thigh_thrust", "sij_compression", "sij_sacral_thrust"]
    >>> both = clusters(Case(present=tests, setting="pain_clinic"))
    >>> both.probability.loc["sacroiliac_joint_pain"].round(2).tolist()
    [0.17, 0.48, 0.91]
    """
    kb = kb or load()
    state = state_of(case, kb)
    model, cells, given = state.model, state.model.cells, state.given[0]
    said = {
        model.findings[i]: model.present[:, i] if given[i] > 0 else model.absent[:, i]
        for i in np.flatnonzero((given != 0) & ~model.asked)
    }
    for name, question in model.questions:
        if given[question.members].any():
            said[name] = model.answers(question, state.given[:, question.members])[0]
    log_rows = sum(said.values(), np.log(state.share))
    ratio = by_cause(model, log_rows)
    fit = np.exp(log_rows - ratio[cells.row_cause])
    mean = {f: DECIBAN * np.add.reduceat(fit * row, cells.starts) for f, row in said.items()}
    naive = pd.DataFrame(mean, model.causes).rename_axis(columns="finding")
    for f in said:
        naive[f] = naive[f].where(kb.known[column_parts(f, kb)].any(axis=1))
    gap = fit * np.log(np.maximum(fit, 1e-300) / state.share)
    naive["presentation"] = -DECIBAN * np.add.reduceat(gap, cells.starts)
    both = {"prior": state.prior, "model": state.probability}
    both["naive"] = normalise(np.log(state.prior) + ratio)
    probability = pd.DataFrame(both, model.causes).loc[differential(case, kb).index]
    weighed = model_weights(case, kb)
    silent = [f for f in said if f in cells.position and not state.marks[0, cells.position[f]]]
    left = [f for f in said if f not in weighed and f not in silent]
    parts: dict[str, list[str]] = {}
    for column in map(str, weighed):
        own = [column] if column in said else [f for f in left if f in column_parts(column, kb)]
        parts[column], left = own, [f for f in left if f not in own]
    parts |= {f: [f] for f in [*silent, "presentation"]}
    weighed["presentation"] = presentation_term(case, kb)
    return Clusters(probability, weighed, naive, parts)


def settings(case: Case, kb: Knowledge | None = None) -> pd.DataFrame:
    """How the same marks rank where the causes come in other proportions.

    Only the pre-test probabilities change (in ``equal`` also the shares of presentations).
    Backgrounds are one set for all settings; in sport they are off by up to a factor of two.

    Returns
    -------
    DataFrame
        Causes, in the order of the case's own setting, x primary_care, sports, pain_clinic,
        spine_orthopaedic, emergency, equal: probabilities, each column adding up to 1.

    Examples
    --------
    >>> settings(Case(present=["worse_sitting", "tender_ischial_tuberosity"])).idxmax()["sports"]
    'proximal_hamstring_tendinopathy'
    """
    kb = kb or load()
    order = differential(case, kb).index
    state = state_of(case, kb)
    said = state.model.log_likelihood(state.marks)[0]
    columns = {}
    for name in (*SETTINGS, EQUAL):
        ratio = by_cause(state.model, np.log(shares(kb, name)) + said)
        columns[name] = normalise(np.log(priors(kb, name)) + ratio)
    return pd.DataFrame(columns, state.model.causes).rename_axis(columns="setting").loc[order]
