"""Four judges of one cell: their mean, how far they lie apart, and what each said.

``judges.csv`` holds P(finding present | cause) as four judges gave it, each by itself. All are
machine-made and no licensed clinician has reviewed them. The first filled only the cells that no
study filled; the others, all that there were then. A judge counts as a contrast to ``unexplained``
in log odds, which is what the model uses: one who finds everything twice as common says nothing.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from gluteal.knowledge.schema import JUDGES

UNEXPLAINED: Final = "unexplained"
_LEAST, _MOST = 0.006, 0.985  # of a judged cell
_PRIOR_JUDGES = 3  # judges' worth of the common variance in that of a cell


def log_odds(p: pd.DataFrame | pd.Series) -> pd.DataFrame:
    """Log odds, finite for 0 and 1."""
    inside = p.clip(0.003, 0.997)
    return np.log(inside / (1 - inside))


def contrasts(judges: pd.DataFrame) -> pd.DataFrame:
    """What each judge says for a cause against ``unexplained``, in log odds.

    Parameters
    ----------
    judges : DataFrame
        The table ``judges``.

    Returns
    -------
    DataFrame
        Indexed by cause and finding, one column a judge; NaN where one has not spoken.
    """
    table = log_odds(judges.set_index(["cause", "finding"])[list(JUDGES)])
    around = table.xs(UNEXPLAINED).reindex(table.index.get_level_values("finding"))
    return table - around.to_numpy()


def merged(judges: pd.DataFrame, backgrounds: pd.Series) -> pd.DataFrame:
    """One judgement of several: the mean contrast, put on the common background.

    Parameters
    ----------
    judges : DataFrame
        The table ``judges``.
    backgrounds : Series
        P(finding present in other buttock pain), indexed by finding.

    Returns
    -------
    DataFrame
        Indexed by cause and finding: ``probability``, and ``low`` and ``high``, between which
        19 of 20 judges would lie. The variance between the judges of a cell is drawn toward
        that of all cells with the strength of three judges.
    """
    said = contrasts(judges)
    said = said[said.notna().sum(axis=1) > 1]
    n, spread = said.notna().sum(axis=1), said.var(axis=1)
    common = ((n - 1) * spread).sum() / (n - 1).sum()
    spread = ((n - 1) * spread + _PRIOR_JUDGES * common) / (n - 1 + _PRIOR_JUDGES)
    around = log_odds(backgrounds.reindex(said.index.get_level_values("finding")))
    middle = said.mean(axis=1) + around.to_numpy()
    reach = 1.96 * np.sqrt(spread)
    shifted = {"probability": middle, "low": middle - reach, "high": middle + reach}
    return (1 / (1 + np.exp(-pd.DataFrame(shifted)))).clip(_LEAST, _MOST)


def spoken(judges: pd.DataFrame, cause: str, finding: str) -> pd.DataFrame:
    """What the judges of a cell said, as a row of :meth:`Knowledge.trace`; none without judges."""
    row = judges.query("cause == @cause and finding == @finding")[list(JUDGES)]
    row = row[row.notna().any(axis=1)]
    said = [sorted(values.dropna()) for _, values in row.iterrows()]
    return pd.DataFrame(
        {
            "table": "judges",
            "use": "no",
            "basis": "judgement",
            "probability": [float(np.mean(values)) for values in said],
            "low": [values[0] for values in said],
            "high": [values[-1] for values in said],
            "note": [
                f"Judged {', '.join(f'{v:.2g}' for v in values)}: machine-made judgements, "
                "reviewed by no licensed clinician."
                for values in said
            ],
        }
    )
