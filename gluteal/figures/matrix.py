"""The whole matrix as plain JSON-ready dicts."""

from __future__ import annotations

import numpy as np

from gluteal.figures.heatmap import Spec, base_layout
from gluteal.figures.markup import plotted
from gluteal.figures.palette import THEMES
from gluteal.knowledge import Knowledge


def matrix_spec(kb: Knowledge, *, theme: str = "light", width: int = 1400) -> Spec:
    """The figure of :func:`gluteal.figures.matrix_heatmap` as plain dicts."""
    ink = THEMES[theme]
    shown = kb.matrix.where(kb.known).round(3)
    names = kb.causes["short"].map(plotted).tolist()
    heat = {
        "type": "heatmap",
        "z": [[None if np.isnan(v) else v for v in row] for row in shown.to_numpy().tolist()],
        "x": kb.findings["short"].map(plotted).tolist(),
        "y": names,
        "customdata": kb.basis.replace("", "no evidence").to_numpy(str).tolist(),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[i / 4, c] for i, c in enumerate(ink["ramp"])],
        "colorbar": {"title": {"text": "P(present | cause)"}, "thickness": 10},
        "hovertemplate": "%{y}<br>%{x}: %{z:.2f}, %{customdata}<extra></extra>",
    }
    count = len(kb.findings)
    layout = base_layout(ink, max(width, count * 13 + 220), len(names) * 22 + 190) | {
        "yaxis": {"autorange": "reversed", "tickfont": {"size": 12}, "fixedrange": True},
        "xaxis": {"tickangle": -60, "tickfont": {"size": 10}, "nticks": count, "fixedrange": True},
        "margin": {"l": 170, "r": 10, "t": 10, "b": 130},
    }
    return {"data": [heat], "layout": layout}
