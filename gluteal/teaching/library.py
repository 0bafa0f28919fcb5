"""Cases to teach from: the published ones, or a lecturer's own, checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gluteal.cases import CaseError
from gluteal.knowledge import (
    CASES,
    CASES_BYTES,
    EQUAL,
    OPTIONAL,
    REQUIRED,
    STAGES,
    Knowledge,
    KnowledgeError,
    Names,
    Problem,
    bounded,
    data_folder,
    library,
    load,
    normal,
    strays,
)
from gluteal.teaching.lessons import case_at, probabilities, stages

DIFFICULTIES = ("easy", "medium", "hard")


_PROBLEM = ["file", "row", "column", "value", "remedy"]


def casebook(kb: Knowledge | None = None, folder: str | Path | None = None) -> pd.DataFrame:
    """The case library, with what the model makes of each case.

    Parameters
    ----------
    kb : Knowledge, optional
        Evidence to reason from, and its published cases. Bundled data by default.
    folder : path, optional
        A lecturer's own cases instead: a folder of ``*.json`` files, or one such file,
        each with a case or a list of cases.

    Returns
    -------
    DataFrame
        Indexed by id; the fields of ``cases.json`` (texts that are missing are ''), and
        ``steps_n``; ``probability`` of the confirmed cause, 0 to 1, with all marks in the
        setting ``equal``, and its ``rank``, 1 the likeliest, ties against it;
        ``probability_history`` and ``rank_history`` from history and examination only;
        ``difficulty``: easy if ``rank_history`` is 1, medium if 2 or 3, else hard.

    Raises
    ------
    KnowledgeError
        A case cannot be used: all problems of all files at once.

    Examples
    --------
    >>> casebook().loc["sij_27f_veteran", ["cause", "difficulty"]].tolist()
    ['sacroiliac_joint_pain', 'easy']
    """
    kb = kb or load()
    if folder is None:
        listed = kb.cases.reset_index().to_dict("records")
        read = [(CASES, i, {str(k): v for k, v in r.items()}) for i, r in enumerate(listed, 1)]
        found = _contradictions(read, kb)
    else:
        read, found = _own(Path(folder), kb)
    if found:
        raise KnowledgeError(pd.DataFrame(found, columns=_PROBLEM), folder or "the tables")
    blank = dict.fromkeys(OPTIONAL, "")
    told = [blank | {k: v for k, v in r.items() if k in REQUIRED or _given(v)} for _, _, r in read]
    book = pd.DataFrame(told, columns=[*REQUIRED, *OPTIONAL]).set_index("id")
    rows = [book.loc[name] for name in book.index]
    cases = [case_at(row, len(row["steps"])) for row in rows]
    cases += [case_at(row, stages(row, 2)) for row in rows]
    p = probabilities(cases, kb, EQUAL).to_numpy()
    own = p[np.arange(len(p)), kb.causes.index.get_indexer(2 * list(book["cause"]))]
    rank = (p >= own[:, None] - 1e-12).sum(axis=1)
    n = len(book)
    return book.assign(
        steps_n=[len(row["steps"]) for row in rows],
        rank=rank[:n],
        probability=own[:n],
        rank_history=rank[n:],
        probability_history=own[n:],
        difficulty=[DIFFICULTIES[0 if r == 1 else 1 if r <= 3 else 2] for r in rank[n:]],
    )


def choose(
    book: pd.DataFrame,
    cause: str | Iterable[str] | None = None,
    difficulty: str | Iterable[str] | None = None,
    stage: str | Iterable[str] | None = None,
) -> pd.DataFrame:
    """The cases of a book with one of these causes, of this difficulty, with a step of this stage.

    Parameters
    ----------
    book : DataFrame
        Result of :func:`casebook`.
    cause, difficulty, stage : str or list of str, optional
        Confirmed cause; easy, medium, hard; history, examination, investigation, block.

    Raises
    ------
    ValueError
        A difficulty or stage is unknown. A cause without a case gives an empty book.
    """
    kept = pd.Series(True, book.index)
    if cause is not None:
        kept &= book["cause"].isin(_several("cause", cause))
    if difficulty is not None:
        kept &= book["difficulty"].isin(_several("difficulty", difficulty, DIFFICULTIES))
    if stage is not None:
        wanted = set(_several("stage", stage, STAGES))
        found = [any(s["stage"] in wanted for s in steps) for steps in book["steps"]]
        kept &= np.array(found, bool)
    return book[kept]


def template() -> str:
    """Text of a whole case to copy and change; each field says what belongs there.

    Examples
    --------
    >>> import json
    >>> list(json.loads(template()))[:4]
    ['id', 'title', 'cause', 'age']
    """
    return (data_folder() / "cases" / "template.json").read_text("utf-8")


def check(path: str | Path, kb: Knowledge | None = None) -> pd.DataFrame:
    """Problems of a lecturer's file of cases, or folder of such files.

    Returns
    -------
    DataFrame
        Columns file, row (place in the file, 0 the file as a whole), column, value, remedy;
        empty when :func:`casebook` can use it.
    """
    return pd.DataFrame(_own(Path(path), kb or load())[1], columns=_PROBLEM)


def _own(path: Path, kb: Knowledge) -> tuple[list[tuple[str, int, dict[str, Any]]], list[Problem]]:
    """Cases of a file or folder, and all that is wrong with them."""
    files: dict[str, bytes] = {}
    unread: list[Problem] = []
    paths = [path]
    if path.is_dir():
        inside = (p for p in path.glob("*") if p.suffix.lower() == ".json")
        paths = sorted(p for p in inside if not p.name.startswith("."))
        if not paths:
            said = "has no *.json with a case; start from gluteal.teaching.template()"
            unread.append((path.name, 0, "", "", said))
    for file in paths:
        try:
            if file != path and strays(file, path):
                raise OSError("it leads out of the folder")
            files[file.name] = normal(bounded(file, CASES_BYTES))
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            unread.append((file.name, 0, "", "", f"cannot be read ({why}); check the path"))
    known = Names.of({n: getattr(kb, n) for n in ("causes", "findings", "injections")})
    read, found = library(files, known)
    return read, unread + (found or _contradictions(read, kb))


def _contradictions(
    read: Sequence[tuple[str, int, Mapping[str, Any]]], kb: Knowledge
) -> list[Problem]:
    """Cases whose marks contradict the age, the sex or each other."""
    found: list[Problem] = []
    for file, row, record in read:
        try:
            case_at(record, len(record["steps"])).check(kb)
        except CaseError as error:
            said = f"case {record['id']}: {error}"
            found.append((file, row, "present or absent", "", said))
    return found


def _given(value: object) -> bool:
    """Whether a field of a case says something; in a frame what is missing is NaN."""
    return value is not None and value == value


def _several(name: str, given: str | Iterable[str], allowed: Sequence[str] = ()) -> list[str]:
    wanted = [given] if isinstance(given, str) else list(given)
    for one in wanted:
        if allowed and one not in allowed:
            raise ValueError(f"{name} == {one!r}, must be one of {', '.join(allowed)}")
    return wanted
