"""A clinic's confirmed patients make the tables its own."""

from __future__ import annotations

import warnings
from typing import Final

import numpy as np
import pandas as pd

from gluteal.cases import CaseError
from gluteal.knowledge import SETTINGS, IntArray, Knowledge, load, split
from gluteal.model.blocks import Marks
from gluteal.model.cohort import marks_of
from gluteal.model.counting import cells_seen, presentations_seen, priors_seen
from gluteal.model.likelihood import model_of
from gluteal.model.reconciling import factor_table

MARK: Final = "+learned"
_OPEN: Final = 0.2  # share of patients without a settled cause from which a warning is given


def learn(
    cohort: pd.DataFrame,
    kb: Knowledge | None = None,
    strength: float = 1.0,
    consecutive: bool = False,
) -> Knowledge:
    """Tables that agree with a clinic's patients of known cause.

    Judged cells always move. Pre-test probabilities and the shares of presentations move only
    where ``consecutive`` says that the cohort is every patient who came: patients who were
    picked say nothing of how often a cause comes.

    Parameters
    ----------
    cohort : DataFrame
        Rows are patients: ``cause``, the id of the confirmed one, and finding ids as in
        :func:`score`; of the columns of ``CONTEXT``, ``reference`` and ``setting`` are used.
        Patients without a cause, or with a ``weak`` reference standard, are left out: a weak
        one often rests on the very findings that are to be learned.
    kb : Knowledge, optional
        Tables to start from; what they learned from a clinic before is counted together with
        these patients. Bundled ones by default.
    strength : float
        How far numbers may move, above 0. It multiplies the standard deviation of a judged
        cell in log odds, which is that of its range in the tables (0.3 for half of them, so
        one counts for about 50 patients). The table's pre-test probabilities count as
        ``100 / strength**2`` patients of a setting, its shares of presentations as
        ``20 / strength**2`` patients of a cause. 1 is a judgement.
    consecutive : bool
        The cohort is all patients of its settings in some time, each with the cause that was
        settled in the end (``unexplained`` where none was found). Needs the column ``setting``.

    Returns
    -------
    Knowledge
        The same tables but for ``reconciled`` (one row a moved cell), ``learned`` (the
        patients behind each number; :func:`learned` explains it) and, with ``consecutive``,
        ``priors`` and ``presentations``. Its version says ``+learned``. ``kb`` stays as it
        is, also when this is interrupted. Keep it with ``save``; to undo, load without it.

    Raises
    ------
    CaseError
        A cause or setting is not in the tables, a value is not 1, -1, 0 or NA, answers
        contradict, or ``consecutive`` has no settings.
    UnknownFindingError
        A column is not a finding.
    ImportError
        tqdm is not there; ``pip install "gluteal[study]"``.

    Notes
    -----
    A logistic model for each finding: what the tables say, a shift of the clinic in all causes,
    and a shift of the cell, both normal; the mode, and of it only the cell's own shift. So a clinic
    that examines otherwise than the studies did does not thereby change its ranking. Only
    history and examination move. Measured cells, composites, backgrounds, blocks and answers
    to questions stay, a review's cell stays within its range, and no cell is turned round. Pre-test probabilities are means of a
    Dirichlet distribution; a serious cause keeps at least half of what the tables gave it, for
    a small series misses what is rare.

    The same patients given twice count twice.

    Examples
    --------
    >>> kb = load()
    >>> new = learn(cohort_of(kb.patients.iloc[::20], kb), kb)
    >>> new.version.removeprefix(kb.version), len(new.learned) > 0, len(kb.learned)
    ('+learned', True, 0)
    """
    kb = kb or load()
    if not strength > 0:
        raise ValueError(f"strength == {strength!r}, must be above 0")
    if consecutive:
        _check_settings(cohort)
    people = confirmed(cohort)
    truth: IntArray = kb.causes.index.get_indexer(people["cause"])
    if (truth < 0).any():
        raise CaseError(f"cause == {people['cause'][truth < 0].iloc[0]!r}, must be in the tables")
    marks = marks_of(people, kb)
    _check_answers(marks, people.index, kb)
    marks = model_of(kb).effective(marks)
    seen, factors = cells_seen(marks, truth, kb, strength)
    others = [kb.learned[kb.learned["table"] != "reconciled"]]
    tables = {}
    if consecutive:
        tables["priors"], settings = priors_seen(truth, people["setting"], kb, strength)
        tables["presentations"], pictures = presentations_seen(marks, truth, kb, strength)
        others = [settings, pictures]
    tables["learned"] = pd.concat([seen, *others], ignore_index=True)
    new = kb.with_tables(tables, MARK)
    # the average patient of the new shares is what the factors are written beside
    return new.with_tables({"reconciled": factor_table(factors, new, 0.0)}, MARK)


def confirmed(cohort: pd.DataFrame) -> pd.DataFrame:
    """Patients whose cause was confirmed by more than a weak reference standard."""
    if "cause" not in cohort:
        raise CaseError("the cohort has no column 'cause' with the id of each confirmed cause")
    known = cohort["cause"].notna()
    if "reference" in cohort:
        known &= cohort["reference"].ne("weak").fillna(True).astype(bool)
    if not known.any():
        raise CaseError("no patient has a confirmed cause; there is nothing to learn from")
    return cohort[known]


def _check_settings(cohort: pd.DataFrame) -> None:
    """Consecutive patients come from somewhere, and most of them have a cause in the end."""
    if "setting" not in cohort or cohort["setting"].isna().all():
        raise CaseError("consecutive patients need the column 'setting', an id of kb.priors each")
    wrong = ~(cohort["setting"].isin(SETTINGS) | cohort["setting"].isna())
    if wrong.any():
        at = cohort.index[wrong].tolist()[0]
        said = cohort.loc[wrong, "setting"].tolist()[0]
        raise CaseError(f"row {at!r}, setting == {said!r}, must be one of {', '.join(SETTINGS)}")
    left = int(cohort["cause"].isna().sum()) if "cause" in cohort else 0
    if left > _OPEN * len(cohort):
        warnings.warn(
            f"{left} of {len(cohort)} patients have no cause: pre-test probabilities are learned "
            "from the others; write 'unexplained' where none was found in the end",
            UserWarning,
            stacklevel=3,
        )


def _check_answers(marks: Marks, index: pd.Index, kb: Knowledge) -> None:
    model = model_of(kb)
    for _, question in model.questions:
        clash = ~question.compatible(marks[:, question.members]).any(axis=1)
        if clash.any():
            at = index.tolist()[int(np.argmax(clash))]
            raise CaseError(f"row {at!r}: its answers to one question contradict each other")


def cohort_of(patients: pd.DataFrame, kb: Knowledge) -> pd.DataFrame:
    """Patients as a cohort for :func:`learn` and :func:`score`.

    Parameters
    ----------
    patients : DataFrame
        ``cause``, ``present`` and ``absent``, the last two as lists of finding ids or joined
        by ';': the tables ``patients`` and ``cases``.

    Returns
    -------
    DataFrame
        Rows as in ``patients``; one column a finding (1 present, -1 absent, 0 unknown), and
        ``cause``.
    """
    marks = np.zeros((len(patients), len(kb.findings)), np.int8)
    for column, value in (("present", 1), ("absent", -1)):
        listed = [c if isinstance(c, list) else split(c) for c in patients[column]]
        row = np.repeat(np.arange(len(patients)), [len(ids) for ids in listed])
        marks[row, kb.findings.index.get_indexer([f for ids in listed for f in ids])] = value
    frame = pd.DataFrame(marks, patients.index, kb.findings.index)
    return frame.assign(cause=patients["cause"])
