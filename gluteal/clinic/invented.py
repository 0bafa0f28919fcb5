"""A clinic that does not exist: invented patients to try an audit on."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from gluteal.knowledge import Knowledge, load, split
from gluteal.model import cohort_of

FLIPPED, BLANKED = 0.06, 0.15  # of the marks, so that no two patients are alike
MIX: Final = (
    0.5  # standard deviation of the log of how much oftener a cause comes than the tables say
)
_SETTINGS: Final = {"pain_clinic": 0.7, "primary_care": 0.3}
_REFERENCES: Final = {"strong": 0.35, "moderate": 0.45, "weak": 0.2}


def synthetic(n: int = 400, kb: Knowledge | None = None, seed: int = 1) -> pd.DataFrame:
    """Cohort of a clinic that does not exist; invented, and evidence of nothing.

    Parameters
    ----------
    n : int
        Patients.
    kb : Knowledge, optional
        Its invented patients are the bases. Bundled tables by default.
    seed : int
        The same seed gives the same clinic.

    Returns
    -------
    DataFrame
        A cohort, one row a patient: marks as in :func:`gluteal.score`, and all columns of the
        context. One in ten has no confirmed cause; two in five had an injection, mostly for
        the cause in truth, and then more relief.

    Raises
    ------
    ValueError
        ``n`` is below 1, or the tables hold no invented patients.

    Notes
    -----
    Each patient is an invented patient of the tables with marks flipped (6 %) and left out
    (15 %), so findings go together as they do there. Causes come as the tables say in the
    setting, each more or less often by a random factor. The bundled tables were reconciled
    with the same invented patients: accuracy here is too good, and shows only how an audit reads.

    Examples
    --------
    >>> people = synthetic(50)
    >>> len(people), sorted(set(people["setting"]))
    (50, ['pain_clinic', 'primary_care'])
    """
    kb = kb or load()
    if n < 1:
        raise ValueError(f"n == {n!r}, must be 1 or more")
    if not len(kb.patients):
        raise ValueError("these tables hold no invented patients; use the bundled ones")
    random = np.random.default_rng([seed, 13])
    setting = random.choice(list(_SETTINGS), n, p=list(_SETTINGS.values()))
    often = np.exp(random.normal(0, MIX, len(kb.priors)))
    cause = np.full(n, "", object)
    for name in _SETTINGS:
        here = setting == name
        share = kb.priors[name].to_numpy(float) * often
        cause[here] = random.choice(kb.priors.index, here.sum(), p=share / share.sum())
    rows = pd.Series(np.arange(len(kb.patients))).groupby(kb.patients["cause"].to_numpy())
    pools = {str(c): at.to_numpy() for c, at in rows}
    base = kb.patients.iloc[[random.choice(pools[c]) for c in cause]]
    frame = _blurred(cohort_of(base, kb).drop(columns="cause"), kb, random)
    frame.index = pd.Index([f"invented {i:04d}" for i in range(1, n + 1)], name="patient")
    weeks = random.geometric(0.04, n)
    given, relief = _needles(cause, kb, random)
    return frame.assign(
        cause=pd.Series(cause, frame.index, dtype="str").mask(random.random(n) < 0.1),
        reference=random.choice(list(_REFERENCES), n, p=list(_REFERENCES.values())),
        setting=setting,
        age=base["age"].to_numpy(float),
        injection=pd.Series(given, frame.index, dtype="str"),
        relief=relief,
        duration_weeks=weeks.astype(float),
        conservative_weeks=np.minimum(weeks, random.integers(0, 16, n)).astype(float),
        side=random.choice(["left", "right", "both"], n, p=[0.45, 0.45, 0.1]),
    )


def _blurred(frame: pd.DataFrame, kb: Knowledge, random: np.random.Generator) -> pd.DataFrame:
    """Marks flipped and left out; age, sex and the answers to a question stay as they are."""
    marks = frame.to_numpy(np.int8, copy=True)
    asked = kb.findings["question"].to_numpy(str) != ""
    loose = ~asked & (frame.columns != "female_sex")
    chance = random.random(marks.shape)
    marks[(chance < FLIPPED) & loose] *= -1
    marks[(chance > 1 - BLANKED) & loose] = 0
    return pd.DataFrame(marks, columns=frame.columns)


def _needles(
    cause: np.ndarray, kb: Knowledge, random: np.random.Generator
) -> tuple[list[str | None], np.ndarray]:
    """The injection that each patient had, if any, and the share of pain that went."""
    offered = kb.injections.query("offered == 'yes' and role != 'none'")
    fits = {c: [i for i, cell in offered["causes"].items() if c in split(cell)] for c in set(cause)}
    given: list[str | None] = []
    relief = np.full(len(cause), np.nan)
    for i, name in enumerate(cause):
        aimed = random.random() < 0.75 and len(fits[name]) > 0
        choice = random.choice(fits[name] if aimed else list(offered.index))
        had = random.random() < 0.4
        given.append(str(choice) if had else None)
        if had:
            relief[i] = round(
                float(random.beta(3, 2) if choice in fits[name] else random.beta(2, 4)), 2
            )
    return given, relief
