"""How much of each cause rests on studies, reviews and judges, as stacked bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from gluteal.figures.heatmap import Spec, base_layout
from gluteal.figures.markup import plotted
from gluteal.figures.palette import THEMES
from gluteal.knowledge import Knowledge

if TYPE_CHECKING:
    import plotly.graph_objects as go

# name in the legend, and place in the ramp of the palette, None for grey
_KINDS: Final[dict[str, tuple[str, int | None]]] = {
    "accuracy": ("Accuracy study", 4),
    "prevalence": ("Rate in a study or series", 3),
    "review": ("Review, number ours", 2),
    "review, reconciled": ("Review, moved by invented patients", 2),
    "judgement": ("Judges", None),
    "judgement, reconciled": ("Judges, moved by invented patients", None),
}
_GREY: Final = {"light": "#c3cad0", "dark": "#6b757d"}
_SAID: Final = 0.08  # least share that has its number written in the bar
_ROW, _LEFT, _RIGHT = 26, 214, 96


def coverage_bars(
    coverage: pd.DataFrame, kb: Knowledge, *, theme: str = "light", width: int = 960
) -> go.Figure:
    """Stacked bars: what each cause's expected weight of evidence rests on.

    Parameters
    ----------
    coverage : DataFrame
        Result of :func:`gluteal.study.coverage`.
    kb : Knowledge
        Names of the causes.

    Returns
    -------
    plotly.graph_objects.Figure
        One bar a cause, its parts as shares of its total, which stands at the right in
        decibans. Blue has a source, the darker the firmer; grey has none. Stipple is a judgement, as in
        the heatmap; hatching a number that was moved to agree with invented patients. Shares from 8 % are written in the bar.

    Examples
    --------
    >>> import gluteal
    >>> from gluteal import study
    >>> kb = gluteal.load()
    >>> [bar.name for bar in coverage_bars(study.coverage(kb), kb).data][:2]
    ['Accuracy study', 'Rate in a study or series']
    """
    import plotly.graph_objects as go

    ink = THEMES[theme]
    names = [plotted(kb.causes.at[c, "short"]) for c in coverage.index]
    total = coverage["total"].where(coverage["total"] > 0)
    data = [
        _bar(coverage[kind] / total, coverage[kind], kind, names, ink, theme) for kind in _KINDS
    ]
    layout = base_layout(ink, width, _ROW * len(names) + 130) | {
        "barmode": "stack",
        "bargap": 0.22,
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "traceorder": "normal",
            "x": 0,
            "xanchor": "left",
            "y": 1,
            "yanchor": "bottom",
            "yref": "paper",
            "font": {"size": 13, "color": ink["text"]},
            "entrywidth": 250,
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "margin": {"l": _LEFT, "r": _RIGHT, "t": 84, "b": 46},
        "xaxis": {
            "range": [0, 1],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "ticktext": ["0", "25 %", "50 %", "75 %", "100 %"],
            "gridcolor": ink["line"],
            "zeroline": False,
            "fixedrange": True,
            "tickfont": {"size": 13, "color": ink["second"]},
        },
        "yaxis": {
            "autorange": "reversed",
            "tickvals": list(range(len(names))),
            "ticktext": names,
            "ticklen": 6,
            "tickcolor": "rgba(0,0,0,0)",
            "ticks": "outside",
            "showgrid": False,
            "fixedrange": True,
            "tickfont": {"size": 14},
        },
        "annotations": [_right(i, f"{t:.0f}", ink["text"]) for i, t in enumerate(coverage["total"])]
        + [_right(-1, "decibans", ink["second"])],
    }
    return go.Figure(data, layout)


def _bar(
    share: pd.Series,
    decibans: pd.Series,
    kind: str,
    names: list[str],
    ink: dict[str, Any],
    theme: str,
) -> Spec:
    said, place = _KINDS[kind]
    judged = kind not in ("accuracy", "prevalence", "review")
    fill = _GREY[theme] if place is None else ink["ramp"][place]
    dark = theme == "light" and place in (3, 4)
    moved = kind.endswith("reconciled")
    pattern = {
        "shape": ("/" if moved else ".") if judged else "",
        "size": 9 if moved else 7,
        "solidity": 0.1 if moved else 0.2,
        "fgcolor": ink["second"] if place is None else ink["scale"][8],
        "bgcolor": fill,
        "fillmode": "replace",
    }
    return {
        "type": "bar",
        "orientation": "h",
        "name": said,
        "x": share.fillna(0).round(4).tolist(),
        "y": list(range(len(names))),
        "marker": {
            "color": fill,
            "line": {"color": ink["paper"], "width": 1.5},
            "pattern": pattern,
        },
        "text": [
            f"<b>{100 * s:.0f}</b>" if s >= _SAID and not judged else "" for s in share.fillna(0)
        ],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"size": 13, "color": "#ffffff" if dark else "#000000"},
        "hovertext": [
            f"<b>{n}</b>, {said[0].lower()}{said[1:]}<br>{s:.0%}, {d:.1f} decibans"
            for n, s, d in zip(names, share.fillna(0), decibans)
        ],
        "hoverinfo": "text",
    }


def _right(row: int, text: str, color: str) -> Spec:
    return {
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 8,
        "y": row,
        "yref": "y",
        "text": text,
        "showarrow": False,
        "font": {"size": 13, "color": color},
    }
