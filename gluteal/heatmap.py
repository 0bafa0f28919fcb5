"""The heatmap of a case as plain JSON-ready dicts, which is what the screen sends.

Blue for, brown against, on a fixed scale of +-8 decibans: the same colour means the
same weight tomorrow. Stipple where only judgement stands behind a number; blank with
a dot where there is no evidence.
"""

from __future__ import annotations

import textwrap
from typing import Any, Final

import numpy as np
import pandas as pd

from gluteal.case import Case
from gluteal.cells import FloatArray
from gluteal.knowledge import Knowledge

Spec = dict[str, Any]
LIMIT: Final = 8.0
# pixels: labels, right margin, the same for turned titles, the number beside a bar
_LEFT, _RIGHT, _TURNED, _NUMBER = 178, 8, 56, 62
FONT: Final = "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"
_STOPS = (-8.0, -5.0, -2.6, -0.9, 0.0, 0.9, 2.6, 5.0, 8.0)
THEMES: Final[dict[str, dict[str, Any]]] = {
    "light": {
        "text": "#1b2126",
        "second": "#46515a",
        "third": "#5d6871",
        "line": "#e1e5e8",
        "paper": "#ffffff",
        "mark": "#37424b",
        "lead": "#1767ab",
        "bar": "#5793c7",
        "stipple": "rgba(255,255,255,0.75)",
        "scale": [
            "#6d3604",
            "#ad5b12",
            "#dd984f",
            "#f4d9b8",
            "#f3f3f1",
            "#cbe0f1",
            "#7fb3dc",
            "#2c73b3",
            "#0a3a72",
        ],
        "ramp": ["#f3f3f1", "#cbe0f1", "#7fb3dc", "#2c73b3", "#0a3a72"],
    },
    "dark": {
        "text": "#e9ecee",
        "second": "#bcc4ca",
        "third": "#9ba5ad",
        "line": "#34393e",
        "paper": "#212121",
        "mark": "#cfd6db",
        "lead": "#7bbcf0",
        "bar": "#4189c2",
        "stipple": "rgba(22,25,28,0.55)",
        "scale": [
            "#fbd3a0",
            "#dd9a4c",
            "#94602a",
            "#54402c",
            "#34393e",
            "#2b4962",
            "#2f70a4",
            "#66afe8",
            "#c2e1fb",
        ],
        "ramp": ["#34393e", "#2b4962", "#2f70a4", "#66afe8", "#c2e1fb"],
    },
}


def column_labels(weights: pd.DataFrame, case: Case, kb: Knowledge) -> list[tuple[str, str]]:
    """Short title and state ('present', 'absent', 'met', 'not met', an answer) of each column."""
    labels: list[tuple[str, str]] = []
    present, absent = case.marks(kb)
    for column in map(str, weights.columns):
        if column in kb.findings.index:
            state = "present" if column in present else "absent"
            labels.append((str(kb.findings.at[column, "short"]), state))
        elif column in kb.composites.index:
            parts = set(str(kb.composites.at[column, "components"]).split(";"))
            said = f"{len(parts & present)} of {len(parts & (present | absent))} present"
            labels.append((str(kb.composites.at[column, "short"]), said))
        else:
            labels.append((column.capitalize(), _answer(column, present, absent, kb)))
    return labels


def _answer(question: str, present: set[str], absent: set[str], kb: Knowledge) -> str:
    members, answers = kb.cells.answers[question]
    names = kb.questions.loc[kb.questions["question"] == question, "label"]
    fits = [
        name
        for name, answer in zip(names, answers)
        if not (answer & absent) and not ((set(members) - answer) & present)
    ]
    return " or ".join(fits).lower()


def column_parts(column: str, kb: Knowledge) -> list[str]:
    """Findings behind a column: itself, the parts of a composite or the answers to a question."""
    if column in kb.findings.index:
        return [column]
    if column in kb.composites.index:
        return str(kb.composites.at[column, "components"]).split(";")
    return kb.cells.answers[column][0]


