"""The rows below the heads of a file, a batch at a time: the words of each wanted column.

Arrow reads CSV and Parquet, a row of the wrong width is handed over and not dropped; openpyxl
reads Excel.
"""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gluteal.clinic.errors import CohortError, Problem, refused
from gluteal.clinic.files import check_quotes, said
from gluteal.clinic.layout import Layout
from gluteal.knowledge import IntArray

Codes = NDArray[np.integer[Any]]
Texts = tuple[Sequence[str], Codes]  # distinct words, and which of them each row has
_MANY, _WRONG = 20_000, 10_000  # rows of Excel a batch; rows that are listed as wrong
_CELLS, _UNPACKED = 50_000_000, 200_000_000  # of Parquet: cells that are read, bytes
_WIDTH = "{} cells, the head has {}; a cell with the delimiter in it needs quotation marks"


class Stream:
    """Batches of a table; when they are through, the numbers of their rows and what was wrong.

    Rows are numbered as a spreadsheet shows them: from 1, with titles and heads, a record over
    several lines as one. A row with empty cells beyond the heads is mended and comes last.
    """

    def __init__(self, layout: Layout, wanted: list[int]) -> None:
        self.layout, self.wanted, self.width = layout, wanted, len(layout.heads)
        self.read = 0  # rows of batches
        self.odd: list[tuple[int, str]] = []  # rows of another width, with their text
        self.mended: list[int] = []
        self.wrong: list[Problem] = []

    def __iter__(self) -> Iterator[list[Texts]]:
        from tqdm.auto import tqdm

        sheet = self.layout.sheet
        batches = self._parquet() if sheet is None else self._excel()
        if sheet is not None and sheet.delimiter:
            batches = self._csv()
        with closing(batches), tqdm(unit=" rows", delay=2, leave=False) as bar:
            for texts in batches:
                many = len(texts[0][1]) if texts else 0
                bar.update(many)
                if many:
                    yield texts

    def rows(self) -> IntArray:
        """The number of each row that was given."""
        if self.layout.sheet is None:
            return np.arange(1, self.read + 1)
        first = self.layout.head + 1
        odd = np.array([n for n, _ in self.odd if n >= first], np.int64)
        numbers = np.arange(first, first + self.read + len(odd))
        return np.concatenate([numbers[~np.isin(numbers, odd)], np.array(self.mended, np.int64)])

    def problems(self) -> list[Problem]:
        """Rows that have too many or too few cells."""
        return self.wrong

    def _parquet(self) -> Generator[list[Texts]]:
        from pyarrow.parquet import ParquetFile

        names = [self.layout.heads[j] for j in self.wanted]
        try:
            with ParquetFile(self.layout.path) as file:
                self._few(file.metadata)
                for batch in file.iter_batches(1 << 16, columns=names):
                    self.read += len(batch)
                    yield [_words(batch.column(name)) for name in names]
        except CohortError:
            raise
        except Exception:  # besides Arrow's own: dates beyond the calendar, text that is none
            raise refused(self.layout.path.name, "cannot be read as Parquet to its end") from None

    def _few(self, metadata: Any) -> None:
        """Refuse a small file that unpacks to more than memory holds."""
        groups = [metadata.row_group(i) for i in range(metadata.num_row_groups)]
        unpacked, packed = sum(g.total_byte_size for g in groups), self.layout.path.stat().st_size
        if metadata.num_rows * len(self.wanted) > _CELLS or unpacked > max(200 * packed, _UNPACKED):
            why = f"unpacks to {metadata.num_rows:,} rows of {unpacked:,} bytes; save fewer of them"
            raise refused(self.layout.path.name, why)

    def _csv(self) -> Generator[list[Texts]]:
        import pyarrow
        from pyarrow import csv as arrow

        sheet = self.layout.sheet
        assert sheet is not None
        names = [str(j) for j in range(self.width)]
        head = self.layout.head
        try:
            with arrow.open_csv(
                self.layout.path,
                arrow.ReadOptions(use_threads=False, column_names=names, encoding=sheet.encoding),
                arrow.ParseOptions(
                    delimiter=sheet.delimiter,
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=self._odd,
                ),
                arrow.ConvertOptions(
                    column_types=dict.fromkeys(names, pyarrow.string()),
                    include_columns=[names[j] for j in self.wanted],
                ),
            ) as reader:
                for number, batch in enumerate(reader):
                    if not number:  # the heads, but those that were handed over
                        batch = batch.slice(head - sum(n <= head for n, _ in self.odd))
                    self.read += len(batch)
                    yield [_words(column) for column in batch.columns]
        except (pyarrow.ArrowException, UnicodeError):
            why = "cannot be read to its end; is a quotation mark not closed?"
            raise refused(self.layout.path.name, why) from None
        if sheet.lines > head + self.read + sum(n > head for n, _ in self.odd):
            check_quotes(self.layout.path, sheet)  # some cells hold line breaks
        yield self._mend(sheet.delimiter)

    def _odd(self, row: Any) -> str:
        self.odd.append((row.number, row.text))
        return "skip"

    def _mend(self, delimiter: str) -> list[Texts]:
        """Rows that are too long by empty cells only; the others are wrong."""
        good = []
        for number, text in self.odd:
            try:
                cells = next(csv.reader([text], delimiter=delimiter), [])
            except csv.Error:
                why = "has a cell of more than 131,072 characters"
                raise refused(self.layout.path.name, why, number) from None
            if number <= self.layout.head or not any(cells):
                continue
            if len(cells) > self.width and not any(cells[self.width :]):
                self.mended.append(number)
                good.append([cells[j] for j in self.wanted])
            elif len(self.wrong) >= _WRONG:
                why = f"has more than {_WRONG:,} rows of another width than the head; mend the file"
                raise refused(self.layout.path.name, why, number)
            else:
                self.wrong.append(Problem(number, "", "", _WIDTH.format(len(cells), self.width)))
        return [_coded(column) for column in zip(*good)]

    def _excel(self) -> Generator[list[Texts]]:
        sheet = self.layout.sheet
        assert sheet is not None
        with closing(sheet.rows(self.width)) as rows:
            for _ in islice(rows, self.layout.head):
                pass
            while batch := list(islice(rows, _MANY)):
                self.read += len(batch)
                pad = [""] * self.width
                whole = [(row + pad)[: self.width] for row in batch]
                yield [_coded([row[j] for row in whole]) for j in self.wanted]


def _words(array: Any) -> Texts:
    """A column of a batch of Arrow."""
    coded = array if hasattr(array, "dictionary") else array.dictionary_encode()
    words = [said(v) for v in coded.dictionary.to_pylist()]
    if not coded.indices.null_count:
        return words, coded.indices.to_numpy(zero_copy_only=False)
    at = coded.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
    return [*words, ""], at


def _coded(cells: Sequence[str]) -> Texts:
    """A column of rows of text."""
    index = {word: i for i, word in enumerate(dict.fromkeys(cells))}
    return list(index), np.fromiter(map(index.__getitem__, cells), np.int32, len(cells))
