"""How far two people agree who mark the same cases without seeing each other's marks.

Source: Cohen J, A coefficient of agreement for nominal scales, Educ Psychol Meas 1960;20:37-46.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gluteal.cases import UnknownFindingError
from gluteal.figures import SEX
from gluteal.knowledge import Knowledge, load, split
from gluteal.model import cohort_of

ALL = "all cases"


def agreement(
    first: pd.DataFrame, second: pd.DataFrame, kb: Knowledge | None = None
) -> pd.DataFrame:
    """Agreement of two codings, over present, absent and not stated.

    Parameters
    ----------
    first, second : DataFrame
        Indexed by case: ``cause``, and ``present`` and ``absent`` as lists of finding ids or
        joined by ';', as in ``kb.cases`` and ``kb.coded``. Cases of one alone are left out.
    kb : Knowledge, optional
        The vocabulary. Bundled data by default. Age and sex are no marks of a coder's.

    Returns
    -------
    DataFrame
        One row a case, then ``all cases``: ``marked``, findings that at least one of them
        marked; ``alike``, the same by both; ``opposed``, present by one and absent by the
        other; ``one_alone``; ``kappa``, Cohen's over all findings, -1 to 1, NaN where chance
        alone would make them agree.

    Raises
    ------
    UnknownFindingError
        A mark is not a finding of the tables.
    ValueError
        No case stands in both.

    Examples
    --------
    >>> kb = load()
    >>> one = kb.coded.loc[["gtps_64f_deposit"]]
    >>> other = one.assign(absent="")
    >>> agreement(one, other).loc["all cases", ["alike", "opposed", "one_alone"]].astype(int).tolist()
    [1, 0, 2]
    """
    kb = kb or load()
    both = first.index.intersection(second.index)
    if both.empty:
        raise ValueError("the two codings have no case in common; give both the same ids")
    marks = [_marks(coding.loc[both], kb) for coding in (first, second)]
    rows = {str(case): _compared(*(m[i] for m in marks)) for i, case in enumerate(both)}
    rows[ALL] = _compared(*(m.ravel() for m in marks))
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("case")


def _marks(coding: pd.DataFrame, kb: Knowledge) -> NDArray[np.int8]:
    """Cases x findings but age and sex: 1 present, -1 absent, 0 not stated."""
    for column in ("present", "absent"):
        for case, cell in coding[column].items():
            named = cell if isinstance(cell, list) else split(cell)
            for finding in named:
                if finding not in kb.findings.index:
                    raise UnknownFindingError(f"case {case!r}, {column}: {finding!r} is no finding")
    left = kb.findings.index.difference([*kb.cells.told_by, SEX], sort=False)
    return np.asarray(cohort_of(coding, kb)[left], np.int8)


def _compared(one: NDArray[np.int8], other: NDArray[np.int8]) -> dict[str, float]:
    shares = np.array([[(m == state).mean() for state in (-1, 0, 1)] for m in (one, other)])
    chance, seen = float(shares.prod(axis=0).sum()), float((one == other).mean())
    marked = (one != 0) | (other != 0)
    return {
        "marked": int(marked.sum()),
        "alike": int((marked & (one == other)).sum()),
        "opposed": int((one * other == -1).sum()),
        "one_alone": int((marked & (one * other == 0)).sum()),
        "kappa": (seen - chance) / (1 - chance) if chance < 1 else np.nan,
    }
