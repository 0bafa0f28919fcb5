"""A table as text that any spreadsheet opens, and that runs nothing there."""

from __future__ import annotations

import math

import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_SEPARATOR = {".": ",", ",": ";"}  # where numbers have a decimal comma, semicolons part the cells


def as_csv(table: pd.DataFrame, decimal: str) -> str:
    """A table as text, numbers to four places behind the decimal mark.

    A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers
    stay numbers. It begins with a byte-order mark, so that Excel reads UTF-8.
    """
    if decimal not in _SEPARATOR:
        raise ValueError(f"decimal == {decimal!r}, must be '.' or ','")
    cells = table.astype(object).map(lambda value: _cell(value, decimal))
    text: str = cells.to_csv(sep=_SEPARATOR[decimal], lineterminator="\r\n")
    return "\ufeff" + text


def _cell(value: object, decimal: str) -> object:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{round(value, 4):g}".replace(".", decimal)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
