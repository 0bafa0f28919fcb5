"""What is wrong with a folder of tables, told all at once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd


class KnowledgeError(ValueError):
    """The tables of a folder cannot be used.

    ``problems`` is a DataFrame with the columns file, row, column, value, remedy,
    one row a problem; row 2 is the first line below the header.
    """

    def __init__(self, problems: pd.DataFrame, folder: Path | str) -> None:
        self.problems = problems
        lines = [f"  {line}" for line in listed(problems.head(30))]
        more = len(problems) - len(lines)
        super().__init__(
            f"{len(problems)} problem{'s' * (len(problems) > 1)} in {folder}:\n"
            + "\n".join(lines)
            + (f"\n  ... and {more} more, in .problems" if more > 0 else "")
        )


def listed(problems: pd.DataFrame) -> list[str]:
    """Problems as lines of text: file, row, column, value, remedy."""
    return [
        f"{p.file}"
        + (f", row {p.row}" if p.row else "")
        + (f", column {p.column}" if p.column else "")
        + (f": {p.value!r}" if p.value else "")
        + f": {p.remedy}"
        for p in problems.itertuples()
    ]
