"""A clinic's patients read from its own table: a cohort of marks, and all that was not read.

Write ``gluteal.read_cohort("patients.xlsx")`` first. It reads at once what can be read in one way
only, and asks the rest in one error: which columns do not tell *absent* from *not asked*, which
rows are wrong. ``gluteal.propose_mapping("patients.xlsx")`` is the table of columns and values to
correct: keep it with ``to_csv("mapping.csv", index=False)``, mend it in a spreadsheet, and give it
back: ``gluteal.read_cohort("patients.xlsx", "mapping.csv")``. Columns that no line and no name
speaks of are never read; names, births and addresses cannot be.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gluteal.cases import said
from gluteal.clinic.answers import Decoded
from gluteal.clinic.checking import contradictions, repeated, with_age
from gluteal.clinic.coding import Coded, Column, long, wide
from gluteal.clinic.errors import CohortError, Problem, refused, table_of
from gluteal.clinic.fields import is_date
from gluteal.clinic.layout import find
from gluteal.clinic.mapping import ID, Mapping, said_by
from gluteal.clinic.plan import SAME, Plan
from gluteal.clinic.words import cell, normal
from gluteal.knowledge import IntArray, Knowledge, load
from gluteal.model import CONTEXT


def read_cohort(
    path: str | Path,
    mapping: Mapping = None,
    bad: Literal["refuse", "set_aside"] = "refuse",
    kb: Knowledge | None = None,
) -> pd.DataFrame:
    """A clinic's patients, read from a table as the clinic has it.

    Parameters
    ----------
    path : path
        CSV (comma, semicolon, tab or bar; UTF-8, UTF-16 or Windows-1252), Excel (xlsx) or
        Parquet; a row a patient, or a row an answer (patient, finding, value), as REDCap
        exports them too.
    mapping : DataFrame or path, optional
        What columns and values mean where the file does not say it by itself; see
        :func:`propose_mapping`. Lines may be few: the rest is found as without a mapping.
    bad : {"refuse", "set_aside"}
        Rows that cannot be read: refuse the file, or leave them out, to be listed by
        :func:`gluteal.clinic.set_aside`.
    kb : Knowledge, optional
        Tables whose findings are read. Bundled data by default.

    Returns
    -------
    DataFrame
        One row a patient. The index is the number of the row in the file, as a spreadsheet
        shows it, or the column that the mapping calls ``id``. Columns are finding ids (1
        present, -1 absent, 0 unknown), with those that follow from sex and age, then what the
        file has of ``gluteal.model.CONTEXT``: ids as text, ``age`` in years, ``relief`` from 0
        to 1, durations in weeks. :func:`gluteal.clinic.left_out` lists the columns that were
        not read, and why.

    Raises
    ------
    CohortError
        The file cannot be read, a column can be read in two ways, or rows are wrong: all at
        once, each with row, column, value and remedy, in ``problems``.
    ImportError
        openpyxl, pyarrow or tqdm is not there; ``pip install "gluteal[study]"``.

    Notes
    -----
    Nothing is guessed between *absent* and *not asked*: a column with only yes and blank, or
    only 1 and 0, is asked. A row without any entry is no patient. Ages are rounded down.

    Examples
    --------
    >>> import gluteal, tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "patients.csv"
    >>> _ = path.write_text("Alter;Geschlecht;Thigh thrust;Nachname\\n44;w;ja;A\\n71;m;nein;B\\n")
    >>> cohort = gluteal.read_cohort(path)
    >>> cohort[["sij_thigh_thrust", "female_sex", "age"]].values.tolist()
    [[1.0, 1.0, 44.0], [-1.0, -1.0, 71.0]]
    >>> gluteal.clinic.left_out(cohort)
         column                                        why
    0  Nachname  a name, a birth or an address: never read
    """
    if bad not in ("refuse", "set_aside"):
        raise ValueError(f"bad == {bad!r}, must be 'refuse' or 'set_aside'")
    kb = kb or load()
    read = _read(Path(path), mapping, kb)
    problems = table_of(read.problems)
    if len(read.numbers) and not set(read.numbers) - set(problems["row"]):
        bad = "refuse"  # no row is left
    asked = table_of(read.asked)
    if len(asked) or (len(problems) and bad == "refuse"):
        shown = problems if bad == "refuse" else problems.iloc[:0]
        raise CohortError(pd.concat([asked, shown], ignore_index=True), read.file)
    cohort = read.cohort[~np.isin(read.numbers, problems["row"].to_numpy(np.int64))]
    cohort.attrs = {
        "file": read.file,
        "set_aside": problems.to_csv(index=False),
        "left_out": read.left_out.to_csv(index=False),
    }
    _warn(problems, read.left_out)
    return cohort


def set_aside(cohort: pd.DataFrame) -> pd.DataFrame:
    """Rows that :func:`read_cohort` set aside, and why.

    Returns
    -------
    DataFrame
        Columns row (of the file), column, value, remedy; a row with two mistakes stands twice.

    Raises
    ------
    CohortError
        The table has lost it: joining tables does. Ask the table that ``read_cohort`` gave.
    """
    return _kept(cohort, "set_aside")


def left_out(cohort: pd.DataFrame) -> pd.DataFrame:
    """Columns of the file that :func:`read_cohort` did not read, and why.

    Returns
    -------
    DataFrame
        Columns column and why.

    Raises
    ------
    CohortError
        As :func:`set_aside`.
    """
    return _kept(cohort, "left_out")


def _kept(cohort: pd.DataFrame, what: str) -> pd.DataFrame:
    if what not in cohort.attrs:
        raise refused(
            "the cohort",
            f"has lost what was {what.replace('_', ' ')}; ask the "
            "table that read_cohort gave, before it was joined with others",
        )
    text = {c: str for c in ("column", "value", "remedy", "why")}
    return pd.read_csv(io.StringIO(cohort.attrs[what]), dtype=text, keep_default_na=False)


def _warn(problems: pd.DataFrame, out: pd.DataFrame) -> None:
    if rows := problems["row"].nunique():
        text = f"{rows} row{'s are' if rows > 1 else ' is'} set aside; gluteal.clinic.set_aside(cohort) says why"
        warnings.warn(text, UserWarning, stacklevel=3)
    proposed = out.loc[out["why"].str.startswith("only a proposal"), "column"]
    if len(proposed):
        text = f"not read, for only a mapping can say it: {', '.join(proposed)}; see gluteal.propose_mapping"
        warnings.warn(text, UserWarning, stacklevel=3)


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


def _read(path: Path, mapping: Mapping, kb: Knowledge) -> Read:
    plan, table, out = opened(path, mapping, kb)
    asked = plan.missing(table.heads)
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
            problems += _wrong(head, column, decoded, table.rows)
            for name, found in decoded.values.items():
                problems += _put(values, name, found[codes], head, table.rows)
    if not values:
        # the heads are not quoted: without any known, they may be a patient
        why = (
            f"no column is known among the {len(table.heads)}; is there a row of heads? "
            "gluteal.propose_mapping lists them, to say what they hold"
        )
        raise refused(path.name, why)
    problems += with_age(values, table.rows, kb)
    problems += contradictions(values, table.rows, kb)
    return Read(path.name, _frame(values, index, table.rows, kb), table.rows, problems, asked, out)


def _wrong(head: str, column: Column, decoded: Decoded, rows: IntArray) -> list[Problem]:
    """A problem for each cell whose word cannot be read."""
    bad = np.array([r != "" for r in decoded.remedy], bool)
    codes, words, where = column.codes(), column.words, column.where
    found = []
    for i in np.flatnonzero(bad[codes]) if bad.any() else ():
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
