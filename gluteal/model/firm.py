"""How firm the first place is: what would change it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gluteal.cases import Case
from gluteal.knowledge import FloatArray, IntArray, Knowledge, load
from gluteal.model.blocks import Marks
from gluteal.model.logs import normalise
from gluteal.model.state import State, power, state_of
from gluteal.words import FIRM, FIRM_SENTENCES, LEANING, OPEN, two_digits

SURE = 0.5  # probability from which a first place can be firm: likelier than all others together
PRIOR_RANGE = 2.0  # a pre-test probability may be half or twice as high in its odds: judged
WORTH = 0.03  # a change of the first probability that is worth a word
_TAIL = (5, 95)  # per cent: the central 90 % of what is known of a cell


@dataclass(frozen=True)
class Firmness:
    """How firm the first place is.

    Attributes
    ----------
    word : str
        ``firm``: first whichever single mark is wrong, and wherever in its range a pre-test
        probability or judged cell lies, with a probability of at least 0.5. ``leaning``: first
        if any one mark is taken away, but for one that shows the disease itself or is its
        reference test. ``open``: neither, or little is known.
    sentence : str
        The same in a sentence, with the mark on which most hangs.
    table : DataFrame
        What was tried, the largest change first. ``kind`` is mark, pre-test or judged; ``what``
        the id of the finding or cause; ``label`` its name; ``now`` the probability of the first
        cause, ``low`` and ``high`` what it may become. For marks ``without`` is the
        probability if the mark is taken away and ``wrong`` if it is turned round, NaN where the
        other answers do not allow that. ``leads`` is the cause that is first at the worst of these,
        '' where none takes the place; ``leads_without`` the one that leads without the mark.
    """

    word: str
    sentence: str
    table: pd.DataFrame


def firmness(case: Case, kb: Knowledge | None = None) -> Firmness:
    """What would change the first place: one mark, a pre-test probability, a judged cell.

    Parameters
    ----------
    case : Case
        The marks. Age and sex are taken as known.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.

    Returns
    -------
    Firmness
        A word, a sentence and the table behind them. One thing is changed at a time.

    Notes
    -----
    One-way sensitivity analysis. Pre-test odds are halved and doubled (a judgement); a judged
    cell of the first cause moves within its central 90 %, all else held.

    Examples
    --------
    >>> import gluteal
    >>> case = gluteal.Case(present=["pain_over_sij", "sij_thigh_thrust", "sij_distraction",
    ...                              "sij_compression"], setting="pain_clinic")
    >>> gluteal.firmness(case).word
    'firm'
    """
    kb = kb or load()
    state = state_of(case, kb)
    parts = [_marks(state, kb), _priors(state), _judged(state, kb)]
    table = pd.concat([p for p in parts if len(p)] or parts[1:2], ignore_index=True)
    size = np.maximum(table["now"] - table["low"], table["high"] - table["now"])
    table = table.iloc[np.argsort(-size.to_numpy(), kind="stable")].reset_index(drop=True)
    kinds = kb.investigations["kind"]
    decisive = set(kinds.index[kinds.isin(["disease", "reference"])])
    word = _word(table, table["now"].iloc[0], state.known.little, decisive)
    return Firmness(word, _sentence(word, state, table, kb), table)


def _marks(state: State, kb: Knowledge) -> pd.DataFrame:
    """Each mark taken away, and turned round; what the age and sex say stands."""
    model = state.model
    fixed = [model.cells.position[f] for f in state.case.implied(kb)]
    at = np.setdiff1d(np.flatnonzero(state.given[0]), fixed)
    tried = np.repeat(state.given, 2 * len(at), axis=0)
    row = np.arange(len(at))
    tried[row, at] = 0
    tried[len(at) + row, at] *= -1
    p, first = _probabilities(state, tried), state.order[0]
    without, wrong = p[first, : len(at)], p[first, len(at) :]
    now = state.probability[first]
    both = np.stack([without, wrong])
    worst = np.where(np.nan_to_num(wrong, nan=2.0) < without, len(at) + row, row)
    return _frame(
        state,
        "mark",
        np.array(model.findings, object)[at],
        model.labels[at],
        np.fmin(np.nanmin(both, axis=0, initial=2.0), now),
        np.fmax(np.nanmax(both, axis=0, initial=-1.0), now),
        _leads(p[:, worst], state),
        without=without,
        wrong=wrong,
        leads_without=_leads(p[:, : len(at)], state),
    )


def _probabilities(state: State, marks: Marks) -> FloatArray:
    """Probabilities of the causes for other marks of the same patient, causes x cases; NaN where
    answers to one question contradict each other."""
    p = state.probabilities(marks)
    return np.where(np.isfinite(p).all(axis=0), p, np.nan)


def _priors(state: State) -> pd.DataFrame:
    """The pre-test odds of each cause halved and doubled."""
    model, first = state.model, state.order[0]
    log = np.log(np.maximum(state.probability, 1e-300))
    step = np.log(PRIOR_RANGE) * np.eye(len(log))
    ends = [normalise(log[:, None] + way * step) for way in (-1, 1)]
    own = np.stack([p[first] for p in ends])
    worst = np.where(own[0] < own[1], ends[0], ends[1])
    low, high = own.min(axis=0), own.max(axis=0)
    return _frame(
        state,
        "pre-test",
        model.causes.to_numpy(object),
        model.short_causes,
        low,
        high,
        _leads(worst, state),
    )


def _judged(state: State, kb: Knowledge) -> pd.DataFrame:
    """Each judged cell of the first cause at the ends of its range, one finding at a time."""
    model, marks, first = state.model, state.marks[0], state.order[0]
    own = np.flatnonzero(model.cells.row_cause == first)
    judged = (kb.basis.to_numpy(object)[first] == "judgement") & (marks != 0) & ~model.asked
    at = np.flatnonzero(judged)
    weight = {int(i): np.ones(len(own)) for i in at}
    for block in model.touched(state.marks):
        weighed = model.weighed(block, state.marks[:, block.members]).weight[0]
        weight |= {int(m): weighed[own, j] for j, m in enumerate(block.members) if int(m) in weight}
    ends = np.zeros((2, len(at)))
    for n, i in enumerate(map(int, at)):
        drawn = model.draws(i, int(marks[i]))[own]
        span = np.percentile(drawn, _TAIL, axis=1) - np.median(drawn, axis=1)
        moved = state.log_rows[own] + weight[i] * span
        ends[:, n] = np.logaddexp.reduce(moved, axis=1)
    now = np.log(np.maximum(state.probability, 1e-300))
    shift = power(state.case.setting) * (ends - state.log_ratio[first])
    both = [normalise(now[:, None] + np.eye(len(now))[:, [first]] * s) for s in shift]
    low, high = (p[first] for p in both)
    return _frame(
        state,
        "judged",
        np.array(model.findings, object)[at],
        model.labels[at],
        low,
        high,
        _leads(both[0], state),
    )


def _frame(
    state: State,
    kind: str,
    what: FloatArray,
    label: FloatArray,
    low: FloatArray,
    high: FloatArray,
    leads: list[str],
    **more: object,
) -> pd.DataFrame:
    now = float(state.probability[state.order[0]])
    head = {"kind": kind, "what": what, "label": label, "now": now, "low": low, "high": high}
    rest = {"without": np.nan, "wrong": np.nan, "leads": leads, "leads_without": ""}
    return pd.DataFrame(head | rest | more)


def _leads(p: FloatArray, state: State) -> list[str]:
    """The cause that takes the first place in each column; '' where none does."""
    first, causes = state.order[0], state.model.cells.causes
    best: IntArray = np.where(np.isnan(p).any(axis=0), first, np.nan_to_num(p).argmax(axis=0))
    return ["" if b == first else causes[b] for b in best]


def _word(table: pd.DataFrame, now: float, little: bool, decisive: set[str]) -> str:
    """Firm, leaning or open; a mark that is the disease itself or its reference test may carry it."""
    carried = table[table["leads_without"] != ""]
    if little or not carried["what"].isin(decisive).all():
        return OPEN
    return FIRM if now >= SURE and not (table["leads"] != "").any() else LEANING


def _sentence(word: str, state: State, table: pd.DataFrame, kb: Knowledge) -> str:
    """The word, why, and the mark on which most hangs."""
    causes, findings, say = kb.rows("causes"), kb.rows("findings"), kb.say

    def named(row: pd.Series) -> str:
        if row["kind"] == "pre-test":
            return str(causes[row["what"]]["short"])
        return say("\u201c{mark}\u201d", mark=findings[row["what"]]["short"])

    marks = table[table["kind"] == "mark"]
    if state.known.little or not len(marks):
        return say(FIRM_SENTENCES["little"])
    carrying, top = marks[marks["leads_without"] != ""], marks.iloc[0]
    first = causes[state.model.cells.causes[state.order[0]]]["short"]
    if len(carrying):
        top = carrying.iloc[0]
        leads = causes[top["leads_without"]]["short"]
        said = FIRM_SENTENCES[OPEN if word == OPEN else "rests"]
        said = say(said, first=first, mark=named(top), leads=leads)
    else:
        said, taken = say(FIRM_SENTENCES[word], first=first), table[table["leads"] != ""]
        if len(taken):
            worst = taken.iloc[0]
            how = say(FIRM_SENTENCES[worst["kind"]], what=named(worst))
            said += say(FIRM_SENTENCES["but"], how=how, leads=causes[worst["leads"]]["short"])
        said += "."
    if np.isnan(top["without"]) or abs(top["without"] - top["now"]) < WORTH:
        return said + say(FIRM_SENTENCES["spread"])
    now, then = (kb.language.number(two_digits(top[k])) for k in ("now", "without"))
    hangs = FIRM_SENTENCES["most" if word == FIRM else "check"]
    return said + say(hangs, mark=named(top), now=now, then=then)
