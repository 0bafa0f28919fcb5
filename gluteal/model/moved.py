"""What a clinic's patients moved, and why: published, judged and learned side by side."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gluteal.knowledge import EQUAL, FloatArray, IntArray, Knowledge, load
from gluteal.model.counting import PRIOR_PATIENTS, SHARE_PATIENTS
from gluteal.model.reconciling import movable

FEWEST: Final = 5  # patients below which no rate is shown: privacy, and noise


def learned(kb: Knowledge | None = None) -> pd.DataFrame:
    """Every number that a clinic's patients stand behind: what it was, what it is, and why.

    Parameters
    ----------
    kb : Knowledge, optional
        Tables made by :func:`learn`, or loaded from a folder of such. Bundled ones have
        learned from no clinic, so their table is empty.

    Returns
    -------
    DataFrame
        One row a number, those that contradict a study first, then the largest steps in log
        odds. ``table`` (reconciled, priors, presentations), ``cause`` and ``item`` (finding,
        setting or presentation) name it. ``published`` with ``published_low`` and
        ``published_high`` is the figure of a study or review, ``judged`` that of the judges,
        ``before`` what it counted as at first and ``learned`` what it counts as now, a cell as
        in ``kb.matrix``: its average patient, drawn toward the background.
        ``patients`` are the clinic's: with that cause and asked for that finding, of that
        setting, with that cause; ``observed`` is the share of them that had it, with its 95 %
        interval (Wilson 1927), NaN for fewer than 5 patients. ``contradicts`` says that this
        interval and the published one do not meet. ``why`` is a sentence.

    Notes
    -----
    ``learned`` need not lie between ``before`` and ``observed``: what a clinic notes more often
    in all causes moves no cell, see :func:`learn`. Of the cells of one clinic some contradict
    by chance.

    Examples
    --------
    >>> len(learned())
    0
    """
    kb = kb or load()
    frame = kb.learned
    cells = (frame["table"] == "reconciled").to_numpy(bool)
    at = _at(frame, kb)
    frame = frame[~cells | kb.cells.matrix_known[at]].reset_index(drop=True)
    cells = (frame["table"] == "reconciled").to_numpy(bool)
    frame = frame.join(_said(frame, cells, kb)).assign(learned=_now(frame, kb))
    low, high = wilson(frame["present"], frame["patients"])
    moves = movable(kb)
    enough = frame["patients"] >= FEWEST
    frame["observed"] = (frame["present"] / frame["patients"].clip(lower=1)).where(enough)
    frame["observed_low"], frame["observed_high"] = low.where(enough), high.where(enough)
    above = frame["observed_low"] > frame["published_high"]
    frame["contradicts"] = above | (frame["observed_high"] < frame["published_low"])
    frame["why"] = [_why(row, kb, moves) for row in frame.to_dict("records")]
    step = (_odds(frame["learned"]) - _odds(frame["before"])).abs()
    order = frame.assign(step=step).sort_values(
        ["contradicts", "step"], ascending=False, kind="stable"
    )
    return order[_COLUMNS].reset_index(drop=True)


def wilson(yes: pd.Series, n: pd.Series) -> tuple[pd.Series, pd.Series]:
    """95 % interval of a share (Wilson 1927); 0 to 1 where there is nobody.

    Examples
    --------
    >>> low, high = wilson(pd.Series([8.0]), pd.Series([10.0]))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.49], [0.943])
    """
    z, n = 1.96, n.astype(float)
    share = (yes / n.where(n > 0)).fillna(0.5)
    middle = (share * n + z**2 / 2) / (n + z**2)
    half = z * np.sqrt(share * (1 - share) * n + z**2 / 4) / (n + z**2)
    return (middle - half).clip(0, 1), (middle + half).clip(0, 1)


_COLUMNS = [
    "table",
    "cause",
    "item",
    "published",
    "published_low",
    "published_high",
    "judged",
    "before",
    "learned",
    "patients",
    "observed",
    "observed_low",
    "observed_high",
    "contradicts",
    "why",
]


def _said(frame: pd.DataFrame, cells: NDArray[np.bool_], kb: Knowledge) -> pd.DataFrame:
    """What studies, reviews and judges say of each number."""
    used = kb.evidence[kb.evidence["use"] == "yes"].set_index(["cause", "finding"])
    used = used.reindex(pd.MultiIndex.from_frame(frame[["cause", "item"]]))
    published = cells & used["basis"].isin(["accuracy", "prevalence", "review"]).to_numpy()
    columns = {
        "published": "sensitivity",
        "published_low": "sens_low",
        "published_high": "sens_high",
    }
    said = {k: np.where(published, used[c].to_numpy(float), np.nan) for k, c in columns.items()}
    at = _at(frame, kb)
    average = np.where(cells, kb.cells.average[at], frame["before"])
    return pd.DataFrame(said | {"judged": np.where(published, np.nan, average)}, frame.index)


def _now(frame: pd.DataFrame, kb: Knowledge) -> FloatArray:
    """What each number counts as now."""
    priors = kb.priors.drop(columns=EQUAL).select_dtypes("number").stack()
    shares = kb.presentations.set_index(["cause", "presentation"])["share"]
    both = pd.concat([priors, shares]).reindex(pd.MultiIndex.from_frame(frame[["cause", "item"]]))
    cells = (frame["table"] == "reconciled").to_numpy(bool)
    return np.where(cells, kb.cells.matrix_theta[_at(frame, kb)], both.to_numpy(float))


def _at(frame: pd.DataFrame, kb: Knowledge) -> tuple[IntArray, IntArray]:
    """Positions in the matrix; of what is no cell, any."""
    return (
        kb.causes.index.get_indexer(frame["cause"]),
        kb.findings.index.get_indexer(frame["item"]),
    )


def _why(row: dict[str, Any], kb: Knowledge, moves: NDArray[np.bool_]) -> str:
    """A sentence on what stands behind a number."""
    at = kb.causes.index.get_indexer([row["cause"]]), kb.findings.index.get_indexer([row["item"]])
    n = int(row["patients"])
    seen = f"{n} of the clinic's patients" if n >= FEWEST else f"fewer than {FEWEST} patients"
    if row["table"] == "priors":
        why = f"The table counts as {PRIOR_PATIENTS:g} patients of the setting, beside {seen}."
        serious = kb.causes.at[row["cause"], "serious"] == "yes"
        return why + (" A serious cause keeps at least half of what it had." if serious else "")
    if row["table"] == "presentations":
        return f"The table counts as {SHARE_PATIENTS:g} patients of the cause, beside {seen}."
    if row["contradicts"]:
        how = "more" if row["observed_low"] > row["published_high"] else "less"
        said = (
            f"The clinic's patients have it {how} often than published: other patients, another "
            "way to examine, or chance among many cells."
        )
    else:
        said = f"Asked of {seen} with this cause."
    return said + ("" if moves[at].all() else " It does not move.")


def _odds(p: pd.Series) -> pd.Series:
    inside = p.clip(0.005, 0.995)
    return np.log(inside / (1 - inside))
