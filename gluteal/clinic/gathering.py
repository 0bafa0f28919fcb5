"""A file read from end to end: its columns put together to a cohort, its rows checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gluteal.cases import said
from gluteal.clinic.answers import Decoded
from gluteal.clinic.checking import contradictions, repeated, with_told
from gluteal.clinic.coding import Coded, Column, long, wide
from gluteal.clinic.errors import Problem, refused
from gluteal.clinic.fields import is_date
from gluteal.clinic.layout import find
from gluteal.clinic.mapping import ID, Mapping, said_by
from gluteal.clinic.plan import SAME, Plan
from gluteal.clinic.words import cell, normal
from gluteal.knowledge import IntArray, Knowledge
from gluteal.model import CONTEXT

# more cells than this, and a larger share of a column, are no slips: the column is asked
FEW, OFTEN = 20, 0.2


@dataclass
class Read:
    """A file read: the cohort, its row numbers, what is wrong, what is asked, what was left out."""

    file: str
    cohort: pd.DataFrame
    numbers: IntArray
    problems: list[Problem]
    asked: list[Problem]
    left_out: pd.DataFrame


def opened(path: Path, mapping: Mapping, kb: Knowledge) -> tuple[Plan, Coded, pd.DataFrame]:
    """The plan of a file, the columns that it wants, and the columns that are not read.

    Raises
    ------
    CohortError
        The file is no table, or no head in it is known.
    """
    plan = Plan(said_by(mapping, kb), kb)
    layout = find(path, plan.known)
    if layout.roles:
        table = long(layout, plan.want)
        patient = layout.heads[layout.roles.patient]
        places = (layout.roles.patient, layout.roles.field, layout.roles.value)
        out = [
            (h, "no part of a long table") for j, h in enumerate(layout.heads) if j not in places
        ]
        if not plan.want(patient):
            out.append((patient, "puts the answers of a patient together; not kept"))
    else:
        plan.heads = layout.heads
        table, out = wide(layout, plan.want), []
    out += [
        (head or "(no head)", why)
        for head in dict.fromkeys(table.heads)
        if (why := plan.left_out(head))
    ]
    empty = table.drop_empty()
    if len(empty) and plan.said.blank_is_absent():
        why = "has no entry, and blank means absent here; take it out if it is no patient"
        table.problems += [Problem(int(n), "", "", why) for n in empty]
    elif len(empty):
        some = ", ".join(map(str, empty[:5])) + (" ..." if len(empty) > 5 else "")
        out.append((f"(row {some})", "no entry in a column that is read"))
    out += [(f"(sheet {name})", "another sheet is read") for name in layout.elsewhere]
    plan.own = any(
        plan.of(head).target in kb.findings.index
        and normal(head) == normal(plan.of(head).target)
        and "-1" in map(cell, column.words)
        for head, column in table.columns
    )
    return plan, table, pd.DataFrame(out, columns=["column", "why"], dtype=str)


def gathered(path: Path, mapping: Mapping, kb: Knowledge) -> Read:
    """A file read: the cohort with all its rows, and all that is to be said of it."""
    plan, table, out = opened(path, mapping, kb)
    asked = plan.missing([*table.heads, *(head for head, _ in table.columns)])
    problems = table.problems
    values: dict[str, NDArray[Any]] = {}
    index: pd.Index | None = None
    while table.columns:
        head, column = table.columns.pop(0)
        codes, target = column.codes(), plan.of(head).target
        if target in (SAME, ID):
            problems += repeated(head, column, table.rows, needed=target == ID)
            index = _labels(column) if target == ID else index
        elif target:
            decoded = plan.decode(head, column.words)
            asked += decoded.asks
            unread = _wrong(head, column, decoded, table.rows)
            (asked if unread and not unread[0].row else problems).extend(unread)
            for name, found in decoded.values.items():
                problems += _put(values, name, found[codes], head, table.rows)
    if not values:
        # the heads are not quoted: without any known, they may be a patient
        why = (
            f"no column is known among the {len(table.heads)}; is there a row of heads? "
            "gluteal.propose_mapping lists them, to say what they hold"
        )
        raise refused(path.name, why)
    if not len(table.rows) and not problems:
        raise refused(path.name, "has heads and no patient below them")
    problems += with_told(values, table.rows, kb)
    problems += contradictions(values, table.rows, kb)
    return Read(path.name, _frame(values, index, table.rows, kb), table.rows, problems, asked, out)


def _wrong(head: str, column: Column, decoded: Decoded, rows: IntArray) -> list[Problem]:
    """A problem for each cell whose word cannot be read; one in all, where it is the column."""
    bad = np.array([r != "" for r in decoded.remedy], bool)
    if not bad.any():
        return []
    codes, words, where = column.codes(), column.words, column.where
    many = np.bincount(codes, minlength=len(words)) * [bool(w.strip()) for w in words]
    unread = many * bad
    if unread.sum() > max(FEW, OFTEN * many.sum()):
        first = int(unread.argmax())
        why = f"{unread.sum()} of {many.sum()} cells cannot be read, most often this: "
        return [Problem(0, head, _quoted(words[first]), why + decoded.remedy[first])]
    found = []
    for i in np.flatnonzero(bad[codes]):
        remedy = decoded.remedy[codes[i]]
        if where is not None and where[i] != rows[i]:
            remedy += f" (in row {where[i]})"
        found.append(Problem(int(rows[i]), head, _quoted(words[codes[i]]), remedy))
    return found


def _quoted(word: str) -> str:
    """A cell as a problem quotes it; a date could be one of birth."""
    if is_date(word) and not word.startswith("1900-"):
        return "a date"
    return said(word).removeprefix("'").removesuffix("'")


def _put(
    values: dict[str, NDArray[Any]], name: str, new: NDArray[Any], head: str, rows: IntArray
) -> list[Problem]:
    """Add what a column says; a second column may fill gaps of the first, and not contradict it."""
    if name not in values:
        values[name] = new
        return []
    old = values[name]
    empty, blank = (_empty(v) for v in (old, new))
    against = ~empty & ~blank & (old != new)
    values[name] = np.where(empty, new, old)
    why = f"says something else of {name} than another column does; mend one of the two"
    return [Problem(int(rows[i]), head, "", why) for i in np.flatnonzero(against)]


def _empty(values: NDArray[Any]) -> NDArray[np.bool_]:
    return np.asarray(values == 0 if values.dtype == np.int8 else pd.isna(values), bool)


def _labels(column: Column) -> pd.Index:
    """Labels of the rows; whole numbers where all of them are."""
    labels = pd.Index([w.strip() for w in column.words], dtype="str")
    whole = len(labels) > 0 and labels.str.fullmatch(r"0|[1-9]\d{0,17}").all()
    return (labels.astype("int64") if whole else labels).take(column.codes())


def _frame(
    values: dict[str, NDArray[Any]], index: pd.Index | None, rows: IntArray, kb: Knowledge
) -> pd.DataFrame:
    order = [*(f for f in kb.findings.index if f in values), *(c for c in CONTEXT if c in values)]
    text = {c: pd.array(values[c], dtype="str") for c in order if values[c].dtype == object}
    labels = pd.Index(rows, name="row") if index is None else index.rename(ID)
    return pd.DataFrame({c: text.get(c, values[c]) for c in order}, index=labels)
