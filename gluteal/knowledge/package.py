"""The tables described for other programs: a Frictionless Data Package.

Written from the schema, with the meanings from the data dictionary, so that neither is said
twice. See Data Package, version 1 (specs.frictionlessdata.io) and 2 (datapackage.org).
"""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from gluteal.knowledge.schema import OWN, TABLES, Column, Table

PACKAGE: Final = "datapackage.json"
_ID: Final = "[a-z0-9_]+"
_DICTIONARY: Final = "README.md"
_ABOVE: Final = re.compile(r"see above|the key|the cell|id|ids|key|in words")
Meanings = dict[str, str]  # of the columns of a table, by name


def data_package(folder: Path, version: str) -> dict[str, Any]:
    """The descriptor of a folder of tables.

    Parameters
    ----------
    folder : Path
        Tables with their data dictionary ``README.md``; without it nothing has a description.
    version : str
        The release of the tables.

    Returns
    -------
    dict
        What ``datapackage.json`` holds: a resource a table, with types, constraints, keys and
        meanings of the columns. What a column of several ids refers to cannot be said there.
    """
    path = folder / _DICTIONARY
    dictionary = path.read_text("utf-8") if path.is_file() else ""
    titles = dict(re.findall(r"^\| \[`([\w/.]+)`\]\([^)]*\) \| (.+?) \|", dictionary, re.M))
    parts = re.split(r"^### (\w+)\.csv$", dictionary, flags=re.M)
    sections = dict(zip(parts[1::2], parts[2::2]))
    tables = {n: t for n, t in TABLES.items() if n not in OWN}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "profile": "data-package",
        "name": "gluteal-evidence-tables",
        "title": "gluteal evidence tables: findings and causes of buttock pain in adults",
        "description": "How often findings are present in the causes of buttock pain, and what "
        "follows for care. Most numbers are machine-made judgements that no licensed clinician "
        "has reviewed; `basis` says which. Read SAFETY.md before use.",
        "version": version,
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0 International",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "contributors": [{"title": "the gluteal contributors", "role": "author"}],
        "sources": [
            {
                "title": "The sources that the rows name by id: references.json, as CSL-JSON",
                "path": "references.json",
            }
        ],
        "keywords": ["buttock pain", "likelihood ratio", "differential", "injection"],
        "resources": [
            _csv(n, _as_in_file(t, folder / f"{n}.csv"), titles, meanings(t, sections.get(n, "")))
            for n, t in tables.items()
        ]
        + [
            _json("references", "references.json", titles),
            _json("cases", "cases/cases.json", titles),
        ],
    }


def meanings(table: Table, section: str) -> Meanings:
    """What the data dictionary says of each column of a table.

    Examples
    --------
    >>> meanings(TABLES["hpo"], "| `finding`, `hpo` | what and where |")
    {'finding': 'what and where', 'hpo': 'what and where'}
    """
    columns = list(table.columns)
    found: Meanings = {}
    for cell, meaning in re.findall(r"^\| (`.+?) \| (.+) \|$", section, re.M):
        named = re.findall(r"`(\w+)`", cell)
        if " to " in cell:
            named = [
                c for a, b in pairwise(named) for c in columns[columns.index(a) : columns.index(b)]
            ] + named[-1:]
        found |= dict.fromkeys((c for c in named if c in columns), meaning)
    return {c: m for c, m in found.items() if not _ABOVE.fullmatch(m)}


def _as_in_file(table: Table, path: Path) -> Table:
    """The table with its columns in the order of the file: readers go by name, packages do not."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file))
    return Table(table.key, {c: table.columns[c] for c in header})


def _csv(name: str, table: Table, titles: Meanings, said: Meanings) -> dict[str, Any]:
    refer = {c: k for c, k in table.columns.items() if k.kind == "id" and k.refers in TABLES}
    keys = [
        {
            "fields": [column],
            "reference": {"resource": kind.refers, "fields": [TABLES[kind.refers].key[0]]},
        }
        for column, kind in refer.items()
    ]
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        **_given(description=_sentence(titles.get(f"{name}.csv", ""))),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(c, k, said.get(c, "")) for c, k in table.columns.items()],
            "primaryKey": list(table.key),
            **_given(foreignKeys=keys),
            "missingValues": [""],
        },
    }


def _json(name: str, path: str, titles: Meanings) -> dict[str, Any]:
    kind = {"profile": "data-resource", "format": "json", "mediatype": "application/json"}
    described = _given(description=_sentence(titles.get(path, "")))
    return {"name": name, "path": path, **kind, **described, "encoding": "utf-8"}


def _field(name: str, column: Column, meaning: str) -> dict[str, Any]:
    limits: dict[str, Any] = {"required": True} if column.required else {}
    if column.numeric:
        limits["minimum"] = 0
    if column.kind == "probability":
        limits["maximum"] = 1
    if column.kind == "choice":
        limits["enum"] = list(column.choices)
    if column.kind in ("id", "ids"):
        limits["pattern"] = _ID if column.kind == "id" else f"{_ID}(;{_ID})*"
    return {
        "name": name,
        "type": "number" if column.numeric else "string",
        **_given(description=meaning or _elsewhere(column), constraints=limits),
    }


def _elsewhere(column: Column) -> str:
    """What is said of a column that the data dictionary explains for many tables at once."""
    if not column.refers:
        return f"see {_DICTIONARY}"
    home = "references.json" if column.refers == "references" else f"{column.refers}.csv"
    return f"id of {home}" if column.kind == "id" else f"ids of {home}, joined by ;"


def _given(**parts: Any) -> dict[str, Any]:
    """Members that are not empty."""
    return {k: v for k, v in parts.items() if v}


def _sentence(title: str) -> str:
    return f"One row: {title}." if title else ""
