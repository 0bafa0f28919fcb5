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
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from gluteal.clinic.errors import CohortError, refused, table_of
from gluteal.clinic.gathering import gathered
from gluteal.clinic.mapping import Mapping
from gluteal.knowledge import Knowledge, load


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
    only 1 and 0, is asked. Where heads are ids of findings and a cell is -1, the table is one
    of this function's own: 0 is unknown there. A row without any entry is no patient. Ages are
    rounded down. Refused are more than 16,384 columns, 200 sheets, or 50 million cells that are read
    from Parquet; a workbook or a Parquet file that unpacks to more than 200 times its size; and what
    is no plain file.

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
    read = gathered(Path(path), mapping, kb)
    problems = table_of(read.problems)
    if not set(read.numbers) - set(problems["row"]):
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
