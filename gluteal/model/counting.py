"""A clinic's patients counted: cells, pre-test probabilities and shares of presentations.

What the tables say counts as a stated number of patients, and so does what was learned before.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from gluteal.knowledge import EQUAL, SETTINGS, FloatArray, IntArray, Knowledge
from gluteal.model.blocks import Marks
from gluteal.model.likelihood import model_of
from gluteal.model.rates import counted, deviations, rates
from gluteal.model.reconciling import movable

PRIOR_PATIENTS: Final = 100.0  # of a setting, that its pre-test probabilities count as: judged
SHARE_PATIENTS: Final = 20.0  # of a cause, that the shares of its presentations count as: judged
KEPT: Final = 0.5  # of its pre-test probability, that a serious cause keeps whatever is seen
_ROUNDS: Final = 50  # expectation and maximisation by turns; settled to four digits long before
_DIGITS: Final = 8


def cells_seen(
    marks: Marks, truth: IntArray, kb: Knowledge, strength: float
) -> tuple[pd.DataFrame, FloatArray]:
    """The patients behind each cell, and its factors on presence and absence after them.

    All patients are counted together, earlier ones too, so their order does not matter.
    """
    cells, may = kb.cells, movable(kb) & kb.cells.matrix_known
    asked, yes = counted(marks, truth, kb)
    known = kb.learned[kb.learned["table"] == "reconciled"]
    at = _at(cells.causes, known["cause"]), _at(cells.findings, known["item"])
    # a cell whose row was taken back starts anew
    rows = pd.MultiIndex.from_frame(kb.reconciled[["cause", "finding"]])
    stands = ~may[at] | pd.MultiIndex.from_frame(known[["cause", "item"]]).isin(rows)
    known, at = known[stands], (at[0][stands], at[1][stands])
    start, earlier = cells.matrix_theta.copy(), np.zeros((2, *asked.shape))
    start[at] = known["before"].to_numpy(float)
    earlier[:, at[0], at[1]] = known[["patients", "present"]].to_numpy(float).T
    deviation = deviations(kb, strength)
    was = rates(start, earlier[0], earlier[1], deviation)
    now = rates(start, earlier[0] + asked, earlier[1] + yes, deviation)
    moves = may & (asked + earlier[0] > 0)
    factors = cells.factors * np.where(moves, [now / was, (1 - now) / (1 - was)], 1.0)
    row, column = np.nonzero(asked + earlier[0])
    seen = _frame(
        "reconciled",
        np.array(cells.causes)[row],
        np.array(cells.findings)[column],
        start[row, column].round(6),
        (asked + earlier[0])[row, column],
        (yes + earlier[1])[row, column],
    )
    return seen, factors


def priors_seen(
    truth: IntArray, setting: pd.Series, kb: Knowledge, strength: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table ``priors`` after these patients, and the patients behind its numbers.

    Examples
    --------
    >>> import gluteal
    >>> kb = gluteal.load()
    >>> at = np.array([kb.causes.index.get_loc("coccydynia")] * 300)
    >>> table, _ = priors_seen(at, pd.Series(["sports"] * 300), kb, 1.0)
    >>> bool(table.set_index("cause").at["coccydynia", "sports"] > 0.7)
    True
    """
    table, causes = kb.priors.drop(columns=EQUAL), kb.priors.index
    seen = []
    for name in SETTINGS:
        here = truth[(setting == name).fillna(False).to_numpy(bool)]
        if not len(here):
            continue
        n = np.bincount(_at(causes, kb.causes.index[here]), minlength=len(causes)).astype(float)
        before = table[name].to_numpy(float)
        frame = _frame("priors", causes, [name] * len(causes), before, len(here), n)
        seen.append(frame)
        earlier = _earlier(frame, kb)
        mean = _mean(before, n, PRIOR_PATIENTS / strength**2 + earlier["patients"].max())
        serious = kb.causes["serious"].reindex(causes).eq("yes").to_numpy()
        least = np.where(serious, KEPT * earlier["before"].fillna(frame["before"]), 0.0)
        table[name] = np.round(_at_least(mean, least.astype(float)), _DIGITS)
    return table.reset_index(), _with_earlier(pd.concat(seen), kb)


def presentations_seen(
    marks: Marks, truth: IntArray, kb: Knowledge, strength: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table ``presentations`` after these patients, and the patients behind its shares.

    Whose presentation a patient shows is not known but likely to a degree: expectation and
    maximisation by turns (Dempster, Laird and Rubin 1977).
    """
    from tqdm.auto import tqdm

    cells, model = kb.cells, model_of(kb)
    rows = model.log_likelihood(marks)
    mine = cells.row_cause == truth[:, None]
    rows = np.where(mine, rows, -np.inf)
    likely = np.exp(rows - rows.max(axis=1, keepdims=True))
    n = np.bincount(truth, minlength=len(cells.causes))[cells.row_cause].astype(float)
    table, names = kb.presentations, cells.rows
    frame = _frame("presentations", names["cause"], names["presentation"], cells.share, n, 0.0)
    weight = SHARE_PATIENTS / strength**2 + _earlier(frame, kb)["patients"].to_numpy(float)
    share = cells.share
    for _ in tqdm(range(_ROUNDS), "presentations", delay=2, disable=None, leave=False):
        shown = likely * share
        frame["present"] = (shown / shown.sum(axis=1, keepdims=True)).sum(axis=0)
        share = (weight * cells.share + frame["present"].to_numpy()) / (weight + n)
    several = (names["presentation"] != "").to_numpy()
    new = names.assign(share=np.round(share, _DIGITS))[several]
    new = table.drop(columns="share").merge(new, on=["cause", "presentation"])
    seen = frame[several & (n > 0)].round({"present": 2})
    return new[list(table.columns)], _with_earlier(seen, kb)


def _mean(before: FloatArray, n: FloatArray, weight: float) -> FloatArray:
    """Mean of a Dirichlet distribution that counted ``weight`` patients before these."""
    return np.asarray((weight * before / before.sum() + n) / (weight + n.sum()), float)


def _at_least(share: FloatArray, least: FloatArray) -> FloatArray:
    """Shares that sum to 1, none below its least; the others give what that takes."""
    low = share < least
    free = (1 - least[low].sum()) / share[~low].sum()
    return np.where(low, least, share * free)


def _frame(table: str, cause: object, item: object, *numbers: object) -> pd.DataFrame:
    named = zip(("before", "patients", "present"), numbers)
    return pd.DataFrame({"table": table, "cause": cause, "item": item, **dict(named)}).reset_index(
        drop=True
    )


def _earlier(frame: pd.DataFrame, kb: Knowledge) -> pd.DataFrame:
    """The rows of ``kb.learned`` beside those of a frame: patients 0 and before NaN for none."""
    keys = ["table", "cause", "item"]
    found = frame[keys].merge(kb.learned, on=keys, how="left")
    return found.fillna({"patients": 0.0, "present": 0.0})


def _with_earlier(frame: pd.DataFrame, kb: Knowledge) -> pd.DataFrame:
    """A frame with the patients of earlier learning added, and rows that have only those."""
    earlier = _earlier(frame, kb)
    frame = frame.reset_index(drop=True)
    frame["before"] = earlier["before"].fillna(frame["before"])
    for column in ("patients", "present"):
        frame[column] = frame[column] + earlier[column]
    both = pd.concat([frame, kb.learned[kb.learned["table"].isin(frame["table"])]])
    return both.drop_duplicates(["table", "cause", "item"])


def _at(names: object, wanted: object) -> IntArray:
    found: IntArray = pd.Index(names).get_indexer(pd.Index(wanted))
    return found
