"""Columns of a weights frame: their titles, what stands behind them, their table twin."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gluteal.cases import Case
from gluteal.figures.numbers import percent, times
from gluteal.knowledge import Knowledge, once
from gluteal.model import ratio_alone

SEX, _SEXES = "female_sex", {"present": "female", "absent": "male"}


_ALONE = (
    "Alone: {found} in {p} of {cause}, {other} of other buttock pain: "
    "LR{sign} {ratio} ({low} to {high})"
)


def column_labels(weights: pd.DataFrame, case: Case, kb: Knowledge) -> list[tuple[str, str]]:
    """Short title and state ('present', 'absent', parts present, an answer) of each column.

    Sex reads as an answer, as age does: nobody says of a man that female sex is absent.
    """
    labels: list[tuple[str, str]] = []
    present, absent = case.marks(kb)
    findings, composites = kb.rows("findings"), kb.rows("composites")
    for column in map(str, weights.columns):
        if column in findings:
            state = "present" if column in present else "absent"
            sex = column == SEX
            labels.append(
                (kb.say("Sex"), _SEXES[state]) if sex else (findings[column]["short"], state)
            )
        elif column in composites:
            parts = set(column_parts(column, kb))
            met, known = len(parts & present), len(parts & (present | absent))
            said = kb.say("{n} of {known} present", n=met, known=known)
            labels.append((composites[column]["short"], said))
        else:
            labels.append((kb.say(column.capitalize()), _answer(column, present, absent, kb)))
    return labels


def _answer(question: str, present: set[str], absent: set[str], kb: Knowledge) -> str:
    members, answers = kb.cells.answers[question]
    names = kb.cells.questions[question].labels
    fits = [
        name
        for name, answer in zip(names, answers)
        if not (answer & absent) and not ((set(members) - answer) & present)
    ]
    return kb.language.going_on(kb.say(" or ").join(fits))


def column_parts(column: str, kb: Knowledge) -> list[str]:
    """Findings behind a column: itself, the parts of a composite or the answers to a question."""
    if column in kb.rows("findings"):
        return [column]
    composite = kb.rows("composites").get(column)
    return composite["components"].split(";") if composite else kb.cells.answers[column][0]


def cell_basis(weights: pd.DataFrame, kb: Knowledge) -> pd.DataFrame:
    """Basis of each cell of a weights frame: measured, judgement, or '' for no evidence.

    Measured is a ratio both of whose sides have a source; a composite is measured for its own
    cause, elsewhere and for a question the best of its parts counts.
    """
    measured = cells_measured(list(map(str, weights.index)), list(map(str, weights.columns)), kb)
    basis = np.where(measured, "measured", "judgement")
    basis[weights.isna().to_numpy()] = ""
    return pd.DataFrame(basis, weights.index, weights.columns)


def cells_measured(causes: list[str], columns: list[str], kb: Knowledge) -> NDArray[np.bool_]:
    """Whether more than judgement stands behind both sides of a cell, causes x columns."""
    composites = kb.rows("composites")
    place = {c: i for i, c in enumerate(kb.cells.causes)}
    sourced = _sourced(kb)[[place[c] for c in causes]]
    measured = np.zeros((len(causes), len(columns)), bool)
    for j, column in enumerate(columns):
        at = [kb.cells.position[f] for f in column_parts(column, kb)]
        measured[:, j] = sourced[:, at].any(axis=1)
        if column in composites and composites[column]["cause"] in causes:
            own = causes.index(composites[column]["cause"])
            measured[own, j] = composites[column]["basis"] != "judgement"
    return measured


@once
def _sourced(kb: Knowledge) -> NDArray[np.bool_]:
    """Whether both sides of a cell's likelihood ratio rest on more than judgement, causes x findings.

    A figure that was moved to agree with invented patients has judgement in it.

    One is how often the cause shows the finding, the other how often other buttock pain does. A
    study of accuracy with a comparator like our patients has both.
    """
    own = kb.basis.isin(["accuracy", "prevalence", "review"]).to_numpy()
    around = kb.backgrounds["basis"].reindex(kb.basis.columns).to_numpy() != "judgement"
    rows = kb.evidence.query("use == 'yes' and comparator_fit == 'yes'").dropna(
        subset="specificity"
    )
    compared = np.zeros(own.shape, bool)
    at = (kb.basis.index.get_indexer(rows["cause"]), kb.basis.columns.get_indexer(rows["finding"]))
    compared[at] = True
    return np.asarray(own & (around | compared), bool)


def stand_alone(causes: pd.Index, column: str, state: str, kb: Knowledge) -> list[str]:
    """What a finding says by itself for each cause, in a sentence with its source.

    Parameters
    ----------
    causes : Index
        Causes, in the order of the sentences.
    column, state : str
        A column of a weights frame and its state.

    Returns
    -------
    list of str
        '' for composites, questions and cells without evidence. The interval is 90 %, from
        the Betas by the delta method on the logarithm.
    """
    present = state in ("present", "female")
    if column not in kb.findings.index or not (present or state in ("absent", "male")):
        return [""] * len(causes)
    c, at = kb.cells, kb.cells.position[column]
    rows = kb.causes.index.get_indexer(causes)
    theta = (c.matrix_theta if present else c.matrix_theta_absent)[rows, at]
    around = c.background[at]
    ratio, spread = ratio_alone(kb, rows, at, 1 if present else -1)
    sources = _sources(kb)
    sign, found = "+" if present else "\u2212", "female" if column == SEX else "present"
    number = kb.language.number
    return [
        kb.say(
            _ALONE,
            found=kb.say(found),
            p=percent(theta[i]),
            cause=kb.causes.at[cause, "short"],
            other=percent(around),
            sign=sign,
            ratio=number(times(ratio[i])),
            low=number(times(ratio[i] / spread[i])),
            high=number(times(ratio[i] * spread[i])),
        )
        + f", {sources.get((cause, column)) or kb.say('a judgement')}"
        if c.matrix_known[rows[i], at]
        else ""
        for i, cause in enumerate(causes)
    ]


@once
def _sources(kb: Knowledge) -> dict[tuple[str, str], str]:
    """First source of each cell that has one, as name and year."""
    used = kb.evidence[(kb.evidence["use"] == "yes") & (kb.evidence["source"] != "")]
    first = used["source"].str.split(";").str[0].map(kb.named)
    cells = list(zip(used["cause"], used["finding"]))
    basis = kb.basis.stack().reindex(pd.MultiIndex.from_tuples(cells)).to_numpy()
    judged = np.where(basis == "judgement", "judged beside ", "")
    return dict(zip(cells, judged + first))


def as_table(
    differential: pd.DataFrame, weights: pd.DataFrame, case: Case, kb: Knowledge
) -> pd.DataFrame:
    """The table behind :func:`case_heatmap`, for those who cannot see it.

    Returns
    -------
    DataFrame
        Indexed by cause label, most likely first: Probability, Low, High, Before, then one
        column a marked finding in decibans.
    """
    names = [f"{t} ({s})" for t, s in column_labels(weights, case, kb)]
    table = differential[["probability", "low", "high", "prior"]].round(2)
    table.columns = pd.Index(["Probability", "Low", "High", "Before"])
    cells = weights.loc[differential.index].round(1).set_axis(names, axis=1)
    table = table.join(cells)
    return table.set_axis(pd.Index(kb.causes.loc[table.index, "label"], name="Cause"), axis=0)
