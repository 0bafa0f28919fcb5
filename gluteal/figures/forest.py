"""Studies of one cell side by side: a forest plot of sensitivity and specificity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from gluteal.figures.heatmap import Spec, base_layout
from gluteal.figures.markup import plotted
from gluteal.figures.palette import THEMES
from gluteal.words import two_digits

if TYPE_CHECKING:
    import plotly.graph_objects as go

_ROW, _TOP, _FOOT = 32, 86, 72  # pixels: a study, the heads, axis and heterogeneity
_LEFT = 250  # the names of the studies
# what is drawn of a row, and what is said of a row that is not pooled
_SYMBOLS = {"study": "square", "published pool": "diamond-open"}
_NOTES = {
    "published pool": "published pool",
    "several studies": "several studies in one",
    "same patients": "same patients again",
    "from memory": "from memory",
}


def forest(
    studies: pd.DataFrame,
    pooled: pd.DataFrame,
    title: str = "",
    *,
    theme: str = "light",
    width: int = 960,
) -> go.Figure:
    """Forest plot of the studies of one cell.

    Parameters
    ----------
    studies, pooled : DataFrame
        Results of :func:`gluteal.study.studies` and :func:`gluteal.study.pooled`.
    title : str
        What the cell is about.
    theme : {"light", "dark"}
        Palette.
    width : int
        Pixels.

    Returns
    -------
    plotly.graph_objects.Figure
        A panel a measure that some study gives. A filled square is a study that is pooled, its
        size by how much is known from it; an open mark is a row that is shown beside it. The
        filled diamond is the pooled figure, as wide as its 95 % interval.

    Examples
    --------
    >>> from gluteal import study
    >>> found = study.studies("osteitis_pubis", "mri_pubic_symphysis_oedema")
    >>> figure = forest(found, study.pooled(found))
    >>> [a.text for a in figure.layout.annotations if a.name == "head"]
    ['<b>Sensitivity</b>', '<b>Specificity</b>']
    """
    import plotly.graph_objects as go

    ink = THEMES[theme]
    measures = [m for m in pooled.index if (studies["measure"] == m).any()]
    rows = _rows(studies)
    last = len(rows)
    layout = base_layout(ink, width, _TOP + _ROW * (last + 1) + _FOOT)
    layout |= {
        "margin": {"l": _LEFT, "r": 20, "t": _TOP, "b": _FOOT},
        "title": {"text": plotted(title), "font_size": 18, "x": 0, "xanchor": "left", "y": 0.985}
        | {"xref": "container", "yref": "container", "yanchor": "top", "pad": {"l": 12, "t": 10}},
        "yaxis": {
            "range": [last + 0.6, -0.6],
            "tickvals": list(range(last + 1)),
            "ticktext": [*_names(rows, ink), "<b>Pooled, random effects</b>"],
            "ticks": "outside",
            "ticklen": 6,
            "tickcolor": "rgba(0,0,0,0)",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "tickfont": {"size": 14},
        },
    }
    annotations: list[Spec] = []
    data: list[Spec] = []
    share = 1 / len(measures)
    for i, measure in enumerate(measures):
        axis = "x" if i == 0 else f"x{i + 1}"
        start, stop = i * share, (i + 1) * share
        inside = stop - 76 / (width - _LEFT - 20)  # room for the numbers at the right
        layout[axis.replace("x", "xaxis")] = _scale(start + 0.01, inside, ink)
        found = studies[studies["measure"] == measure].merge(rows, on=["study", "locator"])
        data += _marks(found, axis, ink)
        summary = pooled.loc[measure]
        data += _diamond(summary, last, axis, ink)
        annotations += _texts(found, summary, last, (start + 0.01, stop), measure, ink)
    return go.Figure(data, layout | {"annotations": annotations})


def _rows(studies: pd.DataFrame) -> pd.DataFrame:
    """One row of the plot a row of the tables: what is pooled first."""
    rows = studies.drop_duplicates(["study", "locator"])[["study", "locator", "kind"]]
    rows = rows.sort_values("kind", key=lambda k: k != "study", kind="stable")
    return rows.drop(columns="kind").assign(place=range(len(rows)), note=rows["kind"].map(_NOTES))


def _names(rows: pd.DataFrame, ink: dict[str, Any]) -> list[str]:
    """Names of the rows, each with the reason why it is not pooled."""
    return [
        plotted(s)
        if pd.isna(n)
        else f"{plotted(s)} <span style='color:{ink['third']}'>({n})</span>"
        for s, n in zip(rows["study"], rows["note"])
    ]


def _scale(start: float, stop: float, ink: dict[str, Any]) -> Spec:
    return {
        "domain": [start, stop],
        "range": [-0.02, 1.02],
        "tickvals": [0, 0.25, 0.5, 0.75, 1],
        "ticktext": ["0", ".25", ".5", ".75", "1"],
        "gridcolor": ink["line"],
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"size": 13, "color": ink["second"]},
    }


def _marks(found: pd.DataFrame, axis: str, ink: dict[str, Any]) -> list[Spec]:
    """A mark a row with its 95 % range, a trace for what is pooled and one for what is not."""
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "cliponaxis": False,
            "xaxis": axis,
            "x": part["estimate"].tolist(),
            "y": part["place"].tolist(),
            "error_x": {
                "type": "data",
                "symmetric": False,
                "array": (part["high"] - part["estimate"]).clip(lower=0).tolist(),
                "arrayminus": (part["estimate"] - part["low"]).clip(lower=0).tolist(),
                "color": ink["mark" if kept else "third"],
                "thickness": 2 if kept else 1.2,
                "width": 0,
            },
            "marker": {
                "symbol": [_SYMBOLS.get(k, "square-open") for k in part["kind"]],
                "size": _sizes(part) if kept else 9,
                "color": ink["lead" if kept else "second"],
                "line": {"width": 1.5, "color": ink["lead" if kept else "second"]},
                "opacity": 1,
            },
            "hovertext": [
                f"<b>{plotted(s)}</b>, {plotted(place)}<br>{e:.2f} ({lo:.2f} to {hi:.2f})"
                for s, place, e, lo, hi in zip(
                    *(part[c] for c in ("study", "locator", "estimate", "low", "high"))
                )
            ],
            "hoverinfo": "text",
        }
        for kept, part in ((k, found[(found["kind"] == "study") == k]) for k in (True, False))
    ]


def _sizes(part: pd.DataFrame) -> list[float]:
    """Side of a square, by the precision of the study, so that its area says how much is known."""
    wide = (part["high"] - part["low"]).clip(lower=0.02)
    return [float(v) for v in np.clip(4 / wide, 8, 20)]


def _diamond(summary: pd.Series, place: int, axis: str, ink: dict[str, Any]) -> list[Spec]:
    if pd.isna(summary["estimate"]):
        return []
    low, middle, high = (float(summary[c]) for c in ("low", "estimate", "high"))
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "xaxis": axis,
            "x": [low, middle, high, middle, low],
            "y": [place, place - 0.26, place, place + 0.26, place],
            "fill": "toself",
            "fillcolor": ink["text"],
            "line": {"color": ink["text"], "width": 1},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "lines",
            "xaxis": axis,
            "x": [middle, middle],
            "y": [-0.5, place - 0.3],
            "line": {"color": ink["third"], "width": 1, "dash": "dot"},
            "hoverinfo": "skip",
        },
    ]


def _texts(
    found: pd.DataFrame,
    summary: pd.Series,
    place: int,
    ends: tuple[float, float],
    measure: str,
    ink: dict[str, Any],
) -> list[Spec]:
    """The head of a panel, the numbers at its right, and how far the studies lie apart."""
    left, right = ends
    note = {"xref": "paper", "yref": "y", "showarrow": False}
    number = note | {"x": right, "xanchor": "right"}
    head = note | {"yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 6, "name": "head"}
    texts = [
        head
        | {
            "x": left,
            "xanchor": "left",
            "text": f"<b>{measure.capitalize()}</b>",
            "font": {"size": 15, "color": ink["text"]},
        }
    ]
    for row in found.itertuples():
        counts = "" if pd.isna(row.total) else f"{row.events:.0f}/{row.total:.0f}"
        said = f"<span style='color:{ink['second']}'>{counts}</span>  {row.estimate:.2f}"
        texts.append(number | {"y": row.place, "text": said, "font": {"size": 14}})
    if pd.isna(summary["estimate"]):
        k = int(summary["k"])
        said = "no study" if k == 0 else "one study" if k == 1 else "two studies"
        return [
            *texts,
            note
            | {
                "x": left,
                "xanchor": "left",
                "y": place,
                "text": f"{said}: not pooled",
                "font": {"size": 14, "color": ink["second"]},
            },
        ]
    texts.append(
        number
        | {"y": place, "text": f"<b>{two_digits(summary['estimate'])}</b>", "font": {"size": 15}}
    )
    spread = f"I\u00b2 {100 * summary['i2']:.0f} %, \u03c4\u00b2 {summary['tau2']:.2g}"
    said = f"{int(summary['k'])} studies, {spread}, Q {summary['q']:.1f} (p {_p(summary['p'])})"
    texts.append(
        note
        | {"yref": "paper", "y": 0, "yanchor": "top", "yshift": -34, "x": left, "xanchor": "left"}
        | {"text": said, "font": {"size": 13, "color": ink["second"]}}
    )
    return texts


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.2g}"
