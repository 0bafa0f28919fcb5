"""What is worth studying: the cells that, better known, would move rankings most."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gluteal.cases import CaseError
from gluteal.knowledge import CEILING, EQUAL, FloatArray, IntArray, Knowledge, load
from gluteal.model import (
    SHARPEN,
    after,
    by_cause,
    cohort_of,
    linear,
    marks_of,
    model_of,
    priors,
    shares,
)
from gluteal.study.evidence import cells

Marks = NDArray[np.int8]
Deviations = tuple[NDArray[np.float32], NDArray[np.float32]]  # of the cells, of the backgrounds

BACKGROUND: Final = "unexplained"  # the cause whose findings are all at their backgrounds
NOTICED: Final = 0.01  # least change of a probability that counts
_WIDE: Final = 3.29  # standard deviations in a 90 % interval
_CHUNK: Final = 256  # patients at a time


def agenda(kb: Knowledge | None = None, cohort: pd.DataFrame | None = None) -> pd.DataFrame:
    """Cells by what it would be worth to know them exactly.

    Parameters
    ----------
    kb : Knowledge, optional
        Bundled data by default.
    cohort : DataFrame, optional
        Patients in whom the cells are used, as for :func:`gluteal.score`; ``setting`` may differ
        between them and is ``equal`` without. By default the invented and the published
        patients of ``kb``, each in its own setting.

    Returns
    -------
    DataFrame
        One row a cell that some patient uses, the most worth first. ``cause``, ``finding``; the
        cause ``unexplained`` stands for the background of the finding, which all causes share.
        ``rests_on``, ``probability``, ``low``, ``high``: as in :func:`gluteal.study.cells`.
        ``gain``: expected gain in log score from knowing the cell exactly, in bits a thousand
        patients. ``shift``: how far one standard deviation of the cell moves the probability of
        its cause, on average over the patients in whom the finding was noted (a background: half
        the sum over all causes). ``patients``: in how many that is 0.01 or more.

    Raises
    ------
    CaseError, UnknownFindingError
        As :func:`gluteal.score`; or there is no patient.

    Notes
    -----
    The expected value of perfect information for a log score: the mutual information of the
    cause of a patient and the value of the cell, given the marks. To second order it is half
    the variance, over the posterior of the causes, of what the cell adds to the log likelihood:
    the weight of the mark beside its cluster, times the responsibility of the presentations
    that use the cell, times its standard deviation (a 90 % interval is 3.29 of them). No
    confirmed cause is needed, only marks that go together as in patients; the invented ones are
    judgement about that. Left out are answers to questions (age, onset), rules studied as a
    whole, and what nobody noted. It says where knowledge is missed, not what a study would find.

    Examples
    --------
    >>> table = agenda(cohort=pd.DataFrame({"tender_coccyx": [1], "worse_sitting": [1]}))
    >>> table["finding"].iloc[0]
    'tender_coccyx'
    """
    from tqdm.auto import tqdm

    kb = kb or load()
    people = _everyone(kb) if cohort is None else cohort
    if not len(people):
        raise CaseError("the cohort has no row; it must have at least one patient")
    setting = people["setting"].to_numpy(str) if "setting" in people else np.array([EQUAL])
    marks = model_of(kb).effective(marks_of(people, kb))
    setting = np.broadcast_to(setting, len(marks))
    deviations = _deviations(kb)
    tally = np.zeros((3, len(kb.causes), len(kb.findings)))
    groups = {str(name): marks[setting == name] for name in dict.fromkeys(setting)}
    chunks = [(g[i : i + _CHUNK], n) for n, g in groups.items() for i in range(0, len(g), _CHUNK)]
    for chunk, name in tqdm(chunks, "agenda", delay=2, leave=False):
        tally += _tally(chunk, name, deviations, kb)
    return _table(tally, (marks != 0).sum(axis=0), len(marks), kb)


def _everyone(kb: Knowledge) -> pd.DataFrame:
    """The invented and the published patients."""
    both = [kb.patients, kb.cases]
    return pd.concat([cohort_of(t, kb).assign(setting=t["setting"]) for t in both])


def _deviations(kb: Knowledge) -> Deviations:
    """Standard deviations of the log probability of presence and of absence.

    Of the cells, 2 x rows x findings, 0 where there is no evidence, and of the backgrounds,
    2 x findings.
    """
    c = kb.cells
    size = c.alpha + c.beta
    away = np.where(c.theta_absent != c.theta, size * (1 - c.theta_absent), c.beta)

    def spread(a: FloatArray, b: FloatArray) -> FloatArray:
        low, high = (np.clip(end, c.floor, CEILING) for end in _ends(a, b))
        found: FloatArray = np.log(high / low) / _WIDE
        return found

    cell = np.stack([spread(c.alpha, c.beta), spread(away, size - away)]) * c.known
    for at, (rows, missed, found) in c.missed.items():
        cell[1, rows, at] = spread(np.array([[missed]]), np.array([[found]]))[0, at]
    ends = np.stack([c.background_alpha, c.background_beta])
    around = np.stack([spread(ends[:1], ends[1:])[0], spread(ends[1:], ends[:1])[0]])
    return cell.astype(np.float32), around.astype(np.float32)


def _ends(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Central 90 % of Betas."""
    from scipy.stats import beta

    return beta.ppf(0.05, a, b), beta.ppf(0.95, a, b)


