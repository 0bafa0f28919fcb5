"""Check a folder of tables as far as a machine can: what must be mended, what to think about."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from gluteal.knowledge.checks.sound import unsound
from gluteal.knowledge.reader import contents, data_folder, digest, files
from gluteal.knowledge.tables import Tables

REFUSED: Final = "refused"
UNSOUND: Final = "unsound"
REMARK: Final = "remark"


def check(folder: str | Path | None = None) -> pd.DataFrame:
    """Everything in a folder of tables that a machine can find wrong.

    Parameters
    ----------
    folder : path, optional
        Tables in the form of ``data/``; the bundled ones without it. A seal is no excuse.

    Returns
    -------
    DataFrame
        ``kind``, ``file``, ``row``, ``column``, ``value``, ``remedy``. Kinds: ``refused`` is what
        :func:`load` does not take, and then nothing else is looked for. ``unsound`` has to be
        mended too: a published likelihood ratio that the tables contradict without a reason, a
        DOI, PMID or PMCID that is none, two records of one source. A ``remark`` need not be
        wrong: a source that no row cites, a measured row without an interval. Row 2 is the first
        line below the header; of ``references.json`` it is the place of the record.

    Raises
    ------
    NotADirectoryError
        There is no such folder.

    Notes
    -----
    No number is looked up anywhere: whether it is right, only a reader of its source can tell.

    Examples
    --------
    >>> set(check()["kind"]) <= {"remark"}
    True
    """
    path = data_folder() if folder is None else Path(folder)
    if not path.is_dir():
        raise NotADirectoryError(f"{path} is no folder; name one with tables in the form of data/")
    from gluteal.knowledge.checks.columns import COLUMNS, problems

    raw, unread = contents(path)
    refused = problems(raw, files(), unread)
    if len(refused):
        refused.insert(0, "kind", REFUSED)
        return refused
    wrong, remarks = unsound(Tables(raw, "", digest(raw)))
    kinds = [UNSOUND] * len(wrong) + [REMARK] * len(remarks)
    found = pd.DataFrame([*wrong, *remarks], columns=COLUMNS)
    found.insert(0, "kind", pd.Series(kinds, dtype="str"))
    return found
