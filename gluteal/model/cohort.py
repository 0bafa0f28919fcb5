"""Many cases in one vectorised pass."""

from __future__ import annotations

import os
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd

from gluteal.cases import Case, CaseError, UnknownFindingError
from gluteal.knowledge import EQUAL, IntArray, Knowledge, load
from gluteal.model.blocks import Marks
from gluteal.model.likelihood import model_of
from gluteal.model.state import after, priors, shares

CHUNK = 2**20  # numbers worked on at a time: what is in hand stays in the caches
THREADS = 4  # at most: each has a chunk in hand
_NOT_ASKED = (
    "the columns hold 0 and 1 and no -1: 0 means that a finding was not asked; "
    "write -1 where it was asked and is absent"
)

# columns of a cohort that say something of the patient and are no findings
CONTEXT = (
    "cause",
    "reference",
    "setting",
    "age",
    "injection",
    "relief",
    "duration_weeks",
    "conservative_weeks",
    "side",
)


def score(cohort: pd.DataFrame, kb: Knowledge | None = None, setting: str = EQUAL) -> pd.DataFrame:
    """Probabilities of all causes for many cases, a chunk at a time on all cores.

    Parameters
    ----------
    cohort : DataFrame
        Rows are cases, columns finding ids: 1 present, -1 absent, 0 or NA unknown.
        Booleans are refused, for an unknown finding is not an absent one; so zeros and
        ones without any -1 give a warning. Age and sex are given by their findings; columns of
        ``CONTEXT`` are passed over. Columns of ``int8`` are read where they stand; others are
        converted first.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.
    setting : str
        One of the settings of ``kb.priors``.

    Returns
    -------
    DataFrame
        Rows as in ``cohort``, columns the causes in the order of ``kb.causes``; each row
        sums to 1 and equals the ``probability`` of :func:`differential`.

    Raises
    ------
    UnknownFindingError
        A column is not a finding.
    CaseError
        A value is not 1, -1, 0 or NA, or the answers to a question contradict each other.

    Notes
    -----
    Beside the cohort and the result, memory does not grow with the number of cases. A cohort
    that is spread over machines is scored where it lies, by Dask (extra ``dask``)::

        spread = dask.dataframe.read_parquet(folder)
        meta = dict.fromkeys(kb.causes.index, float)
        scored = spread.map_partitions(gluteal.score, dask.delayed(kb), meta=meta)

    ``delayed`` has tables of one's own sent to each worker and compiled there once; for bundled
    ones leave them out.

    Examples
    --------
    >>> import gluteal, pandas as pd
    >>> cohort = pd.DataFrame({"saddle_anaesthesia": [1, -1], "pain_below_knee": [1, 0]})
    >>> gluteal.score(cohort).idxmax(axis=1)[0]
    'cauda_equina_syndrome'
    """
    kb = kb or load()
    model = model_of(kb)
    Case(setting=setting)
    cohort = _marked(cohort)
    places, states = _states(cohort, kb)
    only_present = states.min(initial=0) == 0 < states.max(initial=0)
    if only_present and any((pd.to_numeric(c) == 0).any() for _, c in cohort.items()):
        warnings.warn(_NOT_ASKED, UserWarning, stacklevel=2)
    share, prior = np.log(shares(kb, setting)), priors(kb, setting)
    probability = np.empty((len(cohort), len(prior)))
    step = max(1, CHUNK // max(len(share), len(model.findings)))

    def fill(start: int) -> None:
        part = slice(start, start + step)
        log_rows = model.log_likelihood(_spread(places, states[part], len(model.findings)))
        log_rows += share
        peak = log_rows.max(axis=1, keepdims=True)
        if np.isnan(peak).any():
            at = _row(cohort.index, start + int(np.argmax(np.isnan(peak))))
            raise CaseError(f"{at}: its answers to one question contradict each other")
        log_rows -= peak
        likely = np.add.reduceat(np.exp(log_rows, out=log_rows), model.cells.starts, axis=1)
        with np.errstate(divide="ignore"):
            probability[part] = after(prior, np.log(likely).T, setting).T

    with ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1)) as pool:
        list(pool.map(fill, range(0, len(cohort), step)))
    return pd.DataFrame(probability, cohort.index, model.causes, copy=False)


def marks_of(cohort: pd.DataFrame, kb: Knowledge) -> Marks:
    """Marks of a cohort as the model takes them, cases x findings; columns and errors as in :func:`score`."""
    return _spread(*_states(_marked(cohort), kb), len(kb.findings))


def _marked(cohort: pd.DataFrame) -> pd.DataFrame:
    """The columns of findings; the frame itself where it has no others, for a copy may be large."""
    beside = cohort.columns.intersection(list(CONTEXT))
    return cohort.drop(columns=beside) if len(beside) else cohort


def _spread(places: IntArray, states: Marks, findings: int) -> Marks:
    """States of some findings as marks of all of them."""
    marks = np.zeros((findings, len(states)), np.int8)
    marks[places] = states.T
    return marks.T


def _states(cohort: pd.DataFrame, kb: Knowledge) -> tuple[IntArray, Marks]:
    """Places of the columns among the findings, and their states, cases x columns."""
    if not cohort.columns.is_unique:
        twice = cohort.columns[cohort.columns.duplicated()][0]
        raise CaseError(f"column {twice!r} stands twice; keep one")
    places = kb.findings.index.get_indexer(cohort.columns)
    for column in cohort.columns[places < 0]:
        Case(present=[str(column)]).check(kb)
        raise UnknownFindingError(f"column {column!r} must be the id of a finding")
    if (cohort.dtypes == np.int8).all():  # as they should be: nothing to convert or to copy
        states = cohort.to_numpy(np.int8)
        if states.min(initial=0) >= -1 and states.max(initial=0) <= 1:
            return places, states
    states = np.empty((len(places), len(cohort)), np.int8)
    for at, column in enumerate(cohort.columns):
        states[at] = _state(cohort[column])
    return places, states.T


def _state(column: pd.Series) -> Marks:
    numbers = pd.api.types.is_numeric_dtype(column)
    if pd.api.types.is_bool_dtype(column) or (
        not numbers and not {bool, np.bool_}.isdisjoint(map(type, column))
    ):
        raise CaseError(
            f"column {column.name!r} holds booleans; write 1 present, -1 absent, 0 unknown"
        )
    values = pd.to_numeric(column, errors="coerce")
    known = values.fillna(0).to_numpy()
    states: Marks = np.sign(known).astype(np.int8)
    wrong = (states != known) | (values.isna() & column.notna())
    if wrong.any():
        at = int(np.argmax(wrong.to_numpy(bool)))
        raise CaseError(
            f"{_row(column.index, at)}, column {column.name!r} == {column.tolist()[at]!r}, "
            "must be 1, -1, 0 or NA"
        )
    return states


def _row(index: pd.Index, at: int) -> str:
    """A row as a message names it: by its label, and by its place where labels repeat."""
    return f"row {index.tolist()[at]!r}" + (
        "" if index.is_unique else f" (number {at + 1} from the top)"
    )
