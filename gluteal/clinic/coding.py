"""The cells of a table as numbers: each column a list of its distinct words, and which of them
each row has. Only columns that are wanted are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gluteal.clinic.errors import Problem
from gluteal.clinic.layout import Layout
from gluteal.clinic.streams import Codes, Stream, Texts
from gluteal.knowledge import IntArray

Want = Callable[[str], bool]


class Column:
    """Distinct words of a column in the order in which they came, and the word of each row.

    ``where`` is the row of the file that each cell stands in, where that is not the patient's.
    """

    where: IntArray | None = None

    def __init__(self) -> None:
        self.index: defaultdict[str, int] = defaultdict()
        self.index.default_factory = self.index.__len__
        self.parts: list[Codes] = []

    def add(self, texts: Texts) -> Codes:
        """Append the words of some rows."""
        words, at = texts
        codes = np.array([self.index[word] for word in words], np.int32)[at]
        self.parts.append(codes)
        return codes

    @property
    def words(self) -> list[str]:
        """The distinct words."""
        return list(self.index)

    def codes(self) -> Codes:
        """The word of each row, as a position in ``words``."""
        self.parts = [np.concatenate(self.parts)] if self.parts else [np.zeros(0, np.int32)]
        return self.parts[0]

    def used(self) -> Column:
        """The column without words that no row has, such as a category of Parquet."""
        seen = np.bincount(self.codes(), minlength=len(self.index))
        return self if seen.all() else self.only(np.arange(len(self.codes())))

    def only(self, rows: IntArray) -> Column:
        """Some rows of the column, in the order given, with the words that occur in them."""
        column = Column.of(self.words, self.codes()[rows])
        column.where = None if self.where is None else self.where[rows]
        return column

    @classmethod
    def of(cls, words: Sequence[str], codes: Codes) -> Column:
        """A column of the words that occur among ``words``."""
        column = cls()
        left, at = np.unique(codes, return_inverse=True)
        column.add(([words[c] for c in left], at.ravel()))
        return column


@dataclass
class Coded:
    """Columns with their heads, the number of each row in the file, and rows that cannot be used.

    ``heads`` are all columns of a wide table, all fields of a long one.
    """

    heads: list[str]
    columns: list[tuple[str, Column]]
    rows: IntArray
    problems: list[Problem]

    def drop_empty(self) -> IntArray:
        """Take out the rows without any entry, and words without rows; the rows' numbers."""
        self.columns = [(head, column.used()) for head, column in self.columns]
        empty = np.ones(len(self.rows), bool)
        for _, column in self.columns:
            empty &= np.array([not w.strip() for w in column.words], bool)[column.codes()]
        numbers = self.rows[empty]
        if len(numbers) and self.columns:
            keep = np.flatnonzero(~empty)
            self.rows = self.rows[keep]
            self.columns = [(head, column.only(keep)) for head, column in self.columns]
        return numbers


def wide(layout: Layout, want: Want) -> Coded:
    """The wanted columns of a table with a row a patient.

    A progress bar shows after two seconds. Interrupting it leaves nothing behind.
    """
    heads = layout.heads
    wanted = [j for j, head in enumerate(heads) if want(head)]
    columns = [Column() for _ in wanted]
    if not wanted:
        return Coded(heads, [], np.zeros(0, np.int64), [])
    stream = Stream(layout, wanted)
    for texts in stream:
        for column, part in zip(columns, texts):
            column.add(part)
    rows = _in_order(stream.rows(), columns)
    return Coded(heads, [(heads[j], c) for j, c in zip(wanted, columns)], rows, stream.problems())


def long(layout: Layout, want: Want) -> Coded:
    """A table with a row an answer, turned round: a row a patient, under the number of its first.

    Values of fields that are not wanted are not kept. The patient's number comes first.
    """
    assert layout.roles is not None
    roles = layout.roles
    patient, name, value = columns = [Column() for _ in range(3)]
    kept = np.zeros(0, bool)
    stream = Stream(layout, [roles.patient, roles.field, roles.value])
    for who, what, said in stream:
        at = name.add(what)
        fields = name.words[len(kept) :]
        kept = np.concatenate([kept, np.array([want(_head(f)) for f in fields], bool)])
        patient.add(who)
        value.add(_blanked(said, kept[at]))
    rows = _in_order(stream.rows(), columns)
    patient, name, value = columns
    return _turned(layout.heads[roles.patient], patient, name, value, kept, rows, stream.problems())


def _head(field: str) -> str:
    return " ".join(field.split())


def _in_order(rows: IntArray, columns: list[Column]) -> IntArray:
    """Rows and columns in the order of the file; mended rows come last in a stream."""
    order = np.argsort(rows, kind="stable")
    if (order != np.arange(len(rows))).any():
        columns[:] = [column.only(order) for column in columns]
    return rows[order]


def _blanked(said: Texts, keep: NDArray[np.bool_]) -> Texts:
    """Words with those of fields that are not read taken out."""
    words, at = said
    left, at = np.unique(np.where(keep, at, len(words)), return_inverse=True)
    return [[*words, ""][i] for i in left], at


def _turned(
    head: str,
    patient: Column,
    name: Column,
    value: Column,
    kept: NDArray[np.bool_],
    rows: IntArray,
    problems: list[Problem],
) -> Coded:
    who, what, said = patient.codes(), name.codes(), value.codes()
    heads, words = [_head(f) for f in name.words], patient.words
    blank = value.index[""]
    first = np.full(len(words), len(rows))
    np.minimum.at(first, who, np.arange(len(rows)))
    named = np.array([bool(w.strip()) for w in words], bool)
    use = kept[what] & named[who] if len(rows) else np.zeros(0, bool)
    why = "names no patient; fill in the number of the patient"
    lost = kept[what] & ~named[who] if len(rows) else use
    problems = [*problems, *(Problem(int(n), "", "", why) for n in rows[lost])]
    _, start, inverse = np.unique(
        who.astype(np.int64) * len(heads) + what, return_index=True, return_inverse=True
    )
    before = start[inverse.ravel()]
    for i in np.flatnonzero(use & (before != np.arange(len(rows)))):
        why = f"the patient has it twice, in rows {rows[before[i]]} and {rows[i]}; keep one"
        problems.append(Problem(int(rows[first[who[i]]]), heads[what[i]], "", why))
    order = np.flatnonzero(named)
    order = order[np.argsort(first[order], kind="stable")]
    columns = [(head, Column.of(words, order))]
    for j in np.flatnonzero(kept):
        own = use & (what == j)
        codes, where = np.full(len(words), blank, np.int32), np.full(len(words), -1)
        codes[who[own]], where[who[own]] = said[own], rows[own]
        column = Column.of(value.words, codes[order])
        column.where = where[order]
        columns.append((heads[j], column))
    return Coded(heads, columns, rows[first[order]], problems)
