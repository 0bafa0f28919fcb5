"""Red flags that the marks raise, and what the screening has not asked yet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gluteal.care.patient import Row
from gluteal.cases import Case
from gluteal.knowledge import (
    URGENCIES,
    Knowledge,
    load,
    once,
)
from gluteal.model import risen


def red_flags(case: Case, kb: Knowledge | None = None) -> pd.DataFrame:
    """Red flags that the marks raise, whatever the ranking.

    Parameters
    ----------
    case : Case
        The marks; paused findings count here too.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.

    Returns
    -------
    DataFrame
        Indexed by red_flag, most urgent first. ``urgency`` is immediate, same day, urgent
        within 2 weeks or routine; ``suspects`` and ``spares`` are ids joined by ';';
        ``action`` and ``steps`` what to do; ``holds_injections`` whether it holds those it
        does not spare; ``cleared`` the stated reason for closing it, '' while it is open.
        An immediate flag stays open whatever was stated.

    Examples
    --------
    >>> import gluteal
    >>> flags = gluteal.red_flags(gluteal.Case(present=["saddle_anaesthesia"]))
    >>> flags.loc["cauda_equina", "urgency"]
    'immediate'
    """
    kb = kb or load()
    rows = raised(case, kb)
    return kb.red_flags.loc[[r["red_flag"] for r in rows]].assign(
        holds_injections=np.array([r["holds_injections"] for r in rows], bool),
        cleared=[r["cleared"] for r in rows],
    )


def raised(case: Case, kb: Knowledge | None = None) -> list[Row]:
    """The rows of :func:`red_flags` as dicts, each with its id as ``red_flag``."""
    kb = kb or load()
    case.check(kb)
    table = kb.rows("red_flags")
    rows = [
        {
            "red_flag": flag,
            **table[flag],
            "holds_injections": table[flag]["holds_injections"] == "yes",
            "cleared": _cleared(case, flag, table[flag]),
        }
        for flag in risen(kb, *case.facts(kb))
    ]
    return sorted(rows, key=lambda r: URGENCIES.index(r["urgency"]))


def screening(case: Case, kb: Knowledge | None = None) -> pd.Series:
    """The red-flag screening questions and whether each was asked.

    Returns
    -------
    Series of bool
        Indexed by finding. Unasked is not absent: a quiet strip says how many were asked.
    """
    kb = kb or load()
    names, left = screening_findings(kb), set(unasked(case, kb))
    index = pd.Index(names, name="finding")
    return pd.Series([f not in left for f in names], index, name="asked")


@once
def screening_findings(kb: Knowledge) -> tuple[str, ...]:
    """Findings that the red-flag screening asks for, in the order of the table."""
    return tuple(kb.findings.index[kb.findings["screening"] == "yes"])


def unasked(case: Case, kb: Knowledge | None = None) -> list[str]:
    """Findings of the red-flag screening that are still open, in the order of the table."""
    kb = kb or load()
    present, absent = case.facts(kb)
    return [f for f in screening_findings(kb) if f not in present and f not in absent]


def _cleared(case: Case, flag: str, row: Row) -> str:
    """The stated reason for closing a flag, '' while it is open; an immediate one stays open."""
    return "" if row["urgency"] == "immediate" else case.settled("flag", flag)
