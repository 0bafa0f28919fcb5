"""What is known of the entries of a journal: where a case is, what its file holds, what it says."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from gluteal.cases.case import Case
from gluteal.cases.errors import CaseError
from gluteal.cases.files import loads, read, stamp_of
from gluteal.cases.lenient import Trouble, plain
from gluteal.knowledge import EQUAL

TYPES = {"saved": "datetime64[ns, UTC]", "entry": "str", "present": "Int64", "absent": "Int64"}
TYPES |= {"setting": "str", "age": "Int64", "sex": "str", "side": "str", "readable": "bool"}


@dataclass(frozen=True)
class Saved:
    """Where a case is kept.

    Attributes
    ----------
    entry : str
        Where it is, and where the next save belongs.
    stamp : str
        Of what the file holds now; '' while there is none. The next save gives it as ``seen``.
    moved : bool
        The case is under a new entry: the file of the old one held what this window had not
        seen, or was gone.
    """

    entry: str
    stamp: str = ""
    moved: bool = False


@dataclass(frozen=True)
class Opened:
    """A case as it was read, and where its changes belong.

    Attributes
    ----------
    case : Case
        What can be used of the file.
    troubles : tuple of Trouble
        What does not count as the file says it.
    source : str
        The entry that was read.
    entry, stamp : str
        What the next save gives: the entry that was read, or a new one where the case leaves
        out something that the file says, which stays as it is.
    """

    case: Case
    troubles: tuple[Trouble, ...]
    source: str
    entry: str
    stamp: str


def local_time(when: pd.Timestamp, pattern: str = "%Y-%m-%d %H:%M") -> str:
    """A time as the clock of this computer shows it; '' for none."""
    if pd.isna(when):
        return ""
    return str(when.to_pydatetime(warn=False).astimezone().strftime(pattern))


def stamp_at(path: Path) -> str:
    """Of what a file holds, readable or not; '' where there is none."""
    if not os.path.lexists(path):
        return ""
    try:
        return stamp_of(read(path))
    except CaseError:
        return "unreadable"


def holds(case: Case, given: dict[str, Any]) -> bool:
    """Whether a case says all that its file does; it may pause more."""
    try:
        whole = Case(**given)
    except (CaseError, TypeError):
        return False
    return replace(case, paused=whole.paused) == whole and set(whole.paused) <= set(case.paused)


def said_of(path: Path) -> tuple[Any, ...]:
    """What a file says, for the list: marks, setting, age, sex, side and whether it can be read."""
    with suppress(CaseError):
        kept = plain(loads(read(path)), [])
        age = kept.get("age")
        return (
            *(len(kept.get(marks, [])) for marks in ("present", "absent")),
            kept.get("setting", EQUAL),
            None if age is None else int(age),
            kept.get("sex"),
            kept.get("side"),
            True,
        )
    return None, None, None, None, None, None, False