def cell_basis(weights: pd.DataFrame, kb: Knowledge) -> pd.DataFrame:
    """Basis of each cell of a weights frame: measured, judgement, or '' for no evidence.

    Measured is any basis with a source; a composite is measured for its own cause, elsewhere
    and for a question the best of its parts counts.
    """
    rows = kb.basis.index.get_indexer(weights.index)
    sourced = kb.basis.isin(["accuracy", "prevalence", "review"]).to_numpy()[rows]
    cells = np.full(weights.shape, "judgement", dtype="<U9")
    for j, column in enumerate(map(str, weights.columns)):
        parts = column_parts(column, kb)
        if column in kb.composites.index:
            cells[weights.index == kb.composites.at[column, "cause"], j] = "measured"
        at = [kb.cells.position[f] for f in parts]
        cells[sourced[:, at].any(axis=1), j] = "measured"
    cells[weights.isna().to_numpy()] = ""
    return pd.DataFrame(cells, weights.index, weights.columns)


def case_heatmap_spec(
    differential: pd.DataFrame,
    weights: pd.DataFrame,
    case: Case,
    kb: Knowledge,
    *,
    rows: int = 8,
    theme: str = "light",
    width: int = 980,
    lead: bool = True,
) -> Spec:
    """The figure of :func:`gluteal.figures.case_heatmap` as plain dicts.

    ``lead`` sets the first row off; with little known no cause leads.
    """
    ink = THEMES[theme]
    top = differential.head(rows)
    shown = weights.loc[top.index]
    labels = column_labels(weights, case, kb)
    y = list(range(len(top)))
    names = [str(kb.causes.at[c, "short"]) for c in top.index]
    n = max(len(labels), 1)
    right = _RIGHT if (width - _LEFT - 150 - _NUMBER) / n >= 56 else _TURNED
    inside = width - _LEFT - right
    cell = min(64.0, max(29.0, (inside - 150 - _NUMBER) / n))
    inside = max(inside, round(120 + _NUMBER + cell * n))  # many columns: the figure grows
    bars, cells = 1 - (_NUMBER + cell * n) / inside, 1 - cell * n / inside
    data = probability_bars(top, names, ink)
    if len(labels):
        data += _cells(shown, cell_basis(shown, kb), labels, names, ink, 12 if cell > 36 else 10)
    rest = differential.iloc[len(top) :]
    narrow = right == _TURNED
    head = 104 if narrow else 62
    height = head + 31 * len(top) + (28 if len(rest) else 8)
    titles = [
        (t if narrow else "<br>".join(textwrap.wrap(t, 12, break_long_words=False)))
        + ("" if narrow else "<br>")
        + f" <span style='color:{ink['third']}'>{_mark(state)}</span>"
        for t, state in labels
    ]
    annotations = [
        _note(
            p,
            i,
            f"<b>{two_digits(p)}</b>" if lead and i == 0 else two_digits(p),
            ink,
            cells - 12 / inside,
        )
        for i, p in enumerate(top["probability"])
    ]
    if len(rest):
        said = f"{len(rest)} other causes, {rest['probability'].sum():.2f} together"
        annotations.append(
            {
                "x": 0,
                "y": len(top) - 0.35,
                "xref": "x",
                "yref": "y",
                "text": said,
                "showarrow": False,
                "xanchor": "left",
                "yanchor": "top",
                "font": {"size": 12, "color": ink["third"]},
            }
        )
    axis = {"fixedrange": True, "zeroline": False, "showline": False}
    layout = base_layout(ink, inside + _LEFT + right, height) | {
        "xaxis": axis
        | {
            "domain": [0, bars],
            "range": [0, 1],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "ticktext": ["0", "", ".5", "", "1"],
            "side": "top",
            "gridcolor": ink["line"],
            "tickfont": {"size": 11, "color": ink["third"]},
        },
        "xaxis2": axis
        | {
            "domain": [cells, 1],
            "range": [-0.5, n - 0.5],
            "tickvals": list(range(len(labels))),
            "ticktext": titles,
            "tickangle": -50 if narrow else 0,
            "ticks": "",
            "side": "top",
            "showgrid": False,
            "ticklabeloverflow": "allow",
            "tickfont": {"size": 11, "color": ink["text"]},
        },
        "yaxis": axis
        | {
            "range": [len(top) - 0.5 + (0.7 if len(rest) else 0), -0.5],
            "tickvals": y,
            "ticktext": [f"<b>{n}</b>" if lead and i == 0 else n for i, n in enumerate(names)],
            "showgrid": False,
            "tickfont": {"size": 13, "color": ink["text"]},
        },
        "annotations": annotations,
        "margin": {"l": _LEFT, "r": right, "t": head, "b": 4},
        "bargap": 0.35,
        "barmode": "overlay",
    }
    return {"data": data, "layout": layout}


