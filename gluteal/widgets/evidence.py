"""What stands behind a cell of the heatmap: its sentence, its rows and their sources."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gluteal import model
from gluteal.cases import Case
from gluteal.figures import (
    column_labels,
    column_parts,
    percent,
    signed,
    stand_alone,
    times,
)
from gluteal.knowledge import Knowledge
from gluteal.widgets.payload import Evidence, EvidencePart, EvidenceRow
from gluteal.widgets.sources import sources_of

APART = 1.0  # decibans from which what a picture adds is told apart


def evidence(cause: str, column: str, kb: Knowledge) -> Evidence:
    """Every row behind a cell of the heatmap, with its sources.

    Parameters
    ----------
    cause, column : str
        A cause, and a finding, composite or question.

    Raises
    ------
    KeyError
        One of them is not in the tables.
    """
    parts = [_part(cause, finding, kb) for finding in column_parts(column, kb)]
    said, sources = "", ""
    if column in kb.composites.index:
        row = kb.composites.loc[column]
        said, sources = f"{row['rule']}. {row['note']}", row["source"]
    return {
        "title": f"{kb.label(column)}: {kb.causes.at[cause, 'label']}",
        "composite": said,
        "sources": sources_of(sources, kb),
        "parts": parts,
    }


def sentence(cause: str, column: str, case: Case, kb: Knowledge) -> str:
    """What a cell of the heatmap says, in a sentence or two.

    Raises
    ------
    KeyError
        The cell is not on the screen.
    """
    weights = model.by_itself(case, kb)
    states = dict(zip(weights.columns, column_labels(weights, case, kb)))
    title, state = states[column]
    weight, number = float(weights.at[cause, column]), kb.language.number
    short = kb.rows("causes")[cause]["short"]
    if np.isnan(weight):
        where = f"{short}, {title} ({state}): "
        return where + kb.say("no evidence, so the rate of other buttock pain is taken.")
    said = kb.say(
        "{weight} decibans: multiplies the odds by {times}.",
        weight=number(signed(weight)),
        times=number(times(10 ** (weight / 10))),
    )
    more = float(model.weights(case, kb).at[cause, column]) - weight
    if more >= APART:
        ranked = model.differential(case, kb)
        picture = picture_of(cause, str(ranked.at[cause, "presentation"]), kb)
        said += kb.say(
            " It also helps to make the picture \u201c{picture}\u201d likely, a judgement: that "
            "is counted as the fit of the picture, {fit} in all.",
            picture=picture,
            fit=number(signed(float(model.fit(case, kb)[cause]))),
        )
    alone = stand_alone(pd.Index([cause]), column, state, kb)[0]
    return f"{short}, {title} ({state}): {said}" + (f" {alone}." if alone else "")


def _part(cause: str, finding: str, kb: Knowledge) -> EvidencePart:
    rows = kb.trace(cause, finding)
    theta, background = float(kb.matrix.at[cause, finding]), float(rows["probability"].iloc[-1])
    if not kb.known.at[cause, finding]:
        said = kb.say(
            "No evidence: the rate of other buttock pain, {p}, is assumed.", p=percent(background)
        )
    else:
        yes, no = model.likelihood_ratio(finding, cause, kb)["lr"]
        said = kb.say(
            "Taken as present in {p} of this cause, drawn toward the {other} of other buttock pain: "
            "LR+ {yes}, LR\u2212 {no}.",
            p=percent(theta),
            other=percent(background),
            yes=kb.language.number(times(yes)),
            no=kb.language.number(times(no)),
        )
    return {
        "label": kb.label(finding),
        "how": str(kb.findings.at[finding, "how_to_elicit"]),
        "differs": str(kb.findings.at[finding, "differs"]),
        "said": said,
        "rows": [_row(cause, row, kb) for _, row in rows.iterrows()],
    }


def picture_of(cause: str, presentation: str, kb: Knowledge) -> str:
    """The label of a presentation of a cause; '' where it has none."""
    labels = kb.presentations.set_index(["cause", "presentation"])["label"]
    return str(labels.get((cause, presentation), ""))


def _row(cause: str, row: pd.Series, kb: Knowledge) -> EvidenceRow:
    judged = not row["source"] and row["basis"] == "judgement"
    span = ""
    if pd.notna(row["low"]):
        ends = {k: kb.language.number(f"{row[k]:.2g}") for k in ("low", "high")}
        span = f" ({kb.say('{low} to {high}', **ends)})"
    return {
        "what": _about(cause, row, kb),
        "figure": kb.language.number(f"{row['probability']:.2g}") + span,
        "basis": row["basis"],
        "use": kb.say("sets the cell" if row["use"] == "yes" else "beside it"),
        "verified": "" if row["verified"] in ("primary", "none") else row["verified"],
        "where": row["locator"],
        "note": "" if row["table"] == "presentation_cells" else row["note"],
        "sources": sources_of(row["source"], kb),
        "unsourced": kb.say("A judgement, without a source.") if judged else "",
    }


_ABOUT = {
    "evidence": "this cause",
    "backgrounds": "other buttock pain",
    "reconciled": "this cause, reconciled",
    "judges": "this cause, each judge",
}


def _about(cause: str, row: pd.Series, kb: Knowledge) -> str:
    if row["table"] in _ABOUT:
        return kb.say(_ABOUT[row["table"]])
    return kb.say("presentation: {picture}", picture=picture_of(cause, row["note"], kb))
