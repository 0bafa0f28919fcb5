"""The published patients as a cohort, and what of their marks a reader had seen so far."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd

from gluteal.cases import Case
from gluteal.knowledge import STAGES, Knowledge, load
from gluteal.model import cohort_of

BEDSIDE: Final = STAGES[:2]  # history and examination
READINGS: Final = {  # what is known as a consultation goes on
    "history": STAGES[:1],
    "history and examination": BEDSIDE,
    "and investigations": STAGES[:3],
    "all marks": STAGES,
}


def people(kb: Knowledge | None = None) -> pd.DataFrame:
    """The published patients, told or only coded, one row each.

    Returns
    -------
    DataFrame
        The rows of ``kb.cases`` and ``kb.coded``: ``cause``, ``age``, ``sex``, ``setting``,
        ``present``, ``absent``, ``reference_strength`` and what else either of them has.
    """
    kb = kb or load()
    return pd.concat([kb.cases, kb.coded])


def coded(patients: pd.DataFrame, kb: Knowledge) -> pd.DataFrame:
    """Patients as a cohort, with the findings that follow from age and sex.

    Parameters
    ----------
    patients : DataFrame
        As :func:`people` gives them; only ``cause``, ``age``, ``sex``, ``present`` and
        ``absent`` are needed.

    Returns
    -------
    DataFrame
        One column a finding (1 present, -1 absent, 0 unknown), and ``cause``.
    """
    cohort = cohort_of(patients, kb)
    for name, age, sex in zip(patients.index, patients["age"], patients["sex"]):
        for finding, present in Case(age=int(age), sex=sex).implied(kb).items():
            cohort.at[name, finding] = 1 if present else -1
    return cohort


def published(kb: Knowledge | None = None) -> pd.DataFrame:
    """The published patients as a cohort.

    Returns
    -------
    DataFrame
        One column a finding (1 present, -1 absent, 0 unknown); ``cause``, the confirmed one;
        ``reference``, how firmly it was confirmed: strong, moderate or weak; ``setting``, where
        the patient was seen; ``age`` in years.

    Notes
    -----
    Published patients were chosen for being unusual and are no clinic's mix. Their results were
    seen while the tables were made, and one constant of the model was chosen with them in view.

    Examples
    --------
    >>> cohort = published()
    >>> bool(cohort["cause"].isin(load().causes.index).all()), sorted(set(cohort["reference"]))
    (True, ['moderate', 'strong', 'weak'])
    """
    kb = kb or load()
    all_ = people(kb)
    context = {"reference": "reference_strength", "setting": "setting", "age": "age"}
    return coded(all_, kb).assign(**{name: all_[column] for name, column in context.items()})


def marks_of_stages(
    cohort: pd.DataFrame, kb: Knowledge, stages: Collection[str] = BEDSIDE
) -> pd.DataFrame:
    """Only the marks of some stages of the consultation; the other findings are unknown.

    Parameters
    ----------
    cohort : DataFrame
        Columns that are no finding are left out.
    stages : collection of str
        Of history, examination, investigation and block.

    Examples
    --------
    >>> kb = load()
    >>> marks = marks_of_stages(published(kb), kb)
    >>> int((marks["mri_root_compression"] != 0).sum())
    0
    """
    marks = cohort.loc[:, cohort.columns.isin(kb.findings.index)]
    kept = kb.findings["stage"].reindex(marks.columns).isin(list(stages))
    return marks.where(np.broadcast_to(kept.to_numpy(bool), marks.shape), 0)