def two_digits(p: float) -> str:
    """A probability as the screen shows it: two digits, never 0 or 1.

    Examples
    --------
    >>> two_digits(0.713), two_digits(0.0004), two_digits(0.9987)
    ('0.71', '<0.01', '>0.99')
    """
    return "<0.01" if p < 0.005 else ">0.99" if p > 0.995 else f"{p:.2f}"


def _mark(state: str) -> str:
    return {"present": "+", "absent": "\u2212"}.get(state, state)


def base_layout(ink: dict[str, Any], width: int, height: int) -> Spec:
    """What every figure shares: size, ground, type."""
    return {
        "width": width,
        "height": height,
        "autosize": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": ink["text"]},
        "showlegend": False,
        "hoverlabel": {"bgcolor": ink["paper"], "font": {"color": ink["text"], "size": 13}},
        "dragmode": False,
    }


def _note(p: float, row: int, text: str, ink: dict[str, Any], x: float) -> Spec:
    return {
        "x": x,
        "y": row,
        "xref": "paper",
        "yref": "y",
        "text": text,
        "showarrow": False,
        "xanchor": "right",
        "font": {"size": 15 if row == 0 else 13, "color": ink["text" if p >= 0.005 else "third"]},
    }


def probability_bars(top: pd.DataFrame, names: list[str], ink: dict[str, Any]) -> list[Spec]:
    """Probability with its interval, and a diamond for the probability before the findings."""
    p = top["probability"].round(4)
    y = list(range(len(top)))
    hover = [
        f"{n}: {a:.2f} (90 % interval {lo:.2f} to {hi:.2f}), {b:.2f} before the findings"
        for n, a, lo, hi, b in zip(names, p, top["low"], top["high"], top["prior"])
    ]
    return [
        {
            "type": "bar",
            "orientation": "h",
            "x": p.tolist(),
            "y": y,
            "marker": {"color": [ink["lead"]] + [ink["bar"]] * (len(y) - 1)},
            "error_x": {
                "type": "data",
                "symmetric": False,
                "array": (top["high"] - p).clip(lower=0).round(4).tolist(),
                "arrayminus": (p - top["low"]).clip(lower=0).round(4).tolist(),
                "color": ink["text"],
                "thickness": 1.3,
                "width": 4,
            },
            "hovertext": hover,
            "hoverinfo": "text",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": top["prior"].round(4).tolist(),
            "y": [i + 0.4 for i in y],
            "marker": {
                "symbol": "diamond",
                "size": 6,
                "color": ink["paper"],
                "line": {"color": ink["second"], "width": 1},
            },
            "hoverinfo": "skip",
        },
    ]


