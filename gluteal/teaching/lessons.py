"""Teaching: the case library, a case step by step, guesses scored against the confirmed cause.

Pure: frames in, frames out; only a lecturer's own folder is read. The model's part is what
:func:`gluteal.score` and :func:`gluteal.next_findings` say, in the setting ``equal`` unless
another is given, for a teaching case was selected and comes from no clinic's mix.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from operator import index
from typing import Any, TypeAlias

import pandas as pd

from gluteal.cases import Case
from gluteal.knowledge import (
    EQUAL,
    STAGES,
    TIERS,
    Knowledge,
    load,
)
from gluteal.model import next_findings, score, unsafe

Row: TypeAlias = "pd.Series | Mapping[str, Any]"


def case_at(row: Row, step: int, setting: str | None = None) -> Case:
    """What is known after a step of a case.

    Parameters
    ----------
    row : Series or mapping
        A row of :func:`casebook`.
    step : int
        0 (nothing but the setting) to the number of steps; age and sex come with step 1.
    setting : str, optional
        Where the patient is seen; ``equal`` by default.

    Raises
    ------
    ValueError
        ``step`` is out of range.
    """
    told = row["steps"][: _step(row, step, 0)]
    if not told:
        return Case(setting=setting or EQUAL)
    present, absent = ([f for s in told for f in s[state]] for state in ("present", "absent"))
    age, sex = int(row["age"]), str(row["sex"])
    return Case(present, absent, setting=setting or EQUAL, age=age, sex=sex)


def course(row: Row, kb: Knowledge | None = None, setting: str | None = None) -> pd.DataFrame:
    """Probabilities after each step: the picture of how a case unfolds.

    Returns
    -------
    DataFrame
        Indexed by ``step``, 0 to the number of steps; columns the causes in the order of the
        tables. Each row sums to 1 and is the ``probability`` of ``gluteal.differential``.

    Examples
    --------
    >>> from gluteal.teaching import casebook
    >>> course(casebook().loc["sij_27f_veteran"])["sacroiliac_joint_pain"].round(2).tolist()
    [0.04, 0.05, 0.07, 0.23, 0.43, 0.44, 0.04]
    """
    kb = kb or load()
    cases = [case_at(row, step, setting) for step in range(len(row["steps"]) + 1)]
    return probabilities(cases, kb, setting or EQUAL).rename_axis("step")


def worth(
    row: Row, step: int, kb: Knowledge | None = None, setting: str | None = None
) -> pd.DataFrame:
    """What each finding of a step did, revealed one after the other.

    Parameters
    ----------
    row : Series or mapping
        A row of :func:`casebook`.
    step : int
        1 to the number of steps.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.
    setting : str, optional
        ``equal`` by default.

    Returns
    -------
    DataFrame
        Indexed by finding in the order of revealing: what age and sex imply but the step does
        not list, then its findings present, then absent. ``state`` is present or absent;
        ``truth_before`` and ``truth_after`` are the probability of the confirmed cause,
        ``leading_before`` and ``leading_after`` that of ``leading``, the cause that led before
        this finding ('' and NaN while all are level).

    Notes
    -----
    Findings of one cluster share their weight, so what one adds depends on the order.
    """
    kb = kb or load()
    shown = row["steps"][_step(row, step, 1) - 1]
    present, absent = case_at(row, step - 1).facts(kb)
    implied = {} if step > 1 else case_at(row, step).implied(kb)
    order = {f: s for f, s in implied.items() if f not in (*shown["present"], *shown["absent"])}
    order |= dict.fromkeys(shown["present"], True) | dict.fromkeys(shown["absent"], False)
    facts = [(set(present), set(absent))]
    for finding, state in order.items():
        (present if state else absent).add(finding)
        facts.append((set(present), set(absent)))
    p = _scored(facts, kb, setting or EQUAL)
    before, after = p.iloc[:-1].set_axis(list(order)), p.iloc[1:].set_axis(list(order))
    leading = before.idxmax(axis=1).where(before.max(axis=1) > before.min(axis=1) + 1e-9, "")
    at = [(f, c) for f, c in leading.items()]
    return pd.DataFrame(
        {
            "state": ["present" if state else "absent" for state in order.values()],
            "label": [kb.label(f) for f in order],
            "truth_before": before[row["cause"]],
            "truth_after": after[row["cause"]],
            "leading": leading,
            "leading_before": [before.at[f, c] if c else math.nan for f, c in at],
            "leading_after": [after.at[f, c] if c else math.nan for f, c in at],
        },
        pd.Index(list(order), name="finding", dtype="str"),
    )


def advice(
    row: Row, step: int, kb: Knowledge | None = None, setting: str | None = None
) -> pd.DataFrame:
    """What the model would have asked or examined next, beside what was really done.

    Parameters
    ----------
    row : Series or mapping
        A row of :func:`casebook`.
    step : int
        0 to the number of steps: what is known when the question is put.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.
    setting : str, optional
        ``equal`` by default.

    Returns
    -------
    DataFrame
        Indexed by finding, by tier and then most informative first: the best of each tier
        (``best``), and all that the next step reveals (``done``; a finding may be both).
        ``tier`` is ask, examine, lab, image or block; ``information`` in bits, ``place`` (1 is
        best) and ``share`` (0 to 1 of the best) within its tier; then ``reason``, ``cause``,
        ``now``, ``if_present`` and ``if_absent`` of :func:`gluteal.next_findings`. A finding
        that was done but is not proposed has NaN and the reason why.
    """
    kb = kb or load()
    case = case_at(row, _step(row, step, 0), setting)
    ranked = next_findings(case, kb)
    tiers = ranked.groupby("tier", sort=False)["information"]
    ranked["place"] = tiers.rank(ascending=False, method="first").astype("Int64")
    ranked["share"] = ranked["information"] / tiers.transform("max").clip(lower=1e-300)
    steps = row["steps"][step : step + 1]
    done = [f for s in steps for state in ("present", "absent") for f in s[state]]
    best = ranked.index[ranked["place"] == 1]
    frame = ranked.reindex(pd.Index(dict.fromkeys([*best, *done]), name="finding", dtype="str"))
    harmful, without = unsafe(case, kb), frame.index.difference(ranked.index)
    frame.loc[without, "reason"] = [_SILENT[f in harmful] for f in without]
    frame["tier"] = kb.findings["tier"].reindex(frame.index)
    frame["label"] = [kb.label(f) for f in frame.index]
    frame["best"], frame["done"] = frame.index.isin(best), frame.index.isin(done)
    order = frame["tier"].map(TIERS.index) - frame["share"].fillna(-1) / 10
    columns = ["label", "tier", "best", "done", "information", "place", "share", "reason"]
    frame = frame.loc[order.sort_values(kind="stable").index]
    return frame[[*columns, "cause", "now", "if_present", "if_absent"]]


_SILENT = (
    "Not ranked: it follows from what is known, or is no question to ask",
    "Could do harm now",
)


def probabilities(cases: Sequence[Case], kb: Knowledge, setting: str) -> pd.DataFrame:
    """Probabilities of many cases in one pass, cases x causes."""
    return _scored([case.facts(kb) for case in cases], kb, setting)


def _scored(
    facts: Sequence[tuple[set[str], set[str]]], kb: Knowledge, setting: str
) -> pd.DataFrame:
    used = [f for f in kb.findings.index if any(f in p or f in a for p, a in facts)]
    marks = [[(f in p) - (f in a) for f in used] for p, a in facts]
    return score(pd.DataFrame(marks, range(len(facts)), used, dtype="int8"), kb, setting)


def stages(row: Row, n: int) -> int:
    """Number of steps in the first ``n`` stages."""
    return sum(s["stage"] in STAGES[:n] for s in row["steps"])


def _step(row: Row, step: int, least: int) -> int:
    most = len(row["steps"])
    if isinstance(step, bool) or not least <= index(step) <= most:
        raise ValueError(f"step == {step!r}, must be a whole number from {least} to {most}")
    return index(step)
