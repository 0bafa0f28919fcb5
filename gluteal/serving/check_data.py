"""``gluteal check-data``: what is wrong with a folder of tables, and what its changes move."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    import pandas as pd

WORD = "check-data"


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and leave with status 2."""
        self.exit(2, f"gluteal: {message}\n")


def parser() -> Parser:
    """The words after ``check-data``."""
    made = Parser(
        f"gluteal {WORD}",
        description="Check a folder of tables, and say what its changes do to the published "
        "patients. Status 1 if something has to be mended.",
        allow_abbrev=False,
    )
    made.add_argument("folder", nargs="?", type=Path, help="the bundled tables without it")
    made.add_argument(
        "--against",
        type=Path,
        metavar="FOLDER",
        help="tables to compare with; the bundled ones if the folder is another",
    )
    return made


def check_data(argv: list[str]) -> int:
    """Check a folder of tables and print what was found.

    Parameters
    ----------
    argv : list of str
        The words after ``check-data``.

    Returns
    -------
    int
        0; 1 if something has to be mended; 2 if a folder is not there.
    """
    words = parser().parse_args(argv)
    from gluteal.knowledge import REFUSED, REMARK, check, data_folder, unchecked

    folder = words.folder or data_folder()
    for path in filter(None, (folder, words.against)):
        if not path.is_dir():
            print(f"gluteal: {path} is no folder; name one with tables", file=sys.stderr)
            return 2
    found = check(folder)
    kb = unchecked(folder)
    print(f"Tables {kb.version}, sha256 {kb.digest[:12]}, in {folder}")
    _print_found(found)
    if (found["kind"] == REFUSED).any():
        print("These tables cannot be loaded: mend them, then they are compared.")
        return 1
    against = words.against or data_folder()
    if against.resolve() == folder.resolve():
        print("Nothing to compare with: name older tables with --against.")
    else:
        _print_changes(folder, against)
    return int((found["kind"] != REMARK).any())


def _print_found(found: pd.DataFrame) -> None:
    from gluteal.knowledge import REFUSED, REMARK, UNSOUND, listed

    heads = {
        REFUSED: "files, columns, keys, ids, ranges, sums and rules",
        UNSOUND: "published ratios; DOI, PMID and PMCID; sources that stand twice; coded patients",
    }
    refused = (found["kind"] == REFUSED).any()
    for kind, what in heads.items():
        if kind == UNSOUND and refused:
            continue
        rows = found[found["kind"] == kind]
        print(f"{len(rows) or 'No'} problem{'s' * (len(rows) != 1)}: {what}")
        for line in listed(rows):
            print(f"  {line}")
    remarks = found[found["kind"] == REMARK]
    for (file, column, remedy), rows in remarks.groupby(["file", "column", "remedy"], sort=False):
        print(f"To think about: {file}, column {column}: {remedy} ({len(rows)}):")
        print(f"  {', '.join(rows['value'])}")


def _print_changes(folder: Path, against: Path) -> None:
    """Compare with tables that may be of another layout."""
    from gluteal.knowledge import KnowledgeError, load, unchecked
    from gluteal.study import told

    effects = True
    try:
        before = load(against)
    except KnowledgeError as error:
        before, effects = unchecked(against), False
        print(
            f"{against} is of another layout, or does not pass the checks of this version "
            f"({len(error.problems)} problems): rows are compared, effects cannot be computed."
        )
    print(f"\nAgainst {before.version}, sha256 {before.digest[:12]}, in {against}")
    print(told(unchecked(folder), before, effects))
