"""Teaching: the case library, a case step by step, guesses scored against the confirmed cause.

Pure: frames in, frames out; only a lecturer's own folder is read. The model's part is what
:func:`gluteal.score` and :func:`gluteal.next_findings` say, in the setting ``equal`` unless
another is given, for a teaching case was selected and comes from no clinic's mix.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from operator import index
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from gluteal.case import Case, CaseError
from gluteal.casebook import CASES, MAX_BYTES, OPTIONAL, REQUIRED, STAGES, Known, Problem, library
from gluteal.cohort import score
from gluteal.inference import next_findings, unsafe
from gluteal.knowledge import EQUAL, Knowledge, KnowledgeError, load
from gluteal.reader import data_folder, normal
from gluteal.tables import TIERS

Row: TypeAlias = "pd.Series | Mapping[str, Any]"
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
    p = _probabilities(cases, kb, EQUAL).to_numpy()
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


def case_at(row: Row, step: int, setting: str | None = None) -> Case:
    """What is known after a step of a case.

    Parameters
    ----------
    row : Series or mapping
        A row of :func:`casebook`.
    step : int
        0 (nothing but the setting) to the number of steps; age and sex come with step 1.
    setting : str, optional
        Where the patient is seen; ``equal`` by default.

    Raises
    ------
    ValueError
        ``step`` is out of range.
    """
    told = row["steps"][: _step(row, step, 0)]
    if not told:
        return Case(setting=setting or EQUAL)
    present, absent = ([f for s in told for f in s[state]] for state in ("present", "absent"))
    age, sex = int(row["age"]), str(row["sex"])
    return Case(present, absent, setting=setting or EQUAL, age=age, sex=sex)


def course(row: Row, kb: Knowledge | None = None, setting: str | None = None) -> pd.DataFrame:
    """Probabilities after each step: the picture of how a case unfolds.

    Returns
    -------
    DataFrame
        Indexed by ``step``, 0 to the number of steps; columns the causes in the order of the
        tables. Each row sums to 1 and is the ``probability`` of ``gluteal.differential``.

    Examples
    --------
    >>> course(casebook().loc["sij_27f_veteran"])["sacroiliac_joint_pain"].round(2).tolist()
    [0.04, 0.05, 0.08, 0.21, 0.37, 0.38, 0.12]
    """
    kb = kb or load()
    cases = [case_at(row, step, setting) for step in range(len(row["steps"]) + 1)]
    return _probabilities(cases, kb, setting or EQUAL).rename_axis("step")


def worth(
    row: Row, step: int, kb: Knowledge | None = None, setting: str | None = None
) -> pd.DataFrame:
    """What each finding of a step did, revealed one after the other.

    Parameters
    ----------
    row : Series or mapping
        A row of :func:`casebook`.
    step : int
        1 to the number of steps.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.
    setting : str, optional
        ``equal`` by default.

    Returns
    -------
    DataFrame
        Indexed by finding in the order of revealing: what age and sex imply but the step does
        not list, then its findings present, then absent. ``state`` is present or absent;
        ``truth_before`` and ``truth_after`` are the probability of the confirmed cause,
        ``leading_before`` and ``leading_after`` that of ``leading``, the cause that led before
        this finding ('' and NaN while all are level).

    Notes
    -----
    Findings of one cluster share their weight, so what one adds depends on the order.
    """
    kb = kb or load()
    shown = row["steps"][_step(row, step, 1) - 1]
    present, absent = case_at(row, step - 1).facts(kb)
    implied = {} if step > 1 else case_at(row, step).implied(kb)
    order = {f: s for f, s in implied.items() if f not in (*shown["present"], *shown["absent"])}
    order |= dict.fromkeys(shown["present"], True) | dict.fromkeys(shown["absent"], False)
    facts = [(set(present), set(absent))]
    for finding, state in order.items():
        (present if state else absent).add(finding)
        facts.append((set(present), set(absent)))
    p = _scored(facts, kb, setting or EQUAL)
    before, after = p.iloc[:-1].set_axis(list(order)), p.iloc[1:].set_axis(list(order))
    leading = before.idxmax(axis=1).where(before.max(axis=1) > before.min(axis=1) + 1e-9, "")
    at = [(f, c) for f, c in leading.items()]
    return pd.DataFrame(
        {
            "state": ["present" if state else "absent" for state in order.values()],
            "label": [kb.label(f) for f in order],
            "truth_before": before[row["cause"]],
            "truth_after": after[row["cause"]],
            "leading": leading,
            "leading_before": [before.at[f, c] if c else math.nan for f, c in at],
            "leading_after": [after.at[f, c] if c else math.nan for f, c in at],
        },
        pd.Index(list(order), name="finding", dtype="str"),
    )


def advice(
    row: Row, step: int, kb: Knowledge | None = None, setting: str | None = None
) -> pd.DataFrame:
    """What the model would have asked or examined next, beside what was really done.

    Parameters
    ----------
    row : Series or mapping
        A row of :func:`casebook`.
    step : int
        0 to the number of steps: what is known when the question is put.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.
    setting : str, optional
        ``equal`` by default.

    Returns
    -------
    DataFrame
        Indexed by finding, by tier and then most informative first: the best of each tier
        (``best``), and all that the next step reveals (``done``; a finding may be both).
        ``tier`` is ask, examine, lab, image or block; ``information`` in bits, ``place`` (1 is
        best) and ``share`` (0 to 1 of the best) within its tier; then ``reason``, ``cause``,
        ``now``, ``if_present`` and ``if_absent`` of :func:`gluteal.next_findings`. A finding
        that was done but is not proposed has NaN and the reason why.
    """
    kb = kb or load()
    case = case_at(row, _step(row, step, 0), setting)
    ranked = next_findings(case, kb)
    tiers = ranked.groupby("tier", sort=False)["information"]
    ranked["place"] = tiers.rank(ascending=False, method="first").astype("Int64")
    ranked["share"] = ranked["information"] / tiers.transform("max").clip(lower=1e-300)
    steps = row["steps"][step : step + 1]
    done = [f for s in steps for state in ("present", "absent") for f in s[state]]
    best = ranked.index[ranked["place"] == 1]
    frame = ranked.reindex(pd.Index(dict.fromkeys([*best, *done]), name="finding", dtype="str"))
    harmful, without = unsafe(case, kb), frame.index.difference(ranked.index)
    frame.loc[without, "reason"] = [_SILENT[f in harmful] for f in without]
    frame["tier"] = kb.findings["tier"].reindex(frame.index)
    frame["label"] = [kb.label(f) for f in frame.index]
    frame["best"], frame["done"] = frame.index.isin(best), frame.index.isin(done)
    order = frame["tier"].map(TIERS.index) - frame["share"].fillna(-1) / 10
    columns = ["label", "tier", "best", "done", "information", "place", "share", "reason"]
    frame = frame.loc[order.sort_values(kind="stable").index]
    return frame[[*columns, "cause", "now", "if_present", "if_absent"]]


_SILENT = (
    "Not ranked: it follows from what is known, or is no question to ask",
    "Could do harm now",
)


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
        paths = sorted(p for p in path.glob("*.json") if not p.name.startswith("."))
        if not paths:
            said = "has no *.json with a case; start from gluteal.teaching.template()"
            unread.append((path.name, 0, "", "", said))
    for file in paths:
        try:
            if file.exists() and not file.is_file():
                raise OSError("it is no file")
            size = file.stat().st_size  # a larger one is refused by its size, without reading it
            files[file.name] = normal(file.read_bytes()) if size <= MAX_BYTES else b" " * size
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            unread.append((file.name, 0, "", "", f"cannot be read ({why}); check the path"))
    known = Known.of({n: getattr(kb, n) for n in ("causes", "findings", "injections")})
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


def _probabilities(cases: Sequence[Case], kb: Knowledge, setting: str) -> pd.DataFrame:
    """Probabilities of many cases in one pass, cases x causes."""
    return _scored([case.facts(kb) for case in cases], kb, setting)


def _scored(
    facts: Sequence[tuple[set[str], set[str]]], kb: Knowledge, setting: str
) -> pd.DataFrame:
    used = [f for f in kb.findings.index if any(f in p or f in a for p, a in facts)]
    marks = [[(f in p) - (f in a) for f in used] for p, a in facts]
    return score(pd.DataFrame(marks, range(len(facts)), used, dtype="int8"), kb, setting)


def _given(value: object) -> bool:
    """Whether a field of a case says something; in a frame what is missing is NaN."""
    return value is not None and value == value


def stages(row: Row, n: int) -> int:
    """Number of steps in the first ``n`` stages."""
    return sum(s["stage"] in STAGES[:n] for s in row["steps"])


def _step(row: Row, step: int, least: int) -> int:
    most = len(row["steps"])
    if isinstance(step, bool) or not least <= index(step) <= most:
        raise ValueError(f"step == {step!r}, must be a whole number from {least} to {most}")
    return index(step)


def _several(name: str, given: str | Iterable[str], allowed: Sequence[str] = ()) -> list[str]:
    wanted = [given] if isinstance(given, str) else list(given)
    for one in wanted:
        if allowed and one not in allowed:
            raise ValueError(f"{name} == {one!r}, must be one of {', '.join(allowed)}")
    return wanted
