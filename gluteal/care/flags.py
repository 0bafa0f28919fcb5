"""Red flags that the marks raise, and what the screening has not asked yet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gluteal.care.patient import Row
from gluteal.cases import Case, inapplicable
from gluteal.knowledge import (
    URGENCIES,
    Knowledge,
    load,
    once,
    parse_rule,
    split,
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
        ``words`` the rule with the names of its findings; ``tests`` the findings that settle
        it; ``action`` and ``steps`` what to do; ``holds_injections`` whether it holds those
        it does not spare; ``cleared`` the stated reason for closing it, '' while it is open.
        An immediate flag stays open whatever was stated. ``attrs["screening"]`` says how
        many of the screening questions were asked: no row does not mean no danger.

    Examples
    --------
    >>> import gluteal
    >>> flags = gluteal.red_flags(gluteal.Case(present=["saddle_anaesthesia"]))
    >>> flags.loc["cauda_equina", "urgency"]
    'immediate'
    >>> gluteal.red_flags(gluteal.Case()).attrs["screening"]
    '0 of 12 screening questions asked'
    """
    kb = kb or load()
    rows, names = raised(case, kb), kb.findings["label"].to_dict()
    frame = kb.red_flags.loc[[r["red_flag"] for r in rows]].assign(
        words=[parse_rule(r["rule"]).words(names) for r in rows],
        holds_injections=np.array([r["holds_injections"] for r in rows], bool),
        cleared=[r["cleared"] for r in rows],
    )
    questions, left = screening_findings(case, kb), unasked(case, kb)
    asked = f"{len(questions) - len(left)} of {len(questions)}"
    frame.attrs["screening"] = f"{asked} screening questions asked"
    return frame


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
        Indexed by finding, without those that do not apply to the patient. Unasked is not
        absent: a quiet strip says how many were asked.
    """
    kb = kb or load()
    names, left = screening_findings(case, kb), set(unasked(case, kb))
    index = pd.Index(names, name="finding")
    return pd.Series([f not in left for f in names], index, name="asked")


def screening_findings(case: Case, kb: Knowledge | None = None) -> list[str]:
    """Findings that the red-flag screening asks this patient for, in the order of the table."""
    left_out = inapplicable(case, "findings")
    return [f for f in _screened(kb or load()) if f not in left_out]


@once
def _screened(kb: Knowledge) -> tuple[str, ...]:
    return tuple(kb.findings.index[kb.findings["screening"] == "yes"])


def unasked(case: Case, kb: Knowledge | None = None) -> list[str]:
    """Findings of the red-flag screening that are still open, in the order of the table.

    A question is answered by a more specific finding that is present, or by the absence of all.
    """
    kb = kb or load()
    present, absent = case.facts(kb)
    found = {question for question, _ in _found(case, kb)}
    return [
        f
        for f in screening_findings(case, kb)
        if f not in found | absent
        and not (_specific(f, kb) and absent.issuperset(_specific(f, kb)))
    ]


def screened_present(case: Case, kb: Knowledge | None = None) -> list[str]:
    """What the red-flag screening found: its questions, or the more specific findings, present."""
    return [finding for _, finding in _found(case, kb or load())]


def _found(case: Case, kb: Knowledge) -> list[tuple[str, str]]:
    """Screening questions that are present, each with the findings that say so."""
    present = case.facts(kb)[0]
    said = {
        f: [s for s in _specific(f, kb) if s in present] or [f] * (f in present)
        for f in screening_findings(case, kb)
    }
    return [(question, finding) for question, by in said.items() for finding in by]


def _specific(question: str, kb: Knowledge) -> list[str]:
    """More specific findings that answer a screening question."""
    return split(str(kb.rows("findings")[question]["yields_to"]))


def _cleared(case: Case, flag: str, row: Row) -> str:
    """The stated reason for closing a flag, '' while it is open; an immediate one stays open."""
    return "" if row["urgency"] == "immediate" else case.settled("flag", flag)