def _cells(
    weights: pd.DataFrame,
    basis: pd.DataFrame,
    labels: list[tuple[str, str]],
    names: list[str],
    ink: dict[str, Any],
    size: int,
) -> list[Spec]:
    """The cells: colour by weight, stipple where judged, a dot where nothing is known."""
    z, kinds = weights.to_numpy(float), basis.to_numpy(str)
    seen = ~np.isnan(z)
    hover = [
        [
            f"<b>{names[i]}</b>, {title} ({state})<br>{_sentence(float(z[i, j]), kinds[i, j])}"
            for j, (title, state) in enumerate(labels)
        ]
        for i in range(len(names))
    ]
    judged = np.argwhere((kinds == "judgement") & seen)
    blank = np.argwhere(~seen)
    rows, columns = np.nonzero(seen)
    texts = [signed(float(v)) for v in z[rows, columns]]
    return [
        {
            "type": "heatmap",
            "xaxis": "x2",
            "z": [[None if np.isnan(v) else round(float(v), 2) for v in r] for r in z],
            "x": list(range(len(labels))),
            "y": list(range(len(names))),
            "zmin": -LIMIT,
            "zmid": 0,
            "zmax": LIMIT,
            "colorscale": _scale(ink),
            "showscale": False,
            "xgap": 2,
            "ygap": 2,
            "hoverongaps": True,
            "text": hover,
            "hoverinfo": "text",
        },
        {
            "type": "bar",
            "xaxis": "x2",
            "x": [int(j) for _, j in judged],
            "base": [float(i) - 0.46 for i, _ in judged],
            "y": [0.92] * len(judged),
            "width": 0.95,
            "marker": {
                "color": "rgba(0,0,0,0)",
                "line": {"width": 0},
                "pattern": {
                    "shape": ".",
                    "size": 6,
                    "solidity": 0.16,
                    "fgcolor": ink["stipple"],
                    "bgcolor": "rgba(0,0,0,0)",
                },
            },
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "xaxis": "x2",
            "mode": "text",
            "x": [int(j) for j in columns] + [int(j) for _, j in blank],
            "y": [int(i) for i in rows] + [int(i) for i, _ in blank],
            "text": texts + ["<b>\u00b7</b>"] * len(blank),
            "textfont": {
                "size": size,
                "color": _readable(z[rows, columns], ink) + [ink["third"]] * len(blank),
            },
            "hoverinfo": "skip",
        },
    ]


def _sentence(weight: float, basis: str) -> str:
    if np.isnan(weight):
        return "No evidence: the rate of other buttock pain is assumed"
    ratio = 10 ** (weight / 10)
    said = f"{signed(weight)} decibans: multiplies the odds by {ratio:.2g}"
    return said + (", by judgement only" if basis == "judgement" else "")


def _scale(ink: dict[str, Any]) -> list[list[Any]]:
    return [
        [round((s + LIMIT) / (2 * LIMIT), 4), c] for s, c in zip(_STOPS, ink["scale"], strict=True)
    ]


def signed(weight: float) -> str:
    """A weight as the screen shows it: with its sign, 0.0 without."""
    said = f"{weight:+.1f}".replace("-", "\u2212")
    return "0.0" if said[1:] == "0.0" else said


def _readable(weights: FloatArray, ink: dict[str, Any]) -> list[str]:
    """Black or white, whichever reads better on the cell's colour."""
    w = np.clip(weights, -LIMIT, LIMIT)
    stops = np.array([[int(c[k : k + 2], 16) / 255 for k in (1, 3, 5)] for c in ink["scale"]])
    rgb = np.stack([np.interp(w, _STOPS, stops[:, k]) for k in range(3)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    luminance = np.array([0.2126, 0.7152, 0.0722]) @ linear
    white = 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05
    return [str(c) for c in np.where(white, "#ffffff", "#000000")]


def matrix_spec(kb: Knowledge, *, theme: str = "light", width: int = 1400) -> Spec:
    """The figure of :func:`gluteal.figures.matrix_heatmap` as plain dicts."""
    ink = THEMES[theme]
    shown = kb.matrix.where(kb.known).round(3)
    names = kb.causes["short"].tolist()
    heat = {
        "type": "heatmap",
        "z": [[None if np.isnan(v) else v for v in row] for row in shown.to_numpy().tolist()],
        "x": kb.findings["short"].tolist(),
        "y": names,
        "customdata": kb.basis.replace("", "no evidence").to_numpy(str).tolist(),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[i / 4, c] for i, c in enumerate(ink["ramp"])],
        "colorbar": {"title": {"text": "P(present | cause)"}, "thickness": 10},
        "hovertemplate": "%{y}<br>%{x}: %{z:.2f}, %{customdata}<extra></extra>",
    }
    layout = base_layout(ink, max(width, len(kb.findings) * 13 + 220), len(names) * 22 + 190) | {
        "yaxis": {"autorange": "reversed", "tickfont": {"size": 12}, "fixedrange": True},
        "xaxis": {"tickangle": -60, "tickfont": {"size": 10}, "nticks": 167, "fixedrange": True},
        "margin": {"l": 170, "r": 10, "t": 10, "b": 130},
    }
    return {"data": [heat], "layout": layout}


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
