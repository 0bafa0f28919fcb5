"""How good the ranking is on patients of known cause: beside simpler rules, and by groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from gluteal.knowledge import EQUAL, Knowledge, load
from gluteal.model import choice, score
from gluteal.study.measures import each, places, summary
from gluteal.study.published import READINGS, marks_of_stages

HALVED: Final = tuple(0.5**n for n in range(12))
IN_FULL: Final = (1.0,)
STRONGEST: Final = (1.0, 1e-9)
WEIGHTINGS: Final = {
    "1, 1/2, 1/4 (the model)": HALVED,
    "every mark in full": IN_FULL,
    "the strongest alone": STRONGEST,
}
TYPICAL: Final = (
    0.5  # a finding that so many patients with the cause have is one of its typical ones
)


def readings(cohort: pd.DataFrame, kb: Knowledge | None = None) -> dict[str, pd.DataFrame]:
    """Probabilities of all causes as a consultation goes on.

    Parameters
    ----------
    cohort : DataFrame
        Patients x findings, as of :func:`published`; other columns are ignored.

    Returns
    -------
    dict of DataFrame
        Patients x causes by ``history``; by ``history and examination``; with these
        ``and investigations``; by ``all marks``, blocks too. In the setting ``equal``: the
        patients come selected.
    """
    kb = kb or load()
    return {name: score(marks_of_stages(cohort, kb, s), kb) for name, s in READINGS.items()}


def compare(cohort: pd.DataFrame, kb: Knowledge | None = None) -> pd.DataFrame:
    """The ranking beside two rules that need no probabilities of findings.

    Parameters
    ----------
    cohort : DataFrame
        Patients x findings and ``cause``, as of :func:`published`.

    Returns
    -------
    DataFrame
        Indexed by ``reading``, as in :func:`readings`, ``rule`` and ``measure``;
        ``mean``, ``low``, ``high`` as of :func:`summary`. Rules: the model; counting how many
        findings that are present most patients with the cause have; the prior alone.

    Examples
    --------
    >>> from gluteal.study import published
    >>> found = compare(published())["mean"].unstack("measure")
    >>> found.loc["all marks", "top-3"].idxmax()
    'gluteal'
    """
    kb = kb or load()
    truth, rows = cohort["cause"], {}
    prior = pd.DataFrame(1 / len(kb.causes), cohort.index, kb.causes.index)
    for reading, p in readings(cohort, kb).items():
        marks = marks_of_stages(cohort, kb, READINGS[reading])
        rules = {"gluteal": p, "counting typical findings": counting(marks, kb)}
        for rule, scores in (rules | {"prior alone": prior}).items():
            rows[reading, rule] = summary(scores, truth)
    return pd.concat(rows, names=["reading", "rule", "measure"])


def counting(marks: pd.DataFrame, kb: Knowledge) -> pd.DataFrame:
    """Baseline: how many of the present findings most patients with the cause have, as shares."""
    typical = (kb.matrix[marks.columns] >= TYPICAL).T.astype(float)
    hits = (marks == 1).astype(float) @ typical + 1e-9
    return hits.div(hits.sum(axis=1), axis=0)


def by_group(p: pd.DataFrame, truth: pd.Series, groups: pd.Series) -> pd.DataFrame:
    """Measures of each group of patients, with its intervals.

    Parameters
    ----------
    p, truth
        As of :func:`each`.
    groups : Series
        A group for each patient, indexed as ``p``; patients without one are left out.

    Returns
    -------
    DataFrame
        Indexed by group and ``measure``; ``mean``, ``low``, ``high`` and ``patients``.
    """
    parts = {g: truth.loc[rows] for g, rows in p.groupby(groups).groups.items()}
    tables = {g: summary(p.loc[t.index], t).assign(patients=len(t)) for g, t in parts.items()}
    return pd.concat(tables, names=[groups.name or "group", "measure"])


def by_cause(p: pd.DataFrame, truth: pd.Series) -> pd.DataFrame:
    """What became of the patients of each cause: too few of each for an interval.

    Returns
    -------
    DataFrame
        Indexed by confirmed cause, most patients first: ``patients``; ``first`` and ``among
        three``, how many of them (parts where causes are level); ``probability``, the mean that
        the confirmed cause was given; ``instead``, the causes that stood first in its place.
    """
    per = each(p, truth)
    own = pd.Series([p.at[i, c] for i, c in truth.items()], p.index)
    wrong = p.idxmax(axis=1).where(places(p, truth)[0] > 0)
    table = pd.DataFrame({"patients": 1, "first": per["top-1"], "among three": per["top-3"]})
    table = table.groupby(truth).sum().assign(probability=own.groupby(truth).mean())
    named = wrong.groupby(truth).agg(lambda w: ", ".join(w.dropna().value_counts().index))
    return table.assign(instead=named).sort_values("patients", ascending=False, kind="stable")


def ablations(cohort: pd.DataFrame, kb: Knowledge | None = None) -> pd.DataFrame:
    """One choice of the model changed at a time, on the same patients.

    Parameters
    ----------
    cohort : DataFrame
        Patients x findings and ``cause``; all marks are used, in the setting ``equal``.

    Returns
    -------
    DataFrame
        Indexed by ``choice`` and ``measure``; ``mean``, ``low``, ``high``. A difference smaller
        than an interval says nothing: it shows which choices matter, and tunes none.
    """
    kb = kb or load()
    marks, truth = marks_of_stages(cohort, kb, READINGS["all marks"]), cohort["cause"]
    judged = load(reconciled=False)
    rows = {
        "as it is": score(marks, kb),
        "judged cells not reconciled": score(marks, judged),
        "absent marks left out": score(marks.clip(lower=0).where(marks > 0), kb),
    }
    changes: dict[str, Mapping[str, object]] = {
        "evidence counted once": {"sharpen": 1.0},
        "clusters: every mark in full": {"clusters": IN_FULL},
        "clusters: the strongest alone": {"clusters": STRONGEST},
        "no studied combinations": {"composites": False},
        "plain naive Bayes": {"clusters": IN_FULL, "composites": False, "sharpen": 1.0},
    }
    for name, change in changes.items():
        with choice(kb, **change) as otherwise:  # type: ignore[arg-type]
            rows[name] = score(marks, otherwise)
    tables = {name: summary(p, truth) for name, p in rows.items()}
    return pd.concat(tables, names=["choice", "measure"])


def weightings(
    cohort: pd.DataFrame, kb: Knowledge, setting: str = EQUAL
) -> dict[str, pd.DataFrame]:
    """Probabilities under three ways to weigh the marks of a cluster, patients x causes each."""
    marks = cohort.loc[:, cohort.columns.isin(kb.findings.index)]
    found = {}
    for name, counts in WEIGHTINGS.items():
        with choice(kb, clusters=counts) as otherwise:
            found[name] = score(marks, otherwise, setting)
    return found


def as_text(table: pd.DataFrame, digits: int = 2) -> pd.DataFrame:
    """A table of ``mean``, ``low`` and ``high`` by measure, as a reader wants it.

    Returns
    -------
    DataFrame
        One row each of what stands before ``measure`` in the index, one column a measure.

    Examples
    --------
    >>> one = pd.DataFrame({"mean": [0.6], "low": [0.49], "high": [0.71]},
    ...                    pd.MultiIndex.from_tuples([("all", "top-1")], names=["who", "measure"]))
    >>> as_text(one).at["all", "top-1"]
    '0.60 (0.49 to 0.71)'
    """
    said = [
        f"{m:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"
        for m, low, high in zip(table["mean"], table["low"], table["high"])
    ]
    order = list(dict.fromkeys(table.index.get_level_values("measure")))
    return pd.Series(said, table.index).unstack("measure", sort=False)[order]
