"""Check a language: each text belongs to something, to what it says now, and keeps its braces."""

from __future__ import annotations

import csv
import io
import json
import string
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from gluteal.knowledge.checks.columns import COLUMNS, LONGEST_NAME, NAMES
from gluteal.knowledge.checks.values import LONGEST, show
from gluteal.knowledge.guarded import UNSEEN, Problem
from gluteal.knowledge.languages import FILES, FOLDER, LABELS, row_ids
from gluteal.knowledge.reader import parse
from gluteal.knowledge.schema import TABLES

LISTS = ("steps",)  # texts of several parts, each shown in a place of its own
TOLD: dict[str, type] = {
    "name": str,
    "decimal": str,
    "date": str,
    "capitals": bool,
    "idle": str,
    "note": str,
    "made": str,
    "reviewed": bool,
}
_UNSEEN = "holds a character that cannot be seen; type the text anew"


def problems(
    code: str,
    raw: Mapping[str, bytes],
    english: Mapping[str, bytes] | None,
    unread: Sequence[Problem] = (),
) -> pd.DataFrame:
    """All problems of the files of a language.

    Parameters
    ----------
    code : str
        Of the language, the name of its folder.
    raw : dict of bytes
        Contents by file name.
    english : dict of bytes, optional
        The tables that it translates; without them nothing is compared.
    unread : sequence of problems
        Of files that could not be read.

    Returns
    -------
    DataFrame
        Columns file, row, column, value, remedy; empty when the language can be used.
    """
    checks = {"language.json": _told, "labels.csv": _labels, "screen.json": _screen}
    found = [*unread]
    for name in FILES:
        if name in raw:
            try:
                rows = list(checks[name](raw[name], english))
            except (ValueError, RecursionError, csv.Error) as error:
                rows = [(0, "", "", f"cannot be read: {error}; save it as UTF-8")]
            found += [(f"{FOLDER}/{code}/{name}", *row) for row in rows]
    return pd.DataFrame(found, columns=COLUMNS)


Row = tuple[int, str, str, str]  # row, column, value, remedy


def _told(content: bytes, _: Any) -> Iterator[Row]:
    told = json.loads(content)
    if not isinstance(told, dict):
        yield 0, "", "", "must be an object with " + ", ".join(TOLD)
        return
    for key, kind in TOLD.items():
        value = told.get(key)
        if not isinstance(value, kind):
            said = "true or false" if kind is bool else "a text"
            yield 0, key, show(str(value)), f"must be {said}"
        elif isinstance(value, str) and UNSEEN.search(value):
            yield 0, key, "", _UNSEEN
    if told.get("decimal") not in (".", ","):
        yield 0, "decimal", show(str(told.get("decimal"))), "must be '.' or ','"


def _screen(content: bytes, _: Any) -> Iterator[Row]:
    said = json.loads(content)
    if not isinstance(said, dict):
        yield 0, "", "", "must be an object: English text to its translation"
        return
    for row, (english, text) in enumerate(said.items(), 1):
        if not isinstance(text, str) or not text.strip():
            yield row, "", show(english), "must be a text that is not empty"
            continue
        if UNSEEN.search(text):
            yield row, "", show(english), _UNSEEN
        try:
            own, wanted = braces(text), braces(english)
        except ValueError as error:
            yield row, "", show(english), f"braces do not match: {error}"
            continue
        if own != wanted:
            named = ", ".join("{" + name + "}" for name in sorted(wanted)) or "no braces"
            yield row, "", show(text), f"must have {named}, as the English text has"


def braces(text: str) -> set[str]:
    """Names of what stands in the braces of a text.

    Examples
    --------
    >>> sorted(braces("{n} of {all} asked"))
    ['all', 'n']
    """
    parsed = string.Formatter().parse(text)
    return {
        name + (f"!{how}" if how else "") + (f":{form}" if form else "")
        for _, name, form, how in parsed
        if name is not None
    }


def _labels(content: bytes, english: Mapping[str, bytes] | None) -> Iterator[Row]:
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8")), strict=True)
    if tuple(header) != LABELS:
        yield 1, "", show(",".join(header)), "the columns must be " + ", ".join(LABELS)
        return
    texts, seen = _texts(english), set()
    for row, cells in enumerate(rows, 2):
        if len(cells) != len(LABELS):
            yield row, "", f"{len(cells)} cells", f"must have {len(LABELS)} cells"
            continue
        table, one, column, was, text = cells
        if (table, one, column) in seen:
            yield row, "id", show(one), "stands in the table already; keep one row"
        seen.add((table, one, column))
        yield from ((row, *told) for told in _text(column, was, text))
        if english is not None:
            yield from ((row, *told) for told in _current(table, one, column, was, texts))


def _text(column: str, english: str, text: str) -> Iterator[tuple[str, str, str]]:
    most = LONGEST_NAME if column in NAMES else LONGEST
    if not text.strip():
        yield "text", "", "must not be empty; remove the row where nothing is translated"
    if UNSEEN.search(text):
        yield "text", show(text.encode("unicode_escape").decode()), _UNSEEN
    if len(text) > most:
        yield "text", show(text), f"has {len(text)} characters, at most {most} are shown"
    if column in LISTS and text.count(";") != english.count(";"):
        parts = english.count(";") + 1
        yield "text", show(text), f"must have {parts} parts joined by ';', as the English text has"


def _current(
    table: str,
    one: str,
    column: str,
    was: str,
    texts: dict[str, dict[str, dict[str, str]]],
) -> Iterator[tuple[str, str, str]]:
    if table not in texts:
        yield "table", show(table), "is not a table with texts; mend its name"
    elif column not in texts[table]:
        yield "column", show(column), f"is not a text of {table}.csv; mend its name"
    elif one not in texts[table][column]:
        yield "id", show(one), f"is not in {table}.csv; mend it or remove the row"
    elif (now := texts[table][column][one]) != was:
        yield "english", show(was), f"the text is now {show(now)!r}; translate it anew"


def _texts(english: Mapping[str, bytes] | None) -> dict[str, dict[str, dict[str, str]]]:
    """Texts of the tables by table, column and id."""
    found = {}
    for table, shape in TABLES.items():
        if english is not None and f"{table}.csv" in english:
            columns = [c for c, kind in shape.columns.items() if kind.kind == "text"]
            frame = parse(table, dict(english))
            ids = row_ids(table, frame)
            found[table] = {c: dict(zip(ids, frame[c])) for c in columns if c in frame}
    return found
