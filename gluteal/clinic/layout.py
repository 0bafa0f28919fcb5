"""Where in a file the table is: its sheet or delimiter, the row of its heads, wide or long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from gluteal.clinic.errors import refused
from gluteal.clinic.files import MOST_COLUMNS, Row, Sheet, is_parquet, sheets
from gluteal.clinic.words import LONG, normal

Known = Callable[[str], int]  # 2: a mapping or the tables name the head; 1: it hints at one


@dataclass(frozen=True)
class Roles:
    """Positions of the three columns of a long table."""

    patient: int
    field: int
    value: int


@dataclass(frozen=True)
class Layout:
    """A table found: ``sheet`` is None for Parquet; ``head`` is the last row of the heads, from 1."""

    path: Path
    sheet: Sheet | None
    head: int
    heads: list[str]
    roles: Roles | None
    elsewhere: list[str]  # sheets that are not read


def find(path: Path, known: Known) -> Layout:
    """The table of a file.

    The sheet, delimiter and row are those of which most heads are known; titles above the heads
    and heads of two rows, as merged cells make them, are found in the same way.

    Raises
    ------
    CohortError
        The file is empty, or two sheets hold tables.
    """
    if is_parquet(path):
        heads = _schema(path)
        return Layout(path, None, 0, heads, _roles(heads, known), [])
    best: list[tuple[tuple[int, int, int], Sheet, int, list[str]]] = []
    tried = sheets(path)
    for sheet in tried:
        rows = sheet.preview()
        if max(map(len, rows), default=0) > MOST_COLUMNS:
            raise refused(path.name, f"has more than {MOST_COLUMNS:,} columns; save fewer of them")
        found = [
            (_score(heads, rows[head:], known), sheet, head, heads)
            for head, heads in _candidates(rows, known)
        ]
        if found:
            best.append(max(found, key=lambda f: (f[0], -f[2])))
    if not best:
        raise refused(path.name, "holds no table")
    score, sheet, head, heads = max(best, key=lambda f: f[0])
    rivals = [f[1].name for f in best if f[1].name and f[0][0] >= 4]
    if len(rivals) > 1:
        why = f"tables on {len(rivals)} sheets; save the one to be read as a file of its own"
        raise refused(path.name, why, value=", ".join(rivals))
    others = [s.name for s in tried if s.name and s is not sheet]
    return Layout(path, sheet, head, heads, _roles(heads, known), others)


def _candidates(rows: list[Row], known: Known) -> list[tuple[int, list[str]]]:
    """Heads that could be, each with the number of its last row: one row, or two."""
    single = [(i, _trimmed(row)) for i, row in enumerate(rows, 1) if any(c.strip() for c in row)]
    double = [(i + 1, _joined(rows[i - 1], rows[i], known)) for i, _ in single if i < len(rows)]
    least = {i: _many(heads, known) for i, heads in single}
    better = [
        (i, heads)
        for i, heads in double
        if _many(heads, known) > max(least.get(i, 0), least.get(i - 1, 0))
    ]
    return single + better


def _trimmed(row: Row) -> list[str]:
    heads = [" ".join(c.replace("\ufeff", "").split()) if c else "" for c in row]
    while heads and not heads[-1]:
        heads.pop()
    return heads


def _joined(upper: Row, lower: Row, known: Known) -> list[str]:
    """A head of two rows: the lower one, with the upper one where it says nothing by itself."""
    heads, over = [], ""
    for above, below in zip_longest(_trimmed(upper), _trimmed(lower), fillvalue=""):
        over = above or (over if below else "")
        both = f"{over} {below}".strip()
        heads.append(both if not below or known(both) > known(below) else below)
    return heads


def _many(heads: list[str], known: Known) -> int:
    return sum(known(h) for h in heads) + 6 * (_places(heads) is not None)


def _score(heads: list[str], below: list[Row], known: Known) -> tuple[int, int, int]:
    """How much like a head: known names, rows of the same width below, heads that are text."""
    alike = sum(len(_trimmed(r)) <= len(heads) <= len(r) for r in below) if len(heads) > 1 else 0
    named = sum(any(c.isalpha() for c in h) for h in heads)
    return _many(heads, known), alike, named


def _places(heads: list[str]) -> Roles | None:
    places: dict[str, int] = {}
    for i, head in enumerate(heads):
        for role, words in LONG.items():
            if head and role not in places and words.fullmatch(normal(head)):
                places[role] = i
                break
    return Roles(**places) if len(places) == len(LONG) else None


def _roles(heads: list[str], known: Known) -> Roles | None:
    """The columns of a long table; a table that names findings in its heads is wide."""
    roles = _places(heads)
    return roles if roles and sum(known(h) == 2 for h in heads) < 3 else None


def _schema(path: Path) -> list[str]:
    from pyarrow.parquet import read_schema

    try:
        names = [str(name) for name in read_schema(path).names]
    except Exception:  # besides Arrow's own: names that are no text
        raise refused(path.name, "cannot be read as Parquet; is it cut short?") from None
    if len(set(names)) < len(names):
        raise refused(path.name, "has two columns of one name; rename one")
    return names
