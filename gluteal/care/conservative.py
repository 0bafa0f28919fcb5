"""The care that comes before any injection."""

from __future__ import annotations

import pandas as pd

from gluteal.cases import Case
from gluteal.knowledge import (
    Knowledge,
    load,
)
from gluteal.model import differential


def conservative_care(case: Case, kb: Knowledge | None = None) -> pd.DataFrame:
    """First-line care of each cause, the likeliest first: it comes before any injection.

    Returns
    -------
    DataFrame
        Indexed by cause: ``probability``, ``first_line``, ``minimum_trial_weeks``,
        ``trial_done`` (unknown counts as not done), ``first_imaging``, ``refer_to``,
        ``do_not``, ``injection_when``, ``surgery_when``, ``sources``.
    """
    kb = kb or load()
    order = differential(case, kb)
    table = kb.care.reindex(order.index)
    done = case.conservative_weeks if case.conservative_weeks is not None else -1.0
    return table.assign(
        probability=order["probability"], trial_done=table["minimum_trial_weeks"] <= done
    )
