"""What a change of the tables does to the published patients: ranking, measures, zones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pandas as pd

from gluteal.care import options
from gluteal.cases import Case, CaseError
from gluteal.knowledge import Knowledge, differing, load, split
from gluteal.model import score
from gluteal.study.measures import each
from gluteal.study.published import coded, people

FEW: Final = 20  # changed cells up to which each is also applied alone
_COLUMNS: Final = (  # of an effect's frames
    ["cause", "first_before", "probability_before", "first", "probability"],
    ["before", "after"],
    ["patient", "setting", "injection", "before", "after"],
)
CLINIC: Final = "pain_clinic"
# tables of which a row can change by itself; a cell is a cause and a finding, or a finding
ALONE: Final = {
    "evidence": ["cause", "finding"],
    "backgrounds": ["finding"],
    "reconciled": ["cause", "finding"],
    "presentation_cells": ["cause", "finding"],
}


@dataclass(frozen=True)
class Effect:
    """What differs on the published patients that both sets of tables have.

    Attributes
    ----------
    patients : DataFrame
        Indexed by patient: ``cause``, the confirmed one; ``first_before``, ``first``, the cause
        that stands first; ``probability_before``, ``probability``, of the confirmed cause.
    measures : DataFrame
        Indexed by measure as of :func:`gluteal.study.each`; ``before``, ``after``: means.
    zones : DataFrame
        One row a zone that changed: ``patient``, ``setting``, ``injection``, ``before``,
        ``after``; '' where there was or is no such injection.
    left_out : list of str
        Patients whom only one of them has, with one confirmed cause and marks that agree.
    """

    patients: pd.DataFrame
    measures: pd.DataFrame
    zones: pd.DataFrame
    left_out: list[str] = field(default_factory=list)

    @property
    def moved(self) -> pd.DataFrame:
        """Patients in whom another cause stands first."""
        return self.patients[self.patients["first_before"] != self.patients["first"]]


def changes(kb: Knowledge, before: Knowledge | None = None) -> pd.DataFrame:
    """Rows of the tables that were added, removed or changed, cell by cell.

    Parameters
    ----------
    kb : Knowledge
        The tables as they are now.
    before : Knowledge, optional
        As they were. Bundled data by default.

    Returns
    -------
    DataFrame
        ``table``, ``row``, ``kind`` (added, removed, changed), ``column``, ``before``, ``after``.

    Examples
    --------
    >>> len(changes(load()))
    0
    """
    return differing(kb, before or load())


def effect(kb: Knowledge, before: Knowledge | None = None) -> Effect:
    """What the tables do to the published patients that other tables did not.

    Parameters
    ----------
    kb, before : Knowledge
        As of :func:`changes`.

    Notes
    -----
    Ranking and measures: all marks, in the setting ``equal``, for the patients come selected.
    Zones: in each patient's own setting and in that of the pain clinic. Each set of tables codes
    a patient as it has them, so a changed mark counts as a change. A patient whom only one of
    them has, or of whom they give another confirmed cause, is left out. Published patients are
    few and no clinic's mix: no change is right because it moves them, see SAFETY.md.

    Examples
    --------
    >>> found = effect(load())
    >>> len(found.moved), len(found.zones), bool(len(found.patients))
    (0, 0, True)
    """
    before = before or load()
    now, then = _patients(kb), _patients(before)
    both = now.index.intersection(then.index, sort=False)
    both = both[(now.loc[both, "cause"] == then.loc[both, "cause"]).to_numpy()]
    left_out = now.index.union(then.index).difference(both)
    if not len(both):
        patients, measures, zones = (pd.DataFrame(columns=names) for names in _COLUMNS)
        return Effect(patients, measures, zones, list(left_out))
    now, then = now.loc[both], then.loc[both]
    ranked = _compared(_score(now, kb), _score(then, before), now["cause"])
    zones = pd.concat({"before": _zones(before, then), "after": _zones(kb, now)}, axis=1)
    zones = zones.fillna("").rename_axis(["patient", "setting", "injection"])
    zones = zones[zones["before"] != zones["after"]].reset_index()
    return replace(ranked, zones=zones, left_out=list(left_out))


def alone(kb: Knowledge, before: Knowledge | None = None) -> pd.DataFrame:
    """What each changed cell does to the ranking if it alone is changed.

    Returns
    -------
    DataFrame
        One row a cell: ``table``, ``row``; ``moved``, in how many published patients another
        cause stands first; ``top-1_before``, ``top-1``, ``Brier_before``, ``Brier``. Only cells
        of evidence, backgrounds, reconciled and presentation_cells whose cause and finding both
        have; empty with more than 20 of them, and where the change is the only one.
    """
    before = before or load()
    cells = list(_cells(kb, before))
    if not 1 < len(cells) <= FEW:
        return pd.DataFrame()
    patients = _patients(before)
    if patients.empty:
        return pd.DataFrame()
    marks, truth = _marks(patients, before), patients["cause"]
    then, rows = score(marks, before), []
    for table, row, frame in cells:
        found = _compared(score(marks, before.with_tables({table: frame}, "+alone")), then, truth)
        columns = {"table": table, "row": row, "moved": len(found.moved)}
        for measure in ("top-1", "Brier"):
            columns[f"{measure}_before"] = found.measures.at[measure, "before"]
            columns[measure] = found.measures.at[measure, "after"]
        rows.append(columns)
    return pd.DataFrame(rows)


def _cells(kb: Knowledge, before: Knowledge) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Table, cell, and the table as it was but for that cell."""
    changed = changes(kb, before)
    for table, key in ALONE.items():
        if not (changed["table"] == table).any():
            continue
        new, old = (getattr(k, table).reset_index() for k in (kb, before))
        columns = list(old.columns.drop("index", errors="ignore"))
        new, old = new[columns], old[columns]
        named = changed.loc[changed["table"] == table, "row"].str.replace(r" \(.*", "", regex=True)
        for cell in named.unique():
            ids = cell.split(" × ")
            ids = [ids[0], ids[-1]][-len(key) :]
            if all(i in getattr(before, f"{k}s").index for k, i in zip(key, ids)):
                mine = (new[key] == ids).all(axis=1)
                yield table, cell, pd.concat([old[~(old[key] == ids).all(axis=1)], new[mine]])


