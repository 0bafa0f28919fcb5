"""The tool's probabilities, zones and flags against what a clinic found and did."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from gluteal.care import options, raised
from gluteal.cases import Case, CaseError
from gluteal.clinic.accuracy import by_cause, by_reference, calibration
from gluteal.clinic.audited import Audit
from gluteal.knowledge import DIAGNOSTIC, EQUAL, NO_ZONE, THERAPEUTIC, ZONES, Knowledge, load
from gluteal.model import CONTEXT, FEWEST, score, wilson

HALF = 0.5  # share of pain gone from which an injection is said to have helped


def audit(cohort: pd.DataFrame, kb: Knowledge | None = None, setting: str = EQUAL) -> Audit:
    """Set what the tool says beside what a clinic found and did.

    Parameters
    ----------
    cohort : DataFrame
        One row a patient: finding ids as in :func:`gluteal.score`, and the columns of the
        context that are there. ``cause``, the confirmed one, is needed; ``reference``,
        ``setting``, ``age``, ``injection``, ``relief`` (0 to 1), ``duration_weeks``,
        ``conservative_weeks`` and ``side`` are used where they stand.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.
    setting : str
        Of patients whose ``setting`` is not given.

    Returns
    -------
    Audit
        Named frames, a table on the screen, and :meth:`Audit.report`, a page to print.
        Rates of fewer than 5 patients are NaN: for privacy, and because they say nothing.

    Raises
    ------
    CaseError
        A value or id is not known, or marks contradict each other; the message names the row.
    ImportError
        tqdm is not there; ``pip install "gluteal[study]"``.

    Notes
    -----
    Patients without a confirmed cause count for flags and injections only. Intervals hold 95 %:
    bootstrap for means, Wilson (1927) for shares, Hanley and McNeil (1982) for the area under
    the curve. A cause that was confirmed with the findings themselves makes the tool look
    better than it is; so the strengths of reference stand apart.

    Examples
    --------
    >>> from gluteal.clinic import synthetic
    >>> found = audit(synthetic(60))
    >>> len(found.zones) > 0, "strong" in str(found.accuracy.index)
    (True, True)
    """
    kb = kb or load()
    if "cause" not in cohort:
        raise CaseError("the cohort has no column 'cause' with the id of each confirmed cause")
    people = cohort.reset_index(drop=True)
    settings = people["setting"].fillna(setting) if "setting" in people else setting
    p = _scored(people, kb, pd.Series(settings, people.index))
    known = people["cause"].notna()
    strange = known & ~people["cause"].isin(kb.causes.index)
    if strange.any():
        at = int(strange.to_numpy(bool).argmax())
        raise CaseError(
            f"row {cohort.index.tolist()[at]!r}, cause == {people['cause'].tolist()[at]!r}, "
            "must be in the tables"
        )
    truth = people.loc[known, "cause"]
    labels = cohort.index.tolist()
    cases = [
        _case(row, state, s, labels[i], kb)
        for i, (row, state, s) in enumerate(
            zip(people.to_dict("records"), _states(people), pd.Series(settings, people.index))
        )
    ]
    needles = _needles(people, cases, labels, kb)
    flags, held = _flags(cases, kb)
    counts = {
        "patients": len(people),
        "with a confirmed cause": int(known.sum()),
        "with an injection": len(needles),
        "with a red flag": flags["patient"].nunique(),
        "injections held by a red flag": held,
    }
    return Audit(
        patients=pd.DataFrame({"patients": counts}).rename_axis("group"),
        accuracy=by_reference(p[known], truth, people.loc[known]),
        reliability=calibration(p[known], truth),
        causes=by_cause(p[known], truth, kb),
        zones=_zones(needles, kb),
        response=_response(needles),
        alarms=_alarms(flags, len(people), kb),
        tables=f"{kb.version}, {kb.digest[:12]}",
    )


def _scored(people: pd.DataFrame, kb: Knowledge, settings: pd.Series) -> pd.DataFrame:
    parts = [
        score(people.loc[at], kb, str(s)) for s, at in settings.groupby(settings).groups.items()
    ]
    return pd.concat(parts).loc[people.index]


def _states(people: pd.DataFrame) -> list[dict[str, int]]:
    marks = people.drop(columns=list(CONTEXT), errors="ignore")
    marks = marks.apply(pd.to_numeric).fillna(0).astype(int)
    names = marks.columns.to_numpy(object)
    return [dict(zip(names[row != 0], row[row != 0].tolist())) for row in marks.to_numpy()]


def _case(
    row: dict[str, Any], state: dict[str, int], setting: str, label: object, kb: Knowledge
) -> Case:
    """A patient as care wants one."""
    said = {k: row[k] for k in _ABOUT if k in row and not pd.isna(row[k])}
    sex = {1: "female", -1: "male"}.get(state.get("female_sex", 0))
    try:
        case = Case(
            present=[f for f, v in state.items() if v > 0],
            absent=[f for f, v in state.items() if v < 0],
            setting=setting,
            sex=sex,
            **said,
        )
        case.check(kb)
    except CaseError as error:
        raise CaseError(f"row {label!r}: {error}") from error
    return case


_ABOUT = ("age", "side", "duration_weeks", "conservative_weeks")


def _bar(rows: Iterable[Any], what: str) -> Iterable[Any]:
    """The rows, with a bar once they take over two seconds."""
    from tqdm.auto import tqdm

    bar: Iterable[Any] = tqdm(rows, what, delay=2, disable=None, leave=False)
    return bar


def _needles(
    people: pd.DataFrame, cases: list[Case], labels: list[Any], kb: Knowledge
) -> pd.DataFrame:
    """One row an injection given: the zone that the tool gives it, and what held it."""
    given = people["injection"].dropna() if "injection" in people else pd.Series(dtype=object)
    rows = []
    for at, name in _bar(list(given.items()), "injections"):
        if name not in kb.injections.index:
            raise CaseError(f"row {labels[at]!r}, injection == {name!r}, must be in the tables")
        own = next(row for row in options(cases[at], kb) if row["injection"] == name)
        relief = people["relief"][at] if "relief" in people else np.nan
        rows.append((name, own["zone"], bool(own["holds"]), relief))
    frame = pd.DataFrame(rows, columns=["injection", "zone", "held", "relief"])
    wrong = ~(frame["relief"].isna() | frame["relief"].between(0, 1))
    if wrong.any():
        at = int(wrong.to_numpy(bool).argmax())
        raise CaseError(
            f"row {labels[given.index[at]]!r}, relief == {frame['relief'].tolist()[at]!r}, "
            "must be a share from 0 to 1"
        )
    return frame


def _zones(needles: pd.DataFrame, kb: Knowledge) -> pd.DataFrame:
    """Injections given by the zone that the tool gives them."""
    table = pd.crosstab(needles["injection"], needles["zone"]).reindex(columns=list(ZONES))
    table = table.fillna(0).astype(int)
    ranked = table.drop(columns=NO_ZONE).sum(axis=1)
    agreed = table[[THERAPEUTIC, DIAGNOSTIC]].sum(axis=1)
    table["patients"] = table.sum(axis=1)
    table["held"] = needles.groupby("injection")["held"].sum().reindex(table.index).astype(int)
    table["agreed"] = (agreed / ranked).where(ranked >= FEWEST)
    table.insert(0, "label", kb.injections["label"].reindex(table.index))
    table.insert(1, "short", kb.injections["short"].reindex(table.index))
    return table.sort_values("patients", ascending=False, kind="stable").rename_axis(columns=None)


def _response(needles: pd.DataFrame) -> pd.DataFrame:
    """Relief by zone: mean, and the share with at least half of the pain gone."""
    told = needles.dropna(subset="relief")
    grouped = told.assign(half=told["relief"] >= HALF).groupby("zone")
    frame = pd.DataFrame({"patients": grouped.size(), "mean": grouped["relief"].mean()})
    frame = frame.reindex([z for z in ZONES if z in frame.index])
    half = grouped["half"].sum().reindex(frame.index).astype(float)
    low, high = wilson(half, frame["patients"])
    frame = frame.assign(half=half / frame["patients"], low=low, high=high)
    frame.loc[frame["patients"] < FEWEST, ["mean", "half", "low", "high"]] = np.nan
    return frame.rename_axis("zone")


def _flags(cases: list[Case], kb: Knowledge) -> tuple[pd.DataFrame, int]:
    """One row a flag of a patient; and of how many patients a flag holds injections."""
    rows = [
        (at, row["red_flag"], row["holds_injections"])
        for at, case in enumerate(_bar(cases, "red flags"))
        for row in raised(case, kb)
    ]
    frame = pd.DataFrame(rows, columns=["patient", "red_flag", "holds"])
    return frame, int(frame.loc[frame["holds"].astype(bool), "patient"].nunique())


def _alarms(flags: pd.DataFrame, people: int, kb: Knowledge) -> pd.DataFrame:
    """How often each red flag is raised."""
    n = flags["red_flag"].value_counts().rename_axis("red_flag")
    frame = kb.red_flags.loc[n.index, ["label", "urgency", "holds_injections"]].assign(patients=n)
    low, high = wilson(frame["patients"], pd.Series(people, frame.index))
    frame = frame.assign(share=frame["patients"] / people, low=low, high=high)
    frame.loc[frame["patients"] < FEWEST, ["share", "low", "high"]] = np.nan
    return frame
