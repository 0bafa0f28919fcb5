"""Check a folder of tables: every problem at once, with file, row, column, value and remedy.

Columns are checked by a schema library, what no column can know by plain code:
ids that must exist elsewhere, ranges, sums, rules and the components of composites.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import pandera.pandas as pa

from gluteal.knowledge.checks.references import UNSEEN_SAID, references
from gluteal.knowledge.checks.tables import Tables, inconsistencies
from gluteal.knowledge.checks.values import LONGEST, show
from gluteal.knowledge.guarded import UNSEEN, Problem
from gluteal.knowledge.schema import TABLES, Column, Table

COLUMNS = ["file", "row", "column", "value", "remedy"]
_ID = r"[a-z0-9_]+"
NAMES, LONGEST_NAME = ("label", "short", "headline"), 200  # what stands in a row or a heading


def problems(
    raw: dict[str, bytes], wanted: Iterable[str], unread: Sequence[Problem] = ()
) -> pd.DataFrame:
    """All problems of a folder.

    Parameters
    ----------
    raw : dict of bytes
        Contents by file name, without byte-order mark and carriage returns.
    wanted : iterable of str
        File names a folder must have.
    unread : sequence of problems
        Of files that are there and could not be read.

    Returns
    -------
    DataFrame
        Columns file, row, column, value, remedy; empty when the folder can be used.
        Row 2 is the first line below the header, row 0 the file as a whole.
    """
    named = {file for file, *_ in unread}
    found: list[Problem] = [*unread]
    found += [
        (n, 0, "", "", "this file is missing; copy it from data/")
        for n in wanted
        if n not in raw and n not in named
    ]
    texts: Tables = {}
    for name, table in TABLES.items():
        if f"{name}.csv" in raw:
            frame, trouble = _parse(f"{name}.csv", raw[f"{name}.csv"], table)
            found += trouble
            if frame is not None:
                texts[name] = frame
                found += _columns(name, frame, table)
                found += _texts(name, frame, table)
                found += _keys(name, frame, table)
    sources = references(raw.get("references.json"), found)
    found += inconsistencies(texts, sources, raw.get("cases/cases.json"))
    return pd.DataFrame(found, columns=COLUMNS).drop_duplicates(ignore_index=True)


def _parse(file: str, content: bytes, table: Table) -> tuple[pd.DataFrame | None, list[Problem]]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        return None, [(file, row, "", "", "not UTF-8; save the table as 'CSV UTF-8'")]
    try:
        header, *rows = csv.reader(io.StringIO(text), strict=True)
    except (ValueError, csv.Error) as error:
        return None, [(file, 0, "", "", f"not a comma-separated table: {error}")]
    if len(header) == 1 and ";" in header[0]:
        return None, [(file, 1, "", "", "separated by semicolons; save it separated by commas")]
    uneven = [
        (
            file,
            i + 2,
            "",
            f"{len(r)} cells",
            f"must have {len(header)} cells; quote a text with commas",
        )
        for i, r in enumerate(rows)
        if len(r) != len(header)
    ]
    if uneven:
        return None, uneven
    frame = pd.DataFrame(rows, columns=header, dtype=str)
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        return None, [(file, 1, show(c), "", "stands twice; keep one column") for c in twice]
    missing = [c for c in table.columns if c not in frame]
    if missing:
        known = ", ".join(table.columns)
        return None, [
            (file, 1, c, "", f"this column is missing; the columns are {known}") for c in missing
        ]
    return frame, [
        (file, 1, str(c), "", "unknown column; remove it or mend its name")
        for c in frame.columns
        if c not in table.columns
    ]


def _check(column: Column) -> tuple[Any, str]:
    """A schema check on text cells and the sentence that says how to mend a failure."""
    empty = "" if column.required else "|^$"
    if column.kind == "choice":
        allowed = [*column.choices, *([] if column.required else [""])]
        return pa.Check.isin(allowed), "must be one of " + ", ".join(column.choices)
    if column.kind == "id":
        pattern = f"^{_ID}$" + empty
        return pa.Check.str_matches(pattern), "must be an id in lower snake case"
    if column.kind == "ids":
        pattern = f"^{_ID}(;{_ID})*$" + empty
        return pa.Check.str_matches(pattern), "must be ids in lower snake case joined by ';'"
    if column.numeric:
        top = 1.0 if column.kind == "probability" else float("inf")
        said = "a probability from 0 to 1" if column.kind == "probability" else "a number from 0"
        may = "" if column.required else ", or empty"

        def within(cells: pd.Series[str]) -> pd.Series[bool]:
            value = pd.to_numeric(cells, errors="coerce")
            good = (value >= 0) & (value <= top) & (value < float("inf"))
            return good if column.required else good | (cells == "")

        return pa.Check(within), f"must be {said}, with a point as decimal mark{may}"
    pattern = r"^(?s:.*\S.*)$" if column.required else r"^(?s:.*)$"
    return pa.Check.str_matches(pattern), "must not be empty"


def _columns(name: str, frame: pd.DataFrame, table: Table) -> list[Problem]:
    checks = {c: _check(column) for c, column in table.columns.items()}
    schema = pa.DataFrameSchema({c: pa.Column(str, check) for c, (check, _) in checks.items()})
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        return [
            (f"{name}.csv", int(i) + 2, str(c), str(v), checks[str(c)][1])
            for c, v, i in zip(
                error.failure_cases["column"],
                error.failure_cases["failure_case"],
                error.failure_cases["index"],
            )
        ]
    return []


def _texts(name: str, frame: pd.DataFrame, table: Table) -> list[Problem]:
    """Texts too long for their place, or with characters that nobody sees and that mislead."""
    found = []
    for column in table.columns:
        most = LONGEST_NAME if column in NAMES else LONGEST
        for row, cell in enumerate(frame[column], 2):
            wrong = [UNSEEN_SAID] * bool(UNSEEN.search(cell))
            if len(cell) > most:
                wrong.append(f"has {len(cell)} characters, at most {most} are shown; shorten it")
            value = show(cell.encode("unicode_escape").decode()) if wrong else ""
            found += [(f"{name}.csv", row, column, value, remedy) for remedy in wrong]
    return found


def _keys(name: str, frame: pd.DataFrame, table: Table) -> list[Problem]:
    key = list(table.key)
    again = frame[frame.duplicated(key)]
    return [
        (
            f"{name}.csv",
            int(i) + 2,
            " + ".join(key),
            " + ".join(str(row[k]) for k in key),
            "stands in the table already; keep one row",
        )
        for i, row in again.iterrows()
    ]