def _patients(kb: Knowledge) -> pd.DataFrame:
    """The published patients whose record can be used: no mark contradicts another or the age."""
    rows = people(kb)
    rows = rows[~rows.index.duplicated()]
    return rows.loc[np.array([_usable(row, kb) for _, row in rows.iterrows()], bool)]


def _usable(row: pd.Series, kb: Knowledge) -> bool:
    try:
        _case(row, row["setting"]).check(kb)
    except CaseError:
        return False
    return True


def _case(row: pd.Series, setting: str) -> Case:
    present, absent = (split(c) if isinstance(c, str) else c for c in row[["present", "absent"]])
    return Case(present, absent, setting=setting, age=int(row["age"]), sex=row["sex"])


def _marks(patients: pd.DataFrame, kb: Knowledge) -> pd.DataFrame:
    return coded(patients, kb).drop(columns="cause")


def _score(patients: pd.DataFrame, kb: Knowledge) -> pd.DataFrame:
    return score(_marks(patients, kb), kb)


def _compared(now: pd.DataFrame, then: pd.DataFrame, truth: pd.Series) -> Effect:
    columns: dict[str, pd.Series] = {"cause": truth}
    for end, p in (("_before", then), ("", now)):
        columns[f"first{end}"] = p.idxmax(axis=1)
        columns[f"probability{end}"] = pd.Series([p.at[i, c] for i, c in truth.items()], p.index)
    means = {"before": each(then, truth).mean(), "after": each(now, truth).mean()}
    return Effect(pd.DataFrame(columns), pd.DataFrame(means), pd.DataFrame())


def _zones(kb: Knowledge, patients: pd.DataFrame) -> pd.Series:
    """Zone of every injection by patient and setting."""
    found = {
        (name, setting, option["injection"]): option["zone"]
        for name, row in patients.iterrows()
        for setting in dict.fromkeys((row["setting"], CLINIC))
        for option in options(_case(row, setting), kb)
    }
    return pd.Series(found, dtype="str")
