"""The heatmap of a case as plain JSON-ready dicts, drawn by :mod:`gluteal.figures.notebook`.

Blue for, brown against, on a fixed scale of +-8 decibans; stippled where a side of the ratio is a judgement.
"""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
import pandas as pd

from gluteal.cases import Case
from gluteal.figures.columns import cell_basis, column_labels, stand_alone
from gluteal.figures.markup import plotted
from gluteal.figures.numbers import signed
from gluteal.figures.palette import FONT, LIMIT, THEMES, readable, scale
from gluteal.knowledge import Knowledge
from gluteal.words import two_digits

Spec = dict[str, Any]
# pixels: labels, right margin, the same for turned titles, the number beside a bar
_LEFT, _RIGHT, _TURNED, _NUMBER = 178, 8, 56, 62


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
    names = [plotted(kb.causes.at[c, "short"]) for c in top.index]
    n = max(len(labels), 1)
    right = _RIGHT if (width - _LEFT - 150 - _NUMBER) / n >= 56 else _TURNED
    inside = width - _LEFT - right
    cell = min(64.0, max(29.0, (inside - 150 - _NUMBER) / n))
    inside = max(inside, round(120 + _NUMBER + cell * n))  # many columns: the figure grows
    bars, cells = 1 - (_NUMBER + cell * n) / inside, 1 - cell * n / inside
    data = probability_bars(top, names, ink, lead=lead)
    if len(labels):
        data += _cells(
            shown, cell_basis(shown, kb), labels, names, ink, 12 if cell > 36 else 10, kb
        )
    rest = differential.iloc[len(top) :]
    narrow = right == _TURNED
    head = 104 if narrow else 62
    height = head + 31 * len(top) + (28 if len(rest) else 8)
    titles = [
        (t if narrow else "<br>".join(textwrap.wrap(t, 12, break_long_words=False)))
        + ("" if narrow else "<br>")
        + f" <span style='color:{ink['third']}'>{_mark(state)}</span>"
        for t, state in ((plotted(t), plotted(state)) for t, state in labels)
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
        "font": {
            "size": 15 if text.startswith("<b>") else 13,
            "color": ink["text" if p >= 0.005 else "third"],
        },
    }


def probability_bars(
    top: pd.DataFrame, names: list[str], ink: dict[str, Any], *, lead: bool = True
) -> list[Spec]:
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
            "marker": {"color": [ink["lead" if lead else "bar"]] + [ink["bar"]] * (len(y) - 1)},
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
    kb: Knowledge,
) -> list[Spec]:
    """The cells: colour by weight, stipple where judged, a dot where nothing is known."""
    z, kinds = weights.to_numpy(float), basis.to_numpy(str)
    seen = ~np.isnan(z)
    alone = [
        stand_alone(weights.index, str(column), state, kb)
        for column, (_, state) in zip(weights.columns, labels)
    ]
    hover = [
        [
            f"<b>{names[i]}</b>, {plotted(title)} ({plotted(state)})<br>{_sentence(float(z[i, j]), kinds[i, j])}"
            + (f"<br>{alone[j][i]}" if alone[j][i] else "")
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
            "colorscale": scale(ink),
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
                "color": readable(z[rows, columns], ink) + [ink["third"]] * len(blank),
            },
            "hoverinfo": "skip",
        },
    ]


def _sentence(weight: float, basis: str) -> str:
    if np.isnan(weight):
        return "No evidence: the rate of other buttock pain is assumed"
    ratio = 10 ** (weight / 10)
    said = f"{signed(weight)} decibans: multiplies the odds by {ratio:.3g}"
    return said + (", judged, at least in part" if basis == "judgement" else "")
