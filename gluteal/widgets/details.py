"""What opens on request: the evidence of a cell, two causes compared, the whole matrix."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from gluteal.case import Case
from gluteal.columns import column_parts
from gluteal.inference import DECIBAN
from gluteal.knowledge import Knowledge
from gluteal.likelihood import model_of
from gluteal.palette import signed

Json = dict[str, Any]
COMPARED = 14
LINKS = {"doi": "https://doi.org/", "pmid": "https://pubmed.ncbi.nlm.nih.gov/"}


def evidence(cause: str, column: str, kb: Knowledge) -> Json:
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
    said = ""
    if column in kb.composites.index:
        row = kb.composites.loc[column]
        said = f"{row['rule']}. {row['note']} ({'; '.join(kb.cite(row['source']))})"
    return {
        "title": f"{kb.label(column)}: {kb.causes.at[cause, 'label']}",
        "composite": said,
        "parts": parts,
    }


def _part(cause: str, finding: str, kb: Knowledge) -> Json:
    rows = kb.trace(cause, finding)
    theta, background = float(kb.matrix.at[cause, finding]), float(rows["probability"].iloc[-1])
    if not kb.known.at[cause, finding]:
        said = f"No evidence: the rate of other buttock pain, {_percent(background)}, is assumed."
    else:
        yes, no = theta / background, (1 - theta) / (1 - background)
        said = (
            f"Taken as present in {_percent(theta)} of this cause, drawn toward the "
            f"{_percent(background)} of other buttock pain: LR+ {yes:.2g}, LR\u2212 {no:.2g}."
        )
    return {
        "label": kb.label(finding),
        "how": str(kb.findings.at[finding, "how_to_elicit"]),
        "differs": str(kb.findings.at[finding, "differs"]),
        "said": said,
        "rows": [_row(row, kb) for _, row in rows.iterrows()],
    }


def _percent(p: float) -> str:
    return f"{100 * p:.2g} %" if p < 0.01 else f"{100 * p:.0f} %"


def _row(row: pd.Series, kb: Knowledge) -> Json:
    span = "" if pd.isna(row["low"]) else f" ({row['low']:.2g} to {row['high']:.2g})"
    table = {"evidence": "this cause", "backgrounds": "other buttock pain"}
    return {
        "what": table.get(row["table"], f"presentation: {row['note']}"),
        "figure": f"{row['probability']:.2g}{span}",
        "basis": row["basis"],
        "use": "sets the cell" if row["use"] == "yes" else "beside it",
        "verified": row["verified"],
        "where": row["locator"],
        "note": "" if row["table"] == "presentation_cells" else row["note"],
        "sources": [
            {"text": kb.references.at[s, "citation"], "url": _link(kb.references.loc[s])}
            for s in str(row["source"]).split(";")
            if s
        ],
    }


def _link(reference: pd.Series) -> str:
    """Where a source is found; a link is followed only when the reader clicks it."""
    found = ((base, reference[key]) for key, base in LINKS.items() if reference[key])
    return next((base + str(value) for base, value in found), "")


def compare(one: str, other: str, case: Case, kb: Knowledge) -> Json:
    """The findings that separate two causes best, marked or not.

    The weight is what the finding says for ``one`` against ``other`` if present, and if
    absent, in decibans, from their average patients.

    Raises
    ------
    KeyError
        A cause is not in the tables.
    """
    model, matrix = model_of(kb), kb.matrix
    a, b = matrix.loc[one].to_numpy(float), matrix.loc[other].to_numpy(float)
    yes, no = np.log(a / b) * DECIBAN, np.log((1 - a) / (1 - b)) * DECIBAN
    share = (a + b) / 2
    split = share * np.abs(yes) + (1 - share) * np.abs(no)
    split[~(kb.known.loc[one] | kb.known.loc[other]).to_numpy(bool)] = 0
    present, absent = case.marks(kb)
    fixed = {*case.implied(kb), *kb.cells.answers["age"][0], "female_sex"}
    rows = []
    for i in np.argsort(-split)[:COMPARED]:
        name = model.findings[i]
        state = "present" if name in present else "absent" if name in absent else "unknown"
        rows.append(
            {
                "id": "" if name in fixed else name,
                "label": kb.label(name),
                "state": state,
                "one": _percent(a[i]),
                "other": _percent(b[i]),
                "yes": signed(float(yes[i])),
                "no": signed(float(no[i])),
            }
        )
    return {"one": kb.label(one), "other": kb.label(other), "rows": rows}
