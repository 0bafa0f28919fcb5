"""What to ask, examine or request next, and what not to test now."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gluteal import rules
from gluteal.case import Case
from gluteal.cells import FloatArray
from gluteal.knowledge import Knowledge, load
from gluteal.posterior import State, by_cause, normalise, state_of
from gluteal.tables import split


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
            for f, when, suspects in zip(
                table.index, table["unsafe_when"], table["unsafe_suspects"]
            )
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
    possible = np.asarray(np.isfinite(after).all(axis=0))
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
            "reason": [_reason(short[a], short[b], causes[a], causes[b]) for a, b in zip(up, down)],
        },
        model.names[at],
    )
    fits = possible[1 : len(at) + 1] & possible[len(at) + 1 :]
    return frame[fits].sort_values("information", ascending=False, kind="stable")


def _reason(up: str, down: str, up_id: str, down_id: str) -> str:
    if "unexplained" in (up_id, down_id):
        return f"Speaks for or against {down if up_id == 'unexplained' else up}"
    return f"Separates {up} from {down}"


def _candidates(state: State, case: Case, kb: Knowledge) -> NDArray[np.intp]:
    """Unmarked findings that could be asked for and would count."""
    model = state.model
    marks = np.zeros(len(model.findings), bool)
    for names in (case.present, case.absent, case.implied(kb), unsafe(case, kb)):
        marks[[model.cells.position[f] for f in names]] = True
    for _, question in model.questions:
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