def _tally(marks: Marks, setting: str, deviations: Deviations, kb: Knowledge) -> FloatArray:
    """Sums over patients, each causes x findings: gain in nats, shift, patients who notice."""
    model, c = model_of(kb), kb.cells
    log_rows = (np.log(shares(kb, setting)) + model.log_likelihood(marks)).T
    ratio = by_cause(model, log_rows)
    p = after(priors(kb, setting), ratio, setting)
    part = (SHARPEN if setting == EQUAL else 1.0) * np.exp(log_rows - ratio[c.row_cause])
    counts = linear(model, marks)[0] * part.astype(np.float32)[:, :, None]
    counts[:, marks == 0] = 0  # rows x patients x findings: what moves with a cell
    (yes, no), around = deviations
    moved = counts * np.where(marks == 1, yes[:, None], no[:, None])
    own = np.where(c.from_presentation[:, None], np.float32(0), moved)
    variance = np.add.reduceat(own, c.starts, axis=0) ** 2
    variance += np.add.reduceat((moved - own) ** 2, c.starts, axis=0)
    p = np.asarray(p[:, :, None], np.float32)
    gain, shift = variance * p * (1 - p) / 2, np.sqrt(variance) * p * (1 - p)
    # a background moves all cells of its finding together
    common = np.add.reduceat(counts * c.known[:, None], c.starts, axis=0)
    common *= np.where(marks == 1, *around)
    apart = common - (p * common).sum(axis=0)
    at = c.causes.index(BACKGROUND)
    gain[at], shift[at] = (p * apart**2).sum(axis=0) / 2, (p * np.abs(apart)).sum(axis=0) / 2
    return np.stack([part.sum(axis=1, dtype=float) for part in (gain, shift, shift >= NOTICED)])


def _table(tally: FloatArray, noted: IntArray, patients: int, kb: Knowledge) -> pd.DataFrame:
    gain, shift, touched = tally
    row, column = np.nonzero(gain > 0)
    found = pd.DataFrame(
        {
            "cause": kb.causes.index[row],
            "finding": kb.findings.index[column],
            "gain": 1000 * gain[row, column] / np.log(2) / patients,
            "shift": shift[row, column] / noted[column],
            "patients": touched[row, column].astype(int),
        }
    )
    about = ["cause", "finding", "rests_on", "probability", "low", "high"]
    low, high = _ends(kb.cells.background_alpha, kb.cells.background_beta)
    around = pd.DataFrame(
        {"cause": BACKGROUND, "finding": kb.findings.index, "low": low, "high": high}
    )
    around["probability"] = kb.cells.background
    around["rests_on"] = kb.backgrounds["basis"].reindex(kb.findings.index).to_numpy()
    known = pd.concat([cells(kb)[about], around[about]], ignore_index=True)
    table = known.merge(found, on=["cause", "finding"])
    return table.sort_values("gain", ascending=False, kind="stable", ignore_index=True)
