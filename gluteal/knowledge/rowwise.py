"""What differs between two folders of tables, row by row, whether or not they can be loaded."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pandas as pd

from gluteal.knowledge.schema import TABLES, TEXT
from gluteal.knowledge.tables import Tables

COLUMNS: Final = ["table", "row", "kind", "column", "before", "after"]
Key = tuple[str, ...]
# what tells rows of one cell apart, and is no part of its name
_BESIDE: Final = ("source", "locator", "use")


def texts(tables: Tables, other: Tables) -> dict[str, pd.DataFrame]:
    """Tables, sources and cases whose files are not those of ``other``, cells as written.

    What cannot be read is left out.
    """
    found = {}
    for file, content in tables._raw.items():
        name = Path(file).stem
        if other._raw.get(file) == content:
            continue
        try:
            if file.endswith(".json"):
                records = json.loads(content)
                rows = [{k: _flat(v) for k, v in record.items()} for record in records]
                frame = pd.DataFrame(rows, columns=None if rows else ["id"], dtype="str")
                frame = frame.fillna("")
            else:
                header, *cells = csv.reader(io.StringIO(content.decode("utf-8")))
                frame = pd.DataFrame(cells, columns=header, dtype="str")
        except (AttributeError, RecursionError, TypeError, ValueError, csv.Error):
            continue  # of an older layout, or damaged: what else there is can be compared
        if set(key_of(name)) <= set(frame.columns) and frame.columns.is_unique:
            found[name] = frame.drop_duplicates(key_of(name))
    return found


def key_of(table: str) -> list[str]:
    """The columns that name a row."""
    return list(TABLES[table].key) if table in TABLES else ["id"]


def differing(tables: Tables, before: Tables) -> pd.DataFrame:
    """Rows that were added, removed or changed, cell by cell.

    Parameters
    ----------
    tables, before : Knowledge
        Two sets of tables; of different layouts only what both have is compared.

    Returns
    -------
    DataFrame
        ``table``; ``row``, its key joined by `` × ``; ``kind``: added, removed or changed;
        of a changed cell ``column``, ``before`` and ``after`` as they are written, else ''.
        Two spellings of one number are no change. ``row`` of evidence is cause and finding; what
        is only shown beside the cell names its source.

    Examples
    --------
    >>> import gluteal
    >>> kb = gluteal.load()
    >>> rows = kb.backgrounds.reset_index()
    >>> rows.loc[rows["finding"] == "worse_sitting", "background"] = 0.6
    >>> found = differing(kb.with_tables({"backgrounds": rows}, "+mine"), kb)
    >>> found[["table", "row", "column", "after"]].to_numpy().tolist()
    [['backgrounds', 'worse_sitting', 'background', '0.6']]
    """
    now, then = texts(tables, before), texts(before, tables)
    found: list[tuple[str, ...]] = []
    for name in now:
        if name in then:
            found += _rows(name, now[name], then[name])
    return pd.DataFrame(found, columns=COLUMNS, dtype="str")


def layout(tables: Tables, before: Tables) -> list[str]:
    """What only one of two folders has, or what cannot be read: tables and columns, in words."""
    now, then = texts(tables, before), texts(before, tables)
    said = [f"{file_of(n)} is new or could not be read before" for n in now if n not in then]
    said += [f"{file_of(n)} cannot be read now" for n in then if n not in now]
    for name in now.keys() & then.keys() & TABLES.keys():
        new = [c for c in now[name] if c not in then[name]]
        gone = [c for c in then[name] if c not in now[name]]
        said += [f"{file_of(name)}: column {c} is new" for c in new]
        said += [f"{file_of(name)}: column {c} is gone" for c in gone]
    return sorted(said)


def _rows(name: str, now: pd.DataFrame, then: pd.DataFrame) -> list[tuple[str, ...]]:
    key = key_of(name)
    new, old = (dict(zip(zip(*(f[k] for k in key)), range(len(f)))) for f in (now, then))
    pairs = {k: k for k in new if k in old} | _switched(key, new, old)
    kept = set(pairs.values())
    found: list[tuple[str, ...]] = []
    found += [(name, _named(name, k), "added", "", "", "") for k in new if k not in pairs]
    found += [(name, _named(name, k), "removed", "", "", "") for k in old if k not in kept]
    mine = now.iloc[[new[k] for k in pairs]]
    theirs = then.iloc[[old[k] for k in pairs.values()]]
    names = [_named(name, k) for k in pairs]
    for column in now.columns.intersection(then.columns, sort=False):
        cells = [f[column].to_numpy(str) for f in (mine, theirs)]
        differs = cells[0] != cells[1]
        if name in TABLES and TABLES[name].columns.get(column, TEXT).numeric:
            as_number = [pd.to_numeric(pd.Series(c), "coerce").to_numpy() for c in cells]
            differs &= as_number[0] != as_number[1]
        for i in differs.nonzero()[0]:
            values = str(cells[1][i]), str(cells[0][i])
            found.append((name, names[i], "changed", column, *values))
    return found


def _switched(key: list[str], new: Iterable[Key], old: Iterable[Key]) -> dict[Key, Key]:
    """Rows that only went into use or out of it: their key now to their key before."""
    if "use" not in key:
        return {}
    at, here = key.index("use"), set(new)
    was = {(*k[:at], *k[at + 1 :]): k for k in old if k not in here}
    there = set(old)
    pairs = ((k, was.get((*k[:at], *k[at + 1 :]))) for k in new if k not in there)
    return {now: then for now, then in pairs if then is not None}


def _named(table: str, key: Key) -> str:
    cells = dict(zip(key_of(table), key))
    name = " × ".join(v for c, v in cells.items() if c not in _BESIDE)
    beside = table == "evidence" and cells["use"] != "yes"
    return name + (f" (beside, {cells['source'] or 'judgement'})" if beside else "")


def file_of(name: str) -> str:
    """The file of a table."""
    return {"references": "references.json", "cases": "cases/cases.json"}.get(name, f"{name}.csv")


def _flat(value: Any) -> str:
    """A value of a record as text; ids of a list joined as in the tables."""
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return ";".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
