"""Calibration and accuracy as pictures: frames in, a Plotly figure or inline SVG out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from gluteal.figures.heatmap import base_layout
from gluteal.figures.markup import Safe
from gluteal.figures.palette import THEMES
from gluteal.figures.pen import Pen
from gluteal.model import FEWEST
from gluteal.words import two_digits

if TYPE_CHECKING:
    import plotly.graph_objects as go


def rates(
    frame: pd.DataFrame,
    point: str,
    title: str,
    *,
    theme: str = "light",
    width: int = 720,
) -> go.Figure:
    """Shares with their intervals, one row each, in the order given from the top.

    Parameters
    ----------
    frame : DataFrame
        ``label``, the column ``point`` with ``low`` and ``high``, and ``patients``. A row
        without a share says that there are too few patients.
    point : str
        Column of the share.
    title : str
        What the axis says.

    Examples
    --------
    >>> frame = pd.DataFrame({"label": ["Coccydynia"], "top-3": [0.8], "low": [0.6],
    ...                       "high": [0.9], "patients": [20]})
    >>> rates(frame, "top-3", "Among the first three").layout.yaxis.ticktext
    ('Coccydynia (20)',)
    """
    import plotly.graph_objects as go

    ink = THEMES[theme]
    place = list(range(len(frame)))
    sizes = [f"{n}" if n >= FEWEST else f"< {FEWEST}" for n in frame["patients"]]
    names = [f"{label} ({n})" for label, n in zip(frame["label"], sizes)]
    dots = go.Scatter(
        x=frame[point].tolist(),
        y=place,
        error_x={
            "type": "data",
            "symmetric": False,
            "array": (frame["high"] - frame[point]).tolist(),
            "arrayminus": (frame[point] - frame["low"]).tolist(),
            "color": ink["bar"],
            "thickness": 2,
            "width": 0,
        },
        mode="markers",
        marker={"size": 9, "color": ink["lead"], "symbol": "square"},
        hovertemplate="%{x:.2f}<extra></extra>",
    )
    figure = go.Figure(dots, base_layout(ink, width, 24 * len(frame) + 70))
    for y in frame[point].isna().to_numpy().nonzero()[0]:
        figure.add_annotation(
            x=0.01,
            y=int(y),
            text="too few patients",
            showarrow=False,
            xanchor="left",
            font={"color": ink["third"], "size": 12},
        )
    figure.update_layout(margin={"l": 290, "r": 20, "t": 50, "b": 20})
    figure.update_xaxes(
        title=title,
        range=[0, 1.02],
        side="top",
        gridcolor=ink["line"],
        zeroline=False,
        fixedrange=True,
    )
    figure.update_yaxes(
        tickvals=place, ticktext=names, autorange="reversed", showgrid=False, fixedrange=True
    )
    return figure


def calibration_picture(frame: pd.DataFrame, size: float = 11.0) -> Safe:
    """How often the first place is right by its probability, as inline SVG for a page to print.

    Examples
    --------
    >>> frame = pd.DataFrame({"predicted": [0.4], "observed": [0.5], "low": [0.3], "high": [0.7],
    ...                       "cases": [20]})
    >>> "0.40: right in 0.50 of 20" in calibration_picture(frame)
    True
    """
    pen, side, left, top = Pen(300, size), 19.0, 5.0, 1.0
    shown = frame.dropna(subset="observed")

    def at(x: float, y: float) -> tuple[float, float]:
        return left + side * x, top + side * (1 - y)

    for tick in (0, 0.25, 0.5, 0.75, 1):
        pen.line([at(tick, 0), at(tick, 1)], "g")
        pen.line([at(0, tick), at(1, tick)], "g")
        pen.text(*at(tick, -0.07), f"{tick:g}", "q", "middle", 0.9)
        pen.text(at(0, tick)[0] - 0.5, at(0, tick)[1] + 0.3, f"{tick:g}", "q", "end", 0.9)
    pen.line([at(0, 0), at(1, 1)], "a", 0.1, "4 3")
    points = list(zip(shown["predicted"], shown["observed"]))
    if len(points) > 1:
        pen.line([at(*p) for p in points], "pl", 0.16)
    for row in shown.itertuples():
        pen.line([at(row.predicted, row.low), at(row.predicted, row.high)], "pl", 0.12)
        pen.dot(*at(row.predicted, row.observed), 0.4, "p")
        x, y = at(row.predicted, row.observed)
        pen.text(x + 0.7, y + 1.2, f"n {row.cases}", "s halo", em=0.85)
    pen.text(*at(0.5, -0.16), "probability of the first place", "s", "middle", 0.95)
    said = "; ".join(
        f"{two_digits(r.predicted)}: right in {two_digits(r.observed)} of {r.cases}"
        for r in shown.itertuples()
    )
    return Safe(pen.svg(top + side + 3.8, "Share in which the first place was right", said))
