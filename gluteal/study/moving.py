"""What a change of the tables does to the published patients: ranking, measures, zones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pandas as pd

from gluteal.care import options
from gluteal.cases import Case
from gluteal.knowledge import Knowledge, differing, load, split
from gluteal.model import score
from gluteal.study.measures import each
from gluteal.study.published import people, published

FEW: Final = 20  # changed cells up to which each is also applied alone
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
    """

    patients: pd.DataFrame
    measures: pd.DataFrame
    zones: pd.DataFrame

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
    ranked = _ranking(kb, before)
    both = ranked.patients.index
    keys = ["patient", "setting", "injection"]
    zones = pd.concat({"before": _zones(before, both), "after": _zones(kb, both)}, axis=1)
    zones = zones.fillna("").rename_axis(keys)
    zones = zones[zones["before"] != zones["after"]].reset_index()
    return Effect(ranked.patients, ranked.measures, zones)


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
    cohort = published(before)
    marks, truth = _marks(cohort, before), cohort["cause"]
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


def _ranking(kb: Knowledge, before: Knowledge) -> Effect:
    """The effect without zones."""
    now, then = published(kb), published(before)
    both = now.index.intersection(then.index, sort=False)
    both = both[(now.loc[both, "cause"] == then.loc[both, "cause"]).to_numpy()]
    return _compared(
        score(_marks(now, kb).loc[both], kb),
        score(_marks(then, before).loc[both], before),
        now.loc[both, "cause"],
    )


def _marks(cohort: pd.DataFrame, kb: Knowledge) -> pd.DataFrame:
    return cohort.loc[:, cohort.columns.isin(kb.findings.index)]


def _compared(now: pd.DataFrame, then: pd.DataFrame, truth: pd.Series) -> Effect:
    columns: dict[str, pd.Series] = {"cause": truth}
    for end, p in (("_before", then), ("", now)):
        columns[f"first{end}"] = p.idxmax(axis=1)
        columns[f"probability{end}"] = pd.Series([p.at[i, c] for i, c in truth.items()], p.index)
    means = {"before": each(then, truth).mean(), "after": each(now, truth).mean()}
    return Effect(pd.DataFrame(columns), pd.DataFrame(means), pd.DataFrame())


def _zones(kb: Knowledge, patients: pd.Index) -> pd.Series:
    """Zone of every injection by patient and setting."""
    found = {}
    for name, row in people(kb).loc[patients].iterrows():
        present, absent, age = _ids(row["present"]), _ids(row["absent"]), int(row["age"])
        for setting in dict.fromkeys((row["setting"], CLINIC)):
            case = Case(present, absent, setting=setting, age=age, sex=row["sex"])
            for option in options(case, kb):
                found[name, setting, option["injection"]] = option["zone"]
    return pd.Series(found)


def _ids(cell: list[str] | str) -> list[str]:
    return split(cell) if isinstance(cell, str) else cell
