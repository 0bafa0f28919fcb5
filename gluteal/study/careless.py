"""How careless may the marking be? Accuracy when marks are turned round, forgotten or made up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gluteal.knowledge import EQUAL, Knowledge, load
from gluteal.model import score
from gluteal.study.measures import each

RATES: Final = (0.0, 0.1, 0.2, 0.3)
REPEATS: Final = 20
Marks = NDArray[np.int8]


def careless(
    cohort: pd.DataFrame,
    kb: Knowledge | None = None,
    rates: tuple[float, ...] = RATES,
    repeats: int = REPEATS,
    setting: str = EQUAL,
) -> pd.DataFrame:
    """Accuracy with errors in the marks.

    Parameters
    ----------
    cohort : DataFrame
        Patients x findings and ``cause``, as of :func:`published`.
    rates : tuple of float
        Chance of an error for each mark, 0 to 1.
    repeats : int
        How often each rate is tried anew, seeded.

    Returns
    -------
    DataFrame
        One row a kind of error and rate: each measure of :func:`each`, its mean over the repeats,
        and with `` low`` and `` high`` after its name the bounds of 95 % of the repeats: the luck of
        the errors, and not that of the patients. Kinds: ``turned round`` (present for absent and
        the reverse), ``forgotten``, ``made up`` (for each mark, at that rate, one more of a finding
        of the same stage that was not marked,
        present as often as marks are).

    Notes
    -----
    Age, sex and answers to a question are known or not, and are left alone.

    Examples
    --------
    >>> from gluteal.study import published
    >>> top = careless(published(), rates=(0.0, 0.3), repeats=2).set_index(["kind", "rate"])["top-1"]
    >>> bool(top["turned round", 0.3] < top["turned round", 0.0])
    True
    """
    kb = kb or load()
    findings = kb.findings.index
    marks = cohort.reindex(columns=findings, fill_value=0).to_numpy(np.int8)
    loose = ~_fixed(kb)
    stages = kb.findings["stage"].to_numpy(object)
    many, truth = np.tile(marks, (repeats, 1)), pd.Series(np.tile(cohort["cause"], repeats))
    rows = []
    for number, (kind, spoil) in enumerate(KINDS.items()):
        for rate in rates:
            random = np.random.default_rng([number, round(1000 * rate)])
            spoilt = spoil(many, (random.random(many.shape) < rate) & loose, loose, stages, random)
            per = each(score(pd.DataFrame(spoilt, columns=findings), kb, setting), truth)
            means = per.groupby(np.repeat(np.arange(repeats), len(marks))).mean()
            low, high = means.quantile(0.025), means.quantile(0.975)
            ends = low.add_suffix(" low").to_dict() | high.add_suffix(" high").to_dict()
            rows.append({"kind": kind, "rate": rate} | means.mean().to_dict() | ends)
    return pd.DataFrame(rows)


Spoil = Callable[
    [Marks, NDArray[np.bool_], NDArray[np.bool_], NDArray[np.object_], np.random.Generator], Marks
]


def _turned(marks: Marks, hit: NDArray[np.bool_], *_: object) -> Marks:
    return np.where(hit, -marks, marks).astype(np.int8)


def _forgotten(marks: Marks, hit: NDArray[np.bool_], *_: object) -> Marks:
    return np.where(hit, 0, marks).astype(np.int8)


def _made_up(
    marks: Marks,
    hit: NDArray[np.bool_],
    loose: NDArray[np.bool_],
    stages: NDArray[np.object_],
    random: np.random.Generator,
) -> Marks:
    spoilt = marks.copy()
    for stage in dict.fromkeys(stages):
        own = loose & (stages == stage)
        seen = marks[:, own]
        wanted = (hit[:, own] & (seen != 0)).sum(axis=1)
        order = np.where(seen == 0, random.random(seen.shape), np.inf)
        chosen = order.argsort(axis=1).argsort(axis=1) < wanted[:, None]
        yes = float((seen == 1).sum() / max((seen != 0).sum(), 1))
        state = np.where(random.random(seen.shape) < yes, 1, -1)
        spoilt[:, own] = np.where(chosen & (seen == 0), state, seen)
    return spoilt


KINDS: Final[dict[str, Spoil]] = {
    "turned round": _turned,
    "forgotten": _forgotten,
    "made up": _made_up,
}


def _fixed(kb: Knowledge) -> NDArray[np.bool_]:
    """Findings that carelessness does not touch: age, sex, and answers to a question."""
    answers = {f for members, _ in kb.cells.answers.values() for f in members}
    return np.asarray(kb.findings.index.isin([*answers, "female_sex"]), bool)
