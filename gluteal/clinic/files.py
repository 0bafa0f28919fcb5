"""A clinic's file opened: rows of text from CSV and Excel, batches from Parquet.

What kind of file it is is seen from its first bytes, not from its name. Every cell becomes text
as it would be typed, so that one set of rules reads all files.
"""

from __future__ import annotations

import codecs
import csv
import datetime
import math
import warnings
import zipfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from gluteal.clinic.errors import CohortError, refused

DELIMITERS = (",", ";", "\t", "|")
PREVIEW = 40  # rows in which the head is looked for
EXCEL_ROWS, MOST_COLUMNS = 1_048_576, 16_384
CELL_LETTERS, MOST_SHEETS = 32_767, 200
PART_BYTES, BLOWN_BYTES = 50_000_000, 2_000_000  # of what is unpacked at once, or 200-fold
_STEP = 1 << 20
Row = list[str]


@dataclass(frozen=True)
class Sheet:
    """Rows of one sheet: ``rows()`` starts at the top, ``rows(n)`` may leave out cells beyond n.

    A text has a ``delimiter``, an ``encoding`` and a number of ``lines``, Excel has none.
    """

    name: str
    rows: Callable[..., Generator[Row]]
    delimiter: str = ""
    encoding: str = ""
    lines: int = 0

    def preview(self) -> list[Row]:
        """The first rows."""
        return list(islice(self.rows(), PREVIEW))


def is_parquet(path: Path) -> bool:
    """Whether the file is Parquet."""
    return _magic(path).startswith(b"PAR1")


def sheets(path: Path) -> list[Sheet]:
    """The ways in which a file can be read: the sheets of a workbook, the delimiters of a text.

    Raises
    ------
    CohortError
        It is not text, Excel (xlsx) or Parquet.
    """
    magic = _magic(path)
    if magic.startswith(b"PK\x03\x04"):
        return _workbook(path)
    if magic.startswith(b"\xd0\xcf\x11\xe0"):
        raise refused(
            path.name, "is an old or a protected Excel file; save it as xlsx, without a password"
        )
    encoding, lines = _encoding(path), _lines(path)
    return [_text(path, encoding, d, lines) for d in DELIMITERS]


def check_quotes(path: Path, sheet: Sheet) -> None:
    """Refuse a text whose quotation marks do not close, and so swallow rows.

    Raises
    ------
    CohortError
        With the number of the row.
    """
    for _ in _text(path, sheet.encoding, sheet.delimiter, 0, strict=True).rows():
        pass


def said(value: Any) -> str:
    """A cell of Excel or Parquet as text, as it would be typed.

    Examples
    --------
    >>> import datetime
    >>> [said(v) for v in (None, True, 1.0, 0.5, datetime.date(1900, 2, 13))]
    ['', 'true', '1', '0.5000000000', '1900-02-13']
    """
    if value is None or value != value:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, (int, float)):
        whole = math.isfinite(value) and value == int(value)
        # ten decimals: never the three that could be a thousands separator
        return str(int(value)) if whole else f"{value:.10f}"
    return str(value)


def _magic(path: Path) -> bytes:
    if path.exists() and not path.is_file():  # a pipe or a device may have no end
        raise refused(path.name, "is no plain file")
    try:
        with path.open("rb") as file:
            return file.read(4)
    except OSError as error:
        raise refused(path.name, f"cannot be opened ({error.strerror or error})") from None


def _encoding(path: Path) -> str:
    """UTF-16 or UTF-8 by its mark, else what the bytes fit: UTF-16, UTF-8, Windows-1252."""
    with path.open("rb") as file:
        start = file.read(4096)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        even, odd = start[::2].count(0), start[1::2].count(0)
        if max(even, odd) > len(start) / 8:
            return "utf-16-le" if odd > even else "utf-16-be"
        decoder = codecs.getincrementaldecoder("utf-8")()
        file.seek(0)
        try:
            while block := file.read(_STEP):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _lines(path: Path) -> int:
    """Line ends in a file, at least."""
    found = {b"\n": 0, b"\r": 0}
    with path.open("rb") as file:
        while block := file.read(_STEP):
            for mark in found:
                found[mark] += block.count(mark)
    return max(found.values())


def _text(path: Path, encoding: str, delimiter: str, lines: int, strict: bool = False) -> Sheet:
    def rows(width: int | None = None) -> Generator[Row]:
        with path.open(encoding=encoding, newline="") as file:
            reader = csv.reader(file, delimiter=delimiter, strict=strict)
            number = 1
            try:
                for row in reader:
                    number += 1
                    yield row
            except csv.Error:
                why = "cannot be read on from here; is a quotation mark not closed, or not doubled?"
                raise refused(path.name, why, number) from None
            except UnicodeError:
                why = "is not UTF-8, UTF-16 or Windows-1252 text; save it as CSV UTF-8"
                raise refused(path.name, why) from None

    return Sheet("", rows, delimiter, encoding, lines)


def _workbook(path: Path) -> list[Sheet]:
    def sheet(name: str) -> Sheet:
        def rows(width: int | None = None) -> Generator[Row]:
            with _opened(path) as book:
                found = book[name]
                found.reset_dimensions()
                for number, row in enumerate(found.iter_rows(max_col=width, values_only=True), 1):
                    if number > EXCEL_ROWS:
                        raise refused(path.name, "has a row beyond the last one of Excel", number)
                    if any(isinstance(v, str) and len(v) > CELL_LETTERS for v in row):
                        raise refused(path.name, "has a cell longer than Excel allows", number)
                    yield ["" if v is None else said(v) for v in row]

        return Sheet(name, rows)

    with _opened(path) as book:
        names = [s.title for s in book.worksheets]
    if len(names) > MOST_SHEETS:
        raise refused(
            path.name, f"has {len(names)} sheets; save the one to be read as its own file"
        )
    return [sheet(name) for name in names]


@contextmanager
def _opened(path: Path) -> Generator[Any]:
    """A workbook, whatever its file is called; what cannot be read of it is refused."""
    from openpyxl import load_workbook

    try:
        _small(path)
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on styles and forms that are not read
            yield load_workbook(file, read_only=True, data_only=True)
    except CohortError:
        raise
    except Exception as error:  # openpyxl raises whatever its XML and ZIP readers do
        why = f"cannot be read as an Excel workbook ({type(error).__name__}); save it as xlsx"
        raise refused(path.name, why) from None


def _small(path: Path) -> None:
    """Refuse a workbook that unpacks to far more than it is; only its sheets are read in parts."""
    with zipfile.ZipFile(path) as packed:
        for part in packed.infolist():
            blown = part.file_size > max(200 * part.compress_size, BLOWN_BYTES)
            whole = not part.filename.startswith("xl/worksheets/")
            if blown or (whole and part.file_size > PART_BYTES):
                why = (
                    f"unpacks to {part.file_size:,} bytes in {part.filename}; save it as CSV UTF-8"
                )
                raise refused(path.name, why)
