"""The cells of a table as numbers: each column a list of its distinct words, and which of them
each row has. Only columns that are wanted are read, a few thousand rows at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gluteal.clinic.errors import Problem
from gluteal.clinic.files import Row, Sheet, said
from gluteal.clinic.layout import Layout
from gluteal.knowledge import IntArray

Codes = NDArray[np.integer[Any]]
Texts = tuple[Sequence[str], Codes | None]  # words of rows, or distinct words and each row's
Want = Callable[[str], bool]
CHUNK = 5_000
_WRONG_WIDTH = "{} cells, the head has {}; a cell with the delimiter in it needs quotation marks"


class Column:
    """Distinct words of a column in the order in which they came, and the word of each row.

    ``where`` is the row of the file that each cell stands in, where that is not the patient's.
    """

    where: IntArray | None = None

    def __init__(self) -> None:
        self.index: defaultdict[str, int] = defaultdict()
        self.index.default_factory = self.index.__len__
        self.parts: list[Codes] = []

    def add(self, texts: Iterable[str], at: Codes | None, many: int) -> Codes:
        """Append the words of some rows: one a row, or distinct ones and which each row has."""
        index = self.index
        codes: NDArray[np.int32]
        if at is None:
            codes = np.fromiter(map(index.__getitem__, texts), np.int32, many)
        else:
            codes = np.array([index[word] for word in texts], np.int32)[at]
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

    @classmethod
    def of(cls, words: list[str], codes: Codes) -> Column:
        """A column of the words that occur among ``words``."""
        column = cls()
        left, at = np.unique(codes, return_inverse=True)
        column.add([words[c] for c in left], at.ravel(), len(codes))
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


def wide(layout: Layout, want: Want) -> Coded:
    """The wanted columns of a table with a row a patient; rows without any entry are left out.

    A progress bar shows after two seconds. Interrupting it leaves nothing behind.
    """
    heads = layout.heads
    wanted = [j for j, head in enumerate(heads) if want(head)]
    columns = [Column() for _ in wanted]
    numbers, problems = [np.zeros(0, np.int64)], []
    for part in _parts(layout, wanted):
        numbers.append(part.numbers)
        problems += part.problems
        for column, (texts, at) in zip(columns, part.texts):
            column.add(texts, at, len(part.numbers))
    return Coded(
        heads, [(heads[j], c) for j, c in zip(wanted, columns)], np.concatenate(numbers), problems
    )


def long(layout: Layout, want: Want) -> Coded:
    """A table with a row an answer, turned round: a row a patient, under the number of its first.

    Values of fields that are not wanted are not kept. The patient's number comes first.
    """
    assert layout.roles is not None
    roles = [layout.roles.patient, layout.roles.field, layout.roles.value]
    patient, name, value = Column(), Column(), Column()
    kept, numbers, problems = np.zeros(0, bool), [np.zeros(0, np.int64)], []
    for part in _parts(layout, roles):
        who, what, said = part.texts
        at = name.add(*what, len(part.numbers))
        fields = name.words[len(kept) :]
        kept = np.concatenate([kept, np.array([want(" ".join(f.split())) for f in fields], bool)])
        keep = kept[at]
        patient.add(*who, len(part.numbers))
        value.add(*_blanked(said, keep), len(part.numbers))
        numbers.append(part.numbers)
        problems += part.problems
    return _turned(layout, patient, name, value, kept, np.concatenate(numbers), problems)


def _blanked(said: Texts, keep: NDArray[np.bool_]) -> Texts:
    """Words with those of fields that are not read taken out."""
    texts, at = said
    if at is None:
        return [t if k else "" for t, k in zip(texts, keep)], None
    words = list(texts)
    at = np.where(keep, at, len(words))
    left, at = np.unique(at, return_inverse=True)
    return [[*words, ""][i] for i in left], at


def _turned(
    layout: Layout,
    patient: Column,
    name: Column,
    value: Column,
    kept: NDArray[np.bool_],
    numbers: IntArray,
    problems: list[Problem],
) -> Coded:
    who, what, said = patient.codes(), name.codes(), value.codes()
    heads = [" ".join(f.split()) for f in name.words]
    blank = value.index.setdefault("", len(value.index))
    first = np.full(len(patient.words), len(numbers))
    np.minimum.at(first, who, np.arange(len(numbers)))
    use = kept[what] if len(what) else np.zeros(0, bool)
    if "" in patient.index:
        lost = who == patient.index[""]
        problems += [
            Problem(int(n), "", "", "names no patient; fill in the number of the patient")
            for n in numbers[lost & use]
        ]
        use &= ~lost
    place = who * len(heads) + what
    _, start, inverse = np.unique(place, return_index=True, return_inverse=True)
    again = use & (start[inverse.ravel()] != np.arange(len(place)))
    problems += [
        Problem(
            int(numbers[first[who[i]]]),
            heads[what[i]],
            "",
            f"the patient has it twice, in rows {numbers[start[inverse.ravel()[i]]]} and {numbers[i]}; keep one",
        )
        for i in np.flatnonzero(again)
    ]
    present = [c for c, word in enumerate(patient.words) if word]
    order = np.array(present, np.int64)
    columns = [(layout.heads[layout.roles.patient], patient)] if layout.roles else []
    for j in np.flatnonzero(kept):
        own = use & (what == j)
        codes = np.full(len(patient.words), blank, np.int32)
        codes[who[own]] = said[own]
        column = Column.of(value.words, codes[order])
        column.where = np.full(len(patient.words), -1)
        column.where[who[own]] = numbers[own]
        column.where = column.where[order]
        columns.append((heads[j], column))
    patient.parts = [order.astype(np.int32)]
    return Coded(heads, columns, numbers[first[order]], problems)


@dataclass
class _Part:
    """Some rows: their numbers, for each wanted column its words, and what is wrong with rows."""

    numbers: IntArray
    texts: list[Texts]
    problems: list[Problem]


def _parts(layout: Layout, wanted: list[int]) -> Iterator[_Part]:
    if layout.sheet is None:
        yield from _batches(layout.path, layout.heads, wanted)
        return
    width, pick = len(layout.heads), _picker(wanted)
    for first, chunk in _chunks(layout.sheet, layout.head):
        numbers, problems = np.arange(first, first + len(chunk)), []
        fit = np.fromiter(map(len, chunk), np.int64, len(chunk)) == width
        empty = np.fromiter((not any(row) for row in chunk), bool, len(chunk))
        if not fit.all() or empty.any():
            chunk = [row if ok else _fitted(row, width) for row, ok in zip(chunk, fit)]
            if layout.sheet.ragged:
                fit = np.fromiter(map(len, chunk), np.int64, len(chunk)) == width
                problems = [
                    Problem(int(numbers[i]), "", "", _WRONG_WIDTH.format(len(chunk[i]), width))
                    for i in np.flatnonzero(~fit & ~empty)
                ]
                empty |= ~fit
            numbers = numbers[~empty]
            chunk = [row + [""] * (width - len(row)) for row, e in zip(chunk, empty) if not e]
        columns = list(zip(*map(pick, chunk))) or [()] * len(wanted)
        yield _Part(numbers, [(texts, None) for texts in columns], problems)


def _picker(wanted: list[int]) -> Any:
    if len(wanted) == 1:
        only = wanted[0]
        return lambda row: (row[only],)
    return itemgetter(*wanted) if wanted else lambda row: ()


def _fitted(row: Row, width: int) -> Row:
    """A row without empty cells beyond the heads."""
    return row[:width] if len(row) > width and not any(row[width:]) else row


def _chunks(sheet: Sheet, head: int) -> Iterator[tuple[int, list[Row]]]:
    """Rows below the heads by the thousand, each chunk with the number of its first row."""
    bar = progress()
    with closing(sheet.rows()) as rows, bar:  # type: ignore[type-var]
        for _ in islice(rows, head):
            pass
        first = head + 1
        while chunk := list(islice(rows, CHUNK)):
            yield first, chunk
            first += len(chunk)
            bar.update(len(chunk))


def _batches(path: Path, heads: list[str], wanted: list[int]) -> Iterator[_Part]:
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as file, progress() as bar:
        first, names = 1, [heads[j] for j in wanted]
        for batch in file.iter_batches(1 << 16, columns=names):
            texts = [_dictionary(batch.column(name)) for name in names]
            yield _Part(np.arange(first, first + len(batch)), texts, [])
            first += len(batch)
            bar.update(len(batch))


def _dictionary(array: Any) -> Texts:
    """A column of a batch: its words, and which of them each row has."""
    coded = array if hasattr(array, "dictionary") else array.dictionary_encode()
    words = [said(v) for v in coded.dictionary.to_pylist()]
    at = coded.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
    return [*words, ""], at.astype(np.int64)


def progress() -> Any:
    """A bar that shows after two seconds."""
    from tqdm.auto import tqdm

    return tqdm(unit=" rows", delay=2, leave=False)
