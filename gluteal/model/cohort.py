"""Many cases in one vectorised pass."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gluteal.cases import Case, CaseError, UnknownFindingError
from gluteal.knowledge import EQUAL, Knowledge, load
from gluteal.model.blocks import Marks
from gluteal.model.likelihood import model_of
from gluteal.model.state import after, by_cause, priors, shares

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
    """Probabilities of all causes for many cases in one pass.

    Parameters
    ----------
    cohort : DataFrame
        Rows are cases, columns finding ids: 1 present, -1 absent, 0 or NA unknown.
        Booleans are refused, for an unknown finding is not an absent one; so zeros and
        ones without any -1 give a warning. Age and sex are given by their findings; columns of
        ``CONTEXT`` are passed over.
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
    cohort = cohort.drop(columns=list(CONTEXT), errors="ignore")
    marks = marks_of(cohort, kb)
    zeros = cohort.apply(pd.to_numeric).eq(0).any(axis=None)
    if zeros and (marks == 1).any() and not (marks == -1).any():
        warnings.warn(_NOT_ASKED, UserWarning, stacklevel=2)
    log_rows = np.log(shares(kb, setting)) + model.log_likelihood(marks)
    if np.isnan(log_rows).any() or np.isinf(log_rows).any():
        at = _row(cohort.index, int(np.argmax(~np.isfinite(log_rows).all(axis=1))))
        raise CaseError(f"{at}: its answers to one question contradict each other")
    probability = after(priors(kb, setting), by_cause(model, log_rows.T), setting).T
    return pd.DataFrame(probability, cohort.index, model.causes)


def marks_of(cohort: pd.DataFrame, kb: Knowledge) -> Marks:
    """Marks of a cohort as the model takes them, cases x findings; columns and errors as in :func:`score`."""
    position = kb.cells.position
    cohort = cohort.drop(columns=list(CONTEXT), errors="ignore")
    if not cohort.columns.is_unique:
        twice = cohort.columns[cohort.columns.duplicated()][0]
        raise CaseError(f"column {twice!r} stands twice; keep one")
    marks = np.zeros((len(cohort), len(position)), np.int8)
    for column in cohort.columns:
        if column not in position:
            Case(present=[str(column)]).check(kb)
            raise UnknownFindingError(f"column {column!r} must be the id of a finding")
        marks[:, position[column]] = _states(cohort[column])
    return marks


def _states(column: pd.Series) -> NDArray[np.int8]:
    if pd.api.types.is_bool_dtype(column) or any(isinstance(v, (bool, np.bool_)) for v in column):
        raise CaseError(
            f"column {column.name!r} holds booleans; write 1 present, -1 absent, 0 unknown"
        )
    values = pd.to_numeric(column, errors="coerce")
    wrong = ~(values.isin([-1, 0, 1]) | column.isna())
    if wrong.any():
        at = int(np.argmax(wrong.to_numpy(bool)))
        raise CaseError(
            f"{_row(column.index, at)}, column {column.name!r} == {column.tolist()[at]!r}, "
            "must be 1, -1, 0 or NA"
        )
    states: NDArray[np.int8] = values.fillna(0).to_numpy(np.int8)
    return states


def _row(index: pd.Index, at: int) -> str:
    """A row as a message names it: by its label, and by its place where labels repeat."""
    return f"row {index.tolist()[at]!r}" + (
        "" if index.is_unique else f" (number {at + 1} from the top)"
    )
