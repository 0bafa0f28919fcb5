"""What to ask, examine or request next, and what not to test now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gluteal.cases import Case, inapplicable
from gluteal.knowledge import TIERS, FloatArray, IntArray, Knowledge, Language, load, once, split
from gluteal.model.blocks import Marks
from gluteal.model.safety import unsafe
from gluteal.model.state import State, state_of


def next_findings(
    case: Case, kb: Knowledge | None = None, first: Iterable[str] = ()
) -> pd.DataFrame:
    """Which unmarked findings would tell most.

    Parameters
    ----------
    case : Case
        The marks so far.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.
    first : iterable of str
        Findings that are asked for whatever the probability of the disease that they show.

    Returns
    -------
    DataFrame
        Indexed by finding, most informative first. ``information`` is the mutual
        information of cause and finding in bits, times the weight that the finding would
        get beside its cluster; ``tier`` is ask, examine, lab, image or block; ``label`` its name; ``separates``
        holds the cause it raises most and the one it lowers most, joined by ';'; ``cause``
        the one whose probability depends most on the answer, ``now`` that probability,
        ``if_present`` and ``if_absent`` what it would become; ``reason`` a sentence. A test
        that could do harm now is left out, what does not apply to the patient, and imaging
        that shows a disease which is less likely than 0.05.

    Examples
    --------
    >>> import gluteal
    >>> case = gluteal.Case(present=["pain_over_sij", "sij_thigh_thrust"])
    >>> "faber_posterior_pain" in gluteal.next_findings(case).index
    True
    """
    kb = kb or load()
    state = state_of(case, kb)
    at, bits = _ranked(state, case, kb, tuple(first))
    columns = _columns(state, at, bits)
    texts = {
        c: pd.array(columns[c], "str") for c in ("tier", "label", "separates", "cause", "reason")
    }
    return pd.DataFrame(columns | texts, state.model.names[at])


SUSPECTED = 0.05  # a disease is imaged from this probability on, unless a flag asks for it
QUESTION = 0.1  # probability from which a cause is worth a blood test or a scan
TELLS = 0.03  # a finding tells something if an answer moves a probability by so much


def best_next(
    case: Case,
    kb: Knowledge | None = None,
    first: Iterable[str] = (),
    without: Iterable[str] = (),
) -> list[dict[str, Any]]:
    """The most informative unmarked finding of each tier.

    Parameters
    ----------
    case : Case
        The marks so far.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.
    first : iterable of str
        Findings that come before all others, whatever they tell, if they can be marked.
    without : iterable of str
        Findings that are left out.

    Returns
    -------
    list of dict
        The rows of ``first``, then the first row of each tier of :func:`next_findings`, each
        with its ``finding``, in the order ask, examine, lab, image, block. A tier without a
        candidate is left out, and one of which no answer would move a probability by 0.03.

    Examples
    --------
    >>> import gluteal
    >>> case = gluteal.Case(present=["pain_over_sij", "sij_thigh_thrust"])
    >>> [row["tier"] for row in best_next(case)]
    ['ask', 'examine', 'lab', 'image', 'block']
    """
    kb = kb or load()
    state, asked = state_of(case, kb), tuple(first)
    at, bits = _ranked(state, case, kb, asked)
    places = {state.model.findings[i]: place for place, i in enumerate(at)}
    lead = [places[f] for f in asked if f in places]
    best: dict[str, int] = {}
    left_out = {*lead, *(places[f] for f in without if f in places)}
    for place, tier in enumerate(state.model.tier_of[at].tolist()):
        if place not in left_out:
            best.setdefault(tier, place)
    chosen = [*lead, *(best[t] for t in TIERS if t in best)]
    columns = _columns(state, at[chosen], bits[chosen])
    rows = zip(*columns.values())
    found = [
        {"finding": state.model.findings[i], **dict(zip(columns, row))}
        for i, row in zip(at[chosen], rows)
    ]
    return [row for n, row in enumerate(found) if n < len(lead) or tells(row)]


def outcomes(case: Case, kb: Knowledge, tiers: Iterable[str]) -> pd.DataFrame:
    """What each answer to an open question would make of the probabilities.

    Parameters
    ----------
    tiers : iterable of str
        Tiers of the findings: ask, examine, lab, image, block.

    Returns
    -------
    DataFrame
        Indexed by finding and answer (present, absent); ``chance``, how likely the answer is as
        things stand, and a column for each cause with the probability that it would have.
    """
    state = state_of(case, kb)
    at = markable(state, case, kb)
    at = at[np.isin(state.model.tier_of[at], list(tiers))]
    p_row = state.probability[state.model.cells.row_cause] * state.responsibility
    chance = p_row @ state.model.theta[:, at]
    names = pd.MultiIndex.from_product([["present", "absent"], state.model.names[at]])
    then = pd.DataFrame(state.probabilities(_either_way(state, at)).T, names, state.model.causes)
    then.insert(0, "chance", np.concatenate([chance, 1 - chance]))
    return then.swaplevel().rename_axis(["finding", "answer"])


def tells(row: dict[str, Any]) -> bool:
    """Whether an answer to a row of :func:`next_findings` would move a probability.

    A blood test or a scan is not worth it for a cause that it could not bring into question.
    """
    moved = max(abs(row["if_present"] - row["now"]), abs(row["if_absent"] - row["now"]))
    worth = row["tier"] not in ("lab", "image") or max(row["now"], row["if_present"]) >= QUESTION
    return bool(moved >= TELLS and worth)


def _ranked(
    state: State, case: Case, kb: Knowledge, asked: tuple[str, ...] = ()
) -> tuple[IntArray, FloatArray]:
    """Findings that could be marked either way, most informative first, and their bits."""
    model = state.model
    at = _candidates(state, case, kb, asked)
    p_row = state.probability[model.cells.row_cause] * state.responsibility
    theta = np.add.reduceat(p_row[:, None] * model.theta[:, at], model.cells.starts, axis=0)
    theta /= np.maximum(state.probability, 1e-300)[:, None]
    bits = information(theta, state.probability) * _future_weight(state)[at]
    order = np.argsort(-bits, kind="stable")
    order = order[_consistent(state, at)[order]]
    return at[order], bits[order]


def _columns(state: State, at: IntArray, bits: FloatArray) -> dict[str, list[Any]]:
    """Columns of :func:`next_findings` for some findings: what either answer would change."""
    model = state.model
    then = state.probabilities(_either_way(state, at))
    yes, no = then[:, : len(at)], then[:, len(at) :]
    gain = yes - no
    up, down = gain.argmax(axis=0), gain.argmin(axis=0)
    watch = np.abs(gain).argmax(axis=0)
    causes, short, columns = model.cells.causes, model.short_causes, np.arange(len(at))
    separates = [f"{causes[a]};{causes[b]}" for a, b in zip(up, down)]
    reason = [
        _reason(short[a], short[b], causes[a], causes[b], model.language) for a, b in zip(up, down)
    ]
    return {
        "information": bits.tolist(),
        "tier": model.tier_of[at].tolist(),
        "label": model.labels[at].tolist(),
        "separates": separates,
        "cause": [causes[c] for c in watch],
        "now": state.probability[watch].tolist(),
        "if_present": yes[watch, columns].tolist(),
        "if_absent": no[watch, columns].tolist(),
        "reason": reason,
    }


def _either_way(state: State, at: IntArray) -> Marks:
    """The marks with each finding present, then with each absent; 2 findings x findings."""
    tried = np.repeat(state.marks, 2 * len(at), axis=0)
    tried[np.arange(2 * len(at)), np.tile(at, 2)] = np.repeat(np.array([1, -1], np.int8), len(at))
    return tried


def _consistent(state: State, at: IntArray) -> NDArray[np.bool_]:
    """Whether every question keeps an answer that fits, the finding marked present or absent."""
    tried = state.model.effective(_either_way(state, at))
    fits = np.ones(len(tried), bool)
    for _, question in state.model.questions:
        fits &= question.compatible(tried[:, question.members]).any(axis=1)
    return np.asarray(fits.reshape(2, -1).all(axis=0), bool)


def _reason(up: str, down: str, up_id: str, down_id: str, language: Language) -> str:
    if "unexplained" in (up_id, down_id):
        cause = down if up_id == "unexplained" else up
        return language.say("Speaks for or against {cause}", cause=cause)
    return language.say("Separates {cause} from {other}", cause=up, other=down)


def markable(state: State, case: Case, kb: Knowledge) -> IntArray:
    """Findings that could be asked for now and marked either way."""
    at = _candidates(state, case, kb, ())
    return at[_consistent(state, at)]


def _candidates(
    state: State, case: Case, kb: Knowledge, asked: tuple[str, ...]
) -> NDArray[np.intp]:
    """Unmarked findings that apply, could be asked for and would count."""
    model = state.model
    marks = np.zeros(len(model.findings), bool)
    left_out = inapplicable(case, "findings") & model.cells.position.keys()
    for names in (case.present, case.absent, case.implied(kb), unsafe(case, kb), left_out):
        marks[[model.cells.position[f] for f in names]] = True
    for _, question in model.questions:
        if question.field:
            marks[question.members] = True
    for general, specific in model.yields.items():
        marks[general] |= bool(state.marks[0, specific].any())
    for finding, shown in _shows(kb):
        if model.findings[finding] not in asked:
            marks[finding] |= bool(state.probability[shown].sum() < SUSPECTED)
    seen = np.array([f for f in ("female_sex",) if f in model.cells.position])
    marks[[model.cells.position[f] for f in seen]] = True
    return np.flatnonzero(~marks & model.cells.known.any(axis=0))


@once
def _shows(kb: Knowledge) -> list[tuple[int, IntArray]]:
    """Findings that are the disease, each with the causes that it shows."""
    table = kb.investigations[kb.investigations["kind"] == "disease"]
    position, causes = kb.cells.position, kb.causes.index
    return [(position[str(f)], causes.get_indexer(split(s))) for f, s in table["shows"].items()]


def _future_weight(state: State) -> FloatArray:
    """Weight of a finding that is marked next: halved by each marked mate of its cluster."""
    cluster = state.model.cluster_of
    marked = np.bincount(cluster[state.marks[0] != 0] + 1, minlength=cluster.max() + 2)
    return np.asarray(np.where(cluster < 0, 1.0, 0.5 ** marked[cluster + 1]), float)


def information(theta: FloatArray, p: FloatArray) -> FloatArray:
    """Mutual information in bits of cause and finding; theta causes x findings."""

    def entropy(q: FloatArray) -> FloatArray:
        q = np.clip(q, 1e-12, 1 - 1e-12)
        return np.asarray(-(q * np.log2(q) + (1 - q) * np.log2(1 - q)), float)

    return np.asarray(np.maximum(entropy(p @ theta) - p @ entropy(theta), 0.0), float)
