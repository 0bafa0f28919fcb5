"""Two causes at once: which pair explains the marks better than the best single cause."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gluteal.cases import Case
from gluteal.knowledge import CEILING, FLOOR, FloatArray, IntArray, Knowledge, load, split
from gluteal.model.asking import information, markable
from gluteal.model.contributions import DECIBAN, Column, columns_of
from gluteal.model.state import State, power, state_of
from gluteal.words import PAIR_SENTENCES, two_digits

PAIRS = 0.1  # share of patients whose pain has two of these causes: judged
BETTER = 3.0  # Bayes factor from which a pair explains the marks better: substantial (Jeffreys)
SHOWN = 3  # pairs of which it is worked out who explains what
_EXPLAINS = 1.0  # decibans from which a member of a pair explains a mark
_ALONE = 3.0  # and by which it must explain it better than the other to do so alone


def pairs(case: Case, kb: Knowledge | None = None) -> pd.DataFrame:
    """Pairs of causes that explain the marks, beside the single ones.

    Parameters
    ----------
    case : Case
        The marks.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.

    Returns
    -------
    DataFrame
        The three likeliest pairs, one a row: ``first`` and ``second``, its causes, the one with
        the higher single probability first; ``probability``, among all single causes and pairs;
        ``bayes_factor``, the likelihood of the marks under the pair against that under the best
        single cause; ``worth``, whether the pair is at least as likely as the second single
        cause and its Bayes factor is at least 3; ``explains_first``, ``explains_second`` and ``explains_both``, what each of them
        explains of the marks, columns of :func:`weights` joined by ';'; ``tells``, the open
        question or sign that would best tell the pair from the best single cause, '' for none.

    Notes
    -----
    A finding that causes bring about is combined by a noisy-or over the background: it is absent
    only where neither brings it about. What the patient is (age, sex, risks) comes before both
    causes, so there the ratios multiply; the onset is that of one of the two. Of ten patients
    one is taken to have two of the causes, a judgement, each pair in proportion to the product
    of its pre-test probabilities.

    Examples
    --------
    >>> import gluteal
    >>> case = gluteal.Case(present=["sij_thigh_thrust", "sij_distraction", "pain_over_sij",
    ...     "tender_greater_trochanter", "pain_lateral_hip", "single_leg_stance_30s"])
    >>> gluteal.pairs(case).loc[0, ["first", "second"]].tolist()
    ['greater_trochanteric_pain', 'sacroiliac_joint_pain']
    """
    kb = kb or load()
    state = state_of(case, kb)
    columns = columns_of(state)
    log_pair = _log_ratios(state, kb, columns)
    count = power(state.case.setting)
    log_prior = np.log(state.prior)
    single = np.log(1 - PAIRS) + log_prior + count * state.log_ratio
    one, two = _all_pairs(state)
    both = log_prior[one] + log_prior[two]
    both += np.log(PAIRS) - np.logaddexp.reduce(both)
    pair = both + count * log_pair[one, two]
    whole = np.logaddexp.reduce(np.concatenate([single, pair]))
    best = np.argsort(-pair, kind="stable")[:SHOWN]
    second = np.sort(single)[-2]
    swap = state.probability[two[best]] > state.probability[one[best]]
    first, other = (
        np.where(swap, two[best], one[best]),
        np.where(swap, one[best], two[best]),
    )
    names = np.array(state.model.cells.causes, object)
    factor = np.exp(np.minimum(log_pair[first, other] - state.log_ratio[state.order[0]], 700))
    top = int(state.order[0])
    explained = [_explained(state, kb, columns, a, b) for a, b in zip(first, other)]
    return pd.DataFrame(
        {
            "first": names[first],
            "second": names[other],
            "probability": np.exp(pair[best] - whole),
            "bayes_factor": factor,
            "worth": (pair[best] >= second) & (factor >= BETTER),
            "explains_first": [e[0] for e in explained],
            "explains_second": [e[1] for e in explained],
            "explains_both": [e[2] for e in explained],
            "tells": [_tells(state, case, kb, a, b, top) for a, b in zip(first, other)],
        }
    )


def pair_sentences(case: Case, kb: Knowledge | None = None) -> list[str]:
    """What the likeliest pair explains, in sentences; none where it is not worth a word.

    First that it explains the marks better and by how much, then what each member explains, last
    the question or sign that would tell.
    """
    kb = kb or load()
    pair = pairs(case, kb).iloc[0]
    if not pair["worth"]:
        return []
    state, causes = state_of(case, kb), kb.rows("causes")
    leads = causes[state.model.cells.causes[state.order[0]]]["short"]
    one, two = (causes[pair[k]]["short"] for k in ("first", "second"))
    factor, say = pair["bayes_factor"], kb.say
    alike = say("{one} and {two} alike", one=one, two=two)
    said = [
        say(
            PAIR_SENTENCES["pair"],
            one=one,
            two=two,
            factor=say("over 100") if factor > 100 else f"{factor:.0f}",
            leads=leads,
            probability=kb.language.number(two_digits(pair["probability"])),
            share=f"{PAIRS:.0%}".replace("%", " %"),
        )
    ]
    for who, key in ((one, "first"), (two, "second"), (alike, "both")):
        names = [kb.label(f) for f in split(pair[f"explains_{key}"])]
        if names:
            said.append(say(PAIR_SENTENCES["explains"], who=who, what="; ".join(names)))
    if pair["tells"]:
        said.append(say(PAIR_SENTENCES["tells"], what=kb.label(pair["tells"])))
    return said


def _all_pairs(state: State) -> tuple[IntArray, IntArray]:
    """Positions of the two causes of every pair; pain that nothing explains is in none."""
    named = np.flatnonzero(state.model.causes != "unexplained")
    one, two = np.triu_indices(len(named), 1)
    return named[one], named[two]


def _log_ratios(state: State, kb: Knowledge, columns: dict[str, Column]) -> FloatArray:
    """Ln P(marks | both causes) - ln P(marks | unexplained), causes x causes."""
    cells = state.model.cells
    total = np.log(state.share)[:, None] + np.log(state.share)[None, :]
    for column in columns.values():
        total = total + _together(column, column.said[:, None], column.said[None, :], kb)
    peak = total.max()
    summed = np.add.reduceat(np.exp(total - peak), cells.starts, axis=0)
    return np.asarray(peak + np.log(np.add.reduceat(summed, cells.starts, axis=1)), float)


def _together(column: Column, one: FloatArray, two: FloatArray, kb: Knowledge) -> FloatArray:
    """Log likelihood ratio of a column under two causes, from that under each."""
    if column.state < 0 or _context(column, kb):
        return one + two
    if column.state == 0:
        return np.asarray(np.logaddexp(one, two) - np.log(2), float)
    missing = 1 - column.around
    gone = [np.maximum(1 - column.around * np.exp(said), 1e-6) / missing for said in (one, two)]
    theta = np.clip(1 - missing * gone[0] * gone[1], FLOOR, CEILING)
    return np.asarray(np.log(theta / column.around), float)


def _context(column: Column, kb: Knowledge) -> bool:
    """Whether a column is what the patient is, and no work of a cause."""
    return bool(kb.rows("findings")[kb.cells.findings[column.at]]["domain"] == "context")


def _explained(
    state: State, kb: Knowledge, columns: dict[str, Column], one: int, two: int
) -> tuple[str, str, str]:
    """Columns that the first of two causes explains, that the second does, and that both do."""
    by: tuple[list[str], list[str], list[str]] = ([], [], [])
    rows = state.model.cells.row_cause
    for name, column in columns.items():
        if column.state <= 0 or _context(column, kb):
            continue
        a, b = (
            DECIBAN * float(state.responsibility[rows == c] @ column.said[rows == c])
            for c in (one, two)
        )
        if max(a, b) >= _EXPLAINS:
            by[2 if abs(a - b) < _ALONE else 0 if a > b else 1].append(name)
    return tuple(";".join(names) for names in by)  # type: ignore[return-value]


def _tells(state: State, case: Case, kb: Knowledge, one: int, two: int, best: int) -> str:
    """The question or sign that would best tell a pair from the best single cause."""
    model, cells = state.model, state.model.cells
    at = markable(state, case, kb)
    at = at[np.isin(model.tier_of[at], ["ask", "examine"])]
    if not len(at):
        return ""
    mean = np.add.reduceat(state.responsibility[:, None] * model.theta[:, at], cells.starts)
    around = model.background[at]
    pair = 1 - (1 - mean[one]) * (1 - mean[two]) / (1 - around)
    theta = np.clip(np.stack([pair, mean[best]]), FLOOR, CEILING)
    return str(model.findings[int(at[information(theta, np.array([0.5, 0.5])).argmax()])])
