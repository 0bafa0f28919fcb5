"""What keeps a clinic's table from being read, said so that it can be mended."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd


class Problem(NamedTuple):
    """One thing to mend; row 0 is the column or the file as a whole."""

    row: int
    column: str
    value: str
    remedy: str


class CohortError(ValueError):
    """A clinic's table cannot be read as it is.

    ``problems`` is a DataFrame with the columns row, column, value, remedy, one row a problem.
    Rows are numbered as a spreadsheet shows them, the head included; row 0 is the column or the
    file as a whole.
    """

    def __init__(self, problems: pd.DataFrame, file: str) -> None:
        self.problems = problems
        lines = [
            "  "
            + (f"row {p.row}, " if p.row else "")
            + (f"column {p.column}" if p.column else "the file" if not p.row else "the whole row")
            + (f": {p.value!r}" if p.value else "")
            + f": {p.remedy}"
            for p in problems.head(30).itertuples()
        ]
        more = len(problems) - len(lines)
        super().__init__(
            f"{len(problems)} problem{'s' * (len(problems) > 1)} in {file}:\n"
            + "\n".join(lines)
            + (f"\n  ... and {more} more, in .problems" if more > 0 else "")
        )


def table_of(problems: list[Problem]) -> pd.DataFrame:
    """Problems as a frame: those of columns first, then row by row."""
    frame = pd.DataFrame(problems, columns=list(Problem._fields))
    return frame.sort_values("row", kind="stable", ignore_index=True)


def refused(file: str, remedy: str, row: int = 0, column: str = "", value: str = "") -> CohortError:
    """The error of a file with one problem."""
    return CohortError(table_of([Problem(row, column, value, remedy)]), file)
